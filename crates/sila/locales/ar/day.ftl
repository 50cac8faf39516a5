# Greeting
day-morning = صباح الخير، { $name }
day-afternoon = طاب نهارك، { $name }
day-evening = مساء الخير، { $name }
day-calm = لا شيء بانتظار الرد.
day-waiting = { $n ->
    [zero] لا إحالات بانتظار ردنا.
    [one] إحالة واحدة بانتظار ردنا ضمن المهلة.
    [two] إحالتان بانتظار ردنا ضمن المهلة.
    [few] { $n } إحالات بانتظار ردنا ضمن المهلة.
    [many] { $n } إحالة بانتظار ردنا ضمن المهلة.
   *[other] { $n } إحالة بانتظار ردنا ضمن المهلة.
}
day-overdue = { $n ->
    [zero] لا إحالات تجاوزت مهلة الرد.
    [one] إحالة واحدة تجاوزت مهلة الرد.
    [two] إحالتان تجاوزتا مهلة الرد.
    [few] { $n } إحالات تجاوزت مهلة الرد.
    [many] { $n } إحالة تجاوزت مهلة الرد.
   *[other] { $n } إحالة تجاوزت مهلة الرد.
}

# Tiles
day-tile-waiting = إحالات بانتظار ردّنا
day-tile-in-time = لا تأخير
day-tile-overdue = { $n ->
    [zero] لا تأخير
    [one] واحدة تجاوزت المهلة
    [two] اثنتان تجاوزتا المهلة
    [few] { $n } تجاوزت المهلة
    [many] { $n } تجاوزت المهلة
   *[other] { $n } تجاوزت المهلة
}
day-tile-cases = حالات مفتوحة
day-tile-new = { $n ->
    [zero] لا حالات جديدة هذا الأسبوع
    [one] حالة جديدة هذا الأسبوع
    [two] حالتان جديدتان هذا الأسبوع
    [few] { $n } حالات جديدة هذا الأسبوع
    [many] { $n } حالة جديدة هذا الأسبوع
   *[other] { $n } حالة جديدة هذا الأسبوع
}
day-tile-sent = صادرة وما زالت مفتوحة
day-tile-approvals = { $n ->
    [zero] لا شيء بانتظار الاعتماد
    [one] واحدة بانتظار الاعتماد
    [two] اثنتان بانتظار الاعتماد
    [few] { $n } بانتظار الاعتماد
    [many] { $n } بانتظار الاعتماد
   *[other] { $n } بانتظار الاعتماد
}
day-tile-drafts = نماذج غير مكتملة
day-tile-drafts-note = لا يفتحها غيرك
day-tile-doubles-note = تنتظر قرار إنسان
day-doubles = { $n ->
    [zero] لا سجلات متشابهة
    [one] تشابه واحد ينتظر القرار
    [two] تشابهان ينتظران القرار
    [few] { $n } تشابهات تنتظر القرار
    [many] { $n } تشابهاً ينتظر القرار
   *[other] { $n } تشابه ينتظر القرار
}
day-tile-links = روابط تعمل
day-of = من { $n }
day-tile-no-parked = لا رسائل بانتظار تدخل
day-tile-parked = { $n ->
    [zero] لا رسائل بانتظار تدخل
    [one] رسالة بانتظار تدخل
    [two] رسالتان بانتظار تدخل
    [few] { $n } رسائل بانتظار تدخل
    [many] { $n } رسالة بانتظار تدخل
   *[other] { $n } رسالة بانتظار تدخل
}
day-tile-sign = اتفاقيات بانتظار التوقيع
day-tile-sign-note = عرضتها جهة أخرى

# What needs this person
day-needs-you = بحاجة إلى إجراء منك
day-nothing = لا شيء بحاجة إليك الآن
day-nothing-text = يظهر هنا كل جديد دون إعادة تحميل الصفحة.
day-reply = الرد على إحالة: { $what }
day-approve = اعتماد جهة غير الجهة المقترحة
day-returned = وصل الرد
day-parked = { $n ->
    [zero] لا رسائل متوقفة
    [one] تعذر تطبيق رسالة واحدة
    [two] تعذر تطبيق رسالتين
    [few] تعذر تطبيق { $n } رسائل
    [many] تعذر تطبيق { $n } رسالة
   *[other] تعذر تطبيق { $n } رسالة
}
day-parked-text = راجعها في صفحة الربط
day-sign = توقيع اتفاقية

# Newest referrals
day-latest = أحدث الإحالات الواردة
day-inbox = صندوق الوارد
day-from = من
day-reply-by = مهلة الرد
day-late = متأخرة
day-no-referral = لا إحالات واردة
day-no-referral-text = تظهر هنا إحالات الجهات المرتبطة.

# Links
day-links = الربط الإلكتروني
day-all-links = كل الجهات المرتبطة
day-link-up = متصل
day-link-down = منقطع
day-link-verify = بانتظار التحقق
day-link-suspended = موقوف
day-link-closed = مغلق
day-link-alarm = تنبيه أمني
day-link-contact = آخر اتصال { $time }
day-link-never = لا اتصال بعد
day-link-waiting = { $n ->
    [zero] لا رسائل بانتظار الإرسال
    [one] رسالة بانتظار الإرسال
    [two] رسالتان بانتظار الإرسال
    [few] { $n } رسائل بانتظار الإرسال
    [many] { $n } رسالة بانتظار الإرسال
   *[other] { $n } رسالة بانتظار الإرسال
}
day-no-link = لا روابط بعد
day-no-link-text = يدعو مدير النظام جهة أخرى من صفحة الربط.
day-safe-title = محفوظ بأمان
day-safe-sealed = كل ما يخص الأشخاص مختوم.
day-safe-logged = كل اطلاع على حالة يُسجَّل.
day-safe-hide = اضغط Shift ثلاث مرات لإخفاء الشاشة.
day-rooms-stale =
    { $n ->
       [zero] كل الغرف مؤكدة
       [one] غرفة واحدة تنتظر التأكيد
       [two] غرفتان تنتظران التأكيد
       [few] { $n } غرف تنتظر التأكيد
       [many] { $n } غرفة تنتظر التأكيد
      *[other] { $n } غرفة تنتظر التأكيد
    }
day-rooms-stale-text = لم يؤكدها أحد منذ 24 ساعة
