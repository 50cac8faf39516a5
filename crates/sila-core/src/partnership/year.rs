//! The joint work plan of a year: what the parties mean to do together, month by month, signed by both. Whether a line was begun and
//! done is not written in it: it follows from what both sign about the initiative or the obligation that carries the line out.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use super::Words;
use super::annex::{Field, TITLE_MAX};
use super::course::Mark;
use super::ledger::Ledger;
use crate::ids::{AgencyId, AgreementId, RecordId};
use crate::obligation::Standing;
use crate::time::{Date, Millis};
use crate::wire::wire_type;

/// The most lines of one year.
pub const LINES_MAX: usize = 40;
/// Years for which a plan may be made.
const YEARS: std::ops::RangeInclusive<u16> = 2_020..=2_100;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Line {
    /// Its number in the plan, from 1. It never means another line.
    #[n(0)]
    pub number: u16,
    /// In which area of cooperation.
    #[n(1)]
    pub field: Field,
    /// What is done.
    #[n(2)]
    pub text: Words,
    /// The party that leads it.
    #[n(3)]
    pub lead: AgencyId,
    /// The month in which it begins, 1 to 12.
    #[n(4)]
    pub month: u8,
    /// The initiative that carries it out, if one was agreed by then.
    #[n(5)]
    pub initiative: Option<RecordId>,
    /// The obligation of the annex that it carries out, if it is one.
    #[n(6)]
    pub duty: Option<u16>,
}

/// What the parties mean to do in a year, signed by all of them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct WorkPlan {
    /// Under which agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// The year.
    #[n(1)]
    pub year: u16,
    /// What is to be done, at least one line.
    #[n(2)]
    pub lines: Vec<Line>,
}

wire_type!(WorkPlan, 48 * 1_024, WorkPlan::check);

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    /// Its month has not ended.
    Ahead,
    /// It was begun.
    Begun,
    /// It was done.
    Done,
    /// Its month is over and nothing was begun.
    Late,
}

impl LineState {
    /// The key of texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ahead => "AHEAD",
            Self::Begun => "BEGUN",
            Self::Done => "DONE",
            Self::Late => "LATE",
        }
    }
}

impl WorkPlan {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "workplan/1";

    /// Whether it makes sense in itself; the part at fault otherwise.
    ///
    /// # Errors
    /// The part: no such year, no line or too many, a number twice, a line without words, a month that there is not.
    pub fn check(&self) -> Result<(), &'static str> {
        let numbers: BTreeSet<u16> = self.lines.iter().map(|line| line.number).collect();
        let sound = |line: &Line| {
            line.number > 0
                && (1..=12).contains(&line.month)
                && line.text.fit(TITLE_MAX)
                && !(line.initiative.is_some() && line.duty.is_some())
        };
        let rules = [
            ("year", YEARS.contains(&self.year)),
            ("lines", (1..=LINES_MAX).contains(&self.lines.len())),
            ("numbers", numbers.len() == self.lines.len()),
            ("line", self.lines.iter().all(sound)),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// Where a line stands at `now`, by what both have signed under the agreement.
    pub fn state(&self, line: &Line, ledger: &Ledger, now: Millis) -> LineState {
        let (from, until) = self.days(line.month);
        let marked = match (line.initiative, line.duty) {
            (Some(record), _) => ledger.course(record).and_then(|course| match course.mark {
                Mark::Closed => Some(LineState::Done),
                Mark::Running => Some(LineState::Begun),
                Mark::Agreed | Mark::Cancelled => None,
            }),
            (None, Some(number)) => {
                let all = ledger.instances(until.max(now));
                let mut due = all.iter().filter(|one| {
                    one.duty.number == number && from <= one.due.at && one.due.at < until
                });
                due.next().and_then(|one| match one.life.standing(now) {
                    Standing::Settled(_) => Some(LineState::Done),
                    Standing::Submitted { .. } | Standing::Returned => Some(LineState::Begun),
                    _ => None,
                })
            }
            (None, None) => {
                let mut begun = ledger.courses().into_iter().filter(|course| {
                    course.plan.field == line.field
                        && course.started_at.is_some_and(|at| from <= at && at < until)
                });
                begun.next().map(|course| match course.mark {
                    Mark::Closed => LineState::Done,
                    _ => LineState::Begun,
                })
            }
        };
        let unmarked = if until <= now { LineState::Late } else { LineState::Ahead };
        marked.unwrap_or(unmarked)
    }

    /// The first moment of a month of its year, and of the month after.
    fn days(&self, month: u8) -> (Millis, Millis) {
        let first = Date { year: i64::from(self.year), month, day: 1 };
        (first.at_minute(0), first.plus_months(1).at_minute(0))
    }
}
