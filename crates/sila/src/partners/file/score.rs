//! Choosing a partner by two people who score it apart.

use sila_core::WorkerId;

use super::{Entry, Kind};

/// What is scored, with its weight; the weights sum to 100.
pub const CRITERIA: [(&str, u32); 7] = [
    ("MANDATE", 20),
    ("COMPLEMENT", 15),
    ("CAPACITY", 15),
    ("REPUTATION", 10),
    ("DATA_PROTECTION", 15),
    ("SAFEGUARDING", 15),
    ("INTEREST", 10),
];
/// Two scores that differ by more points ask for a note.
pub const DIVERGENCE_MAX: u32 = 20;
/// The best mark; the least is 1.
pub const MARK_MAX: u32 = 5;

/// Points of a hundred for marks from 1 to 5, one for each criterion; nothing where one is missing.
pub fn points(marks: &str) -> Option<u32> {
    let marks: Option<Vec<u32>> = marks.split('-').map(|mark| mark.parse().ok()).collect();
    let marks = marks.filter(|marks| {
        marks.len() == CRITERIA.len() && marks.iter().all(|mark| (1..=MARK_MAX).contains(mark))
    })?;
    let weighed = CRITERIA.iter().zip(marks).map(|((_, weight), mark)| weight.saturating_mul(mark));
    weighed.fold(0_u32, u32::saturating_add).checked_div(MARK_MAX)
}

/// What is known of the choice for one person who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Score {
    /// They have scored nothing yet, and see nothing; how many others have.
    Unscored(usize),
    /// They have; a second one has not.
    Alone(u32),
    /// Two or more have, within the divergence or with a note: the mean.
    Agreed(u32),
    /// Two or more have and differ by so many points: a note is missing.
    Diverges(u32),
}

impl Score {
    /// For this worker, from the scores that were not ended.
    pub fn of(entries: &[Entry], worker: WorkerId) -> Score {
        let given = |kind: Kind| {
            entries.iter().filter(move |one| one.kind == kind && one.ended_day.is_none())
        };
        let scores: Vec<(WorkerId, u32)> =
            given(Kind::Score).filter_map(|one| Some((one.worker, points(&one.code)?))).collect();
        let Some((_, own)) = scores.iter().find(|(by, _)| *by == worker) else {
            return Score::Unscored(scores.len());
        };
        let all = scores.iter().map(|(_, points)| *points);
        let (most, least) = (all.clone().max().unwrap_or(0), all.clone().min().unwrap_or(0));
        let apart = most.saturating_sub(least);
        let sum = all.fold(0_u32, u32::saturating_add);
        let many = u32::try_from(scores.len()).unwrap_or(u32::MAX);
        match sum.checked_div(many) {
            Some(mean)
                if many >= 2 && (apart <= DIVERGENCE_MAX || given(Kind::Note).next().is_some()) =>
            {
                Score::Agreed(mean)
            }
            _ if many >= 2 => Score::Diverges(apart),
            _ => Score::Alone(*own),
        }
    }
}

/// Whether two people have scored a partner apart and agree well enough, or have said why not; nothing when nobody has.
pub fn settled(entries: &[Entry]) -> Option<bool> {
    let open = |one: &&Entry| one.kind == Kind::Score && one.ended_day.is_none();
    let one = entries.iter().find(open)?;
    Some(matches!(Score::of(entries, one.worker), Score::Agreed(_)))
}
