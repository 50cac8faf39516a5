# تفعيل الاتفاقيات: الملحق وما أُنجز والمؤشران.

activation-title = تفعيل الاتفاقية
activation-open = ما يفعّلها وما أُنجز
activation-since = منذ
activation-ours = علينا الآن
activation-theirs = لنا الآن
activation-late = متأخر
activation-out-of-force = غير سارية
activation-not-activated = غير مفعّلة
activation-active = مفعّلة
activation-resting = بلا مبادرة جارية
activation-dormant = خاملة
activation-text-out-of-force = الاتفاقية خارج مدتها، فلا تُفعَّل ولا تخمل.
activation-text-not-activated = لم تُنفَّذ مبادرة مشتركة بعد. تصبح خاملة في { $day } إن لم تبدأ واحدة.
activation-text-active = { $n ->
    [zero] لا مبادرة جارية.
    [one] مبادرة مشتركة واحدة قيد التنفيذ.
    [two] مبادرتان مشتركتان قيد التنفيذ.
    [few] { $n } مبادرات مشتركة قيد التنفيذ.
    [many] { $n } مبادرة مشتركة قيد التنفيذ.
   *[other] { $n } مبادرة مشتركة قيد التنفيذ.
}
activation-text-resting = انتهت آخر مبادرة. تصبح خاملة في { $day } إن لم تبدأ أخرى.
activation-text-dormant = لم تُنفَّذ مبادرة منذ { $day }. يرى الطرفان هذا التنبيه حتى تبدأ واحدة.
quiet-title = لا نشاط من { $agency } في التزاماتها
quiet-text = { $n ->
    [zero] لا شيء بانتظارها.
    [one] ينتظرها التزام واحد، ولم يصدر عنها شيء منذ { $day }. يرى الطرفان ذلك.
    [two] ينتظرها التزامان، ولم يصدر عنها شيء منذ { $day }. يرى الطرفان ذلك.
    [few] تنتظرها { $n } التزامات، ولم يصدر عنها شيء منذ { $day }. يرى الطرفان ذلك.
    [many] ينتظرها { $n } التزاماً، ولم يصدر عنها شيء منذ { $day }. يرى الطرفان ذلك.
   *[other] ينتظرها { $n } التزام، ولم يصدر عنها شيء منذ { $day }. يرى الطرفان ذلك.
}
areas-title = مجالات التعاون
area-lead = الجهة القائدة
area-lives = فيه مبادرة
area-quiet = بلا مبادرة
area-at-rest = موقوف
cooperation-field-confidential-exchange = السرية وتبادل المعلومات
cooperation-field-sheltering = الإيواء
cooperation-field-referral = الإحالة بحسب مقر الإقامة
cooperation-field-experience = تبادل الخبرات وأفضل الممارسات
cooperation-field-research = الدراسات والبحوث
cooperation-field-training = التدريب
cooperation-field-events = المؤتمرات والفعاليات
cooperation-field-campaigns = الحملات التوعوية
cooperation-field-priority = تبسيط الإجراءات والأولوية
cooperation-field-documentation = توثيق التجارب
annex-title = ملحق التفعيل
annex-none = لا يوجد ملحق بعد: لم يتفق الطرفان على الأهداف والمجالات والالتزامات.
annex-new = اقتراح ملحق التفعيل
annex-amend = اقتراح تعديل الملحق
annex-lead = يسري الملحق حين يوقّعه الطرفان. ما وُقّع من الالتزامات لا يغيّره طرف وحده.
annex-aims = الأهداف والمجالات
annex-objective = الهدف المشترك
annex-areas-hint = يبقى ما لم تختره موقوفاً وتستمر المجالات الأخرى.
annex-areas-needed = اختر مجالاً واحداً على الأقل.
annex-quiet = التنبيه عند الصمت، بالأيام
annex-quiet-hint = إذا لم يفعل طرف شيئاً في التزاماته هذه المدة ظهر ذلك للطرفين.
annex-quiet-needed = اكتب رقماً من 1 إلى 365.
annex-quiet-days = { $n ->
    [zero] بلا مهلة
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يوماً
   *[other] { $n } يوم
}
annex-duties-n = { $n ->
    [zero] بلا التزامات
    [one] التزام واحد
    [two] التزامان
    [few] { $n } التزامات
    [many] { $n } التزاماً
   *[other] { $n } التزام
}
annex-signed-on = وقّعه الطرفان في
annex-proposed-by = ملحق مقترح من { $agency }
annex-kept = الالتزامات الموقّعة باقية
annex-kept-text = تضاف الالتزامات الجديدة إلى الموقّعة، ولا تُحذف واحدة منها هنا. يُعفى منها بكلمة الطرفين.
duty-n = التزام جديد { $n }
duty-text = نص الالتزام
duty-who = الطرف الملتزم
duty-clause = ينفّذ البند
duty-when = الموعد
duty-when-on = في يوم محدد
duty-when-after = بعد أيام من النفاذ
duty-when-after-working = بعد أيام عمل من النفاذ
duty-when-monthly = آخر كل شهر
duty-when-quarterly = آخر كل ثلاثة أشهر
duty-when-yearly = كل سنة
duty-days = عدد الأيام
duty-days-hint = لما يُحسب من يوم النفاذ.
duty-day = اليوم
duty-needed = أكمل الالتزام: النص وما يثبته باللغتين، والبند والمجال والموعد والوزن.
deeds-title = ما قيل، بتوقيع صاحبه
deed-gave = نوع المساهمة
deed-dirhams = المبلغ بالدرهم
deed-dirhams-hint = للنقد فقط. لا تُقدَّر قيمة لغيره.
deed-dirhams-n = { $n ->
    [zero] لا درهم
    [one] درهم واحد
    [two] درهمان
    [few] { $n } دراهم
    [many] { $n } درهماً
   *[other] { $n } درهم
}
deed-no-value = بلا قيمة نقدية
deed-figure = الرقم المتحقق
deed-words-hint = لا يُذكر اسم ولا حالة.
deed-evidence = الدليل
deed-evidence-hint = ما هو وأين يُحفظ: رقم الكتاب أو المحضر أو التقرير.
deed-on = في يوم
deed-sign = توقيع وإرسال
deed-answer-title = تقول { $agency }، وبانتظار كلمتنا
deed-answer-text = التأكيد توقيع بمفتاح الجهة ولا يُسحب. الإعادة تترك الأمر مفتوحاً.
deed-confirm = نؤكد ونوقّع
deed-return = إعادة
deed-confirmed = مؤكَّد
deed-returned = معاد
deed-waiting = بانتظار التأكيد
deed-confirmed-by = أكدته
deed-returned-by = أعادته
act-fulfil = أُنجز الالتزام
act-waive = لا حاجة إليه
act-breach = أُخلّ به
act-cure = عولج الإخلال
act-start = بدأ التنفيذ
act-reach = بلوغ مَعلم
act-give = مساهمة
act-measure = رقم جديد لمؤشر
act-cancel = التخلي عن المبادرة
act-close = إغلاق ببيان الأثر
act-words-fulfil = ما أُنجز
act-words-waive = لماذا لا حاجة إليه
act-words-breach = ما أُخلّ به
act-words-cure = كيف عولج
act-words-start = كيف بدأ
act-words-reach = ما تحقق
act-words-give = ما قُدّم
act-words-measure = كيف قيس
act-words-cancel = السبب
act-words-close = ما تغيّر للناس
contribution-cash = نقد
contribution-staff-time = ساعات عمل
contribution-space = مكان
contribution-goods = مواد
contribution-knowledge = بيانات ومعرفة
contribution-media = إعلام
figures-title = مؤشرا الشراكة
figures-lead = يُحسبان مما وقّعه الطرفان، لا من آراء. لا رقم بلا مكوّناته، ولا رقم من وقائع قليلة.
figures-activation = مؤشر التفعيل
figures-balance = مؤشر التوازن
figures-insufficient = بيانات غير كافية
figures-coverage = التغطية
figures-facts = { $n ->
    [zero] بلا وقائع
    [one] واقعة واحدة
    [two] واقعتان
    [few] { $n } وقائع
    [many] { $n } واقعة
   *[other] { $n } واقعة
}
figures-band = المدى
figures-moment = محسوب كما في
figures-inputs = بصمة الوقائع
figures-inputs-text = هي نفسها لدى الطرفين، فالرقم نفسه.
figures-evidence-confirmed = { $n ->
    [zero] لا مؤكَّدة
    [one] واحدة مؤكَّدة
    [two] اثنتان مؤكَّدتان
    [few] { $n } مؤكَّدة
    [many] { $n } مؤكَّدة
   *[other] { $n } مؤكَّدة
}
figures-evidence-observed = { $n ->
    [zero] لا مرصودة
    [one] واحدة مرصودة
    [two] اثنتان مرصودتان
    [few] { $n } مرصودة
    [many] { $n } مرصودة
   *[other] { $n } مرصودة
}
figures-evidence-documented = { $n ->
    [zero] لا موثَّقة
    [one] واحدة موثَّقة
    [two] اثنتان موثَّقتان
    [few] { $n } موثَّقة
    [many] { $n } موثَّقة
   *[other] { $n } موثَّقة
}
figures-evidence-declared = { $n ->
    [zero] لا مُصرَّح بها
    [one] واحدة مُصرَّح بها
    [two] اثنتان مُصرَّح بهما
    [few] { $n } مُصرَّح بها
    [many] { $n } مُصرَّح بها
   *[other] { $n } مُصرَّح بها
}
figures-evidence-imported = { $n ->
    [zero] لا مستوردة
    [one] واحدة مستوردة
    [two] اثنتان مستوردتان
    [few] { $n } مستوردة
    [many] { $n } مستوردة
   *[other] { $n } مستوردة
}
figure-missing = لا ينطبق بعد
figure-o = الوفاء بالالتزامات
figure-c = تغطية المجالات
figure-i = المبادرات المشتركة
figure-x = التبادل عبر الربط
figure-g = انتظام الحوكمة
figure-b1 = المساهمات مقابل المتفق عليه
figure-b2 = المبادرة بالرأي
figure-b3 = تكافؤ القرار
figure-b4 = المساءلة المتبادلة
figure-b5 = تكافؤ الاستجابة
figure-b6 = تكافؤ المنفعة
activation-band-not-activated = غير مفعّلة
activation-band-weak = تفعيل ضعيف
activation-band-partial = تفعيل جزئي
activation-band-activated = مفعّلة
activation-band-fully = مفعّلة بالكامل
balance-band-unbalanced = غير متوازنة
balance-band-partly = متوازنة جزئياً
balance-band-balanced = متوازنة
day-sign-annex = ملحق تفعيل بانتظار توقيعنا
day-sign-initiative = مبادرة مشتركة بانتظار توقيعنا
day-answer-deed = بانتظار كلمتنا: { $what }
day-obligation = التزام علينا
day-dormant = اتفاقية خاملة: لا مبادرة جارية

problem-annex-malformed = الملحق غير مكتمل
problem-annex-malformed-next = لم يُرسل شيء. راجع الأهداف والمجالات والالتزامات.
problem-deed-malformed = ينقص شيء مما كُتب
problem-deed-malformed-next = لم يُرسل شيء. ارجع واكتب ما أُنجز وما يثبته، والرقم أو المبلغ إن طُلب.
problem-deed-day = اليوم غير مكتوب كما ينبغي
problem-deed-day-next = لم يُرسل شيء. اكتب اليوم والشهر والسنة.
problem-deed-ahead = اليوم لم يأت بعد
problem-deed-ahead-next = لم يُرسل شيء. اكتب يوماً مضى أو اليوم.
problem-deed-elsewhere = لا يخص هذه الاتفاقية
problem-deed-elsewhere-next = لم يُرسل شيء. افتح الصفحة من جديد.
problem-deed-waiting = قيل هذا من قبل وينتظر الرد
problem-deed-waiting-next = انتظر كلمة الطرف الآخر.
problem-deed-own = لا يؤكد أحد قول نفسه
problem-deed-own-next = انتظر كلمة الطرف الآخر.
problem-deed-answered = قيلت الكلمة فيه من قبل
problem-deed-answered-next = الكلمة لا تُسحب. افتح الصفحة من جديد.

# الأرقام التي تنشرها الجهتان معاً.
published-title = منشور من الجهتين
published-both = موقَّع من الطرفين
published-on = كما في { $day }، حسبه خادم كل جهة على حدة ووقّعه الطرفان.
published-none = لم يُنشر بعد
published-none-text = في أول كل شهر يحسب خادما الجهتين المؤشرين كلٌّ على حدة، ولا يُنشر رقم إلا إذا وصلا إلى الرقم نفسه.
published-waiting = بانتظار خادم الجهة الأخرى
published-waiting-text = أعلن خادم إحدى الجهتين رقمه كما في { $day }، ولم يصل خادم الأخرى إلى الرقم نفسه بعد. قد يكون شيء ما في الطريق.
published-differ = وقائع الخادمين مختلفة
published-no-number = لا رقم
published-differ-text = كما في { $day } لدى كل خادم وقائع أخرى، فلا يُنشر أي من الرقمين. ويختلفان في الآتي:
published-terms = ما تقوله الاتفاقية أو خطتها أو تواريخها
published-only-ours = هنا فقط:
published-only-theirs = لدى الطرف الآخر فقط:
published-differs = ليست متماثلة لدى الطرفين:
