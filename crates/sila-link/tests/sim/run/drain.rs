//! After the faults: until everything has arrived and nothing moves any more.

use super::crime::Crime;
use super::world::{POLL_MS, World};

/// After the faults end, everything has arrived within this virtual time.
const DRAIN_MS: i64 = 60 * 60 * 1_000;
/// After the faults end, officers look this long before they end a link with one that says nothing.
const OFFICER_MS: i64 = 10 * 60 * 1_000;

impl World {
    /// Runs until all faults are over and everything has arrived, and one round of calls more, in
    /// which nothing may change; at the latest until the time by which everything must have arrived.
    pub fn run_to_the_end(&mut self) {
        self.run(self.faults.until);
        let latest = self.faults.until + DRAIN_MS;
        // A split view is found out by gossip, which goes round with the calls.
        let rounds = if self.faults.crime == Some(Crime::SplitView) { 10 } else { 1 };
        loop {
            while self.now < latest && !self.is_drained() {
                self.run(self.now + 10_000);
                if self.now >= self.faults.until + OFFICER_MS {
                    self.end_the_silent();
                }
            }
            self.run(self.now + rounds * (POLL_MS + 1_000));
            if self.now >= latest || self.is_drained() {
                break;
            }
        }
    }

    fn is_drained(&self) -> bool {
        let honest = |i: &usize| self.crime_of(*i).is_none();
        self.nodes.iter().enumerate().filter(|(i, _)| honest(i)).all(|(i, node)| {
            let mut rows = node.disk.rows.iter().filter(|(j, _)| honest(j));
            rows.all(|(j, rows)| {
                let there = self.nodes[*j].rows(i).cursors();
                let n = node.disk.ring.n();
                let known = rows.peer_knows == n && self.nodes[*j].rows(i).known.told.n == n;
                let known = known && rows.alarm.is_none() && !node.disk.ring.lost;
                let held = there.iter().all(|cursor| rows.sent(cursor.stream).0 == *cursor);
                rows.is_drained() && known && held
            })
        })
    }
}
