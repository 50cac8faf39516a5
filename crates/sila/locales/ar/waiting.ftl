# قائمة الانتظار
waiting-title = قائمة انتظار الأماكن
waiting-lead = من ينتظر مكاناً، بالترتيب الذي تمليه القاعدة، وبالأرقام وحدها.
waiting-line = المنتظرون
waiting-none = لا أحد ينتظر
waiting-none-text = كل من طلب مكاناً له مكان، أو أُحيل إلى شريك.
waiting-linked = أحالته جهة مرتبطة
waiting-since = ينتظر منذ { $time }
waiting-free = شغر له مكان الآن
waiting-place = احجز المكان
waiting-open = فتح
waiting-before-urgency = الأشد استعجالاً أولاً
waiting-before-risk = ثم الأشد خطراً
waiting-before-linked = ثم من أحالته جهة مرتبطة بموجب اتفاقية تنص على ذلك، عند تساوي الخطر
waiting-before-waiting = ثم من طال انتظاره
waiting-rule = قاعدة الترتيب
waiting-rule-text = أول فرق في هذه القائمة يحسم. ولا يُعطى مكان لمن هو أبعد في القائمة إلا بسبب مكتوب.
waiting-risk = مستوى الخطر
waiting-risk-imminent = خطر وشيك
waiting-risk-high = خطر مرتفع
waiting-risk-medium = خطر متوسط
waiting-risk-low = خطر منخفض
waiting-add = وضعه في قائمة الانتظار
waiting-add-act = أضف إلى القائمة
waiting-past = هناك من ينتظر قبله: احجز مع ذكر السبب
waiting-past-danger = خطر لا يحتمل الانتظار
waiting-past-their-wish = تنازل من قبله
waiting-past-cannot-come = من قبله لا يستطيع القدوم الآن
waiting-past-ordered = أمر من نيابة أو محكمة
waiting-end = إخراجه من القائمة
waiting-end-not-needed = لم يعد بحاجة
waiting-end-elsewhere = وجد مكاناً آخر
waiting-end-unreachable = لا يمكن الوصول إليه
waiting-end-withdrew = تراجع عن الطلب
waiting-offers =
    { $n ->
       [zero] لا مكان شغر لمن ينتظر
       [one] شغر مكان لمن ينتظر
       [two] شغر مكانان لمن ينتظر
       [few] شغرت { $n } أماكن لمن ينتظر
       [many] شغر { $n } مكاناً لمن ينتظر
      *[other] شغر { $n } مكان لمن ينتظر
    }
stay-act-past = أُعطي قبل من ينتظر
history-title = الإشغال ومن لم يجد مكاناً
history-lead =
    { $n ->
       [zero] لا أسرّة مسجلة.
       [one] في سرير واحد.
       [two] في سريرين.
       [few] في { $n } أسرّة.
       [many] في { $n } سريراً.
      *[other] في { $n } سرير.
    }
history-nights = من نام في الدور كل ليلة
history-people = المقيمون
history-until = آخر ليلة:
history-away = من لم يجد مكاناً
history-away-none = لم يُرد أحد
history-away-text = في آخر 90 يوماً، أرقام بلا أسماء.
history-why = كيف
history-who = من
history-times = المرات
history-linked = جهة مرتبطة
history-own = حالة لدينا
turned-away-question = سؤال شريك أُجيب بالنفي
turned-away-declined = إحالة اعتُذر عنها لعدم توفر مكان
turned-away-waited = انتظر ولم يجد
problem-shelter-others_wait = هناك من ينتظر هذا المكان قبله
problem-shelter-others_wait-next = لم يُحجز شيء. اختر مكاناً آخر، أو احجز مع ذكر السبب.
problem-shelter-waits = هو في قائمة الانتظار من قبل
problem-shelter-waits-next = افتح القائمة وانظر موضعه فيها.
problem-shelter-risk = اختر مستوى الخطر
problem-shelter-risk-next = لم يُضف أحد إلى القائمة.
