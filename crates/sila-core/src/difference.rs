//! Differences between partners (الخلافات): what one agency holds against how the partnership works, who answered what, on which level it is
//! talked about and until when, and how it ended.
//!
//! Both say what they do as moves; where a difference stands is folded from them in one order, so that two nodes that hold the same moves
//! say the same. None disappears: it ends when **both** have signed the same settlement, or when whoever raised it takes it back.

use std::collections::BTreeSet;

use crate::codes::code_list;
use crate::ids::AgencyId;
use crate::time::Millis;

code_list! {
    /// What it is about.
    Topic, "difference_topic" {
        Obligation = "OBLIGATION": "What one of them owes by the agreement.",
        Exchange = "EXCHANGE": "How referrals and answers go back and forth.",
        Confidence = "CONFIDENCE": "Confidentiality and the use of data.",
        Costs = "COSTS": "Contributions and costs.",
        Conduct = "CONDUCT": "How people of one treat people of the other.",
        Reading = "READING": "What a clause of the agreement means.",
        Other = "OTHER": "Something else.",
    }
}

code_list! {
    /// Who talks about it.
    Level, "difference_level" {
        Office = "OFFICE": "The focal points of both.",
        Sponsors = "SPONSORS": "Those who sponsor the partnership at both.",
        Heads = "HEADS": "The heads of both.",
    }
}

code_list! {
    /// What an agency does about it.
    Act, "difference_act" {
        Raise = "RAISE": "Says that there is one.",
        Say = "SAY": "Answers, or adds something.",
        Escalate = "ESCALATE": "Takes it to the next level.",
        Settle = "SETTLE": "Proposes how it is settled.",
        Close = "CLOSE": "Signs the settlement that the other proposed: it is closed.",
        Withdraw = "WITHDRAW": "Takes back what it raised.",
    }
}

impl Level {
    /// The next level; nothing above the heads.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Office => Some(Self::Sponsors),
            Self::Sponsors => Some(Self::Heads),
            Self::Heads => None,
        }
    }

    /// In so many days it should be settled on this level.
    pub fn days(self) -> i64 {
        match self {
            Self::Office | Self::Sponsors => 14,
            Self::Heads => 30,
        }
    }
}

impl Act {
    /// Whether it says nothing without words.
    pub fn needs_words(self) -> bool {
        !matches!(self, Self::Close | Self::Withdraw)
    }

    /// Whether it binds the agency to a settlement.
    pub fn settles(self) -> bool {
        matches!(self, Self::Settle | Self::Close)
    }
}

/// What one agency did. No two moves of one agency about one difference have the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// When.
    pub at: Millis,
    /// Who.
    pub by: AgencyId,
    /// What.
    pub act: Act,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Both have signed the same settlement.
    Settled,
    /// Whoever raised it took it back.
    Withdrawn,
}

/// Where a difference stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Who raised it.
    pub raised_by: AgencyId,
    /// When.
    pub raised_at: Millis,
    /// Who talks about it now.
    pub level: Level,
    /// Since when they do.
    pub level_at: Millis,
    /// When the other agency first said something.
    pub answered_at: Option<Millis>,
    /// Whose settlement waits for the other's signature, and since when.
    pub proposed: Option<(AgencyId, Millis)>,
    /// How it ended, and when.
    pub ended: Option<(Ending, Millis)>,
    /// Moves without an effect, such as one about what had ended. They are kept all the same.
    pub idle: BTreeSet<Move>,
}

impl Course {
    /// Folds it from the moves, in whatever order they came; nothing before it was raised.
    pub fn of(moves: impl IntoIterator<Item = Move>) -> Option<Self> {
        let moves: BTreeSet<Move> = moves.into_iter().collect();
        let first = moves.iter().find(|one| one.act == Act::Raise).copied()?;
        let mut course = Self {
            raised_by: first.by,
            raised_at: first.at,
            level: Level::Office,
            level_at: first.at,
            answered_at: None,
            proposed: None,
            ended: None,
            idle: BTreeSet::new(),
        };
        for one in moves.into_iter().filter(|one| *one != first) {
            if course.may(one.act, one.by) && one.at >= first.at {
                course.take(one);
            } else {
                course.idle.insert(one);
            }
        }
        Some(course)
    }

    fn take(&mut self, one: Move) {
        if one.by != self.raised_by {
            self.answered_at = self.answered_at.or(Some(one.at));
        }
        match one.act {
            Act::Escalate => {
                (self.level, self.level_at) = (self.level.next().unwrap_or(self.level), one.at);
            }
            Act::Settle => self.proposed = Some((one.by, one.at)),
            Act::Close => self.ended = Some((Ending::Settled, one.at)),
            Act::Withdraw => self.ended = Some((Ending::Withdrawn, one.at)),
            Act::Raise | Act::Say => {}
        }
    }

    /// Whether an agency can do this now. Nobody signs their own settlement.
    pub fn may(&self, act: Act, by: AgencyId) -> bool {
        let open = self.ended.is_none();
        open && match act {
            Act::Raise => false,
            Act::Say | Act::Settle => true,
            Act::Escalate => self.level.next().is_some(),
            Act::Close => self.proposed.is_some_and(|(of, _)| of != by),
            Act::Withdraw => by == self.raised_by,
        }
    }

    /// Until when it should be settled on its level; nothing when it has ended.
    pub fn due_at(&self) -> Option<Millis> {
        self.ended.is_none().then(|| self.level_at.plus_days(self.level.days()))
    }

    /// Whether it has stood on its level for too long.
    pub fn is_overdue(&self, now: Millis) -> bool {
        self.due_at().is_some_and(|due| due < now)
    }

    /// Whether the other agency still owes an answer.
    pub fn waits_for(&self, agency: AgencyId) -> bool {
        let answers = agency != self.raised_by && self.answered_at.is_none();
        let signs = self.proposed.is_some_and(|(of, _)| of != agency);
        self.ended.is_none() && (answers || signs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Act::{Close, Escalate, Raise, Say, Settle, Withdraw};

    const NOW: Millis = Millis(1_795_334_400_000);
    const US: AgencyId = AgencyId([1; 32]);
    const THEM: AgencyId = AgencyId([2; 32]);

    fn moves(all: &[(i64, AgencyId, Act)]) -> Vec<Move> {
        all.iter()
            .map(|(day, by, act)| Move { at: NOW.plus_days(*day), by: *by, act: *act })
            .collect()
    }

    #[test]
    fn only_both_close_it_and_nobody_signs_their_own_settlement() {
        let all = moves(&[(0, US, Raise), (1, THEM, Say), (2, US, Settle), (3, US, Close)]);
        let course = Course::of(all.clone()).unwrap();
        assert_eq!((course.ended, course.idle.len()), (None, 1), "its own settlement");
        assert!(course.waits_for(THEM) && !course.waits_for(US));
        let both = all.into_iter().chain(moves(&[(4, THEM, Close), (5, THEM, Escalate)]));
        let both: Vec<Move> = both.collect();
        let course = Course::of(both.clone()).unwrap();
        assert_eq!(course.ended, Some((Ending::Settled, NOW.plus_days(4))));
        assert_eq!(course.answered_at, Some(NOW.plus_days(1)));
        assert_eq!(course.due_at(), None, "what has ended is not due");
        let reversed = Course::of(both.into_iter().rev()).unwrap();
        assert_eq!(course, reversed, "in whatever order the moves came");
    }

    #[test]
    fn it_goes_up_level_by_level_and_each_has_its_days() {
        let mut all = moves(&[(0, US, Raise)]);
        assert!(Course::of(moves(&[(0, US, Say)])).is_none(), "nothing was raised");
        let course = |all: &[Move]| Course::of(all.to_vec()).unwrap();
        assert!(course(&all).waits_for(THEM));
        assert!(!course(&all).is_overdue(NOW.plus_days(14)));
        assert!(course(&all).is_overdue(NOW.plus_days(15)));
        for (day, level) in [(15, Level::Sponsors), (30, Level::Heads)] {
            all.extend(moves(&[(day, THEM, Escalate)]));
            assert_eq!(course(&all).level, level);
        }
        assert!(!course(&all).may(Escalate, US), "nothing is above the heads");
        assert_eq!(course(&all).due_at(), Some(NOW.plus_days(60)));
        assert!(!course(&all).may(Withdraw, THEM), "only whoever raised it takes it back");
        all.extend(moves(&[(31, US, Withdraw)]));
        assert_eq!(course(&all).ended, Some((Ending::Withdrawn, NOW.plus_days(31))));
    }
}
