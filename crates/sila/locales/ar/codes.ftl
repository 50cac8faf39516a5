# Labels of the code lists: FAMILY-CODE.

# Whom a case is about
category-child = حماية طفل
category-woman = حماية امرأة
category-family = دعم أسرة
category-older = حماية كبير سن
category-pod = شخص من أصحاب الهمم
category-lackcare = فاقد رعاية اجتماعية
category-unkpar = مجهول نسب
category-traff = شخص تعرّض للاتجار بالبشر
category-psych = مريض نفسي فاقد للرعاية
category-domwork = عامل مساعد
category-man = حماية رجل
category-other = أخرى

# Services
service-shelter = إيواء آمن
service-emshelter = إيواء عاجل
service-hosting = استضافة
service-rescare = دار رعاية
service-foster = أسرة حاضنة
service-psysoc = دعم نفسي اجتماعي
service-psychtx = علاج نفسي
service-social = استشارة اجتماعية
service-legal = دعم قانوني
service-health = خدمة صحية
service-childprot = تدخل لحماية طفل
service-famrecon = إصلاح أسري
service-visit = رؤية المحضون
service-homecare = رعاية منزلية
service-homenurse = تمريض منزلي
service-finaid = مساعدة مالية
service-urgaid = مساعدة عاجلة
service-housing = إسكان
service-edu = تعليم
service-empower = تمكين اقتصادي / توظيف
service-rehab = تأهيل أصحاب الهمم
service-docs = أوراق ثبوتية وإقامة
service-interp = ترجمة فورية
service-repat = عودة آمنة إلى الوطن
service-transfer = نقل مسؤولية الحالة
service-info = معلومات فقط

# Urgency
urgency-emergency = طارئة
urgency-urgent = عاجلة
urgency-standard = اعتيادية

# How a contact came
channel-phone = الخط الساخن
channel-whatsapp = واتساب – رسالة
channel-voice = واتساب – بلاغ صوتي
channel-walkin = حضور شخصي
channel-web = الموقع الإلكتروني
channel-app = التطبيق الذكي
channel-email = البريد الإلكتروني
channel-letter = كتاب رسمي
channel-link = الربط الإلكتروني
channel-field = رصد ميداني
channel-schoolbox = صندوق المدرسة

# Who told us
reporter-self = صاحب الحالة نفسه
reporter-parent = أحد الوالدين
reporter-spouse = الزوج / الزوجة
reporter-relative = قريب
reporter-neighbour = جار أو صديق
reporter-teacher = مربٍّ / معلم (إبلاغ وجوبي)
reporter-doctor = طبيب / ممارس صحي (إبلاغ وجوبي)
reporter-social = اختصاصي اجتماعي (إبلاغ وجوبي)
reporter-police = الشرطة
reporter-prosec = النيابة العامة
reporter-court = المحكمة
reporter-agency = جهة أخرى
reporter-employer = صاحب العمل
reporter-consulate = القنصلية
reporter-anon = مجهول الهوية

# Sex
sex-f = أنثى
sex-m = ذكر
sex-unknown = غير معروف

# Relation to the person concerned
relation-husband = الزوج
relation-wife = الزوجة
relation-exspouse = الزوج السابق / الزوجة السابقة
relation-father = الأب
relation-mother = الأم
relation-stepf = زوج الأم
relation-stepm = زوجة الأب
relation-brother = الأخ
relation-sister = الأخت
relation-son = الابن
relation-daughter = الابنة
relation-grandp = الجد / الجدة
relation-uncle = العم / الخال
relation-aunt = العمة / الخالة
relation-otherrel = قريب آخر
relation-employer = صاحب العمل أو الكفيل
relation-domwork = عامل مساعد
relation-teacher = معلم
relation-peer = زميل / قرين
relation-carer = مقدم رعاية
relation-stranger = شخص غريب
relation-unk = غير معروف

# Kinds of harm
harm-phys = اعتداء جسدي
harm-verbal = إساءة لفظية
harm-psych = إساءة نفسية
harm-rape = اغتصاب
harm-sexaslt = اعتداء أو تحرش جنسي
harm-forcmar = زواج قسري
harm-econ = حرمان من الموارد أو إساءة اقتصادية
harm-neglect = إهمال
harm-abandon = تخلٍّ أو هجر
harm-exploit = استغلال اقتصادي أو تسول أو تشغيل مخالف
harm-traff = اتجار أو بيع
harm-abduct = خطف أو حبس
harm-digital = إساءة أو ابتزاز إلكتروني
harm-groups = استغلال من تنظيمات غير مشروعة أو تحريض على العنف
harm-chporn = مواد إباحية للأطفال
harm-discrim = تمييز أو معاملة مهينة لكبير سن
harm-harmtrad = ممارسة ضارة
harm-none = لا توجد إساءة (احتياج آخر)
harm-unk = غير معروف بعد

# Languages
language-ar = العربية
language-en = الإنجليزية
language-ur = الأوردية
language-hi = الهندية
language-ml = المالايالامية
language-bn = البنغالية
language-ta = التاميلية
language-ne = النيبالية
language-si = السنهالية
language-fil = الفلبينية
language-id = الإندونيسية
language-am = الأمهرية
language-fa = الفارسية
language-ps = البشتو
language-fr = الفرنسية
language-ru = الروسية
language-sgn-ae = لغة الإشارة

# Kinds of documents
document-eid = بطاقة الهوية
document-passport = جواز السفر
document-resid = إقامة
document-fambook = خلاصة القيد
document-birth = شهادة ميلاد
document-marr = عقد زواج
document-div = إشهاد طلاق
document-custody = حكم حضانة
document-medical = تقرير طبي
document-police = محضر / تقرير شرطة
document-court = حكم أو أمر قضائي
document-protorder = أمر حماية
document-prosperm = إذن النيابة العامة
document-commdec = قرار اللجنة
document-consent = نموذج موافقة موقّع
document-lease = عقد إيجار
document-salary = شهادة راتب / دخل
document-socialrep = تقرير اجتماعي
document-psyrep = تقرير نفسي
document-photo = صورة
document-mou = مذكرة تفاهم
document-minutes = محضر اجتماع

# What a residence rests on
evidence-eid = العنوان في بطاقة الهوية
evidence-lease = عقد إيجار مصدّق
evidence-bill = فاتورة خدمات
evidence-employer = إفادة جهة العمل
evidence-school = إفادة المدرسة
evidence-fambook = خلاصة القيد
evidence-statement = إفادة صاحب الحالة
evidence-agency = إفادة جهة
evidence-none = لا يوجد

# Grounds in law
lawful-basis-consent = الموافقة
lawful-basis-vital = حماية مصالح صاحب البيانات
lawful-basis-duty-report = واجب الإبلاغ
lawful-basis-social-care = تقديم الرعاية الاجتماعية
lawful-basis-social-prot = تشريعات الحماية الاجتماعية
lawful-basis-public = المصلحة العامة
lawful-basis-judicial = أمر قضائي
lawful-basis-claim = المطالبة بالحقوق والدعاوى

# How permission was given
permission-form-written = ممنوحة كتابياً
permission-form-verbal = ممنوحة شفهياً (بحضور شاهد)
permission-form-carer = ممنوحة من القائم على الرعاية
permission-form-assent = قبول الطفل مسجل
permission-form-notsafe = لم تُطلب لدواعي السلامة
permission-form-notreq = غير مطلوبة قانوناً

# What a referral asks
kind-service = تقديم خدمة
kind-transfer = نقل مسؤولية الحالة
kind-shelter = توفير مكان آمن
kind-assessment = تقييم وإفادة
kind-information = للعلم

# Why this agency
basis-residence = مقر الإقامة
basis-specialism = خدمة متخصصة
basis-capacity = توفر مكان لديها
basis-person-choice = رغبة صاحب الحالة
basis-safety-relocation = الابتعاد عن مصدر الخطر
basis-court-or-prosecutor = أمر محكمة أو نيابة
basis-emergency = حالة طارئة

# Why a referral was declined
decline-p1 = لا يرغب في الخدمة
decline-p2 = لديه خيار آخر
decline-p3 = تعذر التواصل بعد ثلاث محاولات
decline-p4 = الموقع غير آمن لهذا الشخص
decline-p5 = لم يقبل الشروط
decline-p6 = متوفى
decline-p7 = الموافقة غير متوفرة أو سُحبت
decline-v1 = لا توجد طاقة استيعابية
decline-v2 = لا يوجد مكان الآن، وتتاح قائمة انتظار
decline-v3 = غير مختصة بحسب مقر الإقامة
decline-v4 = غير مختصة بحسب الفئة أو العمر أو الجنس أو الاحتياج
decline-v5 = يحتاج إلى مستوى رعاية أعلى
decline-v6 = معلومات لازمة ما زالت ناقصة
decline-v7 = الهوية غير موجودة أو متعارضة
decline-v8 = يتلقى الخدمة لدينا
decline-v9 = تتعذر حماية الشخص في هذا الموقع
decline-v10 = مانع قانوني مثل أمر قضائي
decline-v11 = الخدمة متوقفة مؤقتاً
decline-v12 = مكررة لإحالة أخرى
decline-v13 = تضارب مصالح
decline-v99 = أخرى

# Why a referral was taken back
recall-r1 = جهة غير صحيحة
recall-r2 = شخص غير صحيح
recall-r3 = معلومات غير صحيحة
recall-r4 = تغيّر الوضع
recall-r5 = وُجد حل آخر
recall-r6 = عدل صاحب الحالة عن الطلب
recall-r7 = القرار محل اعتراض

# What came of it
outcome-o1 = لُبّي الاحتياج كاملاً
outcome-o2 = لُبّي الاحتياج جزئياً
outcome-o3 = قُيّمت الحالة ولا حاجة إلى خدمة
outcome-o4 = غادر صاحب الحالة
outcome-o5 = انقطع التواصل
outcome-o6 = أُحيل إلى جهة أخرى
outcome-o7 = عاد إلى الأسرة
outcome-o8 = انتقل إلى خارج المنطقة
outcome-o9 = متوفى
outcome-o99 = أخرى

# Why the residence clause was not followed
override-imminent = خطر محدق
override-capacity = لا يوجد مكان لدى الجهة المختصة
override-unsafe = منطقة الإقامة غير آمنة لصاحب الحالة
override-nfa = بلا مقر إقامة ثابت
override-specialism = الخدمة متوفرة لدى الجهة الأخرى فقط
override-person-choice = رغبة صاحب الحالة
override-court = بأمر من محكمة أو نيابة

# The parts of a file that are shared or not
field-name = الاسم
field-emirates-id = رقم الهوية الإماراتية
field-birth = تاريخ الميلاد أو العمر
field-sex = الجنس
field-nationality = الجنسية
field-phone = رقم الهاتف
field-residence = مقر الإقامة
field-household = المرافقون وأفراد الأسرة
field-needs = الخدمات المطلوبة
field-safety = السلامة الآن وخطوات الأمان
field-safe-contact = وسيلة التواصل الآمنة
field-wishes = رغبات صاحب الحالة
field-account = ما حدث بكلمات صاحب الحالة
field-harm = نوع الإساءة
field-documents = الوثائق المتوفرة في الملف
field-police-report = تقرير الشرطة
field-medical-record = التقرير الطبي أو النفسي

# Ages
age-band-a0-5 = حتى 5 سنوات
age-band-a6-12 = من 6 إلى 12 سنة
age-band-a13-17 = من 13 إلى 17 سنة
age-band-a18-24 = من 18 إلى 24 سنة
age-band-a25-39 = من 25 إلى 39 سنة
age-band-a40-59 = من 40 إلى 59 سنة
age-band-a60 = 60 سنة فأكثر
age-band-unknown = العمر غير معروف

# Why the residence rule suggests what it suggests
residence-reason-home-here = السكن في نطاق اختصاصنا.
residence-reason-home-there = السكن في نطاق اختصاص الجهة الأخرى.
residence-reason-present-elsewhere = صاحب الحالة موجود الآن في مكان آخر، وهذا لا يغيّر الاختصاص.
residence-reason-short-stay = مدة الوجود الحالي أقصر من أن تُعد إقامة.
residence-reason-not-usual-home = لم يتأكد أنه السكن المعتاد، والزيارة أو الإيواء أو المستشفى لا تُعد إقامة.
residence-reason-no-evidence = لا يوجد في الملف ما يثبت الإقامة بعد.
residence-reason-no-area = لم يُسجَّل مقر الإقامة.
residence-reason-unknown = مقر الإقامة غير معروف.
residence-reason-no-fixed-abode = لا يوجد لصاحب الحالة مقر إقامة ثابت.
residence-reason-withheld = مقر الإقامة محجوب لدواعي السلامة.
residence-reason-abroad = السكن خارج الدولة.
residence-reason-risk-near-home = الخطر قريب من السكن، فيُنظر في مكان أبعد وأكثر أماناً.
residence-reason-nobody-covers = لا توجد جهة مرتبطة باتفاقية مختصة في تلك المنطقة.
residence-reason-not-in-force = الاتفاقية مع الجهة المختصة غير سارية.
residence-reason-several-cover = أكثر من جهة مختصة في تلك المنطقة.

# ركائز الخدمات، والسعة
pillar-care = الرعاية
pillar-protection = الحماية
pillar-security = الضمان الاجتماعي
pillar-community = الخدمات المجتمعية
band-unsaid = غير مذكورة
band-available = متاح
band-limited = محدود
band-full = ممتلئ

# لماذا لم يُدوَّن ما يريده صاحب الحالة
no-wishes-unable = لا يستطيع التعبير الآن: فاقد الوعي أو مصدوم أو شديد المرض
no-wishes-young = أصغر من أن يعبّر عن ذلك
no-wishes-unsafe = لم يكن السؤال آمناً
no-wishes-nolanguage = لم يتوفر من يترجم بعد
no-wishes-unwilling = سُئل ولا يريد أن يقول
