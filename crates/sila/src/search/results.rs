//! Who was found, each person once, and why.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::ids::PersonId;

use crate::accounts::Worker;
use crate::ask::Ask;
use crate::people::identity::{self, Identity, Readable, Sight};
use crate::people::register::Known;
use crate::people::show;
use crate::people::words::{Meeting, Met};
use crate::problem::Problem;
use crate::search::asked::Asked;
use crate::web::Cx;
use crate::web::components::{Card, Tone, icon, tag};
use crate::web::ident::Reference;

/// People on the page; who looks for more adds a word.
const SHOWN: usize = 20;

/// Why somebody was found; the better reasons are the greater ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    by_number: bool,
    meeting: Option<Meeting>,
    by_year: bool,
}

/// Somebody found: all their records that the worker may open.
pub struct Person {
    /// The records, in no order.
    pub records: Vec<Identity>,
    /// Why.
    pub found: Found,
}

/// What a search gave.
pub struct Results {
    /// The best first.
    pub people: Vec<Person>,
    more: bool,
}

/// Looks in the register for people whose cases this worker may open. Others do not exist, in counts neither.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(ask: &Ask, worker: &Worker, asked: &Asked) -> Result<Results, Problem> {
    let reader = worker.clone();
    let readable = ask.app.store.read(move |tx| Readable::of(tx, &reader)).await?;
    let mut persons = matches(ask, asked, &readable);
    let more = persons.len() > SHOWN;
    persons.truncate(SHOWN);
    let all: BTreeSet<PersonId> = persons.iter().flat_map(|(_, ids)| ids).copied().collect();
    let opened = identity::through_all(&ask.app, worker, &all).await?;
    let opened = opened.into_iter().filter(|one| one.sight == Sight::Whole);
    let mut opened: BTreeMap<PersonId, Identity> = opened.map(|one| (one.person.id, one)).collect();
    let people = persons.into_iter().map(|(found, ids)| Person {
        records: ids.iter().filter_map(|id| opened.remove(id)).collect(),
        found,
    });
    let mut people: Vec<Person> = people.filter(|one| !one.records.is_empty()).collect();
    people.sort_by(|a, b| b.found.cmp(&a.found).then_with(|| newest(b).cmp(&newest(a))));
    Ok(Results { people, more })
}

fn newest(one: &Person) -> Option<(sila_core::Millis, PersonId)> {
    one.records.iter().map(|record| (record.case.opened_at, record.person.id)).max()
}

/// The best of each person, with all their records; one more than are shown says that there are more.
fn matches(ask: &Ask, asked: &Asked, readable: &Readable) -> Vec<(Found, BTreeSet<PersonId>)> {
    let seen = |known: &Known| readable.sight(known.case, known.guard) == Some(Sight::Whole);
    let people = &ask.app.people;
    let mut found: Vec<(Found, PersonId)> = Vec::new();
    for (person, known, meeting) in people.named(&asked.name, seen) {
        let born = known.years.zip(asked.year);
        let by_year = born.is_some_and(|((from, to), year)| (from..=to).contains(&year));
        // Whoever was born in another year is not meant; whose year nobody knows may be.
        if born.is_none() || by_year {
            found.push((Found { by_number: false, meeting: Some(meeting), by_year }, person));
        }
    }
    for (person, _) in asked.digits.iter().flat_map(|digits| people.numbered(digits, seen)) {
        found.push((Found { by_number: true, meeting: None, by_year: false }, person));
    }
    found.sort_by(|a, b| b.cmp(a));
    let mut persons: Vec<(Found, BTreeSet<PersonId>)> = Vec::new();
    for (why, person) in found {
        if persons.len() > SHOWN {
            break;
        }
        if !persons.iter().any(|(_, known)| known.contains(&person)) {
            persons.push((why, people.cluster(person)));
        }
    }
    persons
}

/// The results as a card.
pub fn card(cx: &Cx, results: &Results) -> Markup {
    let n = [("n", results.people.len().into())];
    let card = Card::new(cx.t("search-found")).id("found").body(html! {
        p.muted role="status" {
            (cx.t_with(if results.more { "search-first" } else { "search-count" }, &n))
        }
        ul.found { @for person in &results.people { (result(cx, person)) } }
        p.hint { (cx.t("search-only-yours")) }
    });
    html! { (card) }
}

fn result(cx: &Cx, one: &Person) -> Markup {
    let Some(first) = one.records.first() else { return html! {} };
    let (tone, word) = class(&one.found);
    let page = cx.url(&format!("/people/{}", first.person.id));
    html! {
        li {
            span.found-i { (icon("user")) }
            div.found-who {
                a.link href=(page) { (show::both_names(cx, &first.person)) }
                span.sub { (show::birth(cx, &first.person, cx.now)) }
                @if one.records.len() > 1 {
                    span.sub { (cx.t_with("person-records", &[("n", one.records.len().into())])) }
                }
            }
            div.found-why {
                (tag(tone, cx.t(&format!("search-class-{word}"))))
                p { (cx.t(&format!("search-why-{word}"))) @if one.found.by_year { " " (cx.t("search-why-year")) } }
            }
            ul.found-cases { @for record in &one.records { li {
                a.ref href=(cx.url(&format!("/cases/{}", record.case.id))) { (Reference(&record.case.reference)) }
                span.sub {
                    (cx.code("category", &record.case.category))
                    @if !record.concerned { " · " (cx.t("beside-came-along")) }
                }
            } } }
        }
    }
}

/// How sure it is that this is who was looked for: colour, and the end of the keys of its texts.
fn class(found: &Found) -> (Tone, &'static str) {
    match found.meeting.as_ref().map(|meeting| meeting.weakest) {
        _ if found.by_number => (Tone::Ok, "number"),
        Some(Met::Written) => (Tone::Ok, "written"),
        Some(Met::Spelling) => (Tone::Ok, "spelling"),
        Some(Met::Sound) => (Tone::Gold, "sound"),
        Some(Met::Begins) => (Tone::Info, "begins"),
        Some(Met::Near) | None => (Tone::Plain, "near"),
    }
}
