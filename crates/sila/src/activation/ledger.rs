//! Reading together what both parties have signed under an agreement.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use sila_core::agreement::Agreement;
use sila_core::evaluation::Outcome;
use sila_core::indices::{Decision, Evaluation, Facts};
use sila_core::obligation::Trigger;
use sila_core::partnership::{
    Annex, Answer, Deed, Duty, FactKey, Indicators, Ledger, Plan, Said, Signed, WorkPlan,
};
use sila_core::scorecard::as_of;
use sila_core::{AgencyId, AgreementId, FactId, Millis, RecordId};
use sila_link::record::{Held, Shared, Standing, Word};
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use super::besides::happened;
use super::closed::Closed;
use super::exchange::Observed;
use super::store;
use super::voices::Brought;
use crate::agreements::{self, State, Stored};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::records::store::{self as records, Loaded};

/// An agreement with everything that was signed under it.
#[derive(Debug, Clone)]
pub struct Book {
    /// Its row: where the signatures on the agreement itself stand.
    pub stored: Stored,
    /// What follows from what was signed.
    pub ledger: Ledger,
    /// Annexes and plans that not everybody has signed yet.
    pub proposals: Vec<Proposal>,
    /// The work plans that both have signed, the last year first.
    pub years: Vec<Signed<WorkPlan>>,
    /// What was decided about proposals.
    decisions: Vec<Decision>,
    /// When evaluations were closed, and whether both parties had answered.
    pub(super) evaluated: Vec<(Millis, bool)>,
}

/// A version that waits for signatures.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Its record.
    pub record: RecordId,
    /// Its hash.
    pub digest: Hash,
    /// Who proposed it.
    pub by: AgencyId,
    /// When.
    pub at: Millis,
    /// It waits for our signature.
    pub waits_for_us: bool,
    /// What it says.
    pub what: What,
}

/// What a proposal says.
#[derive(Debug, Clone)]
pub enum What {
    /// An annex, or a new version of it.
    Annex(Box<Annex>),
    /// The plan of an initiative, or a new version of it.
    Plan(Box<Plan>),
    /// The impact indicators, or a new version of them.
    Indicators(Box<Indicators>),
    /// The work plan of a year, or a new version of it.
    WorkPlan(Box<WorkPlan>),
}

/// The books as last read, and the mark of what they were read from. Reading everything again is for when something was signed.
#[derive(Debug, Default)]
pub struct Shelf {
    held: Mutex<Option<(Mark, Arc<Vec<Book>>)>>,
    /// What was computed from them.
    pub closed: Closed,
}

/// What grows or changes whenever something is signed.
type Mark = [i64; 4];

/// Every agreement that was signed by both sides, with what was signed under it.
///
/// # Errors
/// When the store cannot be read.
pub async fn shared(app: &App) -> Result<Arc<Vec<Book>>, Problem> {
    let me = app.node.id;
    let held = app.books.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mark = store::mark(tx)?;
        match &held {
            Some((of, books)) if *of == mark && !books.iter().any(Book::waits_for_events) => {
                Ok((mark, Arc::clone(books)))
            }
            // What happens besides leaves no mark.
            Some((of, books)) if *of == mark => {
                let mut fresh = Vec::clone(books);
                happened(tx, &mut fresh)?;
                Ok((mark, Arc::new(fresh)))
            }
            _ => Ok((mark, Arc::new(books(tx, me)?))),
        }
    };
    let (mark, books) = app.store.read(read).await?;
    let mut shelf = app.books.held.lock().unwrap_or_else(PoisonError::into_inner);
    *shelf = Some((mark, Arc::clone(&books)));
    Ok(books)
}

/// As [`shared`], for whoever changes what it has read.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App) -> Result<Vec<Book>, Problem> {
    Ok(Vec::clone(&*shared(app).await?))
}

/// The book of one agreement.
///
/// # Errors
/// `page.not_found`, `agreement.not_signed` before both have signed it.
pub async fn one(app: &App, id: AgreementId) -> Result<Book, Problem> {
    let books = shared(app).await?;
    let found = books.iter().find(|book| book.ledger.agreement.id == id).cloned();
    found.ok_or_else(Problem::not_found)
}

/// As [`all`], in a transaction.
pub fn books(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Book>, DbError> {
    let signed = |stored: &Stored| !matches!(stored.state, State::Proposed | State::Offered);
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
    for (record, loaded) in &records::of_kind(tx, Deed::EXIT_KIND)? {
        Place { books: &mut books, me, record: *record, loaded }.deed();
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
    Some((held, Said { record, deed, by, at, answers }))
}

/// A book without an entry.
pub(super) fn empty(agreement: Agreement, signed_at: Option<Millis>) -> Ledger {
    let (annex, indicators, plans, deeds) = (None, None, Vec::new(), Vec::new());
    let (owed_since, events) = (BTreeMap::new(), Vec::new());
    Ledger { agreement, signed_at, annex, owed_since, indicators, plans, deeds, events }
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

impl Book {
    /// The book of an agreement with this ledger and nothing proposed or decided.
    pub(crate) fn with(stored: Stored, ledger: Ledger) -> Book {
        let (proposals, decisions, evaluated) = (Vec::new(), Vec::new(), Vec::new());
        Book { stored, ledger, proposals, years: Vec::new(), decisions, evaluated }
    }

    fn new(stored: Stored, signed_at: &mut BTreeMap<AgreementId, Millis>) -> Book {
        let agreement = stored.agreement.clone();
        let signed_at = signed_at.remove(&agreement.id);
        Book::with(stored, empty(agreement, signed_at))
    }

    /// Whether an obligation waits for something that happens besides.
    pub(super) fn waits_for_events(&self) -> bool {
        let annex = self.ledger.annex.as_ref();
        let waits = |duty: &Duty| matches!(duty.trigger, Trigger::After { .. });
        annex.is_some_and(|annex| annex.content.duties.iter().any(waits))
    }

    /// The work plan of a year that both have signed.
    pub fn year(&self, year: u16) -> Option<&Signed<WorkPlan>> {
        self.years.iter().find(|one| one.content.year == year)
    }

    /// The facts of the indices at `now`, from what was signed until then and what was observed ([`super::exchange`]).
    pub fn facts(&self, now: Millis, observed: Observed) -> Facts {
        let until = |at: Millis| at <= now;
        let decisions = self.decisions.iter().filter(|one| until(one.decided_at)).cloned();
        let ledger = as_of(&self.ledger, now);
        let Observed { exchanges, brought } = observed;
        let mut facts = ledger.facts(now, name, exchanges, decisions.collect());
        let alone = |one: &Brought| one.became.iter().all(|id| ledger.course(*id).is_none());
        facts.voices.extend(brought.into_iter().filter(alone).map(|one| one.voice));
        let closed = self.evaluated.iter().filter(|(at, _)| until(*at)).max();
        facts.evaluation = match closed {
            None => Evaluation::None,
            Some((_, true)) => Evaluation::Mutual,
            Some((_, false)) => Evaluation::OneWay,
        };
        facts
    }

    /// Stands for everything that was signed until `at`: as long as it is the same, so is every fact of then. It is a hash over the
    /// records, how each was answered and when, and over the texts in force; what is long is in records that never change.
    pub fn print(&self, at: Millis) -> Hash {
        let mut all: Vec<u8> = self.stored.digest.to_vec();
        let time = |all: &mut Vec<u8>, at: Millis| all.extend(at.0.to_be_bytes());
        let ledger = &self.ledger;
        for (record, signed, bytes) in ledger
            .annex
            .iter()
            .map(|one| (one.record, one.at, one.content.to_cbor()))
            .chain(ledger.indicators.iter().map(|one| (one.record, one.at, one.content.to_cbor())))
            .chain(ledger.plans.iter().map(|one| (one.record, one.at, one.content.to_cbor())))
            .filter(|(_, signed, _)| *signed <= at)
        {
            all.extend(record.0.as_bytes());
            time(&mut all, signed);
            all.extend(sha256(&[&bytes]));
        }
        for (number, since) in &ledger.owed_since {
            all.extend(number.to_be_bytes());
            time(&mut all, *since);
        }
        for event in ledger.events.iter().filter(|event| event.at <= at) {
            all.extend(event.event.code().as_bytes());
            time(&mut all, event.at);
        }
        for said in ledger.deeds.iter().filter(|said| said.at <= at) {
            all.extend(said.record.0.as_bytes());
            for answer in said.answers.iter().filter(|answer| answer.at <= at) {
                all.extend(answer.by.0);
                all.push(u8::from(answer.confirms));
                time(&mut all, answer.at);
            }
        }
        for one in self.decisions.iter().filter(|one| one.decided_at <= at) {
            all.extend(one.id.0.as_bytes());
            all.push(u8::from(one.accepted));
            one.signed_by.iter().for_each(|party| all.extend(party.0));
        }
        for (closed, both) in self.evaluated.iter().filter(|(closed, _)| *closed <= at) {
            time(&mut all, *closed);
            all.push(u8::from(*both));
        }
        sha256(&[&all])
    }

    /// The name of a party in the reader's language.
    pub fn name(&self, lang: crate::web::Lang, party: AgencyId) -> &str {
        let party = self.ledger.agreement.party(party);
        party.map_or("", |party| lang.pick(&party.name_ar, &party.name_en))
    }

    /// Deeds of the other party that wait for our word.
    pub fn to_answer(&self, me: AgencyId) -> impl Iterator<Item = &Said> {
        let waits = move |said: &&Said| said.by != me && said.is_waiting();
        self.ledger.deeds.iter().filter(waits)
    }
}

/// The same identifier at every party.
pub(crate) fn name((record, kind, number, time): FactKey) -> FactId {
    let parts: [&[u8]; 4] =
        [record.0.as_bytes(), &[kind], &number.to_be_bytes(), &time.to_be_bytes()];
    let hash = sha256(&parts);
    FactId(Uuid::from_bytes(hash.first_chunk().copied().unwrap_or_default()))
}
