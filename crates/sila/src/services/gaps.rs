//! What the linked agencies offer beside each other: what exactly one of them offers, and what each lacks.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::directory::{Gap, gaps};

use super::show::agency;
use super::store;
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, Tone, empty_state, heading, stack, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Page};

/// The report.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let offers = ask.app.store.read(store::offers).await?;
    let me = ask.app.node.id;
    let mut who: BTreeSet<AgencyId> = offers.iter().map(|(agency, _)| *agency).collect();
    who.insert(me);
    // Ours first.
    let who: Vec<AgencyId> =
        std::iter::once(me).chain(who.into_iter().filter(|one| *one != me)).collect();
    let all = gaps(offers);
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let name = |id: AgencyId| agency(cx, &names, me, id);
    let body = html! {
        (heading(cx.t("services-gaps"), Some(&cx.t("services-gaps-lead")), &html! {}))
        (stack(&html! {
            (alone(cx, &all, &who, &name))
            (table(cx, &all, &who, &name))
            (nobody(cx, &all))
        }))
    };
    let page = Page::new(cx, cx.t("services-gaps")).crumb(cx.t("services-title"), "/services");
    Ok(Reply::page(&page.body(body)))
}

/// For each agency what it alone offers, and what it lacks.
fn alone<'a>(
    cx: &Cx,
    all: &[Gap],
    who: &[AgencyId],
    name: &impl Fn(AgencyId) -> &'a str,
) -> Markup {
    let chips = |id: &str, found: Vec<&Gap>| {
        html! {
            @if found.is_empty() { p.muted { (cx.t("services-gaps-nothing")) } }
            ul.chips id=(id) { @for one in found { li.tag.plain { (cx.code("service", one.service.code())) } } }
        }
    };
    html! {
        @for (nth, id) in who.iter().enumerate() {
            (Card::new(name(*id)).body(html! {
                h3 { (cx.t("services-gaps-alone")) }
                (chips(&format!("alone-{nth}"), all.iter().filter(|gap| gap.only() == Some(*id)).collect()))
                h3.mt-4 { (cx.t("services-gaps-lacks")) }
                (chips(&format!("lacks-{nth}"), all.iter().filter(|gap| gap.is_lacked_by(*id)).collect()))
            }))
        }
    }
}

fn table<'a>(
    cx: &Cx,
    all: &[Gap],
    who: &[AgencyId],
    name: &impl Fn(AgencyId) -> &'a str,
) -> Markup {
    let columns = std::iter::once(Col::text(cx.t("services-need")))
        .chain(who.iter().map(|id| Col::text(name(*id))))
        .chain([Col::status(cx.t("services-gaps-state"))]);
    let row = |gap: &Gap| {
        let cell = |id: &AgencyId| {
            let offers = gap.by.contains(id);
            let words = cx.t(if offers { "services-gaps-yes" } else { "services-gaps-no" });
            if offers {
                tag(Tone::Ok, words)
            } else {
                html! { span.muted { (words) } }
            }
        };
        let mut cells = vec![html! { (cx.code("service", gap.service.code())) }];
        cells.extend(who.iter().map(cell));
        cells.push(match gap.only() {
            Some(_) => tag(Tone::Gold, cx.t("services-gaps-one")),
            None => html! {},
        });
        cells
    };
    let offered = all.iter().filter(|gap| !gap.by.is_empty());
    let table = Table::new(cx.t("services-gaps-table"), columns).rows(offered.map(row));
    let empty =
        empty_state("scales", cx.t("services-empty"), cx.t("services-empty-text"), &html! {});
    html! { (Card::new(cx.t("services-gaps-table")).body(html! { (table.when_empty(empty)) })) }
}

/// What nobody offers.
fn nobody(cx: &Cx, all: &[Gap]) -> Markup {
    let none: Vec<&Gap> = all.iter().filter(|gap| gap.by.is_empty()).collect();
    html! {
        @if !none.is_empty() {
            (Card::new(cx.t("services-gaps-nobody")).count(none.len()).body(html! {
                ul.chips { @for gap in &none { li.tag.plain { (Name(&cx.code("service", gap.service.code()))) } } }
            }))
        }
    }
}
