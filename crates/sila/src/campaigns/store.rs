//! All SQL of campaigns.

use sila_core::Millis;

use crate::cases::scope::store::uncounted;
use crate::db::{DbError, Tx, p};

crate::db::sql! {
    pub CONTACTS = concat!("select count(*) from case_file c where c.opened_at >= $1 and c.opened_at < $2 and substr(c.reference, 1, 2) <> 'H-' and not ", uncounted!("c.id"));
}

/// How many people turned to this agency from `from` up to but without `until`. A case that is restricted, or withheld
/// because its person has taken the permission back, is in no count.
pub fn contacts(tx: &mut dyn Tx, (from, until): (Millis, Millis)) -> Result<u32, DbError> {
    let count: i64 = tx.one(&CONTACTS, &p![from, until])?.get(0)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
