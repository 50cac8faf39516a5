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
use crate::shelter::unwanted::{self, Unwanted, Whose};
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
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::of_case(tx, case)?, unwanted::store::of_case(tx, case)?))
    };
    let (before, unwanted) = ask.app.store.read(read).await?;
    let refused = |desk: &Desk| unwanted::about(&unwanted, Whose::Partner(desk.peer.agency));
    let may = desks.iter().any(|desk| refused(desk).is_none());
    let values = with_everybody(&record, &ask.query);
    let cx = &ask.cx;
    let main = html! {
        (form(&ask, &record, &values, may))
        (earlier(cx, &before))
    };
    let aside = html! { (whom(cx, (case, &desks), &unwanted)) (leaves(cx)) };
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
/// `page.not_found`, `case.closed`, `shelter.nobody`, `place.no_partner`; `shelter.unwanted` where they did not want the place of any
/// partner and were not asked again.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = read(&ask).await?;
    let id = put(&ask.app, ask.worker()?, (&record, &ask.form), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// The case of the address, for whoever may read it. The reading is written down.
pub(in crate::shelter) async fn read(ask: &Ask) -> Result<CaseRecord, Problem> {
    let id: CaseId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = cases::open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), "place.ask", ask.now).await?;
    record.row.needs_open()?;
    Ok(record)
}

/// The act itself, for the people and things that these values name: one question, the same to every partner that may be asked and whose
/// place they have not refused.
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
    let desks = desks(app, now).await?;
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
    if let Some(code) = write(app, question, &desks).await? {
        return Err(Problem::refused(code).way_out(back()));
    }
    app.outbox.notify_one();
    Ok(id)
}

/// Writes the question and its letters, to whom it may go at this moment; or says why to nobody.
async fn write(
    app: &App,
    question: Question,
    desks: &[Desk],
) -> Result<Option<&'static str>, Problem> {
    let (id, case, now) = (question.id, question.case, question.asked_at);
    let ask = PlaceAsk { question: id, need: question.need.clone(), urgency: question.urgency };
    let mut letters = Vec::new();
    for desk in desks {
        let to = (desk.peer.agency, desk.agreement.agreement.id);
        let way = (&desk.peer, &desk.agreement);
        letters.push((to, letter(app, way, id, Place::Ask(ask.clone()), now)?));
    }
    let told = fact(app, id, "ASK", Some(question.worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<Option<&'static str>, DbError> {
        let (barred, refused) =
            (scope::barred_agencies(tx, case)?, unwanted::store::of_case(tx, case)?);
        let mut goes: Vec<_> = letters.iter().collect();
        goes.retain(|((peer, _), _)| barred.iter().all(|(agency, _)| agency != peer));
        let code = if goes.is_empty() { "place.no_partner" } else { "shelter.unwanted" };
        goes.retain(|((peer, _), _)| unwanted::about(&refused, Whose::Partner(*peer)).is_none());
        if goes.is_empty() {
            return Ok(Some(code));
        }
        let to: Vec<_> = goes.iter().map(|(to, _)| *to).collect();
        store::insert(tx, &question, &to)?;
        goes.iter().try_for_each(|(_, letter)| outbox::post(tx, letter))?;
        journal::insert(tx, &told).map(|()| None)
    };
    let refused = app.store.write(write).await?;
    app.changed(Topic::Shelter);
    Ok(refused)
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

fn whom(cx: &Cx, (case, desks): (CaseId, &[Desk]), unwanted: &[Unwanted]) -> Markup {
    let path = format!("/cases/{case}/place");
    let peer =
        |desk: &Desk| html! { input type="hidden" name="peer" value=(desk.peer.agency.to_text()); };
    let none =
        empty_state("prohibit", cx.t("place-no-partner"), cx.t("place-no-partner-text"), &html! {});
    html! {
        (Card::new(cx.t("place-whom")).body(html! {
            @if desks.is_empty() { (none) }
            ul.leaves { @for desk in desks { li { (icon("arrows-left-right")) div {
                (Name(desk.peer.name(cx.lang))) " · " (Reference(&desk.agreement.agreement.code))
                @if let Some(said) = unwanted::about(unwanted, Whose::Partner(desk.peer.agency)) {
                    (unwanted::note(cx, &path, said, &peer(desk)))
                }
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
