# لوحة الإيواء
shelter-title = الإيواء
shelter-free-now =
    { $n ->
       [zero] لا سرير شاغراً الآن.
       [one] سرير واحد شاغر الآن.
       [two] سريران شاغران الآن.
       [few] { $n } أسرّة شاغرة الآن.
       [many] { $n } سريراً شاغراً الآن.
      *[other] { $n } سرير شاغر الآن.
    }
shelter-homes-none = لا دور مسجلة بعد
shelter-homes-none-text = أضف الدار وغرفها وأسرّتها لتظهر هنا حالتها في كل لحظة.
shelter-tile-free = أسرّة شاغرة
shelter-tile-out =
    { $n ->
       [zero] لا سرير خارج الخدمة
       [one] سرير واحد خارج الخدمة
       [two] سريران خارج الخدمة
       [few] { $n } أسرّة خارج الخدمة
       [many] { $n } سريراً خارج الخدمة
      *[other] { $n } سرير خارج الخدمة
    }
shelter-tile-held = أماكن محجوزة
shelter-tile-held-note = ينتظر وصول أصحابها
shelter-tile-people = مقيمون
shelter-tile-homes =
    { $n ->
       [zero] لا دور
       [one] في دار واحدة
       [two] في دارين
       [few] في { $n } دور
       [many] في { $n } داراً
      *[other] في { $n } دار
    }
shelter-tile-confirm = غرف تنتظر التأكيد
shelter-tile-fresh = أُكدت كلها خلال 24 ساعة
shelter-tile-stale = لم يؤكدها أحد منذ 24 ساعة
shelter-today = اليوم
shelter-expected = وصول منتظر
shelter-returns = عودة منتظرة
shelter-departs = مغادرة متوقعة
shelter-look-after = سؤال عن الحال بعد المغادرة
shelter-calm = لا شيء ينتظر
shelter-calm-text = لا وصول ولا مغادرة ولا حجز قارب على الانتهاء.
shelter-legend = دلالة الألوان
shelter-legend-text = لا أسماء على هذه اللوحة: الأرقام وحدها. وعنوان الدار لا يظهر فيها أبداً.
shelter-meter = { $taken } من { $of } مشغولة · { $held } محجوزة
shelter-full = ممتلئة
shelter-free =
    { $n ->
       [zero] لا شاغر
       [one] شاغر واحد
       [two] شاغران
       [few] { $n } شواغر
       [many] { $n } شاغراً
      *[other] { $n } شاغر
    }
shelter-whole-short = عائلية
shelter-to-confirm = تنتظر التأكيد
shelter-held-until = محجوز حتى { $time }
shelter-away = خارج الدار مؤقتاً
shelter-leaves = يشغر { $day }
bed-free = شاغر
bed-held = محجوز
bed-occupied = مشغول
bed-out = خارج الخدمة
bed-since = منذ { $day }
bed-back = إعادته إلى الخدمة
bed-out-act = إخراجه من الخدمة
bed-out-repair = صيانة
bed-out-cleaning = تنظيف
bed-out-pests = مكافحة حشرات
bed-out-staff = نقص الموظفين
bed-out-isolation = عزل صحي

# الدار وغرفها
shelter-home = الدار
shelter-home-new = إضافة دار
shelter-name-ar = الاسم بالعربية
shelter-name-en = الاسم بالإنجليزية
shelter-name-needed = اكتب الاسم، 120 حرفاً على الأكثر
shelter-code = الرمز
shelter-code-hint = أحرف لاتينية كبيرة وأرقام، مثل DH1
shelter-code-form = اكتب رمزاً من 1 إلى 12: أحرف لاتينية كبيرة وأرقام وشرطة
shelter-code-taken = هذا الرمز لدار أخرى
shelter-area = المنطقة
shelter-area-hint = المدينة لا غير: تكفي لإبعاد الشخص عن الخطر
shelter-area-needed = اختر المنطقة
shelter-gates = ما يُستوفى قبل الدخول
shelter-gates-hint = لا يُسجَّل الدخول قبل استيفائها أو ذكر سبب تجاوزها
shelter-gates-wrong = اختر من القائمة
shelter-address = العنوان
shelter-address-hint = يُختم وحده، ولا يغادر هذه الجهة، وتُسجَّل كل قراءة له
shelter-address-needed = اكتب العنوان، 400 حرف على الأكثر
shelter-address-sealed = العنوان مختوم. من يفتحه يُسجَّل اسمه ووقته.
shelter-address-show = فتح العنوان
shelter-address-logged = سُجّلت هذه القراءة
shelter-address-logged-text = لا تنقل العنوان إلى رسالة أو مستند أو محادثة.
shelter-figures = الأسرّة
shelter-rooms-none = لا غرف بعد
shelter-rooms-none-text = أضف غرفة، وقل من تستقبل وكم سريراً فيها.
shelter-confirm = تأكيد أنها كما هي هنا
shelter-confirmed = أُكدت { $ago }
shelter-room-new = إضافة غرفة
shelter-room-add = إضافة
shelter-room-name = اسم الغرفة
shelter-room-taken = في هذه الدار غرفة بهذا الاسم
shelter-room-name-needed = اكتبه، 40 حرفاً على الأكثر
shelter-wing = الجناح
shelter-beds = عدد الأسرّة
shelter-beds-needed = من 1 إلى 12
shelter-takes = من تستقبل
shelter-takes-female = النساء والبنات
shelter-takes-male = الرجال والأولاد
shelter-takes-nobody = اختر من تستقبل
shelter-ages-wrong = اكتب العمر بالسنوات، والأصغر أولاً
shelter-female-min = أصغر عمر للإناث
shelter-female-max = أكبر عمر للإناث
shelter-male-min = أصغر عمر للذكور
shelter-male-max = أكبر عمر للذكور
shelter-female-all = إناث من كل عمر
shelter-female-from = إناث من { $min } سنة
shelter-female-to = إناث حتى { $max } سنة
shelter-female-between = إناث { $min }–{ $max } سنة
shelter-male-all = ذكور من كل عمر
shelter-male-from = ذكور من { $min } سنة
shelter-male-to = أولاد حتى { $max } سنة
shelter-male-between = أولاد { $min }–{ $max } سنة
shelter-with-adult = الأطفال مع مرافق بالغ
shelter-whole = غرفة عائلية: لأسرة واحدة كاملة
shelter-rules = شروط
shelter-rule-with-adult = لا يُقبل طفل دون مرافق بالغ من أسرته
shelter-rule-whole = غرفة عائلية تأخذها أسرة واحدة كاملة
shelter-features = تجهيزات
feature-step-free = مهيأة للكرسي المتحرك
feature-visual-alarm = إنذار مرئي
feature-night-staff = موظف مستيقظ طوال الليل
shelter-gate-consent = الموافقة على الإقامة أو أساسها القانوني
shelter-gate-rights = إبلاغ الحقوق وقواعد الدار بلغة يفهمها
shelter-gate-health = فحص صحي أو شهادة صحية
shelter-gate-safety = خطة السلامة أثناء الإقامة
shelter-gate-order = قرار النيابة أو المحكمة
shelter-gate-medical = تقرير طبي
shelter-gate-unable = ثبوت العجز عن رعاية النفس
shelter-gate-no-carer = لا يوجد من يرعاه

# اختيار المكان
shelter-place-title = مكان آمن للحالة
shelter-place-lead = أماكن تناسبهم الآن، أفضلها أولاً، مع سبب ترتيبها.
shelter-need = من يحتاج إلى مكان
shelter-who = من يأتي
shelter-features-needed = ما لا غنى عنه
shelter-away-from = البعد عن الخطر
shelter-away-yes = ليس في منطقة السكن
shelter-look = بحث
shelter-order = ترتيب الأماكن
shelter-order-text = الشروط لا توازن: الغرفة تستقبلهم أو لا. ثم يحسم أول فرق في هذه القائمة.
criterion-sure = تستقبل الجميع يقيناً
criterion-far = أبعد ما يكون عن الخطر
criterion-together = الأسرة كلها في غرفة واحدة
criterion-alike = الأسرة في غرفة عائلية، والفرد في مشتركة
criterion-thrifty = لا تُهدر ما يحتاج إليه غيرهم
criterion-fresh = أُكدت حديثاً
criterion-not-sure = يلزم التحقق من عمر أحدهم أو جنسه
criterion-not-far = قد تكون قريبة من الخطر
criterion-not-together = في أكثر من غرفة
criterion-not-alike = ليست من نوع الغرف الأنسب
criterion-not-thrifty = يبقى منها ما قد يحتاج إليه غيرهم
criterion-not-fresh = لم تُؤكد حديثاً
shelter-best = الأفضل
shelter-hold = حجز
shelter-beds-n =
    { $n ->
       [zero] بلا أسرّة
       [one] سرير واحد
       [two] سريران
       [few] { $n } أسرّة
       [many] { $n } سريراً
      *[other] { $n } سرير
    }
shelter-rooms-n =
    { $n ->
       [zero] لا غرف
       [one] غرفة واحدة
       [two] غرفتان
       [few] { $n } غرف
       [many] { $n } غرفة
      *[other] { $n } غرفة
    }
shelter-none = لا مكان يناسبهم الآن
shelter-none-text = غيّر من يأتي، أو اطلب مكاناً لدى شريك.
shelter-nobody = اختر من يأتي
shelter-nobody-text = شخص واحد على الأقل، وستة عشر على الأكثر.
shelter-no-area = في المنطقة التي لا يأمنون فيها
shelter-no-feature = تنقصها تجهيزات لازمة
shelter-no-person = لا تستقبل هذا العمر أو الجنس
shelter-no-alone = لا تستقبل طفلاً بلا مرافق
shelter-no-full = ممتلئة

# الإقامة
stay-title = إقامة
stay-case = الحالة
stay-referral = الإحالة
stay-about = عن الإقامة
stay-rooms = الغرفة
stay-people = عددهم
stay-arrived = وصلوا
stay-leaves = المغادرة المتوقعة
stay-back = العودة المتوقعة
stay-ended = انتهت
stay-end-code = كيف انتهت
stay-look-after = السؤال عن حالهم
stay-held = ينتهي الحجز
stay-hold = الحجز
stay-extend = تمديد
stay-extend-why = سبب التمديد
stay-extend-on-the-way = في الطريق
stay-extend-escort = بانتظار مرافقة الشرطة
stay-extend-health = في المستشفى
stay-extend-papers = بانتظار قرار أو ورقة
stay-release = إلغاء الحجز
stay-release-other = لن يأتوا
stay-release-why = السبب
stay-arrival = الوصول
stay-gates-left =
    { $n ->
       [zero] استُوفي كل شيء.
       [one] بقي أمر واحد قبل تسجيل الدخول.
       [two] بقي أمران قبل تسجيل الدخول.
       [few] بقيت { $n } أمور قبل تسجيل الدخول.
       [many] بقي { $n } أمراً قبل تسجيل الدخول.
      *[other] بقي { $n } أمر قبل تسجيل الدخول.
    }
stay-leaves-when = متى يُتوقع أن يغادروا
stay-admit = تسجيل الدخول
stay-gate-done = استُوفي
stay-gate-without = تجاوزه مع ذكر السبب
stay-override-danger = الخطر لا يحتمل الانتظار
stay-override-within-a-day = يُستوفى خلال 24 ساعة
stay-override-does-not-apply = لا ينطبق
stay-override-ordered = بأمر النيابة أو المحكمة
stay-days = أيام الإقامة
stay-leave = خروج مؤقت
stay-leave-act = تسجيل الخروج المؤقت
stay-back-when = متى يُتوقع أن يعودوا
stay-return = عادوا
stay-transfer = الانتقال إلى غرفة أخرى
stay-transfer-to = إلى أي غرفة
stay-transfer-act = نقل
stay-transfer-none = لا غرفة أخرى تناسبهم الآن.
stay-exit = مغادرة نهائية
stay-exit-to = إلى أين
stay-exit-act = تسجيل المغادرة
stay-look-after-when = متى نسأل عن حالهم
stay-look-after-0 = لا نسأل
stay-look-after-7 = بعد 7 أيام
stay-look-after-30 = بعد 30 يوماً
stay-look-after-90 = بعد 90 يوماً
stay-steps = ما جرى
stay-by-node = النظام
stay-state-held = محجوز
stay-state-staying = مقيمون
stay-state-away = خارج مؤقتاً
stay-state-ended = انتهت
stay-act-hold = حُجز المكان
stay-act-extend = مُدّد الحجز
stay-act-gate = استُوفي
stay-act-admit = دخلوا الدار
stay-act-leave = خرجوا مؤقتاً
stay-act-return = عادوا
stay-act-transfer = انتقلوا إلى غرفة أخرى
stay-act-end = انتهت
stay-end-own-home = مسكن خاص بهم
stay-end-relatives = أقارب
stay-end-other-shelter = دار إيواء أخرى
stay-end-hospital = مستشفى
stay-end-abroad = عودة آمنة إلى الوطن
stay-end-foster = أسرة حاضنة
stay-end-left = غادروا دون إبلاغ
stay-end-other = غير ذلك
stay-end-no-show = لم يصلوا
stay-end-not-needed = لم يعد لازماً
stay-end-unsafe = المكان غير آمن لهم
stay-end-expired = انتهت مهلة الحجز
stay-end-referral-over = انتهت الإحالة قبل الوصول

# حين يتعذر الأمر
problem-shelter-no_place = لا مكان يناسبهم الآن
problem-shelter-no_place-next = لم يُحجز شيء. أضفهم إلى إحالة لشريك، أو غيّر ما طُلب.
problem-shelter-not_fitting = هذه الغرفة لا تستقبلهم الآن
problem-shelter-not_fitting-next = لم يتغير شيء. اختر مكاناً آخر.
problem-shelter-taken = سبقك زميل إلى هذا المكان
problem-shelter-taken-next = لم يُحجز شيء. اختر مكاناً آخر.
problem-shelter-moved = تغيّر هذا قبل لحظة
problem-shelter-moved-next = حدّث الصفحة وانظر ما استجد.
problem-shelter-code = اختر سبباً من القائمة
problem-shelter-code-next = لم يتغير شيء.
problem-shelter-extended = مُدّد هذا الحجز بما يكفي
problem-shelter-extended-next = سجّل الدخول أو ألغ الحجز.
problem-shelter-gates = بقي ما يُستوفى قبل الدخول
problem-shelter-gates-next = استوف ما بقي في القائمة، أو اطلب من مشرف الإيواء تجاوزه بسبب.
problem-shelter-day = هذا ليس يوماً قادماً
problem-shelter-day-next = اكتب يوماً من اليوم فصاعداً، مثل 14 12 2026.
problem-shelter-nobody = اختر من يأتي
problem-shelter-nobody-next = شخص واحد على الأقل.

# القبول مع مكان
accept-places = أماكن تناسبهم الآن
accept-here = قبول وحجز هذا المكان
accept-best = قبول وحجز أفضل مكان
accept-none-text = لا تُقبل إحالة إيواء بلا سرير. اعتذر لعدم توفر مكان، أو انتظر ما يشغر.
accept-place = المكان
accept-held-until = محجوز حتى { $time }
accept-open-stay = فتح الإقامة
accept-without-place = لا مكان محجوز لهذه الإحالة
accept-without-place-text = قُبلت، ولا سرير محجوز لها الآن. احجز مكاناً من صفحة الحالة.
