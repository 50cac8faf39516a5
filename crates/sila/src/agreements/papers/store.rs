//! All SQL of papers beside agreements, of approvals and of approved signatures.

use sila_core::{AgencyId, AgreementId, Millis};
use sila_seal::Hash;
use uuid::Uuid;

use super::Paper;
use crate::agreements::approval::Approval;
use crate::agreements::esign::Attached;
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub PAPER = "select id, agreement, hash, media, bytes, at, worker from agreement_paper where id = $1";
    pub PARTS = "select body from agreement_paper_part where paper = $1 order by nth";
    pub INSERT_PAPER = "insert into agreement_paper (id, agreement, hash, media, bytes, at, worker) values ($1, $2, $3, $4, $5, $6, $7)";
    pub INSERT_PART = "insert into agreement_paper_part (paper, nth, body) values ($1, $2, $3)";
    pub APPROVALS = "select a.place, a.on_day, a.body, p.id, p.agreement, p.hash, p.media, p.bytes, p.at, p.worker from agreement_approval a join agreement_paper p on p.id = a.paper where a.agreement = $1 and a.digest = $2 order by a.place";
    pub INSERT_APPROVAL = "insert into agreement_approval (agreement, digest, place, on_day, body, paper) values ($1, $2, $3, $4, $5, $6) on conflict (agreement, digest, place) do nothing";
    pub ESIGNS = "select e.party, e.found, e.digest, p.id, p.agreement, p.hash, p.media, p.bytes, p.at, p.worker from agreement_esign e join agreement_paper p on p.id = e.paper where p.agreement = $1 order by p.at, p.id";
    pub INSERT_ESIGN = "insert into agreement_esign (paper, digest, party, found) values ($1, $2, $3, $4)";
}

/// A paper whose columns begin at `first`.
fn paper(row: &Row, first: usize) -> Result<Paper, DbError> {
    let at = |n: usize| first.saturating_add(n);
    Ok(Paper {
        id: row.get(at(0))?,
        agreement: row.get(at(1))?,
        hash: row.get(at(2))?,
        media: row.get(at(3))?,
        bytes: row.get(at(4))?,
        at: row.get(at(5))?,
        worker: row.get(at(6))?,
    })
}

/// One paper.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Paper>, DbError> {
    tx.opt(&PAPER, &p![id])?.map(|row| paper(&row, 0)).transpose()
}

/// Its sealed pieces, in order.
pub fn parts(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Vec<u8>>, DbError> {
    tx.query(&PARTS, &p![id])?.iter().map(|row| row.get(0)).collect()
}

/// Keeps a paper with its sealed pieces.
pub fn insert(tx: &mut dyn Tx, paper: &Paper, rows: &[Vec<u8>]) -> Result<(), DbError> {
    let Paper { id, agreement, hash, media, bytes, at, worker } = paper;
    tx.send(&INSERT_PAPER, &p![*id, *agreement, *hash, media, *bytes, *at, *worker])?;
    for (nth, row) in (0_i64..).zip(rows) {
        tx.send(&INSERT_PART, &p![*id, nth, row])?;
    }
    Ok(())
}

/// The approvals of one text, by their place in its clause.
pub fn approvals(
    tx: &mut dyn Tx,
    agreement: AgreementId,
    digest: Hash,
) -> Result<Vec<Approval>, DbError> {
    let one = |row: &Row| {
        let (place, on): (i64, Millis) = (row.get(0)?, row.get(1)?);
        Ok(Approval {
            place: usize::try_from(place).unwrap_or(usize::MAX),
            on: on.uae_date(),
            body: row.get(2)?,
            paper: paper(row, 3)?,
        })
    };
    tx.query(&APPROVALS, &p![agreement, digest])?.iter().map(one).collect()
}

/// Keeps an approval of a text. False when that authority's approval stands already.
pub fn approve(tx: &mut dyn Tx, digest: Hash, approval: &Approval) -> Result<bool, DbError> {
    let Approval { place, on, body, paper } = approval;
    let place = i64::try_from(*place).unwrap_or(i64::MAX);
    let values = p![paper.agreement, digest, place, on.at_minute(0), body, paper.id];
    Ok(tx.exec(&INSERT_APPROVAL, &values)? == 1)
}

/// The approved signatures attached to an agreement, the first first.
pub fn esigns(tx: &mut dyn Tx, agreement: AgreementId) -> Result<Vec<Attached>, DbError> {
    let one = |row: &Row| {
        let party: AgencyId = row.get(0)?;
        let (found, digest): (String, Hash) = (row.get(1)?, row.get(2)?);
        Ok(Attached { party, found, digest, paper: paper(row, 3)? })
    };
    tx.query(&ESIGNS, &p![agreement])?.iter().map(one).collect()
}

/// Keeps an approved signature.
pub fn attach(tx: &mut dyn Tx, one: &Attached) -> Result<(), DbError> {
    tx.send(&INSERT_ESIGN, &p![one.paper.id, one.digest, one.party, &one.found])
}
