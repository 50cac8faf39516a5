//! Why two records are thought to be one person: every field's part in the sum.

use super::Register;
use super::align::Memory;
use super::compare::{Compared, compare};
use super::finding::Field;
use super::model::{Class, Model, Verdict};
use super::packed::Packed;
use super::record::Record;
use super::words::Lexis;

/// What one field adds to the sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The field.
    pub field: Field,
    /// What was found: one of [`Field::findings`].
    pub finding: &'static str,
    /// Bits that the finding adds for one person against strangers; below zero it speaks against.
    pub bits: f64,
    /// Bits that the rarity of a shared name adds, or its commonness takes away.
    pub rarity_bits: f64,
}

/// A judgement with its reasons: `prior_bits` and all `bits` and `rarity_bits` add up to `sum_bits`.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The version of the model that judged.
    pub model: u16,
    /// Bits before anything is compared: how rarely two records are of one person.
    pub prior_bits: f64,
    /// The fields that say something, in the order of [`Field::ALL`].
    pub parts: Vec<Part>,
    /// Words of the names besides the given name that agree.
    pub words_shared: u8,
    /// Words of the names besides the given name that contradict.
    pub words_against: u8,
    /// The sum: the binary logarithm of the odds for one person against strangers.
    pub sum_bits: f64,
    /// The judgement, in which the household is weighed too.
    pub verdict: Verdict,
}

impl Explanation {
    /// The likeliest relation.
    pub fn class(&self) -> Class {
        self.verdict.class()
    }

    fn of(model: &Model, found: &Compared, records: usize) -> Explanation {
        let prior_bits = model.prior(records).0 - Model::caution(found);
        let part = |field: Field| {
            let level = found.pattern.level(field);
            let finding = field.findings().get(usize::from(level)).copied().unwrap_or("missing");
            let rarity_bits = match field {
                Field::Given => found.given_bits,
                Field::Names => found.rest_bits,
                Field::Mother => found.mother_bits,
                _ => 0.0,
            };
            Part { field, finding, bits: model.bits(field, level), rarity_bits }
        };
        let said = |field: &Field| found.pattern.level(*field) != 0;
        Explanation {
            model: model.version,
            prior_bits,
            parts: Field::ALL.into_iter().filter(said).map(part).collect(),
            words_shared: found.words.0,
            words_against: found.words.1,
            sum_bits: prior_bits + model.evidence(found).0,
            verdict: model.verdict(found, records),
        }
    }
}

impl<K: Copy + Ord> Register<K> {
    /// Why two records of the register are thought to be one person, or not. None if one is not there.
    pub fn explain(&self, a: &K, b: &K) -> Option<Explanation> {
        Some(self.explained(self.lexis(), self.packed(a)?, self.packed(b)?))
    }

    /// Why a record of the register is thought to be the person of `record`, or not. None if it is not there.
    pub fn explain_to(&self, record: &Record, key: &K) -> Option<Explanation> {
        let (packed, strange) = self.books.ask(record);
        let lexis = Lexis::new(&self.books.words, &strange);
        Some(self.explained(lexis, &packed, self.packed(key)?))
    }

    fn explained(&self, lexis: Lexis<'_>, a: &Packed, b: &Packed) -> Explanation {
        let found = compare(lexis, &mut Memory::small(), &self.model, a, b);
        Explanation::of(&self.model, &found, self.len())
    }
}
