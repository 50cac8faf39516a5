//! Opening a version: with the names of the reading entity and of who opens it on it, and written down first.

use sila_core::{AgencyId, Millis};
use sila_seal::sha256;

use super::store::{self, Version};
use super::{MEDIA, fact, key_place, part_place};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::cases::documents::{drawn, stamped_apart, vet_apart};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault;
use crate::web::dates;

/// Who opens it.
pub(super) struct Reader<'a> {
    /// The person.
    pub worker: &'a Worker,
    /// Whose people they are of.
    pub entity: AgencyId,
    /// Its Arabic name.
    pub name_ar: &'a str,
    /// Its English name.
    pub name_en: &'a str,
    /// Whether it was put there for them.
    pub is_meant: bool,
}

/// The bytes of a version, if they are still what was put there.
///
/// # Errors
/// `page.not_found` for one that is not whole, was erased or is over; `room.changed` when its hash is another one.
pub async fn content(app: &App, version: &Version, now: Millis) -> Result<Vec<u8>, Problem> {
    let id = version.id;
    let wrapped = version.key.as_ref().filter(|_| version.is_open(now));
    let key = app.vault.open_key(key_place(id), wrapped.ok_or_else(Problem::not_found)?)?;
    let mut bytes = Vec::new();
    for (_, part) in app.store.read(move |tx| store::parts(tx, id)).await? {
        bytes.extend_from_slice(&vault::open(&key, part_place(id), &part)?);
    }
    if sha256(&[&bytes]) == version.hash {
        Ok(bytes)
    } else {
        Err(Problem::internal("room.changed"))
    }
}

/// A version as it is given to its reader: who reads and the time stand on each page. That it was opened is written down first.
///
/// # Errors
/// As [`content`]; `room.unmarked` for a PDF whose pages are not understood.
pub(super) async fn marked(
    app: &App,
    version: &Version,
    by: Reader<'_>,
    now: Millis,
) -> Result<Reply, Problem> {
    if !version.is_open(now) {
        return Err(Problem::not_found());
    }
    written_down(app, version, &by, now).await?;
    let bytes = content(app, version, now).await?;
    let Reader { worker, name_ar, name_en, .. } = by;
    let (user, short) = (&worker.user_name, version.id.simple().to_string());
    let when = format!("{} {}", dates::day_short(now), dates::clock(now));
    let name = format!("file-{}", short.get(24..).unwrap_or_default());
    if version.media == "application/pdf" {
        let stamped = stamped_apart(bytes, format!("{name_en} - {user} - {when}")).await?;
        let stamped = stamped.ok_or_else(|| Problem::refused("room.unmarked"))?;
        return Ok(Reply::shown("application/pdf", format!("{name}.pdf"), stamped));
    }
    let changed = || Problem::internal("room.changed");
    let media = MEDIA.into_iter().find(|media| *media == version.media).ok_or_else(changed)?;
    let vetted = vet_apart(bytes, media).await?.map_err(|_refused| changed())?;
    let points = vetted.points.ok_or_else(changed)?;
    let svg = drawn(points, &vetted.bytes, &format!("{name_ar} · {name_en} · {user} · {when}"));
    Ok(Reply::file("image/svg+xml", format!("{name}.svg"), svg.into_bytes()))
}

/// Into the journal; the first opening by those for whom it was put there stands beside the version as well.
async fn written_down(
    app: &App,
    version: &Version,
    by: &Reader<'_>,
    now: Millis,
) -> Result<(), Problem> {
    let told = fact(app, version, ("opened", by.entity), Some(by.worker.id), now);
    let (id, is_first) = (version.id, by.is_meant && version.opened_at.is_none());
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if is_first {
            store::opened(tx, id, now)?;
        }
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    if is_first {
        app.changed(Topic::Agreements);
    }
    Ok(())
}
