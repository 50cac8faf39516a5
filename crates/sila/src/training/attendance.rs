//! Whoever keeps the list writes down who came.

use sila_core::ids::EnrolmentId;
use sila_core::training::Step;
use sila_core::{CourseId, Millis};

use super::store;
use super::{CANCELLED, Open, fact, open, path};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;

/// Writes the list down as the form has it: one field for each trainee.
///
/// # Errors
/// `page.not_found`; as [`note`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: CourseId = ask.id("id")?;
    let found = open(&ask.app, id).await?;
    let came = ask.form.iter().filter_map(|(name, value)| {
        let id: EnrolmentId = name.strip_prefix("came-")?.parse().ok()?;
        Some((id, step(value)?))
    });
    note(&ask.app, ask.worker()?, &found, came.collect(), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

fn step(word: &str) -> Option<Step> {
    match word {
        "FULL" => Some(Step::Attend),
        "PART" => Some(Step::AttendPart),
        "NOT" => Some(Step::Miss),
        _ => None,
    }
}

/// Writes down who came to a course of ours, from its day on. It can be corrected until there is a certificate.
///
/// # Errors
/// `page.not_found` for a partner's course; `training.not_begun`.
pub async fn note(
    app: &App,
    worker: &Worker,
    found: &Open,
    came: Vec<(EnrolmentId, Step)>,
    now: Millis,
) -> Result<(), Problem> {
    let course = found.stored.id;
    if found.stored.origin != app.node.id {
        return Err(Problem::not_found());
    }
    let begun = found.stored.starts_at.uae_date() <= now.uae_date();
    if !begun || found.stored.state == CANCELLED {
        return Err(Problem::refused("training.not_begun").way_out(path(course)));
    }
    let told = fact(app, course, Some(worker), "attendance", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for (id, step) in &came {
            let one = store::enrolment(tx, *id)?.filter(|one| one.course == course);
            if let Some(one) = one {
                store::step(tx, &one, *step, now)?;
            }
        }
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}
