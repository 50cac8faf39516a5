//! What both parties have signed under an agreement, as it was last read, and the facts that follow from it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sila_core::agreement::Agreement;
use sila_core::indices::{Decision, Evaluation, Facts};
use sila_core::obligation::Trigger;
use sila_core::partnership::{
    Annex, Duty, FactKey, Indicators, Ledger, OfInitiative, Plan, Said, Signed, WorkPlan,
};
use sila_core::scorecard::as_of;
use sila_core::{AgencyId, AgreementId, FactId, Millis, RecordId};
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use super::besides::happened;
use super::closed::Closed;
use super::exchange::Observed;
use super::reading::books;
use super::store;
use super::voices::Brought;
use crate::agreements::Stored;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;

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
    pub(super) decisions: Vec<Decision>,
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

impl Book {
    /// The book of an agreement with this ledger and nothing proposed or decided.
    pub(crate) fn with(stored: Stored, ledger: Ledger) -> Book {
        let (proposals, decisions, evaluated) = (Vec::new(), Vec::new(), Vec::new());
        Book { stored, ledger, proposals, years: Vec::new(), decisions, evaluated }
    }

    pub(super) fn new(stored: Stored, signed_at: &mut BTreeMap<AgreementId, Millis>) -> Book {
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

    /// Whether both parties have answered an evaluation that was closed after `since`.
    pub fn evaluated_since(&self, since: Millis) -> bool {
        self.evaluated.iter().any(|(at, both)| *both && since < *at)
    }

    /// The work plan of a year that both have signed.
    pub fn year(&self, year: u16) -> Option<&Signed<WorkPlan>> {
        self.years.iter().find(|one| one.content.year == year)
    }

    /// The facts of the indices at `now`, from what was signed until then and what was observed ([`super::exchange`]).
    pub fn facts(&self, now: Millis, observed: Observed) -> Facts {
        self.facts_by(now, observed, |_, compute| compute())
    }

    /// As [`Book::facts`], with the facts of initiatives that are held: see [`Ledger::facts_by`].
    pub(super) fn facts_by(
        &self,
        now: Millis,
        observed: Observed,
        part: impl FnMut(RecordId, &dyn Fn() -> OfInitiative) -> OfInitiative,
    ) -> Facts {
        let until = |at: Millis| at <= now;
        let decisions = self.decisions.iter().filter(|one| until(one.decided_at)).cloned();
        let ledger = as_of(&self.ledger, now);
        let Observed { exchanges, brought } = observed;
        let mut facts = ledger.facts_by(now, name, (exchanges, decisions.collect()), part);
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

/// A book without an entry.
pub(super) fn empty(agreement: Agreement, signed_at: Option<Millis>) -> Ledger {
    let (annex, indicators, plans, deeds) = (None, None, Vec::new(), Vec::new());
    let (owed_since, events) = (BTreeMap::new(), Vec::new());
    Ledger { agreement, signed_at, annex, owed_since, indicators, plans, deeds, events }
}

/// The same identifier at every party.
pub(crate) fn name((record, kind, number, time): FactKey) -> FactId {
    let parts: [&[u8]; 4] =
        [record.0.as_bytes(), &[kind], &number.to_be_bytes(), &time.to_be_bytes()];
    let hash = sha256(&parts);
    FactId(Uuid::from_bytes(hash.first_chunk().copied().unwrap_or_default()))
}
