//! What convinces somebody who has nothing else: the proof that an agency's histories disagree ([`alarm`]), and the pack
//! of everything that both agencies signed about one referral.

pub mod alarm;
pub mod check;
pub mod container;
pub mod create;
pub mod feed;
mod gather;
mod index;
mod keys;
pub mod pack;
pub mod show;
pub mod store;

pub use alarm::accuse;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of evidence.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/evidence/{id}", Permission::LinkRead, show::page);
    r.get("/{lang}/evidence/{id}/file", Permission::LinkRead, show::file);
    r.get("/{lang}/links/{agency}/disclosures", Permission::AuditRead, feed::page);
    r.get("/{lang}/referrals/{id}/evidence", Permission::EvidenceMake, create::page);
    r.post("/{lang}/referrals/{id}/evidence", Permission::EvidenceMake, create::create);
}
