//! All SQL of the kinds of message that other agencies understand.

use std::collections::BTreeSet;

use sila_core::Millis;
use sila_seal::Hash;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub UNDERSTOOD = "select kind from peer_kind where link = $1 and understood order by kind";
    pub SET = "insert into peer_kind (link, kind, understood) values ($1, $2, $3) on conflict (link, kind) do update set understood = excluded.understood";
    pub WAITING = "select o.kind, count(*), min(o.created_at) from outbox o where o.link = $1 and o.fault is null and not o.sealed and not exists (select 1 from peer_kind k where k.link = o.link and k.kind = o.kind and k.understood) and exists (select 1 from peer_kind k where k.link = o.link) group by o.kind order by o.kind";
}

/// Messages of one kind that wait because the other side does not understand them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: i64,
    /// When the oldest was written.
    pub since: Millis,
}

/// What the other side has said last that it understands.
pub fn understood(tx: &mut dyn Tx, link: Hash) -> Result<BTreeSet<String>, DbError> {
    tx.query(&UNDERSTOOD, &p![link])?.iter().map(|row| row.get(0)).collect()
}

/// Keeps whether these kinds are understood.
pub fn set<'a>(
    tx: &mut dyn Tx,
    link: Hash,
    kinds: impl IntoIterator<Item = &'a String>,
    understood: bool,
) -> Result<(), DbError> {
    kinds.into_iter().try_for_each(|kind| tx.send(&SET, &p![link, kind.as_str(), understood]))
}

/// What waits for the other side to understand it, by kind.
pub fn waiting(tx: &mut dyn Tx, link: Hash) -> Result<Vec<NotUnderstood>, DbError> {
    let read =
        |row: &Row| Ok(NotUnderstood { kind: row.get(0)?, count: row.get(1)?, since: row.get(2)? });
    tx.query(&WAITING, &p![link])?.iter().map(read).collect()
}
