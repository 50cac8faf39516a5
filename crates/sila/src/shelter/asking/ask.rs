//! `/cases/{id}/place`: who of a household needs a place tonight, whom to ask, what leaves and what does not. One act asks every
//! partner whose agreement allows it.

use maud::{Markup, html};
use sila_core::codes::Urgency;
use sila_core::ids::{CaseId, PlaceId};
use sila_core::shelter::{Feature, PEOPLE_MAX};
use sila_link::place::{Place, PlaceAsk};

use super::show::{path, state_tag};
use super::{Desk, Question, desks, fact, letter, store};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::scope::store as scope;
use crate::cases::{self, CaseRecord};
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::links::outbox;
use crate::people::show as people;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::place::{need_of, with_everybody};
use crate::web::components::{
    Button, Card, Task, Tone, acts, columns, empty_state, heading, icon, post, stack,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = read(&ask).await?;
    let desks = desks(&ask.app, ask.now).await?;
    let case = record.row.id;
    let before = ask.app.store.read(move |tx| store::of_case(tx, case)).await?;
    let values = with_everybody(&record, &ask.query);
    let cx = &ask.cx;
    let main = html! {
        (form(&ask, &record, &values, !desks.is_empty()))
        (earlier(cx, &before))
    };
    let aside = html! { (whom(cx, &desks)) (leaves(cx)) };
    let title = html! { (cx.t("place-ask-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (heading(title, Some(&cx.t("place-ask-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("place-ask-title"))
        .crumb(record.row.reference.clone(), &format!("/cases/{case}"));
    Ok(Reply::page(&page.body(body)))
}

/// Asks.
///
/// # Errors
/// `page.not_found`, `case.closed`, `shelter.nobody`, `place.no_partner`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = read(&ask).await?;
    let id = put(&ask.app, ask.worker()?, (&record, &ask.form), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

async fn read(ask: &Ask) -> Result<CaseRecord, Problem> {
    let id: CaseId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = cases::open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), "place.ask", ask.now).await?;
    record.row.needs_open()?;
    Ok(record)
}

/// The act itself, for the people and things that these values name: one question, the same to every partner that may be asked.
///
/// # Errors
/// As [`create`].
pub async fn put(
    app: &App,
    worker: &crate::accounts::Worker,
    (record, values): (&CaseRecord, &Pairs),
    now: sila_core::Millis,
) -> Result<PlaceId, Problem> {
    let case = record.row.id;
    let back = || format!("/cases/{case}/place");
    let need = need_of(record, values, now)
        .ok_or_else(|| Problem::refused("shelter.nobody").way_out(back()))?
        .for_partner();
    let mut desks = desks(app, now).await?;
    let barred = app.store.read(move |tx| scope::barred_agencies(tx, case)).await?;
    desks.retain(|desk| barred.iter().all(|(agency, _)| *agency != desk.peer.agency));
    if desks.is_empty() {
        return Err(Problem::refused("place.no_partner").way_out(back()));
    }
    let urgency = Urgency::from_code(&record.row.urgency)
        .map_err(|error| Problem::internal("case.unreadable").because(error))?;
    let id = PlaceId(app.clock.new_id());
    let question = Question {
        id,
        case,
        worker: worker.id,
        need,
        urgency,
        asked_at: now,
        state: "OPEN".to_owned(),
        referral: None,
        chosen: None,
        reference: String::new(),
    };
    write(app, question, &desks).await?;
    app.outbox.notify_one();
    Ok(id)
}

async fn write(app: &App, question: Question, desks: &[Desk]) -> Result<(), Problem> {
    let (id, now) = (question.id, question.asked_at);
    let ask = PlaceAsk { question: id, need: question.need.clone(), urgency: question.urgency };
    let letters: Result<Vec<_>, Problem> = desks
        .iter()
        .map(|desk| letter(app, (&desk.peer, &desk.agreement), id, Place::Ask(ask.clone()), now))
        .collect();
    let letters = letters?;
    let to: Vec<_> =
        desks.iter().map(|desk| (desk.peer.agency, desk.agreement.agreement.id)).collect();
    let told = fact(app, id, "ASK", Some(question.worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &question, &to)?;
        letters.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Shelter);
    Ok(())
}

fn form(ask: &Ask, record: &CaseRecord, values: &Pairs, may: bool) -> Markup {
    let cx = &ask.cx;
    let errors = Errors::none();
    let form = Form::new(cx, values, &errors);
    let people =
        record.disclosure.people.iter().enumerate().take(PEOPLE_MAX).map(|(nth, person)| {
            let name = people::name_words(cx, person).unwrap_or_else(|| cx.t("not-known"));
            let age = cx.code("age-band", person.age_band(ask.now).code());
            (nth.to_string(), format!("{name} · {age}"))
        });
    let features = Feature::ALL.iter().map(|one| (one.code(), cx.code("feature", one.code())));
    let away =
        form.checks("away", cx.t("shelter-away-from")).choice("yes", cx.t("shelter-away-yes"));
    let act = format!("/cases/{}/place", record.row.id);
    html! {
        (Card::new(cx.t("shelter-need")).body(post(cx, &act, &html! {
            (form.checks("who", cx.t("shelter-who")).choices(people))
            (form.checks("features", cx.t("shelter-features-needed")).choices(features))
            @if record.disclosure.residence.area.is_some() { (away) }
            @if may { (acts(&html! { (Button::submit(cx.t("place-ask-act")).icon("paper-plane-tilt")) })) }
        })))
    }
}

fn whom(cx: &Cx, desks: &[Desk]) -> Markup {
    let none =
        empty_state("prohibit", cx.t("place-no-partner"), cx.t("place-no-partner-text"), &html! {});
    html! {
        (Card::new(cx.t("place-whom")).body(html! {
            @if desks.is_empty() { (none) }
            ul.leaves { @for desk in desks { li { (icon("arrows-left-right")) div {
                (Name(desk.peer.name(cx.lang))) " · " (Reference(&desk.agreement.agreement.code))
            } } } }
        }))
    }
}

/// What leaves, and what stays.
fn leaves(cx: &Cx) -> Markup {
    html! {
        (Card::new(cx.t("known-preview")).body(html! {
            h3 { (cx.t("known-leaves")) }
            ul.leaves { @for key in ["place-leaves-1", "place-leaves-2"] { li { (icon("check")) div { (cx.t(key)) } } } }
            h3 { (cx.t("known-stays")) }
            ul.leaves { @for key in ["place-stays-1", "place-stays-2"] { li { (icon("shield-check")) div { (cx.t(key)) } } } }
        }))
    }
}

fn earlier(cx: &Cx, before: &[Question]) -> Markup {
    let tasks = before.iter().map(|one| {
        Task::new("bed", Tone::Info, cx.t("place-question"), cx.url(&path(one.id, "")))
            .meta(cx.at(one.asked_at))
            .end(state_tag(cx, &one.state))
    });
    html! { @if !before.is_empty() {
        (Card::new(cx.t("place-earlier")).body(html! { ul.tasks { @for task in tasks { (task) } } }))
    } }
}
