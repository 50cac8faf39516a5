//! Components to one number, with everything that must be printed beside it.

use super::facts::{Deed, Evidence};

/// What a component counts at least: a dead one pulls the whole down, but not to nothing.
const FLOOR: f64 = 0.01;
/// Below this share of the weights there is no number.
const COVERAGE_LEAST: f64 = 0.5;
/// Below this many facts there is no number.
const FACTS_LEAST: u32 = 5;
/// How often the weights are shaken for the sensitivity band.
const SHAKES: u32 = 2_000;

/// One component of an index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component {
    /// Its letter in the formula, for example `O`.
    pub code: &'static str,
    /// Its weight; the weights of an index sum to 1.
    pub weight: f64,
    /// 0 to 1, or `None` where it does not apply or nothing is due yet.
    pub value: Option<f64>,
}

/// How many of the counted facts rest on what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvidenceMix {
    /// Confirmed by another party.
    pub confirmed: u32,
    /// Observed by the system.
    pub observed: u32,
    /// Shown by a document.
    pub documented: u32,
    /// Said by the party itself.
    pub declared: u32,
    /// Brought in from before.
    pub imported: u32,
}

impl EvidenceMix {
    /// How many facts there are.
    pub fn sum(self) -> u32 {
        [self.confirmed, self.observed, self.documented, self.declared, self.imported]
            .into_iter()
            .fold(0, u32::saturating_add)
    }

    pub(super) fn add(&mut self, deed: &Deed) {
        let count = match deed.level() {
            Evidence::Confirmed { .. } => &mut self.confirmed,
            Evidence::Observed => &mut self.observed,
            Evidence::Documented => &mut self.documented,
            Evidence::Declared => &mut self.declared,
            Evidence::Imported => &mut self.imported,
        };
        *count = count.saturating_add(1);
    }
}

/// An index with what belongs beside it on every page. No number without its components.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// Name and version of the formula, for example `pai/1`.
    pub formula: &'static str,
    /// 0 to 100; `None` means insufficient data.
    pub value: Option<f64>,
    /// In the order of the formula.
    pub components: Vec<Component>,
    /// The share of the weights that was present, 0 to 1.
    pub coverage: f64,
    /// How many facts were counted.
    pub facts: u32,
    /// What they rest on.
    pub mix: EvidenceMix,
    /// 5th and 95th percentile of the value when every weight is multiplied by something between 0.75 and 1.25.
    pub band: Option<(f64, f64)>,
}

impl Index {
    pub(super) fn of(
        formula: &'static str,
        components: Vec<Component>,
        facts: u32,
        mix: EvidenceMix,
    ) -> Self {
        let whole: f64 = components.iter().map(|part| part.weight).sum();
        let there: f64 =
            components.iter().filter(|part| part.value.is_some()).map(|part| part.weight).sum();
        let coverage = if whole > 0.0 { there / whole } else { 0.0 };
        let enough = coverage >= COVERAGE_LEAST && facts >= FACTS_LEAST;
        let logs = logs(&components);
        let value = if enough { mean(&logs, |_| 1.0) } else { None };
        let band = value.and_then(|_| band(&logs));
        Self { formula, value, components, coverage, facts, mix, band }
    }
}

impl Index {
    /// The value in whole hundredths, rounded down.
    pub fn hundredths(&self) -> Option<u32> {
        let value = (self.value? * 100.0).floor();
        (0..=10_000_u32).rev().find(|whole| f64::from(*whole) <= value)
    }
}

/// Weight and logarithm of each component that is there.
fn logs(components: &[Component]) -> Vec<(f64, f64)> {
    let there = components.iter().filter_map(|part| Some((part.weight, part.value?)));
    there.map(|(weight, value)| (weight, libm::log(value.max(FLOOR)))).collect()
}

/// The weighted geometric mean times 100, each weight multiplied by what `shake` gives for its place.
fn mean(logs: &[(f64, f64)], mut shake: impl FnMut(usize) -> f64) -> Option<f64> {
    let (mut whole, mut sum) = (0.0, 0.0);
    for (place, (weight, log)) in logs.iter().enumerate() {
        let weight = weight * shake(place);
        whole += weight;
        sum += weight * log;
    }
    (whole > 0.0).then(|| 100.0 * libm::exp(sum / whole))
}

fn band(logs: &[(f64, f64)]) -> Option<(f64, f64)> {
    let mut random = Random(1);
    let mut values: Vec<f64> =
        (0..SHAKES).filter_map(|_| mean(logs, |_| 0.75 + 0.5 * random.next_unit())).collect();
    values.sort_by(f64::total_cmp);
    let at = |percent: usize| values.get(values.len() * percent / 100).copied();
    Some((at(5)?, at(95)?))
}

/// SplitMix64 (Steele, Lea and Flood 2014). Its seed is part of the formula: both parties print the same band.
struct Random(u64);

impl Random {
    /// From 0 up to 1.
    fn next_unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0);
        f64::from(high) / 4_294_967_296.0
    }
}
