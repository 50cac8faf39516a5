//! The course of the partnerships of the script: the steps that led to an agreement, and from it to work.

use anyhow::Context;
use sila_core::lifecycle::Stage;
use sila_core::{AgencyId, WorkerId};

use super::script::coded;
use crate::app::App;
use crate::lifecycle::{self, Taken};

const TEXT: &str = include_str!("../../demo/course.json");

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Course {
    /// The steps of which a signed agreement is the last, each so many days before.
    agreed: Vec<(Coded, i64, String)>,
    /// What shows that it works.
    works: String,
}

#[derive(Debug, serde::Deserialize)]
struct Coded(#[serde(deserialize_with = "coded")] Stage);

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

/// What led to an agreement that both have signed.
///
/// # Errors
/// When a step is refused.
pub async fn agreed(app: &App, with: AgencyId, by: WorkerId) -> anyhow::Result<()> {
    let (course, now) = (course()?, app.clock.now());
    for (Coded(to), days, evidence) in course.agreed {
        let on = now.plus_days(days.saturating_neg()).uae_date();
        step(app, Taken { agency: with, to, on, evidence }, by).await?;
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
