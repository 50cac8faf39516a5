//! `GET /room/{code}/live`: every open page of a room hears what changed, in order, without loss and without doubles.
//!
//! What changed is read from the store when it is told, so that the last word told of an idea is the last one written. Changes
//! that come together are told together. Every telling has a number; a page that was away says the last it heard
//! (`Last-Event-ID`) and gets the rest, or is told to load itself again when the rest is no longer kept. A card replaces the card
//! of the same idea: told twice it is there once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use sila_core::{IdeaId, RoomId};
use tokio::sync::{broadcast, mpsc};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::{self, Idea, Said, State, store};
use crate::ideas::rooms;
use crate::problem::Problem;
use crate::reply::Reply;

/// Changes within this time are told together.
const TOGETHER: Duration = Duration::from_millis(40);
/// A sign of life for proxies that close silent connections.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Tellings that are kept for pages that come back.
const PAST_MAX: usize = 256;
/// Tellings that one page may be behind before it is told to load itself again.
const BEHIND_MAX: usize = 256;
/// The most pages that listen to one room.
const LISTENERS_MAX: usize = 5_200;
/// The most rooms that are remembered; the one that was told the longest ago is forgotten first.
const HALLS_MAX: usize = 64;
/// What a page is told that has missed more than is kept.
const AGAIN: &[u8] = b"event: again\ndata: {}\n\n";

/// One telling.
#[derive(Debug, Clone)]
struct Told {
    number: u64,
    bytes: Bytes,
}

/// What is going on in one room.
#[derive(Debug)]
struct Hall {
    told: broadcast::Sender<Told>,
    past: VecDeque<Told>,
    number: u64,
    changed: BTreeSet<IdeaId>,
    answered: Option<i64>,
    telling: bool,
}

/// The rooms with open pages or with something to tell, since this program began.
#[derive(Debug, Default)]
pub struct Walls {
    halls: Mutex<BTreeMap<RoomId, Hall>>,
}

impl Walls {
    fn with<T>(&self, room: RoomId, act: impl FnOnce(&mut Hall) -> T) -> T {
        let mut halls = self.halls.lock().unwrap_or_else(PoisonError::into_inner);
        if !halls.contains_key(&room) && halls.len() >= HALLS_MAX {
            let idle =
                halls.iter().find(|(_, hall)| hall.told.receiver_count() == 0 && !hall.telling);
            if let Some(idle) = idle.map(|(id, _)| *id) {
                halls.remove(&idle);
            }
        }
        let fresh = || Hall {
            told: broadcast::channel(BEHIND_MAX).0,
            past: VecDeque::new(),
            number: 0,
            changed: BTreeSet::new(),
            answered: None,
            telling: false,
        };
        act(halls.entry(room).or_insert_with(fresh))
    }
}

impl Hall {
    fn tell(&mut self, mark: &str, lines: &str) {
        self.number = self.number.saturating_add(1);
        let bytes = Bytes::from(format!("id: {mark}-{}\n{lines}\n\n", self.number));
        let told = Told { number: self.number, bytes };
        if self.past.len() >= PAST_MAX {
            self.past.pop_front();
        }
        self.past.push_back(told.clone());
        let _listeners = self.told.send(told);
    }

    /// What was told after that number; nothing when it is no longer all there.
    fn after(&self, number: u64) -> Option<Vec<Told>> {
        let oldest = self.past.front().map_or(self.number.saturating_add(1), |told| told.number);
        let kept = number <= self.number && number.saturating_add(1) >= oldest;
        kept.then(|| self.past.iter().filter(|told| told.number > number).cloned().collect())
    }
}

/// Tells this run of the program from others: numbers begin again with each.
fn mark(app: &App) -> String {
    app.started.0.to_string()
}

/// Where the stream of a room stands, for a page that is about to be drawn.
pub fn place(app: &App, room: RoomId) -> String {
    format!("{}-{}", mark(app), app.walls.with(room, |hall| hall.number))
}

/// Something about an idea is another than before: every open page of its room is told, in a moment.
pub fn changed(app: &App, room: RoomId, idea: IdeaId) {
    begin(app, room, |hall| {
        hall.changed.insert(idea);
    });
}

/// So many have answered the poll that the projector shows: every open page is told, in a moment.
pub fn answered(app: &App, room: RoomId, count: i64) {
    begin(app, room, |hall| hall.answered = Some(count));
}

/// Something that is more than a card is another than before, such as a poll: every open page loads itself again.
pub fn again(app: &App, room: RoomId) {
    app.walls.with(room, |hall| hall.tell(&mark(app), "event: again\ndata: {}"));
}

fn begin(app: &App, room: RoomId, note: impl FnOnce(&mut Hall)) {
    let begin = app.walls.with(room, |hall| {
        note(hall);
        !std::mem::replace(&mut hall.telling, true)
    });
    if begin {
        tokio::spawn(tell(app.clone(), room));
    }
}

/// Tells what changed until nothing is left to tell.
async fn tell(app: App, room: RoomId) {
    loop {
        tokio::time::sleep(TOGETHER).await;
        let (changed, answered) = app.walls.with(room, |hall| {
            hall.telling = !hall.changed.is_empty() || hall.answered.is_some();
            (std::mem::take(&mut hall.changed), hall.answered.take())
        });
        if let Some(count) = answered {
            let lines = format!("event: answered\ndata: {count}");
            app.walls.with(room, |hall| hall.tell(&mark(&app), &lines));
        }
        if changed.is_empty() {
            if answered.is_some() {
                continue;
            }
            return;
        }
        let lines = match cards(&app, changed).await {
            Ok(cards) => format!("event: cards\ndata: {cards}"),
            Err(problem) => {
                tracing::warn!(code = %problem.code, "a wall could not be told: {problem}");
                "event: again\ndata: {}".to_owned()
            }
        };
        app.walls.with(room, |hall| hall.tell(&mark(&app), &lines));
    }
}

/// The ideas as everybody sees them now; of one that is not seen, that it is gone.
async fn cards(app: &App, ids: BTreeSet<IdeaId>) -> Result<serde_json::Value, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<Vec<Idea>, DbError> {
        let mut found = Vec::new();
        for id in &ids {
            found.extend(store::find(tx, *id)?);
        }
        Ok(found)
    };
    let mut ideas = board::read(app, app.store.read(read).await?)?;
    ideas.sort_by_key(|(idea, _)| (idea.at, idea.id));
    Ok(ideas.iter().filter(|(idea, _)| idea.about.is_none()).map(card).collect())
}

fn card((idea, said): &(Idea, Said)) -> serde_json::Value {
    if idea.state != State::Shown {
        return serde_json::json!({ "id": idea.id.to_string(), "gone": true });
    }
    let parts = [&said.by.name, &said.by.entity, &said.table];
    let by: Vec<&str> =
        parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    serde_json::json!({
        "id": idea.id.to_string(),
        "kind": idea.kind,
        "text": said.text,
        "by": by.join(" · "),
        "n": idea.endorsed,
        "c": idea.commented,
    })
}

/// Tells every open page what the projector shows now.
pub fn turned(app: &App, room: RoomId, wall: rooms::Wall) {
    let lines = format!("event: wall\ndata: \"{}\"", wall.code());
    app.walls.with(room, |hall| hall.tell(&mark(app), &lines));
}

/// The stream of one open page.
///
/// # Errors
/// `page.not_found`; `room.busy` when too many listen.
pub async fn stream(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let heard = ask.headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let heard = heard.or_else(|| ask.query.get("after")).unwrap_or_default();
    let number = heard.strip_prefix(&format!("{}-", mark(&ask.app)));
    let number: Option<u64> = number.and_then(|number| number.parse().ok());
    let (missed, told, full) = ask.app.walls.with(room.id, |hall| {
        let full = hall.told.receiver_count() >= LISTENERS_MAX;
        (number.and_then(|number| hall.after(number)), hall.told.subscribe(), full)
    });
    if full {
        return Err(Problem::unavailable("room.busy"));
    }
    let (send, receive) = mpsc::channel::<Bytes>(16);
    tokio::spawn(pass(told, missed, send));
    let stream = ReceiverStream::new(receive).map(Ok::<_, Infallible>);
    Ok(Reply::events(Body::from_stream(stream)))
}

/// Passes on what is told until the page is gone.
async fn pass(
    mut told: broadcast::Receiver<Told>,
    missed: Option<Vec<Told>>,
    to: mpsc::Sender<Bytes>,
) {
    let again = Bytes::from_static(AGAIN);
    let mut first = vec![Bytes::from_static(b"retry: 1500\n\n: open\n\n")];
    match missed {
        Some(missed) => first.extend(missed.into_iter().map(|told| told.bytes)),
        None => first.push(again.clone()),
    }
    for bytes in first {
        if to.send(bytes).await.is_err() {
            return;
        }
    }
    loop {
        let bytes = match tokio::time::timeout(KEEP_ALIVE, told.recv()).await {
            Err(_) => Bytes::from_static(b": still here\n\n"),
            Ok(Ok(told)) => told.bytes,
            Ok(Err(broadcast::error::RecvError::Lagged(_))) => again.clone(),
            Ok(Err(broadcast::error::RecvError::Closed)) => return,
        };
        if to.send(bytes).await.is_err() {
            return;
        }
    }
}
