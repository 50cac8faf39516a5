# عدة حالات دفعة واحدة
bulk-title = مع الحالات المختارة
bulk-choose = اختر الحالة
bulk-pick = مختارة
bulk-what = ما المطلوب
bulk-go = اعرض أولاً ما سيحدث
bulk-act-give = إسناد الحالات إلى زميل
bulk-act-task = إضافة مهمة إلى كل حالة
bulk-act-close = إغلاق مهامي المستحقة
bulk-lead = { $n ->
    [zero] لم تُختر أي حالة.
    [one] اختيرت حالة واحدة. لا يُنفَّذ شيء قبل أن تؤكد.
    [two] اختيرت حالتان. لا يُنفَّذ شيء قبل أن تؤكد.
    [few] اختيرت { $n } حالات. لا يُنفَّذ شيء قبل أن تؤكد.
    [many] اختيرت { $n } حالة. لا يُنفَّذ شيء قبل أن تؤكد.
   *[other] اختيرت { $n } حالة. لا يُنفَّذ شيء قبل أن تؤكد.
}
bulk-with = بماذا
bulk-task-whose = المهمة لمن يعمل على الحالة، ضمن آخر هدف وُضع لها.
bulk-close-text = تُسجَّل مهامك المستحقة حتى نهاية اليوم منجزة، وتعرض القائمة كل واحدة منها.
bulk-look = اعرض ما سيحدث
bulk-sure = { $n ->
    [zero] نفّذ
    [one] نفّذ لحالة واحدة
    [two] نفّذ لحالتين
    [few] نفّذ لـ { $n } حالات
    [many] نفّذ لـ { $n } حالة
   *[other] نفّذ لـ { $n } حالة
}
bulk-would = ما سيحدث
bulk-came = ما حدث
bulk-done = أُنجز { $done } من { $all }
bulk-will = سيُنفَّذ
bulk-is-done = أُنجز
bulk-not = لم يُنفَّذ
bulk-busy = كان غيرك يغيّرها في اللحظة نفسها. لم يتغيّر فيها شيء: أعد المحاولة.
bulk-tasks = المهام
bulk-verdict = النتيجة
bulk-closed = الحالة مغلقة.
bulk-handed = سُلّمت المسؤولية، والجديد تخططه الجهة المسؤولة.
bulk-same = يعمل عليها أصلاً.
bulk-not-yours = لا يسندها إلا من يعمل عليها أو يرأس فريقه أو يعتمد الحالات.
bulk-excluded = مستبعد منها لتضارب المصالح.
bulk-no-goal = ليس للحالة هدف مفتوح تتبعه المهمة.
bulk-nothing = ليس لك فيها مهمة مستحقة.
bulk-gone = لا توجد هذه الحالة بالنسبة إليك.
problem-bulk-none = لم تُختر أي حالة
problem-bulk-none-next = علّم على الحالات في القائمة أولاً.
problem-bulk-moved = غيّرها غيرك في هذه الأثناء
problem-bulk-moved-next = انظر في الحالة من جديد.
screen-case-bulk = عدة حالات دفعة واحدة

# عدة إحالات دفعة واحدة
bulk-referrals-title = مع الإحالات المختارة
bulk-referrals-choose = اختر الإحالة
bulk-referrals-mine = لديك
bulk-referrals-act-claim = فتحها للمراجعة
bulk-referrals-act-give = إسنادها إلى زميل ليراجعها
bulk-referrals-act-follow = إسناد متابعتها إلى زميل
bulk-referrals-text-claim = يرى مُرسِل كل إحالة أنها وصلت وأنها قيد المراجعة. تبقى لديك مدة قصيرة تتوقف على درجة الاستعجال، ثم يجوز لزميل أن يتسلمها.
bulk-referrals-text-give = تبقى كل إحالة لدى زميلك مدة قصيرة تتوقف على درجة الاستعجال. ويرى مُرسِل ما لم يُفتح بعدُ أنها قيد المراجعة.
bulk-referrals-text-follow = يراها زميلك وتكون مهامها لديه من الآن. ويبقى من أرسلها قادراً على رؤيتها، ولا تُبلَّغ الجهة الأخرى بشيء.
bulk-referrals-never = ما يحتاج إلى تقدير في شأن شخص بعينه لا يُنفَّذ لعدة إحالات معاً: تُقبل كل إحالة أو تُرفض أو يُردّ عليها أو تُحوَّل أو تُغلق في صفحتها.
bulk-referrals-lead = { $n ->
    [zero] لم تُختر أي إحالة.
    [one] اختيرت إحالة واحدة. لا يُنفَّذ شيء قبل أن تؤكد.
    [two] اختيرت إحالتان. لا يُنفَّذ شيء قبل أن تؤكد.
    [few] اختيرت { $n } إحالات. لا يُنفَّذ شيء قبل أن تؤكد.
    [many] اختيرت { $n } إحالة. لا يُنفَّذ شيء قبل أن تؤكد.
   *[other] اختيرت { $n } إحالة. لا يُنفَّذ شيء قبل أن تؤكد.
}
bulk-referrals-sure = { $n ->
    [zero] نفّذ
    [one] نفّذ لإحالة واحدة
    [two] نفّذ لإحالتين
    [few] نفّذ لـ { $n } إحالات
    [many] نفّذ لـ { $n } إحالة
   *[other] نفّذ لـ { $n } إحالة
}
bulk-referrals-held = زميل يراجعها الآن.
bulk-referrals-same = هي لديه أصلاً.
bulk-referrals-decided = لا تنتظر من يراجعها.
bulk-referrals-unsent = لم تُرسل بعد.
bulk-referrals-over = لم يبق فيها ما يُعمل.
bulk-referrals-not-yours = لا يسندها إلا من أرسلها أو يتابعها أو يرأس فريقه أو يعتمد الإحالات.
bulk-referrals-shut = لا يمكنه أن يتسلم هذه.
bulk-referrals-gone = لا توجد هذه الإحالة بالنسبة إليك.
problem-referral-none_chosen = لم تُختر أي إحالة
problem-referral-none_chosen-next = علّم على الإحالات في القائمة أولاً.
screen-referral-bulk = عدة إحالات دفعة واحدة
journal-holder = من يراجع إحالة أو يتابعها
