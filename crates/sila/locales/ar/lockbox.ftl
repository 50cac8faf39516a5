# الاستقبال بلا شبكة: يختم الجهاز ما يُكتب بمفتاح الجهة ويسلّمه لاحقاً
lockbox-title = استقبال بلا شبكة
lockbox-short = استقبال
lockbox-lead = يُختم ما تكتبه على هذا الجهاز لحظة الضغط على الزر، ولا يستطيع أحد قراءته عليه بعد ذلك.
lockbox-device = الجهاز
lockbox-plain = لا يستطيع هذا المتصفح أن يختم
lockbox-plain-go = استخدم النموذج الذي يحتاج إلى شبكة
lockbox-danger-hint = عند الخطر اتصل هاتفياً. لا يُحفظ هنا شيء حينئذ.
lockbox-danger-then = هل صار الشخص في أمان؟ أجب إذن «لا» في الأعلى، واكتب ما يلزم.
lockbox-police = الشرطة
lockbox-ambulance = الإسعاف
lockbox-talk = الآن
lockbox-age = العمر تقريباً، بالسنوات
lockbox-act = اختم واحفظ
lockbox-word-danger = أجب أولاً هل هناك خطر.
lockbox-word-empty = اكتب اسماً أو هاتفاً أو مكاناً أو رغبة أو ما حدث.
lockbox-word-long = هذا أطول مما يتّسع له نموذج واحد. اختصره.
lockbox-word-failed = تعذّر الختم. ما كتبته ما زال هنا؛ اكتبه على ورق أيضاً.
lockbox-word-sealed = خُتم وحُفظ على هذا الجهاز، والنموذج فارغ من جديد.
lockbox-word-handed = وصل إلى الجهة، ونسيه هذا الجهاز.
lockbox-word-away = أزله من هذا الجهاز
lockbox-word-waiting = مختوم على هذا الجهاز بانتظار الشبكة
lockbox-odd = لم تقبله الجهة
lockbox-list = أجهزة بلا شبكة
lockbox-list-lead = للزيارات والعمل الميداني: صفحة تعمل بلا شبكة، وما تسلّمه يصبح بين نماذجك غير المكتملة.
lockbox-set-up = جهّز هذا الجهاز
lockbox-how = كيف تعمل
lockbox-how-open = جهّزها على الجهاز نفسه ما دامت الشبكة متوفرة، واحفظ الصفحة بين برامجه.
lockbox-how-sealed = يُختم ما يُكتب بمفتاح الجهة، فلا يستطيع الجهاز فتحه؛ يسلّمه من تلقاء نفسه وينساه متى وصل إلى الجهة.
lockbox-how-danger = حيث يوجد خطر تُظهر الصفحة أرقام الهاتف ولا تحفظ شيئاً.
lockbox-how-lost = هل ضاع الجهاز؟ أنهِه هنا، فلا يستطيع أحد بعدها فتح ما بقي عليه.
lockbox-devices = أجهزتك
lockbox-boxes = ما سلّمته
lockbox-none = لا جهاز بعد
lockbox-none-text = افتح هذه الصفحة على الجهاز الذي سيخرج، واضغط «جهّز هذا الجهاز».
lockbox-no-box = لم يصل شيء بعد
lockbox-no-box-text = هنا يظهر ما يسلّمه الجهاز وما رُفض منه.
lockbox-since = جُهّز
lockbox-state = الحال
lockbox-acts = إجراءات
lockbox-usable = قيد الاستخدام
lockbox-ended = انتهى
lockbox-open = افتحها هنا
lockbox-end = أنهِ هذا الجهاز
lockbox-typed = خُتم
lockbox-came = وصل
lockbox-go-on = أكمل النموذج
lockbox-again = { $n ->
    [zero] لم يصل مرة أخرى
    [one] وصل مرة أخرى
    [two] وصل مرتين أخريين
    [few] وصل { $n } مرات أخرى
    [many] وصل { $n } مرة أخرى
   *[other] وصل { $n } مرة أخرى
}
lockbox-state-taken = قُبل
lockbox-state-broken = رُفض: لا يُفتح
lockbox-state-long = رُفض: أطول من الحد
lockbox-state-changed = رُفض: وصل قبله آخر بالرقم نفسه
lockbox-state-ended = رُفض: انتهى هذا الجهاز
lockbox-state-full = كثير في يوم واحد؛ ما بقي هنا يُسلَّم لاحقاً
journal-lockbox = استقبال بلا شبكة
