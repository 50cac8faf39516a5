//! The weights: how likely each finding is when two records are of one person, of one household, of strangers
//! (Fellegi and Sunter 1969, with a third class so that brothers and sisters are not taken for one child).

use super::compare::Compared;
use super::finding::{FIELDS, Field, LEVELS, Pattern};
use super::number::{real, wide};
use super::weights;

/// For every field and level the binary logarithm of a probability.
pub(super) type Table = [[f64; LEVELS]; FIELDS];

/// Bits held back from every judgement, and further ones where only names can be compared.
const CAUTION_BITS: f64 = 2.0;
const NAMES_ALONE_BITS: f64 = 3.0;

/// A trained model. Models are compared by their version: a decision is kept with it, so that it can be derived again.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The version of the weights; 0 for weights trained here.
    pub version: u16,
    /// Of 1 record, how many others of the same person are expected in the register.
    pub same_per_record: f64,
    /// Of 1 record, how many others of the same household are expected.
    pub household_per_record: f64,
    pub(super) same: Table,
    pub(super) household: Table,
    pub(super) chance: Table,
}

/// What two records are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Probably one person.
    Same,
    /// Probably two people of one household: brothers, sisters, parent and child, spouses.
    Household,
    /// Nothing to see.
    Unrelated,
}

/// A judgement in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The probability that both are one person.
    pub same: f64,
    /// The probability that they are two people of one household.
    pub household: f64,
}

impl Verdict {
    /// The likeliest of the three.
    pub fn class(self) -> Class {
        let unrelated = 1.0 - self.same - self.household;
        if self.same >= self.household && self.same >= unrelated {
            Class::Same
        } else if self.household >= unrelated {
            Class::Household
        } else {
            Class::Unrelated
        }
    }
}

impl Model {
    /// The weights that come with the program: trained on invented people of a population like the State's.
    pub fn shipped() -> Model {
        Model {
            version: weights::VERSION,
            same_per_record: weights::SAME_PER_RECORD,
            household_per_record: weights::HOUSEHOLD_PER_RECORD,
            same: weights::SAME,
            household: weights::HOUSEHOLD,
            chance: weights::CHANCE,
        }
    }

    /// The bits by which a level speaks for one person and against strangers.
    pub(super) fn bits(&self, field: Field, level: u8) -> f64 {
        cell(&self.same, field, level) - cell(&self.chance, field, level)
    }

    /// The binary logarithms of the odds for the same person and for the household, before anything is compared.
    pub(super) fn prior(&self, records: usize) -> (f64, f64) {
        // In a small register the expected number of partners is the same, but nobody is certain to be known.
        let records = real(records).max(50.0);
        ((self.same_per_record / records).log2(), (self.household_per_record / records).log2())
    }

    /// The evidence for the same person and for the household against strangers, in bits, without the prior.
    pub(super) fn evidence(&self, found: &Compared) -> (f64, f64) {
        let (mut same, mut household) = (0.0, 0.0);
        for field in Field::ALL {
            let level = found.pattern.level(field);
            let chance = cell(&self.chance, field, level);
            same += cell(&self.same, field, level) - chance;
            household += cell(&self.household, field, level) - chance;
        }
        let inherited = found.rest_bits + found.mother_bits;
        (same + inherited + found.given_bits, household + inherited)
    }

    /// Bits to hold back, because evidence is less independent than its sum says: cousins are named after one
    /// grandfather, and a name alone is shared by people who have nothing to do with each other.
    pub(super) fn caution(found: &Compared) -> f64 {
        const BEYOND_NAMES: [Field; 5] =
            [Field::Birth, Field::Id, Field::Phone, Field::Place, Field::Mother];
        let only_names = BEYOND_NAMES.iter().all(|field| found.pattern.level(*field) == 0);
        if only_names { CAUTION_BITS + NAMES_ALONE_BITS } else { CAUTION_BITS }
    }

    /// The logarithms of the odds against strangers, for the same person and for the household.
    pub(super) fn odds(&self, found: &Compared, records: usize) -> (f64, f64) {
        let ((same, household), prior) = (self.evidence(found), self.prior(records));
        (same + prior.0 - Model::caution(found), household + prior.1)
    }

    /// The judgement of a comparison within a register of so many records.
    pub(super) fn verdict(&self, found: &Compared, records: usize) -> Verdict {
        let (same, household) = self.odds(found, records);
        verdict(same, household)
    }
}

/// The odds for one person against both strangers and the household, as a binary logarithm.
pub(super) fn standing(same: f64, household: f64) -> f64 {
    // Beyond this a household is as certain as numbers can tell, and the sum would overflow.
    let household = household.min(1_000.0);
    same - (1.0 + household.exp2()).log2()
}

/// From logarithms of odds against strangers to probabilities.
pub(super) fn verdict(same: f64, household: f64) -> Verdict {
    let top = same.max(household).max(0.0);
    let (s, h, u) = ((same - top).exp2(), (household - top).exp2(), (-top).exp2());
    let sum = s + h + u;
    Verdict { same: s / sum, household: h / sum }
}

/// An entry of a table.
pub(super) fn cell(table: &Table, field: Field, level: u8) -> f64 {
    table.get(wide(field.at())).and_then(|row| row.get(usize::from(level))).copied().unwrap_or(0.0)
}

/// Sums of probabilities by field and level, from which a table is made.
#[derive(Clone, Debug)]
pub(super) struct Tally([[f64; LEVELS]; FIELDS]);

impl Tally {
    /// As if `pairs` had been seen that fall as `table` says.
    pub(super) fn expecting(table: &Table, pairs: f64) -> Tally {
        let mut tally = Tally([[0.0; LEVELS]; FIELDS]);
        for field in Field::ALL {
            for level in levels(field) {
                tally.count(field, level, cell(table, field, level).exp2() * pairs);
            }
        }
        tally
    }

    /// Counts a pair.
    pub(super) fn add(&mut self, pattern: Pattern, weight: f64) {
        for field in Field::ALL {
            self.count(field, pattern.level(field), weight);
        }
    }

    fn count(&mut self, field: Field, level: u8, weight: f64) {
        let row = self.0.get_mut(wide(field.at()));
        if let Some(cell) = row.and_then(|row| row.get_mut(usize::from(level))) {
            *cell += weight;
        }
    }

    /// The table: what is missing says nothing, so it is left out of the whole.
    pub(super) fn table(&self) -> Table {
        let mut table = [[0.0; LEVELS]; FIELDS];
        for (row, counts) in table.iter_mut().zip(&self.0) {
            let whole: f64 = counts.iter().skip(1).sum();
            for (cell, count) in
                row.iter_mut().zip(counts).skip(1).filter(|(_, count)| **count > 0.0)
            {
                *cell = (count / whole).log2();
            }
        }
        table
    }
}

/// The levels of a field that say something.
fn levels(field: Field) -> impl Iterator<Item = u8> {
    (1..=31_u8).take(field.findings().len().saturating_sub(1))
}
