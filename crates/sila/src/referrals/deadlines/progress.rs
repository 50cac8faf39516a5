//! What the page of a referral shows of how it goes on: that somebody has opened it, that contact was made, what the sender asked and
//! what it was told, when it closes by itself; and the buttons of whoever may say or ask the next thing.

use maud::{Markup, html};
use sila_core::joint::{Deadline, Reminder};
use sila_core::referral::Thread;

use super::reply::{may_ask, may_say};
use super::show::Shown;
use crate::accounts::Worker;
use crate::referrals::path;
use crate::referrals::show::Sight;
use crate::web::components::{Button, Note, Tone, icon, post, tag};
use crate::web::{Arg, Cx, dates};

/// The most questions that are shown, the latest.
const SHOWN: usize = 5;

/// What was said, at whichever agency.
pub(super) fn said(cx: &Cx, shown: &Shown) -> Markup {
    let watch = shown.watch();
    let reminders = watch.reminders();
    let latest = reminders.iter().rev().take(SHOWN);
    html! {
        @if watch.look().is_some() { p { (icon("eye")) " " (cx.t("deadline-looked")) } }
        @if let Some((_, day, way)) = watch.contact() {
            p { (icon("check-circle")) " " (cx.t("contacted-made")) " "
                span.num { (dates::day(cx.lang, day.at_minute(0))) } " "
                (tag(Tone::Ok, cx.code("contacted-way", way.code()))) }
        }
        @for one in latest { (reminder(cx, one)) }
    }
}

fn reminder(cx: &Cx, one: &Reminder) -> Markup {
    html! {
        p {
            (icon("question")) " " (cx.t("reminder-asked")) " "
            span.num { (dates::near(cx.lang, cx.now, one.at)) } " "
            @match one.answer {
                None => (tag(Tone::Warn, cx.t("reminder-unanswered"))),
                Some((_, progress, by)) => {
                    (tag(Tone::Info, cx.code("reminder-says", progress.code())))
                    @if let Some(by) = by { " " span.num { (dates::day(cx.lang, by.at_minute(0))) } }
                }
            }
        }
    }
}

/// The buttons.
pub fn moves(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let (id, watch) = (sight.record.row.id, sight.times.watch());
    let says = may_say(worker, &sight.record);
    let link = |key: &str, rest: &str| Button::link(cx.t(key), cx.url(&path(id, rest)));
    html! {
        @if says && watch.contact().is_none() { (link("contacted-act", "/contact").line().icon("chat-circle-text")) }
        @if says && watch.open_reminder().is_some() { (link("reminder-answer-open", "/reminder/answer").icon("chat-circle-text")) }
        @if may_ask(worker, &sight.record, watch, cx.now) {
            (post(cx, &path(id, "/reminder"), &html! { (Button::submit(cx.t("reminder-act")).soft().icon("question")) }))
        }
    }
}

/// Before the node closes it: that it will, and when.
pub fn closes(cx: &Cx, sight: &Sight) -> Markup {
    let record = &sight.record;
    let closes = record.thread.as_ref().and_then(Thread::closes_at);
    let Some(at) = closes.filter(|_| record.is_ours_to_close()) else { return html! {} };
    let until = [("at", Arg::phrase(cx.at(at)))];
    let note = Note::new("clock-countdown", cx.t("deadline-closes")).tone(Tone::Info);
    html! { (note.says(cx.t_with("deadline-closes-text", &until))) }
}

/// Whether the card has something to show of it.
pub(super) fn is_shown(shown: &Shown) -> bool {
    let watch = shown.watch();
    let said = watch.look().is_some() || watch.contact().is_some();
    said || !watch.reminders().is_empty() || shown.waits(Deadline::Look)
}
