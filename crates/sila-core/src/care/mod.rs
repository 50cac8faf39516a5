//! The way from protection to independence: stages that are entered one after the other, goals whose outcome is measured,
//! a plan that somebody else approves, and how many came how far, told without telling of one person.

pub mod closure;
pub mod cohort;
pub mod goal;
pub mod stage;
#[cfg(test)]
mod tests;
pub mod voice;

pub use closure::{ClosureReason, FollowUp, ReopenReason, Unsettled};
pub use goal::{GoalKind, GoalOutcome, Measure, PlanState, may_decide};
pub use stage::{Spell, Stage, StageReason, StageRefusal, Step, Way, enter, spells};
pub use voice::{Voice, VoiceQuestion, Voices};
