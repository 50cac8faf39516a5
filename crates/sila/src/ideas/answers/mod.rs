//! The official answer: every idea gets one, with its reason, within the days that its room promises; what has none is shown to
//! everybody with its age. And what an idea became, both ways, with the credit of whoever had it.

pub mod becoming;
pub mod given;
pub mod list;
pub mod one;
pub mod public;
pub mod store;
#[cfg(test)]
mod tests;
pub mod turned;

use minicbor::{Decode, Encode};
use sila_core::{IdeaId, Millis};

use super::board::Idea;
use super::rooms::Room;
use crate::app::App;
use crate::problem::Problem;
use crate::vault::Place;

/// What an answer may be.
pub const CODES: [&str; 4] = ["STUDY", "ACCEPTED", "DEFERRED", "DECLINED"];
/// It became a joint initiative.
pub const INITIATIVE: &str = "INITIATIVE";
/// It became a practice in the library.
pub const PRACTICE: &str = "PRACTICE";
/// It became a campaign.
pub const CAMPAIGN: &str = "CAMPAIGN";
/// It became a course: people needed to learn it.
pub const TRAINING: &str = "TRAINING";
/// It became a threat in the register, with its rating and its day of review.
pub const RISK: &str = "RISK";
/// It changed the policy guide: the version that says it.
pub const POLICY: &str = "POLICY";
/// Everything that an idea can become, beside the actions and challenges of a meeting.
pub const KINDS: [&str; 6] = [INITIATIVE, PRACTICE, CAMPAIGN, TRAINING, RISK, POLICY];

/// The reason that stands in an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reason {
    /// The words.
    #[n(0)]
    pub words: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// One of [`CODES`].
    pub code: String,
    /// Why.
    pub words: String,
    /// When it was given.
    pub at: Millis,
}

/// What an idea became.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turned {
    /// One of [`KINDS`].
    pub kind: String,
    /// The record or item; the same at every agency that has it.
    pub target: uuid::Uuid,
    /// Since when.
    pub at: Millis,
}

impl Turned {
    /// Where it stands, without language.
    pub fn path(&self) -> String {
        match self.kind.as_str() {
            INITIATIVE => format!("/initiatives/{}", self.target),
            CAMPAIGN => format!("/campaigns/{}", self.target),
            TRAINING => format!("/training/{}", self.target),
            RISK => format!("/contributions/entry/{}/0", self.target),
            POLICY => "/policy".to_owned(),
            _ => format!("/knowledge/{}", self.target),
        }
    }
}

fn place(id: IdeaId) -> Place {
    Place { table: "idea_answer", row: id.0 }
}

/// The reason of an answer, sealed for its row.
pub fn sealed(app: &App, id: IdeaId, words: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _written = minicbor::encode(Reason { words: words.to_owned() }, &mut bytes);
    app.vault.seal(place(id), &bytes)
}

/// An answer as it can be read.
///
/// # Errors
/// When it was sealed for another idea.
pub fn opened(app: &App, id: IdeaId, kept: store::Kept) -> Result<Answer, Problem> {
    let plain = app.vault.open(place(id), &kept.body)?;
    let reason: Reason = minicbor::decode(&plain)
        .map_err(|error| Problem::internal("vault.unreadable").because(error))?;
    Ok(Answer { code: kept.code, words: reason.words, at: kept.at })
}

/// When an idea is to be answered.
pub fn due(room: &Room, idea: &Idea) -> Millis {
    idea.at.plus_hours(i64::from(room.answer_days).saturating_mul(24))
}
