//! Cooperation from before this software: agreements, referrals and initiatives that nobody has signed here. They are brought in from a
//! list, stand apart on every page with the words *historical, unsigned*, and are in no sum of what was signed.

pub mod bring;
pub mod duties;
pub mod form;
pub mod list;
pub mod one;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::partnership::{Field as Area, Words};
use sila_core::time::Date;
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

pub use duties::owed;
pub use list::card;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::meetings::unsealed;
use crate::problem::Problem;

/// What there was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An agreement.
    Agreement,
    /// Referrals of a period, counted.
    Referrals,
    /// An initiative.
    Initiative,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Agreement, Kind::Referrals, Kind::Initiative];

    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Agreement => "AGREEMENT",
            Kind::Referrals => "REFERRALS",
            Kind::Initiative => "INITIATIVE",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What is said of it, as it is sealed in its row.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Text {
    /// What it was.
    #[n(0)]
    pub title: Words,
    /// Where that is written, such as the number of a letter.
    #[n(1)]
    pub source: String,
    /// The areas of cooperation that it spoke of, where somebody has read that out of it.
    #[n(2)]
    pub areas: Option<Vec<Area>>,
}

/// Something from before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Identifier.
    pub id: Uuid,
    /// With whom.
    pub agency: AgencyId,
    /// What.
    pub kind: Kind,
    /// From this day.
    pub from: Date,
    /// Until this day.
    pub until: Date,
    /// Of referrals how many.
    pub count: Option<u32>,
    /// When it was brought in.
    pub at: Millis,
    /// By whom.
    pub worker: WorkerId,
    /// [`Text`], sealed.
    pub body: Vec<u8>,
}

impl Past {
    /// Its page, without language.
    pub fn path(&self) -> String {
        format!("/historic/{}", self.id)
    }

    /// What is said of it.
    ///
    /// # Errors
    /// `vault.unreadable`.
    pub fn text(&self, app: &App) -> Result<Text, Problem> {
        unsealed(app, "historic", self.id, &self.body)
    }
}

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/historic", AgreementRead, list::page);
    r.post_file("/{lang}/historic", AgreementSign, bring::FILE_BYTES_MAX, bring::create);
    r.get("/{lang}/historic/new", AgreementSign, form::page);
    r.post("/{lang}/historic/agreements", AgreementSign, form::create);
    r.get("/{lang}/historic/{id}", AgreementRead, one::page);
    r.get("/{lang}/historic/{id}/scan", AgreementRead, one::scan);
    r.post_stream("/{lang}/historic/{id}/scan", AgreementSign, one::keep);
    r.post("/{lang}/historic/{id}/duties", AgreementSign, duties::create);
    r.post("/{lang}/historic/{id}/duties/{duty}/done", AgreementSign, duties::done);
}
