//! The open interface: what programs of partners read here, with a token that somebody of ours has made for them.
//!
//! A token belongs to one partner, says what may be read ([`Scope`]) and until when, and is shown once: only its hash is kept. It has
//! an account that nobody can sign in with, so that whatever was read with it stands in the logs under its name. One that reads what was
//! referred, with names, is good only once somebody who approves referrals and has not made it says so. Every call is
//! written down before it is answered. [`openapi`] describes all of it, the directory ([`crate::hsds`]) included, and a test compares
//! the description with the routes and with real answers.

mod caller;
mod confirm;
mod figures;
pub mod openapi;
mod own;
mod paging;
mod show;
pub mod store;
mod token;

use serde_json::Value;
use sila_core::time::Millis;

use crate::accounts::Permission::{LinkAdmin, Public, ReferralApprove};
use crate::ask::{Ask, Routes};
use crate::problem::Problem;
use crate::reply::Reply;

pub use caller::{Caller, admit, told};
pub use paging::{Paging, Sizes, paging, window};

/// What a token may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The figures that the agency has published.
    Figures,
    /// What is agreed with the partner, and how it goes.
    Partnership,
    /// What was referred to the partner ([`crate::fhir`]).
    Referrals,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 3] = [Scope::Figures, Scope::Partnership, Scope::Referrals];

    /// The word in rows, texts and answers.
    pub fn code(self) -> &'static str {
        match self {
            Scope::Figures => "figures",
            Scope::Partnership => "partnership",
            Scope::Referrals => "referrals",
        }
    }

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// The routes of the interface, and of the pages on which tokens are made.
pub fn routes(r: &mut Routes) {
    r.get("/api/openapi.json", Public, document);
    r.get("/api/token", Public, own::token);
    r.get("/api/figures", Public, figures::list);
    r.get("/api/figures/{id}", Public, figures::one);
    r.get("/api/agreements", Public, own::agreements);
    r.get("/api/agreements/{id}", Public, own::agreement);
    r.get("/api/obligations", Public, own::obligations);
    r.get("/api/initiatives", Public, own::initiatives);
    r.get("/{lang}/tokens", LinkAdmin, show::list);
    r.post("/{lang}/tokens", LinkAdmin, token::create);
    r.get("/{lang}/tokens/waiting", ReferralApprove, confirm::page);
    r.get("/{lang}/tokens/{id}", LinkAdmin, show::page);
    r.post("/{lang}/tokens/{id}/confirmation", ReferralApprove, confirm::create);
    r.post("/{lang}/tokens/{id}/revocation", LinkAdmin, token::revoke);
}

async fn document(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::json(&openapi::document(&ask.origin())))
}

/// A moment as `2026-11-22T08:00:00.000Z` (RFC 3339).
pub fn moment(at: Millis) -> String {
    let stamp = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{stamp:.3}")
}

/// The value without its parts that say nothing: `null` is no answer.
pub fn without_nulls(mut value: Value) -> Value {
    if let Value::Object(map) = &mut value {
        map.retain(|_, part| !part.is_null());
    }
    value
}
