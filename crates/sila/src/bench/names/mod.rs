//! How well and how fast people are found again: invented records of which the truth is known, in one comma-separated file with
//! the columns `rec_id person_id agency name_ar name_en gender dob nid phone emirate area building mother nationality`.

mod curve;
mod dedup;
mod file;
mod fill;
mod keys;
mod lookup;
mod question;
mod rows;
mod tokens;
mod usage;

use std::path::Path;

use serde::Serialize;
use sila_names::register::{Model, Register};

pub use dedup::Dedup;
pub use keys::write_keys;
pub use lookup::Lookup;
pub use question::Questions;
pub use tokens::Tokens;

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// The records.
    pub records: &'a Path,
    /// Whether pairs are judged by the weights that ship, and not by weights fitted to these records first.
    pub shipped: bool,
    /// People who are in the file more than once.
    pub dedup: bool,
    /// People who are looked up.
    pub lookup: bool,
    /// People whom another agency knows, confidentially.
    pub tokens: bool,
    /// Where to write the pairs and their probabilities.
    pub out: Option<&'a Path>,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Records in the file.
    pub records: usize,
    /// Rows that could not be read, and were passed over.
    pub passed: rows::Passed,
    /// Load average of the machine at the start, over one minute.
    pub load: f64,
    /// Seconds of reading the file and filing all records.
    pub filing: usage::Spent,
    /// Memory after filing, in MB.
    pub filed_mb: u64,
    /// Finding everybody who is there twice.
    pub dedup: Option<Dedup>,
    /// Looking people up.
    pub lookup: Option<Lookup>,
    /// Confidential matching between the agencies A and B.
    pub tokens: Option<Tokens>,
    /// What agency A finds out by asking the others.
    pub questions: Option<Questions>,
}

/// Measures.
///
/// # Errors
/// When the file cannot be read or is not of this form.
pub fn run(wish: Wish<'_>) -> anyhow::Result<Report> {
    let load = usage::load();
    let start = usage::Start::now();
    let mut register = Register::new(Model::shipped());
    let mut truth = fill::fill(wish.records, &mut register)?;
    let filing = start.spent();
    let mut report = Report {
        records: truth.len(),
        passed: std::mem::take(&mut truth.passed),
        load,
        filing,
        filed_mb: usage::memory_mb(),
        dedup: None,
        lookup: None,
        tokens: None,
        questions: None,
    };
    if wish.dedup || wish.tokens || wish.out.is_some() {
        let (dedup, pairs) = dedup::run(&mut register, &truth, wish.shipped);
        report.dedup = Some(dedup);
        if let Some(out) = wish.out {
            dedup::write(out, wish.records, &pairs)?;
        }
        // Whoever asks about one person is judged as in a node.
        register.judge_by(Model::shipped());
        if wish.tokens {
            report.tokens = Some(tokens::run(wish.records, &truth, &register, &pairs)?);
            report.questions = Some(question::run(wish.records, &truth)?);
        }
    }
    if wish.lookup {
        report.lookup = Some(lookup::run(wish.records, &truth, register)?);
    }
    Ok(report)
}

/// Threads that the machine runs at once.
fn threads() -> u32 {
    std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap_or(1))
}
