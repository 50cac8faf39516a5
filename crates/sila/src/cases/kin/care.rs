//! In whose care somebody of a case is (في رعاية من), and since which day. The latest entry stands; those before it stay readable. It says with
//! whom and never where.

use maud::{Markup, html};
use sila_core::ids::PersonId;
use sila_core::person::Person;
use sila_core::time::Millis;

use super::page::document;
use super::{case, commit, path, store};
use crate::activation::saying;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::people::show as people;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, acts, post};
use crate::web::{Cx, Errors, Form, dates};

/// Who cares, in codes that no agreement lets out of the agency.
pub const CARERS: [&str; 8] =
    ["PARENTS", "RELATIVES", "FOSTER", "KAFALA", "GUARDIAN", "HOME", "HOSPITAL", "ALONE"];

/// Who cares for somebody, since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// For whom.
    pub person: PersonId,
    /// Who, as a code.
    pub carer: String,
    /// Since which day.
    pub since: Millis,
}

/// Writes down in whose care somebody is. The same day again corrects what was written for it.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`, `case.handed_over`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let id = record.row.id;
    let all = ask.app.store.read(move |tx| store::care(tx, id)).await?;
    let mut errors = Errors::none();
    let Some(care) = read(&ask, &record, &all, &mut errors) else {
        return document(&ask, &record, (&ask.form, &errors)).await;
    };
    let (by, words) = ((ask.worker()?.id, ask.now), format!("CARE {}", care.carer));
    commit(&ask.app, &record, (words, by), move |tx| store::set_care(tx, id, &care, by)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

fn read(ask: &Ask, record: &CaseRecord, all: &[Care], errors: &mut Errors) -> Option<Care> {
    let (cx, form) = (&ask.cx, &ask.form);
    let whose: Option<PersonId> = form.get("cared").and_then(|id| id.parse().ok());
    let person = whose.filter(|id| record.disclosure.people.iter().any(|one| one.id == *id));
    let carer = form.get("carer").and_then(|code| CARERS.into_iter().find(|one| *one == code));
    let last = all.iter().filter(|one| Some(one.person) == person).map(|one| one.since).max();
    let day = saying::day(form, "care_since").map(|day| day.at_minute(0));
    let since = day.filter(|since| *since <= ask.now && last.is_none_or(|last| last <= *since));
    if person.is_none() || carer.is_none() {
        errors.add("carer", cx.t("kin-care-wrong"));
    }
    if since.is_none() {
        errors.add("care_since", cx.t("kin-care-day-wrong"));
    }
    Some(Care { person: person?, carer: carer?.to_owned(), since: since? })
}

/// Everybody of the case, in whose care they are, and in whose they were.
pub fn card(cx: &Cx, known: &[Person], all: &[Care]) -> Markup {
    let said = |one: &Care| {
        let since = dates::day(cx.lang, one.since);
        html! { (cx.code("kin-care", &one.carer)) " · " span.num { (since) } }
    };
    let rows = known.iter().map(|person| {
        let own: Vec<&Care> = all.iter().filter(|one| one.person == person.id).rev().collect();
        let none = || html! { span.muted { (cx.t("kin-care-unsaid")) } };
        [
            html! { b { (people::name(cx, person)) } },
            own.first().copied().map_or_else(none, said),
            html! { @for one in own.iter().copied().skip(1) { div { (said(one)) } } },
        ]
    });
    let heads = [
        Col::text(cx.t("person-name")),
        Col::text(cx.t("kin-care-now")),
        Col::text(cx.t("kin-care-before")),
    ];
    let table = Table::new(cx.t("kin-care-title"), heads).rows(rows);
    html! { (Card::new(cx.t("kin-care-title")).body(html! { (table) })) }
}

/// The form beside it.
pub fn form(cx: &Cx, record: &CaseRecord, form: &Form<'_>) -> Markup {
    let name = |person: &Person| {
        people::name_words(cx, person).unwrap_or_else(|| cx.t("person-name-unknown"))
    };
    let known = record.disclosure.people.iter().map(|one| (one.id.to_string(), name(one)));
    let carers = CARERS.iter().map(|code| (*code, cx.code("kin-care", code)));
    html! {
        (Card::new(cx.t("kin-care-new")).body(post(cx, &format!("/cases/{}/care", record.row.id), &html! {
            (form.select("cared", cx.t("kin-care-whose")).choices(known))
            (form.select("carer", cx.t("kin-care-carer")).choices(carers))
            (form.date("care_since", cx.t("kin-care-since")))
            (acts(&html! { (Button::save(cx)) }))
        })))
    }
}
