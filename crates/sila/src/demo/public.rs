//! What the host of the script shows of its partnerships: a community project with its counts, a statement that waits for approval, and a
//! service that is better for it.

use std::collections::BTreeMap;

use anyhow::Context;
use sila_core::AgencyId;
use sila_core::experience::Quarter;
use sila_core::time::Millis;

use super::stage::Stage;
use crate::accounts::Worker;
use crate::activation::ledger;
use crate::app::App;
use crate::improvements;
use crate::lineage::{End, Kind};
use crate::meetings::text::Words;
use crate::press::{self, Extract, figures};
use crate::projects::store::{Parts, Reached};
use crate::projects::{self, ProjectText};
use crate::services;

/// A community project.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    ar: String,
    en: String,
    text_ar: String,
    text_en: String,
    groups: Vec<String>,
    partners: Vec<String>,
    places: Vec<String>,
    /// Days before the demonstration.
    before: i64,
    days: i64,
    /// Partner, group, place, people.
    counts: Vec<(String, String, String, u32)>,
}

/// A statement to the press.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    by: String,
    title_ar: String,
    title_en: String,
    text_ar: String,
    text_en: String,
    figures: Vec<String>,
}

/// What is better in a service.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Better {
    ar: String,
    en: String,
}

/// Begins the project and counts who was reached.
///
/// # Errors
/// When a step is refused.
pub async fn project(
    app: &App,
    told: &Project,
    parties: &BTreeMap<String, AgencyId>,
    (keeper, now): (&Worker, Millis),
) -> anyhow::Result<()> {
    let party = |code: &String| parties.get(code).copied().with_context(|| code.clone());
    let starts = now.plus_days(told.before.saturating_neg()).uae_date().at_minute(0);
    let parts = Parts {
        groups: told.groups.iter().map(|one| one.parse()).collect::<Result<_, _>>()?,
        partners: told.partners.iter().map(party).collect::<anyhow::Result<_>>()?,
        places: told.places.iter().map(|one| one.parse()).collect::<Result<_, _>>()?,
    };
    let text = ProjectText {
        title: Words::new(&told.ar, &told.en),
        text: Words::new(&told.text_ar, &told.text_en),
    };
    let during = (starts, starts.plus_days(told.days));
    let wish = projects::Wish { text, parts, during, initiative: None };
    let id = projects::begin(app, wish, keeper, starts).await?;
    for (partner, group, place, people) in &told.counts {
        let one = Reached {
            partner: party(partner)?,
            group: group.parse()?,
            place: place.parse()?,
            quarter: Quarter::of(now),
            people: *people,
        };
        projects::reach(app, id, one, keeper, now).await?;
    }
    Ok(())
}

/// Writes the statement; nobody has approved it yet.
///
/// # Errors
/// When a step is refused.
pub async fn state(stage: &Stage, app: &App, told: &Statement, now: Millis) -> anyhow::Result<()> {
    let figures = figures::all(app).await?;
    let chosen = figures.into_iter().filter(|one| told.figures.contains(&one.key));
    let extract = Extract {
        title: Words::new(&told.title_ar, &told.title_en),
        text: Words::new(&told.text_ar, &told.text_en),
        figures: chosen.collect(),
    };
    press::keep(app, &extract, stage.worker(&told.by)?, now).await?;
    Ok(())
}

/// Writes down what is better in the first service of the host because of its first initiative.
///
/// # Errors
/// When a step is refused.
pub async fn improve(
    app: &App,
    told: &Better,
    (keeper, now): (&Worker, Millis),
) -> anyhow::Result<()> {
    let me = app.node.id;
    let own = app.store.read(move |tx| services::store::all_own(tx, me, 1)).await?;
    let books = ledger::all(app).await?;
    let course = books.iter().flat_map(|book| book.ledger.courses()).next();
    let (Some(service), Some(course)) = (own.first(), course) else { return Ok(()) };
    let measure = course.plan.measures.first().map(|one| (course.record, one.number));
    let wish = improvements::Wish {
        of: (service.listing.id, service.listing.number, service.published_at),
        text: Words::new(&told.ar, &told.en),
        cause: (Kind::Initiative, End::of(course.record.0)),
        figure: measure,
    };
    improvements::keep(app, wish, keeper, now).await?;
    Ok(())
}
