//! The entities of the meeting: those without a node are put on record at its host.

use std::collections::BTreeMap;

use anyhow::Context;
use sila_core::AgencyId;
use sila_core::agreement::Sector;
use sila_core::time::Millis;

use super::script::coded;
use super::stage::Stage;
use crate::app::App;
use crate::partners::{self, Level, Partner};

/// Where a sealed envelope is handed over: an office, as the field asks for, in both languages.
const OFFICE: &str = "مكتب الاستلام · Receiving office";

/// An entity, and how many people it sends.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Delegation {
    pub(super) code: String,
    ar: String,
    en: String,
    #[serde(deserialize_with = "coded")]
    class: Sector,
    level: String,
    /// The agency of the script that it is.
    node: Option<String>,
    pub(super) seats: u16,
}

/// Who took part, by the code of the script.
pub(super) type Parties = BTreeMap<String, AgencyId>;

/// Puts the entities without a node on record: before anything is said in a room, so that it is known of which kind whoever speaks is.
///
/// # Errors
/// When the store cannot be written.
pub(super) async fn list(
    app: &App,
    all: impl Iterator<Item = &Delegation>,
    now: Millis,
) -> anyhow::Result<()> {
    for one in all.filter(|one| one.node.is_none()) {
        let level = Level::from_code(&one.level).with_context(|| one.level.clone())?;
        let partner = Partner {
            id: partners::identity(app.node.id, app.clock.new_id()),
            code: one.code.clone(),
            name_ar: one.ar.clone(),
            name_en: one.en.clone(),
            sector: one.class,
            level,
            contact: if level == Level::Paper { OFFICE.to_owned() } else { String::new() },
            updated_at: now,
        };
        app.store.write(move |tx| partners::store::insert(tx, &partner)).await?;
    }
    Ok(())
}

/// Every entity as it is on record.
///
/// # Errors
/// When one is not.
pub(super) async fn parties(
    stage: &Stage,
    app: &App,
    told: &[Delegation],
) -> anyhow::Result<Parties> {
    let mut all = Parties::new();
    for code in ["DANA", "MARSA", "NASEEM"] {
        all.insert(code.to_owned(), stage.node(code)?.node.id);
    }
    let listed = app.store.read(partners::store::all).await?;
    for one in told {
        let id = match &one.node {
            Some(node) => stage.node(node)?.node.id,
            None => {
                let found = listed.iter().find(|listed| listed.code == one.code);
                found.with_context(|| format!("{} is not on record", one.code))?.id
            }
        };
        all.insert(one.code.clone(), id);
    }
    Ok(all)
}
