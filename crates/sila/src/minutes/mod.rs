//! Minutes that live (المحاضر): decisions, recommendations, actions and notes of a meeting, numbered; a time for objections; approval by
//! every party; then nothing of them changes but by an erratum beside them.
//!
//! Parties with a node sign the same bytes as a shared record ([`crate::records`]); of a party without one it is written down here that it
//! approved on paper, and it is shown so. What somebody owes is carried to the next meeting of the series until it has ended, and
//! stands on the day's page of its owner and of the host once it is due. A party with a node that ends what it owes says so with a
//! record of its own.

mod act;
mod approval;
mod decisions;
mod guest;
mod page;
mod parts;
mod share;
mod sheet;
pub mod store;
#[cfg(test)]
mod tests;
pub mod text;
mod ties;

use sila_core::meeting::{PointEnd, PointKind};
use sila_core::{AgencyId, MeetingId, Millis, WorkerId};
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::meetings::unsealed;
use crate::problem::Problem;
use text::PointText;
pub use text::Ties;

pub use act::{Ready, Said, add, end};
pub use approval::{circulate, on_paper, sign};
pub use guest::card as portal_card;
pub use parts::{Waiting, state, state_word, tasks};
pub use share::bring;

/// It is being written.
pub const DRAFT: &str = "DRAFT";
/// The parties have it, and may object.
pub const CIRCULATED: &str = "CIRCULATED";
/// Every party has approved it.
pub const APPROVED: &str = "APPROVED";
/// The table whose rows hold the words of points.
const TABLE: &str = "minutes_point";
/// Days in which the parties may object: five working days and a weekend.
pub const OBJECTION_DAYS: i64 = 7;

/// The routes of minutes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign, MeetingKeep, Portal};
    r.get("/{lang}/portal/minutes/{id}", Portal, guest::page);
    r.post("/{lang}/portal/minutes/{id}/word", Portal, guest::create);
    r.get("/{lang}/decisions", AgreementRead, decisions::page);
    r.get("/{lang}/minutes/{id}", AgreementRead, page::page);
    r.get("/{lang}/minutes/{id}/minutes.pdf", AgreementRead, sheet::file);
    r.post("/{lang}/minutes/{id}/points", MeetingKeep, act::create);
    r.post("/{lang}/minutes/{id}/points/{n}", MeetingKeep, act::settle);
    r.post("/{lang}/minutes/{id}/circulation", AgreementSign, approval::create);
    r.post("/{lang}/minutes/{id}/revision", MeetingKeep, approval::revise);
    r.post("/{lang}/minutes/{id}/paper", MeetingKeep, approval::paper);
    r.post("/{lang}/minutes/{id}/signature", AgreementSign, approval::signature);
    r.post("/{lang}/minutes/{id}/errata", MeetingKeep, act::erratum);
}

/// A point of minutes.
#[derive(Debug, Clone)]
pub struct Point {
    /// The meeting.
    pub meeting: MeetingId,
    /// Its number in the minutes, from 1.
    pub number: u16,
    /// What it is.
    pub kind: PointKind,
    /// Whose it is to do, or who moved it.
    pub owner: AgencyId,
    /// Of ours, who does it.
    pub worker: Option<WorkerId>,
    /// Until when.
    pub due_at: Option<Millis>,
    /// When a decision is looked at again.
    pub review_at: Option<Millis>,
    /// How it has ended.
    pub end: Option<(PointEnd, Millis)>,
    /// The challenge that it answers.
    pub entry: Option<Uuid>,
    /// Its words.
    pub text: PointText,
}

impl Point {
    /// Somebody still owes it.
    pub fn is_open(&self) -> bool {
        self.kind.is_owed() && self.end.is_none()
    }

    /// It was done.
    pub fn is_done(&self) -> bool {
        matches!(self.end, Some((PointEnd::Done, _)))
    }

    /// It is owed and its day is past.
    pub fn is_late(&self, now: Millis) -> bool {
        self.is_open() && self.due_at.is_some_and(|due| due < now)
    }
}

/// Opens stored points.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(app: &App, stored: Vec<store::Stored>) -> Result<Vec<Point>, Problem> {
    let one = |row: store::Stored| {
        let text = unsealed(app, TABLE, row_of(row.meeting, row.number), &row.body)?;
        Ok(Point {
            meeting: row.meeting,
            number: row.number,
            kind: row.kind,
            owner: row.owner,
            worker: row.worker,
            due_at: row.due_at,
            review_at: row.review_at,
            end: row.end,
            entry: row.entry,
            text,
        })
    };
    stored.into_iter().map(one).collect()
}

/// The points of a meeting's minutes, by number.
///
/// # Errors
/// When the store cannot be read.
pub async fn points(app: &App, id: MeetingId) -> Result<Vec<Point>, Problem> {
    let stored = app.store.read(move |tx| store::points(tx, id)).await?;
    opened(app, stored)
}

/// What earlier meetings of the series have left unfinished, the earliest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn unfinished(
    app: &App,
    series: MeetingId,
    before: Millis,
) -> Result<Vec<Point>, Problem> {
    let stored = app.store.read(move |tx| store::unfinished(tx, series, before)).await?;
    opened(app, stored)
}

/// What stands for the row of a point where its words are sealed.
fn row_of(meeting: MeetingId, number: u16) -> Uuid {
    Uuid::from_u128(meeting.0.as_u128() ^ u128::from(number))
}

/// The path of the minutes of a meeting.
pub fn path(id: MeetingId, rest: &str) -> String {
    format!("/minutes/{id}{rest}")
}
