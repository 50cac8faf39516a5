# The second step of signing in.

factor-title = Second factor
factor-lead = After your password, a code from your telephone. A stolen password alone then opens nothing.
factor-open = Set up or change
factor-ask-title = Your code
factor-ask-text = Your password is right. Now open the authenticator app on your telephone and type the code that it shows. You have five minutes.
factor-code = Code
factor-code-or-recovery = Six digits from your app. Without your telephone: one of your recovery codes.
factor-again = Begin again
factor-code-wrong = This code is not right, or it was used before. Wait for the next one and type it.
factor-code-pause = Too many wrong codes. Wait a few minutes, then type a new one.
factor-over = The time is over or there were too many wrong codes. Sign in again from the beginning.
factor-must-title = Your role needs a second factor
factor-must = Your agency asks it of your role. Until it is set up, nothing else opens.
factor-begin = Set it up
factor-begin-text = You need a telephone with an authenticator app that shows codes by time. The app needs no network and learns nothing of your work.
factor-begin-act = Begin
factor-scan = 1. Add it to your app
factor-scan-text = Scan this square with the app. Nobody else should see it: whoever scans it has your codes.
factor-square = Square with the secret for your authenticator app
factor-by-hand = If you cannot scan it, type this secret into the app (by time, six digits):
factor-confirm = 2. Type the first code
factor-first-hint = Six digits that the app shows now.
factor-first-wrong = This is not the code for this secret. Check that the time of your telephone is right, and type the code that is shown now.
factor-confirm-act = Confirm
factor-state = Your second factor
factor-since = Set up
factor-left = Recovery codes
factor-left-count =
    { $n ->
        [one] one left
       *[other] { $n } left
    }
factor-change = Change
factor-renew-text = A new telephone, or few recovery codes left: renew it. You get a new secret and ten new recovery codes. What you have holds until the new one is confirmed.
factor-renew = Renew
factor-end = Switch off
factor-on = In force
factor-off = None
factor-missing = Must set it up
factor-codes = Recovery codes
factor-codes-once = Shown only now
factor-codes-text = Write these codes down or print this page, and keep it where your telephone is not. Each opens the second step once, when you have lost the telephone.
factor-go-on = I have kept them. Go on
factor-admin-lead = Which roles need a code after the password, and who has one. Nobody can read another’s secret here.
factor-rule = Who must have one
factor-rule-title = Holds at once
factor-rule-text = Whoever holds one of these roles and has no second factor is led to set it up and gets nothing else before, also in a session that runs now.
factor-rule-roles = Roles
factor-who = Accounts
factor-reset = Take away
problem-factor-required = Your role needs a second factor
problem-factor-required-next = You can renew it. Only your agency can lift the rule.
problem-factor-self = You cannot take away your own second factor here
problem-factor-self-next = Switch it off on your own page with your password and a code, or ask another administrator.
