//! What was recorded in a period, for indicators and reports.

use sila_core::imprint::Recorded;
use sila_core::obligation::{Settled, Standing};
use sila_core::partnership::Mark;
use sila_core::time::{Date, Weekday};
use sila_core::{AgencyId, AgreementId, Millis};

use super::store::{self, Line};
use crate::activation::ledger::Book;
use crate::activation::reading;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;

/// Everything of one period, to be counted one way and another.
#[derive(Debug, Clone)]
pub struct Period {
    /// From when.
    pub from: Millis,
    /// Until when.
    pub until: Millis,
    /// Referrals offered in it.
    pub lines: Vec<Line>,
    /// Agreements that both have signed.
    pub books: Vec<Book>,
}

/// The first moment of a year in the State and the first after it.
pub fn year(year: i64) -> (Millis, Millis) {
    let first = |year| Date { year, month: 1, day: 1 }.at_minute(0);
    (first(year), first(year.saturating_add(1)))
}

/// Until when indicators of a running year count: the beginning of this week, so that somebody who looks again and again does not see one
/// person come.
pub fn settled(now: Millis) -> Millis {
    let today = now.uae_date();
    let weekday = today.weekday();
    let since = Weekday::ALL.iter().take_while(|day| **day != weekday).count();
    today.plus_days(-i64::try_from(since).unwrap_or_default()).at_minute(0)
}

/// Reads a period.
///
/// # Errors
/// When the store cannot be read.
pub async fn read(app: &App, from: Millis, until: Millis) -> Result<Period, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<Period, DbError> {
        let (lines, books) = (store::lines(tx, from, until)?, reading::books(tx, me)?);
        Ok(Period { from, until, lines, books })
    };
    Ok(app.store.read(read).await?)
}

impl Period {
    /// What was recorded with one agency or under one agreement, or everything.
    pub fn recorded(&self, partner: Option<AgencyId>, agreement: Option<AgreementId>) -> Recorded {
        let with = |peer: AgencyId, id: AgreementId| {
            partner.is_none_or(|one| one == peer) && agreement.is_none_or(|one| one == id)
        };
        let lines = self.lines.iter().filter(|line| with(line.peer, line.agreement));
        let books: Vec<&Book> = self
            .books
            .iter()
            .filter(|book| with(book.stored.peer, book.ledger.agreement.id))
            .collect();
        Recorded {
            passages: lines.map(|line| line.passage).collect(),
            kept: self.kept(&books),
            closed: self.closed(&books),
        }
    }

    fn holds(&self, at: Millis) -> bool {
        self.from <= at && at < self.until
    }

    /// Obligations due in the period and not waived: those the other party accepted, and all.
    fn kept(&self, books: &[&Book]) -> (u64, u64) {
        let (mut kept, mut all) = (0_u64, 0_u64);
        for one in books.iter().flat_map(|book| book.ledger.instances(self.until)) {
            let share = match one.life.standing(self.until) {
                Standing::Settled(Settled::Waived) => continue,
                Standing::Settled(_) => 1,
                _ => 0,
            };
            if self.holds(one.due.at) {
                (kept, all) = (kept.saturating_add(share), all.saturating_add(1));
            }
        }
        (kept, all)
    }

    /// Initiatives closed with impact in the period.
    pub(super) fn closed(&self, books: &[&Book]) -> u64 {
        let closed = books.iter().flat_map(|book| book.ledger.courses()).filter(|course| {
            course.mark == Mark::Closed && course.ended_at.is_some_and(|at| self.holds(at))
        });
        u64::try_from(closed.count()).unwrap_or(u64::MAX)
    }
}
