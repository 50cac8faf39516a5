//! Taking what partners send: this node signs what fits, and what both have signed is on the board here too.

use sila_core::{AgencyId, Millis};
use sila_link::record::{Version, Word};
use sila_seal::{Hash, sha256};

use super::{Hall, KIND, Line, Sheet, store};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::ideas::answers::{self, Turned};
use crate::ideas::board::post::marks;
use crate::ideas::board::{self, Idea, Said, State, sealed, source};
use crate::ideas::clusters;
use crate::ideas::rooms::{self, Anonymity, Room, Wall, opening};
use crate::ideas::seats::Credit;
use crate::ideas::wall;
use crate::ideas::words::clean;
use crate::journal::store::Fact;
use crate::knowledge::share::basis;
use crate::problem::Problem;
use crate::records::{store as records, word};

const KINDS: [&str; 3] = [KIND, KIND, KIND];

/// Says this node's word, and takes what has effect.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn take(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, KINDS)).await? {
        let sheet = accepted(app, &line.version).await?;
        let word = if sheet.is_some() { Word::Sign } else { Word::Decline };
        done = done.saturating_add(usize::from(word::answer(app, line.version, word).await?));
    }
    for line in app.store.read(|tx| records::unread_of(tx, KINDS)).await? {
        if line.version.proposer != app.node.id
            && let Some(sheet) = accepted(app, &line.version).await?
        {
            apply(app, line.version.proposer, sheet).await?;
        }
        let digest: Hash = line.digest;
        app.store.write(move |tx| records::read(tx, &digest)).await?;
        done = done.saturating_add(1);
    }
    Ok(done)
}

/// The sheet, if it may be taken: an agreement allows it, it fits, and it is theirs to say. The agency that opened a room speaks for every
/// guest; a guest speaks for its own people.
async fn accepted(app: &App, version: &Version) -> Result<Option<Sheet>, Problem> {
    let (from, me) = (version.proposer, app.node.id);
    if version.parties.len() != 2 || basis(app, from, app.clock.now()).await.is_err() {
        return Ok(None);
    }
    let read: Result<Sheet, _> = minicbor::decode(&version.content);
    let Some(sheet) = read.ok().filter(Sheet::fits) else { return Ok(None) };
    let id = sheet.hall.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((rooms::store::find(tx, id)?, store::peers(tx, id)?))
    };
    let (room, peers) = app.store.read(read).await?;
    let theirs = match &room {
        None => sheet.host == from && from != me,
        Some(room) => sheet.host == room.origin && peers.contains(&from),
    };
    Ok(theirs.then_some(sheet))
}

/// The room as it is here, made when it comes for the first time. What it promised about a person does not change with what comes later.
async fn room(app: &App, from: AgencyId, hall: &Hall, now: Millis) -> Result<Room, Problem> {
    let id = hall.id;
    if let Some(room) = app.store.read(move |tx| rooms::store::find(tx, id)).await? {
        if room.origin == from && room.open && !hall.open {
            app.store.write(move |tx| rooms::store::set_open(tx, id, false)).await?;
        }
        return Ok(room);
    }
    let room = Room {
        id,
        origin: from,
        code: String::new(),
        title_ar: clean(&hall.title_ar),
        title_en: clean(&hall.title_en),
        anonymity: Anonymity::from_code(&hall.anonymity).unwrap_or(Anonymity::Anonymous),
        themes: hall.themes,
        open: hall.open,
        wall: Wall::Live,
        wall_at: now,
        answer_days: hall.answer_days.clamp(1, opening::ANSWER_DAYS_MAX),
        meeting: None,
        course: None,
        opened_at: hall.opened_at.min(now),
    };
    let told = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "ideas",
        subject: format!("{id} shared with us"),
        worker: None,
        data: from.0.to_vec(),
    };
    let room = opening::open(app, room, told).await?;
    app.store.write(move |tx| store::join(tx, id, from)).await?;
    Ok(room)
}

async fn apply(app: &App, from: AgencyId, sheet: Sheet) -> Result<(), Problem> {
    let now = app.clock.now();
    let room = room(app, from, &sheet.hall, now).await?;
    for line in sheet.lines {
        let seen = line.about.unwrap_or(line.id);
        if one(app, &room, from, line, now).await? {
            wall::live::changed(app, room.id, seen);
        }
    }
    app.changed(Topic::Ideas);
    Ok(())
}

/// A clock elsewhere that is further ahead does not order what is said here: what follows would wait for it.
const AHEAD_MINUTES: i64 = 5;

/// Whether anything changed.
async fn one(
    app: &App,
    room: &Room,
    from: AgencyId,
    line: Line,
    now: Millis,
) -> Result<bool, Problem> {
    let (id, me, host) = (line.id, app.node.id, room.origin == from);
    let found = app.store.read(move |tx| board::store::find(tx, id)).await?;
    if found.as_ref().is_some_and(|one| one.room != room.id || one.origin != line.origin) {
        return Ok(false);
    }
    let said_there = if host { line.origin != me } else { line.origin == from };
    let fresh = found.is_none() && said_there && !line.gone;
    let new = fresh.then(|| idea(app, room, &line, now));
    let key = sha256(&[b"sila/idea/there/1", id.0.as_bytes()]);
    let answer = line.answer.as_ref().filter(|_| host).map(|one| answers::store::Kept {
        code: one.code.clone(),
        body: answers::sealed(app, id, &clean(&one.words)),
        at: one.at,
    });
    // The agency that opened the room, and the one where it was said, take it from every board.
    let gone =
        found.filter(|one| line.gone && one.state == State::Shown && (host || one.origin == from));
    let became = line.became.clone();
    let (support, in_room) = ((from, line.endorsed), room.id);
    // Whatever names a person here is no name of a cluster: its ideas stand alone then.
    let cluster = line.cluster.as_ref().map(|one| (one.id.0, clean(&one.name).replace('\n', " ")));
    let cluster = cluster.filter(|(_, name)| !name.is_empty() && marks(app, name).is_empty());
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if let Some(new) = &new {
            if !has_idea(tx, new)? {
                return Ok(false);
            }
            board::store::insert(tx, new, key)?;
            if let Some(about) = new.about {
                board::store::count_comments(tx, about)?;
            }
            pass_on(tx, me, new, now)?;
        }
        if let Some(gone) = &gone {
            let next = Idea { state: State::Removed, reason: "THERE".to_owned(), ..gone.clone() };
            board::store::move_on(tx, &next, State::Shown, now)?;
            pass_on(tx, me, &next, now)?;
        }
        if board::store::find(tx, id)?.is_none() {
            return Ok(false);
        }
        store::set_support(tx, id, support)?;
        if let Some(answer) = &answer {
            answers::store::answer(tx, id, answer)?;
        }
        if host && line.about.is_none() && !line.gone {
            clusters::store::mirror(tx, (in_room, id), cluster.as_ref(), now)?;
        }
        for one in became.iter().filter(|_| host) {
            let into = Turned { kind: one.kind.clone(), target: one.target.0, at: one.at };
            answers::store::turn(tx, id, &into)?;
        }
        Ok(true)
    };
    Ok(app.store.write(write).await?)
}

/// A comment needs its idea: on the same board, and an idea itself.
fn has_idea(tx: &mut dyn Tx, new: &Idea) -> Result<bool, DbError> {
    let Some(about) = new.about else { return Ok(true) };
    let there = board::store::find(tx, about)?;
    Ok(there.is_some_and(|there| there.room == new.room && there.about.is_none()))
}

/// What comes from one guest goes on to the others.
fn pass_on(tx: &mut dyn Tx, me: AgencyId, idea: &Idea, now: Millis) -> Result<(), DbError> {
    let others = store::peers(tx, idea.room)?;
    if others.len() > 1 { store::enqueue(tx, me, idea, now) } else { Ok(()) }
}

/// What was said there, as it stands here. No more of a person is kept than this room shows, whatever came; and our guard looks
/// through it for people on file here.
fn idea(app: &App, room: &Room, line: &Line, now: Millis) -> Idea {
    let text = clean(&line.text);
    let marks = marks(app, &text);
    let entity = room.anonymity != Anonymity::Anonymous;
    let name = room.anonymity == Anonymity::Named;
    let by = Credit {
        name: if name { clean(&line.name) } else { String::new() },
        entity: if entity { clean(&line.entity) } else { String::new() },
    };
    let said = Said { text, by, table: clean(&line.table) };
    Idea {
        id: line.id,
        origin: line.origin,
        source: source::PARTNER.to_owned(),
        about: line.about,
        kind: line.kind.clone(),
        state: if marks.is_empty() { State::Shown } else { State::Held },
        marks,
        body: Some(sealed(app, line.id, &said)),
        at: line.at.min(now.plus_minutes(AHEAD_MINUTES)),
        moved_at: now,
        ..Idea::blank(room)
    }
}
