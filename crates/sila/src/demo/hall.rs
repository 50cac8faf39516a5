//! What a moderator and a presenter made of the room: ideas put together under a name, and polls with what came of them.

use std::collections::BTreeSet;

use sila_core::poll::PollKind;
use sila_core::{IdeaId, WorkerId};
use sila_seal::sha256;

use crate::app::App;
use crate::db::{DbError, Tx};
use crate::ideas::clusters::act;
use crate::ideas::rooms::Room;
use crate::polls::{Poll, store as polls};

/// Ideas that stand together.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterText {
    name: String,
    /// Their words.
    pub of: Vec<String>,
}

/// Something that was asked, and how many chose each option.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollText {
    kind: String,
    ar: String,
    en: String,
    options: Vec<(String, String)>,
    answers: Vec<u8>,
    closed: bool,
}

/// Puts them together.
///
/// # Errors
/// As [`act::together`].
pub async fn together(
    app: &App,
    room: &Room,
    (one, ideas): (&ClusterText, Vec<IdeaId>),
    officer: WorkerId,
) -> anyhow::Result<()> {
    let what = (act::Where::New(one.name.clone()), ideas);
    Ok(act::together(app, room, what, (officer, app.clock.now())).await?)
}

/// Asks, lets everybody answer, and closes it unless it is open still.
///
/// # Errors
/// When the store cannot be written, or the kind is unknown.
pub async fn ask(app: &App, room: &Room, one: &PollText, officer: WorkerId) -> anyhow::Result<()> {
    let now = app.clock.now();
    let poll = Poll {
        id: app.clock.new_id(),
        room: room.id,
        item: None,
        kind: PollKind::from_code(&one.kind)?,
        ar: one.ar.clone(),
        en: one.en.clone(),
        options: one.options.clone(),
        shown: true,
        opened_at: now,
        closed_at: None,
    };
    let (answers, closed) = (one.answers.clone(), one.closed);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        polls::open(tx, &poll, officer)?;
        for (n, many) in (1_u8..).zip(&answers) {
            for person in 0..*many {
                let mark = sha256(&[poll.id.as_bytes(), &[n, person]]);
                polls::answer(tx, (poll.id, &mark), &BTreeSet::from([n]), ("SHOWN", None))?;
            }
        }
        if closed {
            polls::close(tx, poll.id, now)?;
            // The projector shows the ideas again.
            polls::show(tx, &poll, false)?;
        }
        Ok(())
    };
    Ok(app.store.write(write).await?)
}
