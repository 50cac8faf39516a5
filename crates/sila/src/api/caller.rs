//! Who calls: the token of the header, what it may read, and the line about the call.

use axum::http::{StatusCode, header};
use sila_core::AgencyId;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use uuid::Uuid;

use super::Scope;
use super::store::{self, Kept, Use};
use super::token::digest;
use crate::accounts::Worker;
use crate::agreements;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::partners;
use crate::problem::Problem;
use crate::reply::Reply;

/// Calls with one token in a minute.
const CALLS_PER_MINUTE: i64 = 300;
/// The code with which calls that come too often are refused.
const TOO_OFTEN: &str = "token.too_often";
/// Days for which a line about a call is kept.
const KEPT_DAYS: i64 = 400;

/// A program whose token may read what it asks for.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The partner it reads for.
    pub partner: AgencyId,
    /// The token's row.
    pub kept: Kept,
}

impl Caller {
    /// The token's account, as the access log names it.
    pub fn worker(&self) -> Worker {
        Worker {
            id: WorkerId(self.kept.id),
            user_name: String::new(),
            name_ar: self.kept.label.clone(),
            name_en: self.kept.label.clone(),
            roles: vec![store::ROLE.to_owned()],
            active: false,
        }
    }
}

/// Lets a call in if its token may read `scope`, and writes the call down; `what` names what is read, never whom. A call that
/// is refused is written down too, as far as its token is known; of calls that come too often the first of a minute is, in the journal as well.
///
/// # Errors
/// `token.missing`, `token.unknown`, `token.expired`, `token.revoked` (401); `token.unconfirmed`, `token.out_of_scope` (403) and, for
/// referrals, `token.no_agreement` (403); `token.too_often` (429).
pub async fn admit(ask: &Ask, scope: Option<Scope>, what: &'static str) -> Result<Caller, Problem> {
    let hash = digest(shown(ask)?).ok_or_else(|| refused("token.unknown"))?;
    let since = ask.now.plus_minutes(-1);
    let found = ask.app.store.read(move |tx| store::by_digest(tx, hash, since)).await?;
    let (kept, lately) = found.ok_or_else(|| refused("token.unknown"))?;
    if lately >= CALLS_PER_MINUTE {
        flooded(ask, kept.id, what).await?;
        let too_often = refused(TOO_OFTEN);
        return Err(Problem { status: StatusCode::TOO_MANY_REQUESTS, ..too_often });
    }
    let verdict = match judge(&kept, scope, ask.now) {
        Ok(()) if scope == Some(Scope::Referrals) => under_agreement(ask, kept.partner).await?,
        verdict => verdict,
    };
    let word = verdict.as_ref().map_or_else(|problem| problem.code.clone(), |()| "ok".to_owned());
    let used = Use { id: ask.app.clock.new_id(), token: kept.id, at: ask.now, what, verdict: word };
    let before = ask.now.plus_days(-KEPT_DAYS);
    ask.app.store.write(move |tx| store::used(tx, &used, before)).await?;
    verdict.map(|()| Caller { partner: kept.partner, kept })
}

/// Writes down, once in a minute, that a token is used too often.
async fn flooded(ask: &Ask, token: Uuid, what: &'static str) -> Result<(), Problem> {
    let (at, since) = (ask.now, ask.now.plus_minutes(-1));
    let verdict = TOO_OFTEN.to_owned();
    let used = Use { id: ask.app.clock.new_id(), token, at, what, verdict };
    let before = at.plus_days(-KEPT_DAYS);
    let told = fact(&ask.app, "account", format!("{token} {TOO_OFTEN}"), None, at);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::was_told(tx, token, since, TOO_OFTEN)? {
            return Ok(());
        }
        store::used(tx, &used, before)?;
        journal::insert(tx, &told)
    };
    Ok(ask.app.store.write(write).await?)
}

fn judge(kept: &Kept, scope: Option<Scope>, now: Millis) -> Result<(), Problem> {
    if kept.revoked_at.is_some() {
        return Err(refused("token.revoked"));
    }
    if kept.expires_at <= now {
        return Err(refused("token.expired"));
    }
    if kept.is_unconfirmed() {
        let problem = refused("token.unconfirmed");
        return Err(Problem { status: StatusCode::FORBIDDEN, ..problem });
    }
    match scope.filter(|scope| !kept.scopes.contains(scope)) {
        None => Ok(()),
        Some(lacks) => {
            let problem = refused("token.out_of_scope").with("scope", lacks.code());
            Err(Problem { status: StatusCode::FORBIDDEN, ..problem })
        }
    }
}

/// Whether something about persons may be sent to this partner now.
async fn under_agreement(ask: &Ask, partner: AgencyId) -> Result<Result<(), Problem>, Problem> {
    let agreed = agreements::in_force(&ask.app, ask.now).await?;
    let listed = ask.app.store.read(move |tx| partners::store::find(tx, partner)).await?;
    let may = listed.is_none_or(|partner| partner.addressee().is_ok());
    if may && agreed.iter().any(|one| one.peer == partner) {
        return Ok(Ok(()));
    }
    Ok(Err(Problem { status: StatusCode::FORBIDDEN, ..refused("token.no_agreement") }))
}

fn refused(code: &str) -> Problem {
    Problem::without_token(code)
}

/// The token of the header `Authorization: Bearer …` (RFC 6750).
fn shown(ask: &Ask) -> Result<&str, Problem> {
    let value = ask.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = value.and_then(|value| value.split_once(' '));
    let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    bearer.map(|(_, token)| token.trim()).ok_or_else(|| refused("token.missing"))
}

/// The answer to a program: what went wrong is problem+json, whatever it accepts.
///
/// # Errors
/// None: a problem is an answer here.
pub fn told(ask: &Ask, done: Result<Reply, Problem>) -> Result<Reply, Problem> {
    Ok(done.unwrap_or_else(|problem| Reply::problem_json(&ask.cx, &problem)))
}
