//! All SQL of how what was written for a partner stands: on its way, set aside, waiting.

use std::collections::BTreeMap;

use sila_link::Stream;
use sila_seal::Hash;
use uuid::Uuid;

use super::super::store::{cursors, stream};
use super::super::{Delivery, Queue};
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub DELIVERIES = "select id, seq, kind, sealed_at, sent_at, done_at, disposition, code from envelope_out where conversation = $1 and coalesce(code, '') <> 'P-OPEN' order by id";
    pub WAITING_OF = "select id, kind, created_at, fault from outbox where conversation = $1 and not sealed order by id";
    pub QUEUES = "select stream, count(*) from outbox where link = $1 and fault is null and not sealed group by stream";
    pub SET_ASIDE = "select id, seq, kind, sealed_at, sent_at, done_at, disposition, code from envelope_out where link = $1 and done_at is not null and disposition <> 'APPLIED' and coalesce(code, '') <> 'P-OPEN' order by done_at desc limit 50";
    pub FAULTS = "select id, kind, created_at, fault from outbox where link = $1 and fault is not null order by id limit 50";
}

fn delivery(row: &Row) -> Result<Delivery, DbError> {
    Ok(Delivery {
        id: row.get(0)?,
        seq: row.get(1)?,
        kind: row.get(2)?,
        sealed_at: row.get(3)?,
        sent_at: row.get(4)?,
        done_at: row.get(5)?,
        disposition: row.get(6)?,
        code: row.get(7)?,
    })
}

fn unsealed(row: &Row) -> Result<Delivery, DbError> {
    let fault: Option<String> = row.get(3)?;
    Ok(Delivery {
        id: row.get(0)?,
        seq: None,
        kind: row.get(1)?,
        sealed_at: Some(row.get(2)?),
        sent_at: None,
        done_at: None,
        disposition: fault.is_some().then(|| "FAULT".to_owned()),
        code: fault,
    })
}

/// Everything of one conversation that was written here, oldest first, with where it is on its way.
pub fn deliveries(tx: &mut dyn Tx, conversation: Uuid) -> Result<Vec<Delivery>, DbError> {
    let sealed = tx.query(&DELIVERIES, &p![conversation])?;
    let waiting = tx.query(&WAITING_OF, &p![conversation])?;
    sealed.iter().map(delivery).chain(waiting.iter().map(unsealed)).collect()
}

/// What the other side did not apply, and what could never be sent, newest first.
pub fn not_applied(tx: &mut dyn Tx, link: Hash) -> Result<Vec<Delivery>, DbError> {
    let sealed = tx.query(&SET_ASIDE, &p![link])?;
    let faults = tx.query(&FAULTS, &p![link])?;
    sealed.iter().map(delivery).chain(faults.iter().map(unsealed)).collect()
}

/// How every stream stands.
pub fn queues(tx: &mut dyn Tx, link: Hash) -> Result<Vec<Queue>, DbError> {
    let cursors = cursors(tx, link)?;
    let mut waiting = BTreeMap::new();
    for row in tx.query(&QUEUES, &p![link])? {
        waiting.insert(stream(&row, 0)?, row.get::<i64>(1)?);
    }
    let queue = |stream| Queue {
        stream,
        waiting: waiting.get(&stream).copied().unwrap_or(0),
        sent: cursors.sent(stream).upto,
        receipted: cursors.receipted(stream),
        received: cursors.received(stream).upto,
    };
    Ok(Stream::ALL.into_iter().map(queue).collect())
}
