//! Care plans and closures of the script: goals in the person's own words with what is done for them, the approval of a supervisor, and
//! the end of a case.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use sila_core::care::{ClosureReason, GoalKind, Measure, PlanState, Stage, StageReason, enter};
use sila_core::codes::Service;
use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::deed::{Act, Deed};
use super::script::{coded, coded_maybe};
use super::stage::Stage as Scene;
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::plan::{self, action, approval, goal};
use crate::cases::{CaseRecord, closure, open_record, pathway};
use crate::instruments;
use crate::journal::access::{self, Subject};

/// The code of the list that is in use from the first day.
const RISK: &str = "SILA-RISK";

/// What somebody writes into the plan of a case.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Care {
    /// The stage the person enters that day.
    #[serde(default, deserialize_with = "coded_maybe")]
    stage: Option<Stage>,
    /// Why stages are left out.
    #[serde(default, deserialize_with = "coded_maybe")]
    reason: Option<StageReason>,
    /// Goals.
    #[serde(default)]
    goals: Vec<Aim>,
    /// A supervisor is asked to approve.
    #[serde(default)]
    ask: bool,
}

/// A goal.
#[derive(Debug, Clone, serde::Deserialize)]
struct Aim {
    #[serde(deserialize_with = "coded")]
    kind: GoalKind,
    words: String,
    #[serde(default)]
    start: u32,
    #[serde(default)]
    target: u32,
    #[serde(default)]
    actions: Vec<Thing>,
}

/// Something to do.
#[derive(Debug, Clone, serde::Deserialize)]
struct Thing {
    what: String,
    owner: String,
    /// In how many days.
    days: i64,
    #[serde(default, deserialize_with = "coded_maybe")]
    service: Option<Service>,
}

/// Which of the risk indicators are answered with yes, and what is added.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Assessed {
    yes: Vec<String>,
    note: String,
}

/// A form that the agency has loaded, with an answer to each question.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Filled {
    form: String,
    answers: BTreeMap<String, String>,
    note: String,
}

/// Why a case is closed, and how the person stands.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Ending {
    #[serde(deserialize_with = "coded")]
    reason: ClosureReason,
    words: String,
    /// In how many days somebody asks how the person is.
    #[serde(default)]
    checks: Vec<i64>,
}

/// Plays one act, if it is about a care plan or a closure. False when it is about something else.
///
/// # Errors
/// When it is refused.
pub(super) async fn act(scene: &Scene, case: Option<CaseId>, deed: &Deed) -> anyhow::Result<bool> {
    if !matches!(
        deed.act,
        Act::Assess(_) | Act::Fill(_) | Act::Care(_) | Act::Endorse | Act::Close(_) | Act::Confirm
    ) {
        return Ok(false);
    }
    let (app, worker) = (scene.at_work(&deed.by)?, scene.worker(&deed.by)?);
    let (case, now) = (case.context("no case")?, app.clock.now());
    let record = open_record(app, worker, case).await?;
    let planned = matches!(deed.act, Act::Assess(_) | Act::Fill(_) | Act::Care(_) | Act::Endorse);
    let screen = if planned { "case.plan" } else { "case.closure" };
    access::record(app, worker, Subject::Case(case.0), screen, now).await?;
    match &deed.act {
        Act::Assess(_) | Act::Fill(_) => assess((app, worker), &record, &deed.act, now).await?,
        Act::Care(care) => write(scene, app, worker, &record, (care, now)).await?,
        Act::Endorse => {
            let version = plan::of_case(app, &record).await?.approval.version;
            approval::decide(app, worker, &record, (version, PlanState::Approved, None), now)
                .await?;
        }
        Act::Close(ending) => {
            let checks = ending.checks.iter().map(|days| now.uae_date().plus_days(*days));
            let wish = closure::request::Wish {
                reason: ending.reason,
                words: ending.words.clone(),
                checks: checks.collect(),
            };
            closure::request::put(app, worker, &record, wish, now).await?;
        }
        _ => {
            closure::approval::decide(app, worker, &record, (PlanState::Approved, None), now)
                .await?
        }
    }
    Ok(true)
}

/// Fills a form in: the list of our own by what is answered with yes, any other by all its answers.
async fn assess(
    (app, worker): (&App, &Worker),
    record: &CaseRecord,
    act: &Act,
    now: Millis,
) -> anyhow::Result<()> {
    let by = (app, worker.id);
    match act {
        Act::Assess(told) => {
            let yes = told.yes.iter().map(|code| (code.clone(), "YES".to_owned()));
            let yes: BTreeMap<String, String> = yes.collect();
            let (form, given) = ((RISK, told.note.as_str()), (&yes, "NO"));
            instruments::demonstrate(by, record, form, given, now).await?;
        }
        Act::Fill(told) => {
            let (form, given) = ((told.form.as_str(), told.note.as_str()), (&told.answers, ""));
            instruments::demonstrate(by, record, form, given, now).await?;
        }
        other => bail!("{other:?} fills no form"),
    }
    Ok(())
}

/// The form about older people comes as a file: one colleague loads it, another takes it into use.
///
/// # Errors
/// When a step is refused.
pub async fn load_form(
    scene: &Scene,
    node: &str,
    [loads, approves]: [&str; 2],
) -> anyhow::Result<()> {
    let app = scene.node(node)?;
    let by = [scene.worker(loads)?.id, scene.worker(approves)?.id];
    Ok(instruments::adopt(app, by, instruments::ELDER, app.clock.now()).await?)
}

async fn write(
    scene: &Scene,
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (care, now): (&Care, Millis),
) -> anyhow::Result<()> {
    if let Some(stage) = care.stage {
        let steps = pathway::of_case(app, record.row.id).await?;
        let today = now.uae_date();
        let step = enter(steps.last(), stage, care.reason, today, today);
        let step = step.ok().context("this stage cannot be entered")?;
        pathway::entry::commit(app, worker, record, (steps.len(), step), now).await?;
    }
    for aim in &care.goals {
        let measure = Measure::new(aim.start, aim.target);
        let wish = goal::Wish { kind: aim.kind, words: aim.words.clone(), measure };
        let id = goal::set(app, worker, record, wish, now).await?;
        let plan = plan::of_case(app, record).await?;
        let set = plan.goals.iter().find(|goal| goal.id == id).context("no such goal")?;
        for thing in &aim.actions {
            let wish = action::Wish {
                words: thing.what.clone(),
                service: thing.service,
                owner: scene.worker(&thing.owner)?.id,
                due: now.uae_date().plus_days(thing.days),
            };
            action::give(app, worker, record, (set, wish), now).await?;
        }
    }
    if care.ask {
        let version = plan::of_case(app, record).await?.approval.version;
        approval::request_of(app, worker, record, version, now).await?;
    }
    Ok(())
}
