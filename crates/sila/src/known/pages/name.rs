//! `/known/{id}/naming`: naming the person to the other side's officer on duty. What leaves is shown before it does.

use maud::{Markup, html};
use sila_core::field::Field;

use super::{agency, peers, seen, seen_card, show::one};
use crate::ask::Ask;
use crate::cases::open_record;
use crate::journal::access::{self, Subject};
use crate::known::naming::name::{self, Wish, allowed, limited, under};
use crate::known::question::answer;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, post, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest reason, in characters.
const REASON_MAX: usize = 1_000;

/// The form.
///
/// # Errors
/// `page.not_found` for a question that is not the worker's, or a hit it does not have.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let hit = ask.query.get("hit").unwrap_or("0").to_owned();
    let mut values = Pairs::default();
    values.push("hit", &hit);
    document(&ask, &values, &Errors::none()).await.map(|page| Reply::page(&page))
}

/// Names the person.
///
/// # Errors
/// See [`name::name`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let reason = ask.form.get("reason").unwrap_or_default().trim().to_owned();
    let fields: Vec<Field> =
        ask.form.all("fields").filter_map(|code| Field::from_code(code).ok()).collect();
    let mut errors = Errors::none();
    if !fields.iter().any(|field| matches!(field, Field::Name | Field::EmiratesId)) {
        errors.add("fields", ask.cx.t("known-fields-needed"));
    }
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        errors.add("reason", ask.cx.t("known-reason-needed"));
    }
    if errors.any() {
        let page = document(&ask, &ask.form, &errors).await?;
        return Ok(Reply::page_with_errors(&page));
    }
    let nth = ask.form.get("hit").and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let query = ask.id("id")?;
    let wish = Wish { query, nth, fields: &fields, reason: &reason };
    name::name(&ask.app, ask.worker()?, &wish, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/known/{query}"))))
}

async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let asked = one(ask).await?;
    let hit: usize = values.get("hit").and_then(|n| n.parse().ok()).unwrap_or(0);
    if hit >= answer::found(&ask.app, &asked)?.len() {
        return Err(Problem::not_found());
    }
    let worker = ask.worker()?;
    let record = open_record(&ask.app, worker, asked.case).await?;
    access::record(&ask.app, worker, Subject::Case(asked.case.0), "known.name", ask.now).await?;
    let nth = usize::try_from(asked.place).unwrap_or(usize::MAX);
    let person = record.disclosure.people.get(nth).ok_or_else(Problem::not_found)?;
    let (agreement, _) = under(&ask.app, &asked, ask.now).await?;
    let may = allowed(&agreement);
    let told = limited(person, &may);
    let cx = &ask.cx;
    let held: Vec<Field> =
        may.into_iter().filter(|f| limited(&told, &[*f]) != limited(&told, &[])).collect();
    let to = agency(cx, &peers(&ask.app).await?, asked.peer);
    let form = Form::new(cx, values, errors);
    let choices = held.iter().map(|field| (field.code(), cx.code("field", field.code())));
    let inside = html! {
        (form.hidden("hit", &hit.to_string()))
        (form.checks("fields", cx.t("known-fields")).hint(cx.t("known-fields-hint")).choices(choices))
        (form.area("reason", cx.t("known-reason")).hint(cx.t("known-reason-hint")).rows(4).max(REASON_MAX))
        (acts(&html! {
            (Button::submit(cx.t_with("known-name-send", &[("agency", to.as_str().into())])).icon("paper-plane-tilt"))
            (Button::link(cx.t("cancel"), cx.url(&format!("/known/{}", asked.id))).soft())
        }))
    };
    let main = html! {
        (Card::new(cx.t("known-name-title")).body(post(cx, &format!("/known/{}/naming", asked.id), &inside)))
    };
    let reads = seen(&ask.app, asked.id).await?;
    let aside = html! { (whom(cx, &told, &to)) (seen_card(cx, &reads)) };
    let title = cx.t("known-name-title");
    let body = html! {
        (heading(&title, Some(&cx.t_with("known-name-lead", &[("agency", to.as_str().into())])), &html! {}))
        (errors.summary(cx))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Page::new(cx, title)
        .crumb(cx.t("known-history-title"), "/known")
        .crumb(asked.reference.clone(), &format!("/known/{}", asked.id))
        .errors(errors.any())
        .body(body))
}

/// The person as the other side would see them, and who there sees it.
fn whom(cx: &Cx, told: &sila_core::person::Person, to: &str) -> Markup {
    let note = Note::new("eye", cx.t("known-name-who"))
        .tone(Tone::Warn)
        .says(cx.t_with("known-name-who-text", &[("agency", to.into())]));
    html! {
        (Card::new(cx.t("known-name-person")).body(super::desk::identity(cx, told, false)))
        (note)
    }
}
