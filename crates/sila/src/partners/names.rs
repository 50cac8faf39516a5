//! What the agencies of a list are called, whether they have a node or not.

use std::collections::BTreeMap;

use sila_core::AgencyId;

use super::store;
use crate::app::App;
use crate::problem::Problem;
use crate::web::Lang;

/// Arabic and English names by agency.
#[derive(Debug, Clone, Default)]
pub struct Names(pub(super) BTreeMap<AgencyId, (String, String)>);

impl Names {
    /// Of every linked agency and every partner.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn all(app: &App) -> Result<Names, Problem> {
        Ok(app.store.read(store::names).await?)
    }

    /// Every agency that has a name here.
    pub fn linked(&self) -> impl Iterator<Item = AgencyId> + '_ {
        self.0.keys().copied()
    }

    /// The name in the reader's language; a dash for an agency that is not known.
    pub fn of(&self, lang: Lang, agency: AgencyId) -> &str {
        self.0.get(&agency).map_or("–", |(ar, en)| lang.pick(ar, en))
    }
}
