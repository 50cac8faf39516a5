# One’s own tasks
menu-tasks = My tasks
tasks-title = My tasks
tasks-lead = What you have to do in the cases that you read. Tick off here what is done.
tasks-all = All
tasks-late = Overdue
tasks-due = Due
tasks-done = Done within thirty days
tasks-none-late = Nothing is overdue
tasks-none-due = Nothing is due
tasks-none-done = Nothing is done yet
tasks-none-text = Tasks are written in the care plan, each with who does it.
screen-case-tasks = List of one’s tasks
