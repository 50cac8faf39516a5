# A person on a form and on a page.
person-name = Name
person-name-ar = Name in Arabic
person-name-ar-hint = Write what is known; one word is enough. Leave it empty when no name is known.
person-name-latin = Name in Latin letters
person-name-latin-hint = As on a passport or card, if there is one.
person-proposed-latin = As it is often written in Latin letters:
person-proposed-ar = As it is often written in Arabic:
person-propose = Take over
person-proposed-hint = A proposal only. What stands on a document comes first.
person-name-unknown = Name not known
person-emirates-id = Emirates ID number
person-emirates-id-hint = 15 digits. No dashes needed. Nobody is turned away for want of a card.
person-birth = Date of birth
person-birth-hint = Day, month, year, like 28 9 1990. The year alone is enough.
person-age-min = Or about this age: from
person-age-max = to, in years
person-birth-or-age = Date of birth or age
person-sex = Sex
person-nationality = Nationality
person-phone = Telephone
person-language = Language
person-other = Person { $n }
person-other-name = Name
person-other-age = Age in years
person-other-relation = Relation to the person concerned
person-add-first = Add a child or another person
person-add = Add another person
person-remove = Remove person { $n }
person-years = { $n ->
    [one] 1 year
   *[other] { $n } years
}
person-about-years = { $n ->
    [one] About 1 year
   *[other] About { $n } years
}
person-year-only = { $year } (year only)
person-age-range = About { $min } to { $max } years
not-known = Not known

# What looks wrong in an Emirates ID: a warning, never a refusal
emirates-id-look = Look at the Emirates ID again
emirates-id-length = The number does not have 15 digits. Compare it with the card; you can continue.
emirates-id-characters = The number holds something that is not a digit. Compare it with the card; you can continue.
emirates-id-prefix = The number does not begin with 784. Compare it with the card; you can continue.
emirates-id-check-digit = The last digit does not fit the others. Compare it with the card; you can continue.
emirates-id-year-differs = The year in the number is not the year of birth. It can be right; you can continue.

# What is wrong with an answer, and what to do
wrong-too-long = Shorten this to at most { $n } characters
wrong-choice = Choose one of the answers in the list
wrong-number = Write a whole number from 0 to { $n }
wrong-phone = Write the number like { $here } or { $abroad }
wrong-birth = Write a day, month and year that exist, like 28 9 1990, or the year alone
wrong-age-order = The second age must not be lower than the first

# Nationalities
nationality-are = Emirati
nationality-sau = Saudi
nationality-omn = Omani
nationality-kwt = Kuwaiti
nationality-bhr = Bahraini
nationality-qat = Qatari
nationality-yem = Yemeni
nationality-irq = Iraqi
nationality-syr = Syrian
nationality-jor = Jordanian
nationality-lbn = Lebanese
nationality-pse = Palestinian
nationality-egy = Egyptian
nationality-sdn = Sudanese
nationality-lby = Libyan
nationality-tun = Tunisian
nationality-dza = Algerian
nationality-mar = Moroccan
nationality-mrt = Mauritanian
nationality-som = Somali
nationality-dji = Djiboutian
nationality-com = Comorian
nationality-ind = Indian
nationality-pak = Pakistani
nationality-bgd = Bangladeshi
nationality-lka = Sri Lankan
nationality-npl = Nepali
nationality-afg = Afghan
nationality-irn = Iranian
nationality-phl = Filipino
nationality-idn = Indonesian
nationality-mys = Malaysian
nationality-tha = Thai
nationality-vnm = Vietnamese
nationality-mmr = Myanmar
nationality-chn = Chinese
nationality-jpn = Japanese
nationality-kor = South Korean
nationality-eth = Ethiopian
nationality-eri = Eritrean
nationality-ken = Kenyan
nationality-uga = Ugandan
nationality-tza = Tanzanian
nationality-nga = Nigerian
nationality-gha = Ghanaian
nationality-cmr = Cameroonian
nationality-sen = Senegalese
nationality-zaf = South African
nationality-rus = Russian
nationality-ukr = Ukrainian
nationality-blr = Belarusian
nationality-mda = Moldovan
nationality-uzb = Uzbek
nationality-kaz = Kazakh
nationality-kgz = Kyrgyz
nationality-tjk = Tajik
nationality-tkm = Turkmen
nationality-aze = Azerbaijani
nationality-arm = Armenian
nationality-geo = Georgian
nationality-tur = Turkish
nationality-gbr = British
nationality-irl = Irish
nationality-fra = French
nationality-deu = German
nationality-ita = Italian
nationality-esp = Spanish
nationality-prt = Portuguese
nationality-nld = Dutch
nationality-bel = Belgian
nationality-che = Swiss
nationality-aut = Austrian
nationality-swe = Swedish
nationality-nor = Norwegian
nationality-dnk = Danish
nationality-pol = Polish
nationality-rou = Romanian
nationality-bgr = Bulgarian
nationality-srb = Serbian
nationality-grc = Greek
nationality-usa = American
nationality-can = Canadian
nationality-bra = Brazilian
nationality-col = Colombian
nationality-aus = Australian
nationality-nzl = New Zealander
nationality-xxa = Stateless
nationality-xxb = Refugee
nationality-xxc = Refugee of another kind
nationality-xxx = Not stated

# The register of people
register-filling = The register of people is being read
register-filling-text = { $read } of { $of } cases have been read. Some people may not be found yet; numbers of cases are.

# The page of a person
person-title = Person
person-records = { $n ->
    [one] 1 record
   *[other] { $n } records of this person
}
person-record = What is known
person-record-of = Record { $n }
person-cases = Cases
person-home-of-others = Home of others in the case
person-referrals = Referrals
person-referrals-none = The cases of this person have not been sent to another agency.
person-related = Related people
person-related-text = They were said to be other people who are related.
person-maybe-double = A record that may be this person
person-joined = Two records joined: look or take back

# Two records side by side
beside-title = The two records
beside-field = What
beside-one = First record
beside-two = Second record
beside-stands = Comparison
beside-same = The same
beside-spelling = Another spelling
beside-differs = Differs
beside-one-side = In one record
beside-place = Place in the case
beside-came-along = Came along
beside-case = Case
beside-case-closed = A case that is not open to you
beside-hidden = Not shown
name-hidden = Name hidden
names-hide = Hide names
names-unhide = Show names
names-show = Show them on this page
names-hidden = Names are hidden
names-hidden-text = Showing them on a page is written down. Words that colleagues wrote stay as they are.
names-are-hidden = The names of people are hidden in this session.
screen-case-names = Hidden names that were shown
screen-person-names = Hidden names that were shown on a person’s page
