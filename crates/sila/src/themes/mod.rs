//! The four themes (المحاور الأربعة) of partners’ meetings, in their fixed order: strengths, challenges and current practices,
//! future opportunities, external threats; and the register of community needs.
//!
//! An entry stands in the meeting in which it was said, or in the register alone. A strength may cite evidence. A challenge ends
//! only with the outcome of an action of the minutes. An opportunity names a need of the community. A threat is rated, has what is
//! done against it, and a day on which it is rated again ([`sila_core::meeting`]).

mod board;
mod entry;
mod fate;
mod followup;
mod harvest;
#[cfg(test)]
mod harvest_tests;
mod lead;
mod needs;
mod period;
mod register;
mod report;
mod sheet;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::meeting::{Theme, Threat};
use sila_core::time::Millis;
use sila_core::{MeetingId, RecordId};
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::meetings::text::Words;
use crate::meetings::unsealed;
use crate::problem::Problem;

pub use entry::{Said, keep};
pub use needs::{add as add_need, words as need_words};

/// The routes of themes, needs and the report of a meeting.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, MeetingKeep};
    r.get("/{lang}/themes", AgreementRead, register::page);
    r.get("/{lang}/needs", AgreementRead, needs::page);
    r.post("/{lang}/needs", MeetingKeep, needs::create);
    r.get("/{lang}/meetings/{id}/themes", AgreementRead, board::page);
    r.get("/{lang}/meetings/{id}/themes/{theme}", MeetingKeep, entry::page);
    r.post("/{lang}/meetings/{id}/themes/{theme}", MeetingKeep, entry::create);
    r.post("/{lang}/themes/{entry}/closing", MeetingKeep, entry::close);
    r.get("/{lang}/meetings/{id}/themes/{theme}/lead", AgreementRead, lead::page);
    r.post("/{lang}/meetings/{id}/themes/{theme}/lead", AgreementRead, lead::create);
    r.get("/{lang}/meetings/{id}/followup", AgreementRead, followup::page);
    r.get("/{lang}/meetings/{id}/followup.pdf", AgreementRead, followup::file);
    r.get("/{lang}/meetings/{id}/followup.csv", AgreementRead, followup::csv);
    r.get("/{lang}/meetings/{id}/report", AgreementRead, report::page);
    r.get("/{lang}/meetings/{id}/report.pdf", AgreementRead, sheet::file);
    r.get("/{lang}/meetings/{id}/report.csv", AgreementRead, report::csv);
}

/// What an entry says, as it is sealed in its row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EntryText {
    /// What was said.
    #[n(0)]
    pub text: Words,
    /// Of a strength: what shows it. Of a threat: what is done against it.
    #[n(1)]
    pub note: Words,
    /// Who said it, as they want to be named; may be empty.
    #[n(2)]
    pub said_by: String,
}

/// An entry with its text.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Identifier.
    pub id: Uuid,
    /// The meeting in which it was said.
    pub meeting: Option<MeetingId>,
    /// Its theme.
    pub theme: Theme,
    /// When it was noted.
    pub noted_at: Millis,
    /// When a challenge was closed, or a threat was over.
    pub closed_at: Option<Millis>,
    /// How a threat is rated.
    pub threat: Option<Threat>,
    /// The initiative that shows a strength or meets an opportunity.
    pub initiative: Option<RecordId>,
    /// Its words.
    pub text: EntryText,
    /// The needs that an opportunity meets.
    pub needs: Vec<Uuid>,
}

/// Opens stored entries.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(app: &App, stored: Vec<store::Stored>) -> Result<Vec<Entry>, Problem> {
    let one = |row: store::Stored| {
        let text: EntryText = unsealed(app, "theme_entry", row.id, &row.body)?;
        let mitigated = !text.note.is_empty();
        let threat = row.rated.map(|(likelihood, impact, review_at)| Threat {
            likelihood,
            impact,
            mitigated,
            review_at,
        });
        Ok(Entry {
            id: row.id,
            meeting: row.meeting,
            theme: row.theme,
            noted_at: row.noted_at,
            closed_at: row.closed_at,
            threat,
            initiative: row.initiative,
            text,
            needs: row.needs,
        })
    };
    stored.into_iter().map(one).collect()
}

/// The entries of one meeting, in the order of the themes and then of time.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_meeting(app: &App, id: MeetingId) -> Result<Vec<Entry>, Problem> {
    let stored = app.store.read(move |tx| store::of_meeting(tx, id)).await?;
    opened(app, stored)
}

/// The open threats among these.
pub fn threats(entries: &[Entry]) -> Vec<Threat> {
    entries.iter().filter(|one| one.closed_at.is_none()).filter_map(|one| one.threat).collect()
}
