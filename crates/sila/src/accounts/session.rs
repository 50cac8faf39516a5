//! Sessions: a random cookie, its hash in the database, an idle lock and an absolute end.

use rand_core::TryRng;
use sila_core::time::Millis;
use sila_seal::sha256;

use crate::accounts::{Worker, store};
use crate::app::App;
use crate::clock::Randomness;
use crate::problem::Problem;

/// Minutes without use after which the session waits for the password.
pub const IDLE_MINUTES: i64 = 15;
/// Hours after which a session ends whatever happens.
pub const LIFE_HOURS: i64 = 10;
/// Uses closer together than this are not written down.
const SEEN_EVERY_MS: i64 = 60_000;
/// What the name of the cookie begins with.
const COOKIE: &str = "sila_session";

/// A session as found for a request.
#[derive(Debug, Clone)]
pub struct Session {
    /// SHA-256 of the cookie.
    pub token: [u8; 32],
    /// Whose it is.
    pub worker: Worker,
    /// It waits for the password: nothing may be shown.
    pub locked: bool,
    /// Names of people are not shown.
    pub masked: bool,
    /// The worker must have a second factor and has none: nothing else is shown before.
    pub owes_factor: bool,
}

/// Finds the session of a request's cookie, locks it when it was idle, and notes its use. What an open page asks by itself
/// (`by_itself`) is not use: an unattended screen locks.
///
/// # Errors
/// Only when the store cannot be read.
pub async fn find(
    app: &App,
    cookie: &str,
    by_itself: bool,
    now: Millis,
) -> Result<Option<Session>, Problem> {
    let token = sha256(&[cookie.as_bytes()]);
    let row = app.store.read(move |tx| store::session(tx, token)).await.map_err(problem)?;
    let Some(row) = row else { return Ok(None) };
    let ended = now >= row.created_at.plus_hours(LIFE_HOURS);
    if ended || !row.worker.active {
        app.store.write(move |tx| store::end_session(tx, token)).await.map_err(problem)?;
        return Ok(None);
    }
    let idle = now >= row.seen_at.plus_minutes(IDLE_MINUTES);
    let locked = row.locked || idle;
    let stale = now.0.saturating_sub(row.seen_at.0) >= SEEN_EVERY_MS;
    if locked != row.locked || (stale && !locked && !by_itself) {
        app.store.write(move |tx| store::touch(tx, token, now, locked)).await.map_err(problem)?;
    }
    let (masked, owes_factor) = (row.masked, row.owes_factor);
    Ok(Some(Session { token, worker: row.worker, locked, masked, owes_factor }))
}

/// Begins a session and gives the cookie's value.
///
/// # Errors
/// Only when the store cannot be written.
pub async fn begin(app: &App, worker: &Worker, now: Millis) -> Result<String, Problem> {
    let mut bytes = [0_u8; 32];
    let Ok(()) = Randomness.try_fill_bytes(&mut bytes);
    let cookie = sila_seal::code::base32_encode(&bytes);
    let token = sha256(&[cookie.as_bytes()]);
    let (id, oldest) = (worker.id, now.plus_hours(-LIFE_HOURS));
    app.store
        .write(move |tx| store::begin_session(tx, token, id, now, oldest))
        .await
        .map_err(problem)?;
    Ok(cookie)
}

/// The cookie's name at this agency. Cookies do not tell ports apart (RFC 6265 §8.5): two nodes on one machine need two names.
pub fn cookie_name(app: &App) -> String {
    format!("{COOKIE}_{}", app.node.agency.code.to_ascii_lowercase())
}

/// The `Set-Cookie` value: kept from scripts and from other sites, gone with the browser.
pub fn cookie(app: &App, value: &str) -> String {
    let secure = if app.config.https { "; Secure" } else { "" };
    let name = cookie_name(app);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")
}

/// The `Set-Cookie` value that removes the cookie.
pub fn no_cookie(app: &App) -> String {
    format!("{}; Max-Age=0", cookie(app, ""))
}

fn problem(error: crate::db::DbError) -> Problem {
    Problem::from(error)
}
