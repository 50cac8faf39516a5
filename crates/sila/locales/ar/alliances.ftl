# الشراكات متعددة الأطراف

alliances-title = الشراكات متعددة الأطراف
alliances-lead = علاقة بين ثلاث جهات فأكثر: من أطرافها، وبأي دور، ومن متى إلى متى. يوقّعها الجميع، ولا يُكتب شيء فوق ما وُقّع.
alliances-empty = لا شراكة متعددة الأطراف بعد
alliances-empty-text = تظهر هنا حين تقترح جهتنا واحدة أو يقترحها علينا طرف آخر.
alliance-one = الشراكة متعددة الأطراف
alliance-new = شراكة متعددة الأطراف جديدة
alliance-new-lead = اذكر غايتها ومن أطرافها وبأي دور. يوقّع كل طرف الأسطر نفسها، وتسري حين يوقّع آخرهم.
alliance-lead = كل طرف وكل دور وكل يوم فيها وقّعه جميع الأطراف.
alliance-what = ما هي
alliance-name = الاسم
alliance-purpose = غايتها
alliance-parties = الأطراف
alliance-party = الطرف
alliance-role = الدور
alliance-role-lead = يقود
alliance-role-partner = يشارك
alliance-role-funder = يموّل
alliance-role-expert = يقدّم المشورة
alliance-role-observer = يراقب
alliance-from = من
alliance-until = حتى
alliance-since = منذ
alliance-now = قائم
alliance-ahead = يبدأ لاحقًا
alliance-over = انتهى
alliance-waits = تنتظرنا
alliance-proposed = اقترحتها { $agency }
alliance-awaited = لم يوقّع بعد:
alliance-versions = ما وقّعه الجميع
alliance-versions-text = تبقى كل نسخة كما وُقّعت. وتضيف اللاحقة دورًا أو يومًا أخيرًا ولا تغيّر غير ذلك.
alliance-version = النسخة { $n }
alliance-pairs = بين كل طرفين
alliance-pairs-text = لا يُرسَل شيء بموجب شراكة متعددة الأطراف. ما يخرج من جهة يخرج بموجب اتفاقيتها مع جهة واحدة، ولكل طرفين أن يوقفا ما بينهما دون أن يتوقف ثالث.
alliance-pair-none = لا اتفاقية معنا
alliance-follows = تحلّ محل شراكة سابقة
alliance-follows-none = لا شيء
alliance-follows-hint = إذا انضم طرف أو خرج: لا تتغير أطراف شراكة وُقّعت.
alliance-no-party = ليس طرفًا
alliance-few = الشركاء أقل من أن تقوم بينهم شراكة متعددة الأطراف
alliance-few-text = لها ثلاثة أطراف فأكثر، فلا بد من اتفاقية موقّعة وربط مفتوح مع جهتين أخريين.
alliance-kept = لا يُكتب شيء فوق ما وُقّع
alliance-kept-text = يبقى الدور الموقّع بيومه الأول. وكل ما يُقال عنه بعد ذلك يومه الأخير، ويوقّعه جميع الأطراف أيضًا.
alliance-add = دور آخر
alliance-add-text = ولطرف انتهى دوره ويبدأ من جديد أيضًا.
alliance-end = يوم أخير
alliance-term = أي دور؟
alliance-day-needed = اكتب يومًا، مثل 14 12 2026
alliance-role-needed = اختر دورًا
alliance-role-twice = لهذا الطرف هذا الدور في يوم من هذه الأيام
alliance-parties-needed = اختر دور جهتين أخريين على الأقل
alliance-party-needed = اختر طرفًا من أطرافها
alliance-term-needed = اختر دورًا لا يوم أخير له بعد
alliance-ends-early = لا ينتهي قبل أن يبدأ
alliance-day = { $n ->
    [zero] لا شراكة متعددة الأطراف تنتظر توقيعنا
    [one] شراكة متعددة الأطراف تنتظر توقيعنا
    [two] شراكتان متعددتا الأطراف تنتظران توقيعنا
    [few] { $n } شراكات متعددة الأطراف تنتظر توقيعنا
    [many] { $n } شراكة متعددة الأطراف تنتظر توقيعنا
   *[other] { $n } شراكة متعددة الأطراف تنتظر توقيعنا
}
problem-alliance-unfit = لا يمكن توقيع هذا على حاله
problem-alliance-unfit-next = لم يُوقَّع شيء. للشراكة متعددة الأطراف ثلاثة أطراف فأكثر، لكل منهم دور، ولا يُغيَّر ما وُقّع.
problem-alliance-no_agreement = لا اتفاقية مع أحد الأطراف
problem-alliance-no_agreement-next = لم يُوقَّع شيء. وقّعوا اتفاقية مع كل منهم أولًا.
