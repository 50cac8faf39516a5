//! Clauses that an agreement may do without: asking whether a person is known, passing a person on, sharing what is known of the work.

use minicbor::{Decode, Encode};

use crate::codes::{KnownPurpose, LawfulBasis};
use crate::ids::AgencyId;
use crate::training::SEATS_MAX;

/// The most third agencies that an agreement names.
pub const THIRD_AGENCIES_MAX: usize = 8;

/// The clause by which the parties may ask each other whether a person is known.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct KnownClause {
    /// Its number, such as `3.2`.
    #[n(0)]
    pub number: String,
    /// What for.
    #[n(1)]
    pub purposes: Vec<KnownPurpose>,
    /// On which grounds in law.
    #[n(2)]
    pub bases: Vec<LawfulBasis>,
    /// How often.
    #[n(3)]
    pub quota: KnownQuota,
}

/// The clause by which a party may pass a referred person on to a third agency.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct OnwardClause {
    /// Its number, such as `3.3`.
    #[n(0)]
    pub number: String,
    /// To whom. The sender of a referral chooses among them, as the person permits.
    #[n(1)]
    pub to: Vec<ThirdAgency>,
}

/// The clause by which the parties share practices, experiences and lessons, in which there is nobody.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ExpertiseClause {
    /// Its number, such as `6.2`.
    #[n(0)]
    pub number: String,
    /// Seats that each party keeps for the other in every course that it opens to it; nothing leaves it to whoever gives the course.
    #[n(1)]
    pub seats: Option<u16>,
}

impl ExpertiseClause {
    /// Whether the number of seats, if there is one, is one that a course can have.
    pub(super) fn is_sound(&self) -> bool {
        self.seats.is_none_or(|seats| (1..=SEATS_MAX).contains(&seats))
    }
}

/// An agency that an agreement names without its being a party.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ThirdAgency {
    /// Its identity.
    #[n(0)]
    pub agency: AgencyId,
    /// Its short code, such as `NASEEM`.
    #[n(1)]
    pub code: String,
    /// Name in Arabic.
    #[n(2)]
    pub name_ar: String,
    /// Name in English.
    #[n(3)]
    pub name_en: String,
}

/// How many questions one party may ask the other. Both count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct KnownQuota {
    /// For one purpose on one day of the State.
    #[n(0)]
    pub per_day: u32,
    /// For one purpose within any minute.
    #[n(1)]
    pub per_minute: u32,
    /// By one worker on one day of the State, for all purposes.
    #[n(2)]
    pub per_worker_day: u32,
}

impl KnownQuota {
    /// What parties usually agree on.
    pub const USUAL: Self = Self { per_day: 200, per_minute: 20, per_worker_day: 15 };
}
