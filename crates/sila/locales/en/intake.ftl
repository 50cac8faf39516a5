# Unfinished forms
intake-start = New intake
intake-drafts = Unfinished forms
intake-drafts-lead = Only you can open them. Nothing typed is lost.
intake-none = No unfinished form
intake-none-text = A form you leave before its end waits for you here.
intake-task = Finish the intake
intake-task-referral = Finish the referral of a case
intake-saved-at = saved: { $time }
intake-discard = Discard
intake-discard-title = Discard this form?
intake-discard-text = What was typed in it is deleted for good. Cases and referrals that exist already are not touched.
intake-discard-yes = Discard the form
problem-draft-gone = This form was finished or discarded already
problem-draft-gone-next = Nothing was written twice. Look for the case in the list, or open the form again.
problem-draft-crossed = This form was changed in another window
problem-draft-crossed-next = What was written here was not saved. Open the form and look at what was.
intake-crossed = This form was changed in another window: { $time }
intake-crossed-text = What you wrote here is not saved yet. Beside each field that differs stands what was saved there. Correct it and save to keep what is on this page.
intake-crossed-take = Leave what I wrote here and take what was saved there
intake-crossed-check = Nothing was sent and no case was opened. Look again: this is what the form holds now.

# Steps
intake-step-safety = Safety now
intake-step-person = Person and residence
intake-step-need = Need and service
intake-step-sharing = Consent and sharing
intake-step-check = Check and send
intake-heading-safety = First: is the person safe now?
intake-heading-person = Who the person is, and where they live
intake-heading-need = What the person wants and needs
intake-heading-sharing = What may be shared, and with whom
intake-heading-check = Check before you decide
intake-yes = Yes
intake-no = No

# Step 1
intake-now = Right now
intake-danger = Is the person, or somebody with them, in immediate danger?
intake-danger-hint = If yes: call 999 first. The form waits.
intake-danger-yes = Act first; the steps appear at the top
intake-danger-no = Safe for now
intake-talk = Is it safe to talk now?
intake-talk-yes = Nobody who could do harm is listening
intake-talk-no = Agree on another time and a safe way
intake-plan = What we do now for safety
intake-plan-hint = A quiet room, a safe place for tonight, a doctor, somebody who stays with her. Whoever comes to us is helped here first.
intake-contact-title = Safe contact
intake-contact = May we contact this person?
intake-contact-yes = On a safe number, at safe times
intake-contact-no = Only when the person comes to us
intake-contact-way = How
intake-way-phone = Telephone call
intake-way-whatsapp = WhatsApp message
intake-way-email = E-mail
intake-way-in-person = In person only
intake-contact-phone = Safe number
intake-contact-times = Safe times
intake-contact-times-hint = For example: workdays 9 to 12.
intake-contact-words = What to say, and what never to say
intake-contact-words-hint = Words to avoid, who must not notice. It stands at the top of the case.
intake-came-title = How the person came to us
intake-channel = Channel
intake-reporter = Who told us
intake-language = Language to speak with the person
intake-interpreter = Interpreter
intake-interpreter-yes = An interpreter is needed
intake-danger-title = Immediate danger: do this first
intake-danger-call = Call the police (999) or the ambulance (998).
intake-danger-stay = Stay with the person. Do not send them away, and do not call anybody at home.
intake-danger-report = Is a child in danger? Reporting it is a duty.
intake-danger-then = Then go on with this form. An emergency may be sent with what is known.

# Step 2
intake-person-title = Person concerned
intake-others-title = Children and others with the person
intake-others-hint = Name and age are enough; what is not known stays empty.
intake-residence-title = Place of residence
intake-area = Where does the person live?
intake-area-hint = The usual home, not the place where help was asked.
intake-area-whole = { $emirate }, area not known
intake-area-none = Not in the list
intake-place = Or the name as the person says it
intake-place-hint = It is looked up for you, with other spellings.
intake-which-place = Several places have this name. Which one?
intake-usual = Is this the usual home?
intake-usual-hint = A visit, a shelter or a hospital does not make a residence.
intake-usual-home = Yes, the usual home
intake-usual-visit = No, only visiting
intake-usual-unknown = Not known
intake-risk-home = Does the danger come from near home?
intake-risk-home-hint = The alleged abuser, or the family, is tied to the area where the person lives.
intake-risk-home-yes = Yes
intake-risk-home-no = No
intake-risk-home-unknown = Not known
intake-evidence = What it rests on
intake-present = Where the person is now
intake-stay = For how many days
intake-look = Save and show the suggested agency

# Step 3
intake-wishes-title = The person’s own wishes
intake-wishes = What does the person want to happen?
intake-wishes-hint = In their own words. If it could not be asked, write why.
intake-unwanted = What must not happen?
intake-unwanted-hint = For example: who must not be told.
intake-need-title = What is needed
intake-category = Category
intake-urgency = How urgent
intake-urgency-emergency = Within hours; danger leaves no time
intake-urgency-urgent = Within three days
intake-urgency-routine = Within two weeks
intake-services = Services needed
intake-services-hint = One or more.
intake-happened-title = What happened
intake-account = In the person’s own words
intake-account-hint = Told once, so that it need not be told again. No more than is needed.
intake-harm = Kind of harm

# Step 4
intake-to-title = Who acts
intake-to = Which agency
intake-to-suggested = As the residence rule suggests
intake-to-other = Other than the rule suggests: a reason and a second approver are needed
intake-here = Keep the case here
intake-here-hint = Our agency stays responsible; nothing is sent
intake-why = Reason for another agency
intake-why-hint = Only when you do not follow the suggestion.
intake-no-agreement = Nothing can be sent: no agreement is in force
intake-no-agreement-text = A case may leave only under an agreement signed by both agencies. The case is opened here, and the person is helped here.
intake-ground-title = What allows it
intake-ground = Permission or ground in law
intake-ground-hint = Say what will be shared, with whom and why, and that saying no costs no help.
intake-with-consent = With permission
intake-without-consent = On another ground in law
intake-witness = Witness
intake-witness-hint = When permission was given orally.
intake-days = For how long
intake-days-hint = Afterwards it must be asked again.
intake-rights = The person may take the permission back at any time, without losing any service.
intake-share-title = What may be shared
intake-share = Tick what the person allows
intake-share-hint = Only parts of which something is known are listed. What is not ticked stays here.
intake-part-preview = Before they decide only in outline; in full after acceptance
intake-part-sealed = Sealed until they have accepted
intake-barred = Not allowed by the data schedule of the agreement
intake-clause = Clause

# Step 5
intake-missing = Something is still missing
intake-missing-text = Nothing typed is lost. Complete this step:
intake-stays = The case stays with us
intake-stays-text = Nothing is sent. The case is opened here and can be referred later.
intake-leaves = What leaves to { $agency }
intake-leaves-text = Exactly this and nothing else, sealed for that agency alone.
intake-not-shared = What is not shared
intake-not-shared-none = Everything on file is shared.
intake-not-shared-text = The other agency sees that these parts were kept back, so that nobody asks in vain.
intake-stays-barred = Not allowed by the data schedule
intake-stays-person = Not permitted by the person
intake-clause-title = The clause
intake-second = A second approver decides first
intake-second-text = You do not follow the suggestion. Nothing leaves until a supervisor has approved it, except in imminent danger.
intake-send = Send to { $agency }
intake-send-approval = Ask for approval to send to { $agency }
intake-open = Open the case here
intake-save-case = Save the changes and send nothing
intake-other-agency = Choose another agency

# Beside the form
intake-safety-first = Safety comes first
intake-safety-first-text = Whoever comes to us is taken in here. Everything else follows.
intake-route = Suggested agency: { $agency }
intake-route-free = It is a suggestion. You may choose another agency and give the reason.
intake-read-clause = Read clause { $number }
intake-route-keep = The case belongs with us
intake-route-human = You decide
intake-route-human-text = The rule does not decide this. The case stays with us meanwhile.
intake-route-none = No agreement covers this place
intake-route-none-text = Nothing can be sent. The case stays with us, and the person is helped here.
intake-route-later = The suggested agency comes here
intake-route-later-text = As soon as the place of residence is saved.
intake-so-far = So far
intake-so-far-now = Now
intake-so-far-danger = In immediate danger
intake-so-far-safe = Safe for now
intake-so-far-with = { $n ->
    [one] 1 person
   *[other] { $n } people
}
intake-so-far-by = Written by

# What is missing, and what to do
intake-wrong-danger = Say whether the person is in immediate danger
intake-wrong-talk = Say whether it is safe to talk now
intake-wrong-plan = Write what is done now for safety
intake-wrong-contact = Say whether the person may be contacted
intake-wrong-contact-phone = Write the safe number, or choose another way
intake-wrong-area = Choose where the person lives, or write the name of the place
intake-wrong-place = This place is not in the list. Check the spelling, or choose the emirate in the list
intake-wrong-which = Several places have this name. Choose which one
intake-wrong-usual = Say whether this is the usual home
intake-wrong-risk-home = Say whether the danger comes from near home
intake-wrong-wishes = Write what the person wants, or why it could not be asked
intake-wrong-category = Choose a category
intake-wrong-urgency = Say how urgent it is
intake-wrong-services = Choose at least one service
intake-wrong-to = Choose which agency acts
intake-wrong-ground = Choose the permission or the ground in law
intake-wrong-witness = Write who was present when permission was given
intake-wrong-why = Say why another agency than the suggested one
intake-wrong-why-barred = The agreement with this agency does not list this reason. Choose another

# People on file beside the form
alike-title = Perhaps known here already
alike-about = Compared with { $name }, who came along (row { $n })
alike-lead = These are from cases you may open. Compare and choose, or go on with the form.
alike-kin = Probable relatives
alike-go-on = If you are not sure, go on: nothing is merged by itself, and it can be decided later.
alike-open = Open the page
alike-same = The same person
alike-unlike = Not the same
alike-is-kin = A relative
alike-unsay = Change
alike-said = What you said about people on file
alike-said-same = The same person
alike-said-unlike = Not the same
alike-said-kin = A relative
