//! What struck, and what was checked.

use std::collections::BTreeMap;

use sila_seal::Hash;

/// What each invariant says.
pub const INVARIANTS: [&str; 13] = [
    "",
    "each message takes effect once",
    "messages of a stream take effect in order",
    "nothing receipted is lost",
    "one sequence number, one content",
    "no promise before the commit",
    "cosigned heads are prefixes of one history",
    "fork, rollback and split view give evidence that convinces a stranger",
    "when the faults end, everything arrives",
    "no body beyond what its reader takes",
    "a change of keys strands nothing",
    "no plaintext on the wire",
    "the same seed, the same story",
];

#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// How often each fault struck.
    pub struck: BTreeMap<&'static str, u64>,
    /// How often each invariant was checked; the first is unused.
    pub checks: [u64; 13],
    pub messages: u64,
    pub bodies: u64,
    pub commits: u64,
    pub trace: Hash,
}

impl Tally {
    pub fn strike(&mut self, fault: &'static str) {
        *self.struck.entry(fault).or_default() += 1;
    }

    pub fn check(&mut self, invariant: usize, holds: bool, what: &str) {
        assert!(holds, "I{invariant}: {what}");
        self.checks[invariant] += 1;
    }

    pub fn add(&mut self, other: &Self) {
        for (fault, count) in &other.struck {
            *self.struck.entry(fault).or_default() += count;
        }
        self.checks.iter_mut().zip(other.checks).for_each(|(all, one)| *all += one);
        self.messages += other.messages;
        self.bodies += other.bodies;
        self.commits += other.commits;
    }
}
