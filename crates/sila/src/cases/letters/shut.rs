//! What no letter may say, whoever writes it: where one of our homes is, the number of the case, and a true name that is sealed. Which of the three it
//! was is not told: whoever tries must not learn by trying. A true name is compared for its two readers alone; nobody else knows it.

use sila_names::fold::words as folded;

use crate::accounts::Worker;
use crate::app::App;
use crate::cases::identity;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::shelter::homes::address;

/// Shortest word of a name that is looked for, in letters.
const NAME_CHARS_MIN: usize = 3;

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
    let number = folded(&record.row.reference);
    if address::is_said(app, &said).await? || stands_in(&number, &said) {
        return Ok(true);
    }
    let (case, by) = (record.row.id, worker.id);
    let sealed = app.store.read(move |tx| identity::store::locked(tx, case, by)).await?;
    let Some(sealed) = sealed else { return Ok(false) };
    let name = folded(&identity::compared(app, case, &sealed)?);
    let telling = |word: &&String| word.chars().count() >= NAME_CHARS_MIN;
    Ok(name.iter().filter(telling).any(|word| said.contains(word)))
}

/// Whether these words stand one after the other in the text.
fn stands_in(words: &[String], text: &[String]) -> bool {
    !words.is_empty() && text.windows(words.len()).any(|window| window == words)
}
