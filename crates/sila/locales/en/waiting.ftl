# The waiting list
waiting-title = Waiting list for places
waiting-lead = Who waits for a place, in the order of the rule, by number alone.
waiting-line = Waiting
waiting-none = Nobody waits
waiting-none-text = Everybody who asked has a place, or was referred to a partner.
waiting-linked = Referred by a linked agency
waiting-since = waiting for { $time }
waiting-free = A place is free for them now
waiting-place = Hold the place
waiting-open = Open
waiting-before-urgency = The most urgent first
waiting-before-risk = then who is in most danger
waiting-before-linked = then, at equal risk, whom a linked agency referred under an agreement that says so
waiting-before-waiting = then who has waited longest
waiting-rule = The rule
waiting-rule-text = The first difference in this list decides. No place is given past the list without a reason that is written down.
waiting-risk = Level of risk
waiting-risk-imminent = Imminent danger
waiting-risk-high = High risk
waiting-risk-medium = Medium risk
waiting-risk-low = Low risk
waiting-add = Put on the waiting list
waiting-add-act = Add to the list
waiting-past = Somebody waits before them: hold it all the same, and say why
waiting-past-danger = Danger that cannot wait
waiting-past-their-wish = Who comes before gives way
waiting-past-cannot-come = Who comes before cannot come now
waiting-past-ordered = Ordered by prosecution or court
waiting-end = Take off the list
waiting-end-not-needed = No longer needed
waiting-end-elsewhere = Found another place
waiting-end-unreachable = Cannot be reached
waiting-end-withdrew = Withdrew
waiting-offers =
    { $n ->
       [0] No place is free for those who wait
       [one] { $n } place is free for somebody who waits
      *[other] { $n } places are free for those who wait
    }
stay-act-past = Given past the waiting list
history-title = How full, and who found no place
history-lead =
    { $n ->
       [0] No beds are listed.
       [one] In { $n } bed.
      *[other] In { $n } beds.
    }
history-nights = Who slept in the homes each night
history-people = People
history-until = The last night:
history-away = Who found no place
history-away-none = Nobody was turned away
history-away-text = In the last 90 days, numbers without names.
history-why = How
history-who = Who
history-times = Times
history-linked = A linked agency
history-own = A case of ours
turned-away-question = A partner’s question was answered with no
turned-away-declined = A referral was declined for want of a place
turned-away-waited = Waited in vain
problem-shelter-others_wait = Somebody waits for this place before them
problem-shelter-others_wait-next = Nothing was held. Choose another place, or hold it and say why.
problem-shelter-waits = They are on the waiting list already
problem-shelter-waits-next = Open the list and see where they stand.
problem-shelter-risk = Choose the level of risk
problem-shelter-risk-next = Nobody was added to the list.
