# A person on a form and on a page.
person-name = الاسم
person-name-ar = الاسم بالعربية
person-name-ar-hint = اكتب ما هو معروف، وكلمة واحدة تكفي. اتركه فارغاً إن لم يُعرف الاسم.
person-name-latin = الاسم بالأحرف اللاتينية
person-name-latin-hint = كما في جواز السفر أو البطاقة إن وُجدت.
person-proposed-latin = كما يُكتب غالباً بالأحرف اللاتينية:
person-proposed-ar = كما يُكتب غالباً بالعربية:
person-propose = اعتماد هذه الكتابة
person-proposed-hint = هذا اقتراح فقط. والمعوَّل عليه ما في الوثيقة.
person-name-unknown = الاسم غير معروف
person-emirates-id = رقم الهوية الإماراتية
person-emirates-id-hint = 15 رقماً، ولا حاجة إلى الشرطات. لا يُردّ أحد لعدم وجود بطاقة.
person-birth = تاريخ الميلاد
person-birth-hint = يوم ثم شهر ثم سنة، مثل 28 9 1990. السنة وحدها تكفي.
person-age-min = أو العمر التقريبي: من
person-age-max = إلى، بالسنوات
person-birth-or-age = تاريخ الميلاد أو العمر
person-sex = الجنس
person-nationality = الجنسية
person-phone = الهاتف
person-language = لغة التفاهم
person-other = الشخص { $n }
person-other-name = الاسم
person-other-age = العمر بالسنوات
person-other-relation = الصلة بصاحب الحالة
person-add-first = إضافة طفل أو شخص آخر
person-add = إضافة شخص آخر
person-remove = حذف الشخص { $n }
person-years = { $n ->
    [zero] أقل من سنة
    [one] سنة واحدة
    [two] سنتان
    [few] { $n } سنوات
    [many] { $n } سنة
   *[other] { $n } سنة
}
person-about-years = { $n ->
    [zero] أقل من سنة تقريباً
    [one] نحو سنة واحدة
    [two] نحو سنتين
    [few] نحو { $n } سنوات
    [many] نحو { $n } سنة
   *[other] نحو { $n } سنة
}
person-year-only = { $year } (السنة فقط)
person-age-range = من { $min } إلى { $max } سنة تقريباً
not-known = غير معروف

# What looks wrong in an Emirates ID: a warning, never a refusal
emirates-id-look = راجع رقم الهوية مرة أخرى
emirates-id-length = الرقم ليس مكوّناً من 15 رقماً. قارنه بالبطاقة، ويمكنك المتابعة.
emirates-id-characters = يحتوي الرقم على ما ليس رقماً. قارنه بالبطاقة، ويمكنك المتابعة.
emirates-id-prefix = الرقم لا يبدأ بـ 784. قارنه بالبطاقة، ويمكنك المتابعة.
emirates-id-check-digit = الرقم الأخير لا يتفق مع بقية الأرقام. قارنه بالبطاقة، ويمكنك المتابعة.
emirates-id-year-differs = السنة في رقم الهوية تختلف عن سنة الميلاد. قد يكون صحيحاً، ويمكنك المتابعة.

# What is wrong with an answer, and what to do
wrong-too-long = اختصر النص. الحد الأقصى لعدد الأحرف: { $n }
wrong-choice = اختر إجابة من القائمة
wrong-number = اكتب عدداً صحيحاً من 0 إلى { $n }
wrong-phone = اكتب الرقم على هيئة { $here } أو { $abroad }
wrong-birth = اكتب يوماً وشهراً وسنة صحيحة مثل 28 9 1990، أو السنة وحدها
wrong-age-order = يجب ألا يقل العمر الثاني عن الأول

# Nationalities
nationality-are = إماراتي
nationality-sau = سعودي
nationality-omn = عُماني
nationality-kwt = كويتي
nationality-bhr = بحريني
nationality-qat = قطري
nationality-yem = يمني
nationality-irq = عراقي
nationality-syr = سوري
nationality-jor = أردني
nationality-lbn = لبناني
nationality-pse = فلسطيني
nationality-egy = مصري
nationality-sdn = سوداني
nationality-lby = ليبي
nationality-tun = تونسي
nationality-dza = جزائري
nationality-mar = مغربي
nationality-mrt = موريتاني
nationality-som = صومالي
nationality-dji = جيبوتي
nationality-com = من جزر القمر
nationality-ind = هندي
nationality-pak = باكستاني
nationality-bgd = بنغلاديشي
nationality-lka = سريلانكي
nationality-npl = نيبالي
nationality-afg = أفغاني
nationality-irn = إيراني
nationality-phl = فلبيني
nationality-idn = إندونيسي
nationality-mys = ماليزي
nationality-tha = تايلندي
nationality-vnm = فيتنامي
nationality-mmr = من ميانمار
nationality-chn = صيني
nationality-jpn = ياباني
nationality-kor = كوري جنوبي
nationality-eth = إثيوبي
nationality-eri = إريتري
nationality-ken = كيني
nationality-uga = أوغندي
nationality-tza = تنزاني
nationality-nga = نيجيري
nationality-gha = غاني
nationality-cmr = كاميروني
nationality-sen = سنغالي
nationality-zaf = جنوب إفريقي
nationality-rus = روسي
nationality-ukr = أوكراني
nationality-blr = بيلاروسي
nationality-mda = مولدوفي
nationality-uzb = أوزبكي
nationality-kaz = كازاخستاني
nationality-kgz = قيرغيزي
nationality-tjk = طاجيكي
nationality-tkm = تركماني
nationality-aze = أذربيجاني
nationality-arm = أرمني
nationality-geo = جورجي
nationality-tur = تركي
nationality-gbr = بريطاني
nationality-irl = أيرلندي
nationality-fra = فرنسي
nationality-deu = ألماني
nationality-ita = إيطالي
nationality-esp = إسباني
nationality-prt = برتغالي
nationality-nld = هولندي
nationality-bel = بلجيكي
nationality-che = سويسري
nationality-aut = نمساوي
nationality-swe = سويدي
nationality-nor = نرويجي
nationality-dnk = دنماركي
nationality-pol = بولندي
nationality-rou = روماني
nationality-bgr = بلغاري
nationality-srb = صربي
nationality-grc = يوناني
nationality-usa = أمريكي
nationality-can = كندي
nationality-bra = برازيلي
nationality-col = كولومبي
nationality-aus = أسترالي
nationality-nzl = نيوزيلندي
nationality-xxa = عديم الجنسية
nationality-xxb = لاجئ
nationality-xxc = لاجئ من فئة أخرى
nationality-xxx = غير محددة

# The register of people
register-filling = سجل الأشخاص قيد القراءة
register-filling-text = قُرئ { $read } من { $of } من الحالات. قد لا يظهر بعض الأشخاص بعد، والبحث برقم الحالة يعمل.

# The page of a person
person-title = شخص
person-records = { $n ->
    [zero] لا سجلات
    [one] سجل واحد
    [two] سجلان لهذا الشخص
    [few] { $n } سجلات لهذا الشخص
    [many] { $n } سجلاً لهذا الشخص
   *[other] { $n } سجل لهذا الشخص
}
person-record = البيانات
person-record-of = السجل { $n }
person-cases = الحالات
person-home-of-others = سكن غيره في الحالة
person-referrals = الإحالات
person-referrals-none = لم تُحل حالات هذا الشخص إلى جهة أخرى.
person-related = أقارب
person-related-text = قيل إنهم أشخاص مختلفون بينهم قرابة.
person-maybe-double = سجل قد يكون لهذا الشخص
person-joined = سجلان جُمعا: عرض أو تراجع

# Two records side by side
beside-title = السجلان
beside-field = البيان
beside-one = السجل الأول
beside-two = السجل الثاني
beside-stands = المقارنة
beside-same = متطابق
beside-spelling = كتابة أخرى
beside-differs = مختلف
beside-one-side = في سجل واحد
beside-place = الصفة في الحالة
beside-came-along = مرافق
beside-case = الحالة
beside-case-closed = حالة ليست متاحة لك
beside-hidden = غير معروض
name-hidden = الاسم مخفي
names-hide = إخفاء الأسماء
names-unhide = إظهار الأسماء
names-show = أظهرها في هذه الصفحة
names-hidden = الأسماء مخفية
names-hidden-text = من أظهرها في صفحة سُجّل ذلك عليه. وما كتبه الموظفون من كلمات يبقى ظاهراً.
names-are-hidden = أسماء الأشخاص مخفية في هذه الجلسة.
screen-case-names = إظهار أسماء مخفية
screen-person-names = إظهار أسماء مخفية في صفحة شخص
