//! What two agencies do together for a person who was taken: messages, and a plan of goals, tasks and case conferences.
//!
//! - [`Line`]: one deed of one worker of one agency, chained to that agency's earlier lines of this referral.
//! - [`Joint`]: the lines of both agencies in one order, the same at both, and the [`Plan`] that follows from them.
//! - [`Watch`]: the times both hold each other to ([`Deadline`]), and who was told when one ran out.
//! - [`Reminder`]: the sender's question how an accepted referral stands, with its coded answer.
//! - [`Dispute`]: what the two disagree about, in stages, with an end that both have signed. It moves nobody.
//!
//! Neither agency is above the other here, so the order is nobody's: each line counts one more than everything its author had
//! seen ([`Line::tick`]), and equal counts stand by agency. Whoever has a task to do moves it; nobody else can. A line that
//! crossed another which settled the matter is kept and changes nothing.

mod deadline;
mod deed;
mod dispute;
mod fold;
mod line;
mod plan;
mod reminder;
#[cfg(test)]
mod tests;

pub use deadline::{Deadline, Finding, LEVELS, Told, Watch};
pub use deed::{Deed, GoalEnd, TaskState, WhyEnd};
pub use dispute::{Dispute, DisputeReason, DisputeResult, DisputeStage, HEAD, Proposal, Ruling};
pub use fold::{Joint, JointError, Step};
pub use line::{Line, LineId};
pub use plan::{Effect, Goal, Meeting, Member, Plan, Task};
pub use reminder::{ContactWay, Progress, Reminder};
