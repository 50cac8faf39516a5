//! A referral: one agency (the source) offers a person to another (the target), and both write what
//! they do about it into a thread of signed entries. The state is never stored, it is derived.
//!
//! - [`Entry`]: one act of one side, chained to that side's earlier entries.
//! - [`Offer`]: the first act, with the rules of the agreement frozen into it.
//! - [`Onward`], [`relay`]: passing a person on to a third agency, and telling the source what it does.
//! - [`HandoverList`]: what goes with the person when responsibility moves; both sides sign it.
//! - [`Calendars`]: when each of the two works, as it was signed when the referral was offered.
//! - [`may_transfer`], [`Thread::may_hand_over`], [`Thread::needs_place`], [`Act::needs_open_case`]: what an act needs beside the entries.
//! - [`Thread`]: the entries of both sides put into one order, the same at both, and what follows.

mod act;
mod calendars;
mod ending;
mod entry;
mod fold;
mod handover;
mod needs;
mod offer;
mod onward;
mod order;
mod pause;
mod relay;
mod rules;
mod sight;
#[cfg(test)]
pub(crate) mod tests;
mod thread;

pub use act::{Act, Left, Views};
pub use calendars::Calendars;
pub use ending::CLOSE_DAYS;
pub use entry::{ByRole, Entry};
pub use handover::{HANDOVER_DAYS, HandoverLine, HandoverList, LINES_MAX};
pub use needs::may_transfer;
pub use offer::{Follows, Offer, Origin, Override, Terms};
pub use onward::Onward;
pub use pause::{APPEAL_DAYS, QUESTIONS_MAX, WAIT_DAYS};
pub use relay::{Leg, relay};
pub use rules::{KEEP_WITHIN_MS, Side, State};
pub use sight::{Owed, Question, Waiting};
pub use thread::{Effect, Step, Thread, ThreadError};
