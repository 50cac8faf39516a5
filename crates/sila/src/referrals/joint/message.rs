//! Messages between the workers of both agencies, and taking part.

use maud::{Markup, html};
use sila_core::joint::Deed;

use super::desk::Desk;
use super::parts::Sheet;
use super::{Wish, act, checked, words};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, empty_state, post, talk};
use crate::web::{Errors, dates};

/// The most messages that one page shows.
const SHOWN_MAX: usize = 200;

/// Introduces the worker to the other agency.
///
/// # Errors
/// As [`super::write`].
pub async fn join(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |_, _| Ok(Wish::new(Deed::Member, ""))).await
}

/// Writes a message.
///
/// # Errors
/// As [`super::write`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, read).await
}

fn read(ask: &Ask, _: &Desk) -> Result<Wish, Errors> {
    let mut errors = Errors::none();
    let said = words(ask, "message", "joint-message-missing", &mut errors);
    checked(errors, Wish::new(Deed::Say, said))
}

/// The conversation, the oldest first, and the form to say something.
pub fn card(sheet: &Sheet<'_>) -> Markup {
    let cx = sheet.cx;
    let said = sheet.desk.loaded.joint.steps().iter().map(|step| &step.line);
    let said: Vec<_> = said.filter(|line| line.deed == Deed::Say).collect();
    let hidden = said.len().saturating_sub(SHOWN_MAX);
    let shown: Vec<(String, String, String)> = said
        .iter()
        .skip(hidden)
        .map(|line| {
            let who = format!("{} · {}", sheet.author(line.id()), sheet.agency(line.author));
            (who, dates::near(cx.lang, cx.now, line.at), sheet.desk.words(line.id()).to_owned())
        })
        .collect();
    let none = empty_state(
        "chat-circle-text",
        cx.t("joint-messages-none"),
        cx.t("joint-messages-none-text"),
        &html! {},
    );
    let form = sheet.form().area("message", cx.t("joint-message")).max(super::WORDS_MAX).rows(3);
    let action = super::path(sheet.desk.record.row.id, "/messages");
    let listed = Card::new(cx.t("joint-messages")).count(said.len());
    html! {
        (listed.live("joint-messages", "referrals").body(html! {
            @if shown.is_empty() { (none) } @else { (talk(&shown)) }
        }))
        @if sheet.is_open() {
            (Card::new(cx.t("joint-message-new")).body(post(cx, &action, &html! {
                (form)
                (Note::new("lock-key", cx.t("joint-message-sealed")).tone(Tone::Info)
                    .says(cx.t("joint-message-sealed-text")))
                (acts(&html! { (Button::submit(cx.t("joint-message-send")).icon("paper-plane-tilt")) }))
            })))
        }
    }
}
