//! What counts for an agreement besides what was signed under it: events that make an obligation fall due, and notice of its end, which
//! is read by itself wherever something is sent or taken in.

use std::collections::BTreeMap;

use sila_core::agreement::Agreement;
use sila_core::obligation::{Event, Happened};
use sila_core::partnership::{Deed, Said};
use sila_core::{AgencyId, AgreementId, Millis, Refusal};
use sila_link::record::Held;

use super::ledger::{Book, empty};
use super::reading::{heard, said, signed_at};
use super::store;
use crate::db::{DbError, Tx};
use crate::records::store as records;

/// What was said about the end of agreements.
#[derive(Debug, Default)]
pub struct Exits(BTreeMap<AgreementId, Vec<Said>>);

/// What was said about the end of agreements, as the node `me` reads it, without reading all that was signed under them.
///
/// # Errors
/// When the store cannot be read.
pub fn exits(tx: &mut dyn Tx, me: AgencyId) -> Result<Exits, DbError> {
    let mut all: BTreeMap<AgreementId, Vec<Said>> = BTreeMap::new();
    let came = records::heard_of_kind(tx, Deed::EXIT_KIND)?;
    for (record, loaded) in &records::of_kind(tx, Deed::EXIT_KIND)? {
        if let Some((held, said)) = said(*record, loaded) {
            let said = heard(said, held, (&came, me));
            all.entry(said.deed.agreement).or_default().push(said);
        }
    }
    Ok(Exits(all))
}

impl Exits {
    /// Whether an agreement holds at `now`: within its dates, and not ended by notice.
    ///
    /// # Errors
    /// The refusal with its clause.
    pub fn holds(&self, agreement: &Agreement, now: Millis) -> Result<(), Refusal> {
        let Some(deeds) = self.0.get(&agreement.id) else { return agreement.in_force(now) };
        let party = |said: &&Said| agreement.party(said.by).is_some();
        let deeds = deeds.iter().filter(party).cloned().collect();
        let mut ledger = empty(agreement.clone(), None);
        ledger.deeds = deeds;
        ledger.sort();
        ledger.holds(now)
    }
}

/// Writes down what happened besides, for agreements of which an obligation waits for it.
pub(super) fn happened(tx: &mut dyn Tx, books: &mut [Book]) -> Result<(), DbError> {
    let waiting: Vec<&mut Book> = books.iter_mut().filter(|book| book.waits_for_events()).collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let minutes = records::of_kind(tx, crate::minutes::text::MINUTES)?;
    for book in waiting {
        let accepted = store::accepted(tx, book.ledger.agreement.id)?.into_iter();
        let mut all: Vec<Happened> =
            accepted.map(|at| Happened { at, event: Event::ReferralAccepted }).collect();
        let parties: Vec<AgencyId> =
            book.ledger.agreement.parties.iter().map(|party| party.agency).collect();
        for loaded in minutes.values() {
            let Some(digest) = loaded.shared.history().first().copied() else { continue };
            let held = loaded.shared.version(&digest);
            let both = |held: &Held| parties.iter().all(|one| held.version.parties.contains(one));
            if held.is_some_and(both) {
                let at = signed_at(loaded, &digest);
                all.push(Happened { at, event: Event::MinutesApproved });
            }
        }
        let closed = book.evaluated.iter();
        all.extend(closed.map(|(at, _)| Happened { at: *at, event: Event::EvaluationClosed }));
        book.ledger.events = all;
        book.ledger.sort();
    }
    Ok(())
}
