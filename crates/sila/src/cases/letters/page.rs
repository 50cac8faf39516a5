//! `/cases/{id}/letters`: what comes next, what the person allowed, the letters with each print, and what remains where an agency is barred.

use maud::{Markup, html};
use sila_core::care::PlanState;
use sila_core::field::Field;
use sila_core::time::Millis;

use super::{Desk, Letter, approval, case, consent, number, path, ways};
use crate::ask::Ask;
use crate::cases::handover::only_read;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::cases::{reads, store as cases};
use crate::problem::Problem;
use crate::referrals::summary::joined;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, columns, empty_state, heading, icon, post, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Pairs};

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    document(&ask, &record, (&Pairs::default(), &Errors::none())).await
}

pub(super) async fn document(
    ask: &Ask,
    record: &CaseRecord,
    (values, errors): (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let (cx, id) = (&ask.cx, record.row.id);
    let desk = Desk::of_case(&ask.app, record).await?;
    let read = ask.app.store.read(move |tx| cases::reads(tx, id)).await?;
    let form = Form::new(cx, values, errors);
    let main = html! {
        (only_read(cx, record))
        @if record.is_ours() { (next(cx, record, &desk)) }
        (ways::card(ask, record, &desk, &form))
        (letters(ask, record, &desk, &form))
        (consent::list(cx, record, &desk))
        @if record.is_ours() { (consent::form(cx, record, &desk, &form)) }
    };
    let aside = html! { (never(cx)) (reads::card(cx, &read)) };
    let title = html! { (cx.t("case-letter-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (errors.summary(cx))
        (heading(title, Some(&cx.t("case-letter-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = frame(cx, record, cx.t("case-letter-title")).errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

/// What no letter ever says.
pub(super) fn never(cx: &Cx) -> Markup {
    html! { (Note::new("lock-key", cx.t("case-letter-never")).tone(Tone::Info).says(cx.t("case-letter-never-text"))) }
}

/// Fields by name, as the language joins a list.
pub(super) fn fields(cx: &Cx, fields: &[Field]) -> String {
    joined(cx, fields.iter().map(|field| cx.code("field", field.code())))
}

/// The one thing that comes next.
fn next(cx: &Cx, record: &CaseRecord, desk: &Desk) -> Markup {
    let ready =
        |one: &&Letter| one.prints.is_empty() && desk.may_print(record, one, cx.now).is_ok();
    let waits = |one: &Letter| desk.waits(one) && one.prints.is_empty();
    let undecided = desk.barred.iter().any(|one| desk.chosen(*one).is_none());
    let (title, text) = if desk.letters.iter().any(|one| ready(&one)) {
        ("case-letter-next-print", "case-letter-next-print-text")
    } else if desk.letters.iter().any(waits) {
        ("case-letter-next-waits", "case-letter-next-waits-text")
    } else if desk.consents.iter().any(|one| one.holds(cx.now)) {
        ("case-letter-next-write", "case-letter-next-write-text")
    } else if undecided {
        ("case-letter-next-way", "case-letter-next-way-text")
    } else if !desk.recipients(record).is_empty() {
        ("case-letter-next-consent", "case-letter-next-consent-text")
    } else {
        return html! {};
    };
    html! { (Note::new("signpost", cx.t(title)).tone(Tone::Gold).says(cx.t(text))) }
}

fn letters(ask: &Ask, record: &CaseRecord, desk: &Desk, form: &Form<'_>) -> Markup {
    let cx = &ask.cx;
    let none = empty_state(
        "envelope-simple",
        cx.t("case-letter-none"),
        cx.t("case-letter-none-text"),
        &html! {},
    );
    let decides = |one: &&Letter| record.is_ours() && desk.waits(one) && approval::may(ask, one);
    // One at a time: the next is decided when this one is.
    let decided = desk.letters.iter().rev().find(decides).map(|one| one.id);
    html! {
        (Card::new(cx.t("case-letter-title")).count(desk.letters.len()).live("letters", "cases").body(html! {
            @if desk.letters.is_empty() { (none) }
            ul.people { @for one in &desk.letters { li { (icon("envelope-simple")) div {
                (letter(cx, record, desk, one))
                @if decided == Some(one.id) { (approval::form(cx, record, one, form)) }
            } } } }
        }))
    }
}

fn letter(cx: &Cx, record: &CaseRecord, desk: &Desk, one: &Letter) -> Markup {
    let may = record.is_ours() && desk.may_print(record, one, cx.now).is_ok();
    let at = |rest: &str| path(record.row.id, &format!("/{}{rest}", one.id));
    html! {
        b { (Name(desk.names.of(cx.lang, one.recipient))) } " " (Reference(&number(one.id))) " " (standing(cx, record, desk, one))
        div.sub { (cx.code("case-letter-reach", one.way.code())) " · " (fields(cx, &one.said.fields)) }
        p.typed { (Name(&one.said.words)) }
        div.sub { (cx.t("case-letter-written-by")) " " (Name(cx.lang.pick(&one.by.0, &one.by.1))) " · " (cx.at(one.at)) }
        @if !one.note.is_empty() { div.sub { (cx.t("care-note")) ": " (Name(&one.note)) } }
        (printed(cx, &one.prints))
        div.joint-acts {
            @if may { (post(cx, &at("/prints"), &html! { (Button::submit(cx.t("case-letter-print")).small().icon("printer")) })) }
            @if !one.prints.is_empty() {
                (Button::link(cx.t("receipt-pdf"), cx.url(&at("/receipt.pdf"))).soft().small().icon("file-text"))
            }
        }
    }
}

/// Each print: whom it reached is whoever held the paper.
fn printed(cx: &Cx, prints: &[Millis]) -> Markup {
    let times = prints.iter().map(|at| cx.at(*at));
    html! {
        @if !prints.is_empty() {
            div.sub {
                (cx.t_with("case-letter-prints", &[("n", Arg::from(prints.len()))])) ": " span.num { (joined(cx, times)) }
            }
        }
    }
}

fn standing(cx: &Cx, record: &CaseRecord, desk: &Desk, one: &Letter) -> Markup {
    let (tone, key) = if one.decision == Some(PlanState::Returned) {
        (Tone::Warn, "case-letter-standing-returned")
    } else if desk.waits(one) {
        (Tone::Gold, "case-letter-standing-waits")
    } else if desk.may_print(record, one, cx.now).is_err() {
        (Tone::Bad, "case-letter-standing-shut")
    } else if one.prints.is_empty() {
        (Tone::Gold, "case-letter-standing-ready")
    } else {
        (Tone::Ok, "case-letter-standing-printed")
    };
    tag(tone, cx.t(key))
}
