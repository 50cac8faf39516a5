//! Mergers (الدمج): several ideas become one, if everybody who had them agrees.
//!
//! A moderator writes the words of the new idea and asks; each author sees on their own telephone what is asked and says yes or
//! no, idea by idea: whoever had two of them is asked twice, and nobody can see from the answers that two ideas are of one
//! author. The moderator sees how many have agreed, not which. One no ends it. What came on paper has nobody to ask: the
//! facilitator who typed it in speaks for the table. When all have agreed the new idea stands on the board and the others are
//! kept under it, each with its author, its time and its own count. **Support is never added up**: the new idea begins without
//! any, whoever supported one of the others is asked to support it again, and beside its count stands how many different people
//! supported at least one of those from which it came.

pub mod asking;
pub mod parts;
pub mod store;
#[cfg(test)]
mod tests;
pub mod word;

use sila_core::{IdeaId, Millis, RoomId, WorkerId};

/// The fewest ideas that become one.
const PARENTS_MIN: usize = 2;
/// The most.
const PARENTS_MAX: usize = 20;

/// Where a merger stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Some have not said anything yet.
    Asked,
    /// All have agreed: the new idea stands on the board.
    Done,
    /// Somebody said no, or the moderator has taken it back: everything is as it was.
    Refused,
}

impl Asked {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Asked::Asked => "ASKED",
            Asked::Done => "DONE",
            Asked::Refused => "REFUSED",
        }
    }

    /// The state of that code.
    pub fn from_code(code: &str) -> Option<Asked> {
        [Asked::Asked, Asked::Done, Asked::Refused].into_iter().find(|one| one.code() == code)
    }
}

/// A merger as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merger {
    /// The idea that comes of it.
    pub id: IdeaId,
    /// The room.
    pub room: RoomId,
    /// The theme of the new idea.
    pub kind: String,
    /// Where it stands.
    pub state: Asked,
    /// The words of the new idea, sealed for its row.
    pub body: Vec<u8>,
    /// Who asked.
    pub worker: WorkerId,
    /// When.
    pub at: Millis,
}

/// An idea that is to become part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// Which.
    pub idea: IdeaId,
    /// Its author has agreed.
    pub agreed: bool,
}
