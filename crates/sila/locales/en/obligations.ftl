# Obligations.

obligations-title = Obligations
obligations-lead = What each party owes by what was signed, and where it stands. It is done only when the other party accepts.
obligations-ours = What we owe
obligations-theirs = What is owed to us
obligations-past = What is over
obligations-empty = Nothing here
obligations-empty-text = Obligations come from the annex of activation, which both parties sign.
obligation-one = Obligation
obligation-who = Who owes it
obligation-to = to
obligation-due = Due
obligation-words = Its words, as signed
obligation-clause = Carries out clause
obligation-proof = What shows that it is done
obligation-silent = Nothing was said yet
obligation-silent-text = What is submitted and how the other party answers shows here.
obligation-answer-by = The other party answers by
obligation-trace = How the day was found
obligation-trace-text = Both servers find the same day, on the working calendar of whoever owes it.
obligation-facts = The obligation
obligation-obligor = Who owes it
obligation-obligee = To whom
obligation-rule = When it falls due
obligation-lead = Days of notice before
obligation-lead-days = { $n ->
    [one] { $n } day before
   *[other] { $n } days before
}
obligation-fulfil = We have done it
obligation-waive = It need not be done
obligation-breach = It was broken
obligation-cure = The breach is made good
obligation-standing-scheduled = Scheduled
obligation-standing-open = Open
obligation-standing-overdue = Late
obligation-standing-submitted = Submitted
obligation-standing-returned = Returned
obligation-standing-breached = Broken
obligation-standing-accepted = Accepted
obligation-standing-by-default = Accepted by silence
obligation-standing-waived = Waived by both
trace-said = The annex says: { $day }
trace-from-signed = From the day of signature, { $day }
trace-from-effective = From the day it took effect, { $day }
trace-from-expiry = From the day it ends, { $day }
trace-days = { $n ->
    [one] { $n } day later: { $day }
   *[other] { $n } days later: { $day }
}
trace-days-back = { $n ->
    [one] { $n } day before: { $day }
   *[other] { $n } days before: { $day }
}
trace-working-days = { $n ->
    [one] { $n } working day: { $day }
   *[other] { $n } working days: { $day }
}
trace-repetition = Time number { $n }: { $day }
trace-moved = That was a day off, so it moves to { $day }
rule-on = Once, on { $day }
rule-after = { $n ->
    [one] { $n } day after it took effect
   *[other] { $n } days after it took effect
}
rule-after-working = { $n ->
    [one] { $n } working day after it took effect
   *[other] { $n } working days after it took effect
}
rule-every-day = { $n ->
    [one] every day
   *[other] every { $n } days
}
rule-every-week = { $n ->
    [one] every week
   *[other] every { $n } weeks
}
rule-every-month = { $n ->
    [one] every month
   *[other] every { $n } months
}
rule-every-year = { $n ->
    [one] every year
   *[other] every { $n } years
}

problem-obligation-unknown = There is no such obligation on that day
problem-obligation-unknown-next = Open the list of obligations again.
problem-obligation-not_yours = That is for the other party to say
problem-obligation-not_yours-next = Nothing changed.
problem-obligation-standing = It does not fit where the obligation stands
problem-obligation-standing-next = Open the obligation again: the other party may have answered.
problem-obligation-too_early = The time has not come
problem-obligation-too_early-next = A breach is declared thirty days after the day it was due.
problem-obligation-backdated = It is older than what was said before
problem-obligation-backdated-next = Check the clock of the server.
problem-obligation-too_many = Too much was said about it
problem-obligation-too_many-next = Call the other agency.
obligations-calendar = For a calendar
duty-verb = What is done
duty-verb-provide = Provides
duty-verb-report = Reports
duty-verb-notify = Gives notice
duty-verb-appoint = Names somebody
duty-verb-meet = Meets
duty-verb-review = Reviews
duty-verb-evaluate = Evaluates
duty-verb-train = Trains
duty-verb-publish = Publishes
duty-verb-keep = Keeps to it
matrix-open = Everything that is owed, clause by clause
matrix-title = Who owes what to whom
matrix-lead = By clause: who does what, when, what shows it, and who accepts it. It is read from the annex that both have signed.
matrix-deliverable = What is delivered
matrix-next = Next due
matrix-accepts = Who accepts it
matrix-none = Nothing is owed yet
matrix-none-text = Obligations come from the annex of activation, which both parties sign.
matrix-free = Clauses under which nothing is owed
