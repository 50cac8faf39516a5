//! Roles as data: each is a fixed list of permissions. A worker may hold several roles.

pub use super::permission::Permission;

/// A role of the trade and what it may do.
#[derive(Debug)]
pub struct Role {
    /// Stable code; its name is the text [`text_key`].
    pub code: &'static str,
    /// What it may do.
    pub permissions: &'static [Permission],
}

use Permission::{
    AccountsAdmin, AgreementRead, AgreementSign, AuditRead, CaseRead, CaseReadAll,
    DuplicatesDecide, EvidenceMake, IdeaModerate, Intake, KnowledgePublish, KnowledgeRead,
    KnowledgeReview, KnowledgeWrite, KnownAnswer, KnownAsk, LinkAdmin, LinkRead, MeetingKeep,
    ReferralApprove, ReferralDecide, ReferralOffer, ReferralRead, ReferralReadAll, RegisterImport,
    ShelterKeep, ShelterPlace, ShelterRead, TrainingApprove, TrainingKeep, VoteKeep,
};

use Permission::{CampaignKeep, CaseApprove, LawKeep, ReporterOpen, ServiceKeep};
use Permission::{LicenceDecide, LicenceRead, LicenceReview, LicenceStudy};
use Permission::{ResearchApprove, ResearchPropose, ResearchRead};

const CASEWORK: &[Permission] = &[
    Intake,
    CaseRead,
    KnownAsk,
    ReferralRead,
    ReferralOffer,
    AgreementRead,
    KnowledgeRead,
    KnowledgeWrite,
];
const SPECIALIST: &[Permission] =
    &[CaseRead, ReferralRead, AgreementRead, KnowledgeRead, KnowledgeWrite];

/// Every role there is. The administrator sees no case; the auditor sees who read, not what.
pub const ROLES: &[Role] = &[
    Role {
        code: "HEAD",
        permissions: &[
            CaseRead,
            CaseApprove,
            ReferralRead,
            ReferralReadAll,
            ReferralApprove,
            EvidenceMake,
            ShelterRead,
            AgreementRead,
            AgreementSign,
            LinkRead,
            AuditRead,
            KnowledgeRead,
            KnowledgeWrite,
            KnowledgeReview,
            KnowledgePublish,
            IdeaModerate,
            MeetingKeep,
            TrainingApprove,
            TrainingKeep,
            ServiceKeep,
            VoteKeep,
            ResearchRead,
            ResearchApprove,
        ],
    },
    Role {
        code: "PARTNERSHIP",
        permissions: &[
            MeetingKeep,
            AgreementRead,
            AgreementSign,
            LinkRead,
            LinkAdmin,
            KnowledgeRead,
            KnowledgeWrite,
            KnowledgePublish,
            IdeaModerate,
            TrainingKeep,
            ServiceKeep,
            VoteKeep,
            ResearchRead,
            ResearchPropose,
        ],
    },
    Role {
        code: "ADVISOR",
        permissions: &[
            AgreementRead,
            KnowledgeRead,
            KnowledgeWrite,
            KnowledgeReview,
            MeetingKeep,
            ResearchRead,
            LawKeep,
        ],
    },
    Role {
        code: "COMMUNICATION",
        permissions: &[
            AgreementRead,
            KnowledgeRead,
            KnowledgeWrite,
            IdeaModerate,
            VoteKeep,
            CampaignKeep,
        ],
    },
    Role { code: "INTAKE", permissions: CASEWORK },
    Role { code: "CASE_MANAGER", permissions: CASEWORK },
    Role { code: "CHILD_PROTECTION", permissions: CASEWORK },
    Role { code: "ELDER_PROTECTION", permissions: CASEWORK },
    Role {
        code: "SHELTER_SUPERVISOR",
        permissions: &[
            CaseRead,
            ReferralRead,
            AgreementRead,
            ShelterRead,
            ShelterPlace,
            ShelterKeep,
            KnowledgeRead,
            KnowledgeWrite,
            TrainingApprove,
        ],
    },
    Role { code: "SHELTER_STAFF", permissions: &[ShelterRead, ShelterPlace, KnowledgeRead] },
    Role { code: "PSYCHOLOGIST", permissions: SPECIALIST },
    Role {
        code: "LEGAL",
        permissions: &[
            CaseRead,
            ReferralRead,
            AgreementRead,
            KnowledgeRead,
            KnowledgeWrite,
            LawKeep,
        ],
    },
    Role {
        code: "REFERRAL_OFFICER",
        permissions: &[
            Intake,
            CaseRead,
            KnownAsk,
            KnownAnswer,
            ReferralRead,
            ReferralReadAll,
            ReferralOffer,
            ReferralDecide,
            ShelterRead,
            ShelterPlace,
            AgreementRead,
            LinkRead,
            KnowledgeRead,
            KnowledgeWrite,
        ],
    },
    Role {
        code: "SUPERVISOR",
        permissions: &[
            Intake,
            CaseRead,
            KnownAsk,
            KnownAnswer,
            CaseReadAll,
            CaseApprove,
            ReporterOpen,
            ReferralRead,
            ReferralReadAll,
            ReferralOffer,
            ReferralApprove,
            ReferralDecide,
            DuplicatesDecide,
            RegisterImport,
            EvidenceMake,
            ShelterRead,
            ShelterPlace,
            AgreementRead,
            LinkRead,
            KnowledgeRead,
            KnowledgeWrite,
            KnowledgeReview,
            KnowledgePublish,
            TrainingApprove,
            ServiceKeep,
        ],
    },
    Role {
        code: "REGISTER_CLERK",
        permissions: &[CaseRead, DuplicatesDecide, RegisterImport, AgreementRead, KnowledgeRead],
    },
    Role {
        code: "DPO_AUDIT",
        permissions: &[AuditRead, AgreementRead, LinkRead, KnowledgeRead, ResearchRead],
    },
    Role {
        code: "RESEARCHER",
        permissions: &[
            AgreementRead,
            KnowledgeRead,
            KnowledgeWrite,
            KnowledgeReview,
            ResearchRead,
            ResearchPropose,
        ],
    },
    Role { code: "LICENSING_OFFICER", permissions: &[LicenceRead, LicenceStudy] },
    Role { code: "LICENSING_COMMITTEE", permissions: &[LicenceRead, LicenceDecide] },
    Role { code: "LICENSING_REVIEW", permissions: &[LicenceRead, LicenceReview] },
    Role { code: "ADMIN", permissions: &[AccountsAdmin, LinkRead, LinkAdmin, AgreementRead] },
];

/// Somebody of a partner who signs in at the portal. It is no role of ours: nobody who works here is given it, and whoever holds it may do
/// nothing else, not even what everybody may who is signed in.
pub static GUEST: Role = Role { code: "PORTAL", permissions: &[Permission::Portal] };

/// The role of that code.
pub fn find(code: &str) -> Option<&'static Role> {
    ROLES.iter().chain([&GUEST]).find(|role| role.code == code)
}

/// Whether these are the roles of a guest.
pub fn are_guest(roles: &[String]) -> bool {
    roles.iter().any(|role| role == GUEST.code)
}

/// The text key of a role's name: `role-` and the code in lower case with hyphens.
pub fn text_key(code: &str) -> &'static str {
    match code {
        "HEAD" => "role-head",
        "PARTNERSHIP" => "role-partnership",
        "ADVISOR" => "role-advisor",
        "COMMUNICATION" => "role-communication",
        "INTAKE" => "role-intake",
        "CASE_MANAGER" => "role-case-manager",
        "CHILD_PROTECTION" => "role-child-protection",
        "ELDER_PROTECTION" => "role-elder-protection",
        "SHELTER_SUPERVISOR" => "role-shelter-supervisor",
        "SHELTER_STAFF" => "role-shelter-staff",
        "PSYCHOLOGIST" => "role-psychologist",
        "LEGAL" => "role-legal",
        "REFERRAL_OFFICER" => "role-referral-officer",
        "SUPERVISOR" => "role-supervisor",
        "REGISTER_CLERK" => "role-register-clerk",
        "DPO_AUDIT" => "role-dpo-audit",
        "RESEARCHER" => "role-researcher",
        "LICENSING_OFFICER" => "role-licensing-officer",
        "LICENSING_COMMITTEE" => "role-licensing-committee",
        "LICENSING_REVIEW" => "role-licensing-review",
        "ADMIN" => "role-admin",
        "PORTAL" => "role-portal",
        "PAPER" => "role-paper",
        "TOKEN" => "role-token",
        _ => "role-none",
    }
}

/// What those may do who regulate.
const REGULATING: [Permission; 4] = [LicenceRead, LicenceStudy, LicenceDecide, LicenceReview];
/// What those may do who work with partners: with it, evaluations can be read, given and signed.
const PARTNERING: [Permission; 2] = [AgreementRead, AgreementSign];

/// Whether these roles would let one person both regulate an entity and judge the partnership with it (clause 1.3 of the policy guide).
pub fn crosses_wall(roles: &[String]) -> bool {
    let any = |side: &[Permission]| side.iter().any(|one| holds(roles, *one));
    any(&REGULATING) && any(&PARTNERING)
}

fn holds(roles: &[String], permission: Permission) -> bool {
    roles.iter().filter_map(|code| find(code)).any(|role| role.permissions.contains(&permission))
}

/// Whether somebody who holds these roles may do it. Whoever holds roles on both sides of the wall has neither side.
pub fn allow(roles: &[String], permission: Permission) -> bool {
    match permission {
        Permission::Public => true,
        Permission::SignedIn => !are_guest(roles),
        walled if REGULATING.contains(&walled) || PARTNERING.contains(&walled) => {
            holds(roles, walled) && !crosses_wall(roles)
        }
        _ => holds(roles, permission),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(role: &str, permission: Permission) -> bool {
        allow(&[role.to_owned()], permission)
    }

    #[test]
    fn the_administrator_reads_no_case_and_no_referral() {
        let all = [CaseRead, CaseReadAll, ReferralRead, ReferralReadAll, Intake, RegisterImport];
        for permission in all {
            assert!(!may("ADMIN", permission), "{permission:?}");
        }
    }

    #[test]
    fn the_auditor_sees_who_read_but_not_what() {
        assert!(may("DPO_AUDIT", AuditRead));
        assert!(!may("DPO_AUDIT", CaseRead));
    }

    #[test]
    fn an_unknown_role_allows_nothing() {
        assert!(!may("WIZARD", CaseRead));
    }

    #[test]
    fn a_guest_may_use_the_portal_and_nothing_else() {
        let all = [Permission::SignedIn, CaseRead, ReferralRead, Intake, AgreementRead, LinkRead];
        for permission in all {
            assert!(!may("PORTAL", permission), "{permission:?}");
        }
        assert!(may("PORTAL", Permission::Portal) && !may("HEAD", Permission::Portal));
        assert!(ROLES.iter().all(|role| role.code != GUEST.code));
    }

    #[test]
    fn contract_a24_no_role_and_no_account_both_regulates_and_judges_a_partnership() {
        for one in ROLES {
            let side = |all: &[Permission]| all.iter().any(|what| one.permissions.contains(what));
            assert!(!(side(&REGULATING) && side(&PARTNERING)), "{}", one.code);
            for other in ROLES {
                let both = [one.code.to_owned(), other.code.to_owned()];
                let reads = REGULATING.iter().any(|what| allow(&both, *what));
                let judges = PARTNERING.iter().any(|what| allow(&both, *what));
                assert!(!(reads && judges), "{} and {}", one.code, other.code);
            }
        }
        let both = ["LICENSING_OFFICER".to_owned(), "PARTNERSHIP".to_owned()];
        assert!(crosses_wall(&both) && !allow(&both, LicenceRead) && !allow(&both, AgreementRead));
        assert!(may("LICENSING_OFFICER", LicenceStudy) && may("PARTNERSHIP", AgreementRead));
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = ROLES.iter().map(|role| role.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ROLES.len());
    }
}
