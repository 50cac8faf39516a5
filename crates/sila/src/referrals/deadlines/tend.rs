//! Telling named people that a time has run out: the line that says so, who was told, and the next level are one transaction.

use sila_core::ids::{ReferralId, WorkerId};
use sila_core::joint::{Deadline, Deed};
use sila_core::time::Millis;

use super::store;
use crate::accounts::{self, Permission, Worker};
use crate::app::{App, Topic};
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::p;
use crate::problem::Problem;
use crate::referrals::joint::{self, Loaded, Wish};
use crate::referrals::record::Record;
use crate::referrals::store::{self as referrals, Referral};

/// Tells of every time that has run out. Says of how many. One that cannot be told now comes again.
///
/// # Errors
/// When the store cannot be read.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let due = app.store.read(move |tx| store::due(tx, now)).await?;
    let mut told = 0;
    for (id, deadline, level) in due {
        match one(app, id, (deadline, level), now).await {
            Ok(done) => told += usize::from(done),
            Err(problem) => {
                tracing::warn!(referral = %id, code = %problem.code, "not told: {problem}");
            }
        }
    }
    if told > 0 {
        app.outbox.notify_one();
        app.changed(Topic::Referrals);
    }
    Ok(told)
}

async fn one(
    app: &App,
    id: ReferralId,
    (deadline, before): (Deadline, u8),
    now: Millis,
) -> Result<bool, Problem> {
    let record = Record::of(app, id).await?;
    let (row, level) = (record.row.clone(), before.saturating_add(1));
    let thread = record.thread()?.clone();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((Loaded::load(tx, &thread)?, named(tx, &row, level)?))
    };
    let (loaded, named) = app.store.read(read).await?;
    let said = loaded.joint.watch().level(app.node.id, deadline) >= level;
    let line = match record.partner {
        None if !said => {
            let wish = Wish::new(Deed::Escalate { deadline, level }, names(&named));
            // Our own people hear of it also when the other agency cannot be told now.
            let line = joint::of_node(app, &record, &loaded, wish, now).await;
            line.inspect_err(|problem| tracing::warn!(code = %problem.code, "told here only")).ok()
        }
        _ => None,
    };
    let fact = fact(app, id, (deadline, level), now);
    let version = record.row.version;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let unmoved = tx.exec(&referrals::TOUCH, &p![id, version])? == 1;
        if !unmoved || !store::raise(tx, id, (deadline, before))? {
            return Ok(false);
        }
        for worker in &named {
            store::tell(tx, id, (deadline, level), worker.id, now)?;
        }
        journal::insert(tx, &fact)?;
        line.as_ref().map_or(Ok(()), |line| line.insert(tx, id))?;
        Ok(true)
    };
    Ok(app.store.write(write).await?)
}

/// The journal's fact: codes only.
fn fact(app: &App, id: ReferralId, (deadline, level): (Deadline, u8), now: Millis) -> Fact {
    let data = format!("{} {level}", deadline.code()).into_bytes();
    let (fact, subject) = (app.clock.new_id(), id.to_string());
    Fact { id: fact, at: now, kind: "deadline", subject, worker: None, data }
}

/// The names as the other agency reads them: one colleague a line, in both scripts.
fn names(named: &[Worker]) -> String {
    let one = |worker: &Worker| format!("{}\t{}", worker.name_ar, worker.name_en);
    named.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Whom this level reaches: those whom the desk names for the agreement, else those whom it names for all, else its
/// supervisors and then its heads; and first of all whoever sent it or holds it. Never nobody, and nobody from whom the case
/// is kept.
fn named(tx: &mut dyn Tx, row: &Referral, level: u8) -> Result<Vec<Worker>, DbError> {
    let mut all = accounts::store::all(tx)?;
    all.retain(|worker| worker.active);
    if let Some(case) = row.case_id {
        let mut seen = Vec::new();
        for worker in all {
            if !scope::is_barred(tx, case, worker.id)? {
                seen.push(worker);
            }
        }
        all = seen;
    }
    let mut chosen = at(&store::contacts(tx, row.agreement)?, level);
    if chosen.is_empty() {
        chosen = at(&store::contacts(tx, store::DESK)?, level);
    }
    let role = if level == 1 { "SUPERVISOR" } else { "HEAD" };
    let reads = |worker: &Worker| worker.may(Permission::ReferralReadAll);
    let by_name = |worker: &Worker| chosen.contains(&worker.id) && reads(worker);
    let by_role = |worker: &Worker| worker.roles.iter().any(|held| held == role) && reads(worker);
    let rules: [&dyn Fn(&Worker) -> bool; 3] = [&by_name, &by_role, &reads];
    let reached = |rule: &&dyn Fn(&Worker) -> bool| all.iter().any(rule);
    let rule = rules.into_iter().find(|rule| reached(rule));
    let own = [row.created_by, row.claimed_by];
    let holds = |worker: &Worker| level == 1 && own.contains(&Some(worker.id));
    all.retain(|worker| holds(worker) || rule.is_some_and(|rule| rule(worker)));
    Ok(all)
}

fn at(contacts: &[(u8, WorkerId)], level: u8) -> Vec<WorkerId> {
    let here = contacts.iter().filter(|(of, _)| *of == level);
    here.map(|(_, worker)| *worker).collect()
}
