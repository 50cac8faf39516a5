# تبادل الخبرات: موظفو جهة عند جهة أخرى، وزيارات المقارنة

menu-exchanges = تبادل الخبرات والزيارات
exchanges-title = تبادل الخبرات والزيارات
exchanges-lead = من منا يعمل لدى شريك أو يزوره، ومن يأتي إلينا، ولماذا، وما الذي نتج.
exchanges-none = لا تبادل بعد
exchanges-none-text = يكتبه من يرسل موظفيه، ويثبت حين توقعه الجهة المستضيفة.
exchange-one = تبادل
exchange-new = تبادل أو زيارة جديدة
exchange-new-lead = يذهب موظفون من جهتنا إلى شريك. يُرسل إلى الشريك فيقبل موظفه المختص أو يرفض.
exchange-what = ما هو
exchange-kind = النوع
exchange-kind-needed = اختر النوع.
exchange-kind-secondment = إعارة: يعملون هناك مدة
exchange-kind-visit = زيارة: يرون كيف يُعمل
exchange-kind-benchmark = زيارة مقارنة معيارية: تُقارن طريقتا العمل
exchange-name = العنوان
exchange-purpose = الغرض
exchange-goals = ما يُراد أن يتعلمه الذاهبون
exchange-who = من يذهب وإلى أين
exchange-host = الجهة المستضيفة
exchange-host-needed = اختر الجهة المستضيفة.
exchange-sender = من جهة
exchange-begins = أول يوم
exchange-ends = آخر يوم
exchange-ends-wrong = آخر يوم لا يسبق أوله ولا يكون قد مضى.
exchange-guests = من يذهب
exchange-guests-hint = تقرأ الجهة المستضيفة أسماءهم ولا شيء غيرها.
exchange-guests-needed = اختر من واحد إلى ثمانية.
exchange-send = توقيع وإرسال
exchange-both = باتفاق الطرفين
exchange-both-text = يثبت حين توقعه الجهة المستضيفة أيضاً. وتُحتسب الساعات لمن ذهب حين توقع التقرير.
exchange-state-yours = ينتظرنا
exchange-state-theirs = ينتظر الشريك
exchange-state-declined = رُفض
exchange-state-agreed = متفق عليه
exchange-state-over = انتهى وينقصه التقرير
exchange-state-reported = كُتب تقريره
exchange-report = التقرير
exchange-report-waits = تقرير ينتظر الجهة المستضيفة
exchange-report-hint = تقرؤه الجهة المستضيفة وتوقعه. لا تذكر أحداً ممن قُدمت لهم خدمة هناك.
exchange-report-send = توقيع التقرير وإرساله
exchange-done = ما جرى وما تُعلّم
exchange-lesson = الدرس المستفاد لغيرنا
exchange-hours = ساعات كل واحد
exchange-hours-hint = ما يُحتسب في سجل كل من ذهب.
exchange-compared = المقارنة
exchange-row-what = وجه المقارنة
exchange-row-ours = لدى المرسِل
exchange-row-theirs = لدى المستضيف
exchange-row-adopted = ما يأخذ به المرسِل
exchange-row-wrong = يلزم الصف وجه المقارنة والطريقتان، وكل منها 200 حرف على الأكثر.
exchange-rows-needed = يلزم زيارة المقارنة صف واحد على الأقل.
exchange-into-library = بدء درس مستفاد في المكتبة
exchange-your-word = كلمتك
exchange-word-plan = يود موظفو شريك أن يأتوا إلينا. إن وقعت صار متفقاً عليه.
exchange-word-report = يكتب الشريك عن وقت موظفيه هنا. إن وقعت فقد كان كذلك واحتُسبت لهم الساعات.
exchange-sign = توقيع
exchange-decline = رفض
exchange-day = { $n ->
    [0] لا تبادل ينتظر كلمتنا
    [zero] لا تبادل ينتظر كلمتنا
    [one] تبادل ينتظر كلمتنا
    [two] تبادلان ينتظران كلمتنا
    [few] { $n } تبادلات تنتظر كلمتنا
    [many] { $n } تبادلاً تنتظر كلمتنا
   *[other] { $n } تبادل تنتظر كلمتنا
 }
problem-exchange-unfit = التبادل أو تقريره غير مكتمل
problem-exchange-unfit-next = لم يُوقع شيء. ارجع وأكمله.
problem-exchange-not_waiting = هذا لا ينتظر كلمتنا
problem-exchange-not_waiting-next = لم يتغير شيء. افتح صفحته وانظر أين وصل.
problem-exchange-not_due = لا تقرير يُكتب الآن
problem-exchange-not_due-next = يُكتب التقرير حين ينتهي ما اتفق عليه الطرفان، ويدخل المكتبة حين يوقعه كلاهما.
