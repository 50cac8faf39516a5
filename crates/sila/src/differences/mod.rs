//! Differences (الخلافات): what one partner holds against how the partnership works, kept by both: what about, raised by whom, answered
//! how, on which level it is talked about and until when, and how both have closed it. The rules are in [`sila_core::difference`].
//!
//! A partner with a node has the same moves as we have: each travels as a shared record ([`crate::records`]). A partner without a node says
//! its own at our portal, or an officer writes down what it said. None can be dropped in silence: what stands too long on its level stands
//! on the page of the day, and every difference stands in the annual report. What is about one referral has a course of its own
//! ([`crate::referrals`]).

mod act;
mod guest;
mod list;
mod share;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use sila_core::difference::{Course, Move, Topic};
use sila_core::{AgencyId, Millis};
use sila_seal::sha256;
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::meetings::text::{LINE_MAX, TEXT_MAX};
use crate::meetings::unsealed;
use crate::problem::Problem;
use crate::proposals::store::Told;
use store::Stored;

pub use act::{Wish, raise, say};
pub use guest::card as portal_card;
pub use list::{card, tasks};
pub use share::bring;

/// The table whose rows hold the words.
const TABLE: &str = "difference_move";
/// Most moves of one agency about one difference.
const MOVES_MAX: usize = 200;
/// Most open differences that one agency has raised with us.
const OPEN_MAX: usize = 100;

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign, Portal};
    r.get("/{lang}/differences", AgreementRead, list::page);
    r.get("/{lang}/differences/new", AgreementSign, show::new);
    r.post("/{lang}/differences", AgreementSign, show::create);
    r.get("/{lang}/differences/{id}", AgreementRead, show::page);
    r.post("/{lang}/differences/{id}/moves", AgreementSign, show::add);
    r.get("/{lang}/portal/differences/new", Portal, guest::new);
    r.post("/{lang}/portal/differences", Portal, guest::create);
    r.get("/{lang}/portal/differences/{id}", Portal, guest::page);
    r.post("/{lang}/portal/differences/{id}/moves", Portal, guest::add);
}

/// What is said with a move.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Text {
    /// Of the first move: what it is about, in a line.
    #[n(0)]
    pub title: String,
    /// The words.
    #[n(1)]
    pub words: String,
}

impl Text {
    /// Whether nothing is too long.
    pub fn fits(&self) -> bool {
        self.title.chars().count() <= LINE_MAX && self.words.chars().count() <= TEXT_MAX
    }
}

/// A difference with its moves and what follows from them.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Identifier; the same at both agencies.
    pub id: Uuid,
    /// The other agency, seen from ours.
    pub partner: AgencyId,
    /// What it is about.
    pub topic: Topic,
    /// Every move, the first first.
    pub moves: Vec<Stored>,
    /// What follows.
    pub course: Course,
}

impl Difference {
    /// Folds every difference of these moves; the newest first.
    pub fn all(moves: Vec<Stored>) -> Vec<Difference> {
        let mut by: BTreeMap<Uuid, Vec<Stored>> = BTreeMap::new();
        for one in moves {
            by.entry(one.difference).or_default().push(one);
        }
        let mut all: Vec<Difference> = by.into_values().filter_map(Difference::of).collect();
        all.sort_by_key(|one| (std::cmp::Reverse(one.course.raised_at), one.id));
        all
    }

    /// Folds one from its moves. What the other node does not take has no effect here either, so that both say the same.
    pub fn of(moves: Vec<Stored>) -> Option<Difference> {
        let counted = moves.iter().filter(|one| one.told != Told::Refused);
        let course = Course::of(counted.map(plain))?;
        let (id, partner, topic) =
            moves.first().map(|one| (one.difference, one.partner, one.topic))?;
        Some(Difference { id, partner, topic, moves, course })
    }

    /// What it is called.
    ///
    /// # Errors
    /// `vault.unreadable`.
    pub fn title(&self, app: &App) -> Result<String, Problem> {
        let first = self.moves.iter().find(|one| one.act == sila_core::difference::Act::Raise);
        first.map_or(Ok(String::new()), |one| Ok(text(app, one)?.title))
    }

    /// Whether it waits for our word: whoever is not the partner is us.
    pub fn waits_here(&self) -> bool {
        let asks = self.course.raised_by == self.partner && self.course.answered_at.is_none();
        let signs = self.course.proposed.is_some_and(|(of, _)| of == self.partner);
        self.course.ended.is_none() && (asks || signs)
    }

    /// As it stood at a moment; nothing before it was raised.
    pub fn as_of(&self, at: Millis) -> Option<Difference> {
        Difference::of(self.moves.iter().filter(|one| one.at <= at).cloned().collect())
    }
}

/// A move as the rules read it.
fn plain(one: &Stored) -> Move {
    Move { at: one.at, by: one.party, act: one.act }
}

/// What a move says.
///
/// # Errors
/// `vault.unreadable`.
pub fn text(app: &App, one: &Stored) -> Result<Text, Problem> {
    unsealed(app, TABLE, row_of(one), &one.body)
}

/// What stands for the row of a move where its words are sealed.
fn row_of(one: &Stored) -> Uuid {
    let parts: [&[u8]; 3] = [one.difference.as_bytes(), &one.at.0.to_be_bytes(), &one.party.0];
    Uuid::from_bytes(sha256(&parts).first_chunk().copied().unwrap_or_default())
}

/// Every difference.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App) -> Result<Vec<Difference>, Problem> {
    Ok(Difference::all(app.store.read(store::all).await?))
}

/// The differences with one partner, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_partner(app: &App, partner: AgencyId) -> Result<Vec<Difference>, Problem> {
    Ok(Difference::all(app.store.read(move |tx| store::of_partner(tx, partner)).await?))
}

/// One difference.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn one(app: &App, id: Uuid) -> Result<Difference, Problem> {
    let moves = app.store.read(move |tx| store::moves(tx, id)).await?;
    Difference::of(moves).ok_or_else(Problem::not_found)
}

/// The address of a difference, with `rest` behind it, without language.
pub fn path(id: Uuid, rest: &str) -> String {
    format!("/differences/{id}{rest}")
}
