//! Codes that describe a referral and what allows it.

use super::code_list;

code_list! {
    /// What a referral asks the other agency to do.
    Kind, "referral_kind" {
        Service = "SERVICE": "Give a service; the sender stays responsible.",
        Transfer = "TRANSFER": "Take over responsibility for the person.",
        Shelter = "SHELTER": "Give a place; the sender stays responsible.",
        Assessment = "ASSESSMENT": "Assess and answer.",
        Information = "INFORMATION": "Take note; nothing is asked.",
    }
}

code_list! {
    /// Why this agency and no other.
    Basis, "referral_basis" {
        Residence = "RESIDENCE": "It is competent where the person lives.",
        Specialism = "SPECIALISM": "It offers what no other does.",
        Capacity = "CAPACITY": "It has a place and the competent agency has none.",
        PersonChoice = "PERSON_CHOICE": "The person asked for it.",
        SafetyRelocation = "SAFETY_RELOCATION": "The person is not safe near home.",
        CourtOrProsecutor = "COURT_OR_PROSECUTOR": "A court or the prosecution ordered it.",
        Emergency = "EMERGENCY": "Danger left no time for the rule.",
    }
}

code_list! {
    /// How fast the other agency must decide.
    Urgency, "priority" {
        Emergency = "EMERGENCY": "Now; no step may wait for a signature.",
        Urgent = "URGENT": "Within hours.",
        Routine = "STANDARD": "Within working days.",
    }
}

code_list! {
    /// What the place of residence rests on.
    Evidence, "residence_evidence" {
        EmiratesId = "EID": "Address in Emirates ID.",
        Lease = "LEASE": "Attested tenancy contract.",
        Bill = "BILL": "Utility bill.",
        Employer = "EMPLOYER": "Employer’s letter.",
        School = "SCHOOL": "School record.",
        FamilyBook = "FAMBOOK": "Family book.",
        Statement = "STATEMENT": "Statement of the person.",
        Agency = "AGENCY": "Statement of an agency.",
        Nothing = "NONE": "None.",
    }
}

code_list! {
    /// What in law allows the disclosure (Federal Decree-Law 45/2021, article 4, and the protection laws).
    LawfulBasis, "lawful_basis" {
        Consent = "CONSENT": "Consent.",
        VitalInterest = "VITAL": "Protection of the person’s interests.",
        DutyToReport = "DUTY_REPORT": "Legal duty to report.",
        SocialCare = "SOCIAL_CARE": "Provision of social care.",
        SocialProtection = "SOCIAL_PROT": "Social protection legislation.",
        PublicInterest = "PUBLIC": "Public interest.",
        JudicialOrder = "JUDICIAL": "Judicial order.",
        LegalClaim = "CLAIM": "Legal claims.",
    }
}

code_list! {
    /// How the permission was given, or why it was not sought.
    PermissionForm, "consent_status" {
        Written = "WRITTEN": "Given in writing.",
        Verbal = "VERBAL": "Given orally (witness recorded).",
        Carer = "CARER": "Given by carer.",
        Assent = "ASSENT": "Child’s assent recorded.",
        NotSafe = "NOTSAFE": "Not sought – unsafe.",
        NotRequired = "NOTREQ": "Not required by law.",
    }
}

code_list! {
    /// Why a referral was declined: P on the side of the person, V on the side of the provider.
    DeclineCode, "decline_reason" {
        P1 = "P1": "Does not want the service.",
        P2 = "P2": "Has another option.",
        P3 = "P3": "Cannot be reached after three logged attempts.",
        P4 = "P4": "The location is unsafe for this person; the detail stays sealed.",
        P5 = "P5": "Refused the conditions.",
        P6 = "P6": "Deceased.",
        P7 = "P7": "Consent missing or withdrawn.",
        V1 = "V1": "No capacity.",
        V2 = "V2": "No capacity now; waiting list offered.",
        V3 = "V3": "Not competent by residence; names the area it believes in.",
        V4 = "V4": "Not competent by mandate, age, sex or need.",
        V5 = "V5": "Needs a higher level of care.",
        V6 = "V6": "Mandatory information still missing after two rounds.",
        V7 = "V7": "Identity not found or contradictory.",
        V8 = "V8": "Already served here.",
        V9 = "V9": "Cannot protect the person at this site; the detail stays sealed.",
        V10 = "V10": "Legal bar such as a court order or custody.",
        V11 = "V11": "Service suspended.",
        V12 = "V12": "Duplicate of another referral.",
        V13 = "V13": "Conflict of interest among staff; the detail stays sealed.",
        V99 = "V99": "Other.",
    }
}

code_list! {
    /// Why the sender took a referral back.
    RecallCode, "recall_reason" {
        R1 = "R1": "Wrong recipient.",
        R2 = "R2": "Wrong person.",
        R3 = "R3": "Wrong information.",
        R4 = "R4": "The situation changed.",
        R5 = "R5": "Found elsewhere.",
        R6 = "R6": "The person withdrew.",
        R7 = "R7": "The decision is contested.",
    }
}

code_list! {
    /// What the target has to know before it can decide.
    QuestionCode, "question" {
        Missing = "MISSING": "Something that is needed is not there.",
        Contradiction = "CONTRADICTION": "Two things that were said do not fit together.",
        Identity = "IDENTITY": "It is not clear whether this is somebody known here.",
        Household = "HOUSEHOLD": "Who comes along, and how old they are.",
        Safety = "SAFETY": "What keeps the person safe here and on the way.",
        Need = "NEED": "What exactly is asked for.",
        When = "WHEN": "From when, and for how long.",
        Law = "LAW": "A court order, custody or another matter of law.",
        Other = "OTHER": "Another question, in words.",
    }
}

code_list! {
    /// What the source can say to a question.
    AnswerCode, "question_answer" {
        Given = "GIVEN": "Answered, in words.",
        NotKnown = "NOT_KNOWN": "It is not known.",
        NotAllowed = "NOT_ALLOWED": "It may not be said before an acceptance.",
        Asking = "ASKING": "The person is being asked; decide with what is there.",
    }
}

code_list! {
    /// How far up a waiting list somebody stands. Never the exact place, which tells of others.
    WaitBand, "waiting_band" {
        First = "1-5": "Among the first five.",
        Second = "6-10": "From sixth to tenth.",
        Third = "11-20": "From eleventh to twentieth.",
        Later = "21+": "Further down.",
    }
}

code_list! {
    /// Why what was accepted is stopped.
    CancelCode, "cancel_reason" {
        C1 = "C1": "The situation changed.",
        C2 = "C2": "Found elsewhere.",
        C3 = "C3": "The service or place is no longer there.",
        C4 = "C4": "The person did not come and cannot be reached.",
        C5 = "C5": "Not safe here for this person; the detail stays sealed.",
        C6 = "C6": "Taken back before the acceptance had arrived.",
    }
}

code_list! {
    /// Why a closed referral should go on.
    ResumeCode, "resume_reason" {
        N1 = "N1": "The need came back.",
        N2 = "N2": "The outcome was written down wrongly.",
        N3 = "N3": "Something new became known.",
        N4 = "N4": "A court or the prosecution asks for it.",
    }
}

code_list! {
    /// Why a referral follows another one.
    FollowsCode, "referral_follows" {
        Returns = "RETURNS": "Responsibility that was handed over goes back.",
        Reopens = "REOPENS": "What ended begins again; what was held of it is erased.",
    }
}

code_list! {
    /// Why responsibility that was handed over goes back.
    ReturnCode, "return_reason" {
        B1 = "B1": "What it was taken over for is done.",
        B2 = "B2": "The person lives again where the other agency answers.",
        B3 = "B3": "The agreement under which it came ends.",
        B4 = "B4": "The other agency is the competent one.",
        B5 = "B5": "The person wants it so.",
        B6 = "B6": "A court, the prosecution or another rule of law demands it.",
    }
}

code_list! {
    /// What is open in a case when responsibility for it is handed over.
    OpenItem, "handover_item" {
        Action = "ACTION": "An action of the care plan.",
        Appointment = "APPOINTMENT": "An appointment, or a day in court.",
        Clock = "CLOCK": "A clock that the law started.",
        Report = "REPORT": "A report that the law wants.",
    }
}

code_list! {
    /// What becomes of it.
    Fate, "handover_fate" {
        Goes = "GOES": "Goes with the person: the other agency does it from then on.",
        Stays = "STAYS": "Stays, for a reason.",
        Done = "DONE": "Is done.",
    }
}

code_list! {
    /// Why something stays with the agency that hands over.
    StaysCode, "handover_stays" {
        S1 = "S1": "Ends before the handover.",
        S2 = "S2": "A court or the prosecution named this agency for it.",
        S3 = "S3": "Only this agency can do it.",
        S4 = "S4": "The person wants it so.",
        S5 = "S5": "Not needed any more.",
    }
}

code_list! {
    /// Why nothing more may be known of a person by a referral.
    Withdrawal, "withdrawal" {
        Spoken = "SPOKEN": "The person said so, at either agency; that is enough.",
        Written = "WRITTEN": "The person wrote so.",
        Expired = "EXPIRED": "The permission ran out before the identity was given.",
    }
}

code_list! {
    /// What came of an accepted referral.
    OutcomeCode, "outcome" {
        O1 = "O1": "Fully met.",
        O2 = "O2": "Partly met.",
        O3 = "O3": "Assessed; no service needed.",
        O4 = "O4": "The person left.",
        O5 = "O5": "Contact lost.",
        O6 = "O6": "Referred on.",
        O7 = "O7": "Reintegrated or reunified.",
        O8 = "O8": "Moved out of the area.",
        O9 = "O9": "Deceased.",
        O99 = "O99": "Other.",
    }
}

code_list! {
    /// Why an officer departed from the residence rule.
    OverrideReason, "override_reason" {
        Imminent = "IMMINENT": "Imminent danger.",
        Capacity = "CAPACITY": "The competent agency has no place.",
        Unsafe = "UNSAFE": "The competent area is unsafe for the person.",
        NoFixedAbode = "NFA": "The person has no fixed abode.",
        Specialism = "SPECIALISM": "Only the other agency offers the service.",
        PersonChoice = "PERSON_CHOICE": "The person asked for it.",
        Court = "COURT": "A court or the prosecution ordered it.",
    }
}

code_list! {
    /// What somebody asks for whether a person is known to another agency.
    KnownPurpose, "known_purpose" {
        Protection = "PROTECTION": "To protect a person in an open case.",
        Continuity = "CONTINUITY": "To go on with care that may have begun elsewhere.",
    }
}

code_list! {
    /// How sure an answer is, the surest first. Only a person can say that two people are one.
    KnownClass, "known_class" {
        Strong = "STRONG": "A number or several sure marks are equal.",
        Possible = "POSSIBLE": "Some marks are equal: a reason to ask, not an answer.",
        None = "NONE": "Nobody on the list fits.",
    }
}

code_list! {
    /// What a person at the other agency answers about two people.
    KnownAnswer, "known_answer" {
        Same = "SAME": "The same person.",
        NotSame = "NOT_SAME": "Not the same person.",
        CannotSay = "CANNOT_SAY": "It cannot be said.",
        Refused = "REFUSED": "The disclosure was not accepted, and not read.",
    }
}
