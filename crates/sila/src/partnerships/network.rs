//! `/partnerships/network`: the picture of this agency's network, drawn from facts alone: partners, and what ties us to them and them to each
//! other. The same stands below it as tables, and how each figure is worked out ([`sila_core::network`]).

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::network::{Figures, Kind, Network, Tie};
use sila_core::partnership::Mark;
use sila_core::{AgencyId, Millis};

use super::figures::in_fives;
use super::relation::{self, Relation};
use crate::agreements::State;
use crate::app::App;
use crate::ask::Ask;
use crate::meetings::entity;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, columns, empty_state, heading, stack};
use crate::web::{Arg, Cx, Page, ident};

/// Width and height of the picture.
const SIDE: f64 = 640.0;
/// Members on the outer ring; more stand on rings inside it.
const RING: usize = 24;
/// Members that are drawn: more would stand on each other. The tables have all.
const DRAWN_MAX: usize = 3 * RING + 1;
/// How far apart two ties of one pair are drawn.
const APART: f64 = 7.0;

/// The network as this node knows it at a moment.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, now: Millis) -> Result<Network, Problem> {
    let relations = relation::all(app, now).await?;
    let names = Names::all(app).await?;
    let mut network = Network::new(names.linked().chain([app.node.id]));
    relations.iter().for_each(|one| tie(&mut network, app.node.id, one, now));
    Ok(network)
}

/// What ties us to one partner: agreements that hold, initiatives that run, and referrals where they are enough to be told.
fn tie(network: &mut Network, me: AgencyId, one: &Relation, now: Millis) {
    for book in &one.books {
        let agreement = &book.ledger.agreement;
        if book.stored.state != State::Signed || book.ledger.holds(now).is_err() {
            continue;
        }
        let parties: Vec<AgencyId> = agreement.parties.iter().map(|party| party.agency).collect();
        for (nth, from) in parties.iter().enumerate() {
            for to in parties.iter().skip(nth.saturating_add(1)) {
                network.tie(*from, *to, Kind::Agreement, 1);
            }
        }
        let courses = book.ledger.courses();
        for course in courses.iter().filter(|course| course.mark == Mark::Running) {
            let others = parties.iter().filter(|party| **party != course.plan.lead);
            others.for_each(|to| network.tie(course.plan.lead, *to, Kind::Initiative, 1));
        }
    }
    let told = |count: u64| in_fives(count).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let (sent, received) = one.referrals;
    network.tie(me, one.agency, Kind::Referral, told(sent));
    network.tie(one.agency, me, Kind::Referral, told(received));
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let network = of(&ask.app, ask.now).await?;
    let names = Names::all(&ask.app).await?;
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let order = order(&network, me);
    let name = |agency: AgencyId| entity(cx, &names, me, agency);
    let figures = network.figures();
    let none =
        empty_state("buildings", cx.t("network-empty"), cx.t("partnerships-empty-text"), &html! {});
    let main = html! {
        (Card::new(cx.t("network-title")).id("picture").body(html! {
            @if order.len() < 2 { (none) } @else {
                (picture(cx, &network, &order, &name))
                (legend(cx))
            }
        }))
        (ties(cx, &network, &order, &name))
    };
    let aside = html! { (measured(cx, &figures)) (members(cx, &network, &order, &name)) };
    let title = cx.t("network-title");
    let body = html! {
        (heading(title.clone(), Some(&cx.t("network-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
    Ok(Reply::page(&page.body(body)))
}

/// We stand first, in the middle; then whoever is tied to most, and those without a tie last.
fn order(network: &Network, me: AgencyId) -> Vec<AgencyId> {
    let degrees = network.degrees();
    let mut all: Vec<AgencyId> = network.members().filter(|one| *one != me).collect();
    all.sort_by_key(|one| (std::cmp::Reverse(degrees.get(one).copied()), *one));
    [me].into_iter().chain(all).collect()
}

/// Where each member stands. In Arabic the circle begins at the other side.
fn places(count: usize, rtl: bool) -> Vec<(f64, f64)> {
    let middle = SIDE / 2.0;
    let rings = count.saturating_sub(1).div_ceil(RING).max(1);
    let number = |n: usize| u32::try_from(n).map_or(0.0, f64::from);
    let place = |nth: usize| {
        if nth == 0 {
            return (middle, middle);
        }
        let (ring, at) = ((nth - 1) / RING, (nth - 1) % RING);
        let on = RING.min(count.saturating_sub(1).saturating_sub(ring.saturating_mul(RING)));
        let radius = (middle - 40.0) * (number(rings) - number(ring)) / number(rings);
        let angle = std::f64::consts::TAU * (number(at) + 0.5 * number(ring)) / number(on.max(1));
        let (sin, cos) = angle.sin_cos();
        let x = if rtl { middle - radius * cos } else { middle + radius * cos };
        (x, middle + radius * sin)
    };
    (0..count).map(place).collect()
}

fn tenths(n: f64) -> String {
    format!("{n:.1}")
}

/// Circles with numbers, which the table names; lines of three kinds that differ by stroke and not by colour alone.
fn picture<'a>(
    cx: &Cx,
    network: &Network,
    order: &[AgencyId],
    name: &impl Fn(AgencyId) -> &'a str,
) -> Markup {
    let order: Vec<AgencyId> = order.iter().copied().take(DRAWN_MAX).collect();
    let places = places(order.len(), cx.lang.is_rtl());
    let at: BTreeMap<AgencyId, (f64, f64)> =
        order.iter().copied().zip(places.iter().copied()).collect();
    let line = |tie: &Tie| {
        let ((x1, y1), (x2, y2)) = (at.get(&tie.from).copied()?, at.get(&tie.to).copied()?);
        let (dx, dy) = (x2 - x1, y2 - y1);
        let long = dx.hypot(dy).max(1.0);
        let side = match tie.kind {
            Kind::Agreement => 0.0,
            Kind::Initiative => APART,
            Kind::Referral => -APART,
        };
        let (ox, oy) = (-dy / long * side, dx / long * side);
        Some([x1 + ox, y1 + oy, x2 + ox, y2 + oy].map(tenths))
    };
    let said = cx.t_with("network-said", &[("n", Arg::from(order.len()))]);
    html! {
        svg.net viewBox={ "0 0 " (SIDE) " " (SIDE) } role="img" aria-label=(said) direction="ltr" {
            @for (tie, _) in network.ties() {
                @if let Some([x1, y1, x2, y2]) = line(&tie) {
                    line class={ "n-" (tie.kind.code().to_ascii_lowercase()) } x1=(x1) y1=(y1) x2=(x2) y2=(y2) {}
                }
            }
            @for (nth, (agency, (x, y))) in order.iter().zip(&places).enumerate() {
                g.n-us[nth == 0] {
                    circle cx=(tenths(*x)) cy=(tenths(*y)) r=(if nth == 0 { 16 } else { 12 }) { title { (name(*agency)) } }
                    text x=(tenths(*x)) y=(tenths(*y + 4.0)) text-anchor="middle" { (nth + 1) }
                }
            }
        }
    }
}

fn legend(cx: &Cx) -> Markup {
    html! {
        ul.plain.small { @for kind in Kind::ALL { li {
            svg.net-key viewBox="0 0 40 10" aria-hidden="true" {
                line class={ "n-" (kind.code().to_ascii_lowercase()) } x1="2" y1="5" x2="38" y2="5" {}
            }
            " " (cx.code("network-kind", kind.code()))
        } } }
    }
}

/// The picture as a table.
fn ties<'a>(
    cx: &Cx,
    network: &Network,
    order: &[AgencyId],
    name: &impl Fn(AgencyId) -> &'a str,
) -> Markup {
    let number = |agency| order.iter().take_while(|one| **one != agency).count().saturating_add(1);
    let columns = [
        Col::text(cx.t("network-from")),
        Col::text(cx.t("network-to")),
        Col::text(cx.t("network-tie")),
        Col::num(cx.t("network-facts")),
    ];
    let rows = network.ties().map(|(tie, count)| {
        [
            html! { (number(tie.from)) " · " (ident::Name(name(tie.from))) },
            html! { (number(tie.to)) " · " (ident::Name(name(tie.to))) },
            html! { (cx.code("network-kind", tie.kind.code())) },
            html! { (count) },
        ]
    });
    let table = Table::new(cx.t("network-ties"), columns).rows(rows);
    let none = empty_state("path", cx.t("network-no-tie"), cx.t("network-no-tie-text"), &html! {});
    html! { (Card::new(cx.t("network-ties")).count(table.len()).body(html! { (table.when_empty(none)) })) }
}

fn members<'a>(
    cx: &Cx,
    network: &Network,
    order: &[AgencyId],
    name: &impl Fn(AgencyId) -> &'a str,
) -> Markup {
    let degrees = network.degrees();
    let columns = [Col::text(cx.t("network-member")), Col::num(cx.t("network-degree"))];
    let rows = order.iter().enumerate().map(|(nth, agency)| {
        let degree = degrees.get(agency).copied().unwrap_or(0);
        [html! { (nth + 1) " · " (ident::Name(name(*agency))) }, html! { (degree) }]
    });
    html! {
        (Card::new(cx.t("network-members")).count(order.len()).body(html! {
            (Table::new(cx.t("network-members"), columns).rows(rows))
        }))
    }
}

fn measured(cx: &Cx, figures: &Figures) -> Markup {
    let share = |permille: Option<u32>| match permille {
        Some(permille) => format!("{}.{}", permille / 10, permille % 10),
        None => cx.t("card-insufficient"),
    };
    let rows = [
        ("density", share(figures.density)),
        ("reciprocity", share(figures.reciprocity)),
        ("centralisation", share(figures.centralisation)),
        ("isolates", figures.isolates.len().to_string()),
    ];
    let columns = [Col::text(cx.t("partnership-figure")), Col::num(cx.t("network-value"))];
    html! {
        (Card::new(cx.t("network-figures")).id("figures").body(html! {
            (Table::new(cx.t("network-figures"), columns).rows(rows.iter().map(|(key, value)| [
                html! { (cx.t(&format!("network-{key}"))) span.sub { (cx.t(&format!("network-{key}-how"))) } },
                html! { (value) },
            ])))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_stands_on_another_and_arabic_begins_at_the_other_side() {
        for count in [1, 2, 3, 25, 26, 49, 60, DRAWN_MAX] {
            let ltr = places(count, false);
            assert_eq!(ltr.len(), count);
            let near = |a: &(f64, f64), b: &(f64, f64)| (a.0 - b.0).hypot(a.1 - b.1) < 24.0;
            for (nth, one) in ltr.iter().enumerate() {
                let within = |n: f64| (16.0..=SIDE - 16.0).contains(&n);
                assert!(within(one.0) && within(one.1), "{count}: {one:?}");
                assert!(ltr.iter().skip(nth + 1).all(|other| !near(one, other)), "{count}");
            }
            for (one, mirrored) in ltr.iter().zip(places(count, true)) {
                assert!((one.0 + mirrored.0 - SIDE).abs() < 0.001 && one.1 == mirrored.1);
            }
        }
    }
}
