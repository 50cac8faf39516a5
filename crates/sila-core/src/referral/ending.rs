//! How what was offered or taken ends before its outcome, what is then erased, and how a closed referral goes on.

use super::act::Act;
use super::rules::{KEEP_WITHIN_MS, Side, Standing, State, bits};
use super::thread::Thread;
use crate::calendar::TimeLimit;
use crate::time::Millis;

/// After so many working days of the source in which nobody there has said that the outcome was read, its node closes the referral.
pub const CLOSE_DAYS: u16 = 10;

/// How often a closed referral can be asked to go on.
const REOPENED_MAX: u8 = 2;

impl Standing {
    /// What these acts add up to with one by which it ends, what answers that, or one that begins again.
    pub(super) fn after_end(self, state: State, act: &Act, at: Millis) -> Option<Self> {
        match act {
            Act::Withdraw { at: side, .. } if self.may_withdraw(state, *side) => Some(Self {
                state: Some(State::Withdrawn),
                withdrawn_at: Some(at),
                purged: false,
                ..self
            }),
            Act::Cancel { at: side, .. } if self.may_cancel(state, *side) => self.cancelled(),
            Act::Invalidate { .. } if self.may_invalidate(state) => {
                let state = Some(State::Invalidated);
                Some(Self { state, kept: false, purged: false, ..self })
            }
            Act::Erased { .. } if state == State::Invalidated && self.awaits_purge() => {
                Some(Self { purged: true, ..self })
            }
            Act::Keep { .. } if self.may_keep() => Some(Self { kept: true, ..self }),
            Act::Narrow { fields, .. } if self.may_narrow(state) => {
                let narrowed = self.narrowed | bits(fields);
                (narrowed != self.narrowed).then_some(Self { narrowed, ..self })
            }
            Act::Removed if self.awaits_removal() => Some(Self { removed: self.narrowed, ..self }),
            _ => self.after_closing(state, act),
        }
    }

    /// Going on after the end needs both, and nothing that was erased.
    fn after_closing(self, state: State, act: &Act) -> Option<Self> {
        match act {
            Act::Reopen { at: side, .. }
                if state == State::Closed && !self.is_relayed() && self.reopened < REOPENED_MAX =>
            {
                let reopened = self.reopened + 1;
                let state = Some(State::ReopenRequested);
                Some(Self { reopens: Some(*side), reopened, state, ..self })
            }
            // What ended meanwhile is not brought back by an answer.
            Act::Agree { at: side, agreed }
                if state == State::ReopenRequested
                    && self.reopens.is_some_and(|by| by != *side) =>
            {
                let state = if *agreed { State::Accepted } else { State::Closed };
                Some(Self { reopens: None, state: Some(state), ..self })
            }
            _ => None,
        }
    }

    /// The same after a recall that did not know of the acceptance it crossed: nobody was named yet, so it is stopped.
    pub(super) fn crossed(self, act: &Act) -> Option<Self> {
        let state = self.state?;
        // A recall that the middle tells is answered by what becomes of the first referral, not by itself.
        let recalled = matches!(act, Act::Recall { .. }) && !self.released && !self.onward;
        (recalled && self.may_cancel(state, Side::Source)).then(|| self.cancelled()).flatten()
    }

    fn cancelled(self) -> Option<Self> {
        Some(Self { state: Some(State::Cancelled), purged: false, ..self })
    }

    /// A referral for information is taken back also after it was read. What was handed over with the responsibility is the target's own, and ends there. What the law demands or allows
    /// without the person does not end by the person's word.
    fn may_withdraw(self, state: State, side: Side) -> bool {
        let stopped = state == State::Cancelled && !self.purged && !self.kept;
        self.allowed
            && (state.is_pending()
                || (state.is_taken() || stopped || state == State::Noted) && self.may_end(side))
    }

    /// Where responsibility moves, the target is bound from its acceptance, and the source until it has given the key.
    fn may_end(self, side: Side) -> bool {
        !self.transfer || (side == Side::Source && !self.released)
    }

    /// Until there is an outcome. The agency in the middle may have to tell the third one later, and a recall may cross it.
    fn may_cancel(self, state: State, side: Side) -> bool {
        let late = side == Side::Source && (!self.released || self.onward);
        let open = state == State::Accepted || (state == State::Completed && late);
        open && self.may_end(side)
    }

    /// Whenever something of it is still held, unless responsibility has moved with it.
    fn may_invalidate(self, state: State) -> bool {
        // Whoever passed it on has erased its own when the key was through; the third agency has not.
        let held = !self.purged || (self.redirected && self.released);
        state != State::Invalidated && held && !(self.transfer && self.released)
    }

    fn may_keep(self) -> bool {
        let stopped = self.state == Some(State::Cancelled) && self.released;
        let withdrawn = self.state == Some(State::Withdrawn) && self.released;
        (stopped || withdrawn) && !self.purged && !self.kept
    }

    /// Before the identity was given, the offer is taken back and made again with less.
    fn may_narrow(self, state: State) -> bool {
        state.is_taken() && self.allowed && self.released && !self.transfer && !self.redirected
    }

    /// True when the identity is known to the target and may not be read there: erased, or about to be.
    pub(super) fn is_withheld(self) -> bool {
        let shut = matches!(self.state, Some(State::Withdrawn | State::Invalidated));
        shut && self.released && !self.kept
    }

    /// True when the target still holds fields that were taken back.
    pub(super) fn awaits_removal(self) -> bool {
        let shut = matches!(self.state, Some(State::Withdrawn | State::Invalidated));
        self.narrowed != self.removed && !shut && !self.purged
    }

    /// True when a person at the target must say whether it keeps what it holds of somebody whom it had taken.
    pub(super) fn awaits_ground(self) -> bool {
        self.state == Some(State::Cancelled) && !self.redirected && self.may_keep()
    }

    /// From when the target's node erases what it holds; never by itself where a person must look at it first.
    pub(super) fn purge_from(self) -> Option<Millis> {
        if !self.awaits_purge() || self.awaits_ground() {
            return None;
        }
        let withdrawn = self.state == Some(State::Withdrawn) && self.is_withheld();
        let wait = if withdrawn && !self.redirected { KEEP_WITHIN_MS } else { 0 };
        let withdrawn_at = self.withdrawn_at.filter(|_| self.state == Some(State::Withdrawn));
        Some(withdrawn_at.map_or(Millis(0), |at| Millis(at.0.saturating_add(wait))))
    }

    /// True when the target still holds what it must erase.
    pub(super) fn awaits_purge(self) -> bool {
        let passed_on = self.redirected && self.released;
        (passed_on || self.state.is_some_and(State::must_purge)) && !self.purged && !self.kept
    }
}

impl Thread {
    /// When the source's node closes it by itself, while the outcome waits to be read. Not where the source only passed the person
    /// on: it tells what the first agency does.
    pub fn closes_at(&self) -> Option<Millis> {
        let waits = self.state == State::Completed && self.offer.origin.is_none();
        let calendar = self.offer.calendar(Side::Source);
        let closes = || TimeLimit::WorkingDays(CLOSE_DAYS).after(self.since(), &calendar);
        waits.then(closes).flatten()
    }
}
