# What people say of working with a partner.

menu-feedback = Partners' experience
feedback-title = Partners' experience
feedback-lead = What our people say of working with each partner, and what theirs say of us.
feedback-by-partner = By partner
feedback-partner = Partner
feedback-we-say = We say of them
feedback-they-say = They say of us
feedback-none = Nothing to show yet
feedback-none-text = After an initiative or a referral whoever took part answers five questions. A quarter is shown when it is over and at least five people have answered.
feedback-thanks = Thank you. Your answer is kept without your name.
feedback-how-was-it = How was it to work together?
feedback-after-meeting = After a meeting
feedback-after-initiative = After an initiative
feedback-after-referral = After a referral
feedback-sealed = Nobody sees a single answer
feedback-sealed-text = Your marks are stored without your name and without a time, and never leave this agency. When the quarter is over only sums of at least five people are shown, to us and to the partner, and the answers are deleted.
feedback-questions = Five questions
feedback-question-heard = Were we listened to?
feedback-question-reliable = Was what was promised done?
feedback-question-open = Were we told in time what we needed to know?
feedback-question-purpose = Did both sides want the same?
feedback-question-worth = Was it worth the effort?
feedback-mark-1 = Not at all
feedback-mark-2 = Rather not
feedback-mark-3 = Partly
feedback-mark-4 = Mostly
feedback-mark-5 = Fully
feedback-mark-needed = Choose one of the five
feedback-give = Give this answer
feedback-ask = How was it to work with this partner?
feedback-ask-text = Five marks, no words, nobody sees whose they are.
feedback-ask-act = Answer five questions
feedback-both-lead = Both agencies see the same numbers.
feedback-nothing = Nothing to show yet
feedback-nothing-text = No quarter that is over has answers of at least five people.
feedback-quarter = Quarter { $n } of { $year }
feedback-from = { $n ->
    [one] one answer of { $people } people
   *[other] { $n } answers of { $people } people
 }
feedback-too-few = too few
feedback-when = Quarter
feedback-all = All
feedback-rule = What is shown and what is not
feedback-rule-text = A number comes from at least five people, and from none of them more than half of the answers. Where a kind is left out and could be had by subtraction, another is left out too. A quarter is shown once and never changes.

problem-feedback-given = You have answered this
problem-feedback-given-next = One answer counts. It cannot be found again to be changed, because it has no name.
