# The pathway
pathway = Pathway
pathway-text = From protection to independence. Each stage is entered on a day.
pathway-none = Not begun
pathway-move = Enter a stage
pathway-stage = Which stage?
pathway-day = On which day?
pathway-reason = Why
pathway-reason-hint = Needed only when a stage is left out or an earlier one is entered again.
pathway-reason-none = It is simply the next stage
pathway-stage-missing = Choose the stage
pathway-day-wrong = Enter a day from the last stage until today
pathway-same = The person is in this stage already
pathway-jump = A stage is left out: choose why the person does not need it
pathway-back = This stage comes before the one the person is in: choose why
problem-pathway-moved = A colleague has just entered a stage
problem-pathway-moved-next = Nothing was changed. Open the plan to see it.
stage-care = Care and protection
stage-develop = Development
stage-empower = Empowerment
stage-indep = Independence
stage-text-care = The person is safe and their basic needs are met
stage-text-develop = Health, family and education become steady
stage-text-empower = Skills, work, income and a home of one’s own
stage-text-indep = The person lives without our support
stage-reason-present = The person has already what the stages between would give
stage-reason-elsewhere = Another agency has gone that way with the person
stage-reason-danger = There is danger again
stage-reason-lost = Work, income or home was lost
stage-reason-health = Illness or another heavy strain
stage-reason-wish = It is the person’s own wish
stage-reason-mistake = The stage was entered by mistake

# The plan
care-plan = Care plan
care-plan-lead = Goals in the person’s own words, what is done for them, and what came of it.
care-open-plan = Open the plan
care-goals = Goals
care-goals-none = No goal yet
care-goals-none-text = Begin with what the person wants to reach.
care-goals-count =
    { $n ->
        [one] 1 goal, { $reached } reached
       *[other] { $n } goals, { $reached } reached
    }
care-goals-open = Still open
care-open = Under way

# A goal
care-goal = Goal
care-goal-new = New goal
care-goal-work = Work on it
care-group-care = Care
care-group-empowerment = Empowerment: measured
care-kind = What is it about?
care-words = The goal, as the person says it
care-words-hint = The person’s own words. No names of others and no address.
care-measure-text = For goals of empowerment: courses, hours of work a week, dirhams a month, months with a secured home, or years of education completed.
care-unit = Counted in
care-unit-courses = Courses completed
care-unit-hours-a-week = Hours of work a week
care-unit-dirhams-a-month = Dirhams a month
care-unit-months-secured = Months with a secured home
care-unit-years-completed = Years of education completed
care-start = Where the person stands now
care-target = Where the person wants to be
care-measured = Measured at the end
care-kind-missing = Choose what the goal is about
care-words-missing = Write it, in 600 characters at most
care-number-missing = Enter a number from 0 to 1,000,000
care-target-wrong = Enter a number larger than where the person stands now
goal-kind-safety = Safety
goal-kind-health = Health
goal-kind-mind = Psychological well-being
goal-kind-family = Family and children
goal-kind-rights = Rights and legal matters
goal-kind-papers = Identity and residence papers
goal-kind-skills = Skills and training
goal-kind-work = Work
goal-kind-income = Income
goal-kind-prodfam = Productive family enterprise
goal-kind-housing = A home of one’s own
goal-kind-education = Education

# What came of it
care-outcome = What came of it
care-outcome-how = How did it end?
care-measured-text = What is measured now decides whether the goal was reached.
care-or = Or
care-after = What the person says of it
care-outcome-missing = Choose how it ended
goal-outcome-reached = Reached
goal-outcome-partly = Reached in part
goal-outcome-notreached = Not reached
goal-outcome-changed = The person wants something else now

# Actions
care-actions-none = Nothing is planned for this goal yet.
care-action-new = Something to do for this goal
care-action-add = Add
care-what = What is to be done
care-service = The service it gives
care-service-none = None
care-owner = Who does it
care-due = Until
care-done = Done
care-finish = It is done
care-what-missing = Write what is to be done, in 300 characters at most
care-owner-missing = Choose somebody who can read the case

# Approval
care-approval = Approval
care-approval-text = A supervisor who wrote nothing of the plan approves it. Whatever is added later is approved again.
care-approval-waits = It waits for a supervisor who wrote nothing of it.
care-approval-holds = Adding a goal or something to do makes it a draft again.
care-ask = Ask for approval
care-asked-by = Asked by
care-approved-by = Approved by
care-returned-by = Returned by
care-approve = Approve
care-return = Return
care-note = Note
care-note-hint = Needed to return it: what is to be changed. With an approval: the reason, if you wish.
care-note-missing = Write what is to be changed, in 500 characters at most
plan-state-draft = Draft
plan-state-asked = Waits for approval
plan-state-approved = Approved
plan-state-returned = Returned
problem-plan-empty = The plan has no goal yet
problem-plan-empty-next = Write a goal first.
problem-plan-own_approval = You asked for this approval, or wrote part of the plan
problem-plan-own_approval-next = Another supervisor approves it.
problem-plan-moved = The plan changed in the meantime
problem-plan-moved-next = Nothing was written. Open the plan to see it as it is now.

# The day, the journal, the readings
care-day-action = Something of a care plan is due
care-day-approve = Approve a care plan
care-day-returned = A care plan has come back
journal-plan = Care plan
journal-pathway = Pathway stage
screen-case-plan = Care plan
