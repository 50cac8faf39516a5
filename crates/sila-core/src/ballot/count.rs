//! Counting. Nothing here depends on the order in which ballots lie, and no tie is broken by lot: a tie is said.

use super::{BALLOTS_MIN, Ballot, Method, Paper, Stance};
use std::collections::{BTreeMap, BTreeSet};

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCounted {
    /// Fewer than [`BALLOTS_MIN`].
    #[error("too few ballots to be counted")]
    TooFew,
    /// A ballot of another paper lies among them.
    #[error("a ballot of another paper")]
    Foreign,
}

/// What one option was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionTally {
    /// Its number, from 1.
    pub option: u8,
    /// Supports, dots, the sum of scores, consents, or first places.
    pub points: u32,
    /// How many ballots mark it.
    pub marked: u32,
    /// How many ballots give it each mark, from 0 on.
    pub by_mark: BTreeMap<u8, u32>,
}

/// One round of ranked choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Ballots of each option that is still there.
    pub votes: BTreeMap<u8, u32>,
    /// Ballots that name none of them any more.
    pub exhausted: u32,
    /// Who goes out after it; nobody after the last.
    pub out: Vec<u8>,
}

/// What a vote came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Fewer ballots than the quorum asks for; `need` would have been enough.
    NoQuorum {
        /// So many ballots are the quorum.
        need: u32,
    },
    /// One option.
    Chosen(u8),
    /// These are level, and the rule tells no more.
    Tied(Vec<u8>),
    /// These options met no objection and somebody's consent.
    Carried(Vec<u8>),
    /// Nothing was marked, or every option met an objection.
    Nothing,
}

/// The result of a vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Ballots in the box.
    pub ballots: u32,
    /// Ballots without a mark.
    pub blank: u32,
    /// Ballots that would have been a quorum.
    pub quorum: u32,
    /// Every option, in the order of the paper.
    pub options: Vec<OptionTally>,
    /// The rounds of ranked choice; none for other methods.
    pub rounds: Vec<Round>,
    /// What it came to.
    pub outcome: Outcome,
}

/// Counts a closed box. `electorate` is the number of people who might vote; `quorum` how many of a hundred of them must have.
///
/// * *Support* (approval voting, Brams and Fishburn 1978), *dots* (cumulative voting within a budget) and *score* (range voting; an option
///   without a score gets none): the greatest sum wins; equal sums are a tie.
/// * *Consent*: an option is carried when somebody consents and nobody objects (consent decision-making, Endenburg 1981).
/// * *Ranked*: instant run-off. A ballot counts for its highest option that is still there; more than half of those that count
///   wins. Otherwise the last goes out. Several last ones go out together when all their ballots are fewer than the next one's,
///   since none of them could pass it; otherwise the round before tells, and the one before that, in which one of them had fewest,
///   as the Scottish Local Government Elections Order 2011 has it for exclusions. Where that does not tell either, it is a tie.
///
/// # Errors
/// [`NotCounted::TooFew`] below [`BALLOTS_MIN`]; [`NotCounted::Foreign`].
pub fn count(
    paper: Paper,
    ballots: &[Ballot],
    electorate: u32,
    quorum: u8,
) -> Result<Tally, NotCounted> {
    if ballots.iter().any(|ballot| ballot.paper != paper) {
        return Err(NotCounted::Foreign);
    }
    let many = number(ballots.len());
    if many < BALLOTS_MIN {
        return Err(NotCounted::TooFew);
    }
    let need = need(electorate, quorum);
    let options: Vec<OptionTally> =
        (1..=paper.options).map(|option| tally(paper, ballots, option)).collect();
    let mut rounds = Vec::new();
    let outcome = match paper.method {
        Method::Ranked => run_off(paper, ballots, &mut rounds),
        Method::Consent => carried(&options),
        Method::Support | Method::Dots | Method::Score => greatest(&options),
    };
    let outcome = if many < need { Outcome::NoQuorum { need } } else { outcome };
    let blank = number(ballots.iter().filter(|ballot| ballot.is_blank()).count());
    Ok(Tally { ballots: many, blank, quorum: need, options, rounds, outcome })
}

fn number(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// The least whole number of ballots that is at least `quorum` of a hundred.
fn need(electorate: u32, quorum: u8) -> u32 {
    let need = (u64::from(electorate) * u64::from(quorum.min(100))).div_ceil(100);
    u32::try_from(need).unwrap_or(u32::MAX)
}

fn tally(paper: Paper, ballots: &[Ballot], option: u8) -> OptionTally {
    let mut by_mark: BTreeMap<u8, u32> = BTreeMap::new();
    for mark in ballots.iter().filter_map(|ballot| ballot.mark(option)) {
        *by_mark.entry(mark).or_default() += 1;
    }
    let of = |mark: u8| by_mark.get(&mark).copied().unwrap_or_default();
    let points = match paper.method {
        Method::Support | Method::Ranked => of(1),
        Method::Consent => of(Stance::Consents.mark()),
        Method::Dots | Method::Score => {
            by_mark.iter().map(|(mark, n)| u32::from(*mark).saturating_mul(*n)).sum()
        }
    };
    OptionTally { option, points, marked: by_mark.values().sum(), by_mark }
}

fn greatest(options: &[OptionTally]) -> Outcome {
    let most = options.iter().map(|one| one.points).max().unwrap_or_default();
    if most == 0 {
        return Outcome::Nothing;
    }
    one_or_tied(options.iter().filter(|one| one.points == most).map(|one| one.option).collect())
}

fn one_or_tied(level: Vec<u8>) -> Outcome {
    match level.as_slice() {
        [one] => Outcome::Chosen(*one),
        _ => Outcome::Tied(level),
    }
}

fn carried(options: &[OptionTally]) -> Outcome {
    let free =
        |one: &&OptionTally| one.points > 0 && !one.by_mark.contains_key(&Stance::Objects.mark());
    let carried: Vec<u8> = options.iter().filter(free).map(|one| one.option).collect();
    if carried.is_empty() { Outcome::Nothing } else { Outcome::Carried(carried) }
}

fn run_off(paper: Paper, ballots: &[Ballot], rounds: &mut Vec<Round>) -> Outcome {
    let mut there: BTreeSet<u8> = (1..=paper.options).collect();
    loop {
        let (votes, exhausted) = round(&there, ballots);
        let counted: u32 = votes.values().sum();
        let winner = votes.iter().find(|(_, n)| n.saturating_mul(2) > counted);
        let winner = winner.map(|(option, _)| *option);
        let out = if winner.is_none() && counted > 0 { last(&votes, rounds) } else { Vec::new() };
        rounds.push(Round { votes, exhausted, out: out.clone() });
        match winner {
            Some(option) => return Outcome::Chosen(option),
            None if counted == 0 => return Outcome::Nothing,
            None if out.is_empty() => return Outcome::Tied(there.into_iter().collect()),
            None => there.retain(|option| !out.contains(option)),
        }
    }
}

fn round(there: &BTreeSet<u8>, ballots: &[Ballot]) -> (BTreeMap<u8, u32>, u32) {
    let mut votes: BTreeMap<u8, u32> = there.iter().map(|option| (*option, 0)).collect();
    let mut exhausted = 0;
    for ballot in ballots {
        let left = ballot.marks().filter(|(option, _)| there.contains(option));
        match left.min_by_key(|(_, place)| *place).and_then(|(option, _)| votes.get_mut(&option)) {
            Some(n) => *n += 1,
            None => exhausted += 1,
        }
    }
    (votes, exhausted)
}

/// Who goes out; nobody when the rule does not tell.
fn last(votes: &BTreeMap<u8, u32>, before: &[Round]) -> Vec<u8> {
    let mut group = fewest(votes, &votes.keys().copied().collect());
    let together: u32 = group.iter().filter_map(|option| votes.get(option)).sum();
    let next = votes.iter().filter(|(option, _)| !group.contains(option)).map(|(_, n)| *n).min();
    if next.is_some_and(|next| together < next) {
        return group.into_iter().collect();
    }
    for round in before.iter().rev() {
        if group.len() == 1 {
            break;
        }
        group = fewest(&round.votes, &group);
    }
    if group.len() == 1 { group.into_iter().collect() } else { Vec::new() }
}

fn fewest(votes: &BTreeMap<u8, u32>, among: &BTreeSet<u8>) -> BTreeSet<u8> {
    let of = |option: &u8| votes.get(option).copied().unwrap_or_default();
    let least = among.iter().map(of).min().unwrap_or_default();
    among.iter().copied().filter(|option| of(option) == least).collect()
}

impl OptionTally {
    /// The mean of its scores in hundredths, rounded down; none without a score.
    pub fn mean_hundredths(&self) -> Option<u32> {
        self.points.checked_mul(100)?.checked_div(self.marked)
    }

    /// How many ballots give it this mark.
    pub fn with(&self, mark: u8) -> u32 {
        self.by_mark.get(&mark).copied().unwrap_or_default()
    }
}
