//! The thread of a referral: entries in, state out.

use super::act::Act;
use super::entry::{ByRole, Entry};
use super::offer::Offer;
use super::rules::{Side, Standing, State, fields};
use crate::codes::{DeclineCode, Kind, Withdrawal};
use crate::field::Field;
use crate::ids::{AgencyId, ReferralId};
use crate::refusal::Refusal;
use crate::time::Millis;

/// Entries that do not make a thread. Apart from `Incomplete`, which only says that something is
/// still on its way, each shows that a node did what an honest node cannot do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum ThreadError {
    /// No offer.
    NoOffer,
    /// Entries of more than one referral.
    Mixed,
    /// Written by an agency that is neither source nor target.
    Stranger,
    /// An entry that others build on is not here yet.
    Incomplete {
        /// Whose entry is missing.
        side: Side,
    },
    /// Two different entries with one number.
    Fork {
        /// Who wrote them.
        side: Side,
        /// The number.
        n: u32,
    },
    /// A later entry claims to have seen less than an earlier one.
    SeenLess {
        /// Who wrote it.
        side: Side,
        /// Its number.
        n: u32,
    },
    /// Two entries of which each claims to have seen the other.
    SeenEachOther {
        /// The number of the source's entry.
        n: u32,
    },
    /// The author could know that this act has no place here, or it is the other side's act.
    NotAllowed {
        /// Who wrote it.
        side: Side,
        /// Its number.
        n: u32,
    },
    /// More entries than a referral can have.
    TooMany,
}

impl ThreadError {
    /// The stable key for translation, wire and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoOffer => "thread.no_offer",
            Self::Mixed => "thread.mixed",
            Self::Stranger => "thread.stranger",
            Self::Incomplete { .. } => "thread.incomplete",
            Self::Fork { .. } => "thread.fork",
            Self::SeenLess { .. } => "thread.seen_less",
            Self::SeenEachOther { .. } => "thread.seen_each_other",
            Self::NotAllowed { .. } => "thread.not_allowed",
            Self::TooMany => "thread.too_many",
        }
    }
}

/// What an entry did, in the order that holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It led to this state.
    Moved(State),
    /// It is on record and left the state as it was (key released, erasure confirmed).
    Noted,
    /// It crossed a decision of the target, which stands.
    TooLate,
    /// A recall that crossed an acceptance. What was accepted is stopped by it.
    Stopped,
}

/// An entry and what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The entry.
    pub entry: Entry,
    /// What it did.
    pub effect: Effect,
}

/// A referral as far as its entries are known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    pub(super) referral: ReferralId,
    pub(super) offer: Box<Offer>,
    pub(super) steps: Vec<Step>,
    pub(super) standing: Standing,
    pub(super) state: State,
    pub(super) source_count: u32,
    pub(super) target_count: u32,
    pub(super) source_seen: u32,
}

impl Thread {
    /// The state.
    pub fn state(&self) -> State {
        self.state
    }

    /// The referral.
    pub fn referral(&self) -> ReferralId {
        self.referral
    }

    /// The offer it began with.
    pub fn offer(&self) -> &Offer {
        &self.offer
    }

    /// The entries in their order, each with its effect.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The side that `me` is on.
    pub fn side(&self, me: AgencyId) -> Option<Side> {
        if me == self.offer.source {
            Some(Side::Source)
        } else if me == self.offer.target {
            Some(Side::Target)
        } else {
            None
        }
    }

    /// True while somebody still has something to do or to learn.
    pub fn is_open(&self) -> bool {
        let shown = matches!(self.state, State::Withdrawn | State::Cancelled | State::Invalidated);
        let receipt = shown && self.standing.awaits_purge();
        !self.state.is_final() || self.awaiting_confirmation() || receipt
    }

    /// True when the permission was taken back after the target knew who it is: nobody there may read it any more.
    pub fn is_withheld(&self) -> bool {
        self.standing.is_withheld()
    }

    /// True when the target keeps what it holds on a ground of its own.
    pub fn is_kept(&self) -> bool {
        self.standing.kept
    }

    /// From when the target's node erases what it holds; nothing when there is nothing to erase.
    pub fn purge_from(&self) -> Option<Millis> {
        self.standing.purge_from()
    }

    /// Why the permission ended, as it was said first.
    pub fn withdrawn_why(&self) -> Option<Withdrawal> {
        self.steps.iter().find_map(|step| match step.entry.act {
            Act::Withdraw { why, .. } => Some(why),
            _ => None,
        })
    }

    /// The fields that the person took back.
    pub fn narrowed(&self) -> Vec<Field> {
        fields(self.standing.narrowed)
    }

    /// True when the target has erased everything that the person took back in part.
    pub fn is_cut(&self) -> bool {
        self.standing.narrowed != 0 && !self.standing.awaits_removal()
    }

    /// Whether this act has a place here now; its side is not asked.
    pub fn may(&self, act: &Act, now: Millis) -> bool {
        self.standing.after(act, now, &self.offer).is_some()
    }

    /// True when the target was given the key to the identity.
    pub fn identity_released(&self) -> bool {
        self.standing.released
    }

    /// True from the moment on at which both agencies know the person by name and may work for her together
    /// ([`crate::joint`]). Not where she was passed on: the two who know her then need not know each other.
    pub fn is_joint(&self) -> bool {
        self.standing.released && !self.standing.redirected && self.offer.origin.is_none()
    }

    /// True when the target has confirmed that it erased what it was shown.
    pub fn is_purged(&self) -> bool {
        self.standing.purged
    }

    /// True when the source took the referral back or let it expire, and the target has not yet said
    /// anything that shows it knows. Until then the target may have decided, and its decision stands.
    pub fn awaiting_confirmation(&self) -> bool {
        self.steps.iter().any(|step| {
            matches!(step.entry.act, Act::Recall { .. } | Act::Expire)
                && step.effect != Effect::TooLate
                && step.entry.n > self.source_seen
        })
    }

    /// The next entry of `me`, with its number and what was seen; the signer sets `prev`.
    ///
    /// # Errors
    /// Why this act cannot be done: not a party, the other side's act, not in this state, too late or
    /// too early, or a decline that must name an area.
    pub fn next(&self, me: AgencyId, by: ByRole, act: Act, now: Millis) -> Result<Entry, Refusal> {
        let side = self.side(me).ok_or(Refusal::NotInThisReferral)?;
        if act.side() != side {
            return Err(Refusal::WrongSide { side: act.side() });
        }
        if let Act::Decline { code: code @ DeclineCode::V3, proposed_area: None }
        | Act::Refuse { code: code @ DeclineCode::V3, proposed_area: None } = act
        {
            return Err(Refusal::NoProposedArea { code });
        }
        // After passing the person on, the target only tells what the third agency does; its node does that.
        if self.standing.redirected && side == Side::Target && by != ByRole::node() {
            return Err(Refusal::WrongState { state: self.state });
        }
        if self.standing.after(&act, now, &self.offer).is_none() {
            return Err(self.refusal(&act, now));
        }
        let (mine, seen) = match side {
            Side::Source => (self.source_count, self.target_count),
            Side::Target => (self.target_count, self.source_count),
        };
        let (referral, prev) = (self.referral, [0; 32]);
        Ok(Entry { referral, author: me, n: mine + 1, prev, seen, at: now, by, act })
    }

    /// The third agency to which the target passed the person on, and the referral it goes on as.
    pub fn redirect(&self) -> Option<(AgencyId, ReferralId)> {
        self.steps.iter().find_map(|step| match step.entry.act {
            Act::Redirect { to, onward } => Some((to, onward)),
            _ => None,
        })
    }

    /// The target's decision, the last where one was contested: taken, or not.
    pub fn decision(&self) -> Option<&Entry> {
        let decides = |act: &Act| act.accepts() || matches!(act, Act::Decline { .. });
        self.steps.iter().map(|step| &step.entry).rfind(|entry| decides(&entry.act))
    }

    /// The entry by which the target's node tells what the third agency has decided. It stands where the
    /// target passed the person on: what the source did since then had not been seen by who decided.
    pub(super) fn told(&self, decision: &Entry) -> Option<Entry> {
        let mut passed = self.steps.iter().map(|step| &step.entry);
        let passed = passed.rfind(|entry| matches!(entry.act, Act::Redirect { .. }))?;
        let (n, prev) = (self.target_count + 1, [0; 32]);
        Some(Entry {
            n,
            prev,
            at: decision.at,
            act: decision.act.clone(),
            by: ByRole::node(),
            ..passed.clone()
        })
    }

    /// The agency that answers for the person by these entries: the source, until it has handed a
    /// transfer over by releasing the key, which it can only after an acceptance; then whoever accepted.
    pub fn responsible(&self) -> AgencyId {
        let first = self.offer.origin.as_ref().map_or(self.offer.source, |origin| origin.agency);
        let handed = self.offer.kind == Kind::Transfer && self.standing.released;
        if handed { self.taker() } else { first }
    }

    /// Whether `me` has accepted to answer for the person. From its own acceptance on it is bound, so that
    /// nobody is ever without somebody who knows that they must act.
    pub fn is_bound(&self, me: AgencyId) -> bool {
        self.offer.kind == Kind::Transfer && self.state.is_taken() && self.taker() == me
    }

    fn taker(&self) -> AgencyId {
        self.redirect().map_or(self.offer.target, |(to, _)| to)
    }

    fn refusal(&self, act: &Act, now: Millis) -> Refusal {
        let expires_at = self.standing.clock.expires_at();
        let decides = act.accepts() || matches!(act, Act::Decline { .. });
        let decides = decides && self.state.is_undecided();
        let reads = *act == Act::Note && self.state == State::Told;
        match act {
            _ if (decides || reads) && now >= expires_at => Refusal::TooLate { expires_at },
            Act::Expire if self.state.is_pending() => Refusal::TooEarly { expires_at },
            _ => Refusal::WrongState { state: self.state },
        }
    }

    /// What `me`'s node must do by itself now. The key commitment of a release is zeros here, and who has read what was sent
    /// in error is nobody: the node that holds the key or the log fills it in.
    pub fn reaction(&self, me: AgencyId, now: Millis) -> Option<Act> {
        match self.side(me)? {
            Side::Target if self.standing.awaits_removal() => Some(Act::Removed),
            Side::Target if self.purge_from().is_some_and(|from| now >= from) => {
                Some(match self.state {
                    State::Invalidated => Act::Erased { views: Vec::new() },
                    _ => Act::Purged,
                })
            }
            Side::Source if self.standing.awaits_release() => {
                Some(Act::Release { key_commit: [0; 32] })
            }
            Side::Source if self.state.is_pending() && now >= self.expires_at() => {
                Some(Act::Expire)
            }
            Side::Source if self.closes_at().is_some_and(|at| now >= at) => Some(Act::Acknowledge),
            _ => None,
        }
    }
}
