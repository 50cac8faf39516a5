# سؤال الشركاء عن مكان الليلة
place-ask-title = مكان لدى الشركاء للحالة
place-ask-lead = سؤال واحد يصل إلى كل شريك تجيز اتفاقيته السؤال، دون اسم ولا رقم. تعود الأجوبة خلال لحظات، والمكان المعروض يُحجز لك مدة محددة.
place-ask-act = اسأل الشركاء
place-whom = من يُسأل
place-no-partner = لا شريك يمكن سؤاله
place-no-partner-text = يُسأل الشركاء باتفاقية سارية تشمل الإيواء، عبر ربط مفتوح.
place-leaves-1 = الجنس والفئة العمرية لكل قادم، وما لا غنى لهم عنه.
place-leaves-2 = المدينة التي لا يأمنون فيها، لا ما هو أدق منها.
place-stays-1 = الاسم والرقم والحالة: لا شيء يدل على أحد.
place-stays-2 = ويبقى لدى الشريك: أي دار، وأين هي، وكم سريراً فيها.
place-earlier = أسئلة سابقة لهذه الحالة
place-question = سؤال عن مكان للحالة
place-show-lead = تظهر الأجوبة هنا فور وصولها، والأنسب أولاً.
place-state-open = مفتوح
place-state-sent = أُرسلت الإحالة
place-state-confirmed = تأكد المكان
place-state-closed = انتهى
place-said-waiting = بانتظار الجواب
place-said-held = مكان محجوز لك
place-said-maybe = ربما: اتصل بهم
place-said-none = لا مكان
place-said-refused = لا جواب آلياً: اتصل بهم
place-said-released = تُرك المكان
place-said-ran-out = انتهت مدة الحجز
place-until = مكان حتى { $time }
place-refer = إحالة إلى هذا المكان
place-held-n =
    { $n ->
       [zero] لا مكان محجوزاً
       [one] مكان واحد محجوز لك
       [two] مكانان محجوزان لك
       [few] { $n } أماكن محجوزة لك
       [many] { $n } مكاناً محجوزاً لك
      *[other] { $n } مكان محجوز لك
    }
place-held-text = قبول الإحالة يؤكد المكان في الفعل نفسه، ثم تُترك الأماكن الأخرى. وما لم يُؤكد ينتهي وحده.
place-waiting-n =
    { $n ->
       [zero] لا ننتظر جواباً
       [one] ننتظر جواب شريك واحد
       [two] ننتظر جواب شريكين
       [few] ننتظر جواب { $n } شركاء
       [many] ننتظر جواب { $n } شريكاً
      *[other] ننتظر جواب { $n } شريك
    }
place-none = لا مكان لدى من سُئلوا
place-none-text = اتصل بهم هاتفياً، أو غيّر من يأتي واسأل مرة أخرى.
place-sent = أُرسلت الإحالة إلى { $agency }، والمكان محجوز بانتظار قبولها
place-confirmed = أكدت { $agency } المكان، وتُركت الأماكن الأخرى
place-closed = انتهى السؤال، وتُرك كل ما حُجز له
place-asked-at = وقت السؤال
place-seen-by-partners = ما يراه الشركاء
place-end = لم يعد المكان مطلوباً
place-partners = سأل الشركاء عن مكان
place-partners-text = أجاب خادم الجهة من هذه اللوحة، دون أن يذكر داراً ولا عدداً.
place-people-n =
    { $n ->
       [zero] لا أحد
       [one] شخص واحد
       [two] شخصان
       [few] { $n } أشخاص
       [many] { $n } شخصاً
      *[other] { $n } شخص
    }
place-answered-open = بانتظار جوابنا
place-answered-held = كان محجوزاً
place-answered-maybe = أُجيب: ربما
place-answered-none = أُجيب: لا مكان
place-answered-refused = لم يُجب آلياً
place-answered-released = لم يعد مطلوباً
accept-kept-title = مكان محجوز لهذه الإحالة منذ سؤال المرسل
accept-kept = قبول وتأكيد المكان
stay-act-confirm = تأكد للإحالة
problem-place-no_partner = لا شريك يمكن سؤاله عن مكان
problem-place-no_partner-next = لم يُرسل شيء. اتصل بالشركاء هاتفياً.
problem-shelter-too_large = السؤال أطول مما يُرسل
problem-shelter-too_large-next = لم يُرسل شيء. قلّل من يأتي معاً.
