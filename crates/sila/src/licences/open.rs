//! A licence with its words, its course, and who has acted on it in what office.

use sila_core::Millis;
use sila_core::licence::{Course, Office, Standing, State, Step};
use sila_core::{WorkerId, licence};
use uuid::Uuid;

use super::regime::{self, Plan};
use super::store::{self, Kept, Stored};
use super::{LicenceText, TABLE, inspections, measures};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::meetings::unsealed;
use crate::problem::Problem;

/// A licence.
#[derive(Debug, Clone)]
pub struct Open {
    /// The row.
    pub row: Stored,
    /// What the application says.
    pub text: LicenceText,
    /// Its steps with the reasons, the first first.
    pub steps: Vec<Kept>,
    /// Its course.
    pub course: Course,
    /// What is laid down for it.
    pub plan: &'static Plan,
}

/// The course of a licence as stored; nothing when the regime has no such family.
pub fn course(row: &Stored, steps: &[Kept]) -> Option<(Course, &'static Plan)> {
    let plan = regime::at(row.made_at)?.plan(row.family)?;
    let steps: Vec<Step> = steps.iter().map(|one| one.step).collect();
    Some((Course::of(plan.terms, steps), plan))
}

fn opened(app: &App, (row, steps): (Stored, Vec<Kept>)) -> Result<Open, Problem> {
    let text = unsealed(app, TABLE, row.id, &row.body)?;
    let (course, plan) =
        course(&row, &steps).ok_or_else(|| Problem::internal("licence.unreadable"))?;
    Ok(Open { row, text, steps, course, plan })
}

impl Open {
    /// Where it stands at `now`.
    pub fn standing(&self, now: Millis) -> Standing {
        self.course.standing(now)
    }

    /// Where it stands at `now`, without its days.
    pub fn state(&self, now: Millis) -> State {
        self.standing(now).state
    }

    /// Why a step was taken; empty when nothing was said.
    ///
    /// # Errors
    /// `vault.unreadable` when it is damaged.
    pub fn note(&self, app: &App, kept: &Kept) -> Result<String, Problem> {
        if kept.note.is_empty() {
            return Ok(String::new());
        }
        unsealed(app, "licence_step", self.row.id, &kept.note)
    }

    /// For how many dirhams another term is given now: what is late costs by the month.
    pub fn renewal_fee(&self, now: Millis) -> u32 {
        let until = self.standing(now).until.unwrap_or(now);
        let asked = self.steps.iter().rev().find(|one| one.step.act == licence::Act::AskRenewal);
        let asked = asked.map_or(now, |one| one.step.at);
        let begun = |months: i64| until.uae_date().plus_months(months).at_minute(0) < asked;
        let late = (0..LATE_MONTHS_MAX).take_while(|months| begun(*months)).count();
        let late = u32::try_from(late).unwrap_or(u32::MAX);
        self.plan.renewal.saturating_add(self.plan.late.saturating_mul(late))
    }
}

/// Months of being late that are counted.
const LATE_MONTHS_MAX: i64 = 60;

/// One licence.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn open(app: &App, id: Uuid) -> Result<Open, Problem> {
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    opened(app, found.ok_or_else(Problem::not_found)?)
}

/// The licence of a number.
///
/// # Errors
/// As [`open`].
pub async fn by_number(app: &App, number: &str) -> Result<Open, Problem> {
    let number = number.to_owned();
    let found = app.store.read(move |tx| store::by_number(tx, &number)).await?;
    opened(app, found.ok_or_else(Problem::not_found)?)
}

/// Every licence, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn every(app: &App) -> Result<Vec<Open>, Problem> {
    let all = app.store.read(store::all).await?;
    all.into_iter().map(|one| opened(app, one)).collect()
}

/// The licences of an entity.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_holder(app: &App, holder: sila_core::AgencyId) -> Result<Vec<Open>, Problem> {
    let all = app.store.read(move |tx| store::of_holder(tx, holder)).await?;
    all.into_iter().map(|one| opened(app, one)).collect()
}

/// Whether somebody has acted on a licence in another office than this: in a step, at an inspection, with a measure or on a grievance.
pub fn has_other_office(
    tx: &mut dyn Tx,
    id: Uuid,
    worker: WorkerId,
    office: Office,
) -> Result<bool, DbError> {
    let steps = store::find(tx, id)?.map_or_else(Vec::new, |(_, steps)| steps);
    let mut acted: Vec<Office> = Vec::new();
    acted.extend(steps.iter().filter(|one| one.step.by == worker).map(|one| one.step.act.office()));
    acted.extend(inspections::store::acted(tx, id, worker)?.then_some(Office::Officer));
    acted.extend(measures::store::offices(tx, id, worker)?);
    Ok(acted.into_iter().any(|one| one != office))
}
