//! What a referral for assistance may carry: the parts of a file that the programme lists, and no other.

use std::collections::BTreeSet;

use sila_core::Refusal;
use sila_core::codes::Service;
use sila_core::directory::{Listed, Listing, Seeker};
use sila_core::field::Field;
use sila_core::ids::AgencyId;
use sila_core::time::Millis;

use super::store::{self, Asked, Found};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::referrals;

/// Refuses what the programme that is asked for does not list.
///
/// # Errors
/// `programme.field_not_listed` with the first field; `services.unknown_version` when the version is not known here or is not
/// the target's.
pub async fn allows(
    app: &App,
    asked: &referrals::Asked<'_>,
    fields: &[Field],
) -> Result<(), Problem> {
    let (target, services) = (asked.route.target, asked.services);
    let listed = allowed(app, target, services, asked.listed).await?;
    let Some(listed) = listed else { return Ok(()) };
    let beside = fields.iter().find(|field| !listed.contains(field));
    beside.map_or(Ok(()), |field| Err(Refusal::FieldNotInProgramme { field: *field }.into()))
}

/// The parts that may go to this agency for these services; nothing when no programme limits them. Where no version was chosen, it is
/// what the agency's programmes list together, as long as it gives every one of these services through programmes only.
///
/// # Errors
/// `services.unknown_version`.
pub async fn allowed(
    app: &App,
    target: AgencyId,
    services: &[Service],
    listed: Option<Listed>,
) -> Result<Option<BTreeSet<Field>>, Problem> {
    let needs = services.to_vec();
    let query = move |tx: &mut dyn Tx| -> Result<Option<Vec<Listing>>, DbError> {
        let Some(listed) = listed else {
            return programmes(tx, target, &needs).map(Some);
        };
        let theirs = store::find(tx, listed.id)?.is_some_and(|one| one.origin == target);
        let version = store::version(tx, listed.id, listed.number)?;
        Ok(version.filter(|_| theirs).map(|one| vec![one]))
    };
    let found = app.store.read(query).await?;
    let found = found.ok_or_else(|| Problem::refused("services.unknown_version"))?;
    let programmes: Vec<_> = found.iter().filter_map(|one| one.programme.as_ref()).collect();
    let all = !found.is_empty() && programmes.len() == found.len();
    Ok(all.then(|| programmes.into_iter().flat_map(|one| one.fields.iter().copied()).collect()))
}

/// The services of this agency of these kinds, when it gives every kind through programmes only; none otherwise.
fn programmes(
    tx: &mut dyn Tx,
    target: AgencyId,
    needs: &[Service],
) -> Result<Vec<Listing>, DbError> {
    let mut all = Vec::new();
    for need in needs {
        let who = Seeker { need: Some(*need), ..Seeker::ANYBODY };
        let asked = Asked {
            who,
            pillar: None,
            origin: Some(target),
            stems: Vec::new(),
            assured_after: Millis(-1),
        };
        let found = store::found(tx, &asked)?;
        let listing = |one: Found| one.published.listing;
        let found: Vec<Listing> = found.into_iter().map(listing).collect();
        if found.is_empty() || found.iter().any(|one| one.programme.is_none()) {
            return Ok(Vec::new());
        }
        all.extend(found);
    }
    Ok(all)
}
