# الإشعارات
notices-title = الإشعارات
notices-lead = كل ما ينتظرك. لا اسم في أي إشعار، وما انتهى أمره يختفي.
notices-unread = لم تُقرأ
notices-read = قُرئت وما زالت تنتظر
notices-none = لا جديد
notices-none-text = ما ينتظرك يظهر هنا وفي صفحة يومك.
notices-read-one = قُرئ
notices-read-all = قُرئت كلها
notices-mail = بالبريد الإلكتروني
notices-mail-text = رسالة واحدة في اليوم على الأكثر تقول إن شيئاً ينتظر، ولا تقول ما هو.
quiet-hours-title = ساعات الهدوء
quiet-hours-text = فيها لا رقم على الجرس ولا رسالة بريد. اكتب الساعتين من 0 إلى 23.
quiet-hours-from = من الساعة
quiet-hours-until = إلى الساعة
quiet-hours-off = أنهِ ساعات الهدوء
quiet-hours-now = ساعات الهدوء الآن.
quiet-hours-wrong = اكتب ساعتين مختلفتين من 0 إلى 23
