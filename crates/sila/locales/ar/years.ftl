# خطة العمل المشتركة لسنة، والالتزامات التي يستحقها حدث.

year-title = خطة العمل المشتركة
year-lead = ما ينوي الطرفان عمله في سنة، شهراً شهراً. تسري بتوقيع الطرفين، ويتبع حال كل سطر ما يوقّعانه عنه.
year-none = لا خطة عمل بعد
year-none-text = يقترح طرف خطة سنة، ويوقّعها الآخر.
year-none-this = لا خطة لهذه السنة وقّعها الطرفان.
year-of = خطة عمل { $year }
year-proposed-by = { $agency } تقترح خطة عمل { $year }
year-signed-on = وقّعها الطرفان في
year-what = ما يُعمل
year-month = يبدأ في
year-lead-party = من يقود
year-state-ahead = قادم
year-state-begun = بدأ
year-state-done = أُنجز
year-state-late = متأخر
year-sum = أُنجز { $done } من { $all } من أسطر الخطة
year-late = { $n ->
    [zero] لا سطر متأخراً
    [one] سطر واحد متأخر
    [two] سطران متأخران
    [few] { $n } أسطر متأخرة
    [many] { $n } سطراً متأخراً
   *[other] { $n } سطر متأخر
}
year-open = فتح خطة العمل
year-set = اقتراح خطة أو أسطر أخرى
year-year = السنة
year-year-hint = ما وقّعه الطرفان لتلك السنة يبقى، وتُضاف الأسطر الجديدة.
year-needed = اكتب السنة بأربعة أرقام.
year-line-n = السطر { $n }
year-line-needed = اكتب ما يُعمل باللغتين مع مجاله وشهره.
year-by = ينفّذه
year-by-area = أي مبادرة في هذا المجال تبدأ في الشهر
day-sign-year = خطة عمل تنتظر توقيعنا
problem-workplan-malformed = خطة العمل غير مكتملة
problem-workplan-malformed-next = لم يُرسل شيء. راجع الأسطر.
duty-when-event = بعد أيام من حدث، كل مرة
duty-when-event-working = بعد أيام عمل من حدث، كل مرة
duty-event = أي حدث
duty-event-hint = للالتزامات التي يستحقها حدث. يعرف الخادمان هذه الأحداث مما وقّعه الطرفان.
obligation-event-referral-accepted = قُبلت إحالة
obligation-event-minutes-approved = اعتُمد محضر اجتماع
obligation-event-initiative-started = بدأت مبادرة مشتركة
obligation-event-initiative-closed = أُغلقت مبادرة مشتركة
obligation-event-evaluation-closed = وقّع الطرفان تقييماً
trace-happened = لأنه { $what } ({ $day })
trace-within-days = { $n ->
    [zero] في اليوم نفسه: { $day }
    [one] بعد يوم: { $day }
    [two] بعد يومين: { $day }
    [few] بعد { $n } أيام: { $day }
    [many] بعد { $n } يوماً: { $day }
   *[other] بعد { $n } يوم: { $day }
}
trace-within-hours = { $n ->
    [zero] في الساعة نفسها: { $day }
    [one] بعد ساعة: { $day }
    [two] بعد ساعتين: { $day }
    [few] بعد { $n } ساعات: { $day }
    [many] بعد { $n } ساعة: { $day }
   *[other] بعد { $n } ساعة: { $day }
}
trace-within-working = { $n ->
    [zero] في يوم العمل نفسه لمن عليه الالتزام: { $day }
    [one] بعد يوم عمل لمن عليه الالتزام: { $day }
    [two] بعد يومي عمل لمن عليه الالتزام: { $day }
    [few] بعد { $n } أيام عمل لمن عليه الالتزام: { $day }
    [many] بعد { $n } يوم عمل لمن عليه الالتزام: { $day }
   *[other] بعد { $n } يوم عمل لمن عليه الالتزام: { $day }
}
rule-event-days = { $n ->
    [zero] متى { $what }
    [one] بعد يوم، متى { $what }
    [two] بعد يومين، متى { $what }
    [few] بعد { $n } أيام، متى { $what }
    [many] بعد { $n } يوماً، متى { $what }
   *[other] بعد { $n } يوم، متى { $what }
}
rule-event-hours = { $n ->
    [zero] متى { $what }
    [one] بعد ساعة، متى { $what }
    [two] بعد ساعتين، متى { $what }
    [few] بعد { $n } ساعات، متى { $what }
    [many] بعد { $n } ساعة، متى { $what }
   *[other] بعد { $n } ساعة، متى { $what }
}
rule-event-working = { $n ->
    [zero] متى { $what }
    [one] بعد يوم عمل، متى { $what }
    [two] بعد يومي عمل، متى { $what }
    [few] بعد { $n } أيام عمل، متى { $what }
    [many] بعد { $n } يوم عمل، متى { $what }
   *[other] بعد { $n } يوم عمل، متى { $what }
}
intake-shut = لا يجوز الإرسال الآن بموجب الاتفاقية
intake-wrong-to-shut = لا يجوز الإرسال الآن بموجب { $code } (البند { $clause }). اختر جهة أخرى أو أبقِ الحالة هنا.
