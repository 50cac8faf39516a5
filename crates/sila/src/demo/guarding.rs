//! What keeps people safe in the stories: who reported is sealed, a true name is sealed for two, a case is restricted, an agency is barred
//! from it, and the one interview is held.

use anyhow::{Context, ensure};
use sila_core::ids::{CaseId, WorkerId};

use super::deed::{Act, Deed};
use super::hosting::listed;
use super::stage::Stage;
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::appointments::{INTERVIEW, plan};
use crate::cases::reporter::{self, Identity};
use crate::cases::scope::{Change, change, conflict};
use crate::cases::{CaseRecord, identity, open_record};
use crate::journal::access::{self, Subject};

/// The interview begins so long after it was planned, in minutes.
const AHEAD_MINUTES: i64 = 30;

/// Plays one act, if it guards somebody. False when it is about something else.
///
/// # Errors
/// When it is refused.
pub(super) async fn act(stage: &Stage, case: Option<CaseId>, deed: &Deed) -> anyhow::Result<bool> {
    if !matches!(
        deed.act,
        Act::Seal { .. } | Act::Named { .. } | Act::Restrict | Act::Bar { .. } | Act::Interview
    ) {
        return Ok(false);
    }
    let (app, worker) = (stage.at_work(&deed.by)?, stage.worker(&deed.by)?);
    let (case, now) = (case.context("no case")?, app.clock.now());
    let record = open_record(app, worker, case).await?;
    access::record(app, worker, Subject::Case(case.0), "case.scope", now).await?;
    match &deed.act {
        Act::Seal { name, phone, words } => {
            let (name, phone, words) = (name.clone(), phone.clone(), words.clone());
            let who = Identity { name, phone, words, agrees: false };
            reporter::keep(app, worker, case, &who, now).await?;
        }
        Act::Named { name, readers } => {
            let ids: anyhow::Result<Vec<WorkerId>> =
                readers.iter().map(|code| Ok(stage.worker(code)?.id)).collect();
            let two: [WorkerId; 2] = ids?.try_into().ok().context("exactly two readers")?;
            identity::seal(app, worker, &record, (name, two), now).await?;
        }
        Act::Restrict => change(app, worker, case, Change::Restrict, now).await?,
        Act::Bar { agency, reason } => bar(app, worker, case, (agency, reason)).await?,
        _ => interview(app, worker, &record).await?,
    }
    Ok(true)
}

async fn bar(
    app: &App,
    worker: &Worker,
    case: CaseId,
    (agency, reason): (&str, &str),
) -> anyhow::Result<()> {
    let id = listed(app, agency).await?.id;
    let why = conflict::REASONS.into_iter().find(|code| *code == reason);
    let why = why.context("no such reason")?;
    Ok(change(app, worker, case, Change::Bar(id, why), app.clock.now()).await?)
}

async fn interview(app: &App, worker: &Worker, record: &CaseRecord) -> anyhow::Result<()> {
    let now = app.clock.now();
    let wish = plan::Wish {
        kind: INTERVIEW,
        place: "AGENCY",
        at: now.plus_minutes(AHEAD_MINUTES),
        weeks: 0,
        times: 1,
        with: String::new(),
        all_the_same: true,
    };
    ensure!(plan::plan(app, worker, record, &wish, now).await?.is_none(), "it is planned");
    Ok(())
}
