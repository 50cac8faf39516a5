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
bulk-tasks = Tasks
bulk-verdict = Result
bulk-closed = The case is closed.
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
