//! What is on now: the item of the programme for a screen in the room, with the minutes that are left of its time, and what comes next.

use maud::{Markup, html};
use sila_core::Millis;

use super::item::{clock, crumbs};
use super::programme::{self, Line};
use super::{Open, of};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Tone, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Page};

/// Minutes before its end at which an item is told to come to it.
const SOON_MINUTES: i64 = 5;

/// Where the programme stands at a moment.
#[derive(Debug, Clone, Copy)]
pub struct Hour<'a> {
    /// What is on, and how many minutes of its time are left.
    pub now: Option<(&'a Line, i64)>,
    /// What comes next, and in how many minutes.
    pub next: Option<(&'a Line, i64)>,
}

/// Where the programme stands. Of items at the same time the one that ends first is on.
pub fn hour<'a>(meeting: &Open, lines: &'a [Line], now: Millis) -> Hour<'a> {
    let begins = |line: &Line| meeting.day(line.item.day).plus_minutes(i64::from(line.item.minute));
    let ends = |line: &Line| begins(line).plus_minutes(i64::from(line.item.minutes));
    // A minute that has begun is still there.
    let left = |at: Millis| {
        let minutes = at.minutes_since(now);
        if now.plus_minutes(minutes) < at { minutes.saturating_add(1) } else { minutes }
    };
    let on = lines.iter().filter(|line| begins(line) <= now && now < ends(line));
    let on = on.min_by_key(|line| ends(line));
    let next = lines.iter().filter(|line| now < begins(line)).min_by_key(|line| begins(line));
    Hour {
        now: on.map(|line| (line, left(ends(line)))),
        next: next.map(|line| (line, left(begins(line)))),
    }
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let lines = programme::lines(&ask.app, &meeting).await?;
    let cx = &ask.cx;
    let stands = hour(&meeting, &lines, ask.now);
    let body = html! {
        div.door #clock data-live="clock" {
            p.muted { (Name(meeting.title(cx))) }
            @match stands.now {
                Some((line, left)) => {
                    h1 { (Name(line.text.title.of(cx.lang))) }
                    p.door-lead { (Name(line.text.title.of(cx.lang.twin()))) }
                    @if !line.text.presenter.is_empty() { p { (cx.t("meeting-presenter")) ": " (Name(&line.text.presenter)) } }
                    p.door-code { (cx.t_with("hour-left", &[("n", left.into())])) }
                    @if left <= SOON_MINUTES { p { (tag(Tone::Warn, cx.t("hour-soon"))) } }
                }
                None => { h1 { (cx.t("hour-nothing")) } }
            }
            @if let Some((line, wait)) = stands.next { (coming(cx, line, wait)) }
        }
    };
    let page: Page = crumbs(cx, cx.t("hour-title"), &meeting);
    Ok(Reply::page(&page.bare().by_the_clock(20).body(body)))
}

fn coming(cx: &Cx, line: &Line, wait: i64) -> Markup {
    html! {
        p.door-count {
            (cx.t("hour-next")) " " bdi.num dir="ltr" { (clock(line.item.minute)) } " · " (Name(line.text.title.of(cx.lang)))
            @if wait < 60 { " · " (cx.t_with("hour-in", &[("n", wait.into())])) }
        }
    }
}
