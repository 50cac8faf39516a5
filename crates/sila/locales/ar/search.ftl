# The search box and its page
search-title = البحث عن شخص أو حالة
search-lead = بالاسم كما تعرف كتابته، بالعربية أو اللاتينية، أو بجزء منه، أو برقم.
search-field = الاسم أو الرقم
search-field-hint = مثل { $case } أو { $phone }، أو الاسم وسنة الميلاد.
search-go = بحث
search-found = النتائج
search-none = لا نتائج
search-none-text = لا يوجد شخص أو حالة كهذه بين ما يمكنك فتحه. جرّب جزءاً من الاسم أو سنة الميلاد.
search-count = { $n ->
    [zero] لم يُعثر على أحد
    [one] عُثر على شخص واحد
    [two] عُثر على شخصين
    [few] عُثر على { $n } أشخاص
    [many] عُثر على { $n } شخصاً
   *[other] عُثر على { $n } شخص
}
search-first = { $n ->
    [zero] لا أحد
    [one] أقرب شخص. أضف كلمة لتضييق البحث.
    [two] أقرب شخصين. أضف كلمة لتضييق البحث.
    [few] أقرب { $n } أشخاص. أضف كلمة لتضييق البحث.
    [many] أقرب { $n } شخصاً. أضف كلمة لتضييق البحث.
   *[other] أقرب { $n } شخص. أضف كلمة لتضييق البحث.
}
search-only-yours = يظهر هنا من يمكنك فتح حالته فقط. يُدوَّن أن بحثاً جرى ومَن ظهر فيه، ولا يُحفظ ما كُتب.
search-class-number = الرقم مطابق
search-class-written = الاسم كما كُتب
search-class-spelling = كتابة أخرى للاسم
search-class-sound = يُنطق مثله
search-class-begins = جزء من الاسم
search-class-near = يختلف حرف
search-why-number = رقم الهاتف أو الهوية يطابق ما كُتب أو يحتويه.
search-why-written = كلمات الاسم مكتوبة كما كُتبت.
search-why-spelling = الاسم نفسه بكتابة أخرى معروفة.
search-why-sound = كلمة واحدة على الأقل تُنطق مثل ما كُتب.
search-why-begins = كلمة واحدة على الأقل تبدأ بما كُتب.
search-why-near = كلمة واحدة على الأقل تختلف قليلاً عما كُتب.
search-why-year = وسنة الميلاد مطابقة.
