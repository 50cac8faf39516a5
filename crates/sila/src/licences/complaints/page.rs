//! `/complaints`: what inspectors see of complaints. Who complained is on no page before it is asked for with a reason.

use maud::{Markup, html};
use uuid::Uuid;

use super::store::{self, Complaint};
use super::{ANSWER, OUTCOMES, TABLE, Who, path};
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::licences;
use crate::licences::open::{self, Open};
use crate::meetings::text::{LINE_MAX, TEXT_MAX};
use crate::meetings::unsealed;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Task, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let all = ask.app.store.read(store::all).await?;
    let none = empty_state(
        "chat-circle-text",
        cx.t("complaints-none"),
        cx.t("complaints-none-text"),
        &html! {},
    );
    let body = html! {
        (heading(cx.t("complaints-title"), Some(&cx.t("complaints-lead")), &html! {}))
        (Card::new(cx.t("complaints-title")).count(all.len()).live("complaints", "agreements").body(html! {
            @if all.is_empty() { (none) }
            ul.tasks { @for one in &all { (task(cx, one)) } }
        }))
    };
    let page = Page::new(cx, cx.t("complaints-title")).crumb(cx.t("licences-title"), "/licences");
    Ok(Reply::page(&page.refreshing(60).body(body)))
}

/// A complaint as a line.
pub fn task(cx: &Cx, one: &Complaint) -> Task {
    let end = match &one.outcome {
        Some(outcome) => tag(Tone::Plain, cx.code("complaint-outcome", outcome)),
        None if one.due_at < cx.now => tag(Tone::Bad, cx.deadline(one.due_at)),
        None => tag(Tone::Gold, cx.deadline(one.due_at)),
    };
    Task::new("chat-circle-text", Tone::Gold, cx.t("complaint-one"), cx.url(&path(one.id)))
        .meta(html! { (Code(&one.number)) " · " (cx.code("complaint-relation", &one.relation)) })
        .end(end)
}

async fn of(ask: &Ask) -> Result<(Complaint, Open), Problem> {
    let id: Uuid = ask.id("id")?;
    let one = super::found(&ask.app, id).await?;
    let open = open::open(&ask.app, one.licence).await?;
    Ok((one, open))
}

/// One complaint.
///
/// # Errors
/// `page.not_found`.
pub async fn one(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, None).await?))
}

/// One complaint, with who complained when that was just opened.
async fn document(ask: &Ask, who: Option<&Who>) -> Result<Page, Problem> {
    let (one, open) = of(ask).await?;
    let cx = &ask.cx;
    let words: String = unsealed(&ask.app, TABLE, one.id, &one.body)?;
    let said = one.answer.as_deref();
    let said = said.map(|body| unsealed::<String>(&ask.app, ANSWER, one.id, body)).transpose()?;
    let own = one.worker == Some(ask.worker()?.id);
    let main = html! {
        (Card::new(cx.t("complaint-words")).body(html! { p dir="auto" { (words) } }))
        @if let Some(said) = &said {
            (Card::new(cx.t("complaint-answer")).body(html! { p dir="auto" { (said) } }))
        }
        @if one.worker.is_none() {
            (post(cx, &format!("{}/taking", path(one.id)), &html! { (acts(&html! { (Button::submit(cx.t("complaint-take")).icon("clipboard-text")) })) }))
        }
        @if own && one.answered_at.is_none() { (work(cx, &one)) }
    };
    let aside = html! {
        (facts(cx, &one, &open))
        (named(cx, &one, who, own))
        (regulation::link(cx, sila_core::law::Rule::LicenceInspection))
    };
    let body = html! {
        (heading(html! { (cx.t("complaint-one")) " " (Code(&one.number)) }, None, &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let title = format!("{} {}", cx.t("complaint-one"), one.number);
    Ok(Page::new(cx, title).crumb(cx.t("complaints-title"), "/complaints").body(body))
}

fn facts(cx: &Cx, one: &Complaint, open: &Open) -> Markup {
    let (ar, en) = &one.worked_by;
    let worker = Some(cx.lang.pick(ar, en)).filter(|name| !name.is_empty());
    let licence = html! { a.link href=(cx.url(&licences::path(one.licence))) { (Name(open.text.name.of(cx.lang))) } " " (Code(&open.row.number)) };
    let visit = |id: Uuid| {
        let href = cx.url(&format!("{}/inspections/{id}", licences::path(one.licence)));
        html! { a.link href=(href) { (cx.t("complaint-inspection")) } }
    };
    let rows = Summary::new()
        .row(cx.t("licence-one"), licence)
        .row(cx.t("complaint-relation"), cx.code("complaint-relation", &one.relation))
        .row(cx.t("complaint-came"), dates::day(cx.lang, one.at))
        .row(cx.t("complaint-due"), dates::day(cx.lang, one.due_at))
        .row_if(cx.t("complaint-inspector"), worker.map(|name| Name(name)))
        .row_if(cx.t("inspection-one"), one.inspection.map(visit))
        .row_if(
            cx.t("complaint-outcome"),
            one.outcome.as_deref().map(|code| cx.code("complaint-outcome", code)),
        );
    html! { (Card::new(cx.t("complaint-one")).body(html! { (rows) })) }
}

/// An inspection because of it, and the answer.
fn work(cx: &Cx, one: &Complaint) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let outcomes = OUTCOMES.map(|code| (code, cx.code("complaint-outcome", code)));
    html! {
        @if one.inspection.is_none() {
            (Card::new(cx.t("complaint-inspection")).body(post(cx, &format!("{}/inspection", path(one.id)), &html! {
                (form.date("due", cx.t("inspection-due")))
                (acts(&html! { (Button::submit(cx.t("inspection-plan")).soft().icon("calendar-check")) }))
            })))
        }
        (Card::new(cx.t("complaint-answer")).body(post(cx, &format!("{}/answer", path(one.id)), &html! {
            (form.radios("outcome", cx.t("complaint-outcome")).choices(outcomes))
            (form.area("words", cx.t("complaint-answer-words")).hint(cx.t("complaint-answer-hint")).max(TEXT_MAX).rows(4))
            (acts(&html! { (Button::submit(cx.t("complaint-answer-act")).icon("paper-plane-tilt")) }))
        })))
    }
}

/// Who complained: that it is known or not; and the two lines once they were opened.
fn named(cx: &Cx, one: &Complaint, who: Option<&Who>, own: bool) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    html! {
        (Card::new(cx.t("complaint-who")).body(html! {
            @match (one.named, who) {
                (false, _) => (Note::new("eye-slash", cx.t("complaint-unnamed")).says(cx.t("complaint-unnamed-text"))),
                (true, Some(who)) => {
                    (Summary::new()
                        .row(cx.t("complaint-name"), Name(&who.name))
                        .row(cx.t("complaint-contact"), Name(&who.contact)))
                }
                (true, None) => {
                    (Note::new("eye-slash", cx.t("complaint-who-sealed")).says(cx.t("complaint-who-sealed-text")))
                    @if own {
                        (post(cx, &format!("{}/complainant", path(one.id)), &html! {
                            (form.text("reason", cx.t("complaint-who-reason")).max(LINE_MAX))
                            (acts(&html! { (Button::submit(cx.t("complaint-who-open")).soft().icon("eye")) }))
                        }))
                    }
                }
            }
        }))
    }
}

/// Takes it up.
///
/// # Errors
/// As [`super::take`].
pub async fn take(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    super::take(&ask.app, id, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Plans the inspection of the form.
///
/// # Errors
/// As [`super::inspect`].
pub async fn inspect(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let due = day(&ask.form, "due").map(|date| date.plus_days(1).at_minute(0));
    let due = due.ok_or_else(|| Problem::refused("licence.inspection").way_out(path(id)))?;
    super::inspect(&ask.app, id, due, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// The answer of the form.
///
/// # Errors
/// As [`super::answer`].
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let get = |name: &str| ask.form.get(name).unwrap_or_default();
    let said = (get("outcome"), get("words"));
    super::answer(&ask.app, id, said, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// The page with who complained on it, once: nothing of it stays in the browser's history of addresses.
///
/// # Errors
/// As [`super::complainant`].
pub async fn complainant(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let reason = ask.form.get("reason").unwrap_or_default();
    let who = super::complainant(&ask.app, id, reason, ask.worker()?, ask.now).await?;
    Ok(Reply::page(&document(&ask, Some(&who)).await?))
}
