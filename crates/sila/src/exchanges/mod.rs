//! Exchanges (تبادل الخبرات): staff of one agency at another, for a time or a visit, and visits that compare how both work.
//!
//! Whoever keeps training at the sending agency writes down who goes where, when and for what; the guard looks through the words; signing
//! it sends it to the host as a shared record ([`crate::records`]), whose own officer says yes or no. When it is over the sender writes
//! the report with its lesson, which is the next version of the same record: only when the host has signed that too do the hours count in
//! the record of those who went ([`crate::training::competence`]). The lesson goes into the library as a draft ([`crate::knowledge`]).

mod list;
pub mod plan;
mod propose;
mod report;
pub mod share;
mod show;
#[cfg(test)]
mod tests;
mod word;

use sila_core::partnership::Words;
use sila_core::{AgencyId, Millis, RecordId, WorkerId};
use sila_link::record::{Shared, Standing, Version};
use sila_seal::Hash;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::records::store as records;
use crate::training;
use plan::Exchange;

pub use propose::propose;
pub use report::tell;
pub use word::say;

/// The kind of record that is an exchange.
pub const EXCHANGE: &str = "exchange/1";

/// The routes. Whoever works here may read what was agreed and learnt.
pub fn routes(r: &mut Routes) {
    use Permission::{KnowledgeWrite, SignedIn, TrainingKeep};
    r.get("/{lang}/exchanges", SignedIn, list::page);
    r.get("/{lang}/exchanges/new", TrainingKeep, propose::page);
    r.post("/{lang}/exchanges", TrainingKeep, propose::create);
    r.get("/{lang}/exchanges/{id}", SignedIn, show::page);
    r.post("/{lang}/exchanges/{id}/word", TrainingKeep, word::create);
    r.post("/{lang}/exchanges/{id}/report", TrainingKeep, report::create);
    r.post("/{lang}/exchanges/{id}/lesson", KnowledgeWrite, report::lesson);
}

/// One version of an exchange, as this node holds it.
#[derive(Debug, Clone)]
pub struct Held {
    /// The record.
    pub record: RecordId,
    /// The hash of what is signed.
    pub digest: Hash,
    /// The version that is signed.
    pub version: Version,
    /// What it says.
    pub exchange: Exchange,
    /// Where it stands.
    pub standing: Standing,
    /// Who has not said anything yet.
    pub awaited: Vec<AgencyId>,
}

impl Held {
    /// It waits for this agency's word.
    pub fn waits_for(&self, agency: AgencyId) -> bool {
        self.standing == Standing::Open && self.awaited.contains(&agency)
    }
}

/// An exchange: what both have signed last, and what waits for a word.
#[derive(Debug, Clone)]
pub struct Open {
    /// What both have signed; nothing while only the plan waits.
    pub agreed: Option<Held>,
    /// The last version, which is the agreed one when nothing waits.
    pub last: Held,
}

impl Open {
    /// What there is to read: what both have signed, or the plan that waits.
    pub fn shown(&self) -> &Held {
        self.agreed.as_ref().unwrap_or(&self.last)
    }

    /// The report that both have signed.
    pub fn report(&self) -> Option<&plan::Report> {
        self.agreed.as_ref()?.exchange.report.as_ref()
    }
}

fn held(record: RecordId, shared: &Shared, digest: &Hash) -> Option<Held> {
    let one = shared.version(digest)?;
    Some(Held {
        record,
        digest: *digest,
        version: one.version.clone(),
        exchange: minicbor::decode(&one.version.content).ok()?,
        standing: shared.standing(digest)?,
        awaited: one.awaited().collect(),
    })
}

/// The exchange of a record; nothing of one that cannot be read.
fn opened(record: RecordId, shared: &Shared) -> Option<Open> {
    let last = shared.versions().max_by_key(|(_, one)| one.version.number)?.0;
    let last = held(record, shared, last)?;
    let agreed = shared.in_force().and_then(|digest| held(record, shared, &digest));
    Some(Open { agreed, last })
}

/// Every exchange that is known here, the last to begin first.
///
/// # Errors
/// When the store cannot be read.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Open>, DbError> {
    let loaded = records::of_kind(tx, EXCHANGE)?;
    let mut all: Vec<Open> =
        loaded.iter().filter_map(|(record, one)| opened(*record, &one.shared)).collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.shown().exchange.begins, one.last.record)));
    Ok(all)
}

/// One exchange.
///
/// # Errors
/// `page.not_found`.
pub async fn open(app: &App, id: RecordId) -> Result<Open, Problem> {
    let loaded = app.store.read(move |tx| records::load(tx, id)).await?;
    let found = loaded.and_then(|one| opened(id, &one.shared));
    found.filter(|one| one.last.version.kind == EXCHANGE).ok_or_else(Problem::not_found)
}

/// Time that somebody of ours has spent in an exchange, as the host has signed it.
#[derive(Debug, Clone)]
pub struct Spent {
    /// The record.
    pub record: RecordId,
    /// What the exchange is called.
    pub title: Words,
    /// Whose guest they were.
    pub host: AgencyId,
    /// When it began.
    pub at: Millis,
    /// What counts, in minutes.
    pub minutes: u16,
}

/// What somebody of ours has spent in those of these exchanges of which both have signed the report, the latest first.
pub fn spent(app: &App, all: &[Open], worker: WorkerId) -> Vec<Spent> {
    let mark = training::mark(app, worker);
    let me = app.node.id;
    let went = move |one: &Open| {
        let held = one.agreed.as_ref()?;
        let Exchange { title, sender, host, begins, guests, report, .. } = &held.exchange;
        let went = *sender == me && guests.iter().any(|guest| guest.mark == mark);
        Some(Spent {
            record: held.record,
            title: title.clone(),
            host: *host,
            at: begins.at_minute(0),
            minutes: report.as_ref().filter(|_| went)?.minutes,
        })
    };
    all.iter().filter_map(went).collect()
}

/// How many exchanges wait for the word of this worker's agency; none for whoever may not say it.
///
/// # Errors
/// When the store cannot be read.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker) -> Result<usize, DbError> {
    if !worker.may(Permission::TrainingKeep) {
        return Ok(0);
    }
    Ok(records::asked_of(tx, [EXCHANGE; 3])?.len())
}

/// The address of an exchange, without language.
pub fn path(id: RecordId) -> String {
    format!("/exchanges/{id}")
}
