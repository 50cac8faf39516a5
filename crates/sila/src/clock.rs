//! The one clock, and the one source of identifiers and randomness of a node.
//!
//! Everything else is told the time as an argument named `now`.

use std::sync::Mutex;

use rand_core::{TryCryptoRng, TryRng};
use sila_core::time::Millis;
use uuid::Uuid;

/// The clock of a node: the machine's, or one that stands still until it is moved (tests, the demo's past).
#[derive(Debug)]
pub struct Clock {
    fixed: Mutex<Option<Millis>>,
    last: Mutex<(u64, u16)>,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock { fixed: Mutex::new(None), last: Mutex::new((0, 0)) }
    }
}

impl Clock {
    /// A clock that stands at `now` until [`Clock::set`] moves it.
    pub fn fixed(now: Millis) -> Clock {
        let clock = Clock::default();
        clock.set(Some(now));
        clock
    }

    /// Moves a fixed clock, or (with `None`) lets the machine's clock run again.
    pub fn set(&self, now: Option<Millis>) {
        *lock(&self.fixed) = now;
    }

    /// The time now, UTC.
    pub fn now(&self) -> Millis {
        if let Some(now) = *lock(&self.fixed) {
            return now;
        }
        #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Millis(since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX)))
    }

    /// A new version 7 identifier (RFC 9562): later ones sort after earlier ones within this process.
    pub fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.now().0).unwrap_or(0);
        let mut last = lock(&self.last);
        *last = match *last {
            (at, n) if at >= millis && n < 0x0fff => (at, n.saturating_add(1)),
            (at, _) if at >= millis => (at.saturating_add(1), 0),
            _ => (millis, 0),
        };
        let (at, n) = *last;
        let mut random = [0_u8; 10];
        fill(&mut random);
        let [hi, lo] = n.to_be_bytes();
        random[0] = hi;
        random[1] = lo;
        uuid::Builder::from_unix_timestamp_millis(at, &random).into_uuid()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn fill(bytes: &mut [u8]) {
    // A machine that cannot give randomness cannot keep anybody's secret: stop rather than go on.
    #[expect(clippy::expect_used, reason = "no randomness, no node")]
    getrandom::fill(bytes).expect("the operating system gives randomness");
}

/// The operating system's randomness, handed to the pure crates as an argument.
#[derive(Debug, Clone, Copy, Default)]
pub struct Randomness;

impl TryRng for Randomness {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Randomness {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_in_the_order_they_were_made_even_when_the_clock_stands() {
        let clock = Clock::fixed(Millis(1_763_900_000_000));
        let ids: Vec<Uuid> = (0..10_000).map(|_| clock.new_id()).collect();
        assert!(ids.is_sorted());
        assert_eq!(ids[0].get_version_num(), 7);
    }

    #[test]
    fn a_fixed_clock_stands_and_can_be_moved() {
        let clock = Clock::fixed(Millis(5));
        assert_eq!(clock.now(), Millis(5));
        clock.set(Some(Millis(9)));
        assert_eq!(clock.now(), Millis(9));
        clock.set(None);
        assert!(clock.now() > Millis(1_700_000_000_000));
    }
}
