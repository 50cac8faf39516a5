# الاتفاقيات بين جهتين.

agreements-title = الاتفاقيات
agreements-lead = الاتفاقية هي القاعدة التي يعمل بها الربط: لا يُرسل شيء دون اتفاقية موقّعة من الطرفين.
agreements-new = اقتراح اتفاقية
agreements-title-one = الاتفاقية
agreements-with = مع
agreements-state = الوضع
agreements-until = حتى
agreements-empty = لا توجد اتفاقية بعد
agreements-empty-text = اربط جهة أخرى أولاً ثم اقترح عليها اتفاقية.
agreement-state-proposed = بانتظار الطرف الآخر
agreement-state-offered = بانتظار توقيعنا
agreement-state-signed = سارية
agreement-state-suspended-by-us = أوقفناها نحن
agreement-state-suspended-by-them = أوقفها الطرف الآخر
agreement-state-suspended-by-both = أوقفها الطرفان
agreement-suspended = موقوفة
agreement-outside-term = خارج مدتها
agreement-standing = وضع الاتفاقية
agreement-from = سارية من
agreement-until = حتى
agreement-ours = توقيعنا
agreement-theirs = توقيع الطرف الآخر
agreement-signed-key = بمفتاح الجهة
agreement-not-signed = لم يوقّع
agreement-digest = بصمة النص
agreement-stopped-us = أوقفناها نحن. لا يُرسل ولا يُستقبل شيء بموجبها.
agreement-stopped-them = أوقفها الطرف الآخر. لا يُرسل ولا يُستقبل شيء بموجبها.
agreement-stopped-both = أوقفها الطرفان. لا يُرسل ولا يُستقبل شيء بموجبها.
agreement-your-move = الإجراء المطلوب
agreement-sign = توقيع باسم الجهة
agreement-sign-text = توقّع بمفتاح الجهة، ومن ثم يجوز تبادل الإحالات بموجب هذه الاتفاقية.
agreement-suspend = إيقاف
agreement-suspend-text = يوقف كل تبادل بموجب هذه الاتفاقية لدى الجهتين خلال لحظات. وتبقى الحالات المقبولة حيث هي.
agreement-resume = استئناف
agreement-resume-text = نرفع إيقافنا، ويُستأنف التبادل ما لم يكن الطرف الآخر قد أوقفه أيضاً.
agreement-categories = الفئات المشمولة
agreement-services = الخدمات
agreement-service = الخدمة
agreement-for-whom = لمن
agreement-everyone = كل المشمولين
agreement-ages = من عمر { $min } إلى { $max }
agreement-age-from = من عمر { $min }
agreement-covers = نطاق الاختصاص
agreement-working-days = أيام العمل
agreement-day-to-day = من { $from } إلى { $to }
agreement-days-off = { $n ->
    [zero] لا عطل رسمية في أيام العمل
    [one] عطلة رسمية واحدة في أيام العمل
    [two] يوما عطلة رسمية في أيام العمل
    [few] { $n } أيام عطلة رسمية في أيام العمل
    [many] { $n } يوم عطلة رسمية في أيام العمل
   *[other] { $n } يوم عطلة رسمية في أيام العمل
}
agreement-days-off-text = عطل السنة الهجرية محسوبة، وقد تتقدم أو تتأخر يوماً. والأيام المدرجة هنا هي المعتمدة في حساب مهل الإحالة.
agreement-week-needed = اختر أسبوع العمل.
week-mon-fri = من الاثنين إلى الخميس، والجمعة حتى الظهر
week-mon-thu = من الاثنين إلى الخميس
agreement-text = البنود
agreement-data = ما تجوز مشاركته
agreement-timers = مهل الرد
agreement-urgency = درجة الاستعجال
agreement-decide = القرار خلال
agreement-back = تعود إلى الجهة المُحيلة بعد
agreement-new-lead = البنود من النص المعتاد باللغتين. توقّع بمفتاح الجهة، ثم يقرأ الطرف الآخر النص نفسه ويوقّعه.
agreement-what = الاتفاقية
agreement-our-side = جهتنا
agreement-their-side = الطرف الآخر
agreement-code = الرقم المرجعي
agreement-code-hint = حروف لاتينية كبيرة وأرقام وشرطات، مثل MOU-2026-001.
agreement-code-form = استخدم حروفاً لاتينية كبيرة وأرقاماً وشرطات، حتى 32، ويبدأ بحرف.
agreement-title-ar = العنوان بالعربية
agreement-title-en = العنوان بالإنجليزية
agreement-title-needed = اكتب العنوان بما لا يزيد على 200 حرف.
agreement-months = المدة بالأشهر
agreement-months-form = اكتب عدد الأشهر من 1 إلى 120.
agreement-peer-needed = اختر جهة مرتبطة.
agreement-categories-needed = اختر فئة واحدة على الأقل.
agreement-known = السؤال عن معرفة شخص
agreement-known-yes = يجوز للطرفين أن يسأل أحدهما الآخر دون الكشف عمّن يُسأل (البند 3.2)
agreement-onward = الإحالة إلى جهة ثالثة
agreement-onward-hint = يجوز للطرفين إحالة حالة، بإذن صاحبها، إلى هذه الجهات (البند 3.3).
agreement-passed-on = يجوز أن تُحال إلى
agreement-areas-needed = اختر إمارة واحدة على الأقل.
agreement-services-needed = اختر خدمة واحدة على الأقل.
agreement-propose = توقيع وإرسال
agreement-no-peer = لا يوجد ربط مفتوح
agreement-no-peer-text = تُقترح الاتفاقية عبر ربط قارن الموظفان رمزيه.
agreement-to-links = إلى الربط الإلكتروني

problem-agreement-exists = هذه الاتفاقية موجودة
problem-agreement-exists-next = افتحها في قائمة الاتفاقيات.
problem-agreement-not_linked = لا يوجد ربط مفتوح مع هذه الجهة
problem-agreement-not_linked-next = لم يُرسل شيء. اربط الجهة وقارنا الرمزين أولاً، أو انتظر استئناف الربط.
problem-agreement-not_waiting = هذه الاتفاقية ليست بانتظار توقيعنا
problem-agreement-not_waiting-next = افتحها من جديد وانظر: ربما وُقّعت منذ ذلك.
problem-agreement-not_signed = هذه الاتفاقية غير سارية
problem-agreement-not_signed-next = لا توقف ولا تُستأنف إلا اتفاقية وقّعها الطرفان.
problem-agreement-too_large = نص الاتفاقية طويل جداً
problem-agreement-too_large-next = اختصره واقترحها من جديد.
problem-agreement-changed = تغيّرت الاتفاقية في هذه الأثناء
problem-agreement-changed-next = افتحها من جديد وانظر.
