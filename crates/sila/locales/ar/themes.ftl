# المحاور الأربعة وسجل احتياجات المجتمع وتقرير اللقاء.

journal-theme = قيد في المحاور
journal-need = احتياج مجتمعي
themes-title = المحاور الأربعة
themes-lead = ما قيل في اللقاء، في المحاور الأربعة بترتيبها.
theme-strength = نقاط القوة
theme-challenge = التحديات والممارسات الحالية
theme-opportunity = الفرص المستقبلية
theme-threat = التهديدات والعوامل الخارجية
theme-lead-strength = ما يعزّز التعاون الفعّال بين الشركاء.
theme-lead-challenge = ما يُحسَّن لترتفع جودة التعاون، ومعه إجراء يُغلقه.
theme-lead-opportunity = ما يوسّع نطاق الشراكة ويلبّي احتياجاً مجتمعياً.
theme-lead-threat = ما يؤثر من الخارج في استدامة الشراكة واستمراريتها.
theme-more-strength = ما يدل عليه
theme-more-challenge = الإجراء
theme-more-opportunity = الاحتياج
theme-more-threat = التقدير والتخفيف
theme-nothing = لا شيء بعد
theme-add = إضافة
theme-said = ما قيل
theme-text-ar = النص بالعربية
theme-text-en = النص بالإنجليزية
theme-text-needed = اكتب النص، في 1200 حرف على الأكثر.
theme-said-by = قائله
theme-evidence = الشاهد
theme-evidence-ar = الشاهد بالعربية
theme-evidence-en = الشاهد بالإنجليزية
theme-initiative = المبادرة المشتركة
theme-action-ar = الإجراء بالعربية
theme-action-en = الإجراء بالإنجليزية
theme-owner = الجهة المسؤولة
theme-due = يُنجز في موعد أقصاه
theme-action-needed = اكتب الإجراء والجهة المسؤولة عنه وموعده.
theme-needs = الاحتياجات التي تلبّيها
theme-need-needed = اختر احتياجاً مجتمعياً واحداً على الأقل: فالفرصة بلا احتياج لا تُسجَّل.
theme-need-why = كل فرصة تسمّي احتياجاً من سجل احتياجات المجتمع. أضف الاحتياج أولاً إن لم يكن فيه.
theme-likelihood = الاحتمال
theme-impact = الأثر
theme-mark-1 = 1 ضئيل
theme-mark-2 = 2 قليل
theme-mark-3 = 3 متوسط
theme-mark-4 = 4 كبير
theme-mark-5 = 5 بالغ
theme-mark-needed = اختر درجة من 1 إلى 5.
theme-mitigation = التخفيف
theme-mitigation-ar = ما يُعمل للتخفيف، بالعربية
theme-mitigation-en = ما يُعمل للتخفيف، بالإنجليزية
theme-review = يُعاد تقديره في موعد أقصاه
theme-review-needed = اكتب يوم إعادة التقدير.
theme-review-on = يُعاد تقديره في { $day }
theme-review-late = فات موعد إعادة تقديره في { $day }
theme-rate-again = إعادة التقدير أو الإنهاء
theme-rate = حفظ التقدير الجديد
theme-is-over = زال التهديد
theme-over = زال
theme-exposure = { $likelihood } × { $impact } = { $n }
theme-close = إغلاق التحدي
theme-closed = أُغلق في { $day }
theme-closes-with = يُغلق بنتيجة إجراء منجز.
theme-day-review = تهديد خارجي فات موعد إعادة تقديره
theme-sustainability = الاستدامة أمام التهديدات: { $n } من 100
gravity-low = منخفض
gravity-medium = متوسط
gravity-high = مرتفع
need-new = إضافة احتياج
need-code = الرقم
need-text = الاحتياج
need-opportunities = الفرص
need-unmet = بلا فرصة
need-met = { $n ->
    [zero] بلا فرصة
    [one] فرصة واحدة
    [two] فرصتان
    [few] { $n } فرص
    [many] { $n } فرصة
   *[other] { $n } فرصة
}
needs-title = احتياجات المجتمع
needs-lead = ما يحتاج إليه الناس في المجتمع، وما يلبّيه من فرص التعاون.
needs-empty = لا احتياج في السجل بعد
needs-empty-text = أضف احتياجاً لتُربط به الفرص.
needs-unmet = { $n ->
    [zero] لكل احتياج فرصة
    [one] احتياج واحد بلا فرصة
    [two] احتياجان بلا فرصة
    [few] { $n } احتياجات بلا فرصة
    [many] { $n } احتياجاً بلا فرصة
   *[other] { $n } احتياج بلا فرصة
}
needs-unmet-text = اطرحها في محور الفرص المستقبلية في اللقاء القادم.
register-title = سجلا الإنجازات والتحديات
register-lead = ما دُوّن في الفترة من إنجازات وتحديات، وما تراجعه جلسات المراجعة.
register-achievements = الإنجازات
register-challenges = التحديات
register-sustainability = الاستدامة
register-sustainability-note = 100 يُطرح منها ثقل كل تهديد قائم، ونصفه إن خُفّف وقُدّر في موعده
register-show = عرض الفترة
register-nothing = لا شيء في هذه الفترة
register-nothing-text = يُدوَّن هنا ما يُضاف إلى محوري نقاط القوة والتحديات.
register-meeting = اللقاء
register-open = قائم
register-closed = أُغلق
meeting-report = تقرير اللقاء
report-lead = من حضر، وما قيل في المحاور الأربعة وعلى اللوحات، وما صارت إليه الأفكار ومدى تقدّمه، وما تقرر، وما أُنجز منه. ويُطبع على ورق A4.
report-csv = جدول CSV
report-counts = حضر { $people } مشاركاً من { $entities } جهة.
report-part = الباب
report-text-ar = بالعربية
report-text-en = بالإنجليزية
report-more = الشاهد أو التخفيف أو المسؤول
problem-theme-no_need = لا تُسجَّل فرصة بلا احتياج مجتمعي.
problem-theme-no_need-next = اختر احتياجاً واحداً على الأقل من سجل احتياجات المجتمع، أو أضفه إليه أولاً.
problem-theme-no_action = لا يُسجَّل تحدٍّ بلا إجراء.
problem-theme-no_action-next = اكتب الإجراء والجهة المسؤولة عنه وموعده.
problem-theme-unrated = لا يُسجَّل تهديد بلا تقدير.
problem-theme-unrated-next = اختر الاحتمال والأثر ويوم إعادة التقدير.
problem-theme-no_outcome = لا يُغلق التحدي قبل أن يُنجز إجراؤه وتُكتب نتيجته.
problem-theme-no_outcome-next = افتح المحضر واكتب نتيجة الإجراء، ثم أغلق التحدي.
problem-need-too_many = في السجل أكثر ما يتسع له من الاحتياجات.
problem-need-too_many-next = ادمج احتياجين متقاربين.
period-figures = مؤشرات الفترة، محسوبة من السجل
period-agreements = الاتفاقيات في الفترة
period-agreement = الاتفاقية
period-kept = التزامات أُوفي بها / استحقت
period-closed = مبادرات أُغلقت بأثر
period-index = مؤشر التفعيل
period-meetings = اللقاءات في الفترة
period-came = الحضور / الجهات
report-came = من حضر
