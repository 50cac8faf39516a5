# البوابة: موظفو الجهات الشريكة التي ليس لها خادم.

portal-title = الإحالات إلى جهتكم
portal-lead = ما أحالته إليكم { $agency }. كل اطلاع يُدوَّن باسم جهتكم.
portal-empty = لا إحالات إليكم
portal-empty-text = تظهر هنا كل إحالة موجهة إلى جهتكم.
portal-gone-text = انتهت هذه الإحالة ولم يعد يظهر مما فيها شيء.
portal-preview-text = يظهر الاسم وكل ما شورك حين تقبل جهتكم، لا قبل ذلك.
portal-accounts = حسابات البوابة
portal-accounts-none = لم يُدعَ أحد بعد.
portal-invite = دعوة إلى البوابة
portal-invite-text = يظهر رمز لمرة واحدة صالح ثلاثة أيام. سلّمه باليد، ويضع صاحبه كلمة مروره بنفسه.
portal-invited = بانتظار الرمز
portal-new-code = رمز جديد
portal-end = إغلاق الحساب
portal-name-needed = اكتب الاسم بما لا يزيد على 60 حرفاً.
portal-code = رمز الدعوة
portal-code-hint = 16 حرفاً ورقماً كما سُلّمت إليك.
portal-code-until = صالح حتى
portal-address = الصفحة
portal-code-title = رمز الدعوة
portal-code-once = يظهر هذا الرمز الآن فقط
portal-code-once-text = انسخه وسلّمه باليد أو بالهاتف لصاحبه، لا بالبريد الإلكتروني. يصلح مرة واحدة.
portal-code-wrong = هذا الرمز غير صحيح أو استُعمل أو انتهت مدته. اطلب رمزاً جديداً ممن دعاك.
portal-join-title = فتح حساب البوابة
portal-join-text = اكتب الرمز الذي سُلّم إليك، واختر كلمة مرور لا يعرفها سواك. وبعدها تدخل باسم المستخدم المكتوب مع الرمز.
portal-join = فتح الحساب
