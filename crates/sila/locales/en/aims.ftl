# What an agreement is for, and what it has brought.

aims-title = What it is for
aims-objectives = Strategic objectives
aims-objectives-hint = At least one. An agreement that names none is not activated.
aims-objectives-needed = Choose at least one strategic objective.
aims-groups = Vulnerable groups
aims-none = It does not say what it is for
aims-none-text = Without a strategic objective and a vulnerable group nothing is activated under it. Propose an agreement that names both.
strategic-objective-quality-of-life = A better quality of life for those most exposed to harm
strategic-objective-protection = Protection from violence, neglect and abuse
strategic-objective-family-stability = Stable families
strategic-objective-prevention = A community that is aware and prevents harm
strategic-objective-access = Services within reach, with fewer procedures
strategic-objective-independence = Empowerment and independence
strategic-objective-capability = Qualified people and agencies
strategic-objective-development = Sustainable social development
areas-lead = Each area has its scope, its leads and its indicators. One can be put to rest while the others go on.
area-scope = What falls in it
area-indicator = Indicator
area-needed = Complete the area: scope, office at both agencies and an indicator in both languages, with its target.
area-outside = Not in the annex
act-count = People were reached
act-words-count = Who was reached
initiative-count = We counted people reached
people-rule = Write each person in the one group that fits first. Fewer than five people of a group go into “Other”, or wait until they are more.
people-first = for the first time
people-again = counted before under this agreement
people-n = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
people-again-n = { $n ->
    [one] { $n } counted before
   *[other] { $n } counted before
}
brought-title = What the agreement has brought
brought-open = What it has brought
brought-people = People reached
brought-people-note = Each person once
brought-again = Reached again
brought-groups = People by group
brought-groups-lead = Each person is in one group and counted once, however many initiatives reached her. Only what both parties have signed counts.
brought-total = Total
brought-none = Nobody was counted yet
brought-none-text = Whoever leads an initiative counts; the other agency signs.
brought-areas = The areas
brought-areas-lead = Each area apart; together they make the total.
brought-settled = Obligations settled
brought-of = { $n } of { $of }
brought-cancelled = { $n ->
    [one] { $n } given up
   *[other] { $n } given up
}

problem-agreement-no_aims = The agreement names no strategic objective and no vulnerable group
problem-agreement-no_aims-next = Nothing was activated. Propose an agreement that names at least one of each; both parties sign it.
problem-agreement-area_at_rest = Both parties have put “{ $cooperation-field }” to rest
problem-agreement-area_at_rest-next = Nothing was sent and your draft is kept. The other areas go on. Ask the partnership officer, or choose another agency.
problem-area-at_rest = Both parties have put this area to rest
problem-area-at_rest-next = Nothing changed. To go on, propose an annex in which the area is chosen again.
problem-initiative-not_lead = The agency that leads the initiative counts
problem-initiative-not_lead-next = Nothing was sent. So nobody is counted by both.
problem-initiative-again_too_many = More people counted again than were ever counted
problem-initiative-again_too_many-next = Nothing was sent. Write those reached for the first time in their own box.
