//! What a closed poll came to. An open one has no result anywhere.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::poll::{ANSWERS_MIN, PollKind, Tally};

use super::{Poll, answer, store};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::web::components::{Card, empty_state, meter};
use crate::web::{Arg, Cx, ident};

/// What can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It is open.
    Open,
    /// Fewer than five have answered.
    TooFew,
    /// How many chose what.
    Counted(Tally),
    /// What people wrote, as far as it was let through, and how often; and how many have answered.
    Said(Vec<(String, u32)>, u32),
}

/// What it came to.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, poll: &Poll) -> Result<Came, Problem> {
    if poll.is_open() {
        return Ok(Came::Open);
    }
    let id = poll.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::answered(tx, id)?, store::choices(tx, id)?, store::words(tx, id)?))
    };
    let (answered, choices, words) = app.store.read(read).await?;
    let answered = u32::try_from(answered).unwrap_or(u32::MAX);
    if poll.kind != PollKind::Words {
        let tally = Tally::of(poll.kind, poll.count(), &choices);
        return Ok(tally.map_or(Came::TooFew, Came::Counted));
    }
    if answered < ANSWERS_MIN {
        return Ok(Came::TooFew);
    }
    // Written in whatever way, the same word is counted once.
    let mut said: BTreeMap<String, (String, u32)> = BTreeMap::new();
    for (mark, _, body) in words.iter().filter(|(_, state, _)| state == "SHOWN") {
        let text = answer::opened(app, mark, body)?;
        let slot = said.entry(sila_names::fold(&text)).or_insert((text, 0));
        slot.1 = slot.1.saturating_add(1);
    }
    let mut all: Vec<(String, u32)> = said.into_values().collect();
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    Ok(Came::Said(all, answered))
}

/// The card on a page.
pub fn card(cx: &Cx, poll: &Poll, came: &Came) -> Markup {
    html! { (Card::new(cx.t("poll-result")).body(shown(cx, poll, came))) }
}

/// The result, or why there is none.
pub fn shown(cx: &Cx, poll: &Poll, came: &Came) -> Markup {
    match came {
        Came::Open => html! {
            @if poll.options.is_empty() { p.muted { (cx.code("poll-kind-hint", poll.kind.code())) } }
            ol.tally { @for (ar, en) in &poll.options { li { p.tally-w { (ident::Name(cx.lang.pick(ar, en))) } } } }
            p.muted { (cx.t("poll-no-result-yet")) }
        },
        Came::TooFew => {
            empty_state("shield-check", cx.t("vote-too-few"), cx.t("poll-too-few-text"), &html! {})
        }
        Came::Counted(tally) => counted(cx, poll, tally),
        Came::Said(words, answered) => html! {
            p.muted { (cx.t_with("poll-answered", &[("n", (*answered).into())])) }
            ul.tally { @for (text, n) in words { li { p.tally-w dir="auto" { (text) @if *n > 1 { " × " span.num { (n) } } } } } }
        },
    }
}

fn counted(cx: &Cx, poll: &Poll, tally: &Tally) -> Markup {
    let name = |n: u8| {
        let option = poll.options.get(usize::from(n.saturating_sub(1)));
        option.map_or_else(|| n.to_string(), |(ar, en)| cx.lang.pick(ar, en).clone())
    };
    let mean = tally.mean_hundredths().filter(|_| poll.kind == PollKind::Scale);
    let mean = mean.map(|mean| format!("{}.{:02}", mean / 100, mean % 100));
    html! {
        p.muted { (cx.t_with("poll-answered", &[("n", tally.answers.into())])) }
        @if let Some(mean) = mean { p.outcome-w { (cx.t_with("poll-mean", &[("mean", Arg::ident(mean))])) } }
        ol.tally { @for (n, count) in &tally.counts {
            @let percent = count.saturating_mul(100).checked_div(tally.answers).unwrap_or(0);
            @let said = cx.t_with("poll-chosen", &[("n", (*count).into()), ("percent", percent.into())]);
            li data-option=(n) {
                p.tally-w { (ident::Name(&name(*n))) }
                (meter(cx, *count, 0, tally.answers.saturating_add(1), &said))
                p.muted.num { (said) }
            }
        } }
    }
}
