//! Measures how well names alone tell people apart, and fits the weights of the probability:
//! `cargo run --release -p sila-names --example pairs -- FILE.tsv [--fit] [--errors]`.
//! Columns: Arabic name, Latin name, 1 for one person and 0 for two, country. `--fit` learns the weights
//! from one half of the names and measures them on the other, both ways. `--errors` prints what is
//! judged wrongly at even odds.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool that its maker runs"
)]

use sila_names::{Level, Likeness, Name, compare, evidence, token_level};
use std::time::Instant;

struct Row {
    arabic: String,
    latin: String,
    names: (Name, Name),
    same: bool,
}

impl Row {
    fn new(arabic: &str, latin: &str, same: bool) -> Row {
        let names = (Name::parse(arabic), Name::parse(latin));
        Row { arabic: arabic.to_owned(), latin: latin.to_owned(), names, same }
    }

    fn likeness(&self) -> Likeness {
        compare(&self.names.0, &self.names.1)
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&arguments[1]).unwrap();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let read = |line: &str| match line.split('\t').collect::<Vec<_>>().as_slice() {
        [arabic, latin, same @ ("0" | "1"), ..] => Some(Row::new(arabic, latin, *same == "1")),
        _ => None,
    };
    let rows: Vec<Row> = text.lines().filter_map(read).collect();
    speed(&rows);
    let siblings = siblings(&rows);
    let above = |at: f64| siblings.iter().filter(|row| row.likeness().probability > at).count();
    println!("{} siblings made: {} above .5, {} above .9", siblings.len(), above(0.5), above(0.9));
    let scored = |row: &Row| (row.likeness().probability, row.same);
    report("as built", rows.iter().map(scored).collect());
    if has("--fit") {
        halves(&rows, &siblings);
    }
    if has("--errors") {
        rows.iter().chain(&siblings).for_each(show_if_wrong);
    }
}

fn show_if_wrong(row: &Row) {
    let found = row.likeness();
    if row.same != (found.probability > 0.5) {
        let (same, p) = (u8::from(row.same), found.probability);
        println!("{same}\t{p:.3}\t{}\t{}\t{:?}", row.arabic, row.latin, found.pairs);
    }
}

/// Other people of the same family: each name of a pair that is the same, with the given name of the
/// next one. Files of pairs rarely have them; the trade has them every day.
fn siblings(rows: &[Row]) -> Vec<Row> {
    let same: Vec<&Row> = rows.iter().filter(|row| row.same).collect();
    let made = same.iter().zip(same.iter().skip(1)).filter_map(|(row, other)| {
        let (given, family) = (other.latin.split(' ').next()?, row.latin.split_once(' ')?.1);
        let sibling = Row::new(&row.arabic, &format!("{given} {family}"), false);
        let first = |row: &Row| row.names.1.tokens().first().cloned();
        (token_level(&first(&sibling)?, &first(row)?) == Level::None).then_some(sibling)
    });
    made.collect()
}

fn halves(rows: &[Row], siblings: &[Row]) {
    let features = |row: &Row| evidence(&row.names.0, &row.names.1).to_vec();
    let hash = |row: &Row| row.arabic.bytes().fold(7_u32, |h, b| h.wrapping_mul(31) + u32::from(b));
    let of = |half: u32| rows.iter().filter(move |row| hash(row) % 2 == half);
    let with =
        |half: u32| of(half).chain(siblings.iter().step_by(2).filter(move |r| hash(r) % 2 == half));
    let seen = |half: u32| with(half).map(|row| (features(row), row.same)).collect::<Vec<_>>();
    let mut both = Vec::new();
    for half in [0, 1] {
        let weights = fit(&seen(half));
        both.extend(of(1 - half).map(|row| (odds(&weights, &features(row)), row.same)));
        println!("weights of one half: {weights:.3?}");
    }
    report("each half by the weights of the other", both);
}

fn odds(weights: &[f64], features: &[f64]) -> f64 {
    weights.iter().zip(features).map(|(w, x)| w * x).sum()
}

/// Logistic regression by gradient descent with momentum and a little damping.
fn fit(rows: &[(Vec<f64>, bool)]) -> Vec<f64> {
    let n = rows[0].0.len();
    let most = |k: usize| rows.iter().map(|(features, _)| features[k].abs()).fold(1e-9, f64::max);
    let scale: Vec<f64> = (0..n).map(most).collect();
    let (mut weights, mut speed) = (vec![0.0; n], vec![0.0; n]);
    for _ in 0..4000 {
        let mut slope = vec![0.0; n];
        for (features, same) in rows {
            let error =
                1.0 / (1.0 + (-odds(&weights, features)).exp()) - f64::from(u8::from(*same));
            features.iter().enumerate().for_each(|(k, v)| slope[k] += error * v / scale[k]);
        }
        for k in 0..n {
            let damping = 1e-5 * weights[k] * scale[k];
            speed[k] = 0.9 * speed[k] - (slope[k] / rows.len() as f64 + damping);
            weights[k] += speed[k] / scale[k];
        }
    }
    weights
}

fn report(title: &str, mut scores: Vec<(f64, bool)>) {
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = scores.iter().filter(|(_, same)| *same).count() as f64;
    let (mut hits, mut best, mut at99) = (0.0, (0.0, 0.0, 0.0, 0.0), 0.0_f64);
    for (n, (score, same)) in scores.iter().enumerate() {
        hits += f64::from(u8::from(*same));
        if scores.get(n + 1).is_some_and(|next| next.0 == *score) {
            continue;
        }
        let (precision, recall) = (hits / (n + 1) as f64, hits / positives);
        let f1 = 2.0 * precision * recall / (precision + recall);
        if f1 > best.0 {
            best = (f1, precision, recall, *score);
        }
        if precision >= 0.99 {
            at99 = at99.max(recall);
        }
    }
    let (f1, precision, recall, at) = best;
    println!(
        "{title}: F1 {f1:.4} (P {precision:.4} R {recall:.4} at {at:.3}), R at P ≥ .99 {at99:.4}"
    );
}

fn speed(rows: &[Row]) {
    let each = |began: Instant| began.elapsed().as_secs_f64() * 1e6 / rows.len() as f64;
    let (mut compared, mut prepared) = (f64::MAX, f64::MAX);
    for _ in 0..15 {
        let began = Instant::now();
        let sum: f64 = rows.iter().map(|row| row.likeness().probability).sum();
        compared = compared.min(each(began));
        let began = Instant::now();
        let parse = |row: &Row| {
            let of = |text: &str| Name::parse(text).prepared().tokens().len();
            of(&row.arabic) + of(&row.latin)
        };
        let tokens: usize = rows.iter().map(parse).sum();
        prepared = prepared.min(each(began));
        assert!(sum >= 0.0 && tokens > 0);
    }
    let n = rows.len();
    println!(
        "{n} pairs: {compared:.2} µs to compare a pair, {prepared:.2} µs to prepare its two names"
    );
}
