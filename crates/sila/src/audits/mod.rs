//! The sample that is audited (عيّنة التدقيق): of the facts that both parties of an agreement have confirmed in a quarter, five of a hundred are
//! looked at by whoever audits here. Two parties that confirm each other a fiction move an index that rests on signatures; this is how it
//! comes out.
//!
//! Both nodes draw the same facts by themselves ([`draw`]), and each agency's own people look at them. What they find stays with their agency and
//! is added, never changed. It takes nothing away from what both have signed: it stands beside the figures, with what they would be without
//! what does not hold ([`standing`]).

pub mod draw;
mod list;
mod show;
pub mod standing;
pub mod store;

use std::collections::BTreeMap;

use sila_core::RecordId;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;
use store::{Drawn, Finding};

pub use draw::tend;
pub use show::find;

/// The table whose rows hold the reasons.
const TABLE: &str = "audit_finding";
/// Shortest reason, in characters.
const REASON_MIN: usize = 3;
/// Longest reason, in characters.
const REASON_MAX: usize = 600;

/// The routes. Whoever signs agreements reads what was found about them, and finds nothing.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/audits", Permission::AuditRead, list::page);
    r.get("/{lang}/audits/{id}", Permission::AgreementRead, show::page);
    r.post("/{lang}/audits/{id}/findings", Permission::AuditRead, show::create);
}

/// What somebody who audits has found of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The evidence shows it.
    Holds,
    /// The evidence shows that it was not so.
    Fails,
    /// There is no evidence, or nobody lets it be seen.
    Unseen,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 3] = [Verdict::Holds, Verdict::Fails, Verdict::Unseen];

    /// The key in rows, forms and texts.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Holds => "HOLDS",
            Verdict::Fails => "FAILS",
            Verdict::Unseen => "UNSEEN",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A fact of the sample with what was found of it, the first finding first.
#[derive(Debug, Clone)]
pub struct Item {
    /// What was drawn.
    pub drawn: Drawn,
    /// What was found. The last counts.
    pub findings: Vec<Finding>,
}

impl Item {
    /// What counts.
    pub fn verdict(&self) -> Option<Verdict> {
        self.findings.last().map(|one| one.verdict)
    }
}

/// Every fact that was ever drawn, those of the last quarter first.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App) -> Result<Vec<Item>, Problem> {
    let read = |tx: &mut dyn crate::db::Tx| -> Result<_, crate::db::DbError> {
        Ok((store::drawn(tx)?, store::findings(tx)?))
    };
    let (drawn, found) = app.store.read(read).await?;
    let mut by: BTreeMap<RecordId, Vec<Finding>> = BTreeMap::new();
    for one in found {
        by.entry(one.record).or_default().push(one);
    }
    let item = |drawn: Drawn| {
        let findings = by.remove(&drawn.record).unwrap_or_default();
        Item { drawn, findings }
    };
    Ok(drawn.into_iter().map(item).collect())
}

/// Whether somebody audits here: whoever signs for the agency does not judge what it has signed.
pub fn may_find(worker: &Worker) -> bool {
    worker.may(Permission::AuditRead) && !worker.may(Permission::AgreementSign)
}

/// The page of a fact of the sample, without language.
pub fn path(record: RecordId) -> String {
    format!("/audits/{record}")
}
