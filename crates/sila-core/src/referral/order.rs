//! One order for the entries of two authors, the same wherever it is worked out.
//!
//! The target's own order is the order of decisions: before each of its entries stand the source
//! entries it had seen by then, and source entries it has not yet seen stand last. An entry that
//! arrives later can therefore move only entries of the source that the target had not seen.

use super::entry::Entry;
use super::rules::Side;
use super::thread::ThreadError;

/// The entries of both sides, each in the order of its own numbers.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) source: &'a [&'a Entry],
    pub(super) target: &'a [&'a Entry],
}

impl<'a> Sides<'a> {
    /// The entries in the one order.
    pub(super) fn ordered(self) -> Result<Vec<(Side, &'a Entry)>, ThreadError> {
        let mut order = Vec::with_capacity(self.source.len() + self.target.len());
        let mut source = self.source.iter().copied().peekable();
        let (mut placed, mut decided) = (0_u32, 0_u32);
        for entry in self.target.iter().copied() {
            while placed < entry.seen {
                let next = source.next().ok_or(ThreadError::Incomplete { side: Side::Source })?;
                known_by_then(next, decided)?;
                order.push((Side::Source, next));
                placed += 1;
            }
            order.push((Side::Target, entry));
            decided += 1;
        }
        for entry in source {
            if entry.seen > decided {
                return Err(ThreadError::Incomplete { side: Side::Target });
            }
            order.push((Side::Source, entry));
        }
        Ok(order)
    }

    /// What the author of the source entry at index `at` had in front of them.
    pub(super) fn as_seen_by_source(self, at: usize) -> Result<Self, ThreadError> {
        let missing = ThreadError::Incomplete { side: Side::Target };
        let seen = self.source.get(at).map_or(0, |entry| entry.seen);
        let seen = usize::try_from(seen).map_err(|_out| missing)?;
        let target = self.target.get(..seen).ok_or(missing)?;
        Ok(Self { source: self.source.get(..at).unwrap_or_default(), target })
    }
}

/// An entry cannot have been seen by one that it had itself seen.
fn known_by_then(entry: &Entry, decided: u32) -> Result<(), ThreadError> {
    if entry.seen > decided {
        return Err(ThreadError::SeenEachOther { n: entry.n });
    }
    Ok(())
}
