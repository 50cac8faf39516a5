//! Holds that have run out are released by the node itself.

use sila_core::time::Millis;

use super::{EXPIRED, hold, store};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;

/// Releases what has run out. Says how many.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let over = app.store.read(move |tx| store::run_out(tx, now)).await?;
    let mut released = 0;
    for stay in over {
        let step = hold::step(None, "END", EXPIRED, now);
        let fact = hold::fact(app, stay.id, &step);
        let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
            // Extended meanwhile: it has not run out.
            let again = store::find(tx, stay.id)?;
            if again.is_none_or(|again| again.hold_until > now) {
                return Ok(false);
            }
            let done = store::end(tx, (stay.id, "HELD"), EXPIRED, None, now)?;
            if done {
                store::add_step(tx, stay.id, &step)?;
                journal::insert(tx, &fact)?;
            }
            Ok(done)
        };
        released += usize::from(app.store.write(write).await?);
    }
    if released > 0 {
        app.changed(Topic::Shelter);
    }
    Ok(released)
}
