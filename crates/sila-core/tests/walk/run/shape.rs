//! Who walks, and which referrals there can be between them.

use sila_core::{AgencyId, ReferralId};
use uuid::Uuid;

/// What can come about in a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// One referral between two agencies.
    Pair,
    /// The same, and the second agency may pass it on to a third.
    Onward,
    /// One case is transferred to two agencies at once, of which one may pass it on.
    Rivals,
}

impl Shape {
    /// All of them.
    pub const ALL: [Shape; 3] = [Shape::Pair, Shape::Onward, Shape::Rivals];

    /// How many ends of referrals there are at most: two of each way.
    pub fn ends(self) -> usize {
        match self {
            Shape::Pair => 2,
            Shape::Onward => 4,
            Shape::Rivals => 6,
        }
    }
}

/// The agencies; the case is the first one's.
pub const AGENCIES: [AgencyId; 4] =
    [AgencyId([1; 32]), AgencyId([2; 32]), AgencyId([3; 32]), AgencyId([4; 32])];
/// How many referrals there can be.
pub const WAYS: usize = 3;
/// From the first agency to the second.
pub const UP: usize = 0;
/// From the second to the third, passed on.
pub const DOWN: usize = 1;
/// From the first to the fourth.
pub const RIVAL: usize = 2;
/// The referrals, each with its source and its target.
pub const ROUTES: [(ReferralId, usize, usize); WAYS] = [
    (ReferralId(Uuid::from_u128(12)), 0, 1),
    (ReferralId(Uuid::from_u128(13)), 1, 2),
    (ReferralId(Uuid::from_u128(14)), 0, 3),
];

/// One end of one referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Which referral.
    pub way: usize,
    /// The agency at this end.
    pub here: usize,
    /// The agency at the other end.
    pub there: usize,
    /// The source's end.
    pub is_source: bool,
}

impl End {
    /// The end of this number: of each referral first the source's, then the target's.
    pub fn numbered(at: usize) -> End {
        let (way, is_source) = (at / 2, at.is_multiple_of(2));
        let (_, source, target) = ROUTES[way];
        let (here, there) = if is_source { (source, target) } else { (target, source) };
        End { way, here, there, is_source }
    }

    /// The agency at this end.
    pub fn me(self) -> AgencyId {
        AGENCIES[self.here]
    }
}
