# Polls: what a presenter asks everybody in the hall.

polls-title = Polls
polls-lead = A question that everybody in the room answers on a telephone; what came of it is on the screen after its end.
polls-empty = Nothing has been asked yet
polls-empty-text = Ask something below: it is on the telephones and on the screen at once.
poll-new = Ask something
poll-question = Question
poll-question-ar = The question, in Arabic
poll-question-en = The question, in English
poll-kind = How it is answered
poll-kind-needed = Choose how it is answered
poll-kind-single = One option
poll-kind-several = Several options
poll-kind-scale = A scale from 1 to 5
poll-kind-words = A word or a short answer
poll-kind-hint-single = Everybody chooses one option.
poll-kind-hint-several = Everybody chooses as many options as they like.
poll-kind-hint-scale = Everybody says how much, from 1 to 5.
poll-kind-hint-words = Everybody writes a word or a short answer; a moderator lets it through before it is shown.
poll-options-ar = Options, in Arabic
poll-options-en = Options, in English
poll-options-hint = { $n ->
    [one] One option on each line.
   *[other] One option on each line, two to { $n }. Leave it empty for a scale and for words.
    }
poll-options-wrong = { $n ->
    [one] Write the options in both languages
   *[other] Write two to { $n } options, as many in both languages; none for a scale and for words
    }
poll-item = Item of the programme
poll-item-none = No item in particular
poll-open-it = Ask it
poll-open = Open
poll-closed = Closed
poll-answers = Answers
poll-answered = { $n ->
    [one] One person answered
   *[other] { $n } people answered
    }
poll-chosen = { $n ->
    [one] One person ({ $percent }%)
   *[other] { $n } people ({ $percent }%)
    }
poll-mean = { $mean } of 5 on average
poll-quiet = Nobody knows who answered what
poll-quiet-text = An answer is kept without name, seat or time. Nothing is told before the end, and nothing of fewer than five answers.
poll-no-vote = A poll decides nothing
poll-no-vote-text = For what decides there are votes, with a slip for each voter that works once.
poll-about = About the poll
poll-closed-at = Closed
poll-close = Close the poll
poll-close-text = No answer is taken after that. What came of it is shown from five answers on.
poll-result = Result
poll-no-result-yet = The result comes after the end.
poll-too-few-text = Fewer than five have answered, so nothing is shown: it could tell who answered what.
poll-show = Show it on the screen
poll-hide = Hide it from the screen
poll-is-shown = The screen shows it now.
poll-is-hidden = The screen does not show it.
poll-words = Answers in words
poll-words-text = Only what you let through is shown. What looks like a person is not let through.
poll-word-remove = Delete
poll-now = Asked now
poll-who-sees = Nobody knows that it is yours. The result comes after the end, from five answers on.
poll-yours-is-in = Your answer is in
poll-may-change = You may change it until the end.
poll-scale-ends = 1 is not at all, 5 is entirely
poll-talk = Questions and polls
poll-talk-text = Rooms in which people ask and answer on their telephones, and what was asked in them.
poll-room-new = Open a room for this course
problem-poll-closed = This poll is closed
problem-poll-closed-next = No answer is taken after the end. The result is on the page of the room.
problem-poll-answer_wrong = This is no answer to what is asked
problem-poll-answer_wrong-next = Go back to the room and choose from what is offered, or write a word or a short answer.
problem-poll-words_changed = This answer has changed since it was read
problem-poll-words_changed-next = Go back to the poll, read the new answer, and decide then.
