//! After one side was restored from a backup: what it had signed since is still with the other, which sends it back. The
//! signatures are the node's own, so nothing is believed that it has not said itself.

use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Thread};
use sila_core::time::Millis;
use sila_link::SignedEntry;

use super::letter::{self, Beside};
use super::record::Record;
use super::store::{self, Referral};
use super::{duty, entry, narrowing};
use crate::app::App;
use crate::cases;
use crate::db::{DbError, Tx};
use crate::links::{self, outbox};
use crate::p;
use crate::problem::Problem;

/// Sends the other agency what it has signed in this referral and has forgotten: everything, in order; what it still has
/// does no harm.
///
/// # Errors
/// When the store cannot be read or written; `link.outbox_full`.
pub async fn give(app: &App, id: ReferralId, now: Millis) -> Result<(), Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(record) = Record::load(tx, id)? else { return Ok(None) };
        let peer = links::store::peer_of(tx, record.row.peer)?;
        Ok(peer.map(|peer| (record, peer)))
    };
    let mut letters = Vec::new();
    if let Some((record, peer)) = app.store.read(read).await? {
        let offer = record.thread()?.offer();
        for theirs in record.stored.iter().filter(|entry| entry.author == peer.agency) {
            let signed = SignedEntry::from_cbor(&theirs.body);
            let signed = signed
                .map_err(|error| Problem::internal("referral.broken_thread").because(error))?;
            let beside = Beside::default();
            letters.push(letter::letter(app, &peer, (id, offer), &signed, beside, now)?);
        }
    }
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        letters.iter().try_for_each(|letter| outbox::post(tx, letter))
    };
    app.store.write(write).await?;
    app.outbox.notify_one();
    Ok(())
}

/// Something of ours has come back: what we had erased of what the person took back is erased again, and what had to wait for it is
/// tried again.
///
/// # Errors
/// When the store cannot be read or written; `referral.busy` when the referral or the case was changed meanwhile.
pub async fn mend(app: &App, id: ReferralId, now: Millis) -> Result<(), Problem> {
    let record = Record::of(app, id).await?;
    narrowing::again(app, &record, now).await?;
    links::parked::replay(app, sila_link::link_id(app.node.id, record.row.peer)).await?;
    Ok(())
}

/// What an entry of our own had done here beside the thread, when it comes back.
pub(super) fn redo(
    tx: &mut dyn Tx,
    row: &Referral,
    act: &Act,
    (before, after): (&Thread, &Thread),
    now: Millis,
) -> Result<(), DbError> {
    match act {
        Act::Purged | Act::Erased { .. } => {
            entry::erase(tx, row, now)?;
        }
        Act::Release { .. } => {
            tx.send(&store::SET_IDENTITY_KEY, &p![row.id, None::<Vec<u8>>])?;
        }
        _ => {}
    }
    if let Some((case, agency)) = row.case_id.zip(entry::handed_over(before, after)) {
        cases::store::set_lead(tx, case, agency)?;
        cases::handover::store::go(tx, (case, row.id), now)?;
    }
    duty::store::add(tx, duty::GIVEN_BACK, row.id, now)
}
