# دليل الخدمات للبرامج، والملفات بالصيغة نفسها.

hsds-description = خدمات هذه الجهة. متاحة للجميع.
hsds-organization-text = جهة تحمي الناس وترعاهم.
hsds-contact-point = نقطة الاتصال العامة
hsds-taxonomy-pillar = الركائز
hsds-taxonomy-pillar-text = الركائز الأربع للخدمات الاجتماعية.
hsds-taxonomy-service = أنواع الخدمات
hsds-taxonomy-service-text = ما يُقدَّم.
hsds-taxonomy-category = الفئات
hsds-taxonomy-category-text = لمن الخدمة.
hsds-taxonomy-sex = الجنس
hsds-taxonomy-sex-text = لمن الخدمة إذا كانت لجنس واحد.
hsds-taxonomy-band = السعة
hsds-taxonomy-band-text = مقدار السعة بكلمة لا برقم.
hsds-taxonomy-field = أجزاء الملف
hsds-taxonomy-field-text = ما يجوز أن تحمله الإحالة إلى برنامج.
hsds-taxonomy-language-tag = نص مترجم
hsds-taxonomy-language-tag-text = لغة نص يرد بجانب نص آخر.
hsds-import = استيراد خدمات من ملف
hsds-import-lead = يُفحص كل صف أولاً. عند وجود خطأ واحد لا يُستورد شيء؛ وإلا أصبح كل صف مسودة تُقرأ ثم تُنشر.
hsds-import-act = فحص واستيراد
hsds-export = كتابة جميع الخدمات في ملف
hsds-file = الملف
hsds-file-hint = سجلات مواصفة بيانات الخدمات الإنسانية: قائمة JSON أو سجل في كل سطر. بحد أقصى 16 ميغابايت و10,000 صف.
hsds-rows = الصفوف
hsds-kept = { $n ->
    [zero] لم تُستورد خدمات
    [one] أصبحت خدمة واحدة مسودة
    [two] أصبحت خدمتان مسودتين
    [few] أصبحت { $n } خدمات مسودات
    [many] أصبحت { $n } خدمة مسودات
   *[other] أصبحت { $n } خدمة مسودات
 }
hsds-kept-text = يرجى قراءة كل منها ونشرها.
hsds-not-kept = { $n ->
    [zero] لا صفوف في الملف
    [one] لم يُستورد شيء: قُرئ صف واحد
    [two] لم يُستورد شيء: قُرئ صفان
    [few] لم يُستورد شيء: قُرئت { $n } صفوف
    [many] لم يُستورد شيء: قُرئ { $n } صفاً
   *[other] لم يُستورد شيء: قُرئ { $n } صف
 }
hsds-not-kept-text = يرجى تصحيح ما يرد بجانب كل صف وإرسال الملف كاملاً من جديد.
hsds-wrong-owner = هذه الخدمة لجهة أخرى
hsds-wrong-record = هذا الصف ليس سجلاً
hsds-wrong-id = المعرّف ليس UUID
hsds-wrong-twice = يرد هذا المعرّف في الملف مرتين
problem-hsds-malformed = المعامل «{ $field }» غير صالح
problem-hsds-malformed-next = يرجى تصحيحه؛ وتذكر الوثيقة في ‎/hsds/openapi.json ما هو مسموح.
problem-hsds-no_file = لم يُختر ملف
problem-hsds-no_file-next = يرجى اختيار ملف وإرساله من جديد.
problem-hsds-malformed_file = تعذرت قراءة الملف بصيغة JSON
problem-hsds-malformed_file-next = لم يُستورد شيء. ينبغي أن يكون قائمة JSON أو سجلاً في كل سطر.
problem-hsds-too_many = صفوف الملف كثيرة
problem-hsds-too_many-next = لم يُستورد شيء. يرجى تقسيمه إلى ملفات لا يزيد كل منها على 10,000 صف.
hsds-partner-text = جهة تعمل مع هذه الجهة.
