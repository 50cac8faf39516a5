//! `/cases/{id}/plan`: the pathway, the goals with their actions, the approval, and who has read it.

use maud::{Markup, html};
use sila_core::care::{GoalOutcome, Step};

use super::{Action, Goal, Plan, approval, case, of_case, path};
use crate::ask::Ask;
use crate::cases::handover::only_read;
use crate::cases::news::{News, Part};
use crate::cases::record::CaseRecord;
use crate::cases::{pathway, reads, store as cases};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Summary, Tone, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Page, Pairs, dates};

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    document(&ask, &record, (&Pairs::default(), &Errors::none())).await
}

/// A page of the plan or the pathway, with the way back to the case.
pub fn frame(cx: &Cx, record: &CaseRecord, title: String) -> Page {
    Page::new(cx, title)
        .crumb(cx.t("cases-title"), "/cases")
        .crumb(record.row.reference.clone(), &format!("/cases/{}", record.row.id))
}

/// The page with what was typed.
///
/// # Errors
/// When the store cannot be read.
pub async fn document(
    ask: &Ask,
    record: &CaseRecord,
    typed: (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let (cx, worker, id) = (&ask.cx, ask.worker()?, record.row.id);
    let plan = of_case(&ask.app, record).await?;
    let steps = pathway::of_case(&ask.app, id).await?;
    let read = ask.app.store.read(move |tx| cases::reads(tx, id)).await?;
    let add = html! {
        @if record.is_ours() {
            (Button::link(cx.t("care-goal-new"), cx.url(&path(id, "/goals/new"))).icon("plus"))
        }
    };
    let none =
        empty_state("flag", cx.t("care-goals-none"), cx.t("care-goals-none-text"), &html! {});
    let main = html! {
        (only_read(cx, record))
        (wishes(cx, record))
        @for goal in &plan.goals { (goal_card(cx, record, &plan, goal)) }
        @if plan.goals.is_empty() { (Card::new(cx.t("care-goals")).body(none)) }
    };
    let aside = html! {
        (approval::card(cx, worker, record, &plan, typed))
        (pathway::card::card(cx, record, &steps))
        (reads::card(cx, &read))
    };
    let title = html! { (cx.t("care-plan")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (typed.1.summary(cx))
        (heading(title, Some(&cx.t("care-plan-lead")), &add))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = frame(cx, record, cx.t("care-plan")).errors(typed.1.any()).body(body);
    Ok(if typed.1.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

/// What the person wants, before any goal.
fn wishes(cx: &Cx, record: &CaseRecord) -> Markup {
    let Some(words) = &record.disclosure.wishes else { return html! {} };
    html! { (Card::new(cx.t("case-wishes")).body(html! { p.typed { (Name(words)) } })) }
}

fn outcome_tag(cx: &Cx, goal: &Goal) -> Markup {
    let (tone, words) = match goal.outcome {
        None => (Tone::Info, cx.t("care-open")),
        Some((outcome, _)) => {
            let tone = match outcome {
                GoalOutcome::Reached => Tone::Ok,
                GoalOutcome::Partly => Tone::Gold,
                GoalOutcome::NotReached => Tone::Warn,
                GoalOutcome::Changed => Tone::Plain,
            };
            (tone, cx.code("goal-outcome", outcome.code()))
        }
    };
    tag(tone, words)
}

/// One goal: the person's words, the measure, and what is done for it.
pub fn goal_card(cx: &Cx, record: &CaseRecord, plan: &Plan, goal: &Goal) -> Markup {
    let open = record.row.is_open() && goal.outcome.is_none();
    let here = path(record.row.id, &format!("/goals/{}", goal.id));
    let card = Card::new(cx.code("goal-kind", goal.kind.code())).tag(outcome_tag(cx, goal));
    let card = match open && record.is_ours() && cx.path != here {
        true => card.link(cx.t("care-goal-work"), cx.url(&here)),
        false => card,
    };
    let actions: Vec<&Action> = plan.actions.iter().filter(|one| one.goal == goal.id).collect();
    let parts = html! {
        p.typed { (Name(&goal.said.words)) }
        (measure(cx, goal))
        @if let Some(words) = &goal.said.after { p.typed { (cx.t("care-after")) ": " (Name(words)) } }
        @if actions.is_empty() { p.hint { (cx.t("care-actions-none")) } }
        @else { ul.joint { @for action in actions { (action_line(cx, record, action, open)) } } }
    };
    html! { (card.body(stack(&parts))) }
}

/// Where the person stood, where they want to be, and what was measured.
fn measure(cx: &Cx, goal: &Goal) -> Markup {
    let (Some(measure), Some(unit)) = (goal.said.measure, goal.kind.unit()) else {
        return html! {};
    };
    let number = |n: u32| html! { span.num { (n) } };
    let rows = Summary::new()
        .wide()
        .row(cx.t("care-unit"), cx.code("care-unit", unit))
        .row(cx.t("care-start"), number(measure.start()))
        .row(cx.t("care-target"), number(measure.target()))
        .row_if(cx.t("care-measured"), goal.said.measured.map(number));
    html! { (rows) }
}

fn action_line(cx: &Cx, record: &CaseRecord, action: &Action, open: bool) -> Markup {
    let late = action.done.is_none() && action.due < cx.now;
    let state = match action.done {
        Some(at) if action.with_case => {
            tag(Tone::Plain, format!("{} {}", cx.t("handover-gone"), dates::day_short(at)))
        }
        Some(at) => tag(Tone::Ok, format!("{} {}", cx.t("care-done"), dates::day_short(at))),
        None if late => tag(Tone::Bad, cx.deadline(action.due)),
        None => tag(Tone::Info, dates::day(cx.lang, action.due)),
    };
    let done = Button::submit(cx.t("care-finish")).soft().small().icon("check");
    let rest = format!("/actions/{}", action.id);
    html! { li {
        div.joint-h { b { (Name(&action.words)) } (state) }
        div.joint-who {
            (Name(cx.lang.pick(&action.name_ar, &action.name_en)))
            @if let Some(service) = action.service { " · " (cx.code("service", service.code())) }
        }
        @if open && action.done.is_none() {
            div.joint-acts { (post(cx, &path(record.row.id, &rest), &html! { (done) })) }
        }
    } }
}

/// The card of the case's page: the stage, the state of the plan, how many goals were reached.
pub fn brief(cx: &Cx, record: &CaseRecord, (plan, steps): (&Plan, &[Step]), news: &News) -> Markup {
    let (told, reached) = plan.told();
    let counts = [("n", Arg::from(plan.goals.len())), ("reached", reached.into())];
    let card =
        Card::new(cx.t("care-plan")).link(cx.t("care-open-plan"), cx.url(&path(record.row.id, "")));
    let rows = Summary::new()
        .wide()
        .row(cx.t("pathway"), pathway::card::stage_tag(cx, steps))
        .row(cx.t("care-approval"), approval::state_tag(cx, plan.approval.state))
        .row(cx.t("care-goals"), cx.t_with("care-goals-count", &counts))
        .row_if(cx.t("care-goals-open"), plan.goals.len().checked_sub(told).filter(|n| *n > 0));
    let card = card.tag(news.mark(cx, Part::Plan));
    html! { (card.live("case-plan", "cases").body(html! { (rows) })) }
}
