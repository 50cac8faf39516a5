//! All SQL of accounts and sessions.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;

use crate::accounts::{Worker, factor};
use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub INSERT_WORKER = "insert into worker (id, user_name, name_ar, name_en, password, roles, active, created_at, failures, locked_until) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)";
    pub WORKER_BY_NAME = "select id, user_name, name_ar, name_en, roles, active, password, failures, locked_until from worker where user_name = $1";
    pub WORKERS = "select id, user_name, name_ar, name_en, roles, active from worker where roles not in ('PORTAL', 'TOKEN') order by user_name limit 500";
    pub WORKER = "select id, user_name, name_ar, name_en, roles, active from worker where id = $1 and roles not in ('PORTAL', 'TOKEN')";
    pub SET_ROLES = "update worker set roles = $2, active = $3 where id = $1";
    pub SET_PASSWORD = "update worker set password = $2, failures = 0, locked_until = 0 where id = $1";
    pub FAILURES = "select failures, locked_until from worker where id = $1";
    pub TAKE_BACK = "update worker set failures = failures - 1, locked_until = case when locked_until = $2 then $3 else locked_until end where id = $1 and failures > 0";
    pub SET_FAILURES = "update worker set failures = $2, locked_until = $3 where id = $1";
    pub INSERT_SESSION = "insert into session (token, worker, created_at, seen_at, locked, masked) values ($1, $2, $3, $3, $4, $4)";
    pub SESSION = "select s.created_at, s.seen_at, s.locked, w.id, w.user_name, w.name_ar, w.name_en, w.roles, w.active, s.masked, (select count(*) from second_factor f where f.worker = w.id), (select g.value from setting g where g.key = 'second_factor') from session s join worker w on w.id = s.worker where s.token = $1";
    pub TOUCH_SESSION = "update session set seen_at = case when locked then seen_at else $2 end, locked = (locked or $3) where token = $1";
    pub MASK_SESSION = "update session set masked = $2 where token = $1";
    pub DELETE_SESSION = "delete from session where token = $1";
    pub DELETE_SESSIONS_OF = "delete from session where worker = $1";
    pub DELETE_OLD_SESSIONS = "delete from session where created_at < $1";
}

/// A worker's row with what sign-in needs.
#[derive(Debug)]
pub struct SignInRow {
    /// The worker.
    pub worker: Worker,
    /// PHC string.
    pub password: String,
    /// Wrong passwords since the last right one.
    pub failures: i64,
    /// No sign-in before this time.
    pub locked_until: Millis,
}

/// A session's row.
#[derive(Debug)]
pub struct SessionRow {
    /// When it began.
    pub created_at: Millis,
    /// Last use, at most a minute old.
    pub seen_at: Millis,
    /// It waits for the password.
    pub locked: bool,
    /// Names of people are not shown.
    pub masked: bool,
    /// Whose it is.
    pub worker: Worker,
    /// The worker must have a second factor and has none.
    pub owes_factor: bool,
}

/// The worker in a row, from this column on.
pub(super) fn worker(row: &Row, at: usize) -> Result<Worker, DbError> {
    let roles: String = row.get(at + 4)?;
    Ok(Worker {
        id: row.get(at)?,
        user_name: row.get(at + 1)?,
        name_ar: row.get(at + 2)?,
        name_en: row.get(at + 3)?,
        roles: roles.split_whitespace().map(str::to_owned).collect(),
        active: row.get(at + 5)?,
    })
}

/// Adds a worker. `Unique` when the user name is taken.
pub fn insert_worker(
    tx: &mut dyn Tx,
    worker: &Worker,
    password: &str,
    now: Millis,
) -> Result<(), DbError> {
    let roles = worker.roles.join(" ");
    tx.exec(
        &INSERT_WORKER,
        &p![
            worker.id,
            worker.user_name.as_str(),
            worker.name_ar.as_str(),
            worker.name_en.as_str(),
            password,
            roles,
            worker.active,
            now
        ],
    )?;
    Ok(())
}

/// The worker of that user name, for sign-in.
pub fn by_name(tx: &mut dyn Tx, user_name: &str) -> Result<Option<SignInRow>, DbError> {
    let row = tx.opt(&WORKER_BY_NAME, &p![user_name])?;
    row.map(|row| {
        Ok(SignInRow {
            worker: worker(&row, 0)?,
            password: row.get(6)?,
            failures: row.get(7)?,
            locked_until: row.get(8)?,
        })
    })
    .transpose()
}

/// Every worker, at most 500.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Worker>, DbError> {
    tx.query(&WORKERS, &[])?.iter().map(|row| worker(row, 0)).collect()
}

/// One worker.
pub fn one(tx: &mut dyn Tx, id: WorkerId) -> Result<Option<Worker>, DbError> {
    tx.opt(&WORKER, &p![id])?.map(|row| worker(&row, 0)).transpose()
}

/// Gives roles and says whether the account may sign in; its sessions end.
pub fn set_roles(
    tx: &mut dyn Tx,
    id: WorkerId,
    roles: &[String],
    active: bool,
) -> Result<(), DbError> {
    tx.exec(&SET_ROLES, &p![id, roles.join(" "), active])?;
    tx.exec(&DELETE_SESSIONS_OF, &p![id])?;
    Ok(())
}

/// Sets a new password; the worker's sessions end.
pub fn set_password(tx: &mut dyn Tx, id: WorkerId, hash: &str) -> Result<(), DbError> {
    tx.exec(&SET_PASSWORD, &p![id, hash])?;
    tx.exec(&DELETE_SESSIONS_OF, &p![id])?;
    Ok(())
}

/// Counts wrong passwords, and until when no more are tried.
pub fn set_failures(
    tx: &mut dyn Tx,
    id: WorkerId,
    failures: i64,
    locked_until: Millis,
) -> Result<(), DbError> {
    tx.exec(&SET_FAILURES, &p![id, failures, locked_until])?;
    Ok(())
}

/// Wrong passwords and codes since the last right one, and until when no more are tried.
pub fn failures(tx: &mut dyn Tx, id: WorkerId) -> Result<(i64, Millis), DbError> {
    let row = tx.one(&FAILURES, &p![id])?;
    Ok((row.get(0)?, row.get(1)?))
}

/// Takes back the one attempt that was counted and proved right; what else was counted stays. `until` is the pause that it had set,
/// `before` the one that had stood before it.
pub fn take_back(
    tx: &mut dyn Tx,
    id: WorkerId,
    until: Millis,
    before: Millis,
) -> Result<(), DbError> {
    tx.send(&TAKE_BACK, &p![id, until, before])
}

/// Every session of the worker ends.
pub fn end_sessions_of(tx: &mut dyn Tx, id: WorkerId) -> Result<(), DbError> {
    tx.send(&DELETE_SESSIONS_OF, &p![id])
}

/// Begins a session, and notes for the account that it is used; sessions older than `oldest` are forgotten.
pub fn begin_session(
    tx: &mut dyn Tx,
    token: [u8; 32],
    worker: WorkerId,
    now: Millis,
    oldest: Millis,
) -> Result<(), DbError> {
    tx.exec(&DELETE_OLD_SESSIONS, &p![oldest])?;
    tx.exec(&INSERT_SESSION, &p![token, worker, now, false])?;
    super::usage::store::seen(tx, worker, now)
}

/// The session of that token.
pub fn session(tx: &mut dyn Tx, token: [u8; 32]) -> Result<Option<SessionRow>, DbError> {
    let row = tx.opt(&SESSION, &p![token])?;
    row.map(|row| {
        let worker = worker(&row, 3)?;
        let (has, required) = (row.get::<i64>(10)? > 0, factor::store::roles(row.get(11)?));
        Ok(SessionRow {
            created_at: row.get(0)?,
            seen_at: row.get(1)?,
            locked: row.get(2)?,
            masked: row.get(9)?,
            owes_factor: !has && factor::must(&worker.roles, &required),
            worker,
        })
    })
    .transpose()
}

/// Notes that a session was used, or locks it. A lock is never taken back here: unlocking begins a new session.
pub fn touch(tx: &mut dyn Tx, token: [u8; 32], now: Millis, locked: bool) -> Result<(), DbError> {
    tx.exec(&TOUCH_SESSION, &p![token, now, locked])?;
    Ok(())
}

/// Hides the names of people in a session, or shows them again.
pub fn mask(tx: &mut dyn Tx, token: [u8; 32], masked: bool) -> Result<(), DbError> {
    tx.send(&MASK_SESSION, &p![token, masked])
}

/// Ends a session.
pub fn end_session(tx: &mut dyn Tx, token: [u8; 32]) -> Result<(), DbError> {
    tx.exec(&DELETE_SESSION, &p![token])?;
    Ok(())
}
