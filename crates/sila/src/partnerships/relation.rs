//! Everything that is known of one partnership.

use std::collections::BTreeMap;

use sila_core::meeting::Threat;
use sila_core::partnership::Ledger;
use sila_core::scorecard::{Cover, Facts, Scorecard, Warning, scorecard, warnings};
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::store::{self, Stored};
use crate::activation::ledger::{self, Book};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::meetings::unsealed;
use crate::problem::Problem;
use crate::themes;

/// Where the name of a focal point is sealed.
pub(super) const TABLE: &str = "focal_point";

/// Who keeps the contact.
#[derive(Debug, Clone)]
pub struct Point {
    /// Identifier.
    pub id: Uuid,
    /// As stored.
    pub stored: Stored,
    /// Their name.
    pub name: String,
    /// Office, telephone or address at work.
    pub reach: String,
}

/// One partnership at one moment.
#[derive(Debug, Clone)]
pub struct Relation {
    /// The other agency.
    pub agency: AgencyId,
    /// The agreements that both have signed, with what was signed under them.
    pub books: Vec<Book>,
    /// What was signed under them.
    pub ledgers: Vec<Ledger>,
    /// Who keeps the contact now.
    pub points: Vec<Point>,
    /// External threats of the register that are open.
    pub threats: Vec<Threat>,
    /// Referrals sent and received.
    pub referrals: (u64, u64),
}

impl Relation {
    /// Which posts are taken.
    pub fn cover(&self) -> Cover {
        let named = |ours: bool, deputy: bool| {
            let post = |one: &Point| one.stored.ours == ours && one.stored.deputy == deputy;
            self.points.iter().any(post)
        };
        let both = |deputy| [named(true, deputy), named(false, deputy)];
        Cover { focal: both(false), deputy: both(true) }
    }

    fn facts(&self) -> Facts<'_> {
        Facts { ledgers: &self.ledgers, cover: self.cover(), threats: &self.threats }
    }

    /// Both scores with their parts.
    pub fn card(&self, now: Millis) -> Scorecard {
        scorecard(&self.facts(), now)
    }

    /// What both parties are to look at.
    pub fn warnings(&self, now: Millis) -> Vec<Warning> {
        warnings(&self.facts(), now)
    }
}

/// Every partnership with an agreement that both have signed, as it was on the day of `now`.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App, now: Millis) -> Result<Vec<Relation>, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut books: BTreeMap<AgencyId, Vec<Book>> = BTreeMap::new();
        for book in ledger::books(tx, me)? {
            books.entry(book.stored.peer).or_default().push(book);
        }
        let mut counted = Vec::new();
        for (agency, books) in books {
            counted.push((agency, books, store::exchanged(tx, agency, now)?));
        }
        Ok((counted, store::points(tx)?, themes::store::of_period(tx, Millis(0), now)?))
    };
    let (counted, stored, entries) = app.store.read(read).await?;
    let entries = themes::opened(app, entries)?;
    let open = entries.iter().filter(|one| one.closed_at.is_none_or(|at| at > now));
    let threats: Vec<Threat> = open.filter_map(|one| one.threat).collect();
    let points = opened(app, stored, now)?;
    let relation = |(agency, books, referrals): (AgencyId, Vec<Book>, (u64, u64))| {
        let ledgers = books.iter().map(|book| book.ledger.clone()).collect();
        let points = points.iter().filter(|one| one.stored.agency == agency).cloned();
        let (points, threats) = (points.collect(), threats.clone());
        Relation { agency, books, ledgers, points, threats, referrals }
    };
    Ok(counted.into_iter().map(relation).collect())
}

/// The partnership with one agency.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement; when the store cannot be read.
pub async fn one(app: &App, agency: AgencyId, now: Millis) -> Result<Relation, Problem> {
    let found = all(app, now).await?.into_iter().find(|one| one.agency == agency);
    found.ok_or_else(Problem::not_found)
}

/// The appointments that hold on the day of `now`.
fn opened(app: &App, stored: Vec<Stored>, now: Millis) -> Result<Vec<Point>, Problem> {
    let today = now.uae_date();
    let one = |stored: Stored| {
        let (name, reach) = unsealed(app, TABLE, stored.id, &stored.body)?;
        Ok(Point { id: stored.id, stored, name, reach })
    };
    stored.into_iter().filter(|stored| stored.holds(today)).map(one).collect()
}
