//! `POST /room/{code}/polls/{id}`: somebody in the room answers, without account; again until the end, and the last answer counts.

use std::collections::BTreeSet;

use sila_core::poll::{PollKind, WORDS_MAX};
use sila_seal::code::base32_decode;
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use super::{Poll, of, store};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::ideas::board::post::marks;
use crate::ideas::words::{clean, fits};
use crate::ideas::{rooms, seats, wall};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;

/// What a browser's answer is kept under: it cannot be put together with the seat of the browser, nor with its answer to another poll.
pub fn mark(poll: Uuid, cookie: &str) -> Hash {
    sha256(&[b"sila/poll/1", poll.as_bytes(), cookie.as_bytes()])
}

/// The mark that was written so.
pub fn mark_of(text: &str) -> Option<Hash> {
    base32_decode(text).ok()?.try_into().ok()
}

fn place(mark: &Hash) -> Place {
    let mut row = [0; 16];
    row.iter_mut().zip(mark).for_each(|(to, from)| *to = *from);
    Place { table: "poll_answer", row: Uuid::from_bytes(row) }
}

/// An answer in words as it can be read.
///
/// # Errors
/// When it was sealed for another row.
pub fn opened(app: &App, mark: &Hash, body: &[u8]) -> Result<String, Problem> {
    let plain = app.vault.open(place(mark), body)?;
    String::from_utf8(plain.to_vec())
        .map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// Keeps the answer.
///
/// # Errors
/// `room.join_first`, `page.not_found`, `poll.closed`, `poll.answer_wrong` for what is not offered, or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    seats::required(&ask, &room).await?;
    let poll = of(&ask.app, &room, &ask).await?;
    let cookie = ask.cookie(&seats::cookie_name(&ask.app)).unwrap_or_default();
    let mark = mark(poll.id, &cookie);
    let wrong = || Problem::refused("poll.answer_wrong").way_out(room.door());
    let (chosen, words) = read(&ask, &poll).ok_or_else(wrong)?;
    let (id, state) = (poll.id, words.as_ref().map_or("SHOWN", |words| standing(&ask.app, words)));
    let body = words.map(|words| ask.app.vault.seal(place(&mark), words.as_bytes()));
    let write = move |tx: &mut dyn crate::db::Tx| -> Result<_, crate::db::DbError> {
        let taken = store::answer(tx, (id, &mark), &chosen, (state, body.clone()))?;
        Ok((taken, store::answered(tx, id)?))
    };
    let (taken, answered) = ask.app.store.write(write).await?;
    if !taken {
        return Err(Problem::refused("poll.closed").way_out(room.door()));
    }
    wall::live::answered(&ask.app, room.id, answered);
    ask.app.changed(Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&format!("{}?answered=1#polls", room.door()))))
}

/// What somebody wrote waits for a moderator, and what looks like a person is held.
fn standing(app: &App, words: &str) -> &'static str {
    if marks(app, words).is_empty() { "WAITING" } else { "HELD" }
}

/// What was chosen or written; nothing when it breaks the rule of the poll.
fn read(ask: &Ask, poll: &Poll) -> Option<(BTreeSet<u8>, Option<String>)> {
    if poll.kind == PollKind::Words {
        let words = clean(ask.form.get("words").unwrap_or_default()).replace('\n', " ");
        return fits(&words, WORDS_MAX).then_some((BTreeSet::new(), Some(words)));
    }
    let chosen: Option<Vec<u8>> = ask.form.all("n").map(|n| n.parse().ok()).collect();
    let kept = poll.kind.answer(poll.count(), &chosen?).ok()?;
    Some((kept, None))
}
