//! Announcements (الإعلانات): what an officer tells partners in both languages: all of them, those of a class, or those with whom we work in an
//! area of cooperation. The guard ([`crate::guard`]) looks through it before it is sent.
//!
//! A partner with a node gets it as a shared record ([`crate::records`]), under the clause by which what is about nobody is shared, and only
//! while the link is open; its node says back, as a record of its own, that the entity has read it and what it answers. A partner of the
//! portal reads it here under an agreement in force. Whoever is reached on paper is named, and gets a printed sheet. Who of an entity has read
//! is said to nobody, and no other entity learns who was told. After its last day it stands on no screen of its readers.

mod guest;
mod list;
mod page;
pub mod reach;
pub mod share;
mod sheet;
mod show;
pub mod store;
#[cfg(test)]
mod tests;
pub mod text;
mod write;

use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::meetings::{sealed, unsealed};
use crate::problem::Problem;
use sila_core::{AgencyId, Millis};
use store::Stored;
use text::Announcement;

pub use guest::card as portal_card;
pub use share::bring;
pub use show::{answer, open};
pub use write::send;

/// The table whose rows hold the words.
const TABLE: &str = "announcement";

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign, Portal};
    r.get("/{lang}/announcements", AgreementRead, list::page);
    r.get("/{lang}/announcements/new", AgreementSign, write::page);
    r.post("/{lang}/announcements", AgreementSign, write::create);
    r.get("/{lang}/announcements/{id}", AgreementRead, show::page);
    r.get("/{lang}/announcements/{id}/sheet.pdf", AgreementRead, sheet::file);
    r.post("/{lang}/announcements/{id}/answer", AgreementSign, show::create);
    r.get("/{lang}/portal/announcements/{id}", Portal, guest::page);
    r.post("/{lang}/portal/announcements/{id}/answer", Portal, guest::create);
}

/// The words of a row.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(app: &App, stored: &Stored) -> Result<Announcement, Problem> {
    unsealed(app, TABLE, stored.id, &stored.body)
}

/// An announcement as it is kept.
pub fn kept(app: &App, text: &Announcement, origin: AgencyId, now: Millis) -> Stored {
    Stored {
        id: text.id.0,
        origin,
        worker: None,
        class: String::new(),
        area: String::new(),
        at: now,
        ends_at: text.ends(),
        body: sealed(app, TABLE, text.id.0, text),
    }
}

/// How many announcements of partners nobody here has opened yet; none for whoever may not read them.
///
/// # Errors
/// When the store cannot be read.
pub fn unread(
    tx: &mut dyn Tx,
    worker: &Worker,
    (me, now): (AgencyId, Millis),
) -> Result<i64, DbError> {
    if worker.may(Permission::AgreementRead) { store::unread(tx, me, now) } else { Ok(0) }
}

/// What was done with an announcement, for the journal: codes only.
fn fact(app: &App, id: Uuid, worker: &Worker, act: &str, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "announcement",
        subject: format!("{id} {act}"),
        worker: Some(worker.id),
        data: act.as_bytes().to_vec(),
    }
}

/// The address of an announcement, with `rest` behind it, without language.
pub fn path(id: Uuid, rest: &str) -> String {
    format!("/announcements/{id}{rest}")
}
