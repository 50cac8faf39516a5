//! SQL of people across cases.

use sila_core::ids::{CaseId, PersonId};

use crate::db::{DbError, Tx, p};

crate::db::sql! {
    pub CASE_OF = "select case_id from person where id = $1";
}

/// The case that this record of a person belongs to.
pub fn case_of(tx: &mut dyn Tx, person: PersonId) -> Result<Option<CaseId>, DbError> {
    tx.opt(&CASE_OF, &p![person])?.map(|row| row.get(0)).transpose()
}
