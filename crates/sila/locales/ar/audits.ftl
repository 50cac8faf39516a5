# عيّنة الوقائع التي تُدقَّق

menu-audits = تدقيق العيّنة
audits-title = تدقيق العيّنة
audits-lead = مما أكّده طرفا الاتفاقية في ربع سنة تُسحب خمسة من كل مئة واقعة وينظر فيها من يدقّق هنا. ويسحب الخادمان الوقائع نفسها.
audits-empty = لم يُسحب شيء
audits-empty-text = تظهر الوقائع هنا بعد ثلاثة أيام من انتهاء ربع السنة، إن أكّد الطرفان شيئًا.
audits-one = واقعة للتدقيق
audits-fact = ما وقّعه الطرفان
audits-quarter = ربع السنة
audits-finding = النتيجة
audits-found = ما تبيّن
audits-waits = لم ينظر فيها أحد
audits-waits-text = تظهر هنا النتيجة وسببها، وكل نتيجة لاحقة فوقها.
audits-verdict-holds = تصحّ
audits-verdict-fails = لا تصحّ
audits-verdict-unseen = لا يمكن الاطلاع عليها
audits-verdict-needed = اذكر ما تبيّن
audits-reason = السبب
audits-reason-hint = ما اطُّلع عليه وأين يُحفظ. لا تذكر شخصًا ولا حالة.
audits-reason-needed = اذكر السبب في 3 إلى 600 حرف
audits-add = تدوين نتيجة
audits-said-by = قالها
audits-evidence = الواقعة ودليلها
audits-open = صفحة الواقعة
audits-apart = من يوقّع لا يدقّق
audits-apart-text = يدوّن النتيجةَ من يدقّق ولا يوقّع شيئًا عن الجهة.
audits-stays = ما وقّعه الطرفان يبقى
audits-stays-text = لا تغيّر النتيجة واقعةً ولا رقمًا وقّعه الخادمان. وتظهر بجانبهما هنا، مع الرقم كما يكون دون الواقعة.
audits-draws = السحوبات
audits-draws-text = البذرة بصمة كل وقائع ربع السنة. وإذا أظهر خادم الطرف الآخر بذرة أخرى فلدى الخادمين وقائع مختلفة.
audits-facts = الوقائع
audits-at = تاريخ السحب
audits-seed = البذرة
audits-none = تدقيق العيّنة: لم تُسحب واقعة بعد.
audits-coverage = تدقيق العيّنة: الوقائع التي أكّدها الطرفان { $facts }، والمسحوب منها { $drawn }، وما نُظر فيه { $looked }.
audits-fails = { $n ->
    [zero] كلها تصحّ
    [one] واحدة لا تصحّ
    [two] اثنتان لا تصحّان
    [few] { $n } وقائع لا تصحّ
    [many] { $n } واقعة لا تصحّ
   *[other] { $n } واقعة لا تصحّ
}
audits-unseen = { $n ->
    [zero] كلها ظاهرة
    [one] واحدة لا يمكن الاطلاع عليها
    [two] اثنتان لا يمكن الاطلاع عليهما
    [few] { $n } وقائع لا يمكن الاطلاع عليها
    [many] { $n } واقعة لا يمكن الاطلاع عليها
   *[other] { $n } واقعة لا يمكن الاطلاع عليها
}
audits-flag = { $n ->
    [zero] كل ما أكّده الطرفان يصحّ
    [one] واقعة أكّدها الطرفان لا تصحّ
    [two] واقعتان أكّدهما الطرفان لا تصحّان
    [few] { $n } وقائع أكّدها الطرفان لا تصحّ
    [many] { $n } واقعة أكّدها الطرفان لا تصحّ
   *[other] { $n } واقعة أكّدها الطرفان لا تصحّ
}
audits-flag-text = تبيّن ذلك من تدقيقنا. ما وقّعه الطرفان يبقى كما هو، فابحثوا الأمر مع الشريك.
audits-flag-activation = مؤشر التفعيل معها: { $with }. ودونها: { $without }.
audits-flag-balance = مؤشر التوازن معها: { $with }. ودونها: { $without }.
audits-card-without = دون ما لا يصحّ:
audits-day = { $n ->
    [zero] لا وقائع تنتظر التدقيق
    [one] واقعة من العيّنة تنتظر التدقيق
    [two] واقعتان من العيّنة تنتظران التدقيق
    [few] { $n } وقائع من العيّنة تنتظر التدقيق
    [many] { $n } واقعة من العيّنة تنتظر التدقيق
   *[other] { $n } واقعة من العيّنة تنتظر التدقيق
}
problem-audits-signs = من يوقّع لا يدقّق
problem-audits-signs-next = لم يُدوَّن شيء. اطلب ذلك من زميل يدقّق ولا يوقّع شيئًا عن الجهة.
problem-audits-no_reason = اذكر السبب
problem-audits-no_reason-next = لم يُدوَّن شيء. للنتيجة سبب من 3 إلى 600 حرف.
journal-audit = تدقيق العيّنة
