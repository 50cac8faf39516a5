//! Asking a linked agency whether a person is known, naming her to its officer, and the officer's answer; and asking partners
//! for a place.

use anyhow::{Context, ensure};
use sila_core::codes::{KnownClass, KnownPurpose};
use sila_core::field::Field;
use sila_core::ids::{CaseId, PlaceId};
use uuid::Uuid;

use super::deed::{Act, Deed};
use super::script::coded;
use super::stage::Stage;
use super::story::Story;
use crate::cases;
use crate::journal::access::{self, Subject};
use crate::known::list::make;
use crate::known::naming::{name, reply};
use crate::known::question::ask::{self, Wish};
use crate::known::question::store;
use crate::shelter::asking as places;
use crate::shelter::unwanted::{REASONS, refuse_partner};
use crate::web::Pairs;

/// A question of the script.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Ask {
    /// The agency that is asked.
    pub to: String,
    /// What for.
    #[serde(deserialize_with = "coded")]
    pub purpose: KnownPurpose,
    /// The answer that the script expects.
    #[serde(deserialize_with = "coded")]
    pub answer: KnownClass,
}

/// What the questions of a story have come to.
#[derive(Debug, Default)]
pub(super) struct Asking {
    to: String,
    query: Option<Uuid>,
    naming: Option<Uuid>,
    place: Option<PlaceId>,
}

/// Plays one act, if it is about a question. False when it is about something else.
///
/// # Errors
/// When it is refused, or the answer is not the one of the script.
pub(super) async fn act(
    stage: &mut Stage,
    (story, case): (&Story, Option<CaseId>),
    deed: &Deed,
    asking: &mut Asking,
) -> anyhow::Result<bool> {
    match &deed.act {
        Act::Ask(wish) => {
            asking.to.clone_from(&wish.to);
            let case = case.context("no case to ask about")?;
            asking.query = Some(put(stage, (story, case), deed, wish).await?);
        }
        Act::Name { reason } => {
            let query = asking.query.context("nothing was asked")?;
            let (app, worker) = (stage.at_work(&deed.by)?, stage.worker(&deed.by)?);
            let fields = [Field::Name, Field::Birth, Field::EmiratesId];
            let wish = name::Wish { query, nth: 0, fields: &fields, reason };
            asking.naming = Some(name::name(app, worker, &wish, app.clock.now()).await?);
        }
        Act::Answer { code } => {
            let naming = asking.naming.context("nobody was named")?;
            let (app, worker) = (stage.at_work(&deed.by)?, stage.worker(&deed.by)?);
            let now = app.clock.now();
            reply::accept(app, worker, naming, now).await?;
            let opened = reply::one(app, worker, naming).await?;
            reply::compare(app, worker, &opened, "known.compare", now).await?;
            reply::answer(app, worker, naming, code.parse()?, now).await?;
        }
        Act::Seek { held, none } => {
            let case = case.context("no case to ask for")?;
            asking.place = Some(seek(stage, (story, case), deed, (held, none)).await?);
            return Ok(true);
        }
        Act::Unwanted { agency, reason } => {
            let id = asking.place.context("no place was asked for")?;
            refuse(stage, story, deed, (id, agency, reason)).await?;
            return Ok(true);
        }
        _ => return Ok(false),
    }
    stage.settle(&story.node, &asking.to).await?;
    Ok(true)
}

/// Brings both lists up to date, asks, and waits for the answer.
async fn put(
    stage: &mut Stage,
    (story, case): (&Story, CaseId),
    deed: &Deed,
    wish: &Ask,
) -> anyhow::Result<Uuid> {
    for node in [&story.node, &wish.to] {
        let app = stage.node(node)?;
        make::refresh(app, app.clock.now()).await?;
    }
    stage.settle(&story.node, &wish.to).await?;
    let peer = stage.node(&wish.to)?.node.id;
    let (app, worker) = (stage.node(&story.node)?.clone(), stage.worker(&deed.by)?.clone());
    let asked = Wish { case, place: 0, peer, purpose: wish.purpose, basis: story.permission.basis };
    let query = ask::ask(&app, &worker, asked, app.clock.now()).await?;
    stage.settle(&story.node, &wish.to).await?;
    let found = app.store.read(move |tx| store::find(tx, query)).await?;
    let class = found.and_then(|question| question.class);
    ensure!(class.as_deref() == Some(wish.answer.code()), "the answer is {class:?}");
    Ok(query)
}

/// Once one partner has confirmed its place, the others let theirs go.
///
/// # Errors
/// When the store cannot be written, or a node refuses what another says.
pub(super) async fn over(stage: &mut Stage, node: &str) -> anyhow::Result<()> {
    let app = stage.node(node)?.clone();
    if places::settle::tend(&app, app.clock.now()).await? > 0 {
        for other in stage.others(node) {
            stage.settle(node, &other).await?;
        }
    }
    Ok(())
}

/// Asks every partner for a place and waits for the answers that the script expects.
async fn seek(
    stage: &mut Stage,
    (story, case): (&Story, CaseId),
    deed: &Deed,
    (held, none): (&[String], &[String]),
) -> anyhow::Result<PlaceId> {
    let (app, worker) = (stage.at_work(&deed.by)?.clone(), stage.worker(&deed.by)?.clone());
    let now = app.clock.now();
    access::record(&app, &worker, Subject::Case(case.0), "place.ask", now).await?;
    let record = cases::open_record(&app, &worker, case).await?;
    let values: Pairs = [("who", "0")].into_iter().collect();
    let id = places::ask::put(&app, &worker, (&record, &values), now).await?;
    let none = none.iter().map(|node| (node, "NONE"));
    for (node, state) in none.chain(held.iter().map(|node| (node, "HELD"))) {
        stage.settle(&story.node, node).await?;
        let partner = stage.node(node)?.clone();
        places::answer::tend(&partner, partner.clock.now()).await?;
        stage.settle(&story.node, node).await?;
        let said = app.store.read(move |tx| places::store::said(tx, id)).await?;
        let one = said.into_iter().find(|said| said.peer == partner.node.id);
        let found = one.map(|said| said.state);
        ensure!(found.as_deref() == Some(state), "{node} answers {found:?}");
    }
    Ok(id)
}

/// Writes down that a partner's place is not wanted, and ends the question: the others let theirs go, too.
async fn refuse(
    stage: &mut Stage,
    story: &Story,
    deed: &Deed,
    (id, node, reason): (PlaceId, &str, &str),
) -> anyhow::Result<()> {
    let (app, worker) = (stage.at_work(&deed.by)?.clone(), stage.worker(&deed.by)?.clone());
    let (now, peer) = (app.clock.now(), stage.node(node)?.node.id);
    let why = REASONS.into_iter().find(|code| *code == reason).context("no such reason")?;
    let found = app.store.read(move |tx| places::store::find(tx, id)).await?;
    let question = found.context("no question")?;
    refuse_partner(&app, &worker, &question, (peer, why), now).await?;
    let ended = places::settle::end(&app, &question, ("OPEN", "CLOSED"), now).await?;
    ensure!(ended, "the question is not open");
    for other in stage.others(&story.node) {
        stage.settle(&story.node, &other).await?;
    }
    Ok(())
}
