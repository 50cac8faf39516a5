//! Asking: what must be in order before anything leaves, and what leaves.

use minicbor::{Decode, Encode};
use sila_core::AgencyId;
use sila_core::agreement::KnownClause;
use sila_core::codes::{KnownPurpose, LawfulBasis};
use sila_core::ids::{AgreementId, CaseId, WorkerId};
use sila_core::time::Millis;
use sila_link::known::{Ask, KeySet, Known, Question, Scope, Slot};
use sila_seal::voprf::Element;
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use super::budget::Budget;
use super::store;
use crate::accounts::Worker;
use crate::agreements::{self, InForce};
use crate::app::{App, Topic};
use crate::cases::{self, scope::agency};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store::Fact;
use crate::known::letter;
use crate::known::list::store::{self as lists, Part};
use crate::known::list::values;
use crate::links::{self, Peer, outbox};
use crate::problem::Problem;
use crate::vault::Place;

/// For so long the same question about the same person may be asked again for free.
const AGAIN_MS: i64 = 24 * 60 * 60 * 1_000;

/// What a worker wants to ask.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// The case.
    pub case: CaseId,
    /// The person's place in it.
    pub place: usize,
    /// Whom to ask.
    pub peer: AgencyId,
    /// What for.
    pub purpose: KnownPurpose,
    /// On which ground.
    pub basis: LawfulBasis,
}

/// Kept sealed with a question: for the answer, and for an auditor.
#[derive(Encode, Decode)]
pub(in crate::known) struct Kept {
    /// The question with its secrets.
    #[n(0)]
    pub question: Question,
    /// The published keys it was asked under.
    #[n(1)]
    pub keys: Vec<Element>,
    /// The salt of the hash that binds it to the case.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub salt: [u8; 32],
}

/// What one partner may be asked.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The partner.
    pub peer: Peer,
    /// The agreement.
    pub agreement: InForce,
    /// Its clause.
    pub clause: KnownClause,
    /// The parts of the partner's list for the first purpose of the clause.
    pub parts: Vec<Part>,
}

impl Desk {
    /// When the partner's list was last brought up to date; none before it has come.
    pub fn listed_at(&self) -> Option<Millis> {
        self.parts.iter().filter(|part| part.whole).map(|part| part.at).max()
    }
}

/// The partners that an agreement in force allows to ask, and how many partners there are in all.
///
/// # Errors
/// When the store cannot be read.
pub async fn desks(app: &App, now: Millis) -> Result<Vec<Desk>, Problem> {
    let mut desks = Vec::new();
    for agreement in agreements::in_force(app, now).await? {
        let Some(clause) = agreement.agreement.known.clone() else { continue };
        let (agency, id) = (agreement.peer, agreement.agreement.id);
        let purpose = clause.purposes.first().map_or("", |purpose| purpose.code());
        let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            Ok((links::store::peer_of(tx, agency)?, lists::parts(tx, id, purpose)?))
        };
        let (peer, parts) = app.store.read(read).await?;
        desks.extend(peer.map(|peer| Desk { peer, agreement, clause, parts }));
    }
    Ok(desks)
}

/// Asks. What leaves is eight random-looking elements, the purpose, the ground, and hashes; nothing about the person.
///
/// # Errors
/// `page.not_found` for a case that is not the worker's; `case.closed`; the agreement's refusal with its clause;
/// `known.over_budget_day`, `…_minute`, `…_worker`; `known.no_list` when the partner's list has not come;
/// `known.rules_differ` when the partner makes other values of names; `known.nothing_to_ask` when nothing is known that
/// could be asked for.
pub async fn ask(app: &App, worker: &Worker, wish: Wish, now: Millis) -> Result<Uuid, Problem> {
    let record = cases::open_record(app, worker, wish.case).await?;
    access::record(app, worker, Subject::Case(wish.case.0), "known.ask", now).await?;
    record.needs_ours()?;
    agency::may_hear(app, worker, (wish.case, wish.peer), now).await?;
    let person = record.disclosure.people.get(wish.place).ok_or_else(Problem::not_found)?;
    let values = values::asked(person);
    if values.is_empty() {
        return Err(back(&wish, Problem::refused("known.nothing_to_ask")));
    }
    let allowed = allowed(app, &wish, now).await?;
    let (agreement, clause, peer) = &allowed;
    let keys = published(app, agreement.agreement.id, peer, wish.purpose).await?;
    let own = keys.of(wish.purpose).ok_or_else(|| Problem::refused("known.no_list"))?;
    let query = app.clock.new_id();
    let scope = keys.scope(wish.purpose);
    let before = before(app, &wish, (&scope, keys.normaliser), &values, now).await?;
    let again = before.is_some();
    let question = match before {
        Some(before) => before.again(query),
        None => Question::new(query, scope, keys.normaliser, &values, &mut Randomness)
            .map_err(|e| Problem::refused("known.nothing_to_ask").because(e))?,
    };
    let salt = *sila_seal::Key::generate(&mut Randomness).to_bytes();
    let kept = Kept { question, keys: own.to_vec(), salt };
    post(app, worker, &wish, (agreement, clause, peer), (kept, again), now).await
}

/// The question about this person that was answered within a day, if nothing has changed since: neither the keys nor what
/// is known of the person. Sent again element for element, it can be about nobody else, and both sides see that.
async fn before(
    app: &App,
    wish: &Wish,
    (scope, normaliser): (&Scope, u16),
    values: &[(Slot, String)],
    now: Millis,
) -> Result<Option<Question>, Problem> {
    let (case, place) = (wish.case, i64::try_from(wish.place).unwrap_or(0));
    let (agreement, purpose) = (scope.agreement, scope.purpose.code());
    let since = Millis(now.0.saturating_sub(AGAIN_MS));
    let read = move |tx: &mut dyn Tx| store::before(tx, (case, place), (agreement, purpose), since);
    let Some(asked) = app.store.read(read).await? else { return Ok(None) };
    let question = kept(app, &asked)?.question;
    let same =
        question.scope == *scope && question.normaliser == normaliser && question.is_about(values);
    Ok(same.then_some(question))
}

/// Counts, writes and posts in one transaction, so that nobody asks more than was agreed.
async fn post(
    app: &App,
    worker: &Worker,
    wish: &Wish,
    (agreement, clause, peer): (&InForce, &KnownClause, &Peer),
    (kept, again): (Kept, bool),
    now: Millis,
) -> Result<Uuid, Problem> {
    let (id, question) = (agreement.agreement.id, &kept.question);
    let (query, batch) = (question.query, question.batch());
    let (who, purpose, rules) = (worker.id, wish.purpose, clause.clone());
    let counted = app.store.read(move |tx| {
        Ok::<_, DbError>((Budget::of(tx, (id, &rules), purpose, who, now)?, store::asked(tx, id)?))
    });
    let (left, before) = counted.await?;
    left.allows(again)
        .map_err(|problem| back(wish, problem.with("clause", clause.number.clone())))?;
    let number = before.saturating_add(1);
    let ask = Ask {
        query,
        scope: question.scope,
        basis: wish.basis,
        elements: question.elements.clone(),
        worker: pseudonym(id, who),
        case: case_hash(&kept.salt, wish.case),
        asked: u64::try_from(number).unwrap_or(0),
    };
    let told = fact(app, peer, "known.asked", &ask, &batch, worker.id, now);
    let letter = letter(app, peer, agreement, &Known::Query(ask), now)?;
    let row = row(app, worker, wish, (id, peer), (&kept, again), number, now)?;
    let rules = clause.clone();
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let left = Budget::of(tx, (id, &rules), purpose, who, now)?;
        if left.allows(again).is_err() || store::asked(tx, id)? != before {
            return Ok(false);
        }
        store::insert(tx, &row)?;
        outbox::post(tx, &letter)?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(back(wish, Problem::unavailable("known.asked_meanwhile")));
    }
    app.outbox.notify_one();
    app.changed(Topic::Cases);
    Ok(query)
}

fn row(
    app: &App,
    worker: &Worker,
    wish: &Wish,
    (agreement, peer): (AgreementId, &Peer),
    (kept, again): (&Kept, bool),
    number: i64,
    now: Millis,
) -> Result<store::Question, Problem> {
    let query = kept.question.query;
    let body =
        minicbor::to_vec(kept).map_err(|error| Problem::internal("known.keys").because(error))?;
    Ok(store::Question {
        id: query,
        agreement,
        peer: peer.agency,
        case: wish.case,
        place: i64::try_from(wish.place).unwrap_or(0),
        worker: worker.id,
        purpose: wish.purpose.code().to_owned(),
        basis: wish.basis.code().to_owned(),
        asked_at: now,
        number,
        batch: kept.question.batch(),
        body: app.vault.seal(place(query), &body),
        state: "WAITING".to_owned(),
        code: None,
        class: None,
        hits: None,
        answered_at: None,
        served: None,
        again,
        who: Default::default(),
        reference: String::new(),
    })
}

/// Opens what was kept with a question.
///
/// # Errors
/// `known.erased` once it is no longer kept; `vault.unreadable`.
pub(in crate::known) fn kept(app: &App, asked: &store::Question) -> Result<Kept, Problem> {
    if asked.body.is_empty() {
        return Err(Problem::refused("known.erased").way_out("/audit/known"));
    }
    let plain = app.vault.open(place(asked.id), &asked.body)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// What sealed parts of a question are bound to.
pub(in crate::known) fn place(query: Uuid) -> Place {
    Place { table: "known_query", row: query }
}

/// The agreement that allows it. Where several are in force, the first that does; else the first one's refusal.
async fn allowed(
    app: &App,
    wish: &Wish,
    now: Millis,
) -> Result<(InForce, KnownClause, Peer), Problem> {
    let agency = wish.peer;
    let peer = app.store.read(move |tx| links::store::peer_of(tx, agency)).await?;
    let peer = peer.filter(Peer::is_open).ok_or_else(|| Problem::refused("known.not_linked"))?;
    let mut refusal = sila_core::Refusal::NoAgreement;
    let mut first = true;
    for one in agreements::in_force(app, now).await? {
        if one.peer != wish.peer {
            continue;
        }
        let us = app.node.id;
        match one.agreement.may_ask(us, wish.peer, wish.purpose, wish.basis, now).cloned() {
            Ok(clause) => return Ok((one, clause, peer)),
            Err(no) if first => (refusal, first) = (no, false),
            Err(_) => {}
        }
    }
    Err(back(wish, refusal.into()))
}

/// The partner's keys for a purpose, once its whole list has come.
async fn published(
    app: &App,
    id: AgreementId,
    peer: &Peer,
    purpose: KnownPurpose,
) -> Result<KeySet, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((lists::published(tx, id)?, lists::parts(tx, id, purpose.code())?))
    };
    let (published, parts) = app.store.read(read).await?;
    let whole = parts.iter().any(|part| part.number == 0 && part.whole);
    let statement = published.filter(|_| whole).map(|published| published.statement);
    let statement = statement.ok_or_else(|| Problem::refused("known.no_list"))?;
    let keys = KeySet::open(&statement, &peer.signing());
    let keys = keys.map_err(|error| Problem::refused("known.no_list").because(error))?;
    if keys.normaliser != values::RULES || keys.digest != values::digest() {
        return Err(Problem::refused("known.rules_differ"));
    }
    Ok(keys)
}

fn back(wish: &Wish, problem: Problem) -> Problem {
    problem.way_out(format!("/cases/{}/known", wish.case))
}

/// What stands for a worker at the partner: the same under one agreement, and nobody else's.
fn pseudonym(agreement: AgreementId, worker: WorkerId) -> [u8; 16] {
    let parts: [&[u8]; 3] = [b"sila/known/worker/1", agreement.0.as_bytes(), worker.0.as_bytes()];
    let hash = sha256(&parts);
    let mut half = [0; 16];
    half.iter_mut().zip(hash).for_each(|(to, byte)| *to = byte);
    half
}

/// Binds a question to a case; only who has the salt can say to which.
pub(in crate::known) fn case_hash(salt: &[u8; 32], case: CaseId) -> Hash {
    sha256(&[b"sila/known/case/1", salt, case.0.as_bytes()])
}

/// The fact about a question in either side's log. It begins with the hash of the elements; nothing in it is about a
/// person.
pub(in crate::known) fn fact(
    app: &App,
    peer: &Peer,
    kind: &'static str,
    ask: &Ask,
    batch: &Hash,
    worker: impl Into<Option<WorkerId>>,
    now: Millis,
) -> Fact {
    let mut data = batch.to_vec();
    data.extend(ask.scope.agreement.0.as_bytes());
    data.extend(ask.scope.epoch.week.to_be_bytes());
    data.extend(ask.scope.epoch.edition.to_be_bytes());
    data.extend(ask.worker);
    data.extend(ask.case);
    data.extend(ask.scope.purpose.code().as_bytes());
    let subject = format!("{} {}", peer.code, ask.query);
    Fact { id: app.clock.new_id(), at: now, kind, subject, worker: worker.into(), data }
}
