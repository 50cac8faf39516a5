//! All SQL of decisions about two records of persons. Rows are only added.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::ids::PersonId;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};
use crate::duplicates::verdict::{Act, Decision, Pair, Standing, Verdict};

/// Records of one person are followed no further than this: more is a mistake somebody should look at.
const CLUSTER_MAX: usize = 64;

crate::db::sql! {
    pub INSERT_DECISION = "insert into person_decision (id, one, two, act, needs_second, worker, role, at, vector) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    pub DECISIONS_OF_PAIR = "select id, one, two, act, needs_second, worker, role, at from person_decision where one = $1 and two = $2 order by at, id";
    pub VECTORS_OF_PAIR = "select id, vector from person_decision where one = $1 and two = $2";
    pub DECISIONS_OF_PERSON = "select id, one, two, act, needs_second, worker, role, at from person_decision where one = $1 or two = $1 order by at, id";
    pub DECISIONS_AFTER = "select id, one, two, act, needs_second, worker, role, at from person_decision where (at, id) > ($1, $2) order by at, id limit 1000";
}

fn decision(row: &Row) -> Result<Decision, DbError> {
    let code: String = row.get(3)?;
    let act = Act::of(&code).ok_or_else(|| DbError::Other("an unknown decision".to_owned()))?;
    Ok(Decision {
        id: row.get(0)?,
        pair: Pair { one: row.get(1)?, two: row.get(2)? },
        act,
        needs_second: row.get(4)?,
        worker: row.get(5)?,
        role: row.get(6)?,
        at: row.get(7)?,
    })
}

/// Adds a decision. `vector` is what the score was made of when it was taken.
pub fn insert(tx: &mut dyn Tx, decision: &Decision, vector: &[u8]) -> Result<(), DbError> {
    let Decision { id, pair, act, needs_second, worker, role, at } = decision;
    let (act, role) = (act.code(), role.as_str());
    let row = p![*id, pair.one, pair.two, act, *needs_second, *worker, role, *at, vector];
    tx.send(&INSERT_DECISION, &row)
}

/// What was done about a pair, oldest first.
pub fn of_pair(tx: &mut dyn Tx, pair: Pair) -> Result<Vec<Decision>, DbError> {
    tx.query(&DECISIONS_OF_PAIR, &p![pair.one, pair.two])?.iter().map(decision).collect()
}

/// What the score of a pair was made of at each decision.
pub fn vectors(tx: &mut dyn Tx, pair: Pair) -> Result<BTreeMap<Uuid, Vec<u8>>, DbError> {
    let rows = tx.query(&VECTORS_OF_PAIR, &p![pair.one, pair.two])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// What was done about every pair that this record is part of, oldest first.
pub fn of_person(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<Decision>, DbError> {
    tx.query(&DECISIONS_OF_PERSON, &p![person])?.iter().map(decision).collect()
}

/// The next thousand decisions after the last one read; nothing read yet begins at the first.
pub fn after(tx: &mut dyn Tx, last: Option<&Decision>) -> Result<Vec<Decision>, DbError> {
    let (at, id) = last.map_or((i64::MIN, Uuid::nil()), |last| (last.at.0, last.id));
    tx.query(&DECISIONS_AFTER, &p![at, id])?.iter().map(decision).collect()
}

/// What stands about each pair of this record.
pub fn standings(tx: &mut dyn Tx, person: PersonId) -> Result<BTreeMap<Pair, Standing>, DbError> {
    let mut by_pair: BTreeMap<Pair, Vec<Decision>> = BTreeMap::new();
    for decision in of_person(tx, person)? {
        by_pair.entry(decision.pair).or_default().push(decision);
    }
    Ok(by_pair.into_iter().map(|(pair, acts)| (pair, Standing::of(&acts))).collect())
}

/// All records that were said to be this person, this one included.
pub fn cluster(tx: &mut dyn Tx, person: PersonId) -> Result<BTreeSet<PersonId>, DbError> {
    let (mut found, mut waiting) = (BTreeSet::from([person]), vec![person]);
    while let Some(next) = waiting.pop() {
        for (pair, standing) in standings(tx, next)? {
            let other = pair.other(next);
            let same = standing.verdict == Verdict::Same && found.len() < CLUSTER_MAX;
            if same && exists(tx, other)? && found.insert(other) {
                waiting.push(other);
            }
        }
    }
    Ok(found)
}

/// Whether somebody said that a record of the one and a record of the other are not one person.
pub fn contradicts(
    tx: &mut dyn Tx,
    ones: &BTreeSet<PersonId>,
    twos: &BTreeSet<PersonId>,
) -> Result<bool, DbError> {
    for one in ones {
        for (pair, standing) in standings(tx, *one)? {
            let apart = matches!(standing.verdict, Verdict::Different | Verdict::Related);
            if apart && twos.contains(&pair.other(*one)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether the record is still there: a person may be taken off a case.
fn exists(tx: &mut dyn Tx, person: PersonId) -> Result<bool, DbError> {
    Ok(crate::people::store::case_of(tx, person)?.is_some())
}
