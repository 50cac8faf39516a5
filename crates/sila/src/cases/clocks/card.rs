//! The clocks on the page of their case, and on the day of those who work on it or answer for it.

use maud::{Markup, html};

use super::record::path;
use super::store::{Late, Waiting};
use super::table::{EXPIRED, PASSED};
use super::{Clock, Kind, alarm};
use crate::cases::CaseRecord;
use crate::cases::news::{News, Part};
use crate::regulation;
use crate::web::components::{Button, Card, ClockBox, Note, Task, Tone, acts, post, stack, tag};
use crate::web::ident::{Code, Reference};
use crate::web::{Arg, Cx};

/// The card. Where no clock of imminent danger runs: what starts them; and what else starts a clock.
pub fn card(cx: &Cx, record: &CaseRecord, clocks: &[Clock], news: &News) -> Markup {
    let open = record.is_ours();
    if clocks.is_empty() && !open {
        return html! {};
    }
    let category = &record.row.category;
    let in_danger = clocks.iter().any(|clock| !clock.kind.terms().by_hand);
    let begin = format!("/cases/{}/clocks", record.row.id);
    let card = Card::new(cx.t("clocks-title")).live("case-clocks", "cases");
    let card = card.tag(news.mark(cx, Part::Clocks));
    html! {
        (card.body(stack(&html! {
            @if open && !in_danger && Kind::Notice.is_for(category) {
                (Note::new("clock-countdown", cx.t("clocks-begin-title")).tone(Tone::Info).body(html! {
                    p { (cx.t("clocks-begin-text")) }
                    (post(cx, &begin, &html! { (Button::submit(cx.t("clocks-begin")).icon("siren")) }))
                }))
            }
            @for clock in clocks { (one(cx, record, clock)) }
            @if open { (beginnings(cx, record)) }
        })))
    }
}

/// What is recorded with its day and starts a clock.
fn beginnings(cx: &Cx, record: &CaseRecord) -> Markup {
    let fits = |kind: &Kind| kind.terms().by_hand && kind.is_for(&record.row.category);
    let path =
        |kind: Kind| format!("/cases/{}/beginnings/{}", record.row.id, kind.code().to_lowercase());
    html! {
        (acts(&html! {
            @for kind in Kind::ALL.into_iter().filter(fits) {
                (Button::link(cx.code("clock-begin", kind.code()), cx.url(&path(kind))).soft().small())
            }
        }))
        p.hint { a.link href=(cx.url("/law/clocks")) { (cx.t("clock-table")) } }
    }
}

fn one(cx: &Cx, record: &CaseRecord, clock: &Clock) -> Markup {
    let code = clock.kind.code();
    let law = cx.code("clock-law", code);
    let mut name = cx.code("clock", code);
    if clock.turn > 0 {
        let turn = cx.t_with("clock-turn", &[("n", Arg::from(clock.turn))]);
        name = format!("{name} · {turn}");
    }
    let Some(done) = &clock.done else {
        let loud = alarm(clock.kind, clock.due, cx.now);
        return html! {
            div {
                (ClockBox { label: name, value: cx.deadline(clock.due), source: html! { (law) " " (regulation::link(cx, clock.kind.terms().rule)) }, tone: tone(loud) })
                @if !clock.number.is_empty() || clock.kind.terms().by_hand {
                    div.sub { @if !clock.number.is_empty() { (Code(&clock.number)) " · " } (cx.at(clock.began_at)) }
                }
                @if loud == 3 { p.hint { (cx.t("clock-overdue")) } }
                @if record.row.is_open() { p { (Button::link(cx.t("clock-do"), cx.url(&path(record.row.id, clock))).soft().small()) } }
            }
        };
    };
    let over = [EXPIRED, PASSED].contains(&done.code.as_str());
    let late = done.at > clock.due && !over;
    html! {
        div {
            b { (name) } " " (tag(if late { Tone::Warn } else { Tone::Ok }, cx.code("clock-outcome", &done.code)))
            div.sub { (cx.at(done.at)) @if !clock.number.is_empty() { " · " (Code(&clock.number)) } @if late { " · " (cx.t("clock-late")) } }
        }
    }
}

fn tone(loud: u8) -> Tone {
    match loud {
        0 => Tone::Plain,
        1 => Tone::Warn,
        _ => Tone::Bad,
    }
}

/// How many have run out, on the day of whoever answers for the agency. Names no case.
pub fn late(cx: &Cx, one: &Late) -> Task {
    let count = [("n", Arg::from(one.count))];
    Task::new("siren", Tone::Bad, cx.code("clock-over", one.kind.code()), cx.url("/cases"))
        .meta(html! { (cx.t_with("clock-over-cases", &count)) })
        .end(tag(Tone::Bad, cx.deadline(one.since)))
}

/// A clock on somebody's day.
pub fn task(cx: &Cx, one: &Waiting) -> Task {
    let loud = alarm(one.kind, one.due, cx.now);
    let tone = if loud == 0 { Tone::Gold } else { tone(loud) };
    let mark = if loud > 1 { "siren" } else { "clock-countdown" };
    let key = if loud == 3 { "clock-over" } else { "clock" };
    let href = cx.url(&format!("/cases/{}", one.case));
    Task::new(mark, tone, cx.code(key, one.kind.code()), href)
        .meta(Reference(&one.reference))
        .end(tag(tone, cx.deadline(one.due)))
}
