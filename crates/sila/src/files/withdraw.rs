//! Withdrawing a version of ours: its key and bytes are erased here at once, and the other side is told to do the same.

use sila_core::{AgencyId, Millis};
use sila_link::{Kind, LinkState, Message, Stream};
use uuid::Uuid;

use super::put::said;
use super::store::{self, File, State, Version};
use super::{fact, path};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links::outbox::{self, Letter};
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::reply::Reply;

/// Withdraws the version of the address.
///
/// # Errors
/// As [`withdraw`]; `page.not_found` for a file of another partnership.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (agency, id, version): (AgencyId, Uuid, Uuid) =
        (ask.id("agency")?, ask.id("id")?, ask.id("version")?);
    let one = ask.app.store.read(move |tx| store::find_version(tx, version)).await?;
    one.filter(|one| one.file == id).ok_or_else(Problem::not_found)?;
    let file = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    file.filter(|file| file.agency == agency).ok_or_else(Problem::not_found)?;
    withdraw(&ask.app, version, (ask.worker()?, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(agency, &format!("/{id}")))))
}

/// Erases a version of ours here, and tells a partner with a node. The letter waits while the link is stopped.
///
/// # Errors
/// `page.not_found` for a version that is not ours or is erased; `link.outbox_full`.
pub async fn withdraw(
    app: &App,
    version: Uuid,
    (worker, now): (&Worker, Millis),
) -> Result<(), Problem> {
    let one = app.store.read(move |tx| store::find_version(tx, version)).await?;
    let one = one.filter(|one| one.key.is_some()).ok_or_else(Problem::not_found)?;
    let of = one.file;
    let file = app.store.read(move |tx| store::find(tx, of)).await?;
    let file = file.filter(|file| file.ours).ok_or_else(Problem::not_found)?;
    let letter = letter(app, &file, &one, now).await?;
    let told = fact(app, &one, ("withdrawn", app.node.id), Some(worker.id), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::erase(tx, version, State::Withdrawn)? {
            return Ok(false);
        }
        outbox::forget(tx, version, Kind::FilePart)?;
        if let Some(letter) = &letter {
            outbox::post(tx, letter)?;
        }
        journal::insert(tx, &told).map(|()| true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    app.changed(Topic::Agreements);
    app.outbox.notify_one();
    Ok(())
}

/// What tells a partner with a node; none for others.
async fn letter(
    app: &App,
    file: &File,
    version: &Version,
    now: Millis,
) -> Result<Option<Letter>, Problem> {
    let agency = file.agency;
    let peer = app.store.read(move |tx| links::store::peer_of(tx, agency)).await?;
    let linked = |peer: &Peer| matches!(peer.state, LinkState::Active | LinkState::Suspended(_));
    let Some(peer) = peer.filter(linked) else { return Ok(None) };
    let payload = Message::FileWithdraw(said(app, file, version)?).encode();
    let payload = payload.map_err(|error| Problem::internal("room.changed").because(error))?;
    let letter = outbox::letter(app, &peer, Kind::FileWithdraw, version.id, &payload, now)?;
    Ok(Some(letter.on(Stream::PARTNERSHIP)))
}
