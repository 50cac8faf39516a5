//! What ends by itself: a permission whose time has run out after it was used, and what was sent on from a case that is erased here
//! and can never be given.

use sila_core::codes::{LawfulBasis, Withdrawal};
use sila_core::ids::{AgencyId, CaseId, ReferralId};
use sila_core::permission::Permission;
use sila_core::referral::{Act, Side, State, Thread};
use sila_core::time::Millis;

use super::entry::{self, Deed};
use super::reaction::NOTHING;
use super::record::{self, Record};
use super::store::{self, Direction, Referral};
use super::{attachments, body, duty, joint};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::p;
use crate::problem::Problem;
use crate::shelter::stays::store as stays;

/// The agency that was told ends it at its hour. The one that told does so only when it has not heard of that for so long.
pub(super) const TELLER_WAITS_HOURS: i64 = 24;

/// More often than a referral changes while it is looked at.
const ROUNDS_MAX: usize = 8;

/// Ends a referral whose permission has run out: it is closed and erased as if the person had taken it back.
///
/// # Errors
/// When the store cannot be read or written; `referral.busy` when others keep writing.
pub async fn run_out(app: &App, id: ReferralId, now: Millis) -> Result<(), Problem> {
    let decide = |record: &Record| {
        let over = runs_out(app, record)?.is_some_and(|at| at <= now);
        let side = record.thread()?.side(app.node.id).filter(|_| over);
        let at = side.ok_or_else(|| Problem::refused(NOTHING))?;
        Ok(Deed::of_node(Act::Withdraw { at, why: Withdrawal::Expired }))
    };
    match entry::write(app, id, now, decide).await {
        Ok(_) => app.changed(Topic::Cases),
        Err(problem) if problem.code == NOTHING => {}
        Err(problem) => return Err(problem),
    }
    keep_who_lives_here(app, id, now).await?;
    for _ in 0..ROUNDS_MAX {
        let record = Record::of(app, id).await?;
        let (version, later) = (record.row.version, runs_out(app, &record)?);
        let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
            // Also a lock: what is written at the same moment finds another end, and is not forgotten.
            if tx.exec(&store::TOUCH, &p![id, version])? == 0 {
                return Ok(false);
            }
            match later {
                Some(at) => duty::store::add(tx, duty::RUN_OUT, id, at)?,
                None => tx.send(&duty::store::DONE, &p![duty::RUN_OUT, id])?,
            }
            Ok(true)
        };
        if app.store.write(write).await? {
            return Ok(());
        }
    }
    Err(Problem::unavailable("referral.busy"))
}

/// At the hour at which a permission runs out the sharing ends, and nobody is put out of a home by it: while somebody who came by the
/// referral sleeps in one of ours, what is held of the stay is kept on the home's own duty of care, which the node signs. What a
/// person takes back by her own word is for people to decide.
///
/// # Errors
/// When the store cannot be read or written; `referral.busy` when others keep writing.
pub(super) async fn keep_who_lives_here(
    app: &App,
    id: ReferralId,
    now: Millis,
) -> Result<(), Problem> {
    if !app.store.read(move |tx| stays::lives(tx, id)).await? {
        return Ok(());
    }
    let decide = |record: &Record| {
        let thread = record.thread()?;
        let ours = thread.side(app.node.id) == Some(Side::Target) && record.row.relay.is_none();
        let ran_out = thread.withdrawn_why() == Some(Withdrawal::Expired);
        let keep = Act::Keep { basis: LawfulBasis::SocialProtection };
        let due = ours && ran_out && thread.state() == State::Withdrawn && thread.may(&keep, now);
        if due { Ok(Deed::of_node(keep)) } else { Err(Problem::refused(NOTHING)) }
    };
    match entry::write(app, id, now, decide).await {
        Ok(_) => app.changed(Topic::Cases),
        Err(problem) if problem.code == NOTHING => {}
        Err(problem) => return Err(problem),
    }
    Ok(())
}

/// When this node ends a referral because its permission runs out. Nothing where neither the name was given nor anybody has read it, where it does not rest on the
/// person's permission, or where it has ended or was handed over.
///
/// # Errors
/// `vault.unreadable` when the row was changed from outside.
pub(super) fn runs_out(app: &App, record: &Record) -> Result<Option<Millis>, Problem> {
    let told = |thread: &&Thread| thread.identity_released() || thread.state() == State::Noted;
    let thread = record.thread.as_ref().filter(told);
    let side = thread.and_then(|thread| thread.side(app.node.id));
    let (Some(thread), Some(side), None) = (thread, side, record.row.relay) else {
        return Ok(None);
    };
    if !thread.may(&Act::Withdraw { at: side, why: Withdrawal::Expired }, Millis(0)) {
        return Ok(None);
    }
    let shared = body::open(app, record.row.id, &record.sealed)?.and_then(|body| body.shared);
    // An agency without a node ends nothing by itself, and one that has read what is for information does not know until when.
    let waits = side == Side::Source && record.partner.is_none() && thread.identity_released();
    let hours = if waits { TELLER_WAITS_HOURS } else { 0 };
    let rests = |given: &Permission| given.basis == LawfulBasis::Consent;
    let given = shared.map(|shared| shared.permission).filter(rests);
    Ok(given.map(|given| given.expires_at.plus_hours(hours)))
}

/// The end of what was sent from a case that is erased here, with the reason for which that was.
pub(super) fn cut_off(record: &Record, me: AgencyId) -> Option<Act> {
    let (thread, why) = (record.thread.as_ref()?, record.cut_off?);
    let act = Act::Withdraw { at: Side::Source, why };
    let ours = thread.side(me) == Some(Side::Source) && !thread.identity_released();
    (ours && thread.may(&act, Millis(0))).then_some(act)
}

/// Why the permission ended by which this case came.
pub(super) fn why(tx: &mut dyn Tx, case: CaseId) -> Result<Option<Withdrawal>, DbError> {
    for one in store::of_case(tx, case)? {
        if one.direction == Direction::In {
            let entries = record::read(&store::entries(tx, one.id)?)?;
            let thread = Thread::fold(&entries).ok();
            if let Some(why) = thread.and_then(|thread| thread.withdrawn_why()) {
                return Ok(Some(why));
            }
        }
    }
    Ok(None)
}

/// Erases what was sent on from a case whose key is destroyed. What waits for an answer ends by an entry of the node; what goes on a
/// ground in law goes on, and nothing of it is read here any more; what was never signed is gone.
pub(super) fn erase_onward(tx: &mut dyn Tx, row: &Referral, now: Millis) -> Result<(), DbError> {
    let thread = Thread::fold(&record::read(&store::entries(tx, row.id)?)?).ok();
    attachments::store::erase(tx, row.id)?;
    joint::store::erase_words(tx, row.id)?;
    let nothing: Vec<u8> = Vec::new();
    let Some(thread) = thread else {
        tx.send(&store::ERASE, &p![row.id, nothing])?;
        return tx.send(&store::DROP, &p![row.id]);
    };
    let lasts = !thread.identity_released() && !thread.state().is_final();
    if lasts && thread.offer().lawful_basis != LawfulBasis::Consent {
        return tx.send(&store::ERASE_TOLD, &p![row.id, nothing]);
    }
    tx.send(&store::ERASE, &p![row.id, nothing])?;
    if lasts {
        duty::store::add(tx, duty::REACT, row.id, now)?;
    }
    Ok(())
}
