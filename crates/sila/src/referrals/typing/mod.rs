//! How many fields the forms about a referral took here: filled in, there already, and asked for a second time. Counted when a form is
//! sent; what was filled in is not kept.

pub mod store;

use std::collections::BTreeSet;

use sila_core::ids::{ReferralId, WorkerId};
use sila_core::imprint::Typing;
use sila_core::time::Millis;

use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::web::Pairs;

/// What one form took, to be written in the transaction of what it does.
#[derive(Debug, Clone)]
pub struct Count {
    id: ReferralId,
    typing: Typing,
    fact: Fact,
}

impl Count {
    /// Of this referral, by this worker; nobody typed what the node carries over.
    pub fn new(
        app: &App,
        id: ReferralId,
        typing: Typing,
        (worker, now): (Option<WorkerId>, Millis),
    ) -> Count {
        let Typing { typed, carried, again } = typing;
        let data = format!("{typed} {carried} {again}").into_bytes();
        let (fact, subject) = (app.clock.new_id(), id.to_string());
        Count {
            id,
            typing,
            fact: Fact { id: fact, at: now, kind: "typing", subject, worker, data },
        }
    }

    /// Adds it to what earlier forms took, and writes down how much it was.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn insert(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        store::add(tx, self.id, self.typing)?;
        journal::insert(tx, &self.fact)
    }
}

/// Counts the fields with these names that were filled in in a form about a referral, after the act that it asked for; `again` when it asks
/// for what had come along. What cannot be counted is no reason to say that the act failed.
pub async fn filled(ask: &Ask, id: ReferralId, names: &[&str], again: bool) {
    let Ok(worker) = ask.worker() else { return };
    let typing = Typing { typed: typed(&ask.form, names), carried: 0, again: u32::from(again) };
    let count = Count::new(&ask.app, id, typing, (Some(worker.id), ask.now));
    if let Err(error) = ask.app.store.write(move |tx| count.insert(tx)).await {
        tracing::warn!(referral = %id, "fields were not counted: {error}");
    }
}

/// How many of these fields hold something.
fn typed(form: &Pairs, names: &[&str]) -> u32 {
    let filled = form.iter().filter(|(name, value)| names.contains(name) && !value.is_empty());
    let names: BTreeSet<&str> = filled.map(|(name, _)| name).collect();
    u32::try_from(names.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_counts_once_and_only_when_something_is_in_it() {
        let form: Pairs =
            [("code", "MISSING"), ("item", ""), ("x", "1"), ("x", "2"), ("act", "go")]
                .into_iter()
                .collect();
        assert_eq!(typed(&form, &["code", "item", "x"]), 2);
        assert_eq!(typed(&form, &[]), 0);
    }
}
