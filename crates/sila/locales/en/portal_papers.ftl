# What a partner without a node reads and signs at the portal.

agreement-signed-portal = at the portal, by
agreement-portal-clauses = Clauses
agreement-portal-text = Read the file first: your signature is for exactly that text. Who signs is written down, and shown as signed at the portal: it is neither a key nor ink.
agreement-portal-who = Who signs for your agency
agreement-portal-who-hint = Name and office, 3 to 120 characters.
agreement-portal-done = Nothing to sign
agreement-portal-done-text = A change of this agreement is proposed as a proposal, on the first page of the portal.
agreement-portal-other = Somebody else signs for your agency
agreement-portal-other-text = This account receives referrals. Tell the officer who invited you who signs agreements, approves minutes and settles differences for your agency.
minutes-portal-lead = Minutes of meetings to which your agency came. They are approved when every party has approved them.
minutes-portal-approved = Approved
minutes-portal-objected = Objected
minutes-portal-awaited = Waits for you
minutes-portal-said = What your agency said
minutes-portal-text = What you say counts as the word of your agency.
minutes-portal-word = Your agency
minutes-portal-word-needed = Choose one of the two.
minutes-portal-approve = approves the minutes
minutes-portal-object = objects
minutes-portal-whose = On whose word, and of an objection why
minutes-portal-whose-hint = Name and office, 3 to 160 characters; of an objection the number of the point.
minutes-portal-say = Say it
