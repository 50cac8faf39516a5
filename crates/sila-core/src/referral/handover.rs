//! Handing responsibility over: the source goes through what is open and signs what becomes of each of it, the target goes through the
//! same list and signs it too, and only then the source's node gives the key. With the key the responsibility moves, at one
//! moment and once: until it was given the source answers for the person, whatever crosses on the way.
//!
//! Where a person was passed on, the agency in the middle could not tell what is open: there the acceptance alone moves it.

use super::act::Act;
use super::rules::{Standing, State};
use super::thread::Thread;
use crate::calendar::{TimeLimit, Week};
use crate::codes::{Fate, OpenItem, StaysCode};
use crate::time::Millis;
use crate::wire::{is_machine_word, wire_type};
use minicbor::{Decode, Encode};
use uuid::Uuid;

/// The handover is done within so many working days of the acceptance (the norm of the United Kingdom).
pub const HANDOVER_DAYS: u16 = 15;
/// More than this is not handed over in one list.
pub const LINES_MAX: usize = 120;
/// How often the source can sign another list.
const HANDS_MAX: u8 = 6;
/// The longest sealed words of a list, in bytes.
const WORDS_MAX: usize = 12 * 1_024;

/// Something that is open, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct HandoverLine {
    /// Which row it is at the source; says nothing elsewhere.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub id: [u8; 16],
    /// What it is.
    #[n(1)]
    pub item: OpenItem,
    /// What kind of service, appointment, clock or report; empty when it is of none.
    #[n(2)]
    pub kind: String,
    /// When it is, or until when.
    #[n(3)]
    pub at: Millis,
    /// What becomes of it.
    #[n(4)]
    pub fate: Fate,
    /// Why it stays.
    #[n(5)]
    pub why: Option<StaysCode>,
}

impl HandoverLine {
    /// Which row it is at the source.
    pub fn row(&self) -> Uuid {
        Uuid::from_bytes(self.id)
    }
}

/// The checklist that both sides sign. It names nobody: what names somebody is sealed under the key that is given last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct HandoverList {
    /// What is open. Nothing is a list, too.
    #[n(0)]
    pub lines: Vec<HandoverLine>,
    /// The words of each line, sealed; empty when there are none.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub words: Vec<u8>,
}

wire_type!(HandoverList, 16 * 1024, |list| list.check());

impl HandoverList {
    fn check(&self) -> Result<(), &'static str> {
        let kind = |line: &HandoverLine| line.kind.is_empty() || is_machine_word(&line.kind, 32);
        let why = |line: &HandoverLine| line.why.is_some() == (line.fate == Fate::Stays);
        let rules = [
            ("lines", self.lines.len() <= LINES_MAX),
            ("kind", self.lines.iter().all(kind)),
            ("why", self.lines.iter().all(why)),
            ("words", self.words.len() <= WORDS_MAX),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// What goes with the person.
    pub fn going(&self) -> impl Iterator<Item = &HandoverLine> {
        self.lines.iter().filter(|line| line.fate == Fate::Goes)
    }
}

impl Standing {
    /// True when responsibility moves by a list that both sign.
    pub(super) fn hands_over(self) -> bool {
        self.transfer && !self.is_relayed()
    }

    /// False while responsibility is still to be handed over: nothing can come of it before that.
    pub(super) fn is_handed(self) -> bool {
        self.released || !self.hands_over()
    }

    /// What these acts add up to with a signature under the list.
    pub(super) fn after_signing(self, state: State, act: &Act) -> Option<Self> {
        if state != State::Accepted || self.is_handed() {
            return None;
        }
        match act {
            Act::Hand { list } if self.list != Some(*list) && self.hands < HANDS_MAX => {
                Some(Self { list: Some(*list), taken: false, hands: self.hands + 1, ..self })
            }
            Act::Take { list } if self.list == Some(*list) && !self.taken => {
                Some(Self { taken: true, ..self })
            }
            _ => None,
        }
    }

    /// True when it was accepted and the source has not signed a list.
    pub(super) fn awaits_list(self) -> bool {
        self.state == Some(State::Accepted) && !self.is_handed() && self.list.is_none()
    }

    /// True when the source has signed a list and the target has not.
    pub(super) fn awaits_taking(self) -> bool {
        let waits = self.state == Some(State::Accepted) && !self.is_handed();
        waits && self.list.is_some() && !self.taken
    }
}

impl Thread {
    /// The list that the source has signed last.
    pub fn list(&self) -> Option<[u8; 32]> {
        self.standing.list
    }

    /// True when the target has signed that list, too.
    pub fn is_list_taken(&self) -> bool {
        self.standing.taken
    }

    /// True when it was accepted and the source has not signed a list.
    pub fn awaits_list(&self) -> bool {
        self.standing.awaits_list()
    }

    /// True when the source has signed a list and the target has not.
    pub fn awaits_taking(&self) -> bool {
        self.standing.awaits_taking()
    }

    /// Until when the handover should be done.
    pub fn hand_over_by(&self) -> Option<Millis> {
        TimeLimit::WorkingDays(HANDOVER_DAYS).after(self.since(), &Week::Five.calendar())
    }
}
