//! A case as the address of a page names it, and what the journal says of an act in it.

use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::record::{CaseRecord, open_record};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::journal::store::Fact;
use crate::problem::Problem;

/// The case of the address, for whoever may read it. The reading is written down under the name of the screen.
///
/// # Errors
/// `page.not_found` when there is no such case for this worker.
pub async fn read(ask: &Ask, screen: &'static str) -> Result<CaseRecord, Problem> {
    let (id, worker): (CaseId, _) = (ask.id("id")?, ask.worker()?);
    let record = open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), screen, ask.now).await?;
    Ok(record)
}

/// The journal's fact of an act of this kind in a case: codes and identifiers only.
pub fn fact(
    app: &App,
    (kind, case): (&'static str, CaseId),
    worker: &Worker,
    data: &str,
    now: Millis,
) -> Fact {
    let (id, subject, data) = (app.clock.new_id(), case.to_string(), data.as_bytes().to_vec());
    Fact { id, at: now, kind, subject, worker: Some(worker.id), data }
}
