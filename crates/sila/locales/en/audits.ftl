# The sample of facts that is audited

menu-audits = Sample audit
audits-title = Sample audit
audits-lead = Of what both parties of an agreement have confirmed in a quarter, five of a hundred are looked at by whoever audits here. Both nodes draw the same facts.
audits-empty = Nothing has been drawn
audits-empty-text = Three days after a quarter is over facts stand here, where both have confirmed any.
audits-one = A fact to audit
audits-fact = What both have signed
audits-quarter = Quarter
audits-finding = Finding
audits-found = What was found
audits-waits = Nobody has looked
audits-waits-text = What was found stands here with its reason, and every later finding above it.
audits-verdict-holds = Holds
audits-verdict-fails = Does not hold
audits-verdict-unseen = Cannot be seen
audits-verdict-needed = Say what was found
audits-reason = Why
audits-reason-hint = What was looked at and where it is kept. Name nobody and no case.
audits-reason-needed = Say why, in 3 to 600 characters
audits-add = Write down a finding
audits-said-by = Said by
audits-evidence = The fact and its evidence
audits-open = Page of the fact
audits-apart = Whoever signs does not audit
audits-apart-text = A finding is written down by somebody who audits and signs nothing for the agency.
audits-stays = What both have signed stays
audits-stays-text = A finding changes no fact and no number that both nodes have signed. It stands beside them here, with what the number would be without the fact.
audits-draws = Draws
audits-draws-text = The seed is the hash of every fact of the quarter. Where the other party’s node shows another one, the two hold different facts.
audits-facts = Facts
audits-at = Drawn on
audits-seed = Seed
audits-none = Sample audit: no fact has been drawn yet.
audits-coverage = Sample audit: of facts that both have confirmed { $facts }, drawn { $drawn }, looked at { $looked }.
audits-fails = { $n ->
    [one] One does not hold
   *[other] { $n } do not hold
}
audits-unseen = { $n ->
    [one] One cannot be seen
   *[other] { $n } cannot be seen
}
audits-flag = { $n ->
    [one] A fact that both have confirmed does not hold
   *[other] { $n } facts that both have confirmed do not hold
}
audits-flag-text = Our audit has found it. What both have signed stays as it is; talk about it with the partner.
audits-flag-activation = Activation with it: { $with }. Without it: { $without }.
audits-flag-balance = Balance with it: { $with }. Without it: { $without }.
audits-card-without = Without what does not hold:
audits-day = { $n ->
    [one] A fact of the sample waits for an audit
   *[other] { $n } facts of the sample wait for an audit
}
problem-audits-signs = Whoever signs does not audit
problem-audits-signs-next = Nothing was written down. Ask a colleague who audits and signs nothing for the agency.
problem-audits-no_reason = Say why
problem-audits-no_reason-next = Nothing was written down. A finding has a reason of 3 to 600 characters.
journal-audit = Sample audit
