# الأفكار: غرف يتبادلها فيها أشخاص من جهات عدة.

journal-ideas = غرفة أفكار
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
idea-anonymity-text-anonymous = لا يُطلب اسم ولا جهة ولا يُحفظ أيّ منهما، ولا يجد ما كتبته من جديد إلا متصفحك.
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
idea-code-hint = تسعة أرقام كما تظهر على الجدار
idea-code-wrong = لا توجد غرفة بهذا الرمز
idea-join = الانضمام
idea-join-title = الانضمام إلى غرفة
idea-join-lead = اكتب الرمز المعروض في القاعة. لا تحتاج إلى حساب.
idea-join-square = مربع للمسح يفتح الغرفة على الهاتف
idea-join-text = امسح المربع أو اكتب الرمز في صفحة «الانضمام إلى غرفة». لا يلزم حساب.
idea-join-as = تنضم بصفتك
idea-join-now = الدخول
idea-name = اسمك
idea-name-needed = اكتب اسمك
idea-entity = جهتك
idea-entity-needed = اكتب اسم جهتك
idea-text-needed = اكتب ما تريد قوله
idea-text-long = { $n ->
    [zero] النص أطول من اللازم
    [one] النص أطول من اللازم: حرف واحد على الأكثر
    [two] النص أطول من اللازم: حرفان على الأكثر
    [few] النص أطول من اللازم: { $n } أحرف على الأكثر. وما كتبته باقٍ هنا، فاختصره وأرسله من جديد.
    [many] النص أطول من اللازم: { $n } حرفاً على الأكثر. وما كتبته باقٍ هنا، فاختصره وأرسله من جديد.
   *[other] النص أطول من اللازم: { $n } حرف على الأكثر. وما كتبته باقٍ هنا، فاختصره وأرسله من جديد.
    }
idea-theme-needed = اختر محوراً
idea-position-needed = اختر نوع تعليقك
idea-table-needed = اكتب من أي طاولة أو ورقة جاءت
idea-kind = المحور
idea-kind-strength = نقاط القوة
idea-kind-challenge = التحديات والممارسات الحالية
idea-kind-opportunity = الفرص المستقبلية
idea-kind-threat = التهديدات والعوامل الخارجية
idea-kind-open = فكرة
idea-position-for = مؤيد
idea-position-against = معارض
idea-position-question = سؤال
idea-position-remark = ملاحظة
idea-state-waiting = بانتظار المشرف
idea-state-held = محجوزة للمراجعة
idea-state-shown = على اللوحة
idea-state-removed = محجوبة
idea-state-withdrawn = مسحوبة
idea-state-merged = مدموجة
idea-words = كلماتك
idea-words-hint = فكرة واحدة في جملة أو جملتين، دون أسماء أشخاص ولا أرقامهم.
idea-say = شارك برأيك
idea-send = إرسال
idea-sent = وصلت مشاركتك
idea-sent-text = ينظر فيها المشرف قبل أن يراها الجميع، وتجد أدناه ما آلت إليه.
idea-trying-again = لم تُرسل بعد. تُعاد المحاولة تلقائياً، ويمكنك ترك الصفحة مفتوحة.
idea-no-name = دون أي اسم
idea-mine = ما شاركتُ به
idea-gone = لم تعد الكلمات محفوظة
idea-removed-because = حُجبت لأنها:
idea-held-text = قد تدل على شخص. ينظر فيها المشرف قبل أن يراها أحد.
idea-appeal = طلب إعادة النظر
idea-appealed = طُلبت إعادة النظر
idea-withdraw = سحبها
idea-board-title = اللوحة
idea-board-empty = لا شيء على اللوحة بعد
idea-board-empty-text = ما يُجاز يظهر هنا تلقائياً.
idea-by-support = الأكثر تأييداً أولاً
idea-by-time = الأحدث أولاً
idea-more = المزيد
idea-one = فكرة
idea-support = تأييد
idea-support-end = سحب تأييدي
idea-comment = تعليق
idea-comments = التعليقات
idea-comments-none = لا تعليقات بعد
idea-report = لينظر أحد في هذه من جديد
idea-reported = سينظر فيها المشرف
idea-reported-text = تبقى في مكانها حتى يقرر أحد، ولا يحجب شيئاً عددُ البلاغات مهما بلغ.
idea-queue = بانتظارك
idea-queue-empty = لا شيء ينتظر
idea-queue-empty-text = ما يرسله المشاركون يظهر هنا تلقائياً.
idea-show = إجازة
idea-show-all = { $n ->
    [zero] إجازة الكل
    [one] إجازة هذه المشاركة
    [two] إجازة المشاركتين
    [few] إجازة { $n } مشاركات
    [many] إجازة { $n } مشاركة
   *[other] إجازة { $n } مشاركة
    }
idea-look = النظر في ما وُجد
idea-looks-like-case = قد تدل على شخص
idea-remove = حجب
idea-remove-why = لماذا؟
idea-remove-case = حجبها وحذف كلماتها
idea-remove-case-text = تدل على شخص: تُحذف كلماتها في الحال ولا يمكن استعادتها، ويُبلَّغ صاحبها بأنها حُجبت وبالسبب.
idea-reason = السبب
idea-reason-case = تدل على شخص
idea-reason-insult = تسيء إلى أحد
idea-reason-off-topic = خارج السؤال المطروح
idea-reason-twice = موجودة من قبل
idea-reason-advert = تروّج لشيء
idea-reports = مُبلَّغ عنها
idea-reports-text = طلب بعضهم إعادة النظر فيها، وتبقى ظاهرة حتى تقرر.
idea-reports-count = { $n ->
    [zero] لا بلاغات
    [one] بلاغ واحد
    [two] بلاغان
    [few] { $n } بلاغات
    [many] { $n } بلاغاً
   *[other] { $n } بلاغ
    }
idea-held-title = محجوزة للمراجعة
idea-held-lead = يبدو أنها تدل على شخص، ولم يرها غير المشرفين.
idea-removed-list = ما حُجب
idea-removed-lead = كم حُجب من هذه اللوحة ولماذا، دون تكرار الكلمات.
idea-removed-each = كل حجب
idea-removed-none = لم يُحجب شيء
idea-removed-none-text = كل ما يُحجب يُحسب هنا مع سببه.
idea-count = العدد
idea-when = متى
idea-wall = الجدار التفاعلي
idea-wall-text = افتحه على حاسوب جهاز العرض. لا يحتاج إلى حساب ولا يعرض إلا ما يراه كل من في الغرفة.
idea-wall-open = فتح الجدار
idea-wall-live = متابعة
idea-wall-pause = إيقاف مؤقت
idea-wall-blank = إخفاء
idea-wall-state-live = مباشر
idea-wall-state-paused = موقوف مؤقتاً
idea-wall-state-blank = مخفي
idea-wall-paused = موقوف مؤقتاً
idea-wall-join = انضم من هاتفك
idea-wall-people = { $n ->
    [zero] لا مشاركين بعد
    [one] مشارك واحد
    [two] مشاركان
    [few] { $n } مشاركين
    [many] { $n } مشاركاً
   *[other] { $n } مشارك
    }
idea-wall-ideas = { $n ->
    [zero] لا أفكار بعد
    [one] فكرة واحدة
    [two] فكرتان
    [few] { $n } أفكار
    [many] { $n } فكرة
   *[other] { $n } فكرة
    }
idea-paper = من الورق
idea-paper-lead = ما كتبته طاولة بخط اليد. يظهر على اللوحة في الحال ما لم يدل على شخص.
idea-paper-add = إضافة
idea-table = الطاولة أو الورقة
idea-table-hint = مثلاً: الطاولة 4
idea-answers = ما آلت إليه الأفكار
idea-answers-open = بلا رد حتى الآن
idea-answers-given = تم الرد عليها
idea-answers-late = { $n ->
    [zero] لا فكرة تنتظر أكثر مما وُعد به
    [one] فكرة واحدة تنتظر أكثر مما وُعد به
    [two] فكرتان تنتظران أكثر مما وُعد به
    [few] { $n } أفكار تنتظر أكثر مما وُعد به
    [many] { $n } فكرة تنتظر أكثر مما وُعد به
   *[other] { $n } فكرة تنتظر أكثر مما وُعد به
    }
idea-answer-open = بلا رد بعد
idea-answer-none = لم يُرد عليها بعد:
idea-answer-give = الرد الرسمي
idea-answer-what = الرد
idea-answer-why = السبب
idea-answer-why-hint = يقرؤه كل من في الغرفة
idea-answer-needed = اختر رداً
idea-answer-why-needed = { $n ->
    [zero] اذكر السبب
    [one] اذكر السبب في حرف واحد على الأكثر
    [two] اذكر السبب في حرفين على الأكثر
    [few] اذكر السبب في { $n } أحرف على الأكثر
    [many] اذكر السبب في { $n } حرفاً على الأكثر
   *[other] اذكر السبب في { $n } حرف على الأكثر
    }
idea-answer-names = يبدو أنه يسمّي شخصاً أو يذكر رقماً. والجميع يقرؤه: اكتبه دون ذلك.
idea-answer-code-study = قيد الدراسة
idea-answer-code-accepted = مقبولة
idea-answer-code-deferred = مؤجلة
idea-answer-code-declined = غير مقبولة
idea-late = متأخر
idea-become = ما آلت إليه
idea-become-text = كل ما ينشأ عنها يذكرها ويذكر صاحبها، فلا يضيع شيء في الطريق.
idea-become-initiative = اقتراح مبادرة مشتركة منها
idea-become-known = آلت إلى شيء قائم
idea-become-needed = اختر ما آلت إليه
idea-become-link = ربط
idea-became-initiative = تحولت إلى مبادرة مشتركة:
idea-became-practice = أصبحت ممارسة في المكتبة:
idea-became-see = عرضها
idea-origins = الأفكار التي نشأت عنها
idea-by-nobody = شخص لم يذكر هويته
idea-by = صاحبها
idea-said-at = قيلت
idea-about = عن الفكرة
idea-source = وصلت من
idea-source-phone = هاتف في الغرفة
idea-source-account = حساب
idea-source-paper = ورقة
idea-source-partner = شريك يشارك الغرفة
idea-support-here = التأييد هنا
idea-support-there = التأييد لدى
idea-support-count = التأييد
idea-reason-there = سُحبت لدى الجهة التي قيلت فيها
idea-shared = مشتركة مع
idea-shared-by = فتحت هذه الغرفة
idea-shared-text = تعرض لوحتهم ما تعرضه لوحتنا، والعكس، ويشرف كل طرف على مشاركات من عنده.
idea-shared-now = مشتركة
idea-share = مشاركة الغرفة
idea-total = أفكار على اللوحات
idea-total-answered = تم الرد عليها
idea-total-turned = تحولت إلى مبادرات
idea-total-initiatives = مبادرات نشأت عن أفكار

problem-room-join_first = انضم إلى الغرفة أولاً
problem-room-join_first-next = لا مكان لهذا المتصفح في الغرفة. انضم بالرمز وأرسل من جديد: ما كتبته ما زال في صفحتك.
problem-room-closed = الغرفة مغلقة
problem-room-closed-next = لا يمكن إرسال شيء إليها بعد الآن، ويبقى ما قيل فيها للقراءة.
problem-room-busy = يدخل كثيرون في الوقت نفسه
problem-room-busy-next = حاول مرة أخرى بعد دقيقة.
problem-room-full = الغرفة ممتلئة
problem-room-full-next = اطلب ممن يدير الاجتماع أن يفتح غرفة أخرى.
problem-room-too_fast = هذا كثير في وقت قصير
problem-room-too_fast-next = انتظر دقيقة ثم أرسل من جديد. وما وصل محفوظ.
problem-room-waiting_full = ينتظر مشرفي هذه الغرفة كثير
problem-room-waiting_full-next = أرسلها لاحقاً، أو سلّمها مكتوبة لأحد على طاولتك.
problem-idea-held = ما قد يدل على شخص لا يُجاز إلا بعد النظر في كل ما وُجد
problem-idea-held-next = افتحها من قائمة الغرفة وقرر في كل ما وُجد فيها.
problem-idea-crossed = قرر شخص آخر في الأثناء
problem-idea-crossed-next = افتح الغرفة من جديد لترى ما آلت إليه.
problem-idea-reason_needed = اذكر سبب الحجب
problem-idea-reason_needed-next = اختر السبب بجانبها ثم احجبها من جديد. فالجميع يقرأ كم حُجب ولأي سبب.
problem-idea-not_our_room = هذا للجهة التي فتحت الغرفة وحدها
problem-idea-not_our_room-next = اطلبه من مكتب الشراكات لديها، واسمها في صفحة الغرفة.
idea-kind-question = سؤال للمتحدث
idea-source-merger = دمج أفكار بموافقة أصحابها
idea-source-turned = مما قيل في نقاش
idea-into-initiative = مبادرات مشتركة
idea-into-practice = ممارسات في المكتبة
idea-into-campaign = حملات
idea-into-training = برامج تدريب
idea-into-risk = مخاطر في السجل
idea-into-policy = دليل السياسة
idea-became-campaign = تحولت إلى حملة:
idea-became-training = لبّاها برنامج تدريبي:
idea-became-risk = دخلت سجل المخاطر:
idea-became-policy = غيّرت دليل السياسة:
idea-clusters = المجموعات
idea-clusters-lead = أفكار متقاربة تُجمع تحت اسم واحد، يدوياً أو باقتراح من هذا الخادم. وكل فكرة تبقى كما هي بصاحبها وتأييدها.
idea-clusters-none = لا مجموعات بعد
idea-clusters-none-text = اختر أفكاراً متقاربة وسمّها، أو اطلب اقتراحاً.
idea-cluster-suggest = اقتراح مجموعات
idea-cluster-suggested = مجموعات مقترحة
idea-cluster-suggested-text = { $n ->
    [zero] حُسبت هنا من الكلمات وحدها، ولا يتغير شيء حتى تحفظها.
    [one] حُسبت هنا من الكلمات وحدها، ولا يتغير شيء حتى تحفظها. وتظهر مجموعة واحدة على الأكثر.
    [two] حُسبت هنا من الكلمات وحدها، ولا يتغير شيء حتى تحفظها. وتظهر مجموعتان على الأكثر.
    [few] حُسبت هنا من الكلمات وحدها، ولا يتغير شيء حتى تحفظها. وتظهر { $n } مجموعات على الأكثر.
    [many] حُسبت هنا من الكلمات وحدها، ولا يتغير شيء حتى تحفظها. وتظهر { $n } مجموعة على الأكثر.
   *[other] حُسبت هنا من الكلمات وحدها، ولا يتغير شيء حتى تحفظها. وتظهر { $n } مجموعة على الأكثر.
    }
idea-cluster-nothing-near = لا أفكار متقاربة خارج المجموعات.
idea-cluster-by-hand = أفكار خارج المجموعات
idea-cluster-name = اسم المجموعة
idea-cluster-name-needed = { $n ->
    [zero] اكتب اسم المجموعة
    [one] اكتب اسم المجموعة في حرف واحد على الأكثر
    [two] اكتب اسم المجموعة في حرفين على الأكثر
    [few] اكتب اسم المجموعة في { $n } أحرف على الأكثر
    [many] اكتب اسم المجموعة في { $n } حرفاً على الأكثر
   *[other] اكتب اسم المجموعة في { $n } حرف على الأكثر
    }
idea-cluster-none-chosen = اختر فكرة واحدة على الأقل
idea-cluster-into = أو أضفها إلى
idea-cluster-new = مجموعة جديدة
idea-cluster-put = جمعها
idea-cluster-keep = حفظ المجموعة
idea-cluster-out = إخراجها من المجموعة
idea-cluster-rest = { $n ->
    [zero] لا أفكار أخرى
    [one] فكرة أخرى
    [two] فكرتان أخريان
    [few] { $n } أفكار أخرى
    [many] { $n } فكرة أخرى
   *[other] { $n } فكرة أخرى
    }
idea-clusters-all = كل المجموعات
idea-clusters-before = المجموعات السابقة
idea-clusters-next = مجموعات أخرى
idea-quote = في التقرير
idea-quote-hint = من دون ذلك تُحسب فكرتك في التقرير ولا تُنقل كلماتها، ولك أن تتراجع لاحقاً.
idea-quote-yes = يجوز نقل كلماتي في تقرير اللقاء
idea-quotable = يجوز نقلها في التقرير.
idea-quote-allow = السماح بنقلها
idea-quote-end = منع نقلها
idea-different = { $n ->
    [zero] لم يؤيد أحد أياً منها.
    [one] أيّد شخص واحد واحدة منها على الأقل.
    [two] أيّد شخصان مختلفان واحدة منها على الأقل.
    [few] أيّد { $n } أشخاص مختلفين واحدة منها على الأقل.
    [many] أيّد { $n } شخصاً مختلفاً واحدة منها على الأقل.
   *[other] أيّد { $n } شخص مختلف واحدة منها على الأقل.
    }
idea-never-summed = لا تُجمع الأعداد: من أيّد فكرتين شخص واحد.
idea-merge = دمجها في فكرة واحدة
idea-merge-text = يُسأل كل صاحب فكرة على هاتفه، ولا يتم الدمج إلا بموافقتهم جميعاً. وتبدأ الفكرة الجديدة دون تأييد.
idea-merge-words = كلمات الفكرة الجديدة
idea-merge-ask = سؤال أصحابها
idea-merge-two = اختر فكرتين على الأقل وعشرين على الأكثر
idea-merge-may = هل تُدمج فكرتك مع غيرها؟
idea-merge-into = لتصبح جزءاً من هذه الفكرة:
idea-merge-promise = تبقى فكرتك محفوظة تحتها باسمك وتأييدها. وإن رفضت بقي كل شيء كما هو.
idea-merge-yes = أوافق
idea-merge-no = لا، تبقى وحدها
idea-merge-confirm = أيّدت فكرة أصبحت جزءاً من هذه
idea-merge-confirm-text = لا يُنقل تأييدك من تلقاء نفسه. هل تؤيد هذه أيضاً؟
idea-merge-agreed-of = الموافقات: { $n } من { $total }
idea-merge-end = سحب السؤال
idea-mergers = دمج بانتظار الموافقة
idea-merged = أصبحت جزءاً من فكرة أخرى
idea-merged-text = بموافقة صاحبها، وما قيل عنها وتأييدها محفوظان هنا.
idea-merged-see = عرض الفكرة التي جمعتها
idea-roots = الأفكار التي جاءت منها
idea-roots-text = لكل منها تأييدها، ولا يُجمع معه.
idea-consensus = ما تتفق عليه كل الفئات
idea-consensus-text = نسبة التأييد داخل كل فئة من الشركاء في القاعة، مرتبة بأدناها: ما لا ترضى به فئة لا تعلو به كثرة غيرها. ومن الأفكار خارج المجموعات تُقارن الـ200 الأكثر تأييداً.
idea-consensus-few = لا يمكن التمييز بعد: يلزم خمسة أشخاص على الأقل من كل فئة من فئتين.
idea-percent = { $n }%
idea-lowest = أدنى نسبة: { $n }%
idea-by-kind = حسب الفئة
idea-kind-of-partner = فئة الشريك
idea-kind-of-host = الجهة المضيفة
idea-kind-of-linked = جهات مرتبطة
idea-too-few = أقل من خمسة
idea-kind-withheld = محجوبة كي لا يُستنتج منها رأي فئة قليلة العدد
problem-idea-merge_asked = لا يمكن دمج هذه الأفكار الآن
problem-idea-merge_asked-next = إحداها ليست على اللوحة أو قيلت لدى جهة أخرى أو سُئل صاحبها من قبل. افتح المجموعات من جديد.
