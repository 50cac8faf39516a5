//! Why a rule says no. Each reason holds what a person needs to act on it, and no sentence: the
//! sentences are translations under [`Refusal::code`].

use crate::codes::{Category, DeclineCode, Kind, KnownPurpose, LawfulBasis, Service, Sex, Urgency};
use crate::field::Field;
use crate::partnership;
use crate::referral::{Side, State};
use crate::time::Millis;
use crate::wire::WireError;

/// A rule refused. `clause` is the number of the clause of the agreement that says so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
#[expect(missing_docs, reason = "the facts are named like the fields of the types they come from")]
pub enum Refusal {
    /// No agreement between the two agencies.
    NoAgreement,
    /// The agreement starts later.
    AgreementNotYet { from: Millis, clause: String },
    /// The agreement has ended.
    AgreementEnded { until: Millis, clause: String },
    /// The agreement of this reference is not signed by both parties yet, and comes into force only then.
    AgreementNotSigned { agreement: String, clause: String },
    /// The agreement or the link under it is suspended.
    AgreementSuspended,
    /// One of the parties has stopped the agreement, as a clause lets each of them.
    AgreementStopped { clause: String },
    /// The agreement contradicts itself at this part.
    AgreementMalformed { part: &'static str },
    /// The offer names another agreement, or another text of it.
    AgreementDiffers,
    /// Sender or recipient is not a party of the agreement.
    NotAParty { clause: String },
    /// The agreement does not cover this category.
    CategoryNotCovered { category: Category, clause: String },
    /// The agreement does not foresee this kind of exchange.
    KindNotCovered { kind: Kind, clause: String },
    /// The data schedule does not allow this field for this kind of exchange.
    FieldNotCovered { field: Field, kind: Kind, clause: String },
    /// The agreement does not allow this reason to depart from the residence clause.
    OverrideNotCovered { reason: crate::codes::OverrideReason, clause: String },
    /// Departing from the residence clause needs the role of a second approver.
    OverrideNotApproved { clause: String },
    /// The agreement has no times for this urgency.
    NoTimer { urgency: Urgency, clause: String },
    /// The recipient does not offer this service under the agreement.
    ServiceNotOffered { service: Service, clause: String },
    /// The recipient does not offer this service to this category.
    CategoryNotServed { service: Service, category: Category, clause: String },
    /// The recipient does not offer this service to this sex.
    SexNotServed { service: Service, sex: Sex, clause: String },
    /// The recipient does not offer this service at this age.
    AgeNotServed { service: Service, min: Option<u8>, max: Option<u8>, clause: String },
    /// The agreement does not speak of asking whether a person is known.
    KnownNotCovered { clause: String },
    /// The agreement does not allow asking for this purpose.
    KnownPurposeNotCovered { purpose: KnownPurpose, clause: String },
    /// The agreement does not allow asking on this ground.
    KnownBasisNotCovered { basis: LawfulBasis, clause: String },
    /// The agreement does not name this agency as one to which a party may pass a person on.
    OnwardNotCovered { clause: String },
    /// The agreement does not speak of sharing practices and experiences.
    ExpertiseNotCovered { clause: String },
    /// A private party gets nothing about a person without a clause of its own.
    PrivateNotGranted { clause: String },
    /// A code that came into its list after the version that the agreement pins.
    CodeNotPinned { list: &'static str, pinned: u16, needed: u16, clause: String },
    /// The parties have put this area of their cooperation to rest.
    AreaAtRest { area: partnership::Field },
    /// The person, or the ground in law, does not allow passing on to this agency.
    OnwardNotPermitted { clause: String },
    /// A referral that was passed on once is not passed on again.
    OnwardTwice,
    /// What was passed on is not what the first agency had signed.
    OnwardDiffers { part: &'static str },
    /// The programme that is asked for does not list this field.
    FieldNotInProgramme { field: Field },
    /// A referral must ask for at least one service.
    NoService,
    /// Consent is the basis, but none is recorded.
    NoConsent,
    /// Consent given orally needs a witness.
    NoWitness,
    /// A child of thirteen or more was not asked beside the carer, or said no.
    ChildNotAsked,
    /// Nobody consents as the carer of a person exposed to trafficking.
    CarerBarred,
    /// The permission is for another agency.
    PermissionForAnother,
    /// The permission holds only from a later time.
    PermissionNotYet { given_at: Millis },
    /// The permission has run out.
    PermissionExpired { expires_at: Millis },
    /// The permission does not cover this field.
    PermissionLacksField { field: Field },
    /// The permission does not cover this service.
    PermissionLacksService { service: Service },
    /// The person is offered more than once, or to itself.
    SameAgency,
    /// Neither party of this referral.
    NotInThisReferral,
    /// Only the other side may do this.
    WrongSide { side: Side },
    /// Not in this state.
    WrongState { state: State },
    /// The time to decide has run out.
    TooLate { expires_at: Millis },
    /// The time to decide has not run out yet.
    TooEarly { expires_at: Millis },
    /// This reason to decline must name the area believed competent.
    NoProposedArea { code: DeclineCode },
    /// Another agency answers for the person.
    NotResponsible,
    /// Responsibility can still move by the other referral of this number.
    OtherTransfer { reference: String },
    /// A part of the entry breaks a rule of its type.
    Malformed { part: &'static str },
    /// The stored thread does not fold; see [`crate::referral::ThreadError`].
    BrokenThread,
}

impl Refusal {
    /// The stable key for translation, wire and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoAgreement => "referral.no_agreement",
            Self::AgreementNotYet { .. } => "agreement.not_yet",
            Self::AgreementEnded { .. } => "agreement.ended",
            Self::AgreementNotSigned { .. } => "agreement.waits",
            Self::AgreementSuspended => "agreement.suspended",
            Self::AgreementStopped { .. } => "agreement.stopped",
            Self::AgreementMalformed { .. } => "agreement.malformed",
            Self::AgreementDiffers => "agreement.differs",
            Self::NotAParty { .. } => "agreement.not_a_party",
            Self::CategoryNotCovered { .. } => "agreement.category_not_covered",
            Self::KindNotCovered { .. } => "agreement.kind_not_covered",
            Self::FieldNotCovered { .. } => "agreement.field_not_covered",
            Self::OverrideNotCovered { .. } => "agreement.override_not_covered",
            Self::OverrideNotApproved { .. } => "agreement.override_not_approved",
            Self::NoTimer { .. } => "agreement.no_timer",
            Self::ServiceNotOffered { .. } => "eligibility.service_not_offered",
            Self::CategoryNotServed { .. } => "eligibility.category_not_served",
            Self::SexNotServed { .. } => "eligibility.sex_not_served",
            Self::AgeNotServed { .. } => "eligibility.age_not_served",
            Self::KnownNotCovered { .. } => "agreement.known_not_covered",
            Self::KnownPurposeNotCovered { .. } => "agreement.known_purpose_not_covered",
            Self::KnownBasisNotCovered { .. } => "agreement.known_basis_not_covered",
            Self::OnwardNotCovered { .. } => "agreement.onward_not_covered",
            Self::ExpertiseNotCovered { .. } => "agreement.expertise_not_covered",
            Self::PrivateNotGranted { .. } => "agreement.private_not_granted",
            Self::CodeNotPinned { .. } => "agreement.code_not_pinned",
            Self::AreaAtRest { .. } => "agreement.area_at_rest",
            Self::OnwardNotPermitted { .. } => "permission.no_onward",
            Self::OnwardTwice => "referral.onward_twice",
            Self::OnwardDiffers { .. } => "referral.onward_differs",
            Self::FieldNotInProgramme { .. } => "programme.field_not_listed",
            Self::NoService => "referral.no_service",
            Self::NoConsent => "referral.no_consent",
            Self::NoWitness => "permission.no_witness",
            Self::ChildNotAsked => "permission.child_not_asked",
            Self::CarerBarred => "permission.carer_barred",
            Self::PermissionForAnother => "permission.for_another",
            Self::PermissionNotYet { .. } => "permission.not_yet",
            Self::PermissionExpired { .. } => "permission.expired",
            Self::PermissionLacksField { .. } => "permission.lacks_field",
            Self::PermissionLacksService { .. } => "permission.lacks_service",
            Self::SameAgency => "referral.same_agency",
            Self::NotInThisReferral => "referral.not_in_this_referral",
            Self::WrongSide { .. } => "referral.wrong_side",
            Self::WrongState { .. } => "referral.wrong_state",
            Self::TooLate { .. } => "referral.too_late",
            Self::TooEarly { .. } => "referral.too_early",
            Self::NoProposedArea { .. } => "referral.no_proposed_area",
            Self::NotResponsible => "referral.not_responsible",
            Self::OtherTransfer { .. } => "referral.other_transfer",
            Self::Malformed { .. } => "referral.malformed",
            Self::BrokenThread => "referral.broken_thread",
        }
    }

    /// The number of the clause that says so, where the agreement is the reason.
    pub fn clause(&self) -> Option<&str> {
        match self {
            Self::AgreementNotYet { clause, .. }
            | Self::AgreementNotSigned { clause, .. }
            | Self::AgreementStopped { clause }
            | Self::AgreementEnded { clause, .. }
            | Self::NotAParty { clause }
            | Self::CategoryNotCovered { clause, .. }
            | Self::KindNotCovered { clause, .. }
            | Self::FieldNotCovered { clause, .. }
            | Self::OverrideNotCovered { clause, .. }
            | Self::OverrideNotApproved { clause }
            | Self::NoTimer { clause, .. }
            | Self::ServiceNotOffered { clause, .. }
            | Self::CategoryNotServed { clause, .. }
            | Self::SexNotServed { clause, .. }
            | Self::AgeNotServed { clause, .. }
            | Self::KnownNotCovered { clause }
            | Self::KnownPurposeNotCovered { clause, .. }
            | Self::KnownBasisNotCovered { clause, .. }
            | Self::OnwardNotCovered { clause }
            | Self::ExpertiseNotCovered { clause }
            | Self::PrivateNotGranted { clause }
            | Self::CodeNotPinned { clause, .. }
            | Self::OnwardNotPermitted { clause } => Some(clause),
            _ => None,
        }
    }
}

impl From<WireError> for Refusal {
    fn from(error: WireError) -> Self {
        match error {
            WireError::Invalid { part } => Self::Malformed { part },
            _ => Self::Malformed { part: "bytes" },
        }
    }
}
