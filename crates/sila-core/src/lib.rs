//! The words and rules two agencies must agree on: areas, codes, persons, permissions, agreements,
//! the residence rule, and the thread of signed entries that is a referral.
//!
//! Pure by law: no files, no network, no clock, no randomness. The time is an argument named `now`.

pub mod agreement;
pub mod area;
pub mod ballot;
pub mod calendar;
pub mod campaign;
pub mod care;
pub mod codes;
pub mod consensus;
pub mod difference;
pub mod directory;
pub mod disclosure;
pub mod evaluation;
pub mod experience;
pub mod extract;
pub mod field;
pub mod ids;
pub mod imprint;
pub mod indices;
pub mod instrument;
pub mod joint;
pub mod law;
pub mod licence;
pub mod lifecycle;
pub mod mandatory;
pub mod meeting;
pub mod network;
pub mod obligation;
pub mod partnership;
pub mod permission;
pub mod person;
pub mod policy;
pub mod poll;
pub mod proposal;
pub mod referral;
pub mod refusal;
pub mod residence;
pub mod scorecard;
pub mod shelter;
pub mod standard;
pub mod time;
pub mod training;
pub mod wire;

pub use area::AreaCode;
pub use ids::ListingId;
pub use ids::{
    AgencyId, AgreementId, CaseId, ContactId, CourseId, DraftId, EnrolmentId, FactId, IdeaId,
    KnowledgeId, MeetingId, MessageId, PersonId, PlaceId, RecordId, ReferralId, RoomId, SeatId,
    VoteId, WorkerId,
};
pub use ids::{ExtractId, StudyId};
pub use refusal::Refusal;
pub use time::Millis;
pub use wire::WireError;

#[cfg(test)]
mod tests;
