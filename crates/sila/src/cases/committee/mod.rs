//! What a committee decides about a child (قرار اللجنة): that the child goes to a foster family, stays in the home, or is put before it again.
//! Who sat stands there by office and never by name, and the family by its code alone. Everything but the kind of decision and its days is
//! sealed under the key of the case, so that whoever does not read the case learns nothing of it.
//!
//! With the decision for a foster family the care is written down, the visits afterwards are planned, and the home is told that the child
//! leaves today, in one act. The home writes down that the child has left: until then the bed is the child's. The law that this node keeps
//! names no time for a review, so none is computed: the committee may set a day.

mod decision;
mod page;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::codes::Category;
use sila_core::ids::PersonId;
use sila_core::time::Millis;
use uuid::Uuid;

pub use page::card;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::vault::Place;

/// The child goes to a foster family.
const FOSTER: &str = "FOSTER";
/// What a committee decides.
pub const DECISIONS: [&str; 4] = [FOSTER, "STAYS", "DEFERRED", "DECLINED"];
/// Who leads it: without them it does not sit.
const CHAIR: &str = "CHAIR";
/// The offices of those who sit in it.
pub const SEATS: [&str; 7] =
    [CHAIR, "SOCIAL", "PSYCHOLOGY", "HEALTH", "LEGAL", "PROSECUTION", "REPORTER"];
/// A committee is more than one.
const SEATS_MIN: usize = 2;
/// After so many days somebody visits the child in the family.
pub const VISIT_DAYS: [i64; 4] = [7, 30, 90, 180];
/// The most characters of the name of the committee.
const BODY_CHARS_MAX: usize = 120;
/// The most characters of the number of a decision.
const NUMBER_CHARS_MAX: usize = 40;
/// The most characters of the code of a family.
const FAMILY_CHARS_MAX: usize = 20;

/// The routes of decisions.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/committee", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/committee", Permission::CaseRead, page::create);
}

/// What is sealed of a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Told {
    /// Which committee.
    #[n(0)]
    pub body: String,
    /// The number of the decision.
    #[n(1)]
    pub number: String,
    /// Who sat, by office.
    #[n(2)]
    pub seats: Vec<String>,
    /// The foster family, by its code.
    #[n(3)]
    pub family: Option<String>,
    /// The document of the case that is the signed paper.
    #[n(4)]
    pub scan: Option<String>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Identifier.
    pub id: Uuid,
    /// About whom.
    pub child: PersonId,
    /// One of [`DECISIONS`].
    pub decision: String,
    /// The day of the sitting.
    pub on_day: Millis,
    /// When it was written down.
    pub at: Millis,
    /// By whom: Arabic and English name.
    pub by: (String, String),
    /// What is sealed of it.
    pub told: Told,
}

/// Whether a committee decides in cases of this category: those of children who are not with their parents.
pub fn is_for(category: &str) -> bool {
    let all = [Category::UnknownParentage, Category::LackingCare, Category::Child];
    all.iter().any(|one| one.code() == category)
}

/// The address, without language.
pub fn path(record: &CaseRecord) -> String {
    format!("/cases/{}/committee", record.row.id)
}

fn place(id: Uuid) -> Place {
    Place { table: "committee_decision", row: id }
}

/// Decisions that were read, opened.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(
    app: &App,
    record: &CaseRecord,
    stored: Vec<store::Sealed>,
) -> Result<Vec<Decision>, Problem> {
    let open = |(one, body): store::Sealed| {
        let plain = record.open(app, place(one.id), &body)?;
        let told = minicbor::decode(&plain);
        let told = told.map_err(|error| Problem::internal("vault.unreadable").because(error))?;
        Ok(Decision { told, ..one })
    };
    stored.into_iter().map(open).collect()
}

/// The decisions of a case, the newest first.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Vec<Decision>, Problem> {
    let id = record.row.id;
    let stored = app.store.read(move |tx| store::of_case(tx, id)).await?;
    opened(app, record, stored)
}
