//! The dry run: every row is read as it would be brought in, nothing of it is written, and what is wrong is listed.

use std::collections::BTreeSet;
use std::sync::Arc;

use minicbor::{Decode, Encode};
use sila_core::time::Millis;
use sila_names::fold;

use super::file::Import;
use super::plan::{Head, Plan};
use super::row::{self, Finding, Known, What};
use super::sheet::Row;
use super::target::Target;
use crate::app::App;
use crate::problem::Problem;
use crate::web::{Brand, Cx, Lang};

/// What the dry run found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Report {
    /// Rows that can be brought in.
    #[n(0)]
    pub ready: u32,
    /// Rows that stay out.
    #[n(1)]
    pub left_out: u32,
    /// Rows of `ready` with something to look at.
    #[n(2)]
    pub doubtful: u32,
    /// Every finding, in the order of the rows.
    #[n(3)]
    pub findings: Vec<Finding>,
}

/// Numbers that stood in earlier rows.
#[derive(Debug, Default)]
struct Seen {
    numbers: BTreeSet<String>,
    papers: BTreeSet<String>,
}

impl Seen {
    /// The findings about numbers that stand twice.
    fn repeated(&mut self, plan: &Plan, row: u32, known: &Known) -> Vec<Finding> {
        let number = known.number.as_deref().map(fold::fold);
        let paper = known.person.emirates_id.clone();
        let again = |seen: &mut BTreeSet<String>, text: Option<String>| {
            text.is_some_and(|text| !seen.insert(text))
        };
        let found = [
            (Target::Number, again(&mut self.numbers, number)),
            (Target::EmiratesId, again(&mut self.papers, paper)),
        ];
        let twice = found.into_iter().filter(|(_, twice)| *twice);
        let finding =
            |(target, _)| Finding { row, column: plan.column(target), what: What::Repeated };
        twice.map(finding).collect()
    }
}

impl Report {
    fn take(&mut self, head: &Head, plan: &Plan, rows: &[Row], seen: &mut Seen, now: Millis) {
        let cx = plain(now);
        for row in rows {
            let (known, mut findings) = row::read(&cx, head, plan, row, now);
            match known {
                Some(known) => {
                    findings.extend(seen.repeated(plan, row.0, &known));
                    self.ready = self.ready.saturating_add(1);
                    let doubtful = u32::from(!findings.is_empty());
                    self.doubtful = self.doubtful.saturating_add(doubtful);
                }
                None => self.left_out = self.left_out.saturating_add(1),
            }
            self.findings.extend(findings);
        }
    }
}

/// A reader of no language: only the codes of what is wrong are kept.
pub fn plain(now: Millis) -> Cx {
    Cx::new(Lang::Ar, "/", now, Arc::new(Brand::default()))
}

/// Reads every row of the import under `head`, which has a plan.
///
/// # Errors
/// When a part cannot be read.
pub async fn run(app: &App, import: &Import, head: &Head, now: Millis) -> Result<Report, Problem> {
    let plan = head.plan.clone().ok_or_else(Problem::not_found)?;
    let (mut report, mut seen) = (Report::default(), Seen::default());
    for n in 0..import.row.parts {
        let rows = import.part(app, n).await?;
        // A part is read in a moment; between parts others have their turn.
        report.take(head, &plan, &rows, &mut seen, now);
        tokio::task::yield_now().await;
    }
    Ok(report)
}
