# Handover from shift to shift, and what a stay needs beside its bed
shift-title = Shift handover
shift-lead = What is open, and what the next shift has acknowledged. Numbers instead of names.
shift-open = Open points
shift-nothing-open = Nothing is open.
shift-new = New point
shift-kind = About
shift-kind-missing = Choose what it is about
shift-kind-safety = Safety
shift-kind-health = Health and medicine
shift-kind-child = Children and school
shift-kind-contact = Visits and calls
shift-kind-arrival = Arrival or leaving
shift-kind-house = The house
shift-kind-other = Other
shift-about = About whom
shift-about-house = The house, nobody in particular
shift-words = What the next shift must know
shift-words-hint = Name nobody, and no place outside. Up to 600 characters.
shift-words-missing = Write up to 600 characters
shift-add = Add
shift-done = Done
shift-hand-over = Hand over
shift-hand-over-text = { $n ->
    [one] One open point goes to the next shift.
   *[other] { $n } open points go to the next shift.
}
shift-said = What else is to be said
shift-hand-over-act = Hand over to the next shift
shift-waits = { $n ->
    [one] { $name } has handed over with one open point
   *[other] { $name } has handed over with { $n } open points
}
shift-acknowledge = I have read it and take over
shift-next-does = Somebody of the next shift acknowledges it.
shift-past = Handovers
shift-past-none = There was none yet.
shift-erased = What was said is erased: somebody who lived here then took the permission back
shift-points = { $n ->
    [one] one open point
   *[other] { $n } open points
}
shift-taken = Taken over by
shift-task = A shift handover waits for you
problem-shift-full = Too much is open, or the stay is not in this home
problem-shift-full-next = Say first what is done. Then the next shift can see what matters.
problem-shift-moved = Somebody was quicker, or it is not yours to do
problem-shift-moved-next = Look at the page again. Whoever hands over does not acknowledge.
problem-shift-waiting = The handover before is not acknowledged
problem-shift-waiting-next = The next shift acknowledges it first.
screen-shelter-shift = Shift handover of a home
journal-shift = Shift handover
stay-prolong = Extend the stay
stay-prolong-why = Why it goes on
stay-prolong-act = Extend
stay-prolong-treatment = Treatment or recovery
stay-prolong-court = A court or a paper is awaited
stay-prolong-housing = A home is not found yet
stay-prolong-school = School year or training
stay-prolong-safety = It is not safe outside yet
stay-after = Asked after
stay-after-text = Only in the safe way that the case names. Nothing is sent from here.
stay-after-how = How are they?
stay-after-well = Well
stay-after-needs = Need something: a task in the case
stay-after-unreached = Not reached
stay-after-unsafe = Not safe to ask
stay-after-act = Write it down
stay-act-prolong = Stay extended
stay-act-after = Asked after
