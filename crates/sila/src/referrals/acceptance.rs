//! `POST /referrals/{id}/acceptance`: we take the person. The sender's node then releases the key, and ours opens the case.

use sila_core::ids::ReferralId;
use sila_core::referral::Act;
use sila_core::time::Millis;

use super::back_to;
use super::claim::free_for;
use super::entry::{self, Deed, Then};
use super::record::{self, Record};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;

/// Accepts for the agency; the signed-in worker will own the case.
///
/// # Errors
/// What the rules refuse: too late, decided already, a colleague is looking at it.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    accept(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn accept(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    entry::write(app, id, now, |record| {
        free_for(record, worker.id, now)?;
        Ok(Deed::of(Act::Accept, by.clone(), worker.id).then(Then::Claim))
    })
    .await?;
    Ok(())
}
