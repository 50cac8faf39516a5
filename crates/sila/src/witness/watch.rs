//! What the running node remembers of its talk about logs with one linked agency. Losing it costs a repetition.

use std::sync::{Mutex, PoisonError};

use sila_core::Millis;
use sila_link::Role;
use sila_seal::checkpoint::Checkpoint;

/// A head that covers nothing exchanged is shown after this time, in milliseconds; also the longest rest after heads that
/// were not cosigned, and between two talks.
const QUIET_MS: i64 = 10 * 60 * 1_000;
/// The first rest after a head that was not cosigned, in milliseconds.
const AGAIN_MS: i64 = 10_000;

/// One agency's part.
#[derive(Debug, Default)]
pub struct Watch(Mutex<Talk>);

/// Where the talk stands.
#[derive(Debug, Clone, Default)]
pub struct Talk {
    /// They have said in this life which head of ours they hold.
    pub told: bool,
    /// That head.
    pub holds: Option<Checkpoint>,
    /// From which sizes our log must show that it has grown.
    pub asks: Vec<u64>,
    /// They have shown their head, it is stored, and they wait for our signature.
    pub owes: bool,
    /// Their last body spoke about logs.
    pub asked: bool,
    /// When our head is to be shown; never, when they have cosigned the newest.
    pub due: Option<Millis>,
    tries: u32,
    spoke: Option<Millis>,
}

impl Watch {
    /// Where the talk stands.
    pub fn talk(&self) -> Talk {
        self.change(|talk| talk.clone())
    }

    /// Changes it.
    pub fn change<T>(&self, change: impl FnOnce(&mut Talk) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// There is a new head.
    pub fn has_news(&self, exchanged: bool, now: Millis) {
        let at = if exchanged { now } else { Millis(now.0.saturating_add(QUIET_MS)) };
        self.change(|talk| {
            talk.due = Some(talk.due.map_or(at, |due| due.min(at)));
            talk.tries = 0;
        });
    }

    /// Whether something must be said now, even when there is nothing else to say.
    pub fn presses(&self, now: Millis) -> bool {
        self.change(|talk| talk.presses(now))
    }

    /// A body went out that spoke about logs, and perhaps showed our head.
    pub fn spoke(&self, showed: bool, now: Millis) {
        self.change(|talk| {
            (talk.owes, talk.asked, talk.spoke) = (false, false, Some(now));
            if showed {
                talk.tries = talk.tries.saturating_add(1);
            }
            if talk.due.is_some_and(|due| due <= now) {
                let rest = AGAIN_MS.saturating_mul(1 << talk.tries.min(6)).min(QUIET_MS);
                talk.due = Some(Millis(now.0.saturating_add(rest)));
            }
        });
    }
}

impl Talk {
    /// Whether something must be said now.
    pub fn presses(&self, now: Millis) -> bool {
        self.owes || (self.told && self.due.is_some_and(|due| due <= now))
    }

    /// Whether a body that goes out anyway speaks about logs.
    pub fn goes_along(&self, role: Role, now: Millis) -> bool {
        let long = |at: Millis| now.0.saturating_sub(at.0) >= QUIET_MS;
        match role {
            Role::Caller => !self.told || self.spoke.is_none_or(long),
            Role::Answerer => self.asked,
        }
    }

    /// They have cosigned a head of ours: the newest, or an earlier one.
    pub fn cosigned(&mut self, newest: bool, now: Millis) {
        self.tries = 0;
        self.due = (!newest).then(|| self.due.map_or(now, |due| due.min(now)));
    }
}
