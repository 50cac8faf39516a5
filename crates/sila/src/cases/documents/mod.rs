//! Documents of a case (مستندات الحالة): known by their bytes, looked through ([`vet`]), sealed under the key of the case, each with its kind,
//! how far it is to be read, and its versions. Who opens one is written down first. What is seen or saved bears who and when; nothing is ever
//! given to a browser as something that runs.

mod give;
mod page;
mod pdf;
mod stamp;
pub mod store;
#[cfg(test)]
mod tests;
mod upload;
pub mod vet;

pub use give::{drawn, stamped_apart};
use minicbor::{Decode, Encode};
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
pub use upload::vet_apart;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::cases::sensitivity::{Sensitivity, eyes};
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::vault::Place;

/// The largest document, in bytes.
pub const BYTES_MAX: usize = 10 * 1_024 * 1_024;
/// Documents of one case, every version counted.
const COUNT_MAX: i64 = 200;
/// The types that are taken.
const MEDIA: [&str; 4] = ["application/pdf", "image/jpeg", "image/png", "text/plain"];

/// The routes of documents.
pub fn routes(r: &mut Routes) {
    let read = Permission::CaseRead;
    r.get("/{lang}/cases/{id}/documents", read, page::list);
    r.post_stream("/{lang}/cases/{id}/documents", read, upload::create);
    r.get("/{lang}/cases/{id}/documents/{one}", read, page::show);
    r.get("/{lang}/cases/{id}/documents/{one}/picture", read, give::picture);
    r.get("/{lang}/cases/{id}/documents/{one}/marked", read, give::pages);
    r.post("/{lang}/cases/{id}/documents/{one}/copy", read, give::copy);
}

/// What is sealed of a document beside its content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Label {
    /// What it is called by whoever brought it.
    #[n(0)]
    pub name: String,
    /// Width of an image.
    #[n(1)]
    pub width: u32,
    /// Height of an image.
    #[n(2)]
    pub height: u32,
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Identifier of the version.
    pub id: Uuid,
    /// The document, the same in every version.
    pub thread: Uuid,
    /// From 1 on.
    pub version: u32,
    /// One of [`crate::referrals::attachments::SORTS`].
    pub sort: String,
    /// Who reads it.
    pub sensitivity: Sensitivity,
    /// Its type.
    pub media: String,
    /// Bytes.
    pub size: u32,
    /// Who brought it.
    pub worker: WorkerId,
    /// Their Arabic and English name.
    pub by: (String, String),
    /// When.
    pub at: Millis,
    /// What is sealed beside its content.
    pub label: Label,
}

/// The address, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/documents{rest}")
}

fn place(id: Uuid) -> Place {
    Place { table: "case_document", row: id }
}

/// The content lies in the same row as the label, in a place of its own.
fn content_place(id: Uuid) -> Place {
    Place { table: "case_document.content", row: id }
}

/// The documents of a case that are for this worker, every version, the newest first.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
) -> Result<Vec<Document>, Problem> {
    let (id, reader) = (record.row.id, eyes(worker));
    let stored = app.store.read(move |tx| store::of_case(tx, id, reader)).await?;
    let open = |(document, body): (Document, Vec<u8>)| {
        let plain = record.open(app, place(document.id), &body)?;
        let label = minicbor::decode(&plain);
        let label = label.map_err(|error| Problem::internal("vault.unreadable").because(error))?;
        Ok(Document { label, ..document })
    };
    stored.into_iter().map(open).collect()
}

/// The case and the document of the address, if it is for the worker.
async fn found(ask: &Ask, screen: &'static str) -> Result<(CaseRecord, Document), Problem> {
    let record = opening::read(ask, screen).await?;
    let id: Uuid = ask.id("one")?;
    let all = of_case(&ask.app, ask.worker()?, &record).await?;
    let found = all.into_iter().find(|document| document.id == id);
    Ok((record, found.ok_or_else(Problem::not_found)?))
}

/// The bytes of a document that was found.
async fn content(app: &App, record: &CaseRecord, id: Uuid) -> Result<Vec<u8>, Problem> {
    let sealed = app.store.read(move |tx| store::content(tx, id)).await?;
    let sealed = sealed.ok_or_else(Problem::not_found)?;
    Ok(record.open(app, content_place(id), &sealed)?.to_vec())
}

/// The journal's fact of an act: codes only.
fn fact(app: &App, case: CaseId, worker: &Worker, data: String, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "document",
        subject: case.to_string(),
        worker: Some(worker.id),
        data: data.into_bytes(),
    }
}
