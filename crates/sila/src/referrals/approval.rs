//! `POST /referrals/{id}/approval`: a second person approves, or returns, an offer that departs from the residence clause.
//! They see exactly what will leave. On approval it is composed again by the rules of that moment and signed.

use sila_core::Refusal;
use sila_core::codes::Kind;
use sila_core::ids::ReferralId;
use sila_core::partnership::Field as Area;
use sila_core::referral::{Act, ByRole, State};
use sila_core::time::Millis;

use super::body::{self, Body, Waiting};
use super::handover::alone::{self, Moves};
use super::offer::{self, Asked, Leaving, Route, wanted};
use super::record::{self, Record};
use super::{back_to, duty, following, store, way};
use crate::accounts::{Permission, Worker};
use crate::agreements;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::handover::store as handover;
use crate::cases::scope::agency;
use crate::db::{DbError, Tx};
use crate::licences::blocks;
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::asking;

/// The longest note, in characters.
const NOTE_CHARS_MAX: usize = 500;

/// Approves, or returns with a note.
///
/// # Errors
/// `referral.own_approval` for the sender; what the rules refuse by now.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    if ask.form.has("decision", "return") {
        let note = ask.form.get("note").unwrap_or_default();
        give_back(&ask.app, worker, id, note).await?;
    } else {
        approve(&ask.app, worker, id, ask.now).await?;
    }
    Ok(back_to(&ask.cx, id))
}

/// An offer that waits, found by somebody who may approve it.
async fn waiting(
    app: &App,
    worker: &Worker,
    id: ReferralId,
) -> Result<(Record, Body, Waiting), Problem> {
    let record = Record::through(app, worker, id).await?;
    if record.row.state != State::AwaitingApproval {
        return Err(Problem::from(Refusal::WrongState { state: record.row.state }));
    }
    if record.row.created_by == Some(worker.id) {
        return Err(Problem::refused("referral.own_approval"));
    }
    let unreadable = || Problem::internal("referral.unreadable");
    let body = body::open(app, id, &record.sealed)?.ok_or_else(unreadable)?;
    let waiting = body.waiting.clone().ok_or_else(unreadable)?;
    Ok((record, body, waiting))
}

/// Approves and sends.
///
/// # Errors
/// As `create`.
pub async fn approve(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    now: Millis,
) -> Result<(), Problem> {
    let (record, mut body, waiting) = waiting(app, worker, id).await?;
    if let Some(case) = record.row.case_id {
        agency::may_hear(app, worker, (case, record.row.peer), now).await?;
    }
    let in_force = agreements::in_force(app, now).await?;
    let agreement = in_force.into_iter().find(|a| a.agreement.id == waiting.agreement);
    let agreement = agreement.ok_or(Refusal::NoAgreement)?;
    agreement.open(Area::of(waiting.kind))?;
    let route = Route {
        clause: agreement.agreement.residence.number.clone(),
        target: record.row.peer,
        basis: waiting.basis,
        kind: waiting.kind,
        override_: Some(waiting.reason),
        agreement,
    };
    let mut leaving = compose(app, worker, &record, &body, &waiting, &route, now)?;
    if let (Act::Offer(offer), Some(case)) = (&mut leaving.entry.act, record.row.case_id) {
        offer.onward = agency::unbarred(app, case, std::mem::take(&mut offer.onward)).await?;
        offer.place = match offer.kind {
            Kind::Information => None,
            _ => asking::held_for(app, case, offer.target, now).await?,
        };
        let to = (offer.target, waiting.kind, waiting.back);
        offer.follows = following::earlier(app, case, to).await?;
    }
    body.waiting = None;
    commit(app, worker, &record, &body, leaving, now).await
}

fn compose(
    app: &App,
    worker: &Worker,
    record: &Record,
    body: &Body,
    waiting: &Waiting,
    route: &Route,
    now: Millis,
) -> Result<Leaving, Problem> {
    let unreadable = || Problem::internal("referral.unreadable");
    let (row, id) = (&record.row, record.row.id);
    let shared = body.shared.as_ref().ok_or_else(unreadable)?;
    let asked = Asked {
        case: row.case_id.ok_or_else(unreadable)?,
        disclosure: shared,
        category: row.category,
        urgency: row.urgency,
        services: &body.preview.services,
        fields: &waiting.fields,
        route,
        listed: waiting.listed,
        back: waiting.back,
    };
    let parts = offer::parts(id, &body.preview, shared);
    let approver = record::by(worker, Permission::ReferralApprove)?;
    let mut offer = offer::draft(app, &asked, shared, &parts, Some(approver));
    offer.reference.clone_from(&row.reference);
    let by = ByRole::new(&waiting.role).map_err(|error| Problem::from(Refusal::from(error)))?;
    let person = (waiting.sex, waiting.ages());
    let entry = offer::checked(id, by, offer, &asked, person, now)?;
    Ok(Leaving { entry, parts })
}

async fn commit(
    app: &App,
    worker: &Worker,
    record: &Record,
    body: &Body,
    mut leaving: Leaving,
    now: Millis,
) -> Result<(), Problem> {
    let (row, id) = (record.row.clone(), record.row.id);
    let Act::Offer(offer) = &leaving.entry.act else {
        return Err(Problem::internal("referral.unsigned"));
    };
    let (decide_by, expires_at, target) = (offer.decide_by, offer.expires_at, row.peer);
    let unreadable = || Problem::internal("referral.unreadable");
    let key = body::key(app, id, &record.sealed)?.ok_or_else(unreadable)?;
    let body = Body { opening: Some(leaving.parts.opening()), ..body.clone() };
    let (sealed, kept) = (body::seal(&key, id, &body)?, leaving.kept_key(app, id));
    let (services, sleeps) = (offer.services.clone(), wanted::sleeps(&offer.services));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((way::way(tx, target)?, blocks::stop(tx, target, &services, now)?))
    };
    let (way, shut) = app.store.read(read).await?;
    if let Some(state) = shut {
        return Err(blocks::problem(target, state));
    }
    let way = way.ok_or_else(|| Problem::refused("referral.no_link"))??;
    if let (Act::Offer(offer), Some(case)) = (&mut leaving.entry.act, row.case_id) {
        offer.checked_by = way.checked_by(app, case, offer, now).await?;
    }
    let (mut sent, projection) = leaving.sign(app, worker, &way, &row, now)?;
    if let Some(case) = row.case_id {
        sent.check = way.check(app, case, (id, sent.offer()), now).await?;
    }
    let case = row.case_id;
    let written = app
        .store
        .write(move |tx| {
            if !record::project(tx, &row, &projection, now)? {
                return Ok(false);
            }
            if let (Some(Moves::Waits(_)), Some(case)) = (projection.moves, row.case_id) {
                alone::needed(tx, case, id)?;
            }
            wanted::needed(tx, &row, sleeps)?;
            tx.send(&store::SET_OFFERED, &p![id, now, decide_by, expires_at, &sealed, &kept])?;
            sent.insert(tx, id)?;
            duty::store::add(tx, duty::EXPIRE, id, expires_at)?;
            Ok::<_, DbError>(true)
        })
        .await
        .map_err(|error| wanted::refused(error, case))?;
    app.outbox.notify_one();
    app.changed(Topic::Referrals);
    if written { Ok(()) } else { Err(Problem::unavailable("referral.busy")) }
}

/// Returns it to the sender with a note; nothing leaves.
///
/// # Errors
/// As `create`.
pub async fn give_back(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    note: &str,
) -> Result<(), Problem> {
    let (record, mut body, _) = waiting(app, worker, id).await?;
    body.returned = Some(note.chars().take(NOTE_CHARS_MAX).collect());
    let unreadable = || Problem::internal("referral.unreadable");
    let key = body::key(app, id, &record.sealed)?.ok_or_else(unreadable)?;
    let (sealed, version) = (body::seal(&key, id, &body)?, record.row.version);
    let case = record.row.case_id;
    let written = app
        .store
        .write(move |tx| {
            if tx.exec(&store::TOUCH, &p![id, version])? == 0 {
                return Ok(false);
            }
            tx.send(&store::SET_STATE, &p![id, State::Draft.code()])?;
            tx.send(&store::SET_BODY, &p![id, &sealed])?;
            case.map_or(Ok(()), |case| handover::stop(tx, case, id))?;
            Ok::<_, DbError>(true)
        })
        .await?;
    app.changed(Topic::Referrals);
    if written { Ok(()) } else { Err(Problem::unavailable("referral.busy")) }
}
