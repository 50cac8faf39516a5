# The department at a glance, and what lists of cases are narrowed to
menu-department = The department
department-title = The department at a glance
department-lead = Open cases, who works on them, times that ran out, referrals. Each number opens its list.
department-lead-team = Your own cases and those of your teams. Each number opens its list.
department-open = At a glance
department-few = Small numbers are left out
department-few-text = You do not read these cases. Numbers that would point at one person are not shown, neither by themselves nor by subtracting.
department-by = Open cases by { $what }
department-cases = Cases
department-workload = Who has how many
department-open-cases = Open
department-month = Within a month
department-emergencies = Emergencies
department-late = Late
department-clocks = Clocks of the law that ran out
department-clock = Clock
department-referrals = Open referrals
department-direction = Direction
department-away = Turned away
department-away-days = { $n ->
    [one] time within the last day
   *[other] times within the last { $n } days
}
case-age = open for
case-age-new = up to a month
case-age-months = one to three months
case-age-half = three to six months
case-age-long = more than six months
case-level = assessed risk
case-level-none = not assessed yet
case-stage = stage
case-stage-none = no stage yet
cases-of-one = Only the cases of one colleague.
cases-late = Only cases in which something of the plan is late.
cases-whole = Show all
department-counted = What is counted
department-which = Which
department-not-drawn = Small numbers are not drawn; the table says which.
