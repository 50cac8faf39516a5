//! The handover from shift to shift (تسليم المناوبة) of a home: open points, each with whom it is about by number, and a handover that
//! freezes them; the next shift acknowledges it by name. What is open stays open until somebody says that it is done.
//!
//! What is written may speak of people, so it is sealed. Every reading of a home's points is written down.

mod acts;
mod page;
pub mod store;
#[cfg(test)]
mod tests;

pub use acts::point;
pub use page::{link, task};

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;
use crate::vault::Place;

/// What a point is about.
pub const KINDS: [&str; 7] = ["SAFETY", "HEALTH", "CHILD", "CONTACT", "ARRIVAL", "HOUSE", "OTHER"];
/// The most characters of a point or of what is said at a handover.
const WORDS_CHARS_MAX: usize = 600;
/// The most open points of a home: beyond that somebody has to look at what is done.
const OPEN_MAX: i64 = 60;
/// A handover that nobody has acknowledged is late after so many hours.
pub const ACKNOWLEDGE_HOURS: i64 = 1;

/// The routes of handovers.
pub fn routes(r: &mut Routes) {
    let (read, place) = (Permission::ShelterRead, Permission::ShelterPlace);
    r.get("/{lang}/shelter/homes/{id}/shift", read, page::show);
    r.get("/{lang}/shelter/homes/{id}/shift/points", read, page::show);
    r.post("/{lang}/shelter/homes/{id}/shift/points", place, acts::add);
    r.post("/{lang}/shelter/homes/{id}/shift/points/{point}/done", place, acts::done);
    r.post("/{lang}/shelter/homes/{id}/shift/handover", place, acts::hand_over);
    r.post("/{lang}/shelter/homes/{id}/shift/{handover}/acknowledgement", place, acts::acknowledge);
}

/// An open point, or one that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Identifier.
    pub id: Uuid,
    /// The home.
    pub home: Uuid,
    /// One of [`KINDS`].
    pub kind: String,
    /// The stay that it is about.
    pub stay: Option<Uuid>,
    /// Who wrote it.
    pub worker: WorkerId,
    /// When.
    pub at: Millis,
    /// When it was done.
    pub done_at: Option<Millis>,
    /// What was written, sealed.
    pub body: Vec<u8>,
    /// The number of the case or of the stay; empty when it is about the house.
    pub reference: String,
}

/// One handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Identifier.
    pub id: Uuid,
    /// The home.
    pub home: Uuid,
    /// Who hands over.
    pub worker: WorkerId,
    /// When.
    pub at: Millis,
    /// How many points were open then.
    pub points: i64,
    /// Who has acknowledged it.
    pub acknowledged_by: Option<WorkerId>,
    /// When.
    pub acknowledged_at: Option<Millis>,
    /// What was said with it, sealed.
    pub body: Vec<u8>,
    /// Arabic and English name of who handed over, and of who acknowledged.
    pub names: [(String, String); 2],
}

/// Where the words of a point or a handover belong.
fn place(table: &'static str, id: Uuid) -> Place {
    Place { table, row: id }
}

/// What was written; nothing once it was erased.
///
/// # Errors
/// `vault.unreadable`.
fn words(app: &App, table: &'static str, id: Uuid, body: &[u8]) -> Result<String, Problem> {
    if body.is_empty() {
        return Ok(String::new());
    }
    let plain = app.vault.open(place(table, id), body)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// The address, without language.
pub fn path(home: Uuid, rest: &str) -> String {
    format!("/shelter/homes/{home}/shift{rest}")
}
