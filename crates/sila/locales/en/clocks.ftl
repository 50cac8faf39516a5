# Clocks that the law starts
clocks-title = Clocks of the law
clocks-begin-title = Is the child in imminent danger?
clocks-begin-text = Then three clocks of 24 hours begin, by day and night: notice to the prosecution, its permission to place the child, and that the child was told and signed or refused.
clocks-begin = Imminent danger: start the clocks
clock-notice = Notice to the prosecution
clock-permission = Permission of the prosecution
clock-told = The child was told the measure
clock-over-notice = Overdue: notice to the prosecution
clock-over-permission = Overdue: permission of the prosecution
clock-over-told = Overdue: telling the child the measure
clock-over-cases = { $n ->
    [one] in one case; its supervisor sees which
   *[other] in { $n } cases; their supervisors see which
}
clock-law-notice = Cabinet Decision 52 of 2018, article 12.9
clock-law-permission = Federal Law 3 of 2016, article 51; Cabinet Decision 52 of 2018, article 15
clock-law-told = Federal Law 3 of 2016, articles 48 and 49: in a language the child understands; from thirteen on with the child’s signature. A refusal is written down like a signature.
clock-do = Write down what was done
clock-done-title = What was done
clock-outcome = What was done?
clock-outcome-missing = Choose what was done
clock-outcome-sent = Notice sent, receipt came
clock-outcome-given = Permission given
clock-outcome-signed = Told and signed
clock-outcome-refused = Told. Refused to sign
clock-outcome-told = Told
clock-number-notice = Number of the receipt
clock-number-permission = Number of the permission
clock-number-missing = Type the number
clock-overdue = It has run out; the supervisors see it on their day, and the head sees how many.
clock-late = after its time
problem-clock-moved = It was written down before
problem-clock-moved-next = Go back to the case: it shows what was written.
screen-case-clocks = Clocks of the law
journal-clock = Clock of the law
clock-measures = Agreement on measures of protection
clock-order = Protection order: its end
clock-grievance = Grievance against a protection order
clock-over-measures = Overdue: agreement on measures of protection
clock-over-order = Overdue: the protection order has ended
clock-over-grievance = Overdue: the days of a grievance are over
clock-law-measures = Federal Law 3 of 2016, articles 48 and 50
clock-law-order = Federal Decree-Law 13 of 2024, articles 8 to 12, as reported: thirty days, extended twice by as much. Before it, Federal Decree-Law 10 of 2019, article 7.
clock-law-grievance = Federal Decree-Law 13 of 2024, articles 8 to 12. The seven days are those of Federal Decree-Law 10 of 2019, article 7, which it replaced; the legal adviser confirms them.
clock-starts-notice = The child is in imminent danger.
clock-starts-permission = The child is in imminent danger.
clock-starts-told = The child is in imminent danger.
clock-starts-measures = Measures of protection were put to the family.
clock-starts-order = A protection order was issued.
clock-starts-grievance = The decision on a protection order was made known.
clock-ends-notice = The prosecution has the notice, with the number of its receipt.
clock-ends-permission = The permission came, with its number.
clock-ends-told = The child was told; from thirteen on they signed or refused.
clock-ends-measures = The agreement is signed, or the matter went up to the prosecution.
clock-ends-order = The order was extended or lifted, or it ran out.
clock-ends-grievance = A grievance was lodged, is not wanted, or its days have passed.
clock-begin-measures = Record: measures put to the family
clock-begin-order = Record a protection order
clock-begin-grievance = Record a decision that can be contested
clock-day-measures = When were the measures put to the family?
clock-day-order = When was the order issued?
clock-day-grievance = When was the decision made known?
clock-day-first = This day is counted as the first, and holidays are counted too, so that no time is shown that the law may not give.
clock-day-wrong = Type a day up to today, not older than { $n } days
clock-days = For how many days?
clock-days-renewed = Only where the order was extended.
clock-days-wrong = Type the days, { $n } at most
clock-number-measures = Number under which it went up
clock-number-order = Number of the order
clock-number-grievance = Number of the grievance
clock-number-when-measures = Only where the matter went up to the prosecution.
clock-number-when-order = Of the extension, where the order was extended.
clock-number-when-grievance = Only where a grievance was lodged.
clock-outcome-agreed = Agreed and signed
clock-outcome-raised = No agreement, or it was broken: gone up to the prosecution
clock-outcome-renewed = Extended
clock-outcome-lifted = Lifted
clock-outcome-expired = Ran out, not extended
clock-outcome-lodged = Lodged
clock-outcome-waived = Not wanted by who may lodge it
clock-outcome-passed = Its days have passed
clock-turn = extension { $n } of 2
clock-span-hours = { $n ->
    [one] one hour by the clock on the wall
   *[other] { $n } hours by the clock on the wall
}
clock-span-days = { $n ->
    [one] one day of the calendar
   *[other] { $n } days of the calendar
}
clock-span-up-to-days = as many days of the calendar as were ordered, { $n } at most
clock-table = Table of the legal clocks
clock-table-lead = Each clock that the program keeps: how long it runs, which event starts it, which ends it, and the article it rests on.
clock-table-clock = Clock
clock-table-span = How long
clock-table-starts = Starts when
clock-table-ends = Ends when
clock-table-law = By which law
