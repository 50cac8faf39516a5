//! Several referrals at once: opened for review, given to a colleague who reviews them, or followed by another than who sent them. First it is
//! shown what would happen to each and what would be refused and why; then each is done by itself, and each says what came of it. What
//! has changed since it was looked at is left as it is. Nothing that needs a judgement on one person is done here: to accept,
//! decline, ask, pass on, take back or tell is done on the page of the referral.

pub mod page;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sila_core::ids::{ReferralId, WorkerId};
use sila_core::referral::{self, State};
use sila_core::time::Millis;

use super::claim::free_for;
use super::entry::{self, Deed, Then};
use super::record::{self, Record};
use super::store::{self, Direction};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::cases::bulk::store as teams;
use crate::cases::glass::store as glass;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store::{self as journal, Fact};
use crate::p;
use crate::problem::Problem;
use crate::web::components::{BUSY, Verdict};

/// The routes.
pub fn routes(r: &mut Routes) {
    r.post("/{lang}/referrals/bulk", Permission::ReferralRead, page::create);
}

/// What is done with each referral.
#[derive(Debug, Clone)]
pub enum Act {
    /// The reader reviews what came in, and its sender sees that somebody does.
    Claim,
    /// A colleague reviews what came in.
    Give(Worker),
    /// A colleague follows what was sent.
    Follow(Worker),
}

impl Act {
    /// The list in which it is done.
    fn direction(&self) -> Direction {
        match self {
            Act::Claim | Act::Give(_) => Direction::In,
            Act::Follow(_) => Direction::Out,
        }
    }

    /// Who has it then.
    fn to(&self, me: WorkerId) -> WorkerId {
        match self {
            Act::Claim => me,
            Act::Give(to) | Act::Follow(to) => to.id,
        }
    }
}

/// The referrals that were chosen, each with the change up to which it was looked at.
pub type Chosen = BTreeMap<ReferralId, Option<i64>>;

/// One referral of those that were chosen.
#[derive(Debug, Clone)]
pub struct One {
    /// Which.
    pub id: ReferralId,
    /// Its number, where it stands, and its last change; nothing when there is no such referral for the reader.
    pub seen: Option<(String, State, i64)>,
    /// What would happen, or has.
    pub verdict: Verdict,
}

/// Reads a referral of this list; the reading is written down. `None` when it does not exist for the reader.
async fn read(
    app: &App,
    worker: &Worker,
    (id, direction): (ReferralId, Direction),
    now: Millis,
) -> Result<Option<Record>, Problem> {
    let record = match Record::through(app, worker, id).await {
        Ok(record) if record.row.direction == direction => record,
        Ok(_) => return Ok(None),
        Err(problem) if problem.code == "page.not_found" => return Ok(None),
        Err(problem) => return Err(problem),
    };
    access::record(app, worker, Subject::Referral(id.0), "referral.bulk", now).await?;
    Ok(Some(record))
}

/// Whether it waits for somebody to open it for review.
fn may_begin(app: &App, worker: &Worker, record: &Record, now: Millis) -> bool {
    let by = record::by(worker, Permission::ReferralDecide).ok();
    record
        .thread
        .as_ref()
        .zip(by)
        .is_some_and(|(thread, by)| thread.next(app.node.id, by, referral::Act::Claim, now).is_ok())
}

/// Whether `to` may review what came in, or the key of the reason why not.
fn reviewable(
    app: &App,
    worker: &Worker,
    (record, to): (&Record, WorkerId),
    now: Millis,
) -> Result<(), String> {
    let (row, held) = (&record.row, now < record.claimed_until());
    let reviewed = row.state == State::InReview;
    if record.is_claimed_by_another(worker.id, now) {
        return Verdict::not("bulk-referrals-held");
    }
    if reviewed && held && row.claimed_by == Some(to) {
        return Verdict::not("bulk-referrals-same");
    }
    let over = row.relay.is_some() || now >= row.expires_at;
    if over || !(reviewed || may_begin(app, worker, record, now)) {
        return Verdict::not("bulk-referrals-decided");
    }
    Ok(())
}

/// Whether the reader may let somebody else follow what was sent, or the key of the reason why not.
async fn followable(
    app: &App,
    worker: &Worker,
    (record, to): (&Record, WorkerId),
) -> Result<Result<(), String>, Problem> {
    let (row, me) = (&record.row, worker.id);
    if matches!(row.state, State::Draft | State::AwaitingApproval) {
        return Ok(Verdict::not("bulk-referrals-unsent"));
    }
    if !row.is_open {
        return Ok(Verdict::not("bulk-referrals-over"));
    }
    let (follower, case) = (row.claimed_by.or(row.created_by), row.case_id);
    if follower == Some(to) {
        return Ok(Verdict::not("bulk-referrals-same"));
    }
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let leads = follower.map(|who| teams::leads(tx, me, who)).transpose()?;
        let by_glass = case.map(|case| glass::is_open(tx, case, me)).transpose()?;
        Ok((leads == Some(true), by_glass == Some(true)))
    };
    let (leads, by_glass) = app.store.read(read).await?;
    let own = [follower, row.created_by].contains(&Some(me));
    let may = own || leads || worker.may(Permission::ReferralApprove);
    Ok(if may && !by_glass { Ok(()) } else { Verdict::not("bulk-referrals-not-yours") })
}

/// Whether it may be done, or the key of the reason why not.
async fn judge(
    app: &App,
    worker: &Worker,
    (act, record): (&Act, &Record),
    now: Millis,
) -> Result<Result<(), String>, Problem> {
    let to = act.to(worker.id);
    let may = match act {
        Act::Claim | Act::Give(_) => reviewable(app, worker, (record, to), now),
        Act::Follow(_) => followable(app, worker, (record, to)).await?,
    };
    let id = record.row.id;
    let shut = app.store.read(move |tx| is_shut(tx, id, to)).await?;
    Ok(may.and_then(|()| if shut { Verdict::not("bulk-referrals-shut") } else { Ok(()) }))
}

/// Whether the case of a referral is kept from somebody.
fn is_shut(tx: &mut dyn Tx, id: ReferralId, worker: WorkerId) -> Result<bool, DbError> {
    Ok(store::find(tx, id, worker)?.is_none_or(|found| found.barred))
}

/// Looks at each referral, and with `sure` does what may be done with those that have not changed since. What is being changed at the
/// same moment is told as not done, and the others are done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn run(
    app: &App,
    worker: &Worker,
    (chosen, act, sure): (&Chosen, &Act, bool),
    now: Millis,
) -> Result<Vec<One>, Problem> {
    let mut all = Vec::new();
    for (id, seen) in chosen {
        let one = match look(app, worker, (*id, *seen), (act, sure), now).await {
            Err(problem) if problem.is_passing() => {
                One { id: *id, seen: None, verdict: Verdict::Not(BUSY.to_owned()) }
            }
            other => other?,
        };
        all.push(one);
    }
    Ok(all)
}

/// Looks at one, and with `sure` does what may be done with it.
async fn look(
    app: &App,
    worker: &Worker,
    (id, seen): (ReferralId, Option<i64>),
    (act, sure): (&Act, bool),
    now: Millis,
) -> Result<One, Problem> {
    let Some(record) = read(app, worker, (id, act.direction()), now).await? else {
        let verdict = Verdict::Not("bulk-referrals-gone".to_owned());
        return Ok(One { id, seen: None, verdict });
    };
    let (row, moved) = (&record.row, sure && seen != Some(record.row.version));
    let verdict = match judge(app, worker, (act, &record), now).await? {
        _ if moved => Verdict::Not(MOVED.to_owned()),
        Err(why) => Verdict::Not(why),
        Ok(()) if !sure => Verdict::Will,
        Ok(()) => Verdict::of(one(app, worker, (act, &record), now).await)?,
    };
    Ok(One { id, seen: Some((row.reference.clone(), row.state, row.version)), verdict })
}

/// Somebody changed it between the look and the act.
const MOVED: &str = "problem-bulk-moved";

async fn one(
    app: &App,
    worker: &Worker,
    (act, record): (&Act, &Record),
    now: Millis,
) -> Result<(), Problem> {
    let (row, to) = (&record.row, act.to(worker.id));
    if row.direction == Direction::Out || row.state == State::InReview {
        return hand(app, worker, (record, to), now).await;
    }
    let (by, seen) = (record::by(worker, Permission::ReferralDecide)?, row.version);
    entry::write(app, row.id, now, |record| {
        if record.row.version != seen {
            return Err(Problem::refused("bulk.moved"));
        }
        free_for(record, worker.id, now)?;
        Ok(Deed::of(referral::Act::Claim, by.clone(), worker.id).then(Then::ClaimFor(to)))
    })
    .await?;
    Ok(())
}

/// Somebody else has it from now on; the other agency is told nothing, since nothing changes for it.
///
/// # Errors
/// `bulk.moved` when it has changed since it was read.
async fn hand(
    app: &App,
    by: &Worker,
    (record, to): (&Record, WorkerId),
    now: Millis,
) -> Result<(), Problem> {
    let (id, version) = (record.row.id, record.row.version);
    let fact = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "holder",
        subject: id.to_string(),
        worker: Some(by.id),
        data: to.to_string().into_bytes(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if is_shut(tx, id, to)? || tx.exec(&store::TOUCH, &p![id, version])? == 0 {
            return Ok(false);
        }
        tx.send(&store::SET_CLAIM, &p![id, to, now])?;
        journal::insert(tx, &fact)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Referrals);
    if done { Ok(()) } else { Err(Problem::refused("bulk.moved")) }
}
