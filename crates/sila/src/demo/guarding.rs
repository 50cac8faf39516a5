//! What keeps people safe in the stories: who reported is sealed, a true name is sealed for two, whoever is to be feared is written down apart,
//! a case is restricted or entrusted to a colleague, an agency is barred from it, the law has its report, who interpreted is written down, and
//! the one interview or a visit is planned.

use anyhow::{Context, bail, ensure};
use sila_core::ids::{CaseId, WorkerId};

use super::deed::{Act, Deed, Interpreted};
use super::hosting::listed;
use super::stage::Stage;
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::appointments::{INTERVIEW, SITTING, plan};
use crate::cases::interpreters::saying::{self, What, Wish};
use crate::cases::interpreters::{TALKS, WAYS};
use crate::cases::kin::{self, Said};
use crate::cases::reporter::{self, Identity};
use crate::cases::scope::{Change, change, conflict};
use crate::cases::{CaseRecord, identity, mandatory, open_record};
use crate::journal::access::{self, Subject};

/// An interview or a visit begins so long after it was planned, in minutes.
const AHEAD_MINUTES: i64 = 30;
/// The committee sits at ten, in minutes since midnight.
const SITTING_MINUTE: u16 = 10 * 60;
/// No holiday is longer, with the days off beside it.
const HOLIDAY_DAYS: i64 = 14;

/// Plays one act, if it guards somebody. False when it is about something else.
///
/// # Errors
/// When it is refused.
pub(super) async fn act(stage: &Stage, case: Option<CaseId>, deed: &Deed) -> anyhow::Result<bool> {
    if !matches!(
        deed.act,
        Act::Seal { .. }
            | Act::Named { .. }
            | Act::Alleged { .. }
            | Act::Restrict
            | Act::Entrust { .. }
            | Act::Bar { .. }
            | Act::Report { .. }
            | Act::Interpret(_)
            | Act::Interview
            | Act::Visit
            | Act::Sitting { .. }
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
        Act::Alleged { .. } | Act::Report { .. } => {
            written(app, worker, &record, &deed.act).await?;
        }
        Act::Restrict => change(app, worker, case, Change::Restrict, now).await?,
        Act::Entrust { to } => {
            let colleague = stage.worker(to)?.id;
            change(app, worker, case, Change::Name(colleague), now).await?;
        }
        Act::Interpret(said) => interpreted(app, worker, &record, said).await?,
        Act::Bar { agency, reason } => bar(app, worker, case, (agency, reason)).await?,
        Act::Sitting { day } => before_the_committee(app, worker, &record, *day).await?,
        Act::Visit => plan_soon(app, worker, &record, ("HOME_VISIT", "HOME")).await?,
        _ => plan_soon(app, worker, &record, (INTERVIEW, "AGENCY")).await?,
    }
    Ok(true)
}

/// What is written down of whoever did harm: in the case alone, and in the report that the law wants.
async fn written(app: &App, worker: &Worker, record: &CaseRecord, act: &Act) -> anyhow::Result<()> {
    let now = app.clock.now();
    match act {
        Act::Alleged { name, relation, at_home, words } => {
            let (name, words) = (name.clone(), words.clone());
            let said = Said { name, relation: *relation, at_home: *at_home, words };
            kin::allege(app, worker, record, said, now).await?;
        }
        Act::Report { kind, to, number } => {
            mandatory::record::made(app, worker, record, (*kind, *to, number), now).await?;
        }
        other => bail!("{other:?} is written down nowhere"),
    }
    Ok(())
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

/// It was said through somebody who interprets, and nothing is held against them.
async fn interpreted(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    said: &Interpreted,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let talk = TALKS.into_iter().find(|code| *code == said.talk).context("no such talk")?;
    let way = WAYS.into_iter().find(|code| *code == said.way).context("no such way")?;
    let partner = match &said.from {
        Some(code) => Some(listed(app, code).await?.id),
        None => None,
    };
    let (what, name) = (What::Talk(talk, now, "DECLARED"), said.name.clone());
    let wish = Wish { what, language: said.language, way, partner, name, no_kin: false };
    let unfit = saying::put(app, worker, record, &wish, now).await?;
    ensure!(unfit.is_none(), "they may not interpret: {unfit:?}");
    Ok(())
}

async fn plan_soon(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (kind, place): (&'static str, &'static str),
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let wish = plan::Wish {
        kind,
        place,
        at: now.plus_minutes(AHEAD_MINUTES),
        weeks: 0,
        times: 1,
        with: String::new(),
        all_the_same: true,
    };
    ensure!(plan::plan(app, worker, record, &wish, now).await?.is_none(), "it is planned");
    Ok(())
}

/// A sitting of the committee in the morning of that day, or of the first after it on which the agency works.
async fn before_the_committee(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    day: i64,
) -> anyhow::Result<()> {
    let opened = record.row.opened_at.uae_date();
    for ahead in 0..HOLIDAY_DAYS {
        let wish = plan::Wish {
            kind: SITTING,
            place: "AGENCY",
            at: opened.plus_days(day + ahead).at_minute(SITTING_MINUTE),
            weeks: 0,
            times: 1,
            with: String::new(),
            all_the_same: false,
        };
        if plan::plan(app, worker, record, &wish, app.clock.now()).await?.is_none() {
            return Ok(());
        }
    }
    bail!("the agency never works")
}
