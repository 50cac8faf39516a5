# الأفكار: غرف يتبادلها فيها أشخاص من جهات عدة.

menu-ideas = الأفكار
ideas-title = الأفكار
ideas-lead = غرف يتبادل فيها أشخاص من جهات عدة أفكارهم، من الهاتف أو على الطاولة، وما آل إليه كل منها.
idea-room = الغرفة
idea-room-new = فتح غرفة
idea-room-new-lead = يدخلها كل من لديه رمزها من هاتفه، دون حساب.
idea-room-question = السؤال المطروح
idea-title-ar = السؤال بالعربية
idea-title-en = السؤال بالإنجليزية
idea-title-needed = { $n ->
    [zero] اكتب السؤال
    [one] اكتب السؤال في حرف واحد على الأكثر
    [two] اكتب السؤال في حرفين على الأكثر
    [few] اكتب السؤال في { $n } أحرف على الأكثر
    [many] اكتب السؤال في { $n } حرفاً على الأكثر
   *[other] اكتب السؤال في { $n } حرف على الأكثر
    }
idea-title-names = يبدو أن السؤال يسمّي شخصاً أو يذكر رقماً. وكل من في القاعة يقرؤه: اطرحه دون ذلك.
idea-board = ما يُطلب من الحاضرين
idea-board-themes = المحاور الأربعة: نقاط القوة، والتحديات، والفرص، والتهديدات
idea-board-open = أفكار من أي نوع
idea-anonymity = ما يظهر عن الشخص
idea-anonymity-ask = ما يظهر بجانب ما يقوله المشارك
idea-anonymity-needed = اختر ما يظهر عن الشخص
idea-anonymity-named = الاسم والجهة
idea-anonymity-entity = الجهة فقط
idea-anonymity-anonymous = دون ذكر الهوية
idea-anonymity-text-named = يظهر اسمك واسم جهتك بجانب ما تكتبه، ويراهما الجميع.
idea-anonymity-text-entity = يظهر اسم جهتك فقط بجانب ما تكتبه، ولا يُطلب اسمك ولا يُحفظ.
idea-anonymity-text-anonymous = لا يُطلب اسم ولا جهة ولا يُحفظ أيّ منهما، ولا يمكن أن يُعرف من كتب ماذا.
idea-never-less = لا يُنقص منه بعد ذلك
idea-never-less-text = ما وُعد به عند فتح الغرفة باقٍ ما بقيت: لا صفحة ولا إعداد يُظهر لاحقاً أكثر من ذلك عن أحد.
idea-guarded = لا مكان هنا لحالة أحد
idea-guarded-text = كل ما يشبه اسم شخص أو رقماً أو عنواناً يُحجز حتى ينظر فيه أحد، ولا يظهر شيء على الجدار قبل أن يجيزه المشرف.
idea-answer-title = الرد
idea-answer-days = الأيام التي يُرد خلالها على كل فكرة
idea-answer-days-hint = ما لم يُرد عليه حتى ذلك الحين يظهر لكل من في الغرفة مع مدته
idea-answer-days-needed = أدخل عدداً من الأيام من 1 إلى 365
idea-answered-within = { $n ->
    [zero] في اليوم نفسه
    [one] خلال يوم واحد
    [two] خلال يومين
    [few] خلال { $n } أيام
    [many] خلال { $n } يوماً
   *[other] خلال { $n } يوم
    }
idea-room-open-it = فتح الغرفة
idea-room-open = مفتوحة
idea-room-closed = مغلقة
idea-room-closed-text = هذه الغرفة مغلقة، ولا يمكن إرسال شيء إليها بعد الآن.
idea-room-close = إغلاق الغرفة
idea-room-reopen = فتحها من جديد
idea-room-about = عن الغرفة
idea-rooms-empty = لم تُفتح غرفة بعد
idea-rooms-empty-text = افتح غرفة لاجتماع أو لسؤال واعرض رمزها.
idea-seated = الحاضرون
idea-opened-at = فُتحت
idea-code = الرمز
idea-code-hint = ستة أرقام كما تظهر على الجدار
idea-code-wrong = لا توجد غرفة بهذا الرمز
idea-join = الانضمام
idea-join-title = الانضمام إلى غرفة
idea-join-lead = اكتب الرمز المعروض في القاعة. لا تحتاج إلى حساب.
idea-join-square = مربع للمسح يفتح الغرفة على الهاتف
idea-join-text = امسح المربع أو اكتب الرمز في صفحة «الانضمام إلى غرفة». لا يلزم حساب.
idea-join-as = تنضم بصفتك
idea-join-now = الدخول
idea-joined = أنت في الغرفة.
idea-name = اسمك
idea-name-needed = اكتب اسمك
idea-entity = جهتك
idea-entity-needed = اكتب اسم جهتك

problem-room-join_first = انضم إلى الغرفة أولاً
problem-room-join_first-next = لا مكان لهذا المتصفح في الغرفة. انضم بالرمز وأرسل من جديد: ما كتبته ما زال في صفحتك.
problem-room-closed = الغرفة مغلقة
problem-room-closed-next = لا يمكن إرسال شيء إليها بعد الآن، ويبقى ما قيل فيها للقراءة.
problem-room-busy = يدخل كثيرون في الوقت نفسه
problem-room-busy-next = حاول مرة أخرى بعد دقيقة.
problem-room-full = الغرفة ممتلئة
problem-room-full-next = اطلب ممن يدير الاجتماع أن يفتح غرفة أخرى.
