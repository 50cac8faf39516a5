//! The times of a referral: by when somebody looks at it, by when it is decided, by when the person is in touch with whoever has taken
//! them, by when the sender hears how it stands; and in an emergency, by when a second person has signed and reviewed it. All run on
//! the calendars that the offer has frozen. When one runs out the node tells named people of its own agency, and half as much time later those above them; it says so in a signed line
//! that both agencies hold ([`sila_core::joint::Watch`]). Nobody is sent a message: it stands on the referral, in the lists and
//! on the day of those who are named.

pub mod acts;
pub mod contacts;
pub mod look;
pub mod progress;
pub mod reply;
pub mod show;
pub mod store;
pub mod tend;

use sila_core::ids::ReferralId;
use sila_core::joint::{Deadline, Joint};
use sila_core::referral::{Offer, State};
use sila_core::time::Millis;

use crate::accounts::Permission;
use crate::agreements;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::partners;
use crate::referrals::record::Projection;
use crate::referrals::store::Referral;

/// The routes of times.
pub fn routes(r: &mut Routes) {
    let sign = Permission::ReferralApprove;
    r.get("/{lang}/referrals/escalation", Permission::ReferralReadAll, contacts::page);
    r.post("/{lang}/referrals/escalation", sign, contacts::create);
    r.post("/{lang}/referrals/{id}/countersignature", sign, acts::countersign);
    r.post("/{lang}/referrals/{id}/review", sign, acts::review);
    let read = Permission::ReferralRead;
    r.get("/{lang}/referrals/{id}/contact", read, reply::contact_page);
    r.post("/{lang}/referrals/{id}/contact", read, reply::contact);
    r.post("/{lang}/referrals/{id}/reminder", Permission::ReferralOffer, reply::remind);
    r.get("/{lang}/referrals/{id}/reminder/answer", read, reply::answer_page);
    r.post("/{lang}/referrals/{id}/reminder/answer", read, reply::answer);
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
        Deadline::Signature | Deadline::Review | Deadline::Look if !linked => Ok(()),
        _ => store::begin(tx, id, deadline, deadline.times(offer, offered_at, terms)),
    })
}

/// Ends the times whose waiting is over by the lines of both agencies, and begins that of a question how it stands.
///
/// # Errors
/// When the store cannot be written.
pub fn keep(tx: &mut dyn Tx, row: &Referral, offer: &Offer, joint: &Joint) -> Result<(), DbError> {
    let watch = joint.watch();
    let mut done = Deadline::ALL.iter().filter(|one| watch.is_done(**one));
    done.try_for_each(|deadline| store::end(tx, row.id, *deadline))?;
    match watch.open_reminder().filter(|_| row.state == State::Accepted) {
        Some(asked) => {
            let times = Deadline::Reply.times(offer, asked.at, None);
            store::begin_again(tx, row.id, Deadline::Reply, times)
        }
        None => Ok(()),
    }
}

/// Begins and ends the times that follow from the entries beside that of the decision: nobody has to look any more once somebody has
/// acted, contact is made with whoever was taken, and when that is over nobody has to say how it stands.
///
/// # Errors
/// When the store cannot be read or written.
pub fn follow(tx: &mut dyn Tx, row: &Referral, to: &Projection) -> Result<(), DbError> {
    let unseen = |state| matches!(state, State::Offered | State::Delivered);
    if unseen(row.state) && !unseen(to.state) {
        store::end(tx, row.id, Deadline::Look)?;
    }
    if row.state == State::Accepted && to.state != State::Accepted {
        store::end(tx, row.id, Deadline::Contact)?;
        store::end(tx, row.id, Deadline::Reply)?;
    }
    let taken = row.state.is_undecided() && to.state == State::Accepted;
    match to.contact.filter(|_| taken) {
        // Nobody at a partner without a node could say that it was made.
        Some(times) if partners::store::find(tx, row.peer)?.is_none() => {
            store::begin(tx, row.id, Deadline::Contact, times)
        }
        _ => Ok(()),
    }
}
