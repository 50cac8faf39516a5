//! A room shared between agencies: what is said at one is on the board of the other, once, with its author and its time.
//!
//! It travels as shared records ([`crate::records`]) on the channel of partnership, under an agreement with a clause for it: a
//! [`Sheet`] holds the room and what of it has changed at the sender. The agency that opened the room has a line to each guest, and
//! passes on to every guest what comes from another. Each node moderates its own people and sends only what everybody in its
//! own hall sees; what a partner sends is looked through by our guard too. A sheet that comes twice changes nothing, and
//! everything is ordered by when it was said, so both boards are the same in the end, however long they were apart.

mod incoming;
mod outgoing;
pub mod sharing;
pub mod store;

use minicbor::{Decode, Encode};
use sila_core::{AgencyId, IdeaId, Millis, RoomId};

use super::answers::{CODES, KINDS};
use super::board::{POSITIONS, THEMES};
use super::clusters::NAME_MAX as CLUSTER_MAX;
use super::rooms::{Anonymity, Room};
use super::words::{IDEA_MAX, NAME_MAX};
use crate::app::App;
use crate::problem::Problem;

/// The kind of the records that carry sheets.
pub const KIND: &str = "idea.sheet/1";
/// Lines of one sheet.
const LINES_MAX: usize = 60;
/// The most that an agency says support an idea.
const SUPPORT_MAX: i64 = 100_000;

/// The room as it is shared.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Hall {
    /// Which.
    #[n(0)]
    pub id: RoomId,
    /// The question, in Arabic.
    #[n(1)]
    pub title_ar: String,
    /// And in English.
    #[n(2)]
    pub title_en: String,
    /// What is shown of a person.
    #[n(3)]
    pub anonymity: String,
    /// It asks by themes.
    #[n(4)]
    pub themes: bool,
    /// Days within which it answers.
    #[n(5)]
    pub answer_days: u16,
    /// Ideas are taken.
    #[n(6)]
    pub open: bool,
    /// When it was opened.
    #[n(7)]
    pub opened_at: Millis,
}

/// The answer that travels with an idea.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Answered {
    /// One of [`CODES`].
    #[n(0)]
    pub code: String,
    /// Why.
    #[n(1)]
    pub words: String,
    /// When.
    #[n(2)]
    pub at: Millis,
}

/// What an idea became.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Became {
    /// One of [`KINDS`].
    #[n(0)]
    pub kind: String,
    /// Which.
    #[n(1)]
    pub target: sila_core::RecordId,
    /// Since when.
    #[n(2)]
    pub at: Millis,
}

/// The cluster in which the agency that opened the room has put an idea.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cluster {
    /// Which.
    #[n(0)]
    pub id: sila_core::RecordId,
    /// What it is called.
    #[n(1)]
    pub name: String,
}

/// An idea or comment as it stands at the sender.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Line {
    /// Which.
    #[n(0)]
    pub id: IdeaId,
    /// Where it was said.
    #[n(1)]
    pub origin: AgencyId,
    /// The idea it comments on.
    #[n(2)]
    pub about: Option<IdeaId>,
    /// Theme or position.
    #[n(3)]
    pub kind: String,
    /// The words; empty when it is gone.
    #[n(4)]
    pub text: String,
    /// By whom: name.
    #[n(5)]
    pub name: String,
    /// By whom: entity.
    #[n(6)]
    pub entity: String,
    /// From which table.
    #[n(7)]
    pub table: String,
    /// When it was said.
    #[n(8)]
    pub at: Millis,
    /// It is on the board no more.
    #[n(9)]
    pub gone: bool,
    /// How many support it at the sender.
    #[n(10)]
    pub endorsed: i64,
    /// The answer.
    #[n(11)]
    pub answer: Option<Answered>,
    /// What it became.
    #[n(12)]
    pub became: Vec<Became>,
    /// Where it stands.
    #[n(13)]
    pub cluster: Option<Cluster>,
}

/// What one agency sends another about a room.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sheet {
    /// The room.
    #[n(0)]
    pub hall: Hall,
    /// The agency that opened it.
    #[n(1)]
    pub host: AgencyId,
    /// What has changed.
    #[n(2)]
    pub lines: Vec<Line>,
}

impl Sheet {
    /// Its bytes.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _written = minicbor::encode(self, &mut bytes);
        bytes
    }

    /// Whether every part is within its limits and known.
    pub fn fits(&self) -> bool {
        let title = |text: &String| (1..=NAME_MAX).contains(&text.chars().count());
        let hall = title(&self.hall.title_ar)
            && title(&self.hall.title_en)
            && Anonymity::from_code(&self.hall.anonymity).is_some();
        hall && self.lines.len() <= LINES_MAX && self.lines.iter().all(Line::fits)
    }
}

impl Line {
    fn fits(&self) -> bool {
        let short = |text: &String| text.chars().count() <= NAME_MAX;
        let known = match self.about {
            Some(_) => POSITIONS.contains(&self.kind.as_str()),
            None => {
                THEMES.contains(&self.kind.as_str())
                    || super::board::KINDS.contains(&self.kind.as_str())
            }
        };
        let answer = self.answer.as_ref().is_none_or(|one| {
            CODES.contains(&one.code.as_str())
                && one.words.chars().count() <= super::answers::given::REASON_MAX
        });
        let words = self.text.chars().count() <= IDEA_MAX && (self.gone || !self.text.is_empty());
        let named = |one: &Cluster| (1..=CLUSTER_MAX).contains(&one.name.chars().count());
        let cluster = self.cluster.as_ref().is_none_or(named);
        known
            && answer
            && words
            && cluster
            && self.became.len() <= 20
            && self.became.iter().all(|one| KINDS.contains(&one.kind.as_str()))
            && [&self.name, &self.entity, &self.table].into_iter().all(short)
            && (0..=SUPPORT_MAX).contains(&self.endorsed)
    }
}

/// A room as it is shared.
pub fn hall(room: &Room) -> Hall {
    Hall {
        id: room.id,
        title_ar: room.title_ar.clone(),
        title_en: room.title_en.clone(),
        anonymity: room.anonymity.code().to_owned(),
        themes: room.themes,
        answer_days: room.answer_days,
        open: room.open,
        opened_at: room.opened_at,
    }
}

/// Sends what is due, says this node's word about what partners sent, and takes what has effect. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let sent = outgoing::send(app).await?;
    Ok(sent.saturating_add(incoming::take(app).await?))
}
