//! Polls: a presenter asks a hall, everybody answers once, and what came of it is told after the end.
//!
//! A poll is quick and open: it decides nothing. For what decides there are votes ([`crate::ballot`]). Like there, nothing is told of fewer
//! than [`ANSWERS_MIN`] answers: each of four people knows the other three.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::code_list;

code_list! {
    /// How a poll is answered.
    PollKind, "poll_kind" {
        Single = "SINGLE": "Everybody chooses one option.",
        Several = "SEVERAL": "Everybody chooses as many options as they like.",
        Scale = "SCALE": "Everybody says how much, from 1 to 5.",
        Words = "WORDS": "Everybody answers in a word or a short sentence, which a moderator lets through.",
    }
}

/// The most options.
pub const OPTIONS_MAX: u8 = 8;
/// The end of the scale, which begins with 1.
pub const SCALE_MAX: u8 = 5;
/// Of fewer answers nothing is told.
pub const ANSWERS_MIN: u32 = 5;
/// Longest answer in words, in characters.
pub const WORDS_MAX: usize = 60;

/// Why there is no such poll or answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PollError {
    /// Where people choose there are two options at least and [`OPTIONS_MAX`] at most; elsewhere there are none.
    #[error("the number of options is out of bounds")]
    Options,
    /// Nothing was chosen, or more than one where one is asked for.
    #[error("not as many choices as are asked for")]
    Choices,
    /// What was chosen is not offered.
    #[error("no such option in this poll")]
    Foreign,
}

impl PollKind {
    /// Whether a poll of this kind may have so many options.
    ///
    /// # Errors
    /// [`PollError::Options`].
    pub fn fits(self, options: usize) -> Result<u8, PollError> {
        let chosen = matches!(self, Self::Single | Self::Several);
        let count = u8::try_from(options).map_err(|_many| PollError::Options)?;
        let fits = if chosen { (2..=OPTIONS_MAX).contains(&count) } else { count == 0 };
        if fits { Ok(count) } else { Err(PollError::Options) }
    }

    /// The numbers that an answer may hold, of a poll with so many options.
    pub fn choices(self, options: u8) -> std::ops::RangeInclusive<u8> {
        let last = match self {
            Self::Single | Self::Several => options,
            Self::Scale => SCALE_MAX,
            // Words are no numbers: nothing is in this range.
            Self::Words => 0,
        };
        1..=last
    }

    /// An answer by numbers that holds to the rule.
    ///
    /// # Errors
    /// [`PollError::Choices`], [`PollError::Foreign`].
    pub fn answer(self, options: u8, chosen: &[u8]) -> Result<BTreeSet<u8>, PollError> {
        let chosen: BTreeSet<u8> = chosen.iter().copied().collect();
        let many = match self {
            Self::Several => !chosen.is_empty(),
            Self::Single | Self::Scale => chosen.len() == 1,
            Self::Words => false,
        };
        if !many {
            return Err(PollError::Choices);
        }
        let offered = self.choices(options);
        if chosen.iter().all(|one| offered.contains(one)) {
            Ok(chosen)
        } else {
            Err(PollError::Foreign)
        }
    }
}

/// What a poll came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many people answered.
    pub answers: u32,
    /// How many chose each number.
    pub counts: BTreeMap<u8, u32>,
}

impl Tally {
    /// Counts; nothing of fewer than [`ANSWERS_MIN`].
    pub fn of(kind: PollKind, options: u8, answers: &[BTreeSet<u8>]) -> Option<Self> {
        let many = u32::try_from(answers.len()).unwrap_or(u32::MAX);
        let mut counts: BTreeMap<u8, u32> = kind.choices(options).map(|n| (n, 0)).collect();
        for one in answers.iter().flatten() {
            if let Some(count) = counts.get_mut(one) {
                *count = count.saturating_add(1);
            }
        }
        (many >= ANSWERS_MIN).then_some(Self { answers: many, counts })
    }

    /// The mean of a scale in hundredths; none without answers.
    pub fn mean_hundredths(&self) -> Option<u32> {
        let points = |(n, count): (&u8, &u32)| count.saturating_mul(u32::from(*n));
        let sum = self.counts.iter().map(points).fold(0, u32::saturating_add);
        sum.saturating_mul(100).checked_div(self.answers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_answer_that_cannot_be_is_refused() {
        for (kind, chosen, error) in [
            (PollKind::Single, &[][..], PollError::Choices),
            (PollKind::Single, &[1, 2], PollError::Choices),
            (PollKind::Single, &[4], PollError::Foreign),
            (PollKind::Several, &[], PollError::Choices),
            (PollKind::Several, &[1, 0], PollError::Foreign),
            (PollKind::Scale, &[6], PollError::Foreign),
            (PollKind::Scale, &[0], PollError::Foreign),
            (PollKind::Words, &[1], PollError::Choices),
        ] {
            assert_eq!(kind.answer(3, chosen), Err(error), "{kind} {chosen:?}");
        }
        assert_eq!(PollKind::Several.answer(3, &[3, 1, 3]), Ok(BTreeSet::from([1, 3])));
        for (kind, options) in [
            (PollKind::Single, 1),
            (PollKind::Several, 9),
            (PollKind::Scale, 2),
            (PollKind::Words, 1),
        ] {
            assert_eq!(kind.fits(options), Err(PollError::Options), "{kind} {options}");
        }
        assert_eq!((PollKind::Single.fits(2), PollKind::Scale.fits(0)), (Ok(2), Ok(0)));
    }

    #[test]
    fn nothing_is_told_of_four_answers() {
        let answers = |n: usize| vec![BTreeSet::from([4_u8]); n];
        assert_eq!(Tally::of(PollKind::Scale, 0, &answers(4)), None);
        let five = Tally::of(PollKind::Scale, 0, &answers(5)).unwrap();
        assert_eq!((five.answers, five.mean_hundredths()), (5, Some(400)));
    }

    proptest! {
        #[test]
        fn every_choice_is_counted_once(answers in proptest::collection::vec(proptest::collection::vec(1_u8..=3, 1..4), 5..40)) {
            let kept: Vec<_> = answers.iter().map(|one| PollKind::Several.answer(3, one).unwrap()).collect();
            let tally = Tally::of(PollKind::Several, 3, &kept).unwrap();
            let sum: usize = kept.iter().map(BTreeSet::len).sum();
            prop_assert_eq!(usize::try_from(tally.counts.values().sum::<u32>()).unwrap(), sum);
        }
    }
}
