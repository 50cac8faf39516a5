//! `/imprint/efficiency`: how long people wait and what a referral takes, before and after the first day of a quarter. Two days that
//! lie closer together would tell, compared, how the few people between them fared.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::experience::Quarter;
use sila_core::imprint::{CELL_MIN, Efficiency, Passage, Typing, stages};
use sila_core::time::Date;

use super::recorded;
use super::store::Line;
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Kpi, Table, Tone, acts, heading};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// So many days before and after the day are looked at.
const AROUND_DAYS: i64 = 365;

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let asked = day(&ask.query, "day");
    let chosen = asked.unwrap_or(ask.now.uae_date());
    let at = Quarter::of(chosen.at_minute(0)).begins();
    let chosen = at.uae_date();
    let (from, until) = (at.plus_days(-AROUND_DAYS), at.plus_days(AROUND_DAYS));
    let period = recorded::read(&ask.app, from, until.min(ask.now.plus_minutes(1))).await?;
    let passages: Vec<Passage> = period.lines.iter().map(|line| line.passage).collect();
    let both = Efficiency::around(&passages, at);
    let sides = [false, true].map(|after| {
        let lines = period.lines.iter();
        lines.filter(|line| (line.passage.offered_at >= at) == after).collect::<Vec<_>>()
    });
    let title = cx.t("efficiency-title");
    let body = html! {
        (heading(title.clone(), Some(&cx.t("efficiency-lead")), &html! {}))
        (tiles(cx, both))
        div.stack {
            (filter(cx, &ask.query, chosen))
            (table(cx, (both, &sides), at))
            (stages_card(cx, &sides, at))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("imprint-title"), "/imprint");
    Ok(Reply::page(&page.body(body)))
}

fn filter(cx: &Cx, asked: &Pairs, chosen: Date) -> Markup {
    let mut values = asked.clone();
    values.set("day_d", chosen.day.to_string());
    values.set("day_m", chosen.month.to_string());
    values.set("day_y", chosen.year.to_string());
    let none = Errors::none();
    let form = Form::new(cx, &values, &none);
    html! {
        form.filters-k method="get" action=(cx.url("/imprint/efficiency")) {
            div.filters-row { (form.date("day", cx.t("efficiency-day"))) }
            (acts(&html! { (Button::submit(cx.t("register-show")).small()) }))
        }
    }
}

/// A length of time, or that there are too few.
fn time(cx: &Cx, minutes: Option<i64>) -> String {
    minutes.map_or_else(|| few(cx), |minutes| dates::duration(cx.lang, minutes))
}

fn few(cx: &Cx) -> String {
    cx.t_with("imprint-few", &[("n", Arg::from(CELL_MIN))])
}

fn tiles(cx: &Cx, [_, after]: [Efficiency; 2]) -> Markup {
    let here = cx.url("/imprint/efficiency");
    html! {
        div.kpis {
            (Kpi::new(cx, cx.t("efficiency-acknowledge"), &time(cx, after.to_acknowledge), here.clone())
                .icon("clock", Tone::Ok).note(cx.t("efficiency-since")))
            (Kpi::new(cx, cx.t("efficiency-service"), &time(cx, after.to_service), here)
                .icon("house-line", Tone::Info).note(cx.t("efficiency-since")))
        }
    }
}

/// What is measured, before the day and from it on.
fn columns(cx: &Cx, at: Millis) -> [Col; 3] {
    let on = || Arg::phrase(dates::day(cx.lang, at));
    [
        Col::text(cx.t("efficiency-measure")),
        Col::num(cx.t_with("efficiency-before", &[("day", on())])),
        Col::num(cx.t_with("efficiency-after", &[("day", on())])),
    ]
}

fn table(
    cx: &Cx,
    ([before, after], sides): ([Efficiency; 2], &[Vec<&Line>; 2]),
    at: Millis,
) -> Markup {
    let number = |value: Option<i64>| value.map_or_else(|| few(cx), |value| value.to_string());
    let count = |one: Efficiency| one.count.map_or_else(|| few(cx), |count| count.to_string());
    let row = |key: &str, of: &dyn Fn(Efficiency) -> String| {
        [html! { (cx.t(key)) }, html! { (of(before)) }, html! { (of(after)) }]
    };
    let rows = [
        row("efficiency-count", &count),
        row("efficiency-acknowledge", &|one| time(cx, one.to_acknowledge)),
        row("efficiency-service", &|one| time(cx, one.to_service)),
        row("efficiency-steps", &|one| number(one.steps)),
        row("efficiency-documents", &|one| number(one.documents)),
    ];
    let fields = fields(sides).map(|(key, [before, after])| {
        [html! { (cx.t(key)) }, html! { (number(before)) }, html! { (number(after)) }]
    });
    html! {
        (Card::new(cx.t("efficiency-compared")).body(html! {
            (Table::new(cx.t("efficiency-compared"), columns(cx, at)).rows(rows.into_iter().chain(fields)))
            p.small.muted { (cx.t("efficiency-note")) }
        }))
    }
}

/// The fields that forms took, of what we sent and of what we received apart: each agency counts its own forms.
fn fields(sides: &[Vec<&Line>; 2]) -> [(&'static str, [Option<i64>; 2]); 5] {
    let of = |received: bool, nth: usize| {
        sides.each_ref().map(|lines| {
            let own = lines.iter().filter(|line| line.received == received);
            let medians = Typing::medians(own.filter_map(|line| line.typing.as_ref()));
            medians.get(nth).copied().flatten()
        })
    };
    [
        ("efficiency-typed-sent", of(false, 0)),
        ("efficiency-carried-sent", of(false, 1)),
        ("efficiency-typed-received", of(true, 0)),
        ("efficiency-carried-received", of(true, 1)),
        ("efficiency-asked-again", of(true, 2)),
    ]
}

/// How long referrals stood in each state.
fn stages_card(cx: &Cx, sides: &[Vec<&Line>; 2], at: Millis) -> Markup {
    let [before, after] =
        sides.each_ref().map(|lines| stages(lines.iter().map(|line| &line.course)));
    let rows = before.iter().zip(&after).map(|((stage, before), (_, after))| {
        [
            html! { (cx.code("efficiency-stage", stage.code())) },
            html! { (time(cx, *before)) },
            html! { (time(cx, *after)) },
        ]
    });
    html! {
        (Card::new(cx.t("efficiency-stages")).id("stages").body(html! {
            (Table::new(cx.t("efficiency-stages"), columns(cx, at)).rows(rows))
            p.small.muted { (cx.t("efficiency-stages-note")) }
        }))
    }
}
