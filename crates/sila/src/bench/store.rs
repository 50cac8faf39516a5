//! All SQL of the measures.

use rusqlite::Connection;
use sila_core::ids::{AgencyId, CaseId, WorkerId};
use sila_core::time::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use crate::db::{DbError, Tx, p};

crate::db::sql! {
    pub TAKEN_IN = "select count(*) from envelope_in where kind = 'referral.entry/1' and disposition = 'APPLIED'";
    pub RECEIPTED = "select coalesce(max(c.receipted), 0) from link_cursor c join link l on l.id = c.link where l.peer = $1 and c.direction = 'out' and c.stream = $2";
    pub ENVELOPE_BYTES = "select coalesce(max(length(body)), 0) from envelope_out where kind = 'referral.entry/1'";
    pub TAKEN_UPTO = "select coalesce(max(seq), 0) from link_cursor where direction = 'in' and stream = $1";
    pub SENT_TESTS = "select id from outbox where id > $1 and kind = 'link.test/1' order by id limit 20000";
    pub TAKEN_TESTS = "select id from envelope_in where link = $1 and id > $2 and kind = 'link.test/1' and disposition = 'APPLIED' order by id limit 20000";
    pub COUNT_TESTS = "select count(*) from envelope_in where kind = 'link.test/1' and disposition = 'APPLIED'";
    pub APPOINTMENT = "insert into appointment (id, case_id, kind, place, at, state, code, outside, with_whom, worker) values ($1, $1, 'SESSION', 'CENTRE', $2, $3, '', false, null, $4)";
    pub CLOCK = "insert into case_clock (case_id, kind, nth, turn, began_at, due, done_at, code, number, worker) values ($1, 'NOTICE', 0, 0, $2, $3, $4, null, null, $5)";
    pub READING = "insert into access (id, at, worker, role, screen, subject_kind, subject) values ($1, $2, $3, 'CASE_MANAGER', 'case', 'case', $1)";
    pub COPY_REFERRAL = "insert into referral (id, reference, direction, peer, case_id, state, is_open, urgency, priority, linked, category, area, agreement, offered_at, decide_by, expires_at, updated_at, version, fingerprint, created_by, delivered_at, key, body, identity, identity_key, relay, kind, ahead) select $2, $3, direction, peer, case_id, $4, $5, urgency, priority, linked, category, area, agreement, $6, $7, $7, $6, version, fingerprint, created_by, delivered_at, key, body, identity, identity_key, relay, kind, ahead from referral where id = $1";
    pub ANALYSE = "analyze";
    pub INCOMING = "select id from referral where direction = 'in' order by offered_at desc limit 1";
}

fn number(tx: &mut dyn Tx, sql: &crate::db::Sql, args: &[crate::db::V]) -> Result<i64, DbError> {
    tx.one(sql, args)?.get(0)
}

/// Referral messages applied here.
pub fn taken_in(tx: &mut dyn Tx) -> Result<i64, DbError> {
    number(tx, &TAKEN_IN, &[])
}

/// Up to where `peer` has receipted a stream of ours.
pub fn receipted(tx: &mut dyn Tx, peer: AgencyId, stream: u8) -> Result<i64, DbError> {
    number(tx, &RECEIPTED, &p![peer, i64::from(stream)])
}

/// Up to where a stream of the other side was taken in here.
pub fn taken_upto(tx: &mut dyn Tx, stream: u8) -> Result<i64, DbError> {
    number(tx, &TAKEN_UPTO, &p![i64::from(stream)])
}

/// Test messages written here, in the order of their identifiers: those after one.
pub fn sent_tests(tx: &mut dyn Tx, after: Uuid) -> Result<Vec<Uuid>, DbError> {
    tx.query(&SENT_TESTS, &p![after])?.iter().map(|row| row.get(0)).collect()
}

/// Test messages applied here, in the same order.
pub fn taken_tests(tx: &mut dyn Tx, link: Hash, after: Uuid) -> Result<Vec<Uuid>, DbError> {
    tx.query(&TAKEN_TESTS, &p![link, after])?.iter().map(|row| row.get(0)).collect()
}

/// How many rows of test messages that were applied there are.
pub fn count_tests(tx: &mut dyn Tx) -> Result<i64, DbError> {
    number(tx, &COUNT_TESTS, &[])
}

/// The size of the largest referral message sent.
pub fn envelope_bytes(tx: &mut dyn Tx) -> Result<i64, DbError> {
    number(tx, &ENVELOPE_BYTES, &[])
}

/// An appointment, a clock and a reading of a case. The clock began first and runs out second; what is done is kept.
pub fn entries(
    tx: &mut dyn Tx,
    (case, worker): (CaseId, WorkerId),
    [began, due]: [Millis; 2],
    done: Option<Millis>,
) -> Result<(), DbError> {
    let state = if done.is_some() { "KEPT" } else { "PLANNED" };
    tx.send(&APPOINTMENT, &p![case, due, state, worker])?;
    tx.send(&CLOCK, &p![case, began, due, done, worker])?;
    tx.send(&READING, &p![case, began, worker])
}

/// A copy of a referral under an identifier and a number of its own: open, or completed long ago.
pub fn copy_referral(
    tx: &mut dyn Tx,
    first: Uuid,
    (id, number, open, at): (Uuid, i64, bool, Millis),
) -> Result<(), DbError> {
    let (reference, due) = (format!("R-COPY-{number:06}"), at.plus_days(3));
    let state = if open { "IN_REVIEW" } else { "COMPLETED" };
    tx.send(&COPY_REFERRAL, &p![first, id, reference, state, open, at, due])
}

/// Lets the engine count what lies in its tables, as it does by itself after a while.
pub fn analyse(tx: &mut dyn Tx) -> Result<(), DbError> {
    tx.exec(&ANALYSE, &[]).map(drop)
}

/// The newest incoming referral.
pub fn newest_incoming(tx: &mut dyn Tx) -> Result<Option<Uuid>, DbError> {
    tx.opt(&INCOMING, &[])?.map(|row| row.get(0)).transpose()
}

/// A database for the bare loop, with the same care for durability as a node's.
pub fn bare(path: &std::path::Path) -> rusqlite::Result<Connection> {
    let file = Connection::open(path)?;
    file.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000; \
         create table message (seq integer primary key, hash blob not null, body blob not null) strict; \
         create table receipt (upto integer primary key, body blob not null) strict;",
    )?;
    Ok(file)
}

/// One durable transaction: a batch of messages and, at the receiver, a receipt.
pub fn bare_batch(
    file: &mut Connection,
    messages: &[(i64, [u8; 32], &[u8])],
    receipt: Option<(i64, &[u8])>,
) -> rusqlite::Result<()> {
    let tx = file.transaction()?;
    {
        let mut insert =
            tx.prepare_cached("insert into message (seq, hash, body) values (?1, ?2, ?3)")?;
        for (seq, hash, body) in messages {
            insert.execute((seq, hash, body))?;
        }
        if let Some((upto, body)) = receipt {
            tx.execute("insert into receipt (upto, body) values (?1, ?2)", (upto, body))?;
        }
    }
    tx.commit()
}
