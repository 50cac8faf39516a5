# التدريب: الدورات والتسجيل والحضور.

menu-training = التدريب
training-title = التدريب
training-lead = دورات هذه الجهة وورشها ومؤتمراتها، وما يفتحه لنا الشركاء منها.
training-new = إضافة دورة
training-new-lead = اذكر ما يُتعلّم ومتى وأين، وكم مقعداً يُحجز لكل شريك.
training-course = الدورة
training-courses = الدورات
training-course-title = العنوان
training-course-about = ما يُتعلّم ومن ينبغي أن يحضر
training-course-state-open = التسجيل مفتوح
training-course-state-closed = التسجيل مغلق
training-course-state-completed = مكتملة
training-course-state-cancelled = ملغاة
training-kind = النوع
training-kind-course = دورة تدريبية
training-kind-workshop = ورشة عمل
training-kind-conference = مؤتمر
training-host = الجهة المستضيفة
training-about = عن الدورة
training-when = الزمان والمكان
training-day = اليوم
training-time = من الساعة
training-time-hint = مثل 09:30
training-hours = الساعات
training-hours-hint = ما تُحتسب به الدورة في سنة التعلّم
training-place = المكان
training-materials = المواد
training-seats = المقاعد
training-seats-title = المقاعد
training-seats-for = محجوز لجهة { $agency }
training-seats-for-hint = اتركه فارغاً إن لم تكن الدورة مفتوحة لهذا الشريك.
training-seats-agreed = { $n ->
    [zero] مفتوحة لهم بلا مقاعد، كما في البند { $clause } من { $code }
    [one] مفتوحة لهم بمقعد واحد، كما في البند { $clause } من { $code }
    [two] مفتوحة لهم بمقعدين، كما في البند { $clause } من { $code }
    [few] مفتوحة لهم بعدد { $n } مقاعد، كما في البند { $clause } من { $code }
    [many] مفتوحة لهم بعدد { $n } مقعداً، كما في البند { $clause } من { $code }
   *[other] مفتوحة لهم بعدد { $n } مقعد، كما في البند { $clause } من { $code }
 }
training-seats-taken = شُغل { $taken } من { $of }
training-no-partner = لا توجد اتفاقية سارية تتيح دعوة شريك.
training-waits = { $n ->
    [0] لا أحد ينتظر
    [zero] لا أحد ينتظر
    [one] ينتظر واحد
    [two] ينتظر اثنان
    [few] ينتظر { $n }
    [many] ينتظر { $n }
   *[other] ينتظر { $n }
 }
training-announce = إعلان الدورة
training-nobody-in-it = لا أحد فيها
training-nobody-in-it-text = يُفحص النص بحثاً عن الأسماء والأرقام والعناوين قبل أن يقرأه غيرك.
training-how-seats = لكل طرف مقاعده
training-how-seats-text = ما يُحجز لشريك يبقى له، ومن جاء بعد آخر مقعد ينتظر ويتقدّم حين يتنازل أحد عن مقعده. ويوقّع نظام الشريك على المقاعد.
training-empty = لا دورات بعد
training-empty-text = ما تعلنه هذه الجهة وشركاؤها يظهر هنا.
training-mine = دوراتي
training-mine-empty = لم تطلب دورة بعد.
training-least = ما تعرفه الجهة المستضيفة عنك
training-least-text = الاسم الذي تودّ قراءته على الشهادة، وعلامة لا تدلّ عليك إلا لدى جهتك. ولا شيء غير ذلك.
training-state = الحالة
training-enrolment-requested = مطلوب
training-enrolment-approved = معتمد من جهته
training-enrolment-booked = محجوز
training-enrolment-waitlisted = قائمة الانتظار
training-enrolment-declined = مرفوض
training-enrolment-fully-attended = حضور كامل
training-enrolment-partially-attended = حضور جزئي
training-enrolment-no-show = لم يحضر
training-enrolment-user-cancelled = ألغاه صاحبه
training-enrolment-session-cancelled = أُلغيت الدورة
training-enrolment-certified = حاصل على شهادة
training-enrolment-revoked = سُحبت الشهادة
training-next-requested = يقرّر أحد المخوّلين في جهتك الموافقة على حضورك.
training-next-approved = وافقت جهتك، ويصل ردّ الجهة المستضيفة تلقائياً.
training-next-booked = مقعدك محجوز. إن تعذّر حضورك فتنازل عنه ليتقدّم غيرك.
training-next-waitlisted = شُغلت مقاعد جهتك كلها، وتتقدّم حين يتنازل أحد عن مقعده.
training-next-declined = رُفض الطلب من جهتك أو من الجهة المستضيفة.
training-next-fully-attended = حضرت كاملة وتُحتسب ساعاتها، وتتبعها الشهادة.
training-next-partially-attended = حضرت جزءاً منها، ولا شهادة لذلك.
training-next-no-show = كان لك مقعد ولم تحضر.
training-next-user-cancelled = تنازلت عنه.
training-next-session-cancelled = لن تعقد الجهة المستضيفة الدورة.
training-next-certified = لديك شهادة.
training-next-revoked = سحبت الجهة المستضيفة الشهادة.
training-own = تسجيلي
training-not-open-now = لا تقبل هذه الدورة التسجيل الآن.
training-name = اسمك على الشهادة
training-name-hint = كما تودّ قراءته
training-name-needed = اكتب اسمك كما تودّ قراءته على الشهادة
training-ask = طلب مقعد
training-cancel = التنازل عنه
training-to-approve = زملاء يودّون الحضور
training-who = الاسم
training-of = الجهة
training-your-word = قرارك
training-approve = موافقة
training-decline = رفض
training-day-wishes = { $n ->
    [0] لا أحد يودّ حضور دورة
    [zero] لا أحد يودّ حضور دورة
    [one] زميل يودّ حضور دورة
    [two] زميلان يودّان حضور دورات
    [few] { $n } زملاء يودّون حضور دورات
    [many] { $n } زميلاً يودّون حضور دورات
   *[other] { $n } زميل يودّون حضور دورات
 }
training-list = المتدربون
training-nobody = لم يطلب أحد بعد
training-nobody-text = تظهر الطلبات هنا بعد أن تعتمدها جهات المتدربين.
training-attendance = الحضور
training-attendance-save = حفظ الحضور
training-came = حضور { $name }
training-moves = مسار الدورة
training-move-open = فتح التسجيل ثانية
training-move-closed = إغلاق التسجيل
training-move-completed = عُقدت الدورة
training-move-cancelled = إلغاء الدورة
training-words-needed = اكتب هذا باللغتين
training-kind-needed = اختر النوع
training-past = اختر يوماً وساعة لم يحينا
training-hours-wrong = الساعات من 1 إلى 200
training-seats-wrong = المقاعد من 1 إلى 1000
training-seats-few = ما حُجز للشركاء أكثر من المقاعد
journal-training = دورة
problem-training-not_open = لا تقبل هذه الدورة التسجيل
problem-training-not_open-next = اطّلع على الدورات الأخرى.
problem-training-asked = سبق أن طلبت هذه الدورة
problem-training-asked-next = في صفحتها حالة تسجيلك.
problem-training-not_for_us = لا مقعد محجوزاً لجهتك في هذه الدورة
problem-training-not_for_us-next = يمكن لمسؤول الشراكات أن يطلب مقعداً من الجهة المستضيفة.
problem-training-own_wish = لا يعتمد أحد طلب نفسه
problem-training-own_wish-next = يقرّر فيه غيرك من جهتك.
problem-training-crossed = تغيّر هذا في الأثناء
problem-training-crossed-next = افتح الدورة ثانية لترى حالتها الآن.
problem-training-not_begun = لم تبدأ الدورة بعد
problem-training-not_begun-next = يُسجّل الحضور من يومها فصاعداً.
problem-training-unfit = لا يمكن إضافة الدورة هكذا
problem-training-unfit-next = راجع نصها وساعاتها ومقاعدها.
certificate-title = شهادة حضور
certificate-says = تشهد الجهة بأن
certificate-attended = أتمّ حضور
certificate-number = الرقم
certificate-given = صدرت في
certificate-square = في المربع الشهادة موقّعة من غير الاسم. وكل جهاز فيه ملف مفاتيح الجهة المصدرة يتحقق منها بلا شبكة.
certificate-how = طباعتها
certificate-how-text = اطبع هذه الصفحة على ورق A4. ولا يرد الاسم إلا على الورقة.
certificate-text = نص الشهادة
certificate-text-hint = يبدأ بالرمز SILA-CERT-1 وتقرؤه الكاميرا من المربع.
certificate-give = إصدار الشهادات
certificate-give-text = ينالها كل من أتمّ الحضور، موقّعة من هذه الجهة.
certificate-revoke = سحبها
certificate-check-title = هل الشهادة صحيحة؟
certificate-check-lead = اقرأ المربع بأي كاميرا وألصق النص هنا. ولا يُحفظ منه شيء.
certificate-check = تحقّق
certificate-name = الاسم
certificate-name-hint = كما هو على الورقة، أو اتركه فارغاً للتحقق من الشهادة وحدها.
certificate-name-not-asked = لم يُتحقق منه
certificate-name-right = هو الاسم الذي وُقّعت له
certificate-name-wrong = لم تُوقّع الشهادة لهذا الاسم
certificate-holds = الشهادة صحيحة
certificate-holds-text = وقّعتها الجهة المصدرة ولم يتغيّر منها حرف.
certificate-fails = هذا لا يصحّ
certificate-fails-text = تغيّر منها حرف أو نقص، أو صدرت من جهة لا تُعرف مفاتيحها هنا.
certificate-revoked = سُحبت
certificate-revoked-text = وقّعتها الجهة المصدرة ثم سحبتها.
certificate-keys = ملف المفاتيح
certificate-revoked-list = قائمة ما سُحب
competence-title = سجل تعلّمي
competence-lead = الساعات في السنة والدورات والشهادات.
competence-export = حفظه ملفاً يُتحقق منه
competence-export-text = الملف موقّع من هذه الجهة وفيه شهادات الجهات المستضيفة، ويُتحقق منه بالأمر ‎“sila verify” بلا شبكة.
competence-empty = لا شيء بعد
competence-empty-text = ما أتممت حضوره يظهر هنا.
competence-team = تعلّم الفريق
competence-team-lead = من حضر ماذا. ولا يُعرض على أحد جواب أحد.
competence-hours-of = الساعات في { $year }
competence-certificates = الشهادات
competence-answers = الإجابات مجتمعة
competence-question-good = ما جودة الدورة؟ من 1 إلى 5
competence-question-used = هل تستعمل ما تعلّمت؟ من 1 إلى 5
competence-answered = { $n ->
    [0] لا إجابة
    [zero] لا إجابة
    [one] إجابة واحدة
    [two] إجابتان
    [few] { $n } إجابات
    [many] { $n } إجابة
   *[other] { $n } إجابة
 }
competence-too-few = تظهر بعد أن يجيب خمسة.
competence-private = الإجابات خاصة
competence-private-text = لا يرى الجواب إلا صاحبه، ويرى غيره متوسط خمسة على الأقل.
problem-training-not_held = لم تُعقد الدورة بعد
problem-training-not_held-next = سجّل أنها عُقدت ثم أصدر الشهادات.
problem-training-too_early = يأتي هذا السؤال بعد ستين يوماً من الدورة
problem-training-too_early-next = أجب عنه حينها.

# الاختبار القصير قبل الدورة وبعدها، وباب القاعة.
quiz-title = الاختبار القصير
quiz-how = في كل لغة: السؤال في سطر، ثم كل جواب في سطر، ونجمة * قبل الجواب الصحيح، وسطر فارغ بين سؤال وآخر. الأسئلة نفسها تُسأل قبل الدورة وبعدها.
quiz-text-ar = الأسئلة بالعربية
quiz-text-en = الأسئلة بالإنجليزية
quiz-wrong = الأسئلة نفسها بالترتيب نفسه في اللغتين، ولكل سؤال جوابان إلى خمسة، وواحد منها بنجمة
quiz-lead-before = قبل الدورة: أجب بما تعرفه الآن.
quiz-lead-after = بعد الدورة: الأسئلة نفسها.
quiz-private = لا تُحفظ إجاباتك، بل عدد الصحيح منها، ولا يراه غيرك. ويرى الآخرون ما كسبه خمسة أو أكثر معاً.
quiz-choose = اختر جواباً
quiz-done = انتهيت
quiz-before = قبل الدورة: { $n } صحيحة من { $of }
quiz-after = بعد الدورة: { $n } صحيحة من { $of }
quiz-gain = ما كسبه زملاؤنا من الدورة
quiz-gained = من { $before } في المئة صحيحة قبلها إلى { $after } في المئة بعدها، من { $n } متدربين معاً.
problem-training-no_quiz = لا اختبار مطلوباً منك الآن
problem-training-no_quiz-next = يُجاب عنه مرة قبل الدورة لمن له مقعد، ومرة بعدها لمن حضر.
training-badge = رمز المقعد
training-badge-hint = اثنا عشر حرفاً ورقماً، تظهر في صفحة الدورة لدى جهتك
training-badge-unknown = لا مقعد بهذا الرمز في هذه الدورة
training-not-today = لا تُعقد الدورة اليوم
training-here-next = سُجّل حضورك. لا حاجة إلى شيء آخر.
training-door = شاشة الحضور
training-door-text = يُفتح على شاشة في القاعة رمزٌ يتغير كل خمس عشرة ثانية، ويسجّل به المتدرب حضوره من هاتفه برمز مقعده.
training-door-count = الحاضرون: { $n }
training-day-seats = { $n ->
    [zero] لا مقاعد محجوزة لنا
    [one] دورة لدى شريك قريبة، ومقاعد محجوزة لنا فيها لم يطلبها أحد
    [two] دورتان لدى الشركاء قريبتان، ومقاعد محجوزة لنا فيهما لم يطلبها أحد
    [few] { $n } دورات لدى الشركاء قريبة، ومقاعد محجوزة لنا فيها لم يطلبها أحد
    [many] { $n } دورة لدى الشركاء قريبة، ومقاعد محجوزة لنا فيها لم يطلبها أحد
   *[other] { $n } دورة لدى الشركاء قريبة، ومقاعد محجوزة لنا فيها لم يطلبها أحد
 }

# ما يحتاج الناس إلى تعلمه، وبرنامج المؤتمر.
training-needs-title = الاحتياجات التدريبية
training-needs-lead = ما يحتاج زملاؤنا إلى تعلمه، وأين لوحظ، وما يُعرض له هنا ولدى الشركاء.
training-needs-empty = لا احتياج مكتوباً
training-needs-empty-text = يُكتب الاحتياج حين يظهر في تقييم أو فكرة أو حادثة.
need-what = ما ينبغي أن يُتقن
training-need-new = كتابة احتياج
need-source = أين لوحظ
need-source-evaluation = في تقييم
need-source-idea = في فكرة
need-source-incident = في حادثة
need-source-staff = قاله الزملاء
need-choose = اختر
need-offers = ما يُعرض له
need-no-offer = لا دورة مفتوحة له بعد
training-need-met = تحقق
programme-title = برنامج المؤتمر
programme-empty = لا برنامج بعد
programme-empty-text = يظهر هنا كل ملخص أُعطي قاعة ووقتاً.
programme-mine = ملخصاتي
programme-sent = ينتظر الرد
programme-placed = في البرنامج
programme-declined = لم يجد مكاناً
programme-send = إرسال ملخص
programme-send-act = أرسل الملخص
programme-about = الملخص
programme-speaker = المتحدث، كما يود أن يُذكر
programme-speaker-needed = اكتب اسم المتحدث
programme-words-needed = اكتب ذلك باللغتين، في { $n } حرف على الأكثر
programme-room = القاعة
programme-minutes = الدقائق
programme-place = أعطه مكاناً
problem-programme-taken = لا يصلح هذا المكان
problem-programme-taken-next = القاعة مشغولة في هذا الوقت، أو الوقت خارج أيام المؤتمر، أو ينقص القاعةَ اسمٌ باللغتين.
