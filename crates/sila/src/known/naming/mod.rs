//! The named step after an answer: one side tells who it is and why, the other side's officer on duty answers.

pub mod name;
pub mod reply;
pub mod store;
