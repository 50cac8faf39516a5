//! What of licences waits on somebody's day: what to study, what to decide, where to go, what ends, and what to review.

use std::collections::BTreeSet;

use sila_core::Millis;
use sila_core::licence::{Act, Office, State};
use uuid::Uuid;

use super::blocks::{self, Override};
use super::complaints::{self, Complaint};
use super::inspections::{self, Inspection};
use super::measures::{self, Grievance};
use super::open::course;
use super::{holds, list, path, store};
use crate::accounts::{Permission, Worker};
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::web::components::{Task, Tone, tag};
use crate::web::ident::Code;
use crate::web::{Cx, dates};

/// An inspection is on the day so many days before it is due.
const AHEAD_DAYS: i64 = 7;
/// A licence that ends is on the day so many days before.
const ENDS_DAYS: i64 = 60;
/// Lines of one kind.
const SHOWN: usize = 8;

/// A licence that waits.
#[derive(Debug, Clone)]
pub struct Line {
    id: Uuid,
    number: String,
    state: State,
    due: Option<Millis>,
    until: Option<Millis>,
}

/// What waits.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// Licences at which something is to be done by the worker's office.
    pub steps: Vec<Line>,
    /// Licences that end soon.
    pub ends: Vec<Line>,
    /// Inspections.
    pub inspections: Vec<Inspection>,
    /// Grievances.
    pub grievances: Vec<Grievance>,
    /// Complaints that nobody has taken up, or that are this worker's.
    pub complaints: Vec<Complaint>,
    /// Overrides of others that nobody has looked at.
    pub overrides: Vec<Override>,
}

impl Waiting {
    /// Reads what waits for this worker.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<Waiting, DbError> {
        let mut waiting = Waiting::default();
        let mut ended = BTreeSet::new();
        if worker.may(Permission::LicenceRead) {
            for (row, steps) in store::all(tx)? {
                let Some((course, _)) = course(&row, &steps) else { continue };
                let standing = course.standing(now);
                if standing.state.has_ended() {
                    ended.insert(row.id);
                }
                let line = Line {
                    id: row.id,
                    number: row.number,
                    state: standing.state,
                    due: standing.due,
                    until: standing.until,
                };
                let own = |act: Act| act.office() != Office::Holder && holds(worker, act.office());
                let soon = standing.until.is_some_and(|until| until < now.plus_days(ENDS_DAYS));
                if list::waits(standing.state) && course.next(now).any(own) {
                    waiting.steps.push(line);
                } else if standing.state == State::Issued && soon {
                    waiting.ends.push(line);
                }
            }
        }
        if worker.may(Permission::LicenceStudy) {
            let own = |one: &Complaint| one.worker.is_none_or(|by| by == worker.id);
            waiting.complaints = complaints::store::open(tx)?.into_iter().filter(own).collect();
            waiting.inspections = inspections::store::waiting(tx, now.plus_days(AHEAD_DAYS))?;
            // Those of a licence that time alone has ended.
            waiting.inspections.retain(|one| !ended.contains(&one.licence));
        } else {
            waiting.ends.clear();
        }
        if worker.may(Permission::LicenceReview) {
            waiting.grievances = measures::store::waiting(tx)?;
        }
        if worker.may(Permission::ReferralApprove) {
            waiting.overrides = blocks::store::waiting(tx, worker.id)?;
        }
        waiting.steps.sort_by_key(|line| line.due.unwrap_or(Millis(i64::MAX)));
        waiting.ends.sort_by_key(|line| line.until);
        Ok(waiting)
    }
}

fn due(cx: &Cx, at: Millis) -> (Tone, maud::Markup) {
    let late = at < cx.now;
    let tone = if late { Tone::Bad } else { Tone::Gold };
    (tone, tag(if late { Tone::Bad } else { Tone::Warn }, cx.deadline(at)))
}

/// The lines of the day.
pub fn tasks(cx: &Cx, waiting: &Waiting, names: &Names) -> Vec<Task> {
    let mut tasks = Vec::new();
    let step = |line: &Line| {
        let (tone, end) = line.due.map_or((Tone::Gold, maud::html! {}), |at| due(cx, at));
        Task::new(
            "certificate",
            tone,
            cx.code("licence-awaits", line.state.code()),
            cx.url(&path(line.id)),
        )
        .meta(Code(&line.number))
        .end(end)
    };
    tasks.extend(waiting.steps.iter().take(SHOWN).map(step));
    tasks.extend(waiting.inspections.iter().take(SHOWN).map(|one| {
        let (tone, end) = due(cx, one.due_at);
        let href = cx.url(&format!("{}/inspections/{}", path(one.licence), one.id));
        Task::new("clipboard-text", tone, cx.code("inspection-kind", &one.kind), href)
            .meta(cx.t("inspection-one"))
            .end(end)
    }));
    tasks.extend(waiting.complaints.iter().take(SHOWN).map(|one| complaints::task(cx, one)));
    tasks.extend(waiting.grievances.iter().take(SHOWN).map(|one| {
        let (tone, end) = due(cx, one.due_at);
        Task::new("scales", tone, cx.t("grievance-day"), cx.url(&path(one.licence))).end(end)
    }));
    tasks.extend(waiting.overrides.iter().take(SHOWN).map(|one| blocks::task(cx, one, names)));
    tasks.extend(waiting.ends.iter().take(SHOWN).map(|line| {
        let until = line.until.unwrap_or(cx.now).plus_minutes(-1);
        Task::new("hourglass-medium", Tone::Info, cx.t("licence-day-ends"), cx.url(&path(line.id)))
            .meta(Code(&line.number))
            .end(tag(Tone::Info, dates::day(cx.lang, until)))
    }));
    tasks
}
