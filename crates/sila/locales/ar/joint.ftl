# ما تعمله الجهتان معاً في إحالة
joint-open = الخطة والرسائل
joint-title = العمل المشترك مع { $agency }
joint-lead = خطة واحدة لشخص واحد: تراها الجهتان متطابقة. ما يُكتب هنا مختوم للجهتين ولمن يحق له قراءة الحالة.
joint-back = العودة إلى الإحالة

# المهام
joint-tasks = المهام
joint-tasks-none = لا مهام بعد
joint-tasks-none-text = لكل مهمة جهة تنجزها ويوم. وتظهر في قائمة من سينجزها.
joint-task-new = إسناد مهمة
joint-task = المطلوب إنجازه
joint-task-missing = اكتب المطلوب إنجازه
joint-task-to = من ينجزها
joint-task-to-agency = { $agency }: المسؤول عن الحالة
joint-task-to-missing = اختر من ينجزها
joint-task-due-day = حتى أي يوم
joint-day-wrong = أدخل يوماً من اليوم فصاعداً، مثل 14 12 2026
joint-task-goal = لأي هدف
joint-task-meeting = في أي اجتماع تقررت
joint-task-owner = المسؤول عن الحالة
joint-task-due = حتى { $day }
joint-task-late = متأخرة
joint-task-by = أسندها
joint-task-moved = آخر تغيير:
joint-task-done = أُنجزت
joint-task-begin = بدء
joint-task-drop = سحب المهمة
joint-task-other = تسليمها لزميل، أو تعذُّر إنجازها
joint-task-hand = إلى أي زميل
joint-task-hand-act = تسليم
joint-task-why = سبب تعذُّر الإنجاز
joint-task-why-missing = اكتب سبب تعذُّر الإنجاز؛ ستقرؤه الجهة الأخرى
joint-task-not-done = تعذّر الإنجاز
task-state-open = مفتوحة
task-state-begun = قيد الإنجاز
task-state-done = أُنجزت
task-state-not-done = تعذّر الإنجاز
task-state-dropped = سُحبت

# الأهداف
joint-goals = الأهداف
joint-goals-none = لا أهداف بعد
joint-goals-none-text = ما يريد صاحب الحالة بلوغه، بكلماته ما أمكن.
joint-goal-new = تحديد هدف
joint-goal = الهدف
joint-goal-hint = كما يعبّر عنه صاحب الحالة
joint-goal-missing = اكتب الهدف
joint-goal-open = مفتوح
joint-goal-reached = تحقق
joint-goal-dropped = صُرف النظر عنه
goal-end-reached = تحقق
goal-end-dropped = صُرف النظر عنه

# اجتماعات الحالة
joint-meetings = اجتماعات الحالة
joint-meetings-none = لا اجتماعات بعد
joint-meetings-none-text = يجتمع موظفو الجهتين ويقررون ويسندون المهام.
joint-meet-new = الدعوة إلى اجتماع
joint-agenda = الموضوع
joint-agenda-missing = اكتب موضوع الاجتماع
joint-meet-day = اليوم
joint-meet-time = الوقت
joint-meet-time-hint = مثال: 10:30
joint-time-wrong = أدخل وقتاً مثل 10:30
joint-invited = المدعوون
joint-invited-hint = يُدعى كل من يشارك في هذه الخطة. يظهر الزملاء بعد أن يختاروا «المشاركة».
joint-invited-missing = اختر المدعوين
joint-meeting-by = دعا إليه
joint-meeting-called = تمت الدعوة
joint-meeting-unwritten = المحضر ناقص
joint-meeting-written = المحضر بانتظار الجهة الأخرى
joint-meeting-agreed = اتُّفق على المحضر
joint-minutes = ما تقرر
joint-minutes-hint = ثم أسند المهام المترتبة عليه.
joint-minutes-missing = اكتب ما تقرر
joint-minutes-write = كتابة ما تقرر
joint-minutes-by = كتبه
joint-minutes-agree = نوافق
joint-minutes-agreed = وافق عليه

# الرسائل
joint-messages = الرسائل
joint-messages-none = لا رسائل بعد
joint-messages-none-text = ما تكتبه الجهتان بشأن صاحب الحالة مكانه هنا لا غير.
joint-message-new = كتابة رسالة
joint-message = الرسالة
joint-message-missing = اكتب الرسالة أولاً
joint-message-send = إرسال
joint-message-sealed = لمن يحق له قراءة الحالة فقط
joint-message-sealed-text = الرسالة مختومة للجهة الأخرى. لا يظهر منها شيء في الإشعارات، وتُدوَّن كل قراءة لها.
joint-words-long = { $n } حرف على الأكثر

# المشاركون
joint-team = المشاركون
joint-team-none = لا أحد بعد.
joint-team-text = ترى الجهة الأخرى أسماء المشاركين وأدوارهم دون غيرهم.
joint-team-join = المشاركة

# التطابق لدى الجهتين
joint-same = متطابقة لدى الجهتين
joint-same-text = تعرض الشاشتان هذا الرمز نفسه حين تكون الخطة واحدة لدى الجهتين. عند الشك اقرآه أحدكما للآخر.
joint-lines = { $n ->
    [zero] لا سطور موقّعة
    [one] سطر موقّع واحد
    [two] سطران موقّعان
    [few] { $n } سطور موقّعة
    [many] { $n } سطراً موقّعاً
   *[other] { $n } سطر موقّع
}
joint-until = الإذن بالمشاركة سارٍ حتى { $day }.

# الانتهاء
joint-end-title = إيقاف المشاركة
joint-end-why = السبب
joint-end-missing = اختر السبب
joint-end-text = يسري في الحال وعلى الجهتين. وتبقى كل جهة مسؤولة عما يخصها. ولا رجوع فيه.
joint-end-act = إيقاف المشاركة
joint-end-permission = سحب صاحب الحالة إذنه
joint-end-unsafe = أصبحت المشاركة خطراً على صاحب الحالة
joint-end-over = لم يبق عمل مشترك
joint-ended-permission = سحب صاحب الحالة إذنه بالمشاركة
joint-ended-unsafe = أُوقفت المشاركة لأنها أصبحت خطراً
joint-ended-over = انتهى العمل المشترك
joint-ended-closed = أُغلقت الإحالة: تُقرأ ولا يضاف إليها
joint-ended-expired = انتهت مدة الإذن بالمشاركة
joint-ended-by = أوقفتها { $agency }.
joint-ended-hidden = لم يعد يُعرض شيء من العمل المشترك.

# يومي
joint-day-task = { $agency }: مهمة في الخطة المشتركة

screen-joint-show = خطة الإحالة ورسائلها
journal-line = سطر في العمل المشترك
link-kind-referral-line = سطر في العمل المشترك

problem-joint-ended = لم تعد الجهتان تتشاركان بشأن هذه الإحالة
problem-joint-ended-next = عد إلى الصفحة: فيها السبب ومن أوقفها.
problem-joint-too_late = حُسم الأمر في هذه الأثناء
problem-joint-too_late-next = عد إلى الصفحة: تعرض الوضع الآن.
problem-joint-not_allowed = ليس هذا من شأن هذه الجهة
problem-joint-not_allowed-next = تُحرّك المهمةَ الجهةُ المكلفة بها، وتسحبها الجهة التي أسندتها.
problem-joint-no_words = لا بد من كتابة شيء
problem-joint-no_words-next = عد واكتبه.
problem-joint-too_many = لا يمكن كتابة المزيد بشأن هذه الإحالة
problem-joint-too_many-next = أغلقها، وافتح إحالة جديدة إن بقي عمل.
problem-joint-stranger = سطر عمل مشترك ممن ليس طرفاً
problem-joint-stranger-next = اتصل بالجهة الأخرى: فعل خادمها ما لا يجوز.
problem-joint-fork = سطران مختلفان برقم واحد
problem-joint-fork-next = اتصل بالجهة الأخرى: فعل خادمها ما لا يجوز. لم يؤخذ منه شيء.
problem-joint-count = سطر عمل مشترك بعدٍّ غير صحيح
problem-joint-count-next = اتصل بالجهة الأخرى: فعل خادمها ما لا يجوز. لم يؤخذ منه شيء.
problem-joint-incomplete = ينقص سطر سابق من العمل المشترك
problem-joint-incomplete-next = أعد المحاولة لاحقاً؛ وإن بقي فاتصل بالجهة الأخرى.
problem-joint-malformed = تعذرت قراءة سطر عمل مشترك
problem-joint-malformed-next = اسأل الجهة الأخرى عن إصدار برنامجها.
problem-joint-signature = سطر عمل مشترك لم توقّعه جهته
problem-joint-signature-next = اتصل بالجهة الأخرى. لم يؤخذ منه شيء.
problem-joint-words_differ = النص المرافق للسطر ليس ما وُقّع
problem-joint-words_differ-next = اتصل بالجهة الأخرى. لم يؤخذ منه شيء.
problem-joint-no_referral = سطر عمل مشترك لإحالة ليست هنا
problem-joint-no_referral-next = اسأل الجهة الأخرى عن الإحالة التي يتبعها.
problem-joint-not_shared = سطر عمل مشترك قبل كشف الهوية
problem-joint-not_shared-next = لم يؤخذ منه شيء. يمكن كتابته بعد القبول.
problem-joint-unreadable = تعذر فتح ما كُتب
problem-joint-unreadable-next = أبلغ مسؤول النظام بالرقم الظاهر في هذه الصفحة.
problem-joint-unsigned = تعذر التوقيع
problem-joint-unsigned-next = أبلغ مسؤول النظام بالرقم الظاهر في هذه الصفحة.
