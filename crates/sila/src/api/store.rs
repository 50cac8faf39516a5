//! All SQL of tokens and of the calls made with them.

use sila_core::AgencyId;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use super::Scope;
use crate::accounts::{self, Worker};
use crate::db::{DbError, Row, Tx, p};

/// The role of a token's account. It is none that anybody is given, and allows nothing.
pub const ROLE: &str = "TOKEN";

/// Columns of a [`Kept`], in its order.
macro_rules! of_token {
    ($tail:literal) => {
        concat!(
            "select t.id, t.partner, t.label, t.scopes, t.made_by, t.made_at, t.expires_at, t.revoked_at, t.used_at, t.confirmed_at from api_token t ",
            $tail
        )
    };
}

crate::sql! {
    pub TOKENS = of_token!("order by t.made_at desc, t.id limit 500");
    pub TOKEN = of_token!("where t.id = $1");
    pub BY_DIGEST = of_token!("where t.digest = $1");
    pub OPEN = "select count(*) from api_token where revoked_at is null and expires_at > $1";
    pub INSERT = "insert into api_token (id, partner, label, digest, scopes, made_by, made_at, expires_at, revoked_at, used_at, confirmed_by, confirmed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null, null, null)";
    pub UNCONFIRMED = of_token!("where t.confirmed_at is null and t.revoked_at is null and t.expires_at > $2 and t.made_by <> $1 order by t.made_at, t.id limit 200");
    pub CONFIRM = "update api_token set confirmed_by = $2, confirmed_at = $3 where id = $1 and confirmed_at is null and revoked_at is null and expires_at > $3 and made_by <> $2";
    pub TOLD_LATELY = "select count(*) from api_use where token = $1 and at > $2 and verdict = $3";
    pub REVOKE = "update api_token set revoked_at = $2 where id = $1 and revoked_at is null";
    pub LATELY = "select count(*) from api_use where token = $1 and at > $2";
    pub INSERT_USE = "insert into api_use (id, token, at, what, verdict) values ($1, $2, $3, $4, $5)";
    pub TOUCH = "update api_token set used_at = $2 where id = $1";
    pub FORGET = "delete from api_use where token = $1 and at < $2";
    pub USES = "select at, what, verdict from api_use where token = $1 order by at desc, id desc limit 200";
}

/// A token as it is kept: without the token.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its identifier, which is also that of its account.
    pub id: Uuid,
    /// Whose it is.
    pub partner: AgencyId,
    /// What the program is called.
    pub label: String,
    /// What it may read.
    pub scopes: Vec<Scope>,
    /// Who made it.
    pub made_by: WorkerId,
    /// When it was made.
    pub made_at: Millis,
    /// From when it is refused.
    pub expires_at: Millis,
    /// When somebody ended it.
    pub revoked_at: Option<Millis>,
    /// The last call.
    pub used_at: Option<Millis>,
    /// When somebody else than its maker confirmed it.
    pub confirmed_at: Option<Millis>,
}

impl Kept {
    /// It reads names of people, and only its maker has said so: it is refused until somebody else confirms it.
    pub fn is_unconfirmed(&self) -> bool {
        self.confirmed_at.is_none() && self.scopes.contains(&Scope::Referrals)
    }
}

/// One call.
#[derive(Debug, Clone)]
pub struct Use {
    /// The line's identifier.
    pub id: Uuid,
    /// The token.
    pub token: Uuid,
    /// When.
    pub at: Millis,
    /// What was read: the name of a list.
    pub what: &'static str,
    /// `ok`, or the code with which it was refused.
    pub verdict: String,
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    let scopes: String = row.get(3)?;
    Ok(Kept {
        id: row.get(0)?,
        partner: row.get(1)?,
        label: row.get(2)?,
        scopes: scopes.split(' ').filter_map(Scope::from_code).collect(),
        made_by: row.get(4)?,
        made_at: row.get(5)?,
        expires_at: row.get(6)?,
        revoked_at: row.get(7)?,
        used_at: row.get(8)?,
        confirmed_at: row.get(9)?,
    })
}

/// Every token, the newest first; at most 500.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Kept>, DbError> {
    tx.query(&TOKENS, &[])?.iter().map(kept).collect()
}

/// One token.
pub fn one(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Kept>, DbError> {
    tx.opt(&TOKEN, &p![id])?.as_ref().map(kept).transpose()
}

/// The token with this hash, and how often it was used since.
pub fn by_digest(
    tx: &mut dyn Tx,
    digest: Hash,
    since: Millis,
) -> Result<Option<(Kept, i64)>, DbError> {
    let Some(row) = tx.opt(&BY_DIGEST, &p![digest])? else { return Ok(None) };
    let kept = kept(&row)?;
    let lately: i64 = tx.one(&LATELY, &p![kept.id, since])?.get(0)?;
    Ok(Some((kept, lately)))
}

/// How many tokens can be used.
pub fn open(tx: &mut dyn Tx, now: Millis) -> Result<i64, DbError> {
    tx.one(&OPEN, &p![now])?.get(0)
}

/// Adds a token with its account.
pub fn insert(
    tx: &mut dyn Tx,
    (kept, account): (&Kept, &Worker),
    digest: Hash,
) -> Result<(), DbError> {
    accounts::store::insert_worker(tx, account, "", kept.made_at)?;
    let scopes: Vec<&str> = kept.scopes.iter().map(|scope| scope.code()).collect();
    let scopes = scopes.join(" ");
    let Kept { id, partner, label, made_by, made_at, expires_at, .. } = kept;
    tx.send(&INSERT, &p![*id, *partner, label, digest, scopes, *made_by, *made_at, *expires_at])
}

/// Tokens that read names of people and wait for somebody else than their maker, the oldest first.
pub fn unconfirmed(tx: &mut dyn Tx, worker: WorkerId, now: Millis) -> Result<Vec<Kept>, DbError> {
    let all: Vec<Kept> =
        tx.query(&UNCONFIRMED, &p![worker, now])?.iter().map(kept).collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|one| one.scopes.contains(&Scope::Referrals)).collect())
}

/// Confirms a token that can be used. False when it was confirmed before, has ended, or is the worker's own.
pub fn confirm(tx: &mut dyn Tx, id: Uuid, worker: WorkerId, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&CONFIRM, &p![id, worker, now])? == 1)
}

/// Whether a call with a token was answered in this way since.
pub fn was_told(
    tx: &mut dyn Tx,
    token: Uuid,
    since: Millis,
    verdict: &str,
) -> Result<bool, DbError> {
    Ok(tx.one(&TOLD_LATELY, &p![token, since, verdict])?.get::<i64>(0)? > 0)
}

/// Ends a token. False when it is not there or was ended before.
pub fn revoke(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&REVOKE, &p![id, now])? == 1)
}

/// Writes a call down, and forgets those of this token that were before `before`.
pub fn used(tx: &mut dyn Tx, one: &Use, before: Millis) -> Result<(), DbError> {
    let Use { id, token, at, what, verdict } = one;
    tx.send(&INSERT_USE, &p![*id, *token, *at, *what, verdict])?;
    tx.send(&TOUCH, &p![*token, *at])?;
    tx.send(&FORGET, &p![*token, before])
}

/// The last calls: when, what, and how they ended.
pub fn uses(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<(Millis, String, String)>, DbError> {
    let rows = tx.query(&USES, &p![id])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}
