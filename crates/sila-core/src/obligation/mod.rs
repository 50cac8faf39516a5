//! What a party owes by a signed agreement: when it falls due, with the computation told step by step, and its life from
//! *scheduled* to *accepted by the other party*. Only the party to which it is owed, or both together, can end it well.

mod instance;
mod recurrence;
mod trigger;

#[cfg(test)]
mod tests;

pub use instance::{Act, Entry, Instance, NotNow, Party, Settled, Standing, Terms};
pub use recurrence::{Frequency, Recurrence, RecurrenceError};
pub use trigger::{Anchor, Anchors, Due, Event, Happened, Step, Trigger};
