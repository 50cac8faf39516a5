//! `POST /ideas/{room}/ideas/{id}/becoming`: an idea became something that is here: a joint initiative, a practice of the
//! library, a campaign, a course, a risk, a version of the policy guide. Its author, its time and its
//! words stay with it, and what it became names it.

use maud::{Markup, html};
use sila_core::{IdeaId, Millis, WorkerId};
use uuid::Uuid;

use super::given::{fact, on_board, ours};
use super::store;
use super::{Turned, becoming, one as page};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::parts::by;
use crate::ideas::board::{self, State};
use crate::ideas::rooms::{self, Room};
use crate::ideas::share;
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::Card;
use crate::web::{Cx, Errors, dates, ident};

/// Does it.
///
/// # Errors
/// See [`turn`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let id: IdeaId = ask.id("id")?;
    let chosen = ask.form.get("into").unwrap_or_default();
    let known = becoming::choices(&ask.app, ask.cx.lang).await?;
    let Some(one) = becoming::chosen(&known, chosen) else {
        let mut errors = Errors::none();
        errors.add("into", ask.cx.t("idea-become-needed"));
        return page::again(&ask, &room, id, &errors).await;
    };
    turn(&ask.app, id, (one.kind, one.target), (ask.worker()?.id, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&page::path(&room, id))))
}

/// Says that an idea became something. Said again it is there once.
///
/// # Errors
/// `page.not_found` for what is not on a board; `idea.not_our_room`; when the store cannot be written.
pub async fn turn(
    app: &App,
    id: IdeaId,
    (kind, target): (&str, Uuid),
    (worker, now): (WorkerId, Millis),
) -> Result<(), Problem> {
    let found = app.store.read(move |tx| board::store::find(tx, id)).await?;
    let room = rooms::find(app, found.ok_or_else(Problem::not_found)?.room).await?;
    ours(app, &room)?;
    let into = Turned { kind: kind.to_owned(), target, at: now };
    let told = fact(app, (id, &format!("became {} {target}", kind.to_lowercase())), worker, now);
    let me = app.node.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let Some(idea) = on_board(tx, &room, id)? else { return Ok(false) };
        store::turn(tx, id, &into)?;
        share::store::enqueue(tx, me, &idea, now)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    app.changed(crate::app::Topic::Ideas);
    Ok(())
}

/// An idea from which something came, as what came from it shows it.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The idea.
    pub id: IdeaId,
    /// Its room.
    pub room: Room,
    /// Its words; empty when they are gone.
    pub text: String,
    /// By whom, as far as its room shows it.
    pub said: board::Said,
    /// When it was said.
    pub at: Millis,
}

/// The ideas from which something came.
///
/// # Errors
/// When the store cannot be read.
pub async fn origins(app: &App, kind: &'static str, target: Uuid) -> Result<Vec<Origin>, Problem> {
    let ids = app.store.read(move |tx| store::origins(tx, kind, target)).await?;
    let mut all = Vec::new();
    for id in ids {
        let Some(idea) = app.store.read(move |tx| board::store::find(tx, id)).await? else {
            continue;
        };
        if !matches!(idea.state, State::Shown | State::Merged) {
            continue;
        }
        let (said, room) = (board::said(app, &idea)?, rooms::find(app, idea.room).await?);
        all.push(Origin { id, room, text: said.text.clone(), said, at: idea.at });
    }
    Ok(all)
}

/// The card with the ideas from which something came, on the page of what came from them.
pub fn card(cx: &Cx, origins: &[Origin]) -> Markup {
    html! {
        @if !origins.is_empty() {
            (Card::new(cx.t("idea-origins")).count(origins.len()).body(html! {
                ul.ideas { @for one in origins {
                    li.idea {
                        p dir="auto" { a href=(cx.url(&page::path(&one.room, one.id))) { (one.text) } }
                        div.idea-f {
                            b { (ident::Name(&credit(cx, one))) }
                            span { (ident::Name(one.room.title(cx.lang))) " · " (dates::day(cx.lang, one.at)) }
                        }
                    }
                } }
            }))
        }
    }
}

fn credit(cx: &Cx, one: &Origin) -> String {
    let by = by(cx, &one.said);
    if by.is_empty() { cx.t("idea-by-nobody") } else { by }
}
