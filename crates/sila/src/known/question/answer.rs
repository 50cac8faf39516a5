//! Taking the answer to a question of ours: every proof is checked against the published keys, the values are looked up
//! in the partner's list, here. Only this node learns what was found.

use minicbor::{Decode, Encode};
use sila_core::codes::KnownClass;
use sila_core::time::Millis;
use sila_link::known::table::Handle;
use sila_link::known::{Answer, Hit, Outcome, SLOTS, Slot};
use sila_link::{Code, Disposition, LinkError};

use super::ask::{self, Kept};
use super::store::{self, Question, Settled};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::known::list::store::{self as lists, Part, Published};
use crate::known::list::taken;
use crate::known::naming::store as namings;
use crate::links::receiving::{Apply, Parked};
use crate::links::{self, Peer};
use crate::problem::Problem;

/// One person of the partner's that fits, as kept sealed.
#[derive(Clone, Encode, Decode)]
pub struct Found {
    /// What stands for the person at the partner.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub handle: Handle,
    /// How sure it is.
    #[n(1)]
    pub class: KnownClass,
    /// In which slots.
    #[n(2)]
    pub slots: Vec<String>,
    /// A person at the partner has said before that it is somebody else.
    #[n(3)]
    pub settled: bool,
}

/// What the answer does.
///
/// # Errors
/// Why it must wait for a person.
pub(in crate::known) async fn prepare(
    app: &App,
    peer: &Peer,
    answer: Answer,
    now: Millis,
) -> Result<Apply, Parked> {
    let not_applied = |error: &dyn std::fmt::Display| {
        tracing::error!("an answer cannot be taken: {error}");
        Parked { code: links::receiving::NOT_APPLIED.to_owned() }
    };
    let id = answer.query;
    let asked = app.store.read(move |tx| store::find(tx, id)).await.map_err(|e| not_applied(&e))?;
    let ours =
        asked.filter(|asked| asked.peer == peer.agency && asked.agreement == answer.agreement);
    let Some(asked) = ours else { return Err(LinkError::Schema("known").into()) };
    let served = i64::try_from(answer.served).unwrap_or(i64::MAX);
    let settled = settle(app, &asked, &answer, now).await.map_err(|error| not_applied(&error))?;
    let settled = Settled { served, ..settled };
    let kind = if settled.state == "ANSWERED" { "known.answered" } else { "known.refused" };
    let mut data = answer.batch.to_vec();
    data.extend(answer.served.to_be_bytes());
    data.extend(settled.code.as_deref().unwrap_or_default().as_bytes());
    let mut told = links::fact(app, peer, kind, "", &data, None, now);
    told.subject = format!("{} {}", peer.code, asked.id);
    Ok(Box::new(move |tx| {
        if !store::settle(tx, id, &settled)? {
            return Ok(Disposition::Refused(Code::known("known.answered_before")));
        }
        crate::journal::store::insert(tx, &told)?;
        Ok(Disposition::Applied)
    }))
}

async fn settle(
    app: &App,
    asked: &Question,
    answer: &Answer,
    now: Millis,
) -> Result<Settled, Problem> {
    let not = |state, code: &str| Settled {
        state,
        code: Some(code.to_owned()),
        class: None,
        hits: None,
        at: now,
        served: 0,
    };
    if answer.batch != asked.batch {
        return Ok(not("FAILED", "known.batch_differs"));
    }
    let (elements, proofs) = match &answer.outcome {
        Outcome::Refused(code) => return Ok(not("REFUSED", code)),
        Outcome::Evaluated(elements, proofs) => (elements, proofs),
    };
    let Kept { question, keys, .. } = ask::kept(app, asked)?;
    let Ok(keys) = <[_; SLOTS]>::try_from(keys) else {
        return Ok(not("FAILED", "known.wrong_key"));
    };
    let Ok(values) = question.open(&keys, elements, proofs) else {
        return Ok(not("FAILED", "known.wrong_key"));
    };
    let (scope, agreement) = (question.scope, asked.agreement);
    let read = move |tx: &mut dyn Tx| -> Result<Option<Vec<(Slot, Handle)>>, DbError> {
        let current = lists::published(tx, agreement)?.map(|published| published.epoch);
        if current != Some(scope.epoch) {
            return Ok(None);
        }
        taken::look_up(tx, &scope, &values).map(Some)
    };
    let Some(found) = app.store.read(read).await? else {
        return Ok(not("FAILED", "known.epoch_passed"));
    };
    found_out(app, asked, &found, now).await
}

/// Puts what was found together, without the people of whom it is known that they are others.
async fn found_out(
    app: &App,
    asked: &Question,
    found: &[(Slot, Handle)],
    now: Millis,
) -> Result<Settled, Problem> {
    let (peer, case, place) = (asked.peer, asked.case, asked.place);
    let others = app.store.read(move |tx| namings::others(tx, peer, case, place)).await?;
    let hits: Vec<Found> = Hit::gather(found)
        .into_iter()
        .filter(|hit| hit.class() != KnownClass::None)
        .map(|hit| Found {
            class: hit.class(),
            slots: hit.slots.iter().map(|slot| slot.code().to_owned()).collect(),
            settled: others.contains(&hit.handle),
            handle: hit.handle,
        })
        .collect();
    let class = hits.iter().filter(|hit| !hit.settled).map(|hit| hit.class).min();
    let sealed = minicbor::to_vec(&hits).map_err(|e| Problem::internal("known.keys").because(e))?;
    Ok(Settled {
        state: "ANSWERED",
        code: None,
        class: Some(class.unwrap_or(KnownClass::None).code()),
        hits: Some(app.vault.seal(ask::place(asked.id), &sealed)),
        at: now,
        served: 0,
    })
}

/// Whether a question can be asked again that was asked under keys of before: the partner's new keys and its list under them have come.
/// Nothing for a question that ended otherwise.
///
/// # Errors
/// `vault.unreadable`.
pub(in crate::known) fn renewed(
    app: &App,
    asked: &Question,
    published: Option<&Published>,
    parts: &[Part],
) -> Result<Option<bool>, Problem> {
    let late = matches!(asked.code.as_deref(), Some("known.wrong_epoch" | "known.epoch_passed"));
    if !late || asked.body.is_empty() {
        return Ok(None);
    }
    let before = ask::kept(app, asked)?.question.scope.epoch;
    let newer = published.is_some_and(|published| published.epoch > before);
    Ok(Some(newer && parts.iter().any(|part| part.number == 0 && part.whole)))
}

/// Opens what was found.
///
/// # Errors
/// `vault.unreadable`.
pub fn found(app: &App, asked: &Question) -> Result<Vec<Found>, Problem> {
    let Some(sealed) = &asked.hits else { return Ok(Vec::new()) };
    let plain = app.vault.open(ask::place(asked.id), sealed)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}
