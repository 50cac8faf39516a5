//! What somebody who works here says about themselves so that they are given no case of their own kin (إفصاح المصالح): names of their family,
//! employers of their household, the area in which they live. It is sealed under the node's key, read by nobody but them, and used for one
//! thing: cases are compared with it, and of what is found only a reason is told.

mod page;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::area::AreaCode;
use sila_core::ids::WorkerId;

use super::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::meetings::unsealed;
use crate::problem::Problem;

/// The table whose rows hold what was declared.
const TABLE: &str = "declared_interest";

/// What somebody declared. `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Interests {
    /// Family names: their own, of their husband or wife, of their mother.
    #[n(0)]
    pub families: Vec<String>,
    /// Where members of their household work.
    #[n(1)]
    pub employers: Vec<String>,
    /// Where they live.
    #[n(2)]
    pub area: Option<AreaCode>,
}

impl std::fmt::Debug for Interests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interests")
    }
}

/// The routes of declarations: each of their own.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/me/interests", Permission::SignedIn, page::show);
    r.post("/{lang}/me/interests", Permission::SignedIn, page::save);
}

/// Opens a declaration. For its worker, and for comparing.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(app: &App, worker: WorkerId, body: &[u8]) -> Result<Interests, Problem> {
    unsealed(app, TABLE, worker.0, body)
}
