//! The journal: who read which record, every exchanged thing in a tamper-evident log, and the pages of the auditor.

pub mod access;
pub mod acts;
pub mod log;
pub mod store;
pub mod trail;
pub mod tree;
pub mod verify;

#[cfg(test)]
mod tests;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of the journal.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/audit", Permission::AuditRead, trail::page);
    r.get("/{lang}/audit/reads", Permission::AuditRead, trail::reads);
    r.get("/{lang}/audit/verify", Permission::AuditRead, trail::verify);
}
