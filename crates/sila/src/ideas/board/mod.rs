//! The board of a room: what was said in it, and what of it everybody sees.

pub mod comment;
pub mod endorsement;
pub mod one;
pub mod parts;
pub mod phone;
pub mod post;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use minicbor::{Decode, Encode};
use sila_core::{AgencyId, IdeaId, Millis, RoomId, SeatId};

use super::rooms::Room;
use super::seats::Credit;
use crate::app::App;
use crate::problem::Problem;
use crate::vault::Place;

/// The themes of a meeting, in its order.
pub const THEMES: [&str; 4] = ["STRENGTH", "CHALLENGE", "OPPORTUNITY", "THREAT"];
/// The kind of an idea where no theme is asked for.
pub const OPEN: &str = "OPEN";
/// A question to whoever presents; what most endorse is asked first.
pub const QUESTION: &str = "QUESTION";
/// What a room without themes takes.
pub const KINDS: [&str; 2] = [OPEN, QUESTION];
/// What a comment may be.
pub const POSITIONS: [&str; 4] = ["FOR", "AGAINST", "QUESTION", "REMARK"];

/// Where something that was said stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has looked at it yet.
    Waiting,
    /// The guard found what looks like a person in it.
    Held,
    /// Everybody sees it.
    Shown,
    /// Taken from the board for a reason.
    Removed,
    /// Its author took it back.
    Withdrawn,
    /// It became part of another one, with its author's consent.
    Merged,
}

impl State {
    /// Every state.
    pub const ALL: [State; 6] = [
        State::Waiting,
        State::Held,
        State::Shown,
        State::Removed,
        State::Withdrawn,
        State::Merged,
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            State::Waiting => "WAITING",
            State::Held => "HELD",
            State::Shown => "SHOWN",
            State::Removed => "REMOVED",
            State::Withdrawn => "WITHDRAWN",
            State::Merged => "MERGED",
        }
    }

    /// The state of that code.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Where it came from: one of these.
pub mod source {
    /// A telephone in the room.
    pub const PHONE: &str = "PHONE";
    /// Somebody who works here.
    pub const ACCOUNT: &str = "ACCOUNT";
    /// A sheet of paper that a facilitator typed in.
    pub const PAPER: &str = "PAPER";
    /// Another agency with which the room is shared.
    pub const PARTNER: &str = "PARTNER";
    /// Ideas of several people that became one, with their consent.
    pub const MERGER: &str = "MERGER";
    /// Something that was said elsewhere and became an idea: a comment, a question, a point of minutes.
    pub const TURNED: &str = "TURNED";
}

/// What was said, and by whom as far as the room shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Said {
    /// The words.
    #[n(0)]
    pub text: String,
    /// By whom.
    #[n(1)]
    pub by: Credit,
    /// Where it was written when it came on paper: "table 4".
    #[n(2)]
    pub table: String,
}

/// An idea or a comment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// Identifier, the same wherever the room is shared.
    pub id: IdeaId,
    /// The room.
    pub room: RoomId,
    /// At which agency it was said.
    pub origin: AgencyId,
    /// Whose seat; none for paper and for what was said elsewhere.
    pub seat: Option<SeatId>,
    /// Where it came from.
    pub source: String,
    /// The idea it comments on.
    pub about: Option<IdeaId>,
    /// Its theme, or the position of a comment.
    pub kind: String,
    /// Where it stands.
    pub state: State,
    /// What the guard found: kinds, separated by spaces.
    pub marks: String,
    /// Why it was removed.
    pub reason: String,
    /// Its author asked for another look.
    pub appealed: bool,
    /// How many support it here.
    pub endorsed: i64,
    /// How many comments are shown.
    pub commented: i64,
    /// How many think that somebody should look at it again.
    pub reported: i64,
    /// What was said, sealed; gone when it was removed because it told of a person.
    pub body: Option<Vec<u8>>,
    /// When it was said.
    pub at: Millis,
    /// When its state last changed.
    pub moved_at: Millis,
}

impl Idea {
    /// An idea of nothing by nobody, which the script of a page copies for each that comes while it is open.
    pub fn blank(room: &Room) -> Idea {
        Idea {
            id: IdeaId(uuid::Uuid::nil()),
            room: room.id,
            origin: room.origin,
            seat: None,
            source: String::new(),
            about: None,
            kind: String::new(),
            state: State::Shown,
            marks: String::new(),
            reason: String::new(),
            appealed: false,
            endorsed: 0,
            commented: 0,
            reported: 0,
            body: None,
            at: room.opened_at,
            moved_at: room.opened_at,
        }
    }
}

fn place(id: IdeaId) -> Place {
    Place { table: "idea", row: id.0 }
}

/// What was said, sealed for its row.
pub fn sealed(app: &App, id: IdeaId, said: &Said) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _written = minicbor::encode(said, &mut bytes);
    app.vault.seal(place(id), &bytes)
}

/// What was said; nothing where it is gone.
///
/// # Errors
/// When it was sealed for another row.
pub fn said(app: &App, idea: &Idea) -> Result<Said, Problem> {
    let Some(body) = &idea.body else { return Ok(Said::default()) };
    let plain = app.vault.open(place(idea.id), body)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// Each with what was said.
///
/// # Errors
/// As [`said`].
pub fn read(app: &App, ideas: Vec<Idea>) -> Result<Vec<(Idea, Said)>, Problem> {
    let one = |idea: Idea| said(app, &idea).map(|said| (idea, said));
    ideas.into_iter().map(one).collect()
}
