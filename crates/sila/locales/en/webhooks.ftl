# Telling partners’ programs: a signed call when something changes.

menu-webhooks = Calls to programs
journal-webhook = Calls to a partner’s program
webhooks-title = Calls to programs
webhooks-lead = A partner’s program is called at its address when something of its own has changed, with a signature that it can check.
webhooks-empty = No program is told yet
webhooks-empty-text = Add the address of a partner’s program and choose what it is told about.
webhooks-one = Program
webhooks-partner-needed = Choose the partner whose program it is.
webhooks-address = Address
webhooks-address-hint = It begins with https://, is outside your network, and has no name or password in it.
webhooks-address-needed = Write a whole address that begins with https://.
webhooks-subjects = What it is told about
webhooks-subjects-needed = Choose at least one thing.
webhooks-subject-service = Services of the directory
webhooks-subject-figures = Published figures
webhooks-subject-agreement = The agreement with the partner
webhooks-subject-record = Records shared with the partner
webhooks-new = New program
webhooks-create = Add
webhooks-made = The program is added
webhooks-secret = Signing secret
webhooks-once = This secret is shown now only
webhooks-once-text = With it the program checks that a call is yours. Give it by hand to whoever runs the program.
webhooks-nobody = Nothing about anybody
webhooks-nobody-text = A call carries what kind of thing changed, its number and the time, and nothing else. What belongs to a case is in no call; whoever wants more reads it with a token.
webhooks-runs = Runs
webhooks-ended = Ended
webhooks-failed = { $n ->
    [one] One call did not arrive
   *[other] { $n } calls did not arrive
 }
webhooks-in-a-row = Failed in a row
webhooks-messages = Calls
webhooks-message = What changed
webhooks-untold = No calls yet
webhooks-untold-text = Every call appears here with what came of it, and every try that failed with its reason.
webhooks-delivered = Arrived
webhooks-given-up = Not arrived after the last try
webhooks-waits = Waits
webhooks-next = Next try
webhooks-tries = { $n ->
    [one] One try
   *[other] { $n } tries
 }
webhooks-do = What you can do
webhooks-trial = Send a trial call
webhooks-again = Try again what did not arrive
webhooks-end = End the calls
problem-webhook-too_many = Too many programs are told
problem-webhook-too_many-next = End those that nobody needs.
