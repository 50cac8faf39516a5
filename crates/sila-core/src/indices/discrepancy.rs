//! Where the facts of two parties differ. While they do, neither publishes a number.

use std::collections::BTreeMap;

use minicbor::Encode;

use super::facts::Facts;
use crate::ids::FactId;

/// One fact on which two parties do not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discrepancy {
    /// What the agreement and the plan say is not the same.
    Terms,
    /// We have a fact that they lack.
    OnlyOurs(FactId),
    /// They have a fact that we lack.
    OnlyTheirs(FactId),
    /// Both have it, and not alike.
    Differs(FactId),
}

/// Everything on which `ours` and `theirs` differ, in the order of the facts; empty when the indices must be equal.
pub fn discrepancies(ours: &Facts, theirs: &Facts) -> Vec<Discrepancy> {
    let (mut list, other) = (Vec::new(), by_id(theirs));
    if terms(ours) != terms(theirs) {
        list.push(Discrepancy::Terms);
    }
    let ours = by_id(ours);
    for (id, bytes) in &ours {
        match other.get(id) {
            None => list.push(Discrepancy::OnlyOurs(*id)),
            Some(there) if there != bytes => list.push(Discrepancy::Differs(*id)),
            Some(_) => {}
        }
    }
    list.extend(
        other.keys().filter(|id| !ours.contains_key(id)).map(|id| Discrepancy::OnlyTheirs(*id)),
    );
    list
}

impl Facts {
    /// What is no list, and every fact under its identifier: what two parties compare.
    pub fn parts(&self) -> (Vec<u8>, BTreeMap<FactId, Vec<u8>>) {
        (terms(self), by_id(self))
    }

    /// The bytes whose hash both parties sign beside the number: deterministic CBOR, whatever the order of the lists.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut bytes = terms(self);
        bytes.extend(by_id(self).into_values().flatten());
        bytes
    }
}

/// What is not a list.
fn terms(facts: &Facts) -> Vec<u8> {
    let bare = Facts {
        areas: Vec::new(),
        obligations: Vec::new(),
        initiatives: Vec::new(),
        exchanges: Vec::new(),
        meetings: Vec::new(),
        actions: Vec::new(),
        contributions: Vec::new(),
        voices: Vec::new(),
        decisions: Vec::new(),
        objectives: Vec::new(),
        agreed_shares: facts.agreed_shares.clone(),
        parties: facts.parties.clone(),
        ..*facts
    };
    bytes(&bare)
}

/// Every fact under its identifier, with a number for its kind before its bytes.
fn by_id(facts: &Facts) -> BTreeMap<FactId, Vec<u8>> {
    let mut all = BTreeMap::new();
    all.extend(facts.areas.iter().map(|fact| (fact.id, bytes(&(0, fact)))));
    all.extend(facts.obligations.iter().map(|fact| (fact.id, bytes(&(1, fact)))));
    all.extend(facts.initiatives.iter().map(|fact| (fact.id, bytes(&(2, fact)))));
    all.extend(facts.exchanges.iter().map(|fact| (fact.id, bytes(&(3, fact)))));
    all.extend(facts.meetings.iter().map(|fact| (fact.id, bytes(&(4, fact)))));
    all.extend(facts.actions.iter().map(|fact| (fact.id, bytes(&(5, fact)))));
    all.extend(facts.contributions.iter().map(|fact| (fact.id, bytes(&(6, fact)))));
    all.extend(facts.voices.iter().map(|fact| (fact.id, bytes(&(7, fact)))));
    all.extend(facts.decisions.iter().map(|fact| (fact.id, bytes(&(8, fact)))));
    all.extend(facts.objectives.iter().map(|fact| (fact.id, bytes(&(9, fact)))));
    all
}

/// Writing to memory cannot fail.
fn bytes<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap_or_default()
}
