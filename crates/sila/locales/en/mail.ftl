# Mail: invitations and the notice of the day.

menu-mail = Outgoing mail
journal-mail = Outgoing mail
mail-title = Outgoing mail
mail-lead = Letters of this agency by e-mail: what for and where each stands, never to whom nor its words.
mail-none = No letters
mail-none-text = Invitations appear here when they are sent by mail.
mail-off = E-mail is off
mail-off-text = No mail server is named for this agency. Print the letters from the page of the meeting.
mail-off-mine = No mail server is named for this agency: nothing reaches you until there is one.
mail-kind = What for
mail-kind-invitation = Invitation to a meeting
mail-kind-cancellation = Meeting cancelled
mail-kind-notice = Something waits
mail-written = Written
mail-said = What the server said
mail-next = Next try
mail-again = Send again
mail-waiting = Waiting
mail-sent = Sent
mail-failed = Failed
mail-state-waiting = Waiting
mail-state-sent = Sent
mail-state-failed = Failed
mail-said-refused = The mail server refused it.
mail-said-later = The server asks to try later.
mail-said-unreachable = The mail server cannot be reached.
mail-said-auth = The mail server does not accept the name or the password.
mail-said-tls = No encrypted connection to the mail server.
mail-said-address = The address cannot be used.
mail-said-unreadable = The letter cannot be read.
mail-mine = Notice by mail
mail-mine-lead = One letter a day at most. It says that something waits for you in Sila, and nothing else.
mail-mine-hint = Nobody else sees it. Sent between eight and three, without a link and without any data.
mail-mine-on = Tell me
mail-mine-off = Stop telling me
mail-address = E-mail address
mail-address-needed = Write an e-mail address, such as name@agency.ae.
mail-notice-subject = Something waits for you in Sila
mail-notice-text =
    Something waits for you in Sila. Open it as you always do, and look at your page of the day.
    This letter holds no link and no data; a letter with a link is not ours. To stop it: your own page, then “Notice by mail”.
mail-invitation-subject = Invitation: { $title }
mail-invitation-text = We have the pleasure of inviting you to this meeting:
mail-invitation-answer = To accept, to apologise or to name a delegate, open this address. The number of your invitation:
mail-cancellation-subject = Meeting cancelled: { $title }
mail-cancellation-text = We apologise: this meeting does not take place.
mail-invite = Send the invitations by mail
mail-invite-text = { $n ->
    [0] Nobody with an address still waits for an invitation
    [one] One person with an address still waits for an invitation
   *[other] { $n } people with an address still wait for an invitation
}
problem-mail-off = E-mail is off at this agency.
problem-mail-off-next = Print the letters from the page of the meeting.
problem-mail-settings = The settings of e-mail are not sound.
problem-mail-settings-next = Ask the administrator to look at them.
