//! Confidential matching between the records of agency A and the others: only which recipes meet is known of a pair.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use sila_names::register::{Pair, Recipe, Record, Register, recipes};

use super::curve::{Curve, Point};
use super::file::{Records, Row, Truth};
use super::usage;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Tokens {
    /// Pairs of records of one person at two agencies.
    pub true_pairs: u32,
    /// Texts per record.
    pub per_record: f64,
    /// Recall at a precision of 0.99, by what meets.
    pub at_99: Point,
    /// At 0.98.
    pub at_98: Point,
    /// At 0.95.
    pub at_95: Point,
    /// The threshold with the best F1.
    pub best: Point,
    /// The same pairs compared in the clear, at a precision of 0.98.
    pub clear_at_98: Point,
    /// Spelling and joining.
    pub spent: usage::Spent,
}

/// A text of the other agency: a hash that stands for its blinded value, and the record.
type Shown = (u64, u32);

/// Spells every record; agency A asks for each of its own, and judges by what meets at each record of the others.
pub fn run(
    path: &Path,
    truth: &Truth,
    register: &Register<u32>,
    pairs: &[Pair<u32>],
) -> anyhow::Result<Tokens> {
    let start = usage::Start::now();
    let (shown, texts) = shown(path, truth)?;
    let mut scored = Vec::new();
    let mut records = Records::open(path)?;
    while let Some(Row { nth: a, at_a, record, .. }) = records.next()? {
        for (b, met) in met(&shown, &record).into_iter().filter(|_| at_a) {
            let met = met.iter().map(|(recipe, text)| (*recipe, text.as_str()));
            scored.push((register.met_bits(&record, met), truth.same(a, b)));
        }
    }
    let spent = start.spent();
    let true_pairs = truth.pairs(|a, b| truth.is_across(a, b));
    let curve = Curve::of(scored, true_pairs);
    let across = pairs.iter().filter(|pair| truth.is_across(pair.a, pair.b));
    let clear = across.map(|pair| (pair.verdict.same, truth.same(pair.a, pair.b))).collect();
    let count = |n: usize| u32::try_from(n).map_or(0.0, f64::from);
    Ok(Tokens {
        true_pairs,
        per_record: super::super::rounded(count(texts) / count(truth.len()).max(1.0)),
        at_99: curve.at_precision(0.99),
        at_98: curve.at_precision(0.98),
        at_95: curve.at_precision(0.95),
        best: curve.best(),
        clear_at_98: Curve::of(clear, true_pairs).at_precision(0.98),
        spent,
    })
}

/// The texts of all records that are not of agency A, sorted, and how many texts all records have.
fn shown(path: &Path, truth: &Truth) -> anyhow::Result<(Vec<Shown>, usize)> {
    let (mut shown, mut texts) = (Vec::new(), 0_usize);
    let mut records = Records::open(path)?;
    while let Some(Row { nth, at_a, record, .. }) = records.next()? {
        let spelled = recipes(&record);
        texts = texts.saturating_add(spelled.len());
        let own = spelled.iter().filter(|_| !at_a);
        shown.extend(own.map(|(_, text)| (hash(text), nth)));
    }
    shown.sort_unstable();
    anyhow::ensure!(texts > 0 && truth.len() > 0, "no text could be spelled");
    Ok((shown, texts))
}

/// The records at which texts of this one meet, and which.
fn met(shown: &[Shown], record: &Record) -> BTreeMap<u32, Vec<(Recipe, String)>> {
    let mut met: BTreeMap<u32, Vec<(Recipe, String)>> = BTreeMap::new();
    for (recipe, text) in recipes(record) {
        let hash = hash(&text);
        let from = shown.partition_point(|(other, _)| *other < hash);
        let block = shown.get(from..).unwrap_or_default();
        for (_, b) in block.iter().take_while(|(other, _)| *other == hash) {
            met.entry(*b).or_default().push((recipe, text.clone()));
        }
    }
    met
}

/// Stands for the blinded value of the text.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
