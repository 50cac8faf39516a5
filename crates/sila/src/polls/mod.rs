//! Polls (الاستطلاعات): a presenter asks everybody in a room something, and the projector shows what came of it.
//!
//! A poll belongs to a room for ideas ([`crate::ideas`]): whoever has the code of the room answers on a telephone, without account,
//! in a training session as in a meeting, where it can belong to an item of the programme. Everybody answers once and may change the
//! answer until the end. What came of it is told after the end and from five answers on ([`sila_core::poll`]); words are let
//! through by a moderator, and what looks like a person is held. An answer is kept under a hash of this poll and of the random number
//! that the browser holds, not under a seat, and without time: the rows do not say whose it is. For what decides something there are
//! votes ([`crate::votes`]).

pub mod answer;
mod list;
mod opening;
mod parts;
mod result;
mod show;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use sila_core::poll::PollKind;
use sila_core::{Millis, RoomId};
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::ideas::rooms::Room;
use crate::problem::Problem;
use crate::web::Lang;

pub use parts::{of_course, of_meeting, on_phone, on_wall};

/// The routes of polls. Those under `/room/` are for telephones without an account.
pub fn routes(r: &mut Routes) {
    use Permission::{IdeaModerate, Public, SignedIn};
    r.get("/{lang}/ideas/{room}/polls", SignedIn, list::page);
    r.post("/{lang}/ideas/{room}/polls", IdeaModerate, opening::create);
    r.get("/{lang}/ideas/{room}/polls/{id}", SignedIn, show::page);
    r.post("/{lang}/ideas/{room}/polls/{id}/closing", IdeaModerate, show::close);
    r.post("/{lang}/ideas/{room}/polls/{id}/wall", IdeaModerate, show::set_shown);
    r.post("/{lang}/ideas/{room}/polls/{id}/words", IdeaModerate, show::decide);
    r.post("/{lang}/room/{code}/polls/{id}", Public, answer::create);
}

/// A poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// Identifier.
    pub id: Uuid,
    /// The room in which it is asked.
    pub room: RoomId,
    /// The item of the programme to which it belongs.
    pub item: Option<Uuid>,
    /// How it is answered.
    pub kind: PollKind,
    /// What is asked, in Arabic.
    pub ar: String,
    /// And in English.
    pub en: String,
    /// The options, numbered from 1, in Arabic and English.
    pub options: Vec<(String, String)>,
    /// The projector shows it.
    pub shown: bool,
    /// When it was opened.
    pub opened_at: Millis,
    /// When it was closed.
    pub closed_at: Option<Millis>,
}

impl Poll {
    /// What is asked, in the reader's language.
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.ar, &self.en)
    }

    /// Answers are taken.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// How many options there are.
    pub fn count(&self) -> u8 {
        u8::try_from(self.options.len()).unwrap_or(u8::MAX)
    }

    /// Its page for presenters, without language.
    pub fn path(&self) -> String {
        format!("/ideas/{}/polls/{}", self.room, self.id)
    }
}

/// The poll of the address, in this room.
async fn of(app: &App, room: &Room, ask: &Ask) -> Result<Poll, Problem> {
    let (id, room): (Uuid, RoomId) = (ask.id("id")?, room.id);
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    found.filter(|poll| poll.room == room).ok_or_else(Problem::not_found)
}
