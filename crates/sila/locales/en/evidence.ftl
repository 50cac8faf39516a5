# Evidence: proof that histories disagree, and packs.

evidence-title = Proof of two histories
evidence-lead = The link is stopped. Nothing is sent or received until an officer has decided.
evidence-list = Proof against this agency
evidence-proven = { $agency } has signed two things that cannot both be true
evidence-kind-fork = Two different messages for one place in the same stream. One agency was to see one of them, somebody else the other, or it has sent from an old backup.
evidence-kind-split = Two different heads of its log for the same number of lines: it has shown one log to us and another to somebody else.
evidence-kind-growth = A statement that its log has only grown, whose own proof is wrong.
evidence-kind-contradiction = A head of its log, and a statement about its growth that speaks of another content.
evidence-kind-rollback = A receipt, and a later greeting by which less was received. An agency that was restored from a backup shows this too: ask before you judge.
evidence-kind-statements = Two different statements of its keys with one number.
evidence-kind-unreadable = The stored proof cannot be read. Tell the administrator.
evidence-do = What to do
evidence-do-call = Call the liaison officer of { $agency } on the number you know, not on one that came over the link. Ask whether their server was restored from a backup or moved.
evidence-do-save = Save the proof as a file and keep it with the minutes of the call.
evidence-do-paper = Until it is clear, pass on urgent cases by telephone and paper.
evidence-do-decide = When both agencies know what happened, resume the link on its page or end it. The decision is written down.
evidence-to-link = To the page of the link
evidence-file = The proof
evidence-file-text = The file holds what the agency has signed and its keys. It names no person. Anyone can check it with the command sila verify, without network and without this server.
evidence-save = Save the proof file
evidence-found = Found
evidence-crime = Code
evidence-against = Against
evidence-checked = Checked now
evidence-holds = The proof holds
evidence-holds-not = The stored proof does not hold. Tell the administrator.
