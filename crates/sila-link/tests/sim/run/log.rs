//! A node's own log: leaves, its number, and the heads it shows.

use std::collections::BTreeMap;

use sila_link::witness::{Growth, continuation};
use sila_seal::checkpoint::{Checkpoint, SignedCheckpoint, origin};
use sila_seal::merkle::{consistency_proof, inclusion_proof, root};
use sila_seal::{Hash, QuantumSigningKey, SigningKey};

#[derive(Clone)]
pub struct Log {
    pub agency: Hash,
    pub number: u32,
    pub leaves: Vec<Hash>,
    /// Where this log names the head of an earlier one that a peer holds.
    pub named: BTreeMap<Hash, u64>,
}

impl Log {
    pub fn new(agency: Hash, number: u32) -> Self {
        Self { agency, number, leaves: Vec::new(), named: BTreeMap::new() }
    }

    pub fn size(&self) -> u64 {
        u64::try_from(self.leaves.len()).unwrap()
    }

    pub fn root_at(&self, size: u64) -> Option<Hash> {
        self.leaves.get(..usize::try_from(size).ok()?).map(root)
    }

    pub fn origin(&self) -> String {
        origin(&self.agency, self.number)
    }

    pub fn note(
        &self,
        key: &SigningKey,
        quantum: Option<&QuantumSigningKey>,
        time_s: u64,
    ) -> String {
        let origin = self.origin();
        let head =
            Checkpoint { origin: origin.clone(), size: self.size(), root: root(&self.leaves) };
        let note = head.sign(key).unwrap();
        let Some(quantum) = quantum else { return note };
        let line = SignedCheckpoint::parse(&note).unwrap().cosign_quantum(&origin, quantum, time_s);
        note + &line.unwrap()
    }

    pub fn growth(&self, old: u64) -> Option<Growth> {
        let old_root = self.root_at(old)?;
        let proof = consistency_proof(&self.leaves, old).unwrap();
        let new = (self.size(), root(&self.leaves));
        Some(Growth::new(&self.origin(), (old, old_root), new, &proof))
    }

    /// A head of ours that a peer holds: `false` when this log does not contain it.
    pub fn contains(&self, head: &Checkpoint) -> bool {
        head.origin == self.origin() && self.root_at(head.size) == Some(head.root)
    }

    /// Names the head of an earlier log that a peer holds.
    pub fn name(&mut self, head: &Checkpoint) {
        let leaf = continuation(&head.origin, head.size, &head.root);
        let at = self.size();
        if self.named.insert(leaf, at).is_none() {
            self.leaves.push(leaf);
        } else {
            self.named.insert(leaf, self.at(&leaf));
        }
    }

    pub fn continues(&self, head: &Checkpoint) -> Option<(u64, Vec<Hash>)> {
        let leaf = continuation(&head.origin, head.size, &head.root);
        let at = *self.named.get(&leaf)?;
        Some((at, inclusion_proof(&self.leaves, at).unwrap()))
    }

    fn at(&self, leaf: &Hash) -> u64 {
        u64::try_from(self.leaves.iter().position(|known| known == leaf).unwrap()).unwrap()
    }
}
