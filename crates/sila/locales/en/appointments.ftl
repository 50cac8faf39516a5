# Appointments of a case
appointments = Appointments
appointment = Appointment
appointment-new = New appointment
appointment-plan = Plan
appointment-none = No appointments yet
appointment-more =
    { $n ->
        [one] and one more later
       *[other] and { $n } more later
    }
appointment-earlier = Earlier
appointment-planned = Planned
appointment-to-record = Not yet recorded
appointment-record = Record how it went
appointment-call-off = Cancel it
appointment-how = How did it go?
appointment-today = Today { $time }: { $what }
appointment-outside = Outside our working hours, planned all the same

# The form
appointment-kind = What
appointment-kind-visitation = Visitation session
appointment-kind-session = Session
appointment-kind-interview = Interview
appointment-kind-home-visit = Home visit
appointment-kind-hearing = Court hearing
appointment-kind-committee = Committee
appointment-kind-medical = Medical appointment
appointment-kind-other = Other appointment
appointment-day = Day
appointment-place = Where
appointment-place-centre = At our centre
appointment-place-home = At the person’s home
appointment-place-agency = At another agency
appointment-place-phone = By telephone
appointment-place-video = By video
appointment-with = With whom
appointment-with-hint = Do not write an address.
appointment-weeks = Every so many weeks
appointment-weeks-hint = 0 to 8; 0 for a single one
appointment-times = How many times
appointment-times-hint = 1 to 26
appointment-outside-title = This lies outside our working hours
appointment-hours = Our working hours:
appointment-outside-allow = It can be planned all the same
appointment-outside-yes = Plan it all the same

# What is missing
appointment-kind-missing = Choose what it is
appointment-place-missing = Choose where it is
appointment-no-voice = Nobody may ring here: choose video or a meeting
appointment-interviewed = An interview is planned or its record is on file: read it, and let nobody tell it twice
problem-appointment-no_voice = Nobody may ring here
problem-appointment-no_voice-next = The safe way to this person is a written one, or sign language. Choose video or a meeting.
problem-appointment-interviewed = An interview is planned or its record is on file
problem-appointment-interviewed-next = Nobody tells a story twice. Read the record among the documents of the case or of its referral.
appointment-past = Enter a time that is still to come
appointment-with-long = Write 200 characters at most
appointment-weeks-wrong = Enter a number of weeks from 0 to 8
appointment-times-wrong = Enter a number from 1 to 26
appointment-repeat-wrong = More than one needs at least one week in between; a single one has 0 weeks
appointment-outside-say = Choose another time, or tick that it is planned all the same
appointment-outcome-missing = Choose how it went
problem-appointment-moved = How this appointment went is recorded already
problem-appointment-moved-next = Nothing was changed. Open the case to see it.

# How it went
appointment-outcome-kept = Kept
appointment-outcome-missed-person = Missed: the person was absent
appointment-outcome-missed-other-party = Missed: the other party was absent
appointment-outcome-missed-us = Missed: we were absent
appointment-outcome-cancelled-person = Cancelled by the person
appointment-outcome-cancelled-other-party = Cancelled by the other party
appointment-outcome-cancelled-us = Cancelled by us
appointment-outcome-cancelled-court = Cancelled by the court
appointment-outcome-cancelled-unsafe = Cancelled: not safe
