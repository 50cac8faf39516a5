//! What partners say of working with each other, and how much of it may be shown without showing what one of them said.
//!
//! Answers are five marks from 1 to 5, no words. They stay at the agency of the people who gave them; what leaves is a [`Report`] of a
//! quarter that is over, in which every number comes from at least [`PEOPLE_MIN`] people, no number is mostly one person's,
//! and no number that is left out can be had by subtraction.

#[cfg(test)]
mod tests;

use crate::codes::code_list;
use crate::ids::WorkerId;
use crate::time::{Date, Millis};
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// Fewer people than these are never shown as a group.
pub const PEOPLE_MIN: u32 = 5;
/// Questions of an answer.
pub const QUESTIONS: usize = 5;
/// The best mark; the least is 1.
pub const MARK_MAX: u8 = 5;

code_list! {
    /// After what somebody answers.
    Occasion, "occasion" {
        Meeting = "MEETING": "A meeting with the partner.",
        Initiative = "INITIATIVE": "A joint initiative.",
        Referral = "REFERRAL": "A referral.",
    }
}

code_list! {
    /// What is asked, in this order.
    Question, "question" {
        Heard = "HEARD": "Were we listened to?",
        Reliable = "RELIABLE": "Was what was promised done?",
        Open = "OPEN": "Was what we needed to know said in time?",
        Purpose = "PURPOSE": "Did both want the same for the person or the public?",
        Worth = "WORTH": "Was it worth the effort?",
    }
}

/// What one person said: a mark for each [`Question`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer([u8; QUESTIONS]);

impl Answer {
    /// An answer; none when a mark is not 1 to [`MARK_MAX`].
    pub fn new(marks: [u8; QUESTIONS]) -> Option<Self> {
        marks.iter().all(|mark| (1..=MARK_MAX).contains(mark)).then_some(Self(marks))
    }

    /// The marks, in the order of the questions.
    pub fn marks(&self) -> [u8; QUESTIONS] {
        self.0
    }
}

/// A quarter of a year in the State.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct Quarter(#[n(0)] u32);

impl Quarter {
    /// The quarter of a moment.
    pub fn of(at: Millis) -> Self {
        let Date { year, month, .. } = at.uae_date();
        let year = u32::try_from(year).unwrap_or_default();
        Self(year.saturating_mul(4).saturating_add(u32::from(month.saturating_sub(1) / 3)))
    }

    /// As stored.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Reads [`Self::number`].
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }

    /// When it begins. It ends when the [next](Self::next) one begins.
    pub fn begins(self) -> Millis {
        let (year, n) = self.parts();
        let month = u8::try_from(n.saturating_sub(1).saturating_mul(3)).unwrap_or_default();
        Date { year: i64::from(year), month: month.saturating_add(1), day: 1 }.at_minute(0)
    }

    /// The quarter after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The year, and 1 to 4.
    pub fn parts(self) -> (u32, u32) {
        (self.0 / 4, self.0 % 4 + 1)
    }
}

/// Answers that are looked at together: sums, and how many each person gave. The people are counted and go no further.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    sums: [u32; QUESTIONS],
    answers: u32,
    people: BTreeMap<WorkerId, u32>,
}

impl Group {
    /// Adds what somebody said.
    pub fn add(&mut self, answer: &Answer) {
        self.answers = self.answers.saturating_add(1);
        for (sum, mark) in self.sums.iter_mut().zip(answer.0) {
            *sum = sum.saturating_add(u32::from(mark));
        }
    }

    /// Adds that somebody has answered. Which answer is theirs is known to nobody.
    pub fn gave(&mut self, worker: WorkerId) {
        let given = self.people.entry(worker).or_default();
        *given = given.saturating_add(1);
    }

    fn join(&mut self, other: &Self) {
        self.answers = self.answers.saturating_add(other.answers);
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum = sum.saturating_add(more);
        }
        for (worker, given) in &other.people {
            let sum = self.people.entry(*worker).or_default();
            *sum = sum.saturating_add(*given);
        }
    }

    fn many(&self) -> u32 {
        u32::try_from(self.people.len()).unwrap_or(u32::MAX)
    }

    /// Enough people, and none of them gave more than half (Hundepool et al., *Statistical Disclosure Control*, 2012: minimum frequency, and
    /// the (1, 50) dominance rule).
    fn is_safe(&self) -> bool {
        let most = self.people.values().max().copied().unwrap_or_default();
        self.many() >= PEOPLE_MIN && most.saturating_mul(2) <= self.answers
    }

    fn cell(&self) -> Cell {
        Cell { people: self.many(), answers: self.answers, sums: self.sums }
    }
}

/// A number that may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Cell {
    /// How many people.
    #[n(0)]
    pub people: u32,
    /// How many answers.
    #[n(1)]
    pub answers: u32,
    /// The sum of marks, by question.
    #[n(2)]
    pub sums: [u32; QUESTIONS],
}

impl Cell {
    /// The mean of a question in hundredths; none of no answer.
    pub fn mean(&self, question: usize) -> Option<u32> {
        self.sums.get(question)?.checked_mul(100)?.checked_div(self.answers)
    }

    /// The mean of all questions in hundredths.
    pub fn score(&self) -> Option<u32> {
        let questions = u64::try_from(QUESTIONS).unwrap_or(1);
        let sum: u64 = self.sums.iter().copied().map(u64::from).sum();
        let marks = u64::from(self.answers).saturating_mul(questions);
        u32::try_from(sum.saturating_mul(100).checked_div(marks)?).ok()
    }

    fn is_sound(&self) -> bool {
        let most = u64::from(self.answers) * u64::from(MARK_MAX);
        let within = |sum: &u32| (u64::from(self.answers)..=most).contains(&u64::from(*sum));
        self.people >= PEOPLE_MIN && self.answers >= self.people && self.sums.iter().all(within)
    }
}

/// What an agency says of a partner for one quarter. Each number may be absent.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Report {
    /// Which quarter.
    #[n(0)]
    pub quarter: Quarter,
    /// All answers together.
    #[n(1)]
    pub all: Option<Cell>,
    /// After meetings.
    #[n(2)]
    pub meeting: Option<Cell>,
    /// After initiatives.
    #[n(3)]
    pub initiative: Option<Cell>,
    /// After referrals.
    #[n(4)]
    pub referral: Option<Cell>,
}

impl Report {
    /// What may be shown of these answers. A kind with too few is left out; and if what is left out could be had by
    /// subtracting what is shown from the whole, the smallest kind that is shown is left out too, until it cannot.
    pub fn of(quarter: Quarter, kinds: &BTreeMap<Occasion, Group>) -> Self {
        let joined = |which: &dyn Fn(&Occasion) -> bool| {
            let mut joined = Group::default();
            kinds.iter().filter(|(kind, _)| which(kind)).for_each(|(_, group)| joined.join(group));
            joined
        };
        let all = joined(&|_| true);
        let mut shown: Vec<Occasion> = match all.is_safe() {
            true => {
                kinds.iter().filter(|(_, group)| group.is_safe()).map(|(kind, _)| *kind).collect()
            }
            false => Vec::new(),
        };
        shown.sort_by_key(|kind| std::cmp::Reverse(kinds.get(kind).map(Group::many)));
        while !shown.is_empty() {
            let left = joined(&|kind| !shown.contains(kind));
            if left.answers == 0 || left.is_safe() {
                break;
            }
            shown.pop();
        }
        let cell = |kind: Occasion| {
            shown.contains(&kind).then(|| kinds.get(&kind).map(Group::cell)).flatten()
        };
        Self {
            quarter,
            all: all.is_safe().then(|| all.cell()),
            meeting: cell(Occasion::Meeting),
            initiative: cell(Occasion::Initiative),
            referral: cell(Occasion::Referral),
        }
    }

    /// The number of a kind.
    pub fn cell(&self, kind: Occasion) -> Option<&Cell> {
        match kind {
            Occasion::Meeting => self.meeting.as_ref(),
            Occasion::Initiative => self.initiative.as_ref(),
            Occasion::Referral => self.referral.as_ref(),
        }
    }

    /// Whether a report that arrived can be one: it says something, and no number in it is of too few, nor left to subtraction.
    pub fn is_sound(&self) -> bool {
        let Some(all) = &self.all else { return false };
        let kinds = || Occasion::ALL.iter().filter_map(|kind| self.cell(*kind));
        let answers: u64 = kinds().map(|cell| u64::from(cell.answers)).sum();
        let left = u64::from(all.answers).checked_sub(answers);
        let rest = left.is_some_and(|left| left == 0 || left >= u64::from(PEOPLE_MIN));
        all.is_sound() && kinds().all(Cell::is_sound) && rest
    }
}
