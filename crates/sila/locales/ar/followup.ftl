# ما آلت إليه نتائج لقاء بعد نصف عام، ومن يقود كل محور.

followup-title = متابعة النتائج بعد نصف عام
followup-short = ما وُعد به في اللقاء، وما حدث، وما قيس.
followup-lead = كل قرار وتوصية وإجراء وفكرة ومبادرة خرجت من هذا اللقاء: ما وُعد به، وما حدث، وما قيس. تُقرأ كلها من المحضر ومن لوحات الأفكار ومما وقّعه الأطراف، ولا يُكتب منها شيء هنا.
followup-count = تحقق منها: { $n } من { $total }
followup-was-due = حان موعد المتابعة في { $day }
followup-before = موعد المتابعة في { $day }؛ وهذا ما تحقق حتى اليوم
followup-decided = قرار قائم، وليس في المحضر إجراء ينفّذه
followup-carried = الإجراءات المنفّذة له: { $n } من { $total }
followup-idea = فكرة
followup-initiative = مبادرة مشتركة
followup-became-initiative = أصبحت مبادرة مشتركة
followup-became-practice = أصبحت ممارسة في المكتبة
followup-became-campaign = أصبحت حملة
followup-became-training = أصبحت دورة
followup-became-risk = دخلت سجل المخاطر
followup-became-policy = عدّلت دليل السياسة
followup-proposed = مقترحة بانتظار توقيع الأطراف
followup-measure = { $name }: قبل { $before }، المستهدف { $target }، المتحقق { $actual }
followup-measure-alone = { $name }: قبل { $before }، المستهدف { $target }، المتحقق { $actual } (قول طرف واحد)
followup-what = النوع
followup-promised = ما وُعد به
followup-who = صاحبه
followup-due = الموعد
followup-happened = ما حدث
followup-measured = ما قيس
followup-not-measured = لم يُقس
followup-none = لا نتائج مسجّلة لهذا اللقاء
followup-none-text = تظهر هنا القرارات والإجراءات متى كُتبت في المحضر، والأفكار متى أُجيب عنها.
followup-asked = المتابعة
followup-kept = الحصيلة

theme-lead-open = الميسّر والمقرّر والخلاصة
theme-lead-title = من يقود محور { $theme }
reporter-lead = ميسّر المحور يدير النقاش، ومقرّره يكتب خلاصته.
reporter-who = من يقود المحور
reporter-facilitator = ميسّر المحور
reporter-reporter = مقرّر المحور
reporter-account = حساب المقرّر
reporter-account-hint = من له حساب هنا يكتب الخلاصة بنفسه، ولو لم يكن ممن يديرون اللقاءات.
reporter-no-account = بلا حساب
reporter-summary = خلاصة المحور
reporter-summary-ar = الخلاصة بالعربية
reporter-summary-en = الخلاصة بالإنجليزية
reporter-enters = تدخل الخلاصة في التقرير
reporter-enters-text = تظهر في صفحة المحاور، وفي تقرير اللقاء تحت محورها: في الصفحة وملف PDF والجدول.
fate-gone = لم يعد موجوداً في هذا الخادم
fate-attended = { $n ->
    [zero] لم يحضر أحد
    [one] حضر شخص واحد
    [two] حضر شخصان
    [few] حضر { $n } أشخاص
    [many] حضر { $n } شخصاً
   *[other] حضر { $n } شخص
    }
fate-guide-in-force = نافذة
fate-guide-approved = معتمدة، وتُنفَّذ لاحقاً
fate-guide-draft = قيد الكتابة
fate-need-open = لم يُلبَّ بعد
fate-need-met = لُبّي
fate-adopted = { $n ->
    [zero] في المكتبة، ولا تستخدمها جهة بعد
    [one] في المكتبة، وتستخدمها جهة واحدة
    [two] في المكتبة، وتستخدمها جهتان
    [few] في المكتبة، وتستخدمها { $n } جهات
    [many] في المكتبة، وتستخدمها { $n } جهة
   *[other] في المكتبة، وتستخدمها { $n } جهة
    }
harvest-clusters = أفكار جُمعت معاً
harvest-cluster = المجموعة
harvest-ideas = الأفكار
harvest-from = ممن
harvest-support = التأييد
harvest-people = { $n ->
    [zero] لا أحد
    [one] شخص واحد
    [two] شخصان مختلفان
    [few] { $n } أشخاص مختلفين
    [many] { $n } شخصاً مختلفاً
   *[other] { $n } شخص مختلف
    }
harvest-no-kinds = عدد كل فئة من الشركاء أقل من أن تُميَّز
harvest-withheld = محجوبة كي لا يُستنتج رأي فئة قليلة العدد
harvest-count = أفكار القاعة: { $n }، منها في مجموعات: { $grouped }
harvest-quotes = بكلماتهم وبموافقتهم
harvest-fates = ما صارت إليه الأفكار ومدى تقدّمه اليوم
harvest-became = ما صارت إليه
harvest-title = العنوان
harvest-whose = صاحب الفكرة
harvest-stands = مدى التقدّم
harvest-others = أفكار خارج المحاور الأربعة
