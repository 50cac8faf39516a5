# الإبلاغ الوجوبي وهوية المبلّغ
mandatory-title = الإبلاغ الوجوبي
mandatory-lead = ما يوجب القانون الإبلاغ عنه، ولمن، وفي أي مدة، وبأي مادة.
mandatory-open = التفاصيل
mandatory-none = لا إبلاغ واجب
mandatory-none-text = لا يظهر من الوقائع المسجّلة ما يوجب الإبلاغ.
mandatory-unclear = لا يمكن الجزم بعد
mandatory-question-harm = ما الذي حدث؟ اكتب نوع الإساءة في الحالة.
mandatory-question-age = كم عمر صاحب الحالة؟ اكتب العمر أو تقديره.
mandatory-question-context = من يُنسب إليه الفعل؟ أجب في صفحة الإبلاغ.
mandatory-kind-child = إبلاغ عن إساءة إلى طفل
mandatory-kind-child-crime = إبلاغ النيابة العامة عن جريمة على طفل
mandatory-kind-family = إبلاغ عن عنف أسري
mandatory-kind-trafficking = إبلاغ عن اتجار بالبشر
mandatory-kind-senior = إبلاغ عن عنف على كبير مواطنين
mandatory-kind-parentage = إبلاغ عن طفل مجهول النسب
mandatory-law-child = القانون الاتحادي 3 لسنة 2016
mandatory-law-child-crime = قرار مجلس الوزراء 52 لسنة 2018
mandatory-law-family = المرسوم بقانون اتحادي 13 لسنة 2024
mandatory-law-trafficking = المرسوم بقانون اتحادي 24 لسنة 2023
mandatory-law-senior = القانون الاتحادي 9 لسنة 2019
mandatory-law-parentage = المرسوم بقانون اتحادي 24 لسنة 2022
mandatory-recipient-child-protection = وحدة حماية الطفل
mandatory-recipient-prosecution = النيابة العامة
mandatory-recipient-police = الشرطة
mandatory-recipient-support-centre = مركز الدعم الاجتماعي في الشرطة
mandatory-recipient-authority = الوزارة أو الجهة المحلية المعنية
mandatory-recipient-senior-protection = وحدة حماية كبار المواطنين
mandatory-to = إلى:
mandatory-or = {" "}أو{" "}
mandatory-at-once = فوراً (نعدّه متأخراً بعد ساعتين، وهذه قاعدة من البرنامج)
mandatory-hours = { $n ->
    [zero] خلال لا ساعات
    [one] خلال ساعة
    [two] خلال ساعتين
    [few] خلال { $n } ساعات
    [many] خلال { $n } ساعةً
   *[other] خلال { $n } ساعة
}
mandatory-do = سجّل الإبلاغ
mandatory-made = تم الإبلاغ
mandatory-made-to = أُبلغ: { $who }
mandatory-state-not-made = لم يُبلَّغ، وينتظر رأي المشرف
mandatory-state-confirmed = لم يُبلَّغ، ووافق المشرف
mandatory-why-reported = لم نُبلغ: أبلغ غيرنا، ولدينا الرقم
mandatory-why-mistaken = لم نُبلغ: الوقائع ليست كما سُجّلت
mandatory-why-directed = لم نُبلغ: بتوجيه من النيابة أو المحكمة
mandatory-done = ما تم
mandatory-outcome = هل أُبلغ؟
mandatory-outcome-missing = اختر لمن أُبلغ، أو لماذا لم يُبلَّغ
mandatory-day-due = للإبلاغ: { $what }
mandatory-day = يوم الإبلاغ
mandatory-time-wrong = اكتب اليوم والوقت: بعد فتح الحالة، وليس في المستقبل
mandatory-number = رقم البلاغ أو الإيصال
mandatory-number-hint = يُكتب إذا أُبلغ، أو إذا أبلغ غيرنا.
mandatory-number-missing = اكتب الرقم
mandatory-words = لماذا لم يُبلَّغ
mandatory-words-hint = يقرؤه المشرف ليوافق أو يطلب الإبلاغ.
mandatory-words-missing = اكتب السبب في 15 حرفاً على الأقل
mandatory-agree = أوافق: لا إبلاغ
mandatory-disagree = يجب الإبلاغ
mandatory-human = البرنامج لا يبلّغ
mandatory-human-text = يقول البرنامج ما يوجبه القانون، والموظف يبلّغ ويسجّل. وما ظهر وجوبه لا يختفي بتغيير الوقائع.
mandatory-context-title = واقعة لا تحملها الحالة
mandatory-context = من يُنسب إليه الفعل؟
mandatory-context-missing = اختر من يُنسب إليه الفعل
harm-context-spouse = الزوج أو الزوجة، حالياً أو سابقاً
harm-context-family = فرد من الأسرة
harm-context-csa = اعتداء جنسي على طفل
harm-context-earlymar = زواج طفل
harm-context-work = في العمل أو العمل المنزلي
harm-context-school = في مدرسة أو حضانة
harm-context-carehome = في مؤسسة رعاية
harm-context-public = في مكان عام
harm-context-online = عبر الإنترنت
harm-context-expl = استغلال جنسي محتمل
harm-context-unk = غير معروف
problem-mandatory-moved = سُجّل من قبل
problem-mandatory-moved-next = ارجع إلى صفحة الإبلاغ: تجد فيها ما سُجّل.
screen-case-mandatory = الإبلاغ الوجوبي
journal-mandatory = إبلاغ وجوبي
reporter-title = هوية المبلّغ
reporter-one = مبلّغ مختوم
reporter-hint = يُحفظ اسم المبلّغ مختوماً بمعزل عن الحالة.
reporter-open-page = هوية المبلّغ
reporter-sealed = بمعزل عن الحالة
reporter-sealed-text = لا يظهر الاسم في صفحة ولا إحالة ولا طباعة ولا تصدير. ويُعرض مرة واحدة لمن له الحق، لسبب يعرفه القانون، ويُسجَّل.
reporter-new = ختم هوية مبلّغ
reporter-name = الاسم
reporter-name-missing = اكتب الاسم. إن لم يذكره أحد فلا شيء يُختم.
reporter-long = النص أطول من المسموح
reporter-many = في هذه الحالة من المبلّغين ما يكفي
reporter-phone = رقم الهاتف
reporter-words = كيف عرف
reporter-agrees = الموافقة على ذكر الاسم
reporter-agrees-yes = يوافق المبلّغ على ذكر اسمه
reporter-agrees-no = لم يوافق
reporter-seal = اختم
reporter-by = ختمه
reporter-opened = { $n ->
    [zero] لم يُفتح.
    [one] فُتح مرة.
    [two] فُتح مرتين.
    [few] فُتح { $n } مرات.
    [many] فُتح { $n } مرةً.
   *[other] فُتح { $n } مرة.
}
reporter-open = اعرض الاسم مرة واحدة
reporter-reason = السبب
reporter-reason-consent = وافق المبلّغ
reporter-reason-court = أمر قضائي
reporter-reason-prosecution = طلب النيابة العامة
reporter-reason-safety = خطر على المبلّغ
reporter-reason-missing = اختر السبب
reporter-number = رقم الأمر أو الطلب
reporter-number-hint = واجب للأمر القضائي وطلب النيابة، بالأرقام والحروف اللاتينية.
reporter-number-missing = اكتب رقم الأمر أو الطلب، دون مسافات
reporter-once = مرة واحدة
reporter-once-text = لا تنقل الاسم إلى الحالة ولا إلى رسالة. عند مغادرة الصفحة يعود مختوماً.
problem-reporter-no_consent = لم يوافق المبلّغ على ذكر اسمه
problem-reporter-no_consent-next = اختر سبباً آخر يجيزه القانون، أو اسأل المبلّغ.
screen-case-reporter = صفحة المبلّغ المختوم
screen-case-reporter-opened = هوية المبلّغ
journal-reporter = هوية المبلّغ
