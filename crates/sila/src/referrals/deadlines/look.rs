//! The first look: when a person here opens what another agency offers, the node says so to that agency, once and without a name, so
//! that nobody at either is told that nobody looks.

use sila_core::joint::{Deadline, Deed};
use sila_core::referral::Side;
use sila_core::time::Millis;

use super::store;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::p;
use crate::problem::Problem;
use crate::referrals::joint::{self, Loaded, Wish};
use crate::referrals::record::Record;
use crate::referrals::show::Sight;
use crate::referrals::store as referrals;

/// A person has opened it. What cannot be said now is said at the next opening.
pub async fn opened(app: &App, sight: &Sight, now: Millis) {
    let ours = sight.side == Some(Side::Target);
    if !ours || !sight.times.waits(Deadline::Look) {
        return;
    }
    let record = &sight.record;
    if let Err(problem) = say(app, record, now).await {
        tracing::warn!(referral = %record.row.id, code = %problem.code, "not said: {problem}");
    }
}

async fn say(app: &App, record: &Record, now: Millis) -> Result<(), Problem> {
    let (id, version, thread) = (record.row.id, record.row.version, record.thread()?.clone());
    let loaded = app.store.read(move |tx| Loaded::load(tx, &thread)).await?;
    let line = joint::of_node(app, record, &loaded, Wish::new(Deed::Look, ""), now).await?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if tx.exec(&referrals::TOUCH, &p![id, version])? == 0 {
            return Ok(false);
        }
        line.insert(tx, id)?;
        store::end(tx, id, Deadline::Look)?;
        Ok(true)
    };
    if app.store.write(write).await? {
        app.outbox.notify_one();
        app.changed(Topic::Referrals);
    }
    Ok(())
}
