//! What this node says by itself: no to what no officer may sign. Everything else waits for one.

use sila_link::record::{Version, Word};

use super::plan::Exchange;
use super::{EXCHANGE, open};
use crate::app::App;
use crate::knowledge::share::basis;
use crate::problem::Problem;
use crate::records::{store as records, word};

/// Does what is due. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, [EXCHANGE; 3])).await? {
        if may_stand(app, &line.version).await? {
            continue;
        }
        let said = word::answer(app, line.version, Word::Decline).await?;
        done = done.saturating_add(usize::from(said));
    }
    Ok(done)
}

/// Whether an officer may be asked about a version: it can be read, an agreement allows it, its proposer sends its own people to us, and
/// after the plan it adds a report to that plan and changes nothing else.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn may_stand(app: &App, version: &Version) -> Result<bool, Problem> {
    let (from, now) = (version.proposer, app.clock.now());
    let read: Option<Exchange> = minicbor::decode(&version.content).ok();
    let Some(exchange) = read.filter(Exchange::fits) else { return Ok(false) };
    let ours =
        exchange.sender == from && exchange.host == app.node.id && version.parties.len() == 2;
    if !ours || basis(app, from, now).await.is_err() {
        return Ok(false);
    }
    if version.number == 1 {
        return Ok(exchange.report.is_none());
    }
    let agreed = open(app, version.record).await?.agreed;
    Ok(agreed.is_some_and(|one| {
        exchange.report.is_some() && exchange.is_plan_of(&one.exchange) && exchange.is_over(now)
    }))
}
