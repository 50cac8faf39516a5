//! Breaking the glass of one case, by its number.

use sila_core::ids::CaseId;

use super::{Glass, HOURS, PER_DAY_MAX, REASONS, State, fact, list, place, store};
use crate::accounts::sign_in;
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// The longest number of a case, in characters.
const NUMBER_CHARS_MAX: usize = 40;
/// The most words.
const WORDS_CHARS_MAX: usize = 500;
/// The fewest: a reason that a reviewer can judge.
const WORDS_CHARS_MIN: usize = 15;

/// Opens the case of this number to whoever asks, and tells its people. A number that leads nowhere, and one of a case from which
/// they are excluded, are answered alike.
///
/// # Errors
/// `glass.too_many` after too many in one day.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let mut errors = Errors::none();
    let text = |name: &str, most: usize| -> String {
        ask.form.get(name).unwrap_or_default().trim().chars().take(most).collect()
    };
    let (number, words) = (text("number", NUMBER_CHARS_MAX), text("words", WORDS_CHARS_MAX));
    let reason = REASONS.iter().find(|code| ask.form.has("reason", code));
    if number.is_empty() {
        errors.add("number", ask.cx.t("glass-number-missing"));
    }
    if words.chars().count() < WORDS_CHARS_MIN {
        errors.add("words", ask.cx.t("glass-words-missing"));
    }
    if reason.is_none() {
        errors.add("reason", ask.cx.t("glass-reason-missing"));
    }
    // A screen that somebody left open breaks no glass.
    if errors.is_empty() {
        let password = ask.form.get("password").unwrap_or_default().to_owned();
        let name = &ask.worker()?.user_name;
        if let Err(key) = sign_in::check(&ask.app, name, password, ask.now).await? {
            errors.add("password", ask.cx.t(key));
        }
    }
    let Some(reason) = reason.filter(|_| errors.is_empty()) else {
        return list::again(&ask, &errors).await;
    };
    let worker = ask.worker()?.clone();
    let (since, reader) = (ask.now.plus_hours(-24), worker.clone());
    let wanted = number.to_uppercase();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let found = store::case(tx, &wanted, reader.id)?;
        let open =
            found.map(|(case, _)| crate::cases::store::find(tx, &reader, case)).transpose()?;
        let open = open.flatten().is_some();
        Ok((found, open, store::count_since(tx, reader.id, since)?))
    };
    let (found, open, before) = ask.app.store.read(read).await?;
    if before >= PER_DAY_MAX {
        return Err(Problem::refused("glass.too_many").way_out("/glass"));
    }
    match found {
        Some((case, _)) if open => Ok(Reply::see_other(ask.cx.url(&format!("/cases/{case}")))),
        Some((case, excluded)) => {
            let state = if excluded { State::Asked } else { State::Open };
            write(&ask, (case, excluded), (state, reason, &words)).await?;
            match state {
                State::Open => Ok(Reply::see_other(ask.cx.url(&format!("/cases/{case}")))),
                _ => nothing(&ask).await,
            }
        }
        None => nothing(&ask).await,
    }
}

/// No case of this number can be opened this way.
async fn nothing(ask: &Ask) -> Result<Reply, Problem> {
    let mut errors = Errors::none();
    errors.add("number", ask.cx.t("glass-nothing"));
    list::again(ask, &errors).await
}

async fn write(
    ask: &Ask,
    (case, excluded): (CaseId, bool),
    (state, reason, words): (State, &str, &str),
) -> Result<(), Problem> {
    let (app, now, worker) = (&ask.app, ask.now, ask.worker()?);
    let id = app.clock.new_id();
    let glass = Glass {
        id,
        case,
        worker: worker.id,
        state,
        reason: reason.to_owned(),
        at: now,
        until: now.plus_hours(HOURS),
        excluded,
        reviewer: None,
        reviewed_at: None,
        finding: None,
        body: app.vault.seal(place(id), words.as_bytes()),
        reference: String::new(),
        name_ar: String::new(),
        name_en: String::new(),
    };
    let screen = if excluded { "case.refused" } else { "case.glass" };
    access::record(app, worker, Subject::Case(case.0), screen, now).await?;
    let fact = fact(app, &glass, Some(worker.id), state.code(), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &glass)?;
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    app.changed(Topic::Cases);
    Ok(())
}
