//! Documents that travel with a referral: reports, orders, photographs, up to 100 MiB each.
//!
//! A document is sealed in chunks under a key of its own while it comes in, and stored so; that key is sealed under the
//! referral's, and is gone when that is erased. It leaves only after the acceptance: then a letter tells the other agency
//! where it lies and what opens it, and the other node fetches it in parts, each of which is checked before it is kept.

pub mod arrival;
mod card;
pub mod fetch;
pub mod leaving;
mod open;
pub mod receive;
pub mod sniff;
pub mod store;
mod upload;

pub use card::{Shown, card};

use minicbor::{Decode, Encode};
use sila_core::field::Field;
use sila_core::ids::ReferralId;
use sila_core::referral::{State, Thread};
use sila_link::SealedFile;
use sila_seal::Key;
use sila_seal::chunks::SEALED_CHUNK;
use uuid::Uuid;

use super::body;
use super::record::Record;
use super::store::{Direction, Referral, Sealed};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;
use crate::vault::{self, Place};

/// Documents of one referral, in both directions.
pub const COUNT_MAX: i64 = 20;
/// Chunks that are stored as one row.
const PART_CHUNKS: u64 = 16;
/// Bytes of a full row.
pub const ROW_BYTES: u64 = PART_CHUNKS * SEALED_CHUNK;

/// What a document can be.
pub const SORTS: [&str; 22] = [
    "MEDICAL",
    "POLICE",
    "COURT",
    "PROTORDER",
    "PROSPERM",
    "COMMDEC",
    "SOCIALREP",
    "PSYREP",
    "INTERVIEW",
    "EID",
    "PASSPORT",
    "RESID",
    "FAMBOOK",
    "BIRTH",
    "MARR",
    "DIV",
    "CUSTODY",
    "CONSENT",
    "LEASE",
    "SALARY",
    "PHOTO",
    "OTHER",
];

/// The routes of documents.
pub fn routes(r: &mut Routes) {
    let read = Permission::ReferralRead;
    r.post_stream("/{lang}/referrals/{id}/attachments", read, upload::create);
    r.get("/{lang}/referrals/{id}/attachments/{attachment}", read, open::file);
    r.post("/{lang}/referrals/{id}/attachments/{attachment}/removal", read, upload::remove);
}

/// What is sealed of a document beside its content.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct Label {
    /// What it is called by whoever attached it.
    #[n(0)]
    pub name: String,
    /// Key, root and commitment.
    #[n(1)]
    pub file: SealedFile,
}

impl Label {
    /// The keys of its chunks.
    pub fn key(&self) -> sila_seal::chunks::FileKey {
        sila_seal::chunks::FileKey::new(&Key::from_bytes(self.file.key), self.file.id.into_bytes())
    }
}

fn place(id: Uuid) -> Place {
    Place { table: "attachment", row: id }
}

/// Seals a label under the referral's key.
fn seal(key: &Key, label: &Label) -> Vec<u8> {
    let plain = zeroize::Zeroizing::new(minicbor::to_vec(label).unwrap_or_default());
    vault::seal(key, place(label.file.id), &plain)
}

/// Opens the label of a stored document with the referral's key.
fn unseal(key: &Key, stored: &store::Attachment) -> Result<Label, Problem> {
    let plain = vault::open(key, place(stored.id), &stored.body)?;
    minicbor::decode(&plain)
        .map_err(|error| Problem::internal("attachment.unreadable").because(error))
}

/// Documents with their names, for people who may see the referral.
///
/// # Errors
/// `vault.unreadable` when a row was changed from outside.
pub fn shown(
    app: &App,
    id: ReferralId,
    sealed: &Sealed,
    stored: Vec<store::Attachment>,
) -> Result<Vec<Shown>, Problem> {
    let Some(key) = body::key(app, id, sealed)? else { return Ok(Vec::new()) };
    let one = |stored| Ok(Shown { name: unseal(&key, &stored)?.name, stored });
    stored.into_iter().map(one).collect()
}

/// The referral's key, or why there is none.
fn key(app: &App, id: ReferralId, sealed: &Sealed) -> Result<Key, Problem> {
    body::key(app, id, sealed)?.ok_or_else(Problem::not_found)
}

/// Fields whose documents go with them.
const PAPERS: [Field; 3] = [Field::Documents, Field::PoliceReport, Field::MedicalRecord];

/// Whether documents go with these fields.
pub(super) fn are_papers(fields: &[Field]) -> bool {
    fields.iter().any(|field| PAPERS.contains(field))
}

/// What may not cross any more, because the person took it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// Nothing was taken back.
    Nothing,
    /// What the agency that told says in documents.
    Told,
    /// Documents of both.
    All,
}

impl Stopped {
    /// What these entries stop.
    pub fn by(thread: &Thread) -> Stopped {
        // Taken back, or sent in error and never to have been read.
        if matches!(thread.state(), State::Withdrawn | State::Invalidated) {
            Stopped::All
        } else if are_papers(&thread.narrowed()) {
            Stopped::Told
        } else {
            Stopped::Nothing
        }
    }

    /// As [`Stopped::by`], of a referral as stored.
    fn of(record: &Record) -> Stopped {
        record.thread.as_ref().map_or(Stopped::Nothing, Stopped::by)
    }

    /// Whether nothing comes in from the other agency, as seen by the side of this direction.
    pub fn comes_in(self, direction: Direction) -> bool {
        self == Stopped::All || (self == Stopped::Told && direction == Direction::In)
    }

    /// Whether nothing leaves for the other agency, as seen by the side of this direction.
    pub fn leaves(self, direction: Direction) -> bool {
        self == Stopped::All || (self == Stopped::Told && direction == Direction::Out)
    }
}

/// Whether this worker may attach something: the sender's people at any time, the receiver's from acceptance on. Not where the person
/// has taken that back.
pub fn may_attach(worker: &Worker, record: &Record) -> bool {
    let row = &record.row;
    let live = (row.is_open || is_accepted(row)) && !Stopped::of(record).leaves(row.direction);
    match row.direction {
        Direction::Out => live && worker.may(Permission::ReferralOffer),
        Direction::In => live && is_accepted(row) && worker.may(Permission::ReferralDecide),
    }
}

/// Whether documents may cross: the other agency has accepted the person, or we have.
fn is_accepted(row: &Referral) -> bool {
    matches!(row.state, State::Accepted | State::Completed | State::Closed)
}
