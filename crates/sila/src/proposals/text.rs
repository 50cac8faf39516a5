//! The words of proposals and moves, as they are sealed in their rows and as they travel.

use minicbor::{Decode, Encode};
use sila_core::proposal::{ProposalKind, Stage};
use sila_core::{Millis, RecordId};

use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};

/// The kind of record that carries a proposal to the agency that decides.
pub const PROPOSAL: &str = "proposal/1";
/// The kind of record by which either agency says what it does about it.
pub const MOVE: &str = "proposal.move/1";

/// What is proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ProposalText {
    /// In a line.
    #[n(0)]
    pub title: Words,
    /// What, and why.
    #[n(1)]
    pub text: Words,
}

impl ProposalText {
    /// Whether there is something in one language at least, and nothing too long.
    pub fn fits(&self) -> bool {
        let there = |words: &Words| !words.is_empty();
        there(&self.title) && self.title.fits(LINE_MAX) && self.text.fits(TEXT_MAX)
    }
}

/// What is said with a move.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MoveText {
    /// The decision, the reason, or what was done.
    #[n(0)]
    pub words: String,
    /// The next step; may be empty.
    #[n(1)]
    pub next: String,
    /// Who takes it, as they want to be named; may be empty.
    #[n(2)]
    pub owner: Words,
}

impl MoveText {
    /// Whether nothing is too long.
    pub fn fits(&self) -> bool {
        let short = |text: &str, max: usize| text.chars().count() <= max;
        short(&self.words, TEXT_MAX) && short(&self.next, LINE_MAX) && self.owner.fits(LINE_MAX)
    }
}

/// A proposal as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sheet {
    /// The proposal; the same at both agencies.
    #[n(0)]
    pub id: RecordId,
    /// What is proposed.
    #[n(1)]
    pub kind: ProposalKind,
    /// When.
    #[n(2)]
    pub at: Millis,
    /// The words.
    #[n(3)]
    pub text: ProposalText,
}

/// A move as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Slip {
    /// Of which proposal.
    #[n(0)]
    pub id: RecordId,
    /// Where it stands then.
    #[n(1)]
    pub to: Stage,
    /// When.
    #[n(2)]
    pub at: Millis,
    /// The words.
    #[n(3)]
    pub text: MoveText,
    /// By when the next step is due.
    #[n(4)]
    pub due_at: Option<Millis>,
    /// What the proposal became.
    #[n(5)]
    pub became: Option<RecordId>,
}
