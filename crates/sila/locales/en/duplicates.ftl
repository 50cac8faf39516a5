# Two records that may be one person: the queue
duplicates-title = Possible doubles
duplicates-lead = Two records that may be one person. The register proposes, you decide, and nothing is merged by itself.
duplicates-parts = Parts of the queue
duplicates-part-look = To look at
duplicates-part-look-text = Most worth a look first: where least is certain, and a mistake would cost most.
duplicates-part-certain = Almost certain
duplicates-part-certain-text = One look is enough, but somebody has to take it.
duplicates-part-second = Waiting for a second person
duplicates-part-second-text = A colleague has proposed; nothing holds until somebody else agrees.
duplicates-part-later = Put off
duplicates-part-later-text = A colleague decided to come back to these.
duplicates-part-household = Probable relatives
duplicates-part-household-text = Most likely two people of one family, such as twins or brothers, not one person.
duplicates-none = Nothing here
duplicates-none-text = Records that look alike appear here as they are made.
duplicates-left = { $n ->
    [one] 1 more comes after these
   *[other] { $n } more come after these
}
duplicates-two = Two people decide
duplicates-compare = Compare

# One pair
duplicates-question = Are these one person?
duplicates-to-decide = Go to the decision
duplicates-decide = Decision
duplicates-two-text = One of them is in a shelter or in danger. Joining or separating them holds once a second person agrees.
duplicates-mine = You proposed this; somebody else has to agree.
duplicates-act-same = Yes, one person
duplicates-act-same-text = Both records are shown together and each stays as it was written. It can be taken back at any time.
duplicates-act-different = No, two people
duplicates-act-different-text = They will not be asked about again.
duplicates-act-related = Two people who are related
duplicates-act-related-text = Such as twins, or a mother and her son. Each page shows the other.
duplicates-act-later = Later
duplicates-act-later-text = Goes to the part that is put off; your colleagues see it there too.
duplicates-act-apart = Take the decision back
duplicates-act-apart-text = Both records are as they were before, and the question returns to the queue.
duplicates-act-agree = I agree
duplicates-act-agree-text = What was proposed holds from now on.
duplicates-act-refuse = I do not agree
duplicates-act-refuse-text = Everything stays as it was before the proposal.
duplicates-act-withdraw = Withdraw my proposal
duplicates-act-withdraw-text = Everything stays as it was before the proposal.
duplicates-waits = Waiting for a second person
duplicates-waits-text = Proposed by { $who }: { $what }.
duplicates-wanted-same = they are one person
duplicates-wanted-different = they are two people
duplicates-wanted-related = they are two people who are related
duplicates-wanted-open = the merge is taken back
duplicates-are-one = They are one person
duplicates-are-one-text = They are shown together on the page of the person. Nothing was deleted, and it can be taken back.
duplicates-through-others = Other records make the two one person.
duplicates-through-others-act = First take back the merge that joins them; it is on the page of the person.
duplicates-are-two = They are two people
duplicates-are-two-text = They will not be asked about again.
duplicates-are-related = They are two people who are related
duplicates-are-related-text = Each page shows the other.
duplicates-is-later = Put off
duplicates-is-later-text = Nothing has been decided yet.
duplicates-history = What was done about them
duplicates-then = At that time:
duplicates-history-none = Nothing yet.
duplicates-did-same = Said to be one person
duplicates-did-same-proposed = Proposed as one person
duplicates-did-different = Said to be two people
duplicates-did-different-proposed = Proposed as two people
duplicates-did-related = Said to be related
duplicates-did-related-proposed = Proposed as related
duplicates-did-later = Put off
duplicates-did-later-proposed = Proposed to put off
duplicates-did-apart = Taken back
duplicates-did-apart-proposed = Proposed to take back
duplicates-did-agree = The second person agreed
duplicates-did-refuse = The proposal was not agreed to

# What stops a decision
problem-duplicates-nothing_waits = No proposal is waiting
problem-duplicates-nothing_waits-next = A colleague may have decided before you. Open the page again.
problem-duplicates-own_proposal = Nobody agrees to their own proposal
problem-duplicates-own_proposal-next = A second person has to agree.
problem-duplicates-nothing_stands = There is no decision to take back
problem-duplicates-nothing_stands-next = Open the page again.
problem-duplicates-one_already = They are one person already
problem-duplicates-one_already-next = Other records join them. First take back the merge that does; it is on the page of the person.
problem-duplicates-contradicted = They were said to be two people
problem-duplicates-contradicted-next = That was said of two of their records. First take that decision back.

# How alike two records are
alike-certain = Almost certain
alike-likely = Likely
alike-possible = Possible
alike-household = Probably relatives
alike-unlikely = Unlikely

# Why: the sum, field by field
why-title = Why they look alike
why-caption = What speaks for one person and what against
why-field = What
why-says = What it says
why-bar = Drawing
why-bits = Weight
why-hint = Weights are binary logarithms: each whole step doubles or halves the odds. The sum is kept with the decision.
why-prior = Beginning
why-prior-says = { $n ->
    [one] Before anything is compared, every pair of records may be one person.
   *[other] Before anything is compared, one pair of records in { $n } is one person.
}
why-end = Sum
why-faint = That hardly changes the odds.
why-for = { $n ->
    [one] That makes it a little likelier that they are one person.
   *[other] That makes it { $n } times likelier that they are one person.
}
why-against = { $n ->
    [one] That makes it a little less likely that they are one person.
   *[other] That makes it { $n } times less likely that they are one person.
}
why-rare = The name is rare here.
why-common = The name is common here.
why-outcome = { $n ->
    [0] Of 1,000 pairs like this, hardly any is one person.
    [one] Of 1,000 pairs like this, about 1 is one person.
   *[other] Of 1,000 pairs like this, about { $n } are one person.
}
why-household = { $n ->
    [one] About 1 is two people of one family.
   *[other] About { $n } are two people of one family.
}
why-of-given = Given name
why-of-names = Other names
why-of-birth = Date of birth
why-of-id = Identity papers
why-of-phone = Telephone
why-of-place = Home
why-of-sex = Sex
why-of-mother = Mother’s name
why-of-nationality = Nationality
why-given-exact = The given names are written the same.
why-given-attested = The given names are two spellings of one name.
why-given-sound = The given names sound the same.
why-given-close = The given names differ by a letter or two.
why-given-moved = The given name of one stands in another place of the other’s name.
why-given-elsewhere = The given name of one is among the other names of the other.
why-given-apart = The given names are close, but each is a name of its own.
why-given-different = The given names differ.
why-given-sound-apart = The given names sound alike, but each is a name of its own.
why-names-none = The other names do not agree.
why-names-all = The other names agree.
why-names-all-loose = The other names agree in sound or close spelling.
why-names-some = Some of the other names agree and some do not.
why-birth-same = They were born on the same day.
why-birth-same-rounded = The date of birth is the same, but only a year or a first of January.
why-birth-swapped = Day and month are exchanged.
why-birth-one-digit = The dates of birth differ in one digit.
why-birth-next-day = The dates of birth are one day apart.
why-birth-same-month = They were born in the same month.
why-birth-same-year-rounded = The year of birth is the same; one of the dates is only a year.
why-birth-same-year = They were born in the same year, on other days.
why-birth-near-year-rounded = The years of birth are close; one of the dates is only a year.
why-birth-near-year = The years of birth are close.
why-birth-far-rounded = The years of birth are far apart; one of the dates is only a year.
why-birth-far = The years of birth are far apart.
why-id-same = The identity number is the same.
why-id-one-digit = The identity numbers differ in one digit.
why-id-different = The identity numbers differ.
why-id-other-paper = The number of another paper is the same.
why-id-other-paper-one-sign = The numbers of other papers differ in one sign.
why-id-other-papers-differ = The numbers of other papers differ.
why-phone-same = The telephone number is the same.
why-phone-one-digit = The telephone numbers differ in one digit.
why-phone-different = The telephone numbers differ.
why-place-same = They live in the same home.
why-place-building = They live in the same building.
why-place-area = They live in the same area.
why-place-area-only = They live in the same area, in other buildings.
why-place-emirate = They live in the same emirate.
why-place-emirate-only = They live in the same emirate, in other areas.
why-place-different = They live in different places.
why-place-same-elsewhere = Area and building are the same, the emirates differ.
why-sex-same = The sex is the same.
why-sex-different = The sex differs.
why-mother-same = The mother’s name is the same.
why-mother-given = The mother’s given name is the same.
why-mother-given-only = The mother’s given name is the same, the rest differs.
why-mother-similar = The mothers’ names are close.
why-mother-different = The mothers’ names differ.
why-nationality-same = The nationality is the same.
why-nationality-different = The nationality differs.
