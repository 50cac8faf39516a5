//! Opening a file: with the name of the reading entity on it, and written down first.

use sila_core::Millis;
use sila_seal::sha256;

use super::store::{self, Version};
use super::{key_place, part_place};
use crate::app::App;
use crate::cases::documents::vet::vet;
use crate::cases::documents::{drawn, stamped_apart};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault;
use crate::web::dates;

/// The bytes of a version, if they are still what was put there.
///
/// # Errors
/// `page.not_found` for one that is not whole or was erased; `room.changed` when its hash is another one.
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

/// A version as it is given to somebody of this entity: its Arabic and English name and the time stand on each page.
///
/// # Errors
/// As [`content`]; `room.unmarked` for a PDF whose pages are not understood.
pub(super) async fn marked(
    app: &App,
    version: &Version,
    (name_ar, name_en): (&str, &str),
    now: Millis,
) -> Result<Reply, Problem> {
    let bytes = content(app, version, now).await?;
    let (when, short) = (
        format!("{} {}", dates::day_short(now), dates::clock(now)),
        version.id.simple().to_string(),
    );
    let name = format!("file-{}", short.get(24..).unwrap_or_default());
    if version.media == "application/pdf" {
        let stamped = stamped_apart(bytes, format!("{name_en} - {when}")).await?;
        let stamped = stamped.ok_or_else(|| Problem::refused("room.unmarked"))?;
        return Ok(Reply::shown("application/pdf", format!("{name}.pdf"), stamped));
    }
    let points = vet(&bytes, &version.media).ok().and_then(|vetted| vetted.points);
    let points = points.ok_or_else(|| Problem::internal("room.changed"))?;
    let svg = drawn(points, &bytes, &format!("{name_ar} · {name_en} · {when}"));
    Ok(Reply::file("image/svg+xml", format!("{name}.svg"), svg.into_bytes()))
}
