# السؤال المغلق عبر الربط: هل في دار جهة أخرى من تُخشى أذيّته
danger-there-waiting = يُسأل خادمهم سؤالاً مغلقاً: هل المكان آمن؟
danger-there-text-waiting = هل يسكن أو يعمل هناك من يُهرب منه أو أحد أقاربه. ولا يعرفون عمّن تسألون.
danger-there-clear = لا يُعرف شيء هناك
danger-there-text-clear = ليس هذا ضماناً. اسأل صاحب الحالة أيضاً.
danger-there-not-safe = المكان غير آمن: على أحد أن يتصل
danger-there-text-not-safe = اتصل بمشرف دورهم قبل أن يذهب إليها أحد. ولا تعرف مَن هو ولا السبب.
danger-there-refused = تعذّر السؤال عن أمان المكان
danger-there-text-refused = اتصل بمشرف دورهم قبل أن يذهب إليها أحد.
danger-here-waiting = يُسأل سؤالاً مغلقاً: هل المكان آمن هنا؟
danger-here-text-waiting = لا يُقبل أحد قبل أن يجيب الخادم الآخر، ويكون ذلك عادة خلال دقيقة.
danger-here-clear = لا يُعرف شيء هنا
danger-here-text-clear = سألت الجهة المُحيلة سؤالاً مغلقاً. وليس هذا ضماناً.
danger-here-not-safe = المكان غير آمن هنا: على أحد أن يتصل
danger-here-text-not-safe = لا يُقبل أحد في دوركم قبل أن يتكلم المشرفان. ولا تعرفون عمّن سُئل.
danger-here-refused = تعذّر السؤال عن أمان المكان هنا
danger-here-text-refused = لا يُقبل أحد في دوركم قبل أن يتكلم المشرفان.
danger-here-spoken = تكلم المشرفان
danger-here-text-spoken = يقول مشرف الدور إن لهم أن يأتوا.
danger-calls = مكالمات قبل القبول
danger-calls-text = قد يسكن دوركم أو يعمل فيها من يُهرب منه أو أحد أقاربه. اتصل بمشرف الجهة الأخرى ثم قل هنا إن لهم أن يأتوا، وإلا يُعتذر عن الإحالة.
danger-day =
    { $n ->
       [zero] لا مكالمات قبل القبول
       [one] مكالمة واحدة قبل القبول
       [two] مكالمتان قبل القبول
       [few] { $n } مكالمات قبل القبول
       [many] { $n } مكالمة قبل القبول
      *[other] { $n } مكالمة قبل القبول
    }
danger-day-text = يتكلم المشرفان أولاً
danger-spoken-act = تكلمنا: لهم أن يأتوا
journal-danger = سؤال مغلق عبر الربط

# ما يُرفض ولماذا
problem-shelter-danger = المكان غير آمن هنا: على أحد أن يتصل أولاً
problem-shelter-danger-next = أخبر مشرف الدور ليتصل بالجهة الأخرى ويقول على اللوحة متى لهم أن يأتوا. وإلا فاعتذر.
problem-shelter-danger_waits = ما زال يُسأل هل المكان آمن هنا
problem-shelter-danger_waits-next = أعد المحاولة بعد دقيقة. وإن لم يجب الخادم الآخر فليتصل المشرفان.
problem-shelter-danger_unknown = تعذّر السؤال عن أمان المكان هنا
problem-shelter-danger_unknown-next = أخبر مشرف الدور ليتصل بالجهة الأخرى ويقول على اللوحة متى لهم أن يأتوا.
