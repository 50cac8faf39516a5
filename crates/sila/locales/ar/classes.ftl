# فئات الشركاء.

classes-title = فئات الشركاء
classes-lead = أي الشركاء من أي فئة في يوم ما. وقد يكون للشريك أكثر من فئة، وتُراجع كل فئة بعد سنة.
classes-open = الفئات
classes-filter = عرض
classes-one = الفئة
classes-every = كل الفئات
classes-day = في يوم
classes-show = عرض القائمة
classes-partners = الشركاء
classes-counted = العدد في كل فئة
classes-none = دون فئة اليوم
classes-list = من في أي فئة
classes-empty = لم يكن أحد من هذه الفئة في ذلك اليوم
classes-empty-text = تُعطى الفئة في ملف الشريك، ابتداءً من يوم.
classes-own = الفئات المعمول بها في هذه الجهة
classes-own-text = يمكن إيقاف فئة من فئات البرنامج وإضافة غيرها. وما أُعطي يبقى في الملفات.
classes-retire = إيقاف
classes-add = إضافة فئة
classes-code-hint = من حرفين إلى 16 حرفاً لاتينياً كبيراً أو رقماً، مثل UNIVERSITY، ولا يتغير.
