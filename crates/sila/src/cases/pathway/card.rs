//! The pathway as it is seen: every stage with its days, the one the person is in, and those to come.

use maud::{Markup, html};
use sila_core::care::{Spell, Stage, Step, spells};

use crate::cases::record::CaseRecord;
use crate::web::components::{Button, Card, ChainLink, LinkState, Tone, acts, chain, tag};
use crate::web::{Arg, Cx, dates};

/// Its mark.
fn mark(stage: Stage) -> &'static str {
    match stage {
        Stage::Care => "shield-check",
        Stage::Develop => "graduation-cap",
        Stage::Empower => "rocket-launch",
        Stage::Independent => "sun-horizon",
    }
}

/// The stage somebody is in, as a tag.
pub fn stage_tag(cx: &Cx, steps: &[Step]) -> Markup {
    match steps.last() {
        None => tag(Tone::Plain, cx.t("pathway-none")),
        Some(step) => {
            let last = step.stage == Stage::Independent;
            tag(if last { Tone::Ok } else { Tone::Info }, cx.code("stage", step.stage.code()))
        }
    }
}

/// The movement of a case.
pub fn card(cx: &Cx, record: &CaseRecord, steps: &[Step]) -> Markup {
    let walked = spells(steps, cx.now.uae_date());
    let here = steps.last().map(|step| step.stage);
    let ahead = Stage::ALL.iter().filter(|stage| Some(**stage) > here);
    let mut links: Vec<ChainLink> = walked.iter().map(|spell| link(cx, spell)).collect();
    links.extend(ahead.map(|stage| {
        ChainLink::new(mark(*stage), LinkState::Todo, cx.code("stage", stage.code()))
    }));
    let path = format!("/cases/{}/pathway", record.row.id);
    let card = Card::new(cx.t("pathway")).id("pathway").tag(stage_tag(cx, steps)).body(html! {
        p.hint { (cx.t("pathway-text")) }
        (chain(cx, &links))
        @if record.is_ours() {
            (acts(&html! { (Button::link(cx.t("pathway-move"), cx.url(&path)).line().small().icon("path")) }))
        }
    });
    html! { (card) }
}

fn link(cx: &Cx, spell: &Spell) -> ChainLink {
    let step = spell.step;
    let state = if spell.until.is_some() { LinkState::Done } else { LinkState::Now };
    let days = cx.t_with("case-days", &[("n", Arg::Num(spell.days))]);
    ChainLink::new(mark(step.stage), state, cx.code("stage", step.stage.code())).meta(html! {
        (dates::day(cx.lang, step.on.at_minute(0))) " · " (days)
        @if let Some(reason) = step.reason { div { (cx.code("stage-reason", reason.code())) } }
    })
}
