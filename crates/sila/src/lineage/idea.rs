//! `POST /contributions/{kind}/{id}/{n}/idea`: something that was said, a comment, a question, a point of minutes, an entry under a theme,
//! becomes an idea of a room. Whoever said it, when, and the way back stay with it.

use maud::{Markup, html};
use sila_core::{IdeaId, Millis, RoomId};
use sila_seal::{Hash, sha256};

use super::{Became, Coming, Contribution, Kind, path};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::given::ours;
use crate::ideas::answers::one as idea_page;
use crate::ideas::board::post::marks;
use crate::ideas::board::{self, Idea, OPEN, Said, State, THEMES, sealed, source};
use crate::ideas::rooms::{self, Anonymity, Room};
use crate::ideas::seats::Credit;
use crate::ideas::words::{IDEA_MAX, NAME_MAX, clean};
use crate::ideas::{share, wall};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Cx;
use crate::web::components::{Button, Card, acts, post};

/// Makes an idea of it.
///
/// # Errors
/// See [`turn`]; `form.broken` without a room.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let what = super::turning::asked(&ask).await?;
    let room: Option<RoomId> = ask.form.get("room").and_then(|id| id.parse().ok());
    let room =
        rooms::find(&ask.app, room.ok_or_else(|| Problem::bad_request("form.broken"))?).await?;
    let kind = ask.form.get("kind").unwrap_or_default();
    let id = turn(&ask.app, &what, (&room, kind), (ask.worker()?, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&idea_page::path(&room, id))))
}

/// Puts it on the board of a room of ours, in its own words. Done again for the same room it is there once. What the guard takes for a
/// person is held like everything else.
///
/// # Errors
/// `idea.not_our_room`, `room.closed`, or when the store cannot be written.
pub async fn turn(
    app: &App,
    what: &Contribution,
    (room, kind): (&Room, &str),
    (worker, now): (&Worker, Millis),
) -> Result<IdeaId, Problem> {
    ours(app, room)?;
    if !room.open {
        return Err(Problem::refused("room.closed"));
    }
    let text = clean(&what.words.chars().take(IDEA_MAX).collect::<String>());
    let (id, marks) = (IdeaId(app.clock.new_id()), marks(app, &text));
    let said = Said { text, by: credit(app, what, room).await?, table: String::new() };
    let theme = THEMES.into_iter().find(|one| *one == kind).unwrap_or(THEMES[1]);
    let idea = Idea {
        id,
        origin: app.node.id,
        source: source::TURNED.to_owned(),
        kind: if room.themes { theme } else { OPEN }.to_owned(),
        state: if marks.is_empty() { State::Shown } else { State::Held },
        marks,
        body: Some(sealed(app, id, &said)),
        at: now,
        moved_at: now,
        ..Idea::blank(room)
    };
    let (key, shown) = (key(what, room), idea.state == State::Shown);
    let coming = Coming::of(app, what.from, (Became::Idea, id.0), (worker, now));
    let write = move |tx: &mut dyn Tx| -> Result<IdeaId, DbError> {
        if let Some(before) = board::store::of_key(tx, key)? {
            return Ok(before);
        }
        let last =
            board::store::last_at(tx, idea.room)?.map_or(now, |at| Millis(at.0.saturating_add(1)));
        let idea = Idea { at: now.max(last), moved_at: now.max(last), ..idea.clone() };
        board::store::insert(tx, &idea, key)?;
        coming.write(tx, 0)?;
        if shown {
            share::store::enqueue(tx, idea.origin, &idea, now)?;
        }
        Ok(idea.id)
    };
    let id = app.store.write(write).await?;
    wall::live::changed(app, room.id, id);
    app.changed(Topic::Ideas);
    Ok(id)
}

fn key(what: &Contribution, room: &Room) -> Hash {
    let (kind, end) = what.from;
    let parts: [&[u8]; 5] = [
        b"sila/idea/turned/1",
        kind.code().as_bytes(),
        end.id.as_bytes(),
        &end.n.to_be_bytes(),
        room.id.0.as_bytes(),
    ];
    sha256(&parts)
}

/// Whoever said it, as far as the room shows people: never more than it promises.
async fn credit(app: &App, what: &Contribution, room: &Room) -> Result<Credit, Problem> {
    let by = match what.from {
        (Kind::Idea, end) => {
            let id = IdeaId(end.id);
            let found = app.store.read(move |tx| board::store::find(tx, id)).await?;
            board::said(app, &found.ok_or_else(Problem::not_found)?)?.by
        }
        // Under a theme stands whoever spoke, and that may be a name.
        (Kind::Entry, _) => Credit { name: what.by.clone(), entity: String::new() },
        _ => Credit { name: String::new(), entity: what.by.clone() },
    };
    let short = |text: String| text.chars().take(NAME_MAX).collect::<String>();
    Ok(Credit {
        name: if room.anonymity == Anonymity::Named { short(by.name) } else { String::new() },
        entity: if room.anonymity == Anonymity::Anonymous {
            String::new()
        } else {
            short(by.entity)
        },
    })
}

/// The rooms of ours that take ideas.
///
/// # Errors
/// When the store cannot be read.
pub async fn open_rooms(app: &App) -> Result<Vec<Room>, Problem> {
    let me = app.node.id;
    let all = app.store.read(rooms::store::all).await?;
    Ok(all.into_iter().filter(|room| room.open && room.origin == me).collect())
}

/// The form, where there is a room for it.
pub fn card(ask: &Ask, what: &Contribution, rooms: &[Room]) -> Markup {
    let cx: &Cx = &ask.cx;
    let kinds = THEMES.into_iter().chain([OPEN]);
    html! {
        @if ask.may(Permission::IdeaModerate) && !rooms.is_empty() {
            (Card::new(cx.t("lineage-idea")).id("idea").body(post(cx, &format!("{}/idea", path(what.from)), &html! {
                p.muted { (cx.t("lineage-idea-text")) }
                div.idea-acts {
                    label for="idea-room" { (cx.t("idea-room")) }
                    select.in.narrow id="idea-room" name="room" { @for room in rooms { option value=(room.id) { (room.title(cx.lang)) } } }
                    label for="idea-kind" { (cx.t("idea-kind")) }
                    select.in.narrow id="idea-kind" name="kind" { @for kind in kinds { option value=(kind) { (cx.code("idea-kind", kind)) } } }
                }
                (acts(&html! { (Button::submit(cx.t("lineage-idea-do")).line().icon("lightbulb")) }))
            })))
        }
    }
}
