# نصوص إطار كل صفحة: الرأس والتنقل والنماذج والتواريخ.

app-name = صلة
demo-banner = نسخة تجريبية: كل الأشخاص والجهات هنا من نسج الخيال.
rehearsal-banner = وهمية: للتدريب فقط. لا تُدخل شيئاً عن شخص حقيقي.
skip-to-content = تجاوز إلى المحتوى
page-title = { $title } – صلة
page-title-error = خطأ: { $title } – صلة
search-label = بحث
search-hint = ابحث باسم أو برقم
quick-hide = إخفاء سريع
sign-out = تسجيل الخروج
nav-main = التنقل الرئيسي
nav-mobile = تنقل الهاتف
nav-more = المزيد
nav-path = مسار التنقل

# النماذج
error-summary = { $n ->
    [zero] لا أخطاء
    [one] يوجد خطأ يلزم تصحيحه
    [two] يوجد خطآن يلزم تصحيحهما
    [few] توجد { $n } أخطاء يلزم تصحيحها
    [many] يوجد { $n } خطأً يلزم تصحيحها
   *[other] يوجد { $n } خطأ يلزم تصحيحها
}
error-prefix = خطأ:
optional = (اختياري)
choose = اختر
filter-all = الكل
choose-search = اكتب للبحث
choose-none = لا نتائج مطابقة
characters-max = الحد الأقصى لعدد الأحرف: { $n }
characters-left-label = الأحرف المتبقية:
characters-over-label = الأحرف الزائدة على الحد:
date-day = اليوم
date-month = الشهر
date-year = السنة
date-calendar = التقويم
calendar-gregorian = الميلادي
calendar-hijri = الهجري (أم القرى)
step-of = الخطوة { $n } من { $of }
steps-label = الخطوات
progress = التقدم
change = تغيير
continue = حفظ ومتابعة
save = حفظ
save-later = حفظ والعودة لاحقاً
cancel = إلغاء
back = رجوع
draft-saved = حُفظت المسودة { $time }
draft-not-saved = لم تُحفظ. تحقق من الاتصال.
draft-crossed = لم تُحفظ: تغيّر النموذج في نافذة أخرى. اضغط «حفظ ومتابعة» لترى الاثنين.
field-there = حُفظ في النافذة الأخرى:
field-there-nothing = لا شيء
copy = نسخ
copied = نُسخ
show-as-table = عرض في جدول
updated = حُدّثت هذه الصفحة.
update-waiting = تغيّر شيء في هذه الصفحة، وسيظهر عند مغادرة هذا الجزء.

# القوائم
page-of = الصفحة { $n } من { $of }
page-previous = السابقة
page-next = التالية
pages-label = الصفحات
results = { $n ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $n } نتائج
    [many] { $n } نتيجة
   *[other] { $n } نتيجة
}

# السلسلة
chain-done = تم
chain-now = الآن
chain-todo = لاحقاً
chain-broken = مكسورة

# التواريخ
day-and-time = { $day }، { $time }
day-today = اليوم { $time }
day-tomorrow = غداً { $time }
day-yesterday = أمس { $time }
hijri-date = { $day } { $month } { $year } هـ
weekday-0 = الأحد
weekday-1 = الإثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
hijri-month-1 = محرم
hijri-month-2 = صفر
hijri-month-3 = ربيع الأول
hijri-month-4 = ربيع الآخر
hijri-month-5 = جمادى الأولى
hijri-month-6 = جمادى الآخرة
hijri-month-7 = رجب
hijri-month-8 = شعبان
hijri-month-9 = رمضان
hijri-month-10 = شوال
hijri-month-11 = ذو القعدة
hijri-month-12 = ذو الحجة

# المدد مكتوبة كما تُقرأ بعد «خلال» و«قبل» و«تأخير».
duration-moment = أقل من دقيقة
duration-minutes = { $n ->
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $n } دقائق
    [many] { $n } دقيقة
   *[other] { $n } دقيقة
}
duration-hours = { $n ->
    [zero] أقل من ساعة
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $n } ساعات
    [many] { $n } ساعة
   *[other] { $n } ساعة
}
duration-days = { $n ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومين
    [few] { $n } أيام
    [many] { $n } يوماً
   *[other] { $n } يوم
}
working-days = { $n ->
    [zero] أقل من يوم عمل
    [one] يوم عمل واحد
    [two] يومي عمل
    [few] { $n } أيام عمل
    [many] { $n } يوم عمل
   *[other] { $n } يوم عمل
}
duration-pair = { $a } و{ $b }
time-left = خلال { $d }
time-late = تأخير { $d }
time-ago = قبل { $d }
time-just-now = الآن
