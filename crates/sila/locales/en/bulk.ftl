# Several cases at once
bulk-title = With the chosen cases
bulk-choose = Choose case
bulk-pick = Chosen
bulk-what = What to do
bulk-go = Look at it first
bulk-act-give = Give the cases to a colleague
bulk-act-task = Add a task to each
bulk-act-close = Close my tasks that are due
bulk-lead = { $n ->
    [one] One case was chosen. Nothing is done before you say so.
   *[other] { $n } cases were chosen. Nothing is done before you say so.
}
bulk-with = With what
bulk-task-whose = The task is for whoever works on the case, for the goal that was set last.
bulk-close-text = Your own tasks that were due by the end of today are done. The list shows each.
bulk-look = Show what would happen
bulk-sure = { $n ->
    [one] Do it for one case
   *[other] Do it for { $n } cases
}
bulk-would = What would happen
bulk-came = What came of it
bulk-done = Done for { $done } of { $all }
bulk-will = will be done
bulk-is-done = done
bulk-not = not done
bulk-busy = Somebody was changing it at the same moment. Nothing of it was changed: try again.
bulk-tasks = Tasks
bulk-verdict = Result
bulk-closed = The case is closed.
bulk-handed = The responsibility was handed over; the responsible agency plans what is new.
bulk-same = They work on it already.
bulk-not-yours = Only who works on the case, leads their team or approves cases gives it away.
bulk-excluded = They are excluded from it for a conflict of interest.
bulk-no-goal = The case has no open goal that a task could belong to.
bulk-nothing = You have no task in it that is due.
bulk-gone = There is no such case for you.
problem-bulk-none = No case was chosen
problem-bulk-none-next = Mark cases in the list first.
problem-bulk-moved = Somebody else changed it meanwhile
problem-bulk-moved-next = Look at the case again.
screen-case-bulk = Several cases at once

# Several referrals at once
bulk-referrals-title = With the chosen referrals
bulk-referrals-choose = Choose referral
bulk-referrals-mine = with you
bulk-referrals-act-claim = Open them for review
bulk-referrals-act-give = Give them to a colleague to review
bulk-referrals-act-follow = Let a colleague follow them
bulk-referrals-text-claim = The sender of each sees that it has arrived and is being reviewed. You hold it for a short time that depends on its urgency; then a colleague may take it over.
bulk-referrals-text-give = Your colleague holds each for a short time that depends on its urgency. The sender of what nobody had opened yet sees that it is being reviewed.
bulk-referrals-text-follow = Your colleague sees them and has their tasks from now on. Whoever sent them keeps seeing them, and the other agency is told nothing.
bulk-referrals-never = Nothing that needs a judgement on one person is done for several at once: each referral is accepted, declined, answered, passed on and closed on its own page.
bulk-referrals-lead = { $n ->
    [one] One referral was chosen. Nothing is done before you say so.
   *[other] { $n } referrals were chosen. Nothing is done before you say so.
}
bulk-referrals-sure = { $n ->
    [one] Do it for one referral
   *[other] Do it for { $n } referrals
}
bulk-referrals-held = A colleague is reviewing it.
bulk-referrals-same = They have it already.
bulk-referrals-decided = It does not wait for anybody to review it.
bulk-referrals-unsent = It has not been sent.
bulk-referrals-over = There is nothing left to do about it.
bulk-referrals-not-yours = Only who sent or follows it, leads their team or approves referrals gives it away.
bulk-referrals-shut = They cannot take this one.
bulk-referrals-gone = There is no such referral for you.
problem-referral-none_chosen = No referral was chosen
problem-referral-none_chosen-next = Mark referrals in the list first.
screen-referral-bulk = Several referrals at once
journal-holder = Who reviews or follows a referral
