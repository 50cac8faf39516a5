//! Contacts that need not become a case (تواصل): a call, a visit or a message is written down with the least that is needed, and nobody
//! is asked who they are. There is no wrong door: what turns out to be more goes on as an intake with one press.
//!
//! Kind, channel, need, area, advice and where somebody was pointed to are codes. Words and a number to call back are kept, sealed, only
//! for the kinds that need them ([`keeps_words`]); an inquiry and a consultation leave nothing but the count. Every contact is erased
//! after some days ([`Kept::until`]). A report that proved to be untrue is shut to everybody but a supervisor who says why.

mod figures;
mod finding;
mod list;
mod new;
mod onward;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::codes::{Channel, ContactKind};
use sila_core::ids::{AgencyId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::journal::access::{self, Subject};
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::vault::{self, Place};

pub use finding::shut;
pub use new::{Wish, keep};

/// What somebody can turn to us for without a file of theirs.
pub const KINDS: [ContactKind; 5] = [
    ContactKind::Report,
    ContactKind::Consultation,
    ContactKind::Inquiry,
    ContactKind::ServiceRequest,
    ContactKind::Complaint,
];
/// What was done for them at once.
pub const ADVICE: [&str; 5] = ["INFO", "LISTENED", "RIGHTS", "EMERGENCY", "NONE"];
/// Where they were pointed to.
pub const POINTED: [&str; 4] = ["HERE", "PARTNER", "EMERGENCY", "NOBODY"];
/// A contact without words is kept so many days, to put a mistake right.
const DAYS: i64 = 30;
/// One with words, so many.
const DAYS_WORDS: i64 = 90;
/// A report that proved to be untrue, so many: the law punishes false reports.
const DAYS_UNFOUNDED: i64 = 365;
/// What [`Kept::finding`] says of a report that proved to be untrue.
const UNFOUNDED: &str = "UNFOUNDED";

/// The routes of contacts.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/contacts", Permission::Intake, list::page);
    r.get("/{lang}/contacts/new", Permission::Intake, new::page);
    r.post("/{lang}/contacts/new", Permission::Intake, new::create);
    r.get("/{lang}/contacts/figures", Permission::AgreementRead, figures::page);
    r.get("/{lang}/contacts/{id}", Permission::Intake, show::page);
    r.post("/{lang}/contacts/{id}/intake", Permission::Intake, onward::create);
    r.post("/{lang}/contacts/{id}/finding", Permission::Intake, finding::create);
    r.post("/{lang}/contacts/{id}/opening", Permission::CaseApprove, finding::open);
}

/// Whether words about it are kept: somebody must be able to look into a report, a complaint and a request. An inquiry and a
/// consultation are answered at once, and nothing of whoever asked stays.
pub fn keeps_words(kind: ContactKind) -> bool {
    matches!(kind, ContactKind::Report | ContactKind::ServiceRequest | ContactKind::Complaint)
}

/// What was told, as it is sealed under the contact's own key.
#[derive(Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Told {
    /// In their words.
    #[n(0)]
    pub words: String,
    /// Where they may be called back; empty when they gave no number.
    #[n(1)]
    pub phone: String,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told")
    }
}

/// A contact as it is kept. Nothing here says who it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Identifier.
    pub id: Uuid,
    /// Who wrote it down.
    pub worker: WorkerId,
    /// When.
    pub at: Millis,
    /// One of [`KINDS`].
    pub kind: ContactKind,
    /// By which channel.
    pub channel: Channel,
    /// Code of the service that was needed; empty when none was.
    pub service: String,
    /// Area code; empty when nobody asked.
    pub area: String,
    /// One of [`ADVICE`].
    pub advice: String,
    /// One of [`POINTED`].
    pub pointed: String,
    /// The agency they were pointed to.
    pub partner: Option<AgencyId>,
    /// How many people it is about; only of a request.
    pub people: Option<u32>,
    /// About which amount in dirhams; only of a request.
    pub amount: Option<u32>,
    /// `UNFOUNDED`, or empty.
    pub finding: String,
    /// When it is erased.
    pub until: Millis,
    /// Its key, wrapped; empty when there are no words.
    pub key: Vec<u8>,
    /// What was told, sealed; empty when there are no words.
    pub body: Vec<u8>,
}

impl Kept {
    /// Whether it is a report that proved to be untrue: shut to all but a supervisor who says why.
    pub fn is_shut(&self) -> bool {
        self.finding == UNFOUNDED
    }
}

/// The address of a contact, without language.
pub fn path(id: Uuid, rest: &str) -> String {
    format!("/contacts/{id}{rest}")
}

fn place(id: Uuid) -> Place {
    Place { table: "contact", row: id }
}

/// The key, wrapped, and what was told, sealed under it.
fn seal(app: &App, id: Uuid, told: &Told) -> Result<(Vec<u8>, Vec<u8>), Problem> {
    let (key, wrapped) = app.vault.new_key(place(id));
    let plain = zeroize::Zeroizing::new(
        minicbor::to_vec(told)
            .map_err(|error| Problem::internal("contact.unwritable").because(error))?,
    );
    Ok((wrapped, vault::seal(&key, place(id), &plain)))
}

/// What was told; nothing for a contact without words.
fn told(app: &App, kept: &Kept) -> Result<Told, Problem> {
    if kept.key.is_empty() {
        return Ok(Told::default());
    }
    let key = app.vault.open_key(place(kept.id), &kept.key)?;
    let plain = vault::open(&key, place(kept.id), &kept.body)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// The contact of the address: of whoever wrote it down, and of supervisors. The reading is written down.
async fn found(ask: &Ask) -> Result<Kept, Problem> {
    let (id, worker): (Uuid, &Worker) = (ask.id("id")?, ask.worker()?);
    let reader = (worker.id, worker.may(Permission::CaseApprove));
    let kept = ask.app.store.read(move |tx| store::one(tx, id, reader)).await?;
    let kept = kept.filter(|kept| ask.now < kept.until).ok_or_else(Problem::not_found)?;
    access::record(&ask.app, worker, Subject::Contact(id), "contact.show", ask.now).await?;
    Ok(kept)
}

/// The journal's fact of an act: codes only.
fn fact(app: &App, id: Uuid, worker: &Worker, data: &str, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "contact",
        subject: id.to_string(),
        worker: Some(worker.id),
        data: data.as_bytes().to_vec(),
    }
}

/// Erases the contacts whose days are over; the counts stay. Gives how many there were.
///
/// # Errors
/// When the store cannot be written.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let over = app.store.read(move |tx| store::over(tx, now)).await?;
    if over > 0 {
        app.store.write(move |tx| store::erase(tx, now)).await?;
    }
    Ok(usize::try_from(over).unwrap_or(0))
}
