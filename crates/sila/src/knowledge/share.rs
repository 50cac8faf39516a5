//! How an item travels: under which agreement, as which record, and what this node says about what partners send.

use sila_core::partnership::Field as Area;
use sila_core::refusal::Refusal;
use sila_core::{AgencyId, KnowledgeId, Millis, RecordId};
use sila_link::record::{Version, Word};

use super::item::{self, Adoption, Item, NOTE_MAX, Review, Standing};
use super::store::{self, Reviewed, Stored};
use super::{HIDDEN, PUBLISHED, SUBMITTED, WITHDRAWN, sealed, stems};
use crate::agreements;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::records::{By, propose, store as records, word};

/// The kinds of records that are ours to read.
const KINDS: [&str; 3] = [item::ITEM, item::REVIEW, item::ADOPTION];

/// An agreement under which knowledge is shared: its code, and the number of the clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Code of the agreement.
    pub agreement: String,
    /// Number of the clause.
    pub clause: String,
    /// Seats that it keeps for each party in the courses of the other.
    pub seats: Option<u16>,
}

/// Under which clause knowledge is shared with this agency now.
///
/// # Errors
/// As [`basis_in`].
pub async fn basis(app: &App, peer: AgencyId, now: Millis) -> Result<Basis, Problem> {
    basis_in(app, peer, Area::Experience, now).await
}

/// Under which clause something of this area that is about nobody is shared with this agency now.
///
/// # Errors
/// `agreement.expertise_not_covered` with the clause when no agreement in force speaks of it; `agreement.area_at_rest`;
/// `agreement.none` when none is in force.
pub async fn basis_in(
    app: &App,
    peer: AgencyId,
    area: Area,
    now: Millis,
) -> Result<Basis, Problem> {
    let mut refused = Refusal::NoAgreement;
    for one in agreements::in_force(app, now).await?.into_iter().filter(|one| one.peer == peer) {
        let open = one.open(area);
        match open.and_then(|()| one.agreement.may_share_expertise(now)) {
            Ok(clause) => {
                let clause = clause.to_owned();
                let seats = one.agreement.expertise.as_ref().and_then(|one| one.seats);
                return Ok(Basis { agreement: one.agreement.code.clone(), clause, seats });
            }
            Err(refusal) => refused = refusal,
        }
    }
    Err(refused.into())
}

/// The linked agencies with which knowledge may be shared now.
///
/// # Errors
/// When the store cannot be read.
pub async fn partners(app: &App, now: Millis) -> Result<Vec<(Peer, Basis)>, Problem> {
    let mut found = Vec::new();
    for peer in links::peers(app).await?.into_iter().filter(Peer::is_open) {
        if let Ok(basis) = basis(app, peer.agency, now).await {
            found.push((peer, basis));
        }
    }
    Ok(found)
}

/// Sends an item as it stands now to one partner: as a new record, or as the next version of the one that is there.
///
/// # Errors
/// As [`basis`], and what the rules of records refuse.
pub async fn send(app: &App, peer: AgencyId, item: &Item, by: By) -> Result<(), Problem> {
    if item.standing != Standing::Withdrawn {
        basis(app, peer, by.now).await?;
    }
    let (id, content) = (item.id, item::to_cbor(item));
    let shares = app.store.read(move |tx| store::shares(tx, id)).await?;
    let before = shares.into_iter().find(|(with, _)| *with == peer).map(|(_, record)| record);
    if let Some(record) = before {
        let never = "record.unknown";
        match propose::amend(app, record, content.clone(), by).await {
            Err(problem) if problem.code == never => forget(app, id, record).await?,
            done => return done,
        }
    }
    let record = propose::first(app, item::ITEM, &[peer], content, by).await?;
    Ok(app.store.write(move |tx| store::share(tx, id, peer, record)).await?)
}

async fn forget(app: &App, id: KnowledgeId, record: RecordId) -> Result<(), Problem> {
    Ok(app.store.write(move |tx| store::unshare(tx, id, record)).await?)
}

/// Says this node's word about what partners sent, and reads what has taken effect. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, KINDS)).await? {
        let word = if accepts(app, &line.version).await? { Word::Sign } else { Word::Decline };
        done = done.saturating_add(usize::from(word::answer(app, line.version, word).await?));
    }
    for line in app.store.read(|tx| records::unread_of(tx, KINDS)).await? {
        let (version, digest) = (line.version, line.digest);
        let taken = taken(app, &version).await?;
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            taken.write(tx)?;
            records::read(tx, &digest)
        };
        app.store.write(write).await?;
        app.changed(Topic::Agreements);
        done = done.saturating_add(1);
    }
    Ok(done)
}

/// Whether this node signs for it: an agreement allows it, it can be shown, and it is theirs to say.
async fn accepts(app: &App, version: &Version) -> Result<bool, Problem> {
    let (from, me) = (version.proposer, app.node.id);
    if from == me || version.parties.len() != 2 || basis(app, from, app.clock.now()).await.is_err()
    {
        return Ok(false);
    }
    let bytes = version.content.as_slice();
    let Some((id, ours, sound)) = about(&version.kind, bytes) else { return Ok(false) };
    let read =
        move |tx: &mut dyn Tx| Ok::<_, DbError>((store::find(tx, id)?, store::shares(tx, id)?));
    let (known, shares) = app.store.read(read).await?;
    let shared = shares.iter().any(|(with, _)| *with == from);
    let theirs = known.as_ref().is_none_or(|known| known.origin == from);
    let of_ours = known.as_ref().is_some_and(|known| known.origin == me) && shared;
    Ok(sound && if ours { of_ours } else { theirs })
}

/// Which item a record is about, whether that must be ours, and whether the record fits; nothing when it cannot be read.
fn about(kind: &str, bytes: &[u8]) -> Option<(KnowledgeId, bool, bool)> {
    match kind {
        item::ITEM => {
            let item: Item = minicbor::decode(bytes).ok()?;
            Some((item.id, false, item.text.fits() && item.number > 0))
        }
        item::REVIEW => {
            let review: Review = minicbor::decode(bytes).ok()?;
            Some((review.item, true, review.fits()))
        }
        item::ADOPTION => {
            let adoption: Adoption = minicbor::decode(bytes).ok()?;
            Some((adoption.item, true, adoption.outcome.chars().count() <= NOTE_MAX))
        }
        _ => None,
    }
}

/// What a record that took effect changes here.
enum Taken {
    Nothing,
    New(Box<Stored>, std::collections::BTreeSet<String>),
    Changed(Box<Stored>, Millis, std::collections::BTreeSet<String>),
    Reviewed(KnowledgeId, Reviewed),
    Adopted(KnowledgeId, AgencyId, Vec<u8>, Millis),
}

impl Taken {
    fn write(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        match self {
            Taken::Nothing => Ok(()),
            Taken::New(stored, stems) => {
                store::insert(tx, stored)?;
                store::index(tx, stored.id, stems)
            }
            Taken::Changed(stored, before, stems) => {
                store::update(tx, stored, *before)?;
                store::index(tx, stored.id, stems)
            }
            Taken::Reviewed(item, review) => store::review(tx, *item, review),
            Taken::Adopted(item, agency, body, at) => store::adopt(tx, *item, *agency, body, *at),
        }
    }
}

async fn taken(app: &App, version: &Version) -> Result<Taken, Problem> {
    let (from, bytes, at) = (version.proposer, version.content.clone(), version.at);
    if from == app.node.id {
        return Ok(Taken::Nothing);
    }
    let damaged = |error| Problem::internal("knowledge.unreadable").because(error);
    match version.kind.as_str() {
        item::ITEM => item_taken(app, from, minicbor::decode(&bytes).map_err(damaged)?).await,
        item::REVIEW => {
            let review: Review = minicbor::decode(&bytes).map_err(damaged)?;
            let (number, tier) = (review.number, review.tier());
            let one = Reviewed { number, agency: from, worker: None, tier, body: bytes, at };
            Ok(Taken::Reviewed(review.item, one))
        }
        item::ADOPTION => {
            let adoption: Adoption = minicbor::decode(&bytes).map_err(damaged)?;
            Ok(Taken::Adopted(adoption.item, from, bytes, at))
        }
        _ => Ok(Taken::Nothing),
    }
}

async fn item_taken(app: &App, from: AgencyId, item: Item) -> Result<Taken, Problem> {
    let id = item.id;
    let known = app.store.read(move |tx| store::find(tx, id)).await?;
    let fresh = Stored {
        id,
        origin: from,
        author: None,
        state: HIDDEN.to_owned(),
        stage: String::new(),
        kind: item.text.kind.clone(),
        field: item.text.field.clone(),
        language: item.text.language().to_owned(),
        tier: String::new(),
        number: item.number,
        adopted: 0,
        body: None,
        draft: None,
        published_at: None,
        updated_at: app.clock.now(),
    };
    let before = known.as_ref().map(|known| known.updated_at);
    let mut next =
        Stored { updated_at: fresh.updated_at, ..known.unwrap_or_else(|| fresh.clone()) };
    let text = sealed(app, id, &item.text);
    let stems = stems::of_item(&item.text);
    next.number = item.number;
    let stems = match item.standing {
        Standing::Review => {
            (next.stage, next.draft) = (SUBMITTED.to_owned(), Some(text));
            if next.state == PUBLISHED {
                super::seen(app, &next)?.map(|seen| stems::of_item(&seen))
            } else {
                None
            }
        }
        Standing::Published => {
            let (kind, field, language) = (fresh.kind, fresh.field, fresh.language);
            (next.kind, next.field, next.language, next.tier) = (kind, field, language, item.tier);
            (next.state, next.stage) = (PUBLISHED.to_owned(), String::new());
            (next.body, next.draft, next.published_at) = (Some(text), None, Some(item.at));
            Some(stems)
        }
        Standing::Withdrawn => {
            (next.state, next.stage, next.draft) = (WITHDRAWN.to_owned(), String::new(), None);
            next.body = next.body.or(Some(text));
            None
        }
    };
    let stems = stems.unwrap_or_default();
    Ok(match before {
        None => Taken::New(Box::new(next), stems),
        Some(before) => Taken::Changed(Box::new(next), before, stems),
    })
}
