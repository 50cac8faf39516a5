//! What of the proposals waits for somebody, on the page of the day: new ones, steps that are due, and those without a step for too long.

use sila_core::proposal::Stage;
use sila_core::{AgencyId, Millis};

use super::store::{self, Stored};
use super::{path, stale};
use crate::accounts::{Permission, Worker};
use crate::db::{DbError, Tx};
use crate::web::components::{Task, Tone, tag};
use crate::web::{Cx, dates};

/// Most tasks of proposals on one page.
const SHOWN: usize = 8;

/// Why a proposal stands on the page of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// No step for sixty days.
    Stale,
    /// The next step is due.
    Due,
    /// Nobody has answered it yet.
    New,
}

/// What of the proposals waits for a worker.
#[derive(Debug, Default)]
pub struct Waiting(Vec<(Stored, Why)>);

impl Waiting {
    /// Reads it: for whoever keeps meetings and for the owner of a step. What a partner has to decide is shown when it is stale.
    pub fn read(
        tx: &mut dyn Tx,
        worker: &Worker,
        me: AgencyId,
        now: Millis,
    ) -> Result<Waiting, DbError> {
        let keeps = worker.may(Permission::MeetingKeep);
        let concerns = |row: &Stored| keeps || row.owner == Some(worker.id);
        let all = store::open(tx)?.into_iter().filter(concerns);
        let why = |row: Stored| why(&row, me, now).map(|why| (row, why));
        Ok(Waiting(all.filter_map(why).take(SHOWN).collect()))
    }
}

fn why(row: &Stored, me: AgencyId, now: Millis) -> Option<Why> {
    let ours = row.desk == me;
    match row.stage {
        _ if !row.stage.is_open(row.kind) => None,
        _ if stale(row, now) => Some(Why::Stale),
        _ if ours && row.due_at.is_some_and(|due| due < now) => Some(Why::Due),
        Stage::Proposed if ours && row.moved_at == row.proposed_at => Some(Why::New),
        _ => None,
    }
}

/// The tasks of the day. What is proposed stands on its own page.
pub fn tasks(cx: &Cx, waiting: &Waiting) -> Vec<Task> {
    let task = |(row, why): &(Stored, Why)| {
        let (icon, tone, title) = match why {
            Why::Stale => ("hourglass-medium", Tone::Bad, cx.t("proposal-day-stale")),
            Why::Due => ("clock-countdown", Tone::Bad, cx.t("proposal-day-due")),
            Why::New => ("lightbulb", Tone::Gold, cx.t("proposal-day-new")),
        };
        let end = match (why, row.due_at) {
            (Why::Due, Some(due)) => cx.deadline(due),
            _ => dates::near(cx.lang, cx.now, row.moved_at),
        };
        let task = Task::new(icon, tone, title, cx.url(&path(row.id, "")));
        task.meta(cx.code("proposal-kind", row.kind.code())).end(tag(tone, end))
    };
    waiting.0.iter().map(task).collect()
}
