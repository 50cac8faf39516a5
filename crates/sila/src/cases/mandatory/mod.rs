//! Reports that the law wants (الإبلاغ الوجوبي). From the facts of a case the program says whether a report is due, to whom, within what
//! time and by which article ([`sila_core::mandatory`]); a person reports and writes down to whom, when and under which number, or why not.
//!
//! What was found due stays due: changed facts take nothing off the list. A report that was not made waits for the word of a supervisor
//! who is somebody else, and comes back when they do not agree. Number and words are sealed under the key of the case.

pub mod card;
pub mod day;
pub mod page;
pub mod record;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::codes::{Category, HarmContext};
use sila_core::disclosure::Disclosure;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::mandatory::{Assessed, Facts, Mandatory, Question};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::cases::clocks::store as clocks;
use crate::cases::clocks::{Clock, Kind};
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::vault::Place;

/// The routes of reports.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/mandatory", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/mandatory", Permission::CaseRead, page::context);
    r.get("/{lang}/cases/{id}/mandatory/{kind}", Permission::CaseRead, record::page);
    r.post("/{lang}/cases/{id}/mandatory/{kind}", Permission::CaseRead, record::create);
    r.post("/{lang}/cases/{id}/mandatory/{kind}/decision", Permission::CaseApprove, record::decide);
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Due.
    Due,
    /// Made.
    Made,
    /// Not made; a supervisor has to agree.
    NotMade,
    /// Not made, and a supervisor agreed.
    Confirmed,
}

impl State {
    /// The word in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Due => "DUE",
            State::Made => "MADE",
            State::NotMade => "NOT_MADE",
            State::Confirmed => "CONFIRMED",
        }
    }

    /// The state of a word.
    pub fn from_code(code: &str) -> Option<State> {
        let all = [State::Due, State::Made, State::NotMade, State::Confirmed];
        all.into_iter().find(|one| one.code() == code)
    }
}

/// What is sealed of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Said {
    /// The number under which it was received.
    #[n(0)]
    pub number: String,
    /// Why it was not made; empty otherwise.
    #[n(1)]
    pub words: String,
}

/// A report that is due, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Identifier.
    pub id: Uuid,
    /// Which.
    pub kind: Mandatory,
    /// Since when it is due.
    pub began_at: Millis,
    /// After this it is late.
    pub due: Millis,
    /// Where it stands.
    pub state: State,
    /// When it was made, or it was written down that it was not.
    pub done_at: Option<Millis>,
    /// To whom it was made, or why it was not: a code.
    pub code: String,
    /// Who wrote that down.
    pub worker: Option<WorkerId>,
    /// Number and words.
    pub said: Said,
}

/// What the program says of a case.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Reports, the first that is due first.
    pub reports: Vec<Report>,
    /// What has to be known before the rest can be told.
    pub open: Vec<Question>,
    /// Who is said to have done it.
    pub context: Option<HarmContext>,
}

/// The address, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/mandatory{rest}")
}

fn place(id: Uuid) -> Place {
    Place { table: "mandatory_report", row: id }
}

/// The case of the address, for whoever may read it. The reading is written down.
async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    opening::read(ask, "case.mandatory").await
}

/// What the law wants reported by what is known of a person, before anybody has opened the case.
pub(in crate::cases) fn found(
    app: &App,
    known: &Disclosure,
    category: Category,
    now: Millis,
) -> Vec<(Uuid, Mandatory)> {
    let due = facts(known, category, None, now).assess().due;
    due.into_iter().map(|kind| (app.clock.new_id(), kind)).collect()
}

fn facts(
    known: &Disclosure,
    category: Category,
    context: Option<HarmContext>,
    now: Millis,
) -> Facts<'_> {
    Facts {
        category,
        ages: known.people.first().and_then(|person| person.ages(now)),
        harm: &known.harm,
        danger: known.safety.immediate_danger,
        context,
    }
}

/// What follows from what the case says. The clock of imminent danger stands for the report to the prosecution.
fn assess(
    record: &CaseRecord,
    context: Option<HarmContext>,
    clocks: &[Clock],
    now: Millis,
) -> Assessed {
    let category = Category::from_code(&record.row.category).unwrap_or(Category::Other);
    let mut told = facts(&record.disclosure, category, context, now).assess();
    if clocks.iter().any(|clock| clock.kind == Kind::Notice) {
        told.due.retain(|kind| *kind != Mandatory::ChildCrime);
    }
    told
}

/// What the program says of a case. What is found due for the first time is written down with the time from which it counts: when
/// the case last changed.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read or written.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Told, Problem> {
    let id = record.row.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let running = clocks::of_case(tx, id)?.into_iter().map(|(clock, _)| clock).collect();
        Ok((store::context(tx, id)?, store::of_case(tx, id)?, running))
    };
    let (context, stored, running): (_, _, Vec<Clock>) = app.store.read(read).await?;
    told(app, record, (context, stored), &running).await
}

/// As [`of_case`], of who is said to have done it, the reports and the clocks, which were read before.
///
/// # Errors
/// As [`of_case`].
pub async fn told(
    app: &App,
    record: &CaseRecord,
    (context, mut stored): (Option<HarmContext>, Vec<store::Sealed>),
    running: &[Clock],
) -> Result<Told, Problem> {
    let id = record.row.id;
    let told = assess(record, context, running, app.clock.now());
    let is_new = |kind: &&Mandatory| stored.iter().all(|(report, _)| report.kind != **kind);
    let new: Vec<Report> =
        told.due.iter().filter(is_new).map(|kind| begun(app, record, *kind)).collect();
    if record.is_ours() && !new.is_empty() {
        let write = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            new.iter().try_for_each(|one| store::begin(tx, id, one))?;
            store::of_case(tx, id)
        };
        stored = app.store.write(write).await?;
    }
    let open = |(report, body): store::Sealed| {
        let said = body.map(|body| said(app, record, report.id, &body)).transpose()?;
        Ok(Report { said: said.unwrap_or_default(), ..report })
    };
    let reports = stored.into_iter().map(open).collect::<Result<_, Problem>>()?;
    Ok(Told { reports, open: told.open, context })
}

fn begun(app: &App, record: &CaseRecord, kind: Mandatory) -> Report {
    let began_at = record.row.updated_at;
    Report {
        id: app.clock.new_id(),
        kind,
        began_at,
        due: began_at.plus_hours(kind.within().hours()),
        state: State::Due,
        done_at: None,
        code: String::new(),
        worker: None,
        said: Said::default(),
    }
}

fn said(app: &App, record: &CaseRecord, id: Uuid, body: &[u8]) -> Result<Said, Problem> {
    let plain = record.open(app, place(id), body)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// The journal's fact of an act: codes only.
fn fact(app: &App, record: &CaseRecord, worker: &Worker, data: String, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "mandatory",
        subject: record.row.id.to_string(),
        worker: Some(worker.id),
        data: data.into_bytes(),
    }
}
