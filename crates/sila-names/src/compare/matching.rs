//! Which parts of two names belong together.

use super::weigh::{self, Weight};
use super::{Level, joined};
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
    /// Second halves of parts that are one word in the other name.
    pub(super) halves: usize,
    /// Parts left over on both sides: contradictions.
    pub(super) conflicts: usize,
    /// The evidence of their best pairs, in bits.
    pub(super) doubt: f64,
}

impl Matching {
    pub(super) fn add(&mut self, cell: Pair) {
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

/// Takes what is sure, then the best of what is left, then what is written in two words here and in one
/// there, until none is alike. Bounded by the square of the number of parts, and names have at most 60.
pub(super) fn matching(a: &Name, b: &Name) -> Matching {
    let mut found = Matching::default();
    let mut taken = Taken::default();
    take(cells(a, b, &taken, weigh::sure), &mut taken, &mut found);
    let likely = |a: &Token, b: &Token| Some(weigh::likely(a, b));
    let (alike, unlike): (Vec<Pair>, Vec<Pair>) =
        cells(a, b, &taken, likely).into_iter().partition(|cell| cell.level != Level::None);
    take(alike, &mut taken, &mut found);
    if !unlike.is_empty() {
        joined::take(a, b, &mut taken, &mut found);
        take(unlike, &mut taken, &mut found);
    }
    found.pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    found
}

fn cells(
    a: &Name,
    b: &Name,
    taken: &Taken,
    weigh: impl Fn(&Token, &Token) -> Option<Weight>,
) -> Vec<Pair> {
    let mut cells = Vec::new();
    for (i, one) in a.tokens().iter().enumerate().filter(|(i, _)| !taken.has_a(*i)) {
        for (j, other) in b.tokens().iter().enumerate().filter(|(j, _)| !taken.has_b(*j)) {
            let pair = |weight: Weight| Pair { a: i, b: j, level: weight.level, bits: weight.bits };
            cells.extend(weigh(one, other).map(pair));
        }
    }
    cells
}

/// The best cells first; ties are broken alike from both sides.
fn take(mut cells: Vec<Pair>, taken: &mut Taken, found: &mut Matching) {
    cells.sort_unstable_by_key(|cell| {
        (-cell.bits, cell.a.abs_diff(cell.b), cell.a + cell.b, cell.a)
    });
    for cell in cells {
        if taken.take(cell.a, cell.b) {
            found.add(cell);
        }
    }
}

/// The parts that have found their place, one bit for each.
#[derive(Default)]
pub(super) struct Taken {
    a: u64,
    b: u64,
}

impl Taken {
    pub(super) fn has_a(&self, at: usize) -> bool {
        self.a >> at & 1 == 1
    }

    pub(super) fn has_b(&self, at: usize) -> bool {
        self.b >> at & 1 == 1
    }

    pub(super) fn take(&mut self, a: usize, b: usize) -> bool {
        let free = !self.has_a(a) && !self.has_b(b);
        if free {
            self.a |= 1 << a;
            self.b |= 1 << b;
        }
        free
    }

    /// Takes the second half of a part that is one word in the other name.
    pub(super) fn take_half(&mut self, (a, b): (Option<usize>, Option<usize>)) {
        a.into_iter().for_each(|at| self.a |= 1 << at);
        b.into_iter().for_each(|at| self.b |= 1 << at);
    }
}
