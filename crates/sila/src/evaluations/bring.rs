//! What the node does by itself: it signs for what the other party has sealed, sends our sheet when both have sealed or the day
//! has passed, and computes the outcome. It signs an outcome only if it is, byte for byte, what it has computed itself.

use sila_core::AgencyId;
use sila_core::evaluation::{Outcome, Seal, Sheet};
use sila_core::indices::Index;
use sila_link::record::{Version, Word};

use super::cycle::{self, Cycle, digest};
use super::store;
use crate::activation::{ledger, published};
use crate::app::App;
use crate::meetings::unsealed;
use crate::problem::Problem;
use crate::records::{By, propose, store as records, unless_refused, word};

/// The kinds of records that are ours to answer.
const KINDS: [&str; 3] = [Seal::KIND, Sheet::KIND, Outcome::KIND];
/// Where our own sheet is sealed.
pub(super) const TABLE: &str = "evaluation_sheet";

/// Does what is due. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, KINDS)).await? {
        let Some(word) = answer(app, &line.version).await? else { continue };
        done = done.saturating_add(usize::from(word::answer(app, line.version, word).await?));
    }
    for cycle in cycle::read(app).await? {
        done = done.saturating_add(usize::from(open(app, &cycle).await?));
        done = done.saturating_add(usize::from(close(app, &cycle).await?));
    }
    Ok(done)
}

/// Our word about what the other party sent; nothing while it is too early to say one.
async fn answer(app: &App, version: &Version) -> Result<Option<Word>, Problem> {
    let (from, now) = (version.proposer, app.clock.now());
    let of =
        |call, all: Vec<Cycle>| all.into_iter().find(|one| one.id == call && one.other == from);
    let content = &version.content;
    let all = cycle::read(app).await?;
    let said = |good: bool| Ok(Some(if good { Word::Sign } else { Word::Decline }));
    if let Ok(seal) = Seal::from_cbor(content) {
        let cycle = of(seal.call, all);
        return said(cycle.is_some_and(|one| one.takes_seals() && !one.seals.contains_key(&from)));
    }
    if let Ok(sheet) = Sheet::from_cbor(content) {
        let Some(cycle) = of(sheet.call, all) else { return said(false) };
        let Some(sealed) = cycle.seals.get(&from) else { return Ok(None) };
        if !cycle.answers().may_open(now) {
            return Ok(None);
        }
        let whole = sheet.party == from && sheet.answers(&cycle.call);
        return said(*sealed == digest(&sheet) && whole);
    }
    let Ok(theirs) = Outcome::from_cbor(content) else { return said(false) };
    let Some(cycle) = of(theirs.call, all) else { return said(false) };
    if !cycle.answers().may_close(now) {
        return Ok(None);
    }
    // While one node lacks something that the other has, the numbers differ; both wait.
    let ours = computed(app, &cycle).await?;
    Ok(ours.filter(|ours| *ours == theirs).map(|_| Word::Sign))
}

/// Sends our sheet when it is time; while the link is stopped it waits.
async fn open(app: &App, cycle: &Cycle) -> Result<bool, Problem> {
    let (me, id, now) = (app.node.id, cycle.id, app.clock.now());
    let due = cycle.seals.contains_key(&me) && cycle.answers().may_open(now);
    if !due || cycle.sent.contains(&me) {
        return Ok(false);
    }
    let Some(body) = app.store.read(move |tx| store::sheet(tx, id)).await? else {
        return Ok(false);
    };
    let sheet: Sheet = unsealed(app, TABLE, id.0, &body)?;
    let by = By { worker: None, now };
    let sent = propose::first(app, Sheet::KIND, &[cycle.other], sheet.to_cbor(), by).await;
    Ok(unless_refused(sent)?.is_some())
}

/// Proposes the outcome, at the agency that called for the evaluation; while the link is stopped it waits.
async fn close(app: &App, cycle: &Cycle) -> Result<bool, Problem> {
    let now = app.clock.now();
    let ready = cycle.agreed && cycle.outcome.is_none() && cycle.answers().may_close(now);
    if !ready || cycle.proposer != app.node.id {
        return Ok(false);
    }
    let Some(outcome) = computed(app, cycle).await? else { return Ok(false) };
    let by = By { worker: None, now };
    let sent = propose::first(app, Outcome::KIND, &[cycle.other], outcome.to_cbor(), by).await;
    Ok(unless_refused(sent)?.is_some())
}

/// The outcome as this node finds it; nothing without an agreement between the two.
async fn computed(app: &App, cycle: &Cycle) -> Result<Option<Outcome>, Problem> {
    let sheets: Vec<Sheet> = cycle.sheets.values().cloned().collect();
    let both = indices(app, cycle).await?;
    Ok(both.map(|[lives, even]| Outcome::of(cycle.id, &sheets, [&lives, &even])))
}

/// Activation and balance at the end of the period; nothing without an agreement between the two.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn indices(app: &App, cycle: &Cycle) -> Result<Option<[Index; 2]>, Problem> {
    let at = cycle.call.until.at_minute(0);
    let (mut lives, mut even) = (Vec::new(), Vec::new());
    for book in ledger::shared(app).await?.iter().filter(|one| one.stored.peer == cycle.other) {
        let found = published::both(app, book, at).await?;
        lives.push(found.lives);
        even.push(found.even);
    }
    Ok(least(lives).zip(least(even)).map(|(lives, even)| [lives, even]))
}

/// The lowest of an index over the agreements of two agencies, from what was signed until one moment.
fn least(all: Vec<Index>) -> Option<Index> {
    let value = |index: &Index| index.value.unwrap_or(f64::INFINITY);
    all.into_iter().min_by(|one, two| value(one).total_cmp(&value(two)))
}

/// Whom an evaluation may be held with.
pub(super) fn linked(all: &[crate::links::Peer]) -> Vec<AgencyId> {
    all.iter().filter(|peer| peer.is_open()).map(|peer| peer.agency).collect()
}
