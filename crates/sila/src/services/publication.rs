//! Publishing a service, withdrawing it, saying that it is still so, and how much room there is.

use sila_core::ListingId;
use sila_core::directory::{Band, Published};
use sila_core::time::Millis;

use super::reading::{self, Ready};
use super::store::{self, Stored};
use super::{PUBLISHED, fact, own, path, site_place, words_of, write};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;

/// Publishes what was written as the next version.
///
/// # Errors
/// `page.elsewhere` back to the form when it is not whole; `services.no_draft`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let stored = own(&ask.app, ask.id("id")?).await?;
    let id = stored.id;
    let values = write::typed(&ask.app, &stored)?;
    let values = values.ok_or_else(|| Problem::refused("services.no_draft").way_out(path(id)))?;
    let number = stored.number.saturating_add(1);
    let Ok(ready) = reading::read(&ask.cx, &values, (id, number)) else {
        return Err(Problem::elsewhere(format!("{}/draft?check=1", path(id))));
    };
    publish(&ask.app, ask.worker()?, &ready, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Publishes a version of ours: to everybody here at once, to partners as soon as they are reached.
///
/// # Errors
/// `services.crossed` when another version was published meanwhile, or the service is another agency's.
pub async fn publish(
    app: &App,
    worker: &Worker,
    ready: &Ready,
    now: Millis,
) -> Result<(), Problem> {
    let (listing, id) = (ready.listing.clone(), ready.listing.id);
    listing.check().map_err(|part| Problem::refused("services.malformed").with("part", part))?;
    let words = words_of(&listing);
    let place = ready.place.as_ref();
    let place = place.map(|place| app.vault.seal(site_place(id), place.as_bytes()));
    let told = fact(app, id, worker, "published", now);
    let (band, confidential) = (ready.band, listing.is_confidential());
    let one = Published { listing, band, assured_at: now, published_at: now, withdrawn: false };
    let me = app.node.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let before = store::find(tx, id)?;
        let next = before.as_ref().map_or(1, |before| before.number.saturating_add(1));
        if one.listing.number != next {
            return Ok(false);
        }
        let now = before.map_or(now, |before| crate::knowledge::later(now, before.updated_at));
        if !store::put(tx, me, &one, &words, now)? {
            return Ok(false);
        }
        // A draft without the place leaves the place that is known; only an open one has none.
        if place.is_some() || !confidential {
            store::set_place(tx, id, place.as_ref())?;
        }
        store::drop_draft(tx, id)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    done(app, id, app.store.write(write).await?)
}

fn done(app: &App, id: ListingId, written: bool) -> Result<(), Problem> {
    if !written {
        return Err(Problem::refused("services.crossed").way_out(path(id)));
    }
    app.changed(Topic::Agreements);
    Ok(())
}

/// Writes what changes beside a version.
async fn change(
    app: &App,
    worker: &Worker,
    stored: Stored,
    act: &'static str,
    now: Millis,
    alter: impl FnOnce(&mut Published),
) -> Result<(), Problem> {
    let (id, me, before) = (stored.id, app.node.id, stored.updated_at);
    let published = stored.published.filter(|_| stored.state == PUBLISHED);
    let refused = || Problem::refused("services.not_published").way_out(path(id));
    let mut one = published.ok_or_else(refused)?;
    alter(&mut one);
    let (words, told) = (words_of(&one.listing), fact(app, id, worker, act, now));
    let at = crate::knowledge::later(now, before);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let same = store::find(tx, id)?.is_some_and(|found| found.updated_at == before);
        let done = same && store::put(tx, me, &one, &words, at)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    done(app, id, app.store.write(write).await?)
}

/// Says that all of it is still so.
///
/// # Errors
/// `services.not_published`; `services.crossed`.
pub async fn assure(ask: Ask) -> Result<Reply, Problem> {
    let stored = own(&ask.app, ask.id("id")?).await?;
    let (id, now) = (stored.id, ask.now);
    assured(&ask.app, ask.worker()?, stored, now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// As [`assure`], for any caller.
///
/// # Errors
/// As [`assure`].
pub async fn assured(
    app: &App,
    worker: &Worker,
    stored: Stored,
    now: Millis,
) -> Result<(), Problem> {
    change(app, worker, stored, "assured", now, |one| one.assured_at = now).await
}

/// Says how much room there is.
///
/// # Errors
/// `form.broken` for any other word; `services.not_published`; `services.crossed`.
pub async fn band(ask: Ask) -> Result<Reply, Problem> {
    let stored = own(&ask.app, ask.id("id")?).await?;
    let said = ask.form.get("band").and_then(|code| Band::from_code(code).ok());
    let said = said.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let id = stored.id;
    change(&ask.app, ask.worker()?, stored, "band", ask.now, |one| one.band = said).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Offers it no more.
///
/// # Errors
/// `services.not_published`; `services.crossed`.
pub async fn withdraw(ask: Ask) -> Result<Reply, Problem> {
    let stored = own(&ask.app, ask.id("id")?).await?;
    let id = stored.id;
    change(&ask.app, ask.worker()?, stored, "withdrawn", ask.now, |one| one.withdrawn = true)
        .await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}
