//! What is over is erased, at each side by its own clock.

use sila_core::Millis;
use sila_link::Kind;

use super::fact;
use super::store::{self, State};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links::outbox;
use crate::problem::Problem;

/// Erases key and bytes of everything that is over, also what waits to be sent of it. Says how much.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let over = app.store.read(move |tx| store::over(tx, now)).await?;
    if over.is_empty() {
        return Ok(0);
    }
    let me = app.node.id;
    let told = over.iter().map(|one| (one.id, fact(app, one, ("erased", me), None, now)));
    let told: Vec<_> = told.collect();
    let write = move |tx: &mut dyn Tx| -> Result<usize, DbError> {
        let mut many = 0_usize;
        for (id, fact) in &told {
            // Somebody may have withdrawn it meanwhile.
            if store::erase(tx, *id, State::Gone)? {
                outbox::forget(tx, *id, Kind::FilePart)?;
                journal::insert(tx, fact)?;
                many = many.saturating_add(1);
            }
        }
        Ok(many)
    };
    let many = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(many)
}
