# البريد: الدعوات وإشعار اليوم.

menu-mail = البريد الصادر
journal-mail = بريد صادر
mail-title = البريد الصادر
mail-lead = خطابات هذه الجهة بالبريد الإلكتروني: الغرض منها وحالها، لا إلى من ولا نصها.
mail-none = لا خطابات
mail-none-text = تظهر هنا الدعوات حين تُرسل بالبريد.
mail-off = البريد الإلكتروني غير مفعّل
mail-off-text = لم يُسمَّ خادم بريد لهذه الجهة. اطبع الخطابات من صفحة اللقاء.
mail-off-mine = لم يُسمَّ خادم بريد لهذه الجهة، فلن يصلك شيء قبل تفعيله.
mail-kind = الغرض
mail-kind-invitation = دعوة إلى لقاء
mail-kind-cancellation = إلغاء لقاء
mail-kind-notice = شيء ينتظر
mail-written = كُتب
mail-said = ما قاله الخادم
mail-next = يُعاد
mail-again = إعادة الإرسال
mail-waiting = بانتظار الإرسال
mail-sent = أُرسلت
mail-failed = تعذّر إرسالها
mail-state-waiting = بانتظار الإرسال
mail-state-sent = أُرسل
mail-state-failed = تعذّر
mail-said-refused = رفضه خادم البريد.
mail-said-later = طلب الخادم المحاولة لاحقاً.
mail-said-unreachable = تعذّر الاتصال بخادم البريد.
mail-said-auth = لم يقبل خادم البريد اسم الدخول أو كلمة المرور.
mail-said-tls = تعذّر الاتصال المشفَّر بخادم البريد.
mail-said-address = العنوان غير صالح.
mail-said-unreadable = تعذّرت قراءة الخطاب.
mail-mine = إشعاري بالبريد
mail-mine-lead = رسالة واحدة في اليوم على الأكثر، تقول إن شيئاً ينتظرك في صلة، ولا شيء غير ذلك.
mail-mine-hint = لا يظهر لغيرك. تُرسل بين الثامنة والثالثة، بلا رابط وبلا أي بيانات.
mail-mine-on = أشعِرني
mail-mine-off = إيقاف الإشعار
mail-address = عنوان البريد
mail-address-needed = اكتب عنوان بريد صحيحاً، مثل name@agency.ae.
mail-notice-subject = شيء ينتظرك في صلة
mail-notice-text =
    شيء ينتظرك في صلة. افتحها كما تفعل عادةً وانظر صفحة يومك.
    لا تحمل هذه الرسالة رابطاً ولا أي بيانات، وأي رسالة فيها رابط ليست منا. لإيقافها: صفحتك، ثم «إشعاري بالبريد».
mail-invitation-subject = دعوة: { $title }
mail-invitation-text = يسرّنا أن ندعوكم إلى المشاركة في اللقاء الآتي:
mail-invitation-answer = للرد بالحضور أو الاعتذار أو تسمية من ينوب عنك، افتح العنوان الآتي. رقم دعوتك:
mail-cancellation-subject = أُلغي اللقاء: { $title }
mail-cancellation-text = نعتذر: لن ينعقد هذا اللقاء.
mail-invite = إرسال الدعوات بالبريد
mail-invite-text = { $n ->
    [zero] لا أحد من المدعوين له عنوان بريد لم تُرسل إليه الدعوة
    [one] مدعو واحد له عنوان بريد لم تُرسل إليه الدعوة
    [two] مدعوان لهما عنوان بريد لم تُرسل إليهما الدعوة
    [few] { $n } مدعوين لهم عنوان بريد لم تُرسل إليهم الدعوة
    [many] { $n } مدعواً لهم عنوان بريد لم تُرسل إليهم الدعوة
   *[other] { $n } مدعو لهم عنوان بريد لم تُرسل إليهم الدعوة
}
problem-mail-off = البريد الإلكتروني غير مفعّل في هذه الجهة.
problem-mail-off-next = اطبع الخطابات من صفحة اللقاء.
problem-mail-settings = إعدادات البريد غير صالحة.
problem-mail-settings-next = اطلب من مدير النظام مراجعتها.
