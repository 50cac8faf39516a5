//! What is counted of people, quarter by quarter: once, when it is first asked for after the quarter is over, and then never again. A case
//! that is restricted later, or one whose restriction ends, changes no figure that anybody was given; two reports, one after the other, tell
//! nothing about it. The counts have small cells in them: they are sealed, and the hash of what is kept stands in the journal.

use minicbor::{Decode, Encode};
use sila_core::Millis;
use sila_core::codes::{Category, OutcomeCode};
use sila_core::experience::Quarter;
use sila_seal::{hex, sha256};
use uuid::Uuid;

use super::recorded;
use super::store::{self, Line};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::problem::Problem;
use crate::vault::Place;

/// Counts of a quarter, each by the order of its list of codes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Counts {
    /// Referrals that came, by category.
    #[n(0)]
    pub received: Vec<u64>,
    /// Referrals that went, by category.
    #[n(1)]
    pub sent: Vec<u64>,
    /// Referrals of the same year that were taken on in the quarter, by category.
    #[n(2)]
    pub taken: Vec<u64>,
    /// Outcomes that were reported.
    #[n(3)]
    pub outcomes: Vec<u64>,
    /// Certificates.
    #[n(4)]
    pub certified: u64,
}

/// Adds up, place by place.
fn add(sum: &mut Vec<u64>, more: &[u64]) {
    sum.resize(sum.len().max(more.len()), 0);
    for (one, other) in sum.iter_mut().zip(more) {
        *one = one.saturating_add(*other);
    }
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        add(&mut self.received, &other.received);
        add(&mut self.sent, &other.sent);
        add(&mut self.taken, &other.taken);
        add(&mut self.outcomes, &other.outcomes);
        self.certified = self.certified.saturating_add(other.certified);
    }

    /// As many as there are codes, and no more taken on than came: a restriction may end between the two.
    fn whole(mut self) -> Counts {
        for counts in [&mut self.received, &mut self.sent, &mut self.taken] {
            counts.resize(Category::ALL.len(), 0);
        }
        self.outcomes.resize(OutcomeCode::ALL.len(), 0);
        for (taken, received) in self.taken.iter_mut().zip(&self.received) {
            *taken = (*taken).min(*received);
        }
        self
    }
}

/// What was counted in the quarters that begin from `from` until `until`. A quarter that nobody has asked for yet is counted now.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn between(app: &App, from: Millis, until: Millis) -> Result<Counts, Problem> {
    let mut all = Counts::default();
    let mut quarter = Quarter::of(from);
    while quarter.begins() < until {
        all.add(&kept(app, quarter).await?);
        quarter = quarter.next();
    }
    Ok(all.whole())
}

fn place(quarter: Quarter) -> Place {
    Place { table: "imprint_quarter", row: Uuid::from_u128(u128::from(quarter.number())) }
}

async fn kept(app: &App, quarter: Quarter) -> Result<Counts, Problem> {
    let mut found = app.store.read(move |tx| store::quarter(tx, quarter)).await?;
    if found.is_none() {
        let fresh = minicbor::to_vec(count(app, quarter).await?).unwrap_or_default();
        let (body, now) = (app.vault.seal(place(quarter), &fresh), app.clock.now());
        let (year, nth) = quarter.parts();
        let hash = hex(&sha256(&[&body]));
        let told = fact(app, "imprint", format!("{year}-Q{nth} {hash}"), None, now);
        let write = move |tx: &mut dyn Tx| -> Result<Option<Vec<u8>>, DbError> {
            if store::keep_quarter(tx, quarter, now, &body)? {
                journal::insert(tx, &told)?;
            }
            store::quarter(tx, quarter)
        };
        found = app.store.write(write).await?;
    }
    let plain = app.vault.open(place(quarter), &found.unwrap_or_default())?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

async fn count(app: &App, quarter: Quarter) -> Result<Counts, Problem> {
    let (begins, ends) = (quarter.begins(), quarter.next().begins());
    let (first, _) = recorded::year(begins.uae_date().year);
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let lines = store::lines(tx, first, ends)?;
        let (certified, _) = store::learnt(tx, me, begins, ends)?;
        Ok((lines, store::outcomes(tx, begins, ends)?, certified))
    };
    let (lines, outcomes, certified) = app.store.read(read).await?;
    let by_category = |of: &dyn Fn(&Line) -> bool| {
        let count = |category: &Category| {
            let lines = lines.iter().filter(|line| line.category == *category);
            u64::try_from(lines.filter(|line| of(line)).count()).unwrap_or(u64::MAX)
        };
        Category::ALL.iter().map(count).collect::<Vec<u64>>()
    };
    let within = |at: Millis| begins <= at && at < ends;
    let reached = |code: &OutcomeCode| {
        u64::try_from(outcomes.iter().filter(|one| *one == code).count()).unwrap_or(u64::MAX)
    };
    Ok(Counts {
        received: by_category(&|line| line.received && within(line.passage.offered_at)),
        sent: by_category(&|line| !line.received && within(line.passage.offered_at)),
        taken: by_category(&|line| line.received && line.passage.taken_at.is_some_and(within)),
        outcomes: OutcomeCode::ALL.iter().map(reached).collect(),
        certified,
    })
}
