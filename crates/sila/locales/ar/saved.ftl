# تصفيات القوائم المحفوظة
saved-title = التصفيات المحفوظة
saved-name = الاسم
saved-name-hint = لا يراه غيرك. لا تذكر اسم أحد.
saved-opens = عند فتح القائمة
saved-first = افتحها أولاً
saved-unfirst = لا تفتحها أولاً
saved-is-first = تُفتح أولاً
saved-end = انسَها
saved-keep = احفظ هذه التصفية
saved-how = ضيّق القائمة أولاً، ثم احفظها باسم.
saved-whole = اعرض القائمة كلها
problem-saved-name = التصفية تحتاج إلى اسم
problem-saved-name-next = اكتب ما لا يزيد على 60 حرفاً.
problem-saved-many = لهذه القائمة عشرون تصفية
problem-saved-many-next = انسَ واحدة لا تستخدمها.
