//! What no letter may say, whoever writes it: where one of our homes is, the number of the case, and a true name that is sealed. Which of the three it
//! was is not told, and whoever tries is on record and has few tries: nobody must learn by trying. A true name is compared for its two readers
//! alone; nobody else knows it.

use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use sila_names::fold::words as folded;
use sila_names::{Level, Name, Token, token_level};

use super::{Desk, commit};
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::identity;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::shelter::homes::address;

/// Shortest word of a name that is looked for, in letters.
const NAME_CHARS_MIN: usize = 3;
/// What is written together with the next word.
const JOINED: [&str; 6] = ["و", "ف", "ب", "ك", "ل", "ال"];
/// In so many forms a word is read at most.
const FORMS_MAX: usize = 12;
/// So many words of one account are refused in a case; then it writes no letter there for a day.
const TRIES_MAX: i64 = 5;
/// What the access log says when the words of a letter were refused.
const REFUSED: &str = "case.letter-refused";

/// Whether the words say something that no letter may say.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub(super) async fn says(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    words: &str,
) -> Result<bool, Problem> {
    let said = folded(words);
    let number = folded(&record.row.reference).concat();
    let forms: Vec<Vec<String>> = said.iter().map(|word| forms(word)).collect();
    if said.concat().contains(&number) || address::is_said(app, &forms).await? {
        return Ok(true);
    }
    let (case, by) = (record.row.id, worker.id);
    let sealed = app.store.read(move |tx| identity::store::locked(tx, case, by)).await?;
    let Some(sealed) = sealed else { return Ok(false) };
    Ok(names(&identity::compared(app, case, &sealed)?, &said, &forms))
}

/// A word as it stands, and without what is written together with it.
fn forms(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    let mut at = 0;
    while let Some(word) = all.get(at).filter(|_| all.len() < FORMS_MAX).cloned() {
        let bare = JOINED.iter().filter_map(|one| word.strip_prefix(one));
        all.extend(bare.filter(|rest| rest.chars().count() > 1).map(str::to_owned));
        all.extend(word.strip_prefix("لل").map(|rest| format!("ال{rest}")));
        at += 1;
    }
    all
}

/// Whether a part of this name stands in the text, in one script or across.
fn names(name: &str, said: &[String], forms: &[Vec<String>]) -> bool {
    let long = |part: &Token| part.text().chars().count() >= NAME_CHARS_MIN;
    let name = Name::parse(name);
    let sought: Vec<&Token> = name.tokens().iter().filter(|part| long(part)).collect();
    // A name of two words is one part: both of them are read together, too.
    let pairs = said.windows(2).map(|pair| Name::parse(&pair.join(" ")));
    let read = forms.iter().flatten().map(|form| Name::parse(form)).chain(pairs);
    let mut parts = read.flat_map(|name| name.tokens().to_vec()).filter(long);
    parts.any(|part| sought.iter().any(|one| same(one, &part)))
}

/// Two parts that are one name.
fn same(a: &Token, b: &Token) -> bool {
    let far = if a.script() == b.script() { Level::Lexicon } else { Level::Skeleton };
    token_level(a, b) <= far
}

/// Whether this account has no more tries in this case.
pub(super) fn is_over(
    tx: &mut dyn Tx,
    case: CaseId,
    (worker, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    let tries = journal::readings_since(tx, case.0, (worker, REFUSED), now.plus_days(-1))?;
    Ok(tries >= TRIES_MAX)
}

/// Writes down that words were refused, in the journal and in the access log.
///
/// # Errors
/// As [`commit`]; `letter.moved` after the last try.
pub(super) async fn note(
    app: &App,
    (worker, record): (&Worker, &CaseRecord),
    desk: &Desk,
    now: Millis,
) -> Result<(), Problem> {
    let (case, by, id) = (record.row.id, worker.clone(), app.clock.new_id());
    commit(app, (worker, record), Some(&desk.stood), "SHUT", now, move |tx| {
        if is_over(tx, case, (by.id, now))? {
            return Ok(false);
        }
        access::in_tx(tx, id, &by, Subject::Case(case.0), REFUSED, now)?;
        Ok(true)
    })
    .await
}
