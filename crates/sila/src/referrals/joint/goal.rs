//! Goals of the plan.

use maud::{Markup, html};
use sila_core::joint::{Deed, Goal, GoalEnd, LineId};

use super::desk::Desk;
use super::parts::Sheet;
use super::{Wish, act, checked, words};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;
use crate::web::components::{Button, Card, Tone, empty_state, tag};

/// Sets a goal.
///
/// # Errors
/// As [`super::write`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, |ask, _: &Desk| {
        let mut errors = Errors::none();
        let goal = words(ask, "goal", "joint-goal-missing", &mut errors);
        checked(errors, Wish::new(Deed::Goal, goal))
    })
    .await
}

/// Says how a goal ended.
///
/// # Errors
/// As [`super::write`].
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let goal: LineId = ask.id("line")?;
    let end = ask.form.get("end").and_then(|code| GoalEnd::from_code(code).ok());
    let end = end.ok_or_else(|| Problem::bad_request("form.broken"))?;
    act(&ask, |_, _| Ok(Wish::new(Deed::EndGoal { goal, end }, ""))).await
}

/// The goals, and the form to set one.
pub fn card(sheet: &Sheet<'_>) -> Markup {
    let (cx, goals) = (sheet.cx, &sheet.plan().goals);
    let none =
        empty_state("flag", cx.t("joint-goals-none"), cx.t("joint-goals-none-text"), &html! {});
    let field = sheet.form().area("goal", cx.t("joint-goal")).hint(cx.t("joint-goal-hint"));
    let field = field.max(super::WORDS_MAX).rows(2);
    html! {
        (Card::new(cx.t("joint-goals")).count(goals.len()).live("joint-goals", "referrals").body(html! {
            @if goals.is_empty() { (none) }
            ul.joint { @for goal in goals { (one(sheet, goal)) } }
        }))
        @if sheet.is_open() {
            section.card { div.card-b { (sheet.fold_out("joint-goal-new", &["goal"], "/goals", &html! { (field) })) } }
        }
    }
}

fn one(sheet: &Sheet<'_>, goal: &Goal) -> Markup {
    let cx = sheet.cx;
    let rest = format!("/goals/{}/end", goal.id);
    let sends = |words, end: GoalEnd| Button::submit(cx.t(words)).small().sends("end", end.code());
    html! {
        li {
            div.joint-h {
                (sheet.typed(goal.id))
                @match goal.end {
                    None => { (tag(Tone::Info, cx.t("joint-goal-open"))) }
                    Some(GoalEnd::Reached) => { (tag(Tone::Ok, cx.code("goal-end", "REACHED"))) }
                    Some(GoalEnd::Dropped) => { (tag(Tone::Plain, cx.code("goal-end", "DROPPED"))) }
                }
            }
            div.sub { (sheet.signed(goal.id)) }
            @if sheet.is_open() && goal.end.is_none() {
                div.joint-acts {
                    (sheet.button(&rest, &sends("joint-goal-reached", GoalEnd::Reached).line()))
                    (sheet.button(&rest, &sends("joint-goal-dropped", GoalEnd::Dropped).soft()))
                }
            }
        }
    }
}
