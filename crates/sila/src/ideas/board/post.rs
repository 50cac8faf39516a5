//! Saying something in a room: an idea or a comment, from a seat or from a sheet of paper.
//!
//! The same words sent twice with the same key are there once, however often a telephone tries. What looks like a person is
//! held; everything else waits for a moderator, unless a moderator types it in.

use sila_core::{IdeaId, Millis, WorkerId};
use sila_seal::{Hash, sha256};

use super::{Idea, KINDS, OPEN, POSITIONS, Said, State, THEMES, sealed, source, store};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard;
use crate::ideas::rooms::Room;
use crate::ideas::seats::{self, Credit, Seat};
use crate::ideas::words::{IDEA_MAX, NAME_MAX, clean, fits};
use crate::ideas::{rooms, share, wall};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Cx, Errors, Pairs};

/// The most that one seat says within a minute.
pub const SAID_A_MINUTE_MAX: i64 = 8;
/// The most that waits for the moderators of one room.
const WAITING_MAX: i64 = 10_000;
/// What the guard could not look through.
const UNCHECKED: &str = "UNCHECKED";

/// Who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Voice {
    /// Somebody in the room.
    Seat(Box<Seat>),
    /// A facilitator who types a sheet of paper in: who, and from which table.
    Paper(WorkerId, String),
}

/// What is said, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The idea it is about, for a comment.
    pub about: Option<IdeaId>,
    /// Theme or position.
    pub kind: String,
    /// The words, cleaned.
    pub text: String,
    /// What the browser sent along, the same with every try.
    pub key: String,
}

/// `POST /room/{code}/ideas`.
///
/// # Errors
/// See [`say`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let seat = seats::required(&ask, &room).await?;
    let mut errors = Errors::none();
    let Some(words) = read(&ask.cx, &room, &ask.form, None, &mut errors) else {
        return super::phone::again(&ask, &room, &seat, &errors).await;
    };
    let id = say(&ask.app, &room, &Voice::Seat(Box::new(seat)), words, ask.now).await?;
    quotable(&ask, id).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}?sent=1", room.door()))))
}

/// Keeps that the report may quote it, where whoever said it has ticked so.
async fn quotable(ask: &Ask, id: IdeaId) -> Result<(), Problem> {
    if ask.form.has("quote", "yes") {
        let now = ask.now;
        ask.app.store.write(move |tx| store::quote(tx, id, true, now)).await?;
    }
    Ok(())
}

/// What a form says; what is wrong with it is added to `errors`.
pub fn read(
    cx: &Cx,
    room: &Room,
    form: &Pairs,
    about: Option<IdeaId>,
    errors: &mut Errors,
) -> Option<Words> {
    let text = clean(form.get("text").unwrap_or_default());
    let kind = form.get("kind").unwrap_or(if room.themes { "" } else { OPEN });
    let (known, needed): (&[&str], &str) = match about {
        Some(_) => (&POSITIONS, "idea-position-needed"),
        None if room.themes => (&THEMES, "idea-theme-needed"),
        None => (&KINDS, "idea-theme-needed"),
    };
    if !known.contains(&kind) {
        errors.add("kind", cx.t(needed));
    }
    if text.is_empty() {
        errors.add("text", cx.t("idea-text-needed"));
    } else if !fits(&text, IDEA_MAX) {
        errors.add("text", cx.t_with("idea-text-long", &[("n", IDEA_MAX.into())]));
    }
    let key = form.get("key").unwrap_or_default().to_owned();
    (!errors.any()).then(|| Words { about, kind: kind.to_owned(), text, key })
}

/// Says it. Gives what it became; the same as before when it was said before with the same key.
///
/// # Errors
/// `room.closed`, `room.too_fast`, `room.waiting_full`, `page.not_found` for a comment on what is not shown, or when the store
/// cannot be written.
pub async fn say(
    app: &App,
    room: &Room,
    voice: &Voice,
    words: Words,
    now: Millis,
) -> Result<IdeaId, Problem> {
    if !room.open {
        return Err(Problem::refused("room.closed"));
    }
    let key = key(voice, &words);
    let marks = marks(app, &words.text);
    let idea = composed(app, room, voice, words, (marks, now));
    let (room_id, written) = (room.id, idea.clone());
    let write = move |tx: &mut dyn Tx| -> Result<Result<IdeaId, Problem>, DbError> {
        put(tx, written.clone(), key)
    };
    let id = app.store.write(write).await??;
    if idea.state == State::Shown {
        wall::live::changed(app, room_id, idea.about.unwrap_or(id));
    }
    app.changed(crate::app::Topic::Ideas);
    Ok(id)
}

fn key(voice: &Voice, words: &Words) -> Hash {
    let who = match voice {
        Voice::Seat(seat) => *seat.id.0.as_bytes(),
        Voice::Paper(worker, _) => *worker.0.as_bytes(),
    };
    let about = words.about.map_or([0; 16], |id| *id.0.as_bytes());
    let parts = [words.key.as_bytes(), words.kind.as_bytes(), words.text.as_bytes()];
    let [key, kind, text] = parts.map(|part| sha256(&[part]));
    sha256(&[b"sila/idea/1", &who, &about, &key, &kind, &text])
}

/// What the guard finds in it: kinds, each once. What cannot be looked through now counts as found.
pub fn marks(app: &App, text: &str) -> String {
    match guard::look(app, &vec![("text".to_owned(), text.to_owned())]) {
        Err(_) => UNCHECKED.to_owned(),
        Ok(found) => {
            let kinds: std::collections::BTreeSet<&str> =
                found.iter().map(|one| one.kind).collect();
            kinds.into_iter().collect::<Vec<_>>().join(" ")
        }
    }
}

fn composed(
    app: &App,
    room: &Room,
    voice: &Voice,
    words: Words,
    (marks, now): (String, Millis),
) -> Idea {
    let id = IdeaId(app.clock.new_id());
    let (seat, source, by, table) = match voice {
        Voice::Seat(seat) if seat.worker.is_some() => {
            (Some(seat.id), source::ACCOUNT, seat.credit.clone(), String::new())
        }
        Voice::Seat(seat) => (Some(seat.id), source::PHONE, seat.credit.clone(), String::new()),
        Voice::Paper(_, table) => (None, source::PAPER, Credit::default(), table.clone()),
    };
    let said = Said { text: words.text, by, table };
    let state = match (marks.is_empty(), seat) {
        (false, _) => State::Held,
        // Who types a sheet in may let it through, and has.
        (true, None) => State::Shown,
        (true, Some(_)) => State::Waiting,
    };
    Idea {
        id,
        room: room.id,
        origin: app.node.id,
        seat,
        source: source.to_owned(),
        about: words.about,
        kind: words.kind,
        state,
        marks,
        reason: String::new(),
        appealed: false,
        endorsed: 0,
        commented: 0,
        reported: 0,
        body: Some(sealed(app, id, &said)),
        at: now,
        moved_at: now,
    }
}

/// Writes it, later than everything that was said before in the room: whoever answers comes after what they answer.
fn put(tx: &mut dyn Tx, mut idea: Idea, key: Hash) -> Result<Result<IdeaId, Problem>, DbError> {
    if let Some(before) = store::of_key(tx, key)? {
        return Ok(Ok(before));
    }
    if let Some(seat) = idea.seat
        && store::said_since(tx, seat, idea.at.plus_minutes(-1))? >= SAID_A_MINUTE_MAX
    {
        return Ok(Err(Problem::refused("room.too_fast")));
    }
    if let Some(about) = idea.about {
        let shown = store::find(tx, about)?;
        if !shown.is_some_and(|one| {
            one.room == idea.room && one.about.is_none() && one.state == State::Shown
        }) {
            return Ok(Err(Problem::not_found()));
        }
    }
    if store::waiting(tx, idea.room)? >= WAITING_MAX {
        return Ok(Err(Problem::refused("room.waiting_full")));
    }
    if let Some(last) = store::last_at(tx, idea.room)? {
        idea.at = idea.at.max(Millis(last.0.saturating_add(1)));
    }
    idea.moved_at = idea.at;
    store::insert(tx, &idea, key)?;
    if let Some(about) = idea.about {
        store::count_comments(tx, about)?;
    }
    if idea.state == State::Shown {
        share::store::enqueue(tx, idea.origin, &idea, idea.at)?;
    }
    Ok(Ok(idea.id))
}

/// `POST /ideas/{room}/paper`: a facilitator types in what a table wrote.
///
/// # Errors
/// See [`say`].
pub async fn paper(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let mut errors = Errors::none();
    let table = clean(ask.form.get("table").unwrap_or_default()).replace('\n', " ");
    if !fits(&table, NAME_MAX) {
        errors.add("table", ask.cx.t("idea-table-needed"));
    }
    let Some(words) = read(&ask.cx, &room, &ask.form, None, &mut errors) else {
        return rooms::show::again(&ask, &room, &errors).await;
    };
    let voice = Voice::Paper(ask.worker()?.id, table);
    let id = say(&ask.app, &room, &voice, words, ask.now).await?;
    quotable(&ask, id).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}#paper", room.path()))))
}
