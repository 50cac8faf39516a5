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
bulk-tasks = المهام
bulk-verdict = النتيجة
bulk-closed = الحالة مغلقة.
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
