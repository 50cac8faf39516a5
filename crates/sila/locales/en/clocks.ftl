# Clocks that the law starts when a child is in imminent danger
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
