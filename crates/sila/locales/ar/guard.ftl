# الفحص: ما يدل على شخص يُعثر عليه قبل مشاركة النص.

guard-held = { $n ->
    [zero] لا موضع في هذا النص يدل على شخص
    [one] موضع واحد في هذا النص يدل على شخص
    [two] موضعان في هذا النص يدلان على شخص
    [few] { $n } مواضع في هذا النص تدل على شخص
    [many] { $n } موضعاً في هذا النص يدل على شخص
   *[other] { $n } موضع في هذا النص يدل على شخص
 }
guard-held-text = لم يُشارَك شيء. قرّر في كل موضع: يُحذف، أو يبقى لسبب تذكره. وما يبقى يُدوَّن مع سببه.
guard-findings = ما عُثر عليه
guard-what = القرار
guard-remove = حذف
guard-decide = اختر ما يُفعل بهذا الموضع
guard-go-on = متابعة بهذه القرارات
guard-reason-not-a-person = يبقى: ليس اسم أحد ولا رقمه
guard-reason-staff = يبقى: موظف بصفته الوظيفية
guard-reason-public = يبقى: جهة أو رقم أو عنوان عام
guard-kind-person = شخص مسجل لدينا
guard-kind-emirates-id = رقم هوية
guard-kind-phone = رقم هاتف
guard-kind-email = بريد إلكتروني
guard-kind-reference = رقم سجل
guard-kind-number = رقم طويل
guard-kind-address = عنوان
guard-kind-plate = لوحة مركبة
guard-kind-birth-date = تاريخ ميلاد
problem-guard-filling = ما زالت سجلات الأشخاص تُقرأ
problem-guard-filling-next = يمكن فحص النص بعد ذلك. حاول بعد دقيقة، وما كتبته محفوظ.
problem-guard-too_long = النص أطول من أن يُفحص
problem-guard-too_long-next = اختصره أو شاركه في أجزاء.
problem-guard-too_many = في النص كثير مما يدل على أشخاص
problem-guard-too_many-next = أعد كتابته دون أسماء وأرقام وعناوين.
