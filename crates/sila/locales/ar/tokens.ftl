# رموز برامج الشركاء، والواجهة المفتوحة.

menu-tokens = برامج الشركاء
role-token = برنامج جهة شريكة
tokens-title = برامج الشركاء
tokens-lead = برامج جهات شريكة تقرأ هنا ما يخصها. لكل رمز جهة واحدة وقراءات محددة ومدة تنتهي وحدها.
tokens-empty = لا رموز بعد
tokens-empty-text = أصدروا رمزاً لبرنامج جهة شريكة، وسلّموه لمن يشغّله باليد.
tokens-one = الرمز
tokens-label = البرنامج
tokens-label-hint = كما تسميه الجهة، مثل «لوحة المؤشرات». بلا اسم شخص.
tokens-label-needed = اكتبوا اسماً لا يزيد على 60 حرفاً.
tokens-partner = الجهة
tokens-partner-choose = اختاروا الجهة
tokens-partner-needed = اختاروا الجهة التي لها الرمز.
tokens-scopes = ما يُقرأ
tokens-scopes-needed = اختاروا شيئاً واحداً يُقرأ على الأقل.
tokens-scope-figures = الأرقام المنشورة
tokens-scope-partnership = الشراكة
tokens-scope-referrals = الإحالات
tokens-scope-hint-figures = الجداول التي نشرتها جهتكم.
tokens-scope-hint-partnership = الاتفاقيات والالتزامات والمبادرات مع هذه الجهة وحدها.
tokens-scope-hint-referrals = ما أُحيل إلى هذه الجهة باتفاقية نافذة، وبأسماء من قبلتهم وحدهم.
tokens-days = المدة
tokens-days-needed = اختاروا مدة.
tokens-days-of = { $n ->
    [zero] بلا أيام
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يوماً
   *[other] { $n } يوم
 }
tokens-until = صالح حتى
tokens-state = الحال
tokens-usable = صالح
tokens-expired = انتهت مدته
tokens-revoked = ملغى
tokens-unconfirmed = ينتظر شخصاً ثانياً
tokens-unconfirmed-text = يقرأ أسماء أشخاص: يُرفض حتى يؤكده من يعتمد الإحالات ولم يصدره.
tokens-confirmed-at = أُكد في
tokens-confirm = تأكيد
tokens-waiting = رموز تنتظر التأكيد
tokens-waiting-lead = رموز لبرامج الشركاء تقرأ ما أُحيل. ومن أصدر رمزاً لا يؤكده.
tokens-waiting-none = لا رمز ينتظرك
tokens-waiting-none-text = يقف هنا كل رمز يقرأ ما أُحيل إلى أن يؤكده غير من أصدره.
tokens-names = يقرأ أسماء أشخاص
tokens-names-text = أكده فقط إن كان الشريك يحتاجه لعمله بموجب الاتفاقية وكنت تعرف البرنامج.
tokens-day = { $n ->
    [zero] لا رموز تنتظر تأكيدك
    [one] رمز لبرنامج شريك ينتظر تأكيدك
    [two] رمزان لبرامج الشركاء ينتظران تأكيدك
    [few] { $n } رموز لبرامج الشركاء تنتظر تأكيدك
    [many] { $n } رمزاً لبرامج الشركاء تنتظر تأكيدك
   *[other] { $n } رمز لبرامج الشركاء تنتظر تأكيدك
 }
tokens-last = آخر استعمال
tokens-never = لم يُستعمل بعد
tokens-new = رمز جديد
tokens-create = إصدار الرمز
tokens-made = صدر الرمز
tokens-made-at = صدر في
tokens-once = يظهر هذا الرمز الآن فقط
tokens-once-text = لا يُحفظ هنا إلا بصمته. سلّموه باليد لمن يشغّل البرنامج، ومن ضاع رمزه يُصدر له غيره.
tokens-header = ترويسة الطلب
tokens-open = وصف الواجهة
tokens-open-text = وثيقة OpenAPI تصف كل ما يُقرأ وكل رفض، ودليل الخدمات متاح بلا رمز.
tokens-uses = الطلبات
tokens-unused = لم يُطلب شيء بعد
tokens-unused-text = يُدوَّن هنا كل طلب قبل أن يُجاب: متى، وماذا قُرئ، وكيف انتهى.
tokens-when = الوقت
tokens-what = ما قُرئ
tokens-verdict = النتيجة
tokens-verdict-ok = أُجيب
tokens-verdict-expired = رُفض: انتهت المدة
tokens-verdict-revoked = رُفض: ملغى
tokens-verdict-out-of-scope = رُفض: خارج ما يُقرأ
tokens-verdict-unconfirmed = رُفض: لم يُؤكد
tokens-verdict-too-often = رُفض: طلبات كثيرة
tokens-verdict-no-agreement = رُفض: لا اتفاقية نافذة
tokens-revoke = إلغاء الرمز
tokens-revoke-text = يُرفض الطلب التالي بهذا الرمز. لا يعود الرمز الملغى صالحاً.
problem-token-missing = لا رمز مع هذا الطلب
problem-token-missing-next = يُرسل الرمز في الترويسة ‎Authorization: Bearer.
problem-token-unknown = هذا الرمز غير معروف
problem-token-unknown-next = راجعوا من سلّمكم الرمز في هذه الجهة.
problem-token-expired = انتهت مدة هذا الرمز
problem-token-expired-next = اطلبوا رمزاً جديداً ممن سلّمكم هذا الرمز.
problem-token-revoked = أُلغي هذا الرمز
problem-token-revoked-next = راجعوا من سلّمكم الرمز في هذه الجهة.
problem-token-unconfirmed = لم يُؤكد هذا الرمز بعد
problem-token-unconfirmed-next = اسألوا من أعطاكم إياه في هذه الجهة: يؤكده عندهم شخص ثانٍ.
problem-token-out_of_scope = هذا الرمز لا يقرأ ذلك: «{ $scope }»
problem-token-out_of_scope-next = اطلبوا رمزاً يقرأه إن كان عملكم يحتاجه.
problem-token-no_agreement = لا اتفاقية نافذة مع هذه الجهة
problem-token-no_agreement-next = لا يُقرأ شيء عن أشخاص بلا اتفاقية نافذة وقّعها الطرفان.
problem-token-too_often = طلبات كثيرة في دقيقة واحدة
problem-token-too_often-next = انتظروا دقيقة؛ المسموح 300 طلب في الدقيقة.
problem-token-too_many = الرموز الصالحة كثيرة
problem-token-too_many-next = ألغوا ما لا يُستعمل منها.
problem-api-malformed = المعامل «{ $field }» غير صالح
problem-api-malformed-next = صحّحوه؛ وتذكر الوثيقة في ‎/api/openapi.json ما هو مسموح.
screen-fhir-read = قراءة إحالة ببرنامج
screen-fhir-search = قائمة إحالات ببرنامج
screen-fhir-file = ملف إحالات ببرنامج
