//! Answering another agency's question: counted, judged, evaluated, written down. Who it is about is not known here.

use sila_core::agreement::KnownClause;
use sila_core::time::Millis;
use sila_link::known::messages::ASK_BYTES_MAX;
use sila_link::known::{Answer, Ask, Known, Outcome, SLOTS, Slot, batch_hash, elements_hash};
use sila_link::{Disposition, LinkError};
use sila_seal::{Hash, SealError};

use super::ask::fact;
use super::store::{self, Served};
use crate::agreements::{self, Stored};
use crate::app::App;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::known::list::make::Secret;
use crate::known::list::store as lists;
use crate::known::{day_began, letter};
use crate::links::receiving::{Apply, Parked};
use crate::links::{Peer, outbox};

/// For so long the same question may be asked again without being counted: a day, as the asking side has it, and an hour
/// for the way.
const AGAIN_MS: i64 = 25 * 60 * 60 * 1_000;

/// Everything about a question that is read before it is judged.
struct Books {
    agreement: Option<Stored>,
    seed: Option<lists::Stored>,
    seen: bool,
    again: bool,
    today: i64,
    minute: i64,
    worker: i64,
    number: i64,
}

/// What a question does: it is written down, with its answer or with the reason why there is none.
///
/// # Errors
/// [`Parked`] when there is no agreement under which it could be answered at all.
pub(in crate::known) async fn prepare(
    app: &App,
    peer: &Peer,
    ask: Ask,
    bytes: usize,
    now: Millis,
) -> Result<Apply, Parked> {
    let batch = batch_hash(ask.query, &ask.scope, &ask.elements);
    let elements = elements_hash(&ask.elements);
    let books = read(app, &ask, (&batch, elements), now).await?;
    let Some(stored) = books.agreement.clone().filter(|stored| stored.peer == peer.agency) else {
        return Err(LinkError::Agreement.into());
    };
    let judged = judge(app, peer, &ask, (&books, &stored), bytes, now);
    let outcome = match judged {
        Ok(()) => match evaluate(app, &ask, books.seed.as_ref()) {
            Ok((elements, proofs)) => Outcome::Evaluated(elements, proofs),
            Err(code) => Outcome::Refused(code.to_owned()),
        },
        Err(code) => Outcome::Refused(code),
    };
    let code = match &outcome {
        Outcome::Refused(code) => Some(code.clone()),
        Outcome::Evaluated(..) => None,
    };
    let number = books.number.saturating_add(1);
    let kind = if code.is_some() { "known.refused" } else { "known.served" };
    let told = fact(app, peer, kind, &ask, &batch, None, now);
    let in_force = agreements::for_answer(stored);
    let (agreement, served) = (ask.scope.agreement, u64::try_from(number).unwrap_or(0));
    let answer = Known::Answer(Answer { query: ask.query, agreement, batch, served, outcome });
    let letter = letter(app, peer, &in_force, &answer, now).map_err(|p| Parked { code: p.code })?;
    let row = Served {
        at: now,
        peer: peer.agency,
        purpose: ask.scope.purpose.code().to_owned(),
        basis: ask.basis.code().to_owned(),
        number,
        batch,
        code,
        elements,
        again: books.again,
    };
    let (id, agency) = (app.clock.new_id(), peer.agency);
    Ok(Box::new(move |tx| {
        store::insert_served(tx, (id, agency), &ask, &row)?;
        outbox::post(tx, &letter)?;
        crate::journal::store::insert(tx, &told)?;
        Ok(Disposition::Applied)
    }))
}

async fn read(
    app: &App,
    ask: &Ask,
    (batch, elements): (&Hash, Hash),
    now: Millis,
) -> Result<Books, Parked> {
    let (scope, query, worker, batch) = (ask.scope, ask.query, ask.worker, *batch);
    let day_ago = Millis(now.0.saturating_sub(AGAIN_MS));
    let (day, minute) = (day_began(now), Millis(now.0.saturating_sub(60_000)));
    let read = move |tx: &mut dyn Tx| -> Result<Books, DbError> {
        let of = (scope.agreement, scope.purpose.code());
        Ok(Books {
            agreement: agreements::store::find(tx, scope.agreement)?,
            seed: lists::seed(tx, scope.agreement)?,
            seen: store::seen(tx, query, &batch)?,
            again: store::served_same(tx, of, &elements, day_ago)?,
            today: store::served_new(tx, of, day)?,
            minute: store::served_since(tx, of, minute)?,
            worker: store::served_for(tx, (scope.agreement, &worker), day)?,
            number: store::served(tx, scope.agreement)?,
        })
    };
    app.store.read(read).await.map_err(|error| {
        tracing::error!("a question cannot be judged: {error}");
        Parked { code: crate::links::receiving::NOT_APPLIED.to_owned() }
    })
}

/// The first rule that says no.
fn judge(
    app: &App,
    peer: &Peer,
    ask: &Ask,
    (books, stored): (&Books, &Stored),
    bytes: usize,
    now: Millis,
) -> Result<(), String> {
    let (us, scope) = (app.node.id, &ask.scope);
    let clause = stored.agreement.may_ask(peer.agency, us, scope.purpose, ask.basis, now);
    let clause = clause.map_err(|refusal| refusal.code().to_owned())?;
    let current = books.seed.as_ref().map(|seed| seed.epoch);
    let code = if ask.elements.len() != SLOTS || bytes > ASK_BYTES_MAX {
        "known.oversized"
    } else if books.seen {
        "known.replayed"
    } else if current != Some(scope.epoch) {
        "known.wrong_epoch"
    } else {
        return over_budget(books, clause).map_err(str::to_owned);
    };
    Err(code.to_owned())
}

/// The same question again tells nothing about anybody else: only the limit of the minute holds for it.
fn over_budget(books: &Books, clause: &KnownClause) -> Result<(), &'static str> {
    let quota = clause.quota;
    if books.minute >= i64::from(quota.per_minute) {
        Err("known.over_budget_minute")
    } else if books.again {
        Ok(())
    } else if books.worker >= i64::from(quota.per_worker_day) {
        Err("known.over_budget_worker")
    } else if books.today >= i64::from(quota.per_day) {
        Err("known.over_budget_day")
    } else {
        Ok(())
    }
}

type Evaluated = (Vec<sila_seal::voprf::Element>, Vec<sila_seal::voprf::Proof>);

/// One value and one proof for each slot, each under the slot's own key.
fn evaluate(app: &App, ask: &Ask, seed: Option<&lists::Stored>) -> Result<Evaluated, &'static str> {
    let stored = seed.ok_or("known.wrong_epoch")?;
    let secret = Secret::open(app, ask.scope.agreement, &stored.secret).or(Err("known.keys"))?;
    let seed = secret.seed();
    let one = |(slot, blinded): (Slot, &sila_seal::voprf::Element)| -> Result<_, SealError> {
        let key = seed.key(&ask.scope, slot)?;
        let value = key.blind_evaluate(&[*blinded])?;
        let proof = key.prove(&[*blinded], &value, &mut Randomness)?;
        let value = value.first().copied().ok_or(SealError::Element)?;
        Ok((value, proof))
    };
    let answered: Result<Vec<_>, SealError> =
        Slot::ALL.into_iter().zip(&ask.elements).map(one).collect();
    Ok(answered.or(Err("known.malformed"))?.into_iter().unzip())
}
