//! `POST /referrals/{id}/claim`: somebody opens an incoming referral for review. One person at a time; the claim lapses by
//! itself, so that a referral never waits for somebody who has gone home.

use sila_core::ids::{ReferralId, WorkerId};
use sila_core::referral::{Act, State};
use sila_core::time::Millis;

use super::entry::{self, Deed, Then};
use super::record::{self, Record};
use super::{back_to, store};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::DbError;
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::dates;

/// Claims the referral for the signed-in worker.
///
/// # Errors
/// `referral.claimed` while a colleague holds it.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    claim(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn claim(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    if record.row.state == State::InReview {
        free_for(&record, worker.id, now)?;
        return take_over(app, &record, worker.id, now).await;
    }
    let by = record::by(worker, Permission::ReferralDecide)?;
    entry::write(app, id, now, |record| {
        free_for(record, worker.id, now)?;
        Ok(Deed::of(Act::Claim, by.clone(), worker.id).then(Then::Claim))
    })
    .await?;
    Ok(())
}

/// Whether this worker may decide now.
///
/// # Errors
/// `referral.claimed` with the time at which the colleague's claim lapses.
pub fn free_for(record: &Record, worker: WorkerId, now: Millis) -> Result<(), Problem> {
    if record.is_claimed_by_another(worker, now) {
        let until = dates::clock(record.claimed_until());
        return Err(Problem::refused("referral.claimed").with("until", until));
    }
    Ok(())
}

/// Under review already: the claim changes hands without an entry, unless somebody was quicker.
async fn take_over(
    app: &App,
    record: &Record,
    worker: WorkerId,
    now: Millis,
) -> Result<(), Problem> {
    let (id, version) = (record.row.id, record.row.version);
    let taken = app
        .store
        .write(move |tx| {
            if tx.exec(&store::TOUCH, &p![id, version])? == 0 {
                return Ok(false);
            }
            tx.send(&store::SET_CLAIM, &p![id, worker, now])?;
            Ok::<_, DbError>(true)
        })
        .await?;
    app.changed(Topic::Referrals);
    if taken { Ok(()) } else { Err(Problem::unavailable("referral.busy")) }
}
