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

timeline-title = الخط الزمني
timeline-lead = ما لدى الجهتين من هذه الشراكة، الأحدث أولًا. يفتح كل سطر صفحة ما يذكره. تُعدّ الإحالات لأرباع السنة المنتهية، مقرّبة إلى الأدنى من مضاعفات الخمسة، ولا يُذكر ما دون الخمسة.
timeline-all = الخط كاملًا
timeline-none = لا شيء بعد
timeline-none-text = يظهر هنا ما توقّعه الجهتان وما تنجزانه معًا.
timeline-agreement = اتفاقية وقّعتها الجهتان
timeline-agreement-over = انتهت الاتفاقية
timeline-annex = ملحق وقّعته الجهتان
timeline-indicators = مؤشرات أثر وقّعتها الجهتان
timeline-year = خطة عمل سنوية وقّعتها الجهتان
timeline-initiative = مبادرة مشتركة متفق عليها
timeline-deed = مبادرة مشتركة
timeline-obligation = التزام
timeline-under = بموجب الاتفاقية
timeline-difference = خلاف أُثير
timeline-meeting = لقاء له محضر
timeline-ideas = غرفة أفكار مشتركة
timeline-proposal = مقترح
timeline-course = دورة مفتوحة للشريك
timeline-exchange = تبادل أو زيارة
timeline-campaign = حملة مشتركة
timeline-evaluation = تقييم أغلقته الجهتان
timeline-sent = إحالات أرسلناها
timeline-received = إحالات استقبلناها
timeline-count = { $n } في الربع { $nth } / { $year }

relation-plan-page-lead = ما وقّعته الجهتان عن طريقة عملهما معًا، يجمعه الخادم من السجلات. لا يُكتب فيه شيء، ومن يوقّع يوقّع هذه الأسطر بعينها.
relation-plan-paper = بصيغة مستند
relation-plan-none-signed = لم تُوقَّع نسخة بعد
relation-plan-unsigned = أدناه ما تقوله السجلات الآن. اقترحه على الجهة الأخرى لتوقّع الجهتان الأسطر نفسها.
relation-plan-no-node = تُوقَّع النسخة بين خادمين بينهما رابط مفتوح. أدناه ما تقوله السجلات الآن.
relation-plan-proposed = النسخة { $n }، اقترحتها { $agency }
relation-plan-changes = ما تغيّره في النسخة التي وقّعتها الجهتان:
relation-plan-equal = سجلاتنا تقول الشيء نفسه
relation-plan-equal-text = كل سطر هو ما يجمعه هذا الخادم أيضًا.
relation-plan-differs = سجلاتنا تقول غير ذلك
relation-plan-differs-text = الأسطر أدناه هي التي يختلف فيها المقترح عمّا يجمعه هذا الخادم. لا توقّع إلا إذا كان ما جرى بعدها يفسّر ذلك.
relation-plan-sign-text = يُلزم توقيعك الجهة بهذه الأسطر بعينها، ويتم بمفتاح المؤسسة.
relation-plan-since = ما تغيّر منذ التوقيع
relation-plan-since-none = لم يتغيّر شيء منذ وقّعت الجهتان.
relation-plan-since-text = مقارنةً بالسجلات كما هي الآن، جزءًا جزءًا.
relation-plan-came = جديد
relation-plan-changed = تغيّر
relation-plan-gone = زال
relation-plan-before = قبلُ
relation-plan-whole = الخطة
relation-plan-signed = وقّعتها الجهتان
relation-plan-signed-text = النسخة { $n }، وقّعتها الجهتان في { $day }. وبصمتها واحدة لدى الجهتين:
relation-plan-propose = وقّع واقترح
relation-plan-propose-text = يجمع الخادم الخطة من السجلات كما هي الآن، ويوقّعها عن الجهة ويرسلها. وتسري حين توقّعها الجهة الأخرى أيضًا.
relation-plan-waits = خطة علاقة تنتظر توقيعنا
relation-mark-lead = بقيادة
relation-mark-weight = الوزن
relation-mark-gifts = المساهمات
relation-mark-baseline = خط الأساس
relation-mark-target = المستهدف
relation-mark-actual = المتحقق
relation-mark-until = حتى
relation-mark-notice = أيام الإشعار
relation-mark-post-focal = نقطة الاتصال
relation-mark-post-deputy = النائب
relation-mark-held-named = مسمّى
relation-mark-held-vacant = شاغر
relation-mark-rest-yes = متوقف
relation-mark-rest-no = قائم
relation-mark-ended-open = قائم
relation-mark-ended-settled = سُوّي
relation-mark-ended-withdrawn = سُحب
problem-relation-unchanged = وقّعت الجهتان هذا بعينه
problem-relation-unchanged-next = تقول السجلات ما تقوله النسخة الموقّعة، فلا جديد يُوقَّع.
