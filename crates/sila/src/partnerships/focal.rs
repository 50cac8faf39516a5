//! Naming who keeps the contact, and ending it.

use maud::{Markup, html};
use sila_core::time::Date;
use sila_core::{AgencyId, AgreementId, Millis, WorkerId};
use uuid::Uuid;

use super::relation::{self, Point, Relation, TABLE};
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
    /// For one agreement; otherwise for the whole partnership.
    pub agreement: Option<AgreementId>,
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
    let Appointment { agency, ours, deputy, from, agreement, .. } = *one;
    let stored = Stored {
        id,
        agency,
        ours,
        deputy,
        from_day: from.to_days(),
        until_day: None,
        told: !ours,
        worker: Some(worker),
        body,
        agreement,
    };
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
            // Only an agreement of this partnership; anything else is the whole of it.
            let mut all = relation.ledgers.iter().map(|one| one.agreement.id);
            let agreement = all.find(|id| id.to_string() == text("agreement"));
            Ok(Appointment { agency, ours, deputy, name, reach, from, agreement })
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

/// The four posts: at our side or theirs, and whether it stands in for the other.
const POSTS: [(bool, bool); 4] = [(true, false), (true, true), (false, false), (false, true)];

/// Who keeps the contact of the partnership and of single agreements, and the form to name somebody.
pub fn card(cx: &Cx, relation: &Relation, may: bool, values: &Pairs, errors: &Errors) -> Markup {
    let single = relation.ledgers.iter().map(|one| &one.agreement);
    let single = single.filter(|one| relation.points.iter().any(|point| is_for(point, one.id)));
    html! {
        (Card::new(cx.t("focal-title")).id("focal").body(html! {
            p.muted { (cx.t("focal-lead")) }
            ul.joint { @for post in POSTS { (post_line(cx, relation, post, may)) } }
            @for agreement in single {
                h3 { (cx.t("focal-of-agreement")) " " (ident::Code(&agreement.code)) }
                ul.joint { @for post in POSTS {
                    @let held = held(relation, post, Some(agreement.id));
                    @if !held.is_empty() { li { div.joint-h { span { (cx.t(post_key(post))) } } (people(cx, relation, &held, may)) } }
                } }
            }
            @if may { (handover::lines(cx, relation)) }
            @if may { (form(cx, relation, values, errors)) }
        }))
    }
}

fn is_for(point: &Point, agreement: AgreementId) -> bool {
    point.stored.agreement == Some(agreement)
}

fn held(
    relation: &Relation,
    (ours, deputy): (bool, bool),
    agreement: Option<AgreementId>,
) -> Vec<&Point> {
    let here = |one: &&Point| {
        (one.stored.ours, one.stored.deputy, one.stored.agreement) == (ours, deputy, agreement)
    };
    relation.points.iter().filter(here).collect()
}

fn post_key(post: (bool, bool)) -> &'static str {
    match post {
        (true, false) => "focal-ours",
        (true, true) => "focal-ours-deputy",
        (false, false) => "focal-theirs",
        (false, true) => "focal-theirs-deputy",
    }
}

fn post_line(cx: &Cx, relation: &Relation, post: (bool, bool), may: bool) -> Markup {
    let held = held(relation, post, None);
    let tone = if post.1 { Tone::Plain } else { Tone::Warn };
    html! {
        li {
            div.joint-h {
                span { (cx.t(post_key(post))) }
                @if !relation.is_held(post) { (tag(tone, cx.t("focal-vacant"))) }
            }
            (people(cx, relation, &held, may))
        }
    }
}

fn people(cx: &Cx, relation: &Relation, held: &[&Point], may: bool) -> Markup {
    let path = |id: Uuid| format!("{}/focal/{id}/end", attention::path(relation));
    html! {
        @for one in held {
            div { b { (ident::Name(&one.name)) } @if !one.reach.is_empty() { " · " (ident::Name(&one.reach)) } }
            div.sub {
                (cx.t("focal-from")) " " (dates::day(cx.lang, Millis(0).plus_days(one.stored.from_day)))
                @if one.stored.ours && one.stored.told { " · " (cx.t("focal-told")) }
                @if one.stored.worker.is_none() { " · " (cx.t("focal-by-node")) }
            }
            @if may && one.stored.worker.is_some() { (post(cx, &path(one.id), &html! { (Button::submit(cx.t("focal-end")).soft().small()) })) }
        }
    }
}

/// On the page of an agreement: who keeps its contact, by name for it or for the whole partnership.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_agreement(
    ask: &Ask,
    agreement: AgreementId,
    agency: AgencyId,
) -> Result<Markup, Problem> {
    let (cx, now) = (&ask.cx, ask.now);
    let stored = ask.app.store.read(store::points).await?;
    let of = |one: &Stored| one.agency == agency && one.agreement.is_none_or(|id| id == agreement);
    let points = relation::opened(&ask.app, stored.into_iter().filter(of).collect(), now)?;
    let of_post = |(ours, deputy): (bool, bool)| {
        let own = |one: &&Point| (one.stored.ours, one.stored.deputy) == (ours, deputy);
        let mut held: Vec<&Point> = points.iter().filter(own).collect();
        if held.iter().any(|one| is_for(one, agreement)) {
            held.retain(|one| is_for(one, agreement));
        }
        held
    };
    Ok(html! {
        (Card::new(cx.t("focal-title")).id("contact").body(html! {
            ul.joint { @for post in POSTS {
                @let held = of_post(post);
                li {
                    div.joint-h { span { (cx.t(post_key(post))) } @if held.is_empty() { (tag(Tone::Plain, cx.t("focal-vacant"))) } }
                    @for one in held { div { b { (ident::Name(&one.name)) } @if !one.reach.is_empty() { " · " (ident::Name(&one.reach)) } } }
                }
            } }
            a.link href=(cx.url(&format!("/partnerships/{}#focal", agency.to_text()))) { (cx.t("focal-name-somebody")) }
        }))
    })
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
    let agreements = relation.ledgers.iter().map(|one| &one.agreement);
    let agreements = agreements.map(|one| (one.id.to_string(), one.code.clone()));
    html! {
        details.fold open[errors.any()] {
            summary { (cx.t("focal-name-somebody")) }
            (form.summary())
            (post(cx, &to, &html! {
                (form.radios("side", cx.t("focal-side")).side_by_side()
                    .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs")))
                (form.radios("post", cx.t("focal-post")).side_by_side()
                    .choice("focal", cx.t("focal-point")).choice("deputy", cx.t("focal-deputy")))
                (form.select("agreement", cx.t("focal-for")).optional().empty(cx.t("focal-for-all")).choices(agreements))
                (form.text("name", cx.t("focal-name")).max(NAME_MAX))
                (form.text("reach", cx.t("focal-reach")).hint(cx.t("focal-reach-hint")).max(NAME_MAX).optional())
                (form.date("from", cx.t("focal-from")))
                (acts(&html! { (Button::save(cx)) }))
            }))
        }
    }
}
