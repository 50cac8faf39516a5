//! What of evaluations waits for our officers.

use maud::html;
use sila_core::AgencyId;
use sila_core::evaluation::Stage;

use super::cycle::Cycle;
use crate::partners::Names;
use crate::web::components::{Task, Tone, tag};
use crate::web::{Cx, ident};

/// Evaluations to agree to and to answer, for the page of the day.
pub fn tasks(cx: &Cx, cycles: &[Cycle], names: &Names, me: AgencyId) -> Vec<Task> {
    let task = |cycle: &Cycle| {
        let key = match cycle.stage(cx.now) {
            Stage::Offered if cycle.waits.is_some() => "evaluation-day-agree",
            Stage::Open if !cycle.seals.contains_key(&me) => "evaluation-day-answer",
            _ => return None,
        };
        let href = cx.url(&format!("/evaluations/{}", cycle.id));
        let task = Task::new("scales", Tone::Gold, cx.t(key), href)
            .meta(html! { (ident::Name(names.of(cx.lang, cycle.other))) });
        Some(task.end(tag(Tone::Warn, cx.deadline(cycle.call.deadline))))
    };
    cycles.iter().filter_map(task).collect()
}
