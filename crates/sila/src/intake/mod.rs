//! Intake: one form of five steps, from "is she safe now?" to a case, or to a case and its referral.
//!
//! What is typed is kept step by step in a draft that only its writer can open, also when it is wrong, also when the
//! session has locked meanwhile. Safety comes first: before the first step is answered nothing speaks of another agency.

pub mod alike;
mod alike_panel;
pub mod answers;
pub mod aside;
pub mod check;
pub mod contacts;
pub mod discard;
pub mod draft;
pub mod filled;
pub mod finish;
pub mod listed;
pub mod lockbox;
pub mod need;
pub mod page;
pub mod residence;
pub mod route;
pub mod safety;
pub mod sharing;
pub mod step;
pub mod store;
#[cfg(test)]
mod tests;
pub mod typing;
pub mod view;

pub use step::Step;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of intake.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/intake", Permission::Intake, draft::list);
    r.get("/{lang}/intake/new", Permission::Intake, draft::create);
    r.get("/{lang}/intake/{draft}/discard", Permission::Intake, discard::page);
    r.post("/{lang}/intake/{draft}/discard", Permission::Intake, discard::destroy);
    r.get("/{lang}/intake/{draft}/{step}", Permission::Intake, page::show);
    r.post_draft("/{lang}/intake/{draft}/{step}", Permission::Intake, page::save);
    r.post_draft("/{lang}/intake/{draft}/{step}/keep", Permission::Intake, page::keep);
    r.post("/{lang}/cases/{id}/refer", Permission::ReferralOffer, filled::from_case);
    r.post("/{lang}/services/{id}/intake", Permission::Intake, listed::begin);
    lockbox::routes(r);
    contacts::routes(r);
}
