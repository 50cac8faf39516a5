//! Sharing a risk, signing it with an owner of one's own, and looking at it again.

use sila_core::time::Date;
use sila_core::{AgencyId, RecordId};
use sila_link::record::{Version, Word};

use super::{Held, KIND, Owner, Risk, all, path};
use crate::activation::ledger;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::links;
use crate::problem::Problem;
use crate::records::store as records;
use crate::records::{By, propose, word};
use crate::themes::Entry;

/// The most risks of one partnership that are not over: fewer than the lines that are looked at in one turn, so that none of them waits behind
/// others for somebody at a desk.
const ALIVE_MAX: usize = 40;

/// Shares an open threat of the themes with a partner. Our owner is named with it.
///
/// # Errors
/// `risk.not_open` for an entry that is no open threat or is shared already; `risk.too_many`; what records refuse.
pub async fn share(
    app: &App,
    agency: AgencyId,
    entry: &Entry,
    owner: Owner,
    by: By,
) -> Result<RecordId, Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(agency, None));
    let threat = entry.threat.filter(|_| entry.closed_at.is_none());
    let threat = threat.ok_or_else(|| refused("risk.not_open"))?;
    let me = app.node.id;
    let alive = of(app, agency).await?;
    if alive.iter().any(|one| one.risk.entry == RecordId(entry.id)) {
        return Err(refused("risk.not_open"));
    }
    if alive.len() >= ALIVE_MAX {
        return Err(refused("risk.too_many"));
    }
    let risk = Risk {
        entry: RecordId(entry.id),
        text: entry.text.text.clone(),
        note: entry.text.note.clone(),
        likelihood: threat.likelihood,
        impact: threat.impact,
        review: threat.review_at.plus_minutes(-1).uae_date(),
        over: false,
        owners: vec![Owner { agency: me, ..owner }],
    };
    propose::first(app, KIND, &[agency], risk.to_cbor(), by).await
}

/// What is alive with a partner.
async fn of(app: &App, agency: AgencyId) -> Result<Vec<Held>, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> { all(tx, me) };
    let mut found = app.store.read(read).await?;
    found.retain(|one| one.partner == agency && one.is_alive());
    Ok(found)
}

/// Says our word about what waits for it. Whoever signs a risk names our owner of it, unless one is named.
///
/// # Errors
/// `page.not_found` when nothing waits; `risk.no_owner`; what records refuse.
pub async fn answer(
    app: &App,
    held: &Held,
    (said, owner): (Word, Option<Owner>),
    by: By,
) -> Result<(), Problem> {
    let (record, me) = (held.record, app.node.id);
    let open = held.open.as_ref().filter(|one| one.waits).ok_or_else(Problem::not_found)?;
    let signs = said == Word::Sign;
    if signs && open.risk.owner(me).is_none() && owner.is_none() {
        return Err(Problem::refused("risk.no_owner").way_out(path(held.partner, Some(record))));
    }
    let loaded = app.store.read(move |tx| records::load(tx, record)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let version = loaded.shared.version(&open.digest).ok_or_else(Problem::not_found)?;
    word::commit(app, version.version.clone(), said, by).await?;
    match owner.filter(|_| signs) {
        Some(owner) => {
            put(app, held, open.risk.clone().owned(Owner { agency: me, ..owner }), by).await
        }
        None => Ok(()),
    }
}

/// Names our owner of a risk that both have signed.
///
/// # Errors
/// What records refuse, such as `record.pending` while something waits.
pub async fn name(app: &App, held: &Held, owner: Owner, by: By) -> Result<(), Problem> {
    let owner = Owner { agency: app.node.id, ..owner };
    put(app, held, held.risk.clone().owned(owner), by).await
}

/// Looks at a risk again: its marks and the next day, or that it is over. The other party signs that.
///
/// # Errors
/// What records refuse, such as `record.pending` while something waits.
pub async fn review(
    app: &App,
    held: &Held,
    (likelihood, impact, review, over): (u8, u8, Date, bool),
    by: By,
) -> Result<(), Problem> {
    let next = Risk { likelihood, impact, review, over, ..held.risk.clone() };
    put(app, held, next, by).await
}

async fn put(app: &App, held: &Held, next: Risk, by: By) -> Result<(), Problem> {
    let done = propose::amend(app, held.record, next.to_cbor(), by).await;
    done.map_err(|problem| problem.way_out(path(held.partner, Some(held.record))))
}

/// Signs what a partner says of its own owner, and declines what nobody here could read. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    // Each partner apart: what waits for somebody here of one holds up nothing of another.
    for peer in links::peers(app).await? {
        let from = peer.agency;
        for line in app.store.read(move |tx| records::asked_from(tx, from, KIND)).await? {
            if let Some(said) = own_word(app, &line.version).await? {
                let said = word::answer(app, line.version, said).await?;
                done = done.saturating_add(usize::from(said));
            }
        }
    }
    Ok(done)
}

/// The word of the node itself; nothing where somebody here is to read it.
async fn own_word(app: &App, version: &Version) -> Result<Option<Word>, Problem> {
    let (from, record) = (version.proposer, version.record);
    let agreed = ledger::shared(app).await?.iter().any(|book| book.stored.peer == from);
    let Some(next) = Risk::of(version).filter(|_| agreed) else { return Ok(Some(Word::Decline)) };
    let alive = of(app, from).await?;
    if version.number == 1 {
        return Ok((alive.len() > ALIVE_MAX).then_some(Word::Decline));
    }
    let before = alive.iter().find(|one| one.record == record && one.agreed);
    let own = before.is_some_and(|one| one.risk.only_owner_of(from, &next));
    Ok(own.then_some(Word::Sign))
}
