# الإعلانات إلى الشركاء.

menu-announcements = الإعلانات
journal-announcement = إعلان إلى الشركاء
announcements-title = الإعلانات
announcements-lead = ما تعلنه الجهات لشركائها. ويُعرف من اطّلع باسم جهته، لا باسم شخص.
announcements-empty = لا إعلانات
announcements-empty-text = يظهر هنا ما تعلنه جهتك وشركاؤها حتى آخر يوم منه.
announcements-past = المنتهية
announcements-past-text = لم تعد تظهر لمن أُرسلت إليهم. ويبقى هنا من اطّلع عليها وما أُجيب به.
announcement-one = الإعلان
announcement-new = إعلان جديد
announcement-new-lead = باللغتين، إلى كل الشركاء أو بعضهم.
announcement-words = النص
announcement-title = العنوان
announcement-text = نص الإعلان
announcement-words-needed = اكتبه باللغتين. الحد الأقصى للحروف: { $n }.
announcement-until = آخر يوم
announcement-until-wrong = اختر يوماً من اليوم فصاعداً وخلال سنة.
announcement-for = لمن
announcement-class = فئة الشركاء
announcement-every-class = كل الفئات
announcement-class-unknown = اختر فئة من القائمة.
announcement-area = مجال التعاون
announcement-every-area = أي مجال
announcement-area-hint = الشركاء الذين يرد هذا المجال في ملحقهم الموقّع ولم يُعلَّق فحسب.
announcement-nobody = لن يصل إلى أحد: لا شريك في هذا الاختيار يمكن الوصول إليه الآن.
announcement-send = الفحص والإرسال
announcement-no-person = لا أحد فيه
announcement-no-person-text = يُفحص النص قبل خروجه بحثاً عن أشخاص مسجّلين وأرقام وعناوين.
announcement-who = إلى من يصل
announcement-who-text = إلى الشركاء ذوي الخوادم عبر الربط حيث تسمح اتفاقية سارية، وإلى شركاء البوابة فيها. أما المسجّلون فقط ومن يُخاطَب على الورق فتُذكر أسماؤهم ليُبلَّغوا بالبريد. ولا يصل شيء إلى من أُوقف ربطه أو اتفاقيته.
announcement-read-by = الاطلاع باسم الجهة
announcement-read-by-text = ترى أي الجهات اطّلعت وأيها لم تطّلع. أما من اطّلع منها فلا يُخبَر به أحد.
announcement-question = السؤال
announcement-question-add = إضافة سؤال
announcement-question-text = تختار كل جهة إجابة واحدة، ولها أن تغيّرها حتى آخر يوم. اكتب كل إجابة في سطر، بالترتيب نفسه في اللغتين.
announcement-asks = السؤال
announcement-answers = الإجابات
announcement-question-wrong = اكتب السؤال باللغتين، والإجابات في كل لغة من 2 إلى { $n }، كل إجابة في سطر. الحد الأقصى لحروف الإجابة: { $long }.
announcement-other-language = باللغة الأخرى
announcement-about = عن هذا الإعلان
announcement-from = من
announcement-at = التاريخ
announcement-shown-until = يظهر حتى { $day }
announcement-over = انتهى بنهاية { $day }
announcement-readers = من اطّلع عليه
announcement-read-count = الجهات التي اطّلعت: { $read } من { $all }
announcement-entity = الجهة
announcement-way = طريقة الإبلاغ
announcement-way-link = عبر الربط
announcement-way-portal = في البوابة
announcement-read = اطّلعت
announcement-not-read = لم تطّلع بعد
announcement-on-its-way = في الطريق
announcement-fresh = جديد
announcement-by-mail = تُبلَّغ بالبريد
announcement-by-mail-text = لا خادم لهذه الجهات ولا بوابة. اطبع الورقة وأرسلها إليها.
announcement-not-told = لم تُبلَّغ
announcement-not-told-text = أُوقف ربطها، أو لا تسمح بذلك اتفاقية سارية، أو لم يقبله خادمها.
announcement-answer = الإجابة
announcement-entities = الجهات
announcement-last-counts = تُحسب كل جهة مرة واحدة، بآخر إجابة لها قبل الانتهاء.
announcement-answer-hint = إجابة واحدة عن الجهة كلها. ويمكن تغييرها حتى آخر يوم.
announcement-answer-act = إرسال الإجابة
announcement-answer-none = لم يُجب أحد عن الجهة بعد.
announcement-answered = أُجيب عن الجهة في { $day }
announcement-answer-needed = اختر إحدى الإجابات.
announcement-sheet = ورقة للطباعة
announcement-sheet-answer = نرجو تحديد إجابة واحدة عن جهتكم وإعادة هذه الورقة قبل آخر يوم.
announcement-day = { $n ->
    [0] لا إعلانات جديدة من الشركاء
    [zero] لا إعلانات جديدة من الشركاء
    [one] إعلان جديد من شريك
    [two] إعلانان جديدان من الشركاء
    [few] { $n } إعلانات جديدة من الشركاء
    [many] { $n } إعلاناً جديداً من الشركاء
   *[other] { $n } إعلان جديد من الشركاء
 }
problem-announcement-unfit = هذا الإعلان غير مكتمل.
problem-announcement-unfit-next = اكتبه باللغتين، وليكن آخر يوم فيه خلال سنة.
problem-announcement-nobody = لن يصل الإعلان إلى أحد.
problem-announcement-nobody-next = اختر فئة أو مجالاً آخر، أو انظر هل الربط والاتفاقيات سارية.
