//! Clusters (المجموعات): ideas of a room that say nearly the same, put together under a name, by hand or as this node suggests
//! it.
//!
//! A suggestion is computed here from the words alone ([`sila_names::near`]) and moves nothing: somebody looks at it, names it and
//! keeps it. What stands in a cluster stays what it is, with its own author and count; beside them stands how many different
//! people support at least one of them. And since the kinds of partners are not equally many in a hall, the page says of each
//! idea and cluster how far even the kind that likes it least goes along ([`sila_core::consensus`]).
//!
//! Only the agency that opened a room puts together in it; where it has put an idea travels with the idea to whoever shares the
//! room.

pub mod act;
pub mod kinds;
pub mod page;
mod parts;
pub mod store;
#[cfg(test)]
mod tests;

/// Longest name of a cluster, in characters.
pub(super) const NAME_MAX: usize = 80;
/// The most ideas that are put together with one press.
const AT_ONCE_MAX: usize = 100;
/// The most ideas that are compared for a suggestion.
pub const COMPARED_MAX: usize = 5_000;
/// The most suggestions that are shown at a time.
const SUGGESTED_MAX: usize = 12;
