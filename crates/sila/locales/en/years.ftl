# The joint work plan of a year, and obligations that an event makes due.

year-title = Joint work plan
year-lead = What both parties mean to do in a year, month by month. It holds when both have signed; where each line stands follows from what both sign about it.
year-none = No work plan yet
year-none-text = One party proposes the plan of a year, the other signs it.
year-none-this = No plan of this year is signed by both.
year-of = Work plan of { $year }
year-proposed-by = { $agency } proposes the work plan of { $year }
year-signed-on = Signed by both on
year-what = What is done
year-month = Begins in
year-lead-party = Who leads
year-state-ahead = Ahead
year-state-begun = Begun
year-state-done = Done
year-state-late = Late
year-sum = { $done } of { $all } lines are done
year-late = { $n ->
    [one] { $n } line is late
   *[other] { $n } lines are late
}
year-open = Open the work plan
year-set = Propose a plan or more lines
year-year = Year
year-year-hint = Lines that both have signed for the year stay; the new ones are added.
year-needed = Write the year in four digits.
year-line-n = Line { $n }
year-line-needed = Write what is done in both languages, with its area and month.
year-by = Carried out by
year-by-area = Any initiative in this area that begins in the month
day-sign-year = A work plan waits for our signature
problem-workplan-malformed = The work plan is not whole
problem-workplan-malformed-next = Nothing was sent. Look at the lines again.
duty-when-event = So many days after an event, each time
duty-when-event-working = So many working days after an event, each time
duty-event = Which event
duty-event-hint = For obligations that an event makes due. Both servers know of these events from what both have signed.
obligation-event-referral-accepted = a referral was accepted
obligation-event-minutes-approved = minutes of a meeting were approved
obligation-event-initiative-started = a joint initiative began
obligation-event-initiative-closed = a joint initiative was closed
obligation-event-evaluation-closed = an evaluation was signed by both
trace-happened = Because { $what } ({ $day })
trace-within-days = { $n ->
    [one] { $n } day later: { $day }
   *[other] { $n } days later: { $day }
}
trace-within-hours = { $n ->
    [one] { $n } hour later: { $day }
   *[other] { $n } hours later: { $day }
}
trace-within-working = { $n ->
    [one] { $n } working day of whoever owes it: { $day }
   *[other] { $n } working days of whoever owes it: { $day }
}
rule-event-days = { $n ->
    [one] { $n } day after { $what }
   *[other] { $n } days after { $what }
}
rule-event-hours = { $n ->
    [one] { $n } hour after { $what }
   *[other] { $n } hours after { $what }
}
rule-event-working = { $n ->
    [one] { $n } working day after { $what }
   *[other] { $n } working days after { $what }
}
intake-shut = Nothing may be sent now under the agreement
intake-wrong-to-shut = Nothing may be sent under { $code } now (clause { $clause }). Choose another agency, or keep the case here.
