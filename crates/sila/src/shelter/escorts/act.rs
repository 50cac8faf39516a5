//! Planning an escort for a held place, and writing down afterwards how somebody came.

use super::{STEPS, of_stay, reading, sealed, store};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::{hold, path, show, store as stays};
use crate::web::Errors;

/// Plans who brings them, when, and where they are met. What was planned before gives way.
///
/// # Errors
/// `page.not_found`; `shelter.moved` when it is no hold any more; `case.agency_barred` for a partner that may not hear of the case.
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
        if held {
            store::set(tx, &one, by)?;
        }
        Ok(held)
    })
    .await
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
