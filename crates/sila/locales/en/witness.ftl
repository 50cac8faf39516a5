# Linked agencies witness each other's logs.

witness-title = Mutual witnessing
witness-lead = This agency and { $agency } sign the head of each other’s log. After that neither can change what happened without the other being able to prove it.
witness-state = Witnessed
witness-ours = Our log, signed by them
witness-theirs = Their log, signed by us
witness-all = Up to now
witness-last = The last time:
witness-none = Nothing to sign yet
witness-kept = Seen, kept and signed
witness-not-shown = They have not shown it yet
witness-unexplained = Another agency has seen a head of their log that they have not explained here
witness-unexplained-text = { $agency } has shown this head to a third agency and has yet to prove that it belongs to the log it shows here. That takes one call as a rule. If it lasts, telephone their administrator; if nobody answers, suspend the link: a log that is silent cannot be trusted.
witness-settled = Settled
witness-waits = Waiting
witness-waiting = Waiting for witnesses since { $since }
witness-alone = No witness: no agency is linked
witness-referral-text = Settled means that linked agencies have signed a head of our log that covers everything about this referral. They learn nothing of what it says.
witness-whole-settled = Settled: witnesses have signed everything up to the newest head
witness-whole-waiting = Waiting for witnesses since { $since }
witness-whole-alone = Nobody witnesses this log yet
witness-whole-text = Two linked agencies, or the only one, must have signed a head before what it covers is settled. They see a number and nothing else.
witness-whole-alone-text = As soon as an agency is linked, it signs the heads of this log. Until then the log protects against mistakes, not against whoever holds the keys.

journal-log-continues = New log after a restore
