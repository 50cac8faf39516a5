//! The agency in the middle: its node tells the source what the third agency does, and the third agency
//! what the source does. It decides nothing.

use super::act::Act;
use super::entry::{ByRole, Entry};
use super::rules::{Side, State};
use super::thread::Thread;
use crate::codes::{CancelCode, RecallCode};
use crate::ids::AgencyId;
use crate::time::Millis;

/// One of the two referrals of the agency in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// The one that came.
    Up,
    /// The one that it goes on as.
    Down,
}

/// What the node of `me`, which passed the referral `up` on as `down`, must write now, and where. The key
/// commitment of a release is zeros here: the node that holds the key fills it in.
pub fn relay(up: &Thread, down: &Thread, me: AgencyId, now: Millis) -> Option<(Leg, Entry)> {
    if up.decision().is_none()
        && let Some(decision) = down.decision()
    {
        return up.told(decision).map(|entry| (Leg::Up, entry));
    }
    let written = |leg: Leg, act: Act| {
        let thread = if leg == Leg::Up { up } else { down };
        thread.next(me, ByRole::node(), act, now).ok().map(|entry| (leg, entry))
    };
    if let Some(next) = ended(up, down, now) {
        return next.and_then(|(leg, act)| written(leg, act));
    }
    match up.state() {
        State::Redirected => written(Leg::Down, Act::Expire),
        State::Recalled | State::Expired if down.state().is_undecided() => {
            written(Leg::Down, Act::Recall { code: recalled(up) })
        }
        // Until the third agency has confirmed, it may have decided, and its decision stands.
        State::Recalled | State::Expired if down.awaiting_confirmation() => None,
        State::Recalled | State::Expired | State::Declined => written(Leg::Up, Act::Purged),
        _ if up.identity_released() && !down.identity_released() => {
            written(Leg::Down, Act::Release { key_commit: [0; 32] })
        }
        _ => outcome(down)
            .and_then(|act| written(Leg::Up, act))
            .or_else(|| closed(up).and_then(|act| written(Leg::Down, act)))
            .or_else(|| written(Leg::Up, Act::Purged)),
    }
}

/// What ended it at one side goes to the other, and what the third agency answers comes back. Nothing when it ended at neither.
fn ended(up: &Thread, down: &Thread, now: Millis) -> Option<Option<(Leg, Act)>> {
    match (weight(up.state()), weight(down.state())) {
        (0, 0) => None,
        (above, below) if above > below => {
            let act = end_of(up, Side::Source)?;
            if down.may(&act, now) {
                return Some(Some((Leg::Down, act)));
            }
            // Until the third agency has confirmed, it may have decided, and that is told first.
            let waits = down.awaiting_confirmation();
            Some((!waits).then(|| (Leg::Up, receipt(up, down))))
        }
        (above, below) if above < below => {
            let act = end_of(down, Side::Target)?;
            // Where the source's side had ended before it heard of that, only the erasure is left to tell.
            let told = up.may(&act, now);
            Some(if told { Some((Leg::Up, act)) } else { answered(up, down) })
        }
        _ => Some(answered(up, down)),
    }
}

/// Of two ends that cross, the weightier one holds at both sides.
fn weight(state: State) -> u8 {
    match state {
        State::Cancelled => 1,
        State::Withdrawn => 2,
        State::Invalidated => 3,
        _ => 0,
    }
}

/// The act by which this thread ended, as `at` would do it in the other one.
fn end_of(thread: &Thread, at: Side) -> Option<Act> {
    let mut acts = thread.steps().iter().map(|step| &step.entry.act);
    acts.find_map(|act| match (thread.state(), act) {
        (State::Withdrawn, Act::Withdraw { why, .. }) => Some(Act::Withdraw { at, why: *why }),
        (State::Invalidated, Act::Invalidate { code }) => Some(Act::Invalidate { code: *code }),
        (State::Cancelled, Act::Cancel { code, .. }) => Some(Act::Cancel { at, code: *code }),
        (State::Cancelled, Act::Recall { .. }) => Some(Act::Cancel { at, code: CancelCode::C6 }),
        _ => None,
    })
}

/// What the third agency has answered: kept, or erased.
fn answered(up: &Thread, down: &Thread) -> Option<(Leg, Act)> {
    let kept = down.steps().iter().find_map(|step| match step.entry.act {
        Act::Keep { basis } => Some(basis),
        _ => None,
    });
    match kept.filter(|_| down.is_kept()) {
        Some(basis) => Some((Leg::Up, Act::Keep { basis })),
        None => down.is_purged().then(|| (Leg::Up, receipt(up, down))),
    }
}

/// The word that it is erased, with what the third agency said of who had read it there.
fn receipt(up: &Thread, down: &Thread) -> Act {
    if up.state() != State::Invalidated {
        return Act::Purged;
    }
    let said = down.steps().iter().find_map(|step| match &step.entry.act {
        Act::Erased { views } => Some(views.clone()),
        _ => None,
    });
    Act::Erased { views: said.unwrap_or_default() }
}

fn recalled(up: &Thread) -> RecallCode {
    let code = up.steps().iter().find_map(|step| match step.entry.act {
        Act::Recall { code } => Some(code),
        _ => None,
    });
    code.unwrap_or(RecallCode::R4)
}

fn outcome(down: &Thread) -> Option<Act> {
    let mut acts = down.steps().iter().map(|step| &step.entry.act);
    acts.rfind(|act| matches!(act, Act::Outcome { .. })).cloned()
}

fn closed(up: &Thread) -> Option<Act> {
    (up.state() == State::Closed).then_some(Act::Acknowledge)
}
