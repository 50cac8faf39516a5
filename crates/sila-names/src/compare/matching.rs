//! Which parts of two names belong together.

use super::Level;
use super::weigh::{self, Weight};
use crate::name::{Name, Token};

/// Two parts that belong together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) level: Level,
    pub(super) bits: i32,
}

/// The parts that belong together, in the order of the first name.
#[derive(Debug, Default)]
pub(super) struct Matching {
    pub(super) pairs: Vec<Pair>,
    /// Parts left over on both sides: contradictions.
    pub(super) conflicts: usize,
    /// The evidence of their best pairs, in bits.
    pub(super) doubt: f64,
}

impl Matching {
    fn add(&mut self, cell: Pair) {
        if cell.level == Level::None {
            self.conflicts += 1;
            self.doubt += f64::from(cell.bits.clamp(-128, 16)) / 8.0;
        } else {
            self.pairs.push(cell);
        }
    }

    /// The level of the pair in which the first part of either name stands.
    pub(super) fn given(&self) -> Level {
        let both = self.pairs.iter().find(|pair| pair.a == 0 && pair.b == 0);
        let one =
            || self.pairs.iter().filter(|pair| pair.a == 0 || pair.b == 0).map(|p| p.level).max();
        both.map(|pair| pair.level).or_else(one).unwrap_or(Level::None)
    }
}

/// Takes what is sure, then the best of what is left, until none is alike. Bounded by the square of the
/// number of parts, and names have at most 60.
pub(super) fn matching(a: &Name, b: &Name) -> Matching {
    let mut found = Matching::default();
    let mut taken = Taken::default();
    for weigh in [weigh::sure, |a: &Token, b: &Token| Some(weigh::likely(a, b))] {
        let mut cells: Vec<Pair> = Vec::new();
        for (i, one) in a.tokens().iter().enumerate().filter(|(i, _)| !taken.has_a(*i)) {
            for (j, other) in b.tokens().iter().enumerate().filter(|(j, _)| !taken.has_b(*j)) {
                let pair =
                    |weight: Weight| Pair { a: i, b: j, level: weight.level, bits: weight.bits };
                cells.extend(weigh(one, other).map(pair));
            }
        }
        // Ties are broken alike from both sides.
        cells.sort_unstable_by_key(|cell| {
            let order = (cell.a.abs_diff(cell.b), cell.a + cell.b, cell.a);
            (cell.level == Level::None, -cell.bits, order)
        });
        for cell in cells {
            if taken.take(cell.a, cell.b) {
                found.add(cell);
            }
        }
    }
    found.pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    found
}

/// The parts that have found their place, one bit for each.
#[derive(Default)]
struct Taken {
    a: u64,
    b: u64,
}

impl Taken {
    fn has_a(&self, at: usize) -> bool {
        self.a >> at & 1 == 1
    }

    fn has_b(&self, at: usize) -> bool {
        self.b >> at & 1 == 1
    }

    fn take(&mut self, a: usize, b: usize) -> bool {
        let free = !self.has_a(a) && !self.has_b(b);
        if free {
            self.a |= 1 << a;
            self.b |= 1 << b;
        }
        free
    }
}
