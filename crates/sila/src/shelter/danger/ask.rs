//! Asking: with the offer of a referral for shelter, where somebody is written down in the case as said to have done harm.

use sila_core::codes::{Kind, Urgency};
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

/// The check that goes with this offer; nothing when it is not for shelter, or nobody to be feared is known by name.
///
/// # Errors
/// `vault.unreadable`; `link.outbox_full`.
pub async fn of(
    app: &App,
    case: CaseId,
    (id, peer, offer): (ReferralId, &Peer, &Offer),
    now: Millis,
) -> Result<Option<Asking>, Problem> {
    if offer.kind != Kind::Shelter {
        return Ok(None);
    }
    let Some(record) = record_of(app, case).await? else { return Ok(None) };
    let (_, alleged) = kin::of_case(app, &record).await?;
    let feared = alleged.into_iter().filter(|one| one.ended_at.is_none());
    let names: Vec<String> = feared.map(|one| one.said.name).collect();
    let values = values::asked(&names);
    if values.is_empty() {
        return Ok(None);
    }
    let broken = |error: &dyn std::fmt::Display| Problem::internal("danger.broken").because(error);
    let check = SafetyCheck::new(id, &values, &mut Randomness);
    let check = check.map_err(|error| broken(&error))?;
    let plain = minicbor::to_vec(&check).map_err(|error| broken(&error))?;
    let secret = Some(record.seal(app, place(id), &plain)?);
    let message = Message::Place(Place::Check(check.message(values::RULES)));
    let letter = letter::with_offer(app, peer, (id, offer), &message, now)?;
    let (side, state) = (ASKED.to_owned(), WAITING.to_owned());
    Ok(Some(Asking {
        check: Check { referral: id, peer: peer.agency, side, state, at: now, secret },
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
