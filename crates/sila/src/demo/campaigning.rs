//! The campaigns of the script: one that both communication offices have signed, and one that waits for the second of them.

use anyhow::{Context, ensure};
use sila_core::AgencyId;
use sila_core::campaign::{Campaign, Channel, Task};
use sila_core::partnership::Words;
use sila_core::time::{Date, Millis};
use sila_link::record::Word;

use super::stage::Stage;
use crate::campaigns::{self, share};
use crate::records::By;

const CAMPAIGNS: &str = include_str!("../../demo/campaigns.json");

/// A campaign as it is written down; days are counted from the day of the demonstration.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    node: String,
    by: String,
    with: String,
    signed_by: Option<String>,
    title: [String; 2],
    audience: [String; 2],
    objective: [String; 2],
    outputs: [String; 2],
    outtakes: [String; 2],
    outcomes: [String; 2],
    impact: [String; 2],
    helpline: [String; 2],
    messages: Vec<[String; 2]>,
    begins: i64,
    ends: i64,
    /// Way, owner, day.
    channels: Vec<(String, String, i64)>,
    /// Owner, what in both languages, day.
    tasks: Vec<(String, String, String, i64)>,
}

fn words([ar, en]: &[String; 2]) -> Words {
    Words { ar: ar.clone(), en: en.clone() }
}

/// Plays them.
///
/// # Errors
/// When a step is refused.
pub async fn campaign(stage: &mut Stage, now: Millis) -> anyhow::Result<()> {
    let all: Vec<Told> = serde_json::from_str(CAMPAIGNS)?;
    for told in &all {
        let app = stage.node(&told.node)?.clone();
        let there = stage.node(&told.with)?.clone();
        let today = now.max(app.clock.now()).uae_date();
        let campaign = written(stage, told, today)?;
        let by = By { worker: Some(stage.worker(&told.by)?.id), now: app.clock.now() };
        let id = campaigns::propose(&app, campaign, &[there.node.id], by).await?;
        stage.settle(&told.node, &told.with).await?;
        share::bring(&there).await?;
        let arrived = campaigns::open(&there, id).await;
        let arrived = arrived.context("the campaign has not arrived")?;
        ensure!(arrived.waits_for(there.node.id), "nobody signs by itself");
        if let Some(officer) = &told.signed_by {
            let worker = stage.worker(officer)?;
            campaigns::say(&there, worker, arrived, Word::Sign, there.clock.now()).await?;
            stage.settle(&told.node, &told.with).await?;
        }
    }
    Ok(())
}

fn written(stage: &Stage, told: &Told, today: Date) -> anyhow::Result<Campaign> {
    let agency = |code: &str| -> anyhow::Result<AgencyId> { Ok(stage.node(code)?.node.id) };
    let mut channels = Vec::new();
    for (way, owner, day) in &told.channels {
        channels.push(Channel {
            way: way.parse()?,
            owner: agency(owner)?,
            on: today.plus_days(*day),
        });
    }
    let mut tasks = Vec::new();
    for (owner, ar, en, day) in &told.tasks {
        let what = Words { ar: ar.clone(), en: en.clone() };
        tasks.push(Task { owner: agency(owner)?, what, due: today.plus_days(*day) });
    }
    Ok(Campaign {
        title: words(&told.title),
        audience: words(&told.audience),
        objective: words(&told.objective),
        outputs: words(&told.outputs),
        outtakes: words(&told.outtakes),
        outcomes: words(&told.outcomes),
        impact: words(&told.impact),
        begins: today.plus_days(told.begins),
        ends: today.plus_days(told.ends),
        helpline: words(&told.helpline),
        messages: told.messages.iter().map(words).collect(),
        channels,
        tasks,
        with: Vec::new(),
        nobody_in_it: true,
    })
}
