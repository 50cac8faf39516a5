# The guard: what points to a person is found before a text is shared.

guard-held = { $n ->
    [one] One place in this text points to a person
   *[other] { $n } places in this text point to a person
 }
guard-held-text = Nothing has been shared. Decide on each: take it out, or say why it may stay. What stays is written down with its reason.
guard-findings = What was found
guard-what = What to do
guard-remove = Take it out
guard-decide = Choose what to do with this
guard-go-on = Go on with these decisions
guard-reason-not-a-person = Leave it: it is nobody’s name or number
guard-reason-staff = Leave it: a member of staff, in that office
guard-reason-public = Leave it: a public office, number or address
guard-kind-person = Somebody on file here
guard-kind-emirates-id = Emirates ID
guard-kind-phone = Telephone number
guard-kind-email = E-mail address
guard-kind-reference = Reference of a record
guard-kind-number = Long number
guard-kind-address = Address
guard-kind-plate = Number plate
guard-kind-birth-date = Day of birth
problem-guard-filling = The people on file are still being read
problem-guard-filling-next = A text can be checked when that is done. Try again in a minute; what you wrote is kept.
problem-guard-too_long = The text is too long to be checked
problem-guard-too_long-next = Shorten it or share it in parts.
problem-guard-too_many = Too much in this text points to people
problem-guard-too_many-next = Write it again without names, numbers and addresses.
