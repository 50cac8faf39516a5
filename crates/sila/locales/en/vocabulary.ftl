# The words both parties of an agreement understand.

vocabulary-title = Shared vocabulary
vocabulary-lead = { $n ->
    [one] One list of codes is pinned in this agreement, with its version and a fingerprint of its codes.
   *[other] { $n } lists of codes are pinned in this agreement, each with its version and a fingerprint of its codes.
}
vocabulary-same = Both use the versions of this program
vocabulary-grown = { $n ->
    [one] One list has grown here since: an amendment brings its later codes in
   *[other] { $n } lists have grown here since: an amendment brings their later codes in
}
vocabulary-versions = List by list
vocabulary-list = List
vocabulary-pinned = Agreed
vocabulary-here = This program
vocabulary-none = No list is pinned
vocabulary-none-text = This agreement is older than the shared vocabulary. An amendment pins the lists.
vocabulary-differs = This program does not understand it
vocabulary-differs-text = “{ $list }”: the agreement pins version { $pinned }, this program has version { $ours }. Nothing is signed or sent under it until the programs agree.
code-list-age-band = Age bands
code-list-attachment-type = Kinds of documents
code-list-case-category = Categories of cases
code-list-consent-status = Forms of permission
code-list-contact-channel = Ways of contact
code-list-decline-reason = Reasons to decline
code-list-field = Parts of a file
code-list-harm-type = Kinds of harm
code-list-language = Languages
code-list-lawful-basis = Grounds in law
code-list-no-wishes = Why wishes are not known
code-list-outcome = Outcomes
code-list-override-reason = Reasons to depart from residence
code-list-priority = Urgencies
code-list-recall-reason = Reasons to recall
code-list-referral-basis = Why this agency
code-list-referral-kind = Kinds of referral
code-list-relation = Relations
code-list-residence-evidence = Evidence of residence
code-list-service-type = Services
code-list-sex = Sex
code-list-question = Questions before a decision
code-list-question-answer = Answers to questions
code-list-waiting-band = Places on a waiting list
code-list-cancel-reason = Reasons to stop
code-list-resume-reason = Reasons to reopen
code-list-referral-follows = What a referral follows
code-list-handover-item = What is handed over
code-list-handover-fate = What becomes of it
code-list-handover-stays = Why something stays
code-list-return-reason = Why responsibility goes back
code-list-withdrawal = How permission ends

problem-agreement-code_not_pinned = “{ $code-list }”: the agreement pins version { $pinned }, and this needs version { $needed } (clause { $clause })
problem-agreement-code_not_pinned-next = Nothing was sent and your draft is kept. Choose another word, or ask the partnership officer for an amendment that takes up the later version.
problem-agreement-vocabulary_differs = “{ $code-list }”: the agreement pins version { $pinned }, this program has version { $ours }
problem-agreement-vocabulary_differs-next = Nothing was signed or sent. Ask the partnership officer: one of the two programs is older, or the agreement pins other words.
