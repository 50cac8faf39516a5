//! The queue of doubles as a page: what is worth a look, what is almost certain, what waits for a second person.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::ids::PersonId;

use crate::ask::Ask;
use crate::duplicates::line::{self, Line, Part};
use crate::duplicates::reasons::Reasons;
use crate::duplicates::waterfall;
use crate::journal::access::{self, Subject};
use crate::people::identity::{self, Identity};
use crate::people::{search_state, show};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Tone, empty_state, heading, icon, tag};
use crate::web::{Cx, Page};

/// Pairs on the page. Those behind come up as these are decided.
const SHOWN: usize = 20;

/// The page. Everybody named on it is written down as read.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let lines = line::all(&ask.app, worker).await?;
    let asked = ask.query.get("show").unwrap_or_default();
    let part = Part::ALL.into_iter().find(|part| part.code() == asked).unwrap_or(Part::Look);
    let here: Vec<&Line> = lines.iter().filter(|line| line.part == part).collect();
    let shown: Vec<&Line> = here.iter().take(SHOWN).copied().collect();
    let ids: BTreeSet<PersonId> =
        shown.iter().flat_map(|line| [line.pair.one, line.pair.two]).collect();
    let subjects = ids.iter().map(|person| Subject::Person(person.0)).collect();
    access::record_all(&ask.app, worker, subjects, "duplicates.list", ask.now).await?;
    let people = identity::through_all(&ask.app, worker, &ids).await?;
    let people: BTreeMap<PersonId, Identity> =
        people.into_iter().map(|one| (one.person.id, one)).collect();
    let cx = &ask.cx;
    let rows = html! {
        @for line in &shown {
            @if let (Some(one), Some(two)) = (people.get(&line.pair.one), people.get(&line.pair.two)) {
                @let why = ask.app.people.explain(line.pair).map(|found| Reasons::of(&found));
                (row(cx, line, one, two, why.as_ref()))
            }
        }
    };
    let left = here.len().saturating_sub(shown.len());
    let body = html! {
        (heading(cx.t("duplicates-title"), Some(&cx.t("duplicates-lead")), &html! {}))
        (search_state(cx, &ask.app))
        (tabs(cx, part, &lines))
        section.card #duplicates data-live="people" { div.card-b {
            p.hint { (cx.t(&format!("duplicates-part-{}-text", part.code()))) }
            @if shown.is_empty() {
                (empty_state("users-three", cx.t("duplicates-none"), cx.t("duplicates-none-text"), &html! {}))
            } @else {
                ul.doubles { (rows) }
            }
            @if left > 0 { p.muted.center { (cx.t_with("duplicates-left", &[("n", left.into())])) } }
        } }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("duplicates-title")).body(body)))
}

fn tabs(cx: &Cx, here: Part, lines: &[Line]) -> Markup {
    let count = |part: Part| {
        let count = lines.iter().filter(|line| line.part == part).count();
        let more = part == Part::Household && count == line::HOUSEHOLDS_MAX;
        format!("{count}{}", if more { "+" } else { "" })
    };
    html! {
        nav.tabs aria-label=(cx.t("duplicates-parts")) {
            @for part in Part::ALL {
                a href=(cx.url(&format!("/duplicates?show={}", part.code()))) aria-current=[(part == here).then_some("page")] {
                    (cx.t(&format!("duplicates-part-{}", part.code())))
                    span.count.num { (count(part)) }
                }
            }
        }
    }
}

fn row(cx: &Cx, line: &Line, one: &Identity, two: &Identity, why: Option<&Reasons>) -> Markup {
    let path = format!("/duplicates/{}/{}", line.pair.one, line.pair.two);
    html! {
        li {
            div.pair {
                (side(cx, one))
                span.between aria-hidden="true" { (icon("arrows-left-right")) }
                (side(cx, two))
            }
            div.pair-why {
                @if let Some(why) = why {
                    p { (waterfall::kinship(cx, why)) " " span.muted { (waterfall::in_short(cx, why)) } }
                    p.small { (waterfall::outcome(cx, why)) }
                }
                @if line.guard.needs_second() { p { (tag(Tone::Warn, cx.t("duplicates-two"))) } }
            }
            div.pair-act {
                (Button::link(cx.t("duplicates-compare"), cx.url(&path)).line().small().icon("scales"))
            }
        }
    }
}

fn side(cx: &Cx, one: &Identity) -> Markup {
    html! {
        div.pair-one {
            b { (show::both_names(cx, &one.person)) }
            span.sub { (show::birth(cx, &one.person, cx.now)) }
        }
    }
}
