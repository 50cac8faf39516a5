//! Sealing and opening what belongs to a case that was opened: words of other rows, and the case itself with other contents.

use sila_core::codes::{Category, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::ids::PersonId;
use zeroize::Zeroizing;

use super::interpreters::Need;
use super::mandatory;
use super::record::{CaseRecord, Extra, NewCase, place, seal};
use crate::app::App;
use crate::problem::Problem;
use crate::vault::{self, Place};

impl CaseRecord {
    /// Seals words of another row under the key of the case.
    ///
    /// # Errors
    /// `vault.unreadable`.
    pub fn seal_words(&self, app: &App, row: Place, words: &str) -> Result<Vec<u8>, Problem> {
        self.seal(app, row, words.as_bytes())
    }

    /// Opens what [`CaseRecord::seal_words`] sealed.
    ///
    /// # Errors
    /// `vault.unreadable`.
    pub fn open_words(&self, app: &App, row: Place, sealed: &[u8]) -> Result<String, Problem> {
        Ok(String::from_utf8_lossy(&self.open(app, row, sealed)?).into_owned())
    }

    /// Seals what another row holds under the key of the case.
    ///
    /// # Errors
    /// `vault.unreadable`.
    pub fn seal(&self, app: &App, row: Place, plain: &[u8]) -> Result<Vec<u8>, Problem> {
        let key = app.vault.open_key(place("case_file", self.row.id.0), &self.key)?;
        Ok(vault::seal(&key, row, plain))
    }

    /// Opens what [`CaseRecord::seal`] sealed.
    ///
    /// # Errors
    /// `vault.unreadable`.
    pub fn open(
        &self,
        app: &App,
        row: Place,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let key = app.vault.open_key(place("case_file", self.row.id.0), &self.key)?;
        vault::open(&key, row, sealed)
    }

    /// The same case with other contents, sealed under its own key, ready for [`super::store::replace`]. A person with an
    /// identifier of this case keeps it: what was decided about them stays decided.
    ///
    /// # Errors
    /// Only when the cipher fails.
    pub fn revised(
        &self,
        app: &App,
        disclosure: &Disclosure,
        category: Category,
        urgency: Urgency,
    ) -> Result<NewCase, Problem> {
        let row = &self.row;
        let key = app.vault.open_key(place("case_file", row.id.0), &self.key)?;
        let ours: Vec<PersonId> = self.disclosure.people.iter().map(|person| person.id).collect();
        let provenance = self.provenance.clone();
        let extra = Extra { contact: self.contact, provenance, kept_back: self.kept_back.clone() };
        let (body, people) = seal(app, &key, row.id, (disclosure, extra), &ours)?;
        Ok(NewCase {
            id: row.id,
            series: String::new(),
            status: "open",
            owner: row.owner,
            category,
            urgency,
            area: disclosure.residence.area.map_or("", |area| area.as_str()).to_owned(),
            lead: row.lead,
            origin_referral: row.origin,
            opened_at: row.opened_at,
            key_wrapped: self.key.clone(),
            body,
            people,
            reports: mandatory::found(app, disclosure, category, app.clock.now()),
            interpreting: [Need::in_case(self), Need::told(disclosure, self.contact)],
        })
    }
}
