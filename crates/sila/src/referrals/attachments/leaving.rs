//! From the acceptance on, documents may leave: a letter tells the other agency where each lies and what opens it.

use sila_core::ids::{AgencyId, CaseId};
use sila_core::time::Millis;
use sila_link::{AttachmentOffer, Message, Retry};

use super::super::letter::beside_entries;
use super::super::record::Record;
use super::super::store::{self as referrals, Direction, Referral};
use super::store::{self, Attachment, State};
use super::{Stopped, key, unseal, upload};
use crate::app::{App, Topic};
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links::outbox;
use crate::problem::Problem;

/// A browser that says nothing for so long has gone away.
const COMING_HOURS: i64 = 2;

/// Offers every document whose time has come. Says how many.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn all_due(app: &App) -> Result<usize, Problem> {
    let now = app.clock.now();
    let before = now.plus_hours(-COMING_HOURS);
    let left_behind = app.store.read(move |tx| store::left_behind(tx, before)).await?;
    for id in left_behind {
        app.store.write(move |tx| store::delete(tx, id).map(|_| ())).await?;
    }
    let due = app.store.read(move |tx| store::to_leave(tx, now)).await?;
    let mut offered = 0;
    for stored in due {
        match offer(app, &stored, now).await {
            Ok(()) => offered += 1,
            Err(problem) => {
                tracing::warn!(code = %problem.code, "a document waits: {problem}");
                postpone(app, &stored, now).await?;
            }
        }
    }
    if offered > 0 {
        app.outbox.notify_one();
        app.changed(Topic::Referrals);
    }
    Ok(offered)
}

async fn offer(app: &App, stored: &Attachment, now: Millis) -> Result<(), Problem> {
    let record = Record::of(app, stored.referral).await?;
    let (stopped, about) = (Stopped::of(&record), (record.row.id, record.row.direction));
    // It came from a browser while the person took that back.
    if stopped.leaves(record.row.direction) {
        return Ok(app.store.write(move |tx| store::stop(tx, about, stopped, now)).await?);
    }
    let label = unseal(&key(app, stored.referral, &record.sealed)?, stored)?;
    let root = label.file.root;
    let message = Message::AttachmentOffer(AttachmentOffer {
        file: label.file,
        name: label.name,
        sort: stored.sort.clone(),
        media: stored.media.clone(),
        referral: stored.referral.0,
    });
    let letter = beside_entries(app, &record, &message, now).await?;
    let fact = upload::fact(app, &record.row, "offered", stored.worker, &root, now);
    let (id, row) = (stored.id, record.row.clone());
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        // An agency that is barred from the case is told nothing more of it, whatever it was told before.
        if is_barred(tx, &row)? {
            return Ok(());
        }
        if store::set_state(tx, id, (State::Waiting, State::Offered), None, now)? {
            outbox::post(tx, &letter)?;
            journal::insert(tx, &fact)?;
        }
        Ok(())
    };
    Ok(app.store.write(write).await?)
}

/// Whether the other agency was barred from the case of a referral.
pub(super) fn is_barred(tx: &mut dyn Tx, row: &Referral) -> Result<bool, DbError> {
    let barred = row.case_id.map(|case| scope::is_agency_barred(tx, case, row.peer));
    Ok(barred.transpose()?.unwrap_or(false))
}

/// An agency is barred from a case: what has not left for it stays here, also what was written down to leave.
///
/// # Errors
/// When the store cannot be written.
pub fn hold_back(
    tx: &mut dyn Tx,
    (case, agency): (CaseId, AgencyId),
    now: Millis,
) -> Result<(), DbError> {
    let all = referrals::of_case(tx, case)?;
    let mut theirs = all.iter().filter(|row| row.peer == agency);
    theirs.try_for_each(|row| store::hold_back(tx, row.id, now))
}

/// It is tried again later: the link or the agreement is suspended, or too much waits.
pub(super) async fn postpone(app: &App, stored: &Attachment, now: Millis) -> Result<(), Problem> {
    let jitter = rand_core::Rng::next_u64(&mut crate::clock::Randomness);
    let retry = Retry { failures: stored.tries, due: now }.failed(now, true, jitter);
    let id = stored.id;
    Ok(app.store.write(move |tx| store::set_try(tx, id, retry.failures, retry.due)).await?)
}

/// Whether a document of this side is one that the other side may fetch.
pub(super) fn is_offered(stored: &Attachment) -> bool {
    stored.direction == Direction::Out && matches!(stored.state, State::Offered | State::Arrived)
}
