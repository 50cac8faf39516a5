# ما يقوله الناس عن العمل مع شريك.

menu-feedback = تجربة الشركاء
feedback-title = تجربة الشركاء
feedback-lead = ما يقوله موظفونا عن العمل مع كل شريك، وما يقوله موظفوه عنا.
feedback-by-partner = بحسب الشريك
feedback-partner = الشريك
feedback-we-say = نقول عنهم
feedback-they-say = يقولون عنا
feedback-none = لا شيء يُعرض بعد
feedback-none-text = بعد مبادرة أو إحالة يجيب من شارك فيها عن خمسة أسئلة. ويُعرض ربع السنة حين ينتهي ويكون قد أجاب فيه خمسة أشخاص على الأقل.
feedback-thanks = شكراً. حُفظت إجابتك بلا اسمك.
feedback-how-was-it = كيف كان العمل معاً؟
feedback-after-meeting = بعد لقاء
feedback-after-initiative = بعد مبادرة
feedback-after-referral = بعد إحالة
feedback-sealed = لا يرى أحد إجابة مفردة
feedback-sealed-text = تُحفظ علاماتك بلا اسمك وبلا وقت، ولا تخرج من هذه الجهة. وحين ينتهي ربع السنة لا يُعرض لنا وللشريك إلا مجموع خمسة أشخاص على الأقل، وتُحذف الإجابات.
feedback-questions = خمسة أسئلة
feedback-question-heard = هل أُصغي إلينا؟
feedback-question-reliable = هل أُنجز ما وُعد به؟
feedback-question-open = هل عرفنا ما نحتاج إليه في وقته؟
feedback-question-purpose = هل أراد الطرفان الشيء نفسه؟
feedback-question-worth = هل استحق الجهد؟
feedback-mark-1 = أبداً
feedback-mark-2 = قليلاً
feedback-mark-3 = إلى حد ما
feedback-mark-4 = غالباً
feedback-mark-5 = تماماً
feedback-mark-needed = اختر واحدة من الخمس
feedback-give = قدّم هذه الإجابة
feedback-ask = كيف كان العمل مع هذا الشريك؟
feedback-ask-text = خمس علامات بلا كلمات، ولا يرى أحد لمن هي.
feedback-ask-act = أجب عن خمسة أسئلة
feedback-both-lead = ترى الجهتان الأرقام نفسها.
feedback-nothing = لا شيء يُعرض بعد
feedback-nothing-text = لا ربع سنة منتهٍ فيه إجابات خمسة أشخاص على الأقل.
feedback-quarter = الربع { $n } من { $year }
feedback-from = { $n ->
    [zero] لا إجابات
    [one] إجابة واحدة، الأشخاص: { $people }
    [two] إجابتان، الأشخاص: { $people }
    [few] { $n } إجابات، الأشخاص: { $people }
    [many] { $n } إجابة، الأشخاص: { $people }
   *[other] { $n } إجابة، الأشخاص: { $people }
 }
feedback-too-few = قليل
feedback-when = ربع السنة
feedback-all = الكل
feedback-rule = ما يُعرض وما لا يُعرض
feedback-rule-text = يأتي كل رقم من خمسة أشخاص على الأقل، وليس لأحدهم أكثر من نصف الإجابات. وحيث يُترك نوع ويمكن أن يُعرف بالطرح يُترك معه نوع آخر. ويُعرض ربع السنة مرة واحدة ولا يتغير.

problem-feedback-given = أجبت عن هذا
problem-feedback-given-next = تُحسب إجابة واحدة، ولا يمكن العثور عليها لتغييرها لأنها بلا اسم.
