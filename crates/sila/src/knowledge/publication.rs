//! Publishing: here and to the partners that are chosen, once two reviews have found it good; asking a partner for its
//! review before; and withdrawing what an agency stands by no more.

use sila_core::{AgencyId, KnowledgeId, Millis};

use super::item::{Item, Standing, Text, Tier, tier_of};
use super::store::{self, Stored};
use super::write::later;
use super::{Open, PUBLISHED, SUBMITTED, WITHDRAWN, crossed, fact, open, path, share, stems};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::records::By;
use crate::reply::Reply;

/// The partners that the form chooses.
fn chosen(ask: &Ask) -> Vec<AgencyId> {
    ask.form.all("partners").filter_map(|text| AgencyId::parse(text).ok()).collect()
}

/// An item of ours, for whoever publishes.
async fn ours(ask: &Ask) -> Result<Open, Problem> {
    let id: KnowledgeId = ask.id("id")?;
    let found = open(&ask.app, ask.worker()?, id).await?;
    if found.stored.origin == ask.app.node.id { Ok(found) } else { Err(Problem::not_found()) }
}

/// Asks the chosen partners to review it.
///
/// # Errors
/// `page.not_found`, and as [`ask_partner`].
pub async fn request(ask: Ask) -> Result<Reply, Problem> {
    let found = ours(&ask).await?;
    for peer in chosen(&ask) {
        ask_partner(&ask.app, ask.worker()?, &found, peer, ask.now).await?;
    }
    Ok(Reply::see_other(ask.cx.url(&path(found.stored.id))))
}

/// Publishes it here and to the chosen partners.
///
/// # Errors
/// `page.not_found`, and as [`publish`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = ours(&ask).await?;
    publish(&ask.app, ask.worker()?, &found, &chosen(&ask), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(found.stored.id))))
}

/// Withdraws it everywhere. It stays where it was, marked so: it may have been cited.
///
/// # Errors
/// `page.not_found`; `knowledge.crossed`.
pub async fn withdraw(ask: Ask) -> Result<Reply, Problem> {
    let found = ours(&ask).await?;
    take_back(&ask.app, ask.worker()?, &found, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(found.stored.id))))
}

fn travelling(found: &Open, text: &Text, standing: Standing, at: Millis) -> Item {
    let Stored { id, number, tier, .. } = &found.stored;
    Item { id: *id, number: *number, standing, tier: tier.clone(), text: text.clone(), at }
}

/// Sends a submitted item to one partner for its review. Nobody else there sees it.
///
/// # Errors
/// `knowledge.not_submitted`; when no agreement allows it.
pub async fn ask_partner(
    app: &App,
    worker: &Worker,
    found: &Open,
    peer: AgencyId,
    now: Millis,
) -> Result<(), Problem> {
    let id = found.stored.id;
    let draft = found.draft.as_ref().filter(|_| found.stored.stage == SUBMITTED);
    let text =
        draft.ok_or_else(|| Problem::refused("knowledge.not_submitted").way_out(path(id)))?;
    let item = Item { tier: String::new(), ..travelling(found, text, Standing::Review, now) };
    let by = By { worker: Some(worker.id), now };
    share::send(app, peer, &item, by).await?;
    let told = fact(app, id, worker, "sent for review", now);
    app.store.write(move |tx| journal::insert(tx, &told)).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// What the reviews of the version in hand come to.
///
/// # Errors
/// When the store cannot be read.
pub async fn judged(app: &App, found: &Open, shared: bool) -> Result<Option<Tier>, Problem> {
    let (id, number) = (found.stored.id, found.stored.number);
    let reviews = app.store.read(move |tx| store::reviews(tx, id)).await?;
    let now = reviews.iter().filter(|one| one.number == number);
    let now: Vec<_> = now.map(|one| (one.agency.0.to_vec(), one.tier)).collect();
    Ok(tier_of(&now, shared))
}

/// Publishes what was submitted, or shares what is published with more partners.
///
/// # Errors
/// `knowledge.not_reviewed` without two reviews, of two agencies when it is shared; `knowledge.not_yet` when they found it so; when no
/// agreement allows it (`agreement.…`, with the clause): then nothing is shared with anybody.
pub async fn publish(
    app: &App,
    worker: &Worker,
    found: &Open,
    partners: &[AgencyId],
    now: Millis,
) -> Result<(), Problem> {
    let (id, before) = (found.stored.id, found.stored.updated_at);
    for peer in partners {
        share::basis(app, *peer, now).await?;
    }
    let shares = app.store.read(move |tx| store::shares(tx, id)).await?;
    let fresh = found.draft.as_ref().filter(|_| found.stored.stage == SUBMITTED);
    let text = fresh.or(found.seen.as_ref()).ok_or_else(Problem::not_found)?;
    // Who has an earlier version gets this one too; a partner that only reviewed it does not, unless it is chosen.
    let holders = shares.iter().map(|(peer, _)| *peer).filter(|_| found.seen.is_some());
    let mut to: Vec<AgencyId> = partners.iter().copied().chain(holders).collect();
    to.sort_unstable();
    to.dedup();
    let refused = |code: &str| Problem::refused(code).way_out(path(id));
    let tier = judged(app, found, !to.is_empty())
        .await?
        .ok_or_else(|| refused("knowledge.not_reviewed"))?;
    if tier == Tier::NotYet {
        return Err(refused("knowledge.not_yet"));
    }
    let published = Stored {
        state: PUBLISHED.to_owned(),
        stage: String::new(),
        kind: text.kind.clone(),
        field: text.field.clone(),
        language: text.language().to_owned(),
        tier: tier.code().to_owned(),
        body: Some(super::sealed(app, id, text)),
        draft: None,
        published_at: found.stored.published_at.or(Some(now)),
        updated_at: later(now, before),
        ..found.stored.clone()
    };
    let at = published.published_at.unwrap_or(now);
    let (stems, told) = (stems::of_item(text), fact(app, id, worker, "published", now));
    let written = published.clone();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::update(tx, &written, before)?;
        if done {
            store::index(tx, id, &stems)?;
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(crossed(id));
    }
    let open = Open { stored: published, seen: Some(text.clone()), draft: None };
    let item = travelling(&open, text, Standing::Published, at);
    let by = By { worker: Some(worker.id), now };
    for peer in to {
        share::send(app, peer, &item, by).await?;
    }
    app.changed(Topic::Agreements);
    Ok(())
}

/// Withdraws a published item.
///
/// # Errors
/// `knowledge.not_published`; `knowledge.crossed`.
pub async fn take_back(
    app: &App,
    worker: &Worker,
    found: &Open,
    now: Millis,
) -> Result<(), Problem> {
    let (id, before) = (found.stored.id, found.stored.updated_at);
    let seen = found.seen.as_ref().filter(|_| found.stored.state == PUBLISHED);
    let text = seen.ok_or_else(|| Problem::refused("knowledge.not_published").way_out(path(id)))?;
    let (state, stage, updated_at) = (WITHDRAWN.to_owned(), String::new(), later(now, before));
    let next = Stored { state, stage, draft: None, updated_at, ..found.stored.clone() };
    let told = fact(app, id, worker, "withdrawn", now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::update(tx, &next, before)?;
        if done {
            store::index(tx, id, &std::collections::BTreeSet::new())?;
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(crossed(id));
    }
    let item = travelling(found, text, Standing::Withdrawn, now);
    let shares = app.store.read(move |tx| store::shares(tx, id)).await?;
    let by = By { worker: Some(worker.id), now };
    for (peer, _) in shares {
        share::send(app, peer, &item, by).await?;
    }
    app.changed(Topic::Agreements);
    Ok(())
}
