//! Several cases at once: given to a colleague, a task added to each, one's own due tasks closed. First it is shown what would happen to
//! each and what would be refused and why; then each is done by itself, and each says what came of it. Nothing is half done: a case
//! that cannot be changed is left as it was.

pub mod page;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::{Date, Millis};
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::cases::plan::action::{self, Wish};
use crate::cases::plan::{self, Goal};
use crate::cases::record::{CaseRecord, open_record};
use crate::cases::{glass, scope, store as cases};
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::web::components::{BUSY, Verdict};

/// Most cases at once: a page of the list.
pub const CASES_MAX: usize = cases::PAGE_ROWS;

/// The routes.
pub fn routes(r: &mut Routes) {
    r.post("/{lang}/cases/bulk", Permission::CaseRead, page::create);
}

/// What is done with each case, and with what.
#[derive(Debug, Clone)]
pub enum Act {
    /// Somebody else works on it from now on.
    Give(Worker),
    /// One more thing to do, by whoever works on it, for the goal that was set last.
    Task(String, Date),
    /// What the reader had to do by the end of today is done.
    Close,
}

/// One case of those that were chosen.
#[derive(Debug, Clone)]
pub struct One {
    /// Which.
    pub id: CaseId,
    /// Its number; empty when the reader may not read it.
    pub reference: String,
    /// What would happen, or has.
    pub verdict: Verdict,
    /// The tasks that would be closed.
    pub tasks: Vec<String>,
}

impl One {
    /// A case of which nothing was read.
    fn unread(id: CaseId, why: &str) -> One {
        let verdict = Verdict::Not(why.to_owned());
        One { id, reference: String::new(), verdict, tasks: Vec::new() }
    }
}

/// What a case would be changed by.
struct Change {
    record: CaseRecord,
    goal: Option<Goal>,
    due: Vec<(Uuid, String)>,
}

/// Reads a case for this act; the reading is written down. `None` when it does not exist for the reader.
async fn read(
    app: &App,
    worker: &Worker,
    (id, act): (CaseId, &Act),
    now: Millis,
) -> Result<Option<Change>, Problem> {
    let record = match open_record(app, worker, id).await {
        Ok(record) => record,
        Err(problem) if problem.code == "page.not_found" => return Ok(None),
        Err(problem) => return Err(problem),
    };
    access::record(app, worker, Subject::Case(id.0), "case.bulk", now).await?;
    let (mut goal, mut due) = (None, Vec::new());
    if !matches!(act, Act::Give(_)) {
        let plan = plan::of_case(app, &record).await?;
        goal = plan.goals.iter().rev().find(|goal| goal.outcome.is_none()).cloned();
        let today = now.uae_date().plus_days(1).at_minute(0);
        let mine =
            |one: &&plan::Action| one.done.is_none() && one.owner == worker.id && one.due < today;
        due = plan.actions.iter().filter(mine).map(|one| (one.id, one.words.clone())).collect();
    }
    Ok(Some(Change { record, goal, due }))
}

/// Whether it may be done, or the key of the reason why not.
async fn judge(
    app: &App,
    worker: &Worker,
    act: &Act,
    change: &Change,
) -> Result<Result<(), String>, Problem> {
    let row = &change.record.row;
    if !row.is_open() {
        return Ok(Verdict::not("bulk-closed"));
    }
    let (id, owner, me) = (row.id, row.owner, worker.id);
    Ok(match act {
        Act::Give(to) if to.id == owner => Verdict::not("bulk-same"),
        Act::Give(to) => {
            let target = to.id;
            let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
                let shut = scope::store::excluded(tx, id)?;
                let shut = shut.iter().any(|((who, ..), _)| *who == target);
                Ok((store::leads(tx, me, owner)?, shut, glass::store::is_open(tx, id, me)?))
            };
            let (leads, shut, by_glass) = app.store.read(read).await?;
            let may = owner == me || leads || worker.may(Permission::CaseApprove);
            match (may && !by_glass, shut) {
                (false, _) => Verdict::not("bulk-not-yours"),
                // That somebody is excluded is told to whoever reads the case, on the page of its readers too.
                (true, true) => Verdict::not("bulk-excluded"),
                (true, false) => Ok(()),
            }
        }
        Act::Task(..) if change.record.handed => Verdict::not("bulk-handed"),
        Act::Task(..) if change.goal.is_none() => Verdict::not("bulk-no-goal"),
        Act::Close if change.due.is_empty() => Verdict::not("bulk-nothing"),
        Act::Task(..) | Act::Close => Ok(()),
    })
}

/// Looks at each case, and with `sure` does what may be done. What is being changed at the same moment is told as not done, and the
/// others are done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn run(
    app: &App,
    worker: &Worker,
    (ids, act, sure): (&[CaseId], &Act, bool),
    now: Millis,
) -> Result<Vec<One>, Problem> {
    let mut all = Vec::new();
    for id in ids {
        all.push(match look(app, worker, *id, (act, sure), now).await {
            Err(problem) if problem.is_passing() => One::unread(*id, BUSY),
            other => other?,
        });
    }
    Ok(all)
}

/// Looks at one, and with `sure` does what may be done with it.
async fn look(
    app: &App,
    worker: &Worker,
    id: CaseId,
    (act, sure): (&Act, bool),
    now: Millis,
) -> Result<One, Problem> {
    let Some(change) = read(app, worker, (id, act), now).await? else {
        return Ok(One::unread(id, "bulk-gone"));
    };
    let verdict = match judge(app, worker, act, &change).await? {
        Err(why) => Verdict::Not(why),
        Ok(()) if !sure => Verdict::Will,
        Ok(()) => Verdict::of(one(app, worker, act, &change, now).await)?,
    };
    let tasks = match act {
        Act::Close => change.due.iter().map(|(_, words)| words.clone()).collect(),
        _ => Vec::new(),
    };
    Ok(One { id, reference: change.record.row.reference.clone(), verdict, tasks })
}

async fn one(
    app: &App,
    worker: &Worker,
    act: &Act,
    change: &Change,
    now: Millis,
) -> Result<(), Problem> {
    let record = &change.record;
    match (act, &change.goal) {
        (Act::Give(to), _) => give(app, worker, record, to.id, now).await,
        (Act::Task(words, due), Some(goal)) => {
            let (words, owner) = (words.clone(), record.row.owner);
            let wish = Wish { words, service: None, owner, due: *due };
            action::give(app, worker, record, (goal, wish), now).await
        }
        (Act::Task(..), None) => Err(Problem::refused("plan.moved")),
        (Act::Close, _) => {
            let ids: Vec<Uuid> = change.due.iter().map(|(id, _)| *id).collect();
            action::done_all(app, worker, record, ids, now).await
        }
    }
}

/// Gives a case to a colleague. Whoever had it stays a member.
///
/// # Errors
/// `bulk.moved` when somebody else gave it away meanwhile.
async fn give(
    app: &App,
    by: &Worker,
    record: &CaseRecord,
    to: WorkerId,
    now: Millis,
) -> Result<(), Problem> {
    let (id, from, by_id) = (record.row.id, record.row.owner, by.id);
    let fact = scope::fact(app, id, by, &format!("OWNER {to}"), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::set_owner(tx, id, (from, to), now)?;
        if done {
            cases::add_member(tx, id, to, by_id, now)?;
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if !done {
        return Err(Problem::refused("bulk.moved"));
    }
    scope::hints::follow(app, id, now).await;
    Ok(())
}
