//! Deciding about two records: one person, not one person, related, later; the second person's word; taking it back.

use std::collections::BTreeSet;

use sila_core::ids::PersonId;
use sila_core::time::Millis;

use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::{store as cases, unseal};
use crate::db::{DbError, Tx};
use crate::duplicates::reasons::Reasons;
use crate::duplicates::store;
use crate::duplicates::verdict::{Act, Decision, Pair, Standing, Verdict};
use crate::journal::access::{self, Subject};
use crate::journal::store::{self as journal, Fact};
use crate::people::guard::Guard;
use crate::people::identity;
use crate::problem::Problem;
use crate::reply::Reply;

/// A decision ready to be written, with what the score was made of.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The decision.
    pub decision: Decision,
    vector: Vec<u8>,
}

impl Ready {
    /// Writes it down, in the journal too, in the transaction that makes it true.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn insert(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        let Decision { id, at, worker, .. } = self.decision;
        store::insert(tx, &self.decision, &self.vector)?;
        let said = (self.decision.act.code(), self.decision.needs_second, &self.vector);
        let pair = (self.decision.pair.one, self.decision.pair.two);
        let data = minicbor::to_vec((pair, said))
            .map_err(|error| DbError::Other(format!("a decision cannot be written: {error}")))?;
        let fact = Fact {
            id,
            at,
            kind: "person.decision",
            subject: id.to_string(),
            worker: Some(worker),
            data,
        };
        journal::insert(tx, &fact)
    }
}

/// `POST /{lang}/duplicates/{one}/{two}`: what the pressed button says.
///
/// # Errors
/// `page.not_found` when one of the two does not exist for this worker; what the rules say otherwise.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let pair = Pair::of(ask.id("one")?, ask.id("two")?).ok_or_else(Problem::not_found)?;
    let act = ask.form.get("act").and_then(Act::of);
    let act = act.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let back = format!("/duplicates/{}/{}", pair.one, pair.two);
    let standing = take(&ask.app, ask.worker()?, pair, act, ask.now).await;
    let standing = standing.map_err(|problem| problem.way_out(back.clone()))?;
    let done = standing.proposal.is_none() && standing.verdict != Verdict::Open;
    let next = if done && act != Act::Agree { "/duplicates" } else { back.as_str() };
    Ok(Reply::see_other(ask.cx.url(next)))
}

/// Decides, after looking whether this worker knows both people and what already stands.
///
/// # Errors
/// As [`create`].
pub async fn take(
    app: &App,
    worker: &Worker,
    pair: Pair,
    act: Act,
    now: Millis,
) -> Result<Standing, Problem> {
    let both = BTreeSet::from([pair.one, pair.two]);
    let seen = identity::through_all(app, worker, &both).await?;
    if seen.len() != both.len() || seen.iter().any(|one| one.guard == Guard::Never) {
        return Err(Problem::not_found());
    }
    let subjects = both.iter().map(|person| Subject::Person(person.0)).collect();
    access::record_all(app, worker, subjects, "duplicates.decide", now).await?;
    let guard = guard_of_all(app, pair).await?;
    let vector = app.people.explain(pair).map(|found| Reasons::of(&found).to_cbor());
    let ready = Ready {
        decision: Decision {
            id: app.clock.new_id(),
            pair,
            act,
            needs_second: false,
            worker: worker.id,
            role: worker.role().to_owned(),
            at: now,
        },
        vector: vector.unwrap_or_default(),
    };
    let (written, standing) = app.store.write(move |tx| write(tx, &ready, guard)).await?;
    app.people.decided(written);
    app.changed(Topic::People);
    Ok(standing)
}

fn write(tx: &mut dyn Tx, ready: &Ready, guard: Guard) -> Result<(Decision, Standing), Problem> {
    let mut ready = ready.clone();
    let mut acts = store::of_pair(tx, ready.decision.pair)?;
    let standing = Standing::of(&acts);
    ready.decision.act = meant(standing, &ready.decision);
    allowed(tx, standing, &ready.decision)?;
    let joins = standing.joins_or_parts(ready.decision.act);
    ready.decision.needs_second = joins && guard.needs_second();
    ready.insert(tx)?;
    acts.push(ready.decision.clone());
    Ok((ready.decision, Standing::of(&acts)))
}

/// Whoever says what another has proposed agrees to it.
fn meant(standing: Standing, decision: &Decision) -> Act {
    let Some(proposal) = standing.proposal.filter(|p| p.by != decision.worker) else {
        return decision.act;
    };
    let says = match decision.act {
        Act::Same => Verdict::Same,
        Act::Apart => Verdict::Open,
        Act::Different => Verdict::Different,
        act => return act,
    };
    if says == proposal.verdict { Act::Agree } else { decision.act }
}

fn allowed(tx: &mut dyn Tx, standing: Standing, decision: &Decision) -> Result<(), Problem> {
    let refused = |code: &str| Err(Problem::refused(code));
    let Pair { one, two } = decision.pair;
    match decision.act {
        Act::Agree | Act::Refuse => match standing.proposal {
            None => return refused("duplicates.nothing_waits"),
            Some(proposal) if proposal.by == decision.worker && decision.act == Act::Agree => {
                return refused("duplicates.own_proposal");
            }
            Some(_) => return Ok(()),
        },
        Act::Apart if standing.verdict == Verdict::Open && standing.proposal.is_none() => {
            return refused("duplicates.nothing_stands");
        }
        _ => {}
    }
    let (ones, twos) = (store::cluster(tx, one)?, store::cluster(tx, two)?);
    let through_others = standing.verdict != Verdict::Same && ones.contains(&two);
    match decision.act {
        Act::Same if ones.contains(&two) => refused("duplicates.one_already"),
        Act::Same if store::contradicts(tx, &ones, &twos)? => {
            // What stands between these two is what is being changed; between others it stays.
            let own = matches!(standing.verdict, Verdict::Different | Verdict::Related);
            if own && ones.len() == 1 && twos.len() == 1 {
                return Ok(());
            }
            refused("duplicates.contradicted")
        }
        Act::Different | Act::Related if through_others => refused("duplicates.one_already"),
        _ => Ok(()),
    }
}

/// The strictest guard of all records of the two.
async fn guard_of_all(app: &App, pair: Pair) -> Result<Guard, Problem> {
    let stored = app
        .store
        .read(move |tx| {
            let mut all = store::cluster(tx, pair.one)?;
            all.extend(store::cluster(tx, pair.two)?);
            let mut found = Vec::new();
            for person in all {
                let case = crate::people::store::case_of(tx, person)?;
                found.extend(case.map(|case| cases::stored(tx, case)).transpose()?.flatten());
            }
            Ok::<_, DbError>(found)
        })
        .await?;
    let mut strictest = Guard::Plain;
    for one in stored {
        let record = unseal(app, one, None)?;
        strictest = strictest.max(Guard::of(&record.row.category, &record.disclosure));
    }
    Ok(strictest)
}

/// What was said, while somebody was taken in, about a person on file.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The person on file.
    pub other: PersonId,
    /// What was said.
    pub act: Act,
    /// The strictest guard of all records concerned.
    pub guard: Guard,
    /// Why they looked alike.
    pub why: Option<Reasons>,
}

/// Decisions about the new record `person` and people on file whom the worker may know.
pub fn at_intake(
    app: &App,
    worker: &Worker,
    person: PersonId,
    chosen: &[Chosen],
    now: Millis,
) -> Vec<Ready> {
    let ready = |one: &Chosen| {
        Some(Ready {
            decision: Decision {
                id: app.clock.new_id(),
                pair: Pair::of(person, one.other)?,
                act: one.act,
                needs_second: one.act == Act::Same && one.guard.needs_second(),
                worker: worker.id,
                role: worker.role().to_owned(),
                at: now,
            },
            vector: one.why.as_ref().map(Reasons::to_cbor).unwrap_or_default(),
        })
    };
    chosen.iter().filter_map(ready).collect()
}
