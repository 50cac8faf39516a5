# الشكاوى من المرخَّص لهم، والتقديرات

journal-complaint = شكوى من جهة مرخصة
journal-complainant = صاحب شكوى
screen-complaint-who = صاحب شكوى من جهة مرخصة
complaints-title = الشكاوى
complaints-lead = من أي شخص، بشأن أماكن وجمعيات وأشخاص مرخص لهم. يُرد على كل شكوى خلال خمسة عشر يوماً.
complaints-none = لا شكاوى
complaints-none-text = تظهر هنا كل شكوى تُرسل من السجل العام.
complaint-one = شكوى
complaint-new = تقديم شكوى
complaint-sealed = لا يلزم أن تذكر من أنت
complaint-sealed-text = إن ذكرت اسماً حُفظ مغلقاً ومنفصلاً. لا يفتحه إلا المفتش بسبب يُدوَّن، ولا يراه المشكو منه أبداً.
complaint-danger = هل أحد في خطر الآن؟
complaint-danger-text = لا تنتظر رداً هنا: اتصل بالشرطة على 999.
complaint-relation = صفتك
complaint-relation-needed = اختر صفتك.
complaint-relation-resident = أقيم هناك أو أتلقى الخدمة
complaint-relation-family = قريب مني يقيم هناك أو يتلقى الخدمة
complaint-relation-staff = أعمل هناك
complaint-relation-partner = أعمل في جهة أخرى
complaint-relation-public = غير ذلك
complaint-words = ما الخلل
complaint-words-hint = ماذا حدث ومتى وكم مرة. لا تذكر اسم أحد قد يتأذى.
complaint-words-needed = اكتب ما الخلل.
complaint-name = اسمك
complaint-name-hint = اترك الخانتين فارغتين لتبقى بلا اسم؛ وتقرأ الرد برمز.
complaint-contact = كيف يصل إليك المفتش
complaint-line-long = النص أطول من اللازم.
complaint-days = { $n ->
    [zero] يصلك الرد اليوم.
    [one] يصلك الرد خلال يوم.
    [two] يصلك الرد خلال يومين.
    [few] يصلك الرد خلال { $n } أيام.
    [many] يصلك الرد خلال { $n } يوماً.
   *[other] يصلك الرد خلال { $n } يوم.
 }
complaint-send = إرسال
complaint-received = استُلمت شكواك
complaint-number = الرقم
complaint-code = الرمز
complaint-code-text = احتفظ بهما. لا يظهر الرمز إلا الآن؛ به تقرأ الرد ولا يقرؤه غيرك.
complaint-ask = قراءة الرد على شكوى
complaint-ask-text = اكتب الرقم والرمز اللذين أُعطيا لك.
complaint-look = عرض
complaint-none = لا شكوى بهذا الرقم وهذا الرمز.
complaint-state = الحال
complaint-waits = تنتظر مفتشاً
complaint-taken = يعمل عليها مفتش
complaint-answered = رُد عليها
complaint-came = وردت في
complaint-due = موعد الرد
complaint-outcome = النتيجة
complaint-outcome-founded = في محلها
complaint-outcome-unfounded = ليست في محلها
complaint-outcome-elsewhere = من اختصاص جهة أخرى
complaint-answer = الرد
complaint-answer-words = نص الرد
complaint-answer-hint = يقرؤه صاحب الشكوى بالرمز. لا تذكر اسم أحد.
complaint-answer-act = إرسال الرد
complaint-take = تولي الشكوى
complaint-inspection = تفتيش بسببها
complaint-inspector = المفتش
complaint-who = صاحب الشكوى
complaint-unnamed = لم يُذكر اسم
complaint-unnamed-text = يُقرأ الرد بالرمز.
complaint-who-sealed = مغلق
complaint-who-sealed-text = ذُكر اسم أو وسيلة للرد. وفتحه يُدوَّن مع سببك.
complaint-who-reason = لماذا يلزم أن تعرف
complaint-who-open = فتح
register-grade = التقدير
register-grades = نتائج التفتيش
inspection-grade-good = جيد
inspection-grade-fair = مقبول
inspection-grade-weak = ضعيف
inspection-grade-poor = متدنٍّ
inspection-grade-means-good = استُوفيت كل بنود القائمة.
inspection-grade-means-fair = لم ينقص بند، واستُوفي بعضها جزئياً.
inspection-grade-means-weak = لم يُستوفَ أقل من ثلث البنود.
inspection-grade-means-poor = لم يُستوفَ ثلث البنود أو أكثر.
problem-complaint-moved = هذه الشكوى عند غيرك، أو رُد عليها.
problem-complaint-moved-next = افتح الصفحة من جديد.
problem-complaint-incomplete = ينقص الشكوى شيء.
problem-complaint-incomplete-next = ارجع واختر صفتك واكتب ما الخلل.
problem-complaint-too_many = لا تُستقبل شكاوى أخرى اليوم.
problem-complaint-too_many-next = اتصل بالجهة، أو حاول غداً.
