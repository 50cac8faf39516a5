//! A referral that asks for a place to sleep goes to no agency whose place they did not want, before they were asked again. It is asked in
//! the transaction that sends.

use sila_core::codes::Service;
use sila_core::ids::CaseId;

use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::referrals::handover::alone;
use crate::referrals::store::Referral;
use crate::shelter::unwanted::store as unwanted;

/// Inside this noun only: they did not want the place of this agency, and were not asked again; nothing is written.
const UNWANTED: &str = "the place of this agency was not wanted";

/// Whether a place to sleep is among what is asked for.
pub(in crate::referrals) fn sleeps(services: &[Service]) -> bool {
    let place = [Service::Shelter, Service::EmergencyShelter];
    services.iter().any(|one| place.contains(one))
}

/// A place there is wanted, or none is asked for.
///
/// # Errors
/// [`UNWANTED`].
pub(in crate::referrals) fn needed(
    tx: &mut dyn Tx,
    row: &Referral,
    sleeps: bool,
) -> Result<(), DbError> {
    let Some(case) = row.case_id.filter(|_| sleeps) else { return Ok(()) };
    match unwanted::is_partners(tx, case, row.peer)? {
        true => Err(DbError::Check { what: UNWANTED.to_owned() }),
        false => Ok(()),
    }
}

/// Why an offer was not written: they did not want a place there, or somebody else was quicker to offer the responsibility for the case.
pub(in crate::referrals) fn refused(error: DbError, case: Option<CaseId>) -> Problem {
    match (error, case) {
        (DbError::Check { what }, Some(case)) if what == UNWANTED => {
            Problem::refused("shelter.unwanted").way_out(format!("/cases/{case}/place"))
        }
        (error, case) => alone::refused(error, case),
    }
}
