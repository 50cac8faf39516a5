//! Clocks that the law starts. When a child is in imminent danger: the prosecution is told and asked for the permission to place the child,
//! and the child is told the measure and signs or refuses; these run on the clock on the wall, through nights and weekends. And
//! those that begin with an event that somebody records with its day: measures of protection that a family is to agree to, an order of
//! protection that ends, the days in which it can be contested. [`table`] has them all.
//!
//! What has run out is on the day of those who read every case, too. Numbers are sealed under the case's key.

pub mod beginning;
pub mod card;
pub mod record;
pub mod store;
pub mod table;
#[cfg(test)]
mod tests;

use sila_core::time::Millis;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::cases::CaseRecord;
use crate::problem::Problem;
use crate::vault::Place;

/// A clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Notice to the prosecution.
    Notice,
    /// Permission of the prosecution to place the child.
    Permission,
    /// The child was told the measure, in their own language.
    Told,
    /// Measures of protection are agreed with the family, or the matter goes up.
    Measures,
    /// An order of protection ends.
    Order,
    /// An order of protection can be contested.
    Grievance,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 6] =
        [Kind::Notice, Kind::Permission, Kind::Told, Kind::Measures, Kind::Order, Kind::Grievance];

    /// The word in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Notice => "NOTICE",
            Kind::Permission => "PERMISSION",
            Kind::Told => "TOLD",
            Kind::Measures => "MEASURES",
            Kind::Order => "ORDER",
            Kind::Grievance => "GRIEVANCE",
        }
    }

    /// The clock of a word.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: Millis,
    /// One of [`Kind::outcomes`].
    pub code: String,
}

/// A clock of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Which.
    pub kind: Kind,
    /// Which of its kind in this case; 0 where there can be one alone.
    pub nth: i64,
    /// Of an order: how often it was extended before.
    pub turn: i64,
    /// When it began.
    pub began_at: Millis,
    /// When it runs out.
    pub due: Millis,
    /// Number of the order, of the receipt or of the decision; empty where there is none.
    pub number: String,
    /// What was done.
    pub done: Option<Done>,
}

/// How loud a running clock is: 0 quiet, 1 and 2 after each alarm of its [`table::Terms`], 3 when it has run out.
pub fn alarm(kind: Kind, due: Millis, now: Millis) -> u8 {
    let alarms = kind.terms().alarm_hours;
    let passed = alarms.iter().filter(|hours| now >= due.plus_hours(-**hours)).count();
    if now > due { 3 } else { u8::try_from(passed).unwrap_or(2) }
}

/// The routes of clocks.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/law/clocks", Permission::Public, table::page);
    r.post("/{lang}/cases/{id}/clocks", Permission::CaseRead, record::begin);
    r.get("/{lang}/cases/{id}/clocks/{kind}", Permission::CaseRead, record::page);
    r.post("/{lang}/cases/{id}/clocks/{kind}", Permission::CaseRead, record::create);
    r.get("/{lang}/cases/{id}/clocks/{kind}/{nth}", Permission::CaseRead, record::page);
    r.post("/{lang}/cases/{id}/clocks/{kind}/{nth}", Permission::CaseRead, record::create);
    r.get("/{lang}/cases/{id}/beginnings/{kind}", Permission::CaseRead, beginning::page);
    r.post("/{lang}/cases/{id}/beginnings/{kind}", Permission::CaseRead, beginning::create);
}

/// Where the number of what was done belongs.
fn place(record: &CaseRecord) -> Place {
    Place { table: "case_clock", row: record.row.id.0 }
}

/// The clocks of a case, with their numbers.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Vec<Clock>, Problem> {
    let id = record.row.id;
    let stored = app.store.read(move |tx| store::of_case(tx, id)).await?;
    opened(app, record, stored)
}

/// Clocks that were read, opened.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(
    app: &App,
    record: &CaseRecord,
    stored: Vec<store::Sealed>,
) -> Result<Vec<Clock>, Problem> {
    let open = |(mut clock, sealed): store::Sealed| {
        if let Some(sealed) = sealed {
            clock.number = record.open_words(app, place(record), &sealed)?;
        }
        Ok(clock)
    };
    stored.into_iter().map(open).collect()
}
