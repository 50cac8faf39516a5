//! One obligation on one day: its words as signed, how the day was found, what was said, and what can be said now.

use maud::{Markup, html};
use sila_core::obligation::Standing;
use sila_core::partnership::{Act, Deed, Instance};
use sila_core::{AgencyId, AgreementId, Millis};

use super::{list, trace};
use crate::accounts::Permission;
use crate::activation::deed_form::{self, Asked};
use crate::activation::ledger::{self, Book};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, ClockBox, Summary, Tone, columns, empty_state, heading, stack};
use crate::web::{Cx, Page, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    let number = ask.param("number").parse().or(Err(Problem::not_found()))?;
    let due = Millis(ask.param("due").parse().or(Err(Problem::not_found()))?);
    let one = book.ledger.instance(number, due).ok_or_else(Problem::not_found)?;
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let main = html! {
        @if ask.may(Permission::AgreementSign) {
            @if let Some(said) = one.waiting().filter(|said| said.by != me) { (deed_form::to_answer(cx, &book, said)) }
        }
        (said_by_clause(cx, &book, &one))
        (said(cx, &book, &one))
    };
    let aside = html! {
        (clock(cx, &one))
        (found(cx, &one))
        @if ask.may(Permission::AgreementSign) { (moves(cx, &book, &one, me)) }
        (facts(cx, &book, &one))
    };
    let title = cx.t("obligation-one");
    let tags = html! { (ident::Reference(&book.ledger.agreement.code)) (list::standing(cx, &one)) };
    let body =
        html! { (heading(title.clone(), None, &tags)) (columns(&stack(&main), &stack(&aside))) };
    let page = Page::new(cx, title).crumb(cx.t("obligations-title"), "/obligations");
    Ok(Reply::page(&page.refreshing(30).body(body)))
}

fn said_by_clause(cx: &Cx, book: &Book, one: &Instance<'_>) -> Markup {
    let duty = one.duty;
    let clause = book.ledger.agreement.clause(&duty.clause);
    let (first, second) = cx.lang.pick(
        ((&duty.text.ar, "ar", "rtl"), (&duty.text.en, "en", "ltr")),
        ((&duty.text.en, "en", "ltr"), (&duty.text.ar, "ar", "rtl")),
    );
    html! {
        (Card::new(cx.t("obligation-words")).body(html! {
            p lang=(first.1) dir=(first.2) { b { (first.0) } }
            details { summary { (cx.t("record-other-language")) } p lang=(second.1) dir=(second.2) { (second.0) } }
            @if let Some(clause) = clause {
                section.clause-text {
                    h3 { (cx.t("obligation-clause")) " " (ident::Code(&clause.number)) " " (cx.lang.pick(&clause.title_ar, &clause.title_en)) }
                    p { (cx.lang.pick(&clause.text_ar, &clause.text_en)) }
                }
            }
            p.small.muted { (cx.t("obligation-proof")) ": " (ident::Name(cx.lang.pick(&duty.evidence.ar, &duty.evidence.en))) }
        }))
    }
}

fn said(cx: &Cx, book: &Book, one: &Instance<'_>) -> Markup {
    let none = empty_state(
        "notebook",
        cx.t("obligation-silent"),
        cx.t("obligation-silent-text"),
        &html! {},
    );
    html! {
        (Card::new(cx.t("deeds-title")).count(one.deeds.len()).live("deeds", "agreements").body(html! {
            @if one.deeds.is_empty() { (none) } @else { (deed_form::history(cx, book, &one.deeds)) }
        }))
    }
}

fn clock(cx: &Cx, one: &Instance<'_>) -> ClockBox {
    let standing = one.life.standing(cx.now);
    let (tone, value) = match standing {
        Standing::Settled(_) => (Tone::Ok, dates::day(cx.lang, one.due.at)),
        Standing::Overdue | Standing::Breached => (Tone::Bad, cx.deadline(one.due.at)),
        Standing::Submitted { until } => (Tone::Plain, cx.deadline(until)),
        _ => (Tone::Warn, cx.deadline(one.due.at)),
    };
    let label = match standing {
        Standing::Submitted { .. } => "obligation-answer-by",
        _ => "obligation-due",
    };
    let source = html! { (dates::both_calendars(cx.lang, one.due.at)) };
    ClockBox { label: cx.t(label), value, source, tone }
}

fn found(cx: &Cx, one: &Instance<'_>) -> Markup {
    html! {
        (Card::new(cx.t("obligation-trace")).body(html! {
            ol.plain { @for step in trace::steps(cx, &one.due) { li { (step) } } }
            p.small.muted { (cx.t("obligation-trace-text")) }
        }))
    }
}

fn facts(cx: &Cx, book: &Book, one: &Instance<'_>) -> Markup {
    let duty = one.duty;
    let rows = Summary::new()
        .row(cx.t("obligation-obligor"), ident::Name(book.name(cx.lang, duty.obligor)))
        .row(cx.t("obligation-obligee"), ident::Name(book.name(cx.lang, duty.obligee)))
        .row_if(cx.t("duty-verb"), duty.verb.map(|verb| cx.code("duty-verb", verb.code())))
        .row(cx.t("initiative-field"), cx.code("cooperation-field", duty.field.code()))
        .row(cx.t("plan-weight"), html! { span.num { (duty.weight) } })
        .row(cx.t("obligation-rule"), trace::rule(cx, &duty.trigger))
        .row(
            cx.t("obligation-lead"),
            cx.t_with("obligation-lead-days", &[("n", i64::from(duty.lead_days).into())]),
        );
    html! { (Card::new(cx.t("obligation-facts")).body(html! { (rows) })) }
}

/// Only what has a place now.
fn moves(cx: &Cx, book: &Book, one: &Instance<'_>, me: AgencyId) -> Markup {
    let acts = [
        (Act::Fulfil, "obligation-fulfil"),
        (Act::Breach, "obligation-breach"),
        (Act::Cure, "obligation-cure"),
        (Act::Waive, "obligation-waive"),
    ];
    let allowed = |act: &Act| {
        let deed = Deed {
            agreement: book.ledger.agreement.id,
            about: one.record,
            act: *act,
            number: one.duty.number,
            due_at: Some(one.due.at),
            on: cx.now.uae_date(),
            words: "-".to_owned(),
            evidence: "-".to_owned(),
            gave: None,
            fils: None,
            figure: None,
            people: Vec::new(),
        };
        book.ledger.allows(&deed, me, cx.now).is_ok()
    };
    let open: Vec<_> = acts.into_iter().filter(|(act, _)| allowed(act)).collect();
    html! {
        @if !open.is_empty() {
            (Card::new(cx.t("agreement-your-move")).body(html! {
                @for (act, key) in open {
                    (deed_form::fold(cx, Asked {
                        book, about: one.record, act, number: one.duty.number, due_at: Some(one.due.at.0), key,
                    }))
                }
            }))
        }
    }
}
