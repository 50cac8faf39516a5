# مهامي
menu-tasks = مهامي
tasks-title = مهامي
tasks-lead = ما عليك عمله في الحالات التي تطّلع عليها. علّم ما أُنجز من هنا.
tasks-all = الكل
tasks-late = متأخرة
tasks-due = قادمة
tasks-done = أُنجزت خلال الثلاثين يوماً الماضية
tasks-none-late = لا شيء متأخر
tasks-none-due = لا شيء قادم
tasks-none-done = لم يُنجز شيء بعد
tasks-none-text = المهام تُكتب في خطة الرعاية ويُسمّى من يقوم بها.
screen-case-tasks = قائمة مهام الموظف
