//! What is written beside an entry of a referral (a question, an answer, an appeal, the list of a handover): the entry commits to it, it travels sealed, and
//! it lies here under a key of its own. Which of these things people here still have to do stands beside it.

pub mod store;
pub mod task;

use std::collections::BTreeMap;

use sila_core::ids::AgencyId;
use sila_core::referral::Entry;
use sila_core::time::Millis;
use sila_link::Salted;

use super::store::{Referral, StoredEntry};
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::scope::agency;
use crate::problem::Problem;
use crate::vault::{self, Place};
use crate::web::{Cx, Errors, Pairs};
use store::StoredWords;

/// The longest words beside one entry, in characters.
pub const WORDS_MAX: usize = 1_000;

fn place(id: uuid::Uuid) -> Place {
    Place { table: "referral_words", row: id }
}

/// Words with the salt that hides them in the signed entry; nothing when nothing was written.
pub fn salted(words: &str) -> Option<Salted> {
    let bytes = words.trim().as_bytes().to_vec();
    (!bytes.is_empty()).then(|| Salted { salt: super::random(), bytes })
}

/// Refuses where the agency of a referral was barred from its case since it was asked: whatever it was told before, it is told no words
/// of it any more.
///
/// # Errors
/// As [`agency::may_hear`].
pub async fn may_go(
    app: &App,
    worker: &Worker,
    row: &Referral,
    now: Millis,
) -> Result<(), Problem> {
    match row.case_id {
        Some(case) => agency::may_hear(app, worker, (case, row.peer), now).await,
        None => Ok(()),
    }
}

/// What somebody wrote in a field that may stay empty.
pub fn read(cx: &Cx, form: &Pairs, field: &str, errors: &mut Errors) -> String {
    let words = form.get(field).unwrap_or_default().trim().to_owned();
    if words.chars().count() > WORDS_MAX {
        errors.add(field, cx.t_with("rounds-words-long", &[("n", WORDS_MAX.into())]));
    }
    words
}

/// Words ready to be stored beside their entry.
///
/// # Errors
/// `referral.unreadable`, which does not happen: all words can be encoded.
pub fn sealed(app: &App, entry: &StoredEntry, words: &Salted) -> Result<StoredWords, Problem> {
    let id = app.clock.new_id();
    let plain = minicbor::to_vec(words)
        .map_err(|error| Problem::internal("referral.unreadable").because(error))?;
    let (key, wrapped) = app.vault.new_key(place(id));
    let words = vault::seal(&key, place(id), &plain);
    Ok(StoredWords { id, author: entry.author, n: entry.n, key: wrapped, words })
}

/// Whether `words` are what the entry commits to: both or neither.
pub fn fit(entry: &Entry, words: Option<&Salted>) -> bool {
    entry.act.words() == words.map(Salted::commitment)
}

/// What was written beside the entries, by author and number.
///
/// # Errors
/// `vault.unreadable` or `referral.unreadable` when a row was changed from outside.
pub fn opened(
    app: &App,
    stored: &[StoredWords],
) -> Result<BTreeMap<(AgencyId, u32), String>, Problem> {
    let mut all = BTreeMap::new();
    for one in stored {
        let words = String::from_utf8_lossy(&unsealed(app, one)?.bytes).into_owned();
        all.insert((one.author, one.n), words);
    }
    Ok(all)
}

/// What was written beside one entry, as it travelled.
///
/// # Errors
/// As [`opened`].
pub fn unsealed(app: &App, one: &StoredWords) -> Result<Salted, Problem> {
    let key = app.vault.open_key(place(one.id), &one.key)?;
    let plain = vault::open(&key, place(one.id), &one.words)?;
    minicbor::decode(&plain)
        .map_err(|error| Problem::internal("referral.unreadable").because(error))
}
