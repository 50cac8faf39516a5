# The board
shelter-title = Shelter
shelter-free-now =
    { $n ->
       [0] No bed is free now.
       [one] { $n } bed is free now.
      *[other] { $n } beds are free now.
    }
shelter-homes-none = No homes yet
shelter-homes-none-text = Add a home with its rooms and beds, and their state is seen here at every moment.
shelter-tile-free = Beds free
shelter-tile-out =
    { $n ->
       [0] No bed out of use
       [one] { $n } bed out of use
      *[other] { $n } beds out of use
    }
shelter-tile-held = Places held
shelter-tile-held-note = Somebody is expected
shelter-tile-people = People staying
shelter-tile-homes =
    { $n ->
       [0] no homes
       [one] in { $n } home
      *[other] in { $n } homes
    }
shelter-tile-confirm = Rooms to confirm
shelter-tile-fresh = All confirmed within 24 hours
shelter-tile-stale = Nobody has confirmed them for 24 hours
shelter-today = Today
shelter-expected = Arrival expected
shelter-returns = Return expected
shelter-departs = Departure expected
shelter-look-after = Ask how they are
shelter-calm = Nothing waits
shelter-calm-text = No arrival, no departure, no hold about to end.
shelter-legend = What the colours say
shelter-legend-text = No names stand on this board, numbers alone. Where a home is never stands on it.
shelter-meter = { $taken } of { $of } occupied · { $held } held
shelter-full = Full
shelter-free =
    { $n ->
       [0] None free
       [one] { $n } free
      *[other] { $n } free
    }
shelter-whole-short = Family
shelter-to-confirm = To be confirmed
shelter-held-until = held until { $time }
shelter-away = away for a while
shelter-leaves = frees { $day }
bed-free = Free
bed-held = Held
bed-occupied = Occupied
bed-out = Out of use
bed-since = since { $day }
bed-back = Back in use
bed-out-act = Take out of use
bed-out-repair = Repair
bed-out-cleaning = Cleaning
bed-out-pests = Pest control
bed-out-staff = No staff
bed-out-isolation = Isolation

# A home and its rooms
shelter-home = Home
shelter-home-new = Add a home
shelter-name-ar = Name in Arabic
shelter-name-en = Name in English
shelter-name-needed = Write the name, at most 120 characters
shelter-code = Code
shelter-code-hint = Capital Latin letters and digits, such as DH1
shelter-code-form = Write a code of 1 to 12 capital letters, digits or hyphens
shelter-code-taken = Another home has this code
shelter-area = Area
shelter-area-hint = The town and nothing finer: enough to keep somebody away from danger
shelter-area-needed = Choose the area
shelter-gates = In order before admission
shelter-gates-hint = Nobody is admitted before each is done, or a supervisor says why not
shelter-gates-wrong = Choose from the list
shelter-address = Address
shelter-address-hint = Sealed apart; it never leaves this agency, and every reading is written down
shelter-address-needed = Write the address, at most 400 characters
shelter-address-sealed = The address is sealed. Who opens it is written down, and when.
shelter-address-show = Open the address
shelter-address-logged = This reading was written down
shelter-address-logged-text = Do not carry it into a message, a document or a conversation.
shelter-figures = Beds
shelter-rooms-none = No rooms yet
shelter-rooms-none-text = Add a room, whom it takes and how many beds it has.
shelter-confirm = Confirm: it is as it stands here
shelter-confirmed = Confirmed { $ago }
shelter-room-new = Add a room
shelter-room-add = Add
shelter-room-name = Name of the room
shelter-room-taken = This home has a room of that name
shelter-room-name-needed = Write it, at most 40 characters
shelter-wing = Wing
shelter-beds = How many beds
shelter-beds-needed = From 1 to 12
shelter-takes = Whom it takes
shelter-takes-female = Women and girls
shelter-takes-male = Men and boys
shelter-takes-nobody = Choose whom it takes
shelter-ages-wrong = Write ages in years, the youngest first
shelter-female-min = Youngest, women and girls
shelter-female-max = Oldest, women and girls
shelter-male-min = Youngest, men and boys
shelter-male-max = Oldest, men and boys
shelter-female-all = Women and girls of every age
shelter-female-from = Women and girls from { $min }
shelter-female-to = Girls to { $max }
shelter-female-between = Girls { $min }–{ $max }
shelter-male-all = Men and boys of every age
shelter-male-from = Men from { $min }
shelter-male-to = Boys to { $max }
shelter-male-between = Boys { $min }–{ $max }
shelter-with-adult = Children with an adult only
shelter-whole = Family room: one household takes it whole
shelter-rules = Rules
shelter-rule-with-adult = No child without an adult of the household
shelter-rule-whole = A family room that one household takes whole
shelter-features = Features
feature-step-free = Wheelchair access
feature-visual-alarm = Alarm that can be seen
feature-night-staff = Staff awake all night
shelter-gate-consent = Consent to the stay, or its ground in law
shelter-gate-rights = Rights and house rules told in a language understood
shelter-gate-health = Health check or certificate
shelter-gate-safety = Safety plan for the stay
shelter-gate-order = Decision of the prosecution or a court
shelter-gate-medical = Medical report
shelter-gate-unable = Unable to care for self
shelter-gate-no-carer = No carer

# Choosing a place
shelter-place-title = A safe place for case
shelter-place-lead = Places that take them now, the best first, with the reasons for the order.
shelter-need = Who needs a place
shelter-who = Who comes
shelter-features-needed = What they cannot do without
shelter-away-from = Away from danger
shelter-away-yes = Not in the area where they live
shelter-look = Look
shelter-order = How places are ordered
shelter-order-text = Rules are never weighed: a room takes them or not. Then the first difference in this list decides.
criterion-sure = Takes everybody for certain
criterion-far = As far from danger as can be
criterion-together = The household in one room
criterion-alike = A family in a family room, a single person in a shared one
criterion-thrifty = Wastes nothing that others need
criterion-fresh = Lately confirmed
criterion-not-sure = Somebody’s age or sex must be checked
criterion-not-far = Not as far from danger as others
criterion-not-together = In more than one room
criterion-not-alike = Not the kind of room that suits best
criterion-not-thrifty = Leaves unused what others may need
criterion-not-fresh = Not lately confirmed
shelter-best = Best
shelter-hold = Hold
shelter-beds-n =
    { $n ->
       [0] no beds
       [one] { $n } bed
      *[other] { $n } beds
    }
shelter-rooms-n =
    { $n ->
       [0] no rooms
       [one] { $n } room
      *[other] { $n } rooms
    }
shelter-none = No place takes them now
shelter-none-text = Change who comes, or refer to a partner with a place.
shelter-nobody = Choose who comes
shelter-nobody-text = One person at least, sixteen at most.
shelter-no-area = In the area where they are not safe
shelter-no-feature = Lacks something they cannot do without
shelter-no-person = Does not take this sex at this age
shelter-no-alone = Takes children only with an adult
shelter-no-full = Full

# A stay
stay-title = Stay
stay-case = The case
stay-referral = The referral
stay-about = About the stay
stay-rooms = Room
stay-people = People
stay-arrived = Arrived
stay-leaves = Expected to leave
stay-back = Expected back
stay-ended = Ended
stay-end-code = How it ended
stay-look-after = Ask how they are
stay-held = The hold ends
stay-hold = The hold
stay-extend = Extend
stay-extend-why = Why it is extended
stay-extend-on-the-way = On the way
stay-extend-escort = Waiting for an escort
stay-extend-health = At the hospital
stay-extend-papers = Waiting for a decision or paper
stay-release = Release
stay-release-other = They are not coming
stay-release-why = Why
stay-arrival = Arrival
stay-gates-left =
    { $n ->
       [0] Everything is in order.
       [one] { $n } thing must be in order before they are admitted.
      *[other] { $n } things must be in order before they are admitted.
    }
stay-leaves-when = When are they expected to leave
stay-admit = Admit
stay-gate-done = Done
stay-gate-without = Go without, and say why
stay-override-danger = Danger does not wait
stay-override-within-a-day = Will be done within 24 hours
stay-override-does-not-apply = Does not apply
stay-override-ordered = Ordered by prosecution or court
stay-days = The days in the home
stay-leave = Going out for a while
stay-leave-act = Write it down
stay-back-when = When are they expected back
stay-return = They are back
stay-transfer = Another room
stay-transfer-to = To which room
stay-transfer-act = Move
stay-transfer-none = No other room takes them now.
stay-exit = Leaving for good
stay-exit-to = Where to
stay-exit-act = Write down the exit
stay-look-after-when = When do we ask how they are
stay-look-after-0 = We do not
stay-look-after-7 = After 7 days
stay-look-after-30 = After 30 days
stay-look-after-90 = After 90 days
stay-steps = What happened
stay-by-node = The system
stay-state-held = Held
stay-state-staying = Staying
stay-state-away = Away
stay-state-ended = Ended
stay-act-hold = Place held
stay-act-extend = Hold extended
stay-act-gate = In order
stay-act-admit = Admitted
stay-act-leave = Went out
stay-act-return = Came back
stay-act-transfer = Moved to another room
stay-act-end = Ended
stay-end-own-home = A home of their own
stay-end-relatives = Relatives
stay-end-other-shelter = Another shelter
stay-end-hospital = Hospital
stay-end-abroad = Safe return home
stay-end-foster = Foster family
stay-end-left = Left without a word
stay-end-other = Other
stay-end-no-show = Did not arrive
stay-end-not-needed = No longer needed
stay-end-unsafe = The place is not safe for them
stay-end-expired = The hold ran out
stay-end-referral-over = The referral ended before they arrived

# When it cannot be done
problem-shelter-no_place = No place takes them now
problem-shelter-no_place-next = Nothing was held. Refer them to a partner, or change what is asked.
problem-shelter-not_fitting = This room does not take them now
problem-shelter-not_fitting-next = Nothing was changed. Choose another place.
problem-shelter-taken = A colleague was quicker
problem-shelter-taken-next = Nothing was held. Choose another place.
problem-shelter-moved = This has just changed
problem-shelter-moved-next = Open the page again and see what is new.
problem-shelter-code = Choose a reason from the list
problem-shelter-code-next = Nothing was changed.
problem-shelter-extended = This hold was extended often enough
problem-shelter-extended-next = Admit them, or release it.
problem-shelter-gates = Something must still be in order before admission
problem-shelter-gates-next = Do what is left in the list, or ask a shelter supervisor to go without and say why.
problem-shelter-day = This is not a day to come
problem-shelter-day-next = Write a day from today on, such as 14 12 2026.
problem-shelter-nobody = Choose who comes
problem-shelter-nobody-next = One person at least.

# Accepting with a place
accept-places = Places that take them now
accept-here = Accept and hold this place
accept-best = Accept and hold the best place
accept-none-text = A referral for shelter is not accepted without a bed. Decline for want of a place, or wait for one to come free.
accept-place = The place
accept-held-until = Held until { $time }
accept-open-stay = Open the stay
accept-without-place = No place is held for this referral
accept-without-place-text = It was accepted, and no bed is held for it now. Hold one from the page of the case.
