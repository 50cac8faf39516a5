//! What a party says that it has done. It is signed by the party; another party confirms it with its own signature, or returns it.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use super::annex::TEXT_MAX;
use super::fits;
use crate::codes::{Category, code_list};
use crate::ids::{AgencyId, AgreementId, RecordId};
use crate::time::{Date, Millis};
use crate::wire::wire_type;

/// Four thousand million dirhams would be more than anybody gives.
pub const FILS_MAX: u64 = 400_000_000_000;
/// Fewer people of one group than this are not told: they might be recognised.
pub const PEOPLE_MIN: u32 = 5;
/// More people than live in the State are not reached.
const PEOPLE_MAX: u32 = 20_000_000;

code_list! {
    /// What can be said about an obligation or an initiative.
    Act, "act" {
        Fulfil = "FULFIL": "The obligation is done.",
        Waive = "WAIVE": "It need not be done.",
        Breach = "BREACH": "It was not done in time, nor in the time after that.",
        Cure = "CURE": "The breach is made good.",
        Start = "START": "The initiative runs.",
        Reach = "REACH": "A milestone is reached.",
        Give = "GIVE": "Something was given towards it.",
        Measure = "MEASURE": "A measure has a new figure.",
        Count = "COUNT": "People were reached.",
        Cancel = "CANCEL": "It is given up.",
        Close = "CLOSE": "It is over, with what it has changed.",
        Notice = "NOTICE": "The agreement is ended, with the day of its end.",
        Settle = "SETTLE": "What is left of one kind is done or taken over.",
        End = "END": "Nothing is left; the end of the agreement is complete.",
    }
}

code_list! {
    /// What a party gives towards an initiative.
    Gave, "contribution" {
        Cash = "CASH": "Money.",
        Time = "STAFF_TIME": "Hours of staff.",
        Room = "SPACE": "Room.",
        Goods = "GOODS": "Goods.",
        Knowledge = "KNOWLEDGE": "Records and knowledge.",
        Media = "MEDIA": "Media.",
    }
}

impl Act {
    /// Whether it is about the end of the agreement.
    pub fn is_of_exit(self) -> bool {
        matches!(self, Self::Notice | Self::Settle | Self::End)
    }

    /// Whether it is about an obligation.
    pub fn is_of_duty(self) -> bool {
        matches!(self, Self::Fulfil | Self::Waive | Self::Breach | Self::Cure)
    }
}

/// How many people of one group were reached. A person is in the one group that fits first, and in no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct People {
    /// The group.
    #[n(0)]
    pub group: Category,
    /// Those whom no initiative under this agreement had counted before.
    #[n(1)]
    pub first: u32,
    /// Those who were counted before.
    #[n(2)]
    pub again: u32,
}

/// One thing done, in the words of the party that did it. No person is named in it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Deed {
    /// Under which agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// The annex or the initiative it is about.
    #[n(1)]
    pub about: RecordId,
    /// What was done.
    #[n(2)]
    pub act: Act,
    /// Which obligation, milestone or measure; 0 where the act is about the whole.
    #[n(3)]
    pub number: u16,
    /// The time at which the obligation was due; of a notice the time at which the agreement ends.
    #[n(4)]
    pub due_at: Option<Millis>,
    /// On which day it happened.
    #[n(5)]
    pub on: Date,
    /// What was done, why, or what has changed.
    #[n(6)]
    pub words: String,
    /// What shows it, and where that is kept.
    #[n(7)]
    pub evidence: String,
    /// What was given.
    #[n(8)]
    pub gave: Option<Gave>,
    /// Of money the fils; of anything else nothing: no value is made up.
    #[n(9)]
    pub fils: Option<u64>,
    /// The new figure of a measure; of what is left at the end of the agreement, how many are taken over.
    #[n(10)]
    pub figure: Option<i64>,
    /// Who was reached, by group.
    #[n(11)]
    pub people: Vec<People>,
}

wire_type!(Deed, 16 * 1_024, Deed::check);

impl Deed {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "deed/1";
    /// How one about the end of the agreement stands in versions of shared records.
    pub const EXIT_KIND: &'static str = "exit/1";

    /// How this one stands in versions of shared records.
    pub fn kind(&self) -> &'static str {
        if self.act.is_of_exit() { Self::EXIT_KIND } else { Self::KIND }
    }

    /// Whether it makes sense in itself; the part at fault otherwise.
    ///
    /// # Errors
    /// The part: words missing, no evidence where it is needed, a value for what is not money, a figure without a measure.
    pub fn check(&self) -> Result<(), &'static str> {
        use Act::{Cancel, Close, Count, End, Fulfil, Give, Measure, Notice, Reach, Settle, Start};
        // Whoever leaves something to be taken over says by whom.
        let left = self.act == Settle && self.figure != Some(0);
        let proves = matches!(self.act, Fulfil | Reach | Measure | Count | Close) || left;
        let whole = matches!(self.act, Start | Give | Count | Cancel | Close | Notice | End);
        let dated = self.act.is_of_duty() || self.act == Notice;
        let counted = matches!(self.act, Measure | Settle);
        let shown = self.evidence.is_empty() || fits(&self.evidence, TEXT_MAX);
        let money = self.gave == Some(Gave::Cash);
        let rules = [
            ("words", fits(&self.words, TEXT_MAX)),
            ("evidence", shown && !(proves && self.evidence.is_empty())),
            ("number", (self.number == 0) == whole),
            ("due_at", self.due_at.is_some() == dated),
            ("gave", self.gave.is_some() == (self.act == Act::Give)),
            ("fils", self.fils.is_some() == money && self.fils.is_none_or(|n| n <= FILS_MAX)),
            ("figure", self.figure.is_some() == counted),
            ("left", self.act != Settle || self.figure.is_some_and(|n| n >= 0)),
            ("people", self.people.is_empty() == (self.act != Act::Count)),
            ("groups", self.groups_are_told()),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// Whether each group stands once, with enough people that nobody is recognised.
    fn groups_are_told(&self) -> bool {
        let groups: BTreeSet<Category> = self.people.iter().map(|one| one.group).collect();
        let told =
            |one: &People| (PEOPLE_MIN..=PEOPLE_MAX).contains(&one.first.saturating_add(one.again));
        groups.len() == self.people.len() && self.people.iter().all(told)
    }
}

/// What another party has said about a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who.
    pub by: AgencyId,
    /// It signed too; otherwise it sent it back.
    pub confirms: bool,
    /// When.
    pub at: Millis,
}

/// A deed as signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The shared record that holds it.
    pub record: RecordId,
    /// What was done.
    pub deed: Deed,
    /// Whose deed it is.
    pub by: AgencyId,
    /// When the party signed.
    pub at: Millis,
    /// When the agency that reads it had it from another party; nothing for what it has said itself.
    pub heard_at: Option<Millis>,
    /// What the others have said.
    pub answers: Vec<Answer>,
}

impl Said {
    /// The first party that has confirmed it. Nobody confirms their own deed.
    pub fn confirmed(&self) -> Option<Answer> {
        self.answers.iter().copied().find(|answer| answer.confirms && answer.by != self.by)
    }

    /// The first party that has sent it back.
    pub fn returned(&self) -> Option<Answer> {
        self.answers.iter().copied().find(|answer| !answer.confirms && answer.by != self.by)
    }

    /// Nobody else has said anything about it yet.
    pub fn is_waiting(&self) -> bool {
        self.confirmed().is_none() && self.returned().is_none()
    }
}
