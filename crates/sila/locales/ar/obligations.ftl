# الالتزامات.

obligations-title = الالتزامات
obligations-lead = ما يلتزم به كل طرف بموجب ما وُقّع، وأين وصل. لا يُنجز التزام إلا بقبول الطرف الآخر.
obligations-ours = ما علينا
obligations-theirs = ما لنا
obligations-past = ما انتهى
obligations-empty = لا شيء هنا
obligations-empty-text = تأتي الالتزامات من ملحق التفعيل الذي يوقّعه الطرفان.
obligation-one = التزام
obligation-who = الطرف الملتزم
obligation-to = إلى
obligation-due = موعده
obligation-words = النص الحرفي
obligation-clause = تنفيذاً للبند
obligation-proof = ما يثبت إنجازه
obligation-silent = لم يُقل شيء بعد
obligation-silent-text = يظهر هنا ما يقدّمه الطرف الملتزم وما يرد به الطرف الآخر.
obligation-answer-by = ينتظر رد الطرف الآخر
obligation-trace = كيف حُسب الموعد
obligation-trace-text = يحسب الخادمان الموعد نفسه على تقويم عمل الطرف الملتزم.
obligation-facts = الالتزام
obligation-obligor = الطرف الملتزم
obligation-obligee = الطرف المستفيد من الالتزام
obligation-rule = قاعدة الاستحقاق
obligation-lead = مهلة التنبيه بالأيام
obligation-lead-days = { $n ->
    [zero] بلا مهلة
    [one] يوم واحد قبله
    [two] يومان قبله
    [few] { $n } أيام قبله
    [many] { $n } يوماً قبله
   *[other] { $n } يوم قبله
}
obligation-fulfil = أنجزناه
obligation-waive = لا حاجة إليه
obligation-breach = أُخلّ به
obligation-cure = عولج الإخلال
obligation-standing-scheduled = مجدول
obligation-standing-open = مستحق
obligation-standing-overdue = متأخر
obligation-standing-submitted = مُقدَّم
obligation-standing-returned = معاد للاستكمال
obligation-standing-breached = مُخَلّ به
obligation-standing-accepted = مقبول
obligation-standing-by-default = مقبول حُكماً
obligation-standing-waived = معفى منه
trace-said = قال الملحق: { $day }
trace-from-signed = من يوم التوقيع، { $day }
trace-from-effective = من يوم النفاذ، { $day }
trace-from-expiry = من يوم الانتهاء، { $day }
trace-days = { $n ->
    [zero] في اليوم نفسه: { $day }
    [one] بعد يوم واحد: { $day }
    [two] بعد يومين: { $day }
    [few] بعد { $n } أيام: { $day }
    [many] بعد { $n } يوماً: { $day }
   *[other] بعد { $n } يوم: { $day }
}
trace-days-back = { $n ->
    [zero] في اليوم نفسه: { $day }
    [one] قبل يوم واحد: { $day }
    [two] قبل يومين: { $day }
    [few] قبل { $n } أيام: { $day }
    [many] قبل { $n } يوماً: { $day }
   *[other] قبل { $n } يوم: { $day }
}
trace-working-days = { $n ->
    [zero] في يوم العمل نفسه: { $day }
    [one] يوم عمل واحد: { $day }
    [two] يوما عمل: { $day }
    [few] { $n } أيام عمل: { $day }
    [many] { $n } يوم عمل: { $day }
   *[other] { $n } يوم عمل: { $day }
}
trace-repetition = المرة رقم { $n }: { $day }
trace-moved = كان يوم عطلة، فانتقل إلى { $day }
rule-on = مرة واحدة في { $day }
rule-after = { $n ->
    [zero] يوم النفاذ
    [one] بعد يوم من النفاذ
    [two] بعد يومين من النفاذ
    [few] بعد { $n } أيام من النفاذ
    [many] بعد { $n } يوماً من النفاذ
   *[other] بعد { $n } يوم من النفاذ
}
rule-after-working = { $n ->
    [zero] يوم النفاذ
    [one] بعد يوم عمل من النفاذ
    [two] بعد يومي عمل من النفاذ
    [few] بعد { $n } أيام عمل من النفاذ
    [many] بعد { $n } يوم عمل من النفاذ
   *[other] بعد { $n } يوم عمل من النفاذ
}
rule-every-day = { $n ->
    [zero] كل يوم
    [one] كل يوم
    [two] كل يومين
    [few] كل { $n } أيام
    [many] كل { $n } يوماً
   *[other] كل { $n } يوم
}
rule-every-week = { $n ->
    [zero] كل أسبوع
    [one] كل أسبوع
    [two] كل أسبوعين
    [few] كل { $n } أسابيع
    [many] كل { $n } أسبوعاً
   *[other] كل { $n } أسبوع
}
rule-every-month = { $n ->
    [zero] كل شهر
    [one] كل شهر
    [two] كل شهرين
    [few] كل { $n } أشهر
    [many] كل { $n } شهراً
   *[other] كل { $n } شهر
}
rule-every-year = { $n ->
    [zero] كل سنة
    [one] كل سنة
    [two] كل سنتين
    [few] كل { $n } سنوات
    [many] كل { $n } سنة
   *[other] كل { $n } سنة
}

problem-obligation-unknown = لا يوجد التزام بهذا الموعد
problem-obligation-unknown-next = افتح قائمة الالتزامات من جديد.
problem-obligation-not_yours = هذا من شأن الطرف الآخر
problem-obligation-not_yours-next = لم يتغير شيء.
problem-obligation-standing = لا يناسب ما وصل إليه الالتزام
problem-obligation-standing-next = افتح الالتزام من جديد: ربما رد الطرف الآخر.
problem-obligation-too_early = لم يحن الوقت
problem-obligation-too_early-next = يُعلن الإخلال بعد ثلاثين يوماً من الموعد.
problem-obligation-backdated = تاريخه أقدم مما قيل قبله
problem-obligation-backdated-next = راجع ساعة الخادم.
problem-obligation-too_many = قيل عنه أكثر مما يُعقل
problem-obligation-too_many-next = تواصل مع الجهة الأخرى.
obligations-calendar = للتقويم
duty-verb = الفعل
duty-verb-provide = يقدّم
duty-verb-report = يرفع تقريراً
duty-verb-notify = يُخطر
duty-verb-appoint = يسمّي
duty-verb-meet = يجتمع
duty-verb-review = يراجع
duty-verb-evaluate = يقيّم
duty-verb-train = يدرّب
duty-verb-publish = ينشر
duty-verb-keep = يحافظ على ما اتُّفق عليه
matrix-open = جميع الالتزامات بنداً بنداً
matrix-title = مصفوفة الالتزامات
matrix-lead = لكل بند: من يلتزم بماذا، ومتى، وما يثبته، ومن يقبله. تُقرأ من الملحق الذي وقّعه الطرفان.
matrix-deliverable = المخرج المطلوب
matrix-next = الموعد القادم
matrix-accepts = من يقبله
matrix-none = لا التزامات بعد
matrix-none-text = تأتي الالتزامات من ملحق التفعيل الذي يوقّعه الطرفان.
matrix-free = بنود لا التزام بموجبها
