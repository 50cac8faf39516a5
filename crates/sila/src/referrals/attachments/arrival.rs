//! The end of a fetch: a document that is all here is compared with what was announced, and its sender is told.

use sila_core::time::Millis;
use sila_link::{AttachmentNews, Code, Fate, Message};
use sila_seal::chunks::{add_leaves, chunks_of};
use sila_seal::merkle::Frontier;

use super::super::letter::beside_entries;
use super::super::record::Record;
use super::store::{self, Attachment, State};
use super::{Label, PART_CHUNKS, key, sniff, unseal, upload};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links::outbox;
use crate::problem::Problem;

/// Compares a document that is all here with what was announced.
///
/// # Errors
/// When the store cannot be read or written.
pub(super) async fn judge(app: &App, stored: &Attachment) -> Result<(), Problem> {
    let record = Record::of(app, stored.referral).await?;
    let label = unseal(&key(app, stored.referral, &record.sealed)?, stored)?;
    let committed = label.key().commitment() == label.file.commitment;
    if !committed || !is_announced(app, stored, &label).await? {
        return refuse(app, stored, "P-COMMIT").await;
    }
    let looks = first(app, stored, &label).await?;
    if sniff::media(&looks).is_none_or(|(media, _)| media != stored.media) {
        return refuse(app, stored, "attachment.type").await;
    }
    end(app, &record, stored, (State::Here, Fate::Arrived)).await
}

/// Gives a document up: its content goes, and its sender is told why.
///
/// # Errors
/// When the store cannot be written.
pub(super) async fn refuse(app: &App, stored: &Attachment, code: &str) -> Result<(), Problem> {
    let record = Record::of(app, stored.referral).await?;
    let code = Code::parse(code).unwrap_or(Code::known("P-COMMIT"));
    end(app, &record, stored, (State::Refused, Fate::Refused(code))).await
}

async fn end(
    app: &App,
    record: &Record,
    stored: &Attachment,
    (state, fate): (State, Fate),
) -> Result<(), Problem> {
    let now: Millis = app.clock.now();
    let code = match &fate {
        Fate::Refused(code) => Some(code.as_str().to_owned()),
        _ => None,
    };
    let what = if code.is_some() { "refused" } else { "here" };
    let id = stored.id;
    let fact = upload::fact(app, &record.row, what, None, id.as_bytes(), now);
    let news = Message::AttachmentNews(AttachmentNews { id, fate, at: now });
    let letter = beside_entries(app, record, &news, now).await?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if !store::set_state(tx, id, (State::Fetching, state), code.as_deref(), now)? {
            return Ok(());
        }
        if state == State::Refused {
            store::delete_parts(tx, id)?;
        }
        outbox::post(tx, &letter)?;
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    app.outbox.notify_one();
    app.changed(Topic::Referrals);
    Ok(())
}

/// Whether the root over all stored chunks is the announced one. Row by row: nothing large is in memory.
async fn is_announced(app: &App, stored: &Attachment, label: &Label) -> Result<bool, Problem> {
    let mut tree = Frontier::new();
    for nth in 0..chunks_of(stored.size).div_ceil(PART_CHUNKS) {
        let id = stored.id;
        let rows = app.store.read(move |tx| store::parts(tx, id, nth, nth)).await?;
        rows.iter().for_each(|row| add_leaves(&mut tree, row));
    }
    Ok(tree.root() == label.file.root)
}

/// The first bytes of the document.
async fn first(app: &App, stored: &Attachment, label: &Label) -> Result<Vec<u8>, Problem> {
    let id = stored.id;
    let rows = app.store.read(move |tx| store::parts(tx, id, 0, 0)).await?;
    let row = rows.first().map(Vec::as_slice).unwrap_or_default();
    let chunk = row.get(..sila_seal::chunks::SEALED_CHUNK_BYTES).unwrap_or(row);
    let plain = label.key().open(stored.size, 0, chunk);
    let plain = plain.map_err(|error| Problem::internal("attachment.unreadable").because(error))?;
    Ok(plain.get(..sniff::LOOK_BYTES).unwrap_or(&plain).to_vec())
}
