//! Making a token, which is shown once, and revoking it.

use maud::html;
use rand_core::Rng;
use sila_core::AgencyId;
use sila_core::ids::WorkerId;
use sila_seal::code::{base32_decode, base32_encode};
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use super::Scope;
use super::show::{self, PATH};
use super::store::{self, Kept, ROLE};
use crate::accounts::{Worker, admin};
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::partners;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Note, Summary, Tone, copyable, heading};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Page, Pairs};

/// What every token begins with, so that a scanner of files finds one that was left lying about.
const BEGINS: &str = "sila_";
/// Bytes of randomness in a token.
const BYTES: usize = 32;
/// Longest name of a program, in characters.
pub(super) const LABEL_MAX: usize = 60;
/// For how many days a token may be made.
pub(super) const DAYS: [i64; 3] = [30, 90, 365];
/// Tokens that can be used at one time.
const TOKENS_MAX: i64 = 200;

/// What is kept of a token; nothing when these are not letters of one.
pub(super) fn digest(token: &str) -> Option<Hash> {
    let bytes = base32_decode(token.strip_prefix(BEGINS)?).ok()?;
    (bytes.len() == BYTES).then(|| sha256(&[b"sila/api/token/1", &bytes]))
}

fn new_token() -> (String, Hash) {
    let mut bytes = [0_u8; BYTES];
    Randomness.fill_bytes(&mut bytes);
    let token = format!("{BEGINS}{}", base32_encode(&bytes).to_lowercase());
    (token, sha256(&[b"sila/api/token/1", &bytes]))
}

/// Reads the form of this worker.
fn wished(ask: &Ask, worker: &Worker) -> Result<Kept, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let label = form.get("label").unwrap_or_default().trim().to_owned();
    if !(1..=LABEL_MAX).contains(&label.chars().count()) {
        errors.add("label", cx.t("tokens-label-needed"));
    }
    let partner = form.get("partner").and_then(|text| AgencyId::parse(text).ok());
    if partner.is_none() {
        errors.add("partner", cx.t("tokens-partner-needed"));
    }
    let scopes: Vec<Scope> = form.all("scopes").filter_map(Scope::from_code).collect();
    if scopes.is_empty() {
        errors.add("scopes", cx.t("tokens-scopes-needed"));
    }
    let days = form.get("days").and_then(|text| text.parse().ok());
    let days = days.filter(|days| DAYS.contains(days));
    if days.is_none() {
        errors.add("days", cx.t("tokens-days-needed"));
    }
    match (partner, days, errors.any()) {
        (Some(partner), Some(days), false) => Ok(Kept {
            id: ask.app.clock.new_id(),
            partner,
            label,
            scopes,
            made_by: worker.id,
            made_at: ask.now,
            expires_at: ask.now.plus_days(days),
            revoked_at: None,
            used_at: None,
            confirmed_at: None,
        }),
        _ => Err(errors),
    }
}

/// The account of a token: a name in the logs, and nothing that anybody could sign in with.
fn account(kept: &Kept, (ar, en): &(String, String)) -> Worker {
    Worker {
        id: WorkerId(kept.id),
        user_name: format!("program-{}", kept.id.simple()),
        name_ar: format!("{} ({ar})", kept.label),
        name_en: format!("{} ({en})", kept.label),
        roles: vec![ROLE.to_owned()],
        active: false,
    }
}

/// Makes a token and shows it, once.
///
/// # Errors
/// `page.not_found` for a partner that is not known; `token.too_many`; or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let kept = match wished(&ask, ask.worker()?) {
        Ok(kept) => kept,
        Err(errors) => return show::again(&ask, &errors).await,
    };
    let partner = kept.partner;
    let names = ask.app.store.read(move |tx| partners::store::name_of(tx, partner)).await?;
    let names = names.ok_or_else(Problem::not_found)?;
    let (token, hash) = new_token();
    let words: Vec<&str> = kept.scopes.iter().map(|scope| scope.code()).collect();
    let fact = admin::fact(&ask, WorkerId(kept.id), &format!("token made {}", words.join(" ")))?;
    let (made, now) = (account(&kept, &names), ask.now);
    let row = kept.clone();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::open(tx, now)? >= TOKENS_MAX {
            return Ok(false);
        }
        store::insert(tx, (&row, &made), hash)?;
        journal::insert(tx, &fact).map(|()| true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("token.too_many").way_out(PATH));
    }
    Ok(Reply::page(&shown_once(&ask.cx, &kept, &names, &token)))
}

/// The token in clear. It is shown here and never again.
fn shown_once(cx: &Cx, kept: &Kept, names: &(String, String), token: &str) -> Page {
    let rows = Summary::new()
        .row(cx.t("tokens-label"), Name(&kept.label))
        .row(cx.t("tokens-partner"), Name(cx.lang.pick(&names.0, &names.1)))
        .row(cx.t("tokens-scopes"), show::scopes(cx, &kept.scopes))
        .row(cx.t("tokens-until"), html! { span.num { (cx.at(kept.expires_at)) } })
        .row(cx.t("tokens-header"), Code("Authorization: Bearer …"));
    let body = html! {
        (heading(cx.t("tokens-made"), None, &html! {}))
        div.stack.narrow {
            (Note::new("key", cx.t("tokens-once")).tone(Tone::Warn).says(cx.t("tokens-once-text")))
            @if kept.is_unconfirmed() { (Note::new("users-three", cx.t("tokens-unconfirmed")).tone(Tone::Info).says(cx.t("tokens-unconfirmed-text"))) }
            (Card::new(cx.t("tokens-one")).body(html! { (copyable(cx, token)) (rows) }))
        }
    };
    Page::new(cx, cx.t("tokens-made")).crumb(cx.t("tokens-title"), PATH).body(body)
}

/// Ends a token; the next call with it is refused.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn revoke(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let fact = admin::fact(&ask, WorkerId(id), "token revoked")?;
    let now = ask.now;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let ended = store::revoke(tx, id, now)?;
        if ended {
            journal::insert(tx, &fact)?;
        }
        Ok(ended)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    Ok(Reply::see_other(ask.cx.url(&format!("{PATH}/{id}"))))
}

/// What the form begins with.
pub(super) fn usual() -> Pairs {
    [("scopes", Scope::Partnership.code()), ("days", "90")].into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_hash_and_nothing_else_is_one() {
        let (token, kept) = new_token();
        assert!(token.starts_with(BEGINS) && token.len() > 50);
        assert_eq!(digest(&token), Some(kept));
        assert_eq!(digest(&token.to_uppercase().replace("SILA_", BEGINS)), Some(kept));
        for wrong in ["", "sila_", &token[..token.len() - 1], &token[5..], "sila_ä"] {
            assert_eq!(digest(wrong), None, "{wrong}");
        }
        assert_ne!(digest(&new_token().0), Some(kept));
    }
}
