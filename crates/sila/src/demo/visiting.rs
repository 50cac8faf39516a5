//! The exchanges of staff of the script: people of one agency visit the other, both sign the plan, and afterwards the report.

use anyhow::{Context, ensure};
use sila_core::partnership::Words;
use sila_link::record::Word;

use super::calendar::When;
use super::stage::Stage;
use crate::exchanges::plan::{Exchange, Guest, Report, Row};
use crate::exchanges::{self, share};
use crate::records::By;
use crate::training;

/// An exchange as it is written down.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visited {
    /// Its code in the script.
    pub code: String,
    /// When it was proposed; it begins on that day.
    pub at: When,
    /// When its report was written.
    pub told_at: When,
    node: String,
    by: String,
    with: String,
    signed_by: String,
    guests: Vec<String>,
    kind: String,
    /// How many days after the first is the last.
    days: i64,
    title: [String; 2],
    purpose: [String; 2],
    goals: [String; 2],
    done: [String; 2],
    lesson: [String; 2],
    /// What counts for each who went.
    hours: u16,
    rows: Vec<[String; 4]>,
}

fn words([ar, en]: &[String; 2]) -> Words {
    Words { ar: ar.clone(), en: en.clone() }
}

/// Plays its plan, or its report once it is over.
///
/// # Errors
/// When a step is refused.
pub async fn visit(stage: &mut Stage, (told, over): (&Visited, bool)) -> anyhow::Result<()> {
    if over { tell(stage, told).await } else { propose(stage, told).await }
}

/// Proposes it; the host signs it.
async fn propose(stage: &mut Stage, told: &Visited) -> anyhow::Result<()> {
    let (app, host) = (stage.node(&told.node)?.clone(), stage.node(&told.with)?.node.id);
    let (now, mut guests) = (app.clock.now(), Vec::new());
    for code in &told.guests {
        let worker = stage.worker(code)?;
        let mark = training::mark(&app, worker.id);
        guests.push(Guest { name: worker.name_ar.clone(), mark });
    }
    let exchange = Exchange {
        kind: told.kind.clone(),
        title: words(&told.title),
        purpose: words(&told.purpose),
        goals: words(&told.goals),
        sender: app.node.id,
        host,
        begins: now.uae_date(),
        ends: now.uae_date().plus_days(told.days),
        guests,
        report: None,
    };
    let by = By { worker: Some(stage.worker(&told.by)?.id), now };
    let id = exchanges::propose(&app, exchange, by).await?;
    sign(stage, told, id).await
}

/// Its report, which the host signs too.
async fn tell(stage: &mut Stage, told: &Visited) -> anyhow::Result<()> {
    let app = stage.node(&told.node)?.clone();
    let all = app.store.read(exchanges::all).await?;
    let title = words(&told.title);
    let found = all.into_iter().find(|one| one.shown().exchange.title == title);
    let found = found.context("the exchange")?;
    let row = |[what, ours, theirs, adopted]: &[String; 4]| Row {
        what: what.clone(),
        ours: ours.clone(),
        theirs: theirs.clone(),
        adopted: adopted.clone(),
    };
    let report = Report {
        done: words(&told.done),
        lesson: words(&told.lesson),
        minutes: told.hours.saturating_mul(60),
        rows: told.rows.iter().map(row).collect(),
    };
    let by = By { worker: Some(stage.worker(&told.by)?.id), now: app.clock.now() };
    exchanges::tell(&app, &found, report, by).await?;
    sign(stage, told, found.last.record).await
}

/// The host's officer signs what waits.
async fn sign(stage: &mut Stage, told: &Visited, id: sila_core::RecordId) -> anyhow::Result<()> {
    stage.settle(&told.node, &told.with).await?;
    let there = stage.node(&told.with)?.clone();
    share::bring(&there).await?;
    let arrived = exchanges::open(&there, id).await.context("the exchange has not arrived")?;
    ensure!(arrived.last.waits_for(there.node.id), "nobody signs by itself");
    let (worker, now) = (stage.worker(&told.signed_by)?, there.clock.now());
    exchanges::say(&there, worker, arrived.last, Word::Sign, now).await?;
    stage.settle(&told.node, &told.with).await
}
