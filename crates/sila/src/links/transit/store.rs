//! All SQL of positions and of what leaves over a link.

use std::collections::BTreeMap;

use sila_core::{AgreementId, Millis};
use sila_link::keys::KEPT_MS;
use sila_link::{Closed, Cursor, Disposition, Place, Receipted, Stream};
use sila_seal::{Hash, envelope};
use uuid::Uuid;

use super::super::outbox::Letter;
use super::{Books, Cursors};
use crate::db::{DbError, Row, Tx, p};
use crate::links;

crate::sql! {
    pub CURSORS = "select stream, direction, epoch, seq, head, receipted, opening, closed_epoch, closed_upto from link_cursor where link = $1";
    pub SET_CURSOR = "insert into link_cursor (link, stream, direction, epoch, seq, head, receipted) values ($1, $2, $3, $4, $5, $6, 0) on conflict (link, stream, direction) do update set epoch = excluded.epoch, seq = excluded.seq, head = excluded.head";
    pub SET_RECEIPTED = "update link_cursor set receipted = $4 where link = $1 and stream = $2 and direction = 'out' and epoch = $3 and receipted < $4";
    pub INSERT_OUTBOX = "insert into outbox (id, link, stream, kind, conversation, purpose, agreement, agreement_digest, body, created_at, expires_at, urgent, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, false)";
    pub OUTBOX = "select id, stream, kind, conversation, purpose, agreement, agreement_digest, body, created_at, expires_at, urgent from outbox where link = $1 and stream = $2 and fault is null and not sealed and exists (select 1 from peer_kind k where k.link = outbox.link and k.kind = outbox.kind and k.understood) order by id limit $3";
    pub FORGET_OUTBOX = "delete from outbox where conversation = $1 and kind = $2";
    pub SET_SEALED = "update outbox set sealed = true where id = $1";
    pub ERASE_TOLD = "delete from outbox where id in (select outbox.id from outbox join envelope_out on envelope_out.id = outbox.id where outbox.id < $1 and outbox.sealed and envelope_out.done_at is not null order by outbox.id limit 1000)";
    pub SEND_AGAIN = "update outbox set sealed = false where sealed and id in (select id from envelope_out where link = $1 and stream = $2 and epoch = $3 and seq >= $4 and seq <= $5 and disposition = 'PARKED' and code = 'P-OPEN')";
    pub WITHDRAW = "update outbox set sealed = false where sealed and id in (select id from envelope_out where link = $1 and stream = $2 and (epoch > $3 or (epoch = $3 and seq > $4) or done_at is null))";
    pub FORGET_OUT = "delete from envelope_out where link = $1 and stream = $2 and (epoch > $3 or (epoch = $3 and seq > $4) or done_at is null)";
    pub SET_OPENING = "insert into link_cursor (link, stream, direction, epoch, seq, head, receipted, opening) values ($1, $2, 'out', 1, 0, $4, 0, $3) on conflict (link, stream, direction) do update set opening = excluded.opening";
    pub REOPEN = "update link_cursor set epoch = $3, seq = 0, head = $4, receipted = 0, opening = null where link = $1 and stream = $2 and direction = 'out'";
    pub CLOSE = "insert into link_cursor (link, stream, direction, epoch, seq, head, receipted, closed_epoch, closed_upto) values ($1, $2, 'in', $3, 0, $4, 0, $5, $6) on conflict (link, stream, direction) do update set epoch = excluded.epoch, seq = 0, head = excluded.head, closed_epoch = excluded.closed_epoch, closed_upto = excluded.closed_upto";
    pub INSERT_FORGOTTEN = "insert into forgotten (link, stream, epoch, seq, disposition, at) values ($1, $2, $3, $4, $5, $6) on conflict (link, stream, epoch, seq) do nothing";
    pub FORGOTTEN = "select stream, epoch, seq, disposition, at from forgotten where link = $1 order by at desc, stream, epoch, seq limit 200";
    pub SIGNED_WITH = "select 1 from envelope_out where link = $1 and stream = $2 and ((epoch = $3 and seq >= $4) or epoch > $3) and signer = $5 limit 1";
    pub FAULT_OUTBOX = "update outbox set fault = $2 where id = $1";
    pub URGENT_WAITS = "select 1 from outbox where link = $1 and stream in (0, 1) and fault is null and not sealed limit 1";
    pub URGENT_OPEN = "select 1 from link_cursor where link = $1 and direction = 'out' and stream in (0, 1) and seq > receipted limit 1";
    pub INSERT_OUT = "insert into envelope_out (link, stream, epoch, seq, id, kind, conversation, body, hash, sealed_at, signer) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    pub OUT_FROM = "select seq, body from envelope_out where link = $1 and stream = $2 and epoch = $3 and seq >= $4 order by seq limit $5";
    pub OUT_HASH = "select hash from envelope_out where link = $1 and stream = $2 and epoch = $3 and seq = $4";
    pub SET_SENT = "update envelope_out set sent_at = $6 where link = $1 and stream = $2 and epoch = $3 and seq >= $4 and seq <= $5 and sent_at is null";
    pub SET_APPLIED = "update envelope_out set done_at = $6, sent_at = coalesce(sent_at, $6), disposition = 'APPLIED' where link = $1 and stream = $2 and epoch = $3 and seq >= $4 and seq <= $5";
    pub SET_DISPOSITION = "update envelope_out set disposition = $5, code = $6 where link = $1 and stream = $2 and epoch = $3 and seq = $4";
    pub SET_LATER = "update envelope_out set disposition = $6, code = $7 where link = $1 and stream = $2 and epoch = $3 and seq = $4 and hash = $5 and done_at is not null";
    pub APPLIED_REFERRALS = "select conversation from envelope_out where link = $1 and stream = $2 and epoch = $3 and seq >= $4 and seq <= $5 and kind = 'referral.entry/1' and disposition = 'APPLIED'";
    pub TESTS_DONE = "select 1 from envelope_out where link = $1 and stream = $2 and epoch = $3 and seq >= $4 and seq <= $5 and kind = 'link.test/1' limit 1";
    pub SET_RECEIPT = "insert into receipt (link, stream, epoch, upto, body, at) values ($1, $2, $3, $4, $5, $6) on conflict (link, stream) do update set epoch = excluded.epoch, upto = excluded.upto, body = excluded.body, at = excluded.at";
}

pub(in crate::links) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(in crate::links) fn unsigned(row: &Row, at: usize) -> Result<u64, DbError> {
    let n: i64 = row.get(at)?;
    u64::try_from(n).or(Err(DbError::Type { what: format!("column {at}: a count") }))
}

pub(in crate::links) fn stream(row: &Row, at: usize) -> Result<Stream, DbError> {
    Stream::from_number(row.get(at)?)
        .or(Err(DbError::Type { what: format!("column {at}: a stream") }))
}

/// Positions of one link.
pub fn cursors(tx: &mut dyn Tx, link: Hash) -> Result<Cursors, DbError> {
    let mut all = Cursors::default();
    for row in tx.query(&CURSORS, &p![link])? {
        let stream = stream(&row, 0)?;
        let cursor =
            Cursor { stream, epoch: row.get(2)?, upto: unsigned(&row, 3)?, head: row.get(4)? };
        let direction: String = row.get(1)?;
        if direction == "out" {
            row.get::<Option<u32>>(6)?.map(|epoch| all.opening.insert(stream, epoch));
            all.sent.insert(stream, (cursor, unsigned(&row, 5)?));
        } else {
            let upto: Option<i64> = row.get(8)?;
            let closed = row.get::<Option<u32>>(7)?.zip(upto.and_then(|n| u64::try_from(n).ok()));
            closed.map(|(epoch, upto)| all.closed.insert(stream, Closed { epoch, upto }));
            all.received.insert(stream, cursor);
        }
    }
    Ok(all)
}

/// Everything an exchange decides by; nothing when there is no such link.
pub fn books(tx: &mut dyn Tx, link: Hash) -> Result<Option<Books>, DbError> {
    let Some(peer) = super::super::store::by_link(tx, link)? else { return Ok(None) };
    let agreements = crate::agreements::store::usable(tx, peer.agency)?;
    Ok(Some(Books { cursors: cursors(tx, link)?, peer, agreements }))
}

/// Moves the sending cursor.
pub fn set_sent(tx: &mut dyn Tx, link: Hash, cursor: &Cursor) -> Result<(), DbError> {
    set_cursor(tx, link, "out", cursor)
}

/// Moves the receiving cursor.
pub fn set_received(tx: &mut dyn Tx, link: Hash, cursor: &Cursor) -> Result<(), DbError> {
    set_cursor(tx, link, "in", cursor)
}

fn set_cursor(tx: &mut dyn Tx, link: Hash, way: &str, to: &Cursor) -> Result<(), DbError> {
    let (number, seq) = (to.stream.number(), signed(to.upto));
    tx.send(&SET_CURSOR, &p![link, number, way, to.epoch, seq, to.head])
}

/// Forgets the letters of one kind in a conversation.
pub fn forget_outbox(tx: &mut dyn Tx, conversation: Uuid, kind: &str) -> Result<u64, DbError> {
    tx.exec(&FORGET_OUTBOX, &p![conversation, kind])
}

/// Puts a letter into the outbox.
pub fn insert_outbox(tx: &mut dyn Tx, letter: &Letter) -> Result<(), DbError> {
    let (agreement, digest) = letter.agreement.unzip();
    tx.send(
        &INSERT_OUTBOX,
        &p![
            letter.id,
            letter.link,
            letter.stream,
            letter.kind,
            letter.conversation,
            letter.purpose,
            agreement,
            digest,
            &letter.sealed,
            letter.created_at,
            letter.expires_at,
            letter.urgent
        ],
    )
}

/// A letter that waits, as it stands in its row. The body is still sealed under the node's key.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Identifier.
    pub id: Uuid,
    /// What it is.
    pub kind: String,
    /// What it belongs to.
    pub conversation: Uuid,
    /// Purpose code.
    pub purpose: String,
    /// The agreement that allows it.
    pub agreement: Option<(AgreementId, Hash)>,
    /// Sealed payload.
    pub body: Vec<u8>,
    /// When it was written.
    pub created_at: Millis,
    /// Not to be applied after.
    pub expires_at: Option<Millis>,
    /// A person is in danger.
    pub urgent: bool,
}

/// What waits on one stream, oldest first.
pub fn outbox(
    tx: &mut dyn Tx,
    link: Hash,
    stream: Stream,
    limit: u64,
) -> Result<Vec<Waiting>, DbError> {
    let rows = tx.query(&OUTBOX, &p![link, stream.number(), signed(limit)])?;
    let read = |row: &Row| {
        let agreement: Option<AgreementId> = row.get(5)?;
        let digest: Option<Hash> = row.get(6)?;
        Ok(Waiting {
            id: row.get(0)?,
            kind: row.get(2)?,
            conversation: row.get(3)?,
            purpose: row.get(4)?,
            agreement: agreement.zip(digest),
            body: row.get(7)?,
            created_at: row.get(8)?,
            expires_at: row.get(9)?,
            urgent: row.get(10)?,
        })
    };
    rows.iter().map(read).collect()
}

/// A letter was sealed. It is kept until a receipt tells its fate.
pub fn set_sealed(tx: &mut dyn Tx, id: Uuid) -> Result<(), DbError> {
    tx.send(&SET_SEALED, &p![id])
}

/// A letter can never be sent as it is.
pub fn fault_outbox(tx: &mut dyn Tx, id: Uuid, code: &str) -> Result<(), DbError> {
    tx.send(&FAULT_OUTBOX, &p![id, code])
}

/// Whether something urgent, or an order of the link itself, waits or is not receipted yet.
pub fn has_urgent(tx: &mut dyn Tx, link: Hash) -> Result<bool, DbError> {
    Ok(tx.opt(&URGENT_WAITS, &p![link])?.is_some() || tx.opt(&URGENT_OPEN, &p![link])?.is_some())
}

/// A sealed envelope to store.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Identifier of the message.
    pub id: Uuid,
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub kind: String,
    /// What it belongs to.
    pub conversation: Uuid,
    /// The envelope.
    pub bytes: Vec<u8>,
    /// Hash of its header.
    pub hash: Hash,
    /// Identifier of the key that signed it.
    pub signer: Hash,
}

/// Stores a sealed envelope.
pub fn insert_out(
    tx: &mut dyn Tx,
    link: Hash,
    sealed: &Sealed,
    now: Millis,
) -> Result<(), DbError> {
    let Place { stream, epoch, seq } = sealed.place;
    tx.send(
        &INSERT_OUT,
        &p![
            link,
            stream.number(),
            epoch,
            signed(seq),
            sealed.id,
            &sealed.kind,
            sealed.conversation,
            &sealed.bytes,
            sealed.hash,
            now,
            sealed.signer
        ],
    )
}

/// Sealed envelopes of one stream from a place on, in order.
pub fn out_from(
    tx: &mut dyn Tx,
    link: Hash,
    from: Place,
    limit: u64,
) -> Result<Vec<(u64, Vec<u8>)>, DbError> {
    let Place { stream, epoch, seq } = from;
    let rows =
        tx.query(&OUT_FROM, &p![link, stream.number(), epoch, signed(seq), signed(limit)])?;
    rows.iter().map(|row| Ok((unsigned(row, 0)?, row.get(1)?))).collect()
}

/// Header hashes of our own messages at these places.
pub fn out_hashes(
    tx: &mut dyn Tx,
    link: Hash,
    places: &[Place],
) -> Result<BTreeMap<Place, Hash>, DbError> {
    hashes(tx, &OUT_HASH, link, places)
}

pub(in crate::links) fn hashes(
    tx: &mut dyn Tx,
    sql: &crate::db::Sql,
    link: Hash,
    places: &[Place],
) -> Result<BTreeMap<Place, Hash>, DbError> {
    let mut found = BTreeMap::new();
    for place in places {
        let args = p![link, place.stream.number(), place.epoch, signed(place.seq)];
        if let Some(row) = tx.opt(sql, &args)? {
            found.insert(*place, row.get(0)?);
        }
    }
    Ok(found)
}

/// A call that carried these was answered.
pub fn set_sent_at(
    tx: &mut dyn Tx,
    link: Hash,
    first: Place,
    last: u64,
    now: Millis,
) -> Result<(), DbError> {
    let Place { stream, epoch, seq } = first;
    tx.send(&SET_SENT, &p![link, stream.number(), epoch, signed(seq), signed(last), now])
}

/// Writes down what a verified receipt says, once. True when a test message was among it.
pub fn receipted(
    tx: &mut dyn Tx,
    link: Hash,
    told: &Receipted,
    body: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    let (number, epoch) = (told.stream.number(), told.epoch);
    let (first, last) = (signed(told.after.saturating_add(1)), signed(told.upto));
    tx.send(&SET_RECEIPTED, &p![link, number, epoch, last])?;
    tx.send(&SET_APPLIED, &p![link, number, epoch, first, last, now])?;
    for (seq, disposition) in told.finished() {
        if disposition.asks_again() {
            unopened(tx, link, Place { stream: told.stream, epoch, seq })?;
        }
        if disposition != Disposition::Applied {
            let code = disposition.code().map(sila_link::Code::as_str);
            tx.send(
                &SET_DISPOSITION,
                &p![link, number, epoch, signed(seq), disposition.word(), code],
            )?;
        }
    }
    let range = p![link, number, epoch, first, last];
    tx.send(&SEND_AGAIN, &range)?;
    tx.send(&ERASE_TOLD, &p![written_at(now.0.saturating_sub(KEPT_MS))])?;
    tx.send(&SET_RECEIPT, &p![link, number, epoch, last, body, now])?;
    Ok(tx.opt(&TESTS_DONE, &p![link, number, epoch, first, last])?.is_some())
}

/// They could not open this one: keeps the key to which it was sealed.
fn unopened(tx: &mut dyn Tx, link: Hash, at: Place) -> Result<(), DbError> {
    let Some((_, bytes)) = out_from(tx, link, at, 1)?.pop() else { return Ok(()) };
    if let Ok(parsed) = envelope::parse(&bytes) {
        links::store::set_unopened(tx, link, &parsed.header.kem_kid)?;
    }
    Ok(())
}

/// Smaller than the identifier of everything written after that time.
fn written_at(millis: i64) -> Uuid {
    Uuid::from_u128(u128::try_from(millis).unwrap_or(0) << 80)
}

/// The referrals of which the other side has applied a message in this range, also twice.
pub fn applied_referrals(
    tx: &mut dyn Tx,
    link: Hash,
    first: Place,
    last: u64,
) -> Result<Vec<Uuid>, DbError> {
    let Place { stream, epoch, seq } = first;
    let args = p![link, stream.number(), epoch, signed(seq), signed(last)];
    tx.query(&APPLIED_REFERRALS, &args)?.iter().map(|row| row.get(0)).collect()
}

/// What the other side did later with a message that it had set aside.
pub fn set_later(
    tx: &mut dyn Tx,
    link: Hash,
    place: Place,
    hash: Hash,
    disposition: &Disposition,
) -> Result<bool, DbError> {
    let (word, code) = (disposition.word(), disposition.code().map(sila_link::Code::as_str));
    let args = p![link, place.stream.number(), place.epoch, signed(place.seq), hash, word, code];
    Ok(tx.exec(&SET_LATER, &args)? == 1)
}
