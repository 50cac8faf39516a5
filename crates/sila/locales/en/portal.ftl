# The portal: officers of partners without a node.

portal-title = Referrals to your agency
portal-lead = What { $agency } has referred to you. Every reading is written down in your agency’s name.
portal-empty = Nothing is referred to you
portal-empty-text = Every referral addressed to your agency appears here.
portal-gone-text = This referral has ended; nothing of it is shown any more.
portal-preview-text = The name and everything that was shared appear when your agency accepts, not before.
portal-accounts = Portal accounts
portal-accounts-none = Nobody has been invited yet.
portal-invite = Invite to the portal
portal-invite-text = A one-time code appears, good for three days. Give it by hand; its owner sets the password.
portal-invited = Code not used yet
portal-new-code = New code
portal-end = Close account
portal-name-needed = Write the name in at most 60 characters.
portal-code = Invitation code
portal-code-hint = 16 letters and digits, as they were given to you.
portal-code-until = Good until
portal-address = Page
portal-code-title = Invitation code
portal-code-once = This code is shown now only
portal-code-once-text = Write it down and give it to its owner by hand or by telephone, not by e-mail. It works once.
portal-code-wrong = This code is wrong, used or too old. Ask whoever invited you for a new one.
portal-join-title = Open your portal account
portal-join-text = Type the code you were given and choose a password that nobody else knows. From then on you sign in with the user name written beside the code.
portal-join = Open account
