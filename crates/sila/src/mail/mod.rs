//! Letters that leave by e-mail (البريد): invitations to meetings with their calendar file, and once a day the word that
//! something waits.
//!
//! Off until an administrator names a mail server; then, and always, the same letters can be printed. A letter is made by one of the few
//! functions that know all its words: what it may hold is the title, the day and the place of a meeting, or nothing at all. There is no
//! way to put a text of a case into one. Letters wait in a queue until the server has taken them; whatever fails is tried again, and
//! seen on `/mail` when it fails for good. Once a letter has gone, its address and words are forgotten.

mod letter;
mod list;
mod notice;
mod relay;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
mod wish;

use sila_core::Millis;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;

pub use letter::{Kind, Letter, address, post};
pub use list::state;
pub use relay::check;

/// Letters that are handed over in one go.
const BATCH: usize = 20;
/// Minutes until the next try, after the first, the second and so on; after the last of them the letter has failed.
const WAITS: [i64; 7] = [1, 5, 15, 60, 240, 720, 1440];
/// Days for which it is known that a notice went, and for which the words of a letter that failed are kept.
const KEPT_DAYS: i64 = 90;
/// Days for which it is known who was invited: longer than a meeting is called ahead.
const INVITED_DAYS: i64 = 366;

/// The routes of mail.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/mail", Permission::MeetingKeep, list::page);
    r.post("/{lang}/mail/{id}/again", Permission::MeetingKeep, list::again);
    r.get("/{lang}/me/mail", Permission::SignedIn, wish::page);
    r.post("/{lang}/me/mail", Permission::SignedIn, wish::save);
}

/// Whether letters leave this node by mail.
pub fn is_on(app: &App) -> bool {
    app.config.mail.relay.is_some()
}

/// Asks for whom something waits, and hands letters that are due to the mail server. Says how many were taken or have failed. A
/// letter that cannot be read holds up no other; a round ends with the first that failed for the sake of the server.
///
/// # Errors
/// When the store cannot be read or written, or the settings are not sound.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    if !is_on(app) {
        return Ok(0);
    }
    if let Err(problem) = notice::tend(app, now).await {
        tracing::error!(code = %problem.code, "notices are not looked after");
    }
    let due = app.store.read(move |tx| store::due(tx, now, BATCH)).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let relay = relay::open(&app.config.mail, &app.node.agency.name_ar)?;
    let mut done = 0_usize;
    for one in due {
        let id = one.id;
        let came = match letter::opened(app, &one) {
            Ok(letter) => relay.hand(&letter, id, one.at).await,
            Err(problem) => {
                tracing::error!(code = %problem.code, "a letter cannot be read");
                Err(relay::Fault { code: "UNREADABLE".to_owned(), for_good: true })
            }
        };
        let ends = came.as_ref().is_err_and(relay::Fault::is_of_server);
        let next = after(one.tries, came.err(), now);
        done = done.saturating_add(usize::from(next.state != store::WAITING));
        app.store.write(move |tx| store::tried(tx, id, &next)).await?;
        if ends {
            break;
        }
    }
    let (words, rows) = (now.plus_days(-KEPT_DAYS), now.plus_days(-INVITED_DAYS));
    app.store.write(move |tx| store::forget(tx, words, rows)).await?;
    Ok(done)
}

/// What becomes of a letter after a try.
fn after(tries: u16, fault: Option<relay::Fault>, now: Millis) -> store::Tried {
    let tries = tries.saturating_add(1);
    let Some(fault) = fault else {
        return store::Tried { state: store::SENT, tries, next_at: now, said: String::new() };
    };
    let wait = WAITS.get(usize::from(tries.saturating_sub(1))).filter(|_| !fault.for_good);
    match wait {
        Some(minutes) => {
            let next_at = now.plus_minutes(*minutes);
            store::Tried { state: store::WAITING, tries, next_at, said: fault.code }
        }
        None => store::Tried { state: store::FAILED, tries, next_at: now, said: fault.code },
    }
}
