//! All SQL of what this node has seen of other logs, and of who has cosigned its own.

use std::collections::BTreeMap;

use sila_core::Millis;
use sila_link::witness::{View, settled_size};
use sila_seal::Hash;

use crate::db::{DbError, Row, Tx, p};
use crate::journal::store as journal;
use crate::links::{self, Peer};

crate::sql! {
    pub VIEW = "select body from witness where link = $1";
    pub VIEWS = "select w.link, w.body from witness w join link l on l.id = w.link where l.state <> 'CLOSED' and l.alarm is null";
    pub INSERT_VIEW = "insert into witness (link, body, at) values ($1, $2, $3)";
    pub SET_VIEW = "update witness set body = $2, at = $3 where link = $1 and body = $4";
    pub SET_COSIGNED = "insert into cosignature (link, log, kid, size, note, at) values ($1, $2, $3, $4, $5, $6) on conflict (link, log, kid) do update set size = excluded.size, note = excluded.note, at = excluded.at where cosignature.size < excluded.size";
    pub COSIGNED = "select link, log, kid, size, note, at from cosignature order by log, link, size, at";
    pub NEWEST_HEAD = "select size, note, at from checkpoint where log = $1 order by size desc limit 1";
    pub NAMED_WAITING = "select 1 from journal where kind = $1 and leaf = $2 and position is null";
    pub SEEN_AT = "select at from witness where link = $1";
}

/// What was seen of the log of the agency at the other end.
pub fn view(tx: &mut dyn Tx, link: Hash) -> Result<View, DbError> {
    match tx.opt(&VIEW, &p![link])? {
        Some(row) => read_view(&row, 0),
        None => Ok(View::default()),
    }
}

/// The same of all agencies, for passing on.
pub fn views(tx: &mut dyn Tx) -> Result<BTreeMap<Hash, View>, DbError> {
    let rows = tx.query(&VIEWS, &[])?;
    rows.iter().map(|row| Ok((row.get(0)?, read_view(row, 1)?))).collect()
}

fn read_view(row: &Row, column: usize) -> Result<View, DbError> {
    let bytes: Vec<u8> = row.get(column)?;
    minicbor::decode(&bytes).or(Err(DbError::Type { what: "witness: view".to_owned() }))
}

/// Stores a view in the place of another. False when somebody was quicker.
pub fn set_view(
    tx: &mut dyn Tx,
    link: Hash,
    (before, after): (&View, &View),
    now: Millis,
) -> Result<bool, DbError> {
    let bytes = |view: &View| minicbor::to_vec(view).unwrap_or_default();
    if *before == View::default() && tx.opt(&VIEW, &p![link])?.is_none() {
        return Ok(tx.exec(&INSERT_VIEW, &p![link, bytes(after), now])? == 1);
    }
    Ok(tx.exec(&SET_VIEW, &p![link, bytes(after), now, bytes(before)])? == 1)
}

/// A head of ours that an agency has cosigned.
#[derive(Debug, Clone)]
pub struct Cosigned {
    /// Which link.
    pub link: Hash,
    /// Which of our logs.
    pub log: u32,
    /// Which key of theirs signed it.
    pub kid: Hash,
    /// How many leaves it covers.
    pub size: u64,
    /// The note with all its lines.
    pub note: String,
    /// When it came.
    pub at: Millis,
}

/// Keeps a cosigned head, if it is larger than the one before by the same key.
pub fn set_cosigned(tx: &mut dyn Tx, cosigned: &Cosigned) -> Result<(), DbError> {
    let Cosigned { link, log, kid, size, note, at } = cosigned;
    let size = i64::try_from(*size).unwrap_or(i64::MAX);
    tx.send(&SET_COSIGNED, &p![*link, *log, *kid, size, note.as_str(), *at])
}

/// The newest head of each log that each agency has cosigned.
pub fn cosigned(tx: &mut dyn Tx) -> Result<Vec<Cosigned>, DbError> {
    let mut newest: Vec<Cosigned> = Vec::new();
    for one in every_cosigned(tx)? {
        newest.pop_if(|last| (last.link, last.log) == (one.link, one.log));
        newest.push(one);
    }
    Ok(newest)
}

/// The newest head of each log that each agency has cosigned with each of its keys: one by a key that was revoked later
/// shows what was there while the key was good.
pub fn every_cosigned(tx: &mut dyn Tx) -> Result<Vec<Cosigned>, DbError> {
    let read = |row: &Row| {
        let size: i64 = row.get(3)?;
        Ok(Cosigned {
            link: row.get(0)?,
            log: row.get(1)?,
            kid: row.get(2)?,
            size: u64::try_from(size).unwrap_or(0),
            note: row.get(4)?,
            at: row.get(5)?,
        })
    };
    tx.query(&COSIGNED, &[])?.iter().map(read).collect()
}

/// When something of an agency's log was last stored.
pub fn seen_at(tx: &mut dyn Tx, link: Hash) -> Result<Option<Millis>, DbError> {
    tx.opt(&SEEN_AT, &p![link])?.map(|row| row.get(0)).transpose()
}

/// A witness will not be heard any more. Where it has cosigned, the log is over and the next one begins: it may hold a
/// head that this node, restored from a backup, has forgotten.
pub fn give_up(tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<(), DbError> {
    if !cosigned(tx)?.iter().any(|one| one.link == link) {
        return Ok(());
    }
    let next = journal::own_log(tx)?.saturating_add(1);
    tx.send(&journal::BEGIN_LOG, &p![next, now])
}

/// How much of each of our logs is settled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Log and size.
    pub upto: BTreeMap<u32, u64>,
    /// How many agencies could witness.
    pub witnesses: usize,
}

impl Settled {
    /// Whether the leaf at this place is covered by heads that enough agencies have cosigned.
    pub fn covers(&self, log: u32, position: u64) -> bool {
        self.upto.get(&log).is_some_and(|size| position < *size)
    }
}

/// Agencies whose cosignature counts: linked, compared by telephone, and not stopped by an alarm.
pub fn is_witness(peer: &Peer) -> bool {
    peer.carries() && peer.verified_at.is_some()
}

/// How much of each of our logs is settled.
pub fn settled(tx: &mut dyn Tx) -> Result<Settled, DbError> {
    let peers = links::store::peers(tx)?;
    let witnesses = peers.iter().filter(|peer| is_witness(peer)).count();
    let mut sizes: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for one in cosigned(tx)? {
        sizes.entry(one.log).or_default().push(one.size);
    }
    let enough =
        |sizes: &Vec<u64>| if witnesses >= 2 && sizes.len() < 2 { 0 } else { settled_size(sizes) };
    Ok(Settled {
        upto: sizes.iter().map(|(log, sizes)| (*log, enough(sizes))).collect(),
        witnesses,
    })
}

/// Our newest head: log, size, note, when it was made.
pub type Newest = (u32, u64, String, Millis);

/// Our newest head.
pub fn newest(tx: &mut dyn Tx) -> Result<Option<Newest>, DbError> {
    let log = journal::own_log(tx)?;
    let Some(row) = tx.opt(&NEWEST_HEAD, &p![log])? else { return Ok(None) };
    let size: i64 = row.get(0)?;
    Ok(Some((log, u64::try_from(size).unwrap_or(0), row.get(1)?, row.get(2)?)))
}
