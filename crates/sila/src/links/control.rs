//! The link's own messages: test, stop, go on, and what became later of a message that was set aside.

use sila_core::Millis;
use sila_link::{Disposition, LaterDisposition, LinkError, LinkEvent, LinkVerified, Message, Side};
use sila_seal::Hash;

use super::peer::Peer;
use super::receiving::{Apply, Parked};
use super::transit::store as transit;
use super::{fact, store, trial};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;

/// Decides what one of the link's own messages does.
pub(super) fn prepare(
    app: &App,
    peer: &Peer,
    message: Message,
    now: Millis,
) -> Result<Apply, Parked> {
    let link = peer.link;
    match message {
        Message::LinkTest(_) => Ok(Box::new(move |tx| {
            store::set_test_seen(tx, link, now)?;
            Ok(Disposition::Applied)
        })),
        Message::LinkSuspend(reason) => {
            let told = fact(
                app,
                peer,
                "link",
                "link.suspended_by_them",
                reason.as_str().as_bytes(),
                None,
                now,
            );
            Ok(Box::new(move |tx| moved(tx, link, LinkEvent::Suspend(Side::Them), &told, now)))
        }
        Message::LinkResume(ceremony) if peer.ceremony != Some(ceremony) => {
            let earlier = Disposition::Refused(LinkError::State.to_code());
            Ok(Box::new(move |_| Ok(earlier.clone())))
        }
        Message::LinkResume(_) => {
            let told = fact(app, peer, "link", "link.opened_by_them", &[], None, now);
            Ok(Box::new(move |tx| moved(tx, link, LinkEvent::Resume(Side::Them), &told, now)))
        }
        // Said of other digits it belongs to a link that was ended before this one began.
        Message::LinkVerified(said) if said != LinkVerified::of(&peer.short_code) => {
            Err(LinkError::NotVerified.into())
        }
        Message::LinkVerified(_) => {
            let told = fact(app, peer, "link", "link.verified_by_them", &[], None, now);
            Ok(Box::new(move |tx| {
                store::set_peer_verified(tx, link, now)?;
                crate::journal::store::insert(tx, &told)?;
                Ok(Disposition::Applied)
            }))
        }
        Message::LinkFile(_) | Message::LinkTested(_) | Message::LinkProved => {
            trial::prepare(app, peer, message, now)
        }
        Message::LinkDisposition(later) => Ok(Box::new(move |tx| settled(tx, link, &later, now))),
        _ => Err(LinkError::Kind.into()),
    }
}

/// Moves the state by an event of the other side; an event that changes nothing is fine.
fn moved(
    tx: &mut dyn Tx,
    link: Hash,
    event: LinkEvent,
    told: &Fact,
    now: Millis,
) -> Result<Disposition, DbError> {
    let from = store::state_of(tx, link)?;
    match from.after(event) {
        Ok(to) => {
            store::set_state(tx, link, from, to, now)?;
            crate::journal::store::insert(tx, told)?;
            Ok(Disposition::Applied)
        }
        Err(error) => Ok(Disposition::Refused(error.to_code())),
    }
}

fn settled(
    tx: &mut dyn Tx,
    link: Hash,
    later: &LaterDisposition,
    now: Millis,
) -> Result<Disposition, DbError> {
    let LaterDisposition { place, header_hash, disposition } = later;
    let known = transit::set_later(tx, link, *place, *header_hash, disposition)?;
    for id in transit::applied_referrals(tx, link, *place, place.seq)? {
        crate::referrals::store::set_delivered(tx, id, now)?;
    }
    let unknown = || Disposition::Refused(LinkError::Schema("place").to_code());
    Ok(if known { Disposition::Applied } else { unknown() })
}
