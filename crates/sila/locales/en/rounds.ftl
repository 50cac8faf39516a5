# What happens between the offer of a referral and its outcome
state-clarifying = Question to the sender
state-waitlisted = On the waiting list
state-decline-review = Decline looked at by a second person
state-cancelled = Stopped after acceptance
state-invalidated = Sent in error
state-reopen-requested = Asked to be reopened
referral-step-ask = Question before the decision
referral-step-answer = Answer to the question
referral-step-wait = Put on the waiting list
referral-step-refuse = Declined, waiting for a second person
referral-step-resume = Under review again
referral-step-appeal = The sender contests the decline
referral-step-cancel = Stopped after acceptance
referral-step-invalidate = Said to be sent in error
referral-step-erased = What was sent in error is erased; how often it was read
referral-step-reopen = Asked to be reopened
referral-step-agree = Answer to the request to reopen
referral-step-accept-part = Accepted in part
rounds-crossed = crossed the acceptance and stopped it
rounds-await-answer = Awaiting the referring agency’s answer
rounds-await-room = Awaiting room
rounds-await-look = Awaiting a second person
rounds-await-reopen = Awaiting the answer to the request to reopen
rounds-await-ground = Awaiting a ground to keep it, or its erasure
rounds-words-long = Write at most { $n ->
    [one] 1 character
   *[other] { $n } characters
}
rounds-words-missing = Say it in a few words
rounds-words-hint = It travels sealed and is not part of the signed entry. Name nobody.

# Question and answer
rounds-question-open = Ask the sender
rounds-question-title = Question before the decision
rounds-question-act = Send the question
rounds-question-what = What has to be known?
rounds-question-missing = Choose what has to be known
rounds-question-item = About which service
rounds-question-field = About which part
rounds-question-whole = The referral as a whole
rounds-question-words = The question in a few words
rounds-question-clock = The time to decide stands
rounds-question-clock-text = It stands until the answer comes, for no longer than a round lasts: ten minutes in an emergency, two hours when urgent, else three working days. You can ask twice.
rounds-asks-missing = Something needed is not there
rounds-asks-contradiction = Two things do not fit together
rounds-asks-identity = Is it somebody known here?
rounds-asks-household = Who comes along, and how old are they?
rounds-asks-safety = What keeps the person safe here and on the way?
rounds-asks-need = What exactly is asked for?
rounds-asks-when = From when, and for how long?
rounds-asks-law = A court order, custody or other matter of law
rounds-asks-other = Another question, in words
rounds-answer-open = Answer the question
rounds-answer-title = Answer to the question
rounds-answer-act = Send the answer
rounds-answer-what = Answer
rounds-answer-missing = Choose the answer
rounds-answer-words = The answer in a few words
rounds-answer-permitted = No name before acceptance
rounds-answer-permitted-text = Say what the decision needs, of what the person permits and the agreement allows, and neither a name nor an address.
rounds-says-given = Answered in words
rounds-says-not-known = Not known
rounds-says-not-allowed = May not be said before acceptance
rounds-says-asking = The person is being asked; decide with what is there
rounds-questions = Questions and answers
rounds-stands = The time to decide stands
rounds-stands-text = The referring agency’s answer is awaited. It goes on at { $until }, answered or not.

# Waiting list
rounds-waitlist-open = To the waiting list
rounds-waitlist-title = Waiting list
rounds-waitlist-act = Record the place
rounds-waitlist-band = Place on the list
rounds-waitlist-band-missing = Choose the place
rounds-waitlist-expected = Day on which room is expected
rounds-waitlist-holds = It holds for a time
rounds-waitlist-holds-text = What you say holds for { $days ->
    [one] 1 day
   *[other] { $days } days
}. Say it again before then, or decide; else the referral goes back to its sender.
rounds-band-first = Among the first five
rounds-band-second = Sixth to tenth
rounds-band-third = Eleventh to twentieth
rounds-band-later = After the twentieth
rounds-waiting = Accepted in principle, waiting for room
rounds-waiting-day = Expected on:
rounds-waiting-until = This holds until { $until }.

# Acceptance in part
rounds-part-open = Accept a part
rounds-part-title = Accept a part of the services
rounds-part-act = Accept this part
rounds-part-given = We give it
rounds-part-missing = Give at least one service and leave at least one
rounds-part-rest = The sender is told what is not given
rounds-part-rest-text = Each service that is not given has its reason. The sender still has it to ask elsewhere. In a referral for a place, the place itself cannot be left out.
rounds-part = Services that are not given

# Second look and appeal
rounds-look-title = A second person looks at a decline
rounds-look-text = A colleague declined this referral. If you uphold it, the sender is told the reason and what was shown is erased; otherwise it is reviewed again.
rounds-look-waits = It waits for somebody other than whoever declined.
rounds-look-uphold = Uphold the decline
rounds-look-resume = Back to review
rounds-look-setting = Declines
rounds-look-always = A second person looks at every decline, except in an emergency
rounds-appeal-open = Contest the decline
rounds-appeal-title = Contest the decline
rounds-appeal-act = Send it
rounds-appeal-words = Why should it be looked at again?
rounds-appeal-once = Once
rounds-appeal-once-text = Somebody at the other agency looks at it who did not decline. What was erased there comes again, sealed as it was.
rounds-contestable = The decline can be contested
rounds-contestable-text = Until { $until }, once.
journal-second-look = Second look at declines

# Stopped, and sent in error
rounds-cancel-open = Stop it
rounds-cancel-title = Stop what was accepted
rounds-cancel-act = Stop the referral
rounds-cancel-why = Reason
rounds-cancel-missing = Choose the reason
rounds-cancel-after = What follows
rounds-cancel-text-source = The other agency decides: it erases what it was told, or keeps it on a ground of its own that it signs, such as a child at risk there. You will see its answer.
rounds-cancel-text-target = The referring agency is told the reason. You then erase what you hold, or keep it on a ground of your own.
rounds-stop-c1 = The situation changed
rounds-stop-c2 = Found elsewhere
rounds-stop-c3 = The service or place is no longer there
rounds-stop-c4 = The person did not come and cannot be reached
rounds-stop-c5 = Not safe here for this person
rounds-stop-c6 = Withdrawn before the acceptance had arrived
rounds-stopped = Stopped after acceptance
rounds-stopped-kept = Stopped, and kept by the receiving agency
rounds-since = Since { $since }.
rounds-ground-title = Stopped: keep it or erase it?
rounds-ground-text = Nothing is erased here by itself, because the person may be with you. Keep it where the law demands or allows that, or where the person has agreed with you; else erase it. The answer is signed.
rounds-error-open = Sent in error
rounds-error-title = Say that it was sent in error
rounds-error-act = Say so, and have it erased
rounds-error-why = What was wrong?
rounds-error-missing = Choose what was wrong
rounds-error-after = Everything is erased at the other agency
rounds-error-after-text = It is closed there at once and erased, also the case that was opened from it. This cannot be undone. You are told how often it was read, by role.
rounds-error = Sent in error
rounds-error-unread = Nobody had read it

# Reopening
rounds-reopen-open = Reopen
rounds-reopen-title = Ask to reopen the referral
rounds-reopen-act = Ask
rounds-reopen-why = Reason
rounds-reopen-missing = Choose the reason
rounds-reopen-both = With the consent of both
rounds-reopen-both-text = It goes on if the other agency agrees and both still hold what was shared. What was erased begins with a new referral.
rounds-reopen-asked = The other agency asks to reopen it
rounds-reopen-asked-text = If you agree, it goes on from where it was; otherwise it stays closed.
rounds-reopen-yes = Yes, go on
rounds-reopen-no = No, it stays closed
rounds-again-n1 = The need came back
rounds-again-n2 = The outcome was written down wrongly
rounds-again-n3 = Something new became known
rounds-again-n4 = A court or the prosecution asks for it
rounds-follows-returns = Hands back responsibility that was handed over before
rounds-follows-reopens = Begins again what had ended
rounds-earlier = The earlier referral

# What waits
rounds-do-answer = A question about your referral waits for an answer
rounds-do-review = A decline waits for your look
rounds-do-refresh = A place on the waiting list is to be renewed
rounds-do-ground = A stopped referral: keep it or erase it?
rounds-do-reopen = A request to reopen waits for an answer
rounds-late-answer = Reminder: a question about your referral has no answer
rounds-late-review = Late: a decline waits for a second person
rounds-late-refresh = What was said of the waiting list no longer holds
rounds-late-ground = Late: keep it or erase it?
rounds-late-reopen = Late: a request to reopen waits for an answer

# What is refused, and why
problem-referral-own_decline = Whoever declined does not look at it
problem-referral-own_decline-next = Another person with the right to approve must decide.
problem-referral-erased = What was shared is no longer here
problem-referral-erased-next = Send a new referral.
problem-referral-place_gone = The place that went with it was let go
problem-referral-place_gone-next = Nothing was changed. A new referral asks for a place again.
