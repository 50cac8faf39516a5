//! Codes that describe a person, what happened to them and what they need.

use super::code_list;

code_list! {
    /// Whom a case is about; an agreement limits exchange by it.
    Category, "case_category" {
        Child = "CHILD": "Child protection.",
        Woman = "WOMAN": "Protection of a woman.",
        Family = "FAMILY": "Vulnerable family / family support.",
        Older = "OLDER": "Protection of an older person.",
        Determination = "POD": "Person of determination.",
        LackingCare = "LACKCARE": "Person lacking social care.",
        UnknownParentage = "UNKPAR": "Unknown parentage.",
        Trafficking = "TRAFF": "Person exposed to human trafficking.",
        Psychiatric = "PSYCH": "Person with psychiatric illness lacking care.",
        DomesticWorker = "DOMWORK": "Domestic worker.",
        Man = "MAN": "Protection of a man.",
        Other = "OTHER": "Other.",
    }
}

code_list! {
    /// A service that is asked for or offered.
    Service, "service_type" {
        Shelter = "SHELTER": "Safe shelter.",
        EmergencyShelter = "EMSHELTER": "Emergency shelter.",
        Hosting = "HOSTING": "Day hosting.",
        ResidentialCare = "RESCARE": "Residential care home.",
        Foster = "FOSTER": "Foster family.",
        Psychosocial = "PSYSOC": "Psychosocial support.",
        PsychologicalTreatment = "PSYCHTX": "Psychological treatment.",
        SocialCounselling = "SOCIAL": "Social counselling.",
        Legal = "LEGAL": "Legal support.",
        Health = "HEALTH": "Health / medical.",
        ChildProtection = "CHILDPROT": "Child protection intervention.",
        FamilyReconciliation = "FAMRECON": "Family reconciliation.",
        Visitation = "VISIT": "Visitation (seeing a child).",
        HomeCare = "HOMECARE": "Home care.",
        HomeNursing = "HOMENURSE": "Home nursing.",
        FinancialAid = "FINAID": "Financial assistance.",
        UrgentAid = "URGAID": "Urgent assistance.",
        Housing = "HOUSING": "Housing.",
        Education = "EDU": "Education.",
        Empowerment = "EMPOWER": "Economic empowerment / employment.",
        Rehabilitation = "REHAB": "Rehabilitation (people of determination).",
        Papers = "DOCS": "Identity and residence documents.",
        Interpretation = "INTERP": "Interpretation.",
        SafeReturn = "REPAT": "Safe return home.",
        Transfer = "TRANSFER": "Transfer of responsibility for the case.",
        Information = "INFO": "Information only.",
    }
}

code_list! {
    /// As the person or their papers state it; not knowing is an answer.
    Sex, "sex" {
        Female = "F": "Female.",
        Male = "M": "Male.",
        Unknown = "UNKNOWN": "Not known or not asked.",
    }
}

code_list! {
    /// What someone turned to the agency for.
    ContactKind, "contact_type" {
        Report = "REPORT": "Report.",
        Consultation = "CONSULT": "Consultation.",
        Inquiry = "INQUIRY": "Inquiry.",
        ServiceRequest = "SERVICE": "Service request.",
        Complaint = "COMPLAINT": "Complaint about a service.",
        ReferralIn = "REFERRAL_IN": "Incoming referral.",
    }
}

code_list! {
    /// How a contact reached the agency.
    Channel, "contact_channel" {
        Phone = "PHONE": "Hotline call.",
        WhatsApp = "WHATSAPP": "WhatsApp text.",
        Voice = "VOICE": "WhatsApp voice report.",
        WalkIn = "WALKIN": "In person.",
        Web = "WEB": "Website.",
        App = "APP": "Smart application.",
        Email = "EMAIL": "E-mail.",
        Letter = "LETTER": "Official letter.",
        Link = "LINK": "Electronic link.",
        Field = "FIELD": "Found by a field team.",
        SchoolBox = "SCHOOLBOX": "School box.",
    }
}

code_list! {
    /// In what capacity someone reported. Educators, health professionals and social specialists must
    /// report (Federal Law 3/2016, article 42).
    Reporter, "reporter_type" {
        Oneself = "SELF": "The person concerned.",
        Parent = "PARENT": "Parent.",
        Spouse = "SPOUSE": "Spouse.",
        Relative = "RELATIVE": "Relative.",
        Neighbour = "NEIGHBOUR": "Neighbour or friend.",
        Teacher = "TEACHER": "Educator (must report).",
        Doctor = "DOCTOR": "Health professional (must report).",
        SocialSpecialist = "SOCIAL": "Social specialist (must report).",
        Police = "POLICE": "Police.",
        Prosecution = "PROSEC": "Public Prosecution.",
        Court = "COURT": "Court.",
        Agency = "AGENCY": "Another agency.",
        Employer = "EMPLOYER": "Employer.",
        Consulate = "CONSULATE": "Consulate.",
        Anonymous = "ANON": "Anonymous.",
    }
}

code_list! {
    /// What was done. Contexts such as a marriage are never kinds of harm; see [`HarmContext`].
    Harm, "harm_type" {
        Physical = "PHYS": "Physical assault.",
        Verbal = "VERBAL": "Verbal abuse.",
        Psychological = "PSYCH": "Psychological / emotional abuse.",
        Rape = "RAPE": "Rape.",
        SexualAssault = "SEXASLT": "Sexual assault or harassment.",
        ForcedMarriage = "FORCMAR": "Forced marriage.",
        Economic = "ECON": "Denial of resources / economic abuse.",
        Neglect = "NEGLECT": "Neglect.",
        Abandonment = "ABANDON": "Abandonment or desertion.",
        Exploitation = "EXPLOIT": "Economic exploitation, begging, illegal work.",
        Trafficking = "TRAFF": "Trafficking or sale.",
        Abduction = "ABDUCT": "Abduction or confinement.",
        Digital = "DIGITAL": "Digital abuse or blackmail.",
        UnlawfulGroups = "GROUPS": "Exploitation by unlawful groups / incitement to violence.",
        ChildAbuseMaterial = "CHPORN": "Child sexual abuse material.",
        Discrimination = "DISCRIM": "Discrimination or humiliating treatment of an older person.",
        HarmfulPractice = "HARMTRAD": "Harmful practice.",
        NoHarm = "NONE": "No abuse (other need).",
        Unknown = "UNK": "Not yet known.",
    }
}

code_list! {
    /// Why nobody could write down what the person wants.
    NoWishes, "no_wishes" {
        Unable = "UNABLE": "Cannot say it now: unconscious, in shock, very ill.",
        Young = "YOUNG": "Too young to say it.",
        Unsafe = "UNSAFE": "It was not safe to ask.",
        NoLanguage = "NOLANGUAGE": "Nobody could interpret yet.",
        Unwilling = "UNWILLING": "Was asked and does not want to say.",
    }
}

code_list! {
    /// Where and by whom, apart from what was done.
    HarmContext, "harm_context" {
        Spouse = "SPOUSE": "By spouse or former spouse.",
        Family = "FAMILY": "Within the family.",
        ChildSexualAbuse = "CSA": "Sexual abuse of a child.",
        ChildMarriage = "EARLYMAR": "Marriage of a child.",
        Work = "WORK": "At work / domestic work.",
        School = "SCHOOL": "School or nursery.",
        CareHome = "CAREHOME": "Care institution.",
        PublicPlace = "PUBLIC": "Public place.",
        Online = "ONLINE": "Online.",
        PossibleExploitation = "EXPL": "Possible sexual exploitation.",
        Unknown = "UNK": "Unknown.",
    }
}

code_list! {
    /// How someone is related to the person concerned.
    Relation, "relation" {
        Husband = "HUSBAND": "Husband.",
        Wife = "WIFE": "Wife.",
        FormerSpouse = "EXSPOUSE": "Former spouse.",
        Father = "FATHER": "Father.",
        Mother = "MOTHER": "Mother.",
        Stepfather = "STEPF": "Stepfather.",
        Stepmother = "STEPM": "Stepmother.",
        Brother = "BROTHER": "Brother.",
        Sister = "SISTER": "Sister.",
        Son = "SON": "Son.",
        Daughter = "DAUGHTER": "Daughter.",
        Grandparent = "GRANDP": "Grandparent.",
        Uncle = "UNCLE": "Uncle.",
        Aunt = "AUNT": "Aunt.",
        OtherRelative = "OTHERREL": "Other relative.",
        Employer = "EMPLOYER": "Employer or sponsor.",
        DomesticWorker = "DOMWORK": "Domestic worker.",
        Teacher = "TEACHER": "Teacher.",
        Peer = "PEER": "Peer.",
        Carer = "CARER": "Paid carer.",
        Stranger = "STRANGER": "Stranger.",
        Unknown = "UNK": "Unknown.",
    }
}

code_list! {
    /// How dangerous the situation is. Imminent danger is the term of Federal Law 3/2016, article 51.
    Risk, "risk_level" {
        Low = "LOW": "Low.",
        Medium = "MEDIUM": "Medium.",
        High = "HIGH": "High.",
        Imminent = "IMMINENT": "Imminent danger.",
    }
}

code_list! {
    /// The language in which the person can be spoken with (BCP 47).
    Language, "language" {
        Arabic = "ar": "Arabic.",
        English = "en": "English.",
        Urdu = "ur": "Urdu.",
        Hindi = "hi": "Hindi.",
        Malayalam = "ml": "Malayalam.",
        Bengali = "bn": "Bengali.",
        Tamil = "ta": "Tamil.",
        Nepali = "ne": "Nepali.",
        Sinhala = "si": "Sinhala.",
        Filipino = "fil": "Filipino.",
        Indonesian = "id": "Indonesian.",
        Amharic = "am": "Amharic.",
        Persian = "fa": "Persian.",
        Pashto = "ps": "Pashto.",
        French = "fr": "French.",
        Russian = "ru": "Russian.",
        SignLanguage = "sgn-AE": "Sign language.",
    }
}

code_list! {
    /// The kind of a document on file.
    Document, "attachment_type" {
        EmiratesId = "EID": "Emirates ID.",
        Passport = "PASSPORT": "Passport.",
        ResidencePermit = "RESID": "Residence permit.",
        FamilyBook = "FAMBOOK": "Family book.",
        BirthCertificate = "BIRTH": "Birth certificate.",
        MarriageContract = "MARR": "Marriage contract.",
        DivorceCertificate = "DIV": "Divorce certificate.",
        CustodyJudgment = "CUSTODY": "Custody judgment.",
        MedicalReport = "MEDICAL": "Medical report.",
        PoliceReport = "POLICE": "Police report.",
        CourtOrder = "COURT": "Court judgment or order.",
        ProtectionOrder = "PROTORDER": "Protection order.",
        ProsecutionPermission = "PROSPERM": "Prosecution permission.",
        CommitteeDecision = "COMMDEC": "Committee decision.",
        SignedConsent = "CONSENT": "Signed consent.",
        Lease = "LEASE": "Tenancy contract.",
        IncomeStatement = "SALARY": "Income statement.",
        SocialReport = "SOCIALREP": "Social report.",
        PsychologicalReport = "PSYREP": "Psychological report.",
        Photograph = "PHOTO": "Photograph.",
        Memorandum = "MOU": "Memorandum of understanding.",
        Minutes = "MINUTES": "Minutes.",
    }
}
