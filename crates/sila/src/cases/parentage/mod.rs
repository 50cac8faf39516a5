//! What a child of unknown parentage (مجهول النسب) has in the register that the local bodies link among themselves (Federal Decree-Law 24 of
//! 2022, article 20): one line with exactly these fields, as a file for the officer who hands it over. There is no name in it, nor who
//! found the child, what was told, or where it lives. Such a case is restricted from the act that opens it: all of the register is secret.

#[cfg(test)]
mod tests;

use maud::{Markup, html};
use sila_core::codes::Category;
use sila_core::ids::CaseId;
use sila_core::mandatory::Mandatory;
use sila_core::person::{Birth, Person};
use sila_core::time::{Date, Millis};

use crate::accounts::Permission;
use crate::ask::{Ask, Routes};
use crate::cases::mandatory::State;
use crate::cases::mandatory::store as reports;
use crate::cases::record::{CaseRecord, open_record};
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::store as stays;
use crate::web::Cx;
use crate::web::components::{Button, Card, acts, post};

/// The fields of a line, in their order. Days are those of the State; what is not known yet is empty.
pub const FIELDS: [&str; 9] = [
    "code",
    "sex",
    "birth",
    "found_in",
    "taken_in",
    "reported",
    "prosecution_decision",
    "health_certificate",
    "admitted",
];

/// The route of the file.
pub fn routes(r: &mut Routes) {
    r.post("/{lang}/cases/{id}/parentage", Permission::CaseRead, create);
}

/// Days that stand in rows of other nouns.
#[derive(Debug, Default)]
struct Days {
    reported: Option<Millis>,
    decision: Option<Millis>,
    health: Option<Millis>,
    admitted: Option<Millis>,
}

/// The file. That somebody took it is a fact of the journal.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a case of any other category.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (id, worker): (CaseId, _) = (ask.id("id")?, ask.worker()?);
    let record = open_record(&ask.app, worker, id).await?;
    if !is_for(&record) {
        return Err(Problem::not_found());
    }
    access::record(&ask.app, worker, Subject::Case(id.0), "case.parentage", ask.now).await?;
    let days = ask.app.store.read(move |tx| days(tx, id)).await?;
    let line = line(&record, &days);
    let text = format!("{}\r\n{}\r\n", FIELDS.join(","), line.join(","));
    let fact = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "parentage",
        subject: id.to_string(),
        worker: Some(worker.id),
        data: b"REGISTER".to_vec(),
    };
    ask.app.store.write(move |tx| journal::insert(tx, &fact)).await?;
    Ok(Reply::file("text/csv; charset=utf-8", "register.csv", text.into_bytes()))
}

fn is_for(record: &CaseRecord) -> bool {
    record.row.category == Category::UnknownParentage.code()
}

/// The card of the page; nothing for any other case.
pub fn card(cx: &Cx, record: &CaseRecord) -> Markup {
    html! {
        @if is_for(record) {
            (Card::new(cx.t("parentage-title")).body(html! {
                p.hint { (cx.t("parentage-text")) }
                (post(cx, &format!("/cases/{}/parentage", record.row.id), &acts(&html! {
                    (Button::submit(cx.t("parentage-act")).line().small().icon("download-simple"))
                })))
            }))
        }
    }
}

fn days(tx: &mut dyn Tx, case: CaseId) -> Result<Days, DbError> {
    let reports = reports::of_case(tx, case)?;
    let made = reports.iter().map(|(report, _)| report);
    let mut made = made.filter(|one| one.kind == Mandatory::Parentage && one.state == State::Made);
    let mut days = Days { reported: made.find_map(|one| one.done_at), ..Days::default() };
    // The line stays what it was when the child has left the home, for a foster family.
    let Some(stay) = stays::last_of_case(tx, case)? else { return Ok(days) };
    for passed in stays::gates(tx, stay)? {
        match passed.gate.as_str() {
            "ORDER" => days.decision = Some(passed.at),
            "HEALTH" => days.health = Some(passed.at),
            _ => {}
        }
    }
    days.admitted = stays::find(tx, stay)?.and_then(|stay| stay.arrived_at);
    Ok(days)
}

/// Every value is a code, a number or a day of our own making: nothing that somebody typed.
fn line(record: &CaseRecord, days: &Days) -> [String; 9] {
    let child = record.disclosure.people.first();
    let day = |at: Option<Millis>| at.map(|at| iso(at.uae_date())).unwrap_or_default();
    [
        record.row.reference.clone(),
        child.map(|child| child.sex.code().to_owned()).unwrap_or_default(),
        child.map(birth).unwrap_or_default(),
        record.row.area.clone(),
        day(Some(record.row.opened_at)),
        day(days.reported),
        day(days.decision),
        day(days.health),
        day(days.admitted),
    ]
}

/// A day, a year, or about a year.
fn birth(child: &Person) -> String {
    match child.birth {
        Birth::Exact { y, m, d } => format!("{y:04}-{m:02}-{d:02}"),
        Birth::YearOnly(year) => year.to_string(),
        Birth::AgeRange { max, as_of, .. } => {
            format!("~{}", as_of.uae_date().year.saturating_sub(max.into()))
        }
        Birth::Unknown => String::new(),
    }
}

fn iso(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}
