# مواعيد الحالة
appointments = المواعيد
appointment = الموعد
appointment-new = موعد جديد
appointment-plan = تحديد الموعد
appointment-none = لا مواعيد بعد
appointment-more =
    { $n ->
        [zero] لا مواعيد أخرى بعدها
        [one] وموعد آخر بعدها
        [two] وموعدان آخران بعدها
        [few] و{ $n } مواعيد أخرى بعدها
        [many] و{ $n } موعداً آخر بعدها
       *[other] و{ $n } موعد آخر بعدها
    }
appointment-earlier = ما سبق
appointment-planned = محدد
appointment-to-record = لم يُسجَّل بعد
appointment-record = تسجيل ما جرى
appointment-call-off = إلغاء الموعد
appointment-how = ما الذي جرى؟
appointment-today = اليوم { $time }: { $what }
appointment-outside = خارج ساعات عملنا، وحُدِّد مع ذلك

# النموذج
appointment-kind = نوع الموعد
appointment-kind-visitation = جلسة رؤية
appointment-kind-session = جلسة
appointment-kind-interview = مقابلة
appointment-kind-home-visit = زيارة منزلية
appointment-kind-hearing = جلسة محكمة
appointment-kind-committee = انعقاد لجنة
appointment-kind-medical = موعد طبي
appointment-kind-other = موعد آخر
appointment-day = اليوم
appointment-place = المكان
appointment-place-centre = في مركزنا
appointment-place-home = في منزل الشخص
appointment-place-agency = لدى جهة أخرى
appointment-place-phone = بالهاتف
appointment-place-video = بالفيديو
appointment-with = مع من
appointment-with-hint = لا تكتب عنواناً.
appointment-weeks = الأسابيع بين الموعد والذي يليه
appointment-weeks-hint = من 0 إلى 8، و0 لموعد واحد
appointment-times = عدد المرات
appointment-times-hint = من 1 إلى 26
appointment-outside-title = هذا خارج ساعات عملنا
appointment-hours = ساعات عملنا:
appointment-outside-allow = يمكن تحديده مع ذلك
appointment-outside-yes = تحديده مع ذلك

# ما ينقص
appointment-kind-missing = اختر نوع الموعد
appointment-place-missing = اختر المكان
appointment-no-voice = لا يُتصل صوتياً هنا: اختر الفيديو أو لقاءً
appointment-interviewed = مقابلة محددة أو محضرها محفوظ: اقرأه، ولا تُعَد الرواية مرتين
problem-appointment-no_voice = لا يُتصل صوتياً هنا
problem-appointment-no_voice-next = وسيلة التواصل الآمنة مكتوبة أو بلغة الإشارة. اختر الفيديو أو لقاءً.
problem-appointment-interviewed = مقابلة محددة أو محضرها محفوظ
problem-appointment-interviewed-next = لا تُروى القصة مرتين. اقرأ المحضر في مستندات الحالة أو إحالتها.
appointment-past = أدخل وقتاً لم يمضِ
appointment-with-long = لا تزد على 200 حرف
appointment-weeks-wrong = أدخل عدد أسابيع من 0 إلى 8
appointment-times-wrong = أدخل عدداً من 1 إلى 26
appointment-repeat-wrong = ما زاد على موعد واحد يحتاج أسبوعاً واحداً على الأقل بينها، والموعد الواحد له 0 أسبوع
appointment-outside-say = اختر وقتاً آخر، أو أشِّر على تحديده مع ذلك
appointment-outcome-missing = اختر ما جرى
problem-appointment-moved = سُجِّل ما جرى في هذا الموعد من قبل
problem-appointment-moved-next = لم يتغير شيء. افتح الحالة لتراه.

# ما جرى
appointment-outcome-kept = تم
appointment-outcome-missed-person = لم يتم: غاب الشخص
appointment-outcome-missed-other-party = لم يتم: غاب الطرف الآخر
appointment-outcome-missed-us = لم يتم: غبنا نحن
appointment-outcome-cancelled-person = ألغاه الشخص
appointment-outcome-cancelled-other-party = ألغاه الطرف الآخر
appointment-outcome-cancelled-us = ألغيناه نحن
appointment-outcome-cancelled-court = ألغته المحكمة
appointment-outcome-cancelled-unsafe = أُلغي لأنه غير آمن
