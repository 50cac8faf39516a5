//! The joint relationship plan (خطة إدارة العلاقة): as a document from the registers as they are today (`paper`), and as a version that both
//! have signed. A version is put together by one node from what both hold (`sheet`), its hash is proposed to the other agency as a shared
//! record ([`crate::records`]), and whoever signs there has read it on its page ([`page`]), which says afterwards what has changed since.

mod length;
mod page;
mod paper;
mod sheet;

use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Standing, Version, Word};
use sila_seal::Hash;

use super::relation;
use crate::activation::ledger;
use crate::app::App;
use crate::links;
use crate::problem::Problem;
use crate::records::store::{self as records, Loaded};
use crate::records::{By, propose as proposing, word};

pub use length::{TooLong, too_long};
pub use page::{create, page, say};
pub use paper::{document, file};
pub use sheet::{Drift, Line, Sheet, drift};

/// The kind of record.
pub const KIND: &str = "relation.plan/1";

/// One version of the plan.
#[derive(Debug, Clone)]
pub struct One {
    /// What is signed.
    pub digest: Hash,
    /// Its number, from 1.
    pub number: u32,
    /// Who put it together.
    pub by: AgencyId,
    /// When it was last signed.
    pub at: Millis,
    /// It waits for our word.
    pub waits: bool,
    /// What it says.
    pub sheet: Sheet,
}

/// The plan of one partnership as far as both have said their word.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its record.
    pub record: RecordId,
    /// The version that both have signed last.
    pub signed: Option<One>,
    /// The version that waits for a signature.
    pub open: Option<One>,
}

/// The plan with one agency; nothing before somebody has proposed one.
///
/// # Errors
/// When the store cannot be read.
pub async fn held(app: &App, agency: AgencyId) -> Result<Option<Held>, Problem> {
    Ok(every(app, agency).await?.into_iter().next())
}

/// Every plan with one agency. Both may have proposed a first one at the same time: the one that both signed counts.
async fn every(app: &App, agency: AgencyId) -> Result<Vec<Held>, Problem> {
    let me = app.node.id;
    let all = app.store.read(|tx| records::of_kind(tx, KIND)).await?;
    let of = |(record, one): (&RecordId, &Loaded)| read(*record, one, (me, agency));
    let mut found: Vec<Held> = all.iter().filter_map(of).collect();
    found.sort_by_key(|one| (one.signed.is_none(), one.record));
    Ok(found)
}

fn read(record: RecordId, loaded: &Loaded, (me, agency): (AgencyId, AgencyId)) -> Option<Held> {
    let shared = &loaded.shared;
    let mut parties = vec![me, agency];
    parties.sort_unstable();
    let of = |digest: Hash| -> Option<One> {
        let held = shared.version(&digest)?;
        let Version { number, proposer, at, content, .. } = &held.version;
        let sheet = Sheet::from_cbor(content).filter(|_| held.version.parties == parties)?;
        let said = loaded.voices.iter().filter_map(|voice| voice.read().ok());
        let signed = said.filter(|one| one.version == digest && one.word == Word::Sign);
        let at = signed.map(|one| one.at).max().unwrap_or(*at);
        let waits = !held.withdrawn && held.awaited().any(|party| party == me);
        Some(One { digest, number: *number, by: *proposer, at, waits, sheet })
    };
    let is_open = |digest: &Hash| shared.standing(digest) == Some(Standing::Open);
    let open = shared.versions().map(|(digest, _)| *digest).find(is_open).and_then(of);
    let signed = shared.in_force().and_then(of);
    (signed.is_some() || open.is_some()).then_some(Held { record, signed, open })
}

/// Puts the plan together as the registers are now, signs it for our agency and proposes it to the other one.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement; `relation.unchanged` when both have signed just that; `relation.too_long` for
/// more than a record holds; what records refuse, such as `record.pending` while a version waits and `record.not_linked`.
pub async fn propose(app: &App, agency: AgencyId, by: By) -> Result<RecordId, Problem> {
    let relation = relation::one(app, agency, by.now).await?;
    let sheet = Sheet::of(&relation, app.node.id);
    if let Some(TooLong { over_kb, .. }) = too_long(&sheet) {
        let over = over_kb.to_string();
        return Err(Problem::refused("relation.too_long").with("over", over).way_out(path(agency)));
    }
    let Some(held) = held(app, agency).await? else {
        return proposing::first(app, KIND, &[agency], sheet.to_cbor(), by).await;
    };
    if held.signed.is_some_and(|one| one.sheet == sheet) && held.open.is_none() {
        return Err(Problem::refused("relation.unchanged").way_out(path(agency)));
    }
    proposing::amend(app, held.record, sheet.to_cbor(), by).await?;
    Ok(held.record)
}

/// Says our word about the version that waits for it.
///
/// # Errors
/// `page.not_found` when none waits; what records refuse.
pub async fn answer(app: &App, held: &Held, word: Word, by: By) -> Result<(), Problem> {
    let (record, open) = (held.record, held.open.as_ref().ok_or_else(Problem::not_found)?);
    let loaded = app.store.read(move |tx| records::load(tx, record)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let version = loaded.shared.version(&open.digest).ok_or_else(Problem::not_found)?;
    word::commit(app, version.version.clone(), word, by).await
}

/// Declines what nobody here could read or sign. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for peer in links::peers(app).await? {
        let from = peer.agency;
        for line in app.store.read(move |tx| records::asked_from(tx, from, KIND)).await? {
            if !may_wait(app, &line.version).await? {
                let said = word::answer(app, line.version, Word::Decline).await?;
                done = done.saturating_add(usize::from(said));
            }
        }
    }
    Ok(done)
}

/// Whether it waits for somebody here: it can be read, it is of a partner with an agreement, and there is no other plan with it, signed or
/// proposed by the same partner.
async fn may_wait(app: &App, version: &Version) -> Result<bool, Problem> {
    let from = version.proposer;
    let agreed = ledger::shared(app).await?.iter().any(|book| book.stored.peer == from);
    if !agreed || version.parties.len() != 2 || Sheet::from_cbor(&version.content).is_none() {
        return Ok(false);
    }
    let all = every(app, from).await?;
    let Some(first) = all.first().filter(|one| one.record != version.record) else {
        return Ok(true);
    };
    let theirs = |one: &Held| one.open.as_ref().is_some_and(|open| open.by == from);
    let before = all.iter().any(|one| one.record < version.record && theirs(one));
    Ok(first.signed.is_none() && !before)
}

/// The address of the plan, without language.
pub fn path(agency: AgencyId) -> String {
    format!("/partnerships/{}/plan", agency.to_text())
}
