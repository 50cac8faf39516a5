# الإدارة بنظرة واحدة، وما تُضيَّق به قوائم الحالات
menu-department = الإدارة
department-title = الإدارة بنظرة واحدة
department-lead = الحالات المفتوحة ومن يعمل عليها والمهل المنقضية والإحالات. كل رقم يفتح قائمته.
department-lead-team = حالاتك وحالات فرقك. كل رقم يفتح قائمته.
department-open = بنظرة واحدة
department-few = الأعداد الصغيرة محجوبة
department-few-text = أنت لا تقرأ هذه الحالات، فلا يظهر عدد يشير إلى شخص بعينه، لا بنفسه ولا بالطرح.
department-by = الحالات المفتوحة بحسب { $what }
department-cases = الحالات
department-workload = من لديه كم
department-open-cases = مفتوحة
department-month = خلال شهر
department-emergencies = طارئة
department-late = متأخرة
department-clocks = المهل القانونية المنقضية
department-clock = المهلة
department-referrals = الإحالات المفتوحة
department-direction = الاتجاه
department-away = من لم يوجد لهم مكان
department-away-days = { $n ->
    [zero] اليوم
    [one] مرة خلال اليوم الأخير
    [two] مرات خلال اليومين الأخيرين
    [few] مرات خلال آخر { $n } أيام
    [many] مرات خلال آخر { $n } يوماً
   *[other] مرات خلال آخر { $n } يوم
}
case-age = مدة الفتح
case-age-new = حتى شهر
case-age-months = من شهر إلى ثلاثة
case-age-half = من ثلاثة أشهر إلى ستة
case-age-long = أكثر من ستة أشهر
case-level = درجة الخطورة المقيَّمة
case-level-none = لم تُقيَّم بعد
case-stage = المرحلة
case-stage-none = لا مرحلة بعد
cases-of-one = حالات زميل واحد فقط.
cases-late = الحالات التي تأخّر فيها شيء من الخطة فقط.
cases-whole = اعرض الكل
department-counted = ما يُعدّ
department-which = أيّها
department-not-drawn = الأعداد الصغيرة غير مرسومة؛ الجدول يقول أيّها.
