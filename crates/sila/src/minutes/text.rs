//! The words of minutes, as they are sealed in their rows and as they travel to the parties.

use minicbor::{Decode, Encode};
use sila_core::meeting::PointKind;
use sila_core::{AgencyId, MeetingId};

use crate::meetings::text::{Heading, TEXT_MAX, Words};

/// The kind of record that carries minutes.
pub const MINUTES: &str = "minutes/1";
/// The kind of record by which a party says how something it owes has ended.
pub const OUTCOME: &str = "minutes.outcome/1";
/// Most points of one meeting's minutes.
pub const POINTS_MAX: usize = 60;

/// How a decision was taken and what it has to do with others; of an action, which decision it carries out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ties {
    /// Of a decision: by a vote, and not by consensus.
    #[n(0)]
    pub by_vote: bool,
    /// Of a decision: the earlier one in whose place it stands.
    #[n(1)]
    pub replaces: Option<(MeetingId, u16)>,
    /// Of an action: the number of the decision of the same minutes that it carries out.
    #[n(2)]
    pub carries_out: Option<u16>,
}

/// The words of a point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PointText {
    /// What.
    #[n(0)]
    pub text: Words,
    /// Of a decision: on what it rests.
    #[n(1)]
    pub basis: String,
    /// What came of it.
    #[n(2)]
    pub outcome: String,
    /// What it has to do with other points.
    #[n(3)]
    pub ties: Ties,
}

/// A point as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Line {
    /// Its number.
    #[n(0)]
    pub number: u16,
    /// Code of its kind.
    #[n(1)]
    pub kind: String,
    /// Whose it is.
    #[n(2)]
    pub owner: AgencyId,
    /// Until when, in UTC milliseconds.
    #[n(3)]
    pub due_at: Option<i64>,
    /// When it is looked at again.
    #[n(4)]
    pub review_at: Option<i64>,
    /// Its words.
    #[n(5)]
    pub text: PointText,
}

/// Minutes as every party signs them.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Minutes {
    /// Of which meeting.
    #[n(0)]
    pub meeting: MeetingId,
    /// Of which series.
    #[n(1)]
    pub series: MeetingId,
    /// What it was called and where it was.
    #[n(2)]
    pub heading: Heading,
    /// Its first day.
    #[n(3)]
    pub starts_at: i64,
    /// The points, by number.
    #[n(4)]
    pub points: Vec<Line>,
}

impl Minutes {
    /// Reads the content of a record; nothing when it is of another kind or cannot be shown.
    pub fn of(kind: &str, content: &[u8]) -> Option<Minutes> {
        let read: Minutes = minicbor::decode(content).ok().filter(|_| kind == MINUTES)?;
        let sound = |one: &Line| {
            let text = &one.text;
            PointKind::from_code(&one.kind).is_ok()
                && text.text.fits(TEXT_MAX)
                && text.basis.chars().count() <= TEXT_MAX
                && text.outcome.chars().count() <= TEXT_MAX
        };
        let ascending = read.points.windows(2).all(|pair| match pair {
            [one, two] => one.number < two.number,
            _ => true,
        });
        (read.points.len() <= POINTS_MAX && read.points.iter().all(sound) && ascending)
            .then_some(read)
    }
}

/// How something owed has ended, as its owner says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Outcome {
    /// Of which meeting's minutes.
    #[n(0)]
    pub meeting: MeetingId,
    /// The number of the point.
    #[n(1)]
    pub number: u16,
    /// Code of its end.
    #[n(2)]
    pub end: String,
    /// What came of it.
    #[n(3)]
    pub words: String,
    /// When, in UTC milliseconds.
    #[n(4)]
    pub at: i64,
}
