//! Sending what is due, as shared records with one agency each.

use sila_core::{AgencyId, IdeaId, Millis, RecordId, RoomId};

use super::{Answered, Became, Cluster, KIND, Line, Sheet, hall, store};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::ideas::answers::{self, Turned};
use crate::ideas::board::{self, Idea, State};
use crate::ideas::clusters;
use crate::ideas::rooms::{self, Room};
use crate::knowledge::share::basis;
use crate::problem::Problem;
use crate::records::{By, propose};

/// The most lines that are sent together: the longest of them fit into one record.
const SENT_MAX: u32 = 12;

/// Sends what is due to whoever it may be sent to now; what may not waits.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn send(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for (room, peer) in app.store.read(store::waiting).await? {
        let now = app.clock.now();
        if basis(app, peer, now).await.is_err() {
            continue;
        }
        match one(app, room, peer, now).await {
            Ok(sent) => done = done.saturating_add(sent),
            // No open link, no key in the node, too much waiting: it is tried again.
            Err(problem) if problem.source.is_none() => {
                tracing::debug!(code = %problem.code, "a room waits to be shared");
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(done)
}

async fn one(app: &App, room: RoomId, peer: AgencyId, now: Millis) -> Result<usize, Problem> {
    let room = rooms::find(app, room).await?;
    let (id, limit) = (room.id, SENT_MAX);
    let due = app.store.read(move |tx| store::due(tx, (id, peer), limit)).await?;
    let mut lines = Vec::new();
    for (idea, _) in &due {
        lines.extend(line(app, &room, *idea).await?);
    }
    let count = lines.len();
    let sheet = Sheet { hall: hall(&room), host: room.origin, lines };
    let by = By { worker: None, now };
    let _record: RecordId = propose::first(app, KIND, &[peer], sheet.to_cbor(), by).await?;
    let said = sheet.hall;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        // A room that changed meanwhile is told again.
        if rooms::store::find(tx, id)?.is_some_and(|now| hall(&now) == said) {
            store::told(tx, id, peer)?;
        }
        due.iter().try_for_each(|one| store::sent(tx, peer, *one))
    };
    app.store.write(write).await?;
    Ok(count.max(1))
}

/// An idea as it stands here. Of one that is not on the board, that it is gone: its words do not travel.
async fn line(app: &App, room: &Room, id: IdeaId) -> Result<Option<Line>, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((
            board::store::find(tx, id)?,
            answers::store::of(tx, id)?,
            answers::store::turned_of(tx, id)?,
            clusters::store::of_idea(tx, id)?,
        ))
    };
    let (found, kept, turned, cluster) = app.store.read(read).await?;
    let Some(idea) = found else { return Ok(None) };
    let gone = idea.state != State::Shown;
    let said = if gone { board::Said::default() } else { board::said(app, &idea)? };
    let answer = kept.map(|kept| answers::opened(app, id, kept)).transpose()?;
    let host = room.origin == app.node.id;
    let became = |one: Turned| Became { kind: one.kind, target: RecordId(one.target), at: one.at };
    let Idea { id, origin, about, kind, at, endorsed, .. } = idea;
    Ok(Some(Line {
        id,
        origin,
        about,
        kind,
        text: said.text,
        name: said.by.name,
        entity: said.by.entity,
        table: said.table,
        at,
        gone,
        endorsed,
        answer: answer.filter(|_| host).map(|one| Answered {
            code: one.code,
            words: one.words,
            at: one.at,
        }),
        became: turned.into_iter().filter(|_| host).map(became).collect(),
        cluster: cluster.filter(|_| host).map(|(id, name)| Cluster { id: RecordId(id), name }),
    }))
}
