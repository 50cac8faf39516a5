//! Proposals between partners: what may be proposed, who may move it, and where it stands.
//!
//! A proposal goes from its **proposer** to its **desk**, the agency that decides. Both say what they do as moves; where it stands is
//! folded from them in one order, so that two nodes that hold the same moves say the same. There is no move that makes a proposal
//! disappear: it becomes something, is declined with a reason, or is taken back by whoever proposed it.

use std::collections::BTreeSet;

use crate::codes::code_list;
use crate::ids::AgencyId;
use crate::time::Millis;

code_list! {
    /// What is proposed.
    ProposalKind, "proposal_kind" {
        Cooperation = "COOPERATION": "Something to do together; it becomes a joint initiative.",
        Agenda = "AGENDA": "An item for the programme of a meeting.",
        Amendment = "AMENDMENT": "A change of an agreement.",
        Indicator = "INDICATOR": "Something to be measured together.",
    }
}

code_list! {
    /// Where a proposal stands.
    Stage, "proposal_stage" {
        Proposed = "PROPOSED": "Proposed.",
        Studied = "STUDIED": "Being studied.",
        Agreed = "AGREED": "Accepted.",
        Initiative = "INITIATIVE": "It has become a joint initiative.",
        Declined = "DECLINED": "Not pursued; the words say why.",
        Withdrawn = "WITHDRAWN": "Taken back by whoever proposed it.",
    }
}

/// Who moves it. An agency that proposes something to itself is both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mover {
    /// It proposed it.
    pub proposes: bool,
    /// It decides on it.
    pub decides: bool,
}

impl Stage {
    /// Whether somebody still has to take the next step. What is agreed to be done together is open until it has begun.
    pub fn is_open(self, kind: ProposalKind) -> bool {
        match self {
            Self::Proposed | Self::Studied => true,
            Self::Agreed => kind == ProposalKind::Cooperation,
            Self::Initiative | Self::Declined | Self::Withdrawn => false,
        }
    }

    /// Whether it may move to `to`: forward one step or past the study; the same stage again is a step that was taken in it.
    pub fn may_become(self, kind: ProposalKind, to: Self, by: Mover) -> bool {
        let open = self.is_open(kind);
        match (self, to) {
            (Self::Agreed, Self::Initiative) => open && (by.decides || by.proposes),
            (Self::Proposed | Self::Studied, Self::Agreed) | (Self::Proposed, Self::Studied) => {
                by.decides
            }
            (Self::Declined, Self::Proposed) => by.decides,
            (Self::Withdrawn, Self::Proposed) | (_, Self::Withdrawn) => {
                by.proposes && (open || to == Self::Proposed)
            }
            (_, Self::Declined) => open && by.decides,
            (from, to) => from == to && open && by.decides,
        }
    }

    /// Whether a move to this stage says something: only what is taken back needs no words.
    pub fn needs_words(self) -> bool {
        self != Self::Withdrawn
    }
}

/// A proposal without a step for so many days is stale.
pub const STALE_DAYS: i64 = 60;

/// What does not change of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What is proposed.
    pub kind: ProposalKind,
    /// Who proposed it.
    pub proposer: AgencyId,
    /// Who decides.
    pub desk: AgencyId,
    /// When it was proposed.
    pub at: Millis,
}

/// What one agency said about a proposal. No two moves of one agency have the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// When.
    pub at: Millis,
    /// Who.
    pub by: AgencyId,
    /// Where it stands then.
    pub to: Stage,
}

/// Where a proposal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The stage.
    pub stage: Stage,
    /// When the last step was taken.
    pub moved_at: Millis,
    /// Moves that came too late to have an effect, such as a decision about what had been taken back. They are kept all the same.
    pub idle: BTreeSet<Move>,
}

impl Proposal {
    /// Who an agency is to this proposal.
    pub fn mover(&self, agency: AgencyId) -> Mover {
        Mover { proposes: agency == self.proposer, decides: agency == self.desk }
    }

    /// Where it stands after these moves, in whatever order they came.
    pub fn course(&self, moves: impl IntoIterator<Item = Move>) -> Course {
        let moves: BTreeSet<Move> = moves.into_iter().collect();
        let mut course =
            Course { stage: Stage::Proposed, moved_at: self.at, idle: BTreeSet::new() };
        for one in moves {
            if course.stage.may_become(self.kind, one.to, self.mover(one.by)) {
                course.stage = one.to;
                course.moved_at = course.moved_at.max(one.at);
            } else {
                course.idle.insert(one);
            }
        }
        course
    }
}

/// Whether an open proposal has waited too long for its next step.
pub fn is_stale(kind: ProposalKind, stage: Stage, moved_at: Millis, now: Millis) -> bool {
    stage.is_open(kind) && moved_at.plus_days(STALE_DAYS) < now
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stage::{Agreed, Declined, Initiative, Proposed, Studied, Withdrawn};

    const NOW: Millis = Millis(1_795_334_400_000);
    const THEM: AgencyId = AgencyId([1; 32]);
    const US: AgencyId = AgencyId([2; 32]);

    fn proposal(kind: ProposalKind) -> Proposal {
        Proposal { kind, proposer: THEM, desk: US, at: NOW }
    }

    fn said(minute: i64, by: AgencyId, to: Stage) -> Move {
        Move { at: NOW.plus_minutes(minute), by, to }
    }

    #[test]
    fn contract_a05_a_proposal_moves_forward_and_is_stale_after_sixty_days_without_a_step() {
        let kind = ProposalKind::Cooperation;
        let desk = [
            (Proposed, Studied),
            (Proposed, Agreed),
            (Studied, Agreed),
            (Agreed, Initiative),
            (Proposed, Declined),
            (Studied, Declined),
            (Agreed, Declined),
            (Declined, Proposed),
            (Proposed, Proposed),
            (Studied, Studied),
            (Agreed, Agreed),
        ];
        let proposer = [
            (Agreed, Initiative),
            (Proposed, Withdrawn),
            (Studied, Withdrawn),
            (Agreed, Withdrawn),
            (Withdrawn, Proposed),
        ];
        for from in Stage::ALL {
            for to in Stage::ALL {
                for (who, may) in [(US, &desk[..]), (THEM, &proposer[..])] {
                    let got = from.may_become(kind, *to, proposal(kind).mover(who));
                    assert_eq!(got, may.contains(&(*from, *to)), "{who:?}: {from} to {to}");
                }
                let nobody = proposal(kind).mover(AgencyId([3; 32]));
                assert!(!from.may_become(kind, *to, nobody), "{from} to {to}");
            }
        }
        assert!(!is_stale(kind, Proposed, NOW.plus_days(-60), NOW));
        assert!(is_stale(kind, Proposed, Millis(NOW.plus_days(-60).0 - 1), NOW));
        assert!(is_stale(kind, Agreed, NOW.plus_days(-61), NOW), "agreed, and nobody begins");
        assert!(!is_stale(kind, Initiative, NOW.plus_days(-600), NOW));
        let item = ProposalKind::Agenda;
        assert!(!is_stale(item, Agreed, NOW.plus_days(-600), NOW), "accepted is the end of it");
        assert!(!Agreed.may_become(item, Initiative, proposal(item).mover(US)));
    }

    #[test]
    fn contract_a35_a_proposal_ends_accepted_declined_with_words_or_withdrawn_and_no_other_way() {
        for kind in ProposalKind::ALL {
            let open = |stage: &&Stage| !stage.is_open(*kind);
            let ends: Vec<Stage> = Stage::ALL.iter().filter(open).copied().collect();
            let wanted = match kind {
                ProposalKind::Cooperation => vec![Initiative, Declined, Withdrawn],
                _ => vec![Agreed, Initiative, Declined, Withdrawn],
            };
            assert_eq!(ends, wanted, "{kind}");
        }
        assert!(Declined.needs_words() && Agreed.needs_words() && !Withdrawn.needs_words());
        let one = proposal(ProposalKind::Indicator);
        assert_eq!(one.course([said(1, THEM, Declined)]).stage, Proposed, "the desk decides");
        assert_eq!(one.course([said(1, US, Withdrawn)]).stage, Proposed, "its proposer takes back");
    }

    #[test]
    fn the_same_moves_in_any_order_lead_to_the_same_place() {
        let one = proposal(ProposalKind::Cooperation);
        let moves = [
            said(1, US, Studied),
            said(2, THEM, Withdrawn),
            said(3, US, Agreed),
            said(4, THEM, Proposed),
            said(5, US, Agreed),
            said(6, THEM, Initiative),
        ];
        let wanted = one.course(moves);
        assert_eq!(wanted.stage, Initiative);
        assert_eq!(wanted.moved_at, NOW.plus_minutes(6));
        assert_eq!(wanted.idle, BTreeSet::from([moves[2]]), "agreed to what was taken back");
        for turn in 0..moves.len() {
            let mut turned = moves;
            turned.rotate_left(turn);
            assert_eq!(one.course(turned), wanted);
            turned.reverse();
            assert_eq!(one.course(turned), wanted);
        }
    }
}
