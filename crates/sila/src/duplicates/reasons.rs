//! Why two records may be one person: what each field says, in bits, as the page shows it and as it is kept with every
//! decision, so that a score can be looked at again years later. Holds nothing of the persons themselves.

use minicbor::{Decode, Encode};
use sila_names::register::{Class, Explanation};

/// From this probability on a pair is almost certain, in thousandths.
pub const CERTAIN: i64 = 999;
/// From this probability on somebody should look, in thousandths.
pub const LOOK: i64 = 500;

/// What one field says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Part {
    /// The field: `given`, `birth`…
    #[n(0)]
    pub field: String,
    /// What was found: `exact`, `same-year`…
    #[n(1)]
    pub finding: String,
    /// How much that speaks for one person, in hundredths of a bit; below zero against it.
    #[n(2)]
    pub bits: i64,
    /// How much more because the names are rare, or less because they are common, in hundredths of a bit.
    #[n(3)]
    pub rarity: i64,
}

/// How two records stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Kinship {
    /// Most likely one person.
    #[n(0)]
    Same,
    /// Most likely two people of one family or household.
    #[n(1)]
    Household,
    /// Most likely strangers.
    #[n(2)]
    Unrelated,
}

/// The whole sum.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Reasons {
    /// Where the sum begins: how rarely two records are one person, in hundredths of a bit.
    #[n(0)]
    pub prior: i64,
    /// Field by field; what is missing on either side is left out.
    #[n(1)]
    pub parts: Vec<Part>,
    /// The probability that they are one person, in thousandths.
    #[n(2)]
    pub same: i64,
    /// The probability that they are two people of one household, in thousandths.
    #[n(3)]
    pub household: i64,
    /// The most likely of the three.
    #[n(4)]
    pub kinship: Kinship,
    /// The version of the rules that read the names.
    #[n(5)]
    pub rules: u16,
    /// The version of the weights.
    #[n(6)]
    pub model: u16,
}

/// A probability in thousandths.
pub fn thousandths(probability: f64) -> i64 {
    whole(probability, 1_000.0)
}

/// A number as a whole number of `1/per`.
fn whole(number: f64, per: f64) -> i64 {
    format!("{:.0}", number * per).parse().unwrap_or(0)
}

impl Reasons {
    /// Of what the register found.
    pub fn of(found: &Explanation) -> Reasons {
        let parts = found.parts.iter().map(|part| Part {
            field: part.field.code().to_owned(),
            finding: part.finding.to_owned(),
            bits: whole(part.bits, 100.0),
            rarity: whole(part.rarity_bits, 100.0),
        });
        Reasons {
            prior: whole(found.prior_bits, 100.0),
            parts: parts.collect(),
            same: thousandths(found.verdict.same),
            household: thousandths(found.verdict.household),
            kinship: match found.class() {
                Class::Same => Kinship::Same,
                Class::Household => Kinship::Household,
                Class::Unrelated => Kinship::Unrelated,
            },
            rules: sila_names::NORMALISER,
            model: found.model,
        }
    }

    /// As it is kept with a decision.
    pub fn to_cbor(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// As it was kept; nothing when nothing was.
    pub fn from_cbor(kept: &[u8]) -> Option<Reasons> {
        minicbor::decode(kept).ok()
    }

    /// Whether the register is almost sure that they are one person.
    pub fn is_certain(&self) -> bool {
        self.same >= CERTAIN
    }

    /// Whether they may well be one person.
    pub fn is_likely(&self) -> bool {
        self.same >= LOOK
    }

    /// Whether they are probably two people who belong together.
    pub fn is_household(&self) -> bool {
        !self.is_likely() && self.household >= LOOK
    }

    /// How much there is to learn from asking somebody about a pair that is one person with this probability, in
    /// thousandths of a bit: most where the register is least sure.
    pub fn gain_of(same: f64) -> i64 {
        let p = same.clamp(0.001, 0.999);
        let bits = -(p * p.log2() + (1.0 - p) * (1.0 - p).log2());
        whole(bits, 1_000.0)
    }
}

/// How many times likelier this many hundredths of a bit make it; at most a million, at least one.
pub fn times(hundredths: i64) -> i64 {
    let bits = f64::from(i32::try_from(hundredths.abs().min(2_000)).unwrap_or(2_000)) / 100.0;
    whole(bits.exp2(), 1.0).clamp(1, 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(same: i64) -> Reasons {
        let part =
            Part { field: "given".to_owned(), finding: "exact".to_owned(), bits: 512, rarity: -40 };
        Reasons {
            prior: -1_300,
            parts: vec![part],
            same,
            household: 1_000 - same,
            kinship: Kinship::Same,
            rules: 1,
            model: 1,
        }
    }

    #[test]
    fn most_is_learnt_where_least_is_known() {
        let gains: Vec<i64> = [0.5, 0.7, 0.9, 0.99, 0.999].map(Reasons::gain_of).to_vec();
        assert_eq!(gains[0], 1_000);
        assert!(gains.is_sorted_by(|a, b| a > b), "{gains:?}");
        assert!(Reasons::gain_of(1.0) >= 0 && Reasons::gain_of(f64::NAN) <= 1_000);
    }

    #[test]
    fn bits_are_said_as_times() {
        for (bits, wanted) in
            [(0, 1), (100, 2), (-100, 2), (320, 9), (1_000, 1_024), (9_999, 1_000_000)]
        {
            assert_eq!(times(bits), wanted, "{bits}");
        }
    }

    #[test]
    fn what_is_kept_with_a_decision_is_read_again() {
        let kept = reasons(970).to_cbor();
        assert_eq!(Reasons::from_cbor(&kept), Some(reasons(970)));
        assert_eq!(Reasons::from_cbor(&[]), None);
    }
}
