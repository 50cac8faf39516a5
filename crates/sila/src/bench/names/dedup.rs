//! Finding everybody who is in the file more than once.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde::Serialize;
use sila_names::register::{Pair, Register};

use super::curve::{Curve, Point};
use super::file::{Records, Truth};
use super::{threads, usage};

/// Pairs less likely than this are counted, not kept.
const KEPT: f64 = 0.01;

/// Records whose pairs are enough to learn from.
const LEARNED_FROM: usize = 20_000;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Dedup {
    /// Pairs of records of one person.
    pub true_pairs: u32,
    /// Pairs that were compared.
    pub compared: u32,
    /// Of the true pairs, so many were compared at all.
    pub candidate_recall: f64,
    /// The threshold with the best F1.
    pub best: Point,
    /// At a probability of a half.
    pub at_half: Point,
    /// At 0.99.
    pub at_99: Point,
    /// At 0.999.
    pub at_999: Point,
    /// Learning, comparing and judging, without filing.
    pub spent: usage::Spent,
    /// The most memory so far, in MB, with filing.
    pub peak_mb: u64,
}

/// Learns the weights from the records without being told who is who, unless those that `shipped` are wanted; compares, judges
/// and counts.
pub fn run(register: &mut Register<u32>, truth: &Truth, shipped: bool) -> (Dedup, Vec<Pair<u32>>) {
    let start = usage::Start::now();
    if !shipped {
        let share = truth.len() / LEARNED_FROM;
        register.judge_by(register.train(u32::try_from(share).unwrap_or(u32::MAX), |_, _| None));
    }
    let (register, parts) = (&*register, threads());
    let part = |part: u32| {
        let (mut kept, mut compared, mut right) = (Vec::new(), 0_u32, 0_u32);
        register.each_verdict(part, parts, |a, b, verdict| {
            compared = compared.saturating_add(1);
            right = right.saturating_add(u32::from(truth.same(a, b)));
            if verdict.same >= KEPT {
                kept.push(Pair { a, b, verdict });
            }
        });
        (kept, compared, right)
    };
    let found: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..parts).map(|nth| scope.spawn(move || part(nth))).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let spent = start.spent();
    let peak_mb = usage::memory_mb();
    let compared = found.iter().map(|(_, compared, _)| compared).sum();
    let right: u32 = found.iter().map(|(_, _, right)| right).sum();
    let pairs: Vec<Pair<u32>> = found.into_iter().flat_map(|(kept, _, _)| kept).collect();
    let true_pairs = truth.pairs(|_, _| true);
    let scored = pairs.iter().map(|pair| (pair.verdict.same, truth.same(pair.a, pair.b)));
    let curve = Curve::of(scored.collect(), true_pairs);
    let candidate_recall = super::super::rounded(f64::from(right) / f64::from(true_pairs.max(1)));
    let dedup = Dedup {
        true_pairs,
        compared,
        candidate_recall,
        best: curve.best(),
        at_half: curve.at(0.5),
        at_99: curve.at(0.99),
        at_999: curve.at(0.999),
        spent,
        peak_mb,
    };
    (dedup, pairs)
}

/// Writes `rec_id_a,rec_id_b,same,household`.
pub fn write(path: &Path, records: &Path, pairs: &[Pair<u32>]) -> anyhow::Result<()> {
    let mut ids: BTreeMap<u32, String> = BTreeMap::new();
    let mut records = Records::open(records)?;
    while let Some(row) = records.next()? {
        ids.insert(row.nth, row.id);
    }
    let id = |record: &u32| ids.get(record).map_or("", String::as_str);
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(out, "rec_id_a,rec_id_b,same,household")?;
    for Pair { a, b, verdict } in pairs {
        let (a, b) = (id(a), id(b));
        writeln!(out, "{a},{b},{:.6},{:.6}", verdict.same, verdict.household)?;
    }
    Ok(out.flush()?)
}
