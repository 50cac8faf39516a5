//! How many came how far: counts of a period that is over, with small ones left out so that nobody can be told from them.

use crate::experience::PEOPLE_MIN;

/// Counts that may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// All together.
    pub total: u32,
    /// In the order given; none where the number is left out.
    pub cells: Vec<Option<u32>>,
}

impl Shown {
    /// What may be shown of these counts; nothing when all together are fewer than [`PEOPLE_MIN`]. A count of one to four is
    /// left out; and as long as what is left out is a single count, or fewer than five together, the smallest count that is
    /// shown is left out too: otherwise the total would give it away (Hundepool et al., *Statistical Disclosure Control*, 2012:
    /// minimum frequency and secondary suppression).
    pub fn of(counts: &[u32]) -> Option<Self> {
        let total = counts.iter().fold(0_u32, |sum, count| sum.saturating_add(*count));
        if total < PEOPLE_MIN {
            return None;
        }
        let small = |count: &u32| (1..PEOPLE_MIN).contains(count);
        let mut cells: Vec<Option<u32>> =
            counts.iter().map(|count| Some(*count).filter(|count| !small(count))).collect();
        while needs_more(counts, &cells) {
            let Some(least) = cells.iter().flatten().copied().filter(|count| *count > 0).min()
            else {
                break;
            };
            if let Some(cell) = cells.iter_mut().find(|cell| **cell == Some(least)) {
                *cell = None;
            }
        }
        Some(Self { total, cells })
    }

    /// The share of a count in percent, rounded down; none where it is left out.
    pub fn share(&self, at: usize) -> Option<u32> {
        let count = u64::from((*self.cells.get(at)?)?);
        u32::try_from(count.saturating_mul(100).checked_div(u64::from(self.total))?).ok()
    }
}

/// Whether what is left out could be had by subtraction.
fn needs_more(counts: &[u32], cells: &[Option<u32>]) -> bool {
    let left: Vec<u32> =
        counts.iter().zip(cells).filter(|(_, cell)| cell.is_none()).map(|(n, _)| *n).collect();
    let sum = left.iter().fold(0_u32, |sum, count| sum.saturating_add(*count));
    let cells = u32::try_from(left.len()).unwrap_or(u32::MAX);
    // Nothing but ones, or nothing but the largest that is left out: the sum alone tells every one of them.
    let told = left.iter().all(|count| *count < PEOPLE_MIN)
        && (sum <= cells || sum >= cells.saturating_mul(PEOPLE_MIN.saturating_sub(1)));
    !left.is_empty() && (left.len() == 1 || sum < PEOPLE_MIN || told)
}
