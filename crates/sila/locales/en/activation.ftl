# Activation of agreements: the annex, what was done, the two indices.

activation-title = Activation
activation-open = What makes it live
activation-since = since
activation-ours = We owe now
activation-theirs = Owed to us now
activation-late = Late
activation-out-of-force = Not in force
activation-not-activated = Not activated
activation-active = Active
activation-resting = No initiative runs
activation-dormant = Dormant
activation-text-out-of-force = The agreement is outside its dates.
activation-text-not-activated = No joint initiative has run yet. It becomes dormant on { $day } unless one does.
activation-text-active = { $n ->
    [one] { $n } joint initiative runs.
   *[other] { $n } joint initiatives run.
}
activation-text-resting = The last initiative has ended. It becomes dormant on { $day } unless another one runs.
activation-text-dormant = No initiative has run since { $day }. Both parties see this until one does.
quiet-title = Nothing from { $agency } about what it owes
quiet-text = { $n ->
    [one] { $n } obligation waits for it, and it has done nothing since { $day }. Both parties see this.
   *[other] { $n } obligations wait for it, and it has done nothing since { $day }. Both parties see this.
}
areas-title = Areas of cooperation
area-lead = Leads
area-lives = Has an initiative
area-quiet = No initiative yet
area-at-rest = Put aside
cooperation-field-confidential-exchange = Confidentiality and exchange of information
cooperation-field-sheltering = Sheltering
cooperation-field-referral = Referral by place of residence
cooperation-field-experience = Exchange of experience and best practice
cooperation-field-research = Studies and research
cooperation-field-training = Training
cooperation-field-events = Conferences and events
cooperation-field-campaigns = Awareness campaigns
cooperation-field-priority = Simpler procedures and priority
cooperation-field-documentation = Documentation of experience
annex-title = Annex of activation
annex-none = There is no annex yet: the parties have not agreed on aims, areas and obligations.
annex-new = Propose the annex
annex-amend = Propose an amendment of the annex
annex-lead = It takes effect when both have signed. Nobody alone changes an obligation that was signed.
annex-aims = Aims and areas
annex-objective = Shared objective
annex-areas-hint = What you do not choose is put aside; the others go on.
annex-areas-needed = Choose at least one area.
annex-quiet = Days of silence before a warning
annex-quiet-hint = When a party does nothing about what it owes for so long, both see it.
annex-quiet-needed = Write a number from 1 to 365.
annex-quiet-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
annex-duties-n = { $n ->
    [one] { $n } obligation
   *[other] { $n } obligations
}
annex-signed-on = Signed by both on
annex-proposed-by = Annex proposed by { $agency }
annex-kept = What was signed stays
annex-kept-text = New obligations are added to those signed; none is taken out here. Both together can waive one.
duty-n = New obligation { $n }
duty-text = Words of the obligation
duty-who = Who owes it
duty-clause = The clause it carries out
duty-when = When
duty-when-on = On one day
duty-when-after = So many days after it took effect
duty-when-after-working = So many working days after it took effect
duty-when-monthly = The last day of every month
duty-when-quarterly = The last day of every third month
duty-when-yearly = Every year
duty-days = How many days
duty-days-hint = For what is counted from the day it took effect.
duty-day = The day
duty-needed = Complete it: words and proof in both languages, clause, area, day and weight.
deeds-title = What was said, with signatures
deed-gave = What was given
deed-dirhams = Amount in dirhams
deed-dirhams-hint = For money only. No value is made up for anything else.
deed-dirhams-n = { $n ->
    [one] { $n } dirham
   *[other] { $n } dirhams
}
deed-no-value = No value in money
deed-figure = The figure reached
deed-words-hint = Name nobody and no case.
deed-evidence = Evidence
deed-evidence-hint = What it is and where it is kept: number of the letter, minutes or report.
deed-on = On
deed-sign = Sign and send
deed-answer-title = { $agency } says this, and waits for our word
deed-answer-text = To confirm is to sign with the organisation’s key, and is not taken back. To return it leaves it open.
deed-confirm = We confirm and sign
deed-return = Return it
deed-confirmed = Confirmed
deed-returned = Returned
deed-waiting = Waits for confirmation
deed-confirmed-by = Confirmed by
deed-returned-by = Returned by
act-fulfil = The obligation is done
act-waive = It need not be done
act-breach = It was broken
act-cure = The breach is made good
act-start = It runs
act-reach = A milestone is reached
act-give = A contribution
act-measure = A new figure
act-cancel = It is given up
act-close = Closed with an impact statement
act-words-fulfil = What was done
act-words-waive = Why it need not be done
act-words-breach = What was broken
act-words-cure = How it was made good
act-words-start = How it began
act-words-reach = What was reached
act-words-give = What was given
act-words-measure = How it was measured
act-words-cancel = Why
act-words-close = What has changed for people
contribution-cash = Money
contribution-staff-time = Hours of staff
contribution-space = Room
contribution-goods = Goods
contribution-knowledge = Records and knowledge
contribution-media = Media
figures-title = The two indices
figures-lead = Computed from what both have signed, never from opinions. No number without its parts, and none from too few facts.
figures-activation = Activation index
figures-balance = Balance index
figures-insufficient = Insufficient data
figures-coverage = Coverage
figures-facts = { $n ->
    [one] { $n } fact
   *[other] { $n } facts
}
figures-band = Band
figures-moment = Computed for
figures-inputs = Fingerprint of the facts
figures-inputs-text = The same at both parties, so the number is the same.
figures-evidence-confirmed = { $n ->
    [one] { $n } confirmed
   *[other] { $n } confirmed
}
figures-evidence-observed = { $n ->
    [one] { $n } observed
   *[other] { $n } observed
}
figures-evidence-documented = { $n ->
    [one] { $n } documented
   *[other] { $n } documented
}
figures-evidence-declared = { $n ->
    [one] { $n } declared
   *[other] { $n } declared
}
figures-evidence-imported = { $n ->
    [one] { $n } imported
   *[other] { $n } imported
}
figure-missing = does not apply yet
figure-o = Obligations met
figure-c = Areas that live
figure-i = Joint initiatives
figure-x = Exchange over the link
figure-g = Governance
figure-b1 = Contributions against what was agreed
figure-b2 = Voice
figure-b3 = Parity of decisions
figure-b4 = Reciprocal accountability
figure-b5 = Parity of response
figure-b6 = Even benefits
activation-band-not-activated = Not activated
activation-band-weak = Weak
activation-band-partial = Partial
activation-band-activated = Activated
activation-band-fully = Fully activated
balance-band-unbalanced = Unbalanced
balance-band-partly = Partly balanced
balance-band-balanced = Balanced
day-sign-annex = An annex waits for our signature
day-sign-initiative = A joint initiative waits for our signature
day-answer-deed = Waits for our word: { $what }
day-obligation = We owe
day-dormant = A dormant agreement: no initiative runs

problem-annex-malformed = The annex does not hold together
problem-annex-malformed-next = Nothing was sent. Look at the aims, areas and obligations.
problem-deed-malformed = Something is missing in what was written
problem-deed-malformed-next = Nothing was sent. Go back and write what was done and what shows it, and the figure or amount where one is asked.
problem-deed-day = The day is not written as it should be
problem-deed-day-next = Nothing was sent. Write day, month and year.
problem-deed-ahead = That day has not come
problem-deed-ahead-next = Nothing was sent. Write today or a day before.
problem-deed-elsewhere = It does not belong to this agreement
problem-deed-elsewhere-next = Nothing was sent. Open the page again.
problem-deed-waiting = This was said before and waits for an answer
problem-deed-waiting-next = Wait for the word of the other party.
problem-deed-own = Nobody confirms their own deed
problem-deed-own-next = Wait for the word of the other party.
problem-deed-answered = It was answered before
problem-deed-answered-next = A word is not taken back. Open the page again.

# The numbers that two nodes publish together.
published-title = Published by both
published-both = Signed by both
published-on = As of { $day }, worked out by each agency’s server for itself and signed by both.
published-none = Not published yet
published-none-text = On the first of each month the servers of both agencies work out the indices for themselves. A number is published only where both find the same.
published-waiting = Waiting for the other agency’s server
published-waiting-text = The server of one agency has told its number of { $day }; the other has not found the same yet. Something may still be on its way.
published-differ = The facts of the two servers differ
published-no-number = No number
published-differ-text = As of { $day } each server has other facts, so neither number is published. In these they differ:
published-terms = What the agreement, its plan or its dates say
published-only-ours = Only here:
published-only-theirs = Only at the other party:
published-differs = Not alike at both:
