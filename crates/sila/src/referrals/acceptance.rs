//! `POST /referrals/{id}/acceptance`: we take the person, and with a referral that asks for a place we hold one in the same act. The sender's node then releases the key, and ours opens the case.

use sila_core::ids::ReferralId;
use sila_core::referral::Act;
use sila_core::time::Millis;

use super::back_to;
use super::claim::free_for;
use super::entry::{self, Deed, Then};
use super::record::{self, Record};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::accepting;
use crate::shelter::waiting::Wanted;

/// Accepts for the agency; the signed-in worker will own the case.
///
/// # Errors
/// What the rules refuse: too late, decided already, a colleague is looking at it; no place, where a place is asked for.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let wanted = Wanted::read(&ask.form);
    accept_in(&ask.app, ask.worker()?, id, wanted, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself; where a place is asked for, with the best one.
///
/// # Errors
/// As `create`.
pub async fn accept(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    now: Millis,
) -> Result<(), Problem> {
    accept_in(app, worker, id, Wanted::default(), now).await
}

/// The act itself with the place that is wanted.
///
/// # Errors
/// As `create`.
pub async fn accept_in(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    wanted: Wanted,
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    let hold = accepting::hold_for(app, worker, &record, wanted, now).await?;
    entry::write(app, id, now, |record| {
        free_for(record, worker.id, now)?;
        let deed = Deed::of(Act::Accept, by.clone(), worker.id).then(Then::Claim);
        Ok(Deed { hold: hold.clone(), ..deed })
    })
    .await?;
    if hold.is_some() {
        app.changed(Topic::Shelter);
    }
    Ok(())
}
