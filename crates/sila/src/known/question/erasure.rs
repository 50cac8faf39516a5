//! Forgetting whom a question was about: what an auditor could prove it with is kept for two years and then erased.

use sila_core::time::Millis;

use super::store;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;

/// How long the values and the secrets that hid them are kept: two years, in the longer way of counting.
const KEPT_DAYS: i64 = 2 * 366;

/// Erases what has been kept long enough, with what was found. The line stays: who asked, when, what for, and the hash
/// that stands in both logs. Says how many questions that were.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn due(app: &App, now: Millis) -> Result<usize, Problem> {
    let before = now.plus_days(-KEPT_DAYS);
    if !app.store.read(move |tx| store::kept_longer(tx, before)).await? {
        return Ok(0);
    }
    let id = app.clock.new_id();
    let write = move |tx: &mut dyn Tx| -> Result<u64, DbError> {
        let erased = store::erase(tx, before, now)?;
        let data = erased.to_be_bytes().to_vec();
        let (kind, subject) = ("known.erased", String::new());
        journal::insert(tx, &Fact { id, at: now, kind, subject, worker: None, data })?;
        Ok(erased)
    };
    let erased = app.store.write(write).await?;
    Ok(usize::try_from(erased).unwrap_or(usize::MAX))
}
