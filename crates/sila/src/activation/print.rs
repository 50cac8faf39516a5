//! What stands for everything that was signed until a moment, so that nothing is computed again from the same. It is made of records,
//! how each was answered and when; what is long is in records that never change, and is not read.

use std::collections::BTreeMap;

use sila_core::partnership::Said;
use sila_core::{Millis, RecordId};
use sila_seal::{Hash, sha256};

use super::ledger::Book;

/// Of one book until one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Of everything: as long as it is the same, so is every fact of then.
    pub whole: Hash,
    /// Of each initiative with all that was said about it.
    pub initiatives: BTreeMap<RecordId, Hash>,
}

impl Book {
    /// Stands for everything that was signed until `at`.
    pub fn print(&self, at: Millis) -> Print {
        let mut said = spoken(self, at);
        let mut all: Vec<u8> = self.stored.digest.to_vec();
        let ledger = &self.ledger;
        let annex = ledger.annex.iter().map(|one| (one.record, one.at, one.content.to_cbor()));
        let signs = ledger.indicators.iter().map(|one| (one.record, one.at, one.content.to_cbor()));
        for (record, signed, bytes) in annex.chain(signs).filter(|(_, signed, _)| *signed <= at) {
            all.extend(text(record, signed, &bytes));
        }
        for (number, since) in &ledger.owed_since {
            all.extend(number.to_be_bytes());
            time(&mut all, *since);
        }
        let mut initiatives = BTreeMap::new();
        for plan in ledger.plans.iter().filter(|plan| plan.at <= at) {
            let mut own = text(plan.record, plan.at, &plan.content.to_cbor());
            own.extend(said.remove(&plan.record).unwrap_or_default());
            let print = sha256(&[&own]);
            all.extend(print);
            initiatives.insert(plan.record, print);
        }
        for (record, bytes) in &said {
            all.extend(record.0.as_bytes());
            all.extend(sha256(&[bytes]));
        }
        all.extend(besides(self, at));
        Print { whole: sha256(&[&all]), initiatives }
    }

    /// When the last thing was signed until `now` by which an index may change.
    pub fn changed_at(&self, now: Millis) -> Option<Millis> {
        let ledger = &self.ledger;
        let deeds = ledger.deeds.iter();
        let deeds = deeds.flat_map(|said| said.answers.iter().map(|one| one.at).chain([said.at]));
        let plans =
            ledger.plans.iter().map(|plan| plan.at).chain(ledger.annex.iter().map(|one| one.at));
        let events = ledger.events.iter().map(|event| event.at);
        let decided = self.decisions.iter().map(|one| one.decided_at);
        let closed = self.evaluated.iter().map(|(at, _)| *at);
        let all = deeds.chain(plans).chain(events).chain(decided).chain(closed);
        all.filter(|at| *at <= now).max()
    }
}

fn time(all: &mut Vec<u8>, at: Millis) {
    all.extend(at.0.to_be_bytes());
}

fn text(record: RecordId, signed: Millis, bytes: &[u8]) -> Vec<u8> {
    let mut all = record.0.as_bytes().to_vec();
    time(&mut all, signed);
    all.extend(sha256(&[bytes]));
    all
}

/// What was said until then and how it was answered, by what it is about.
fn spoken(book: &Book, at: Millis) -> BTreeMap<RecordId, Vec<u8>> {
    let mut all: BTreeMap<RecordId, Vec<u8>> = BTreeMap::new();
    for said in book.ledger.deeds.iter().filter(|said| said.at <= at) {
        let Said { record, deed, answers, .. } = said;
        let own = all.entry(deed.about).or_default();
        own.extend(record.0.as_bytes());
        for answer in answers.iter().filter(|answer| answer.at <= at) {
            own.extend(answer.by.0);
            own.push(u8::from(answer.confirms));
            time(own, answer.at);
        }
    }
    all
}

/// What happened, what was decided and which evaluations were closed.
fn besides(book: &Book, at: Millis) -> Vec<u8> {
    let mut all = Vec::new();
    for event in book.ledger.events.iter().filter(|event| event.at <= at) {
        all.extend(event.event.code().as_bytes());
        time(&mut all, event.at);
    }
    for one in book.decisions.iter().filter(|one| one.decided_at <= at) {
        all.extend(one.id.0.as_bytes());
        all.push(u8::from(one.accepted));
        one.signed_by.iter().for_each(|party| all.extend(party.0));
    }
    for (closed, both) in book.evaluated.iter().filter(|(closed, _)| *closed <= at) {
        time(&mut all, *closed);
        all.push(u8::from(*both));
    }
    all
}
