//! What one node knows of one record, what follows from it, and what may be said next.

use std::collections::BTreeMap;

use sila_core::{AgencyId, Millis, RecordId};
use sila_seal::Hash;

use super::{PENDING_MAX, RecordError, Version, Voice, Word};

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its proposer's signature, or the version before it, is not here yet.
    Incomplete,
    /// Some signatures are missing.
    Open,
    /// Every party has signed, and no later version is in force.
    InForce,
    /// A later version took its place.
    Replaced,
    /// A party has said that it will never sign: it cannot take effect any more.
    Dead,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 5] =
        [Self::Incomplete, Self::Open, Self::InForce, Self::Replaced, Self::Dead];

    /// The word in rows and texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Incomplete => "INCOMPLETE",
            Self::Open => "OPEN",
            Self::InForce => "IN_FORCE",
            Self::Replaced => "REPLACED",
            Self::Dead => "DEAD",
        }
    }
}

/// A version with what its parties have said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The version.
    pub version: Version,
    /// Each party's signature or refusal, of which it gives one for ever.
    pub words: BTreeMap<AgencyId, Word>,
    /// Its proposer asks not to sign it.
    pub withdrawn: bool,
}

impl Held {
    fn is_complete(&self) -> bool {
        let signed = |party| self.words.get(party) == Some(&Word::Sign);
        self.version.parties.iter().all(signed)
    }

    fn is_dead(&self) -> bool {
        self.words.values().any(|word| word.is_decline())
    }

    /// The parties that have neither signed nor declined.
    pub fn awaited(&self) -> impl Iterator<Item = AgencyId> + '_ {
        self.version.parties.iter().copied().filter(|party| !self.words.contains_key(party))
    }
}

/// One record as one node knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shared {
    held: BTreeMap<Hash, Held>,
}

impl Shared {
    /// Puts together what is stored, in any order. What does not belong together is left out.
    #[must_use]
    pub fn of(versions: Vec<Version>, voices: &[Voice]) -> Self {
        let mut shared = Self::default();
        for version in versions {
            let held = Held { version, words: BTreeMap::new(), withdrawn: false };
            shared.held.insert(held.version.digest(), held);
        }
        for voice in voices {
            let _left_out = shared.hear(voice);
        }
        shared
    }

    /// Adds a version. False when it is here already.
    ///
    /// # Errors
    /// [`RecordError::Differs`] or [`RecordError::TooMany`].
    pub fn add(&mut self, version: Version) -> Result<bool, RecordError> {
        let digest = version.digest();
        if self.held.contains_key(&digest) {
            return Ok(false);
        }
        if let Some(other) = self.held.values().next() {
            let (one, two) = (&other.version, &version);
            if one.record != two.record || one.kind != two.kind || one.parties != two.parties {
                return Err(RecordError::Differs);
            }
        }
        let waits = |digest: &&Hash| {
            matches!(self.standing(digest), Some(Standing::Open | Standing::Incomplete))
        };
        if self.held.keys().filter(waits).count() >= PENDING_MAX {
            return Err(RecordError::TooMany);
        }
        self.held.insert(digest, Held { version, words: BTreeMap::new(), withdrawn: false });
        Ok(true)
    }

    /// Takes in what a party has said and signed. False when it is known.
    ///
    /// # Errors
    /// [`RecordError::Unknown`], [`RecordError::NotAParty`], [`RecordError::NotTheProposer`] or
    /// [`RecordError::Contradiction`].
    pub fn hear(&mut self, voice: &Voice) -> Result<bool, RecordError> {
        let held = self.held.get_mut(&voice.version).ok_or(RecordError::Unknown)?;
        if !held.version.parties.contains(&voice.party) {
            return Err(RecordError::NotAParty);
        }
        if voice.word == Word::Withdraw {
            if held.version.proposer != voice.party {
                return Err(RecordError::NotTheProposer);
            }
            return Ok(!std::mem::replace(&mut held.withdrawn, true));
        }
        match held.words.get(&voice.party) {
            None => {
                held.words.insert(voice.party, voice.word);
                Ok(true)
            }
            Some(before) if before.is_decline() == voice.word.is_decline() => Ok(false),
            Some(_) => Err(RecordError::Contradiction),
        }
    }

    /// The versions, by hash.
    pub fn versions(&self) -> impl Iterator<Item = (&Hash, &Held)> {
        self.held.iter()
    }

    /// One version.
    #[must_use]
    pub fn version(&self, digest: &Hash) -> Option<&Held> {
        self.held.get(digest)
    }

    /// The versions that took effect, the first first. Of the last one the hash is what all parties
    /// hold alike.
    #[must_use]
    pub fn history(&self) -> Vec<Hash> {
        let mut history = Vec::new();
        let mut prev = Hash::default();
        // The lowest hash where dishonest parties have signed two; honest ones never do.
        while let Some((digest, _)) =
            self.held.iter().find(|(_, held)| held.version.prev == prev && held.is_complete())
        {
            history.push(*digest);
            prev = *digest;
        }
        history
    }

    /// The hash of the version in force.
    #[must_use]
    pub fn in_force(&self) -> Option<Hash> {
        self.history().last().copied()
    }

    /// Where a version stands; nothing when it is not here.
    #[must_use]
    pub fn standing(&self, digest: &Hash) -> Option<Standing> {
        let held = self.held.get(digest)?;
        let history = self.history();
        let last = history.last().copied();
        Some(match history.iter().find(|one| *one == digest) {
            Some(_) if last == Some(*digest) => Standing::InForce,
            Some(_) => Standing::Replaced,
            None if held.is_dead() => Standing::Dead,
            None if held.words.get(&held.version.proposer) != Some(&Word::Sign) => {
                Standing::Incomplete
            }
            None if held.version.prev == last.unwrap_or_default() => Standing::Open,
            None if history.contains(&held.version.prev) || held.version.number == 1 => {
                Standing::Dead
            }
            None => Standing::Incomplete,
        })
    }

    /// The other versions in the place of this one that `party` has signed and that can still take,
    /// or have taken, effect.
    fn bound_elsewhere<'a>(
        &'a self,
        digest: &'a Hash,
        party: &'a AgencyId,
    ) -> impl Iterator<Item = &'a Hash> {
        let prev = self.held.get(digest).map(|held| held.version.prev);
        let sibling = move |(other, held): &(&Hash, &Held)| {
            *other != digest
                && Some(held.version.prev) == prev
                && held.words.get(party) == Some(&Word::Sign)
                && !held.is_dead()
        };
        self.held.iter().filter(sibling).map(|(other, _)| other)
    }

    /// Whether `party` may say this about a version now. The same for every party, except that a
    /// version is withdrawn by the one that proposed it.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, party: AgencyId, digest: &Hash, word: Word) -> Result<(), RecordError> {
        let held = self.held.get(digest).ok_or(RecordError::Unknown)?;
        if !held.version.parties.contains(&party) {
            return Err(RecordError::NotAParty);
        }
        if word == Word::Withdraw {
            return self.may_withdraw(party, digest, held);
        }
        if held.words.contains_key(&party) {
            return Err(RecordError::AlreadySaid);
        }
        let own_proposal = held.version.proposer == party;
        match self.standing(digest) {
            Some(Standing::Open) => {}
            // Its own signature is what completes a proposal; a late one can still be declined.
            Some(Standing::Incomplete) if own_proposal => {}
            Some(Standing::Dead) if word.is_decline() && !held.is_dead() => {}
            _ => return Err(RecordError::NotOpen),
        }
        if word == Word::Sign && held.withdrawn {
            return Err(RecordError::Withdrawn);
        }
        if word == Word::Sign && self.bound_elsewhere(digest, &party).next().is_some() {
            return Err(RecordError::Pending);
        }
        Ok(())
    }

    fn may_withdraw(&self, party: AgencyId, digest: &Hash, held: &Held) -> Result<(), RecordError> {
        if held.version.proposer != party {
            return Err(RecordError::NotTheProposer);
        }
        if held.withdrawn {
            return Err(RecordError::AlreadySaid);
        }
        let open = self.standing(digest) == Some(Standing::Open);
        if open { Ok(()) } else { Err(RecordError::NotOpen) }
    }

    /// The next version of this record, written by `proposer`, to be added and signed by it.
    ///
    /// # Errors
    /// [`RecordError::Pending`] while another version is open, the first too; [`RecordError::Unknown`] if nothing is
    /// in force and nothing can come into force any more; [`RecordError::NotAParty`].
    pub fn amend(
        &self,
        proposer: AgencyId,
        content: Vec<u8>,
        at: Millis,
    ) -> Result<Version, RecordError> {
        let open = |digest: &Hash| self.standing(digest) == Some(Standing::Open);
        if self.held.keys().any(open) {
            return Err(RecordError::Pending);
        }
        let prev = self.in_force().ok_or(RecordError::Unknown)?;
        let before = &self.held.get(&prev).ok_or(RecordError::Unknown)?.version;
        if !before.parties.contains(&proposer) {
            return Err(RecordError::NotAParty);
        }
        let number = before.number.saturating_add(1);
        Ok(Version { number, prev, proposer, at, content, ..before.clone() })
    }

    /// What the node of `party` must say by itself now: decline what was withdrawn, and what stands in
    /// the place of a version with a lower hash, or in force, that its agency has signed.
    #[must_use]
    pub fn owed(&self, party: AgencyId) -> Option<(Hash, Word)> {
        self.held.iter().find_map(|(digest, held)| {
            let word = if held.withdrawn { Word::DeclineWithdrawn } else { Word::DeclineSibling };
            let late = self.standing(digest) == Some(Standing::Dead);
            let lower = || self.bound_elsewhere(digest, &party).any(|other| late || other < digest);
            let due = held.withdrawn || lower();
            (due && self.may(party, digest, word).is_ok()).then_some((*digest, word))
        })
    }
}

/// The first version of a new record, to be added and signed by its proposer. Parties may be given in
/// any order.
#[must_use]
pub fn first(
    record: RecordId,
    kind: &str,
    mut parties: Vec<AgencyId>,
    proposer: AgencyId,
    content: Vec<u8>,
    at: Millis,
) -> Version {
    parties.sort();
    parties.dedup();
    let kind = kind.to_owned();
    Version { record, kind, number: 1, prev: Hash::default(), parties, proposer, at, content }
}
