//! Actions of a goal: what is to be done, by whom, until when, and that it is done.

use maud::{Markup, html};
use sila_core::codes::Service;
use sila_core::ids::WorkerId;
use sila_core::time::Date;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{ACTION, Action, Goal, case, commit, fact, goal, path, place, store};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::readers::Reader;
use crate::cases::record::CaseRecord;
use crate::cases::store as cases;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::referrals::joint;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, post};
use crate::web::{Cx, Errors, Form};

/// Longest words of an action, in characters.
pub const WORDS_MAX: usize = 300;

/// An action that is to be written down.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What is to be done.
    pub words: String,
    /// The social service that it gives, if it gives one.
    pub service: Option<Service>,
    /// Who does it.
    pub owner: WorkerId,
    /// Until the end of which day.
    pub due: Date,
}

/// Everybody who can do something for the case: those who can read it.
///
/// # Errors
/// When the store cannot be read.
pub async fn choices(app: &App, record: &CaseRecord) -> Result<Vec<Reader>, Problem> {
    let id = record.row.id;
    Ok(app.store.read(move |tx| cases::readers(tx, id)).await?)
}

/// Writes down an action.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`; `plan.moved` when the goal has ended.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let (_, goal) = goal::find(&ask, &record).await?;
    let readers = choices(&ask.app, &record).await?;
    let mut errors = Errors::none();
    let Some(wish) = read(&ask, &readers, &mut errors) else {
        return goal::document(&ask, &record, (&ask.form, &errors)).await;
    };
    give(&ask.app, ask.worker()?, &record, (&goal, wish), ask.now).await?;
    let back = path(record.row.id, &format!("/goals/{}", goal.id));
    Ok(Reply::see_other(ask.cx.url(&back)))
}

fn read(ask: &Ask, readers: &[Reader], errors: &mut Errors) -> Option<Wish> {
    let (cx, form) = (&ask.cx, &ask.form);
    let words = form.get("what").filter(|words| words.chars().count() <= WORDS_MAX);
    let service = form.get("service").map(Service::from_code);
    let owner = form.get("owner").and_then(|id| id.parse::<WorkerId>().ok());
    let owner = owner.filter(|owner| readers.iter().any(|reader| reader.worker == *owner));
    let due = joint::day(form, "due", ask.now.uae_date());
    let rules = [
        ("what", words.is_some(), "care-what-missing"),
        ("service", !matches!(service, Some(Err(_))), "wrong-choice"),
        ("owner", owner.is_some(), "care-owner-missing"),
        ("due", due.is_some(), "joint-day-wrong"),
    ];
    for (name, kept, key) in rules {
        if !kept {
            errors.add(name, cx.t(key));
        }
    }
    if errors.any() {
        return None;
    }
    let service = service.and_then(Result::ok);
    Some(Wish { words: words?.to_owned(), service, owner: owner?, due: due? })
}

/// Gives somebody something to do for a goal that has no outcome yet.
///
/// # Errors
/// `plan.moved` when the goal has ended.
pub async fn give(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (goal, wish): (&Goal, Wish),
    now: Millis,
) -> Result<(), Problem> {
    if goal.outcome.is_some() {
        return Err(Problem::refused("plan.moved").way_out(path(record.row.id, "")));
    }
    let action = Action {
        id: app.clock.new_id(),
        goal: goal.id,
        service: wish.service,
        owner: wish.owner,
        name_ar: String::new(),
        name_en: String::new(),
        due: wish.due.plus_days(1).at_minute(0).plus_minutes(-1),
        done: None,
        with_case: false,
        author: worker.id,
        words: String::new(),
    };
    let words = record.seal_words(app, place(ACTION, action.id), &wish.words)?;
    let service = wish.service.map_or("", Service::code);
    let fact = fact(app, record, worker, format!("ACTION {} {service}", goal.kind), now);
    let case = record.row.id;
    commit(app, record, fact, move |tx| {
        store::insert_action(tx, case, &action, &words, now).map(|()| true)
    })
    .await
}

/// Says that an action is done.
///
/// # Errors
/// `plan.moved` when it was said before.
pub async fn finish(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.row.needs_open()?;
    let id: Uuid = ask.id("one")?;
    done(&ask.app, ask.worker()?, &record, id, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// Writes down that an action is done.
///
/// # Errors
/// `plan.moved` when it was said before, or the case has no such action.
pub async fn done(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    action: Uuid,
    now: Millis,
) -> Result<(), Problem> {
    let (whose, by) = ((record.row.id, action), (worker.id, now));
    let fact = fact(app, record, worker, "DONE".to_owned(), now);
    commit(app, record, fact, move |tx| store::set_done(tx, whose, by)).await
}

/// Writes down that several actions of a case are done: all of them, or none.
///
/// # Errors
/// `plan.moved` when one was said before, or is not of the case.
pub async fn done_all(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    actions: Vec<Uuid>,
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, worker.id);
    let facts: Vec<_> =
        actions.iter().map(|_| fact(app, record, worker, "DONE".to_owned(), now)).collect();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for (action, fact) in actions.iter().zip(&facts) {
            if !store::set_done(tx, (case, *action), (by, now))? {
                return Err(DbError::NoRow);
            }
            journal::insert(tx, fact)?;
        }
        Ok(())
    };
    let done = app.store.write(write).await;
    app.changed(Topic::Cases);
    match done {
        Err(DbError::NoRow) => Err(Problem::refused("plan.moved").way_out(path(case, ""))),
        other => Ok(other?),
    }
}

/// The form that gives somebody something to do.
pub fn card(
    cx: &Cx,
    record: &CaseRecord,
    goal: &Goal,
    form: &Form<'_>,
    readers: &[Reader],
) -> Markup {
    let owners = readers.iter().map(|reader| (reader.worker.to_string(), reader.name(cx)));
    let services = Service::ALL.iter().map(|one| (one.code(), cx.code("service", one.code())));
    let inside = html! {
        (form.text("what", cx.t("care-what")).max(WORDS_MAX))
        (form.select("service", cx.t("care-service")).empty(cx.t("care-service-none")).choices(services).optional())
        (form.select("owner", cx.t("care-owner")).choices(owners))
        (form.date("due", cx.t("care-due")))
        (acts(&html! { (Button::submit(cx.t("care-action-add")).icon("plus")) }))
    };
    let action = path(record.row.id, &format!("/goals/{}/actions", goal.id));
    html! { (Card::new(cx.t("care-action-new")).body(post(cx, &action, &inside))) }
}
