//! Naming who keeps the contact, and ending it.

use maud::{Markup, html};
use sila_core::time::Date;
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use super::relation::{self, Relation, TABLE};
use super::store::{self, Stored};
use super::{attention, handover, show};
use crate::activation::saying::day;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::meetings::sealed;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, acts, post, tag};
use crate::web::{Cx, Errors, Form, Pairs, dates, ident};

/// Longest name and longest way to reach somebody, in characters.
pub(super) const NAME_MAX: usize = 120;

/// Somebody who is to keep the contact.
#[derive(Debug, Clone)]
pub struct Appointment {
    /// The partnership: the other agency.
    pub agency: AgencyId,
    /// At our side; otherwise at theirs.
    pub ours: bool,
    /// Stands in for the focal point.
    pub deputy: bool,
    /// Their name.
    pub name: String,
    /// Office, telephone or address at work.
    pub reach: String,
    /// From which day.
    pub from: Date,
}

/// Names somebody. Who held the post before stays until it is ended.
///
/// # Errors
/// When the store cannot be written.
pub async fn appoint(
    app: &App,
    one: &Appointment,
    worker: WorkerId,
    now: Millis,
) -> Result<Uuid, Problem> {
    let id = app.clock.new_id();
    let body = sealed(app, TABLE, id, &(one.name.clone(), one.reach.clone()));
    let Appointment { agency, ours, deputy, from, .. } = *one;
    let from_day = from.to_days();
    let (until_day, told, by) = (None, !ours, Some(worker));
    let stored = Stored { id, agency, ours, deputy, from_day, until_day, told, worker: by, body };
    let told = fact(app, &stored, "named", Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::appoint(tx, &stored, now)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    Ok(id)
}

/// What was done about a post, for the journal. Never a name.
pub(super) fn fact(
    app: &App,
    one: &Stored,
    act: &str,
    worker: Option<WorkerId>,
    now: Millis,
) -> Fact {
    let post = if one.deputy { "deputy" } else { "focal" };
    let side = if one.ours { "ours" } else { "theirs" };
    let data = format!("{} {post} {side} {act}", one.agency.to_text()).into_bytes();
    let subject = one.id.to_string();
    Fact { id: app.clock.new_id(), at: now, kind: "focal", subject, worker, data }
}

/// `POST /partnerships/{agency}/focal`.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let one = match read(&ask, &relation) {
        Ok(one) => one,
        Err(errors) => {
            let page = show::drawn(&ask, &relation, &ask.form, &errors).await?;
            return Ok(Reply::page_with_errors(&page));
        }
    };
    appoint(&ask.app, &one, ask.worker()?.id, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&attention::path(&relation))))
}

fn read(ask: &Ask, relation: &Relation) -> Result<Appointment, Errors> {
    let (cx, form, agency) = (&ask.cx, &ask.form, relation.agency);
    let mut errors = Errors::none();
    let text = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let (name, reach) = (text("name"), text("reach"));
    if !(1..=NAME_MAX).contains(&name.chars().count()) {
        errors.add("name", cx.t("focal-name-needed"));
    }
    if reach.chars().count() > NAME_MAX {
        errors.add("reach", cx.t("focal-name-needed"));
    }
    if text("side") == "theirs" && relation.tells {
        errors.add("side", cx.t("focal-theirs-told"));
    }
    let from = day(form, "from").filter(|from| *from <= ask.now.uae_date());
    match from {
        Some(from) if errors.is_empty() => {
            let (ours, deputy) = (text("side") != "theirs", text("post") == "deputy");
            Ok(Appointment { agency, ours, deputy, name, reach, from })
        }
        Some(_) => Err(errors),
        None => {
            errors.add("from", cx.t("focal-day-needed"));
            Err(errors)
        }
    }
}

/// `POST /partnerships/{agency}/focal/{id}/end`: from today nobody of this name holds the post. Whoever leaves a post of ours is asked
/// what whoever comes after must know.
///
/// # Errors
/// `page.not_found` when there is no such appointment, or the other node has told it.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let id: Uuid = ask.id("id")?;
    let own = |one: &&relation::Point| one.id == id && one.stored.worker.is_some();
    let point = relation.points.iter().find(own).ok_or_else(Problem::not_found)?;
    if point.stored.ours {
        return Ok(Reply::see_other(ask.cx.url(&handover::path(relation.agency, id))));
    }
    let (agency, today, worker) = (relation.agency, ask.now.uae_date(), ask.worker()?.id);
    let told = fact(&ask.app, &point.stored, "ended", Some(worker), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::end(tx, id, agency, today)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&attention::path(&relation))))
}

/// Who keeps the contact, and the form to name somebody.
pub fn card(cx: &Cx, relation: &Relation, may: bool, values: &Pairs, errors: &Errors) -> Markup {
    let posts = [(true, false), (true, true), (false, false), (false, true)];
    html! {
        (Card::new(cx.t("focal-title")).id("focal").body(html! {
            p.muted { (cx.t("focal-lead")) }
            ul.joint { @for (ours, deputy) in posts { (post_line(cx, relation, ours, deputy, may)) } }
            @if may { (handover::lines(cx, relation)) }
            @if may { (form(cx, relation, values, errors)) }
        }))
    }
}

fn post_line(cx: &Cx, relation: &Relation, ours: bool, deputy: bool, may: bool) -> Markup {
    let here = |one: &&relation::Point| one.stored.ours == ours && one.stored.deputy == deputy;
    let held: Vec<_> = relation.points.iter().filter(here).collect();
    let key = match (ours, deputy) {
        (true, false) => "focal-ours",
        (true, true) => "focal-ours-deputy",
        (false, false) => "focal-theirs",
        (false, true) => "focal-theirs-deputy",
    };
    let path = |id: Uuid| format!("{}/focal/{id}/end", attention::path(relation));
    html! {
        li {
            div.joint-h {
                span { (cx.t(key)) }
                @if held.is_empty() { (tag(if deputy { Tone::Plain } else { Tone::Warn }, cx.t("focal-vacant"))) }
            }
            @for one in held {
                div { b { (ident::Name(&one.name)) } @if !one.reach.is_empty() { " · " (ident::Name(&one.reach)) } }
                div.sub {
                    (cx.t("focal-from")) " " (dates::day(cx.lang, Millis(0).plus_days(one.stored.from_day)))
                    @if ours && one.stored.told { " · " (cx.t("focal-told")) }
                    @if one.stored.worker.is_none() { " · " (cx.t("focal-by-node")) }
                }
                @if may && one.stored.worker.is_some() { (post(cx, &path(one.id), &html! { (Button::submit(cx.t("focal-end")).soft().small()) })) }
            }
        }
    }
}

fn form(cx: &Cx, relation: &Relation, values: &Pairs, errors: &Errors) -> Markup {
    let mut typed = values.clone();
    if typed.is_empty() {
        let today = cx.now.uae_date();
        typed.push("side", "ours");
        typed.push("post", "focal");
        typed.push("from_d", today.day.to_string());
        typed.push("from_m", today.month.to_string());
        typed.push("from_y", today.year.to_string());
    }
    let form = Form::new(cx, &typed, errors);
    let to = format!("{}/focal", attention::path(relation));
    html! {
        details.fold open[errors.any()] {
            summary { (cx.t("focal-name-somebody")) }
            (form.summary())
            (post(cx, &to, &html! {
                (form.radios("side", cx.t("focal-side")).side_by_side()
                    .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs")))
                (form.radios("post", cx.t("focal-post")).side_by_side()
                    .choice("focal", cx.t("focal-point")).choice("deputy", cx.t("focal-deputy")))
                (form.text("name", cx.t("focal-name")).max(NAME_MAX))
                (form.text("reach", cx.t("focal-reach")).hint(cx.t("focal-reach-hint")).max(NAME_MAX).optional())
                (form.date("from", cx.t("focal-from")))
                (acts(&html! { (Button::save(cx)) }))
            }))
        }
    }
}
