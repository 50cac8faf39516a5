# The list of cases
cases-title = الحالات
cases-lead = الحالات التي تعمل عليها. لا تظهر الأسماء في القوائم.
cases-start = استقبال حالة جديدة
cases-filter = تصفية القائمة
cases-whose = حالات مَن
cases-who-all = كل حالات الجهة
cases-who-mine = حالاتي
cases-narrow = تصفية
cases-none = لا توجد حالات هنا
cases-none-text = تظهر هنا الحالات التي تفتحها أو تستلمها. غيّر التصفية لرؤية غيرها.
cases-newest = الأحدث أولاً
case-status-open = مفتوحة
case-status-closed = مغلقة

# A case
case-title = الحالة { $number }
case-refer = إحالة هذه الحالة
case-known = هل هو معروف لجهة أخرى؟
case-known-closed = الظهور للجهات الأخرى
problem-case-closed = هذه الحالة مغلقة
problem-case-closed-next = لا يُرسل شيء ولا يُسأل بسببها. تُفتح الحالة التي أُغلقت هنا من جديد من صفحتها. وإن حضر صاحب حالة أقدم فابدأ استقبالاً جديداً: يعرض النموذج هذا السجل عليك.
case-safe-contact = وسيلة التواصل الآمنة
case-safe-contact-none = لا توجد وسيلة تواصل آمنة معروفة
case-safe-contact-none-text = لا تتصل ولا تراسل. انتظر حضور صاحب الحالة أو اسأل الزميل المسؤول عنها.
case-safe-times = الأوقات:
case-safe-word = كلمة التعارف قبل الكلام:
case-danger = خطر محدق
case-given = أُدلي به لدى { $agency } في { $day }
case-person = صاحب الحالة
case-person-page = صفحة الشخص
case-reveal = إظهار الرقم كاملاً
case-household = المرافقون
case-residence = الإقامة
case-area = مقر الإقامة
case-evidence = الإثبات
case-usual-home = السكن المعتاد
case-present = مكان الوجود الآن
case-stay = منذ
case-days = { $n ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يوماً
   *[other] { $n } يوم
}
case-risk-home = الخطر قريب من السكن
answer-yes = نعم
answer-no-or-unknown = لا، أو غير معروف
case-need-title = الاحتياجات
case-needs = الخدمات المطلوبة
case-harm = نوع الإساءة
case-plan = ما اتُّخذ للسلامة
case-account = بكلمات صاحب الحالة
case-wishes-title = الرغبات
case-wishes = ما يرغب فيه صاحب الحالة
case-no-wishes = لم تُدوَّن الرغبات
case-unwanted = ما لا يرغب في حدوثه
case-referrals = إحالات هذه الحالة
case-referrals-none = لا إحالات
case-referrals-none-text = لم تُرسل هذه الحالة إلى جهة أخرى.
case-referral = الإحالة
case-agency = الجهة
case-state = الوضع
case-sent = تاريخ الإرسال
case-way-in = واردة
case-way-out = صادرة
case-summary = ملخص
case-reference = رقم الحالة
case-category = الفئة
case-urgency = درجة الاستعجال
case-status = الوضع
case-owner = الاختصاصي المسؤول
case-opened = تاريخ الفتح
case-lead = الجهة المسؤولة
case-came = كيف وصلت إلينا
case-origin = وردت بالإحالة
case-basis = الأساس القانوني
case-readers = من يمكنه الاطلاع على هذه الحالة
case-readers-text = هذه هي القائمة كاملة. وكل اطلاع يُسجَّل.
case-readers-not = لا يستطيع أحد غيرهم في جهتنا فتحها، بمن فيهم مدير النظام.
case-reads-member = يعمل على الحالة
case-reads-role = بحكم الدور
case-sees-shared = ما تمت مشاركته معها
case-sees-preview = معاينة بلا اسم إلى حين الرد
case-sees-nothing = لا شيء
case-reads = من اطّلع عليها
case-reads-none = لا أحد بعد
case-news = جديد منذ آخر اطلاع لك
screen-case-emirates-id = رقم الهوية كاملاً
screen-case-refer = نموذج الإحالة
screen-person-show = صفحة الشخص
screen-search = نتائج البحث
screen-intake-alike = نموذج الاستقبال
screen-duplicates = السجلات المتشابهة
screen-known-ask = سؤال عن معرفة شخص
screen-known-name = تسمية الشخص لجهة أخرى
screen-known-compare = مقارنة مع من سمّته جهة أخرى
screen-known-protect = علامة الحماية
screen-other = صفحة أخرى
case-place-partners = مكان لدى شريك
case-place = مكان في دار إيواء
dial-begin = اتصال
dial-before = قبل الاتصال
dial-no-instruction = لا تعليمات مكتوبة. لا تقل من أنت حتى تتأكد ممن يجيب.
dial-never = لا تترك رسالة صوتية ولا تذكر اسم الجهة لغير الشخص المعني.
dial-now = اتصل الآن
