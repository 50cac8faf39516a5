# لقاءات الشركاء: البرنامج والوفود والدعوات والحضور.

menu-meetings = اللقاءات
journal-meeting = لقاء شركاء
meetings-title = لقاءات الشركاء
meetings-lead = اللقاءات واللجان والجلسات الحوارية: برنامجها ووفودها ومن حضرها وما خرجت به.
meetings-coming = القادمة والجارية
meetings-past = المنعقدة
meetings-none = لا لقاء بعد
meetings-none-text = يظهر هنا كل لقاء يُدعى إليه.
meeting-check = قبل أن يقرأه الآخرون
meeting-new = الدعوة إلى لقاء
meeting-change = تعديل اللقاء
meeting-change-short = تعديل
meeting-save = حفظ
meeting-title = اللقاء
meeting-what = ما اللقاء؟
meeting-when-where = متى وأين؟
meeting-series-card = ما يسبقه وما يراجعه
meeting-kind = نوع اللقاء
meeting-kind-foresight = لقاء استشراف الشراكات
meeting-kind-forum = ملتقى الشركاء
meeting-kind-committee = اللجنة المشتركة
meeting-kind-follow-up = اجتماع متابعة
meeting-kind-review = جلسة مراجعة الإنجازات والتحديات
meeting-kind-dialogue = جلسة حوارية
meeting-kind-technical = اجتماع فني
meeting-kind-workshop = ورشة عمل
meeting-kind-visit = زيارة مقارنة معيارية
meeting-kind-needed = اختر نوع اللقاء.
meeting-title-ar = العنوان بالعربية
meeting-title-en = العنوان بالإنجليزية
meeting-place-ar = المكان بالعربية
meeting-place-en = المكان بالإنجليزية
meeting-line-needed = اكتبه في 160 حرفاً على الأكثر.
meeting-first-day = اليوم الأول
meeting-day-needed = اكتب يوماً صحيحاً.
meeting-days = عدد الأيام
meeting-days-hint = من 1 إلى 14
meeting-days-needed = اكتب عدد الأيام من 1 إلى 14.
meeting-days-used = في البرنامج بنود بعد هذا العدد من الأيام؛ انقلها أولاً.
meeting-series = لقاءات السلسلة السابقة
meeting-series-hint = يُفتتح هذا اللقاء بما لم يُنجز من قراراتها.
meeting-series-none = لا يتبع لقاءً سابقاً
meeting-period = الفترة المراجعة
meeting-period-from = الفترة المراجعة من
meeting-period-until = إلى
meeting-period-hint = الفترة لازمة لجلسة المراجعة وحدها.
meeting-period-needed = اكتب أول الفترة وآخرها.
meeting-state = الحالة
meeting-state-planned = قيد الإعداد
meeting-state-invited = أُرسلت الدعوات
meeting-state-now = منعقد الآن
meeting-state-held = انعقد
meeting-state-cancelled = أُلغي
meeting-when = الموعد
meeting-from-to = { $from } – { $to }
meeting-place = المكان
meeting-facts = عن اللقاء
meeting-of = من { $n }
meeting-entities = الجهات
meeting-entities-note = لها مقاعد
meeting-people = المشاركون
meeting-people-note = مدعوون ولم يعتذروا
meeting-present = الحضور
meeting-present-note = سُجّل حضورهم
meeting-entities-present = الجهات الحاضرة
meeting-next = ما الخطوة التالية؟
meeting-step-seats = الوفود ومقاعدها
meeting-step-items = بنود البرنامج
meeting-step-guests = أسماء المدعوين
meeting-invite = أُرسلت الدعوات
meeting-cancel = إلغاء اللقاء
meeting-papers = أوراق اللقاء
meeting-programme = البرنامج
meeting-programme-lead = باللغتين، يوماً بيوم، ويُطبع على ورق A4.
meeting-programme-open = البرنامج كاملاً
meeting-room = فتح غرفة أفكار لهذا اللقاء
meeting-programme-print = البرنامج للطباعة
meeting-print = طباعة
meeting-ical = ملف للتقويم
meeting-no-items = لا بنود بعد
meeting-no-items-text = لكل بند يومه ووقته ومن اقترحه وما يُنتظر منه.
meeting-day-n = اليوم { $n }: { $date }
meeting-day-empty = لا بنود في هذا اليوم.
meeting-item = البند
meeting-item-new = إضافة بند
meeting-item-change = تعديل البند
meeting-item-remove = حذف البند
meeting-expected = المنتظر منه
meeting-expected-inform = للإحاطة
meeting-expected-discuss = للنقاش
meeting-expected-decide = لاتخاذ قرار
meeting-expected-needed = اختر ما يُنتظر من البند.
meeting-proposer = الجهة المقترِحة
meeting-presenter = المتحدث
meeting-item-owner = مسؤول البند
meeting-materials = المواد
meeting-materials-hint = مادة في كل سطر.
meeting-day = اليوم
meeting-item-day-needed = اختر يوماً من أيام اللقاء.
meeting-begins = يبدأ الساعة
meeting-begins-hint = مثل 09:30
meeting-item-begins-needed = اكتب الوقت مثل 09:30.
meeting-minutes = مدته بالدقائق
meeting-item-minutes-needed = اكتب المدة بالدقائق، من 1 إلى 720.
meeting-entity = الجهة
meeting-entity-needed = اختر جهة.
meeting-seats = الوفود
meeting-seats-lead = الجهات ومقاعدها ومن حضر من كل منها، أعداداً بلا أسماء.
meeting-seat-add = إضافة وفد أو تعديل مقاعده
meeting-seat-count = المقاعد
meeting-seat-hint = صفر لجهة تنظّم ولا توفد أحداً.
meeting-seat-needed = اكتب عدداً من 0 إلى 200.
meeting-named = المسمَّون
meeting-accepted = أكّد حضوره
meeting-apologised = اعتذر
meeting-invited = مدعو
meeting-total = المجموع
meeting-organises = جهة منظِّمة
meeting-expected-word = منتظرة
meeting-was-there = حضر
meeting-no-seats = لا وفود بعد
meeting-no-seats-text = أضف الجهات المدعوة وعدد مقاعد كل منها.
meeting-guests = المدعوون
meeting-guests-lead = الأسماء والردود والحضور، لمن يُعدّ اللقاء وحده.
meeting-guests-sealed = الأسماء مختومة
meeting-guests-sealed-text = تُحفظ أسماء المدعوين مختومة، ولا تظهر إلا لمن يُعدّ اللقاء، ولا ترد في السجل ولا في العناوين.
meeting-guest = المدعو
meeting-guest-add = إضافة مدعو
meeting-guest-name-ar = الاسم بالعربية
meeting-guest-name-en = الاسم بالإنجليزية
meeting-guest-name-needed = اكتب الاسم في 160 حرفاً على الأكثر.
meeting-guest-post = المسمى الوظيفي
meeting-instead-of = نيابةً عن
meeting-badge = رقم الدعوة
meeting-badge-hint = اثنا عشر حرفاً ورقماً على بطاقتك.
meeting-badge-letter-hint = اثنا عشر حرفاً ورقماً في دعوتك.
meeting-badge-unknown = لا دعوة بهذا الرقم في هذا اللقاء. تحقّق منه أو اسأل عند المدخل.
meeting-since = حضر منذ
meeting-acts = إجراءات
meeting-mark-present = حاضر
meeting-mark-present-day = حضر في اليوم { $n }
meeting-guest-unreadable = لا يمكن قراءة هذا السطر
meeting-mark-apology = اعتذر
meeting-mark-accepted = يحضر
meeting-no-guests = لا مدعوين بعد
meeting-no-guests-text = يُضاف المدعوون ضمن مقاعد جهاتهم.
meeting-badges = البطاقات
meeting-badges-lead = بطاقة لكل مدعو لم يعتذر، ثماني بطاقات في الصفحة.
meeting-sheet = كشف الحضور
meeting-sheet-lead = كشف يُوقَّع عند المدخل لكل يوم.
meeting-signature-day = التوقيع، اليوم { $n }
meeting-number = م
meeting-letters = خطابات الدعوة
meeting-letters-lead = خطاب لكل مدعو، وفيه رقم دعوته وطريق الرد بلا حساب.
meeting-letter = دعوة
meeting-letter-text = يسرّنا أن ندعوكم إلى المشاركة في اللقاء الآتي:
meeting-letter-answer = للرد بالحضور أو الاعتذار أو تسمية من ينوب عنك، امسح المربع أو افتح العنوان واكتب رقم دعوتك. واحفظ الرقم: به يُسجَّل حضورك.
meeting-letter-square = عنوان الرد على الدعوة
meeting-answer = ردّك
meeting-answer-accepted = أحضر
meeting-answer-apologised = أعتذر
meeting-answer-delegate = أعتذر ويحضر من ينوب عني
meeting-answer-needed = اختر ردّك.
meeting-answer-act = إرسال الرد
meeting-delegate = من ينوب عنك
meeting-delegate-hint = يُملأ حين يحضر عنك غيرك فقط.
meeting-delegate-badge = رقم دعوة من ينوب عنك:
meeting-answered-accepted = سُجّل أنك تحضر. شكراً لك.
meeting-answered-apologised = سُجّل اعتذارك. شكراً لك.
meeting-answered-delegate = سُجّل اعتذارك واسم من ينوب عنك. أعطه رقم دعوته.
meeting-door-now = اللقاء منعقد اليوم
meeting-door-text = افتح الشاشة على العارض في القاعة: يتغيّر رمزها كل خمس عشرة ثانية، ولا تحتاج إلى تسجيل دخول، ولا تظهر فيها أسماء.
meeting-door-open = فتح شاشة الحضور
meeting-door-lead = امسح المربع بهاتفك واكتب رقم دعوتك
meeting-door-square = مربع تسجيل الحضور
meeting-door-by-hand = أو افتح العنوان واكتب الرمز بيدك:
meeting-door-count = { $n ->
    [zero] لم يُسجَّل حضور بعد
    [one] سُجّل حضور واحد
    [two] سُجّل حضور اثنين من { $entities } جهة
    [few] سُجّل حضور { $n } من { $entities } جهة
    [many] سُجّل حضور { $n } من { $entities } جهة
   *[other] سُجّل حضور { $n } من { $entities } جهة
}
meeting-door-closed = يُسجَّل الحضور في أيام اللقاء:
meeting-checkin = تسجيل الحضور
meeting-checkin-act = أنا هنا
meeting-code = الرمز على الشاشة
meeting-code-hint = ثمانية أرقام تتغيّر كل خمس عشرة ثانية.
meeting-code-old = تغيّر الرمز. امسح الشاشة من جديد أو اكتب الرمز الظاهر عليها الآن.
meeting-code-wrong = ليس هذا رمز الشاشة. اكتب الأرقام الثمانية الظاهرة عليها الآن.
meeting-too-late = فات أوان التسجيل هنا: انتهى اللقاء، أو لا يُعرف في أي يوم كان الحضور. يُدوَّن الحضور يدوياً من الكشف الورقي.
meeting-not-today = لا ينعقد اللقاء اليوم، فلا يُسجَّل حضور.
meeting-here = سُجّل حضورك
meeting-here-again = حضورك مسجّل من قبل
meeting-unfinished = { $n ->
    [zero] لا شيء من اللقاءات السابقة لم يُنجز
    [one] قيد واحد من اللقاءات السابقة لم يُنجز
    [two] قيدان من اللقاءات السابقة لم يُنجزا
    [few] { $n } قيود من اللقاءات السابقة لم تُنجز
    [many] { $n } قيداً من اللقاءات السابقة لم تُنجز
   *[other] { $n } قيد من اللقاءات السابقة لم تُنجز
}
meeting-outcomes = ما يخرج به اللقاء
meeting-minutes-lead = القرارات والتوصيات والإجراءات واعتمادها ومتابعتها.
problem-meeting-crossed = عدّل شخص آخر هذا اللقاء في الوقت نفسه.
problem-meeting-crossed-next = افتح اللقاء من جديد وأعد ما غيّرته.
problem-meeting-too_many_items = في البرنامج أكثر ما يتسع له من البنود.
problem-meeting-too_many_items-next = احذف بنداً أو ادمج بندين.
problem-meeting-too_many_seats = في اللقاء أكثر ما يتسع له من الوفود.
problem-meeting-too_many_seats-next = اجعل بعض الجهات في لقاء آخر.
problem-meeting-no_seat = لا مقعد خالياً لهذه الجهة.
problem-meeting-no_seat-next = يزيد من يُعدّ اللقاء مقاعد الجهة في صفحة الوفود، أو يعتذر أحد مدعويها.
problem-meeting-too_many_guests = في اللقاء أكثر ما يتسع له من المدعوين.
problem-meeting-too_many_guests-next = اجعل بعض المدعوين في لقاء آخر.
problem-meeting-not_today = لا ينعقد اللقاء اليوم، فلا يُسجَّل حضور.
problem-meeting-not_today-next = سجّل الحضور في أيام اللقاء.
problem-meeting-answered_late = انتهى وقت الرد على هذه الدعوة.
problem-meeting-answered_late-next = اتصل بالجهة المضيفة.
problem-meeting-delegate_named = سُجّل اعتذارك من قبل.
problem-meeting-delegate_named-next = اطلب من الجهة المضيفة تغيير اسم من ينوب عنك.
meeting-tentative = قد يحضر
meeting-answer-tentative = قد أحضر
meeting-answered-tentative = سُجّل أنك قد تحضر، ومقعدك محفوظ. شكراً لك.
meeting-by-mail = بالبريد:
meeting-guest-mail-hint = تصل إليه الدعوة وملف التقويم. ومن لا عنوان له تُطبع دعوته.
meeting-register = تسمية مشارك
meeting-register-act = تسجيل
meeting-registered = سُجّل المشارك. أعطه رقم دعوته.
meeting-registered-of = سُمّي { $n } من { $seats }
meeting-register-link = رابط تسمية المشاركين
meeting-seats-full = اكتملت مقاعد الجهة
meeting-seats-full-text = يزيد من يُعدّ اللقاء مقاعد الجهة، أو يعتذر أحد مشاركيها.
meeting-kiosk-open = جهاز المدخل (يعمل بلا شبكة)
kiosk-title = تسجيل الحضور عند المدخل
kiosk-hint = امسح البطاقة أو اكتب رقم الدعوة.
kiosk-act = تسجيل
kiosk-kept = سُجّل الحضور. أهلاً بك.
kiosk-again = حضورك مسجّل من قبل.
kiosk-wrong = رقم الدعوة اثنا عشر حرفاً ورقماً. أعد المسح أو الكتابة.
kiosk-waiting = محفوظ على هذا الجهاز بانتظار الشبكة
kiosk-odd = لم تُقبل هذه الأرقام؛ راجعها على كشف الحضور:
kiosk-paper = إن تعطّل الجهاز فكشف الحضور الورقي يغني عنه.
meeting-register-link-text = رابط لكل جهة تُسمّي به مشاركيها ضمن مقاعدها، بلا حساب. سلّمه لها وحدها.
meeting-other-phone = سجّل هذا الهاتف حضور شخص آخر اليوم. استخدم هاتفك أو اسأل عند المدخل.
meeting-vote-present = فتح تصويت للحاضرين
meeting-vote-entities = فتح تصويت للجهات الحاضرة
hour-title = البند الجاري ووقته
hour-left = { $n ->
    [zero] انتهى وقته
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n } دقائق
    [many] { $n } دقيقة
   *[other] { $n } دقيقة
}
hour-soon = شارف وقته على الانتهاء
hour-nothing = لا بند الآن
hour-next = التالي:
hour-in = { $n ->
    [zero] الآن
    [one] بعد دقيقة
    [two] بعد دقيقتين
    [few] بعد { $n } دقائق
    [many] بعد { $n } دقيقة
   *[other] بعد { $n } دقيقة
}
