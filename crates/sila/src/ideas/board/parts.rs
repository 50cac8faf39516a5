//! How an idea looks: on a telephone, on the wall, and to whoever said it.

use maud::{Markup, html};

use super::{Idea, Said, State};
use crate::ideas::rooms::Room;
use crate::ideas::words::IDEA_MAX;
use crate::web::components::{Button, Tone, icon, plain_tag, post, tag};
use crate::web::{Cx, Form, dates};

/// By whom, as far as the room shows it; nothing in an anonymous room.
pub fn by(cx: &Cx, said: &Said) -> String {
    let comma = cx.lang.pick("، ", ", ");
    let parts = [said.by.name.as_str(), said.by.entity.as_str(), said.table.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(comma)
}

/// By whom, the same in every language: for what is stored.
pub fn credit(said: &Said) -> String {
    let Said { by, table, .. } = said;
    match (by.name.is_empty(), by.entity.is_empty()) {
        (true, true) => table.clone(),
        (true, false) => by.entity.clone(),
        (false, true) => by.name.clone(),
        (false, false) => format!("{} ({})", by.name, by.entity),
    }
}

/// A card on a telephone: the words, by whom, and the support of everybody.
pub fn card(cx: &Cx, room: &Room, (idea, said): (&Idea, &Said), own: bool) -> Markup {
    let to = format!("{}/ideas/{}", room.door(), idea.id);
    let inside = html! {
        input type="hidden" name="yes" value=(if own { "0" } else { "1" });
        button.vote.own[own] type="submit" aria-pressed=(if own { "true" } else { "false" }) disabled[!room.open] {
            (icon("thumbs-up"))
            span.vh { (cx.t(if own { "idea-support-end" } else { "idea-support" })) ": " (said.text) }
            span.num data-n { (idea.endorsed) }
        }
    };
    html! {
        li.idea data-idea=(idea.id) id={ "i-" (idea.id) } {
            p dir="auto" data-text { (said.text) }
            div.idea-f {
                span { bdi data-by { (by(cx, said)) } }
                a.link href=(cx.url(&to)) { (icon("chat-circle-text")) " " span.num data-c { (idea.commented) } span.vh { (cx.t("idea-comments")) } }
                (post(cx, &format!("{to}/endorsement"), &inside))
            }
        }
    }
}

/// What somebody has said, with where it stands and whether the report may quote it: author and nobody else.
pub fn mine(cx: &Cx, room: &Room, (idea, said): (&Idea, &Said), quotable: bool) -> Markup {
    let to = format!("{}/ideas/{}/withdrawal", room.door(), idea.id);
    let quote = format!("{}/ideas/{}/quote", room.door(), idea.id);
    let (key, yes) = if quotable { ("idea-quote-end", "0") } else { ("idea-quote-allow", "1") };
    let open = matches!(idea.state, State::Waiting | State::Held | State::Shown);
    let appeal = idea.state == State::Removed && idea.body.is_some() && !idea.appealed;
    html! {
        li.idea {
            @if idea.body.is_some() { p dir="auto" { (said.text) } } @else { p.muted { (cx.t("idea-gone")) } }
            div.idea-f {
                span { (dates::near(cx.lang, cx.now, idea.at)) }
                (state_tag(cx, idea))
            }
            @if idea.state == State::Removed {
                p.small { (cx.t("idea-removed-because")) " " (cx.code("idea-reason", &idea.reason)) }
                @if idea.appealed { p.small.muted { (cx.t("idea-appealed")) } }
            }
            @if idea.state == State::Held { p.small.muted { (cx.t("idea-held-text")) } }
            @if quotable { p.small.muted { (cx.t("idea-quotable")) } }
            @if open && idea.about.is_none() { (post(cx, &quote, &html! { (Button::submit(cx.t(key)).soft().small().sends("yes", yes)) })) }
            @if open { (post(cx, &to, &html! { (Button::submit(cx.t("idea-withdraw")).soft().small()) })) }
            @if appeal {
                (post(cx, &to, &html! { (Button::submit(cx.t("idea-appeal")).soft().small().sends("act", "appeal")) }))
            }
        }
    }
}

/// Where it stands, in a word.
pub fn state_tag(cx: &Cx, idea: &Idea) -> Markup {
    let words = cx.code("idea-state", idea.state.code());
    match idea.state {
        State::Shown => tag(Tone::Ok, words),
        State::Waiting => tag(Tone::Info, words),
        State::Held | State::Removed => tag(Tone::Warn, words),
        State::Withdrawn | State::Merged => plain_tag(words),
    }
}

/// The fields in which something is said: what it is, the words, and the key that makes sending it twice once.
pub fn fields(cx: &Cx, form: &Form<'_>, kinds: &[(&str, String)], key: &str) -> Markup {
    html! {
        (form.hidden("key", key))
        @if kinds.len() > 1 {
            (form.radios("kind", cx.t("idea-kind")).side_by_side().choices(kinds.to_vec()))
        }
        (form.area("text", cx.t("idea-words")).hint(cx.t("idea-words-hint")).max(IDEA_MAX).rows(3))
    }
}

/// The kinds that a room asks for, each with its name.
pub fn kinds(cx: &Cx, room: &Room) -> Vec<(&'static str, String)> {
    let all: &[&'static str] = if room.themes { &super::THEMES } else { &super::KINDS };
    all.iter().map(|kind| (*kind, cx.code("idea-kind", kind))).collect()
}

/// The question whether the words may stand in the report of the meeting; ticked by nobody before.
pub fn quote(cx: &Cx, form: &Form<'_>) -> Markup {
    html! {
        (form.checks("quote", cx.t("idea-quote")).hint(cx.t("idea-quote-hint")).optional().choices([("yes", cx.t("idea-quote-yes"))]))
    }
}
