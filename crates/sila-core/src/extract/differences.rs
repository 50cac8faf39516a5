//! What can be had by adding and subtracting tables that were given out.
//!
//! The numbers of all tables are sums over the same counted cases. Cases that fall into the same line of every table cannot be told
//! apart by any of them: they are a block. A group of cases whose number follows from the tables is therefore a set of blocks whose
//! indicator is a sum of multiples of lines. [`safe`] looks for such a set that is smaller than [`GROUP_MIN`], however many tables have
//! to be combined for it: by elimination, and then among the small blocks only. A small block whose number does not follow, but is held
//! between two ends that lie close together, is found by `bounds`. What would take too long to look through is not given.
//! (Dinur and Nissim, *Revealing information while preserving privacy*, 2003: enough harmless answers reveal everything, so
//! whoever answers has to remember what was answered.)

use std::collections::BTreeMap;

use super::{Counted, GROUP_MIN, NotGiven, Table, bounds};

/// Most blocks, and most lines of all tables, that are looked through.
const BLOCKS_MAX: usize = 1_500;
const LINES_MAX: usize = 600;
/// Most sets of blocks that are looked at.
const SETS_MAX: u32 = 2_000_000;
/// Elimination is done in the integers modulo this prime, 2^61 − 1.
const PRIME: u64 = (1 << 61) - 1;

/// Whether the tables together show no group of fewer than [`GROUP_MIN`] cases, by any difference or because no number is below
/// nothing. `counted` is what all of them were drawn from.
///
/// # Errors
/// [`NotGiven::Difference`], or [`NotGiven::Unprovable`] when there is too much to look through.
pub fn safe(counted: &[Counted], tables: &[Table]) -> Result<(), NotGiven> {
    let (lines, blocks) = blocks(counted, tables);
    if blocks.iter().all(|block| block.count >= u64::from(GROUP_MIN)) {
        return Ok(());
    }
    if lines > LINES_MAX || blocks.len() > BLOCKS_MAX {
        return Err(NotGiven::Unprovable);
    }
    let marks = marks(&eliminated(lines, &blocks), blocks.len());
    let small = marks.into_iter().zip(&blocks).filter(|(_, one)| one.count < u64::from(GROUP_MIN));
    let small: Vec<(u64, u64)> = small.map(|(mark, block)| (mark, block.count)).collect();
    Search::new(&small).run()?;
    bounds::protect(lines, &blocks)
}

/// Cases that no table tells apart.
pub(super) struct Block {
    /// The lines of all tables in which they are, one of each table that counts them.
    pub(super) lines: Vec<usize>,
    pub(super) count: u64,
}

/// How many lines there are in all, the hidden rest of a table being one, and the blocks.
fn blocks(counted: &[Counted], tables: &[Table]) -> (usize, Vec<Block>) {
    let mut first = 0_usize;
    let mut numbered = Vec::new();
    for table in tables {
        let lines = table.lines.iter().zip(first..).map(|(line, n)| (&line.codes, n));
        let rest = first.saturating_add(table.lines.len());
        numbered.push((table, lines.collect::<BTreeMap<_, _>>(), rest));
        first = rest.saturating_add(1);
    }
    let mut found: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
    for one in counted {
        let within = numbered.iter().filter(|(table, ..)| table.wanted.takes(one));
        let line = |(table, lines, rest): &(&Table, BTreeMap<_, usize>, usize)| {
            lines.get(&table.wanted.key(one)).copied().unwrap_or(*rest)
        };
        let key: Vec<usize> = within.map(line).collect();
        if !key.is_empty() && one.count > 0 {
            let count = found.entry(key).or_default();
            *count = count.saturating_add(one.count);
        }
    }
    (first, found.into_iter().map(|(lines, count)| Block { lines, count }).collect())
}

/// The lines as rows over the blocks, in reduced row echelon form, each with its leading block.
fn eliminated(lines: usize, blocks: &[Block]) -> Vec<(usize, Vec<u64>)> {
    let mut rows: Vec<Vec<u64>> = vec![vec![0; blocks.len()]; lines];
    for (at, block) in blocks.iter().enumerate() {
        for line in &block.lines {
            if let Some(cell) = rows.get_mut(*line).and_then(|row| row.get_mut(at)) {
                *cell = 1;
            }
        }
    }
    let mut done: Vec<(usize, Vec<u64>)> = Vec::new();
    for mut row in rows {
        for (lead, other) in &done {
            subtract(&mut row, other, *lead);
        }
        let Some(lead) = row.iter().position(|cell| *cell != 0) else { continue };
        let by = inverse(row.get(lead).copied().unwrap_or(1));
        row.iter_mut().for_each(|cell| *cell = times(*cell, by));
        for (_, other) in &mut done {
            subtract(other, &row, lead);
        }
        done.push((lead, row));
    }
    done
}

/// Takes as much of `other` from `row` as makes its cell at `lead` nothing.
fn subtract(row: &mut [u64], other: &[u64], lead: usize) {
    let by = row.get(lead).copied().unwrap_or(0);
    if by != 0 {
        for (cell, of) in row.iter_mut().zip(other) {
            *cell = minus(*cell, times(by, *of));
        }
    }
}

/// A mark for every block, so that the marks of a set of blocks add up to nothing when the lines give its number. (The marks are the
/// rows of a basis of the null space, each projected to one number; another set adds up to nothing with odds of 2^-61, and is then
/// refused without need.)
fn marks(rows: &[(usize, Vec<u64>)], blocks: usize) -> Vec<u64> {
    let leads: BTreeMap<usize, &Vec<u64>> = rows.iter().map(|(lead, row)| (*lead, row)).collect();
    let mut state = 0x5111_A000_0000_0001_u64;
    let weights: Vec<u64> = (0..blocks)
        .map(|at| {
            let weight = scattered(&mut state);
            if leads.contains_key(&at) { 0 } else { weight }
        })
        .collect();
    let of_lead = |row: &Vec<u64>| {
        let parts = row.iter().zip(&weights).map(|(cell, weight)| times(*cell, *weight));
        minus(0, parts.fold(0, plus))
    };
    let mark = |(at, weight): (usize, &u64)| leads.get(&at).map_or(*weight, |row| of_lead(row));
    weights.iter().enumerate().map(mark).collect()
}

/// Sets of small blocks that are together smaller than a group.
struct Search<'a> {
    /// Mark and count of each.
    small: &'a [(u64, u64)],
    /// Where the blocks with a mark stand.
    places: BTreeMap<u64, Vec<usize>>,
    left: u32,
}

impl<'a> Search<'a> {
    fn new(small: &'a [(u64, u64)]) -> Self {
        let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (at, (mark, _)) in small.iter().enumerate() {
            places.entry(*mark).or_default().push(at);
        }
        Self { small, places, left: SETS_MAX }
    }

    fn run(&mut self) -> Result<(), NotGiven> {
        self.from(0, 0, u64::from(GROUP_MIN.saturating_sub(1)))
    }

    /// Looks through the sets that continue one whose marks add up to `sum`, with blocks from `first` on, of at most `room` cases.
    fn from(&mut self, first: usize, sum: u64, room: u64) -> Result<(), NotGiven> {
        self.left = self.left.checked_sub(1).ok_or(NotGiven::Unprovable)?;
        let small = self.small;
        let fits = |at: &usize| *at >= first && small.get(*at).is_some_and(|(_, n)| *n <= room);
        if self.places.get(&minus(0, sum)).is_some_and(|at| at.iter().any(fits)) {
            return Err(NotGiven::Difference);
        }
        if room < 2 {
            return Ok(());
        }
        for (at, (mark, count)) in small.iter().enumerate().skip(first) {
            if *count < room {
                self.from(at.saturating_add(1), plus(sum, *mark), room.saturating_sub(*count))?;
            }
        }
        Ok(())
    }
}

fn plus(one: u64, two: u64) -> u64 {
    let sum = one.saturating_add(two);
    if sum >= PRIME { sum.saturating_sub(PRIME) } else { sum }
}

fn minus(one: u64, two: u64) -> u64 {
    if one >= two { one.saturating_sub(two) } else { one.saturating_add(PRIME).saturating_sub(two) }
}

fn times(one: u64, two: u64) -> u64 {
    let product = u128::from(one).saturating_mul(u128::from(two)) % u128::from(PRIME);
    u64::try_from(product).unwrap_or_default()
}

/// The number that gives one when multiplied with this one, by Fermat's little theorem.
fn inverse(of: u64) -> u64 {
    let (mut result, mut square, mut power) = (1, of, PRIME.saturating_sub(2));
    while power > 0 {
        if power % 2 == 1 {
            result = times(result, square);
        }
        square = times(square, square);
        power /= 2;
    }
    result
}

/// The next number of `SplitMix64` (Steele, Lea and Flood, 2014), below [`PRIME`] and never nothing.
fn scattered(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) % (PRIME.saturating_sub(1)) + 1
}
