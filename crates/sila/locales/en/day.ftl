# Greeting
day-morning = Good morning, { $name }
day-afternoon = Good afternoon, { $name }
day-evening = Good evening, { $name }
day-calm = Nothing waits for a reply.
day-waiting = { $n ->
    [one] 1 referral waits for our reply, in time.
   *[other] { $n } referrals wait for our reply, all in time.
}
day-overdue = { $n ->
    [one] 1 referral is past its reply time.
   *[other] { $n } referrals are past their reply time.
}

# Tiles
day-tile-waiting = Referrals waiting for us
day-tile-in-time = None is late
day-tile-overdue = { $n ->
    [one] 1 past its reply time
   *[other] { $n } past their reply time
}
day-tile-cases = Open cases
day-tile-new = { $n ->
    [one] 1 new this week
   *[other] { $n } new this week
}
day-tile-sent = Sent and still open
day-tile-approvals = { $n ->
    [one] 1 waits for approval
   *[other] { $n } wait for approval
}
day-tile-drafts = Unfinished forms
day-tile-drafts-note = Only you can open them
day-tile-doubles-note = Somebody has to decide
day-doubles = { $n ->
    [one] 1 possible double to decide
   *[other] { $n } possible doubles to decide
}
day-tile-links = Links working
day-of = of { $n }
day-tile-no-parked = No message waits for a person
day-tile-parked = { $n ->
    [one] 1 message waits for a person
   *[other] { $n } messages wait for a person
}
day-tile-sign = Agreements to sign
day-tile-sign-note = Offered by another agency

# What needs this person
day-needs-you = Needs your action
day-nothing = Nothing needs you now
day-nothing-text = What arrives appears here without reloading the page.
day-reply = Reply to a referral: { $what }
day-approve = Approve another agency than the suggested one
day-returned = An answer has come back
day-parked = { $n ->
    [one] 1 message could not be applied
   *[other] { $n } messages could not be applied
}
day-parked-text = look at it on the link’s page
day-sign = Sign an agreement

# Newest referrals
day-latest = Latest referrals received
day-inbox = Open inbox
day-from = From
day-reply-by = Reply by
day-late = Late
day-no-referral = No referral is waiting
day-no-referral-text = Referrals from linked agencies appear here.

# Links
day-links = Electronic link
day-all-links = All linked agencies
day-link-up = Linked
day-link-down = Interrupted
day-link-verify = To be verified
day-link-suspended = Suspended
day-link-closed = Closed
day-link-alarm = Security alarm
day-link-contact = Last contact { $time }
day-link-never = No contact yet
day-link-waiting = { $n ->
    [one] 1 message waiting to be sent
   *[other] { $n } messages waiting to be sent
}
day-no-link = No link yet
day-no-link-text = An administrator invites another agency from the page of links.
day-safe-title = Kept safe
day-safe-sealed = Everything about a person is sealed.
day-safe-logged = Every reading of a case is written down.
day-safe-hide = Press Shift three times to hide the screen.
day-rooms-stale =
    { $n ->
       [one] { $n } room to be confirmed
      *[other] { $n } rooms to be confirmed
    }
day-rooms-stale-text = Nobody has confirmed them for 24 hours
