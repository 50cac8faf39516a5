# أجزاء العمل على حالة، كل منها في واحدة من أربع
progress-title = أين وصل العمل
progress-count = أُنجز { $done } من { $n }
progress-not-started = لم يبدأ
progress-in-progress = جارٍ
progress-needs-information = ينقصه بيان
progress-done = أُنجز
progress-contact = التواصل الآمن
progress-person = من هو الشخص المعني
progress-assessment = تقييم الخطر
progress-reports = الإبلاغ الوجوبي
progress-plan = خطة الرعاية واعتمادها
progress-actions = مهام الخطة
progress-referrals = الإحالات المرسلة
progress-closure = الإغلاق
