//! Inspections: planned, without notice, after a complaint, the field audit before a licence is given. Each point of the checklist has its
//! basis; what is not met is looked at again on the day by which it must be put right, and the better the finding the later the next visit.

pub mod store;
mod visit;

pub use store::{AUDIT, COMPLAINT, Inspection, KINDS, PLANNED};
pub use visit::{create, grade, page, passed};

use minicbor::{Decode, Encode};
use sila_core::Millis;
use sila_core::licence::{Act, Office, State, Step};
use uuid::Uuid;

use super::open::{self, has_other_office};
use super::step;
use super::{path, wall};
use crate::accounts::Worker;
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::{fact, sealed};
use crate::problem::Problem;
use crate::reply::Reply;

/// Months to the next visit when everything was met, and when something was met in part.
const NEXT_MONTHS: [i64; 2] = [12, 6];
/// Days for putting right what is not met, when no day is named.
const CORRECT_DAYS: i64 = 30;
/// Most days that may be named.
const CORRECT_DAYS_MAX: i64 = 365;

/// Grades after an inspection: everything is met; nothing is missing; less than a third is missing; a third or more is.
pub const GRADES: [&str; 4] = ["GOOD", "FAIR", "WEAK", "POOR"];

/// How far a point is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Met {
    /// It is.
    #[n(0)]
    Yes,
    /// In part.
    #[n(1)]
    Partly,
    /// It is not.
    #[n(2)]
    No,
}

impl Met {
    /// All of them.
    pub const ALL: [Met; 3] = [Met::Yes, Met::Partly, Met::No];

    /// The word in forms and texts.
    pub fn code(self) -> &'static str {
        match self {
            Met::Yes => "YES",
            Met::Partly => "PARTLY",
            Met::No => "NO",
        }
    }
}

/// What an inspection found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Findings {
    /// Point by point, by code.
    #[n(0)]
    pub points: Vec<(String, Met)>,
    /// What was seen.
    #[n(1)]
    pub note: String,
    /// How it is to be put right.
    #[n(2)]
    pub correction: String,
    /// By when.
    #[n(3)]
    pub correct_by: Option<i64>,
}

impl Findings {
    /// Whether nothing is missing.
    pub fn passed(&self) -> bool {
        self.points.iter().all(|(_, met)| *met != Met::No)
    }

    /// How good it was, as the public register says it: it follows from the checklist, and nobody gives it.
    pub fn grade(&self) -> &'static str {
        let count = |met: Met| self.points.iter().filter(|(_, one)| *one == met).count();
        let [good, fair, weak, poor] = GRADES;
        match (count(Met::No), count(Met::Partly)) {
            (0, 0) => good,
            (0, _) => fair,
            (missing, _) if missing.saturating_mul(3) < self.points.len() => weak,
            _ => poor,
        }
    }

    fn next(&self, kind: &str, now: Millis) -> (&'static str, Millis) {
        if !self.passed() {
            let kind = if kind == AUDIT { AUDIT } else { store::FOLLOW_UP };
            let due = self.correct_by.map_or_else(|| now.plus_days(CORRECT_DAYS), Millis);
            return (kind, due);
        }
        let [whole, partly] = NEXT_MONTHS;
        let months = match self.points.iter().any(|(_, met)| *met == Met::Partly) {
            true => partly,
            false => whole,
        };
        (PLANNED, now.uae_date().plus_months(months).at_minute(0))
    }
}

/// Plans an inspection.
///
/// # Errors
/// `page.not_found`; `wall.judged`; `licence.same_person` for whoever has decided on the licence; `licence.order` for a field audit of a licence that is
/// not audited.
pub async fn add(
    app: &App,
    licence: Uuid,
    (kind, due_at): (&'static str, Millis),
    worker: &Worker,
    now: Millis,
) -> Result<Uuid, Problem> {
    wall::may_regulate(app, worker.id, licence).await?;
    let found = open::open(app, licence).await?;
    let audits = found.state(now) == State::FieldAudit;
    if (kind == AUDIT) != audits {
        return Err(Problem::refused("licence.order").way_out(path(licence)));
    }
    let id = app.clock.new_id();
    let told = fact(app, "inspection", format!("{licence} {kind}"), Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if has_other_office(tx, licence, by, Office::Officer)? {
            return Ok(false);
        }
        store::insert(tx, (id, licence), (kind, due_at), by)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    match written {
        true => Ok(id),
        false => Err(Problem::refused("licence.same_person").way_out(path(licence))),
    }
}

/// The inspection of the form.
///
/// # Errors
/// `form.broken` for what no form of ours sends; as [`add`].
pub async fn plan(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let kind = ask.form.get("kind").unwrap_or_default();
    let kind = KINDS.into_iter().find(|one| *one == kind);
    let due = day(&ask.form, "due").map(|date| date.plus_days(1).at_minute(0));
    let (Some(kind), Some(due)) = (kind, due) else {
        return Err(Problem::refused("licence.inspection").way_out(path(id)));
    };
    add(&ask.app, id, (kind, due), ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Writes down what was found. A field audit that found everything met gives the licence; any finding plans the next visit, unless the
/// licence has ended.
///
/// # Errors
/// `page.not_found`; `wall.judged`; `licence.same_person`; `licence.inspection` when it was done already or a day makes no sense; what the course
/// refuses of a licence that is not audited any more.
pub async fn finish(
    app: &App,
    id: Uuid,
    findings: &Findings,
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let one = app.store.read(move |tx| store::find(tx, id)).await?;
    let one = one.ok_or_else(Problem::not_found)?;
    let licence = one.licence;
    wall::may_regulate(app, worker.id, licence).await?;
    let refused = |code: &str| Problem::refused(code).way_out(path(licence));
    let days = findings.correct_by.map_or(1, |at| Millis(at).minutes_since(now) / (24 * 60));
    if !(0..=CORRECT_DAYS_MAX).contains(&days) {
        return Err(refused("licence.inspection"));
    }
    let body = sealed(app, "inspection", id, findings);
    let (passed, by, next_id) = (findings.passed(), worker.id, app.clock.new_id());
    let grade = findings.grade();
    let next = findings.next(&one.kind, now);
    let told = fact(app, "inspection", format!("{licence} {} done", one.kind), Some(worker), now);
    let kept = step::kept(app, licence, (Act::Pass, ""), worker, now);
    let audit = one.kind == AUDIT && passed;
    let write = move |tx: &mut dyn Tx| -> Result<Option<&'static str>, DbError> {
        if has_other_office(tx, licence, by, Office::Officer)? {
            return Ok(Some("licence.same_person"));
        }
        let alive = match standing(tx, licence, audit.then_some(kept.step), now)? {
            Ok(state) => !state.has_ended(),
            Err(code) => return Ok(Some(code)),
        };
        if !store::finish(tx, id, (by, now), (passed, grade, &body))? {
            return Ok(Some("licence.inspection"));
        }
        if audit && let Some(Err(code)) = step::try_take(tx, licence, &kept)? {
            return Err(DbError::Type { what: code.to_owned() });
        }
        if alive {
            store::insert(tx, (next_id, licence), next, by)?;
        }
        journal::insert(tx, &told)?;
        Ok(None)
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    written.map_or(Ok(()), |code| Err(refused(code)))
}

/// Where a licence stands now; the code of the refusal when this step, if there is one, does not follow. Nothing is written.
fn standing(
    tx: &mut dyn Tx,
    licence: Uuid,
    step: Option<Step>,
    now: Millis,
) -> Result<Result<State, &'static str>, DbError> {
    let found = super::store::find(tx, licence)?;
    let course = found.and_then(|(row, steps)| open::course(&row, &steps));
    let Some((mut course, _)) = course else { return Ok(Err("licence.order")) };
    let state = course.standing(now).state;
    let tried = step.map_or(Ok(()), |step| course.take(step));
    Ok(tried.map(|()| state).map_err(|refused| refused.code()))
}
