//! All SQL of webhooks and their messages.

use sila_core::AgencyId;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use uuid::Uuid;

use super::Subject;
use crate::db::{DbError, Row, Tx, p};

/// A message waits for its call.
pub const WAITING: &str = "WAITING";
/// The partner's program has answered.
pub const DELIVERED: &str = "DELIVERED";
/// The last try has failed too.
pub const GIVEN_UP: &str = "GIVEN_UP";

crate::sql! {
    pub WEBHOOKS = "select id, partner, label, address, subjects, secret, made_at, ended_at, log, position, failures from webhook order by ended_at is not null, made_at desc, id limit 200";
    pub WEBHOOK = "select id, partner, label, address, subjects, secret, made_at, ended_at, log, position, failures from webhook where id = $1";
    pub OPEN = "select id, partner, label, address, subjects, secret, made_at, ended_at, log, position, failures from webhook where ended_at is null order by id limit 100";
    pub INSERT = "insert into webhook (id, partner, label, address, subjects, secret, made_by, made_at, ended_at, log, position) values ($1, $2, $3, $4, $5, $6, $7, $8, null, $9, $10)";
    pub END = "update webhook set ended_at = $2 where id = $1 and ended_at is null";
    pub DROP_WAITING = "delete from webhook_message where webhook = $1 and state = 'WAITING'";
    pub END_OF_LOG = "select log, position from journal where position is not null order by log desc, position desc limit 1";
    pub FACTS = "select log, position, at, kind, subject from journal where (log, position) > ($1, $2) order by log, position limit 500";
    pub MOVE = "update webhook set log = $2, position = $3 where id = $1";
    pub CODE = "select code from link where peer = $1 union all select code from partner where id = $1";
    pub INSERT_MESSAGE = "insert into webhook_message (id, webhook, kind, subject, at, state, attempts, next_at, error, done_at) values ($1, $2, $3, $4, $5, 'WAITING', 0, $6, null, null)";
    pub DUE = "select m.id, m.webhook, m.kind, m.subject, m.at, m.state, m.attempts, m.next_at, m.error, m.done_at from webhook_message m join webhook w on w.id = m.webhook where m.webhook = $1 and m.state = 'WAITING' and m.next_at <= $2 and w.ended_at is null order by m.next_at, m.id limit 20";
    pub MESSAGES = "select id, webhook, kind, subject, at, state, attempts, next_at, error, done_at from webhook_message where webhook = $1 order by at desc, id desc limit 100";
    pub SETTLE = "update webhook_message set state = $2, attempts = $3, next_at = $4, error = $5, done_at = $6 where id = $1";
    pub PUT_OFF = "update webhook_message set next_at = $2 where webhook = $1 and state = 'WAITING' and next_at < $2";
    pub FAILED = "update webhook set failures = failures + 1 where id = $1";
    pub TAKEN = "update webhook set failures = 0 where id = $1 and failures > 0";
    pub AGAIN = "update webhook_message set state = 'WAITING', attempts = 0, next_at = $2 where webhook = $1 and state = 'GIVEN_UP'";
    pub GIVEN_UPS = "select m.webhook, count(*) from webhook_message m join webhook w on w.id = m.webhook where m.state = 'GIVEN_UP' and w.ended_at is null group by m.webhook";
    pub FORGET = "delete from webhook_message where webhook = $1 and state = 'DELIVERED' and done_at < $2";
}

/// A webhook.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Identifier.
    pub id: Uuid,
    /// Whose program is called.
    pub partner: AgencyId,
    /// What the program is called.
    pub label: String,
    /// Its address.
    pub address: String,
    /// What it is told about.
    pub subjects: Vec<Subject>,
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// When it was made.
    pub made_at: Millis,
    /// When it ended.
    pub ended_at: Option<Millis>,
    /// How far the journal was read for it: log and position.
    pub read: (i64, i64),
    /// Calls in a row that have failed, of whatever message.
    pub failures: u32,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Identifier, the same at every try.
    pub id: Uuid,
    /// Its webhook.
    pub webhook: Uuid,
    /// Its type, such as `service.published`.
    pub kind: String,
    /// What it is about: an identifier.
    pub subject: String,
    /// When that happened.
    pub at: Millis,
    /// [`WAITING`], [`DELIVERED`] or [`GIVEN_UP`].
    pub state: String,
    /// Calls that were made.
    pub attempts: u32,
    /// When the next is due.
    pub next_at: Millis,
    /// Why the last one failed.
    pub error: Option<String>,
    /// When it was delivered or given up.
    pub done_at: Option<Millis>,
}

/// A row of the journal as far as a message could follow from it.
#[derive(Debug, Clone)]
pub struct Told {
    /// Log and position.
    pub place: (i64, i64),
    /// When it was written.
    pub at: Millis,
    /// What kind of fact.
    pub kind: String,
    /// What it is about.
    pub subject: String,
}

fn webhook(row: &Row) -> Result<Webhook, DbError> {
    let subjects: String = row.get(4)?;
    Ok(Webhook {
        id: row.get(0)?,
        partner: row.get(1)?,
        label: row.get(2)?,
        address: row.get(3)?,
        subjects: subjects.split(' ').filter_map(Subject::from_code).collect(),
        secret: row.get(5)?,
        made_at: row.get(6)?,
        ended_at: row.get(7)?,
        read: (row.get(8)?, row.get(9)?),
        failures: row.get(10)?,
    })
}

fn message(row: &Row) -> Result<Message, DbError> {
    Ok(Message {
        id: row.get(0)?,
        webhook: row.get(1)?,
        kind: row.get(2)?,
        subject: row.get(3)?,
        at: row.get(4)?,
        state: row.get(5)?,
        attempts: row.get(6)?,
        next_at: row.get(7)?,
        error: row.get(8)?,
        done_at: row.get(9)?,
    })
}

/// Every webhook, those that run first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Webhook>, DbError> {
    tx.query(&WEBHOOKS, &[])?.iter().map(webhook).collect()
}

/// One webhook.
pub fn one(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Webhook>, DbError> {
    tx.opt(&WEBHOOK, &p![id])?.as_ref().map(webhook).transpose()
}

/// Those that run.
pub fn open(tx: &mut dyn Tx) -> Result<Vec<Webhook>, DbError> {
    tx.query(&OPEN, &[])?.iter().map(webhook).collect()
}

/// Adds a webhook that is told what happens from now on.
pub fn insert(tx: &mut dyn Tx, one: &Webhook, maker: WorkerId) -> Result<(), DbError> {
    let end = tx.opt(&END_OF_LOG, &[])?;
    let read: (i64, i64) = match end {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => (0, 0),
    };
    let subjects: Vec<&str> = one.subjects.iter().map(|subject| subject.code()).collect();
    let subjects = subjects.join(" ");
    let Webhook { id, partner, label, address, secret, made_at, .. } = one;
    let secret = secret.as_slice();
    let args = p![*id, *partner, label, address, subjects, secret, maker, *made_at, read.0, read.1];
    tx.send(&INSERT, &args)
}

/// Ends a webhook with what waits for it. False when it has ended before.
pub fn end(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<bool, DbError> {
    tx.send(&DROP_WAITING, &p![id])?;
    Ok(tx.exec(&END, &p![id, now])? == 1)
}

/// What the journal says after this place, in order; at most 500 rows.
pub fn facts(tx: &mut dyn Tx, (log, position): (i64, i64)) -> Result<Vec<Told>, DbError> {
    let rows = tx.query(&FACTS, &p![log, position])?;
    let told = |row: &Row| {
        Ok(Told {
            place: (row.get(0)?, row.get(1)?),
            at: row.get(2)?,
            kind: row.get(3)?,
            subject: row.get(4)?,
        })
    };
    rows.iter().map(told).collect()
}

/// The short code of a partner, which the journal names it by.
pub fn code(tx: &mut dyn Tx, partner: AgencyId) -> Result<Option<String>, DbError> {
    tx.query(&CODE, &p![partner])?.first().map(|row| row.get(0)).transpose()
}

/// The journal was read up to here, and these messages follow.
pub fn moved(
    tx: &mut dyn Tx,
    id: Uuid,
    (log, position): (i64, i64),
    messages: &[Message],
) -> Result<(), DbError> {
    messages.iter().try_for_each(|one| insert_message(tx, one))?;
    tx.send(&MOVE, &p![id, log, position])
}

/// Adds a message.
pub fn insert_message(tx: &mut dyn Tx, one: &Message) -> Result<(), DbError> {
    let Message { id, webhook, kind, subject, at, next_at, .. } = one;
    tx.send(&INSERT_MESSAGE, &p![*id, *webhook, kind, subject, *at, *next_at])
}

/// Messages for this webhook whose call is due, at most 20.
pub fn due(tx: &mut dyn Tx, webhook: Uuid, now: Millis) -> Result<Vec<Message>, DbError> {
    tx.query(&DUE, &p![webhook, now])?.iter().map(message).collect()
}

/// The last messages of a webhook.
pub fn messages(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Message>, DbError> {
    tx.query(&MESSAGES, &p![id])?.iter().map(message).collect()
}

/// Writes what came of a call, and forgets what was delivered before `before`.
pub fn settle(tx: &mut dyn Tx, one: &Message, before: Millis) -> Result<(), DbError> {
    let Message { id, webhook, state, attempts, next_at, error, done_at, .. } = one;
    let attempts = i64::from(*attempts);
    tx.send(&SETTLE, &p![*id, state, attempts, *next_at, error.clone(), *done_at])?;
    tx.send(&FORGET, &p![*webhook, before])
}

/// Nothing that waits for this webhook is called before this time.
pub fn put_off(tx: &mut dyn Tx, webhook: Uuid, until: Millis) -> Result<(), DbError> {
    tx.send(&PUT_OFF, &p![webhook, until])
}

/// Counts a call of this webhook: those that fail in a row, from the last that was taken.
pub fn count(tx: &mut dyn Tx, webhook: Uuid, taken: bool) -> Result<(), DbError> {
    tx.send(if taken { &TAKEN } else { &FAILED }, &p![webhook])
}

/// Tries again what was given up. Says how many.
pub fn again(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<u64, DbError> {
    tx.exec(&AGAIN, &p![id, now])
}

/// The webhooks that have messages which were given up, and how many each.
pub fn given_up(tx: &mut dyn Tx) -> Result<Vec<(Uuid, i64)>, DbError> {
    let rows = tx.query(&GIVEN_UPS, &[])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
