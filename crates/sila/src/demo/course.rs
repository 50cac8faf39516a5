//! The course of the partnerships of the script: the steps that led to an agreement, its signing by hand, and what there was before.

use anyhow::Context;
use sila_core::lifecycle::Stage;
use sila_core::{AgencyId, AgreementId, WorkerId};

use super::script::coded;
use super::stage::Stage as Nodes;
use crate::agreements::event::{self, Event, Signatory};
use crate::agreements::signing::{self, By};
use crate::app::App;
use crate::historic::bring;
use crate::lifecycle::{self, Taken};

const TEXT: &str = include_str!("../../demo/course.json");
/// The paper that was signed, as it was scanned.
const PAPER: &[u8] = include_bytes!("../../demo/signed.pdf");

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Course {
    /// The steps of which a signed agreement is the last, each so many days before.
    agreed: Vec<(Coded, i64, String)>,
    /// What shows that it works.
    works: String,
    signing: Signing,
    /// Lists by the code of the agency.
    before: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Debug, serde::Deserialize)]
struct Coded(#[serde(deserialize_with = "coded")] Stage);

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Signing {
    agreement: String,
    place: String,
    /// Code of the agency, name, capacity.
    signatories: Vec<(String, String, String)>,
}

fn course() -> anyhow::Result<Course> {
    serde_json::from_str(TEXT).context("course.json")
}

/// Takes a step; one that does not follow was taken under an earlier agreement.
async fn step(app: &App, taken: Taken, by: WorkerId) -> anyhow::Result<()> {
    match lifecycle::take(app, taken, by, app.clock.now()).await {
        Err(problem) if problem.code != "partnership.order" => Err(problem.into()),
        _ => Ok(()),
    }
}

/// What led to an agreement that both have signed, how it was signed by hand, and what there was before.
///
/// # Errors
/// When a step is refused.
pub async fn agreed(
    nodes: &Nodes,
    app: &App,
    (id, with): (AgreementId, AgencyId),
    by: WorkerId,
) -> anyhow::Result<()> {
    let (course, now) = (course()?, app.clock.now());
    for (Coded(to), days, evidence) in course.agreed {
        let on = now.plus_days(days.saturating_neg()).uae_date();
        step(app, Taken { agency: with, to, on, evidence }, by).await?;
    }
    let stored = signing::one(app, id).await?;
    if stored.agreement.code != course.signing.agreement {
        return Ok(());
    }
    let who = course.signing.signatories.into_iter().map(|(code, name, title)| {
        Ok(Signatory { party: nodes.node(&code)?.node.id, name, title })
    });
    let signatories: anyhow::Result<Vec<Signatory>> = who.collect();
    let event = Event { place: course.signing.place, signatories: signatories? };
    let acts = By { worker: Some(by), now };
    event::record(app, &stored, (now.uae_date(), &event), PAPER, acts).await?;
    if let Some(lines) = course.before.get(&app.node.agency.code) {
        let list = format!("{}\n{}", bring::COLUMNS.join(","), lines.join("\n"));
        let mistakes = bring::bring(app, list.as_bytes(), by, now).await?;
        anyhow::ensure!(mistakes.is_empty(), "course.json: {mistakes:?}");
    }
    Ok(())
}

/// A joint initiative runs.
///
/// # Errors
/// When the step is refused.
pub async fn works(app: &App, with: AgencyId, by: WorkerId) -> anyhow::Result<()> {
    let (evidence, on) = (course()?.works, app.clock.now().uae_date());
    step(app, Taken { agency: with, to: Stage::Monitor, on, evidence }, by).await
}
