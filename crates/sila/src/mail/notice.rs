//! Once a day at most: something waits for you in Sila. The letter holds nothing else, not even a way there: whoever gets such a letter
//! with a link in it knows that it is not ours.

use sila_core::{Millis, WorkerId};

use super::letter::{Kind, Letter, post};
use super::{store, wish};
use crate::accounts::store as accounts;
use crate::app::App;
use crate::day::{notices, show};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::web::{Lang, i18n};

/// Hours of the day in which somebody is told, by the clock of the State; before and after is quiet.
const HOURS: [u16; 2] = [8, 15];
/// Minutes until it is looked again whether something waits.
const AGAIN_MINUTES: i64 = 30;

/// The letter: the same for everybody, on every day.
fn letter(to: String) -> Letter {
    let both = |key: &str| [Lang::Ar, Lang::En].map(|lang| i18n::text(lang, key, &[]));
    Letter {
        to,
        subject: both("mail-notice-subject").join(" · "),
        words: both("mail-notice-text").join("\n\n"),
        ..Letter::default()
    }
}

/// Looks for everybody who wants to be told and has not been today. Whoever cannot be looked for is left until the next look: nobody
/// else waits for that.
///
/// # Errors
/// When the store cannot be read or written.
pub(super) async fn tend(app: &App, now: Millis) -> Result<(), Problem> {
    for (worker, body) in app.store.read(move |tx| store::to_look(tx, now)).await? {
        let next = look(app, worker, &body, now).await.unwrap_or_else(|problem| {
            tracing::error!(code = %problem.code, "it cannot be looked whether something waits");
            now.plus_minutes(AGAIN_MINUTES)
        });
        app.store.write(move |tx| store::looked(tx, worker, next)).await?;
    }
    Ok(())
}

/// Tells somebody if something waits; gives the time of the next look.
async fn look(app: &App, id: WorkerId, body: &[u8], now: Millis) -> Result<Millis, Problem> {
    let today = now.uae_date();
    let [opens, closes] = HOURS.map(|hour| today.at_minute(hour.saturating_mul(60)));
    let tomorrow = opens.plus_days(1);
    if now < opens {
        return Ok(opens);
    }
    if now >= closes {
        return Ok(tomorrow);
    }
    let worker = app.store.read(move |tx| accounts::one(tx, id)).await?;
    let Some(worker) = worker.filter(|one| one.active) else { return Ok(tomorrow) };
    if let Some(until) = app.store.read(move |tx| notices::quiet_until(tx, id, now)).await? {
        return Ok(until);
    }
    if !show::waits(app, &worker, now).await? {
        return Ok(now.plus_minutes(AGAIN_MINUTES));
    }
    let letter = letter(wish::address_of(app, id, body)?);
    let one = post(app, Kind::Notice, (id.0, id.0, today.to_days()), &letter, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> { store::put(tx, &one) };
    app.store.write(write).await?;
    Ok(tomorrow)
}
