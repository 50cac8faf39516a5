//! Clocks that the law starts when a child is in imminent danger: the prosecution is told and asked for the permission to place
//! the child, and the child is told the measure and signs or refuses. They run on the clock on the wall, through nights and
//! weekends. What has run out is on the day of those who read every case, too. Numbers are sealed under the case's key.

pub mod card;
pub mod record;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::codes::Category;
use sila_core::person::Person;
use sila_core::time::Millis;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::cases::CaseRecord;
use crate::problem::Problem;
use crate::vault::Place;

/// So long each of them runs, in hours (Cabinet Decision 52 of 2018, articles 12.9 and 15).
pub const HOURS: i64 = 24;
/// From so many hours on it is said with more and more weight.
pub const ALARM_HOURS: [i64; 2] = [12, 20];
/// From this age on a child signs that they were told, or refuses to (Federal Law 3 of 2016).
const SIGNS_AT: u8 = 13;

/// A clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Notice to the prosecution.
    Notice,
    /// Permission of the prosecution to place the child.
    Permission,
    /// The child was told the measure, in their own language.
    Told,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Notice, Kind::Permission, Kind::Told];

    /// The word in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Notice => "NOTICE",
            Kind::Permission => "PERMISSION",
            Kind::Told => "TOLD",
        }
    }

    /// The clock of a word.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What can be written down about it for this child: what was sent or came has a number; whoever is old enough to sign has
    /// signed or refused.
    pub fn outcomes(self, child: Option<&Person>, now: Millis) -> &'static [&'static str] {
        let ages = child.and_then(|child| child.ages(now));
        // An age that is not known is taken as old enough: nobody's word is passed over by mistake.
        let signs = ages.is_none_or(|ages| ages.max >= SIGNS_AT);
        match self {
            Kind::Notice => &["SENT"],
            Kind::Permission => &["GIVEN"],
            Kind::Told if signs => &["SIGNED", "REFUSED"],
            Kind::Told => &["TOLD"],
        }
    }

    /// Whether it is proved by a number: of a receipt, of a decision.
    pub fn has_number(self) -> bool {
        self != Kind::Told
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: Millis,
    /// One of [`Kind::outcomes`].
    pub code: String,
    /// Number of the receipt or decision; empty where there is none.
    pub number: String,
}

/// A clock of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Which.
    pub kind: Kind,
    /// When it began.
    pub began_at: Millis,
    /// When it runs out.
    pub due: Millis,
    /// What was done.
    pub done: Option<Done>,
}

/// How loud a running clock is: 0 quiet, 1 and 2 after each of [`ALARM_HOURS`], 3 when it has run out.
pub fn alarm(began_at: Millis, due: Millis, now: Millis) -> u8 {
    let passed = ALARM_HOURS.iter().filter(|hours| now >= began_at.plus_hours(**hours)).count();
    if now > due { 3 } else { u8::try_from(passed).unwrap_or(2) }
}

/// The routes of clocks.
pub fn routes(r: &mut Routes) {
    r.post("/{lang}/cases/{id}/clocks", Permission::CaseRead, record::begin);
    r.get("/{lang}/cases/{id}/clocks/{kind}", Permission::CaseRead, record::page);
    r.post("/{lang}/cases/{id}/clocks/{kind}", Permission::CaseRead, record::create);
}

/// Whether these clocks are for such a case.
fn are_for(record: &CaseRecord) -> bool {
    record.row.category == Category::Child.code()
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
        if let (Some(done), Some(sealed)) = (&mut clock.done, sealed) {
            done.number = record.open_words(app, place(record), &sealed)?;
        }
        Ok(clock)
    };
    stored.into_iter().map(open).collect()
}
