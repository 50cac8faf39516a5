//! The clocks on the page of their case, and on the day of those who work on it or answer for it.

use maud::{Markup, html};

use sila_core::law::Rule;

use super::store::{Late, Waiting};
use super::{Clock, Kind, alarm, are_for};
use crate::cases::CaseRecord;
use crate::cases::news::{News, Part};
use crate::regulation;
use crate::web::components::{Button, Card, ClockBox, Note, Task, Tone, post, stack, tag};
use crate::web::ident::{Code, Reference};
use crate::web::{Arg, Cx};

/// The card. Where no clock runs: what starts them.
pub fn card(cx: &Cx, record: &CaseRecord, clocks: &[Clock], news: &News) -> Markup {
    if !are_for(record) || (clocks.is_empty() && !record.is_ours()) {
        return html! {};
    }
    let begin = format!("/cases/{}/clocks", record.row.id);
    let card = Card::new(cx.t("clocks-title")).live("case-clocks", "cases");
    let card = card.tag(news.mark(cx, Part::Clocks));
    html! {
        (card.body(stack(&html! {
            @if clocks.is_empty() {
                (Note::new("clock-countdown", cx.t("clocks-begin-title")).tone(Tone::Info).body(html! {
                    p { (cx.t("clocks-begin-text")) }
                    (post(cx, &begin, &html! { (Button::submit(cx.t("clocks-begin")).icon("siren")) }))
                }))
            }
            @for clock in clocks { (one(cx, record, clock)) }
        })))
    }
}

fn one(cx: &Cx, record: &CaseRecord, clock: &Clock) -> Markup {
    let name = cx.code("clock", clock.kind.code());
    let law = cx.code("clock-law", clock.kind.code());
    let Some(done) = &clock.done else {
        let loud = alarm(clock.began_at, clock.due, cx.now);
        let path = format!("/cases/{}/clocks/{}", record.row.id, clock.kind.code().to_lowercase());
        return html! {
            div {
                (ClockBox { label: name, value: cx.deadline(clock.due), source: html! { (law) " " (regulation::link(cx, rule(clock.kind))) }, tone: tone(loud) })
                @if loud == 3 { p.hint { (cx.t("clock-overdue")) } }
                @if record.row.is_open() { p { (Button::link(cx.t("clock-do"), cx.url(&path)).soft().small()) } }
            }
        };
    };
    let late = done.at > clock.due;
    html! {
        div {
            b { (name) } " " (tag(if late { Tone::Warn } else { Tone::Ok }, cx.code("clock-outcome", &done.code)))
            div.sub { (cx.at(done.at)) @if !done.number.is_empty() { " · " (Code(&done.number)) } @if late { " · " (cx.t("clock-late")) } }
        }
    }
}

/// The rule behind a clock.
fn rule(kind: Kind) -> Rule {
    match kind {
        Kind::Notice => Rule::Notice,
        Kind::Permission => Rule::PlacementPermission,
        Kind::Told => Rule::ChildTold,
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
    let loud = alarm(one.began_at, one.due, cx.now);
    let tone = if loud == 0 { Tone::Gold } else { tone(loud) };
    let mark = if loud > 1 { "siren" } else { "clock-countdown" };
    let key = if loud == 3 { "clock-over" } else { "clock" };
    let href = cx.url(&format!("/cases/{}", one.case));
    Task::new(mark, tone, cx.code(key, one.kind.code()), href)
        .meta(Reference(&one.reference))
        .end(tag(tone, cx.deadline(one.due)))
}
