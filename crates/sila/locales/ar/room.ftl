# غرفة الملفات المشتركة للشراكة.

journal-shared-file = ملف في شراكة
room-title = الملفات المشتركة
room-lead = ما وضعه كل من طرفي الشراكة للآخر. تبقى كل نسخة حتى آخر يوم لها أو حتى سحبها.
room-empty = لا ملفات مشتركة بعد
room-empty-text = ما يضعه مسؤول من أي من الطرفين يبقى هنا حتى آخر يوم له.
room-nothing-now = لا شيء للقراءة الآن.
room-enter = كل الملفات المشتركة
room-new = ملف جديد
room-new-lead = بيّن أولاً ما هو، ثم ضع نسخته الأولى.
room-what = ما هو
room-file-title = العنوان
room-title-needed = اكتبه باللغتين. الحد الأقصى للحروف: { $n }.
room-class = من يطّلع عليه
room-class-internal = كل من يقرأ الاتفاقيات لدى الطرفين
room-class-confidential = المسؤولون الذين يوقّعون الاتفاقيات لدى الطرفين فقط
room-class-needed = اختر من يطّلع عليه.
room-begin = الفحص والمتابعة
room-no-person = لا يُذكر فيه أحد
room-no-person-text = يُفحص العنوان وحده. تأكد من أن الملف نفسه لا يذكر أحداً، فهو يخرج كما هو. ولا يخرج اسمه على جهازك.
room-whose = من
room-since = في الغرفة منذ
room-other-language = بالإنجليزية
room-state = الحالة
room-acts = ما يمكن عمله
room-state-coming = في الطريق
room-state-here = موجودة
room-state-gone = انتهت ومُحيت
room-state-withdrawn = سُحبت ومُحيت
room-state-broken = مرفوضة: ليست ما قيل عنها
room-open = متاح للقراءة
room-fresh = جديد
room-nothing = لا شيء للقراءة
room-until = حتى نهاية { $day }
room-versions = النسخ
room-number = النسخة
room-version = النسخة { $n }
room-no-version = لا نسخة فيه بعد.
room-days = وُضعت في
room-kilobytes = { $n } كيلوبايت
room-read = فتح
room-mark = موسوم ومسجّل
room-mark-text = من يفتحه يصله وعليه اسم الجهة القارئة واسم الدخول لمن فتحه والوقت، ويُكتب ذلك في السجل. ويحمل ملف PDF الاسم الإنجليزي.
room-opened-portal = فُتحت أول مرة في البوابة في { $day }
room-opened-here = فُتحت أول مرة هنا في { $day }
room-arrived = وصلت إلى الطرف الآخر
room-not-taken = لم يقبلها الطرف الآخر
room-goes = في طريقها إلى الطرف الآخر
room-withdraw = سحب
room-withdrawn-there = مُحيت لدى الطرف الآخر أيضاً
room-withdrawal-goes = يجري إبلاغ الطرف الآخر
room-withdrawal-not-taken = لم يقبل الطرف الآخر السحب
room-next = النسخة التالية
room-next-text = تصل إلى الطرف الآخر حالاً. وتبقى النسخ السابقة حتى آخر يوم لكل منها أو حتى سحبها.
room-last-day = آخر يوم
room-file = الملف
room-file-hint = ملف PDF أو JPEG أو PNG بحد أقصى { $mb } ميغابايت.
room-put = وضعه
room-day = { $n ->
    [0] لا ملفات مشتركة جديدة من شريك
    [zero] لا ملفات مشتركة جديدة من شريك
    [one] ملف مشترك جديد من شريك
    [two] ملفان مشتركان جديدان من شريك
    [few] { $n } ملفات مشتركة جديدة من شريك
    [many] { $n } ملفاً مشتركاً جديداً من شريك
   *[other] { $n } ملف مشترك جديد من شريك
 }
problem-room-unfit = هذا العنوان غير مكتمل.
problem-room-unfit-next = اكتبه باللغتين.
problem-room-shut = لا يمكن وضع شيء الآن.
problem-room-shut-next = يجب أن يكون الربط مفتوحاً وأن تسري اتفاقية تتيح مشاركة الخبرات، وأن تكون للشريك الذي لا خادم له بوابة.
problem-room-day = لا يصلح هذا اليوم ليكون آخر يوم.
problem-room-day-next = اختر يوماً من اليوم فصاعداً وخلال سنة.
problem-room-many = الغرفة ممتلئة.
problem-room-many-next = اسحب ما لم تعد له حاجة أو انتظر حتى ينتهي بعض ما فيها.
problem-room-type = هذا ليس PDF ولا JPEG ولا PNG.
problem-room-type-next = عُرف من محتواه لا من اسمه. احفظه بصيغة PDF أو صورة.
problem-room-unmarked = لا يمكن وسم صفحات هذا الملف.
problem-room-unmarked-next = احفظه بصيغة PDF بسيطة ثم ضعه.
problem-room-too_large = هذا الملف كبير جداً.
problem-room-too_large-next = لم يُحفظ شيء. صغّره دون الحد.
problem-room-broken = لم يصل الملف كاملاً.
problem-room-broken-next = لم يُحفظ شيء. أرسله مرة أخرى.
problem-room-moved = وضع شخص آخر نسخة للتو.
problem-room-moved-next = اطّلع عليها ثم أرسل نسختك مرة أخرى.
problem-room-changed = لم يعد هذا الملف كما وُضع.
problem-room-changed-next = لا يُعرض. أخبر المسؤول عن هذا الخادم.
problem-file-unfit = هذا ليس جزءاً من ملف مشترك يصح وجوده هنا
problem-file-unfit-next = تضعه الجهة التي شاركته من جديد نسخةً جديدة.
problem-file-shut = لم يتح الربط أو الاتفاقية وصول هذا الملف المشترك
problem-file-shut-next = حين يعود كلاهما سارياً تضعه الجهة التي شاركته من جديد.
problem-file-many = غرفة الملفات المشتركة ممتلئة
problem-file-many-next = يوضع من جديد حين ينتهي بعض ما فيها.
problem-file-over = سُحبت هذه النسخة من ملف مشترك أو انتهت
problem-file-over-next = لا يلزم شيء.
problem-file-broken = ملف مشترك ليس ما قيل عنه
problem-file-broken-next = لم يُحفظ منه شيء. تنظر الجهة التي شاركته فيه ثم تضعه من جديد.
