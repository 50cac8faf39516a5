//! Areas that both parties have put to rest, as whoever sends something asks.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::partnership::{Annex, Field};
use sila_core::{AgencyId, AgreementId};
use sila_link::record::Version;

use crate::db::{DbError, Tx};
use crate::records::store as records;

/// Of every agreement and its other party the areas at rest, by the annex in force.
pub fn at_rest(
    tx: &mut dyn Tx,
) -> Result<BTreeMap<(AgreementId, AgencyId), BTreeSet<Field>>, DbError> {
    let mut signed = records::in_force_of_kind(tx, Annex::KIND)?;
    // Where two annexes were signed the later one holds.
    signed.sort_by_key(|version| (version.at, version.record));
    Ok(signed.iter().flat_map(resting).collect())
}

/// Whoever is not among the parties of the record has put nothing to rest.
fn resting(version: &Version) -> Vec<((AgreementId, AgencyId), BTreeSet<Field>)> {
    let Ok(annex) = Annex::from_cbor(&version.content) else { return Vec::new() };
    let areas = annex.areas.iter().filter(|area| area.at_rest);
    let areas: BTreeSet<Field> = areas.map(|area| area.field).collect();
    let [one, two] = version.parties[..] else { return Vec::new() };
    [one, two].map(|party| ((annex.agreement, party), areas.clone())).to_vec()
}
