//! Rules that the program applies by itself or asks for, each of which has a basis in a legal instrument. The instruments and which article
//! carries which rule are kept by each node; the list of rules is the program's.

use crate::codes::{LawfulBasis, code_list};

code_list! {
    /// A rule that has a basis in law.
    Rule, "law_rule" {
        Notice = "NOTICE": "The prosecution is told within a day when a child is in imminent danger.",
        PlacementPermission = "PLACEMENT_PERMISSION": "A child is placed with the permission of the prosecution.",
        ChildTold = "CHILD_TOLD": "A child is told the measure, and from thirteen on signs or refuses.",
        MeasuresAgreed = "MEASURES_AGREED": "Measures of protection are agreed with the family in fifteen days, or the matter goes up.",
        ProtectionOrder = "PROTECTION_ORDER": "An order of protection has an end and is extended before it.",
        OrderGrievance = "ORDER_GRIEVANCE": "An order of protection is contested within days.",
        DutyReport = "DUTY_REPORT": "What must be reported is reported.",
        Reporter = "REPORTER": "Who reported is sealed.",
        NeedToKnow = "NEED_TO_KNOW": "A case is read by those who work on it.",
        BreakGlass = "BREAK_GLASS": "Reading a case of others is told to them and reviewed.",
        ConfidentialPlace = "CONFIDENTIAL_PLACE": "Where a shelter is is told to nobody.",
        Residence = "RESIDENCE": "A case goes to the agency of the place where the person lives.",
        DataSchedule = "DATA_SCHEDULE": "Only what the agreement lists is sent.",
        BasisConsent = "BASIS_CONSENT": "A disclosure with consent.",
        BasisVital = "BASIS_VITAL": "A disclosure that protects the person.",
        BasisDutyReport = "BASIS_DUTY_REPORT": "A disclosure that the law demands.",
        BasisSocialCare = "BASIS_SOCIAL_CARE": "A disclosure that care needs.",
        BasisSocialProt = "BASIS_SOCIAL_PROT": "A disclosure under social protection legislation.",
        BasisPublic = "BASIS_PUBLIC": "A disclosure in the public interest.",
        BasisJudicial = "BASIS_JUDICIAL": "A disclosure that a court orders.",
        BasisClaim = "BASIS_CLAIM": "A disclosure for a legal claim.",
        Erasure = "ERASURE": "What is no longer needed is erased.",
        SmallNumbers = "SMALL_NUMBERS": "No figure is of fewer people than the smallest group.",
        HumanDecides = "HUMAN_DECIDES": "What the program suggests a person decides.",
        Receipt = "RECEIPT": "A receipt says that something came, not that it is right.",
        LicenceProfessional = "LICENCE_PROFESSIONAL": "How a social profession is licensed.",
        LicenceEstablishment = "LICENCE_ESTABLISHMENT": "How an establishment is licensed.",
        LicenceAssociation = "LICENCE_ASSOCIATION": "How an association is licensed.",
        LicenceInspection = "LICENCE_INSPECTION": "How a holder of a licence is inspected.",
        LicenceMeasures = "LICENCE_MEASURES": "What follows a violation.",
        LicenceGrievance = "LICENCE_GRIEVANCE": "How a decision is contested.",
        LicenceBlock = "LICENCE_BLOCK": "A provider without a licence that holds is sent nobody.",
        Firewall = "FIREWALL": "Whoever regulates an entity does not judge the partnership with it.",
    }
}

impl Rule {
    /// The rule behind the ground of a disclosure.
    pub fn of_disclosure(basis: LawfulBasis) -> Self {
        match basis {
            LawfulBasis::Consent => Self::BasisConsent,
            LawfulBasis::VitalInterest => Self::BasisVital,
            LawfulBasis::DutyToReport => Self::BasisDutyReport,
            LawfulBasis::SocialCare => Self::BasisSocialCare,
            LawfulBasis::SocialProtection => Self::BasisSocialProt,
            LawfulBasis::PublicInterest => Self::BasisPublic,
            LawfulBasis::JudicialOrder => Self::BasisJudicial,
            LawfulBasis::LegalClaim => Self::BasisClaim,
        }
    }
}
