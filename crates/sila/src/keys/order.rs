//! What an administrator asks to be done with the keys. Any process may write it down; the running node does it.

use sila_core::{Millis, WorkerId};
use sila_seal::Hash;
use sila_seal::statement::REVOKED_MAX;
use uuid::Uuid;

use super::store::{self, Use};
use crate::app::{App, Topic};
use crate::db::DbError;
use crate::problem::Problem;

/// The longest reason, in characters.
pub const REASON_MAX: usize = 200;

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Identifier: orders are carried out in this order.
    pub id: Uuid,
    /// What: `SIGNING`, `SEALING`, `TRANSPORT`, `ALL`, `REVOKE` or `ROOT`.
    pub what: String,
    /// The key to revoke.
    pub kid: Option<Hash>,
    /// Why, in the administrator's words.
    pub reason: String,
    /// Who; nobody on the command line.
    pub worker: Option<WorkerId>,
    /// When.
    pub at: Millis,
}

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A new key of this use in place of the one in use.
    Replace(Use),
    /// New keys of every use.
    All,
    /// A key is no longer trusted, and another takes its place.
    Revoke(Hash),
    /// The root committed to takes the place of the root.
    Root,
}

impl What {
    /// The word in rows, addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            What::Replace(kind) => kind.code(),
            What::All => "ALL",
            What::Revoke(_) => "REVOKE",
            What::Root => "ROOT",
        }
    }
}

impl Order {
    /// What the row asks for.
    pub fn what(&self) -> Option<What> {
        let replace = [Use::Signing, Use::Sealing, Use::Transport].map(What::Replace);
        let others = [Some(What::All), Some(What::Root), self.kid.map(What::Revoke)];
        let all = replace.into_iter().chain(others.into_iter().flatten());
        all.into_iter().find(|what| what.code() == self.what)
    }
}

/// Writes down what is to be done.
///
/// # Errors
/// `keys.unknown` for a key that was never ours, `keys.reason_missing`, `keys.full` when no more can be revoked; when the
/// store cannot be written.
pub async fn give(
    app: &App,
    what: What,
    reason: &str,
    worker: Option<WorkerId>,
    now: Millis,
) -> Result<(), Problem> {
    let refused = |code| Err(Problem::refused(code).way_out("/keys"));
    let reason: String = reason.trim().chars().take(REASON_MAX).collect();
    let mut kid = None;
    if let What::Revoke(revoked) = what {
        let ring = app.keys();
        let named = |one: &super::ring::Stated| {
            [one.told.sign.id(), one.told.sealing.id(), one.told.transport_spki].contains(&revoked)
        };
        if !ring.stated().iter().any(named) {
            return refused("keys.unknown");
        }
        if reason.is_empty() {
            return refused("keys.reason_missing");
        }
        if ring.told().custody.revoked.len() >= REVOKED_MAX {
            return refused("keys.full");
        }
        kid = Some(revoked);
    }
    let id = app.clock.new_id();
    let order = Order { id, what: what.code().to_owned(), kid, reason, worker, at: now };
    app.store.write(move |tx| store::insert_order(tx, &order)).await.map_err(|e: DbError| e)?;
    app.changed(Topic::Links);
    Ok(())
}
