//! Asking: with the offer of a referral into a home, where somebody is written down in the case as said to have done harm.

use sila_core::codes::Urgency;
use sila_core::ids::{CaseId, ReferralId};
use sila_core::referral::Offer;
use sila_core::time::Millis;
use sila_link::Message;
use sila_link::place::{Place, SafetyCheck};

use super::{ASKED, Check, WAITING, fact, store, values};
use crate::app::App;
use crate::cases::{self, CaseRecord, kin, store as case_store};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::Peer;
use crate::links::outbox::{self, Letter};
use crate::problem::Problem;
use crate::referrals::letter;
use crate::vault;

/// A check that leaves with an offer, in the transaction that writes it.
#[derive(Debug)]
pub struct Asking {
    check: Check,
    letter: Letter,
    fact: Fact,
}

/// Where the secrets of a check belong, under the key of the case.
pub(super) fn place(id: ReferralId) -> vault::Place {
    vault::Place { table: "danger_check", row: id.0 }
}

/// The case for the node itself; nothing when it is not written yet, or was erased.
pub(super) async fn record_of(app: &App, case: CaseId) -> Result<Option<CaseRecord>, Problem> {
    let stored = app.store.read(move |tx| case_store::stored(tx, case)).await?;
    stored.map(|stored| cases::unseal(app, stored, None)).transpose()
}

/// For so many minutes a check is waited for before people may decide instead: usually it is there within one, and a place that is
/// held for whom it is about is held for longer.
fn waits(urgency: Urgency) -> i64 {
    match urgency {
        Urgency::Emergency => 5,
        Urgency::Urgent => 15,
        Urgency::Routine => 60,
    }
}

/// Until when the other agency is to wait for the check that goes behind this offer; nothing when it is into no home, or nobody to be
/// feared has any name here, and none goes.
///
/// # Errors
/// `vault.unreadable`.
pub async fn announced(
    app: &App,
    case: CaseId,
    offer: &Offer,
    now: Millis,
) -> Result<Option<Millis>, Problem> {
    if !offer.gives_shelter(&[]) {
        return Ok(None);
    }
    let Some(record) = record_of(app, case).await? else { return Ok(None) };
    // Also of whom one word alone is known: nobody is asked about by it, and people speak.
    let asks = !feared(app, &record).await?.is_empty();
    let by = now.plus_minutes(waits(offer.urgency)).min(offer.expires_at);
    Ok(asks.then_some(by))
}

/// The names of everybody who is to be feared.
pub(super) async fn feared(app: &App, record: &CaseRecord) -> Result<Vec<String>, Problem> {
    let (_, alleged) = kin::of_case(app, record).await?;
    let feared = alleged.into_iter().filter(|one| one.ended_at.is_none());
    let named = feared.map(|one| one.said.name).filter(|name| !name.trim().is_empty());
    Ok(named.collect())
}

/// A question about everybody who is to be feared, bound to the referral that it is about, and our secrets, sealed. It may be about
/// nobody, or nobody any more: what was announced is asked.
///
/// # Errors
/// `vault.unreadable`.
pub(super) async fn question(
    app: &App,
    record: &CaseRecord,
    (id, about): (ReferralId, ReferralId),
) -> Result<(Message, Vec<u8>), Problem> {
    let broken = |error: &dyn std::fmt::Display| Problem::internal("danger.broken").because(error);
    let check =
        SafetyCheck::new(about, &values::asked(&feared(app, record).await?), &mut Randomness);
    let check = check.map_err(|error| broken(&error))?;
    let plain = minicbor::to_vec(&check).map_err(|error| broken(&error))?;
    let secret = record.seal(app, place(id), &plain)?;
    Ok((Message::Place(Place::Check(check.message(values::RULES))), secret))
}

/// The check that this offer announces; nothing when it announces none.
///
/// # Errors
/// `vault.unreadable`; `link.outbox_full`.
pub async fn of(
    app: &App,
    case: CaseId,
    (id, peer, offer): (ReferralId, &Peer, &Offer),
    now: Millis,
) -> Result<Option<Asking>, Problem> {
    if offer.checked_by.is_none() {
        return Ok(None);
    }
    let Some(record) = record_of(app, case).await? else { return Ok(None) };
    let (message, secret) = question(app, &record, (id, id)).await?;
    let letter = letter::with_offer(app, peer, (id, offer), &message, now)?;
    let (side, state, secret) = (ASKED.to_owned(), WAITING.to_owned(), Some(secret));
    let (peer, due, onward) = (peer.agency, None, None);
    Ok(Some(Asking {
        check: Check { referral: id, peer, side, state, at: now, due, onward, secret },
        letter: letter.urgent(offer.urgency == Urgency::Emergency),
        fact: fact(app, id, ASKED, None, now),
    }))
}

impl Asking {
    /// Writes it down and sends it, behind the letter of its offer.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn insert(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        if store::insert(tx, &self.check)? {
            outbox::post(tx, &self.letter)?;
            journal::insert(tx, &self.fact)?;
        }
        Ok(())
    }
}
