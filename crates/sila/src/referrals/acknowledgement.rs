//! The sender's last words: `POST …/acknowledgement` closes the loop after an outcome; `POST …/note` takes note of a
//! referral that came back.

use sila_core::ids::ReferralId;
use sila_core::referral::{Act, State};
use sila_core::time::Millis;

use super::back_to;
use super::entry::{self, Deed};
use super::record::{self, Record};
use super::store::{self, Direction};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::DbError;
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;

/// The outcome was read here; the referral is closed.
///
/// # Errors
/// What the rules refuse.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    acknowledge(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn acknowledge(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralOffer)?;
    entry::write(app, id, now, |_| Ok(Deed::of(Act::Acknowledge, by.clone(), worker.id))).await?;
    Ok(())
}

/// Somebody at the sender knows that it was declined, ran out, or was returned by the second approver.
///
/// # Errors
/// `referral.wrong_state` when it did not come back.
pub async fn note(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    take_note(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `note`.
pub async fn take_note(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    let returned = record::came_back(record.row.state) || record.row.state == State::Draft;
    if !returned || record.row.direction != Direction::Out {
        return Err(Problem::from(sila_core::Refusal::WrongState { state: record.row.state }));
    }
    let still_open = record.thread.as_ref().is_some_and(|thread| thread.is_open());
    let version = record.row.version;
    let noted = app
        .store
        .write(move |tx| {
            if tx.exec(&store::TOUCH, &p![id, version])? == 0 {
                return Ok(false);
            }
            tx.send(&store::SET_NOTED, &p![id, now, still_open])?;
            Ok::<_, DbError>(true)
        })
        .await?;
    app.changed(Topic::Referrals);
    if noted { Ok(()) } else { Err(Problem::unavailable("referral.busy")) }
}
