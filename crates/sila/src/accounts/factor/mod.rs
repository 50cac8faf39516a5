//! The second step of signing in: after the password a code by time (RFC 6238), or one of ten recovery codes. No session exists before it.
//!
//! It is the worker's own to begin, to renew and to end. An administrator says whose roles must have it and takes it from somebody who has
//! lost it, and reads nothing of it. The lock of a session stays with the password alone.

pub mod admin;
pub mod code;
pub mod mine;
mod page;
pub mod pending;
pub mod recovery;
pub mod store;
#[cfg(test)]
mod tests;
mod trial;

use uuid::Uuid;

use crate::accounts::Permission;
use crate::ask::{Ask, Route, Routes};
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use sila_core::ids::WorkerId;

pub use trial::check;

/// One's own page, without language.
pub const PATH: &str = "/me/second-factor";

/// What somebody may open who must have a second factor and has none: the way to it, and the way out.
const OPEN: [&str; 7] = [
    "/{lang}/me/second-factor",
    "/{lang}/me/second-factor/confirmation",
    "/{lang}/sign-in",
    "/{lang}/sign-in/code",
    "/{lang}/sign-out",
    "/{lang}/lock",
    "/{lang}/hidden",
];

/// The routes of the second step.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/sign-in/code", Permission::Public, pending::page);
    r.post("/{lang}/sign-in/code", Permission::Public, pending::create);
    r.get("/{lang}/me/second-factor", Permission::SignedIn, mine::page);
    r.post("/{lang}/me/second-factor", Permission::SignedIn, mine::begin);
    r.post("/{lang}/me/second-factor/confirmation", Permission::SignedIn, mine::confirm);
    r.post("/{lang}/me/second-factor/end", Permission::SignedIn, mine::end);
    r.get("/{lang}/accounts/second-factor", Permission::AccountsAdmin, admin::page);
    r.post("/{lang}/accounts/second-factor", Permission::AccountsAdmin, admin::require);
    r.post("/{lang}/accounts/{id}/second-factor/reset", Permission::AccountsAdmin, admin::reset);
}

/// Leads somebody who must have a second factor and has none to it. On pages that are for anybody they are nobody until then.
pub fn first(ask: &mut Ask, route: &Route) -> Option<Reply> {
    let owes = ask.session.as_ref().is_some_and(|session| session.owes_factor && !session.locked);
    if !owes || OPEN.contains(&route.path) {
        return None;
    }
    if route.permission == Permission::Public {
        ask.session = None;
        return None;
    }
    Some(Reply::see_other(ask.cx.url(PATH)))
}

/// Whether these roles must have a second factor, by the roles that the agency has named.
pub fn must(roles: &[String], required: &[String]) -> bool {
    roles.iter().any(|role| required.contains(role))
}

/// Takes the second factor from an account, with all that belongs to it. False when it had none.
///
/// # Errors
/// When the store cannot be written.
pub fn end(tx: &mut dyn Tx, worker: WorkerId) -> Result<bool, DbError> {
    store::end_offer(tx, worker)?;
    store::end_codes(tx, worker)?;
    store::end_pending_of(tx, worker)?;
    store::end(tx, worker)
}

fn place(worker: WorkerId) -> Place {
    Place { table: "second_factor", row: worker.0 }
}

fn offer_place(worker: WorkerId) -> Place {
    Place { table: "second_factor_offer", row: worker.0 }
}

/// The journal's line: whose second factor, and what became of it.
fn fact(id: Uuid, by: WorkerId, at: sila_core::Millis, subject: String, data: &str) -> Fact {
    Fact { id, at, kind: "account", subject, worker: Some(by), data: data.as_bytes().to_vec() }
}

/// The line of an act of the signed-in worker.
fn told(ask: &Ask, subject: String, data: &str) -> Result<Fact, Problem> {
    Ok(fact(ask.app.clock.new_id(), ask.worker()?.id, ask.now, subject, data))
}
