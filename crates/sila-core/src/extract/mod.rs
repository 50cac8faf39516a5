//! Counts for research and for public statistics: how many cases there were of each kind, without anybody in them.
//!
//! A quarter that is over is counted once, into [`Counted`] kinds of cases; every table for whomever is drawn from that count
//! ([`Wanted::table`]). A number below the smallest group is not shown, nor is one that could be had by subtracting
//! what is shown from the whole (complementary suppression; Hundepool et al., *Statistical Disclosure Control*, 2012, chapter 4). And
//! because tables that are each harmless can be subtracted from each other, [`differences`] looks at everything that was
//! given out before.

mod bounds;
pub mod differences;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use crate::codes::code_list;
use crate::experience::Quarter;

/// No group of fewer cases than this is ever shown, and no study may ask for less.
pub const GROUP_MIN: u32 = 5;
/// The largest smallest group that an approval can ask for.
pub const GROUP_MAX: u32 = 50;
/// Most axes of a table.
pub const AXES_MAX: usize = 3;
/// Most quarters of a table.
pub const QUARTERS_MAX: u32 = 20;
/// Most codes in a narrowing.
const CODES_MAX: usize = 20;

code_list! {
    /// What cases can be counted by.
    Axis, "axis" {
        Quarter = "QUARTER": "The quarter in which the case was opened.",
        Category = "CATEGORY": "The category of the case.",
        Urgency = "URGENCY": "How urgent it was.",
        Emirate = "EMIRATE": "The emirate of residence; empty when unknown.",
        Told = "TOLD": "Whether it came by referral with what the person had told already, or was told here.",
        Support = "SUPPORT": "How long until the first session that took place.",
    }
}

/// A kind of cases that are alike on every axis, and how many there were.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Counted {
    /// The quarter.
    #[n(0)]
    pub quarter: Quarter,
    /// The code on every axis but the quarter.
    #[n(1)]
    pub codes: BTreeMap<Axis, String>,
    /// How many; more than none.
    #[n(2)]
    pub count: u64,
}

impl Counted {
    /// The code on an axis.
    pub fn code(&self, axis: Axis) -> String {
        match axis {
            Axis::Quarter => self.quarter.number().to_string(),
            _ => self.codes.get(&axis).cloned().unwrap_or_default(),
        }
    }
}

/// What somebody asks to be counted.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Wanted {
    /// The first quarter.
    #[n(0)]
    pub from: Quarter,
    /// The last quarter.
    #[n(1)]
    pub to: Quarter,
    /// By what, in the order of the columns.
    #[n(2)]
    pub axes: Vec<Axis>,
    /// Only these categories; all of them when empty.
    #[n(3)]
    pub categories: BTreeSet<String>,
    /// The smallest group that is shown.
    #[n(4)]
    pub group_min: u32,
}

/// Why a table is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotGiven {
    /// It asks for something that no table can be.
    #[error("not a table")]
    Malformed,
    /// It asks for more than was approved.
    #[error("outside what was approved")]
    OutsideScope,
    /// There are fewer cases in all than the smallest group.
    #[error("too few cases")]
    TooFew,
    /// Subtracted from what was given before, or held against it, it would show a group that is too small, or nearly.
    #[error("the difference to an earlier table would show a small group")]
    Difference,
    /// With what was given before it is too much to prove that nothing can be subtracted.
    #[error("too many tables to be sure")]
    Unprovable,
}

impl NotGiven {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "extract.malformed",
            Self::OutsideScope => "extract.outside_scope",
            Self::TooFew => "extract.too_few",
            Self::Difference => "extract.difference",
            Self::Unprovable => "extract.unprovable",
        }
    }
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Line {
    /// The code on each axis of the table.
    #[n(0)]
    pub codes: Vec<String>,
    /// How many.
    #[n(1)]
    pub count: u64,
}

/// A table that may be given out. What is too small is no line of it, and neither is what does not occur: the reader cannot tell
/// one from the other.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Table {
    /// What was asked.
    #[n(0)]
    pub wanted: Wanted,
    /// All cases together.
    #[n(1)]
    pub total: u64,
    /// The kinds that are shown.
    #[n(2)]
    pub lines: Vec<Line>,
}

impl Table {
    /// How many cases are in no line. Whoever reads the table can work it out.
    pub fn rest(&self) -> u64 {
        self.total
            .saturating_sub(self.lines.iter().map(|line| line.count).fold(0, u64::saturating_add))
    }
}

impl Wanted {
    /// Whether it can be a table at all.
    pub fn is_sound(&self) -> bool {
        self.can_be_scope() && self.axes.len() <= AXES_MAX
    }

    /// Whether it can be what is approved: as a table, but by any number of axes, of which tables choose theirs.
    pub fn can_be_scope(&self) -> bool {
        let distinct: BTreeSet<Axis> = self.axes.iter().copied().collect();
        let quarters = self.to.number().checked_sub(self.from.number());
        !self.axes.is_empty()
            && distinct.len() == self.axes.len()
            && quarters.is_some_and(|quarters| quarters < QUARTERS_MAX)
            && self.categories.len() <= CODES_MAX
            && (GROUP_MIN..=GROUP_MAX).contains(&self.group_min)
    }

    /// Whether this stays within what was approved: no other quarters, axes and categories, and no smaller group.
    ///
    /// # Errors
    /// [`NotGiven::Malformed`], [`NotGiven::OutsideScope`].
    pub fn within(&self, scope: &Wanted) -> Result<(), NotGiven> {
        if !self.is_sound() {
            return Err(NotGiven::Malformed);
        }
        let all = scope.categories.is_empty();
        let categories =
            all || (!self.categories.is_empty() && self.categories.is_subset(&scope.categories));
        let kept = scope.from <= self.from
            && self.to <= scope.to
            && self.axes.iter().all(|axis| scope.axes.contains(axis))
            && categories
            && scope.group_min <= self.group_min;
        if kept { Ok(()) } else { Err(NotGiven::OutsideScope) }
    }

    /// Whether a kind of cases is counted.
    fn takes(&self, one: &Counted) -> bool {
        let category = || self.categories.contains(&one.code(Axis::Category));
        (self.from..=self.to).contains(&one.quarter) && (self.categories.is_empty() || category())
    }

    fn key(&self, one: &Counted) -> Vec<String> {
        self.axes.iter().map(|axis| one.code(*axis)).collect()
    }

    /// What may be shown of `counted`. A kind below the smallest group is no line. The cases that are in no line are the
    /// difference between the whole and the lines, so there must be enough of them too: the smallest line goes with them until
    /// nobody can tell that any kind among them is small. A kind that occurs has at least one case, which is why every further
    /// hidden kind asks for one case more.
    ///
    /// # Errors
    /// [`NotGiven::Malformed`], [`NotGiven::TooFew`].
    pub fn table(&self, counted: &[Counted]) -> Result<Table, NotGiven> {
        if !self.is_sound() {
            return Err(NotGiven::Malformed);
        }
        let least = u64::from(self.group_min);
        let mut counts: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for one in counted.iter().filter(|one| self.takes(one)) {
            let count = counts.entry(self.key(one)).or_default();
            *count = count.saturating_add(one.count);
        }
        let total: u64 = counts.values().copied().fold(0, u64::saturating_add);
        if total < least {
            return Err(NotGiven::TooFew);
        }
        let enough = counts.iter().filter(|(_, count)| **count >= least);
        let mut visible: BTreeMap<&Vec<String>, u64> =
            enough.map(|(key, count)| (key, *count)).collect();
        while !self.covers(total, &visible, counts.len()) {
            let smallest = visible.iter().min_by_key(|(key, count)| (**count, **key));
            let Some(smallest) = smallest.map(|(key, _)| *key) else { break };
            visible.remove(smallest);
        }
        if !self.covers(total, &visible, counts.len()) {
            return Err(NotGiven::TooFew);
        }
        let line =
            |(key, count): (&&Vec<String>, &u64)| Line { codes: (**key).clone(), count: *count };
        Ok(Table { wanted: self.clone(), total, lines: visible.iter().map(line).collect() })
    }

    /// Whether what is hidden covers each kind in it.
    fn covers(&self, total: u64, visible: &BTreeMap<&Vec<String>, u64>, lines: usize) -> bool {
        let hidden = lines.saturating_sub(visible.len());
        let rest = total.saturating_sub(visible.values().copied().fold(0, u64::saturating_add));
        let needed = u64::from(self.group_min)
            .saturating_add(u64::try_from(hidden.saturating_sub(1)).unwrap_or(u64::MAX));
        hidden == 0 || (hidden > 1 && rest >= needed)
    }
}
