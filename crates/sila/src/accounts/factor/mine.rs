//! One's own second factor: begun with the password, confirmed by a first code, renewed and ended with the password and a code.

use rand_core::Rng;
use zeroize::Zeroizing;

use super::code::{self, SECRET_BYTES};
use super::page::{self, Shown};
use super::store::{self, Kept};
use super::{offer_place, place, recovery, told, trial};
use crate::accounts::{Worker, sign_in};
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Minutes in which a secret that was shown can be confirmed.
const OFFER_MINUTES: i64 = 15;

/// A secret in clear, for as long as it is needed.
type Secret = Zeroizing<[u8; SECRET_BYTES]>;

/// Where one's second factor stands.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    again(&ask, &Errors::none()).await
}

async fn again(ask: &Ask, errors: &Errors) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let id = worker.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let required = store::required(tx)?;
        Ok((store::find(tx, id)?, store::codes_left(tx, id)?, required))
    };
    let (kept, left, required) = ask.app.store.read(read).await?;
    let must = super::must(&worker.roles, &required);
    let offered = offered(ask, worker).await?;
    let shown = match (&offered, &kept) {
        (Some(secret), _) => Shown::Offered(secret),
        (None, Some(kept)) => Shown::Held { since: kept.since, left, must },
        (None, None) => Shown::None { must },
    };
    let page = page::own(ask, worker, &shown, errors);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

/// The secret that was shown and waits for its first code.
async fn offered(ask: &Ask, worker: &Worker) -> Result<Option<Secret>, Problem> {
    let id = worker.id;
    let found = ask.app.store.read(move |tx| store::offer(tx, id)).await?;
    let in_time = found.filter(|(_, at)| ask.now < at.plus_minutes(OFFER_MINUTES));
    let Some((sealed, _)) = in_time else { return Ok(None) };
    let plain = ask.app.vault.open(offer_place(id), &sealed)?;
    Ok(plain.first_chunk::<SECRET_BYTES>().map(|secret| Zeroizing::new(*secret)))
}

/// What is wrong with the password, and with the code of an account that has a second factor.
async fn unproven(ask: &Ask, worker: &Worker) -> Result<Errors, Problem> {
    let (mut errors, id) = (Errors::none(), worker.id);
    let password = ask.form.get("password").unwrap_or_default().to_owned();
    if let Err(key) = sign_in::check(&ask.app, &worker.user_name, password, ask.now).await? {
        errors.add("password", ask.cx.t(key));
        return Ok(errors);
    }
    if ask.app.store.read(move |tx| store::has(tx, id)).await? {
        let typed = ask.form.get("code").unwrap_or_default();
        if let Err(refused) = trial::check(&ask.app, id, typed, None, ask.now).await? {
            errors.add("code", ask.cx.t(refused.key()));
        }
    }
    Ok(errors)
}

/// Makes a secret and shows it. What is held stays in force until the new one is confirmed.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn begin(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let errors = unproven(&ask, worker).await?;
    if errors.any() {
        return again(&ask, &errors).await;
    }
    let mut secret: Secret = Zeroizing::new([0; SECRET_BYTES]);
    Randomness.fill_bytes(secret.as_mut_slice());
    let (id, now) = (worker.id, ask.now);
    let sealed = ask.app.vault.seal(offer_place(id), secret.as_slice());
    ask.app.store.write(move |tx| store::put_offer(tx, id, &sealed, now)).await?;
    Ok(Reply::see_other(ask.cx.url(super::PATH)))
}

/// Takes the first code of the new secret, puts it in force, and shows the recovery codes, once.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn confirm(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let Some(secret) = offered(&ask, worker).await? else {
        return Ok(Reply::see_other(ask.cx.url(super::PATH)));
    };
    let typed = code::typed(ask.form.get("code").unwrap_or_default());
    let Some(step) = code::taken(secret.as_slice(), ask.now, i64::MIN, &typed) else {
        let mut errors = Errors::none();
        errors.add("code", ask.cx.t("factor-first-wrong"));
        return again(&ask, &errors).await;
    };
    let id = worker.id;
    let sealed = ask.app.vault.seal(place(id), secret.as_slice());
    let kept = Kept { secret: sealed, step, since: ask.now };
    let (codes, marks) = recovery::new(&ask.app, id);
    let on = told(&ask, format!("{id} factor-on"), "second factor on")?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::end_offer(tx, id)? {
            return Ok(false);
        }
        store::put(tx, id, &kept)?;
        store::end_codes(tx, id)?;
        store::put_codes(tx, id, &marks)?;
        journal::insert(tx, &on).map(|()| true)
    };
    if !ask.app.store.write(write).await? {
        return Ok(Reply::see_other(ask.cx.url(super::PATH)));
    }
    Ok(Reply::page(&page::codes(&ask, &codes)))
}

/// Ends one's second factor. Whose role must have one keeps it.
///
/// # Errors
/// `factor.required`, or when the store cannot be read or written.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let required = ask.app.store.read(store::required).await?;
    if super::must(&worker.roles, &required) {
        return Err(Problem::refused("factor.required").way_out(super::PATH));
    }
    let errors = unproven(&ask, worker).await?;
    if errors.any() {
        return again(&ask, &errors).await;
    }
    let id = worker.id;
    let off = told(&ask, format!("{id} factor-off"), "second factor off")?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if super::end(tx, id)? {
            journal::insert(tx, &off)?;
        }
        Ok(())
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(super::PATH)))
}
