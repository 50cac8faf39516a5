//! Evaluation of a partnership by both parties: each judges itself and the other by the clauses of the policy guide, and asks
//! its own people how the work together feels. Nobody sees an answer before both have sealed theirs or the day has passed.
//!
//! What a party answers is a [`Sheet`]. It first sends the hash of its sheet, and the sheet itself when the other has sent a hash
//! too. Both parties then compute the same [`Outcome`] and sign it. Perceptions stand beside the indices and are never mixed
//! with them: where facts and feelings differ, the parties talk.
//!
//! The eighteen statements are our own; they ask for what the literature on partnerships measures: trust (openness,
//! reliability, a shared purpose) and value (voice, fairness, worth).

mod moved;
mod outcome;
#[cfg(test)]
mod tests;

pub use moved::{Moved, Seen, Value, Way, moved};
pub use outcome::{Action, Cause, Outcome, Quadrant};

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::codes::code_list;
use crate::ids::{AgencyId, RecordId};
use crate::partnership::Words;
use crate::policy::Finding;
use crate::time::{Date, Millis};
use crate::wire::wire_type;

/// Fewer people than these are never shown as a group.
pub const PEOPLE_MIN: u32 = 5;
/// Statements of the instrument.
pub const ITEMS: usize = 18;
/// Statements of each domain.
pub const PER_DOMAIN: usize = 3;
/// Domains of the instrument.
pub const DOMAINS: usize = 6;
/// The best mark; the least is 1.
pub const MARK_MAX: u8 = 5;
/// The most criteria of one evaluation.
pub const CRITERIA_MAX: usize = 40;
/// Longest question, in characters.
const QUESTION_MAX: usize = 1_200;
/// Longest number of a clause, in characters.
const NUMBER_MAX: usize = 8;
/// The most people who answer at one party.
const PEOPLE_MAX: u32 = 10_000;

code_list! {
    /// What the statements are about, three of each, in this order.
    Domain, "evaluation_domain" {
        Openness = "OPENNESS": "What the other needs to know is said in time.",
        Reliability = "RELIABILITY": "What was promised is done.",
        Purpose = "PURPOSE": "Both want the same.",
        Voice = "VOICE": "Both are heard and decide.",
        Fairness = "FAIRNESS": "Burdens and benefits are shared fairly.",
        Worth = "WORTH": "It is worth the effort.",
    }
}

/// One criterion: a clause of the guide with its question.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Criterion {
    /// Number of the clause.
    #[n(0)]
    pub clause: String,
    /// What is asked.
    #[n(1)]
    pub question: Words,
}

/// One evaluation, as both parties agree to hold it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Call {
    /// The period that is looked back on: its first day.
    #[n(0)]
    pub from: Date,
    /// The first day after it.
    #[n(1)]
    pub until: Date,
    /// Until when both answer.
    #[n(2)]
    pub deadline: Millis,
    /// The version of the policy guide from which the criteria are.
    #[n(3)]
    pub guide: u32,
    /// The criteria.
    #[n(4)]
    pub criteria: Vec<Criterion>,
}

wire_type!(Call, 96 * 1_024, Call::check);

impl Call {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "evaluation/1";

    /// Whether it makes sense in itself; the part at fault otherwise.
    ///
    /// # Errors
    /// The part: a period that ends before it begins, a deadline within it, no criterion, a clause twice.
    pub fn check(&self) -> Result<(), &'static str> {
        let clauses: BTreeSet<&String> = self.criteria.iter().map(|one| &one.clause).collect();
        let number = |one: &Criterion| (1..=NUMBER_MAX).contains(&one.clause.len());
        let asked = |one: &Criterion| number(one) && one.question.fit(QUESTION_MAX);
        let rules = [
            ("period", self.from < self.until),
            ("deadline", self.until.at_minute(0) <= self.deadline),
            ("criteria", (1..=CRITERIA_MAX).contains(&self.criteria.len())),
            ("criterion", self.criteria.iter().all(asked)),
            ("clauses", clauses.len() == self.criteria.len()),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }
}

/// What a party says of one clause: of itself and of the other.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Judged {
    /// Number of the clause.
    #[n(0)]
    pub clause: String,
    /// Of itself.
    #[n(1)]
    pub own: Finding,
    /// Of the other party.
    #[n(2)]
    pub other: Finding,
}

/// What one person said: a mark for each statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks([u8; ITEMS]);

impl Marks {
    /// Marks; none when one is not 1 to [`MARK_MAX`].
    pub fn new(marks: [u8; ITEMS]) -> Option<Self> {
        marks.iter().all(|mark| (1..=MARK_MAX).contains(mark)).then_some(Self(marks))
    }

    /// The marks, in the order of the statements.
    pub fn marks(&self) -> [u8; ITEMS] {
        self.0
    }
}

/// What the people of one party say together: never of fewer than five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Perception {
    /// How many people.
    #[n(0)]
    pub people: u32,
    /// The sum of marks, by domain. All come from the same people: there is nothing to subtract.
    #[n(1)]
    pub sums: [u32; DOMAINS],
}

impl Perception {
    /// Of these answers; none of too few.
    pub fn of(answers: &[Marks]) -> Option<Self> {
        let people = u32::try_from(answers.len()).ok()?;
        let mut sums = [0_u32; DOMAINS];
        for answer in answers {
            for (sum, marks) in sums.iter_mut().zip(answer.0.chunks(PER_DOMAIN)) {
                *sum = marks.iter().fold(*sum, |sum, mark| sum.saturating_add(u32::from(*mark)));
            }
        }
        (PEOPLE_MIN..=PEOPLE_MAX).contains(&people).then_some(Self { people, sums })
    }

    /// The mean of a domain, in hundredths.
    pub fn mean(&self, domain: Domain) -> u32 {
        let place = Domain::ALL.iter().position(|one| *one == domain).unwrap_or(0);
        let sum = self.sums.get(place).copied().unwrap_or(0);
        let marks = self.people.saturating_mul(u32::try_from(PER_DOMAIN).unwrap_or(1));
        sum.saturating_mul(100).checked_div(marks).unwrap_or(0)
    }

    fn is_sound(&self) -> bool {
        let least = self.people.saturating_mul(u32::try_from(PER_DOMAIN).unwrap_or(1));
        let most = least.saturating_mul(u32::from(MARK_MAX));
        (PEOPLE_MIN..=PEOPLE_MAX).contains(&self.people)
            && self.sums.iter().all(|sum| (least..=most).contains(sum))
    }
}

/// What one party answers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Sheet {
    /// Which evaluation.
    #[n(0)]
    pub call: RecordId,
    /// Whose.
    #[n(1)]
    pub party: AgencyId,
    /// Random: without it nobody could try out what is under a hash.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub salt: [u8; 32],
    /// One for each criterion, in their order.
    #[n(3)]
    pub judged: Vec<Judged>,
    /// What its people say; nothing of fewer than five.
    #[n(4)]
    pub perception: Option<Perception>,
}

wire_type!(Sheet, 32 * 1_024, Sheet::check);

impl Sheet {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "evaluation.sheet/1";

    fn check(&self) -> Result<(), &'static str> {
        if self.perception.is_some_and(|perception| !perception.is_sound()) {
            return Err("perception");
        }
        Ok(())
    }

    /// Whether it answers this evaluation: every criterion once, in its order.
    pub fn answers(&self, call: &Call) -> bool {
        let said = self.judged.iter().map(|one| &one.clause);
        said.eq(call.criteria.iter().map(|one| &one.clause))
    }
}

/// That a party has answered, without what.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Seal {
    /// Which evaluation.
    #[n(0)]
    pub call: RecordId,
    /// SHA-256 of the bytes of its [`Sheet`].
    #[cbor(n(1), with = "minicbor::bytes")]
    pub digest: [u8; 32],
}

wire_type!(Seal, 128);

impl Seal {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "evaluation.seal/1";
}

/// Where an evaluation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The other party has not agreed to hold it yet.
    Offered,
    /// Parties answer.
    Open,
    /// Both have answered, or the day has passed: sheets are sent.
    Opening,
    /// The outcome waits for a signature.
    Signing,
    /// Both have signed the outcome.
    Closed,
}

impl Stage {
    /// The key of texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Offered => "OFFERED",
            Self::Open => "OPEN",
            Self::Opening => "OPENING",
            Self::Signing => "SIGNING",
            Self::Closed => "CLOSED",
        }
    }
}

/// What has been signed of an evaluation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Parties that have sealed their answer.
    pub sealed: usize,
    /// Parties whose sheet is here.
    pub opened: usize,
    /// Until when both answer.
    pub deadline: Millis,
}

impl Answers {
    /// Whether sheets may be opened: both have sealed, or the deadline has passed.
    pub fn may_open(&self, now: Millis) -> bool {
        self.sealed >= 2 || self.deadline <= now
    }

    /// Whether the outcome can be computed: both sheets are here, or the deadline has passed and every sealed one is.
    pub fn may_close(&self, now: Millis) -> bool {
        self.opened >= 2 || (self.deadline <= now && self.opened >= self.sealed)
    }
}
