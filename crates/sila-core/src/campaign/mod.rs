//! Joint awareness campaigns: what two agencies say to the public together, on which ways, who does what, and what came of it.
//!
//! The stages are those of the framework for evaluating communication of AMEC (2016): objective, activities, outputs, out-takes,
//! outcomes, impact. A [`Campaign`] takes effect when the communication offices of all its parties have signed the same words. What came of it each party
//! [reports](Report) for itself; impact is what a survey found, never what somebody felt.

mod days;
#[cfg(test)]
mod tests;

pub use days::{DAYS, WorldDay, within};

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use crate::codes::{Language, code_list};
use crate::extract::GROUP_MIN;
use crate::ids::{AgencyId, RecordId};
use crate::partnership::Words;
use crate::time::{Date, Millis};

/// Longest title and longest name, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest message, objective or stage.
pub const TEXT_MAX: usize = 600;
/// Most messages, channels and tasks of a campaign.
pub const MANY_MAX: usize = 12;
/// Most that one channel may cost, in dirhams.
pub const BUDGET_MAX: u32 = 100_000_000;
/// A campaign is no longer than so many days.
pub const LENGTH_DAYS_MAX: i64 = 400;
/// Contacts are counted so many days before a campaign and from its first day on.
pub const WINDOW_DAYS: i64 = 14;

code_list! {
    /// From where a number of people comes.
    Source, "reach_source" {
        Counted = "COUNTED": "Somebody counted them there.",
        Platform = "PLATFORM": "The platform or the station says so.",
        Estimate = "ESTIMATE": "It is estimated.",
    }
}

code_list! {
    /// A way on which people are reached.
    Way, "way" {
        Schools = "SCHOOLS": "Schools and universities.",
        Events = "EVENTS": "Events and stands.",
        Radio = "RADIO": "Radio and television.",
        Press = "PRESS": "Newspapers.",
        Social = "SOCIAL": "Social media.",
        Print = "PRINT": "Posters and leaflets.",
    }
}

/// One way, whose it is, and when it begins.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Channel {
    /// Which way.
    #[n(0)]
    pub way: Way,
    /// The party that publishes and answers there.
    #[n(1)]
    pub owner: AgencyId,
    /// From which day on.
    #[n(2)]
    pub on: Date,
    /// What it may cost, in dirhams; nothing when nobody has said.
    #[n(3)]
    pub budget: Option<u32>,
    /// In which language; nothing for Arabic and English.
    #[n(4)]
    pub language: Option<Language>,
    /// What is put out there, such as a sheet or a spot; may be empty.
    #[cbor(n(5), default)]
    pub piece: Words,
    /// Whom it is to reach there; when empty, whom the campaign is for.
    #[cbor(n(6), default)]
    pub audience: Words,
}

impl Channel {
    /// A way with nothing said of it but whose it is and when it begins.
    pub fn new(way: Way, owner: AgencyId, on: Date) -> Self {
        let (piece, audience) = (Words::default(), Words::default());
        Self { way, owner, on, budget: None, language: None, piece, audience }
    }

    fn fits(&self) -> bool {
        let short = |words: &&Words| **words == Words::default() || words.fit(TITLE_MAX);
        [&self.piece, &self.audience].iter().all(short)
            && self.budget.is_none_or(|budget| budget <= BUDGET_MAX)
    }
}

/// What one party does.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Task {
    /// Whose it is.
    #[n(0)]
    pub owner: AgencyId,
    /// What is to be done.
    #[n(1)]
    pub what: Words,
    /// Until when.
    #[n(2)]
    pub due: Date,
}

/// A campaign as all its parties sign it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Campaign {
    /// What it is called.
    #[n(0)]
    pub title: Words,
    /// For whom it is.
    #[n(1)]
    pub audience: Words,
    /// What shall be different afterwards.
    #[n(2)]
    pub objective: Words,
    /// What is to be put out, and how many people are to be reached.
    #[n(3)]
    pub outputs: Words,
    /// What people are to remember.
    #[n(4)]
    pub outtakes: Words,
    /// What people are to do.
    #[n(5)]
    pub outcomes: Words,
    /// What is to be better for whom, as a survey will ask.
    #[n(6)]
    pub impact: Words,
    /// Its first day.
    #[n(7)]
    pub begins: Date,
    /// Its last day.
    #[n(8)]
    pub ends: Date,
    /// Whom to turn to, as every message says it.
    #[n(9)]
    pub helpline: Words,
    /// What is said, word for word.
    #[n(10)]
    pub messages: Vec<Words>,
    /// On which ways.
    #[n(11)]
    pub channels: Vec<Channel>,
    /// Who does what.
    #[n(12)]
    pub tasks: Vec<Task>,
    /// Partners without a node that take part, by name.
    #[n(13)]
    pub with: Vec<Words>,
    /// The proposing office has looked through the messages and pictures: nobody of a case can be recognised in them.
    #[n(14)]
    pub nobody_in_it: bool,
}

/// What a campaign lacks before anybody may sign it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Words in one of the two languages, or words that are too long.
    Words,
    /// A first day that is not after the last, or days outside the campaign.
    Days,
    /// A message.
    Message,
    /// The helpline, in some message in some language. Nobody is told to speak without being told to whom.
    Helpline,
    /// The word that nobody of a case can be recognised.
    Nobody,
    /// A way.
    Channel,
    /// A task of each party, and only tasks of parties.
    Tasks,
}

impl Lack {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Words => "WORDS",
            Self::Days => "DAYS",
            Self::Message => "MESSAGE",
            Self::Helpline => "HELPLINE",
            Self::Nobody => "NOBODY",
            Self::Channel => "CHANNEL",
            Self::Tasks => "TASKS",
        }
    }
}

impl Campaign {
    /// What it lacks; nothing when these parties may sign it.
    pub fn lacks(&self, parties: &[AgencyId]) -> BTreeSet<Lack> {
        let mut lacks = BTreeSet::new();
        let mut need = |lack, kept: bool| {
            if !kept {
                lacks.insert(lack);
            }
        };
        let few = |count: usize| (1..=MANY_MAX).contains(&count);
        need(Lack::Words, self.is_written());
        need(Lack::Days, self.has_days());
        need(Lack::Message, few(self.messages.len()));
        need(Lack::Helpline, self.messages.iter().all(|message| self.says_where(message)));
        need(Lack::Nobody, self.nobody_in_it);
        let party = |owner: &AgencyId| parties.contains(owner);
        let ways = self.channels.iter().all(|one| party(&one.owner));
        need(Lack::Channel, few(self.channels.len()) && ways);
        let tasks = self.tasks.iter().all(|one| party(&one.owner));
        let split = parties.iter().all(|one| self.tasks.iter().any(|task| task.owner == *one));
        need(Lack::Tasks, few(self.tasks.len()) && tasks && split);
        lacks
    }

    fn is_written(&self) -> bool {
        let stages = [&self.objective, &self.outputs, &self.outtakes, &self.outcomes, &self.impact];
        let short = [&self.title, &self.audience, &self.helpline];
        let tasks = self.tasks.iter().map(|task| &task.what);
        short.into_iter().chain(tasks).chain(&self.with).all(|words| words.fit(TITLE_MAX))
            && stages.into_iter().chain(&self.messages).all(|words| words.fit(TEXT_MAX))
            && self.with.len() <= MANY_MAX
            && self.channels.iter().all(Channel::fits)
    }

    fn has_days(&self) -> bool {
        let days = self.ends.to_days().saturating_sub(self.begins.to_days());
        let within = |one: &Channel| (self.begins..=self.ends).contains(&one.on);
        (0..=LENGTH_DAYS_MAX).contains(&days)
            && self.channels.iter().all(within)
            && self.tasks.iter().all(|task| task.due <= self.ends)
    }

    /// Whether a message names the helpline in both languages.
    fn says_where(&self, message: &Words) -> bool {
        message.ar.contains(self.helpline.ar.trim()) && message.en.contains(self.helpline.en.trim())
    }

    /// When the contacts before it, and those from its first day on, begin and end.
    pub fn windows(&self) -> [(Millis, Millis); 2] {
        let [before, first, after] =
            [-WINDOW_DAYS, 0, WINDOW_DAYS].map(|days| self.begins.plus_days(days).at_minute(0));
        [(before, first), (first, after)]
    }
}

/// How many contacts there were in [`WINDOW_DAYS`] before a campaign and as many from its first day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Effect {
    /// Both numbers, neither below [`GROUP_MIN`].
    #[n(0)]
    Shown(#[n(0)] u32, #[n(1)] u32),
    /// One of them is too small to be shown.
    #[n(1)]
    TooFew,
    /// Another campaign was counted in a part of the same days; the difference would show single days.
    #[n(2)]
    Overlaps,
}

impl Effect {
    /// What may be shown of these two numbers.
    pub fn of(before: u32, after: u32) -> Self {
        if before.min(after) < GROUP_MIN { Self::TooFew } else { Self::Shown(before, after) }
    }

    /// By how much there were more afterwards, in hundredths of what there was before; nothing when it is not shown.
    pub fn change(self) -> Option<i64> {
        let Self::Shown(before, after) = self else { return None };
        let more = i64::from(after).saturating_sub(i64::from(before));
        more.saturating_mul(100).checked_div(i64::from(before))
    }

    fn is_sound(self) -> bool {
        match self {
            Self::Shown(before, after) => before.min(after) >= GROUP_MIN,
            Self::TooFew | Self::Overlaps => true,
        }
    }
}

/// Whether the days counted for two campaigns are partly the same. Counting both would tell of the days between their beginnings.
pub fn overlap(one: Date, other: Date) -> bool {
    let apart = one.to_days().saturating_sub(other.to_days()).saturating_abs();
    apart != 0 && apart < WINDOW_DAYS.saturating_mul(2)
}

/// What people answered when they were asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Survey {
    /// How many were asked.
    #[n(0)]
    pub asked: u32,
    /// How many said yes.
    #[n(1)]
    pub yes: u32,
}

impl Survey {
    /// A survey of enough people.
    pub fn new(asked: u32, yes: u32) -> Option<Self> {
        (asked >= GROUP_MIN && yes <= asked).then_some(Self { asked, yes })
    }

    /// The share that said yes, in hundredths.
    pub fn share(self) -> Option<u32> {
        self.yes.checked_mul(100)?.checked_div(self.asked)
    }
}

/// What one party says of its part, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Report {
    /// Of which campaign.
    #[n(0)]
    pub campaign: RecordId,
    /// The places, in the list of tasks, of its own that are done.
    #[n(1)]
    pub done: BTreeSet<u16>,
    /// How many people each of its channels has reached, by the channel's place in the list (outputs).
    #[n(2)]
    pub reached: Vec<(u16, u32)>,
    /// How many remember what was said (out-takes).
    #[n(3)]
    pub recall: Option<Survey>,
    /// What contacts there were at its office (outcomes).
    #[n(4)]
    pub effect: Option<Effect>,
    /// How many say that it is better now (impact). There is no way to write it down but as a survey.
    #[n(5)]
    pub impact: Option<Survey>,
    /// From where each number of people reached comes, by the channel's place in the list.
    #[cbor(n(6), default)]
    pub sources: BTreeMap<u16, Source>,
}

impl Report {
    /// A report of nothing yet.
    pub fn new(campaign: RecordId) -> Self {
        Self {
            campaign,
            done: BTreeSet::new(),
            reached: Vec::new(),
            recall: None,
            effect: None,
            impact: None,
            sources: BTreeMap::new(),
        }
    }

    /// Whether it is one that `party` may give of this campaign: its own tasks and channels, surveys of enough people, no small number.
    pub fn is_sound(&self, campaign: &Campaign, party: AgencyId) -> bool {
        let own_task =
            |at: &u16| campaign.tasks.get(usize::from(*at)).is_some_and(|task| task.owner == party);
        let own_way = |(at, _): &(u16, u32)| {
            campaign.channels.get(usize::from(*at)).is_some_and(|one| one.owner == party)
        };
        let surveys = self.recall.iter().chain(&self.impact);
        self.done.iter().all(own_task)
            && self.reached.len() <= MANY_MAX
            && self.reached.iter().all(own_way)
            && self.sources.keys().all(|at| self.reached.iter().any(|(way, _)| way == at))
            && surveys.into_iter().all(|one| Survey::new(one.asked, one.yes).is_some())
            && self.effect.is_none_or(Effect::is_sound)
    }
}
