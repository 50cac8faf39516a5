//! All SQL of the second step of signing in.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_seal::Hash;

use crate::accounts::{Worker, store as accounts};
use crate::db::{DbError, Tx, p};

crate::db::sql! {
    pub HAS = "select 1 from second_factor where worker = $1";
    pub FACTOR = "select secret, step, since from second_factor where worker = $1";
    pub PUT = "insert into second_factor (worker, secret, step, since) values ($1, $2, $3, $4) on conflict (worker) do update set secret = excluded.secret, step = excluded.step, since = excluded.since";
    pub TAKE_STEP = "update second_factor set step = $2 where worker = $1 and step < $2";
    pub END = "delete from second_factor where worker = $1";
    pub OFFER = "select secret, at from second_factor_offer where worker = $1";
    pub PUT_OFFER = "insert into second_factor_offer (worker, secret, at) values ($1, $2, $3) on conflict (worker) do update set secret = excluded.secret, at = excluded.at";
    pub END_OFFER = "delete from second_factor_offer where worker = $1";
    pub PUT_CODE = "insert into recovery_code (worker, mark) values ($1, $2)";
    pub USE_CODE = "delete from recovery_code where worker = $1 and mark = $2";
    pub CODES_LEFT = "select count(*) from recovery_code where worker = $1";
    pub END_CODES = "delete from recovery_code where worker = $1";
    pub REQUIRED = "select value from setting where key = 'second_factor'";
    pub REQUIRE = "insert into setting (key, value) values ('second_factor', $1) on conflict (key) do update set value = excluded.value";
    pub INSERT_PENDING = "insert into pending_sign_in (token, worker, at, wrong) values ($1, $2, $3, 0)";
    pub PENDING = "select p.at, w.id, w.user_name, w.name_ar, w.name_en, w.roles, w.active from pending_sign_in p join worker w on w.id = p.worker where p.token = $1";
    pub COUNT_WRONG = "update pending_sign_in set wrong = wrong + 1 where token = $1";
    pub END_WRONG = "delete from pending_sign_in where token = $1 and wrong >= $2";
    pub END_PENDING = "delete from pending_sign_in where token = $1";
    pub END_PENDING_OF = "delete from pending_sign_in where worker = $1";
    pub END_OLD_PENDING = "delete from pending_sign_in where at < $1";
    pub WORKERS = "select w.id, w.user_name, w.name_ar, w.name_en, w.roles, w.active, f.since from worker w left join second_factor f on f.worker = w.id where w.roles not in ('PORTAL', 'TOKEN') order by w.user_name limit 500";
}

/// A second factor as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// The last step whose code was taken.
    pub step: i64,
    /// When it was set up.
    pub since: Millis,
}

/// Whether the account has a second factor.
pub fn has(tx: &mut dyn Tx, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.opt(&HAS, &p![worker])?.is_some())
}

/// The second factor of an account.
pub fn find(tx: &mut dyn Tx, worker: WorkerId) -> Result<Option<Kept>, DbError> {
    let row = tx.opt(&FACTOR, &p![worker])?;
    row.map(|row| Ok(Kept { secret: row.get(0)?, step: row.get(1)?, since: row.get(2)? }))
        .transpose()
}

/// Sets it up, or puts another in its place.
pub fn put(tx: &mut dyn Tx, worker: WorkerId, kept: &Kept) -> Result<(), DbError> {
    tx.send(&PUT, &p![worker, &kept.secret, kept.step, kept.since])
}

/// Uses up the code of this step and of all before. False when it was used up meanwhile.
pub fn take_step(tx: &mut dyn Tx, worker: WorkerId, step: i64) -> Result<bool, DbError> {
    Ok(tx.exec(&TAKE_STEP, &p![worker, step])? == 1)
}

/// Takes it away. False when there was none.
pub fn end(tx: &mut dyn Tx, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &p![worker])? == 1)
}

/// The secret that was shown and waits for its first code, sealed, and since when.
pub fn offer(tx: &mut dyn Tx, worker: WorkerId) -> Result<Option<(Vec<u8>, Millis)>, DbError> {
    tx.opt(&OFFER, &p![worker])?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// Keeps a secret that will be shown; an earlier one is forgotten.
pub fn put_offer(
    tx: &mut dyn Tx,
    worker: WorkerId,
    secret: &[u8],
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&PUT_OFFER, &p![worker, secret, now])
}

/// Forgets it. False when there was none.
pub fn end_offer(tx: &mut dyn Tx, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.exec(&END_OFFER, &p![worker])? == 1)
}

/// Keeps the marks of new recovery codes.
pub fn put_codes(tx: &mut dyn Tx, worker: WorkerId, marks: &[Hash]) -> Result<(), DbError> {
    marks.iter().try_for_each(|mark| tx.send(&PUT_CODE, &p![worker, mark]))
}

/// Uses a recovery code up. False when there is none of this mark.
pub fn use_code(tx: &mut dyn Tx, worker: WorkerId, mark: Hash) -> Result<bool, DbError> {
    Ok(tx.exec(&USE_CODE, &p![worker, mark])? == 1)
}

/// How many recovery codes are left.
pub fn codes_left(tx: &mut dyn Tx, worker: WorkerId) -> Result<i64, DbError> {
    tx.one(&CODES_LEFT, &p![worker])?.get(0)
}

/// Forgets all recovery codes of an account.
pub fn end_codes(tx: &mut dyn Tx, worker: WorkerId) -> Result<(), DbError> {
    tx.send(&END_CODES, &p![worker])
}

/// The roles that must have a second factor.
pub fn required(tx: &mut dyn Tx) -> Result<Vec<String>, DbError> {
    let row = tx.opt(&REQUIRED, &[])?;
    Ok(roles(row.map(|row| row.get(0)).transpose()?))
}

/// The roles of a value of the setting.
pub fn roles(value: Option<Vec<u8>>) -> Vec<String> {
    let text = String::from_utf8(value.unwrap_or_default()).unwrap_or_default();
    text.split_whitespace().map(str::to_owned).collect()
}

/// Says which roles must have a second factor.
pub fn require(tx: &mut dyn Tx, roles: &[String]) -> Result<(), DbError> {
    tx.send(&REQUIRE, &p![roles.join(" ").into_bytes()])
}

/// Notes that somebody's password was right; those from before `oldest` are forgotten.
pub fn insert_pending(
    tx: &mut dyn Tx,
    token: Hash,
    worker: WorkerId,
    now: Millis,
    oldest: Millis,
) -> Result<(), DbError> {
    tx.send(&END_OLD_PENDING, &p![oldest])?;
    tx.send(&INSERT_PENDING, &p![token, worker, now])
}

/// Whose code is waited for under this token, and since when.
pub fn pending(tx: &mut dyn Tx, token: Hash) -> Result<Option<(Worker, Millis)>, DbError> {
    let row = tx.opt(&PENDING, &p![token])?;
    row.map(|row| Ok((accounts::worker(&row, 1)?, row.get(0)?))).transpose()
}

/// Counts a wrong code. True when it was the last that is taken: the password is asked for again.
pub fn count_wrong(tx: &mut dyn Tx, token: Hash, most: i64) -> Result<bool, DbError> {
    tx.send(&COUNT_WRONG, &p![token])?;
    Ok(tx.exec(&END_WRONG, &p![token, most])? == 1)
}

/// The sign-in goes on or is over. False when it was over before.
pub fn end_pending(tx: &mut dyn Tx, token: Hash) -> Result<bool, DbError> {
    Ok(tx.exec(&END_PENDING, &p![token])? == 1)
}

/// Every sign-in of this account that waits is over.
pub fn end_pending_of(tx: &mut dyn Tx, worker: WorkerId) -> Result<(), DbError> {
    tx.send(&END_PENDING_OF, &p![worker])
}

/// Every worker, at most 500, and since when they have a second factor.
pub fn workers(tx: &mut dyn Tx) -> Result<Vec<(Worker, Option<Millis>)>, DbError> {
    let rows = tx.query(&WORKERS, &[])?;
    rows.iter().map(|row| Ok((accounts::worker(row, 0)?, row.get(6)?))).collect()
}
