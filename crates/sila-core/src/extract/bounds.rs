//! How closely all tables together hold a small block, to a reader who knows that no number is below nothing.
//!
//! Where a number does not follow by subtraction, it may still be held between two others: of 12 cases in a line, a block that
//! shares it with one of at most 10 has at least 2. The least and the most that a block can be are the ends of a linear programme
//! over the blocks (Dobra and Fienberg, *Bounds for cell entries in contingency tables given marginal totals*, 2000), found here by
//! the simplex method with Bland's rule. A block is protected when it may be as large as the smallest group and the ends lie as far
//! apart. That numbers of cases are whole is not used: a reader who uses it may come a little closer.

use super::differences::Block;
use super::{GROUP_MIN, NotGiven};

/// What is smaller is nothing.
const NOUGHT: f64 = 1e-9;
/// How far a computed end may be off.
const SLACK: f64 = 1e-6;
/// Most cells that are changed while one question is looked through; a few seconds.
const WORK_MAX: u64 = 4_000_000_000;

/// Whether every small block is protected.
///
/// # Errors
/// [`NotGiven::Difference`]; [`NotGiven::Unprovable`] when there is too much to look through.
pub(super) fn protect(lines: usize, blocks: &[Block]) -> Result<(), NotGiven> {
    let group = f64::from(GROUP_MIN);
    let mut programme = Programme::of(lines, blocks)?;
    for (at, block) in blocks.iter().enumerate() {
        if block.count >= u64::from(GROUP_MIN) {
            continue;
        }
        // A small block is below the smallest group, so twice that is far enough from its least whatever that is.
        let most = programme.most(at, group * 2.0)?;
        let kept = most >= group * 2.0 || most - programme.least(at)? >= group - SLACK;
        if most < group - SLACK || !kept {
            return Err(NotGiven::Difference);
        }
    }
    Ok(())
}

/// The lines as equations over blocks that are not below nothing, solved for some of the blocks.
struct Programme {
    /// The factors of all blocks, then the sum.
    rows: Vec<Vec<f64>>,
    /// The block for which each row is solved; none before one was found.
    solved: Vec<Option<usize>>,
    blocks: usize,
    left: u64,
}

fn cell(row: &[f64], at: usize) -> f64 {
    row.get(at).copied().unwrap_or(0.0)
}

impl Programme {
    fn of(lines: usize, blocks: &[Block]) -> Result<Self, NotGiven> {
        let width = blocks.len().saturating_add(1);
        let mut rows = vec![vec![0.0; width]; lines];
        for (at, block) in blocks.iter().enumerate() {
            let count = f64::from(u32::try_from(block.count).unwrap_or(u32::MAX));
            for line in &block.lines {
                let Some(row) = rows.get_mut(*line) else { continue };
                row.get_mut(at).into_iter().for_each(|cell| *cell = 1.0);
                row.last_mut().into_iter().for_each(|sum| *sum += count);
            }
        }
        let solved = vec![None; lines];
        let mut all = Self { rows, solved, blocks: blocks.len(), left: WORK_MAX };
        all.begin()?;
        Ok(all)
    }

    /// Solves every row for a block; rows that say nothing of their own fall away.
    fn begin(&mut self) -> Result<(), NotGiven> {
        loop {
            let open = self.rows.iter().zip(&self.solved).filter(|(_, block)| block.is_none());
            let mut sums = vec![0.0; self.blocks];
            for (row, _) in open {
                sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += cell);
            }
            let Some(enters) = sums.iter().position(|sum| *sum > SLACK) else { break };
            let Some(leaves) = self.tightest(enters) else { break };
            self.solve(leaves, enters)?;
        }
        for at in 0..self.rows.len() {
            if self.solved.get(at).is_some_and(Option::is_none) {
                let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
                let found = row.iter().take(self.blocks).position(|cell| cell.abs() > SLACK);
                if let Some(enters) = found {
                    self.solve(at, enters)?;
                }
            }
        }
        let mut kept = self.solved.iter().map(Option::is_some);
        self.rows.retain(|_| kept.next().unwrap_or(false));
        self.solved.retain(Option::is_some);
        Ok(())
    }

    /// The row that is the first to reach nothing when this block grows; of several, that of the first block (Bland, 1977).
    fn tightest(&self, enters: usize) -> Option<usize> {
        let mut best: Option<(f64, Option<usize>, usize)> = None;
        for (at, (row, solved)) in self.rows.iter().zip(&self.solved).enumerate() {
            let factor = cell(row, enters);
            if factor <= NOUGHT {
                continue;
            }
            let room = cell(row, self.blocks).max(0.0) / factor;
            let better = best.is_none_or(|(least, block, _)| {
                room < least - NOUGHT || (room <= least + NOUGHT && *solved < block)
            });
            if better {
                best = Some((room, *solved, at));
            }
        }
        best.map(|(.., at)| at)
    }

    fn solve(&mut self, at: usize, enters: usize) -> Result<(), NotGiven> {
        let work = self.rows.len().saturating_mul(self.blocks);
        let work = u64::try_from(work).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(work).ok_or(NotGiven::Unprovable)?;
        let Some(row) = self.rows.get_mut(at) else { return Ok(()) };
        let by = cell(row, enters);
        row.iter_mut().for_each(|cell| *cell /= by);
        let row = row.clone();
        for (n, other) in self.rows.iter_mut().enumerate() {
            let by = cell(other, enters);
            if n != at && by.abs() > NOUGHT {
                other.iter_mut().zip(&row).for_each(|(cell, of)| *cell -= by * of);
            }
        }
        self.solved.get_mut(at).into_iter().for_each(|block| *block = Some(enters));
        Ok(())
    }

    /// Factors and sum of the row that is solved for this block.
    fn row(&self, block: usize) -> Option<&Vec<f64>> {
        let at = self.solved.iter().position(|solved| *solved == Some(block))?;
        self.rows.get(at)
    }

    /// The most that a block can be; no need to go on beyond `enough`.
    fn most(&mut self, block: usize, enough: f64) -> Result<f64, NotGiven> {
        if self.row(block).is_none() {
            let Some(leaves) = self.tightest(block) else { return Ok(enough) };
            self.solve(leaves, block)?;
        }
        while let Some(row) = self.row(block) {
            let reached = cell(row, self.blocks);
            let grows = row.iter().take(self.blocks).position(|cell| *cell < -NOUGHT);
            let Some(enters) = grows.filter(|_| reached < enough) else { return Ok(reached) };
            let Some(leaves) = self.tightest(enters) else { return Ok(enough) };
            self.solve(leaves, enters)?;
        }
        Ok(0.0)
    }

    /// The least that a block can be.
    fn least(&mut self, block: usize) -> Result<f64, NotGiven> {
        while let Some(row) = self.row(block) {
            let reached = cell(row, self.blocks);
            let others = row.iter().take(self.blocks).enumerate();
            let mut shrinks = others.filter(|(at, cell)| *at != block && **cell > NOUGHT);
            let Some((enters, _)) = shrinks.next() else { return Ok(reached) };
            let Some(leaves) = self.tightest(enters) else { return Ok(reached) };
            self.solve(leaves, enters)?;
        }
        Ok(0.0)
    }
}
