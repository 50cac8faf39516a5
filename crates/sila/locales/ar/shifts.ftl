# تسليم المناوبة وما تحتاجه الإقامة عدا السرير
shift-title = تسليم المناوبة
shift-lead = ما لم يُنجز بعد، وما أقرّت المناوبة التالية بتسلّمه. أرقام بدل الأسماء.
shift-open = النقاط المفتوحة
shift-nothing-open = لا توجد نقاط مفتوحة.
shift-new = نقطة جديدة
shift-kind = الموضوع
shift-kind-missing = اختر الموضوع
shift-kind-safety = السلامة
shift-kind-health = الصحة والأدوية
shift-kind-child = الأطفال والمدرسة
shift-kind-contact = الزيارات والاتصالات
shift-kind-arrival = قدوم أو مغادرة
shift-kind-house = الدار
shift-kind-other = أخرى
shift-about = بشأن من
shift-about-house = الدار عموماً
shift-words = ما ينبغي أن تعرفه المناوبة التالية
shift-words-hint = لا تذكر اسماً ولا مكاناً خارج الدار. حتى 600 حرف.
shift-words-missing = اكتب حتى 600 حرف
shift-add = إضافة
shift-done = أُنجز
shift-hand-over = التسليم
shift-hand-over-text = { $n ->
    [zero] لا تنتقل أي نقطة مفتوحة إلى المناوبة التالية.
    [one] تنتقل نقطة مفتوحة واحدة إلى المناوبة التالية.
    [two] تنتقل نقطتان مفتوحتان إلى المناوبة التالية.
    [few] تنتقل { $n } نقاط مفتوحة إلى المناوبة التالية.
    [many] تنتقل { $n } نقطةً مفتوحة إلى المناوبة التالية.
   *[other] تنتقل { $n } نقطة مفتوحة إلى المناوبة التالية.
}
shift-said = ما ينبغي قوله أيضاً
shift-hand-over-act = تسليم المناوبة التالية
shift-waits = { $n ->
    [zero] قام { $name } بتسليم المناوبة دون نقاط مفتوحة
    [one] قام { $name } بتسليم المناوبة ومعها نقطة مفتوحة
    [two] قام { $name } بتسليم المناوبة ومعها نقطتان مفتوحتان
    [few] قام { $name } بتسليم المناوبة ومعها { $n } نقاط مفتوحة
    [many] قام { $name } بتسليم المناوبة ومعها { $n } نقطةً مفتوحة
   *[other] قام { $name } بتسليم المناوبة ومعها { $n } نقطة مفتوحة
}
shift-acknowledge = قرأت ما سُلّم وأتسلّم المناوبة
shift-next-does = يقرّ بالتسلّم شخص من المناوبة التالية.
shift-past = عمليات التسليم
shift-past-none = لم يجرِ تسليم بعد.
shift-erased = حُذف ما قيل: سحب شخص كان مقيماً هنا آنذاك موافقته
shift-points = { $n ->
    [zero] دون نقاط مفتوحة
    [one] نقطة مفتوحة
    [two] نقطتان مفتوحتان
    [few] { $n } نقاط مفتوحة
    [many] { $n } نقطةً مفتوحة
   *[other] { $n } نقطة مفتوحة
}
shift-taken = تسلّم المناوبة
shift-task = تسليم مناوبة بانتظارك
problem-shift-full = النقاط المفتوحة كثيرة، أو الإقامة ليست في هذه الدار
problem-shift-full-next = حدّد أولاً ما أُنجز، لكي ترى المناوبة التالية المهم.
problem-shift-moved = سبقك شخص آخر، أو ليس ذلك من شأنك
problem-shift-moved-next = راجع الصفحة من جديد. من يسلّم لا يقرّ بالتسلّم.
problem-shift-waiting = لم يُقرَّ بتسلّم المناوبة السابقة
problem-shift-waiting-next = تقرّ المناوبة التالية بالتسلّم أولاً.
screen-shelter-shift = تسليم المناوبة في دار
journal-shift = تسليم مناوبة
stay-prolong = تمديد الإقامة
stay-prolong-why = سبب الاستمرار
stay-prolong-act = تمديد
stay-prolong-treatment = علاج أو تعافٍ
stay-prolong-court = بانتظار محكمة أو وثيقة
stay-prolong-housing = لم يُعثر على سكن بعد
stay-prolong-school = سنة دراسية أو تدريب
stay-prolong-safety = الخارج غير آمن بعد
stay-after = السؤال عن الحال
stay-after-text = بالوسيلة الآمنة المذكورة في الحالة فقط. لا يُرسل شيء من هنا.
stay-after-how = كيف حالهم؟
stay-after-well = بخير
stay-after-needs = يحتاجون إلى شيء: مهمة في الحالة
stay-after-unreached = تعذّر الوصول إليهم
stay-after-unsafe = السؤال غير آمن
stay-after-act = تدوين
stay-act-prolong = مُدّدت الإقامة
stay-act-after = سُئل عن حالهم
