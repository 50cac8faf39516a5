# What two agencies do together in a referral
joint-open = Plan and messages
joint-title = Working together with { $agency }
joint-lead = One plan for one person: both agencies see the same. What is written here is sealed for the two and for whoever may read the case.
joint-back = Back to the referral

# Tasks
joint-tasks = Tasks
joint-tasks-none = No tasks yet
joint-tasks-none-text = A task has an agency that does it and a day. It appears on the list of whoever is to do it.
joint-task-new = Give a task
joint-task = What is to be done
joint-task-missing = Say what is to be done
joint-task-to = Who does it
joint-task-to-agency = { $agency }: whoever has the case
joint-task-to-missing = Choose who does it
joint-task-due-day = By which day
joint-day-wrong = Enter a day from today on, such as 14 12 2026
joint-task-goal = For which goal
joint-task-meeting = Decided in which conference
joint-task-owner = whoever has the case
joint-task-due = by { $day }
joint-task-late = late
joint-task-by = Given by
joint-task-moved = Last change:
joint-task-done = Done
joint-task-begin = Begin
joint-task-drop = Take back
joint-task-other = Hand over, or not possible
joint-task-hand = To which colleague
joint-task-hand-act = Hand over
joint-task-why = Why it cannot be done
joint-task-why-missing = Say why it cannot be done; the other agency reads it
joint-task-not-done = Cannot be done
task-state-open = Open
task-state-begun = Under way
task-state-done = Done
task-state-not-done = Not possible
task-state-dropped = Taken back

# Goals
joint-goals = Goals
joint-goals-none = No goals yet
joint-goals-none-text = What the person wants to have reached, in her own words where possible.
joint-goal-new = Set a goal
joint-goal = Goal
joint-goal-hint = As the person puts it
joint-goal-missing = Say what the goal is
joint-goal-open = Open
joint-goal-reached = Reached
joint-goal-dropped = Given up
goal-end-reached = Reached
goal-end-dropped = Given up

# Case conferences
joint-meetings = Case conferences
joint-meetings-none = No conference yet
joint-meetings-none-text = Workers of both agencies meet, decide, and give tasks.
joint-meet-new = Call a conference
joint-agenda = What about
joint-agenda-missing = Say what the conference is about
joint-meet-day = Day
joint-meet-time = Time
joint-meet-time-hint = For example 10:30
joint-time-wrong = Enter a time such as 10:30
joint-invited = Invited
joint-invited-hint = Whoever takes part in this plan can be invited. Colleagues appear after they chose “Take part”.
joint-invited-missing = Choose who is invited
joint-meeting-by = Called by
joint-meeting-called = Called
joint-meeting-unwritten = Minutes are missing
joint-meeting-written = Minutes wait for the other agency
joint-meeting-agreed = Minutes agreed
joint-minutes = What was decided
joint-minutes-hint = Then give the tasks that follow from it.
joint-minutes-missing = Say what was decided
joint-minutes-write = Write what was decided
joint-minutes-by = Written by
joint-minutes-agree = We agree
joint-minutes-agreed = Agreed by

# Messages
joint-messages = Messages
joint-messages-none = No messages yet
joint-messages-none-text = What the two agencies write to each other about this person stands here and nowhere else.
joint-message-new = Write a message
joint-message = Message
joint-message-missing = Write something first
joint-message-send = Send
joint-message-sealed = Only for those who may read the case
joint-message-sealed-text = The message is sealed for the other agency. Nothing of it stands in notifications, and every reading is written down.
joint-words-long = At most { $n } characters

# Who takes part
joint-team = Who takes part
joint-team-none = Nobody yet.
joint-team-text = The other agency sees the names and roles of those who take part, and of nobody else.
joint-team-join = Take part

# The same at both
joint-same = The same at both agencies
joint-same-text = Both screens show this code when both hold the same plan. Read it to each other when in doubt.
joint-lines = { $n ->
    [one] 1 signed line
   *[other] { $n } signed lines
}
joint-until = The permission to share holds until { $day }.

# The end
joint-end-title = Stop sharing
joint-end-why = Why
joint-end-missing = Say why
joint-end-text = It takes effect at once and for both agencies. Each remains answerable for its own part. It cannot be taken back.
joint-end-act = Stop sharing
joint-end-permission = The person has withdrawn her permission
joint-end-unsafe = Sharing has become unsafe for the person
joint-end-over = Nothing is left to do together
joint-ended-permission = The person has withdrawn her permission to share
joint-ended-unsafe = Sharing was stopped because it had become unsafe
joint-ended-over = The joint work is over
joint-ended-closed = The referral is closed: this can be read, and nothing is added
joint-ended-expired = The permission to share has run out
joint-ended-by = Stopped by { $agency }.
joint-ended-hidden = Nothing of the joint work is shown any more.

# My day
joint-day-task = { $agency }: a task in the joint plan

screen-joint-show = Plan and messages of a referral
journal-line = Line of joint work
link-kind-referral-line = Line of joint work

problem-joint-ended = The two agencies no longer share about this referral
problem-joint-ended-next = Go back to the page: it says why and by whom.
problem-joint-too_late = It was settled meanwhile
problem-joint-too_late-next = Go back to the page: it shows how things stand now.
problem-joint-not_allowed = This is not for this agency to do
problem-joint-not_allowed-next = A task is moved by the agency that is to do it, and taken back by the one that gave it.
problem-joint-no_words = Something must be written
problem-joint-no_words-next = Go back and write it.
problem-joint-too_many = No more can be written about this referral
problem-joint-too_many-next = Close it, and open a new one if there is more to do.
problem-joint-stranger = A line of joint work by somebody who is not a party
problem-joint-stranger-next = Call the other agency: its server did what it must not do.
problem-joint-fork = Two different lines with one number
problem-joint-fork-next = Call the other agency: its server did what it must not do. Nothing of it was taken.
problem-joint-count = A line of joint work counts wrongly
problem-joint-count-next = Call the other agency: its server did what it must not do. Nothing of it was taken.
problem-joint-incomplete = An earlier line of joint work is missing
problem-joint-incomplete-next = Try again later; if it stays, call the other agency.
problem-joint-malformed = A line of joint work cannot be read
problem-joint-malformed-next = Ask the other agency which version it runs.
problem-joint-signature = A line of joint work is not signed by its agency
problem-joint-signature-next = Call the other agency. Nothing of it was taken.
problem-joint-words_differ = The words beside a line are not those that were signed
problem-joint-words_differ-next = Call the other agency. Nothing of it was taken.
problem-joint-no_referral = A line of joint work for a referral that is not here
problem-joint-no_referral-next = Ask the other agency which referral it belongs to.
problem-joint-not_shared = A line of joint work before the person was named
problem-joint-not_shared-next = Nothing of it was taken. It can be written after the acceptance.
problem-joint-unreadable = What was written cannot be opened
problem-joint-unreadable-next = Tell your administrator the number on this page.
problem-joint-unsigned = It could not be signed
problem-joint-unsigned-next = Tell your administrator the number on this page.
