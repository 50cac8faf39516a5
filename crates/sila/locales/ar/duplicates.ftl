# Two records that may be one person: the queue
duplicates-title = السجلات المتشابهة
duplicates-lead = سجلّان قد يكونان لشخص واحد. السجل يقترح، والقرار لك، ولا شيء يُدمج من تلقاء نفسه.
duplicates-parts = أقسام القائمة
duplicates-part-look = للنظر
duplicates-part-look-text = الأجدر بالنظر أولاً: حيث يقلّ اليقين وتكون عاقبة الخطأ أكبر.
duplicates-part-certain = شبه مؤكدة
duplicates-part-certain-text = نظرة واحدة تكفي، لكنها نظرة إنسان.
duplicates-part-second = بانتظار شخص ثانٍ
duplicates-part-second-text = اقترح زميل، ولا يسري القرار حتى يوافق غيره.
duplicates-part-later = مؤجلة
duplicates-part-later-text = قرّر أحد الزملاء العودة إليها لاحقاً.
duplicates-part-household = أقارب محتملون
duplicates-part-household-text = يرجَّح أنهما شخصان من أسرة واحدة، مثل التوائم والإخوة، لا شخص واحد.
duplicates-none = لا شيء هنا
duplicates-none-text = تظهر هنا السجلات التي تتشابه عند تسجيلها.
duplicates-left = { $n ->
    [zero] لا شيء بعد هذه
    [one] ويليها تشابه واحد
    [two] ويليها تشابهان
    [few] ويليها { $n } تشابهات
    [many] ويليها { $n } تشابهاً
   *[other] ويليها { $n } تشابه
}
duplicates-two = يقرّر شخصان
duplicates-compare = مقارنة

# One pair
duplicates-question = هل هما شخص واحد؟
duplicates-to-decide = الانتقال إلى القرار
duplicates-decide = القرار
duplicates-two-text = أحدهما في إيواء أو في خطر. يسري الدمج أو الفصل بعد موافقة شخص ثانٍ.
duplicates-mine = اقترحتَ هذا القرار، ويوافق عليه غيرك.
duplicates-act-same = نعم، شخص واحد
duplicates-act-same-text = يظهر السجلان معاً، ويبقى كل منهما كما كُتب. يمكن التراجع في أي وقت.
duplicates-act-different = لا، شخصان مختلفان
duplicates-act-different-text = لن يُطرح السؤال عنهما مرة أخرى.
duplicates-act-related = شخصان بينهما قرابة
duplicates-act-related-text = مثل التوائم أو الأم وابنها. تظهر القرابة في صفحة كل منهما.
duplicates-act-later = لاحقاً
duplicates-act-later-text = ينتقل إلى القسم المؤجل، ويراه زملاؤك أيضاً.
duplicates-act-apart = تراجع عن القرار
duplicates-act-apart-text = يعود السجلان كما كانا، ويعود السؤال إلى القائمة.
duplicates-act-agree = أوافق
duplicates-act-agree-text = يسري القرار المقترح الآن.
duplicates-act-refuse = لا أوافق
duplicates-act-refuse-text = يبقى كل شيء كما كان قبل الاقتراح.
duplicates-act-withdraw = سحب اقتراحي
duplicates-act-withdraw-text = يبقى كل شيء كما كان قبل الاقتراح.
duplicates-waits = بانتظار شخص ثانٍ
duplicates-waits-text = الاقتراح من { $who }: { $what }.
duplicates-wanted-same = هما شخص واحد
duplicates-wanted-different = هما شخصان مختلفان
duplicates-wanted-related = هما شخصان بينهما قرابة
duplicates-wanted-open = التراجع عن الدمج
duplicates-are-one = هما شخص واحد
duplicates-are-one-text = يظهران معاً في صفحة الشخص. لم يُحذف شيء، ويمكن التراجع.
duplicates-through-others = سجلات أخرى تجعلهما شخصاً واحداً.
duplicates-through-others-act = تراجع أولاً عن الدمج الذي يجمعهما، وتجده في صفحة الشخص.
duplicates-are-two = هما شخصان مختلفان
duplicates-are-two-text = لن يُطرح السؤال عنهما مرة أخرى.
duplicates-are-related = هما شخصان بينهما قرابة
duplicates-are-related-text = تظهر القرابة في صفحة كل منهما.
duplicates-is-later = مؤجل
duplicates-is-later-text = لم يُتخذ قرار بعد.
duplicates-history = ما جرى بشأنهما
duplicates-then = حينها:
duplicates-history-none = لا شيء بعد.
duplicates-did-same = قيل إنهما شخص واحد
duplicates-did-same-proposed = اقتُرح أنهما شخص واحد
duplicates-did-different = قيل إنهما شخصان مختلفان
duplicates-did-different-proposed = اقتُرح أنهما شخصان مختلفان
duplicates-did-related = قيل إن بينهما قرابة
duplicates-did-related-proposed = اقتُرح أن بينهما قرابة
duplicates-did-later = أُجّل القرار
duplicates-did-later-proposed = اقتُرح التأجيل
duplicates-did-apart = تراجُع عن القرار
duplicates-did-apart-proposed = اقتُرح التراجع
duplicates-did-agree = وافق الشخص الثاني
duplicates-did-refuse = لم يُوافَق على الاقتراح

# What stops a decision
problem-duplicates-nothing_waits = لا يوجد اقتراح بانتظار الموافقة
problem-duplicates-nothing_waits-next = ربما قرّر زميل قبلك. افتح الصفحة من جديد.
problem-duplicates-own_proposal = لا يوافق المرء على اقتراحه
problem-duplicates-own_proposal-next = يجب أن يوافق شخص ثانٍ.
problem-duplicates-nothing_stands = لا يوجد قرار يُتراجع عنه
problem-duplicates-nothing_stands-next = افتح الصفحة من جديد.
problem-duplicates-one_already = هما شخص واحد بالفعل
problem-duplicates-one_already-next = سجلات أخرى تجمعهما. تراجع أولاً عن الدمج الذي يجمعهما، وتجده في صفحة الشخص.
problem-duplicates-contradicted = سبق أن قيل إنهما شخصان
problem-duplicates-contradicted-next = قيل ذلك عن سجلين من سجلاتهما. تراجع أولاً عن ذلك القرار.

# How alike two records are
alike-certain = شبه مؤكد
alike-likely = مرجَّح
alike-possible = ممكن
alike-household = أقارب على الأرجح
alike-unlikely = غير مرجَّح

# Why: the sum, field by field
why-title = سبب التشابه
why-caption = ما يرجّح أنهما شخص واحد وما ينفيه
why-field = البيان
why-says = ما يعنيه
why-bar = رسم
why-bits = الوزن
why-hint = الوزن باللوغاريتم الثنائي: كل درجة تضاعف الاحتمال أو تنصّفه. ويُحفظ الحساب مع القرار.
why-prior = البداية
why-prior-says = { $n ->
    [zero] قبل أي مقارنة لا يُعرف شيء.
    [one] قبل أي مقارنة يكون كل سجلين لشخص واحد.
    [two] قبل أي مقارنة يكون واحد من كل سجلين متقابلين لشخص واحد.
    [few] قبل أي مقارنة يكون واحد من كل { $n } أزواج من السجلات لشخص واحد.
    [many] قبل أي مقارنة يكون واحد من كل { $n } زوجاً من السجلات لشخص واحد.
   *[other] قبل أي مقارنة يكون واحد من كل { $n } زوج من السجلات لشخص واحد.
}
why-end = المجموع
why-faint = لا يغيّر ذلك الاحتمال.
why-for = { $n ->
    [zero] لا يزيد ذلك الاحتمال.
    [one] يزيد ذلك الاحتمال قليلاً.
    [two] يزيد ذلك احتمال أنهما شخص واحد إلى الضعف.
    [few] يزيد ذلك احتمال أنهما شخص واحد { $n } أضعاف.
    [many] يزيد ذلك احتمال أنهما شخص واحد { $n } ضعفاً.
   *[other] يزيد ذلك احتمال أنهما شخص واحد { $n } ضعف.
}
why-against = { $n ->
    [zero] لا ينقص ذلك الاحتمال.
    [one] ينقص ذلك الاحتمال قليلاً.
    [two] ينقص ذلك احتمال أنهما شخص واحد إلى النصف.
    [few] ينقص ذلك احتمال أنهما شخص واحد { $n } أضعاف.
    [many] ينقص ذلك احتمال أنهما شخص واحد { $n } ضعفاً.
   *[other] ينقص ذلك احتمال أنهما شخص واحد { $n } ضعف.
}
why-rare = والاسم نادر هنا.
why-common = والاسم شائع هنا.
why-outcome = { $n ->
    [zero] من كل 1,000 تشابه كهذا لا يكون أيٌّ منها لشخص واحد.
    [one] من كل 1,000 تشابه كهذا يكون تشابه واحد لشخص واحد.
    [two] من كل 1,000 تشابه كهذا يكون تشابهان لشخص واحد.
    [few] من كل 1,000 تشابه كهذا تكون { $n } تشابهات لشخص واحد.
    [many] من كل 1,000 تشابه كهذا يكون { $n } تشابهاً لشخص واحد.
   *[other] من كل 1,000 تشابه كهذا يكون { $n } تشابه لشخص واحد.
}
why-household = { $n ->
    [zero] ولا يكون أيٌّ منها لقريبين.
    [one] ويكون تشابه واحد لقريبين.
    [two] ويكون تشابهان لقريبين.
    [few] وتكون { $n } تشابهات لقريبين من أسرة واحدة.
    [many] ويكون { $n } تشابهاً لقريبين من أسرة واحدة.
   *[other] ويكون { $n } تشابه لقريبين من أسرة واحدة.
}
why-of-given = الاسم الأول
why-of-names = باقي الاسم
why-of-birth = تاريخ الميلاد
why-of-id = الهوية
why-of-phone = الهاتف
why-of-place = السكن
why-of-sex = الجنس
why-of-mother = اسم الأم
why-of-nationality = الجنسية
why-given-exact = الاسم الأول مكتوب بالطريقة نفسها.
why-given-attested = الاسم الأول هو نفسه بكتابة أخرى.
why-given-sound = الاسم الأول يُنطق بالطريقة نفسها.
why-given-close = الاسم الأول يختلف بحرف أو حرفين.
why-given-moved = الاسم الأول لأحدهما في موضع آخر من اسم الآخر.
why-given-elsewhere = الاسم الأول لأحدهما بين بقية أسماء الآخر.
why-given-apart = الاسمان الأولان متقاربان، لكن كلاً منهما اسم مستقل.
why-given-different = الاسمان الأولان مختلفان.
why-given-sound-apart = الاسمان الأولان متقاربان في النطق، لكن كلاً منهما اسم مستقل.
why-names-none = بقية الأسماء لا تتفق.
why-names-all = بقية الأسماء متفقة.
why-names-all-loose = بقية الأسماء متفقة نطقاً أو بكتابة قريبة.
why-names-some = بعض بقية الأسماء متفق وبعضها لا.
why-birth-same = يوم الميلاد واحد.
why-birth-same-rounded = تاريخ الميلاد واحد، وهو سنة فقط أو أول يناير.
why-birth-swapped = اليوم والشهر متبادلان.
why-birth-one-digit = التاريخان يختلفان برقم واحد.
why-birth-next-day = بين التاريخين يوم واحد.
why-birth-same-month = شهر الميلاد واحد.
why-birth-same-year-rounded = سنة الميلاد واحدة، وأحد التاريخين سنة فقط.
why-birth-same-year = سنة الميلاد واحدة واليوم مختلف.
why-birth-near-year-rounded = سنتا الميلاد متقاربتان، وأحد التاريخين سنة فقط.
why-birth-near-year = سنتا الميلاد متقاربتان.
why-birth-far-rounded = سنتا الميلاد متباعدتان، وأحد التاريخين سنة فقط.
why-birth-far = سنتا الميلاد متباعدتان.
why-id-same = رقم الهوية واحد.
why-id-one-digit = رقما الهوية يختلفان برقم واحد.
why-id-different = رقما الهوية مختلفان.
why-id-other-paper = رقم وثيقة أخرى واحد.
why-id-other-paper-one-sign = رقما وثيقتين أخريين يختلفان برمز واحد.
why-id-other-papers-differ = رقما الوثيقتين الأخريين مختلفان.
why-phone-same = رقم الهاتف واحد.
why-phone-one-digit = رقما الهاتف يختلفان برقم واحد.
why-phone-different = رقما الهاتف مختلفان.
why-place-same = السكن واحد.
why-place-building = المبنى واحد.
why-place-area = المنطقة واحدة.
why-place-area-only = المنطقة واحدة والمبنى مختلف.
why-place-emirate = الإمارة واحدة.
why-place-emirate-only = الإمارة واحدة والمنطقة مختلفة.
why-place-different = السكن في مكانين مختلفين.
why-place-same-elsewhere = المنطقة والمبنى نفسهما والإمارتان مختلفتان.
why-sex-same = الجنس واحد.
why-sex-different = الجنس مختلف.
why-mother-same = اسم الأم واحد.
why-mother-given = الاسم الأول للأم واحد.
why-mother-given-only = الاسم الأول للأم واحد وبقية اسمها مختلفة.
why-mother-similar = اسما الأم متقاربان.
why-mother-different = اسما الأم مختلفان.
why-nationality-same = الجنسية واحدة.
why-nationality-different = الجنسية مختلفة.
