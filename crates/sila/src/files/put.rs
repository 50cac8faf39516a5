//! Putting a file into the room: first what it is, then a version with its bytes, which goes to the other side at once.

use sila_core::partnership::Words;
use sila_core::time::Date;
use sila_core::{AgencyId, Millis};
use sila_link::file::{FilePart, PART_BYTES, SHARED_BYTES_MAX, SharedFile};
use sila_link::{Kind, Message, Stream};
use sila_seal::sha256;
use uuid::Uuid;

use super::store::{self, File, State, Version};
use super::{
    Class, DAYS_MAX, LIVING_MAX, MEDIA, TABLE, TITLE_MAX, Way, fact, key_place, part_place, path,
    title, way,
};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::cases::documents::{stamped_apart, vet_apart};
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::Peer;
use crate::links::outbox::{self, Letter};
use crate::meetings::sealed;
use crate::problem::Problem;
use crate::referrals::attachments::sniff;
use crate::vault;

/// Begins a file that has no version yet: nothing leaves.
///
/// # Errors
/// `room.unfit` when its title is not whole.
pub async fn begin(
    app: &App,
    agency: AgencyId,
    (title, class): (&Words, Class),
    now: Millis,
) -> Result<Uuid, Problem> {
    if !title.fit(TITLE_MAX) {
        return Err(Problem::refused("room.unfit").way_out(path(agency, "/new")));
    }
    let id = app.clock.new_id();
    let body = sealed(app, TABLE, id, title);
    let file = File { id, agency, ours: true, class, at: now, body };
    app.store.write(move |tx| store::insert(tx, &file)).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

/// Adds a version to a file of ours; those before stay until their own end. Over a link its parts go out.
///
/// # Errors
/// `page.not_found` for a file that is not ours; `room.shut` while link or agreement do not let it; `room.day`, `room.many`,
/// `document.…` for what is no PDF, JPEG or PNG, holds what it must not or cannot be marked; `room.too_large`.
pub async fn add(
    app: &App,
    id: Uuid,
    (bytes, until): (Vec<u8>, Date),
    (worker, now): (&Worker, Millis),
) -> Result<Uuid, Problem> {
    let file = app.store.read(move |tx| store::find(tx, id)).await?;
    let file = file.filter(|file| file.ours).ok_or_else(Problem::not_found)?;
    let agency = file.agency;
    let refused = |code: &str| Problem::refused(code).way_out(path(agency, &format!("/{id}")));
    let way = way(app, agency, now).await?.ok_or_else(|| refused("room.shut"))?;
    let ends_at = end_of(until, now).ok_or_else(|| refused("room.day"))?;
    let back = path(agency, &format!("/{id}"));
    let (bytes, media) = vetted(bytes).await.map_err(|problem| problem.way_out(back))?;
    let last = app.store.read(move |tx| store::last(tx, id)).await?;
    let version_id = app.clock.new_id();
    let (key, wrapped) = app.vault.new_key(key_place(version_id));
    let version = Version {
        id: version_id,
        file: id,
        number: last.saturating_add(1),
        media: media.to_owned(),
        size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        hash: sha256(&[&bytes]),
        at: now,
        ends_at,
        state: State::Here,
        worker: Some(worker.id),
        key: Some(wrapped),
        opened_at: None,
    };
    let letters = match &way {
        Way::Link(peer) => letters(app, peer, &said(app, &file, &version)?, &bytes, now)?,
        Way::Portal => Vec::new(),
    };
    let place = part_place(version_id);
    let parts = bytes.chunks(PART_BYTES).map(|piece| vault::seal(&key, place, piece)).collect();
    let told = fact(app, &version, ("put", app.node.id), Some(worker.id), now);
    let new = New { agency, version, parts, letters, told };
    if let Some(code) = app.store.write(move |tx| new.write(tx)).await? {
        return Err(refused(code));
    }
    app.changed(Topic::Agreements);
    app.outbox.notify_one();
    Ok(version_id)
}

/// The end of the last day, if it is one from today on within a year.
fn end_of(last: Date, now: Millis) -> Option<Millis> {
    let ends_at = last.plus_days(1).at_minute(0);
    (now < ends_at && ends_at <= now.plus_days(DAYS_MAX)).then_some(ends_at)
}

/// The bytes as they are kept, and their type.
async fn vetted(bytes: Vec<u8>) -> Result<(Vec<u8>, &'static str), Problem> {
    if bytes.is_empty() {
        return Err(Problem::refused("attachment.none"));
    }
    let media = sniff::media(&bytes).map(|(media, _)| media).filter(|one| MEDIA.contains(one));
    let media = media.ok_or_else(|| Problem::refused("room.type"))?;
    let vetted = vet_apart(bytes, media).await?.map_err(Problem::refused)?;
    let size = u32::try_from(vetted.bytes.len()).unwrap_or(u32::MAX);
    if size > SHARED_BYTES_MAX {
        return Err(Problem::refused("room.too_large"));
    }
    if !can_be_marked(&vetted.bytes, media).await? {
        return Err(Problem::refused("room.unmarked"));
    }
    Ok((vetted.bytes, media))
}

/// Whether it can bear who reads it; what cannot could be opened by nobody.
pub(super) async fn can_be_marked(bytes: &[u8], media: &str) -> Result<bool, Problem> {
    let is_pdf = media == "application/pdf";
    Ok(!is_pdf || stamped_apart(bytes.to_vec(), "-".to_owned()).await?.is_some())
}

/// What every letter of a version says of it.
pub(super) fn said(app: &App, file: &File, version: &Version) -> Result<SharedFile, Problem> {
    let title = title(app, file)?;
    Ok(SharedFile {
        id: version.id,
        file: file.id,
        number: version.number,
        title_ar: title.ar,
        title_en: title.en,
        class: file.class.code().to_owned(),
        media: version.media.clone(),
        ends_at: version.ends_at.0,
        size: version.size,
        hash: version.hash,
    })
}

/// The letters that carry a version, one for each part.
fn letters(
    app: &App,
    peer: &Peer,
    about: &SharedFile,
    bytes: &[u8],
    now: Millis,
) -> Result<Vec<Letter>, Problem> {
    let letter = |part: FilePart| {
        let payload = Message::FilePart(part).encode();
        let payload = payload.map_err(|error| Problem::refused("room.too_large").because(error))?;
        let letter = outbox::letter(app, peer, Kind::FilePart, about.id, &payload, now)?;
        Ok(letter.on(Stream::PARTNERSHIP).until(Some(about.ends())))
    };
    FilePart::all(about, bytes).into_iter().map(letter).collect()
}

/// A version on its way into the store.
struct New {
    /// The other side of the room.
    agency: AgencyId,
    version: Version,
    parts: Vec<Vec<u8>>,
    letters: Vec<Letter>,
    told: Fact,
}

impl New {
    /// Why it is not kept: the room is full, or somebody was quicker.
    fn write(&self, tx: &mut dyn Tx) -> Result<Option<&'static str>, DbError> {
        if store::living_count(tx, self.agency, true)? >= LIVING_MAX {
            return Ok(Some("room.many"));
        }
        if !store::insert_version(tx, &self.version)? {
            return Ok(Some("room.moved"));
        }
        for (nth, part) in (0_u32..).zip(&self.parts) {
            store::insert_part(tx, self.version.id, nth, part)?;
        }
        for letter in &self.letters {
            outbox::post(tx, letter)?;
        }
        journal::insert(tx, &self.told)?;
        Ok(None)
    }
}
