//! `/register`: what was given, for everybody: one thing on a page, a way out on every page, nothing from elsewhere, and what was typed in no
//! address. What is shown is made of [`Known`], which has no room for an address or for who answers for a place. Of somebody who
//! practises a profession there is the name and whether the licence holds.
//!
//! Opening every licence for every question of a stranger would be work that anybody could make: what is known of them is kept in
//! memory until a step is taken ([`Shelf`]).

use std::sync::{Arc, Mutex, PoisonError};

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::law::Rule;
use sila_core::licence::{Act, Activity, Course, Family, State, Step};
use sila_core::{Millis, licence};
use sila_names::fold::fold;

use super::open::{self, Open};
use super::{blocks, inspections, list, store};
use crate::app::App;
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

/// What of a licence may ever be public, with the steps from which its state follows at any time.
#[derive(Debug)]
struct Known {
    number: String,
    name: Words,
    /// Both names as they are compared.
    folded: [String; 2],
    family: Family,
    activities: Vec<Activity>,
    course: Course,
    steps: Vec<Step>,
    rule: Rule,
}

impl Known {
    fn of(open: Open) -> Known {
        let Open { row, text, steps, course, plan } = open;
        Known {
            number: row.number,
            folded: [&text.name.ar, &text.name.en].map(|name| fold(name)),
            name: text.name,
            family: row.family,
            activities: row.activities.into_iter().collect(),
            course,
            steps: steps.into_iter().map(|kept| kept.step).collect(),
            rule: plan.rule,
        }
    }
}

/// Every licence as it was last opened, and how many licences and steps there were then.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<Option<Shelved>>);

type Shelved = ((i64, i64), Arc<Vec<Known>>);

/// Every licence, the newest first; opened again only when a step was taken since.
async fn known(app: &App) -> Result<Arc<Vec<Known>>, Problem> {
    let mark = app.store.read(store::mark).await?;
    let held = app.licences.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((of, all)) = held
        && of == mark
    {
        return Ok(all);
    }
    let all = open::every(app).await?.into_iter().map(Known::of).collect();
    let all: Arc<Vec<Known>> = Arc::new(all);
    // A step that was taken meanwhile has another mark: the next question opens them again.
    *app.licences.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((mark, Arc::clone(&all)));
    Ok(all)
}

/// A licence as everybody may see it.
struct Entry {
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
    fn of(open: &Known, now: Millis) -> Option<Entry> {
        let standing = open.course.standing(now);
        let person = open.family == Family::Professional;
        let activities = open.activities.iter().copied();
        standing.state.is_public().then(|| Entry {
            number: open.number.clone(),
            name: open.name.clone(),
            family: open.family,
            activities: if person { Vec::new() } else { activities.collect() },
            state: standing.state,
            term: standing.from.zip(standing.until).filter(|_| !person),
            rule: open.rule,
        })
    }
}

pub(super) fn document(cx: &Cx, title: String, body: &Markup) -> Page {
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
        p { a.link href=(cx.url("/complaint")) { (cx.t("complaint-ask")) } }
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
    let all = known(&ask.app).await?;
    let is = |one: &&Known| {
        let named = !wanted.is_empty() && one.folded.iter().any(|name| name.contains(&wanted));
        one.number == number || named
    };
    let found = all.iter().filter(is).filter_map(|one| Entry::of(one, ask.now));
    let found: Vec<Entry> = found.take(FOUND_MAX).collect();
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
    let id = open.row.id;
    let one = Entry::of(&Known::of(open), ask.now).ok_or_else(Problem::not_found)?;
    let graded = match one.family {
        Family::Professional => Vec::new(),
        _ => ask.app.store.read(move |tx| inspections::store::graded(tx, id)).await?,
    };
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
        (grades(cx, &graded))
        p { (Button::link(cx.t("complaint-new"), cx.url(&format!("/register/{}/complaint", one.number))).line().icon("chat-circle-text")) }
        p { a.link href=(cx.url("/register")) { (cx.t("register-again")) } }
    };
    Ok(Reply::page(&document(cx, title.clone(), &body)))
}

/// What inspections have found, the newest first: a grade, and how it follows from the checklist.
fn grades(cx: &Cx, graded: &[(Millis, String)]) -> Markup {
    html! {
        @if !graded.is_empty() {
            h2 { (cx.t("register-grades")) }
            ul.links { @for (nth, (at, grade)) in graded.iter().enumerate() { li { div {
                (inspections::grade(cx, grade)) " " (dates::day(cx.lang, *at))
                @if nth == 0 { div.sub { (cx.code("inspection-grade-means", grade)) } }
            } } } }
        }
    }
}

/// What was given, suspended, renewed and taken away, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn changes(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let all = known(&ask.app).await?;
    let mut told: Vec<(Millis, Act, &Known)> = Vec::new();
    for open in all.iter() {
        let standing = open.course.standing(ask.now);
        if standing.state.is_public() {
            let is = |step: &&Step| is_public(step.act) || Some(step.at) == standing.from;
            told.extend(open.steps.iter().filter(is).map(|step| (step.at, step.act, open)));
        }
    }
    told.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let body = html! {
        h1 { (cx.t("register-changes")) }
        ul.shelf { @for (at, act, open) in told.iter().take(CHANGES_MAX) {
            li.shelf-i {
                h2 { a.link href=(cx.url(&format!("/register/{}", open.number))) { bdi { (open.name.of(cx.lang)) } } }
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
    let entries = all.into_iter().filter_map(|one| Entry::of(&Known::of(one), now));
    let entries: Vec<Entry> = entries.filter(|one| one.family != Family::Professional).collect();
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
