//! The care plan of a case (خطة الرعاية): goals in the person's own words, actions with whoever does them and a day, and the approval
//! of a supervisor who is somebody else than whoever wrote it.
//!
//! A goal of empowerment (skills, work, income, the enterprise of a productive family, a home, education) is measured: its outcome
//! follows from the number ([`sila_core::care::Measure`]). Whoever adds a goal or an action makes the plan a draft again; what is done
//! and what came of a goal do not. Kinds, days and outcomes are columns; every word is sealed under the key of the case.

pub mod action;
pub mod approval;
pub mod day;
pub mod goal;
pub mod page;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use minicbor::{Decode, Encode};
use sila_core::care::{GoalKind, GoalOutcome, Measure, PlanState};
use sila_core::codes::Service;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::{Ask, Routes};
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::vault::Place;

/// The routes of care plans.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/plan", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/plan/request", Permission::CaseRead, approval::request);
    r.post("/{lang}/cases/{id}/plan/decision", Permission::CaseApprove, approval::create);
    r.get("/{lang}/cases/{id}/plan/goals/new", Permission::CaseRead, goal::new);
    r.post("/{lang}/cases/{id}/plan/goals/new", Permission::CaseRead, goal::create);
    r.get("/{lang}/cases/{id}/plan/goals/{one}", Permission::CaseRead, goal::page);
    r.post("/{lang}/cases/{id}/plan/goals/{one}/outcome", Permission::CaseRead, goal::tell);
    r.post("/{lang}/cases/{id}/plan/goals/{one}/actions", Permission::CaseRead, action::create);
    r.post("/{lang}/cases/{id}/plan/actions/{one}", Permission::CaseRead, action::finish);
}

/// What a goal says. It is sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Said {
    /// The goal, in the person's own words.
    #[n(0)]
    pub words: String,
    /// From where to where, for a goal of empowerment.
    #[n(1)]
    pub measure: Option<Measure>,
    /// What was measured at the end.
    #[n(2)]
    pub measured: Option<u32>,
    /// What the person says of it at the end.
    #[n(3)]
    pub after: Option<String>,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Identifier.
    pub id: Uuid,
    /// What it is about.
    pub kind: GoalKind,
    /// When it was set.
    pub at: Millis,
    /// Who wrote it down.
    pub author: WorkerId,
    /// What came of it, and when that was written down.
    pub outcome: Option<(GoalOutcome, Millis)>,
    /// What it says.
    pub said: Said,
}

/// Something to be done for a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Identifier.
    pub id: Uuid,
    /// For which goal.
    pub goal: Uuid,
    /// The social service that it gives, if it gives one.
    pub service: Option<Service>,
    /// Who does it.
    pub owner: WorkerId,
    /// Their Arabic name.
    pub name_ar: String,
    /// Their English name.
    pub name_en: String,
    /// Until when.
    pub due: Millis,
    /// When it was done.
    pub done: Option<Millis>,
    /// It went with the case to another agency, and is not done here.
    pub with_case: bool,
    /// Who wrote it down.
    pub author: WorkerId,
    /// What is to be done.
    pub words: String,
}

/// Somebody said something at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who.
    pub who: WorkerId,
    /// When.
    pub at: Millis,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
}

/// Where the plan stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The state.
    pub state: PlanState,
    /// Counts what was added; what is asked and decided is about one version.
    pub version: i64,
    /// Who asked.
    pub asked: Option<Signed>,
    /// Who decided.
    pub decided: Option<Signed>,
    /// Why it was returned, or what was said with the approval; empty otherwise.
    pub note: String,
}

impl Default for Approval {
    fn default() -> Self {
        Self {
            state: PlanState::Draft,
            version: 0,
            asked: None,
            decided: None,
            note: String::new(),
        }
    }
}

/// The care plan of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Where it stands.
    pub approval: Approval,
    /// Goals, oldest first.
    pub goals: Vec<Goal>,
    /// Actions, the next first.
    pub actions: Vec<Action>,
}

impl Plan {
    /// Everybody who wrote something of it.
    pub fn authors(&self) -> Vec<WorkerId> {
        let goals = self.goals.iter().map(|goal| goal.author);
        goals.chain(self.actions.iter().map(|action| action.author)).collect()
    }

    /// How many goals have an outcome, and how many of those were reached.
    pub fn told(&self) -> (usize, usize) {
        let told = || self.goals.iter().filter_map(|goal| goal.outcome);
        (told().count(), told().filter(|(outcome, _)| *outcome == GoalOutcome::Reached).count())
    }
}

/// The address of the plan of a case or of a part of it, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/plan{rest}")
}

/// The case of the address, for whoever may read it. The reading is written down.
///
/// # Errors
/// `page.not_found` for whoever may not read it.
pub async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    opening::read(ask, "case.plan").await
}

/// The plan of a case, opened.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Plan, Problem> {
    let id = record.row.id;
    let stored = app.store.read(move |tx| store::of_case(tx, id)).await?;
    opened(app, record, stored)
}

/// A plan that was read, opened.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(
    app: &App,
    record: &CaseRecord,
    ((approval, note), goals, actions): store::Sealed,
) -> Result<Plan, Problem> {
    let id = record.row.id;
    let note = note.map(|note| record.open_words(app, place(PLAN, id.0), &note)).transpose()?;
    let goal = |(goal, body): (Goal, Vec<u8>)| {
        let plain = record.open(app, place(GOAL, goal.id), &body)?;
        let said = minicbor::decode(&plain);
        let said = said.map_err(|error| Problem::internal("vault.unreadable").because(error))?;
        Ok(Goal { said, ..goal })
    };
    let action = |(action, words): (Action, Vec<u8>)| {
        let words = record.open_words(app, place(ACTION, action.id), &words)?;
        Ok(Action { words, ..action })
    };
    Ok(Plan {
        approval: Approval { note: note.unwrap_or_default(), ..approval },
        goals: goals.into_iter().map(goal).collect::<Result<_, Problem>>()?,
        actions: actions.into_iter().map(action).collect::<Result<_, Problem>>()?,
    })
}

/// What an action says, opened.
///
/// # Errors
/// `vault.unreadable`.
pub fn action_words(
    app: &App,
    record: &CaseRecord,
    action: Uuid,
    sealed: &[u8],
) -> Result<String, Problem> {
    record.open_words(app, place(ACTION, action), sealed)
}

const PLAN: &str = "care_plan";
const GOAL: &str = "care_goal";
const ACTION: &str = "care_action";

fn place(table: &'static str, row: Uuid) -> Place {
    Place { table, row }
}

/// The journal's fact of an act: codes only.
fn fact(app: &App, record: &CaseRecord, worker: &Worker, data: String, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "plan",
        subject: record.row.id.to_string(),
        worker: Some(worker.id),
        data: data.into_bytes(),
    }
}

/// Writes something of the plan with its fact.
///
/// # Errors
/// `plan.moved` when `act` says that somebody was quicker.
async fn commit(
    app: &App,
    record: &CaseRecord,
    fact: Fact,
    act: impl Fn(&mut dyn Tx) -> Result<bool, DbError> + Send + 'static,
) -> Result<(), Problem> {
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = act(tx)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    let moved = || Problem::refused("plan.moved").way_out(path(record.row.id, ""));
    if done { Ok(()) } else { Err(moved()) }
}
