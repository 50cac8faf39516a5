//! The next step after an answer: naming the person to the partner's officer on duty, with a reason.

use minicbor::{Decode, Encode};
use sila_core::codes::Sex;
use sila_core::field::Field;
use sila_core::person::{Birth, Person};
use sila_core::time::Millis;
use sila_link::known::messages::REASON_BYTES_MAX;
use sila_link::known::table::Handle;
use sila_link::known::{Disclose, Known};
use uuid::Uuid;

use super::store::{self, Naming};
use crate::accounts::Worker;
use crate::agreements::{self, InForce};
use crate::app::{App, Topic};
use crate::cases;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::known::letter;
use crate::known::list::make::Secret;
use crate::known::list::store as lists;
use crate::known::question::answer::{self, Found};
use crate::known::question::store::{self as questions, Question};
use crate::links::{self, Peer, outbox};
use crate::problem::Problem;
use crate::vault::Place;

/// What may be told of a person so that the other side can compare: who, never what happened.
pub const FIELDS: [Field; 6] =
    [Field::Name, Field::Birth, Field::Sex, Field::Nationality, Field::EmiratesId, Field::Phone];

/// The sealed part of a naming.
#[derive(Encode, Decode)]
pub(in crate::known) struct Body {
    /// The person, as far as told.
    #[n(0)]
    pub person: Person,
    /// Why.
    #[n(1)]
    pub reason: String,
}

/// What a worker wants to tell.
#[derive(Debug)]
pub struct Wish<'a> {
    /// After which question.
    pub query: Uuid,
    /// Which of the people found, from 0.
    pub nth: usize,
    /// What of the person.
    pub fields: &'a [Field],
    /// Why it must be known.
    pub reason: &'a str,
}

/// What sealed parts of a naming are bound to.
fn place(id: Uuid) -> Place {
    Place { table: "known_naming", row: id }
}

/// Seals a body for its row.
pub(in crate::known) fn sealed(app: &App, id: Uuid, body: &Body) -> Result<Vec<u8>, Problem> {
    let plain =
        minicbor::to_vec(body).map_err(|e| Problem::internal("known.unwritable").because(e))?;
    Ok(app.vault.seal(place(id), &plain))
}

/// Opens what a naming says.
pub(in crate::known) fn opened(app: &App, naming: &Naming) -> Result<Body, Problem> {
    let plain = app.vault.open(place(naming.id), &naming.body)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// Which of [`FIELDS`] the agreement lets go.
pub fn allowed(agreement: &InForce) -> Vec<Field> {
    let schedule = &agreement.agreement.schedule;
    let listed = |field: &Field| schedule.iter().any(|row| row.fields.contains(field));
    FIELDS.into_iter().filter(listed).collect()
}

/// The person with nothing but these fields.
pub fn limited(person: &Person, fields: &[Field]) -> Person {
    let keeps = |field| fields.contains(&field);
    let mut told = Person::unknown(person.id);
    if keeps(Field::Name) {
        told.name_ar.clone_from(&person.name_ar);
        told.name_latin.clone_from(&person.name_latin);
    }
    told.birth = if keeps(Field::Birth) { person.birth } else { Birth::Unknown };
    told.sex = if keeps(Field::Sex) { person.sex } else { Sex::Unknown };
    if keeps(Field::Nationality) {
        told.nationality.clone_from(&person.nationality);
    }
    if keeps(Field::EmiratesId) {
        told.emirates_id.clone_from(&person.emirates_id);
    }
    if keeps(Field::Phone) {
        told.phone.clone_from(&person.phone);
    }
    told
}

/// The agreement under which a question was asked, if it still holds, and the partner.
///
/// # Errors
/// `referral.no_agreement` or `known.not_linked`.
pub async fn under(app: &App, asked: &Question, now: Millis) -> Result<(InForce, Peer), Problem> {
    let (agency, id) = (asked.peer, asked.agreement);
    let peer = app.store.read(move |tx| links::store::peer_of(tx, agency)).await?;
    let peer = peer.filter(Peer::is_open).ok_or_else(|| Problem::refused("known.not_linked"))?;
    let in_force = agreements::in_force(app, now).await?;
    let agreement = in_force.into_iter().find(|one| one.agreement.id == id);
    Ok((agreement.ok_or_else(|| Problem::from(sila_core::Refusal::NoAgreement))?, peer))
}

/// Names the person to the partner's officer on duty.
///
/// # Errors
/// `page.not_found` for a question that is not the worker's; `known.no_reason`; `known.nothing_told` without a name or a
/// number; `known.named_before` when this pair waits for an answer or has one.
pub async fn name(
    app: &App,
    worker: &Worker,
    wish: &Wish<'_>,
    now: Millis,
) -> Result<Uuid, Problem> {
    let (reader, query) = (worker.clone(), wish.query);
    let asked = app.store.read(move |tx| questions::through(tx, &reader, query)).await?;
    let asked = asked.ok_or_else(Problem::not_found)?;
    let found = answer::found(app, &asked)?;
    let Found { handle, settled, .. } = *found.get(wish.nth).ok_or_else(Problem::not_found)?;
    let (agreement, peer) = under(app, &asked, now).await?;
    let body = told(app, worker, &asked, (wish, &allowed(&agreement)), now).await?;
    let subject = subject(app, &asked).await?;
    let naming = written(app, &asked, (handle, subject), &body, now)?;
    let disclose = Known::Disclose(Disclose {
        id: naming.id,
        query: asked.id,
        agreement: asked.agreement,
        handle,
        subject,
        reason: body.reason,
        person: body.person.to_cbor(),
    });
    let letter = letter(app, &peer, &agreement, &disclose, now)?;
    let data = [asked.batch.as_slice(), &subject].concat();
    let mut fact = links::fact(app, &peer, "known.named", "", &data, Some(worker.id), now);
    fact.subject = format!("{} {}", peer.code, asked.id);
    let (id, by) = (naming.id, worker.id);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if settled || store::named(tx, (naming.peer, &handle), asked.case, asked.place)? {
            return Ok(false);
        }
        store::insert(tx, &naming, Some(by))?;
        outbox::post(tx, &letter)?;
        crate::journal::store::insert(tx, &fact)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        let back = format!("/known/{query}");
        return Err(Problem::refused("known.named_before").way_out(back));
    }
    app.outbox.notify_one();
    app.changed(Topic::Cases);
    Ok(id)
}

/// The person as far as told, and the reason.
async fn told(
    app: &App,
    worker: &Worker,
    asked: &Question,
    (wish, allowed): (&Wish<'_>, &[Field]),
    now: Millis,
) -> Result<Body, Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(format!("/known/{}", asked.id));
    let record = cases::open_record(app, worker, asked.case).await?;
    access::record(app, worker, Subject::Case(asked.case.0), "known.name", now).await?;
    let nth = usize::try_from(asked.place).unwrap_or(usize::MAX);
    let person = record.disclosure.people.get(nth).ok_or_else(Problem::not_found)?;
    let fields: Vec<Field> = wish.fields.iter().copied().filter(|f| allowed.contains(f)).collect();
    let person = limited(person, &fields);
    let named = person.name_ar.is_some() || person.name_latin.is_some();
    let reason = wish.reason.trim();
    if reason.is_empty() || reason.len() > REASON_BYTES_MAX {
        return Err(refused("known.no_reason"));
    }
    if !named && person.emirates_id.is_none() {
        return Err(refused("known.nothing_told"));
    }
    Ok(Body { person, reason: reason.to_owned() })
}

fn written(
    app: &App,
    asked: &Question,
    (handle, subject): (Handle, [u8; 16]),
    body: &Body,
    now: Millis,
) -> Result<Naming, Problem> {
    let id = app.clock.new_id();
    Ok(Naming {
        id,
        incoming: false,
        query: asked.id,
        agreement: asked.agreement,
        peer: asked.peer,
        handle,
        subject,
        case: Some(asked.case),
        place: asked.place,
        purpose: asked.purpose.clone(),
        at: now,
        body: sealed(app, id, body)?,
        opened_at: None,
        answer: None,
        answered_at: None,
        who: Default::default(),
        officer: Default::default(),
    })
}

/// What stands for our person at the partner, the same as long as the agreement lasts.
async fn subject(app: &App, asked: &Question) -> Result<[u8; 16], Problem> {
    let id = asked.agreement;
    let stored = app.store.read(move |tx| lists::seed(tx, id)).await?;
    let stored = stored.ok_or_else(|| Problem::refused("known.no_list"))?;
    Ok(Secret::open(app, id, &stored.secret)?.subject(asked.case, asked.place))
}
