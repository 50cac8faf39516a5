//! How well names alone tell people apart: pairs of an Arabic and a Latin name of which the truth is known.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::Serialize;
use sila_names::{Name, compare};

use super::bare::now;
use super::rounded;

/// Longest file that is read.
const FILE_BYTES_MAX: u64 = 1 << 30;
/// How often the comparing is repeated; the quickest round counts.
const ROUNDS: u32 = 15;
/// The precision at which the recall is told.
const PRECISION: f64 = 0.99;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Pairs in the file.
    pub pairs: usize,
    /// Pairs that are one person.
    pub same: usize,
    /// The best harmonic mean of precision and recall.
    pub f1: f64,
    /// The probability from which on pairs are taken, there.
    pub threshold: f64,
    /// Of the pairs taken, so many are one person, there.
    pub precision: f64,
    /// Of the pairs that are one person, so many are taken, there.
    pub recall: f64,
    /// The most recall with a precision of at least 0.99.
    pub recall_at_precision_99: f64,
    /// Microseconds to compare one pair of prepared names.
    pub compare_us: f64,
    /// Microseconds to prepare the two names of a pair from their texts.
    pub prepare_us: f64,
}

/// Measures the pairs of `file`: Arabic name, Latin name, 1 for one person and 0 for two, separated by tabs; further columns
/// are not read. With `out`, writes each pair's probability on a line of its own, in the order of the file.
///
/// # Errors
/// When the file cannot be read or a line is not of this form.
pub fn run(file: &Path, out: Option<&Path>) -> anyhow::Result<Report> {
    let size = std::fs::metadata(file).context("the file of pairs")?.len();
    ensure!(size <= FILE_BYTES_MAX, "the file is larger than {FILE_BYTES_MAX} bytes");
    let text = std::fs::read_to_string(file).context("the file of pairs")?;
    let rows: Vec<Row> = text.lines().enumerate().map(row).collect::<anyhow::Result<_>>()?;
    ensure!(!rows.is_empty(), "there is no pair in the file");
    // The lexicon is read at the first name.
    let _first = Name::parse("محمد");
    let (names, prepare_us) = prepared(&rows);
    let (scores, compare_us) = compared(&names);
    if let Some(out) = out {
        let mut lines = String::new();
        for score in &scores {
            writeln!(lines, "{score:.6}")?;
        }
        std::fs::write(out, lines).context("the file of scores")?;
    }
    let judged = scores.iter().zip(&rows).map(|(score, row)| (*score, row.same)).collect();
    let found = judge(judged);
    Ok(Report {
        pairs: rows.len(),
        same: rows.iter().filter(|row| row.same).count(),
        f1: rounded4(found.f1),
        threshold: rounded4(found.threshold),
        precision: rounded4(found.precision),
        recall: rounded4(found.recall),
        recall_at_precision_99: rounded4(found.recall_at),
        compare_us: rounded(compare_us),
        prepare_us: rounded(prepare_us),
    })
}

struct Row<'a> {
    arabic: &'a str,
    latin: &'a str,
    same: bool,
}

fn row((nth, line): (usize, &str)) -> anyhow::Result<Row<'_>> {
    let mut cells = line.split('\t');
    let mut cell =
        || cells.next().with_context(|| format!("line {}: a column is missing", nth + 1));
    let (arabic, latin) = (cell()?, cell()?);
    let same = match cell()? {
        "1" => true,
        "0" => false,
        _ => anyhow::bail!("line {}: the third column is neither 1 nor 0", nth + 1),
    };
    Ok(Row { arabic, latin, same })
}

fn prepared(rows: &[Row<'_>]) -> (Vec<(Name, Name)>, f64) {
    let prepare = |text: &str| Name::parse(text).prepared();
    let began = now();
    let names = rows.iter().map(|row| (prepare(row.arabic), prepare(row.latin))).collect();
    (names, each(began, rows.len()))
}

fn compared(names: &[(Name, Name)]) -> (Vec<f64>, f64) {
    let mut best = f64::MAX;
    let mut scores = Vec::new();
    for _ in 0..ROUNDS {
        let began = now();
        scores = names.iter().map(|(a, b)| compare(a, b).probability).collect();
        best = best.min(each(began, names.len()));
    }
    (scores, best)
}

fn each(began: std::time::Instant, count: usize) -> f64 {
    let count = u32::try_from(count).map_or(f64::MAX, f64::from);
    began.elapsed().as_secs_f64() * 1e6 / count
}

fn rounded4(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[derive(Debug, Default)]
struct Judged {
    f1: f64,
    threshold: f64,
    precision: f64,
    recall: f64,
    recall_at: f64,
}

/// Takes the pairs from the highest score down, all of one score at once.
fn judge(mut scored: Vec<(f64, bool)>) -> Judged {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all: f64 = scored.iter().map(|(_, same)| f64::from(u8::from(*same))).sum();
    let (mut taken, mut right) = (0.0, 0.0);
    let mut best = Judged::default();
    for group in scored.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        for (_, same) in group {
            taken += 1.0;
            right += f64::from(u8::from(*same));
        }
        let (precision, recall) = (right / taken, right / all.max(1.0));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        if f1 > best.f1 {
            let threshold = group.first().map_or(0.0, |(score, _)| *score);
            best = Judged { f1, threshold, precision, recall, ..best };
        }
        if precision >= PRECISION {
            best.recall_at = best.recall_at.max(recall);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_threshold_and_the_recall_at_a_precision() {
        let found = judge(vec![(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.1, false)]);
        assert_eq!(format!("{:.3} {:.1}", found.f1, found.threshold), "0.857 0.6");
        assert_eq!(format!("{:.2} {:.2}", found.precision, found.recall), "0.75 1.00");
        assert_eq!(format!("{:.3}", found.recall_at), "0.667");
        // Equal scores cannot be told apart.
        assert_eq!(judge(vec![(0.5, true), (0.5, false)]).precision.to_string(), "0.5");
    }

    #[test]
    fn a_file_is_measured_and_a_broken_line_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let (file, out) = (dir.path().join("pairs.tsv"), dir.path().join("scores"));
        let pairs = "محمد سالم\tMohammed Salem\t1\tAE\nمحمد سالم\tKarim Haddad\t0\tLB\n";
        std::fs::write(&file, pairs).unwrap();
        let report = run(&file, Some(&out)).unwrap();
        assert_eq!((report.pairs, report.same), (2, 1));
        assert_eq!(
            (report.f1.to_string(), report.recall_at_precision_99.to_string()),
            ("1".into(), "1".into())
        );
        let scores = std::fs::read_to_string(&out).unwrap();
        let scores: Vec<f64> = scores.lines().map(|line| line.parse().unwrap()).collect();
        assert!(scores.len() == 2 && scores[0] > scores[1]);
        std::fs::write(&file, "محمد\tMohammed\tyes\n").unwrap();
        assert!(run(&file, None).unwrap_err().to_string().starts_with("line 1"));
    }
}
