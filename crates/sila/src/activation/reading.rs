//! Reading together what both parties have signed under their agreements: each record goes into the book it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::evaluation::Outcome;
use sila_core::indices::Decision;
use sila_core::partnership::{Annex, Answer, Deed, Indicators, Plan, Said, Signed, WorkPlan};
use sila_core::{AgencyId, AgreementId, FactId, Millis, RecordId};
use sila_link::record::{Held, Shared, Standing, Word};
use sila_seal::Hash;
use uuid::Uuid;

use super::besides::happened;
use super::ledger::{Book, Proposal, What};
use crate::agreements::{self, Stored};
use crate::db::{DbError, Tx};
use crate::records::store::{self as records, Loaded};

/// Every agreement that was signed by both sides, with what was signed under it, from the first row to the last.
pub fn books(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Book>, DbError> {
    let signed = |stored: &Stored| stored.state.is_signed();
    let stored = agreements::store::all(tx)?.into_iter().filter(signed);
    let mut signed_at = agreements::store::signed_at(tx)?;
    let annexes = records::of_kind(tx, Annex::KIND)?;
    let indicators = records::of_kind(tx, Indicators::KIND)?;
    let plans = records::of_kind(tx, Plan::KIND)?;
    let deeds = records::of_kind(tx, Deed::KIND)?;
    let mut books: BTreeMap<AgreementId, Book> = stored
        .map(|stored| Book::new(stored, &mut signed_at))
        .map(|book| (book.ledger.agreement.id, book))
        .collect();
    for (record, loaded) in &annexes {
        Place { books: &mut books, me, record: *record, loaded }.annex();
    }
    for (record, loaded) in &indicators {
        Place { books: &mut books, me, record: *record, loaded }.indicators();
    }
    for (record, loaded) in &plans {
        Place { books: &mut books, me, record: *record, loaded }.plan();
    }
    for (record, loaded) in &deeds {
        Place { books: &mut books, me, record: *record, loaded }.deed();
    }
    let came = records::heard_of_kind(tx, Deed::EXIT_KIND)?;
    for (record, loaded) in &records::of_kind(tx, Deed::EXIT_KIND)? {
        Place { books: &mut books, me, record: *record, loaded }.exit(&came);
    }
    for (record, loaded) in &records::of_kind(tx, WorkPlan::KIND)? {
        Place { books: &mut books, me, record: *record, loaded }.year();
    }
    let outcomes = records::of_kind(tx, Outcome::KIND)?;
    outcomes.values().for_each(|loaded| evaluated(&mut books, loaded));
    let mut books: Vec<Book> = books.into_values().collect();
    books.iter_mut().for_each(|book| book.ledger.sort());
    happened(tx, &mut books)?;
    books.sort_by(|a, b| a.ledger.agreement.code.cmp(&b.ledger.agreement.code));
    Ok(books)
}

/// One record on its way into the book it belongs to.
struct Place<'a> {
    books: &'a mut BTreeMap<AgreementId, Book>,
    me: AgencyId,
    record: RecordId,
    loaded: &'a Loaded,
}

impl Place<'_> {
    /// The book of this agreement, if the parties of the record are those of the agreement.
    fn book(&mut self, agreement: AgreementId, held: &Held) -> Option<&mut Book> {
        let book = self.books.get_mut(&agreement)?;
        let parties = book.ledger.agreement.parties.iter().map(|party| party.agency);
        let parties: BTreeSet<AgencyId> = parties.collect();
        let same = parties == held.version.parties.iter().copied().collect();
        same.then_some(book)
    }

    fn annex(&mut self) {
        for (digest, held) in self.loaded.shared.versions() {
            let Ok(annex) = Annex::from_cbor(&held.version.content) else { continue };
            let (record, agreement) = (self.record, annex.agreement);
            let at = signed_at(self.loaded, digest);
            let open = proposal(self, digest, held, What::Annex(Box::new(annex.clone())));
            let in_force = self.loaded.shared.in_force() == Some(*digest);
            let decided = decision(&self.loaded.shared, digest, held, at);
            let Some(book) = self.book(agreement, held) else { continue };
            book.proposals.extend(open);
            book.decisions.extend(decided);
            // Where two annexes were signed the later one holds.
            let newer = book.ledger.annex.as_ref().is_none_or(|before| before.at < at);
            if in_force && newer {
                book.ledger.annex = Some(Signed { record, content: annex, at });
            }
        }
        self.annex_times();
    }

    /// An annex stands since its first version, whatever amendments came; each of its obligations since the version that brought it.
    fn annex_times(&mut self) {
        let shared = &self.loaded.shared;
        let version = |digest: Hash| {
            let annex = Annex::from_cbor(&shared.version(&digest)?.version.content).ok()?;
            Some((signed_at(self.loaded, &digest), annex))
        };
        let versions: Vec<(Millis, Annex)> =
            shared.history().into_iter().filter_map(version).collect();
        let Some((at, _)) = versions.first() else { return };
        let owed_since = Annex::owed_since(&versions);
        for book in self.books.values_mut() {
            let annex = book.ledger.annex.as_mut().filter(|annex| annex.record == self.record);
            if let Some(annex) = annex {
                annex.at = *at;
                book.ledger.owed_since.clone_from(&owed_since);
            }
        }
    }

    fn indicators(&mut self) {
        for (digest, held) in self.loaded.shared.versions() {
            let Ok(all) = Indicators::from_cbor(&held.version.content) else { continue };
            let (record, agreement) = (self.record, all.agreement);
            // What was set at first counts since then, whatever amendments came.
            let first = self.loaded.shared.history().first().copied();
            let at = signed_at(self.loaded, &first.unwrap_or(*digest));
            let open = proposal(self, digest, held, What::Indicators(Box::new(all.clone())));
            let in_force = counting(&self.loaded.shared) == Some(*digest);
            let Some(book) = self.book(agreement, held) else { continue };
            book.proposals.extend(open);
            // Where two lists were signed the first one holds: what was measured stays about it.
            let older = book.ledger.indicators.as_ref().is_none_or(|before| at < before.at);
            if in_force && older {
                book.ledger.indicators = Some(Signed { record, content: all, at });
            }
        }
    }

    fn plan(&mut self) {
        for (digest, held) in self.loaded.shared.versions() {
            let Ok(plan) = Plan::from_cbor(&held.version.content) else { continue };
            let (record, agreement) = (self.record, plan.agreement);
            let at = signed_at(self.loaded, digest);
            let open = proposal(self, digest, held, What::Plan(Box::new(plan.clone())));
            let in_force = self.loaded.shared.in_force() == Some(*digest);
            let decided = decision(&self.loaded.shared, digest, held, at);
            let Some(book) = self.book(agreement, held) else { continue };
            book.proposals.extend(open);
            book.decisions.extend(decided);
            if in_force {
                book.ledger.plans.push(Signed { record, content: plan, at });
            }
        }
    }

    fn year(&mut self) {
        for (digest, held) in self.loaded.shared.versions() {
            let Ok(plan) = WorkPlan::from_cbor(&held.version.content) else { continue };
            let (record, agreement) = (self.record, plan.agreement);
            let at = signed_at(self.loaded, digest);
            let open = proposal(self, digest, held, What::WorkPlan(Box::new(plan.clone())));
            let in_force = self.loaded.shared.in_force() == Some(*digest);
            let Some(book) = self.book(agreement, held) else { continue };
            book.proposals.extend(open);
            // Where two plans of one year were signed the later one holds.
            let newer = book.year(plan.year).is_none_or(|before| before.at < at);
            if in_force && newer {
                book.years.retain(|one| one.content.year != plan.year);
                book.years.push(Signed { record, content: plan, at });
                book.years.sort_by_key(|one| std::cmp::Reverse(one.content.year));
            }
        }
    }

    fn deed(&mut self) {
        let Some((held, said)) = said(self.record, self.loaded) else { return };
        if let Some(book) = self.book(said.deed.agreement, held) {
            book.ledger.deeds.push(said);
        }
    }

    /// A deed about the end of the agreement.
    fn exit(&mut self, came: &BTreeMap<Hash, Millis>) {
        let Some((held, said)) = said(self.record, self.loaded) else { return };
        let said = heard(said, held, (came, self.me));
        if let Some(book) = self.book(said.deed.agreement, held) {
            book.ledger.deeds.push(said);
        }
    }
}

/// A deed as both have signed it; nothing when it was taken back, or stands under another kind than its own.
pub(super) fn said(record: RecordId, loaded: &Loaded) -> Option<(&Held, Said)> {
    let first = loaded.shared.versions().find(|(_, held)| held.version.number == 1);
    let (digest, held) = first?;
    let deed = Deed::from_cbor(&held.version.content).ok()?;
    if deed.kind() != held.version.kind {
        return None;
    }
    if held.withdrawn && loaded.shared.in_force() != Some(*digest) {
        return None;
    }
    let by = held.version.proposer;
    let at = voice(loaded, digest, by).map(|(_, at)| at)?;
    let other = held.version.parties.iter().copied().filter(|party| *party != by);
    let answer = |party| {
        let (word, at) = voice(loaded, digest, party)?;
        Some(Answer { by: party, confirms: word == Word::Sign, at })
    };
    let answers: Vec<Answer> = other.filter_map(answer).collect();
    Some((held, Said { record, deed, by, at, heard_at: None, answers }))
}

/// What another party has said about the end of an agreement is known here since it came.
pub(super) fn heard(
    said: Said,
    held: &Held,
    (came, me): (&BTreeMap<Hash, Millis>, AgencyId),
) -> Said {
    let came = came.get(&held.version.digest()).copied();
    Said { heard_at: came.filter(|_| said.by != me), ..said }
}

/// The list of indicators that counts: of those that took effect the newest that leaves every earlier indicator as it was. What
/// was measured stays about what both have signed first; a list that changes it counts as none.
fn counting(shared: &Shared) -> Option<Hash> {
    let mut counts: Option<(Hash, Indicators)> = None;
    for digest in shared.history() {
        let held = shared.version(&digest);
        let list = held.and_then(|held| Indicators::from_cbor(&held.version.content).ok());
        let keeps = |list: &Indicators| {
            let before = counts.as_ref().map(|(_, before)| before);
            before.is_none_or(|before| before.all.iter().all(|one| list.all.contains(one)))
        };
        if let Some(list) = list.filter(keeps) {
            counts = Some((digest, list));
        }
    }
    counts.map(|(digest, _)| digest)
}

/// An evaluation that both have signed counts for every agreement between the two.
fn evaluated(books: &mut BTreeMap<AgreementId, Book>, loaded: &Loaded) {
    let Some(digest) = loaded.shared.in_force() else { return };
    let Some(held) = loaded.shared.version(&digest) else { return };
    let Ok(outcome) = Outcome::from_cbor(&held.version.content) else { return };
    let parties: BTreeSet<AgencyId> = held.version.parties.iter().copied().collect();
    for book in books.values_mut() {
        let of = book.ledger.agreement.parties.iter().map(|party| party.agency);
        if parties == of.collect() {
            book.evaluated.push((signed_at(loaded, &digest), outcome.is_mutual()));
        }
    }
}

/// What a party has said about a version, and when.
fn voice(loaded: &Loaded, digest: &Hash, party: AgencyId) -> Option<(Word, Millis)> {
    let said = loaded.voices.iter().filter_map(|voice| voice.read().ok());
    let mut own = said.filter(|voice| voice.version == *digest && voice.party == party);
    own.find(|voice| voice.word != Word::Withdraw).map(|voice| (voice.word, voice.at))
}

/// When the last party signed it.
pub(super) fn signed_at(loaded: &Loaded, digest: &Hash) -> Millis {
    let said = loaded.voices.iter().filter_map(|voice| voice.read().ok());
    let signed = said.filter(|voice| voice.version == *digest && voice.word == Word::Sign);
    signed.map(|voice| voice.at).max().unwrap_or(Millis(0))
}

fn proposal(place: &Place<'_>, digest: &Hash, held: &Held, what: What) -> Option<Proposal> {
    let open = place.loaded.shared.standing(digest) == Some(Standing::Open) && !held.withdrawn;
    open.then(|| Proposal {
        record: place.record,
        digest: *digest,
        by: held.version.proposer,
        at: held.version.at,
        waits_for_us: held.awaited().any(|party| party == place.me),
        what,
    })
}

/// A proposal that all have signed, or that one has declined by itself.
fn decision(shared: &Shared, digest: &Hash, held: &Held, at: Millis) -> Option<Decision> {
    let accepted = match shared.standing(digest)? {
        Standing::InForce | Standing::Replaced => true,
        Standing::Dead if held.words.values().any(|word| *word == Word::Decline) => false,
        _ => return None,
    };
    let signed = held.words.iter().filter(|(_, word)| **word == Word::Sign);
    let id: [u8; 16] = digest.first_chunk().copied()?;
    Some(Decision {
        id: FactId(Uuid::from_bytes(id)),
        proposed_by: held.version.proposer,
        decided_at: at.max(held.version.at),
        accepted,
        signed_by: signed.map(|(party, _)| *party).collect(),
    })
}
