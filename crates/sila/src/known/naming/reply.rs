//! The officer on duty: accepts to read or refuses, compares two people, answers. A pair that has an answer is answered
//! the same again, without asking anybody.

use sila_core::codes::KnownAnswer;
use sila_core::person::Person;
use sila_core::time::Millis;
use sila_link::known::{Disclose, Known, Reply};
use sila_link::{Code, Disposition, LinkError};
use uuid::Uuid;

use super::name::{self, Body};
use super::store::{self, Naming};
use crate::accounts::Worker;
use crate::agreements;
use crate::app::{App, Topic};
use crate::cases;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store::Fact;
use crate::known::letter;
use crate::known::list::make::may_be_listed;
use crate::known::list::store as lists;
use crate::links::receiving::{Apply, NOT_APPLIED, Parked};
use crate::links::{self, Peer, outbox};
use crate::problem::Problem;

/// A person is named without a question that was answered here.
const NO_QUESTION: Code = Code::known("known.no_question");
/// More people were named after one question than it can have found.
const NAMED_OFTEN: Code = Code::known("known.named_often");
/// People who may be named after one question: the officer's desk is not for lists.
const NAMED_MAX: i64 = 16;

/// What a naming from the partner does: it waits for the officer, sealed; or, for a pair that has an answer, it is
/// answered at once.
///
/// # Errors
/// Why it must wait for an administrator.
pub(in crate::known) async fn prepare(
    app: &App,
    peer: &Peer,
    told: Disclose,
    now: Millis,
) -> Result<Apply, Parked> {
    let person = Person::from_cbor(&told.person).or(Err(LinkError::Schema("person")))?;
    let (agency, agreement, query) = (peer.agency, told.agreement, told.query);
    let (handle, subject) = (told.handle, told.subject);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((
            agreements::store::find(tx, agreement)?,
            store::purpose(tx, query, agency, agreement)?,
            lists::listed(tx, agreement, &handle)?,
            store::pair(tx, (true, agency), &handle, &subject)?,
        ))
    };
    let (stored, purpose, listed, before) = app.store.read(read).await.map_err(not_applied)?;
    let Some(stored) = stored.filter(|stored| stored.peer == agency) else {
        return Err(LinkError::Agreement.into());
    };
    let Some(purpose) = purpose else {
        return Ok(Box::new(|_| Ok(Disposition::Refused(NO_QUESTION))));
    };
    let body = Body { person, reason: told.reason };
    let sealed = name::sealed(app, told.id, &body).map_err(not_applied)?;
    let naming = Naming {
        id: told.id,
        incoming: true,
        query,
        agreement,
        peer: agency,
        handle,
        subject,
        case: listed.map(|(case, _)| case),
        place: listed.map_or(0, |(_, place)| place),
        purpose,
        at: now,
        body: if before.is_some() { Vec::new() } else { sealed },
        opened_at: None,
        answer: before,
        answered_at: before.map(|_| now),
        who: Default::default(),
        officer: Default::default(),
    };
    let in_force = agreements::for_answer(stored);
    let reply = before
        .map(|answer| letter(app, peer, &in_force, &reply(&naming, answer), now))
        .transpose()
        .map_err(not_applied)?;
    let fact = fact(app, peer, &naming, "known.named", None, now);
    Ok(Box::new(move |tx| {
        if store::named_after(tx, naming.query)? >= NAMED_MAX {
            return Ok(Disposition::Refused(NAMED_OFTEN));
        }
        store::insert(tx, &naming, None)?;
        reply.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &fact)?;
        Ok(Disposition::Applied)
    }))
}

/// What the partner's answer to our naming does.
pub(in crate::known) fn taken(app: &App, peer: &Peer, reply: &Reply, now: Millis) -> Apply {
    let (agency, Reply { id, agreement, answer }) = (peer.agency, reply.clone());
    let data = [id.as_bytes().as_slice(), answer.code().as_bytes()].concat();
    let mut fact = links::fact(app, peer, "known.replied", "", &data, None, now);
    fact.subject = format!("{} {id}", peer.code);
    Box::new(move |tx| {
        let naming = store::find(tx, id)?;
        let ours =
            naming.filter(|one| !one.incoming && one.peer == agency && one.agreement == agreement);
        if ours.is_none() || !store::answer(tx, id, answer, None, now)? {
            return Ok(Disposition::Refused(NO_QUESTION));
        }
        crate::journal::store::insert(tx, &fact)?;
        Ok(Disposition::Applied)
    })
}

fn reply(naming: &Naming, answer: KnownAnswer) -> Known {
    Known::Reply(Reply { id: naming.id, agreement: naming.agreement, answer })
}

fn fact(
    app: &App,
    peer: &Peer,
    naming: &Naming,
    kind: &'static str,
    by: Option<&Worker>,
    now: Millis,
) -> Fact {
    let data = [naming.id.as_bytes().as_slice(), &naming.subject].concat();
    let mut fact = links::fact(app, peer, kind, "", &data, by.map(|by| by.id), now);
    fact.subject = format!("{} {}", peer.code, naming.query);
    fact
}

fn not_applied(error: impl std::fmt::Display) -> Parked {
    tracing::error!("a named person cannot be taken in: {error}");
    Parked { code: NOT_APPLIED.to_owned() }
}

/// What the officer compares.
#[derive(Debug)]
pub struct Compared {
    /// The person the partner named.
    pub theirs: Person,
    /// Why the partner needs to know.
    pub reason: String,
    /// Our person under the handle, with the fields of identity only; none when nobody is listed there any more.
    pub ours: Option<Person>,
}

/// One naming from a partner, which any officer on duty may find.
///
/// # Errors
/// `page.not_found`.
pub async fn one(app: &App, worker: &Worker, id: Uuid) -> Result<Naming, Problem> {
    let reader = worker.id;
    let found = app.store.read(move |tx| store::through(tx, reader, id)).await?;
    found.filter(|naming| naming.incoming).ok_or_else(Problem::not_found)
}

/// The officer accepts to read who was named. Written down with the officer's name.
///
/// # Errors
/// `page.not_found`; `known.answered_before`.
pub async fn accept(app: &App, worker: &Worker, id: Uuid, now: Millis) -> Result<(), Problem> {
    let naming = one(app, worker, id).await?;
    let peer = peer_of(app, &naming).await?;
    let fact = fact(app, &peer, &naming, "known.opened", Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::open(tx, id, by, now)? {
            return Ok(false);
        }
        crate::journal::store::insert(tx, &fact)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(answered_before(id));
    }
    app.changed(Topic::Referrals);
    Ok(())
}

/// Both people side by side, for an officer who has accepted. Reading our person's identity is written down as a
/// reading of the case.
///
/// # Errors
/// `known.not_opened`; `vault.unreadable`.
pub async fn compare(
    app: &App,
    worker: &Worker,
    naming: &Naming,
    screen: &'static str,
    now: Millis,
) -> Result<Compared, Problem> {
    if naming.opened_at.is_none() || naming.body.is_empty() {
        return Err(Problem::refused("known.not_opened"));
    }
    let Body { person, reason } = name::opened(app, naming)?;
    access::record(app, worker, Subject::Known(naming.id), screen, now).await?;
    let ours = ours(app, worker, naming, screen, now).await?;
    Ok(Compared { theirs: person, reason, ours })
}

/// Our person under the handle, as long as she is listed: who became protected meanwhile is not shown.
async fn ours(
    app: &App,
    worker: &Worker,
    naming: &Naming,
    screen: &'static str,
    now: Millis,
) -> Result<Option<Person>, Problem> {
    let (agreement, handle) = (naming.agreement, naming.handle);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some((case, place)) = lists::listed(tx, agreement, &handle)? else { return Ok(None) };
        if lists::protected(tx, case)?.is_some() {
            return Ok(None);
        }
        Ok(store::case(tx, case)?.map(|sealed| (sealed, place)))
    };
    let Some((sealed, place)) = app.store.read(read).await? else { return Ok(None) };
    let known = cases::record::for_list(app, &sealed)?;
    if !may_be_listed(&sealed.category, &known) {
        return Ok(None);
    }
    access::record(app, worker, Subject::Case(sealed.id.0), screen, now).await?;
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    Ok(known.people.get(place).map(|person| name::limited(person, &name::FIELDS)))
}

/// The officer's answer. Refusing means not reading; every other answer needs reading first.
///
/// # Errors
/// `known.not_opened`; `known.answered_before`; `known.not_linked`.
pub async fn answer(
    app: &App,
    worker: &Worker,
    id: Uuid,
    answer: KnownAnswer,
    now: Millis,
) -> Result<(), Problem> {
    let naming = one(app, worker, id).await?;
    let back = format!("/known/inbox/{id}");
    if naming.opened_at.is_none() && answer != KnownAnswer::Refused {
        return Err(Problem::refused("known.not_opened").way_out(back));
    }
    let peer = peer_of(app, &naming).await?;
    let agreement = naming.agreement;
    let stored = app.store.read(move |tx| agreements::store::find(tx, agreement)).await?;
    let stored = stored.ok_or_else(|| Problem::from(sila_core::Refusal::NoAgreement))?;
    let in_force = agreements::for_answer(stored);
    let letter = letter(app, &peer, &in_force, &reply(&naming, answer), now)?;
    let fact = fact(app, &peer, &naming, "known.replied", Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::answer(tx, id, answer, Some(by), now)? {
            return Ok(false);
        }
        outbox::post(tx, &letter)?;
        crate::journal::store::insert(tx, &fact)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(answered_before(id));
    }
    app.outbox.notify_one();
    app.changed(Topic::Referrals);
    Ok(())
}

fn answered_before(id: Uuid) -> Problem {
    Problem::refused("known.answered_before").way_out(format!("/known/inbox/{id}"))
}

async fn peer_of(app: &App, naming: &Naming) -> Result<Peer, Problem> {
    let agency = naming.peer;
    let peer = app.store.read(move |tx| links::store::peer_of(tx, agency)).await?;
    peer.ok_or_else(|| Problem::refused("known.not_linked"))
}
