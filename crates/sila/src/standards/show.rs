//! `/agreements/{id}/standards`: each standard with its target, what was measured and from how many; and `/standards`: the same of
//! every agreement, service by service.

use maud::{Markup, html};
use sila_core::AgreementId;
use sila_core::imprint::Gauge;
use sila_core::standard::{Measured, Served, Standard, Standards};

use super::{Kept, name, propose, reading, satisfaction, shortfall};
use crate::accounts::Permission;
use crate::activation::ledger::{self, Book};
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Table, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::{Arg, Cx, Errors, Page, Pairs, dates, ident};

/// The page of one agreement.
///
/// # Errors
/// `page.not_found` before both have signed the agreement, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    Ok(Reply::page(&drawn(&ask, &book, &Pairs::default(), &Errors::none()).await?))
}

/// Every standard of every agreement.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let (cx, may) = (&ask.cx, ask.may(Permission::AgreementSign));
    let mut cards = Vec::new();
    for book in ledger::all(&ask.app).await? {
        let Some(kept) = reading::of(&ask.app, &book).await? else { continue };
        let served = reading::served(&ask.app, &book, ask.now).await?;
        cards.push(table(cx, (&book, may), Some(&kept), &served));
    }
    let none =
        empty_state("chart-bar", cx.t("standards-empty"), cx.t("standards-empty-text"), &html! {});
    let body = html! {
        (heading(cx.t("standards-title"), Some(&cx.t("standards-lead")), &html! {}))
        @if cards.is_empty() { (none) }
        div.stack { @for card in &cards { (card) } }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("standards-title")).body(body)))
}

/// The page with what was typed and what is wrong about it.
pub(super) async fn drawn(
    ask: &Ask,
    book: &Book,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let (cx, me, may) = (&ask.cx, ask.app.node.id, ask.may(Permission::AgreementSign));
    let kept = reading::of(&ask.app, book).await?;
    let served = reading::served(&ask.app, book, ask.now).await?;
    let said = satisfaction::read(ask, book.stored.peer).await?;
    let names = Names::all(&ask.app).await?;
    let open = kept.as_ref().and_then(|kept| kept.open.as_ref());
    let first = kept.is_none();
    let main = html! {
        @if let Some((_, standards, ours)) = open { (waiting(cx, book, standards, *ours && may)) }
        (table(cx, (book, may), kept.as_ref(), &served))
        @if may && open.is_none() && book.stored.on_paper.is_none() {
            (propose::form(cx, book, first, values, errors))
        }
    };
    let aside = satisfaction::card(cx, &said, &names, me);
    let agreement = &book.ledger.agreement;
    let body = html! {
        (heading(cx.t("standards-title"), Some(&cx.t("standards-lead")), &html! { (ident::Code(&agreement.code)) }))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("standards-title"))
        .crumb(cx.t("agreements-title"), "/agreements")
        .crumb(agreement.code.clone(), &format!("/agreements/{}", agreement.id));
    Ok(page.errors(errors.any()).body(body))
}

fn waiting(cx: &Cx, book: &Book, standards: &Standards, ours: bool) -> Markup {
    let path = format!("/agreements/{}/standards/word", book.ledger.agreement.id);
    html! {
        (Card::new(cx.t(if ours { "agreement-your-move" } else { "standards-waiting" }))
            .tag(tag(Tone::Gold, cx.t("record-standing-open"))).body(html! {
            ul.plain { @for one in &standards.all { li {
                (name(cx.lang, one)) " · " (cx.t("impact-target")) " " b { (figure(cx, one, one.target)) }
                div.sub { (ident::Name(book.name(cx.lang, one.owner))) }
            } } }
            @if ours {
                (post(cx, &path, &acts(&html! {
                    (Button::submit(cx.t("record-sign")).icon("signature").sends("word", "sign"))
                    (Button::submit(cx.t("record-decline")).soft().sends("word", "decline"))
                })))
            }
        }))
    }
}

/// The standards of one agreement; whoever may sign is led to what can be begun.
fn table(cx: &Cx, (book, may): (&Book, bool), kept: Option<&Kept>, served: &[Served]) -> Markup {
    let columns = [
        Col::text(cx.t("standard-one")),
        Col::num(cx.t("impact-target")),
        Col::num(cx.t("standard-measured")),
        Col::num(cx.t("standard-sample")),
        Col::status(cx.t("record-state")),
    ];
    let signed = kept.and_then(|kept| Some((kept, kept.signed.as_ref()?)));
    let all =
        signed.iter().flat_map(|(kept, signed)| signed.all.iter().map(move |one| (*kept, one)));
    let rows: Vec<_> =
        all.map(|(kept, one)| row(cx, (book, may), (kept, one), one.measured(served))).collect();
    let none =
        empty_state("chart-bar", cx.t("standards-empty"), cx.t("standards-empty-text"), &html! {});
    let count = rows.len();
    let agreement = &book.ledger.agreement;
    let path = cx.url(&format!("/agreements/{}/standards", agreement.id));
    let code = [("code", Arg::ident(&agreement.code))];
    html! {
        (Card::new(cx.t_with("standards-of", &code)).count(count).link(cx.t("standards-open"), path).body(html! {
            (Table::new(cx.t("standards-title"), columns).rows(rows).when_empty(none))
            p.small.muted { (cx.t("standards-note")) }
        }))
    }
}

fn row(
    cx: &Cx,
    (book, may): (&Book, bool),
    (kept, one): (&Kept, &Standard),
    measured: Measured,
) -> [Markup; 5] {
    let few = || html! { span.muted { "–" } };
    let value = |value: i64| html! { (figure(cx, one, value)) };
    let sample = |many: u64| html! { (many) "+" };
    [
        html! {
            (name(cx.lang, one))
            div.sub { (ident::Name(book.name(cx.lang, one.owner))) }
        },
        html! { (figure(cx, one, one.target)) },
        measured.value.map_or_else(few, value),
        measured.sample.map_or_else(few, sample),
        state(cx, (book, may), (kept, one), measured),
    ]
}

/// Met, or what is done about it: the initiatives that both have signed for it, and the way to begin one.
fn state(
    cx: &Cx,
    (book, may): (&Book, bool),
    (kept, one): (&Kept, &Standard),
    measured: Measured,
) -> Markup {
    let Some(value) = measured.value else { return tag(Tone::Plain, cx.t("gauge-too-few")) };
    if one.is_met_by(value) {
        return tag(Tone::Ok, cx.t("standard-met"));
    }
    let from = shortfall(kept, one);
    html! {
        (tag(Tone::Warn, cx.t("standard-short")))
        (begun(cx, (book, may), from.record, from.number))
    }
}

/// The initiatives that began from something that fell short, else the way to begin one for whoever may sign.
pub fn begun(
    cx: &Cx,
    (book, may): (&Book, bool),
    record: sila_core::RecordId,
    number: u16,
) -> Markup {
    let from = Some(sila_core::partnership::Shortfall { record, number });
    let plans: Vec<_> =
        book.ledger.plans.iter().filter(|plan| plan.content.shortfall == from).collect();
    let new = format!(
        "/initiatives/new?agreement={}&shortfall={record}:{number}",
        book.ledger.agreement.id
    );
    html! {
        @for plan in &plans {
            div.sub { a.link href=(cx.url(&format!("/initiatives/{}", plan.record))) {
                (ident::Name(cx.lang.pick(&plan.content.title.ar, &plan.content.title.en)))
            } }
        }
        @if may && plans.is_empty() && book.stored.on_paper.is_none() {
            div.sub { a.link href=(cx.url(&new)) { (cx.t("shortfall-begin")) } }
        }
    }
}

/// A figure in its unit.
fn figure(cx: &Cx, one: &Standard, value: i64) -> String {
    match one.measure {
        Gauge::InTime => format!("{value}%"),
        Gauge::Acknowledge | Gauge::Service => dates::duration(cx.lang, value),
        _ => value.to_string(),
    }
}
