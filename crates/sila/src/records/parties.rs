//! What the parties of a record are called: ourselves, the agencies we are linked with, and others by the key statement
//! that they signed with.

use std::collections::BTreeMap;

use sila_core::AgencyId;
use sila_link::record::SignedVoice;

use crate::app::App;
use crate::links::Peer;
use crate::web::Lang;

/// Names by agency, Arabic and English.
pub struct Names(BTreeMap<AgencyId, (String, String)>);

impl Names {
    /// The names that are known here.
    pub fn known(app: &App, peers: &[Peer], voices: &[SignedVoice]) -> Names {
        let own = &app.node.agency;
        let said = voices.iter().filter_map(|voice| voice.verify().ok());
        let said = said.map(|(voice, keys)| (voice.party, (keys.name_ar, keys.name_en)));
        let linked = peers.iter().map(|p| (p.agency, (p.name_ar.clone(), p.name_en.clone())));
        let ours = (app.node.id, (own.name_ar.clone(), own.name_en.clone()));
        Names(said.chain(linked).chain([ours]).collect())
    }

    /// The name in the reader's language; of an agency that is not known here, the start of its identity.
    pub fn of(&self, lang: Lang, agency: AgencyId) -> String {
        match self.0.get(&agency) {
            Some((ar, en)) => lang.pick(ar, en).clone(),
            None => agency.to_text().chars().take(8).collect(),
        }
    }
}
