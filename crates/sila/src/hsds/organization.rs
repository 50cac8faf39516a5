//! Our agency and the entities of the register of partners that somebody has opened, as organisations: one record of each, the same as on its
//! page.

use serde_json::{Value, json};
use sila_core::AgencyId;

use super::record::{Scribe, stable, without_blanks};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::identity::Identity;
use crate::partners::{Names, store};
use crate::problem::Problem;

/// All organisations, our own first.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(ask: &Ask, scribe: &Scribe<'_>) -> Result<Vec<Value>, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::open_identities(tx)?, store::names(tx)?))
    };
    let (mut open, names) = ask.app.store.read(read).await?;
    // One that left the register has no name any more.
    open.retain(|one| names.linked().any(|known| known == one.agency));
    let me = ask.app.node.id;
    let shown = |agency: AgencyId| agency == me || open.iter().any(|one| one.agency == agency);
    let parent = |one: &Identity| one.parent.filter(|agency| shown(*agency)).map(id);
    let others = open.iter().map(|one| entity(scribe, one, &names, parent(one).as_deref()));
    Ok(std::iter::once(scribe.organization()).chain(others).collect())
}

fn id(agency: AgencyId) -> String {
    stable(&["organization", &agency.to_text()])
}

fn entity(scribe: &Scribe<'_>, one: &Identity, names: &Names, parent: Option<&str>) -> Value {
    let (lang, own) = (scribe.lang(), id(one.agency));
    let other = lang.pick(crate::web::Lang::En, crate::web::Lang::Ar);
    let told = [("licence", one.issuer.as_str(), &one.licence), ("government", "", &one.code)];
    let told = told.into_iter().filter(|(_, _, identifier)| !identifier.is_empty());
    let identifiers: Vec<Value> = told
        .map(|(kind, scheme, identifier)| {
            json!({
                "id": stable(&["organization_identifier", &own, kind]),
                "identifier_scheme": scheme,
                "identifier_type": kind,
                "identifier": identifier,
            })
        })
        .collect();
    without_blanks(json!({
        "id": own,
        "name": names.of(lang, one.agency),
        "alternate_name": names.of(other, one.agency),
        "description": scribe.t("hsds-partner-text"),
        "parent_organization_id": parent,
        "organization_identifiers": identifiers,
    }))
}
