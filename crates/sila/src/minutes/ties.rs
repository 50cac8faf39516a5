//! What points have to do with each other: how a decision was taken, which it replaces, and what carries it out.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::meeting::PointKind;
use sila_core::{MeetingId, Millis};

use super::{Point, path, state};
use crate::web::components::{Tone, tag};
use crate::web::ident::Code;
use crate::web::{Cx, Form};

/// The number of a decision in the register: the first day of its meeting and its number in the minutes.
pub(super) fn number(starts_at: Millis, n: u16) -> String {
    let day = starts_at.uae_date();
    format!("{:04}-{:02}-{:02}/{n}", day.year, day.month, day.day)
}

/// What the form of a new point asks about others.
pub(super) fn fields(
    cx: &Cx,
    form: &Form<'_>,
    own: &[Point],
    decisions: &[(String, String)],
) -> Markup {
    let ways = [("CONSENSUS", "decision-by-consensus"), ("VOTE", "decision-by-vote")];
    let ways = ways.map(|(code, key)| (code, cx.t(key)));
    let here = own.iter().filter(|one| one.kind == PointKind::Decision);
    let here = here.map(|one| (one.number.to_string(), one.text.text.of(cx.lang).to_owned()));
    let none = cx.t("decision-none");
    html! {
        (form.select("how", cx.t("decision-how")).choices(ways).optional())
        @if !decisions.is_empty() {
            (form.select("replaces", cx.t("decision-replaces")).choices(decisions.to_vec()).empty(none.clone()).optional())
        }
        @if own.iter().any(|one| one.kind == PointKind::Decision) {
            (form.select("carries_out", cx.t("decision-carries-out")).choices(here).empty(none).optional())
        }
    }
}

/// What a point says of itself and of others, below its words.
pub(super) fn shown(cx: &Cx, one: &Point) -> Markup {
    let ties = one.text.ties;
    html! {
        @if one.kind == PointKind::Decision {
            p.muted {
                (how(cx, one))
                @if let Some((meeting, n)) = ties.replaces {
                    " · " a.link href=(cx.url(&path(meeting, &format!("#point-{n}")))) { (cx.t("decision-replaces-one")) }
                }
            }
        }
        @if let Some(n) = ties.carries_out {
            p.muted { a.link href=(cx.url(&path(one.meeting, &format!("#point-{n}")))) { (cx.t_with("decision-carries-out-n", &[("n", n.into())])) } }
        }
    }
}

/// How a decision was taken, in a word.
pub(super) fn how(cx: &Cx, one: &Point) -> String {
    cx.t(if one.text.ties.by_vote { "decision-by-vote" } else { "decision-by-consensus" })
}

/// Which decision stands in the place of which, from all of them.
pub(super) fn replaced(decisions: &[Point]) -> BTreeMap<(MeetingId, u16), (MeetingId, u16)> {
    let pair = |one: &Point| Some((one.text.ties.replaces?, (one.meeting, one.number)));
    decisions.iter().filter_map(pair).collect()
}

/// What carries a decision out, each with where it stands; and the decision in whose place another stands now.
pub(super) fn follows(
    cx: &Cx,
    one: &Point,
    actions: &[Point],
    by: Option<(Millis, (MeetingId, u16))>,
) -> Markup {
    let of = |action: &&Point| {
        action.meeting == one.meeting && action.text.ties.carries_out == Some(one.number)
    };
    html! {
        @if let Some((at, (meeting, n))) = by {
            div { (tag(Tone::Plain, cx.t("decision-replaced"))) " " a.link href=(cx.url(&path(meeting, &format!("#point-{n}")))) { (Code(&number(at, n))) } }
        }
        @for action in actions.iter().filter(of) {
            div.sub { a.link href=(cx.url(&path(action.meeting, &format!("#point-{}", action.number)))) { (cx.t_with("decision-action-n", &[("n", action.number.into())])) } " " (state(cx, action)) }
        }
    }
}
