//! Counts of people as they may be told.

/// Fewer people than these are never told.
pub const CELL_MIN: u64 = 5;

/// Cells and their sum, without what would point at somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The sum; nothing where it is of too few people, or where it would tell the one cell that is left out.
    pub total: Option<u64>,
    /// The cells, in the order given.
    pub cells: Vec<Option<u64>>,
}

impl Told {
    /// What may be told of these counts. A cell of one to four is left out; if what is left out could be had by subtracting what is
    /// shown from the sum, the smallest cell that is shown is left out too, until it cannot; at last the sum itself.
    pub fn of(counts: &[u64]) -> Self {
        let total: u64 = counts.iter().fold(0, |sum, count| sum.saturating_add(*count));
        let mut cells: Vec<Option<u64>> =
            counts.iter().map(|count| Some(*count).filter(|count| is_safe(*count))).collect();
        while is_open(counts, &cells) {
            let shown =
                cells.iter().enumerate().filter_map(|(place, cell)| Some((place, (*cell)?)));
            let least = shown.filter(|(_, count)| *count > 0).min_by_key(|(_, count)| *count);
            match least.and_then(|(place, _)| cells.get_mut(place)) {
                Some(cell) => *cell = None,
                None => return Self { total: None, cells },
            }
        }
        Self { total: Some(total).filter(|total| is_safe(*total)), cells }
    }

    /// What may be told of those among `wholes` to whom something applies, to readers who see the wholes too: a part is left out where
    /// one to four are in it or are left over, and what is left out is enough on both sides, or there is no sum.
    pub fn of_parts(parts: &[u64], wholes: &[u64]) -> Self {
        let pairs = || parts.iter().zip(wholes);
        let over: Vec<u64> = pairs().map(|(part, whole)| whole.saturating_sub(*part)).collect();
        let safe = |part: &u64, over: &u64| Some(*part).filter(|n| is_safe(*n) && is_safe(*over));
        let first: Vec<Option<u64>> =
            parts.iter().zip(&over).map(|(part, over)| safe(part, over)).collect();
        let sum = |of: &[u64]| of.iter().fold(0_u64, |sum, n| sum.saturating_add(*n));
        let Some(total) = safe(&sum(parts), &sum(&over)) else {
            return Self { total: None, cells: first };
        };
        let mut cells = first.clone();
        while is_open(parts, &cells) || is_open(&over, &cells) {
            let shown = cells.iter().zip(wholes).enumerate();
            let shown = shown.filter(|(_, (cell, whole))| cell.is_some() && **whole > 0);
            let least = shown.min_by_key(|(_, (_, whole))| **whole).map(|(place, _)| place);
            match least.and_then(|place| cells.get_mut(place)) {
                Some(cell) => *cell = None,
                None => return Self { total: None, cells: first },
            }
        }
        Self { total: Some(total), cells }
    }

    /// Whether the cells that are told and those that are not add up to the sum that is told.
    pub fn reconciles(&self, counts: &[u64]) -> bool {
        let sum = counts.iter().fold(0_u64, |sum, count| sum.saturating_add(*count));
        let same =
            self.cells.iter().zip(counts).all(|(cell, count)| cell.is_none_or(|n| n == *count));
        self.cells.len() == counts.len() && same && self.total.is_none_or(|total| total == sum)
    }
}

/// Nobody, or enough people.
fn is_safe(count: u64) -> bool {
    count == 0 || count >= CELL_MIN
}

/// Whether subtraction would tell a cell that is left out: one alone, or several that are too few together.
fn is_open(counts: &[u64], cells: &[Option<u64>]) -> bool {
    let left = counts.iter().zip(cells).filter(|(_, cell)| cell.is_none());
    let (many, sum) = left.fold((0_usize, 0_u64), |(many, sum), (count, _)| {
        (many.saturating_add(1), sum.saturating_add(*count))
    });
    many == 1 || (many > 1 && sum < CELL_MIN)
}
