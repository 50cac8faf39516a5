//! The life of a link: invited, joining, compared by two officers, active, suspended, closed.

use crate::error::LinkError;

/// Where a link stands, as this node sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// This agency has issued an invitation that nobody has answered yet.
    Invited,
    /// This agency has answered an invitation and waits for the other to accept.
    Joining,
    /// Keys are exchanged; the officers have not yet compared the short code by telephone.
    PendingVerify,
    /// Messages flow.
    Active,
    /// One or both sides have stopped the flow; only the link's own messages pass.
    Suspended(Suspension),
    /// Ended. A new invitation makes a new beginning.
    Closed,
}

/// Who holds a link suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// This agency decided it, or an alarm did.
    pub by_us: bool,
    /// The other agency decided it.
    pub by_them: bool,
    /// Whether the code had been compared before, so that resuming cannot skip it.
    pub verified: bool,
}

/// One of the two agencies of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// This one.
    Us,
    /// The other one.
    Them,
}

/// Something that happens to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkEvent {
    /// A good answer to our invitation came.
    Joined,
    /// Our answer was accepted.
    Accepted,
    /// Our officer says that both codes are the same.
    CodesMatch,
    /// Our officer says that they differ: someone is in between.
    CodesDiffer,
    /// A side stops the flow.
    Suspend(Side),
    /// A side takes back its stop.
    Resume(Side),
    /// Ended by either side, or the invitation ran out.
    Close,
}

impl LinkState {
    /// The stable key of the state for rows, logs and translation.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invited => "INVITED",
            Self::Joining => "JOINING",
            Self::PendingVerify => "PENDING_VERIFY",
            Self::Active => "ACTIVE",
            Self::Closed => "CLOSED",
            Self::Suspended(held) => match (held.verified, held.by_us, held.by_them) {
                (true, true, true) => "SUSPENDED_BY_BOTH",
                (true, true, false) => "SUSPENDED_BY_US",
                (true, false, _) => "SUSPENDED_BY_THEM",
                (false, true, true) => "HELD_BY_BOTH",
                (false, true, false) => "HELD_BY_US",
                (false, false, _) => "HELD_BY_THEM",
            },
        }
    }

    /// Reads the key of a state from a row. `SUSPENDED_…` stopped an active link, `HELD_…` one
    /// whose code had not been compared.
    ///
    /// # Errors
    /// [`LinkError::Schema`] when there is no such state.
    pub fn from_code(code: &str) -> Result<Self, LinkError> {
        let stopped =
            |verified, by_us, by_them| Ok(Self::Suspended(Suspension { by_us, by_them, verified }));
        match code {
            "INVITED" => Ok(Self::Invited),
            "JOINING" => Ok(Self::Joining),
            "PENDING_VERIFY" => Ok(Self::PendingVerify),
            "ACTIVE" => Ok(Self::Active),
            "CLOSED" => Ok(Self::Closed),
            "SUSPENDED_BY_BOTH" => stopped(true, true, true),
            "SUSPENDED_BY_US" => stopped(true, true, false),
            "SUSPENDED_BY_THEM" => stopped(true, false, true),
            "HELD_BY_BOTH" => stopped(false, true, true),
            "HELD_BY_US" => stopped(false, true, false),
            "HELD_BY_THEM" => stopped(false, false, true),
            _ => Err(LinkError::Schema("link state")),
        }
    }

    /// The state after an event.
    ///
    /// # Errors
    /// [`LinkError::State`] when the event cannot happen in this state.
    pub fn after(self, event: LinkEvent) -> Result<Self, LinkError> {
        match (self, event) {
            (Self::Closed, _) => Err(LinkError::State),
            (_, LinkEvent::Close) => Ok(Self::Closed),
            (Self::Invited, LinkEvent::Joined) | (Self::Joining, LinkEvent::Accepted) => {
                Ok(Self::PendingVerify)
            }
            (Self::PendingVerify, LinkEvent::CodesMatch) => Ok(Self::Active),
            (Self::PendingVerify, LinkEvent::CodesDiffer) => Ok(Self::Closed),
            (Self::PendingVerify, LinkEvent::Suspend(side)) => Ok(suspended(side, false)),
            (Self::Active, LinkEvent::Suspend(side)) => Ok(suspended(side, true)),
            (Self::Suspended(old), LinkEvent::Suspend(side)) => {
                Ok(Self::Suspended(held(old, side, true)))
            }
            (Self::Suspended(old), LinkEvent::Resume(side)) => Ok(resumed(held(old, side, false))),
            // Taking back a stop that is not there changes nothing, so that a repeated order is safe.
            (state @ (Self::Active | Self::PendingVerify), LinkEvent::Resume(_)) => Ok(state),
            _ => Err(LinkError::State),
        }
    }

    /// Whether a message of this kind may be sealed or admitted now: everything while active, and
    /// otherwise only the link's own messages once keys are exchanged.
    ///
    /// # Errors
    /// [`LinkError::NotVerified`], [`LinkError::Suspended`] or [`LinkError::State`].
    pub fn allows(self, kind: &str) -> Result<(), LinkError> {
        let own = kind.starts_with("link.");
        match self {
            Self::Active => Ok(()),
            Self::PendingVerify | Self::Suspended(_) if own => Ok(()),
            Self::PendingVerify => Err(LinkError::NotVerified),
            Self::Suspended(_) => Err(LinkError::Suspended),
            Self::Invited | Self::Joining | Self::Closed => Err(LinkError::State),
        }
    }
}

fn suspended(side: Side, verified: bool) -> LinkState {
    let none = Suspension { by_us: false, by_them: false, verified };
    LinkState::Suspended(held(none, side, true))
}

fn held(old: Suspension, side: Side, on: bool) -> Suspension {
    match side {
        Side::Us => Suspension { by_us: on, ..old },
        Side::Them => Suspension { by_them: on, ..old },
    }
}

fn resumed(left: Suspension) -> LinkState {
    match left {
        Suspension { by_us: false, by_them: false, verified: true } => LinkState::Active,
        Suspension { by_us: false, by_them: false, verified: false } => LinkState::PendingVerify,
        still => LinkState::Suspended(still),
    }
}

#[cfg(test)]
mod tests {
    use super::LinkEvent as E;
    use super::LinkState as S;
    use super::*;

    const US: S = S::Suspended(Suspension { by_us: true, by_them: false, verified: true });
    const BOTH: S = S::Suspended(Suspension { by_us: true, by_them: true, verified: true });
    const EARLY: S = S::Suspended(Suspension { by_us: false, by_them: true, verified: false });

    const EVENTS: [E; 9] = [
        E::Joined,
        E::Accepted,
        E::CodesMatch,
        E::CodesDiffer,
        E::Suspend(Side::Us),
        E::Suspend(Side::Them),
        E::Resume(Side::Us),
        E::Resume(Side::Them),
        E::Close,
    ];

    /// One column per event, in the order of `EVENTS`; `None` is a refusal.
    fn row(state: S) -> [Option<S>; 9] {
        let them = S::Suspended(Suspension { by_us: false, by_them: true, verified: true });
        let early_us = S::Suspended(Suspension { by_us: true, by_them: false, verified: false });
        let early_both = S::Suspended(Suspension { by_us: true, by_them: true, verified: false });
        let (no, end) = (None, Some(S::Closed));
        let (wait, on) = (Some(S::PendingVerify), Some(S::Active));
        match state {
            S::Invited => [wait, no, no, no, no, no, no, no, end],
            S::Joining => [no, wait, no, no, no, no, no, no, end],
            S::PendingVerify => [no, no, on, end, Some(early_us), Some(EARLY), wait, wait, end],
            S::Active => [no, no, no, no, Some(US), Some(them), on, on, end],
            S::Closed => [no; 9],
            s if s == US => [no, no, no, no, Some(US), Some(BOTH), on, Some(US), end],
            s if s == BOTH => [no, no, no, no, Some(BOTH), Some(BOTH), Some(them), Some(US), end],
            _ => [no, no, no, no, Some(early_both), Some(EARLY), Some(EARLY), wait, end],
        }
    }

    #[test]
    fn every_state_meets_every_event() {
        for state in
            [S::Invited, S::Joining, S::PendingVerify, S::Active, US, BOTH, EARLY, S::Closed]
        {
            for (event, wanted) in EVENTS.into_iter().zip(row(state)) {
                assert_eq!(state.after(event).ok(), wanted, "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn only_an_active_link_carries_referrals() {
        let table = [
            (S::Invited, Err(LinkError::State), Err(LinkError::State)),
            (S::Joining, Err(LinkError::State), Err(LinkError::State)),
            (S::PendingVerify, Err(LinkError::NotVerified), Ok(())),
            (S::Active, Ok(()), Ok(())),
            (US, Err(LinkError::Suspended), Ok(())),
            (S::Closed, Err(LinkError::State), Err(LinkError::State)),
        ];
        for (state, referral, test) in table {
            assert_eq!(state.allows("referral.entry/1"), referral, "{state:?}");
            assert_eq!(state.allows("link.test/1"), test, "{state:?}");
        }
    }

    #[test]
    fn a_state_survives_its_row() {
        for side in [Side::Us, Side::Them] {
            let mut seen = vec![S::Invited, S::Joining, S::PendingVerify, S::Active, S::Closed];
            for start in [S::Active, S::PendingVerify] {
                let one = start.after(E::Suspend(side)).unwrap();
                seen.push(one);
                seen.push(one.after(E::Suspend(Side::Us)).unwrap());
                seen.push(one.after(E::Suspend(Side::Them)).unwrap());
            }
            for state in seen {
                assert_eq!(S::from_code(state.code()), Ok(state));
            }
        }
        assert_eq!(S::from_code("SUSPENDED"), Err(LinkError::Schema("link state")));
    }
}
