//! `GET /{lang}/referrals/{id}/attachments/{attachment}`: opens a document for somebody who may see the referral. That it
//! was opened is written down first, and told to the other agency the first time.

use sila_core::ids::ReferralId;
use sila_link::{AttachmentNews, Fate, Message};
use sila_seal::chunks::chunks_of;
use tokio::sync::mpsc;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::super::letter::beside_entries;
use super::super::record::Record;
use super::super::store::Direction;
use super::store::{self, Attachment};
use super::{Label, PART_CHUNKS, key, sniff, unseal};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::links;
use crate::problem::Problem;
use crate::reply::Reply;

/// The document, as a file to save.
///
/// # Errors
/// `page.not_found` for a stranger, and while it is not whole here.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let (id, asked): (ReferralId, Uuid) = (ask.id("id")?, ask.id("attachment")?);
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let stored = ask.app.store.read(move |tx| store::one(tx, asked)).await?;
    let here = |one: &Attachment| one.is_whole() && one.referral == id;
    let stored = stored.filter(here).ok_or_else(Problem::not_found)?;
    let label = unseal(&key(&ask.app, id, &record.sealed)?, &stored)?;
    let ending = sniff::ending(&stored.media).ok_or_else(Problem::not_found)?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "attachment.open", ask.now).await?;
    if stored.direction == Direction::In && stored.opened_at.is_none() {
        tell(&ask, &record, &stored).await?;
    }
    let short = asked.simple().to_string();
    let tail = short.get(24..).unwrap_or_default();
    let name = format!("{}-{tail}.{ending}", record.row.reference);
    Ok(Reply::download("application/octet-stream", name, stream(ask.app.clone(), stored, label)))
}

/// Tells the sender in which role it was first opened.
async fn tell(ask: &Ask, record: &Record, stored: &Attachment) -> Result<(), Problem> {
    let (app, now, id) = (&ask.app, ask.now, stored.id);
    let role = ask.worker()?.role().to_owned();
    let news = AttachmentNews { id, fate: Fate::Opened(role.clone()), at: now };
    let letter = beside_entries(app, record, &Message::AttachmentNews(news), now).await?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::set_opened(tx, id, &role, now)? {
            links::outbox::post(tx, &letter)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    app.outbox.notify_one();
    app.changed(Topic::Referrals);
    Ok(())
}

/// Opens row after row as fast as the browser takes them: never more than two are in memory.
fn stream(app: App, stored: Attachment, label: Label) -> axum::body::Body {
    let (give, take) = mpsc::channel::<Result<Vec<u8>, Problem>>(1);
    tokio::spawn(async move {
        let rows = chunks_of(stored.size).div_ceil(PART_CHUNKS);
        for nth in 0..rows {
            let plain = row(&app, &stored, &label, nth).await;
            let failed = plain.is_err();
            // A browser that went away takes nothing more.
            if give.send(plain.map(|plain| plain.to_vec())).await.is_err() || failed {
                return;
            }
        }
    });
    let rows = tokio_stream::wrappers::ReceiverStream::new(take);
    axum::body::Body::from_stream(tokio_stream::StreamExt::map(rows, |row| {
        row.map_err(|problem| std::io::Error::other(problem.code))
    }))
}

async fn row(
    app: &App,
    stored: &Attachment,
    label: &Label,
    nth: u64,
) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let id = stored.id;
    let row = app.store.read(move |tx| store::parts(tx, id, nth, nth)).await?;
    let row = row.first().ok_or_else(Problem::not_found)?;
    let first = nth.saturating_mul(PART_CHUNKS);
    let opened = label.key().open(stored.size, first, row);
    opened.map_err(|error| Problem::internal("attachment.unreadable").because(error))
}
