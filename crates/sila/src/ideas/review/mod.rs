//! Moderation: what everybody sees and what not, decided by somebody, with a reason, and counted where everybody can read it.

pub mod decision;
pub mod held;
pub mod queue;
pub mod removed;

/// Why something is taken from the board. `CASE`: it tells of a person, and its words are deleted at once.
pub const REASONS: [&str; 5] = ["CASE", "INSULT", "OFF_TOPIC", "TWICE", "ADVERT"];
/// The reason after which nothing is kept of the words.
pub const CASE: &str = "CASE";
