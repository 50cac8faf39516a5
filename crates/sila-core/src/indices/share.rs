//! Shares of few counts, and how evenly something is spread.

/// 90 % one-sided quantile of the normal distribution.
const Z: f64 = 1.281_551_565_5;

/// The lower bound of a proportion, 90 % one-sided (Wilson 1927): 1 of 1 is 0.38 and never beats 45 of 50. `None` of nothing.
///
/// `part` above `whole` counts as `whole`.
pub fn wilson(part: u32, whole: u32) -> Option<f64> {
    if whole == 0 {
        return None;
    }
    let n = f64::from(whole);
    let p = f64::from(part.min(whole)) / n;
    let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let bound = (p + Z * Z / (2.0 * n) - spread) / (1.0 + Z * Z / n);
    Some(bound.max(0.0))
}

/// How evenly counts are spread over parties: 1 all alike, 0 one has everything. One is added to each count, so that a
/// single event accuses nobody. `None` for fewer than two parties.
///
/// Jain, Chiu and Hawe (1984), *A Quantitative Measure of Fairness*, stretched so that its least value 1/n becomes 0.
pub fn jain(counts: &[u32]) -> Option<f64> {
    let n = f64::from(u32::try_from(counts.len()).ok().filter(|n| *n >= 2)?);
    let (sum, squares) = counts.iter().fold((0.0, 0.0), |(sum, squares), count| {
        let x = f64::from(*count) + 1.0;
        (sum + x, squares + x * x)
    });
    let index = sum * sum / (n * squares);
    Some(((index - 1.0 / n) / (1.0 - 1.0 / n)).clamp(0.0, 1.0))
}

/// The distance between the largest and the least; 0 of none.
pub(super) fn spread(values: &[f64]) -> f64 {
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    (most - least).max(0.0)
}

/// `part` of `whole`; `None` of nothing.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
