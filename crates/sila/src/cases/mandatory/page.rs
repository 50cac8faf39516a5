//! `/cases/{id}/mandatory`: what must be reported and why the program says so; the one fact that the case does not hold; and who has to
//! agree to what was not reported.

use maud::{Markup, html};
use sila_core::codes::HarmContext;

use super::{Report, State, Told, card, case, fact, of_case, path, store};
use crate::accounts::Permission;
use crate::app::Topic;
use crate::ask::Ask;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::ident::Reference;
use crate::web::{Errors, Form, Page, Pairs};

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let told = of_case(&ask.app, &record).await?;
    Ok(Reply::page(&document(&ask, &record, &told, &Errors::none())))
}

/// Writes down who is said to have done it, which the case itself does not hold.
///
/// # Errors
/// As [`show`]; `case.closed`.
pub async fn context(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let said = ask.form.get("context").and_then(|code| HarmContext::from_code(code).ok());
    let Some(context) = said else {
        let mut errors = Errors::none();
        errors.add("context", ask.cx.t("mandatory-context-missing"));
        let told = of_case(&ask.app, &record).await?;
        return Ok(Reply::page_with_errors(&document(&ask, &record, &told, &errors)));
    };
    let (worker, id) = (ask.worker()?, record.row.id);
    let fact = fact(&ask.app, &record, worker, format!("CONTEXT {context}"), ask.now);
    let by = (worker.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set_context(tx, id, context, by)?;
        journal::insert(tx, &fact)
    };
    ask.app.store.write(write).await?;
    ask.app.changed(Topic::Cases);
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

fn document(ask: &Ask, record: &CaseRecord, told: &Told, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let none =
        empty_state("check-circle", cx.t("mandatory-none"), cx.t("mandatory-none-text"), &html! {});
    let main = html! {
        (Card::new(cx.t("mandatory-title")).count(told.reports.len()).body(stack(&html! {
            @if told.reports.is_empty() && told.open.is_empty() { (none) }
            @for report in &told.reports { (card::one(cx, record, report)) (decision(ask, record, report)) }
            (card::questions(cx, &told.open))
        })))
        (Note::new("info", cx.t("mandatory-human")).tone(Tone::Info).says(cx.t("mandatory-human-text")))
    };
    let aside = html! {
        @if record.is_ours() { (asked(ask, record, told, errors)) }
        (Card::new(cx.t("reporter-title")).body(html! {
            p.hint { (cx.t("reporter-hint")) }
            p { a.link href=(cx.url(&crate::cases::reporter::path(record.row.id, ""))) { (cx.t("reporter-open-page")) } }
        }))
    };
    let title = html! { (cx.t("mandatory-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (errors.summary(cx))
        (heading(title, Some(&cx.t("mandatory-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    frame(cx, record, cx.t("mandatory-title")).errors(errors.any()).body(body)
}

fn asked(ask: &Ask, record: &CaseRecord, told: &Told, errors: &Errors) -> Markup {
    let cx = &ask.cx;
    let said = told.context.map(|context| ("context", context.code()));
    let values: Pairs = said.into_iter().collect();
    let form = Form::new(cx, &values, errors);
    let contexts =
        HarmContext::ALL.iter().map(|one| (one.code(), cx.code("harm-context", one.code())));
    html! {
        (Card::new(cx.t("mandatory-context-title")).body(post(cx, &path(record.row.id, ""), &html! {
            (form.radios("context", cx.t("mandatory-context")).choices(contexts))
            (acts(&html! { (Button::save(cx)) }))
        })))
    }
}

/// For a supervisor who did not write it: agree that it was not made, or not.
fn decision(ask: &Ask, record: &CaseRecord, report: &Report) -> Markup {
    let own = ask.worker().is_ok_and(|worker| report.worker == Some(worker.id));
    if report.state != State::NotMade || own || !ask.may(Permission::CaseApprove) {
        return html! {};
    }
    let cx = &ask.cx;
    let act = format!("/{}/decision", report.kind.code().to_lowercase());
    post(
        cx,
        &path(record.row.id, &act),
        &acts(&html! {
            (Button::submit(cx.t("mandatory-agree")).line().sends("decision", "agree"))
            (Button::submit(cx.t("mandatory-disagree")).danger().sends("decision", "report"))
        }),
    )
}
