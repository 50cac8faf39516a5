//! The wall (الفصل بين الرقابة والشراكة): whoever has worked on a licence of an entity never chooses, scores or evaluates it as a partner,
//! and whoever has done that never works on its licence, whatever roles they hold today. Roles keep the two sides apart at one time
//! ([`crate::accounts::roles`]); this keeps them apart when somebody moves from one office to the other.

use sila_core::licence::Office;
use sila_core::{AgencyId, WorkerId};
use uuid::Uuid;

use super::{inspections, measures, path, store};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::evaluations::{cycle, store as evaluations};
use crate::lifecycle;
use crate::partners::file;
use crate::problem::Problem;

/// Whether somebody has worked on a licence of this entity: in a step, at an inspection, with a measure or on a grievance.
fn has_regulated(tx: &mut dyn Tx, worker: WorkerId, holder: AgencyId) -> Result<bool, DbError> {
    for (row, steps) in store::of_holder(tx, holder)? {
        let office = |act: sila_core::licence::Act| act.office() != Office::Holder;
        let stepped = steps.iter().any(|one| one.step.by == worker && office(one.step.act));
        let visited = inspections::store::acted(tx, row.id, worker)?;
        if stepped || visited || !measures::store::offices(tx, row.id, worker)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether somebody has chosen, scored or evaluated this agency as a partner.
fn has_judged(
    tx: &mut dyn Tx,
    me: AgencyId,
    worker: WorkerId,
    agency: AgencyId,
) -> Result<bool, DbError> {
    let entries = file::store::of(tx, agency)?;
    let scored = entries.iter().any(|(one, _)| one.worker == worker && one.kind.judges());
    if scored || lifecycle::store::steps(tx, agency)?.iter().any(|one| one.step.by == worker) {
        return Ok(true);
    }
    for one in cycle::all(tx, me)?.iter().filter(|one| one.other == agency) {
        let given = evaluations::has_given(tx, one.id, worker)?;
        if given || evaluations::has_sealed(tx, one.id, worker)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether somebody may choose, score or evaluate this agency as a partner.
///
/// # Errors
/// `wall.regulated` for whoever has worked on a licence of it.
pub async fn may_judge(
    app: &App,
    worker: WorkerId,
    agency: AgencyId,
    way: &str,
) -> Result<(), Problem> {
    let read = move |tx: &mut dyn Tx| has_regulated(tx, worker, agency);
    match app.store.read(read).await? {
        true => Err(Problem::refused("wall.regulated").way_out(way)),
        false => Ok(()),
    }
}

/// Whether somebody may work on this licence.
///
/// # Errors
/// `wall.judged` for whoever has chosen, scored or evaluated its holder as a partner.
pub async fn may_regulate(app: &App, worker: WorkerId, licence: Uuid) -> Result<(), Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let Some((row, _)) = store::find(tx, licence)? else { return Ok(false) };
        has_judged(tx, me, worker, row.holder)
    };
    match app.store.read(read).await? {
        true => Err(Problem::refused("wall.judged").way_out(path(licence))),
        false => Ok(()),
    }
}
