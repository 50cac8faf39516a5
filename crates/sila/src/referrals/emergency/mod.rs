//! The emergency lane: from the case to the referral on one screen, with the least that the other agency needs, without an
//! approval beforehand, and two words by which those who telephone know each other. What it leaves for afterwards (a second
//! signature, a review) are times like the others ([`super::deadlines`]).

pub mod send;
#[cfg(test)]
mod tests;
pub mod words;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of the lane.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/emergency", Permission::ReferralOffer, send::page);
    r.post("/{lang}/cases/{id}/emergency", Permission::ReferralOffer, send::create);
}
