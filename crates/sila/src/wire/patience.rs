//! How much is looked at, of what costs something and should be rare: a few at once, then one in a time. What comes beyond
//! waits, and is answered without being read.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// What is left of our patience with one caller. Kept in memory only: a restart forgives.
#[derive(Debug)]
pub struct Patience {
    at_once: u32,
    every: Duration,
    /// When everything so far is forgiven.
    forgiven: Mutex<Option<Instant>>,
}

impl Patience {
    /// With so many at once, and then one in this time.
    pub fn new(at_once: u32, every: Duration) -> Patience {
        Patience { at_once, every, forgiven: Mutex::new(None) }
    }

    /// For calls that are refused: 32 at once, then one a second.
    pub fn with_mistakes() -> Patience {
        Patience::new(32, Duration::from_secs(1))
    }

    /// One more.
    pub fn tried(&self, now: Instant) {
        let mut forgiven = self.forgiven.lock().unwrap_or_else(PoisonError::into_inner);
        *forgiven = Some(forgiven.map_or(now, |at| at.max(now)) + self.every);
    }

    /// How long until it is looked at again, at most the time of one; nothing while there is patience.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        let forgiven = *self.forgiven.lock().unwrap_or_else(PoisonError::into_inner);
        let owed = forgiven?.saturating_duration_since(now);
        let over = owed.checked_sub(self.every.saturating_mul(self.at_once))?;
        Some(over.min(self.every)).filter(|wait| !wait.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_secs(1);

    #[test]
    fn a_few_mistakes_are_looked_at_and_a_flood_is_not() {
        let (patience, start) = (Patience::with_mistakes(), Instant::now());
        for _ in 0..32 {
            assert_eq!(patience.wait(start), None);
            patience.tried(start);
        }
        assert_eq!(patience.wait(start), None, "exactly so many");
        patience.tried(start);
        assert_eq!(patience.wait(start), Some(EVERY));
        assert_eq!(patience.wait(start + EVERY / 2), Some(EVERY / 2));
        assert_eq!(patience.wait(start + EVERY), None, "one a second");
        for _ in 0..1_000 {
            patience.tried(start + EVERY);
        }
        assert_eq!(patience.wait(start + EVERY * 10), Some(EVERY), "never longer than a second");
        assert_eq!(patience.wait(start + EVERY * 2_000), None, "and in the end forgiven");
    }
}
