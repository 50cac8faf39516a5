//! Who read which record: written before the record is shown.

use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::Worker;
use crate::app::App;
use crate::db::{DbError, Tx, p};
use crate::journal::store;
use crate::problem::Problem;

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A case and the people in it.
    Case(Uuid),
    /// A referral and what came with it.
    Referral(Uuid),
    /// Who a person is: their names and numbers, without the case.
    Person(Uuid),
    /// A search; the identifier is its own. What was typed is kept nowhere.
    Search(Uuid),
    /// A person whom another agency named, or a question about somebody.
    Known(Uuid),
    /// A file of an older register that is being brought in.
    Import(Uuid),
    /// A hold or a stay in a home.
    Stay(Uuid),
    /// Where a home is.
    HomeAddress(Uuid),
    /// Where what is licensed is, and who answers for it.
    Site(Uuid),
    /// What one shift of a home tells the next.
    Shift(Uuid),
    /// Who complained about what is licensed.
    Complainant(Uuid),
    /// A contact that is no case.
    Contact(Uuid),
}

impl Subject {
    /// The word in the access log.
    pub fn kind(self) -> &'static str {
        match self {
            Subject::Case(_) => "case",
            Subject::Referral(_) => "referral",
            Subject::Person(_) => "person",
            Subject::Search(_) => "search",
            Subject::Known(_) => "known",
            Subject::Import(_) => "import",
            Subject::Stay(_) => "stay",
            Subject::HomeAddress(_) => "home",
            Subject::Site(_) => "site",
            Subject::Shift(_) => "shift",
            Subject::Complainant(_) => "complainant",
            Subject::Contact(_) => "contact",
        }
    }

    /// The record's identifier.
    pub fn id(self) -> Uuid {
        match self {
            Subject::Case(id)
            | Subject::Referral(id)
            | Subject::Person(id)
            | Subject::Search(id)
            | Subject::Known(id)
            | Subject::Import(id)
            | Subject::Stay(id)
            | Subject::HomeAddress(id)
            | Subject::Site(id)
            | Subject::Shift(id)
            | Subject::Complainant(id)
            | Subject::Contact(id) => id,
        }
    }
}

/// Readings closer together than this are one visit.
pub const VISIT_MINUTES: i64 = 15;

/// One line for each visit, of readings that stand newest first: an open page that brings itself up to date is read
/// again and again by the same person. The log keeps every one of them. `of` says who read, as far as the page tells
/// them apart, and when.
pub fn visits<'a, T, K: PartialEq>(
    reads: &'a [T],
    of: impl Fn(&'a T) -> (K, Millis),
) -> Vec<&'a T> {
    let mut visits = Vec::new();
    let mut open: Vec<(K, Millis)> = Vec::new();
    for read in reads {
        let (who, at) = of(read);
        let begun = open.iter_mut().find(|(known, _)| *known == who);
        let Some((_, until)) = begun else {
            open.push((who, at));
            visits.push(read);
            continue;
        };
        if until.minutes_since(at) >= VISIT_MINUTES {
            visits.push(read);
        }
        *until = at;
    }
    visits
}

/// Writes down that `worker` reads `subject` on `screen`. A page that cannot be logged is not shown.
///
/// # Errors
/// When the store cannot be written.
pub async fn record(
    app: &App,
    worker: &Worker,
    subject: Subject,
    screen: &'static str,
    now: Millis,
) -> Result<(), Problem> {
    let (id, worker) = (app.clock.new_id(), worker.clone());
    app.store
        .write(move |tx| in_tx(tx, id, &worker, subject, screen, now))
        .await
        .map_err(|error: DbError| Problem::from(error))
}

/// As [`record`], for everything that one page shows.
///
/// # Errors
/// When the store cannot be written.
pub async fn record_all(
    app: &App,
    worker: &Worker,
    subjects: Vec<Subject>,
    screen: &'static str,
    now: Millis,
) -> Result<(), Problem> {
    let worker = worker.clone();
    let rows: Vec<_> = subjects.into_iter().map(|one| (app.clock.new_id(), one)).collect();
    let write = move |tx: &mut dyn Tx| {
        rows.iter().try_for_each(|(id, one)| in_tx(tx, *id, &worker, *one, screen, now))
    };
    app.store.write(write).await.map_err(|error: DbError| Problem::from(error))
}

/// As [`record`], inside a transaction that does more.
///
/// # Errors
/// When the store cannot be written.
pub fn in_tx(
    tx: &mut dyn Tx,
    id: Uuid,
    worker: &Worker,
    subject: Subject,
    screen: &'static str,
    now: Millis,
) -> Result<(), DbError> {
    tx.send(
        &store::INSERT_ACCESS,
        &p![id, now, worker.id, worker.role(), screen, subject.kind(), subject.id()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_again_within_a_quarter_of_an_hour_is_one_visitor() {
        let at = |minute: i64| Millis(minute * 60_000);
        let reads =
            [("moza", 60), ("haya", 59), ("moza", 50), ("haya", 45), ("moza", 36), ("haya", 28)];
        let shown = visits(&reads, |(who, minute)| (*who, at(*minute)));
        assert_eq!(shown, [&("moza", 60), &("haya", 59), &("haya", 28)]);
    }
}
