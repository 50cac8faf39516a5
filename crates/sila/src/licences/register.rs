//! `/register`: what was given, for everybody: one thing on a page, a way out on every page, nothing from elsewhere, and what was typed in no
//! address. What is shown is made of [`Entry`], which has no room for an address or for who answers for a place. Of somebody who
//! practises a profession there is the name and whether the licence holds.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::law::Rule;
use sila_core::licence::{Act, Activity, Family, State};
use sila_core::{Millis, licence};
use sila_names::fold::fold;

use super::open::{self, Open, every};
use super::{blocks, list};
use crate::ask::Ask;
use crate::meetings::text::Words;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Summary, Tone, empty_state, icon, tag};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Page, dates};

/// Licences on a page of what was found.
const FOUND_MAX: usize = 50;
/// Changes on their page.
const CHANGES_MAX: usize = 100;
/// Longest question, in characters.
const QUERY_MAX: usize = 80;

/// A licence as everybody may see it.
pub(super) struct Entry {
    number: String,
    name: Words,
    family: Family,
    activities: Vec<Activity>,
    state: State,
    /// The first day and the first instant after the last; none of a person's licence.
    term: Option<(Millis, Millis)>,
    rule: Rule,
}

impl Entry {
    /// What of a licence is public; nothing of one that was never given.
    pub(super) fn of(open: &Open, now: Millis) -> Option<Entry> {
        let standing = open.standing(now);
        let person = open.row.family == Family::Professional;
        let activities = open.row.activities.iter().copied();
        standing.state.is_public().then(|| Entry {
            number: open.row.number.clone(),
            name: open.text.name.clone(),
            family: open.row.family,
            activities: if person { Vec::new() } else { activities.collect() },
            state: standing.state,
            term: standing.from.zip(standing.until).filter(|_| !person),
            rule: open.plan.rule,
        })
    }
}

fn document(cx: &Cx, title: String, body: &Markup) -> Page {
    let body = html! {
        div.stack {
            div { a.hide-now href=(cx.url("/hidden")) rel="nofollow noreferrer" draggable="false" data-hide {
                (icon("eye-slash")) span { (cx.t("services-leave")) }
            } }
            (body)
        }
    };
    Page::new(cx, title).bare().body(body)
}

/// The first page: a question.
///
/// # Errors
/// None of its own.
pub async fn front(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let body = html! {
        h1 { (cx.t("licence-register-title")) }
        p { (cx.t("licence-register-lead")) }
        form.filters-k method="post" action=(cx.url("/register/found")) role="search" {
            label for="q" { (cx.t("register-ask")) }
            div.search-row {
                input.in id="q" name="q" type="search" dir="auto" autocomplete="off" maxlength=(QUERY_MAX);
                (Button::submit(cx.t("search-go")).icon("magnifying-glass"))
            }
        }
        p { a.link href=(cx.url("/register/changes")) { (cx.t("register-changes")) } " · " a.link href=(cx.url("/law")) { (cx.t("law-title")) } }
    };
    Ok(Reply::page(&document(cx, cx.t("licence-register-title"), &body)))
}

/// What was found by number or by name, folded as people write.
///
/// # Errors
/// When the store cannot be read.
pub async fn found(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let typed: String =
        ask.form.get("q").unwrap_or_default().trim().chars().take(QUERY_MAX).collect();
    let wanted = fold(&typed);
    let number = typed.to_uppercase();
    let all = every(&ask.app).await?;
    let entries = all.iter().filter_map(|one| Entry::of(one, ask.now));
    let is = |one: &Entry| {
        let named = [&one.name.ar, &one.name.en].map(|name| fold(name));
        one.number == number
            || (!wanted.is_empty() && named.iter().any(|name| name.contains(&wanted)))
    };
    let found: Vec<Entry> = entries.filter(is).take(FOUND_MAX).collect();
    let none =
        empty_state("certificate", cx.t("register-none"), cx.t("register-none-text"), &html! {});
    let body = html! {
        h1 { (cx.t("register-found")) }
        @if found.is_empty() { (none) }
        ul.shelf { @for one in &found {
            li.shelf-i {
                h2 { a.link href=(cx.url(&format!("/register/{}", one.number))) { bdi { (one.name.of(cx.lang)) } } }
                p.shelf-s { (cx.code("licence-family", one.family.code())) " " (list::state(cx, one.state)) }
            }
        } }
        p { a.link href=(cx.url("/register")) { (cx.t("register-again")) } }
    };
    Ok(Reply::page(&document(cx, cx.t("register-found"), &body)))
}

/// One licence.
///
/// # Errors
/// `page.not_found` for one that was never given.
pub async fn one(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let open = open::by_number(&ask.app, ask.param("number")).await?;
    let one = Entry::of(&open, ask.now).ok_or_else(Problem::not_found)?;
    let activities = Some(&one.activities).filter(|all| !all.is_empty());
    let rows = Summary::new()
        .row(cx.t("licence-number"), Code(&one.number))
        .row(cx.t("licence-family"), cx.code("licence-family", one.family.code()))
        .row(cx.t("licence-state"), list::state(cx, one.state))
        .row_if(
            cx.t("licence-activities"),
            activities.map(|all| html! { @for one in all { div { (cx.code("licence-activity", one.code())) } } }),
        )
        .row_if(cx.t("licence-from"), one.term.map(|(from, _)| dates::day(cx.lang, from)))
        .row_if(
            cx.t("licence-until"),
            one.term.map(|(_, until)| dates::day(cx.lang, until.plus_minutes(-1))),
        )
        .row(cx.t("law-basis"), regulation::link(cx, one.rule));
    let title = one.name.of(cx.lang).to_owned();
    let body = html! {
        h1 { (Name(&title)) }
        (rows)
        p { a.link href=(cx.url("/register")) { (cx.t("register-again")) } }
    };
    Ok(Reply::page(&document(cx, title.clone(), &body)))
}

/// What was given, suspended, renewed and taken away, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn changes(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let all = every(&ask.app).await?;
    let mut told: Vec<(Millis, Act, &Open)> = Vec::new();
    for open in all.iter().filter(|one| one.state(ask.now).is_public()) {
        let given = open.standing(ask.now).from;
        let steps = open.steps.iter().map(|one| one.step);
        let public = steps.filter(|step| is_public(step.act) || Some(step.at) == given);
        told.extend(public.map(|step| (step.at, step.act, open)));
    }
    told.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let body = html! {
        h1 { (cx.t("register-changes")) }
        ul.shelf { @for (at, act, open) in told.iter().take(CHANGES_MAX) {
            li.shelf-i {
                h2 { a.link href=(cx.url(&format!("/register/{}", open.row.number))) { bdi { (open.text.name.of(cx.lang)) } } }
                p.shelf-s { (cx.code("register-change", change(*act))) " · " (dates::day(cx.lang, *at)) }
            }
        } }
        p { a.link href=(cx.url("/register")) { (cx.t("register-again")) } }
    };
    Ok(Reply::page(&document(cx, cx.t("register-changes"), &body)))
}

fn is_public(act: Act) -> bool {
    matches!(act, Act::Suspend | Act::Lift | Act::Close | Act::Renew | Act::Restore)
}

/// The word for a change: giving it has several acts.
fn change(act: Act) -> &'static str {
    match act {
        Act::Suspend | Act::Lift | Act::Close | Act::Renew | Act::Restore => act.code(),
        _ => "GIVEN",
    }
}

/// On the page of a partner: whether what it is licensed for holds, and that whoever regulates it stands apart. Nothing for an entity
/// without a licence of ours.
///
/// # Errors
/// When the store cannot be read.
pub async fn partner_card(ask: &Ask, holder: AgencyId) -> Result<Markup, Problem> {
    let (cx, now) = (&ask.cx, ask.now);
    let all = open::of_holder(&ask.app, holder).await?;
    let entries: Vec<Entry> = all.iter().filter_map(|one| Entry::of(one, now)).collect();
    let entries = entries.into_iter().filter(|one| one.family != Family::Professional);
    let entries: Vec<Entry> = entries.collect();
    if entries.is_empty() {
        return Ok(html! {});
    }
    let held = ask.app.store.read(move |tx| blocks::held(tx, holder, now)).await?;
    let lost = held.iter().any(|one| one.state.is_public() && !one.state.holds());
    let shut = licence::is_shut(&held, sila_core::codes::Service::ALL);
    let over = cx.url(&format!("/overrides/new?holder={}", holder.to_text()));
    Ok(html! {
        (Card::new(cx.t("licence-of-partner")).body(html! {
            @if shut || lost {
                (Note::new("warning", cx.t("licence-flag")).tone(Tone::Bad).body(html! {
                    p { (cx.t("licence-flag-text")) }
                    @if ask.may(crate::accounts::Permission::ReferralOffer) { a.link href=(over) { (cx.t("override-act")) } " · " }
                    (regulation::link(cx, Rule::LicenceBlock))
                }))
            }
            ul.links { @for one in &entries { li { div {
                a.link href=(cx.url(&format!("/register/{}", one.number))) { (Code(&one.number)) } " " (list::state(cx, one.state))
                div.sub { @for activity in &one.activities { (tag(Tone::Plain, cx.code("licence-activity", activity.code()))) " " } }
            } } } }
            (Note::new("shield-check", cx.t("licence-apart")).tone(Tone::Info).body(html! {
                p { (cx.t("licence-apart-text")) }
                (regulation::link(cx, Rule::Firewall))
            }))
        }))
    })
}
