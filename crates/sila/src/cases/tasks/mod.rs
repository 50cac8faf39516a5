//! `/tasks` (مهامي): what a worker has to do in the cases that they read, by whether it is late, due or done, with what is to be done in words,
//! and ticked off where it stands. Tasks of joint plans stand there too; they are ticked off on the page of the plan, where it is signed.

pub mod page;
pub mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sila_core::ids::CaseId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::cases::plan;
use crate::cases::record::{CaseRecord, open_record};
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use store::Stored;

/// The routes of tasks.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/tasks", Permission::CaseRead, page::show);
    r.post("/{lang}/tasks/{id}/{one}", Permission::CaseRead, page::finish);
}

/// Something to do, or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// The row.
    pub id: Uuid,
    /// For which case.
    pub case: CaseId,
    /// The number of the case.
    pub reference: String,
    /// Until when.
    pub due: Millis,
    /// When it was done.
    pub done: Option<Millis>,
    /// What is to be done.
    pub words: String,
}

/// Opens the words of tasks. Each case is opened once, and its reading is written down before anything is shown.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read or written.
async fn opened(
    app: &App,
    worker: &Worker,
    rows: Vec<Stored>,
    now: Millis,
) -> Result<Vec<Mine>, Problem> {
    let mut records: BTreeMap<CaseId, CaseRecord> = BTreeMap::new();
    let mut all = Vec::new();
    for row in rows {
        let case = row.case;
        let record = match records.remove(&case) {
            Some(record) => record,
            None => match open_record(app, worker, case).await {
                Ok(record) => record,
                // What was opened for a time may be over between the two looks.
                Err(problem) if problem.code == "page.not_found" => continue,
                Err(problem) => return Err(problem),
            },
        };
        let words = plan::action_words(app, &record, row.id, &row.words)?;
        let (id, reference) = (row.id, row.reference);
        all.push(Mine { id, case, reference, due: row.due, done: row.done, words });
        records.insert(case, record);
    }
    let read = records.keys().map(|case| Subject::Case(case.0)).collect();
    access::record_all(app, worker, read, "case.tasks", now).await?;
    Ok(all)
}
