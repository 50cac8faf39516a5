//! When to try again: full jitter, doubling, with a cap that is short where life is at stake.
//!
//! Any contact with the peer, also one that the peer began, sets the count back: a peer that has
//! just come back must not wait a quarter of an hour for what is already late.

use sila_core::Millis;

/// The first wait is drawn from zero up to this many milliseconds.
pub const FIRST_MS: u64 = 2_000;
/// No wait is longer than this many milliseconds (15 minutes).
pub const CAP_MS: u64 = 15 * 60 * 1_000;
/// No wait is longer than this many milliseconds while something urgent is unsent.
pub const URGENT_CAP_MS: u64 = 60 * 1_000;

/// The tries to reach one peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Calls that failed since the last contact.
    pub failures: u32,
    /// The next call is due at this time.
    pub due: Millis,
}

impl Retry {
    /// Nothing has failed: a call is due now.
    #[must_use]
    pub fn now(now: Millis) -> Self {
        Self { failures: 0, due: now }
    }

    /// After a failed call. `jitter` is 64 fresh random bits.
    #[must_use]
    pub fn failed(self, now: Millis, urgent: bool, jitter: u64) -> Self {
        let wait = i64::try_from(wait_ms(self.failures, urgent, jitter)).unwrap_or(i64::MAX);
        Self { failures: self.failures.saturating_add(1), due: Millis(now.0.saturating_add(wait)) }
    }

    /// Whether a call is due. No wait is longer than [`CAP_MS`], so a time further away was written by
    /// a clock that has since been set back, and must not silence the node until it comes.
    #[must_use]
    pub fn is_due(&self, now: Millis) -> bool {
        let cap = i64::try_from(CAP_MS).unwrap_or(i64::MAX);
        self.due <= now || self.due.0.saturating_sub(now.0) > cap
    }

    /// Something urgent was written meanwhile: wait no longer than the urgent cap.
    #[must_use]
    pub fn hurried(self, now: Millis) -> Self {
        let cap = i64::try_from(URGENT_CAP_MS).unwrap_or(i64::MAX);
        Self { due: Millis(self.due.0.min(now.0.saturating_add(cap))), ..self }
    }
}

/// The wait after `failures` earlier failures, in milliseconds: uniform in
/// `[0, min(2 s · 2ⁿ, cap)]` for uniform `jitter`.
#[must_use]
pub fn wait_ms(failures: u32, urgent: bool, jitter: u64) -> u64 {
    let cap = if urgent { URGENT_CAP_MS } else { CAP_MS };
    let ceiling = FIRST_MS.saturating_mul(1 << failures.min(32)).min(cap);
    jitter % ceiling.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ceilings_double_up_to_the_cap() {
        let table = [
            (0, false, 2_000),
            (1, false, 4_000),
            (5, false, 64_000),
            (5, true, 60_000),
            (8, false, 512_000),
            (9, false, 900_000),
            (u32::MAX, false, 900_000),
            (u32::MAX, true, 60_000),
        ];
        for (failures, urgent, ceiling) in table {
            assert_eq!(wait_ms(failures, urgent, ceiling), ceiling, "reaches {ceiling}");
            assert_eq!(wait_ms(failures, urgent, ceiling + 1), 0, "and not more");
        }
    }

    #[test]
    fn a_failure_waits_and_urgency_shortens() {
        let after = Retry::now(Millis(10)).failed(Millis(100), false, 1_999);
        assert_eq!(after, Retry { failures: 1, due: Millis(2_099) });
        assert!(!after.is_due(Millis(2_098)) && after.is_due(Millis(2_099)));
        assert!(after.is_due(Millis(-31_536_000_000)), "the clock was set back by a year");
        let late = Retry { failures: 9, due: Millis(900_000) };
        assert_eq!(late.hurried(Millis(0)).due, Millis(60_000));
        assert_eq!(after.hurried(Millis(100)).due, Millis(2_099));
    }
}
