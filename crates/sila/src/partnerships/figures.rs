//! What was done until a day, each figure with the register it is counted from.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::obligation::{Settled, Standing};
use sila_core::partnership::Mark;

use super::relation::Relation;
use crate::agreements::State;
use crate::menu::is_closed;
use crate::web::components::{Card, Col, Table};
use crate::web::{Arg, Cx, dates};

/// Fewer of people than this are not told, and more are told in steps of it.
pub const CELL_MIN: u64 = 5;

/// A count of people as it may be told: nothing of a few, otherwise rounded down to fives, so that two pages that are looked at
/// one after the other never tell a single referral by subtracting.
pub fn in_fives(count: u64) -> Option<u64> {
    match count {
        0 => Some(0),
        1..CELL_MIN => None,
        _ => Some(count.saturating_sub(count % CELL_MIN)),
    }
}

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Its key in texts; another one says how it is counted.
    pub key: &'static str,
    /// The count; nothing where it is of so few people that it is not told.
    pub count: Option<u64>,
    /// The register it is counted from, without language.
    pub register: &'static str,
}

/// The figures on the day of `now`.
pub fn of(relation: &Relation, now: Millis) -> Vec<Figure> {
    let many = |count: usize| Some(u64::try_from(count).unwrap_or(u64::MAX));
    let ledgers = &relation.ledgers;
    let signed = relation.books.iter().filter(|book| book.stored.state == State::Signed);
    let in_force = signed.filter(|one| one.ledger.holds(now).is_ok()).count();
    let courses: Vec<_> = ledgers.iter().flat_map(|one| one.courses()).collect();
    let marked = |mark| courses.iter().filter(|course| course.mark == mark).count();
    let instances: Vec<_> = ledgers.iter().flat_map(|one| one.instances(now)).collect();
    let stand = |wanted: fn(Standing) -> bool| {
        instances.iter().filter(|one| wanted(one.life.standing(now))).count()
    };
    let kept = stand(|standing| {
        matches!(standing, Standing::Settled(Settled::Accepted | Settled::ByDefault))
    });
    let late = stand(|standing| matches!(standing, Standing::Overdue | Standing::Breached));
    let impact: Vec<_> = ledgers.iter().flat_map(|one| one.impact()).collect();
    let measured = impact.iter().filter(|one| one.actual.is_some()).count();
    let (sent, received) = relation.referrals;
    let figure = |key, count, register| Figure { key, count, register };
    vec![
        figure("partnership-agreements", many(in_force), "/agreements"),
        figure("partnership-running", many(marked(Mark::Running)), "/initiatives"),
        figure("partnership-closed", many(marked(Mark::Closed)), "/initiatives"),
        figure("partnership-kept", many(kept), "/obligations"),
        figure("partnership-late", many(late), "/obligations"),
        figure("partnership-measured", many(measured), "/agreements"),
        figure("partnership-sent", in_fives(sent), "/referrals/out"),
        figure("partnership-received", in_fives(received), "/referrals/in"),
    ]
}

/// The figures with a footnote for each.
pub fn card(cx: &Cx, relation: &Relation) -> Markup {
    let all = of(relation, cx.now);
    let columns = [
        Col::text(cx.t("partnership-figure")),
        Col::num(cx.t("partnership-count")),
        Col::text(cx.t("partnership-counted-from")),
    ];
    let rows = all.iter().zip(1_u16..).map(|(figure, n)| {
        [
            html! { (cx.t(figure.key)) " " sup { (n) } },
            html! {
                @match figure.count {
                    Some(count) => { (count) }
                    None => { (cx.t_with("partnership-few", &[("n", Arg::from(CELL_MIN))])) }
                }
            },
            html! {
                @let name = register(cx, figure.register);
                @if is_closed(cx, figure.register) { (name) } @else { a.link href=(cx.url(figure.register)) { (name) } }
            },
        ]
    });
    let on = Arg::phrase(dates::day(cx.lang, cx.now));
    html! {
        (Card::new(cx.t("partnership-facts")).id("facts").body(html! {
            p.muted { (cx.t_with("partnership-facts-lead", &[("day", on)])) }
            (Table::new(cx.t("partnership-facts"), columns).rows(rows))
            ul.plain.small.muted { @for (figure, n) in all.iter().zip(1_u16..) { li { sup { (n) } " " (note(cx, figure.key)) } } }
        }))
    }
}

/// How a figure is counted.
fn note(cx: &Cx, key: &str) -> String {
    cx.t(&format!("partnership-note-{}", key.trim_start_matches("partnership-")))
}

fn register(cx: &Cx, path: &str) -> String {
    cx.t(match path {
        "/agreements" => "menu-agreements",
        "/initiatives" => "menu-initiatives",
        "/obligations" => "menu-obligations",
        "/referrals/out" => "menu-referrals-out",
        _ => "menu-referrals-in",
    })
}
