# ما تقرؤه الجهة الشريكة دون خادم وتوقّعه في البوابة.

agreement-signed-portal = عبر البوابة، بتوقيع
agreement-portal-clauses = البنود
agreement-portal-text = اقرؤوا الملف أولاً، فتوقيعكم على هذا النص بعينه. ويُسجَّل اسم الموقّع ويُعرض أنه وقّع عبر البوابة، لا بمفتاح ولا بخط اليد.
agreement-portal-who = من يوقّع عن جهتكم
agreement-portal-who-hint = الاسم والصفة، من 3 أحرف إلى 120 حرفاً.
agreement-portal-done = لا شيء للتوقيع
agreement-portal-done-text = تعديل هذه الاتفاقية يُقترح مقترحاً في الصفحة الأولى من البوابة.
agreement-portal-other = يوقّع عن جهتكم شخص آخر
agreement-portal-other-text = هذا الحساب لاستقبال الإحالات. أخبروا الموظف الذي دعاكم بمن يوقّع الاتفاقيات ويعتمد المحاضر ويسوّي الخلافات عن جهتكم.
minutes-portal-lead = محاضر الاجتماعات التي حضرتها جهتكم. وتُعتمد حين يعتمدها كل طرف.
minutes-portal-approved = معتمد
minutes-portal-objected = معترض عليه
minutes-portal-awaited = بانتظاركم
minutes-portal-said = ما قالته جهتكم
minutes-portal-text = ما تقولونه كلمة جهتكم.
minutes-portal-word = جهتكم
minutes-portal-word-needed = اختاروا أحدهما.
minutes-portal-approve = تعتمد المحضر
minutes-portal-object = تعترض
minutes-portal-whose = على كلمة من، وسبب الاعتراض إن وُجد
minutes-portal-whose-hint = الاسم والصفة من 3 أحرف إلى 160 حرفاً، ورقم القيد عند الاعتراض.
minutes-portal-say = إرسال
