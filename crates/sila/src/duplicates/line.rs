//! The queue: which pairs wait for somebody, and in which order.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sila_core::ids::PersonId;
use sila_names::register::Verdict as Likelihood;

use crate::accounts::Worker;
use crate::app::App;
use crate::duplicates::reasons::Reasons;
use crate::duplicates::verdict::{Pair, Standing, Verdict};
use crate::people::guard::Guard;
use crate::people::identity::Readable;
use crate::people::register::{Candidate, Known};
use crate::problem::Problem;

/// Households that are looked at. Those behind come up as these are decided.
pub const HOUSEHOLDS_MAX: usize = 1_000;
/// Pairs are counted no further than this.
pub const COUNTED_MAX: u32 = 1_000;

/// The part of the queue that a pair stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Likely enough to be asked about.
    Look,
    /// Almost certain: one look is enough.
    Certain,
    /// Somebody has proposed, a second person must agree.
    Second,
    /// Put off.
    Later,
    /// Probably two people who belong together.
    Household,
}

impl Part {
    /// In the order of the page.
    pub const ALL: [Part; 5] =
        [Part::Look, Part::Certain, Part::Second, Part::Later, Part::Household];

    /// The word in addresses; its name is the text `duplicates-part-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Part::Look => "look",
            Part::Certain => "certain",
            Part::Second => "second",
            Part::Later => "later",
            Part::Household => "household",
        }
    }

    /// Whether the count in the menu holds it.
    fn is_work(self) -> bool {
        matches!(self, Part::Look | Part::Certain | Part::Second)
    }
}

/// A pair that waits.
#[derive(Debug, Clone)]
pub struct Line {
    /// Who.
    pub pair: Pair,
    /// Where it stands in the queue.
    pub part: Part,
    /// What stands and what waits.
    pub standing: Standing,
    /// The stricter guard of the two.
    pub guard: Guard,
    worth: i64,
}

/// The pairs that wait for this worker, the most worth a look first: where the register is least sure, and a mistake
/// would cost most. Of households no more than [`HOUSEHOLDS_MAX`].
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App, worker: &Worker) -> Result<Vec<Line>, Problem> {
    let readable = readable(app, worker).await?;
    let (mut lines, mut households) = (Vec::new(), 0_usize);
    app.people.pairs(seen(&readable), |candidate| {
        if let Some(line) = line(&candidate) {
            households = households.saturating_add(usize::from(line.part == Part::Household));
            lines.push(line);
        }
        if households < HOUSEHOLDS_MAX { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    lines.sort_by_key(|line| (std::cmp::Reverse(line.worth), line.pair));
    Ok(lines)
}

/// The pairs that wait for this worker and hold one of these records.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(
    app: &App,
    worker: &Worker,
    records: &BTreeSet<PersonId>,
) -> Result<BTreeSet<Pair>, Problem> {
    let readable = readable(app, worker).await?;
    let mut found = BTreeSet::new();
    for record in records {
        app.people.pairs_of(*record, seen(&readable), |candidate| {
            found.extend(line(&candidate).map(|line| line.pair));
            ControlFlow::Continue(())
        });
    }
    Ok(found)
}

/// How many pairs ask for a decision, counted up to [`COUNTED_MAX`]: every page of who decides shows it.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(app: &App, worker: &Worker) -> Result<u32, Problem> {
    Ok(counted(app, &readable(app, worker).await?))
}

/// As [`count`], for somebody whose sight is known.
pub fn counted(app: &App, readable: &Readable) -> u32 {
    let mut count = 0_u32;
    app.people.pairs(seen(readable), |candidate| {
        let part = line(&candidate).map(|line| line.part);
        count = count.saturating_add(u32::from(part.is_some_and(Part::is_work)));
        // Households come last, and none of them is work.
        let enough = count >= COUNTED_MAX || part == Some(Part::Household);
        if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    count
}

async fn readable(app: &App, worker: &Worker) -> Result<Readable, Problem> {
    let reader = worker.clone();
    Ok(app.store.read(move |tx| Readable::of(tx, &reader)).await?)
}

fn seen(readable: &Readable) -> impl Fn(&Known) -> bool {
    |known| readable.sight(known.case, known.guard).is_some()
}

fn line(candidate: &Candidate<'_>) -> Option<Line> {
    let Candidate { pair, found, known: [one, two], standing, is_settled } = candidate;
    let guard = one.guard.max(two.guard);
    let part = match (standing.proposal, standing.verdict) {
        (Some(_), _) => Part::Second,
        (None, Verdict::Later) => Part::Later,
        (None, Verdict::Open) if *is_settled => return None,
        (None, Verdict::Open) => part_of(*found),
        (None, Verdict::Same | Verdict::Different | Verdict::Related) => return None,
    };
    let risk = [guard.needs_second(), one.is_emergency, two.is_emergency];
    let risk = 1 + i64::try_from(risk.iter().filter(|yes| **yes).count()).unwrap_or(0);
    let worth = match part {
        Part::Look => Reasons::gain_of(found.same).saturating_mul(risk),
        _ => risk,
    };
    Some(Line { pair: *pair, part, standing: *standing, guard, worth })
}

fn part_of(found: Likelihood) -> Part {
    let same = crate::duplicates::reasons::thousandths(found.same);
    match same {
        same if same >= crate::duplicates::reasons::CERTAIN => Part::Certain,
        same if same >= crate::duplicates::reasons::LOOK => Part::Look,
        _ => Part::Household,
    }
}
