//! Sessions and clocks of the script: the planner warns that they lie outside the agency's hours, they are planned all the same, and how
//! each went is written down.

use anyhow::{Context, ensure};
use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::deed::{Act, Deed};
use super::stage::Stage;
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::appointments::plan::{Wish, plan};
use crate::cases::appointments::{KINDS, OUTCOMES, PLACES, of_case, outcome};
use crate::cases::{CaseRecord, clocks, open_record};
use crate::journal::access::{self, Subject};

/// Days within which every day of the week comes.
const WEEK_DAYS: i64 = 7;

/// The sessions of a case.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Sessions {
    kind: String,
    place: String,
    /// The day of the week, counted from Sunday, which is 0.
    weekday: usize,
    /// Minutes since midnight.
    minute: u16,
    weeks: u16,
    times: u16,
    with: String,
}

/// Plays one act, if it is about sessions. False when it is about something else.
///
/// # Errors
/// When it is refused, or the planner does not warn.
pub(super) async fn act(stage: &Stage, case: Option<CaseId>, deed: &Deed) -> anyhow::Result<bool> {
    if !matches!(deed.act, Act::Plan(_) | Act::Record { .. } | Act::Danger) {
        return Ok(false);
    }
    let (app, worker) = (stage.at_work(&deed.by)?, stage.worker(&deed.by)?);
    let (case, now) = (case.context("no case")?, app.clock.now());
    let record = open_record(app, worker, case).await?;
    access::record(app, worker, Subject::Case(case.0), "case.appointments", now).await?;
    match &deed.act {
        Act::Plan(sessions) => put(app, worker, &record, sessions, now).await?,
        Act::Danger => clocks::record::start(app, worker, &record, now).await?,
        Act::Record { state, code } => {
            let planned = of_case(app, &record).await?;
            let one = planned.iter().find(|one| one.is_planned() && one.at <= now);
            let one = one.context("no session is over")?;
            let said = |pair: &(&str, &str)| pair.0 == state && pair.1 == code;
            let how = OUTCOMES.into_iter().find(said).context("no such outcome")?;
            outcome::write_down(app, worker, &record, one.id, how, now).await?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

async fn put(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    sessions: &Sessions,
    now: Millis,
) -> anyhow::Result<()> {
    let ahead = (0..=WEEK_DAYS).map(|days| now.uae_date().plus_days(days));
    let ahead = ahead.filter(|day| day.weekday().since_sunday() == sessions.weekday);
    let first = ahead.map(|day| day.at_minute(sessions.minute)).find(|at| now <= *at);
    let listed = |list: &[&'static str], code: &str| {
        list.iter().find(|one| **one == code).copied().context("no such code")
    };
    let wish = Wish {
        kind: listed(&KINDS, &sessions.kind)?,
        place: listed(&PLACES, &sessions.place)?,
        at: first.context("no such day")?,
        weeks: sessions.weeks,
        times: sessions.times,
        with: sessions.with.clone(),
        all_the_same: false,
    };
    let warned = plan(app, worker, record, &wish, now).await?;
    ensure!(warned.is_some(), "the planner does not warn");
    let wish = Wish { all_the_same: true, ..wish };
    ensure!(plan(app, worker, record, &wish, now).await?.is_none(), "the planner does not allow");
    Ok(())
}
