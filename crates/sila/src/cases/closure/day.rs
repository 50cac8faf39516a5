//! What of closures waits for a worker, on their day.

use sila_core::time::Millis;

use super::{path, store};
use crate::accounts::Worker;
use crate::cases::plan::store::Line;
use crate::db::{DbError, Tx};
use crate::web::Cx;
use crate::web::components::{Task, Tone, tag};
use crate::web::dates;
use crate::web::ident::Reference;

/// What waits.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Closures to approve.
    pub closures: Vec<Line>,
    /// Closures that came back.
    pub returned: Vec<Line>,
    /// Follow-ups that are due today or late.
    pub checks: Vec<Line>,
}

impl Waiting {
    /// What waits for this worker.
    ///
    /// # Errors
    /// What the store answers.
    pub fn read(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<Waiting, DbError> {
        let tomorrow = now.uae_date().plus_days(1).at_minute(0);
        Ok(Waiting {
            closures: store::to_decide(tx, worker)?,
            returned: store::returned(tx, worker)?,
            checks: store::checks_due(tx, worker, tomorrow)?,
        })
    }
}

/// As things to do: the number of the case, and nothing of the person.
pub fn tasks(cx: &Cx, waiting: &Waiting) -> Vec<Task> {
    let task = |mark: &'static str, tone: Tone, key: &str, line: &Line| {
        Task::new(mark, tone, cx.t(key), cx.url(&path(line.case, "")))
            .meta(Reference(&line.reference))
    };
    let since = |line: &Line| tag(Tone::Plain, dates::near(cx.lang, cx.now, line.at));
    let check = |line: &Line| {
        let tone = if line.at < cx.now { Tone::Bad } else { Tone::Gold };
        task("heartbeat", tone, "closure-day-check", line).end(tag(tone, cx.deadline(line.at)))
    };
    let approve =
        |line: &Line| task("stamp", Tone::Gold, "closure-day-approve", line).end(since(line));
    let back = |line: &Line| {
        task("arrow-u-up-left", Tone::Info, "closure-day-returned", line).end(since(line))
    };
    let checks = waiting.checks.iter().map(check);
    let closures = waiting.closures.iter().map(approve);
    checks.chain(closures).chain(waiting.returned.iter().map(back)).collect()
}
