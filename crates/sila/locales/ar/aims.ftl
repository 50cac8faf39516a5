# ما وُضعت له الاتفاقية، وما حققته.

aims-title = ما وُضعت له
aims-objectives = الأهداف الاستراتيجية
aims-objectives-hint = هدف واحد على الأقل. ولا تُفعَّل اتفاقية بلا هدف.
aims-objectives-needed = اختر هدفاً استراتيجياً واحداً على الأقل.
aims-groups = الفئات الأكثر عرضة للضرر
aims-none = لم تذكر الاتفاقية ما وُضعت له
aims-none-text = لا يُفعَّل شيء بموجبها بلا هدف استراتيجي وفئة. اقترح اتفاقية تذكرهما.
strategic-objective-quality-of-life = جودة حياة أفضل للفئات الأكثر عرضة للضرر
strategic-objective-protection = الحماية من العنف والإهمال والإساءة
strategic-objective-family-stability = استقرار الأسرة
strategic-objective-prevention = مجتمع واعٍ يقي من الضرر
strategic-objective-access = خدمات قريبة وإجراءات أقل
strategic-objective-independence = التمكين والاستقلال
strategic-objective-capability = كفاءات وجهات مؤهلة
strategic-objective-development = تنمية اجتماعية مستدامة
areas-lead = لكل مجال نطاقه ومن يقوده ومؤشراته. ويجوز وقف مجال منها فتستمر سائر المجالات.
area-scope = ما يدخل فيه
area-indicator = المؤشر
area-needed = أكمل المجال: النطاق والمكتب القائد لدى الجهتين والمؤشر باللغتين مع المستهدف.
area-outside = ليس في الملحق
act-count = عدد من وصلت إليهم المبادرة
act-words-count = من الذين وصلت إليهم
initiative-count = أحصينا من وصلت إليهم
people-rule = اكتب كل شخص في الفئة الأولى التي تناسبه وحدها. وما قلّ عن خمسة أشخاص من فئة يُضم إلى «أخرى» أو يُنتظر حتى يزيد.
people-first = لأول مرة
people-again = سبق عدّهم بموجب هذه الاتفاقية
people-n = { $n ->
    [zero] لا أحد
    [one] شخص واحد
    [two] شخصان
    [few] { $n } أشخاص
    [many] { $n } شخصاً
   *[other] { $n } شخص
}
people-again-n = { $n ->
    [zero] لم يُعدّ أحد من قبل
    [one] شخص سبق عدّه
    [two] شخصان سبق عدّهما
    [few] { $n } أشخاص سبق عدّهم
    [many] { $n } شخصاً سبق عدّهم
   *[other] { $n } شخص سبق عدّهم
}
brought-title = ما حققته الاتفاقية
brought-open = ما حققته
brought-people = من وصلت إليهم
brought-people-note = كل شخص مرة واحدة
brought-again = وصلت إليهم ثانية
brought-groups = الأشخاص بحسب الفئة
brought-groups-lead = كل شخص في فئة واحدة ويُعدّ مرة واحدة مهما تعددت المبادرات التي وصلت إليه. ولا يُحسب إلا ما وقّعه الطرفان.
brought-total = المجموع
brought-none = لم يُعدّ أحد بعد
brought-none-text = تُحصي الجهة التي تقود المبادرة، وتوقّع الجهة الأخرى.
brought-areas = المجالات
brought-areas-lead = كل مجال على حدة، ومجموعها هو المجموع.
brought-settled = التزامات أُنجزت
brought-of = { $n } من { $of }
brought-cancelled = { $n ->
    [zero] لم تُلغَ مبادرة
    [one] أُلغيت مبادرة
    [two] أُلغيت مبادرتان
    [few] أُلغيت { $n } مبادرات
    [many] أُلغيت { $n } مبادرة
   *[other] أُلغيت { $n } مبادرة
}

problem-agreement-no_aims = لا تذكر الاتفاقية هدفاً استراتيجياً ولا فئة
problem-agreement-no_aims-next = لم يُفعَّل شيء. اقترح اتفاقية تذكر واحداً من كل منهما على الأقل، ويوقّعها الطرفان.
problem-agreement-area_at_rest = أوقف الطرفان مجال «{ $cooperation-field }»
problem-agreement-area_at_rest-next = لم يُرسل شيء وحُفظت المسودة. سائر المجالات مستمرة. راجع مسؤول الشراكات أو اختر جهة أخرى.
problem-area-at_rest = أوقف الطرفان هذا المجال
problem-area-at_rest-next = لم يتغير شيء. للاستمرار اقترح ملحقاً يُختار فيه المجال من جديد.
problem-initiative-not_lead = الجهة التي تقود المبادرة هي التي تُحصي
problem-initiative-not_lead-next = لم يُرسل شيء. هكذا لا يُعدّ أحد لدى الجهتين.
problem-initiative-again_too_many = من سبق عدّهم أكثر ممن عُدّوا
problem-initiative-again_too_many-next = لم يُرسل شيء. اكتب من وصلت إليهم لأول مرة في خانتهم.
