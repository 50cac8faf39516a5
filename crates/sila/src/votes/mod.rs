//! Votes (التصويت): an officer puts options to a list of people and nobody learns who said what.
//!
//! Opening a vote freezes its **roll**: who may vote, written down in the journal as a hash. Everybody on it gets a **slip**, a code
//! of their own. With the slip a telephone **draws** one token: it blinds a number that it has made up, the node
//! multiplies the blinded number by the key of this vote, and the telephone takes the blind off. The node knows who drew and
//! that a token which comes with a ballot is one of those it gave, and cannot know whose ([`token`], decision 0028). The **ballot** lies without
//! name and time under a number that the telephone chose. After the closing the box is turned over: one list, sorted by
//! hash, counted by [`sila_core::ballot`] when there are five or more.
//!
//! Whoever has no telephone draws a **paper** from a hat: as many are printed as people are marked, in no order, and none is
//! kept here.

pub mod attended;
mod ballot;
mod booth;
pub mod closing;
pub mod draw;
mod list;
pub mod opening;
pub mod paper;
mod result;
mod show;
mod slips;
pub mod store;
#[cfg(test)]
mod tests;
pub mod token;
pub mod urn;

use sila_core::VoteId;
use sila_core::ballot::Paper;
use sila_core::{Millis, WorkerId};
use sila_seal::{Hash, sha256};

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::web::Cx;

/// The routes of votes. Those under `/vote/` are for telephones without an account.
pub fn routes(r: &mut Routes) {
    use Permission::{Public, SignedIn, VoteKeep};
    r.get("/{lang}/votes", SignedIn, list::page);
    r.get("/{lang}/votes/new", VoteKeep, opening::page);
    r.post("/{lang}/votes", VoteKeep, opening::create);
    r.get("/{lang}/votes/{id}", SignedIn, show::page);
    r.get("/{lang}/votes/{id}/slips", VoteKeep, slips::page);
    r.post("/{lang}/votes/{id}/paper", VoteKeep, paper::create);
    r.post("/{lang}/votes/{id}/closing", VoteKeep, closing::create);
    r.get("/{lang}/vote/{code}", Public, booth::page);
    r.post("/{lang}/vote/{code}/token", Public, draw::create);
    r.post("/{lang}/vote/{code}/ballot", Public, ballot::create);
}

/// A vote.
#[derive(Debug, Clone)]
pub struct Vote {
    /// Identifier.
    pub id: VoteId,
    /// What people type or scan to see it. It gives no vote.
    pub code: String,
    /// What is asked, in Arabic.
    pub title_ar: String,
    /// The same in English.
    pub title_en: String,
    /// Method, number of options, dots.
    pub paper: Paper,
    /// How many of a hundred people on the roll must have voted.
    pub quorum: u8,
    /// The key of its tokens, sealed; empty after the closing.
    pub seed: Vec<u8>,
    /// The public half of that key.
    pub public: [u8; 32],
    /// Hash of the roll as it was frozen.
    pub roll: Hash,
    /// Who opened it.
    pub opened_by: WorkerId,
    /// When.
    pub opened_at: Millis,
    /// When it was closed.
    pub closed_at: Option<Millis>,
    /// The turned-over box; none while it is open, and none when there were too few ballots.
    pub urn: Option<Vec<u8>>,
}

impl Vote {
    /// What is asked, in the reader's language.
    pub fn title(&self, cx: &Cx) -> &str {
        cx.lang.pick(&self.title_ar, &self.title_en)
    }

    /// Where telephones see it, without language.
    pub fn booth(&self) -> String {
        format!("/vote/{}", self.code)
    }

    /// Its page for officers, without language.
    pub fn path(&self) -> String {
        format!("/votes/{}", self.id)
    }
}

/// One option of a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its number, from 1.
    pub n: u8,
    /// In Arabic.
    pub ar: String,
    /// In English.
    pub en: String,
}

/// How somebody on the roll has got their one vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// Not yet.
    Not,
    /// With a telephone.
    Phone,
    /// With a paper out of the hat.
    Paper,
}

/// Somebody who may vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elector {
    /// Their place on the roll, from 1.
    pub n: u32,
    /// Name, or the name of their seat.
    pub name: String,
    /// Whom they speak for; may be empty.
    pub entity: String,
    /// Whether they have drawn.
    pub drawn: Drawn,
    /// Their slip, sealed, as long as it can be used.
    pub slip: Option<Vec<u8>>,
}

/// The hash of a roll: who may vote, in order.
pub fn roll(electors: &[(String, String)]) -> Hash {
    let mut bytes = Vec::new();
    for part in electors.iter().flat_map(|(name, entity)| [name, entity]) {
        bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend(part.as_bytes());
    }
    sha256(&[b"sila/vote/roll/1", &bytes])
}

/// The vote of the address, for an officer.
async fn of_id(ask: &Ask) -> Result<Vote, Problem> {
    let id: VoteId = ask.id("id")?;
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The vote of the address, for a telephone.
async fn of_code(ask: &Ask) -> Result<Vote, Problem> {
    let code = token::spelt(ask.param("code")).ok_or_else(Problem::not_found)?;
    let found = ask.app.store.read(move |tx| store::of_code(tx, &code)).await?;
    found.ok_or_else(Problem::not_found)
}

/// What an officer did with a vote, for the journal. What electors do is in no journal: its order would tell.
fn fact(app: &App, vote: VoteId, worker: WorkerId, data: Vec<u8>, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "vote",
        subject: vote.to_string(),
        worker: Some(worker),
        data,
    }
}
