//! Reading the standards that both parties have signed, and those that wait.

use sila_core::standard::{Served, Standards};
use sila_core::{AgreementId, RecordId};
use sila_link::record::{Standing, Version, Word};

use super::{store, window};
use crate::activation::ledger::Book;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::records::{By, store as records, word};

/// The standards of one agreement.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Their record.
    pub record: RecordId,
    /// What both have signed; nothing before.
    pub signed: Option<Standards>,
    /// A version that waits for a signature, and whether it waits for ours.
    pub open: Option<(Version, Standards, bool)>,
}

/// The standards of every agreement that has some, of these books.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App) -> Result<Vec<(AgreementId, Kept)>, Problem> {
    let me = app.node.id;
    let loaded = app.store.read(|tx| records::of_kind(tx, Standards::KIND)).await?;
    let mut found: Vec<(AgreementId, Kept)> = Vec::new();
    for (record, one) in &loaded {
        let mut kept = Kept { record: *record, signed: None, open: None };
        let mut of = None;
        for (digest, held) in one.shared.versions() {
            let Ok(standards) = Standards::from_cbor(&held.version.content) else { continue };
            of = of.or(Some((standards.agreement, held.version.parties.clone())));
            match one.shared.standing(digest) {
                Some(Standing::InForce) => kept.signed = Some(standards),
                Some(Standing::Open) if !held.withdrawn => {
                    let ours = held.awaited().any(|party| party == me);
                    kept.open = Some((held.version.clone(), standards, ours));
                }
                _ => {}
            }
        }
        if let Some((agreement, _)) = of.filter(|_| kept.signed.is_some() || kept.open.is_some()) {
            found.push((agreement, kept));
        }
    }
    Ok(found)
}

/// The standards under a book: of the parties of its agreement and of nobody else.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, book: &Book) -> Result<Option<Kept>, Problem> {
    let id = book.ledger.agreement.id;
    let all = all(app).await?.into_iter().filter(|(agreement, _)| *agreement == id);
    // Where both have proposed a list at once the one that was signed holds, else the first.
    let mut own: Vec<Kept> = all.map(|(_, kept)| kept).collect();
    own.sort_by_key(|kept| (kept.signed.is_none(), kept.record));
    Ok(own.into_iter().next())
}

/// The standards of a record.
///
/// # Errors
/// When the store cannot be read.
pub async fn one(app: &App, record: RecordId) -> Result<Option<(AgreementId, Kept)>, Problem> {
    Ok(all(app).await?.into_iter().find(|(_, kept)| kept.record == record))
}

/// The referrals that the standards of an agreement look at.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn served(
    app: &App,
    book: &Book,
    now: sila_core::Millis,
) -> Result<Vec<Served>, Problem> {
    let (me, id, window) = (app.node.id, book.ledger.agreement.id, window(now));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> { store::served(tx, me, id, window) };
    Ok(app.store.read(read).await?)
}

/// Signs or declines the version that waits for us.
///
/// # Errors
/// `page.not_found` when none does, what records refuse.
pub async fn answer(app: &App, kept: &Kept, signs: bool, by: By) -> Result<(), Problem> {
    let open = kept.open.as_ref().filter(|(_, _, ours)| *ours);
    let (version, ..) = open.ok_or_else(Problem::not_found)?;
    word::commit(app, version.clone(), if signs { Word::Sign } else { Word::Decline }, by).await
}
