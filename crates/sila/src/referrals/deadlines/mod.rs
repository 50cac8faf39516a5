//! The times of a referral: by when it is decided and, in an emergency, signed by a second person and reviewed. When one runs
//! out the node tells named people of its own agency, and half as much time later those above them; it says so in a signed line
//! that both agencies hold ([`sila_core::joint::Watch`]). Nobody is sent a message: it stands on the referral, in the lists and
//! on the day of those who are named.

pub mod acts;
pub mod contacts;
pub mod show;
pub mod store;
pub mod tend;

use sila_core::ids::ReferralId;
use sila_core::joint::{Deadline, Joint};
use sila_core::referral::Offer;
use sila_core::time::Millis;

use crate::accounts::Permission;
use crate::agreements;
use crate::ask::Routes;
use crate::db::{DbError, Tx};

/// The routes of times.
pub fn routes(r: &mut Routes) {
    let sign = Permission::ReferralApprove;
    r.get("/{lang}/referrals/escalation", Permission::ReferralReadAll, contacts::page);
    r.post("/{lang}/referrals/escalation", sign, contacts::create);
    r.post("/{lang}/referrals/{id}/countersignature", sign, acts::countersign);
    r.post("/{lang}/referrals/{id}/review", sign, acts::review);
}

/// The times that begin with an offer, as both agencies work them out. With a partner without a node the decision alone:
/// nobody there could read the rest.
///
/// # Errors
/// When the store cannot be read or written.
pub fn begin(
    tx: &mut dyn Tx,
    id: ReferralId,
    (offer, linked): (&Offer, bool),
    offered_at: Millis,
) -> Result<(), DbError> {
    let terms = agreements::store::find(tx, offer.agreement)?;
    let terms = terms.as_ref().map(|stored| &stored.agreement);
    let mut all = Deadline::of(offer).iter().copied();
    all.try_for_each(|deadline| match deadline {
        Deadline::Signature | Deadline::Review if !linked => Ok(()),
        _ => store::begin(tx, id, deadline, deadline.times(offer, offered_at, terms)),
    })
}

/// Ends the times whose waiting is over by the lines of both agencies.
///
/// # Errors
/// When the store cannot be written.
pub fn keep(tx: &mut dyn Tx, id: ReferralId, joint: &Joint) -> Result<(), DbError> {
    let mut done = Deadline::ALL.iter().filter(|one| joint.watch().is_done(**one));
    done.try_for_each(|deadline| store::end(tx, id, *deadline))
}
