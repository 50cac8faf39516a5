//! Raising a difference, and saying what an agency does about it.

use sila_core::difference::{Act, Topic};
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::store::{self, Stored};
use super::{Difference, MOVES_MAX, OPEN_MAX, TABLE, Text, path, row_of};
use crate::accounts::Worker;
use crate::app::{App, Topic as Page};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links;
use crate::meetings::{fact, sealed};
use crate::problem::Problem;
use crate::proposals::store::Told;

/// A difference as it is raised.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What it is about.
    pub topic: Topic,
    /// The words.
    pub text: Text,
    /// Who raises it.
    pub party: AgencyId,
    /// The other agency, seen from ours.
    pub partner: AgencyId,
}

/// Whether what we say goes to another node.
async fn goes(app: &App, partner: AgencyId) -> Result<Told, Problem> {
    let linked = links::peers(app).await?.iter().any(|one| one.agency == partner);
    Ok(if linked { Told::Waits } else { Told::Alone })
}

/// Writes down that there is a difference.
///
/// # Errors
/// `difference.no_words`; `difference.too_many` while too many of this agency are open; when the store cannot be written.
pub async fn raise(app: &App, wish: Wish, worker: &Worker, now: Millis) -> Result<Uuid, Problem> {
    let Wish { topic, text, party, partner } = wish;
    if text.title.trim().is_empty() || text.words.trim().is_empty() || !text.fits() {
        return Err(Problem::refused("difference.no_words").way_out("/differences/new"));
    }
    let id = app.clock.new_id();
    let one = Stored {
        difference: id,
        at: now,
        party,
        partner,
        act: Act::Raise,
        topic,
        worker: Some(worker.id),
        told: goes(app, partner).await?,
        body: Vec::new(),
    };
    let one = Stored { body: sealed(app, TABLE, row_of(&one), &text), ..one };
    let told = fact(app, "difference", format!("{id} RAISE"), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if is_full(tx, partner, party)? {
            return Ok(false);
        }
        store::insert(tx, &one)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let written = app.store.write(write).await?;
    app.changed(Page::Agreements);
    if written { Ok(id) } else { Err(Problem::refused("difference.too_many")) }
}

/// Whether too many differences that this agency has raised are open.
pub(super) fn is_full(
    tx: &mut dyn Tx,
    partner: AgencyId,
    party: AgencyId,
) -> Result<bool, DbError> {
    let all = Difference::all(store::of_partner(tx, partner)?);
    let open = |one: &&Difference| one.course.ended.is_none() && one.course.raised_by == party;
    Ok(all.iter().filter(open).count() >= OPEN_MAX)
}

/// Says what an agency does about a difference: ours, or a partner at our portal.
///
/// # Errors
/// `page.not_found`; `difference.no_words`; `difference.full` when that agency has said too much about it; `difference.moved` when it is
/// not that agency's to do now, or somebody was quicker.
pub async fn say(
    app: &App,
    id: Uuid,
    (act, words): (Act, &str),
    party: AgencyId,
    (worker, now): (&Worker, Millis),
) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    let text = Text { title: String::new(), words: words.trim().to_owned() };
    if (act.needs_words() && text.words.is_empty()) || !text.fits() {
        return Err(refused("difference.no_words"));
    }
    let found = super::one(app, id).await?;
    let (partner, topic, told) = (found.partner, found.topic, goes(app, found.partner).await?);
    let (sealing, by) = (app.clone(), worker.id);
    let noted = fact(app, "difference", format!("{id} {}", act.code()), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<Result<(), &'static str>, DbError> {
        let before = store::moves(tx, id)?;
        if before.iter().filter(|one| one.party == party).count() >= MOVES_MAX {
            return Ok(Err("difference.full"));
        }
        let last = before.last().map_or(now, |one| Millis(one.at.0.saturating_add(1)));
        let worker = Some(by);
        let difference = id;
        let at = now.max(last);
        let body = Vec::new();
        let one = Stored { difference, at, party, partner, act, topic, worker, told, body };
        let one = Stored { body: sealed(&sealing, TABLE, row_of(&one), &text), ..one };
        let may = Difference::of(before).is_some_and(|found| found.course.may(act, party));
        if !may || !store::insert(tx, &one)? {
            return Ok(Err("difference.moved"));
        }
        journal::insert(tx, &noted)?;
        Ok(Ok(()))
    };
    app.store.write(write).await?.map_err(refused)?;
    app.changed(Page::Agreements);
    Ok(())
}
