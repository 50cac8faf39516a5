# The parts of the work on a case, each in one of four states
progress-title = Where the work stands
progress-count = { $done } of { $n } done
progress-not-started = Not started
progress-in-progress = In progress
progress-needs-information = Needs information
progress-done = Done
progress-contact = Safe contact
progress-person = Who the person concerned is
progress-assessment = Assessment of the risk
progress-reports = Mandatory reports
progress-plan = Care plan and its approval
progress-actions = Tasks of the plan
progress-referrals = Referrals that were sent
progress-closure = Closure
