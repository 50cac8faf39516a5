# Labels of the code lists: FAMILY-CODE.

# Whom a case is about
category-child = Child protection
category-woman = Protection of a woman
category-family = Vulnerable family / family support
category-older = Protection of an older person
category-pod = Person of determination
category-lackcare = Person lacking social care
category-unkpar = Unknown parentage
category-traff = Person exposed to human trafficking
category-psych = Person with psychiatric illness lacking care
category-domwork = Domestic worker
category-man = Protection of a man
category-other = Other

# Services
service-shelter = Safe shelter
service-emshelter = Emergency shelter
service-hosting = Day hosting
service-rescare = Residential care home
service-foster = Foster family
service-psysoc = Psychosocial support
service-psychtx = Psychological treatment
service-social = Social counselling
service-legal = Legal support
service-health = Health / medical
service-childprot = Child protection intervention
service-famrecon = Family reconciliation
service-visit = Visitation (seeing a child)
service-homecare = Home care
service-homenurse = Home nursing
service-finaid = Financial assistance
service-urgaid = Urgent assistance
service-housing = Housing
service-edu = Education
service-empower = Economic empowerment / employment
service-rehab = Rehabilitation (people of determination)
service-docs = Identity and residence documents
service-interp = Interpretation
service-repat = Safe return home
service-transfer = Transfer of responsibility for the case
service-info = Information only

# Urgency
urgency-emergency = Emergency
urgency-urgent = Urgent
urgency-standard = Standard

# How a contact came
channel-phone = Hotline call
channel-whatsapp = WhatsApp text
channel-voice = WhatsApp voice report
channel-walkin = In person
channel-web = Website
channel-app = Smart application
channel-email = E-mail
channel-letter = Official letter
channel-link = Electronic link
channel-field = Found by a field team
channel-schoolbox = School box

# Who told us
reporter-self = The person concerned
reporter-parent = Parent
reporter-spouse = Spouse
reporter-relative = Relative
reporter-neighbour = Neighbour or friend
reporter-teacher = Educator (must report)
reporter-doctor = Health professional (must report)
reporter-social = Social specialist (must report)
reporter-police = Police
reporter-prosec = Public Prosecution
reporter-court = Court
reporter-agency = Another agency
reporter-employer = Employer
reporter-consulate = Consulate
reporter-anon = Anonymous

# Sex
sex-f = Female
sex-m = Male
sex-unknown = Not known

# Relation to the person concerned
relation-husband = Husband
relation-wife = Wife
relation-exspouse = Former spouse
relation-father = Father
relation-mother = Mother
relation-stepf = Stepfather
relation-stepm = Stepmother
relation-brother = Brother
relation-sister = Sister
relation-son = Son
relation-daughter = Daughter
relation-grandp = Grandparent
relation-uncle = Uncle
relation-aunt = Aunt
relation-otherrel = Other relative
relation-employer = Employer or sponsor
relation-domwork = Domestic worker
relation-teacher = Teacher
relation-peer = Peer
relation-carer = Paid carer
relation-stranger = Stranger
relation-unk = Unknown

# Kinds of harm
harm-phys = Physical assault
harm-verbal = Verbal abuse
harm-psych = Psychological / emotional abuse
harm-rape = Rape
harm-sexaslt = Sexual assault or harassment
harm-forcmar = Forced marriage
harm-econ = Denial of resources / economic abuse
harm-neglect = Neglect
harm-abandon = Abandonment or desertion
harm-exploit = Economic exploitation, begging, illegal work
harm-traff = Trafficking or sale
harm-abduct = Abduction or confinement
harm-digital = Digital abuse or blackmail
harm-groups = Exploitation by unlawful groups / incitement to violence
harm-chporn = Child sexual abuse material
harm-discrim = Discrimination or humiliating treatment of an older person
harm-harmtrad = Harmful practice
harm-none = No abuse (other need)
harm-unk = Not yet known

# Languages
language-ar = Arabic
language-en = English
language-ur = Urdu
language-hi = Hindi
language-ml = Malayalam
language-bn = Bengali
language-ta = Tamil
language-ne = Nepali
language-si = Sinhala
language-fil = Filipino
language-id = Indonesian
language-am = Amharic
language-fa = Persian
language-ps = Pashto
language-fr = French
language-ru = Russian
language-sgn-ae = Sign language

# Kinds of documents
document-eid = Emirates ID
document-passport = Passport
document-resid = Residence permit
document-fambook = Family book
document-birth = Birth certificate
document-marr = Marriage contract
document-div = Divorce certificate
document-custody = Custody judgment
document-medical = Medical report
document-police = Police report
document-court = Court judgment or order
document-protorder = Protection order
document-prosperm = Prosecution permission
document-commdec = Committee decision
document-consent = Signed consent
document-lease = Tenancy contract
document-salary = Income statement
document-socialrep = Social report
document-psyrep = Psychological report
document-photo = Photograph
document-mou = Memorandum of understanding
document-minutes = Minutes

# What a residence rests on
evidence-eid = Address in Emirates ID
evidence-lease = Attested tenancy contract
evidence-bill = Utility bill
evidence-employer = Employer’s letter
evidence-school = School record
evidence-fambook = Family book
evidence-statement = Statement of the person
evidence-agency = Statement of an agency
evidence-none = None

# Grounds in law
lawful-basis-consent = Consent
lawful-basis-vital = Protection of the person’s interests
lawful-basis-duty-report = Legal duty to report
lawful-basis-social-care = Provision of social care
lawful-basis-social-prot = Social protection legislation
lawful-basis-public = Public interest
lawful-basis-judicial = Judicial order
lawful-basis-claim = Legal claims

# How permission was given
permission-form-written = Given in writing
permission-form-verbal = Given orally (witness recorded)
permission-form-carer = Given by carer
permission-form-assent = Child’s assent recorded
permission-form-notsafe = Not sought – unsafe
permission-form-notreq = Not required by law

# What a referral asks
kind-service = Give a service
kind-transfer = Take over the case
kind-shelter = Give a safe place
kind-assessment = Assess and answer
kind-information = For information

# Why this agency
basis-residence = Place of residence
basis-specialism = Specialised service
basis-capacity = A place is free there
basis-person-choice = The person asked for it
basis-safety-relocation = Safer away from home
basis-court-or-prosecutor = Court or prosecution
basis-emergency = Emergency

# Why a referral was declined
decline-p1 = Does not want the service
decline-p2 = Has another option
decline-p3 = Could not be reached after three attempts
decline-p4 = The location is unsafe for this person
decline-p5 = Did not accept the conditions
decline-p6 = Deceased
decline-p7 = Consent missing or withdrawn
decline-v1 = No place available
decline-v2 = No place now; a waiting list is offered
decline-v3 = Not competent by residence
decline-v4 = Not competent by mandate, age, sex or need
decline-v5 = Needs a higher level of care
decline-v6 = Needed information is still missing
decline-v7 = Identity not found or contradictory
decline-v8 = Already served here
decline-v9 = The person cannot be protected at this site
decline-v10 = Legal bar, such as a court order
decline-v11 = Service suspended
decline-v12 = Duplicate of another referral
decline-v13 = Conflict of interest
decline-v99 = Other

# Why a referral was taken back
recall-r1 = Wrong recipient
recall-r2 = Wrong person
recall-r3 = Wrong information
recall-r4 = The situation changed
recall-r5 = A solution was found elsewhere
recall-r6 = The person withdrew
recall-r7 = The decision is contested

# What came of it
outcome-o1 = Fully met
outcome-o2 = Partly met
outcome-o3 = Assessed; no service needed
outcome-o4 = The person left
outcome-o5 = Contact lost
outcome-o6 = Referred on
outcome-o7 = Back with the family
outcome-o8 = Moved out of the area
outcome-o9 = Deceased
outcome-o99 = Other

# Why the residence clause was not followed
override-imminent = Imminent danger
override-capacity = The competent agency has no place
override-unsafe = The area of residence is unsafe for the person
override-nfa = No fixed abode
override-specialism = Only the other agency offers the service
override-person-choice = The person asked for it
override-court = Ordered by a court or the prosecution

# The parts of a file that are shared or not
field-name = Name
field-emirates-id = Emirates ID number
field-birth = Date of birth or age
field-sex = Sex
field-nationality = Nationality
field-phone = Telephone number
field-residence = Place of residence
field-household = The others with the person
field-needs = Services needed
field-safety = Safety now and the safety steps
field-safe-contact = Safe way to make contact
field-wishes = Wishes of the person
field-account = What happened, in the person’s own words
field-harm = Kind of harm
field-documents = Which documents are on file
field-police-report = Police report
field-medical-record = Medical or psychological report

# Ages
age-band-a0-5 = Up to 5 years
age-band-a6-12 = 6 to 12 years
age-band-a13-17 = 13 to 17 years
age-band-a18-24 = 18 to 24 years
age-band-a25-39 = 25 to 39 years
age-band-a40-59 = 40 to 59 years
age-band-a60 = 60 years and more
age-band-unknown = Age not known

# Why the residence rule suggests what it suggests
residence-reason-home-here = The home is in our area.
residence-reason-home-there = The home is in the other agency’s area.
residence-reason-present-elsewhere = The person is somewhere else now; that changes nothing.
residence-reason-short-stay = The present stay is too short to make a residence.
residence-reason-not-usual-home = Not confirmed as the usual home. A visit, a shelter or a hospital does not make a residence.
residence-reason-no-evidence = Nothing on file supports the residence yet.
residence-reason-no-area = The place of residence is not recorded.
residence-reason-unknown = The place of residence is not known.
residence-reason-no-fixed-abode = The person has no fixed abode.
residence-reason-withheld = The place of residence is withheld for safety.
residence-reason-abroad = The home is outside the State.
residence-reason-risk-near-home = The danger is near home: consider a safer place farther away.
residence-reason-nobody-covers = No agency with an agreement is competent there.
residence-reason-not-in-force = The agreement with the competent agency is not in force.
residence-reason-several-cover = More than one agency is competent there.

# Pillars of services, and how much room there is
pillar-care = Care
pillar-protection = Protection
pillar-security = Social security
pillar-community = Community services
band-unsaid = Not said
band-available = There is room
band-limited = Little room
band-full = Full

# Why nobody could write down what the person wants
no-wishes-unable = Cannot say it now: unconscious, in shock or very ill
no-wishes-young = Too young to say it
no-wishes-unsafe = It was not safe to ask
no-wishes-nolanguage = Nobody could interpret yet
no-wishes-unwilling = Was asked and does not want to say
