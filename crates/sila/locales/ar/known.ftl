# السؤال عن معرفة شخص لدى جهة مرتبطة.

known-ask-title = هل هذا الشخص معروف لديهم؟
known-ask-lead = تسأل جهة مرتبطة دون أن تعرف عمّن تسأل. والجواب إشارة إلى التواصل معها، وليس معلومة عن الشخص.
known-question = السؤال
known-ask-about = عمّن تسأل؟
known-ask-whom = أي جهة تسأل؟
known-ask-act = إرسال السؤال
known-needed = اختر واحداً.
known-no-name = شخص بلا اسم مسجّل
known-with = يُسأل بـ: { $what }
known-with-nothing = لا يُعرف عنه ما يكفي للسؤال
known-slot-eid = رقم الهوية
known-slot-phone-given = الهاتف والاسم الأول
known-slot-birth-names = يوم الميلاد والاسم والعائلة
known-slot-birth-given = يوم الميلاد والاسم الأول
known-slot-day-names = اليوم والشهر والاسم والعائلة
known-slot-year-names = سنة الميلاد وثلاثة أسماء
known-slot-three-names = ثلاثة أسماء
known-slot-phone-birth = الهاتف ويوم الميلاد
known-purpose = الغرض
known-purpose-protection = حماية الشخص
known-purpose-continuity = متابعة رعاية سابقة
known-purpose-hint-protection = لمعرفة من يعمل على حمايته كي لا تتعارض الجهود.
known-purpose-hint-continuity = لئلا يُعاد ما بدأ في جهة أخرى أو يُسأل الشخص مرتين.
known-basis = السند القانوني
known-basis-hint = يُدوَّن مع السؤال في سجلي الجهتين.
known-no-desk = لا توجد جهة يجوز سؤالها
known-no-desk-text = لا يُسأل إلا بموجب اتفاقية سارية تنص على ذلك.
known-to-agreements = الاتفاقيات
known-list-not-come = لم تصل قائمتهم بعد
known-list-of = قائمتهم بتاريخ { $at }
known-left = { $n ->
    [zero] لم يبق لك سؤال
    [one] بقي لك سؤال واحد
    [two] بقي لك سؤالان
    [few] بقيت لك { $n } أسئلة
    [many] بقي لك { $n } سؤالاً
   *[other] بقي لك { $n } سؤال
}
known-left-today = { $n ->
    [zero] لم يبق للجهة سؤال اليوم
    [one] بقي للجهة سؤال واحد اليوم
    [two] بقي للجهة سؤالان اليوم
    [few] بقيت للجهة { $n } أسئلة اليوم
    [many] بقي للجهة { $n } سؤالاً اليوم
   *[other] بقي للجهة { $n } سؤال اليوم
}
known-left-worker = { $n ->
    [zero] لم يبق لك سؤال اليوم
    [one] بقي لك سؤال واحد اليوم
    [two] بقي لك سؤالان اليوم
    [few] بقيت لك { $n } أسئلة اليوم
    [many] بقي لك { $n } سؤالاً اليوم
   *[other] بقي لك { $n } سؤال اليوم
}
known-preview = ما الذي يغادر؟
known-leaves = يغادر
known-leaves-1 = ثمانية أرقام تبدو عشوائية، ولا يمكن لأحد ردّها إلى شخص.
known-leaves-2 = الغرض والسند القانوني والوقت.
known-leaves-3 = رمزان يقومان مقامك ومقام الحالة، لا يُعرف منهما أحد.
known-stays = لا يغادر
known-stays-1 = الاسم والأرقام وتاريخ الميلاد والحالة: لا شيء عن الشخص.
known-stays-2 = لا تعلم الجهة الأخرى عمّن سألت، لا الآن ولا لاحقاً.
known-stays-3 = ولا تعلم ما وجدت: الجواب يُستخرج هنا.
known-clause = البند الذي يجيز ذلك
known-quota = الحد: { $day } في اليوم لكل غرض، و{ $minute } في الدقيقة، و{ $worker } لكل موظف في اليوم. ويعدّها الطرفان.
known-here = هل يمكن أن يُعثر على من في هذه الحالة؟
known-here-listed = نعم. قد تعرف جهة لديها اتفاقية أن أحدهم معروف هنا، دون سبب ولا تفاصيل.
known-here-protected = لا. فإما أنهم تحت الحماية أو في دار إيواء، أو لم تُسأل أسئلة السلامة. وما لا يُعرف يُعدّ محمياً.
known-here-marked = لا. وضع أحد الموظفين علامة تمنع ذلك.
known-here-mark = عدم الإظهار لأي جهة
known-here-unmark = رفع العلامة
known-before = أسئلة سابقة عن هذه الحالة
known-case = الحالة
known-by = سأل
known-at = متى
known-asked-of = الجهة المسؤولة
known-from = من
known-state = الوضع
known-number = العدد
known-agency-gone = جهة لم تعد مرتبطة
known-class-strong = معروف على الأرجح
known-class-possible = ربما
known-class-none = لم يُعثر
known-state-waiting = بانتظار الجواب
known-state-refused = لم يُجب
known-answer-title = الجواب
known-strong = معروف على الأرجح لدى { $agency }
known-strong-text = تطابق رقم لا يحمله إلا شخص واحد، أو الهاتف مع يوم الميلاد والاسم. ولتتأكد سمِّ الشخص لموظفهم المناوب واذكر السبب.
known-human = أجاب موظف في { $agency }
known-possible = ربما كان معروفاً لدى { $agency }
known-possible-text = تشابهت بعض العلامات، وقد يتشابه شخصان مصادفةً. هذا سبب للسؤال لا أكثر: لا تبنِ عليه قراراً ولا تكتبه في الحالة حقيقةً.
known-none = لم يُعثر على أحد في قائمة { $agency }
known-none-text = لا يعني ذلك أن الشخص غير معروف لديهم: فمن تجب حمايتهم والمقيمون في دور الإيواء ليسوا في القائمة. والقائمة بتاريخ { $at }، وقد يكون الاسم مكتوباً لديهم على نحو آخر.
known-waiting = أُرسل السؤال إلى { $agency }
known-waiting-text = يصل الجواب عادة خلال لحظات، دون أن ينظر فيه أحد هناك.
known-refused = لم تُجب { $agency } عن السؤال
known-refused-text = دُوّن السبب في سجلي الجهتين. ولم تعلم أي جهة شيئاً عن الشخص.
known-refused-by-agreement = لا تسمح الاتفاقية بهذا السؤال.
known-hits = من قد يكون
known-hit = شخص معروف لديهم ({ $n })
known-equal = المتطابق: { $what }
known-hits-text = لا يعرف هذه النتيجة إلا من يطّلع على الحالة هنا. ولا تعرف { $agency } أنك وجدت شيئاً.
known-settled = أجاب موظف من قبل، ولا يُسأل عنهما مرة أخرى.
known-not = ما الذي لا يعنيه الجواب
known-not-1 = لا يقول لماذا عُرف الشخص هناك، ولا منذ متى، ولا ما حدث.
known-not-2 = لا يقول إنهما الشخص نفسه: هذا يقوله إنسان بعد المقارنة.
known-not-3 = لا يربط بين الحالتين، ولا يغيّر شيئاً في أيّ منهما.
known-logged = في السجلين
known-sealed = ختم السؤال:
known-counts-equal = عدد الأسئلة لدينا { $ours } ولديهم { $theirs }: متساويان.
known-counts-differ = العددان غير متساويين
known-counts-differ-text = عددنا { $ours } سؤالاً وعدّوا { $theirs }. أبلغ مسؤول حماية البيانات.
known-seen = من اطّلع على هذه الصفحة
known-seen-none = لم يطّلع عليها أحد بعد.
known-name-act = تسمية الشخص لموظفهم المناوب
known-name-title = تسمية الشخص
known-name-lead = من الآن تعرف { $agency } عمّن تسأل. يقرأ الاسم موظف مناوب إن قبل، ويجيب: هو نفسه، أو ليس هو، أو لا يمكن القول.
known-name-send = إرسال مختوماً إلى { $agency }
known-name-person = الشخص إن قلتَ عنه كل شيء
known-name-who = من سيرى هذا
known-name-who-text = موظف مناوب في { $agency } بعد أن يقبل، وكل اطلاع مدوَّن. ولا يرى شيئاً من الحالة غير ما تختاره هنا.
known-fields = ما الذي يُقال عن الشخص
known-fields-hint = أقل ما يكفي للمقارنة.
known-fields-needed = لا بد من الاسم أو رقم الهوية كي تمكن المقارنة.
known-reason = السبب
known-reason-hint = لماذا تحتاج إلى معرفة ذلك؟ يقرؤه الموظف المناوب ويُحفظ.
known-reason-needed = اكتب السبب في أقل من ألف حرف.
known-answer-waiting = بانتظار الموظف المناوب
known-answer-same = الشخص نفسه
known-answer-not-same = ليس الشخص نفسه
known-answer-cannot-say = لا يمكن القول
known-answer-refused = لم يُقبل ولم يُقرأ
known-answer-hint-same = تعلم الجهة أنه هو، ولا شيء غير ذلك. وللتعاون أرسلوا إحالة.
known-answer-hint-not-same = يُحفظ لدى الجهتين، ولا يُسأل عنهما مرة أخرى.
known-answer-hint-cannot-say = جواب كامل، ولا يحتاج إلى سبب.
known-history-title = أسئلة عن معرفة أشخاص
known-history-lead = ما سألته هذه الجهة عن حالات يجوز لك الاطلاع عليها، وما بقي من الأسئلة.
known-history-none = لم يُسأل عن أحد بعد
known-history-none-text = يُسأل من صفحة الحالة.
known-history-seen = ترى هنا ما يخص حالاتك وحدها. ويرى المدقق وقت كل سؤال ومن سأله، لا عمّن كان إلا إذا فتحه، وفتحه مدوَّن.
known-budget = ما بقي من الأسئلة
known-desk-title = من يُسأل عنهم بالاسم
known-desk-lead = جهات مرتبطة تسمّي شخصاً وتسأل إن كان هو من نعرفه. لا يُقرأ الاسم قبل قبوله.
known-desk-none = لا أحد ينتظر جواباً
known-desk-none-text = يظهر هنا ما يصل من الجهات المرتبطة.
known-desk-seen = كل فتح لتسمية مدوَّن، ويظهر من فتحها في صفحتها.
known-desk-one = شخص سُمّي لنا
known-desk-one-lead = اقبل واقرأ وقارن ثم أجب؛ أو ارفض فيُحذف دون أن يُقرأ.
known-desk-asked = من يسأل
known-desk-sealed = لم يُقرأ بعد
known-desk-unread = تسمّي { $agency } شخصاً وتذكر سبباً، بعد سؤال أجابت عنه هذه الجهة دون أن تعرف عمّن كان.
known-desk-unread-text = إن قبلت ترى الاسم والسبب، وترى بجانبه من يُظن أنه هو لدينا، ويُدوَّن اطلاعك على الاثنين.
known-desk-open = قبول وقراءة
known-desk-refuse = رفض دون قراءة
known-desk-theirs = من سمّته { $agency }
known-desk-ours = من يُظن أنه هو لدينا
known-desk-ours-text = بيانات التعريف وحدها، لا شيء من الحالة. ولا يُرسل منها شيء.
known-desk-gone = لم يعد في القائمة
known-desk-gone-text = أصبح الشخص محمياً أو حُذفت حالته. أجب: لا يمكن القول.
known-desk-your-answer = جوابك
known-desk-question = هل هما الشخص نفسه؟
known-desk-answer = إرسال الجواب
known-desk-done = أُجيب
known-answered-before = تلقائياً، بجواب سابق عن الشخصين نفسيهما
known-name-ar = الاسم بالعربية
known-name-latin = الاسم باللاتينية
known-birth = الميلاد
known-sex = الجنس
known-nationality = الجنسية
known-eid = رقم الهوية
known-phone = الهاتف
known-audit-title = تدقيق الأسئلة عن أشخاص
known-audit-lead = كل سؤال في الاتجاهين كما دُوّن في السجل. لا يظهر هنا عمّن كان السؤال.
known-audit-ours = ما سألناه
known-audit-theirs = ما سُئلناه
known-audit-none = لا شيء بعد.
known-audit-seen = فتح سؤال لمعرفة عمّن كان مدوَّن، ويراه من سأله في صفحة السؤال.
known-audit-prove = إثبات
known-audit-served = أُجيب عنه
known-audit-one = عمّن كان هذا السؤال
known-audit-holds = السؤال كان عن هذا الشخص
known-audit-holds-text = حُسبت القيم المحفوظة من جديد فأعطت الأرقام التي أُرسلت وختمها المدوَّن.
known-audit-fails = المحفوظ لا يطابق ما أُرسل
known-audit-fails-text = أُرسل سؤال آخر غير المحفوظ هنا. أبقِ قاعدة البيانات كما هي وأبلغ مسؤول حماية البيانات.
known-audit-values = ما سُئل به
known-audit-values-text = الأرقام كما هي، والأسماء بحروفها الأصلية دون حركات كما تُكتب للمقارنة.
known-audit-slot = العلامة
known-audit-value = القيمة
known-audit-batch = الختم في السجلين
known-audit-log = مكانه في سجلنا
known-audit-place = المكان { $n }
known-audit-not-numbered = لم يُرقّم بعد
known-audit-there = الإثبات لدى الجهة الأخرى
known-audit-there-text = خذ هذا الملف إلى مدقق الجهة الأخرى: يقارنه الأمر sila verify --known بسجلهم. فيه بيانات الشخص، فعامله معاملة ملف الحالة.
known-audit-file = حفظ ملف الإثبات

problem-known-nothing_to_ask = لا يُعرف عن الشخص ما يكفي للسؤال
problem-known-nothing_to_ask-next = أضف رقم الهوية، أو الهاتف، أو تاريخ الميلاد مع الاسم كاملاً، ثم اسأل.
problem-known-no_list = لم تصل قائمة هذه الجهة بعد
problem-known-no_list-next = لم يُرسل شيء. حاول بعد قليل، أو أبلغ مسؤول الربط إن استمر ذلك.
problem-known-rules_differ = تكتب الجهتان الأسماء للمقارنة بقواعد مختلفة
problem-known-rules_differ-next = لم يُرسل شيء. على إحدى الجهتين تحديث البرنامج كي لا يضيع أحد دون أن يُلحظ.
problem-known-not_linked = لا يوجد ربط مفتوح مع هذه الجهة
problem-known-not_linked-next = لم يُرسل شيء. اسأل مسؤول الشراكات.
problem-known-over_budget_day = بلغت الجهة حدّ اليوم من الأسئلة لهذا الغرض
problem-known-over_budget_day-next = لم يُرسل شيء. يبدأ العدّ من جديد عند منتصف الليل. وفي الخطر اتصل بالجهة هاتفياً.
problem-known-over_budget_minute = أسئلة كثيرة في دقيقة واحدة
problem-known-over_budget_minute-next = لم يُرسل شيء. انتظر دقيقة.
problem-known-over_budget_worker = بلغت حدّك من الأسئلة اليوم
problem-known-over_budget_worker-next = لم يُرسل شيء. يبدأ العدّ من جديد عند منتصف الليل. وفي الخطر اتصل بالجهة هاتفياً.
problem-known-asked_meanwhile = سأل زميل في اللحظة نفسها
problem-known-asked_meanwhile-next = لم يُرسل سؤالك. أرسله مرة أخرى.
problem-known-too_large = الرسالة أكبر مما تقبله الجهة الأخرى
problem-known-too_large-next = اختصر السبب ثم أرسل.
problem-known-no_reason = لم يُكتب السبب
problem-known-no_reason-next = اكتب لماذا تحتاج إلى معرفة ذلك.
problem-known-nothing_told = لا يمكن المقارنة دون اسم أو رقم هوية
problem-known-nothing_told-next = اختر ما يُقال عن الشخص.
problem-known-named_before = سُئل عن هذين الشخصين من قبل
problem-known-named_before-next = لا يُسأل عنهما مرة أخرى: الجواب محفوظ، أو هو في الانتظار.
problem-known-not_opened = لم يُقبل بعد
problem-known-not_opened-next = اقبل واقرأ أولاً، أو ارفض.
problem-known-answered_before = أُجيب من قبل
problem-known-answered_before-next = ربما أجاب زميل. افتح الصفحة لترى الجواب.
problem-known-wrong_epoch = سُئل بمفاتيح أسبوع مضى
problem-known-wrong_epoch-next = حُدّثت المفاتيح. اسأل مرة أخرى.
problem-known-epoch_passed = تجددت القائمة قبل وصول الجواب
problem-known-epoch_passed-next = اسأل مرة أخرى.
problem-known-oversized = سؤال بأكثر من ثماني علامات
problem-known-oversized-next = لا يُسأل بها: قد يكون البرنامج قديماً أو معدّلاً. أبلغ مسؤول الربط.
problem-known-malformed = سؤال لا يُقرأ
problem-known-malformed-next = أبلغ مسؤول الربط.
problem-known-replayed = سؤال أُرسل من قبل
problem-known-replayed-next = لا يُجاب عنه مرتين. أبلغ مسؤول حماية البيانات.
problem-known-wrong_key = أجيب بغير المفاتيح المنشورة
problem-known-wrong_key-next = لا يُعتدّ بالجواب. أبلغ مسؤول حماية البيانات في الجهتين.
problem-known-batch_differs = الجواب لسؤال آخر
problem-known-batch_differs-next = لا يُعتدّ بالجواب. أبلغ مسؤول حماية البيانات.
problem-known-keys = تعذّر حساب المفاتيح
problem-known-keys-next = أبلغ مسؤول النظام.
problem-known-table = تعذّر إعداد القائمة
problem-known-table-next = أبلغ مسؤول النظام.
problem-known-unwritable = تعذّر الحفظ
problem-known-unwritable-next = أبلغ مسؤول النظام.
