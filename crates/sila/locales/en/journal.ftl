# The audit trail.

audit-title = Audit trail
audit-lead = Everything exchanged and every act that must be provable, in order. Nobody can change a line without being noticed.
audit-position = Place
audit-at = When
audit-what = What
audit-who = Who
audit-leaf = Seal
audit-node = The node itself
audit-empty = Nothing has happened yet.
audit-older = Older lines
audit-verify = Verify the log
audit-verify-title = Is the log intact?
audit-intact = The log is intact
audit-intact-text = { $n ->
    [one] 1 line was checked against its seal and the signed heads.
   *[other] { $n } lines were checked against their seals and the signed heads.
}
audit-broken = The log was changed
audit-broken-text = The first line that does not hold is at place { $n }: { $reason }. Keep the database as it is and call the head of data protection.
audit-reason-missing = a line is missing
audit-reason-changed = the line was changed
audit-reason-checkpoint-signature = a signed head has a wrong signature
audit-reason-checkpoint-root = the lines do not add up to the signed head
audit-reason-truncated = lines at the end were cut off
audit-entries = Lines checked
audit-checkpoints = Signed heads checked
audit-root = Newest root
audit-reads-title = Who read what
audit-reads-lead = Every opening of a case or referral, before it was shown.
audit-reads-empty = Nobody has opened a record yet.
audit-screen = Screen
audit-record = Record

journal-case = Case
journal-referral = Referral
journal-entry = Referral entry
journal-envelope-out = Message sealed
journal-envelope-in = Message received
journal-receipt = Receipt
journal-agreement = Agreement
journal-link = Link
journal-account = Account
journal-person = Person
journal-search = Search
journal-person-decision = Decision about two records
journal-alarm = Alarm
journal-known = Question whether known
journal-known-keys = Keys and lists of questions
journal-known-asked = Question asked
journal-known-served = Question answered for another agency
journal-known-answered = Answer taken
journal-known-refused = Question refused
journal-known-named = Person named
journal-known-opened = Naming accepted
journal-known-replied = A person’s answer
screen-case-show = Case page
screen-duplicates-list = Queue of doubles
screen-duplicates-show = Comparison of two records
screen-duplicates-decide = Decision about two records
screen-referral-show = Referral page
screen-known-show = Answer to a question
screen-known-desk = Named to us
screen-known-audit = Audit of a question
screen-known-proof = Proof file
