//! What of care plans waits for a worker, on their day.

use sila_core::time::Millis;

use super::path;
use super::store::{self, Line};
use crate::accounts::Worker;
use crate::db::{DbError, Tx};
use crate::web::Cx;
use crate::web::components::{Task, Tone, tag};
use crate::web::dates;
use crate::web::ident::Reference;

/// What waits.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Actions that are due today or late.
    pub actions: Vec<Line>,
    /// Plans to approve.
    pub plans: Vec<Line>,
    /// Plans that came back.
    pub returned: Vec<Line>,
}

impl Waiting {
    /// What waits for this worker.
    ///
    /// # Errors
    /// What the store answers.
    pub fn read(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<Waiting, DbError> {
        let tomorrow = now.uae_date().plus_days(1).at_minute(0);
        Ok(Waiting {
            actions: store::due(tx, worker, tomorrow)?,
            plans: store::to_decide(tx, worker)?,
            returned: store::returned(tx, worker)?,
        })
    }
}

/// As things to do: the number of the case, and nothing of what is to be done.
pub fn tasks(cx: &Cx, waiting: &Waiting) -> Vec<Task> {
    let task = |mark: &'static str, tone: Tone, key: &str, line: &Line| {
        Task::new(mark, tone, cx.t(key), cx.url(&path(line.case, "")))
            .meta(Reference(&line.reference))
    };
    let action = |line: &Line| {
        let late = line.at < cx.now;
        let (tone, sign) = if late { (Tone::Bad, Tone::Bad) } else { (Tone::Gold, Tone::Warn) };
        task("list-checks", tone, "care-day-action", line).end(tag(sign, cx.deadline(line.at)))
    };
    let since = |line: &Line| tag(Tone::Plain, dates::near(cx.lang, cx.now, line.at));
    let plan = |line: &Line| task("stamp", Tone::Gold, "care-day-approve", line).end(since(line));
    let back = |line: &Line| {
        task("arrow-u-up-left", Tone::Info, "care-day-returned", line).end(since(line))
    };
    let actions = waiting.actions.iter().map(action);
    actions.chain(waiting.plans.iter().map(plan)).chain(waiting.returned.iter().map(back)).collect()
}
