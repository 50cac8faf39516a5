//! `/agreements/{id}/report`: what an agreement has brought, from what both parties have signed: people by group, the areas apart
//! from each other, and the goals of sustainable development.

use maud::{Markup, html};
use sila_core::AgreementId;
use sila_core::partnership::{Goals, OfArea, Reach, Report};

use super::ledger::{self, Book};
use super::show::state_tag;
use crate::agreements::aims;
use crate::ask::Ask;
use crate::initiatives::list;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Card, Col, Kpi, Table, Tone, columns, empty_state, heading, stack, tag,
};
use crate::web::{Arg, Cx, Page, ident};

/// The page.
///
/// # Errors
/// `page.not_found` before both have signed the agreement, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    let cx = &ask.cx;
    let courses = book.ledger.courses();
    let report = book.ledger.report(&courses, cx.now);
    let agreement = &book.ledger.agreement;
    let main = html! {
        (areas(cx, &book, &report))
        (list::goals(cx, &Goals::of(&courses)))
    };
    let aside = html! { (aims::card(cx, agreement)) (groups(cx, &report)) };
    let title = cx.t("brought-title");
    let lead = cx.lang.pick(&agreement.title_ar, &agreement.title_en);
    let tags = html! { (ident::Code(&agreement.code)) (state_tag(cx, &book)) };
    let body = html! {
        (heading(title.clone(), Some(lead), &tags))
        (tiles(cx, &report, id))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title)
        .crumb(cx.t("agreements-title"), "/agreements")
        .crumb(agreement.code.clone(), &format!("/agreements/{id}"))
        .crumb(cx.t("activation-title"), &format!("/agreements/{id}/activation"));
    Ok(Reply::page(&page.body(body)))
}

fn tiles(cx: &Cx, report: &Report<'_>, id: AgreementId) -> Markup {
    let sum = |of: fn(&OfArea<'_>) -> usize| report.areas.iter().map(of).sum::<usize>();
    let (running, closed) = (sum(|area| area.running), sum(|area| area.closed));
    let here = cx.url(&format!("/agreements/{id}/report"));
    html! {
        div.kpis {
            (Kpi::new(cx, cx.t("brought-people"), &report.total.people, format!("{here}#groups")).icon("users-three", Tone::Ok)
                .note(cx.t("brought-people-note")))
            (Kpi::new(cx, cx.t("initiatives-running"), &running, cx.url("/initiatives")).icon("rocket-launch", Tone::Gold))
            (Kpi::new(cx, cx.t("initiatives-closed"), &closed, cx.url("/initiatives")).icon("seal-check", Tone::Info))
            (Kpi::new(cx, cx.t("areas-title"), &report.areas.len(), format!("{here}#areas")).icon("list-checks", Tone::Plain))
        }
    }
}

/// Each person stands in one group and once; the last line is the sum of the others.
fn groups(cx: &Cx, report: &Report<'_>) -> Markup {
    let columns = [
        Col::text(cx.t("initiative-groups")),
        Col::num(cx.t("brought-people")),
        Col::num(cx.t("brought-again")),
    ];
    let none =
        empty_state("users-three", cx.t("brought-none"), cx.t("brought-none-text"), &html! {});
    let row =
        |name: Markup, reach: Reach| [name, html! { (reach.people) }, html! { (reach.again) }];
    let mut table = Table::new(cx.t("brought-groups"), columns).when_empty(none);
    for (group, reach) in &report.groups {
        table = table.row(row(html! { (cx.code("category", group.code())) }, *reach));
    }
    if !report.groups.is_empty() {
        table = table.row(row(html! { b { (cx.t("brought-total")) } }, report.total));
    }
    html! {
        (Card::new(cx.t("brought-groups")).id("groups").body(html! {
            p.muted { (cx.t("brought-groups-lead")) }
            (table)
        }))
    }
}

fn areas(cx: &Cx, book: &Book, report: &Report<'_>) -> Markup {
    let columns = [
        Col::text(cx.t("initiative-field")),
        Col::text(cx.t("area-indicator")),
        Col::num(cx.t("initiatives-title")),
        Col::num(cx.t("brought-settled")),
        Col::num(cx.t("brought-people")),
    ];
    let rows = report.areas.iter().map(|one| area(cx, book, one));
    let none = empty_state("list-checks", cx.t("annex-none"), "", &html! {});
    let table = Table::new(cx.t("areas-title"), columns).rows(rows).when_empty(none);
    html! {
        (Card::new(cx.t("brought-areas")).id("areas").count(report.areas.len()).body(html! {
            p.muted { (cx.t("brought-areas-lead")) }
            (table)
        }))
    }
}

fn area(cx: &Cx, book: &Book, one: &OfArea<'_>) -> [Markup; 5] {
    let counts =
        [("n", Arg::from(one.settled)), ("of", one.settled.saturating_add(one.owing).into())];
    let initiatives = one.agreed.saturating_add(one.running).saturating_add(one.closed);
    [
        html! {
            (cx.code("cooperation-field", one.field.code())) " "
            @match one.area {
                Some(area) if area.at_rest => (tag(Tone::Plain, cx.t("area-at-rest"))),
                Some(_) => {}
                None => (tag(Tone::Warn, cx.t("area-outside"))),
            }
            @if let Some(area) = one.area {
                span.sub { (ident::Name(cx.lang.pick(&area.scope.ar, &area.scope.en))) }
                span.sub { (cx.t("area-lead")) ": " (ident::Name(book.name(cx.lang, area.lead))) }
            }
        },
        html! {
            @for sign in one.area.iter().flat_map(|area| &area.indicators) {
                div { (ident::Name(cx.lang.pick(&sign.name.ar, &sign.name.en))) " · " (cx.t("measure-target")) " " span.num { (sign.target) } }
            }
        },
        html! {
            (initiatives)
            @if one.cancelled > 0 { span.sub { (cx.t_with("brought-cancelled", &[("n", one.cancelled.into())])) } }
        },
        html! { (cx.t_with("brought-of", &counts)) },
        html! { (one.reach.people) },
    ]
}
