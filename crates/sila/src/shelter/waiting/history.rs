//! `/shelter/history`: how full the homes were, night by night, and how many asked for a place in vain. Numbers only.

use maud::{Markup, html};
use sila_core::time::{Date, Millis};

use super::store;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::homes::Home;
use crate::shelter::stays::hold;
use crate::shelter::unwanted;
use crate::web::components::{Bars, Card, Col, Table, columns, empty_state, heading};
use crate::web::{Cx, Page, dates};

/// Nights that are shown.
const NIGHTS: i64 = 28;
/// How far back those who were turned away are counted, in days.
const AWAY_DAYS: i64 = 90;
/// A night is counted at three o'clock in the morning, when everybody sleeps.
const COUNTED_AT_MINUTE: u16 = 180;

/// The people who slept in our homes in each of the last nights, the oldest night first.
pub fn nights(stays: &[(Millis, Option<Millis>, i64)], today: Date) -> Vec<(Date, i64)> {
    let slept = |at: Millis| {
        let there = |(from, until, _): &&(Millis, Option<Millis>, i64)| {
            *from <= at && until.is_none_or(|until| until > at)
        };
        stays.iter().filter(there).map(|(_, _, people)| people).sum()
    };
    let days = (0..NIGHTS).rev().map(|back| today.plus_days(-back));
    days.map(|day| (day, slept(day.at_minute(COUNTED_AT_MINUTE)))).collect()
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (since, first) = (ask.now.plus_days(-AWAY_DAYS), ask.now.plus_days(-NIGHTS - 1));
    let read = move |tx: &mut dyn Tx| {
        let refused = unwanted::store::counts(tx, since)?;
        Ok::<_, DbError>((store::nights(tx, first)?, store::turned_away(tx, since)?, refused))
    };
    let (stays, away, refused) = ask.app.store.read(read).await?;
    let beds: usize =
        hold::homes(&ask.app).await?.iter().map(|home: &Home| home.beds().count()).sum();
    let cx = &ask.cx;
    let body = html! {
        (heading(cx.t("history-title"), Some(&cx.t_with("history-lead", &[("n", beds.into())])), &html! {}))
        (columns(&nightly(cx, &nights(&stays, ask.now.uae_date())), &html! {
            (turned_away(cx, &away))
            (not_wanted(cx, &refused))
        }))
    };
    let page = Page::new(cx, cx.t("history-title"))
        .crumb(cx.t("shelter-title"), "/shelter")
        .crumb(cx.t("waiting-title"), "/shelter/waiting");
    Ok(Reply::page(&page.body(body)))
}

fn nightly(cx: &Cx, nights: &[(Date, i64)]) -> Markup {
    let series = [cx.t("history-people")];
    let bars = nights.iter().fold(
        Bars::new("history-nights", cx.t("history-nights"), &series),
        |bars, (day, people)| {
            let label = format!("{}", day.day);
            bars.bar(label, vec![u32::try_from(*people).unwrap_or(u32::MAX)])
        },
    );
    let last = nights.last().map(|(day, _)| dates::day(cx.lang, day.at_minute(0)));
    html! {
        (Card::new(cx.t("history-nights")).body(html! {
            @if let Some(last) = last { p.muted { (cx.t("history-until")) " " (last) } }
            (bars.draw(cx))
        }))
    }
}

fn turned_away(cx: &Cx, away: &[(String, bool, i64)]) -> Markup {
    let none = empty_state(
        "check-circle",
        cx.t("history-away-none"),
        cx.t("history-away-text"),
        &html! {},
    );
    let columns = [
        Col::text(cx.t("history-why")),
        Col::text(cx.t("history-who")),
        Col::num(cx.t("history-times")),
    ];
    let row = |(reason, linked, times): &(String, bool, i64)| {
        let who = if *linked { "history-linked" } else { "history-own" };
        [
            html! { (cx.code("turned-away", reason)) },
            html! { (cx.t(who)) },
            html! { span.num { (times) } },
        ]
    };
    html! {
        (Card::new(cx.t("history-away")).body(html! {
            @if away.is_empty() { (none) } @else {
                p.muted { (cx.t("history-away-text")) }
                (Table::new(cx.t("history-away"), columns).rows(away.iter().map(row)))
            }
        }))
    }
}

/// What people did not want, which is nobody's refusal of them.
fn not_wanted(cx: &Cx, refused: &[(String, bool, i64)]) -> Markup {
    let columns = [
        Col::text(cx.t("history-why")),
        Col::text(cx.t("unwanted-whose")),
        Col::num(cx.t("history-times")),
    ];
    let row = |(reason, ours, times): &(String, bool, i64)| {
        let whose = if *ours { "unwanted-ours" } else { "unwanted-partners" };
        [
            html! { (cx.code("unwanted-why", reason)) },
            html! { (cx.t(whose)) },
            html! { span.num { (times) } },
        ]
    };
    let table = Table::new(cx.t("unwanted-title"), columns).rows(refused.iter().map(row));
    html! {
        (Card::new(cx.t("unwanted-title")).body(html! {
            p.muted { (cx.t("unwanted-text")) }
            @if !refused.is_empty() { (table) }
        }))
    }
}
