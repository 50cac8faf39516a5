//! Planning an escort for a held place, and writing down afterwards how somebody came.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;

use super::{Escort, STEPS, TRIES_MAX, of_stay, reading, sealed, store};
use crate::ask::Ask;
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::{hold, path, show, store as stays};
use crate::web::Errors;

/// Plans who brings them, when, and where they are met. What was planned before gives way.
///
/// # Errors
/// `page.not_found`; `shelter.moved` when it is no hold any more; `shelter.tries` after too many that were refused; `case.agency_barred`
/// for a partner that may not hear of the case.
pub async fn plan(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["HELD"])?;
    let mut errors = Errors::none();
    let Some(one) = reading::planned(&ask, &stay, &mut errors).await? else {
        return show::shown(&ask, stay, &errors).await;
    };
    let by = (ask.worker()?.id, ask.now);
    let [planned, _] = STEPS;
    let step = hold::step(Some(by.0), planned, &one.kind, ask.now);
    let (id, one) = (stay.id, sealed(&ask.app, one)?);
    hold::moved(&ask, &stay, step, move |tx| {
        let held = stays::find(tx, id)?.is_some_and(|stay| stay.state == "HELD");
        if !held || is_over(tx, by)? || is_barred(tx, &one.0)? {
            return Ok(false);
        }
        store::set(tx, &one, by)?;
        Ok(true)
    })
    .await
}

/// Whether this worker has no more tries today.
fn is_over(tx: &mut dyn Tx, (worker, now): (WorkerId, Millis)) -> Result<bool, DbError> {
    Ok(store::tries(tx, (worker, reading::REFUSED), now)? >= TRIES_MAX)
}

/// Whether whoever brings them may not hear of the case.
fn is_barred(tx: &mut dyn Tx, one: &Escort) -> Result<bool, DbError> {
    let Some((case, agency)) = store::case_of(tx, one.stay)?.zip(one.agency) else {
        return Ok(false);
    };
    scope::is_agency_barred(tx, case, agency)
}

/// Writes down how they came, where nobody said so when they were admitted.
///
/// # Errors
/// `page.not_found`; `shelter.moved` when they are not in the home, and when somebody has written it down before.
pub async fn came(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["STAYING", "AWAY"])?;
    let moved = || Problem::refused("shelter.moved").way_out(path(stay.id, ""));
    if of_stay(&ask.app, stay.id).await?.iter().any(|one| one.came) {
        return Err(moved());
    }
    let mut errors = Errors::none();
    let Some(one) = reading::came(&ask, &stay, true, &mut errors).await? else {
        return show::shown(&ask, stay, &errors).await;
    };
    let by = (ask.worker()?.id, ask.now);
    let [_, came] = STEPS;
    let step = hold::step(Some(by.0), came, &one.kind, ask.now);
    let (id, one) = (stay.id, sealed(&ask.app, one)?);
    hold::moved(&ask, &stay, step, move |tx| {
        let first = store::of_stay(tx, id)?.iter().all(|(one, _)| !one.came);
        if first {
            store::set(tx, &one, by)?;
        }
        Ok(first)
    })
    .await
}
