//! The room of a partnership (غرفة الملفات): files that an officer of one side puts there for the other, each with a title, how far it is to be
//! read, and versions that each have a last day. Nothing is called by what its bringer calls it, so that no name of a file
//! travels; its title passes the guard ([`crate::guard`]).
//!
//! A partner with a node gets a version in parts over the link ([`sila_link::file`]), while the link is open and an agreement in force lets
//! what is about nobody be shared; a part alone counts nothing, and what is not what was said is thrown away. A partner of the portal opens
//! it there. Whoever opens it gets it with the reading entity and their own sign-in name on every page, and that is a fact of the journal. Each
//! version lies under a key of its own; after its last day, and when its sender withdraws it, key and bytes are deleted at both sides.

mod form;
mod guest;
mod list;
mod open;
pub mod put;
pub mod receive;
mod show;
pub mod store;
mod tend;
#[cfg(test)]
mod tests;
mod withdraw;

use sila_core::partnership::Words;
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::announcements::reach;
use crate::app::App;
use crate::ask::Routes;
use crate::journal::store::Fact;
use crate::links::{self, Peer};
use crate::meetings::unsealed;
use crate::partners::{self, Level, Names};
use crate::portal::Guest;
use crate::problem::Problem;
use crate::vault::Place;
use crate::web::components::{Task, Tone};
use crate::web::{Cx, Lang, ident};
use store::{File, Version};

pub use guest::card as portal_card;
pub use list::card;
pub use open::content;
pub use tend::tend;
pub use withdraw::withdraw;

/// The table whose rows hold the titles.
const TABLE: &str = "shared_file";
/// Longest title, in characters.
pub const TITLE_MAX: usize = 160;
/// Nothing is there for longer than so many days.
pub const DAYS_MAX: i64 = 366;
/// The most living files of one side in the room of one partnership.
pub const LIVING_MAX: i64 = 100;
/// The types that are taken.
const MEDIA: [&str; 3] = ["application/pdf", "image/jpeg", "image/png"];

/// How far a file is to be read at both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// By everybody who reads agreements.
    Internal,
    /// By the officers who sign them; at the portal by the accounts that sign for their partner.
    Confidential,
}

impl Class {
    /// Both.
    pub const ALL: [Class; 2] = [Class::Internal, Class::Confidential];

    /// The key in rows, letters and texts.
    pub fn code(self) -> &'static str {
        match self {
            Class::Internal => "INTERNAL",
            Class::Confidential => "CONFIDENTIAL",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.code() == code)
    }

    /// Whether this worker reads it.
    fn is_for(self, worker: &Worker) -> bool {
        match self {
            Class::Internal => worker.may(Permission::AgreementRead),
            Class::Confidential => worker.may(Permission::AgreementSign),
        }
    }

    /// Whether this account of a partner reads it at the portal.
    fn is_for_guest(self, guest: &Guest) -> bool {
        match self {
            Class::Internal => true,
            Class::Confidential => guest.signs,
        }
    }

    fn name(self, cx: &Cx) -> String {
        cx.code("room-class", self.code())
    }
}

/// How the other side gets a file now.
pub enum Way {
    /// Over the link.
    Link(Box<Peer>),
    /// At our portal.
    Portal,
}

/// How this partner gets a file now; nothing while link or agreement do not let it, or when it is reached in no such way.
///
/// # Errors
/// When the store cannot be read.
pub async fn way(app: &App, agency: AgencyId, now: Millis) -> Result<Option<Way>, Problem> {
    if let Some(peer) = app.store.read(move |tx| links::store::peer_of(tx, agency)).await? {
        let open = peer.is_open() && reach::allowed(app, agency, None, now).await?;
        return Ok(open.then(|| Way::Link(Box::new(peer))));
    }
    let partner = app.store.read(move |tx| partners::store::find(tx, agency)).await?;
    let signs_in = partner.is_some_and(|partner| partner.level == Level::Portal);
    Ok((signs_in && reach::agreed(app, agency, now).await?).then_some(Way::Portal))
}

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign, Portal};
    r.get("/{lang}/partnerships/{agency}/files", AgreementRead, list::page);
    r.post("/{lang}/partnerships/{agency}/files", AgreementSign, form::create);
    r.get("/{lang}/partnerships/{agency}/files/new", AgreementSign, form::page);
    r.get("/{lang}/partnerships/{agency}/files/{id}", AgreementRead, show::page);
    r.post_stream("/{lang}/partnerships/{agency}/files/{id}", AgreementSign, show::create);
    r.get("/{lang}/partnerships/{agency}/files/{id}/{version}", AgreementRead, show::marked);
    r.post(
        "/{lang}/partnerships/{agency}/files/{id}/{version}/withdrawal",
        AgreementSign,
        withdraw::create,
    );
    r.get("/{lang}/portal/files/{id}", Portal, guest::page);
    r.get("/{lang}/portal/files/{id}/{version}", Portal, guest::marked);
}

/// The address in the room of a partnership, without language.
fn path(agency: AgencyId, rest: &str) -> String {
    format!("/partnerships/{}/files{rest}", agency.to_text())
}

/// The title of a file.
///
/// # Errors
/// `vault.unreadable`.
pub fn title(app: &App, file: &File) -> Result<Words, Problem> {
    unsealed(app, TABLE, file.id, &file.body)
}

/// What came and nobody here has opened, as something to do.
pub fn task(cx: &Cx, (agency, many): (AgencyId, i64), names: &Names) -> Task {
    let title = cx.t_with("room-day", &[("n", many.into())]);
    Task::new("files", Tone::Gold, title, cx.url(&path(agency, "")))
        .meta(ident::Name(names.of(cx.lang, agency)))
}

fn picked(lang: Lang, title: &Words) -> &str {
    lang.pick(&title.ar, &title.en)
}

fn key_place(version: Uuid) -> Place {
    Place { table: "shared_file_version", row: version }
}

fn part_place(version: Uuid) -> Place {
    Place { table: "shared_file_part", row: version }
}

/// What was done with a version, for the journal: codes only. `entity`: whose people did it.
fn fact(
    app: &App,
    version: &Version,
    (act, entity): (&str, AgencyId),
    worker: Option<WorkerId>,
    now: Millis,
) -> Fact {
    let Version { file, number, .. } = version;
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "shared-file",
        subject: format!("{file} {number} {act}"),
        worker,
        data: format!("{act} {}", entity.to_text()).into_bytes(),
    }
}
