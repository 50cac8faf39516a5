//! The page `/department`.

use maud::{Markup, html};
use sila_core::care::Stage;
use sila_core::codes::{Risk, Urgency};
use sila_core::imprint::{CELL_MIN, Told};

use super::store::{self, Count, Glance, Load};
use super::{Age, NONE};
use crate::accounts::Permission;
use crate::accounts::teams::Scope;
use crate::ask::Ask;
use crate::cases::clocks::Kind;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::waiting::store as waiting;
use crate::web::components::{
    Bars, Button, Card, Col, Note, Table, Tone, columns, empty_state, heading, stack,
};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Page};

/// How far back those who were turned away are counted, in days: as on the page of the homes.
const AWAY_DAYS: i64 = 90;

/// Who looks, and what follows for numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Eye {
    /// The lists behind the numbers open.
    pub opens: bool,
}

impl Eye {
    /// The numbers of one thing as they may be told.
    pub fn told(self, counts: &[u64]) -> Vec<Option<u64>> {
        if self.opens { counts.iter().copied().map(Some).collect() } else { Told::of(counts).cells }
    }

    /// A number, with the way to its list where that opens.
    fn number(self, cx: &Cx, count: Option<u64>, path: &str) -> Markup {
        html! {
            @match count {
                None => span.muted { (cx.t_with("imprint-few", &[("n", Arg::from(CELL_MIN))])) },
                Some(0) => span.num.muted { "0" },
                Some(count) if self.opens => a.link.num href=(cx.url(path)) { (count) },
                Some(count) => span.num { (count) },
            }
        }
    }
}

pub(super) fn natural(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// What a reader of the department sees.
pub(super) struct Sight {
    pub eye: Eye,
    /// The whole department, not a team.
    pub all: bool,
    pub glance: Glance,
}

/// Reads it.
///
/// # Errors
/// `page.forbidden` for somebody whose lists end with their own cases; when the store cannot be read.
pub(super) async fn sight(ask: &Ask) -> Result<Sight, Problem> {
    let worker = ask.worker()?.clone();
    let reader = worker.clone();
    let scope = ask.app.store.read(move |tx| Scope::of(tx, &reader)).await?;
    let answers = worker.may(Permission::CaseApprove);
    if scope == Scope::Own && !answers {
        return Err(Problem::forbidden());
    }
    let eye = Eye { opens: scope > Scope::Own };
    let all = scope == Scope::Department || (scope == Scope::Own && answers);
    let (now, id) = (ask.now, worker.id);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> { store::glance(tx, (id, all), now) };
    let glance = ask.app.store.read(read).await?;
    Ok(Sight { eye, all, glance })
}

/// The page.
///
/// # Errors
/// `page.forbidden` for somebody whose lists end with their own cases; when the store cannot be read.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let Sight { eye, all, glance } = sight(&ask).await?;
    let (worker, now, away) = (ask.worker()?.clone(), ask.now, ask.now.plus_days(-AWAY_DAYS));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::referrals(tx, &worker, now)?, waiting::turned_away(tx, away)?))
    };
    let (referrals, away) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let away: i64 = away.iter().map(|(_, _, times)| times).sum();
    let main = html! {
        (risk(cx, eye, &glance))
        (workload(cx, eye, &glance.loads))
    };
    let aside = html! {
        @if !eye.opens { (Note::new("shield-check", cx.t("department-few")).tone(Tone::Info).says(cx.t("department-few-text"))) }
        (clocks(cx, eye, &glance.clocks))
        (exchange(&ask, referrals))
        @if all && ask.may(Permission::ShelterRead) { (turned_away(cx, away)) }
    };
    let lead = if all { "department-lead" } else { "department-lead-team" };
    let files = html! {
        (Button::link(cx.t("report-csv"), cx.url("/department.csv")).soft().icon("download-simple"))
        (Button::link(cx.t("annual-xlsx"), cx.url("/department.xlsx")).soft().icon("download-simple"))
    };
    let body = html! {
        (heading(cx.t("department-title"), Some(&cx.t(lead)), &files))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("department-title")).crumb(cx.t("cases-title"), "/cases");
    Ok(Reply::page(&page.body(body)))
}

/// One thing that cases are counted by: its heading, the name in the address, and its codes with their words.
pub(super) type By = (&'static str, &'static str, Vec<(&'static str, String)>);

/// What open cases are counted by, each with its counts.
pub(super) fn things<'a>(cx: &Cx, glance: &'a Glance) -> [(By, &'a Vec<Count>); 4] {
    let urgencies = Urgency::ALL.iter().map(|one| (one.code(), cx.code("urgency", one.code())));
    let none = |key: &str| (NONE, cx.t(key));
    let levels = Risk::ALL.iter().map(|one| (one.code(), cx.code("waiting-risk", one.code())));
    let stages = Stage::ALL.iter().map(|one| (one.code(), cx.code("stage", one.code())));
    let ages = Age::ALL.map(|age| (age.code(), cx.code("case-age", age.code())));
    [
        (("case-urgency", "urgency", urgencies.collect()), &glance.urgencies),
        (
            ("case-level", "level", levels.chain([none("case-level-none")]).collect()),
            &glance.levels,
        ),
        (
            ("case-stage", "stage", stages.chain([none("case-stage-none")]).collect()),
            &glance.stages,
        ),
        (("case-age", "age", ages.to_vec()), &glance.ages),
    ]
}

fn risk(cx: &Cx, eye: Eye, glance: &Glance) -> Markup {
    html! { @for (by, counts) in &things(cx, glance) { (one_thing(cx, eye, by, counts)) } }
}

fn one_thing(cx: &Cx, eye: Eye, (title, name, codes): &By, counts: &[Count]) -> Markup {
    let told = eye.told(&numbers(codes, counts));
    let drawn = codes.iter().zip(&told).filter_map(|((_, words), count)| Some((words, (*count)?)));
    let series = [cx.t("department-cases")];
    let words = cx.t_with("department-by", &[("what", Arg::phrase(cx.t(title)))]);
    let chart = drawn.fold(Bars::new(name, words.clone(), &series), |chart, (label, count)| {
        chart.bar(label.clone(), vec![u32::try_from(count).unwrap_or(u32::MAX)])
    });
    let any = told.iter().flatten().any(|count| *count > 0);
    let left_out = told.iter().any(Option::is_none);
    let rows = codes.iter().zip(told).map(|((code, words), count)| {
        let path = format!("/cases?who=all&{name}={code}");
        [html! { (words) }, eye.number(cx, count, &path)]
    });
    let heads = [Col::text(cx.t(title)), Col::num(cx.t("department-cases"))];
    let table = Table::new(cx.t(title), heads).rows(rows);
    html! {
        (Card::new(words).body(html! {
            @if any { (chart.drawing(cx)) }
            @if left_out { p.hint { (cx.t("department-not-drawn")) } }
            (table)
        }))
    }
}

/// The counts of one thing in the order of its codes.
pub(super) fn numbers(codes: &[(&'static str, String)], counts: &[Count]) -> Vec<u64> {
    let of = |code: &str| counts.iter().find(|(known, _)| known == code).map_or(0, |one| one.1);
    codes.iter().map(|(code, _)| natural(of(code))).collect()
}

fn workload(cx: &Cx, eye: Eye, loads: &[Load]) -> Markup {
    let of = |what: fn(&Load) -> i64| -> Vec<u64> {
        loads.iter().map(|load| natural(what(load))).collect()
    };
    let whole = of(|load| load.open);
    let open = eye.told(&whole);
    // Where the whole is left out its parts are too: all of a month may be all there is.
    let part = |counts: Vec<u64>| -> Vec<Option<u64>> {
        if eye.opens {
            return eye.told(&counts);
        }
        let cells = Told::of_parts(&counts, &whole).cells;
        cells.into_iter().zip(&open).map(|(cell, whole)| cell.filter(|_| whole.is_some())).collect()
    };
    let [fresh, emergencies, late] =
        [of(|load| load.fresh), of(|load| load.emergencies), of(|load| load.late)].map(part);
    let row = |nth: usize, load: &Load| {
        let at = |all: &[Option<u64>]| all.get(nth).copied().flatten();
        let path = format!("/cases?who=all&owner={}", load.worker);
        [
            html! { (Name(cx.lang.pick(&load.name_ar, &load.name_en))) },
            eye.number(cx, at(&open), &path),
            eye.number(cx, at(&fresh), &format!("{path}&age={}", Age::New.code())),
            eye.number(cx, at(&emergencies), &format!("{path}&urgency=EMERGENCY")),
            eye.number(cx, at(&late), &format!("{path}&late=1")),
        ]
    };
    let heads = [
        Col::text(cx.t("case-owner")),
        Col::num(cx.t("department-open-cases")),
        Col::num(cx.t("department-month")),
        Col::num(cx.t("department-emergencies")),
        Col::num(cx.t("department-late")),
    ];
    let none = empty_state("folders", cx.t("cases-none"), cx.t("cases-none-text"), &html! {});
    let rows = loads.iter().enumerate().map(|(nth, load)| row(nth, load));
    let table = Table::new(cx.t("department-workload"), heads).when_empty(none).rows(rows);
    html! { (Card::new(cx.t("department-workload")).id("workload").count(loads.len()).body(html! { (table) })) }
}

fn clocks(cx: &Cx, eye: Eye, counts: &[Count]) -> Markup {
    let of = |code: &str| counts.iter().find(|(known, _)| known == code).map_or(0, |one| one.1);
    let numbers = Kind::ALL.map(|kind| natural(of(kind.code())));
    let told = eye.told(&numbers);
    let rows = Kind::ALL.iter().zip(told).map(|(kind, count)| {
        let path = format!("/cases?who=all&clock={}", kind.code());
        [html! { (cx.code("clock-over", kind.code())) }, eye.number(cx, count, &path)]
    });
    let heads = [Col::text(cx.t("department-clock")), Col::num(cx.t("department-cases"))];
    let table = Table::new(cx.t("department-clocks"), heads).rows(rows);
    html! { (Card::new(cx.t("department-clocks")).body(html! { (table) })) }
}

/// Referrals name nobody: whoever reads referrals reads these numbers whole.
fn exchange(ask: &Ask, [received, sent]: [(i64, i64); 2]) -> Markup {
    let cx = &ask.cx;
    if !ask.may(Permission::ReferralRead) {
        return html! {};
    }
    let eye = Eye { opens: true };
    let row = |title: &str, path: &str, (open, late): (i64, i64)| {
        let overdue = format!("{path}?late=1");
        [
            html! { (cx.t(title)) },
            eye.number(cx, Some(natural(open)), path),
            eye.number(cx, Some(natural(late)), &overdue),
        ]
    };
    let rows = [
        row("referrals-in", "/referrals/in", received),
        row("referrals-out", "/referrals/out", sent),
    ];
    let heads = [
        Col::text(cx.t("department-direction")),
        Col::num(cx.t("department-open-cases")),
        Col::num(cx.t("department-late")),
    ];
    let table = Table::new(cx.t("department-referrals"), heads).rows(rows);
    html! { (Card::new(cx.t("department-referrals")).body(html! { (table) })) }
}

fn turned_away(cx: &Cx, times: i64) -> Markup {
    let eye = Eye { opens: true };
    let card = Card::new(cx.t("department-away")).body(html! {
        p { (eye.number(cx, Some(natural(times)), "/shelter/history")) " " (cx.t_with("department-away-days", &[("n", Arg::from(AWAY_DAYS))])) }
    });
    html! { (card) }
}
