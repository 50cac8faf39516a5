//! `/cases/{id}/closure`: what is still open and the form while the case is open; afterwards the closure, the follow-ups, the paper,
//! and the way to open it again.

use maud::{Markup, html};
use sila_core::care::PlanState;

use super::{Closure, approval, case, check, of_case, path, reopening, request, store};
use crate::accounts::Worker;
use crate::ask::Ask;
use crate::cases::plan::approval::{NOTE_MAX, state_tag};
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::cases::{reads, show, store as cases, voice};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Pairs};

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    document(&ask, &record, (&Pairs::default(), &Errors::none())).await
}

/// The page with what was typed.
///
/// # Errors
/// When the store cannot be read.
pub async fn document(
    ask: &Ask,
    record: &CaseRecord,
    (values, errors): (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let (cx, worker, id, now) = (&ask.cx, ask.worker()?, record.row.id, ask.now);
    let all = of_case(&ask.app, record).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::unsettled(tx, id, now)?, store::checks(tx, id)?, cases::reads(tx, id)?))
    };
    let (open, checks, read) = ask.app.store.read(read).await?;
    let form = Form::new(cx, values, errors);
    let waits = all.iter().any(|one| one.state == PlanState::Asked);
    let holds = all.iter().find(|one| one.holds());
    let main = html! {
        @for closure in &all { (closure_card(cx, worker, record, closure, &form)) }
        @if record.row.is_open() && !waits { (request::card(cx, record, &form)) }
        @if !checks.is_empty() { (check::card(cx, record, &checks)) }
    };
    let aside = html! {
        @if record.row.is_open() { (request::unsettled_card(cx, open)) }
        @if let Some(closure) = holds {
            (voice::paper::card(cx, record, closure))
            @if !record.handed { (reopening::card(cx, record, &form)) }
        }
        (reads::card(cx, &read))
    };
    let body = html! {
        @if !record.row.is_open() { (show::safe_contact(cx, &record.disclosure.safety)) }
        (form.summary())
        (heading(html! { (cx.t("closure")) " " (Reference(&record.row.reference)) }, None, &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = frame(cx, record, cx.t("closure")).errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn closure_card(
    cx: &Cx,
    worker: &Worker,
    record: &CaseRecord,
    closure: &Closure,
    form: &Form<'_>,
) -> Markup {
    let who = |signed: &crate::cases::plan::Signed| {
        html! { (Name(cx.lang.pick(&signed.name_ar, &signed.name_en))) " · " (cx.at(signed.at)) }
    };
    let decided = match closure.state {
        PlanState::Returned => cx.t("care-returned-by"),
        _ => cx.t("care-approved-by"),
    };
    let again = closure.reopened.map(|(reason, at)| {
        html! { (cx.code("reopen-reason", reason.code())) " · " (cx.at(at)) }
    });
    let rows = Summary::new()
        .wide()
        .row_if(cx.t("pathway"), closure.stage.map(|stage| cx.code("stage", stage.code())))
        .row(cx.t("closure-words"), html! { p.typed { (Name(&closure.words)) } })
        .row(cx.t("care-asked-by"), who(&closure.asked))
        .row_if(decided, closure.decided.as_ref().map(who))
        .row_if(cx.t("closure-reopened"), again);
    let card = Card::new(cx.code("closure-reason", closure.reason.code()));
    html! { (card.tag(state_tag(cx, closure.state)).body(html! {
        (rows)
        @if !closure.note.is_empty() {
            @let tone = if closure.state == PlanState::Approved { Tone::Ok } else { Tone::Warn };
            (Note::new("chat-circle-text", cx.t("care-note")).tone(tone).body(html! { p.typed { (Name(&closure.note)) } }))
        }
        @if closure.state == PlanState::Asked {
            @if approval::may(worker, closure) { (decide_form(cx, record, form)) }
            @else { p.hint { (cx.t("closure-waits")) } }
        }
    })) }
}

fn decide_form(cx: &Cx, record: &CaseRecord, form: &Form<'_>) -> Markup {
    let inside = html! {
        (form.area("note", cx.t("care-note")).hint(cx.t("care-note-hint")).max(NOTE_MAX).rows(2).optional())
        (acts(&html! {
            (Button::submit(cx.t("closure-approve")).icon("stamp").sends("decision", "approve"))
            (Button::submit(cx.t("care-return")).soft().sends("decision", "return"))
        }))
    };
    post(cx, &path(record.row.id, "/decision"), &inside)
}
