//! The campaigns of the script: one that waits for the second communication office, and one that both have signed, that was held, and of
//! which people were asked.

use anyhow::{Context, ensure};
use sila_core::AgencyId;
use sila_core::campaign::{Campaign, Channel, Report, Survey, Task};
use sila_core::partnership::Words;
use sila_core::time::{Date, Millis};
use sila_link::record::Word;

use super::calendar::When;
use super::stage::Stage;
use crate::campaigns::{self, share};
use crate::records::By;

/// A campaign as it is written down; days are counted from the day of the demonstration.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaigned {
    /// Its code in the script.
    pub code: String,
    /// When it was proposed.
    pub at: When,
    /// When people were asked what came of it.
    pub asked_at: Option<When>,
    /// How many were asked what they remember and how many did, and the same of whether it is better now.
    asked: Option<[(u32, u32); 2]>,
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
    /// Way, owner, day, dirhams, what is put out there.
    channels: Vec<(String, String, i64, u32, [String; 2])>,
    /// Owner, what in both languages, day.
    tasks: Vec<(String, String, String, i64)>,
}

fn words([ar, en]: &[String; 2]) -> Words {
    Words { ar: ar.clone(), en: en.clone() }
}

/// Plays its proposal, or that people were asked.
///
/// # Errors
/// When a step is refused.
pub async fn campaign(
    stage: &mut Stage,
    (told, asked): (&Campaigned, bool),
    now: Millis,
) -> anyhow::Result<()> {
    if asked { survey(stage, told).await } else { propose(stage, told, now).await }
}

/// Proposes it; the other agency's office signs it where the script says so.
async fn propose(stage: &mut Stage, told: &Campaigned, now: Millis) -> anyhow::Result<()> {
    let (app, there) = (stage.node(&told.node)?.clone(), stage.node(&told.with)?.clone());
    let campaign = written(stage, told, now.uae_date())?;
    let by = By { worker: Some(stage.worker(&told.by)?.id), now: app.clock.now() };
    let id = campaigns::propose(&app, campaign, &[there.node.id], by).await?;
    stage.settle(&told.node, &told.with).await?;
    share::bring(&there).await?;
    let arrived = campaigns::open(&there, id).await.context("the campaign has not arrived")?;
    ensure!(arrived.waits_for(there.node.id), "nobody signs by itself");
    if let Some(officer) = &told.signed_by {
        let worker = stage.worker(officer)?;
        campaigns::say(&there, worker, arrived, Word::Sign, there.clock.now()).await?;
        stage.settle(&told.node, &told.with).await?;
    }
    Ok(())
}

/// What came of it, as people said when they were asked: its tasks are done, and the numbers are those of a survey.
async fn survey(stage: &mut Stage, told: &Campaigned) -> anyhow::Result<()> {
    let app = stage.node(&told.node)?.clone();
    let all = app.store.read(campaigns::all).await?;
    let found = all.into_iter().find(|one| one.campaign.title == words(&told.title));
    let found = found.context("the campaign")?;
    let [recall, impact] = told.asked.context("nobody was asked")?;
    let own = (0_u16..).zip(&found.campaign.tasks).filter(|(_, task)| task.owner == app.node.id);
    let report = Report {
        done: own.map(|(at, _)| at).collect(),
        recall: Survey::new(recall.0, recall.1),
        impact: Survey::new(impact.0, impact.1),
        ..Report::new(found.record)
    };
    let by = By { worker: Some(stage.worker(&told.by)?.id), now: app.clock.now() };
    share::tell(&app, &found, &report, by).await?;
    for _ in 0..2 {
        stage.settle(&told.node, &told.with).await?;
        for code in [&told.node, &told.with] {
            let app = stage.node(code)?.clone();
            while share::bring(&app).await? > 0 {}
        }
    }
    stage.settle(&told.node, &told.with).await
}

fn written(stage: &Stage, told: &Campaigned, today: Date) -> anyhow::Result<Campaign> {
    let agency = |code: &str| -> anyhow::Result<AgencyId> { Ok(stage.node(code)?.node.id) };
    let mut channels = Vec::new();
    for (way, owner, day, budget, piece) in &told.channels {
        let one = Channel::new(way.parse()?, agency(owner)?, today.plus_days(*day));
        channels.push(Channel { budget: Some(*budget), piece: words(piece), ..one });
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
