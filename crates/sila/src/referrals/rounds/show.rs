//! What the page of a referral shows of its rounds: questions and answers, the place on the waiting list, what is not given, who has
//! to look at it, and the buttons of whoever may do the next thing.

use maud::{Markup, html};
use sila_core::codes::{CancelCode, LawfulBasis, QuestionCode, RecallCode, ResumeCode, WaitBand};
use sila_core::referral::{Act, Owed, Question, Side, State, Thread};

use super::{reopening, review, right};
use crate::accounts::Worker;
use crate::referrals::show::Sight;
use crate::referrals::{chain, path};
use crate::web::components::{Button, Card, Note, Tone, acts, post, stack};
use crate::web::ident::Code;
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates};

/// The band of a waiting list in words.
pub fn band(cx: &Cx, band: WaitBand) -> String {
    cx.t(match band {
        WaitBand::First => "rounds-band-first",
        WaitBand::Second => "rounds-band-second",
        WaitBand::Third => "rounds-band-third",
        WaitBand::Later => "rounds-band-later",
    })
}

/// The codes of an act of the rounds, in words.
pub fn detail(cx: &Cx, act: &Act) -> Option<Markup> {
    Some(match act {
        Act::Ask { item, field, code, .. } => html! {
            (cx.code("rounds-asks", code.code()))
            @if let Some(item) = item { " · " (cx.code("service", item.code())) }
            @if let Some(field) = field { " · " (cx.code("field", field.code())) }
        },
        Act::Answer { code, .. } => html! { (cx.code("rounds-says", code.code())) },
        Act::Wait { band: up, expected } => html! {
            (band(cx, *up)) " · " span.num { (dates::day(cx.lang, *expected)) }
        },
        Act::Cancel { code, .. } => {
            html! { (Code(code.code())) " " (cx.code("rounds-stop", code.code())) }
        }
        Act::Invalidate { code } => {
            html! { (Code(code.code())) " " (cx.code("recall", code.code())) }
        }
        Act::Reopen { code, .. } => html! { (cx.code("rounds-again", code.code())) },
        Act::Agree { agreed, .. } => {
            html! { (cx.t(if *agreed { "rounds-reopen-yes" } else { "rounds-reopen-no" })) }
        }
        Act::AcceptPart { left } => html! {
            @for (nth, one) in left.iter().enumerate() {
                @if nth > 0 { br; }
                (cx.code("service", one.service.code())) ": " (cx.code("decline", one.code.code()))
            }
        },
        Act::Erased { views } => html! {
            @for (nth, view) in views.iter().enumerate() {
                @if nth > 0 { " · " }
                (chain::role(cx, &view.role)) " " span.num { (view.count) }
            }
            @if views.is_empty() { (cx.t("rounds-error-unread")) }
        },
        _ => return None,
    })
}

/// The buttons that lead to an act of the rounds.
pub fn moves(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let row = &sight.record.row;
    let (Some(thread), Some(side)) = (&sight.record.thread, sight.side) else { return html! {} };
    if row.relay.is_some() && side == Side::Target || !worker.may(right(side)) {
        return html! {};
    }
    let free = !sight.record.is_claimed_by_another(worker.id, cx.now);
    let may = |act: Act| thread.may(&act, cx.now);
    let node = sight.record.partner.is_none();
    let to = |rest: &str, key: &str| {
        Button::link(cx.t(&format!("rounds-{key}-open")), cx.url(&path(row.id, rest)))
    };
    let decides = side == Side::Target && free && thread.state() != State::DeclineReview;
    let stops = may(Act::Cancel { at: side, code: CancelCode::C1 });
    let wrong = Act::Invalidate { code: RecallCode::R2 };
    let again = node && row.relay.is_none() && may(Act::Reopen { at: side, code: ResumeCode::N1 });
    html! {
        @if decides && may(question()) { (to("/question", "question").soft().icon("question")) }
        @if decides && may(waits(cx)) { (to("/waitlist", "waitlist").soft().icon("hourglass-medium")) }
        @if decides && parts(thread) && thread.state().is_undecided() {
            (to("/part", "part").soft().icon("list-checks"))
        }
        @if side == Side::Source && node && may(Act::Appeal { words: None }) && sight.body.is_some() {
            (to("/appeal", "appeal").line().icon("scales"))
        }
        @if stops { (to("/cancellation", "cancel").soft().icon("prohibit")) }
        @if side == Side::Source && row.relay.is_none() && may(wrong) {
            (to("/invalidation", "error").soft().icon("prohibit"))
        }
        @if again && sight.body.is_some() {
            (to("/reopening", "reopen").soft().icon("arrow-counter-clockwise"))
        }
    }
}

fn question() -> Act {
    let (item, field, words) = (None, None, None);
    Act::Ask { item, field, code: QuestionCode::Other, words }
}

fn waits(cx: &Cx) -> Act {
    Act::Wait { band: WaitBand::First, expected: cx.now }
}

/// Whether some of what is asked for can be left.
fn parts(thread: &Thread) -> bool {
    thread.offer().services.len() > 1
}

/// What the page says of the rounds above what was shared.
pub fn cards(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let Some(thread) = &sight.record.thread else { return html! {} };
    let asked = thread.questions();
    let owed = thread.owed(sight.me).map(|(owed, _)| owed);
    let ours = sight.side.is_some_and(|side| worker.may(right(side)));
    let id = sight.record.row.id;
    html! {
        div.stack #referral-rounds data-live="referrals" {
            (notes(cx, thread))
            @if !asked.is_empty() { (questions(cx, sight, &asked, ours && owed == Some(Owed::Answer))) }
            @if owed == Some(Owed::Review) { (review::card(cx, sight, appeal(sight), worker)) }
            @if ours && owed == Some(Owed::Reopen) { (reopening::card(cx, id)) }
            @if ours && owed == Some(Owed::Ground) { (ground(cx, sight)) }
        }
    }
}

/// Why the sender contests it, in its words.
fn appeal(sight: &Sight) -> Option<&str> {
    let mut entries = sight.record.entries.iter();
    let appeal = entries.rfind(|entry| matches!(entry.act, Act::Appeal { .. }))?;
    sight.words.get(&(appeal.author, appeal.n)).map(String::as_str)
}

fn notes(cx: &Cx, thread: &Thread) -> Markup {
    let since = [("since", Arg::phrase(cx.at(thread.since())))];
    let note = |icon, key: &str, tone| Note::new(icon, cx.t(key)).tone(tone);
    html! {
        @if let Some(waiting) = thread.waiting() {
            (note("hourglass-medium", "rounds-waiting", Tone::Info).body(html! {
                p { (band(cx, waiting.band)) " · " (cx.t("rounds-waiting-day")) " "
                    span.num { (dates::day(cx.lang, waiting.expected)) } }
                p.small { (cx.t_with("rounds-waiting-until", &[("until", Arg::phrase(cx.at(waiting.until)))])) }
            }))
        }
        @if let Some(until) = thread.stands_until() {
            (note("clock-countdown", "rounds-stands", Tone::Warn)
                .says(cx.t_with("rounds-stands-text", &[("until", Arg::phrase(cx.at(until)))])))
        }
        @if let Some(until) = thread.appeal_until().filter(|until| cx.now < *until) {
            (note("scales", "rounds-contestable", Tone::Info)
                .says(cx.t_with("rounds-contestable-text", &[("until", Arg::phrase(cx.at(until)))])))
        }
        @if !thread.left().is_empty() {
            (note("list-checks", "rounds-part", Tone::Info).body(html! { ul {
                @for one in thread.left() {
                    li { (cx.code("service", one.service.code())) ": " (cx.code("decline", one.code.code())) }
                }
            } }))
        }
        @match thread.state() {
            State::Cancelled if thread.is_kept() => (note("scales", "rounds-stopped-kept", Tone::Info)
                .says(cx.t_with("rounds-since", &since))),
            State::Cancelled => (note("prohibit", "rounds-stopped", Tone::Warn)
                .says(cx.t_with("rounds-since", &since))),
            State::Invalidated => (note("prohibit", "rounds-error", Tone::Warn)
                .says(cx.t_with("rounds-since", &since))),
            _ => {}
        }
    }
}

fn questions(cx: &Cx, sight: &Sight, asked: &[Question<'_>], answers: bool) -> Markup {
    let said = |entry: &sila_core::referral::Entry| {
        sight.words.get(&(entry.author, entry.n)).map(String::as_str)
    };
    let to = cx.url(&path(sight.record.row.id, "/answer"));
    html! {
        (Card::new(cx.t("rounds-questions")).count(asked.len()).body(stack(&html! {
            @for one in asked {
                div {
                    p { b { (cx.code("rounds-asks", one.code.code())) }
                        @if let Some(item) = one.item { " · " (cx.code("service", item.code())) }
                        @if let Some(field) = one.field { " · " (cx.code("field", field.code())) } }
                    @if let Some(words) = said(one.entry) { blockquote { bdi { (words) } } }
                    div.sub { span.num { (dates::near(cx.lang, cx.now, one.entry.at)) } }
                    @if let Some((answer, code)) = one.answer {
                        p { b { (cx.code("rounds-says", code.code())) } }
                        @if let Some(words) = said(answer) { blockquote { bdi { (words) } } }
                        div.sub { span.num { (dates::near(cx.lang, cx.now, answer.at)) } }
                    }
                }
            }
            @if answers { (acts(&html! { (Button::link(cx.t("rounds-answer-open"), to).icon("chat-circle-text")) })) }
        })))
    }
}

/// After it was stopped: kept on a ground of our own, or erased. A person decides.
fn ground(cx: &Cx, sight: &Sight) -> Markup {
    let id = sight.record.row.id;
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let words = |basis: &LawfulBasis| match basis {
        LawfulBasis::Consent => cx.t("permission-own-consent"),
        basis => cx.code("lawful-basis", basis.code()),
    };
    let grounds = LawfulBasis::ALL.iter().map(|basis| (basis.code(), words(basis)));
    html! {
        (Card::new(cx.t("rounds-ground-title")).body(html! {
            p { (cx.t("rounds-ground-text")) }
            (post(cx, &path(id, "/permission/ground"), &html! {
                (form.select("basis", cx.t("permission-basis")).hint(cx.t("permission-basis-hint")).choices(grounds))
                (acts(&html! { (Button::submit(cx.t("permission-keep")).line()) }))
            }))
            (post(cx, &path(id, "/permission/erasure"), &acts(&html! {
                (Button::submit(cx.t("permission-erase")).danger())
            })))
        }))
    }
}
