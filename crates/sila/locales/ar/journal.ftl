# سجل التدقيق.

audit-title = سجل التدقيق
audit-lead = كل ما جرى تبادله وكل فعل يجب إثباته، بالترتيب. لا يمكن تغيير سطر دون أن يُكشف.
audit-position = الموضع
audit-at = متى
audit-what = ماذا
audit-who = من
audit-leaf = البصمة
audit-node = الخادم نفسه
audit-empty = لم يحدث شيء بعد.
audit-older = أسطر أقدم
audit-verify = التحقق من سلامة السجل
audit-verify-title = هل السجل سليم؟
audit-intact = السجل سليم
audit-intact-text = { $n ->
    [zero] لا أسطر في السجل.
    [one] فُحص سطر واحد مقابل بصمته والرؤوس الموقّعة.
    [two] فُحص سطران مقابل بصمتيهما والرؤوس الموقّعة.
    [few] فُحصت { $n } أسطر مقابل بصماتها والرؤوس الموقّعة.
    [many] فُحص { $n } سطراً مقابل بصماتها والرؤوس الموقّعة.
   *[other] فُحص { $n } سطر مقابل بصماتها والرؤوس الموقّعة.
}
audit-broken = جرى تغيير السجل
audit-broken-text = أول سطر لا يصح في الموضع { $n }: { $reason }. أبقِ قاعدة البيانات كما هي واتصل بمسؤول حماية البيانات.
audit-reason-missing = سطر ناقص
audit-reason-changed = تغيّر السطر
audit-reason-checkpoint-signature = توقيع أحد الرؤوس غير صحيح
audit-reason-checkpoint-root = الأسطر لا توافق الرأس الموقّع
audit-reason-truncated = قُطعت أسطر من آخر السجل
audit-entries = الأسطر المفحوصة
audit-checkpoints = الرؤوس الموقّعة المفحوصة
audit-root = أحدث جذر
audit-reads-title = من اطّلع على ماذا
audit-reads-lead = كل فتح لسجل، يُدوَّن قبل عرضه. الصفحة التي تبقى مفتوحة وتحدّث نفسها سطر واحد هنا، ويحتفظ السجل بكل مرة.
audit-reads-empty = لم يفتح أحد سجلاً بعد.
audit-screen = الشاشة
audit-record = السجل

journal-case = حالة
journal-referral = إحالة
journal-entry = قيد إحالة
journal-envelope-out = رسالة مختومة
journal-envelope-in = رسالة واردة
journal-receipt = إقرار استلام
journal-agreement = اتفاقية
journal-partner = جهة شريكة
journal-slip = قسيمة ورقية
journal-link = ربط
journal-keys = مفاتيح الجهة
journal-record = سجل مشترك
journal-guard = ما أُبقي في نص بعد الفحص
journal-knowledge = مادة معرفية
journal-attachment = مستند إحالة
journal-account = حساب
journal-person = شخص
journal-search = بحث
journal-person-decision = قرار بشأن سجلين
journal-alarm = إنذار
journal-known = سؤال عن معرفة شخص
journal-known-keys = مفاتيح الأسئلة وقوائمها
journal-known-keys_made = صُنعت مفاتيح الأسئلة
journal-known-list_added = أُضيف إلى قائمة المعروفين لدينا
journal-known-keys_taken = وصلت مفاتيح الأسئلة من الجهة الأخرى
journal-known-asked = سؤال أُرسل
journal-known-served = سؤال أُجيب عنه
journal-known-answered = وصل جواب
journal-known-refused = سؤال لم يُجب
journal-known-named = تسمية شخص
journal-known-opened = قُبلت التسمية
journal-known-replied = جواب إنسان
journal-known-count = العدد الشهري للأسئلة
journal-known-erased = محو أسرار أسئلة قديمة
journal-import = ملف سجل قديم
journal-import-sent = ملف سجل قديم أُرسل
journal-import-begun = بدأ إدخال سجل قديم
journal-import-resumed = استؤنف إدخال سجل قديم
journal-import-stopped = أُوقف إدخال سجل قديم
journal-import-done = اكتمل إدخال سجل قديم
journal-import-discarded = أُتلف ملف سجل قديم
screen-case-show = صفحة الحالة
screen-duplicates-list = قائمة السجلات المتشابهة
screen-duplicates-show = مقارنة سجلين
screen-duplicates-decide = قرار بشأن سجلين
screen-import-list = قائمة ملفات السجلات القديمة
screen-import-show = صفحة ملف سجل قديم
screen-import-mapping = أعمدة ملف سجل قديم
screen-import-report = تقرير ملف سجل قديم
screen-import-run = إدخال سجل قديم
screen-import-discard = إتلاف ملف سجل قديم
screen-referral-show = صفحة الإحالة
screen-referral-paper = النموذج المختوم
screen-portal-inbox = قائمة البوابة
screen-portal-show = إحالة في البوابة
screen-known-show = جواب سؤال
screen-known-desk = من سُمّوا لنا
screen-known-audit = تدقيق سؤال
screen-known-proof = ملف إثبات
screen-shelter-address = عنوان دار
screen-shelter-stay = صفحة إقامة
screen-shelter-place = اختيار مكان آمن
screen-case-appointments = مواعيد حالة
journal-appointment = موعد
journal-stay = إقامة
journal-home = دار
journal-room = غرفة
