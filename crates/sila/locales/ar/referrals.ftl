# النصوص العامة
referrals = الإحالات
referrals-in = الإحالات الواردة
referrals-in-lead = ما أحالته الجهات الأخرى إلينا، والأكثر استعجالاً أولاً.
referrals-out = الإحالات الصادرة
referrals-out-lead = ما أحلناه إلى الجهات الأخرى، ووضعه الآن.
referrals-open = المفتوحة
referrals-done = المنتهية
referrals-filter = تصفية
referrals-empty-in = لا إحالات واردة مفتوحة
referrals-empty-in-text = تظهر هنا كل إحالة تصل من جهة مرتبطة بنا، دون تحديث الصفحة.
referrals-empty-out = لا إحالات صادرة مفتوحة
referrals-empty-out-text = تبدأ الإحالة من استقبال الحالة أو من صفحتها.
referrals-empty-done = لا إحالات منتهية
referrals-empty-done-text = تنتقل الإحالة إلى هنا حين لا يبقى لأحد ما يفعله بشأنها.

# القائمة
referral-number = رقم الإحالة
referral-status = الوضع
referral-source = الجهة المُحيلة
referral-target = الجهة المُحال إليها
referral-about = بشأن
referral-deadline = المهلة
referral-urgency = درجة الاستعجال
referral-late-only = ما تجاوز المهلة فقط
referral-linked = أولوية (حالة مُحالة عبر الربط)

# الأوضاع
state-draft = أُعيدت للتعديل
state-awaiting-approval = بانتظار الاعتماد
state-offered = تم الإرسال
state-delivered = تم التسليم
state-in-review = قيد المراجعة
state-redirected = أُحيلت إلى جهة ثالثة
state-accepted = تم القبول
state-completed = أُبلغت النتيجة
state-closed = تم الإغلاق
state-declined = تم الاعتذار عن القبول
state-recalled = تم السحب
state-expired = انتهت المهلة

# صفحة الإحالة
referral-title = { $who }: { $what }
referral-who-woman = امرأة
referral-who-man = رجل
referral-who-child = طفل
referral-who-person = شخص
referral-who-with-children = { $n ->
    [zero] { $who } بلا أطفال
    [one] { $who } وطفل واحد
    [two] { $who } وطفلان
    [few] { $who } و{ $n } أطفال
    [many] { $who } و{ $n } طفلاً
   *[other] { $who } و{ $n } طفل
}
referral-restricted = سرّي: بقدر الحاجة فقط
referral-from = من { $agency }
referral-to = إلى { $agency }
referral-routed = أساس التوجيه: { $basis }
referral-agreed-time = مهلة الرد المتفق عليها
referral-clause = البند
referral-under = بموجب الاتفاقية
referral-agreement = الاتفاقية
referral-shared = ما شاركته الجهة المُحيلة
referral-shared-by-us = ما شاركناه
referral-will-leave = ما سيغادر بعد الاعتماد
referral-permission = الأساس القانوني مسجل
referral-person = الشخص
referral-with = المرافقون
referral-residence = مقر الإقامة
referral-area-unknown = غير معروف
referral-category = الفئة
referral-need = الاحتياج
referral-flags = تنبيه
referral-flag-immediate-danger = في خطر مباشر
referral-flag-not-safe-to-talk = التحدث غير آمن الآن
referral-flag-children = برفقة أطفال
referral-language = اللغة
referral-nationality = الجنسية
referral-emirates-id = الهوية الإماراتية
referral-phone = الهاتف
referral-safe-contact = الاتصال الآمن
referral-safety-plan = خطة السلامة
referral-harm = نوع الإساءة
referral-wishes = رغبة صاحب الحالة
referral-unwanted = ما لا يريد صاحب الحالة أن يحدث
referral-account = ما حدث كما رواه صاحب الحالة
referral-documents = المستندات المتوفرة
referral-not-shared = لم يُشارك
referral-preview-only = معاينة دون اسم
referral-preview-only-text = لا تملك هذه الجهة مفتاح الهوية قبل القبول. عند القبول يصل المفتاح وتُفتح حالة معبأة بكل ما شوركنا به.
referral-erased = حُذف ما عُرض
referral-erased-text = انتهت الإحالة دون قبول، فحُذفت المعاينة والهوية المختومة ومفاتيحهما. يبقى سجل الأفعال الموقّعة وحده.
referral-in-case = كل ذلك معبأ في الحالة:
referral-open-case = فتح صفحة الحالة
referral-returned = أُعيدت من المعتمِد الثاني
referral-override = استثناء من قاعدة مقر الإقامة
referral-override-approved = اعتمده شخص ثانٍ بصفته:
referral-override-unapproved = دون اعتماد شخص ثانٍ بعد.
referral-override-imminent = خطر وشيك: أُرسلت دون انتظار اعتماد شخص ثانٍ.
referral-not-eligible = لا تنطبق معايير الخدمة المعلنة
referral-not-eligible-text = أُرسلت لأنها طارئة، وسُجّل ذلك ليراه الطرفان.
referral-readers = من اطّلع عليها هنا
referral-readers-none = لم يطّلع عليها أحد بعد.
referral-chain = سلسلة الإثبات
referral-chain-intact = سليمة
referral-not-delivered = لم تُسلّم بعد
referral-not-delivered-text = تنتظر رسالة منذ { $since } عودة الاتصال بالجهة الأخرى، ثم تُرسل من تلقاء نفسها. في الطوارئ اتصل بالجهة هاتفياً.
referral-fingerprint = بصمة السلسلة
referral-fingerprint-text = تتطابق لدى الجهتين حين تملكان السجل نفسه.
referral-too-late = وصل متأخراً
referral-proposed-area = الجهة المختصة بحسب رأيها في:
referral-by-node = النظام

# خطوات السلسلة
referral-step-offer = أُنشئت ووُقّعت
referral-step-sent = أُرسلت مشفّرة
referral-step-sending = بانتظار الإرسال
referral-step-received = استُلمت مرة واحدة
referral-step-claim = فُتحت للمراجعة
referral-step-accept = قُبلت
referral-step-release = سُلّم مفتاح الهوية
referral-step-case = فُتحت حالة لدينا
referral-step-decline = اعتُذر عن قبولها
referral-step-recall = سُحبت
referral-step-expire = انتهت مهلتها
referral-step-purged = حُذف ما عُرض
referral-step-outcome = أُبلغت النتيجة
referral-step-acknowledge = أُغلقت الحلقة
referral-step-redirect = أُحيلت إلى جهة ثالثة
referral-await-approval = بانتظار اعتماد شخص ثانٍ
referral-await-approval-text = لا يغادر شيء قبل أن يعتمدها شخص غير مُرسلها.
referral-await-decision = بانتظار القرار
referral-await-third = بانتظار قرار الجهة الثالثة
referral-await-confirmation = بانتظار تأكيد الجهة الأخرى
referral-await-key = بانتظار مفتاح الهوية
referral-await-release = قُبلت قبل وصول السحب: القرار لكم
referral-await-outcome = بانتظار النتيجة
referral-await-acknowledgement = بانتظار اطّلاع الجهة المُحيلة
referral-await-erasure = بانتظار تأكيد الحذف
referral-todo-case = فتح حالة لدى الجهة المُحال إليها
referral-todo-outcome = إبلاغ النتيجة
referral-todo-closed = إغلاق الحلقة وإبلاغ الجهة المُحيلة

# الأفعال
referral-accept = قبول
referral-claim = فتح للمراجعة
referral-held = زميل يراجعها الآن
referral-held-text = يمكنك فتحها بعد الساعة { $until } إن لم تُحسم.
referral-over = انتهت مهلة القرار
referral-over-text = عادت الإحالة إلى الجهة المُحيلة. إن كنتم مستعدين لقبولها فتواصلوا معها لإرسالها من جديد.
referral-decline-act = اعتذار مع بيان السبب
referral-redirect-act = إحالة إلى جهة ثالثة
referral-redirect-title = إحالة إلى جهة ثالثة
referral-redirect-to = إلى أي جهة
referral-redirect-to-hint = الجهات التي يسمّيها الاتفاق وأذن بها صاحب الحالة.
referral-redirect-to-missing = اختر الجهة.
referral-redirect-why = لماذا هذه الجهة
referral-redirect-why-missing = اختر السبب.
referral-redirect-sealed = يبقى الاسم مختوماً
referral-redirect-sealed-text = تنتقل المعاينة والبيانات المختومة كما وردت دون فتحها هنا، وتعرف الجهة المُرسلة أين حالتها وبماذا أجابت الجهة الثالثة.
referral-passed-on = أُحيلت إلى جهة ثالثة
referral-passed-on-text = القرار لتلك الجهة، وخادمنا ينقل جوابها إلى المُرسل.
referral-third = الجهة الثالثة:
referral-origin = أحالتها أولاً { $agency }
referral-origin-text = أذنت تلك الجهة بهذه الإحالة بتوقيعها، ولم تُفتح البيانات المختومة في الطريق.
referral-decline-title = الاعتذار عن قبول الإحالة
referral-decline-reason = سبب الاعتذار
referral-decline-person = من جانب صاحب الحالة
referral-decline-ours = من جانب جهتنا
referral-decline-area = المنطقة المختصة برأيكم
referral-decline-area-hint = لازمة عند الاعتذار لعدم الاختصاص المكاني.
referral-decline-missing = اختر سبب الاعتذار
referral-decline-area-missing = اختر المنطقة المختصة برأيكم
referral-decline-erases = يُحذف ما عُرض عليكم
referral-decline-erases-text = بعد الاعتذار تُحذف المعاينة والهوية المختومة من نظامكم، وتُبلّغ الجهة المُحيلة بالسبب فوراً.
referral-recall-act = سحب الإحالة
referral-recall-title = سحب الإحالة
referral-recall-reason = سبب السحب
referral-recall-missing = اختر سبب السحب
referral-recall-text = إن كانت الجهة الأخرى قد قبلت قبل وصول السحب فقبولها قائم، وسيظهر لكم ذلك.
referral-outcome-act = إبلاغ النتيجة
referral-outcome-title = إبلاغ النتيجة
referral-outcome-question = ما نتيجة الإحالة؟
referral-outcome-missing = اختر النتيجة
referral-outcome-text = تصل النتيجة رمزاً إلى الجهة المُحيلة، دون أي تفاصيل عن الشخص.
referral-acknowledge-act = اطّلعنا، إغلاق الإحالة
referral-note-act = اطّلعنا عليها
referral-release-act = تسليم مفتاح الهوية رغم السحب
referral-approve-title = اعتماد الشخص الثاني
referral-approve-act = اعتماد وإرسال
referral-approve-text = هذا ما سيغادر، لا أكثر. باعتمادك تُوقّع الإحالة وتُرسل، وترى الجهة الأخرى صفتك لا اسمك.
referral-return-act = إعادة للتعديل
referral-return-note = ملاحظة للمُرسل

# الإثبات
referral-proof = إثبات وطباعة
referral-proof-title = إثبات الإحالة
referral-proof-lead = الأفعال الموقّعة من الجهتين وبصماتها. لا تحمل اسماً ولا وصفاً لأحد.
referral-proof-what = الإحالة
referral-proof-printed = طُبع في
referral-number-of-entry = التسلسل
referral-entry = الفعل
referral-by = الجهة والصفة
referral-at = الوقت
referral-hash = البصمة
screen-referral-proof = إثبات الإحالة

# ما يُرفض ولماذا
problem-referral-no_link = لا ربط مع هذه الجهة
problem-referral-no_link-next = لم يُرسل شيء. اطلب من مسؤول الشراكات إنشاء الربط.
problem-referral-already_sent = الحالة معروضة على هذه الجهة
problem-referral-already_sent-next = انتظر قرارها أو اسحب الإحالة القائمة.
problem-referral-claimed = زميل يراجعها الآن
problem-referral-claimed-next = يمكنك متابعتها بعد الساعة { $until } إن لم تُحسم.
problem-referral-own_approval = لا يعتمد المُرسل إحالته
problem-referral-own_approval-next = يعتمدها شخص آخر له صلاحية الاعتماد.
problem-referral-not_sent = لم تُرسل الإحالة بعد
problem-referral-not_sent-next = انتظر الاعتماد.
problem-referral-no_key = لا يوجد مفتاح لهذه الهوية هنا
problem-referral-no_key-next = سُلّم المفتاح من قبل أو أُتلف.
problem-referral-too_large = الإحالة أكبر من الحد
problem-referral-too_large-next = اختصر النصوص الطويلة وأعد الإرسال.
problem-referral-busy = تغيّرت الإحالة في اللحظة نفسها
problem-referral-busy-next = لم يتغير شيء منك. افتحها من جديد وأعد المحاولة.
