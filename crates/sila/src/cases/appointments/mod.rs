//! Appointments of a case: sessions, visits, hearings. What and where are codes; an address stands nowhere. With whom, when
//! somebody writes it, is sealed under the case's key.
//!
//! The working calendar of our own agency warns about a time outside its hours and allows it. An appointment is planned
//! until somebody writes down how it went; that is said once.

pub mod card;
pub mod outcome;
pub mod plan;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::codes::{Channel, Language};
use sila_core::disclosure::Disclosure;
use sila_core::ids::CaseId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::vault::Place;

/// What an appointment is.
pub const KINDS: [&str; 8] =
    ["VISITATION", "SESSION", INTERVIEW, VISIT, "HEARING", SITTING, "MEDICAL", "OTHER"];
/// At the person's home.
pub const VISIT: &str = "HOME_VISIT";
/// The committee that decides about a child sits.
pub const SITTING: &str = "COMMITTEE";
/// The one interview in which somebody tells what was done to them: whoever works on the case reads its record afterwards.
pub const INTERVIEW: &str = "INTERVIEW";
/// Where it is. At the person's home no address is written.
pub const PLACES: [&str; 5] = ["CENTRE", HOME, AGENCY, PHONE, "VIDEO"];
/// At the person's home.
pub const HOME: &str = "HOME";
/// At an agency.
pub const AGENCY: &str = "AGENCY";
/// By telephone: only with somebody who may be rung and can hear.
const PHONE: &str = "PHONE";
/// How an appointment goes: the state, and who was absent or why it was cancelled.
pub const OUTCOMES: [(&str, &str); 9] = [
    ("KEPT", ""),
    ("MISSED", "PERSON"),
    ("MISSED", "OTHER_PARTY"),
    ("MISSED", "US"),
    ("CANCELLED", "PERSON"),
    ("CANCELLED", "OTHER_PARTY"),
    ("CANCELLED", "US"),
    ("CANCELLED", "COURT"),
    ("CANCELLED", "UNSAFE"),
];

/// An appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Identifier.
    pub id: Uuid,
    /// One of [`KINDS`].
    pub kind: String,
    /// One of [`PLACES`].
    pub place: String,
    /// When it begins.
    pub at: Millis,
    /// `PLANNED`, `KEPT`, `MISSED` or `CANCELLED`.
    pub state: String,
    /// Who was absent, or why it was cancelled; empty otherwise.
    pub code: String,
    /// It lies outside our working hours and was planned all the same.
    pub outside: bool,
    /// With whom, in somebody's words; empty when nobody said.
    pub with: String,
}

impl Appointment {
    /// Whether nobody has written down yet how it went.
    pub fn is_planned(&self) -> bool {
        self.state == "PLANNED"
    }
}

/// Whether nobody may be rung: the safe way to the person is a written one, or she speaks in signs.
pub fn bars_voice(known: &Disclosure) -> bool {
    let signs = known.people.first().and_then(|person| person.language);
    let way = known.safety.safe_contact.as_ref().map(|contact| contact.channel);
    let spoken = [Channel::Phone, Channel::Voice];
    signs == Some(Language::SignLanguage) || way.is_some_and(|way| !spoken.contains(&way))
}

/// The routes of appointments.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/appointments/new", Permission::CaseRead, plan::new);
    r.post("/{lang}/cases/{id}/appointments/new", Permission::CaseRead, plan::create);
    r.get("/{lang}/cases/{id}/appointments/{one}", Permission::CaseRead, outcome::page);
    r.post("/{lang}/cases/{id}/appointments/{one}", Permission::CaseRead, outcome::create);
}

/// The address of a page or an act, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/appointments/{rest}")
}

fn place(id: Uuid) -> Place {
    Place { table: "appointment", row: id }
}

/// The open case of the address, for whoever may read it. The reading is written down.
async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    let record = opening::read(ask, "case.appointments").await?;
    record.row.needs_open()?;
    Ok(record)
}

/// The appointments of a case, by time.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Vec<Appointment>, Problem> {
    let id = record.row.id;
    let stored = app.store.read(move |tx| store::of_case(tx, id)).await?;
    opened(app, record, stored)
}

/// Appointments that were read, opened.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(
    app: &App,
    record: &CaseRecord,
    stored: Vec<store::Sealed>,
) -> Result<Vec<Appointment>, Problem> {
    let open = |(one, with): store::Sealed| {
        let with = with.map(|with| record.open_words(app, place(one.id), &with)).transpose()?;
        Ok(Appointment { with: with.unwrap_or_default(), ..one })
    };
    stored.into_iter().map(open).collect()
}
