# إشارات على حالة
menu-flags = الإشارات
flags-title = الإشارات
flags-lead = ما ينتظر أن ينظر فيه أحد، في الحالات التي تطّلع عليها. الكلمات في صفحة الحالة وحدها.
flags-case-lead = الإشارة تطلب من كل من يعمل على الحالة أن ينظر في أمر. لا تُمحى، بل تُحسم بملاحظة.
flags-all = الكل
flags-mine = إشاراتي
flags-others = إشارات غيري
flags-none = لا إشارة مفتوحة
flags-none-text = توضع الإشارة من صفحة الحالة.
flags-go = إلى إشارات الحالة
flags-open-here = { $n ->
    [zero] لا إشارة مفتوحة
    [one] إشارة مفتوحة واحدة
    [two] إشارتان مفتوحتان
    [few] { $n } إشارات مفتوحة
    [many] { $n } إشارة مفتوحة
   *[other] { $n } إشارة مفتوحة
}
flag-new = إشارة جديدة
flag-set = ضع الإشارة
flag-by = وضعها
flag-open = مفتوحة
flag-resolved = محسومة
flag-resolved-by = حسمها
flag-resolve = حسم الإشارة
flag-resolve-act = احسمها
flag-reason = السبب
flag-reason-risk = خطر تغيّر
flag-reason-contact = التواصل الآمن
flag-reason-papers = مستندات ناقصة
flag-reason-advice = طلب مشورة
flag-reason-waiting = طال الانتظار
flag-reason-other = سبب آخر
flag-words = فيم يُنظر
flag-words-hint = يقرؤه كل من يطّلع على الحالة.
flag-words-missing = اكتب فيم يُنظر في 500 حرف على الأكثر
flag-note = ما الذي كان
flag-note-missing = اكتب ما الذي كان في 500 حرف على الأكثر
problem-flag-many = على هذه الحالة عشرون إشارة مفتوحة
problem-flag-many-next = احسم واحدة منها أولاً.
problem-flag-moved = حُسمت هذه الإشارة من قبل
problem-flag-moved-next = لم يُكتب شيء. افتح الإشارات لتراها كما هي الآن.
journal-flag = إشارة على حالة
screen-case-flags = إشارات الحالة
