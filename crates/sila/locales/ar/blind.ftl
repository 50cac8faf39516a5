# السؤال المغلق قبل إدخال أحد إلى بيت
blind-title = من في البيت أصلاً
blind-text = هل يسكن أو يعمل هناك من تُخشى أذيّته أو أحد أقاربه. لا تعرف إلا أن على أحد أن يتصل، ولا تعرف مَن أبداً. وما تكتبه لا يُحفظ.
blind-name-ar = اسم من تُخشى أذيّته بالعربية
blind-name-latin = الاسم نفسه بالحروف اللاتينية
blind-left = { $n ->
    [zero] لا يمكن السؤال بعد الآن.
    [one] يمكن السؤال مرة أخرى.
    [two] يمكن السؤال مرتين أخريين.
    [few] يمكن السؤال { $n } مرات أخرى.
    [many] يمكن السؤال { $n } مرة أخرى.
   *[other] يمكن السؤال { $n } مرة أخرى.
}
blind-act = اسأل
blind-call = على أحد أن يتصل
blind-call-text = اتصل بمشرف البيت قبل إدخال أحد، وهو يقول متى زال المانع.
blind-nothing = لا يُعرف شيء
blind-nothing-text = ليس هذا ضماناً. اسأل صاحب الحالة أيضاً.
stay-act-blind = سُئل عمن في البيت
shelter-gate-blind = السؤال عمن في البيت أصلاً
problem-shelter-blind_enough = تكرّر هذا السؤال بما يكفي
problem-shelter-blind_enough-next = اتصل بمشرف البيت.
problem-shelter-blind_first = اسأل أولاً عمن في البيت
problem-shelter-blind_first-next = السؤال في هذه الصفحة.
problem-shelter-blind_call = على أحد أن يتصل أولاً
problem-shelter-blind_call-next = يعتمد مشرف البيت هذه الخطوة بعد الاتصال.
