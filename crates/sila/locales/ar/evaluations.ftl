# دورات التقييم المتبادل.

menu-evaluations = التقييم المتبادل
evaluations-title = التقييم المتبادل
evaluations-lead = تقيّم كل جهة نفسها وشريكتها في مدة واحدة، ولا يُفتح جواب قبل أن يجيب الطرفان.
evaluations-empty = لا تقييم بعد
evaluations-empty-text = يدعو أحد الطرفين إلى تقييم، ويوافق الآخر بتوقيعه.
evaluation-one = تقييم متبادل
evaluation-new = دعوة إلى تقييم
evaluation-new-lead = يوقّع الطرفان على إجرائه، ثم يجيب كل منهما بمعزل عن الآخر.
evaluation-what = المدة والموعد
evaluation-with = مع أي جهة؟
evaluation-from = من
evaluation-until = إلى
evaluation-period = المدة
evaluation-deadline = آخر موعد للإجابة
evaluation-deadline-hint = بعده يُغلق التقييم ولو أجاب طرف واحد، ويُذكر ذلك.
evaluation-criteria = المعايير
evaluation-criteria-n = { $n ->
    [zero] لا معيار في الدليل
    [one] معيار واحد من الدليل
    [two] معياران من الدليل
    [few] { $n } معايير من الدليل
    [many] { $n } معياراً من الدليل
   *[other] { $n } معيار من الدليل
}
evaluation-criteria-text = هي البنود الإلزامية في دليل السياسة الساري، ولكل بند سؤاله.
evaluation-needs-guide = يلزم دليل سياسة سارٍ وجهة مرتبطة بنا إلكترونياً.
evaluation-agency-needed = اختر جهة مرتبطة بنا.
evaluation-period-needed = اكتب مدة مضت، أولها قبل آخرها.
evaluation-deadline-needed = اكتب يوماً قادماً.
evaluation-lead = يبقى جواب كل طرف مختوماً حتى يجيب الطرفان أو يحل الموعد.
evaluation-agree = نوافق على إجرائه
evaluation-agree-text = بالتوقيع نلتزم أن نجيب قبل الموعد عن المعايير أدناه.
evaluation-who = من أجاب
evaluation-opened = فُتح الجواب
evaluation-sealed = أجاب، والجواب مختوم
evaluation-silent = لم يجب بعد
evaluation-sealed-text = ما يظهر هو بصمة الجواب، فلا يُغيَّر بعد ختمه ولا يُعرف ما فيه قبل فتحه.
evaluation-people = رأي العاملين
evaluation-people-n = { $n ->
    [zero] لم يجب أحد بعد.
    [one] أجاب شخص واحد.
    [two] أجاب شخصان.
    [few] أجاب { $n } أشخاص.
    [many] أجاب { $n } شخصاً.
   *[other] أجاب { $n } شخص.
}
evaluation-people-text = حتى { $day }. لا يُعرض رأي أقل من خمسة، ولا يُعرف من قال ماذا.
evaluation-you-answered = أجبت عن الاستبيان
evaluation-survey = استبيان من 18 عبارة
evaluation-send = إرسال
evaluation-apart = لا يُحفظ اسمك مع جوابك
evaluation-apart-text = يُحفظ أنك أجبت كي لا تجيب مرتين، وتُحفظ العلامات في موضع آخر بلا اسم ولا وقت، وتُحذف حين يُختم جواب الجهة.
evaluation-answer = جوابنا
evaluation-answer-text = قيّموا جهتنا ثم الجهة الأخرى في كل بند. بعد الختم لا يتغير شيء.
evaluation-of-us = جهتنا
evaluation-of-other = { $agency }
evaluation-seal = ختم الجواب وإرسال بصمته
evaluation-finding-needed = اختر لكل بند تقديراً لجهتنا وللأخرى.
evaluation-one-way = أجاب أقل من طرفين
evaluation-one-way-text = حل الموعد ولم يجب الطرفان، ويخفض ذلك مكوّن المساءلة في مؤشر التوازن.
evaluation-quadrant = الوقائع والشعور
evaluation-quadrant-text = مؤشر التوازن من وقائع موقّعة، ورأي العاملين في عدالة الشراكة. لا يُجمعان في رقم واحد، وحيث يختلفان يُطرح بند للنقاش.
evaluation-too-few = لا يكفي ما لدينا من وقائع أو آراء للمقارنة.
quadrant-both-fair = الوقائع عادلة والشعور كذلك
quadrant-feels-unfair = الوقائع عادلة والشعور غير ذلك
quadrant-feels-fine = الوقائع غير عادلة والشعور حسن
quadrant-both-unfair = الوقائع غير عادلة والشعور كذلك
evaluation-plan = خطة التحسين
evaluation-plan-text = مسودة من المكوّنات الأدنى، ولكل إجراء مسؤول لدى الطرفين. تُعتمد في الاجتماع القادم.
evaluation-plan-none = لا مكوّن منخفض.
evaluation-action = الإجراء
evaluation-concerns = يخص
evaluation-both = الطرفين
evaluation-cause-activation = رفع مكوّن من مؤشر التفعيل: { $what }
evaluation-cause-balance = رفع مكوّن من مؤشر التوازن: { $what }
evaluation-cause-clause = الوفاء بالبند { $what } كاملاً
evaluation-cause-perception = تحسين رأي العاملين في: { $what }
evaluation-cause-gap = مناقشة الفرق بين الوقائع والشعور: { $what }
evaluation-clause = البند
evaluation-by-own = يقول عن نفسه
evaluation-by-other = يقول الآخر عنه
evaluation-felt = رأي العاملين
evaluation-felt-text = متوسط كل محور من 1 إلى 5، وعدد المجيبين بين قوسين.
evaluation-few = أقل من خمسة
evaluation-domain = المحور
evaluation-domain-openness = الانفتاح
evaluation-domain-reliability = الوفاء بالوعد
evaluation-domain-purpose = الغاية المشتركة
evaluation-domain-voice = الصوت والقرار
evaluation-domain-fairness = العدالة
evaluation-domain-worth = الجدوى
evaluation-signed-both = وقّع الطرفان على هذه النتيجة.
evaluation-signed-one = تنتظر هذه النتيجة توقيع الطرف الآخر.
evaluation-signatures = التواقيع
evaluation-day-agree = تقييم متبادل ينتظر موافقتنا
evaluation-day-answer = تقييم متبادل ينتظر جوابنا
evaluation-stage-offered = بانتظار الموافقة
evaluation-stage-open = مفتوح
evaluation-stage-opening = تُفتح الأجوبة
evaluation-stage-signing = بانتظار التوقيع
evaluation-stage-closed = مغلق
evaluation-mark-1 = لا أوافق أبداً
evaluation-mark-2 = لا أوافق
evaluation-mark-3 = بين بين
evaluation-mark-4 = أوافق
evaluation-mark-5 = أوافق تماماً
evaluation-item-1 = تخبرنا الجهة الشريكة بما يلزمنا قبل أن نسأل.
evaluation-item-2 = إذا أخطأ أحد الطرفين قاله للآخر دون تأخير.
evaluation-item-3 = أعرف إلى من أتوجه عند الجهة الشريكة.
evaluation-item-4 = ما تعد به الجهة الشريكة يُنجز في موعده.
evaluation-item-5 = يمكنني أن أطمئن من أحيله إلى أن أحداً سيستقبله.
evaluation-item-6 = يُنفَّذ ما نتفق عليه في الاجتماعات.
evaluation-item-7 = نريد نحن وهم الشيء نفسه لمن نخدمهم.
evaluation-item-8 = حين تتعارض مصلحة الجهة ومصلحة الشخص يُقدَّم الشخص لدى الطرفين.
evaluation-item-9 = أستطيع أن أقول في جملة لماذا نعمل معاً.
evaluation-item-10 = يُسمع رأينا قبل أن يُتخذ قرار يمسّنا.
evaluation-item-11 = يستطيع كل طرف أن يقول «لا» دون أن يخسر.
evaluation-item-12 = تُطرح أفكار الطرفين وتُدرس بالجدية نفسها.
evaluation-item-13 = يُقسَّم العمل بين الطرفين بعدل.
evaluation-item-14 = يُذكر فضل كل طرف حين ننجح.
evaluation-item-15 = ما يجنيه كل طرف يناسب ما يبذله.
evaluation-item-16 = يصل من نخدمهم إلى ما يحتاجونه أسرع بسبب هذه الشراكة.
evaluation-item-17 = الوقت الذي نصرفه في هذه الشراكة في محله.
evaluation-item-18 = لو خُيّرت لاستمررنا في هذه الشراكة.
problem-evaluation-not_open = لا يستقبل هذا التقييم أجوبة الآن
problem-evaluation-not_open-next = لم يتفق عليه الطرفان بعد، أو خُتم جوابكم، أو حل الموعد.
problem-evaluation-given = أجبت من قبل
problem-evaluation-given-next = يجيب كل شخص مرة واحدة، ولا يُعرف ما أجاب.
problem-evaluation-unanswered = بقيت بنود بلا جواب
problem-evaluation-unanswered-next = أجيبوا عن كل بند مرة، لجهتكم وللأخرى.
problem-evaluation-no_guide = لا دليل سياسة سارياً
problem-evaluation-no_guide-next = اعتمدوا دليلاً أولاً، فمنه المعايير.
problem-evaluation-malformed = لا تستقيم هذه الدعوة
problem-evaluation-malformed-next = راجعوا المدة والموعد، ولا بد من معيار واحد في الأقل.

# أدوات تُدخلها الجهة بنفسها.
licensed-title = أدواتنا الخاصة
licensed-lead = أدوات أدخلتها الجهة بنفسها، كالأدوات المرخّصة. تبقى إلى جانب عبارات هذا النظام الثماني عشرة ولا تُخلط بها.
licensed-none = لا أداة خاصة بنا
licensed-none-text = يُدخل ما رخّصته الجهة ملفاً من له توقيع الاتفاقيات.
licensed-one = الأداة
licensed-at = أُدخلت
licensed-statements = العبارات
licensed-statement = العبارة
licensed-reversed = معكوسة
licensed-bring = إدخال أداة
licensed-bring-text = ملف JSON فيه الاسم والترخيص والمقياس والعبارات باللغتين، والفئات التي تبيّن معنى كل مجموع ممكن. لا تُدخل إلا ما يأذن به ترخيصك.
licensed-file = ملف JSON
licensed-file-hint = حتى 256 كيلوبايت و100 عبارة.
licensed-act = إدخال
licensed-wrong = لم تُدخل الأداة
licensed-wrong-json = ليس الملف بالصيغة المطلوبة، أو فيه جزء غير معروف.
licensed-wrong-words = الاسم والترخيص مطلوبان باللغتين.
licensed-wrong-scale = يمتد المقياس من علامة أدنى إلى علامة أعلى بين 0 و10.
licensed-wrong-statements = لا توجد عبارة، أو تنقص إحداها لغة، أو زادت على 100.
licensed-wrong-bands = يجب أن تتوالى الفئات وتشمل كل مجموع ممكن مرة واحدة، ولكل منها لفظ باللغتين.
licensed-bands = معنى المجموع
licensed-rounds = متى سُئل الناس
licensed-no-round = لم يُسأل بها أحد بعد.
licensed-round-new = بدء السؤال
licensed-about = عن أي شريك
licensed-invited = عدد من يُسألون
licensed-invited-needed = اكتب عدد من سُئلوا، من 1 إلى 10000.
licensed-open = مفتوحة
licensed-closed = مغلقة
licensed-apart = لا يدخل ما يقوله الناس بهذه الأداة في أي مؤشر.
licensed-result = ما قيل
licensed-answered = أجاب
licensed-n-of = ن = { $n } من { $of } سُئلوا، ومعدل الاستجابة { $rate }٪
licensed-mean = متوسط المجموع
licensed-band = معناه
licensed-few = أجاب أقل من خمسة، فلا يُذكر شيء مما قالوه.
licensed-later = يُذكر ما قيل حين لا تُقبل استمارة أخرى.
licensed-sheet = استمارة
licensed-sheet-text = كما أُشّرت على الورق. لا يُحفظ اسم ولا وقت.
licensed-sheet-keep = حفظ الاستمارة
licensed-mark-needed = أشّر على كل عبارة في المقياس.
licensed-close = إغلاق، فلا تُقبل استمارة بعده
problem-licensed-known = أُدخلت هذه الأداة من قبل
problem-licensed-known-next = لم يُكتب شيء. ابحث عنها في القائمة.
problem-licensed-full = لا تُقبل استمارات أخرى
problem-licensed-full-next = أُغلقت، أو أجاب كل من سُئل.
journal-evaluation = تقييم
evaluation-moved = ما صارت إليه الخطة السابقة
evaluation-moved-text = لكل إجراء من الخطة السابقة: أين كان مكوّنه حينها وأين هو الآن، مما وقّعه الطرفان. ولا يُذكر شيء من أقل من خمس وقائع أو خمسة أشخاص.
evaluation-last = التقييم السابق
evaluation-before = قبلُ
evaluation-after = الآن
evaluation-way = التحرّك
evaluation-way-better = أفضل
evaluation-way-same = كما كان
evaluation-way-worse = أدنى
evaluation-way-unknown = غير معروف
evaluation-too-few-answers = إجابات قليلة جدًا
evaluation-of-n = العدد = { $n }
