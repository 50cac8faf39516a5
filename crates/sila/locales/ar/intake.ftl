# Unfinished forms
intake-start = استقبال حالة جديدة
intake-drafts = النماذج غير المكتملة
intake-drafts-lead = لا يفتحها غيرك، ولا يضيع شيء مما كتبته.
intake-none = لا توجد نماذج غير مكتملة
intake-none-text = النموذج الذي تتركه قبل إتمامه ينتظرك هنا.
intake-task = إكمال استقبال الحالة
intake-task-referral = إكمال إحالة حالة
intake-saved-at = حُفظت: { $time }
intake-discard = حذف
intake-discard-title = هل تريد حذف هذا النموذج؟
intake-discard-text = يُحذف ما كُتب فيه نهائياً. ولا تتأثر الحالات والإحالات القائمة.
intake-discard-yes = حذف النموذج
problem-draft-gone = أُكمل هذا النموذج أو حُذف من قبل
problem-draft-gone-next = لم يُسجَّل شيء مرتين. ابحث عن الحالة في القائمة أو افتح النموذج من جديد.
problem-draft-crossed = تغيّر هذا النموذج في نافذة أخرى
problem-draft-crossed-next = لم يُحفظ ما كُتب هنا. افتح النموذج وانظر ما حُفظ.
intake-crossed = تغيّر هذا النموذج في نافذة أخرى: { $time }
intake-crossed-text = لم يُحفظ بعد ما كتبته هنا. عند كل حقل مختلف ما حُفظ هناك. صحّح ثم احفظ ليبقى ما في هذه الصفحة.
intake-crossed-take = ترك ما كتبته هنا وأخذ ما حُفظ هناك
intake-crossed-check = لم يُرسل شيء ولم تُفتح حالة. راجع من جديد: هذا ما في النموذج الآن.

# Steps
intake-step-safety = السلامة الآن
intake-step-person = الشخص والإقامة
intake-step-need = الاحتياج والخدمة
intake-step-sharing = الموافقة والمشاركة
intake-step-check = المراجعة والإرسال
intake-heading-safety = أولاً: هل صاحب الحالة في أمان الآن؟
intake-heading-person = مَن صاحب الحالة وأين يسكن
intake-heading-need = ما يرغب فيه صاحب الحالة وما يحتاج إليه
intake-heading-sharing = ما تجوز مشاركته ومع مَن
intake-heading-check = راجع قبل اتخاذ القرار
intake-yes = نعم
intake-no = لا

# Step 1
intake-now = في هذه اللحظة
intake-danger = هل صاحب الحالة أو من معه في خطر محدق؟
intake-danger-hint = إذا كانت الإجابة نعم فاتصل بالرقم 999 أولاً، والنموذج ينتظرك.
intake-danger-yes = تصرّف أولاً، وتظهر الخطوات في أعلى الصفحة
intake-danger-no = في أمان الآن
intake-talk = هل الحديث آمن الآن؟
intake-talk-yes = لا يسمع الحديث من قد يُلحق الأذى
intake-talk-no = اتفقا على وقت آخر ووسيلة آمنة
intake-plan = ما نقوم به الآن من أجل السلامة
intake-plan-hint = غرفة هادئة، مكان آمن لهذه الليلة، طبيب، مَن يبقى معها. من يلجأ إلينا يُساعد هنا أولاً.
intake-contact-title = وسيلة التواصل الآمنة
intake-contact = هل يمكننا التواصل مع صاحب الحالة؟
intake-contact-yes = على رقم آمن وفي أوقات آمنة
intake-contact-no = فقط عندما يحضر إلينا
intake-contact-way = الوسيلة
intake-way-phone = مكالمة هاتفية
intake-way-whatsapp = رسالة واتساب
intake-way-email = البريد الإلكتروني
intake-way-in-person = حضورياً فقط
intake-contact-phone = الرقم الآمن
intake-contact-times = الأوقات الآمنة
intake-contact-times-hint = مثلاً: أيام العمل من 9 إلى 12.
intake-contact-words = ما يُقال وما يجب تجنّب قوله
intake-contact-words-hint = كلمات يجب تجنّبها، ومَن يجب ألا يعلم. يظهر ذلك في أعلى صفحة الحالة.
intake-contact-code = كلمة يعرف بها الشخص مَن يتصل
intake-contact-code-hint = متفق عليها مع الشخص، ويقولها المتصل أولاً. لا تظهر إلا لمن يقرأ كيف يُتواصل معه، ولا تُرسل مع الإحالة إلا حيث يجوز إرسال طريقة التواصل الآمن.
intake-came-title = كيف وصل صاحب الحالة إلينا
intake-channel = قناة التواصل
intake-reporter = صفة المبلّغ
intake-language = لغة التفاهم
intake-interpreter = المترجم
intake-interpreter-yes = توجد حاجة إلى مترجم
intake-danger-title = خطر محدق: ابدأ بهذه الخطوات
intake-danger-call = اتصل بالشرطة (999) أو الإسعاف (998).
intake-danger-stay = ابقَ مع صاحب الحالة، ولا تصرفه، ولا تتصل بأحد في المنزل.
intake-danger-report = إن كان الطفل في خطر فالإبلاغ واجب.
intake-danger-then = ثم تابع هذا النموذج. ويجوز إرسال الحالة الطارئة بما هو معروف.

# Step 2
intake-person-title = صاحب الحالة
intake-others-title = الأطفال والمرافقون
intake-others-hint = يكفي الاسم والعمر، واترك ما لا تعرفه فارغاً.
intake-residence-title = مقر الإقامة
intake-area = أين يسكن صاحب الحالة؟
intake-area-hint = السكن الفعلي، لا مكان طلب المساعدة.
intake-area-whole = { $emirate }، المنطقة غير معروفة
intake-area-none = خارج القائمة
intake-place = أو اسم المكان كما قاله صاحب الحالة
intake-place-hint = نبحث عنه في القائمة بمختلف أشكال كتابته.
intake-which-place = أكثر من مكان يحمل هذا الاسم. أيها المقصود؟
intake-usual = هل هذا هو السكن المعتاد؟
intake-usual-hint = الزيارة أو دار الإيواء أو المستشفى لا تُعد إقامة.
intake-usual-home = نعم، السكن المعتاد
intake-usual-visit = لا، زيارة فقط
intake-usual-unknown = غير معروف
intake-risk-home = هل مصدر الخطر قريب من السكن؟
intake-risk-home-hint = المشكو في حقه أو محيط الأسرة مرتبط بمنطقة السكن.
intake-risk-home-yes = نعم
intake-risk-home-no = لا
intake-risk-home-unknown = غير معروف
intake-evidence = ما يثبت الإقامة
intake-present = مكان وجود صاحب الحالة الآن
intake-stay = منذ كم يوماً
intake-look = حفظ وإظهار الجهة المقترحة

# Step 3
intake-wishes-title = رغبات صاحب الحالة
intake-wishes = ما الذي يرغب صاحب الحالة في حدوثه؟
intake-wishes-hint = بكلماته هو. وإن تعذر سؤاله فاختر السبب أدناه.
intake-no-wishes = إن تعذّر تدوين ذلك: السبب
intake-unwanted = ما الذي لا يرغب في حدوثه؟
intake-unwanted-hint = مثلاً: مَن يجب ألا يعلم.
intake-need-title = ما يحتاج إليه
intake-category = الفئة
intake-urgency = درجة الاستعجال
intake-urgency-emergency = خلال ساعات، فالخطر لا يحتمل التأخير
intake-urgency-urgent = خلال ثلاثة أيام
intake-urgency-routine = خلال أسبوعين
intake-services = الخدمات المطلوبة
intake-services-hint = خدمة واحدة أو أكثر.
intake-happened-title = ما حدث
intake-account = بكلمات صاحب الحالة
intake-account-hint = تُروى مرة واحدة كي لا يُطلب تكرارها، وبقدر الحاجة فقط.
intake-harm = نوع الإساءة

# Step 4
intake-to-title = الجهة التي تتولى الحالة
intake-to = الجهة
intake-to-suggested = بحسب قاعدة مقر الإقامة
intake-to-other = خلافاً للقاعدة: يلزم بيان السبب واعتماد شخص ثانٍ
intake-here = إبقاء الحالة لدينا
intake-here-hint = تبقى جهتنا مسؤولة، ولا يُرسل شيء
intake-why = سبب اختيار جهة أخرى
intake-why-hint = فقط عند اختيار جهة غير المقترحة.
intake-hand-over = المسؤولية
intake-hand-over-hint = لمن صار يسكن في نطاقها. تبقى جهتكم مسؤولة إلى أن تقبل الجهة الأخرى ويُتم خادمكم التسليم.
intake-hand-over-yes = تتولى الجهة الأخرى المسؤولية
intake-no-agreement = لا يمكن الإرسال: لا توجد اتفاقية سارية
intake-no-agreement-text = لا تُرسل حالة إلا بموجب اتفاقية موقعة من الجهتين. تُفتح الحالة هنا ويُساعد صاحبها هنا.
intake-ground-title = ما يجيز ذلك
intake-ground = الموافقة أو الأساس القانوني
intake-ground-hint = اشرح ما ستتم مشاركته ومع مَن ولماذا، وأن الرفض لا يحرم من المساعدة.
intake-with-consent = بموافقة
intake-without-consent = بأساس قانوني آخر
intake-witness = الشاهد
intake-witness-hint = إذا كانت الموافقة شفهية.
intake-days = مدة السريان
intake-days-hint = ثم يلزم طلب الموافقة من جديد.
intake-onward = يجوز أن تُحال أيضاً إلى
intake-onward-hint = اسأل صاحب الحالة عن كل جهة. دون إشارة هنا لا تُحال الحالة إلى جهة ثالثة.
intake-rights = يحق لصاحب الحالة سحب الموافقة في أي وقت دون أن يفقد أي خدمة.
intake-share-title = ما تجوز مشاركته
intake-share = حدد ما يسمح به صاحب الحالة
intake-share-hint = لا تظهر إلا الأجزاء التي فيها معلومات. وما لم يُحدد يبقى لدينا.
intake-part-preview = قبل الرد بصورة عامة فقط، وبالتفصيل بعد القبول
intake-part-sealed = مختومة إلى ما بعد القبول
intake-barred = لا يجيزه جدول البيانات في الاتفاقية
intake-clause = بند

# Step 5
intake-missing = ما زال هناك نقص
intake-missing-text = لم يضع شيء مما كتبته. أكمل هذه الخطوة:
intake-stays = تبقى الحالة لدينا
intake-stays-text = لا يُرسل شيء. تُفتح الحالة هنا ويمكن إحالتها لاحقاً.
intake-leaves = ما يُرسل إلى { $agency }
intake-leaves-text = هذا بالتحديد ولا شيء غيره، مختوماً لتلك الجهة وحدها.
intake-not-shared = ما لا تتم مشاركته
intake-not-shared-none = تتم مشاركة كل ما في الملف.
intake-not-shared-text = ترى الجهة الأخرى أن هذه الأجزاء حُجبت، كي لا يسأل عنها أحد دون جدوى.
intake-stays-barred = لا يجيزه جدول البيانات
intake-stays-person = لم يسمح به صاحب الحالة
intake-clause-title = نص البند
intake-second = يلزم اعتماد شخص ثانٍ أولاً
intake-second-text = لم تتبع الاقتراح. لا يُرسل شيء قبل اعتماد المشرف، إلا عند الخطر المحدق.
intake-send = إرسال إلى { $agency }
intake-send-approval = طلب اعتماد الإرسال إلى { $agency }
intake-open = فتح الحالة لدينا
intake-save-case = حفظ التعديلات دون إرسال
intake-other-agency = اختيار جهة أخرى

# Beside the form
intake-safety-first = السلامة أولاً
intake-safety-first-text = من يلجأ إلينا نستقبله هنا، وكل ما عدا ذلك يأتي لاحقاً.
intake-route = الجهة المقترحة: { $agency }
intake-route-free = هذا اقتراح، ويمكنك اختيار جهة أخرى مع ذكر السبب.
intake-read-clause = نص البند { $number }
intake-route-keep = الحالة من اختصاصنا
intake-route-human = القرار لك
intake-route-human-text = لا تحسم القاعدة هذه الحالة، وتبقى لدينا في هذه الأثناء.
intake-route-none = لا توجد اتفاقية تشمل هذا المكان
intake-route-none-text = لا يمكن الإرسال. تبقى الحالة لدينا ويُساعد صاحبها هنا.
intake-route-later = تظهر هنا الجهة المقترحة
intake-route-later-text = بعد حفظ مقر الإقامة.
intake-so-far = ملخص ما سبق
intake-so-far-now = الآن
intake-so-far-danger = في خطر محدق
intake-so-far-safe = في أمان الآن
intake-so-far-with = { $n ->
    [zero] لا أحد
    [one] شخص واحد
    [two] شخصان
    [few] { $n } أشخاص
    [many] { $n } شخصاً
   *[other] { $n } شخص
}
intake-so-far-by = كتبها

# What is missing, and what to do
intake-wrong-danger = حدد هل صاحب الحالة في خطر محدق
intake-wrong-talk = حدد هل الحديث آمن الآن
intake-wrong-plan = اكتب ما تقومون به الآن من أجل السلامة
intake-wrong-contact = حدد هل يمكن التواصل مع صاحب الحالة
intake-wrong-contact-phone = اكتب الرقم الآمن أو اختر وسيلة أخرى
intake-wrong-area = اختر مكان السكن أو اكتب اسم المكان
intake-wrong-place = هذا المكان غير موجود في القائمة. تحقق من الكتابة أو اختر الإمارة من القائمة
intake-wrong-which = أكثر من مكان يحمل هذا الاسم. اختر المقصود
intake-wrong-usual = حدد هل هذا هو السكن المعتاد
intake-wrong-risk-home = حدد هل مصدر الخطر قريب من السكن
intake-wrong-wishes = اكتب ما يرغب فيه صاحب الحالة أو سبب تعذر سؤاله
intake-wrong-category = اختر الفئة
intake-wrong-urgency = حدد درجة الاستعجال
intake-wrong-services = اختر خدمة واحدة على الأقل
intake-wrong-to = اختر الجهة التي تتولى الحالة
intake-wrong-ground = اختر الموافقة أو الأساس القانوني
intake-wrong-witness = اكتب اسم من حضر الموافقة الشفهية
intake-wrong-why = بيّن سبب اختيار جهة غير المقترحة
intake-wrong-why-barred = لا تتضمن الاتفاقية مع هذه الجهة هذا السبب. اختر غيره

# People on file beside the form
alike-title = ربما يكون معروفاً لدينا
alike-about = مقارنةً بـ { $name } من المرافقين (الصف { $n })
alike-lead = هؤلاء من حالات يمكنك فتحها. قارن ثم اختر، أو تابع النموذج.
alike-kin = أقارب محتملون
alike-go-on = إن لم تكن متأكداً فتابع: لا يُدمج شيء من تلقاء نفسه، ويمكن القرار لاحقاً.
alike-open = فتح الصفحة
alike-same = هو نفسه
alike-unlike = ليس هو
alike-is-kin = قريب له
alike-unsay = تغيير
alike-said = ما قلته عن أشخاص مسجلين
alike-said-same = هو نفسه
alike-said-unlike = ليس هو
alike-said-kin = قريب له
