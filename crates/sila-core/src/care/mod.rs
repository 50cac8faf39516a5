//! The way from protection to independence: stages that are entered one after the other, goals whose outcome is measured,
//! a plan that somebody else approves, and how many came how far, told without telling of one person.

pub mod cohort;
pub mod goal;
pub mod stage;
#[cfg(test)]
mod tests;

pub use goal::{GoalKind, GoalOutcome, Measure, PlanState, may_decide};
pub use stage::{Spell, Stage, StageReason, StageRefusal, Step, Way, enter, spells};
