//! All SQL of this agency's own keys.

use sila_core::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use super::order::Order;
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub STATEMENTS = "select body from own_statement order by n";
    pub INSERT_STATEMENT = "insert into own_statement (n, body, at) values ($1, $2, $3)";
    pub KEYS = "select kid, kind, n, body, since, retired_at from own_key order by n, kid";
    pub INSERT_KEY = "insert into own_key (kid, kind, n, body, since) values ($1, $2, $3, $4, $5)";
    pub RETIRE = "update own_key set retired_at = $3 where kind = $1 and kid <> $2 and retired_at is null";
    pub ERASE = "delete from own_key where kid = $1";
    pub MARK = "select (select coalesce(max(n), 0) from own_statement), (select count(*) from own_key), (select coalesce(min(knows), 0) from link where knows > 0 and state not in ('INVITED', 'JOINING', 'CLOSED'))";
    pub ORDERS = "select id, what, kid, reason, worker, at from key_order order by id limit 20";
    pub INSERT_ORDER = "insert into key_order (id, what, kid, reason, worker, at) values ($1, $2, $3, $4, $5, $6)";
    pub DELETE_ORDER = "delete from key_order where id = $1";
    pub LOG_END = "select coalesce(max(size), 0) from checkpoint where log = $1";
    pub PARKED_BODIES = "select body from envelope_in where disposition = 'PARKED' and code <> 'P-OPEN' and body is not null limit 1000";
}

/// What a private key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Signs envelopes, receipts, entries and heads.
    Signing,
    /// Signs heads beside the signing key.
    Quantum,
    /// Opens what is sealed to this agency.
    Sealing,
    /// The TLS identity.
    Transport,
}

impl Use {
    /// All uses.
    pub const ALL: [Use; 4] = [Use::Signing, Use::Quantum, Use::Sealing, Use::Transport];

    /// The word in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Use::Signing => "SIGNING",
            Use::Quantum => "QUANTUM",
            Use::Sealing => "SEALING",
            Use::Transport => "TRANSPORT",
        }
    }
}

/// A private key as it stands in its row.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its identifier.
    pub kid: Hash,
    /// What it is for.
    pub kind: Use,
    /// The statement that introduced it.
    pub n: u32,
    /// The private key, sealed under the node's key.
    pub body: Vec<u8>,
    /// Since when it is in use.
    pub since: Millis,
    /// When another took its place.
    pub retired_at: Option<Millis>,
}

/// The statements, oldest first, as signed.
pub fn statements(tx: &mut dyn Tx) -> Result<Vec<Vec<u8>>, DbError> {
    tx.query(&STATEMENTS, &[])?.iter().map(|row| row.get(0)).collect()
}

/// Adds a statement. Two with one number are refused by the table.
pub fn insert_statement(tx: &mut dyn Tx, n: u32, body: &[u8], now: Millis) -> Result<(), DbError> {
    tx.send(&INSERT_STATEMENT, &p![n, body, now])
}

/// Every private key that is not erased, in the order of the statements that introduced them.
pub fn keys(tx: &mut dyn Tx) -> Result<Vec<Held>, DbError> {
    let read = |row: &Row| {
        let word: String = row.get(1)?;
        let kind = Use::ALL.into_iter().find(|kind| kind.code() == word);
        Ok(Held {
            kid: row.get(0)?,
            kind: kind.ok_or(DbError::Type { what: "use of a key".to_owned() })?,
            n: row.get(2)?,
            body: row.get(3)?,
            since: row.get(4)?,
            retired_at: row.get(5)?,
        })
    };
    tx.query(&KEYS, &[])?.iter().map(read).collect()
}

/// Adds a private key; the one of the same use before it is retired, not erased.
pub fn insert_key(tx: &mut dyn Tx, key: &Held) -> Result<(), DbError> {
    tx.send(&INSERT_KEY, &p![key.kid, key.kind.code(), key.n, &key.body, key.since])?;
    tx.send(&RETIRE, &p![key.kind.code(), key.kid, key.since])
}

/// Erases a private key for good.
pub fn erase(tx: &mut dyn Tx, kid: Hash) -> Result<(), DbError> {
    tx.send(&ERASE, &p![kid])
}

/// Changes whenever the ring must be read again: newest statement, number of keys, what every linked agency knows at least.
pub fn mark(tx: &mut dyn Tx) -> Result<(i64, i64, i64), DbError> {
    let row = tx.one(&MARK, &[])?;
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

/// What waits to be done.
pub fn orders(tx: &mut dyn Tx) -> Result<Vec<Order>, DbError> {
    let read = |row: &Row| {
        let (what, reason): (String, String) = (row.get(1)?, row.get(3)?);
        Ok(Order {
            id: row.get(0)?,
            what,
            kid: row.get(2)?,
            reason,
            worker: row.get(4)?,
            at: row.get(5)?,
        })
    };
    tx.query(&ORDERS, &[])?.iter().map(read).collect()
}

/// Writes an order.
pub fn insert_order(tx: &mut dyn Tx, order: &Order) -> Result<(), DbError> {
    let Order { id, what, kid, reason, worker, at } = order;
    tx.send(&INSERT_ORDER, &p![*id, what, *kid, reason, *worker, *at])
}

/// An order was carried out, or cannot be.
pub fn delete_order(tx: &mut dyn Tx, id: Uuid) -> Result<(), DbError> {
    tx.send(&DELETE_ORDER, &p![id])
}

/// The number of our log, and how many leaves its newest signed head has.
pub fn log_end(tx: &mut dyn Tx) -> Result<(u32, u64), DbError> {
    let log = crate::journal::store::own_log(tx)?;
    let size: i64 = tx.one(&LOG_END, &p![log])?.get(0)?;
    Ok((log, u64::try_from(size).unwrap_or(0)))
}

/// Envelopes that wait for a person and could still be opened.
pub fn parked_bodies(tx: &mut dyn Tx) -> Result<Vec<Vec<u8>>, DbError> {
    tx.query(&PARKED_BODIES, &[])?.iter().map(|row| row.get(0)).collect()
}
