//! The dry run: every row is read as it would be brought in, nothing of it is written, and what is wrong is listed.

use std::collections::BTreeSet;
use std::sync::Arc;

use minicbor::{Decode, Encode};
use sila_core::time::Millis;
use sila_names::fold;

use super::file::{self, Import};
use super::plan::{Head, Plan};
use super::row::{self, Finding, Known, What};
use super::sheet::Row;
use super::store::{self, State};
use super::target::Target;
use crate::app::{App, Topic};
use crate::problem::Problem;
use crate::web::{Brand, Cx, Lang};

/// How often the place is written down, in parts.
const TOLD_EVERY_PARTS: u32 = 10;

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

/// Reads every row of the import that waits for it, beside the requests. A part is read in a moment, and between parts
/// others have their turn; how far it is is written down. Nothing was written before, so after a crash it begins anew. Says
/// how many imports were read.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn step(app: &App) -> Result<usize, Problem> {
    let Some(found) = app.store.read(store::unchecked).await? else { return Ok(0) };
    let (id, now) = (found.id, app.clock.now());
    let done = match file::unseal(app, found) {
        Ok(import) => read(app, &import, now).await,
        Err(problem) => Err(problem),
    };
    app.changed(Topic::People);
    match done {
        Ok(()) => Ok(1),
        // Its sender has destroyed it meanwhile.
        Err(problem) if problem.status.as_u16() == 404 => Ok(1),
        Err(problem) if problem.code == "vault.unreadable" => {
            let turn = (State::Checking, State::Mapping);
            app.store.write(move |tx| store::pass(tx, id, turn, now)).await?;
            Err(problem)
        }
        Err(problem) => Err(problem),
    }
}

async fn read(app: &App, import: &Import, now: Millis) -> Result<(), Problem> {
    let (id, head) = (import.row.id, import.row.head.clone());
    let plan = import.head.plan.clone().ok_or_else(Problem::not_found)?;
    let (mut report, mut seen) = (Report::default(), Seen::default());
    for n in 0..import.row.parts {
        if n % TOLD_EVERY_PARTS == 0 {
            let under = head.clone();
            if !app.store.write(move |tx| store::looked(tx, id, &under, n)).await? {
                return Ok(());
            }
            app.changed(Topic::People);
        }
        let rows = import.part(app, n).await?;
        report.take(&import.head, &plan, &rows, &mut seen, now);
        tokio::task::yield_now().await;
    }
    let sealed = import.sealed_report(&report)?;
    app.store.write(move |tx| store::report(tx, (id, &head), &sealed, now)).await?;
    Ok(())
}
