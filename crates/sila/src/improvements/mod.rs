//! Improvements (تحسين الخدمات): what changed in a service of ours, which deed of a partnership caused it, and by what figure one sees
//! that somebody is better off. From a service one walks back to the discussion or initiative, and forward to the figure that
//! both parties have signed. A figure is read from the initiative, never typed here.

mod form;
mod list;
pub mod store;

use sila_core::partnership::Said;
use sila_core::{ListingId, Millis, RecordId};
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::activation::ledger::Book;
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::lineage::{self, Became, End, Kind, Line};
use crate::meetings::text::Words;
use crate::meetings::{fact, sealed, unsealed};
use crate::problem::Problem;
use store::Stored;

pub use list::card;

/// The table whose rows hold the words.
const TABLE: &str = "improvement";

/// The routes of improvements.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, ServiceKeep};
    r.get("/{lang}/improvements", AgreementRead, list::page);
    r.get("/{lang}/improvements/new", ServiceKeep, form::page);
    r.post("/{lang}/improvements", ServiceKeep, form::create);
}

/// An improvement as it is said.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The service, with its version from which it is so and since when that stands.
    pub of: (ListingId, u32, Millis),
    /// What was improved.
    pub text: Words,
    /// What caused it.
    pub cause: (Kind, End),
    /// Where the figure is.
    pub figure: Option<(RecordId, u16)>,
}

/// Writes an improvement down, with the way back to what caused it.
///
/// # Errors
/// When the store cannot be written.
pub async fn keep(app: &App, wish: Wish, worker: &Worker, now: Millis) -> Result<Uuid, Problem> {
    let id = app.clock.new_id();
    let (listing, number, changed_at) = wish.of;
    let stored = Stored {
        id,
        listing,
        number,
        changed_at,
        initiative: wish.figure.map(|(record, _)| record),
        measure: wish.figure.map(|(_, number)| number),
        body: sealed(app, TABLE, id, &wish.text),
    };
    let into = (Became::Improvement, End::of(id));
    let line = Line { from: wish.cause, into, at: now, worker: worker.id };
    let told = fact(app, "improvement", format!("{id} of {listing}"), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &stored)?;
        lineage::store::add(tx, &line)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

/// What was improved.
///
/// # Errors
/// `vault.unreadable`.
pub fn words(app: &App, one: &Stored) -> Result<Words, Problem> {
    unsealed(app, TABLE, one.id, &one.body)
}

/// What one sees of an improvement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The initiative.
    pub record: RecordId,
    /// What is measured, with its unit.
    pub name: (String, String),
    /// Before.
    pub baseline: Option<i64>,
    /// What was aimed at.
    pub target: i64,
    /// What was measured last; nothing so far.
    pub actual: Option<i64>,
    /// The other party has signed for it.
    pub confirmed: bool,
}

/// The figure of an improvement, as the initiative has it now.
pub fn figure(books: &[Book], one: &Stored) -> Option<Figure> {
    let (record, number) = one.initiative.zip(one.measure)?;
    let course = books.iter().find_map(|book| book.ledger.course(record))?;
    let measure = course.plan.measure(number)?;
    let said: Option<&Said> = course.actuals.get(&number).copied();
    Some(Figure {
        record,
        name: (measure.name.ar.clone(), measure.name.en.clone()),
        baseline: measure.baseline,
        target: measure.target,
        actual: said.and_then(|said| said.deed.figure),
        confirmed: said.is_some_and(|said| said.confirmed().is_some()),
    })
}
