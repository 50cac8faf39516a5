//! Each agency watches over the logs of those it is linked with: it signs their heads, and so
//! neither side can rewrite what both have seen.
//!
//! The rules are those of a C2SP witness: the log is known, its signature good, it continues from
//! exactly the head that was cosigned last, and **what was cosigned is stored before it is said**. Two
//! things are added. A log *signs* the proof that it has grown ([`Growth`]), so that a false one
//! convicts it before anybody. And whoever sees the same log from elsewhere passes its heads on
//! ([`View`]), so that a log that shows two stories is found out by those it shows them to.
//!
//! A node that was restored from a backup has forgotten the end of its own log. Therefore, in each
//! life, **it shows no head before every peer has said which one it holds** ([`Saying::yours`]), also a
//! peer whose link is stopped because of that restore. If one
//! of them is not a prefix of what the node has, the log is over: the node begins the next number,
//! whose first leaves name the heads that its peers hold ([`continuation`]). Whoever goes on without
//! having heard one of them, because the link has ended, begins the next number as well.

use minicbor::{Decode, Encode};
use sila_core::AgencyId;
use sila_seal::checkpoint::{self, Checkpoint, SignedCheckpoint};
use sila_seal::merkle::{PROOF_HASHES_MAX, verify_consistency, verify_inclusion};
use sila_seal::{Hash, SigningKey, VerifyingKey, sha256};

use crate::error::LinkError;
use crate::evidence::{Evidence, Proof};
use crate::keys::Known;
use crate::wire::{from_cbor, signed, to_cbor, verified};

mod saying;

pub use saying::{ASKS_MAX, GOSSIP_MAX, GROWTHS_MAX, Saying, WITNESS_BYTES_MAX};

const GROWTH: &str = "sila/log/growth/1";
const GROWTH_BYTES_MAX: usize = 4 * 1_024;

/// A log's statement that a later head continues an earlier one, with the proof.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Growth {
    /// Which log.
    #[n(0)]
    pub origin: String,
    /// How many leaves it had.
    #[n(1)]
    pub old_size: u64,
    /// The root over them.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub old_root: Hash,
    /// How many it has.
    #[n(3)]
    pub new_size: u64,
    /// The root over these.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub new_root: Hash,
    /// The hashes of RFC 9162 §2.1.4, 32 bytes each, one after the other.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub proof: Vec<u8>,
}

impl Growth {
    /// Between two heads of one's own log; `proof` from [`sila_seal::merkle::consistency_proof`].
    #[must_use]
    pub fn new(origin: &str, old: (u64, Hash), new: (u64, Hash), proof: &[Hash]) -> Self {
        let (origin, proof) = (origin.to_owned(), proof.concat());
        let ((old_size, old_root), (new_size, new_root)) = (old, new);
        Self { origin, old_size, old_root, new_size, new_root, proof }
    }

    /// The bytes that a log sends beside its head.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> Vec<u8> {
        signed(GROWTH, &to_cbor(self), key)
    }

    /// Reads what one of `keys` has signed. Whether it is true is for [`Self::holds`].
    ///
    /// # Errors
    /// [`LinkError::Size`], [`LinkError::Schema`] or [`LinkError::Signature`].
    pub fn open(bytes: &[u8], keys: &[VerifyingKey]) -> Result<Self, LinkError> {
        if bytes.len() > GROWTH_BYTES_MAX {
            return Err(LinkError::Size(GROWTH_BYTES_MAX));
        }
        from_cbor(verified(GROWTH, bytes, keys, "growth")?, GROWTH_BYTES_MAX, "growth")
    }

    /// Whether the proof leads from the one root to the other.
    #[must_use]
    pub fn holds(&self) -> bool {
        let (hashes, rest) = self.proof.as_chunks::<32>();
        let (old, new) = (self.old_size, self.new_size);
        let fits = rest.is_empty() && hashes.len() <= PROOF_HASHES_MAX;
        fits && verify_consistency(old, new, &self.old_root, &self.new_root, hashes).is_ok()
    }
}

/// A head of another's log, as its owner signed it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Head {
    /// How many leaves.
    #[n(0)]
    pub size: u64,
    /// The root over them.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub root: Hash,
    /// The signed note.
    #[n(2)]
    pub note: String,
}

impl Head {
    /// Reads a note of the agency's log number `log` that one of its keys has signed, and its ML-DSA
    /// key too, when it has one.
    ///
    /// # Errors
    /// [`LinkError::Schema`], [`LinkError::Address`] for another log, [`LinkError::Signature`].
    pub fn open(note: &str, log: u32, known: &Known) -> Result<Self, LinkError> {
        let read = SignedCheckpoint::parse(note).or(Err(LinkError::Schema("checkpoint")))?;
        let origin = origin(known, log);
        if read.checkpoint.origin != origin {
            return Err(LinkError::Address);
        }
        let mut keys = known.signing().into_iter();
        let signed = keys.any(|key| read.verify(&key).is_ok());
        let quantum = known.told.custody.quantum.as_ref();
        let quantum = quantum.is_none_or(|key| read.cosigned_by_quantum(&origin, key).is_ok());
        let Checkpoint { size, root, .. } = read.checkpoint;
        let head = Self { size, root, note: note.to_owned() };
        if signed && quantum { Ok(head) } else { Err(LinkError::Signature) }
    }
}

/// What this node has seen of one peer's log. Store it; nothing is said before it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct View {
    /// Which log of the agency: 1, or later ones after restores. 0 before the first head.
    #[n(0)]
    pub log: u32,
    /// The head that was cosigned last.
    #[n(1)]
    pub cosigned: Option<Head>,
    /// Heads of the same log that others have seen and that are not yet proven to be in it.
    #[n(2)]
    pub heard: Vec<Head>,
}

/// Why a head was not cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwitnessed {
    /// Ask again: the log must continue from this size.
    From(u64),
    /// It cannot be read, or is not signed. [`LinkError::SplitView`]: the log contradicts a head that a
    /// since revoked key has signed; there is no evidence, but the link must be suspended all the same.
    Refused(LinkError),
    /// The log contradicts itself. Suspend the link; the evidence convinces anybody.
    Proven(Box<Evidence>),
}

impl View {
    /// The sizes from which the log must show that it has grown: what was cosigned first, then what
    /// others have heard.
    #[must_use]
    pub fn asks(&self) -> Vec<u64> {
        let cosigned = self.cosigned.as_ref().map_or(0, |head| head.size);
        let heard = self.heard.iter().map(|head| head.size);
        [cosigned].into_iter().chain(heard).take(ASKS_MAX).collect()
    }

    /// Judges the head that the log's owner shows, with its growths. Store the view that comes back,
    /// and only then cosign [`View::cosigned`].
    ///
    /// # Errors
    /// Why not, as [`Unwitnessed`].
    pub fn grow(&self, known: &Known, said: &Saying) -> Result<Self, Unwitnessed> {
        let Some(note) = &said.head else {
            return Err(Unwitnessed::Refused(LinkError::Schema("no head")));
        };
        if said.log > self.log {
            return self.begin(known, said, note);
        }
        let head = Head::open(note, self.log, known).map_err(Unwitnessed::Refused)?;
        let mut view = self.clone();
        if let Some(cosigned) = &self.cosigned {
            if head.size < cosigned.size {
                return Err(Unwitnessed::From(cosigned.size));
            }
            continues(known, self.log, cosigned, &head, said)?;
        }
        // Hearsay that a since revoked key has signed counts no more.
        view.heard.retain(|heard| Head::open(&heard.note, self.log, known).is_ok());
        let (behind, ahead): (Vec<_>, _) =
            view.heard.into_iter().partition(|heard| heard.size <= head.size);
        view.heard = ahead;
        for heard in &behind {
            match continues(known, self.log, heard, &head, said) {
                // It has not answered this one yet: keep it.
                Err(Unwitnessed::From(_)) => view.heard.push(heard.clone()),
                other => other?,
            }
        }
        view.cosigned = Some(head);
        Ok(view)
    }

    /// A first log, or another log after a restore: it must begin by naming the head of the last one
    /// that this node has cosigned.
    fn begin(&self, known: &Known, said: &Saying, note: &str) -> Result<Self, Unwitnessed> {
        let head = Head::open(note, said.log, known).map_err(Unwitnessed::Refused)?;
        if let Some(last) = &self.cosigned {
            let leaf = continuation(&origin(known, self.log), last.size, &last.root);
            let proof = said.continuation.as_ref();
            let named = proof.is_some_and(|(index, hashes)| {
                let (hashes, rest) = hashes.as_chunks::<32>();
                let proven = verify_inclusion(&leaf, *index, head.size, hashes, &head.root);
                rest.is_empty() && proven.is_ok()
            });
            if !named {
                return Err(Unwitnessed::Refused(LinkError::Rollback));
            }
        }
        Ok(Self { log: said.log, cosigned: Some(head), heard: Vec::new() })
    }

    /// Takes in a head of this log that a third agency has seen: `Some` view to store.
    ///
    /// # Errors
    /// [`Unwitnessed::Proven`] when it cannot be of the log that this node has seen,
    /// [`Unwitnessed::Refused`] when its owner has not signed it.
    pub fn hear(&self, known: &Known, note: &str) -> Result<Option<Self>, Unwitnessed> {
        let head = Head::open(note, self.log, known).map_err(Unwitnessed::Refused)?;
        let mut seen = self.cosigned.iter().chain(&self.heard);
        if let Some(mine) = seen.find(|mine| mine.size == head.size) {
            let same = mine.root == head.root;
            return if same { Ok(None) } else { Err(split(known, mine, &head)) };
        }
        let mut view = self.clone();
        if view.heard.len() >= GOSSIP_MAX {
            return Ok(None);
        }
        view.heard.push(head);
        Ok(Some(view))
    }
}

/// The name of an agency's log.
fn origin(known: &Known, log: u32) -> String {
    checkpoint::origin(&known.told.agency(), log)
}

/// The leaf by which a log after a restore names the last head of the one before that a witness has
/// cosigned: `SHA-256(0x00 ∥ "sila/log/continues/1" ∥ SHA-256(origin) ∥ size ∥ root)`.
#[must_use]
pub fn continuation(origin: &str, size: u64, root: &Hash) -> Hash {
    let named = sha256(&[origin.as_bytes()]);
    sha256(&[&[0], b"sila/log/continues/1", &named, &size.to_be_bytes(), root])
}

/// Whether the log has shown that `new` continues `old`.
fn continues(
    known: &Known,
    log: u32,
    old: &Head,
    new: &Head,
    said: &Saying,
) -> Result<(), Unwitnessed> {
    if old.size == new.size {
        return if old.root == new.root { Ok(()) } else { Err(split(known, old, new)) };
    }
    let keys = known.signing();
    let origin = origin(known, log);
    let told = said
        .growths
        .iter()
        .filter_map(|bytes| Growth::open(bytes, &keys).ok().map(|growth| (growth, bytes.to_vec())));
    let mut told = told.filter(|(g, _)| g.origin == origin && g.old_size == old.size);
    let Some((growth, bytes)) = told.find(|(g, _)| g.new_size == new.size) else {
        return Err(Unwitnessed::From(old.size));
    };
    let proof = if !growth.holds() {
        Proof::FalseGrowth { growth: bytes }
    } else if growth.old_root != old.root {
        Proof::Contradiction { note: old.note.clone(), growth: bytes }
    } else if growth.new_root != new.root {
        Proof::Contradiction { note: new.note.clone(), growth: bytes }
    } else {
        return Ok(());
    };
    Err(proven(known, proof))
}

fn split(known: &Known, one: &Head, other: &Head) -> Unwitnessed {
    proven(known, Proof::SplitView { one: one.note.clone(), other: other.note.clone() })
}

/// A contradiction that rests on a revoked key convinces nobody: a thief may have signed it. It is
/// refused, and a person must look.
fn proven(known: &Known, proof: Proof) -> Unwitnessed {
    let evidence = Evidence { keys: known.statements(), proof };
    match evidence.verify() {
        Ok(_) => Unwitnessed::Proven(Box::new(evidence)),
        Err(_) => Unwitnessed::Refused(LinkError::SplitView),
    }
}

/// How much of our own log is settled: covered by heads that enough witnesses have cosigned, two of
/// them, or the only one. `cosigned` has the largest size that each linked agency has cosigned.
#[must_use]
pub fn settled_size(cosigned: &[u64]) -> u64 {
    let mut sizes = cosigned.to_vec();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    sizes.get(1).or(sizes.first()).copied().unwrap_or(0)
}

/// Reads the head of our own log that a peer has cosigned ([`Saying::yours`]); how many leaves it
/// covers. Only what is covered is settled.
///
/// # Errors
/// [`LinkError::Schema`], or [`LinkError::Signature`] when the peer has not signed it.
pub fn cosigned_size(note: &str, known: &Known) -> Result<u64, LinkError> {
    let whole = SignedCheckpoint::parse(note).or(Err(LinkError::Schema("checkpoint")))?;
    let name = checkpoint::witness_name(&known.told.agency());
    let mut keys = known.signing().into_iter();
    let signed = keys.any(|key| whole.cosigned_by(&name, &key).is_ok());
    let quantum = known.told.custody.quantum.as_ref();
    let quantum = quantum.is_none_or(|key| whole.cosigned_by_quantum(&name, key).is_ok());
    if signed && quantum { Ok(whole.checkpoint.size) } else { Err(LinkError::Signature) }
}

/// The agency whose log a note claims to be of, and the number of the log. Not verified.
#[must_use]
pub fn claimed_log(note: &str) -> Option<(AgencyId, u32)> {
    let origin = note.lines().next()?.strip_prefix("sila/")?;
    let (agency, log) = origin.split_once("/log/")?;
    let agency = sila_seal::code::base32_decode(agency).ok()?.try_into().ok()?;
    Some((AgencyId(agency), log.parse().ok()?))
}

#[cfg(test)]
mod tests;
