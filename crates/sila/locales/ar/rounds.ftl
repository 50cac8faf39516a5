# ما يجري بين عرض الإحالة ونتيجتها
state-clarifying = بانتظار جواب المُحيل
state-waitlisted = في قائمة الانتظار
state-decline-review = رفض ينظر فيه شخص ثانٍ
state-cancelled = أُوقفت بعد القبول
state-invalidated = أُرسلت خطأً
state-reopen-requested = طُلبت إعادة فتحها
referral-step-ask = سؤال قبل القرار
referral-step-answer = جواب عن السؤال
referral-step-wait = وُضعت في قائمة الانتظار
referral-step-refuse = رفض بانتظار شخص ثانٍ
referral-step-resume = عادت إلى المراجعة
referral-step-appeal = اعترض المُحيل على الرفض
referral-step-cancel = أُوقف ما قُبل
referral-step-invalidate = أُبلغ أنها أُرسلت خطأً
referral-step-erased = حُذف ما أُرسل خطأً، وعدد مرات الاطلاع
referral-step-reopen = طُلبت إعادة الفتح
referral-step-agree = جواب عن طلب إعادة الفتح
referral-step-accept-part = قُبل جزء منها
rounds-crossed = تقاطع مع القبول فأوقفه
rounds-await-answer = بانتظار جواب الجهة المُحيلة
rounds-await-room = بانتظار توفر مكان
rounds-await-look = بانتظار نظر شخص ثانٍ
rounds-await-reopen = بانتظار الجواب عن إعادة الفتح
rounds-await-ground = بانتظار الاحتفاظ على أساس خاص أو الحذف
rounds-words-long = اكتب ما لا يزيد على { $n ->
    [zero] حرف
    [one] حرف واحد
    [two] حرفين
    [few] { $n } أحرف
    [many] { $n } حرفاً
   *[other] { $n } حرف
}
rounds-words-missing = اكتب ذلك بكلمات قليلة
rounds-words-hint = يُرسل مختوماً ولا يظهر في القيد الموقَّع. لا تذكر اسماً.

# السؤال والجواب
rounds-question-open = اسأل الجهة المُحيلة
rounds-question-title = سؤال قبل القرار
rounds-question-act = إرسال السؤال
rounds-question-what = ما الذي ينبغي معرفته؟
rounds-question-missing = اختر ما ينبغي معرفته
rounds-question-item = عن أي خدمة
rounds-question-field = عن أي جزء
rounds-question-whole = عن الإحالة كلها
rounds-question-words = السؤال بكلمات قليلة
rounds-question-clock = تتوقف مهلة القرار
rounds-question-clock-text = تتوقف حتى يصل الجواب، ولا تتوقف أطول من مدة جولة السؤال: عشر دقائق في الطوارئ، وساعتان في العاجل، وثلاثة أيام عمل فيما عداهما. ويُسأل مرتين على الأكثر.
rounds-asks-missing = ينقص شيء لازم
rounds-asks-contradiction = أمران لا يتفقان
rounds-asks-identity = هل هو شخص معروف لدينا؟
rounds-asks-household = من يأتي معه وكم أعمارهم؟
rounds-asks-safety = ما الذي يحفظ سلامته هنا وفي الطريق؟
rounds-asks-need = ما المطلوب تحديداً؟
rounds-asks-when = من متى وإلى متى؟
rounds-asks-law = حكم محكمة أو حضانة أو أمر قانوني آخر
rounds-asks-other = سؤال آخر بكلمات
rounds-answer-open = أجب عن السؤال
rounds-answer-title = جواب عن السؤال
rounds-answer-act = إرسال الجواب
rounds-answer-what = الجواب
rounds-answer-missing = اختر الجواب
rounds-answer-words = الجواب بكلمات قليلة
rounds-answer-permitted = قبل القبول لا يُذكر اسم
rounds-answer-permitted-text = قل ما يلزم للقرار مما أذن به الشخص وتجيزه الاتفاقية، ولا تذكر اسماً ولا عنواناً.
rounds-says-given = الجواب بالكلمات
rounds-says-not-known = غير معروف
rounds-says-not-allowed = لا يجوز ذكره قبل القبول
rounds-says-asking = يُسأل الشخص؛ قرّروا بما هو موجود
rounds-questions = الأسئلة والأجوبة
rounds-stands = مهلة القرار متوقفة
rounds-stands-text = بانتظار جواب الجهة المُحيلة، وتستأنف في { $until } وإن لم يصل جواب.

# قائمة الانتظار
rounds-waitlist-open = إلى قائمة الانتظار
rounds-waitlist-title = قائمة الانتظار
rounds-waitlist-act = تسجيل الموضع
rounds-waitlist-band = الموضع في القائمة
rounds-waitlist-band-missing = اختر الموضع
rounds-waitlist-expected = اليوم الذي يُتوقع فيه توفر مكان
rounds-waitlist-holds = يسري مدة محدودة
rounds-waitlist-holds-text = يسري ما تقوله { $days ->
    [zero] يوماً
    [one] يوماً واحداً
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يوماً
   *[other] { $days } يوم
}. جدّده قبل ذلك أو قرّر، وإلا عادت الإحالة إلى مُرسلها.
rounds-band-first = ضمن الخمسة الأوائل
rounds-band-second = من السادس إلى العاشر
rounds-band-third = من الحادي عشر إلى العشرين
rounds-band-later = بعد العشرين
rounds-waiting = مقبولة من حيث المبدأ وبانتظار مكان
rounds-waiting-day = اليوم المتوقع:
rounds-waiting-until = يسري هذا حتى { $until }.

# القبول الجزئي
rounds-part-open = قبول جزء منها
rounds-part-title = قبول جزء من الخدمات المطلوبة
rounds-part-act = قبول هذا الجزء
rounds-part-given = نقدّمها
rounds-part-missing = قدّم خدمة واحدة على الأقل واترك واحدة على الأقل
rounds-part-rest = تعرف الجهة المُحيلة ما لا يُقدَّم
rounds-part-rest-text = لكل خدمة لا تُقدَّم سبب. وتبقى لدى الجهة المُحيلة لتطلبها من غيركم. أما المكان نفسه فلا يُترك في إحالة إلى إيواء.
rounds-part = خدمات لا تُقدَّم

# النظر الثاني والاعتراض
rounds-look-title = نظر شخص ثانٍ في الرفض
rounds-look-text = رفض زميل هذه الإحالة. إن أيدت الرفض أُبلغت الجهة المُحيلة بسببه وحُذف ما عُرض، وإلا عادت إلى المراجعة.
rounds-look-waits = بانتظار شخص ثانٍ غير من رفض.
rounds-look-uphold = تأييد الرفض
rounds-look-resume = إعادتها إلى المراجعة
rounds-look-setting = الرفض
rounds-look-always = ينظر شخص ثانٍ في كل رفض، إلا في الطوارئ
rounds-appeal-open = الاعتراض على الرفض
rounds-appeal-title = الاعتراض على الرفض
rounds-appeal-act = إرسال الاعتراض
rounds-appeal-words = لماذا ينبغي أن يُنظر فيها مرة أخرى؟
rounds-appeal-once = مرة واحدة
rounds-appeal-once-text = ينظر فيه لدى الجهة الأخرى شخص غير من رفض. وما حُذف هناك يصل من جديد مختوماً كما كان.
rounds-contestable = يمكن الاعتراض على الرفض
rounds-contestable-text = حتى { $until }، مرة واحدة.
journal-second-look = النظر الثاني في الرفض

# الإيقاف والإرسال الخطأ
rounds-cancel-open = إيقاف
rounds-cancel-title = إيقاف ما قُبل
rounds-cancel-act = إيقاف الإحالة
rounds-cancel-why = السبب
rounds-cancel-missing = اختر السبب
rounds-cancel-after = ما يحدث بعد ذلك
rounds-cancel-text-source = تقرر الجهة الأخرى: تحذف ما وصلها، أو تحتفظ به على أساس خاص بها توقّع عليه، كطفل معرض للخطر لديها. وسترى جوابها.
rounds-cancel-text-target = تُبلَّغ الجهة المُحيلة بالسبب، ثم تقررون حذف ما لديكم أو الاحتفاظ به على أساس خاص بكم.
rounds-stop-c1 = تغيّر الوضع
rounds-stop-c2 = وُجد حل في مكان آخر
rounds-stop-c3 = لم تعد الخدمة أو المكان متاحاً
rounds-stop-c4 = لم يحضر الشخص وتعذر التواصل معه
rounds-stop-c5 = المكان غير آمن لهذا الشخص
rounds-stop-c6 = سُحبت قبل وصول القبول
rounds-stopped = أُوقفت بعد القبول
rounds-stopped-kept = أُوقفت واحتُفظ بما لدى الجهة المستقبلة
rounds-since = منذ { $since }.
rounds-ground-title = أُوقفت: احتفاظ أم حذف؟
rounds-ground-text = لا يُحذف هنا شيء تلقائياً، فقد يكون الشخص لديكم. احتفظوا به إن أوجب القانون ذلك أو أجازه، أو وافق الشخص لديكم، وإلا فاحذفوه. ويُوقَّع على الجواب.
rounds-error-open = أُرسلت خطأً
rounds-error-title = الإبلاغ أنها أُرسلت خطأً
rounds-error-act = الإبلاغ والحذف لديهم
rounds-error-why = ما الخطأ؟
rounds-error-missing = اختر الخطأ
rounds-error-after = يُحذف كل شيء لدى الجهة الأخرى
rounds-error-after-text = يُغلق هناك فوراً ثم يُحذف، حتى الحالة التي فُتحت منه، ولا رجعة في ذلك. وتصلكم أعداد مرات الاطلاع عليه بحسب الدور.
rounds-error = أُرسلت خطأً
rounds-error-unread = لم يطّلع عليها أحد

# إعادة الفتح
rounds-reopen-open = إعادة الفتح
rounds-reopen-title = طلب إعادة فتح الإحالة
rounds-reopen-act = إرسال الطلب
rounds-reopen-why = السبب
rounds-reopen-missing = اختر السبب
rounds-reopen-both = بموافقة الجهتين
rounds-reopen-both-text = تستمر الإحالة إذا وافقت الجهة الأخرى وما زالت الجهتان تحتفظان بما شورك. وما حُذف يُبدأ بإحالة جديدة.
rounds-reopen-asked = تطلب الجهة الأخرى إعادة الفتح
rounds-reopen-asked-text = إذا وافقتم استمرت الإحالة من حيث كانت، وإلا بقيت مغلقة.
rounds-reopen-yes = نعم، تستمر
rounds-reopen-no = لا، تبقى مغلقة
rounds-again-n1 = عادت الحاجة
rounds-again-n2 = كُتبت النتيجة خطأً
rounds-again-n3 = عُرف أمر جديد
rounds-again-n4 = طلبته محكمة أو نيابة
rounds-follows-returns = تعيد المسؤولية التي سُلّمت من قبل
rounds-follows-reopens = تبدأ من جديد إحالة انتهت
rounds-earlier = الإحالة السابقة

# ما ينتظر
rounds-do-answer = سؤال عن إحالتكم ينتظر جواباً
rounds-do-review = رفض ينتظر نظركم
rounds-do-refresh = موضع في قائمة الانتظار يُجدَّد
rounds-do-ground = إحالة أُوقفت: احتفاظ أم حذف؟
rounds-do-reopen = طلب إعادة فتح ينتظر جواباً
rounds-late-answer = تذكير: سؤال عن إحالتكم لم يُجب عنه
rounds-late-review = تأخر: رفض ينتظر شخصاً ثانياً
rounds-late-refresh = انتهى ما قيل عن قائمة الانتظار
rounds-late-ground = تأخر: احتفاظ أم حذف؟
rounds-late-reopen = تأخر: طلب إعادة فتح ينتظر جواباً

# ما يُرفض ولماذا
problem-referral-own_decline = من رفض لا ينظر في رفضه
problem-referral-own_decline-next = ينبغي أن يقرر شخص آخر له صلاحية الاعتماد.
problem-referral-erased = لم يعد ما شورك موجوداً هنا
problem-referral-erased-next = أرسل إحالة جديدة.
problem-referral-place_gone = المكان الذي كان معها لم يعد محجوزاً
problem-referral-place_gone-next = لم يتغير شيء. إحالة جديدة تطلب مكاناً من جديد.
