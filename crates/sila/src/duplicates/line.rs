//! The queue: which pairs wait for somebody, and in which order.

use sila_names::register::Verdict as Likelihood;

use crate::accounts::Worker;
use crate::app::App;
use crate::duplicates::reasons::Reasons;
use crate::duplicates::verdict::{Pair, Standing, Verdict};
use crate::people::guard::Guard;
use crate::people::identity::Readable;
use crate::people::register::Known;
use crate::problem::Problem;

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
/// would cost most.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App, worker: &Worker) -> Result<Vec<Line>, Problem> {
    let reader = worker.clone();
    let readable = app.store.read(move |tx| Readable::of(tx, &reader)).await?;
    let seen = |known: &Known| readable.sight(known.case, known.guard).is_some();
    let pairs = app.people.pairs(seen);
    let mut lines: Vec<Line> = pairs
        .into_iter()
        .filter_map(|(pair, found, known)| line(app, pair, found, &known))
        .collect();
    lines.sort_by_key(|line| (std::cmp::Reverse(line.worth), line.pair));
    Ok(lines)
}

/// How many pairs ask for a decision.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(app: &App, worker: &Worker) -> Result<u32, Problem> {
    let lines = all(app, worker).await?;
    Ok(u32::try_from(lines.iter().filter(|line| line.part.is_work()).count()).unwrap_or(u32::MAX))
}

fn line(app: &App, pair: Pair, found: Likelihood, known: &[Known; 2]) -> Option<Line> {
    let [one, two] = known;
    let guard = one.guard.max(two.guard);
    let standing = app.people.remembered(|remembered| remembered.of(pair));
    let part = match (standing.proposal, standing.verdict) {
        (Some(_), _) => Part::Second,
        (None, Verdict::Later) => Part::Later,
        (None, Verdict::Open) if app.people.is_settled(pair) => return None,
        (None, Verdict::Open) => part_of(found),
        (None, Verdict::Same | Verdict::Different | Verdict::Related) => return None,
    };
    let risk = [guard.needs_second(), one.is_emergency, two.is_emergency];
    let risk = 1 + i64::try_from(risk.iter().filter(|yes| **yes).count()).unwrap_or(0);
    let worth = match part {
        Part::Look => Reasons::gain_of(found.same).saturating_mul(risk),
        _ => risk,
    };
    Some(Line { pair, part, standing, guard, worth })
}

fn part_of(found: Likelihood) -> Part {
    let same = crate::duplicates::reasons::thousandths(found.same);
    match same {
        same if same >= crate::duplicates::reasons::CERTAIN => Part::Certain,
        same if same >= crate::duplicates::reasons::LOOK => Part::Look,
        _ => Part::Household,
    }
}
