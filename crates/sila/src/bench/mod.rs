//! Measuring a node at its real work: referrals over a real link, and pages over real HTTP. `db::bench` measures the store.
//!
//! Every measure prints what it did, how often and how fast; ratios are taken against a bare loop in the same run.

pub mod agreement;
mod bare;
pub mod board;
pub mod directory;
pub mod hostile;
pub mod known;
pub mod learning;
pub mod link;
pub mod names;
pub mod pages;
pub mod pairs;
pub mod partnerships;
pub mod store;
mod two;
mod usage;
pub mod wall;

/// The value below which `part` of a thousand of the sorted values lie.
fn quantile(sorted: &[f64], part: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = last.saturating_mul(part).div_ceil(1000);
    sorted.get(at.min(last)).copied().unwrap_or(0.0)
}

/// Three digits after the point are more than any of these measures is worth.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// So many in this time, per second.
fn rate(count: u32, taken: std::time::Duration) -> f64 {
    rounded(f64::from(count) / taken.as_secs_f64().max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_few_and_of_many() {
        assert_eq!(quantile(&[], 990).to_string(), "0");
        assert_eq!(quantile(&[3.0], 990).to_string(), "3");
        let many: Vec<f64> = (0..=1000).map(f64::from).collect();
        assert_eq!(quantile(&many, 500).to_string(), "500");
        assert_eq!(quantile(&many, 990).to_string(), "990");
    }
}
