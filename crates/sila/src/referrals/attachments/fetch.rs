//! Both ends of a fetch: giving a part of a document to the one agency it was offered to, and fetching what was offered
//! to us, part after part. Every chunk is opened before it is kept; the end is compared with the announced root.

use sila_link::{LinkError, LinkState};
use sila_seal::Hash;
use sila_seal::chunks::{SEALED_CHUNK, sealed_bytes};

use super::super::record::Record;
use super::store::{self, Attachment};
use super::{ROW_BYTES, Stopped, arrival, key, leaving, unseal};
use crate::app::{App, Topic};
use crate::db::DbError;
use crate::links::trouble::Trouble;
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::wire::client::{CallError, Line};
use crate::wire::{PART_BYTES_MAX, Part};

/// Rows asked for at once.
const ROWS: u64 = PART_BYTES_MAX / ROW_BYTES;
/// A document whose parts are wrong or not there so often in a row will never be.
const WRONG_MAX: u32 = 8;

/// Some bytes of a document that lies ready for this agency, and for no other.
pub async fn part(app: &App, peer: &Peer, part: Part) -> Option<Vec<u8>> {
    let (link, id, now) = (peer.link, part.id, app.clock.now());
    let (first, last) = (part.from / ROW_BYTES, part.until.saturating_sub(1) / ROW_BYTES);
    let open = peer.state == LinkState::Active;
    let read = move |tx: &mut dyn crate::db::Tx| -> Result<Option<Vec<u8>>, DbError> {
        let stored = store::one(tx, id)?;
        let ours = |one: &Attachment| {
            one.link == link && leaving::is_offered(one) && part.until <= sealed_bytes(one.size)
        };
        let Some(stored) = stored.filter(ours).filter(|_| open) else { return Ok(None) };
        let Some(record) = Record::load(tx, stored.referral)? else { return Ok(None) };
        let stopped = Stopped::of(&record).leaves(record.row.direction);
        if stopped || leaving::is_barred(tx, &record.row)? {
            return Ok(None);
        }
        Ok(Some(store::parts(tx, id, first, last)?.concat()))
    };
    let mut rows = app.store.read(read).await.ok().flatten()?;
    let skip = usize::try_from(part.from.checked_sub(first.checked_mul(ROW_BYTES)?)?).ok()?;
    let long = usize::try_from(part.bytes()).ok()?;
    rows.drain(..skip.min(rows.len()));
    rows.truncate(long);
    let served = move |tx: &mut dyn crate::db::Tx| store::set_served(tx, id, part.until, now);
    if rows.len() != long || app.store.write(served).await.is_err() {
        return None;
    }
    app.changed(Topic::Referrals);
    Some(rows)
}

/// Fetches over one link until nothing is left that is due. Says whether anything came.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn over(app: &App, link: Hash, line: &mut Line) -> Result<(), Problem> {
    loop {
        let now = app.clock.now();
        let peer = app.store.read(move |tx| links::store::by_link(tx, link)).await?;
        let Some(peer) = peer.filter(Peer::is_open) else { return Ok(()) };
        let due = app.store.read(move |tx| store::to_fetch(tx, link, now)).await?;
        let Some(stored) = due else { return Ok(()) };
        match next(app, &peer, &stored, line).await {
            Ok(()) => {}
            Err(Trouble::Here(problem)) => return Err(problem),
            Err(trouble) => later(app, &stored, &trouble).await?,
        }
        app.changed(Topic::Referrals);
    }
}

/// The next part, or the end of a document that is all here.
async fn next(app: &App, peer: &Peer, stored: &Attachment, line: &mut Line) -> Result<(), Trouble> {
    let whole = sealed_bytes(stored.size);
    if stored.have >= whole {
        return Ok(arrival::judge(app, stored).await?);
    }
    let callee = peer.callee().ok_or(LinkError::Address)?;
    let until = stored.have.saturating_add(ROWS.saturating_mul(ROW_BYTES)).min(whole);
    let asked = Part { id: stored.id, from: stored.have, until };
    let sealed = line.fetch(&callee, asked).await.map_err(Trouble::Call)?;
    if u64::try_from(sealed.len()) != Ok(asked.bytes()) {
        return Err(LinkError::Schema("part of a file").into());
    }
    let record = Record::of(app, stored.referral).await?;
    let label = unseal(&key(app, stored.referral, &record.sealed)?, stored)?;
    let first = stored.have / SEALED_CHUNK;
    let size = stored.size;
    let checked = tokio::task::spawn_blocking(move || {
        label.key().open(size, first, &sealed).map(|_plain| sealed)
    });
    let checked = checked.await.map_err(|e| Problem::unavailable("node.stopping").because(e))?;
    let sealed = checked.or(Err(LinkError::Commit))?;
    let row = usize::try_from(ROW_BYTES).unwrap_or(usize::MAX);
    let rows: Vec<Vec<u8>> = sealed.chunks(row).map(<[u8]>::to_vec).collect();
    let (id, had, now) = (stored.id, stored.have, app.clock.now());
    app.store.write(move |tx| store::take(tx, id, had, &rows, now)).await?;
    Ok(())
}

/// After a failure: later again, or never when what comes is wrong each time.
async fn later(app: &App, stored: &Attachment, trouble: &Trouble) -> Result<(), Problem> {
    let wrong = matches!(trouble, Trouble::Refused(_) | Trouble::Call(CallError::Refused(_)));
    let code = trouble.code();
    tracing::info!(code, tries = stored.tries, "a part of a document did not come");
    if wrong && stored.tries >= WRONG_MAX {
        return arrival::refuse(app, stored, &code).await;
    }
    leaving::postpone(app, stored, app.clock.now()).await
}
