//! The words both parties understand: every list of codes that a referral uses, in the version that the agreement pins.
//!
//! A list only ever grows at its end, so its version is the number of its codes, and a later version holds every earlier one. What
//! is pinned is that number and the hash of the codes themselves: two programs that mean different things by one number see it before
//! they exchange anything. A later version is agreed by an amendment; until then the codes that came later stay behind.
//!
//! A list that came after the agreement is not pinned at all, and none of its codes is said either: our own list never stands in for one
//! that was not agreed. The other program may not have it, or mean other codes by the same numbers, which only a pin shows; what it
//! cannot read it sets aside, and whoever sent it would wait for an answer that nobody gives. Refused here, before anything is signed,
//! with the list and the clause, it is known at once what an amendment must bring. So also a hand-back, which says why by a code
//! (`return_reason`): until the list is agreed, responsibility stays where it is.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use super::Agreement;
use crate::codes::{
    AnswerCode, Basis, CancelCode, Category, Channel, DeclineCode, Document, Evidence, Fate,
    FollowsCode, Harm, Kind, Language, LawfulBasis, NoWishes, OpenItem, OutcomeCode,
    OverrideReason, PermissionForm, QuestionCode, RecallCode, Relation, ResumeCode, ReturnCode,
    Service, Sex, StaysCode, Urgency, WaitBand, Withdrawal,
};
use crate::field::Field;
use crate::person::AgeBand;
use crate::refusal::Refusal;

/// More lists than any agreement pins.
const PINS_MAX: usize = 64;
/// Longest name of a list.
const NAME_MAX: usize = 32;

/// A hash of bytes: this crate has none of its own.
pub type Digest = fn(&[u8]) -> [u8; 32];

/// A code by its place: the list, and how many codes of it come before.
pub type Place = (&'static str, usize);

/// One list as this program knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its name.
    pub name: &'static str,
    /// Its codes, in the order in which they were added.
    pub codes: Vec<&'static str>,
}

impl List {
    /// How many codes it has.
    pub fn version(&self) -> u16 {
        u16::try_from(self.codes.len()).unwrap_or(u16::MAX)
    }

    /// What is hashed of an earlier version, or of this one: the name and its codes, one a line. `None` of a later one.
    pub fn text(&self, version: u16) -> Option<String> {
        let codes = self.codes.get(..usize::from(version))?;
        Some(format!("{}\n{}", self.name, codes.join("\n")))
    }

    fn pin(&self, digest: Digest) -> Option<Pin> {
        let (list, version) = (self.name.to_owned(), self.version());
        Some(Pin { list, version, digest: digest(self.text(version)?.as_bytes()) })
    }
}

/// Every list that a referral uses, from its offer to its outcome.
pub fn lists() -> Vec<List> {
    macro_rules! listed {
        ($($list:ty)+) => {
            vec![$(List { name: <$list>::LIST, codes: <$list>::ALL.iter().map(|one| one.code()).collect() },)+]
        };
    }
    listed!(AgeBand Basis Category Channel DeclineCode Document Evidence Field Harm Kind Language
        LawfulBasis NoWishes OutcomeCode OverrideReason PermissionForm RecallCode Relation Service Sex Urgency
        AnswerCode CancelCode Fate FollowsCode OpenItem QuestionCode ResumeCode StaysCode WaitBand Withdrawal
        ReturnCode)
}

/// A list as the parties understand it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Pin {
    /// Its name.
    #[n(0)]
    pub list: String,
    /// How many of its codes are agreed.
    #[n(1)]
    pub version: u16,
    /// The hash of these codes.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub digest: [u8; 32],
}

/// The clause by which the parties understand each other.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Vocabulary {
    /// Its number, such as `3.5`.
    #[n(0)]
    pub number: String,
    /// The lists, each once.
    #[n(1)]
    pub pins: Vec<Pin>,
}

/// A list that two programs do not understand in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Its name.
    pub list: String,
    /// The version that the agreement pins.
    pub pinned: u16,
    /// The version of this program; 0 when it has no such list. The same number means other codes.
    pub ours: u16,
}

impl Vocabulary {
    /// Every list in the version of this program, by the clause of this number.
    pub fn current(number: &str, digest: Digest) -> Vocabulary {
        let pins = lists().iter().filter_map(|list| list.pin(digest)).collect();
        Vocabulary { number: number.to_owned(), pins }
    }

    /// The version that is agreed of a list; 0 of one that is not pinned, of which no code is agreed.
    pub fn version(&self, list: &str) -> u16 {
        self.pins.iter().find(|pin| pin.list == list).map_or(0, |pin| pin.version)
    }

    /// The first list that this program does not understand as it is pinned.
    pub fn mismatch(&self, digest: Digest) -> Option<Mismatch> {
        let lists = lists();
        self.pins.iter().find_map(|pin| {
            let ours = lists.iter().find(|list| list.name == pin.list);
            let text = ours.and_then(|list| list.text(pin.version));
            let same = text.is_some_and(|text| digest(text.as_bytes()) == pin.digest);
            let ours = ours.map_or(0, List::version);
            (!same).then(|| Mismatch { list: pin.list.clone(), pinned: pin.version, ours })
        })
    }

    /// The lists of this program that have grown since they were pinned: an amendment brings their later codes in.
    pub fn behind(&self) -> Vec<Mismatch> {
        let grown = lists().into_iter().map(|list| Mismatch {
            list: list.name.to_owned(),
            pinned: self.version(list.name),
            ours: list.version(),
        });
        grown.filter(|one| one.ours > one.pinned).collect()
    }

    pub(super) fn is_sound(&self) -> bool {
        let names: BTreeSet<&str> = self.pins.iter().map(|pin| pin.list.as_str()).collect();
        let named = |pin: &Pin| (1..=NAME_MAX).contains(&pin.list.len()) && pin.version > 0;
        names.len() == self.pins.len()
            && (1..=PINS_MAX).contains(&names.len())
            && self.pins.iter().all(named)
    }
}

impl Agreement {
    /// Whether the parties have agreed on all these codes. An agreement that pins nothing leaves it to both programs.
    ///
    /// # Errors
    /// [`Refusal::CodeNotPinned`] with the list, the version that is pinned and the one that is needed.
    pub fn understands(&self, codes: impl IntoIterator<Item = Place>) -> Result<(), Refusal> {
        let Some(vocabulary) = &self.vocabulary else { return Ok(()) };
        for (list, before) in codes {
            let pinned = vocabulary.version(list);
            if before >= usize::from(pinned) {
                let needed = u16::try_from(before.saturating_add(1)).unwrap_or(u16::MAX);
                let clause = vocabulary.number.clone();
                return Err(Refusal::CodeNotPinned { list, pinned, needed, clause });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
