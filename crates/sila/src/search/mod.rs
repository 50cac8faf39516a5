//! One search box: a person by any spelling of the name or any part of it, or by a number. It finds only what the worker
//! may open, and what was typed is kept nowhere: it comes by POST, and the log holds only that a search was made.

mod asked;
mod page;
mod results;
pub mod saved;
#[cfg(test)]
mod tests;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of the search.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/search", Permission::SignedIn, page::show);
    r.post("/{lang}/search", Permission::SignedIn, page::find);
    saved::routes(r);
}
