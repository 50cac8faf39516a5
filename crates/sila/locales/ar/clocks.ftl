# مهل قانونية تبدأ عند تعرّض طفل لخطر محدق
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
