# الكلمات التي يفهمها طرفا الاتفاق.

vocabulary-title = المفردات المشتركة
vocabulary-lead = { $n ->
    [zero] لا قوائم مثبّتة في هذا الاتفاق.
    [one] قائمة رموز واحدة مثبّتة في هذا الاتفاق برقم إصدارها وبصمة رموزها.
    [two] قائمتا رموز مثبّتتان في هذا الاتفاق، لكل منهما رقم إصدار وبصمة لرموزها.
    [few] { $n } قوائم رموز مثبّتة في هذا الاتفاق، لكل منها رقم إصدار وبصمة لرموزها.
    [many] { $n } قائمة رموز مثبّتة في هذا الاتفاق، لكل منها رقم إصدار وبصمة لرموزها.
   *[other] { $n } قائمة رموز مثبّتة في هذا الاتفاق، لكل منها رقم إصدار وبصمة لرموزها.
}
vocabulary-same = يستعمل الطرفان إصدارات هذا البرنامج
vocabulary-grown = { $n ->
    [zero] لم تنمُ أي قائمة هنا منذ ذلك
    [one] نمت قائمة واحدة هنا منذ ذلك: يأخذ تعديلٌ برموزها الأحدث
    [two] نمت قائمتان هنا منذ ذلك: يأخذ تعديلٌ برموزهما الأحدث
    [few] نمت { $n } قوائم هنا منذ ذلك: يأخذ تعديلٌ برموزها الأحدث
    [many] نمت { $n } قائمة هنا منذ ذلك: يأخذ تعديلٌ برموزها الأحدث
   *[other] نمت { $n } قائمة هنا منذ ذلك: يأخذ تعديلٌ برموزها الأحدث
}
vocabulary-versions = قائمة قائمة
vocabulary-list = القائمة
vocabulary-pinned = المتفق عليه
vocabulary-here = هذا البرنامج
vocabulary-none = لا قائمة مثبّتة
vocabulary-none-text = هذا الاتفاق أقدم من المفردات المشتركة. يثبّت تعديلٌ القوائم.
vocabulary-differs = لا يفهمه هذا البرنامج
vocabulary-differs-text = «{ $list }»: يثبّت الاتفاق الإصدار { $pinned }، ولدى هذا البرنامج الإصدار { $ours }. لا يُوقَّع شيء ولا يُرسل بموجبه حتى يتوافق البرنامجان.
code-list-age-band = الفئات العمرية
code-list-attachment-type = أنواع المستندات
code-list-case-category = فئات الحالات
code-list-consent-status = صور الإذن
code-list-contact-channel = قنوات التواصل
code-list-decline-reason = أسباب الاعتذار
code-list-field = أجزاء الملف
code-list-harm-type = أنواع الأذى
code-list-language = اللغات
code-list-lawful-basis = الأسس القانونية
code-list-no-wishes = أسباب عدم معرفة الرغبات
code-list-outcome = النتائج
code-list-override-reason = أسباب الخروج عن مقر الإقامة
code-list-priority = درجات الاستعجال
code-list-recall-reason = أسباب السحب
code-list-referral-basis = سبب اختيار الجهة
code-list-referral-kind = أنواع الإحالة
code-list-relation = صلات القرابة
code-list-residence-evidence = إثباتات الإقامة
code-list-service-type = الخدمات
code-list-sex = الجنس
code-list-question = أسئلة قبل القرار
code-list-question-answer = أجوبة الأسئلة
code-list-waiting-band = مواضع قائمة الانتظار
code-list-cancel-reason = أسباب الإيقاف
code-list-resume-reason = أسباب إعادة الفتح
code-list-referral-follows = ما تتبعه الإحالة
code-list-handover-item = ما يُسلَّم
code-list-handover-fate = مصير ما يُسلَّم
code-list-handover-stays = أسباب البقاء
code-list-return-reason = أسباب إعادة المسؤولية
code-list-withdrawal = كيف ينتهي الإذن

problem-agreement-code_not_pinned = «{ $code-list }»: يثبّت الاتفاق الإصدار { $pinned }، والمطلوب هنا الإصدار { $needed } (البند { $clause })
problem-agreement-code_not_pinned-next = لم يُرسل شيء ومسودتك محفوظة. اختر كلمة أخرى، أو اطلب من مسؤول الشراكات تعديلاً يأخذ بالإصدار الأحدث.
problem-agreement-vocabulary_differs = «{ $code-list }»: يثبّت الاتفاق الإصدار { $pinned }، ولدى هذا البرنامج الإصدار { $ours }
problem-agreement-vocabulary_differs-next = لم يُوقَّع شيء ولم يُرسل. اسأل مسؤول الشراكات: أحد البرنامجين أقدم، أو يثبّت الاتفاق كلمات أخرى.
