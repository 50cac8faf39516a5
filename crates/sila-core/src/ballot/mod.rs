//! Ballots: how a vote may be marked, and what the marks come to.
//!
//! A [`Ballot`] is made by [`Ballot::new`] and by nothing else, so that one which breaks the rule of its paper cannot exist: marks
//! within their bounds, dots within the budget, ranks 1, 2, 3 without a gap, and only options of this paper. A blank ballot
//! is a ballot: it counts for the quorum and for nothing else.

mod count;
#[cfg(test)]
mod tests;

use crate::codes::code_list;
use std::collections::BTreeMap;

pub use count::{NotCounted, OptionTally, Outcome, Round, Tally, count};

/// The most options of one paper.
pub const OPTIONS_MAX: u8 = 20;
/// The most dots that one person may give.
pub const DOTS_MAX: u8 = 20;
/// The best score; the least is 0.
pub const SCORE_MAX: u8 = 5;
/// Fewer ballots than these are never counted: a result of four tells too much of each.
pub const BALLOTS_MIN: u32 = 5;

code_list! {
    /// How a paper is marked.
    Method, "vote_method" {
        Support = "SUPPORT": "Everybody marks every option they support.",
        Dots = "DOTS": "Everybody spreads a number of dots over the options.",
        Score = "SCORE": "Everybody gives each option 0 to 5.",
        Consent = "CONSENT": "Everybody consents, stands aside or objects; one objection stops an option.",
        Ranked = "RANKED": "Everybody puts options in an order.",
    }
}

code_list! {
    /// What somebody says to an option under [`Method::Consent`]; the mark is the place in this list, from 1.
    Stance, "stance" {
        Consents = "CONSENT": "Agrees, or can live with it.",
        Aside = "ASIDE": "Stands aside.",
        Objects = "OBJECT": "Sees harm in it: the option does not pass as it is.",
    }
}

impl Stance {
    /// Its mark on a ballot.
    pub fn mark(self) -> u8 {
        match self {
            Self::Consents => 1,
            Self::Aside => 2,
            Self::Objects => 3,
        }
    }
}

/// What everybody is asked: the method, how many options there are, and how many dots each person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    method: Method,
    options: u8,
    dots: u8,
}

/// Why there is no such paper or ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotError {
    /// A paper has at least one option (two where they are put in an order) and at most [`OPTIONS_MAX`].
    #[error("the number of options is out of bounds")]
    Options,
    /// A paper with dots gives everybody 1 to [`DOTS_MAX`].
    #[error("the number of dots is out of bounds")]
    Dots,
    /// The option is not one of this paper.
    #[error("no such option on this paper")]
    Foreign,
    /// An option is marked twice.
    #[error("an option is marked twice")]
    Twice,
    /// The mark is not one of this method.
    #[error("the mark is out of bounds")]
    Mark,
    /// More dots than everybody has.
    #[error("more dots than there are")]
    OverBudget,
    /// The order has a gap or puts two options in one place.
    #[error("the order has a gap or a double place")]
    Sequence,
}

impl BallotError {
    /// Stable code, for texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Options => "ballot.options",
            Self::Dots => "ballot.dots",
            Self::Foreign => "ballot.foreign",
            Self::Twice => "ballot.twice",
            Self::Mark => "ballot.mark",
            Self::OverBudget => "ballot.over_budget",
            Self::Sequence => "ballot.sequence",
        }
    }
}

impl Paper {
    /// A paper; `dots` only says something under [`Method::Dots`].
    ///
    /// # Errors
    /// [`BallotError::Options`] or [`BallotError::Dots`].
    pub fn new(method: Method, options: u8, dots: u8) -> Result<Self, BallotError> {
        let least = if method == Method::Ranked { 2 } else { 1 };
        if !(least..=OPTIONS_MAX).contains(&options) {
            return Err(BallotError::Options);
        }
        if method != Method::Dots {
            return Ok(Self { method, options, dots: 0 });
        }
        let bounded = (1..=DOTS_MAX).contains(&dots);
        if bounded { Ok(Self { method, options, dots }) } else { Err(BallotError::Dots) }
    }

    /// How it is marked.
    pub fn method(&self) -> Method {
        self.method
    }

    /// How many options; they are numbered from 1.
    pub fn options(&self) -> u8 {
        self.options
    }

    /// Dots of each person; 0 where none are given.
    pub fn dots(&self) -> u8 {
        self.dots
    }

    /// The least and the greatest mark.
    pub fn bounds(&self) -> (u8, u8) {
        match self.method {
            Method::Support => (1, 1),
            Method::Dots => (1, self.dots),
            Method::Score => (0, SCORE_MAX),
            Method::Consent => (Stance::Consents.mark(), Stance::Objects.mark()),
            Method::Ranked => (1, self.options),
        }
    }
}

/// What one person said, and not who. It holds to the rule of its paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    paper: Paper,
    marks: BTreeMap<u8, u8>,
}

impl Ballot {
    /// A ballot of this paper with these marks, each for one option.
    ///
    /// # Errors
    /// Which rule they break.
    pub fn new(paper: Paper, marks: &[(u8, u8)]) -> Result<Self, BallotError> {
        let (least, most) = paper.bounds();
        let mut kept = BTreeMap::new();
        for (option, mark) in marks {
            if !(1..=paper.options).contains(option) {
                return Err(BallotError::Foreign);
            }
            if !(least..=most).contains(mark) {
                return Err(BallotError::Mark);
            }
            if kept.insert(*option, *mark).is_some() {
                return Err(BallotError::Twice);
            }
        }
        let given: u32 = kept.values().copied().map(u32::from).sum();
        if paper.method == Method::Dots && given > u32::from(paper.dots) {
            return Err(BallotError::OverBudget);
        }
        if paper.method == Method::Ranked {
            let mut places: Vec<u8> = kept.values().copied().collect();
            places.sort_unstable();
            if !places.into_iter().eq((1..=paper.options).take(kept.len())) {
                return Err(BallotError::Sequence);
            }
        }
        Ok(Self { paper, marks: kept })
    }

    /// Option and mark, by option.
    pub fn marks(&self) -> impl Iterator<Item = (u8, u8)> + '_ {
        self.marks.iter().map(|(option, mark)| (*option, *mark))
    }

    /// The mark of an option.
    pub fn mark(&self, option: u8) -> Option<u8> {
        self.marks.get(&option).copied()
    }

    /// True when nothing is marked.
    pub fn is_blank(&self) -> bool {
        self.marks.is_empty()
    }

    /// Option, mark, option, mark …, by option: the same ballot always gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.marks().flat_map(|(option, mark)| [option, mark]).collect()
    }
}
