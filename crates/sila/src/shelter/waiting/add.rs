//! Putting somebody on the list: a case of ours, or an incoming referral that waits for a bed.

use sila_core::codes::{Risk, Urgency};
use sila_core::ids::{CaseId, ReferralId};
use sila_core::shelter::{Need, Rank};
use sila_core::time::Millis;

use super::{Waiting, store};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::referrals::Record;
use crate::reply::Reply;
use crate::shelter::stays::{accepting, place};

/// Where a worker is sent after it.
const LIST: &str = "/shelter/waiting";

/// Puts the people of a case on the list.
///
/// # Errors
/// `page.not_found`, `case.closed`, `shelter.nobody`, `shelter.risk`, `shelter.waits`.
pub async fn case(ask: Ask) -> Result<Reply, Problem> {
    let id: CaseId = ask.id("case")?;
    let worker = ask.worker()?;
    let record = cases::open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), "shelter.place", ask.now).await?;
    record.row.needs_open()?;
    let back = format!("/shelter/place/{id}");
    let need = place::need_of(&record, &ask.form, ask.now);
    let need = need.ok_or_else(|| Problem::refused("shelter.nobody").way_out(back.clone()))?;
    let urgency = Urgency::from_code(&record.row.urgency)
        .map_err(|error| Problem::internal("case.unreadable").because(error))?;
    let rank = Rank { urgency, risk: risk(&ask, &back)?, linked: false, since: ask.now };
    let new = Waiting {
        id: ask.app.clock.new_id(),
        case: Some(id),
        referral: None,
        need,
        rank,
        reference: String::new(),
        referred: record.row.origin.is_some(),
        first: None,
    };
    add(&ask.app, worker, new, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(LIST)))
}

/// Puts an incoming referral on the list: it waits for a bed until it is decided.
///
/// # Errors
/// `page.not_found`, `shelter.risk`, `shelter.waits`; `shelter.nobody` when it asks for no place here or is decided.
pub async fn referral(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "referral.show", ask.now).await?;
    let back = format!("/referrals/{id}");
    let open = record.row.state.awaits_target();
    let need: Option<Need> = accepting::need_of(&ask.app, &record)?.filter(|_| open);
    let need = need.ok_or_else(|| Problem::refused("shelter.nobody").way_out(back.clone()))?;
    let rank = Rank {
        urgency: record.row.urgency,
        risk: risk(&ask, &back)?,
        linked: false,
        since: record.row.offered_at.min(ask.now),
    };
    let new = Waiting {
        id: ask.app.clock.new_id(),
        case: None,
        referral: Some(id),
        need,
        rank,
        reference: String::new(),
        referred: true,
        first: None,
    };
    add(&ask.app, worker, new, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(LIST)))
}

fn risk(ask: &Ask, back: &str) -> Result<Risk, Problem> {
    let given = ask.form.get("risk").and_then(|code| Risk::from_code(code).ok());
    given.ok_or_else(|| Problem::refused("shelter.risk").way_out(back.to_owned()))
}

/// The act itself.
///
/// # Errors
/// `shelter.waits` when they are on the list already.
pub async fn add(app: &App, worker: &Worker, new: Waiting, now: Millis) -> Result<(), Problem> {
    let by = worker.id;
    let data = format!("ADD {} {}", new.rank.urgency, new.rank.risk).into_bytes();
    let subject = new.id.to_string();
    let id = app.clock.new_id();
    let told = Fact { id, at: now, kind: "waiting", subject, worker: Some(by), data };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::insert(tx, &new, by)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let added = app.store.write(write).await?;
    app.changed(Topic::Shelter);
    if added { Ok(()) } else { Err(Problem::refused("shelter.waits").way_out(LIST)) }
}
