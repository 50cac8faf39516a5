//! Research (البحث): studies with an ethics approval, and tables of counts without anybody in them.
//!
//! A study says what it asks and what may be counted for it. Somebody else writes the ethics committee's word down; from then on
//! and until it runs out the study's researcher draws tables within that scope, as does whoever publishes figures of the agency for
//! everybody. A quarter that is over is counted once and never again, so that no table differs from another by what came late; every
//! table that was ever given out is remembered, and one that could be subtracted from them down to a small group is refused
//! ([`sila_core::extract`]). A researcher reads no case: whoever does is given no table. What was found goes back into the
//! library ([`crate::knowledge`]).

mod approval;
pub mod extract;
mod list;
mod national;
mod parts;
mod propose;
mod result;
mod show;
pub mod store;
pub mod study;
#[cfg(test)]
mod tests;

use sila_core::StudyId;
use sila_core::time::Millis;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::journal::store::Fact;
use crate::problem::Problem;
use store::Stored;
use study::{Approval, Study};

pub use approval::{Decision, decide};
pub use propose::propose;

/// It waits for the word of an ethics committee.
pub const PROPOSED: &str = "PROPOSED";
/// Tables are given.
pub const APPROVED: &str = "APPROVED";
/// It does not take place.
pub const DECLINED: &str = "DECLINED";

/// The routes of research.
pub fn routes(r: &mut Routes) {
    use Permission::{ResearchApprove, ResearchPropose, ResearchRead};
    r.get("/{lang}/research", ResearchRead, list::page);
    r.get("/{lang}/research/new", ResearchPropose, propose::page);
    r.post("/{lang}/research", ResearchPropose, propose::create);
    r.get("/{lang}/research/figures", ResearchRead, national::page);
    r.post("/{lang}/research/figures", ResearchApprove, national::create);
    r.get("/{lang}/research/tables/{id}", ResearchRead, extract::page);
    r.get("/{lang}/research/tables/{id}/file", ResearchRead, extract::file);
    r.get("/{lang}/research/{id}", ResearchRead, show::page);
    r.post("/{lang}/research/{id}/approval", ResearchApprove, approval::create);
    r.post("/{lang}/research/{id}/tables", ResearchRead, extract::create);
    r.post("/{lang}/research/{id}/result", ResearchRead, result::create);
}

/// A study with its words.
#[derive(Debug, Clone)]
pub struct Open {
    /// The row.
    pub stored: Stored,
    /// What it asks.
    pub study: Study,
    /// The word of the ethics committee.
    pub approval: Option<Approval>,
}

impl Open {
    /// Approved, and not run out.
    pub fn runs(&self, now: Millis) -> bool {
        self.stored.state == APPROVED && now < self.stored.until
    }
}

/// Reads the words of a row.
///
/// # Errors
/// When they are damaged.
pub fn opened(stored: Stored) -> Result<Open, Problem> {
    let damaged = |error| Problem::internal("research.unreadable").because(error);
    let study = minicbor::decode(&stored.body).map_err(damaged)?;
    let approval = stored.approval.as_ref().map(|bytes| minicbor::decode(bytes));
    let approval = approval.transpose().map_err(damaged)?;
    Ok(Open { stored, study, approval })
}

/// One study.
///
/// # Errors
/// `page.not_found`.
pub async fn open(app: &App, id: StudyId) -> Result<Open, Problem> {
    let stored = app.store.read(move |tx| store::find(tx, id)).await?;
    opened(stored.ok_or_else(Problem::not_found)?)
}

/// Whether somebody reads cases or referrals in any of their roles. Such a person could find in a table whom they know.
pub fn reads_cases(worker: &Worker) -> bool {
    use Permission::{CaseRead, CaseReadAll, Intake, ReferralRead, ReferralReadAll};
    [CaseRead, CaseReadAll, Intake, ReferralRead, ReferralReadAll]
        .into_iter()
        .any(|permission| worker.may(permission))
}

/// What was done about a study or a table, for the journal: codes only.
pub fn fact(app: &App, subject: &str, worker: &Worker, act: &str, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "research",
        subject: format!("{subject} {act}"),
        worker: Some(worker.id),
        data: act.as_bytes().to_vec(),
    }
}

/// The address of a study, without language.
pub fn path(id: StudyId) -> String {
    format!("/research/{id}")
}
