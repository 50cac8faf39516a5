//! Where somebody can sleep safely: who needs a place, which place takes whom, and in what order places are proposed.
//!
//! A rule that must hold is never weighed: a room either takes these people, may take them (their exact age or sex is not
//! known), or does not. What may be taken is put in order by [`Grade`], whose fields are the stated criteria from the most
//! to the least important. Two agencies compare their places by the same [`Grade`]; it holds no count and names no home.

mod line;
mod need;
mod proposal;
mod room;
#[cfg(test)]
mod tests;

pub use line::{Precedence, Rank, allot, passed_over};
pub use need::{FEATURES_MAX, Feature, Need, PEOPLE_MAX, Sleeper};
pub use proposal::{Capacity, Criterion, Grade, Proposal, ROOMS_MAX, Waste, best, propose};
pub use room::{Distance, Fit, No, Room, Takes};
