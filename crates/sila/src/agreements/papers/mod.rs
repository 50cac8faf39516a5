//! Papers that stand beside an agreement: the approval of an authority, a file with an approved signature. Each is sealed in pieces, and
//! its hash says that it is still the one that was taken in.

pub mod store;

use sila_core::{AgreementId, Millis, WorkerId};
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::upload::Upload;

/// Largest paper, in bytes.
pub const PAPER_BYTES_MAX: usize = 8 * 1_024 * 1_024;
/// Bytes of a paper in one row.
const ROW_BYTES: usize = 512 * 1_024;
/// The types of papers, each with its ending and how it begins.
const MEDIA: [(&str, &str, &[u8]); 4] = [
    ("application/pdf", "pdf", b"%PDF-"),
    ("image/jpeg", "jpg", &[0xff, 0xd8, 0xff]),
    ("image/png", "png", b"\x89PNG\r\n\x1a\n"),
    ("application/pkcs7-signature", "p7s", &[0x30]),
];

/// A paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Identifier.
    pub id: Uuid,
    /// The agreement it stands beside.
    pub agreement: AgreementId,
    /// SHA-256 of its bytes.
    pub hash: Hash,
    /// Its type, known by its first bytes.
    pub media: String,
    /// Its size.
    pub bytes: i64,
    /// When it was taken in.
    pub at: Millis,
    /// By whom.
    pub worker: WorkerId,
}

/// The type of a paper that begins so.
pub fn media(first: &[u8]) -> Option<&'static str> {
    MEDIA.iter().find(|(_, _, mark)| first.starts_with(mark)).map(|(media, _, _)| *media)
}

/// A paper as it is kept, with its sealed pieces.
pub fn kept(
    app: &App,
    agreement: AgreementId,
    (media, bytes): (&'static str, &[u8]),
    (at, worker): (Millis, WorkerId),
) -> (Paper, Vec<Vec<u8>>) {
    let id = app.clock.new_id();
    let place = Place { table: "agreement_paper", row: id };
    let rows = bytes.chunks(ROW_BYTES).map(|piece| app.vault.seal(place, piece)).collect();
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let (hash, media) = (sha256(&[bytes]), media.to_owned());
    (Paper { id, agreement, hash, media, bytes: size, at, worker }, rows)
}

/// The form that came with a file.
///
/// # Errors
/// `signing.broken`.
pub async fn upload(ask: &Ask) -> Result<Upload, Problem> {
    let body = ask.take_body().ok_or_else(|| Problem::bad_request("form.broken"))?;
    Upload::open(&ask.headers, body).await.or(Err(Problem::refused("signing.broken")))
}

/// The whole file of a form.
///
/// # Errors
/// `signing.broken`, `signing.too_large`.
pub async fn whole(mut upload: Upload) -> Result<Vec<u8>, Problem> {
    let mut paper = Vec::new();
    while let Some(piece) = upload.next().await.or(Err(Problem::refused("signing.broken")))? {
        paper.extend(piece);
        if paper.len() > PAPER_BYTES_MAX {
            return Err(Problem::refused("signing.too_large"));
        }
    }
    Ok(paper)
}

/// The paper of the address with its bytes, if it is still the one that was taken in.
///
/// # Errors
/// `page.not_found`; `signing.changed` when its hash is another one.
pub async fn opened(ask: &Ask) -> Result<(Paper, Vec<u8>), Problem> {
    let (agreement, id): (AgreementId, Uuid) = (ask.id("id")?, ask.id("paper")?);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::find(tx, id)?, store::parts(tx, id)?))
    };
    let (paper, rows) = ask.app.store.read(read).await?;
    let paper = paper.filter(|paper| paper.agreement == agreement);
    let paper = paper.ok_or_else(Problem::not_found)?;
    let place = Place { table: "agreement_paper", row: id };
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend_from_slice(&ask.app.vault.open(place, &row)?);
    }
    if sha256(&[&bytes]) != paper.hash {
        return Err(Problem::internal("signing.changed"));
    }
    Ok((paper, bytes))
}

/// `GET /agreements/{id}/papers/{paper}`: the paper as it was taken in.
///
/// # Errors
/// As [`opened`].
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let (paper, bytes) = opened(&ask).await?;
    let known = MEDIA.iter().find(|(media, _, _)| *media == paper.media);
    let (media, ending) =
        known.map_or(("application/octet-stream", "bin"), |(media, ending, _)| (*media, *ending));
    Ok(Reply::file(media, format!("{}.{ending}", paper.id), bytes))
}
