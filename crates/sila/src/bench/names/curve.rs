//! Precision and recall over thresholds.

use serde::Serialize;

use super::super::rounded;

/// One point of the curve.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Point {
    /// Pairs with at least this score are taken.
    pub threshold: f64,
    /// Of the pairs taken, so many are true.
    pub precision: f64,
    /// Of the true pairs, so many are taken.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

/// Pairs by their score, and how many true ones there are.
pub struct Curve {
    points: Vec<Point>,
}

impl Curve {
    /// The curve of scored pairs.
    pub fn of(mut scored: Vec<(f64, bool)>, true_pairs: u32) -> Curve {
        scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let (mut taken, mut right) = (0.0, 0.0);
        let mut points = Vec::new();
        for group in scored.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            for (_, is_true) in group {
                taken += 1.0;
                right += f64::from(u8::from(*is_true));
            }
            let (precision, recall) = (right / taken, right / f64::from(true_pairs.max(1)));
            let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
            let threshold = group.first().map_or(0.0, |(score, _)| *score);
            points.push(Point { threshold, precision, recall, f1 });
        }
        Curve { points }
    }

    /// The point of the best F1.
    pub fn best(&self) -> Point {
        let best = self.points.iter().max_by(|a, b| a.f1.total_cmp(&b.f1));
        best.copied().unwrap_or_default().shown()
    }

    /// The point of most recall with at least this precision.
    pub fn at_precision(&self, precision: f64) -> Point {
        let fitting = self.points.iter().filter(|point| point.precision >= precision);
        let best = fitting.max_by(|a, b| a.recall.total_cmp(&b.recall));
        best.copied().unwrap_or_default().shown()
    }

    /// The point of a threshold.
    pub fn at(&self, threshold: f64) -> Point {
        let last = self.points.iter().take_while(|point| point.threshold >= threshold).last();
        last.copied().unwrap_or_default().shown()
    }
}

impl Point {
    fn shown(self) -> Point {
        let digits = |value: f64| rounded(value * 10.0) / 10.0;
        Point {
            threshold: self.threshold,
            precision: digits(self.precision),
            recall: digits(self.recall),
            f1: digits(self.f1),
        }
    }
}
