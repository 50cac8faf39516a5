# إشعارات برامج الشركاء: نداء موقّع حين يتغير شيء.

menu-webhooks = إشعارات البرامج
journal-webhook = إشعارات برنامج شريك
webhooks-title = إشعارات البرامج
webhooks-lead = يُنادى برنامج الجهة الشريكة على عنوانه حين يتغير ما يخصها، بتوقيع يتحقق منه.
webhooks-empty = لا برامج تُشعَر بعد
webhooks-empty-text = أضيفوا عنوان برنامج شريك، واختاروا ما يُشعَر به.
webhooks-one = البرنامج
webhooks-partner-needed = اختاروا الجهة التي لها البرنامج.
webhooks-address = العنوان
webhooks-address-hint = يبدأ بـ ‎https://‎، خارج شبكتكم، بلا اسم ولا كلمة مرور.
webhooks-address-needed = اكتبوا عنواناً كاملاً يبدأ بـ ‎https://.
webhooks-subjects = ما يُشعَر به
webhooks-subjects-needed = اختاروا شيئاً واحداً على الأقل.
webhooks-subject-service = خدمات الدليل
webhooks-subject-figures = الأرقام المنشورة
webhooks-subject-agreement = الاتفاقية مع الجهة
webhooks-subject-record = السجلات المشتركة مع الجهة
webhooks-new = برنامج جديد
webhooks-create = إضافة
webhooks-made = أُضيف البرنامج
webhooks-secret = سر التوقيع
webhooks-once = يظهر هذا السر الآن فقط
webhooks-once-text = يتحقق به البرنامج من أن النداء منكم. سلّموه باليد لمن يشغّله.
webhooks-nobody = لا شيء عن أحد
webhooks-nobody-text = لا يحمل النداء إلا نوع ما تغير ورقمه ووقته. ما كان من حالة لا يُذكر في أي نداء، ومن أراد المزيد قرأه برمزه.
webhooks-runs = يعمل
webhooks-ended = أُنهي
webhooks-failed = { $n ->
    [zero] لا نداء فشل
    [one] نداء واحد لم يصل
    [two] نداءان لم يصلا
    [few] { $n } نداءات لم تصل
    [many] { $n } نداءً لم تصل
   *[other] { $n } نداء لم تصل
 }
webhooks-in-a-row = إخفاقات متتالية
webhooks-messages = النداءات
webhooks-message = ما تغير
webhooks-untold = لا نداءات بعد
webhooks-untold-text = يظهر هنا كل نداء وما صار إليه، وكل محاولة فشلت وسببها.
webhooks-delivered = وصل
webhooks-given-up = لم يصل بعد آخر محاولة
webhooks-waits = ينتظر
webhooks-next = المحاولة التالية
webhooks-tries = { $n ->
    [zero] بلا محاولات
    [one] محاولة واحدة
    [two] محاولتان
    [few] { $n } محاولات
    [many] { $n } محاولة
   *[other] { $n } محاولة
 }
webhooks-do = ما يمكن فعله
webhooks-trial = إرسال نداء تجربة
webhooks-again = إعادة ما لم يصل
webhooks-end = إنهاء الإشعارات
problem-webhook-too_many = البرامج المُشعَرة كثيرة
problem-webhook-too_many-next = أنهوا ما لا حاجة إليه منها.
