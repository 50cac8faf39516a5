# المهل التي يبدؤها القانون
clocks-title = المهل القانونية
clocks-begin-title = هل الطفل في خطر محدق؟
clocks-begin-text = عندئذ تبدأ ثلاث مهل من 24 ساعة، ليلاً ونهاراً: إخطار النيابة العامة، وإذنها بإيداع الطفل، وإبلاغ الطفل بالتدبير وتوقيعه أو رفضه.
clocks-begin = خطر محدق: ابدأ المهل
clock-notice = إخطار النيابة العامة
clock-permission = إذن النيابة العامة
clock-told = إبلاغ الطفل بالتدبير
clock-over-notice = متأخر: إخطار النيابة العامة
clock-over-permission = متأخر: إذن النيابة العامة
clock-over-told = متأخر: إبلاغ الطفل بالتدبير
clock-over-cases = { $n ->
    [zero] في لا حالة
    [one] في حالة واحدة، والمشرفون يعرفونها
    [two] في حالتين، والمشرفون يعرفونهما
    [few] في { $n } حالات، والمشرفون يعرفونها
    [many] في { $n } حالةً، والمشرفون يعرفونها
   *[other] في { $n } حالة، والمشرفون يعرفونها
}
clock-law-notice = قرار مجلس الوزراء 52 لسنة 2018، المادة 12.9
clock-law-permission = القانون الاتحادي 3 لسنة 2016، المادة 51؛ قرار مجلس الوزراء 52 لسنة 2018، المادة 15
clock-law-told = القانون الاتحادي 3 لسنة 2016، المادتان 48 و49: بلغة يفهمها الطفل، ومن سن الثالثة عشرة بتوقيعه. ويُسجَّل الرفض كما يُسجَّل التوقيع.
clock-do = سجّل ما تم
clock-done-title = ما تم
clock-outcome = ما الذي تم؟
clock-outcome-missing = اختر ما تم
clock-outcome-sent = أُرسل الإخطار ووصل الإيصال
clock-outcome-given = صدر الإذن
clock-outcome-signed = أُبلغ ووقّع
clock-outcome-refused = أُبلغ ورفض التوقيع
clock-outcome-told = أُبلغ
clock-number-notice = رقم الإيصال
clock-number-permission = رقم الإذن
clock-number-missing = اكتب الرقم
clock-overdue = انقضت المهلة، ويراها المشرفون في يومهم، ويرى المدير عددها.
clock-late = بعد انقضاء المهلة
problem-clock-moved = سُجّل من قبل
problem-clock-moved-next = ارجع إلى الحالة: تجد فيها ما سُجّل.
screen-case-clocks = المهل القانونية
journal-clock = مهلة قانونية
clock-measures = الاتفاق على تدابير الحماية
clock-order = نهاية أمر الحماية
clock-grievance = التظلم من أمر الحماية
clock-over-measures = متأخر: الاتفاق على تدابير الحماية
clock-over-order = متأخر: انتهى أمر الحماية
clock-over-grievance = متأخر: انقضت أيام التظلم
clock-law-measures = القانون الاتحادي 3 لسنة 2016، المادتان 48 و50
clock-law-order = المرسوم بقانون اتحادي 13 لسنة 2024، المواد 8 إلى 12، والمذكور أن مدته ثلاثون يوماً تُمدَّد مرتين بمثلها. وقبله المرسوم بقانون اتحادي 10 لسنة 2019، المادة 7.
clock-law-grievance = المرسوم بقانون اتحادي 13 لسنة 2024، المواد 8 إلى 12. والأيام السبعة من المرسوم بقانون اتحادي 10 لسنة 2019، المادة 7، الذي حل الأول محله؛ يؤكدها المستشار القانوني.
clock-starts-notice = تعرّض الطفل لخطر محدق.
clock-starts-permission = تعرّض الطفل لخطر محدق.
clock-starts-told = تعرّض الطفل لخطر محدق.
clock-starts-measures = عُرضت تدابير الحماية على الأسرة.
clock-starts-order = صدر أمر حماية.
clock-starts-grievance = أُعلن القرار في أمر الحماية.
clock-ends-notice = وصل الإخطار إلى النيابة العامة، ومعه رقم الإيصال.
clock-ends-permission = صدر الإذن ومعه رقمه.
clock-ends-told = أُبلغ الطفل، ومن أتم الثالثة عشرة وقّع أو رفض.
clock-ends-measures = وُقّع الاتفاق، أو رُفع الأمر إلى النيابة العامة.
clock-ends-order = مُدّد الأمر أو أُلغي، أو انتهت مدته.
clock-ends-grievance = قُدّم التظلم، أو لا رغبة فيه، أو انقضت أيامه.
clock-begin-measures = سجّل عرض التدابير على الأسرة
clock-begin-order = سجّل أمر حماية
clock-begin-grievance = سجّل قراراً يجوز التظلم منه
clock-day-measures = متى عُرضت التدابير على الأسرة؟
clock-day-order = متى صدر الأمر؟
clock-day-grievance = متى أُعلن القرار؟
clock-day-first = يُحسب هذا اليوم أول الأيام، وتُحسب العطل معها، فلا يظهر وقت قد لا يعطيه القانون.
clock-day-wrong = اكتب يوماً لا يتأخر عن اليوم ولا يسبقه بأكثر من { $n } يوماً
clock-days = كم يوماً؟
clock-days-renewed = إذا مُدّد الأمر فقط.
clock-days-wrong = اكتب عدد الأيام، { $n } على الأكثر
clock-number-measures = الرقم الذي رُفع به الأمر
clock-number-order = رقم أمر الحماية
clock-number-grievance = رقم التظلم
clock-number-when-measures = إذا رُفع الأمر إلى النيابة العامة فقط.
clock-number-when-order = رقم التمديد، إذا مُدّد الأمر.
clock-number-when-grievance = إذا قُدّم تظلم فقط.
clock-outcome-agreed = اتُّفق ووُقّع
clock-outcome-raised = لم يُتفق أو أُخلّ بالاتفاق: رُفع إلى النيابة العامة
clock-outcome-renewed = مُدّد
clock-outcome-lifted = أُلغي
clock-outcome-expired = انتهت مدته ولم يُمدّد
clock-outcome-lodged = قُدّم التظلم
clock-outcome-waived = لا يرغب فيه صاحب الحق
clock-outcome-passed = انقضت أيامه
clock-turn = التمديد { $n } من 2
clock-span-hours = { $n ->
    [zero] لا ساعة
    [one] ساعة واحدة، ليلاً ونهاراً
    [two] ساعتان، ليلاً ونهاراً
    [few] { $n } ساعات، ليلاً ونهاراً
    [many] { $n } ساعة، ليلاً ونهاراً
   *[other] { $n } ساعة، ليلاً ونهاراً
}
clock-span-days = { $n ->
    [zero] لا يوم
    [one] يوم واحد من أيام التقويم
    [two] يومان من أيام التقويم
    [few] { $n } أيام من أيام التقويم
    [many] { $n } يوماً من أيام التقويم
   *[other] { $n } يوم من أيام التقويم
}
clock-span-up-to-days = ما حُدّد من أيام التقويم، { $n } على الأكثر
clock-table = جدول المهل القانونية
clock-table-lead = كل مهلة يحسبها البرنامج: مدتها، والحدث الذي يبدؤها، والذي ينهيها، والمادة التي تستند إليها.
clock-table-clock = المهلة
clock-table-span = المدة
clock-table-starts = تبدأ حين
clock-table-ends = تنتهي حين
clock-table-law = السند
