//! Proposing an alliance, adding to one, and our word about what others propose.

use std::collections::BTreeSet;

use sila_core::{AgencyId, RecordId};
use sila_link::record::{Version, Word};

use super::sheet::Alliance;
use super::{Held, KIND, held, open, path};
use crate::activation::ledger;
use crate::activation::saying::by;
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::records::{By, propose as proposing, store as records, word};
use crate::reply::Reply;

/// The agencies with which an agreement is signed.
pub(super) async fn agreed(app: &App) -> Result<BTreeSet<AgencyId>, Problem> {
    Ok(ledger::shared(app).await?.iter().map(|book| book.stored.peer).collect())
}

/// Signs an alliance for our agency and proposes it to every other party.
///
/// # Errors
/// `alliance.unfit` for what its parties could not sign; `alliance.no_agreement` with a party with which none is signed; what records
/// refuse, such as `record.not_linked`.
pub async fn propose(app: &App, alliance: &Alliance, by: By) -> Result<RecordId, Problem> {
    let refused = |code: &str| Problem::refused(code).way_out("/alliances");
    let me = app.node.id;
    let all: Vec<AgencyId> = alliance.parties.iter().map(|one| one.agency).collect();
    if !all.is_sorted() || !alliance.is_sound(&all) || !all.contains(&me) {
        return Err(refused("alliance.unfit"));
    }
    let agreed = agreed(app).await?;
    let others: Vec<AgencyId> = all.into_iter().filter(|party| *party != me).collect();
    if !others.iter().all(|party| agreed.contains(party)) {
        return Err(refused("alliance.no_agreement"));
    }
    proposing::first(app, KIND, &others, alliance.to_cbor(), by).await
}

/// Signs for our agency what is added to an alliance, and proposes it to every other party.
///
/// # Errors
/// `page.not_found` before all have signed a first version; `alliance.unfit` for what would change what was signed; what records refuse,
/// such as `record.pending` while a version waits.
pub async fn next(app: &App, held: &Held, next: &Alliance, by: By) -> Result<(), Problem> {
    let before = held.signed.last().ok_or_else(Problem::not_found)?;
    if !next.is_sound(&before.version.parties) || !next.only_adds_to(&before.alliance) {
        return Err(Problem::refused("alliance.unfit").way_out(path(held.record)));
    }
    let done = proposing::amend(app, held.record, next.to_cbor(), by).await;
    done.map_err(|problem| problem.way_out(path(held.record)))
}

/// `POST /alliances/{id}/word`: signs or declines the version that was on the page.
///
/// # Errors
/// `page.not_found` when none waits; `form.broken` for another version than the one that waits; as [`answer`].
pub(super) async fn say(ask: Ask) -> Result<Reply, Problem> {
    let held = open(&ask.app, ask.id("id")?).await?;
    let waits = held.open.as_ref().ok_or_else(Problem::not_found)?;
    let said = word::asked(&ask.form, &waits.digest)?;
    answer(&ask.app, &held, said, by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&path(held.record))))
}

/// Says our word about the version that waits for it.
///
/// # Errors
/// `page.not_found` when none waits for us; `alliance.unfit` for signing what may not stand; what records refuse.
pub async fn answer(app: &App, held: &Held, said: Word, by: By) -> Result<(), Problem> {
    let waits = held.open.as_ref().filter(|_| held.waits_for(app.node.id));
    let waits = waits.ok_or_else(Problem::not_found)?;
    if said == Word::Sign && !may_stand(app, &waits.version).await? {
        return Err(Problem::refused("alliance.unfit").way_out(path(held.record)));
    }
    word::commit(app, waits.version.clone(), said, by).await
}

/// Declines what nobody here may sign. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, [KIND; 3])).await? {
        if !may_stand(app, &line.version).await? {
            let said = word::answer(app, line.version, Word::Decline).await?;
            done = done.saturating_add(usize::from(said));
        }
    }
    Ok(done)
}

/// Whether people here may be asked about it: it can be read, an agreement with its proposer is signed, and it changes nothing of what was
/// signed before.
async fn may_stand(app: &App, version: &Version) -> Result<bool, Problem> {
    let Some(next) = Alliance::of(version) else { return Ok(false) };
    if !agreed(app).await?.contains(&version.proposer) {
        return Ok(false);
    }
    if version.number == 1 {
        return Ok(true);
    }
    let record = version.record;
    let loaded = app.store.read(move |tx| records::load(tx, record)).await?;
    let before = loaded.and_then(|one| held(record, &one)).and_then(|mut one| one.signed.pop());
    Ok(before.is_some_and(|before| next.only_adds_to(&before.alliance)))
}
