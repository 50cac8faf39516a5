//! What a partner reads of itself: its agreements with this agency, what either owes the other, and what both do together.

use serde_json::{Value, json};
use sila_core::AgreementId;
use sila_core::partnership::{Course, Instance};

use super::caller::Caller;
use super::{Scope, admit, moment, paging, told, without_nulls};
use crate::activation::ledger::{self, Book};
use crate::agreements::{self, Stored};
use crate::ask::Ask;
use crate::obligations::list::word;
use crate::partners;
use crate::problem::Problem;
use crate::reply::Reply;

/// What falls due within so many days is said before its time.
const AHEAD_DAYS: i64 = 365;

/// What the token may read, and until when.
///
/// # Errors
/// None: a problem is an answer.
pub async fn token(ask: Ask) -> Result<Reply, Problem> {
    let done = async {
        let Caller { partner, kept } = admit(&ask, None, "token").await?;
        let names = ask.app.store.read(move |tx| partners::store::name_of(tx, partner)).await?;
        let (name_ar, name_en) = names.unwrap_or_default();
        Ok(Reply::json(&json!({
            "label": kept.label,
            "partner": { "id": partner.to_text(), "name_ar": name_ar, "name_en": name_en },
            "scopes": kept.scopes.iter().map(|scope| scope.code()).collect::<Vec<_>>(),
            "expires_at": moment(kept.expires_at),
        })))
    };
    told(&ask, done.await)
}

/// The agreements with the partner, the last changed first.
///
/// # Errors
/// None: a problem is an answer.
pub async fn agreements(ask: Ask) -> Result<Reply, Problem> {
    let done = async {
        let partner = admit(&ask, Some(Scope::Partnership), "agreements").await?.partner;
        let paging = paging(&ask.query)?;
        let read = move |tx: &mut dyn crate::db::Tx| agreements::store::told(tx, partner);
        let all = ask.app.store.read(read).await?;
        Ok(Reply::json(&paging.of(&all, agreed)))
    };
    told(&ask, done.await)
}

/// One agreement with its clauses.
///
/// # Errors
/// None: a problem is an answer.
pub async fn agreement(ask: Ask) -> Result<Reply, Problem> {
    let done = async {
        let partner = admit(&ask, Some(Scope::Partnership), "agreements").await?.partner;
        let id: AgreementId = ask.id("id")?;
        let read = move |tx: &mut dyn crate::db::Tx| agreements::store::told_one(tx, partner, id);
        let found = ask.app.store.read(read).await?.ok_or_else(Problem::not_found)?;
        let mut value = agreed(&found);
        let clause = |one: &sila_core::agreement::Clause| {
            json!({
                "number": one.number,
                "title_ar": one.title_ar,
                "title_en": one.title_en,
                "text_ar": one.text_ar,
                "text_en": one.text_en,
            })
        };
        let clauses: Vec<Value> = found.agreement.clauses.iter().map(clause).collect();
        if let Value::Object(map) = &mut value {
            map.insert("clauses".to_owned(), clauses.into());
        }
        Ok(Reply::json(&value))
    };
    told(&ask, done.await)
}

fn agreed(stored: &Stored) -> Value {
    let agreement = &stored.agreement;
    let party = |one: &sila_core::agreement::Party| {
        json!({
            "id": one.agency.to_text(),
            "code": one.code,
            "name_ar": one.name_ar,
            "name_en": one.name_en,
        })
    };
    json!({
        "id": agreement.id.to_string(),
        "code": agreement.code,
        "title_ar": agreement.title_ar,
        "title_en": agreement.title_en,
        "state": stored.state.code(),
        "parties": agreement.parties.iter().map(party).collect::<Vec<_>>(),
        "from": moment(agreement.from),
        "until": moment(agreement.until),
        "updated_at": moment(stored.updated_at),
    })
}

/// The books of the agreements with the partner.
async fn books(ask: &Ask, what: &'static str) -> Result<Vec<Book>, Problem> {
    let partner = admit(ask, Some(Scope::Partnership), what).await?.partner;
    let mut books = ledger::all(&ask.app).await?;
    books.retain(|book| book.stored.peer == partner);
    Ok(books)
}

/// What either party owes the other, the first due first.
///
/// # Errors
/// None: a problem is an answer.
pub async fn obligations(ask: Ask) -> Result<Reply, Problem> {
    let done = async {
        let books = books(&ask, "obligations").await?;
        let paging = paging(&ask.query)?;
        let until = ask.now.plus_days(AHEAD_DAYS);
        let of = |book: &'_ Book| -> Vec<Value> {
            let all = book.ledger.instances(until);
            all.iter().map(|one| owed(&ask, book, one)).collect()
        };
        let mut all: Vec<Value> = books.iter().flat_map(of).collect();
        all.sort_by(|a, b| a["due_at"].as_str().cmp(&b["due_at"].as_str()));
        Ok(Reply::json(&paging.of(&all, Value::clone)))
    };
    told(&ask, done.await)
}

fn owed(ask: &Ask, book: &Book, one: &Instance<'_>) -> Value {
    json!({
        "agreement": book.ledger.agreement.id.to_string(),
        "number": one.duty.number,
        "clause": one.duty.clause,
        "area_of_work": one.duty.field.code(),
        "text_ar": one.duty.text.ar,
        "text_en": one.duty.text.en,
        "obligor": one.duty.obligor.to_text(),
        "obligee": one.duty.obligee.to_text(),
        "due_at": moment(one.due.at),
        "standing": word(one.life.standing(ask.now)).1,
    })
}

/// What both do together.
///
/// # Errors
/// None: a problem is an answer.
pub async fn initiatives(ask: Ask) -> Result<Reply, Problem> {
    let done = async {
        let books = books(&ask, "initiatives").await?;
        let paging = paging(&ask.query)?;
        let of = |book: &'_ Book| -> Vec<Value> {
            book.ledger.courses().iter().map(|course| done_together(book, course)).collect()
        };
        let all: Vec<Value> = books.iter().flat_map(of).collect();
        Ok(Reply::json(&paging.of(&all, Value::clone)))
    };
    told(&ask, done.await)
}

fn done_together(book: &Book, course: &Course<'_>) -> Value {
    let plan = course.plan;
    let reached = |number| course.reached.get(&number).is_some_and(|one| one.confirmed().is_some());
    let step = |one: &sila_core::partnership::Milestone| {
        let day = one.due;
        json!({
            "number": one.number,
            "title_ar": one.title.ar,
            "title_en": one.title.en,
            "due": format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
            "confirmed": reached(one.number),
        })
    };
    without_nulls(json!({
        "id": course.record.to_string(),
        "agreement": book.ledger.agreement.id.to_string(),
        "title_ar": plan.title.ar,
        "title_en": plan.title.en,
        "area_of_work": plan.field.code(),
        "state": course.mark.code(),
        "lead": plan.lead.to_text(),
        "agreed_at": moment(course.agreed_at),
        "started_at": course.started_at.map(moment),
        "ended_at": course.ended_at.map(moment),
        "milestones": plan.milestones.iter().map(step).collect::<Vec<_>>(),
    }))
}
