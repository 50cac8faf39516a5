//! Doubles: two records that may be one person. The register proposes, people decide, nothing is merged by itself.
//!
//! A decision is a line that is added and never changed. Two records that were said to be one person stay as they are
//! and are shown together; taking it back shows them apart again, exactly as before. What was said not to be one person
//! is not asked again.

pub mod decision;
pub mod line;
mod list;
pub mod reasons;
pub mod remembered;
mod show;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verdict;
pub mod waterfall;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of doubles.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/duplicates", Permission::DuplicatesDecide, list::page);
    r.get("/{lang}/duplicates/{one}/{two}", Permission::DuplicatesDecide, show::page);
    r.post("/{lang}/duplicates/{one}/{two}", Permission::DuplicatesDecide, decision::create);
}
