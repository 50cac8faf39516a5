//! Rooms: what is asked, how much of a person is shown, and whether anybody may still come in.

pub mod list;
pub mod opening;
pub mod show;
pub mod store;

use sila_core::{AgencyId, Millis, RoomId};
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;
use crate::web::Lang;

/// How much of whoever says something is shown beside it. Shown before anybody types; fixed when the room opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anonymity {
    /// Name and entity.
    Named,
    /// The entity only: no name is asked for.
    Entity,
    /// Nothing: neither is asked for, and neither is kept.
    Anonymous,
}

impl Anonymity {
    /// Every level.
    pub const ALL: [Anonymity; 3] = [Anonymity::Named, Anonymity::Entity, Anonymity::Anonymous];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Anonymity::Named => "NAMED",
            Anonymity::Entity => "ENTITY",
            Anonymity::Anonymous => "ANONYMOUS",
        }
    }

    /// The level of that code.
    pub fn from_code(code: &str) -> Option<Anonymity> {
        Anonymity::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What the projector shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// Every idea as soon as it is let through.
    Live,
    /// What was there when it was paused.
    Paused,
    /// Nothing.
    Blank,
}

impl Wall {
    /// Every state.
    pub const ALL: [Wall; 3] = [Wall::Live, Wall::Paused, Wall::Blank];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Wall::Live => "LIVE",
            Wall::Paused => "PAUSED",
            Wall::Blank => "BLANK",
        }
    }

    /// The state of that code.
    pub fn from_code(code: &str) -> Option<Wall> {
        Wall::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Identifier, the same wherever it is shared.
    pub id: RoomId,
    /// The agency that opened it.
    pub origin: AgencyId,
    /// What is typed or scanned to come in here: nine digits, another one at every node.
    pub code: String,
    /// The question it asks, in Arabic.
    pub title_ar: String,
    /// And in English.
    pub title_en: String,
    /// How much of a person is shown.
    pub anonymity: Anonymity,
    /// It asks by the four themes of a meeting; otherwise for ideas of any kind.
    pub themes: bool,
    /// Ideas are taken.
    pub open: bool,
    /// What the projector shows, and since when.
    pub wall: Wall,
    /// Since when.
    pub wall_at: Millis,
    /// Days within which every idea has its answer.
    pub answer_days: u16,
    /// The meeting it belongs to.
    pub meeting: Option<Uuid>,
    /// The course it belongs to.
    pub course: Option<Uuid>,
    /// When it was opened.
    pub opened_at: Millis,
}

impl Room {
    /// The question in the reader's language.
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title_ar, &self.title_en)
    }

    /// The page of whoever works here, without language.
    pub fn path(&self) -> String {
        format!("/ideas/{}", self.id)
    }

    /// The page of whoever is in it, without language.
    pub fn door(&self) -> String {
        format!("/room/{}", self.code)
    }
}

/// The room of this identifier.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn find(app: &App, id: RoomId) -> Result<Room, Problem> {
    app.store.read(move |tx| store::find(tx, id)).await?.ok_or_else(Problem::not_found)
}

/// The room that is joined with this code, open or not.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn of_code(app: &App, code: &str) -> Result<Room, Problem> {
    let code = sila_names::fold::ascii_digits(code);
    let code: String = code.chars().filter(char::is_ascii_digit).take(12).collect();
    app.store.read(move |tx| store::of_code(tx, &code)).await?.ok_or_else(Problem::not_found)
}
