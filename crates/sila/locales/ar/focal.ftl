# ضباط الاتصال المعروفون لدى الطرفين، وما يُسلَّم.

focal-told = أُبلغ خادم الجهة الأخرى
focal-by-node = أبلغ به خادم الجهة الأخرى
focal-theirs-told = الجهة الأخرى تبلغ بنفسها عن ضابط الاتصال لديها.
handover-title = التسليم والتسلّم
handover-lead = تنتهي المهمة في اليوم الذي تحددونه. وما هو مفتوح يظهر بجانب النموذج حتى لا يُنسى شيء.
handover-done = ما سُلِّم
handover-item-people = من يُتواصل معه لدى الجهة الأخرى
handover-item-open = الالتزامات والمبادرات المفتوحة
handover-item-papers = الوثائق ومكان حفظها
handover-item-meetings = الاجتماعات القادمة
handover-item-access = الصلاحيات والمفاتيح المعادة
handover-item-risks = المخاطر والخلافات
handover-note = رسالة إلى من يخلفكم
handover-note-hint = ما اتُّفق عليه ولم يُكتب، وما يحتاج إلى عناية، وما يأتي أولاً. دون أي شيء عن صاحب حالة.
handover-note-needed = اكتبوا الرسالة في 2000 حرف على الأكثر.
handover-until = تنتهي المهمة في
handover-day-needed = يوم بين أول يوم في المهمة و90 يوماً من اليوم.
handover-act = إنهاء المهمة وترك الرسالة
handover-left = رسالة تسليم
handover-yes = سُلِّم
handover-no = لم يُسلَّم بعد
handover-read = قرأتها
handover-waits = رسالة تسليم بانتظار القراءة
