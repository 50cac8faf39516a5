# المسار
pathway = المسار
pathway-text = من الحماية إلى الاستقلالية، ولكل مرحلة يوم بدأت فيه.
pathway-none = لم يبدأ
pathway-move = الدخول في مرحلة
pathway-stage = أي مرحلة؟
pathway-day = في أي يوم؟
pathway-reason = السبب
pathway-reason-hint = يلزم عند تجاوز مرحلة أو العودة إلى مرحلة سابقة فقط.
pathway-reason-none = هي المرحلة التالية
pathway-stage-missing = اختر المرحلة
pathway-day-wrong = أدخل يوماً من بداية المرحلة السابقة حتى اليوم
pathway-same = الشخص في هذه المرحلة بالفعل
pathway-jump = هذا تجاوز لمرحلة: اختر سبب عدم الحاجة إليها
pathway-back = هذه مرحلة سابقة للمرحلة الحالية: اختر السبب
problem-pathway-moved = سجّل زميل مرحلة قبل لحظات
problem-pathway-moved-next = لم يتغير شيء. افتح الخطة لتراها.
stage-care = الحماية والرعاية
stage-develop = التنمية
stage-empower = التمكين
stage-indep = الاستقلالية
stage-text-care = الشخص آمن واحتياجاته الأساسية ملبّاة
stage-text-develop = تستقر الصحة والأسرة والتعليم
stage-text-empower = مهارات وعمل ودخل وسكن خاص
stage-text-indep = يعيش الشخص دون حاجة إلى دعمنا
stage-reason-present = لدى الشخص ما كانت المراحل المتجاوَزة ستوفره
stage-reason-elsewhere = قطع الشخص هذا الطريق مع جهة أخرى
stage-reason-danger = عاد الخطر
stage-reason-lost = فُقد العمل أو الدخل أو السكن
stage-reason-health = مرض أو ظرف شديد آخر
stage-reason-wish = رغبة الشخص نفسه
stage-reason-mistake = سُجّلت المرحلة بالخطأ

# الخطة
care-plan = خطة الرعاية
care-plan-lead = أهداف بكلمات صاحب الحالة، وما يُعمل لأجلها، وما تحقق منها.
care-open-plan = فتح الخطة
care-goals = الأهداف
care-goals-none = لا أهداف بعد
care-goals-none-text = ابدأ بما يريد الشخص أن يصل إليه.
care-goals-count =
    { $n ->
        [zero] لا أهداف، وتحقق { $reached }
        [one] هدف واحد، وتحقق { $reached }
        [two] هدفان، وتحقق { $reached }
        [few] { $n } أهداف، وتحقق { $reached }
        [many] { $n } هدفاً، وتحقق { $reached }
       *[other] { $n } هدف، وتحقق { $reached }
    }
care-goals-open = ما زال قائماً
care-open = قيد العمل

# الهدف
care-goal = الهدف
care-goal-new = هدف جديد
care-goal-work = العمل عليه
care-group-care = الرعاية
care-group-empowerment = التمكين: يُقاس
care-kind = بمَ يتعلق الهدف؟
care-words = الهدف كما يقوله صاحب الحالة
care-words-hint = بكلماته هو، دون أسماء أشخاص آخرين ودون عنوان.
care-measure-text = لأهداف التمكين: دورات، أو ساعات عمل في الأسبوع، أو دراهم في الشهر، أو أشهر في سكن مضمون، أو سنوات دراسية مكتملة.
care-unit = وحدة القياس
care-unit-courses = دورات مكتملة
care-unit-hours-a-week = ساعات العمل في الأسبوع
care-unit-dirhams-a-month = دراهم في الشهر
care-unit-months-secured = أشهر في سكن مضمون
care-unit-years-completed = سنوات دراسية مكتملة
care-start = أين يقف الشخص الآن
care-target = أين يريد أن يصل
care-measured = القياس في النهاية
care-kind-missing = اختر ما يتعلق به الهدف
care-words-missing = اكتبه في 600 حرف على الأكثر
care-number-missing = أدخل عدداً من 0 إلى 1,000,000
care-target-wrong = أدخل عدداً أكبر مما يقف عنده الشخص الآن
goal-kind-safety = السلامة
goal-kind-health = الصحة
goal-kind-mind = الصحة النفسية
goal-kind-family = الأسرة والأطفال
goal-kind-rights = الحقوق والشؤون القانونية
goal-kind-papers = الأوراق الثبوتية والإقامة
goal-kind-skills = المهارات والتدريب
goal-kind-work = العمل
goal-kind-income = الدخل
goal-kind-prodfam = مشروع أسرة منتجة
goal-kind-housing = سكن خاص
goal-kind-education = التعليم

# النتيجة
care-outcome = ما تحقق
care-outcome-how = كيف انتهى؟
care-measured-text = القياس الآن هو ما يحدد تحقق الهدف.
care-or = أو
care-after = ما يقوله صاحب الحالة عنه
care-outcome-missing = اختر كيف انتهى
goal-outcome-reached = تحقق
goal-outcome-partly = تحقق جزئياً
goal-outcome-notreached = لم يتحقق
goal-outcome-changed = يريد الشخص شيئاً آخر الآن

# الإجراءات
care-actions-none = لا إجراءات لهذا الهدف بعد.
care-action-new = إجراء لأجل هذا الهدف
care-action-add = إضافة
care-what = ما الذي يُعمل
care-service = الخدمة التي يقدمها
care-service-none = لا شيء
care-owner = من يقوم به
care-due = حتى يوم
care-done = أُنجز
care-finish = تم إنجازه
care-what-missing = اكتب ما يُعمل في 300 حرف على الأكثر
care-owner-missing = اختر من يمكنه قراءة الحالة

# الاعتماد
care-approval = الاعتماد
care-approval-text = يعتمدها مشرف لم يكتب شيئاً منها، وما يضاف بعد ذلك يُعتمد من جديد.
care-approval-waits = بانتظار مشرف لم يكتب شيئاً منها.
care-approval-holds = إضافة هدف أو إجراء تعيدها مسودة.
care-ask = طلب الاعتماد
care-asked-by = طلب الاعتماد
care-approved-by = اعتمدها
care-returned-by = أعادها
care-approve = اعتماد
care-return = إعادة
care-note = ملاحظة
care-note-hint = تلزم عند الإعادة: ما الذي يُغيَّر. وعند الاعتماد: السبب إن شئت.
care-note-missing = اكتب ما يلزم تغييره في 500 حرف على الأكثر
plan-state-draft = مسودة
plan-state-asked = بانتظار الاعتماد
plan-state-approved = معتمدة
plan-state-returned = أُعيدت
problem-plan-empty = لا أهداف في الخطة بعد
problem-plan-empty-next = اكتب هدفاً أولاً.
problem-plan-own_approval = طلبت هذا الاعتماد بنفسك أو كتبت جزءاً من الخطة
problem-plan-own_approval-next = يعتمدها مشرف آخر.
problem-plan-moved = تغيرت الخطة في هذه الأثناء
problem-plan-moved-next = لم يُسجَّل شيء. افتح الخطة لتراها كما هي الآن.

# اليوم والسجل والقراءات
care-day-action = حان موعد إجراء في خطة رعاية
care-day-approve = اعتماد خطة رعاية
care-day-returned = أُعيدت خطة رعاية
journal-plan = خطة رعاية
journal-pathway = مرحلة المسار
screen-case-plan = خطة الرعاية
