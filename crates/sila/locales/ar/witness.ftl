# الجهات المرتبطة تشهد على سجلات بعضها.

witness-title = الشهادة المتبادلة
witness-lead = هذه الجهة و{ $agency } توقّع كلٌّ منهما رأس سجل الأخرى. بعد ذلك لا تستطيع أيٌّ منهما تغيير ما جرى دون أن تقدر الأخرى على إثباته.
witness-state = الشهادة
witness-ours = سجلّنا بتوقيعهم
witness-theirs = سجلّهم بتوقيعنا
witness-all = حتى الآن
witness-last = آخر مرة:
witness-none = لا شيء يُوقَّع بعد
witness-kept = اطُّلع عليه وحُفظ ووُقّع
witness-not-shown = لم يعرضوه بعد
witness-settled = مثبَّت
witness-waits = بالانتظار
witness-waiting = بانتظار الشهود منذ { $since }
witness-alone = لا شاهد: لا جهة مرتبطة
witness-referral-text = «مثبَّت» تعني أن جهات مرتبطة وقّعت رأساً من سجلّنا يشمل كل ما يخص هذه الإحالة، دون أن تعرف شيئاً من مضمونها.
witness-whole-settled = مثبَّت: وقّع الشهود كل شيء حتى أحدث رأس
witness-whole-waiting = بانتظار الشهود منذ { $since }
witness-whole-alone = لا أحد يشهد على هذا السجل بعد
witness-whole-text = لا يثبت ما يشمله الرأس حتى توقّعه جهتان مرتبطتان، أو الجهة الوحيدة المرتبطة. ولا ترى الجهات إلا رقماً.
witness-whole-alone-text = ما إن ترتبط جهة حتى توقّع رؤوس هذا السجل. وإلى ذلك الحين يحمي السجل من الخطأ، لا ممن بيده المفاتيح.

journal-log-continues = سجل جديد بعد استرجاع
