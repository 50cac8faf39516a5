//! All SQL of how many fields forms took.

use sila_core::ids::ReferralId;
use sila_core::imprint::Typing;

use crate::db::{DbError, Tx};
use crate::p;

crate::sql! {
    pub ADD = "insert into referral_typing (referral, typed, carried, again) values ($1, $2, $3, $4) on conflict (referral) do update set typed = referral_typing.typed + excluded.typed, carried = referral_typing.carried + excluded.carried, again = referral_typing.again + excluded.again";
}

/// Adds what one more form took.
pub fn add(tx: &mut dyn Tx, id: ReferralId, typing: Typing) -> Result<(), DbError> {
    let [typed, carried, again] = [typing.typed, typing.carried, typing.again].map(i64::from);
    tx.send(&ADD, &p![id, typed, carried, again])
}
