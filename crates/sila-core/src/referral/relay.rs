//! The agency in the middle: its node tells the source what the third agency does, and the third agency
//! what the source does. It decides nothing.

use super::entry::{Act, ByRole, Entry};
use super::rules::{Side, State};
use super::thread::Thread;
use crate::codes::RecallCode;
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
    if let Some(next) = withdrawn(up, down, now) {
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

/// What a person took back at one side goes to the other, and what the third agency answers comes back. Nothing when
/// neither side was told so.
fn withdrawn(up: &Thread, down: &Thread, now: Millis) -> Option<Option<(Leg, Act)>> {
    let basis = || {
        down.steps().iter().find_map(|step| match step.entry.act {
            Act::Keep { basis } => Some(basis),
            _ => None,
        })
    };
    match (up.state(), down.state()) {
        (State::Withdrawn, State::Withdrawn) if down.is_kept() => {
            Some(basis().map(|basis| (Leg::Up, Act::Keep { basis })))
        }
        (State::Withdrawn, State::Withdrawn) => {
            Some(down.is_purged().then_some((Leg::Up, Act::Purged)))
        }
        (State::Withdrawn, _) => {
            let why = up.withdrawn_why()?;
            let act = Act::Withdraw { at: Side::Source, why };
            Some(Some(if down.may(&act, now) { (Leg::Down, act) } else { (Leg::Up, Act::Purged) }))
        }
        (_, State::Withdrawn) => {
            let why = down.withdrawn_why()?;
            Some(Some((Leg::Up, Act::Withdraw { at: Side::Target, why })))
        }
        _ => None,
    }
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
