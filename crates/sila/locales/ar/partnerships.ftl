# الشراكات: الواقع والمسار والمؤشرات وبطاقة الأداء.

journal-focal = ضابط اتصال
menu-partnership-pages = الشراكات
partnerships-title = الشراكات
partnerships-lead = واقع كل شراكة وما هو آتٍ، وفاعليتها واستدامتها محسوبتان من وقائع موقّعة.
partnerships-empty = لا شراكة بعد
partnerships-empty-text = تظهر هنا كل جهة وقّع معها الطرفان اتفاقية.
partnership-one = الشراكة
partnership-look = ما يستوجب النظر
partnership-nothing-open = لا تنبيه
partnership-open = { $n ->
    [zero] لا تنبيه
    [one] تنبيه واحد
    [two] تنبيهان
    [few] { $n } تنبيهات
    [many] { $n } تنبيهاً
   *[other] { $n } تنبيه
}
partnership-lead = ما أُنجز حتى اليوم، وما هو آتٍ، وما تغيّر في حياة الناس.
partnership-open-page = صفحة الشراكة
partnership-facts = الواقع حتى اليوم
partnership-facts-lead = كما هو في { $day }. يُعَدّ كل رقم من سجله، وتحته كيف عُدّ.
partnership-figure = البيان
partnership-count = العدد
partnership-counted-from = السجل
partnership-few = أقل من { $n }
partnership-agreements = اتفاقيات سارية
partnership-note-agreements = ما وقّعه الطرفان وهو داخل مدته اليوم.
partnership-running = مبادرات قيد التنفيذ
partnership-note-running = ما وقّع الطرفان أنه بدأ ولم ينتهِ.
partnership-closed = مبادرات أُغلقت بأثر
partnership-note-closed = لا تُغلق مبادرة إلا بأثر ودليل يوقّعهما الطرفان.
partnership-kept = التزامات أُنجزت
partnership-note-kept = ما قبله الطرف الآخر، أو مضت مهلة الرد عليه، منذ نفاذ الملحق.
partnership-late = التزامات متأخرة
partnership-note-late = ما فات موعده أو أُخلّ به، لدى أي من الطرفين.
partnership-measured = مؤشرات أثر لها متحقق
partnership-note-measured = ما وقّع الطرفان رقماً له، وتجدون الأرقام في صفحة كل اتفاقية.
partnership-sent = إحالات أرسلناها
partnership-note-sent = كل ما عُرض على الجهة الأخرى في أرباع السنة المنقضية، ما عدا الحالات المقيّدة، مقرّباً إلى خمسات نزولاً. لا يُذكر عدد أقل من خمسة.
partnership-received = إحالات وصلتنا
partnership-note-received = كل ما عرضته الجهة الأخرى في أرباع السنة المنقضية، ما عدا الحالات المقيّدة، مقرّباً إلى خمسات نزولاً. لا يُذكر عدد أقل من خمسة.
partnership-agreement = الاتفاقية
partnership-until = حتى
partnership-indices = مؤشرا التفعيل والتوازن قائمان بذاتهما، ولا يدخلان في بطاقة الأداء.
partnership-ends = تنتهي اتفاقية خلال { $n ->
    [zero] أقل من يوم
    [one] يوم
    [two] يومين
    [few] { $n } أيام
    [many] { $n } يوماً
   *[other] { $n } يوم
}
partnership-ended = انتهت اتفاقية ولم يتبعها شيء
partnership-ends-text = مدة { $code } تنتهي في { $day }. يُنبَّه الطرفان قبل 90 ثم 60 ثم 30 يوماً، ما لم تُوقَّع اتفاقية تتبعها.
partnership-vacant-ours = لا ضابط اتصال لدينا
partnership-vacant-theirs = لا ضابط اتصال لدى الطرف الآخر
partnership-vacant-text = شغور ضابط الاتصال يخفض استدامة الشراكة حتى يُسمّى أحد.
ahead-title = المسار
ahead-lead = ما يحل موعده، وما تأخر: التزامات ومعالم ومؤشرات وتجديد ومراجعات.
ahead-nothing = لا موعد قادم
ahead-nothing-text = تأتي المواعيد مما وقّعه الطرفان.
ahead-obligation = التزام
ahead-milestone = مَعلم في مبادرة
ahead-indicator = مؤشر أثر
ahead-renewal = نهاية الاتفاقية
ahead-review = مراجعة
ahead-threat = تهديد خارجي يُعاد تقديره
card-title = بطاقة الأداء
card-lead = كل درجة من أجزائها، محسوبة من السجل ويمكن إعادة حسابها لأي يوم مضى. الصيغة
card-effectiveness = الفاعلية
card-effectiveness-note = ما تحقق مما اتُّفق عليه
card-sustainability = الاستدامة
card-sustainability-note = التجديد وضباط الاتصال والتهديدات
card-insufficient = بيانات غير كافية
card-targets = المستهدفات
card-milestones = المعالم في موعدها
card-kept = الوفاء بالالتزامات
card-renewal = مدة الاتفاقيات
card-cover = ضباط الاتصال
card-threats = التهديدات الخارجية
card-note-targets = ما قُطع من الطريق بين خط الأساس والمستهدف؛ ما انتهى بلا رقم يُحسب صفراً.
card-note-milestones = في موعدها كاملة، ومتأخرة نصف، وما فات بلا تأكيد لا شيء.
card-note-kept = ما حلّ في سنة وقبله الطرف الآخر، بأوزانه الموقّعة.
card-note-renewal = تنقص قبل النهاية بتسعين ثم ستين ثم ثلاثين يوماً ما لم تتبعها اتفاقية.
card-note-cover = ضابط الاتصال 35 لكل طرف، ومن ينوب عنه 15.
card-note-threats = مئة ناقص أوزان التهديدات المفتوحة في سجل المحاور.
card-facts = { $n ->
    [zero] بلا وقائع.
    [one] من واقعة واحدة.
    [two] من واقعتين.
    [few] من { $n } وقائع.
    [many] من { $n } واقعة.
   *[other] من { $n } واقعة.
}
focal-title = ضباط الاتصال
focal-lead = من يُرجع إليه لدى كل طرف. يُكتب الاسم والمكتب فقط، ويُحفظان مختومين.
focal-ours = ضابط الاتصال لدينا
focal-ours-deputy = من ينوب عنه لدينا
focal-theirs = ضابط الاتصال لدى الطرف الآخر
focal-theirs-deputy = من ينوب عنه لدى الطرف الآخر
focal-vacant = شاغر
focal-end = إنهاء التكليف اليوم
focal-for = لأي اتفاق
focal-for-all = الشراكة كلها
focal-of-agreement = للاتفاق
focal-name-somebody = تسمية ضابط اتصال
focal-side = لدى أي طرف؟
focal-post = الصفة
focal-point = ضابط اتصال
focal-deputy = ضابط اتصال بديل
focal-name = الاسم
focal-reach = المكتب أو الهاتف
focal-reach-hint = وسيلة في العمل، لا رقم شخصي.
focal-from = من يوم
focal-name-needed = اكتب اسماً ووسيلة لا تزيد على 120 حرفاً.
focal-day-needed = اكتب يوماً لا يتجاوز اليوم.
impact-title = مؤشرات الأثر
impact-lead = ما تغيّره الاتفاقية في حياة الناس: من أين وإلى أين وبأي موعد، يحدده الطرفان عند التوقيع.
impact-of = مؤشرات الأثر · { $code }
impact-open = فتح المؤشرات
impact-none = لم تُحدَّد مؤشرات أثر
impact-none-text = يحددها الطرفان عند التوقيع، ثم لا يُحسب رقم حتى يوقّعه الطرفان.
impact-set = تحديد المؤشرات
impact-more = إضافة مؤشرات
impact-n = المؤشر { $n }
impact-indicator = المؤشر ووحدته
impact-baseline = خط الأساس
impact-target = المستهدف
impact-actual = المتحقق
impact-due = الموعد
impact-source = مصدر الرقم
impact-who = من يقيسه؟
impact-way = ما قُطع
impact-no-figure = لا رقم موقّعاً بعد
impact-say = تسجيل رقم
impact-said = ما سُجّل
impact-needed = اكتب المؤشر ومصدره باللغتين، ورقمين مختلفين، وموعداً.
impact-proposed-by = مؤشرات تقترحها { $agency }
day-sign-indicators = مؤشرات أثر تنتظر توقيعنا
problem-indicator-unknown = لا مؤشر بهذا الرقم
problem-indicator-unknown-next = ارجع إلى صفحة مؤشرات الاتفاقية واختر منها.
problem-indicator-not_yours = يسجّل الرقم من اتُّفق أن يقيسه
problem-indicator-not_yours-next = الطرف الآخر هو من يقيس هذا المؤشر، ثم توقّعون على رقمه.
problem-indicators-malformed = المؤشرات غير مكتملة
problem-indicators-malformed-next = لكل مؤشر اسم ومصدر باللغتين، وخط أساس ومستهدف مختلفان، وموعد.

relation-plan-open = خطة العلاقة
relation-plan-title = الخطة المشتركة لإدارة العلاقة
relation-plan-caution = جُمعت مما وقّعه الطرفان
relation-plan-lead = ما وقّعه الطرفان عن شراكتهما في وثيقة واحدة، لم يُكتب فيها شيء من أجلها.
relation-plan-none = لا شيء بعد.
relation-plan-aims = ما يُراد
relation-plan-named = مسمّى
relation-plan-escalation = يبقى الخلاف 14 يوماً على الأكثر لدى ضابطي الاتصال، و14 لدى الرعاة، و30 لدى رئيسي الجهتين.
relation-plan-roles = من يقود ماذا
relation-plan-offices = الإدارات
relation-plan-owed = الالتزامات
relation-plan-what = الموضوع
relation-plan-who = من يلتزم
relation-plan-next = الاستحقاق القادم
relation-plan-done = العمل المشترك
relation-plan-gifts = المساهمات
relation-plan-measures = ما يُقاس
relation-plan-kept = السرية
relation-plan-settling = الخلافات
relation-plan-differences = الخلافات التي أُثيرت:
relation-plan-ending = المدة والإنهاء
relation-plan-notice = أيام الإخطار
relation-plan-left = قبل اكتمال الإنهاء يقول الطرفان ما بقي من كل مما يأتي ومن يتسلمه:
partnership-copy = نسخة من كل شيء
partnership-copy-text = كل نص لكل اتفاق وكل سجل وقّعه الطرفان، مع التواقيع، في ملف واحد لا يحتاج إلى برنامجنا. ويُسجَّل أخذ النسخة.
partnership-copy-take = أخذ نسخة
problem-partnership-copy = تعذّرت كتابة النسخة
problem-partnership-copy-next = أبلغ مدير النظام بالرقم أدناه.

relation-time-title = الخط الزمني
relation-time-lead = ما لدى الطرفين من هذه الشراكة، الأحدث أولًا. يفتح كل سطر صفحة ما يذكره. تُعدّ الإحالات لأرباع السنة المنتهية، مقرّبة إلى الأدنى من مضاعفات الخمسة، ولا يُذكر ما دون الخمسة.
relation-time-all = الخط كاملًا
relation-time-none = لا شيء بعد
relation-time-none-text = يظهر هنا ما يوقّعه الطرفان وما ينجزانه معًا.
relation-time-agreement = اتفاقية وقّعها الطرفان
relation-time-agreement-over = انتهت الاتفاقية
relation-time-annex = ملحق وقّعه الطرفان
relation-time-indicators = مؤشرات أثر وقّعها الطرفان
relation-time-year = خطة عمل سنوية وقّعها الطرفان
relation-time-initiative = مبادرة مشتركة متفق عليها
relation-time-deed = مبادرة مشتركة
relation-time-obligation = التزام
relation-time-under = بموجب الاتفاقية
relation-time-difference = خلاف أُثير
relation-time-meeting = لقاء له محضر
relation-time-ideas = غرفة أفكار مشتركة
relation-time-proposal = مقترح
relation-time-course = دورة مفتوحة للشريك
relation-time-exchange = تبادل أو زيارة
relation-time-campaign = حملة مشتركة
relation-time-evaluation = تقييم أغلقه الطرفان
relation-time-sent = إحالات أرسلناها
relation-time-received = إحالات استقبلناها
relation-time-count = { $n } في الربع { $nth } / { $year }

relation-plan-page-lead = ما وقّعه الطرفان عن طريقة عملهما معًا، يجمعه الخادم من السجلات. لا يُكتب فيه شيء، ومن يوقّع يوقّع هذه الأسطر بعينها.
relation-plan-paper = بصيغة مستند
relation-plan-none-signed = لم تُوقَّع نسخة بعد
relation-plan-unsigned = أدناه ما تقوله السجلات الآن. اقترحه على الجهة الأخرى ليوقّع الطرفان الأسطر نفسها.
relation-plan-no-node = تُوقَّع النسخة بين خادمين بينهما ربط مفتوح. أدناه ما تقوله السجلات الآن.
relation-plan-proposed = النسخة { $n }، اقترحتها { $agency }
relation-plan-changes = ما تغيّره في النسخة التي وقّعها الطرفان:
relation-plan-equal = سجلاتنا تقول الشيء نفسه
relation-plan-equal-text = كل سطر هو ما يجمعه هذا الخادم أيضًا.
relation-plan-differs = سجلاتنا تقول غير ذلك
relation-plan-differs-text = الأسطر أدناه هي التي يختلف فيها المقترح عمّا يجمعه هذا الخادم. لا توقّع إلا إذا كان ما جرى بعدها يفسّر ذلك.
relation-plan-sign-text = يُلزم توقيعك الجهة بهذه الأسطر بعينها، ويتم بمفتاح المؤسسة.
relation-plan-since = ما تغيّر منذ التوقيع
relation-plan-since-none = لم يتغيّر شيء منذ وقّع الطرفان.
relation-plan-since-text = مقارنةً بالسجلات كما هي الآن، جزءًا جزءًا.
relation-plan-came = جديد
relation-plan-changed = تغيّر
relation-plan-gone = زال
relation-plan-before = قبلُ
relation-plan-whole = الخطة
relation-plan-signed = وقّعها الطرفان
relation-plan-signed-text = النسخة { $n }، وقّعها الطرفان في { $day }. وبصمتها واحدة لدى الطرفين:
relation-plan-propose = وقّع واقترح
relation-plan-propose-text = يجمع الخادم الخطة من السجلات كما هي الآن، ويوقّعها عن الجهة ويرسلها. وتسري حين توقّعها الجهة الأخرى أيضًا.
relation-plan-too-long = الخطة أطول مما يمكن توقيعه بمقدار { $n } كيلوبايت
relation-plan-too-long-text = تتسع النسخة الموقّعة لـ { $max } كيلوبايت. لم يُوقَّع شيء ولم يُرسَل، ولم يضع شيء. اختصر في السجلات ما تأخذه منها هذه الأجزاء، الأطول أولًا، ثم تُجمع الخطة هنا من جديد:
relation-plan-part-size = { $kb } كيلوبايت في { $n ->
    [zero] صفر من الأسطر
    [one] سطر واحد
    [two] سطرين
    [few] { $n } أسطر
    [many] { $n } سطرًا
   *[other] { $n } سطر
}
relation-plan-waits = خطة علاقة تنتظر توقيعنا
relation-mark-lead = بقيادة
relation-mark-weight = الوزن
relation-mark-gifts = المساهمات
relation-mark-baseline = خط الأساس
relation-mark-target = المستهدف
relation-mark-actual = المتحقق
relation-mark-until = حتى
relation-mark-notice = أيام الإشعار
relation-mark-post-focal = ضابط الاتصال
relation-mark-post-deputy = من ينوب عنه
relation-mark-held-named = مسمّى
relation-mark-held-vacant = شاغر
relation-mark-rest-yes = متوقف
relation-mark-rest-no = قائم
relation-mark-ended-open = قائم
relation-mark-ended-settled = سُوّي
relation-mark-ended-withdrawn = سُحب
problem-relation-unchanged = وقّع الطرفان هذا بعينه
problem-relation-unchanged-next = تقول السجلات ما تقوله النسخة الموقّعة، فلا جديد يُوقَّع.
problem-relation-too_long = الخطة أطول مما يمكن توقيعه بمقدار { $over } كيلوبايت
problem-relation-too_long-next = لم يُوقَّع شيء ولم يُرسَل، ولم يضع شيء. وتبيّن صفحة الخطة أيّ أجزائها يُختصر.

risks-title = المخاطر المشتركة
risks-lead = ما يهدد الشراكة ويتولاه الطرفان: مسؤول في كل جهة، ويوم يُعاد فيه النظر.
risks-open = افتح المخاطر المشتركة
risks-none = لا مخاطر مشتركة
risks-none-text = يمكن مشاركة الجهة الأخرى تهديدًا سُجّل تحت محاور لقاء.
risk-one = مخاطرة مشتركة
risk-lead = يوقّع الطرفان ما هي وكيف تُقدَّر ومتى يُعاد النظر فيها، وتسمّي كل جهة مسؤولها.
risk-rated = التقدير
risk-review = يُعاد النظر فيها في
risk-share = شارك مخاطرة
risk-share-text = تُرسل نصوص تهديد قائم ودرجتاه إلى الجهة الأخرى مع مسؤولنا. وتسري حين توقّعها الجهة الأخرى وتسمّي مسؤولها.
risk-share-none = لا تهديد قائم لم يُشارَك بعد.
risk-entry-needed = اختر تهديدًا من السجل.
risk-owner-ours = المسؤول لدينا
risk-owners = المسؤولون
risk-owner-theirs = تذكر الجهة الأخرى هنا من يتولاها لدينا. لا توقّع إلا إذا صحّ ذلك.
risk-unowned = لم يُسمَّ أحد بعد
risk-name-owner = سمِّ مسؤولنا
risk-no-node = المشاركة بين خادمين فقط
risk-no-node-text = ليس لدى الجهة الأخرى خادم بربط مفتوح. ومخاطرها في ملف الشريك.
risk-said-by = من { $agency }، بانتظار التوقيع
risk-said-over = تقول إن المخاطرة انتهت.
risk-sign-text = وقّع ما كُتب هنا، وإن لم يكن لنا مسؤول بعدُ فسمِّه معه.
risk-again-text = درجتان جديدتان واليوم التالي، أو أنها انتهت. وتوقّع الجهة الأخرى أيضًا.
risk-day-needed = اذكر يومًا قادمًا.
risk-waits = تنتظرنا
risk-day-waits = مخاطرة مشتركة تنتظر توقيعنا
risk-day-review = مخاطرة مشتركة حان النظر فيها
relation-plan-risks = المخاطر المشتركة
relation-mark-likelihood = الاحتمال
relation-mark-impact = الأثر
relation-mark-review = يُعاد النظر فيها في
problem-risk-not_open = لا تهديد كهذا يُشارَك
problem-risk-not_open-next = أُغلق أو شورك من قبل. اختر تهديدًا قائمًا.
problem-risk-too_many = المخاطر المشتركة كثيرة
problem-risk-too_many-next = أغلق ما انتهى قبل أن تشارك غيره.
problem-risk-no_owner = سمِّ مسؤولنا
problem-risk-no_owner-next = من يوقّع مخاطرة مشتركة يسمّي من يتولاها هنا.
