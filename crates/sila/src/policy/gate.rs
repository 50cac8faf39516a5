//! The gate: what the guide in force forbids is stopped before it is done, and the number of the clause is the reason.

use sila_core::agreement::Agreement;
use sila_core::policy::{Facts, Guide, Rule};
use sila_core::time::Millis;
use sila_core::{AgencyId, RecordId};

use super::store;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::partners::file;
use crate::problem::Problem;
use crate::{links, records};

/// The longest term that is counted, in months.
const MONTHS_MAX: i64 = 1_200;

/// Stops an agreement that the guide in force does not allow. Without a guide nothing is stopped.
///
/// # Errors
/// `policy.not_classified`, `policy.not_acknowledged` or `policy.term`, each with the number of the clause; when the store
/// cannot be read.
pub async fn check(
    app: &App,
    agreement: &Agreement,
    other: AgencyId,
    now: Millis,
) -> Result<(), Problem> {
    let months = Some(term(agreement));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(held) = store::in_force(tx, now.uae_date())? else { return Ok(None) };
        let facts = Facts { months, ..facts(tx, &held.guide, other)? };
        let excepted = store::excepted(tx, other, now)?;
        let mut broken = held
            .guide
            .clauses()
            .filter(|clause| facts.keep(clause) == Some(false))
            .filter(|clause| !excepted.contains(&clause.number));
        Ok(broken.find_map(|one| Some((stop(one.rule?)?, one.number.clone()))))
    };
    let Some((code, clause)) = app.store.read(read).await? else { return Ok(()) };
    let way_out = format!("/policy/compliance?agency={}", other.to_text());
    Err(Problem::refused(code).with("clause", clause).way_out(way_out))
}

/// The code with which a broken rule stops something; nothing for what is only told.
fn stop(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::Classified => Some("policy.not_classified"),
        Rule::Acknowledged => Some("policy.not_acknowledged"),
        Rule::Term => Some("policy.term"),
        _ => None,
    }
}

/// What the node knows of a partnership before anything is agreed; what follows from agreements is in [`super::known`].
pub fn facts(tx: &mut dyn Tx, guide: &Guide, other: AgencyId) -> Result<Facts, DbError> {
    let classified = file::store::classes(tx)?.contains_key(&other);
    // Whoever has no node cannot acknowledge with a key, and is not asked to.
    let has_node = links::store::peer_of(tx, other)?.is_some();
    let acknowledged = !has_node
        || match store::shares(tx, guide.number)?.get(&other) {
            Some(record) => is_signed(tx, *record)?,
            None => false,
        };
    Ok(Facts { classified, acknowledged, ..Facts::default() })
}

/// Whether the agency to which a version was sent has signed for it.
pub fn is_signed(tx: &mut dyn Tx, record: RecordId) -> Result<bool, DbError> {
    let loaded = records::store::load(tx, record)?;
    Ok(loaded.is_some_and(|loaded| loaded.shared.in_force().is_some()))
}

/// The whole months that an agreement runs, a begun one counted.
fn term(agreement: &Agreement) -> i64 {
    let (from, until) = (agreement.from.uae_date(), agreement.until.uae_date());
    (0..MONTHS_MAX).find(|months| from.plus_months(*months) >= until).unwrap_or(MONTHS_MAX)
}
