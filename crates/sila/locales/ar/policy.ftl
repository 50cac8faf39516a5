# دليل سياسة إدارة الشراكات.

journal-policy = دليل السياسة
policy-title = دليل سياسة إدارة الشراكات
policy-lead = ما يحكم علاقتنا بشركائنا، بنداً بنداً، ومن أقر به.
policy-empty = لا دليل سارياً بعد
policy-empty-text = ابدأ بالدليل المرفق مع البرنامج، وعدّل بنوده، ثم اعتمده بتاريخ سريان.
policy-begin = ابدأ كتابة الدليل
policy-draft = النسخة القادمة
policy-version = النسخة { $n }
policy-number = النسخة
policy-from = سارية من
policy-from-needed = اختر يوماً من اليوم إلى سنة قادمة.
policy-approved = اعتُمدت
policy-readers = أقر بالاطلاع من عندنا
policy-people = { $n ->
    [zero] لا أحد بعد
    [one] شخص واحد
    [two] شخصان
    [few] { $n } أشخاص
    [many] { $n } شخصاً
   *[other] { $n } شخص
}
policy-standing = النسخة السارية
policy-read = اطلعت عليه وتلتزم به
policy-read-it = اطلعت عليه وألتزم به
policy-read-it-text = إقرارك يُسجل باسمك وتاريخه لهذه النسخة وحدها.
policy-partners = الجهات المرتبطة
policy-send-to = أرسل النسخة السارية إلى
policy-send = أرسل للإقرار
policy-not-sent = لم تُرسل إليها
policy-waits = بانتظار إقرارها
policy-waits-text = يقر بها من يوقّع باسم الجهة.
policy-acknowledged = أُقرّ بها
policy-acknowledged-text = وقّعت الجهة على هذه النسخة بمفتاحها.
policy-acknowledge = نقر بهذه النسخة
policy-acknowledge-text = الإقرار توقيع بمفتاح جهتنا على هذا النص بعينه، ويصل إلى الجهة صاحبة الدليل.
policy-theirs = أدلة الجهات الأخرى
policy-waits-for-us = بانتظار إقرارنا
policy-mandatory = إلزامي
policy-guidance = إرشادي
policy-question = سؤال التحقق
policy-evidence = الدليل المطلوب
policy-owner = المسؤول
policy-words = نص البند
policy-clause = البند { $clause }
policy-clause-lead = باللغتين معاً. البند الإلزامي يحتاج سؤال تحقق ودليلاً ومسؤولاً.
policy-binding = صفة البند
policy-in-arabic = { $what } بالعربية
policy-in-english = { $what } بالإنجليزية
policy-kept = ما يحفظه النظام بنفسه
policy-kept-rule = القاعدة
policy-kept-none = لا قاعدة: يتحقق منه الناس
policy-months = أطول مدة بالأشهر
policy-approve = اعتماد النسخة
policy-approve-text = بعد الاعتماد لا تتغير هذه النسخة؛ يُبدأ بعدها بنسخة جديدة.
policy-compliance = الامتثال للدليل
policy-compliance-lead = كل بند إلزامي في كل شراكة: ما يعرفه النظام يقوله بنفسه، والباقي يتحقق منه شخص.
policy-partner = الشريك
policy-partnerships = الشراكات
policy-no-partner = لا شركاء بعد
policy-no-partner-text = يظهر هنا كل شريك مسجل أو جهة مرتبطة.
policy-class = فئة الشريك
policy-class-hint = يمكن اختيار أكثر من فئة.
policy-kept-count = بنود محفوظة
policy-broken-count = بنود غير محفوظة
policy-unchecked-count = لم يُتحقق منها
policy-unchecked = لم يُتحقق منه
policy-known = يعرفه النظام من الوقائع
policy-excepted = مستثنى
policy-check = سجّل نتيجة التحقق
policy-found = النتيجة
policy-finding-needed = اختر البند والنتيجة.
policy-note = ملاحظة
policy-except = استثنِ بنداً
policy-clause-number = البند
policy-reason = السبب
policy-reason-needed = اكتب السبب، من ثلاثة أحرف إلى أربعمائة.
policy-until = حتى
policy-until-needed = اختر يوماً بعد اليوم وخلال سنة.
policy-exceptions = سجل الاستثناءات
policy-allowed-by = وافق عليه
policy-ended = انتهى
policy-under-proposed = اقتُرح وفق الدليل
policy-under-signed = وُقّع وفق الدليل

policy-rule-classified = يحفظه النظام: فئة الشريك
policy-rule-acknowledged = يحفظه النظام: إقرار الشريك
policy-rule-term = يحفظه النظام: مدة الاتفاق
policy-finding-compliant = ممتثل
policy-finding-partial = ممتثل جزئياً
policy-finding-non-compliant = غير ممتثل
policy-finding-not-applicable = لا ينطبق

problem-policy-none = لا دليل سارياً
problem-policy-none-next = اعتمد نسخة أولاً.
problem-policy-changed = سرت نسخة أخرى في هذه الأثناء
problem-policy-changed-next = افتح الدليل من جديد.
problem-policy-not_classified = يمنعه البند { $clause } من دليل الشراكات: لا فئة لهذا الشريك
problem-policy-not_classified-next = سجّل فئة الشريك، أو ليوافق رئيس الجهة على استثناء مسبب له نهاية.
problem-policy-not_acknowledged = يمنعه البند { $clause } من دليل الشراكات: لم يقر الشريك بالنسخة السارية
problem-policy-not_acknowledged-next = أرسل إليه النسخة السارية من صفحة الدليل، أو ليوافق رئيس الجهة على استثناء مسبب له نهاية.
problem-policy-term = يمنعه البند { $clause } من دليل الشراكات: المدة أطول مما يسمح به
problem-policy-term-next = اختر مدة أقصر، أو ليوافق رئيس الجهة على استثناء مسبب له نهاية.
problem-policy-words = نص ناقص في إحدى اللغتين أو أطول من الحد
problem-policy-words-next = اكتب النص باللغتين.
problem-policy-clauses = لا بنود في الدليل أو هي أكثر من الحد
problem-policy-clauses-next = راجع البنود.
problem-policy-number = رقم بند غير صالح أو مكرر
problem-policy-number-next = راجع أرقام البنود.
problem-policy-control = البند الإلزامي يحتاج سؤال تحقق ودليلاً ومسؤولاً باللغتين
problem-policy-control-next = أكمل البند أو اجعله إرشادياً.
problem-policy-rule = القاعدة لبند إلزامي، ولا تتكرر، وقاعدة المدة تحتاج عدد الأشهر
problem-policy-rule-next = راجع القاعدة.
problem-policy-shipped = تعذرت قراءة الدليل المرفق
problem-policy-shipped-next = أخبر مسؤول النظام بالرقم أدناه.

policy-pdf = ملف PDF
policy-pdf-from = من { $day }
policy-pdf-lead = يؤطّر هذا الدليل علاقتنا بالشركاء. ومع كل بند إلزامي سؤال يُتحقق به منه وما يدل على الوفاء به ومن يُسأل عنه، ويُذكر معه ما يحفظه النظام بنفسه.
