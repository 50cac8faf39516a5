//! The facts an index is made of: the same for both parties, whoever computes.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::Encode;

use crate::ids::{AgencyId, FactId};
use crate::time::Millis;

/// A fact written down later than this after it happened counts only if another party confirms it.
const BACKDATED_DAYS: i64 = 30;
/// What was brought in from before counts in the first year of the agreement only.
const IMPORTED_DAYS: i64 = 365;
/// The factor from which evidence is good enough to show that something lives.
const SOUND: f64 = 0.7;
/// The window: what happened or was due before it no longer counts.
const WINDOW_DAYS: i64 = 365;

/// What a fact rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
pub enum Evidence {
    /// Another party has signed that it is so.
    #[n(0)]
    Confirmed {
        /// Which.
        #[n(0)]
        by: AgencyId,
    },
    /// The nodes have seen it themselves.
    #[n(1)]
    Observed,
    /// A document shows it, or nobody objected in time.
    #[n(2)]
    Documented,
    /// The party says so.
    #[n(3)]
    Declared,
    /// It was brought in from before.
    #[n(4)]
    Imported,
}

/// Something that was done, by whom, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
pub struct Deed {
    /// Who did it.
    #[n(0)]
    pub by: AgencyId,
    /// When it happened.
    #[n(1)]
    pub happened_at: Millis,
    /// When it was written down.
    #[n(2)]
    pub recorded_at: Millis,
    /// What it rests on.
    #[n(3)]
    pub evidence: Evidence,
}

impl Deed {
    /// What it really rests on: nobody confirms their own deed.
    pub(super) fn level(&self) -> Evidence {
        match self.evidence {
            Evidence::Confirmed { by } if by == self.by => Evidence::Declared,
            level => level,
        }
    }

    /// Whether a party other than the one that did it has signed.
    pub(super) fn is_confirmed(&self) -> bool {
        matches!(self.level(), Evidence::Confirmed { .. })
    }

    /// Whether it is known well enough to show that something lives.
    pub(super) fn is_sound(&self, effective_on: Millis) -> bool {
        self.factor(effective_on) >= SOUND
    }

    /// How much it counts, 0 to 1, under an agreement in effect since `effective_on`.
    pub(super) fn factor(&self, effective_on: Millis) -> f64 {
        let late = self.recorded_at > self.happened_at.plus_days(BACKDATED_DAYS);
        if late && !self.is_confirmed() {
            return 0.0;
        }
        match self.level() {
            Evidence::Confirmed { .. } | Evidence::Observed => 1.0,
            Evidence::Documented => 0.7,
            Evidence::Declared => 0.5,
            Evidence::Imported if self.happened_at < effective_on.plus_days(IMPORTED_DAYS) => 0.5,
            Evidence::Imported => 0.0,
        }
    }
}

/// Something a party owes by the agreement, on one day.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Obligation {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// Who owes it.
    #[n(1)]
    pub obligor: AgencyId,
    /// 1 to 5, fixed when the agreement was signed.
    #[n(2)]
    pub weight: u8,
    /// When it falls due.
    #[n(3)]
    pub due_at: Millis,
    /// How it was fulfilled, if it was.
    #[n(4)]
    pub fulfilled: Option<Deed>,
    /// The parties that have signed that it need not be done; it is waived when all have.
    #[n(5)]
    pub waived_by: BTreeSet<AgencyId>,
}

/// One of the areas in which the parties have agreed to work together.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Area {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// When work in it is planned to begin; six months after the agreement took effect where no plan says.
    #[n(1)]
    pub planned_start: Option<Millis>,
    /// What was done in it.
    #[n(2)]
    pub deeds: Vec<Deed>,
}

/// A part of an initiative with a day.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Milestone {
    /// Its share in the initiative.
    #[n(0)]
    pub weight: u8,
    /// When it is due.
    #[n(1)]
    pub due_at: Millis,
    /// How it was reached, if it was; by the leading party.
    #[n(2)]
    pub reached: Option<Deed>,
}

/// Something the parties do together.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Initiative {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// The party that leads it.
    #[n(1)]
    pub lead: AgencyId,
    /// Its size in the signed plan.
    #[n(2)]
    pub weight: u8,
    /// It stands in the plan that all have signed.
    #[n(3)]
    pub planned: bool,
    /// Its parts.
    #[n(4)]
    pub milestones: Vec<Milestone>,
    /// A measure of whether anybody is better off, with its source.
    #[n(5)]
    pub better_off: Option<Deed>,
    /// When it was given up, if it was.
    #[n(6)]
    pub cancelled_at: Option<Millis>,
    /// Who has signed that.
    #[n(7)]
    pub cancelled_by: BTreeSet<AgencyId>,
}

/// What one party asked of another over the link, in the window: counted by the nodes, without persons.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Exchange {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// The party that had to answer.
    #[n(1)]
    pub answers: AgencyId,
    /// Messages that demanded an answer by a time that has come.
    #[n(2)]
    pub demanded: u32,
    /// Answered inside the agreed time.
    #[n(3)]
    pub in_time: u32,
    /// The last answer.
    #[n(4)]
    pub answered_at: Option<Millis>,
}

/// A meeting of the parties.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Meeting {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// The host, and when.
    #[n(1)]
    pub held: Deed,
    /// Every party had its quorum.
    #[n(2)]
    pub quorum: bool,
    /// The parties that have approved the minutes; it counts when all have.
    #[n(3)]
    pub approved_by: BTreeSet<AgencyId>,
}

/// Something a meeting asked somebody to do.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Action {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// Until when.
    #[n(1)]
    pub due_at: Millis,
    /// How it was done, if it was; it counts when another party has verified it.
    #[n(2)]
    pub done: Option<Deed>,
}

/// Money, goods, time or room that a party gave.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Contribution {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// Who gave it, and who has signed for having received it.
    #[n(1)]
    pub given: Deed,
    /// Its agreed value in fils (1 dirham is 100); `None` where no rate is agreed: it is listed, not valued.
    #[n(2)]
    pub value_fils: Option<u64>,
}

/// An agenda item, a proposal or an initiative that a party brought in.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Voice {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// Who brought it in, and when.
    #[n(1)]
    pub deed: Deed,
}

/// Something that was decided, or not.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Decision {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// Who proposed it.
    #[n(1)]
    pub proposed_by: AgencyId,
    /// When it was decided.
    #[n(2)]
    pub decided_at: Millis,
    /// It was accepted.
    #[n(3)]
    pub accepted: bool,
    /// The parties that have signed it.
    #[n(4)]
    pub signed_by: BTreeSet<AgencyId>,
}

/// What a party wants from the partnership for itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Objective {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// Whose.
    #[n(1)]
    pub of: AgencyId,
    /// How much of the target is reached, in thousandths; more than 1,000 counts as 1,000.
    #[n(2)]
    pub reached_permille: u16,
    /// What that rests on, if anything.
    #[n(3)]
    pub source: Option<Deed>,
}

/// Who judged whom in the last evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
pub enum Evaluation {
    /// None was held yet.
    #[n(0)]
    None,
    /// Every party judged the others.
    #[n(1)]
    Mutual,
    /// It ran one way only.
    #[n(2)]
    OneWay,
}

/// Everything an index of one partnership is computed from.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Facts {
    /// The parties.
    #[n(0)]
    pub parties: BTreeSet<AgencyId>,
    /// Since when the agreement is in effect.
    #[n(1)]
    pub effective_on: Millis,
    /// The parties have signed a plan.
    #[n(2)]
    pub has_plan: bool,
    /// The agreement covers exchange over the link.
    #[n(3)]
    pub has_exchange: bool,
    /// Meetings that the agreement or plan asks for in the window.
    #[n(4)]
    pub meetings_planned: u32,
    /// The share of contributions each party has agreed to, in any unit; all alike where empty.
    #[n(5)]
    pub agreed_shares: BTreeMap<AgencyId, u32>,
    /// The last evaluation.
    #[n(6)]
    pub evaluation: Evaluation,
    /// The areas of cooperation.
    #[n(7)]
    pub areas: Vec<Area>,
    /// What is owed.
    #[n(8)]
    pub obligations: Vec<Obligation>,
    /// What is done together.
    #[n(9)]
    pub initiatives: Vec<Initiative>,
    /// What was asked over the link, each direction once.
    #[n(10)]
    pub exchanges: Vec<Exchange>,
    /// Meetings.
    #[n(11)]
    pub meetings: Vec<Meeting>,
    /// What meetings asked for.
    #[n(12)]
    pub actions: Vec<Action>,
    /// What was given.
    #[n(13)]
    pub contributions: Vec<Contribution>,
    /// Agenda items, proposals and initiatives brought in, each with who brought it.
    #[n(14)]
    pub voices: Vec<Voice>,
    /// What was decided.
    #[n(15)]
    pub decisions: Vec<Decision>,
    /// What each party wants for itself.
    #[n(16)]
    pub objectives: Vec<Objective>,
}

/// The time an index speaks of: the twelve months up to `now`, under an agreement in effect since `effective_on`.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) from: Millis,
    pub(super) now: Millis,
    pub(super) effective_on: Millis,
}

impl Window {
    pub(super) fn until(now: Millis, facts: &Facts) -> Self {
        Self { from: now.plus_days(-WINDOW_DAYS), now, effective_on: facts.effective_on }
    }

    pub(super) fn holds(self, at: Millis) -> bool {
        self.from < at && at <= self.now
    }

    /// How much a deed counts: nothing outside the window.
    pub(super) fn factor(self, deed: &Deed) -> f64 {
        if self.holds(deed.happened_at) { deed.factor(self.effective_on) } else { 0.0 }
    }

    /// Whether a deed shows that something lives.
    pub(super) fn is_sound(self, deed: &Deed) -> bool {
        self.holds(deed.happened_at) && deed.is_sound(self.effective_on)
    }
}
