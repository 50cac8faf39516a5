//! Keys that change while messages are on their way, and nothing is lost.
//!
//! An agency's statements are numbered, chained and signed by its root, so they prove themselves and
//! travel beside the greeting in any call, not in a stream. Each greeting says which statement of the
//! other side it has ([`crate::Hello::knows`]); the other sends what follows. The rules:
//!
//! - statements of a call are learned **before** its greeting is verified ([`Known::learn`]);
//! - one signs with the newest key that the reader knows ([`signing_for`]), but never with a revoked
//!   one;
//! - a retired signing key is still accepted for what it has signed; a revoked one is not. What it
//!   had signed and nobody has taken goes out again in a new epoch ([`crate::reopen`]);
//! - a retired sealing key opens what comes late, until it is erased ([`may_erase`]). What comes even
//!   later is parked with `P-OPEN` for ever, and its sender sends the content as a new message
//!   ([`crate::Disposition::asks_again`]), sealed to another key: until it knows of one, it seals
//!   nothing for that reader.

use sila_core::Millis;
use sila_seal::statement::{KeyStatement, SignedStatement};
use sila_seal::{SealingPublic, VerifyingKey};

use crate::error::LinkError;
use crate::evidence::{Evidence, Proof};
use crate::party::Peer;

/// A sealing key is replaced after this many milliseconds (7 days).
pub const SEALING_MS: i64 = 7 * DAY_MS;
/// A signing key and a TLS key are replaced after this many milliseconds (365 days).
pub const SIGNING_MS: i64 = 365 * DAY_MS;
/// A retired sealing key is kept for this many milliseconds (30 days).
pub const KEPT_MS: i64 = 30 * DAY_MS;
/// How many earlier signing keys of a peer are kept to read what is still on its way.
pub const EARLIER_MAX: usize = 8;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// What this node knows of a peer's keys: store the statement and the earlier keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its newest statement.
    pub statement: SignedStatement,
    /// What the statement says.
    pub told: KeyStatement,
    /// Its earlier signing keys that are not revoked, the latest first.
    pub earlier: Vec<Earlier>,
}

/// A signing key that was replaced, with a statement that proves whose it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The key.
    pub key: VerifyingKey,
    /// The last statement that named it.
    pub statement: SignedStatement,
}

/// Why statements were not learned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlearned {
    /// They do not continue what is known, or are no statements.
    Refused(LinkError),
    /// The peer's root has signed two different statements with one number.
    Proven(Box<Evidence>),
}

impl Known {
    /// From the statement of the ceremony.
    ///
    /// # Errors
    /// [`LinkError::Signature`] when it does not verify.
    pub fn new(statement: SignedStatement) -> Result<Self, LinkError> {
        let told = statement.verify().or(Err(LinkError::Signature))?;
        Ok(Self { statement, told, earlier: Vec::new() })
    }

    /// What is known after the statements of a call, `None` when they say nothing new. Commit it
    /// before anything is answered.
    ///
    /// # Errors
    /// Why, as [`Unlearned`]; nothing of the call is used then.
    pub fn learn(&self, statements: &[Vec<u8>]) -> Result<Option<Self>, Unlearned> {
        let mut known = self.clone();
        for bytes in statements {
            if !known.is_theirs(bytes) {
                continue;
            }
            let refused = |error| Unlearned::Refused(error);
            let signed = SignedStatement::from_cbor(bytes)
                .or(Err(refused(LinkError::Schema("statement"))))?;
            let told = signed.verify().or(Err(refused(LinkError::Signature)))?;
            if told.n == known.told.n && signed.hash() != known.statement.hash() {
                return Err(known.two_with_one_number(signed));
            }
            if told.n > known.told.n {
                signed.verify_after(&known.statement).or(Err(refused(LinkError::Chain)))?;
                known = known.followed_by(signed, told);
            }
        }
        Ok((known != *self).then_some(known))
    }

    /// Whether a statement claims to be of this agency; ours among them are for [`forgotten`].
    fn is_theirs(&self, bytes: &[u8]) -> bool {
        let told = SignedStatement::from_cbor(bytes).and_then(|signed| signed.verify());
        told.map_or(true, |told| told.agency() == self.told.agency())
    }

    /// The keys as the other modules take them.
    pub fn write_into(&self, peer: &mut Peer) {
        peer.sign = self.signing();
        peer.seal_to = self.told.sealing.clone();
    }

    /// All signing keys that count, the newest first.
    #[must_use]
    pub fn signing(&self) -> Vec<VerifyingKey> {
        let earlier = self.earlier.iter().map(|earlier| earlier.key);
        [self.told.sign].into_iter().chain(earlier).collect()
    }

    /// The statements that prove whose keys they are, for evidence.
    #[must_use]
    pub fn statements(&self) -> Vec<SignedStatement> {
        let earlier = self.earlier.iter().map(|earlier| earlier.statement.clone());
        [self.statement.clone()].into_iter().chain(earlier).collect()
    }

    fn followed_by(&self, statement: SignedStatement, told: KeyStatement) -> Self {
        let last = Earlier { key: self.told.sign, statement: self.statement.clone() };
        let all = [last].into_iter().chain(self.earlier.iter().cloned());
        let counts = |key: &VerifyingKey| *key != told.sign && !told.custody.is_revoked(&key.id());
        let earlier = all.filter(|earlier| counts(&earlier.key)).take(EARLIER_MAX).collect();
        Self { statement, told, earlier }
    }

    fn two_with_one_number(&self, other: SignedStatement) -> Unlearned {
        if other.verify().is_ok_and(|told| told.agency() == self.told.agency()) {
            let proof = Proof::Statements { one: self.statement.clone(), other };
            Unlearned::Proven(Box::new(Evidence { keys: self.statements(), proof }))
        } else {
            Unlearned::Refused(LinkError::Signature)
        }
    }
}

/// Our own statements among those of a call that are newer than `newest`: a peer gives them back when
/// our greeting shows that we were restored from a backup and have forgotten them. Store them and
/// make the next statement with new keys: the private ones to these are lost.
#[must_use]
pub fn forgotten(newest: &SignedStatement, statements: &[Vec<u8>]) -> Vec<SignedStatement> {
    let Ok(told) = newest.verify() else { return Vec::new() };
    let (agency, mut last, mut found) = (told.agency(), newest.clone(), Vec::new());
    for bytes in statements {
        let Ok(signed) = SignedStatement::from_cbor(bytes) else { continue };
        let ours = signed.verify().is_ok_and(|told| told.agency() == agency);
        if ours && signed.verify_after(&last).is_ok() {
            last = signed.clone();
            found.push(signed);
        }
    }
    found
}

/// Which of our signing keys to use towards a reader who knows our statements up to `knows`: the
/// newest that it can verify. `introduced` has the numbers of the statements that introduced our keys,
/// oldest first, without the revoked ones; the answer is an index into it. When the reader knows none
/// of them, the newest: the statement that introduces it travels in the same call and is read first.
#[must_use]
pub fn signing_for(introduced: &[u32], knows: u32) -> Option<usize> {
    let known = introduced.iter().rposition(|n| *n <= knows);
    known.or(introduced.len().checked_sub(1))
}

/// Which keys are due to be replaced at `now`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Due {
    /// The sealing key.
    pub sealing: bool,
    /// The signing key.
    pub signing: bool,
    /// The TLS key.
    pub transport: bool,
}

/// Which keys of a statement are due. Ask only while our clock agrees with our peers'.
#[must_use]
pub fn due(told: &KeyStatement, now: Millis) -> Due {
    let older = |since: i64, ms| now.0.saturating_sub(since.max(told.created)) >= ms;
    Due {
        sealing: older(told.custody.sealing_since, SEALING_MS),
        signing: older(told.custody.sign_since, SIGNING_MS),
        transport: older(told.custody.transport_since, SIGNING_MS),
    }
}

/// Whether a sealing key that was retired at `retired` may be erased. `is_named`: whether a message
/// in our inbox that could still be opened is sealed to it. `clock_agrees`: a clock that has jumped
/// must not erase keys.
#[must_use]
pub fn may_erase(retired: Millis, now: Millis, is_named: bool, clock_agrees: bool) -> bool {
    clock_agrees && !is_named && now.0.saturating_sub(retired.0) >= KEPT_MS
}

/// The statement after `last`, with the same keys: change what changes, then sign it.
///
/// # Errors
/// [`LinkError::OwnKey`] when `last` does not verify.
pub fn after(last: &SignedStatement, now: Millis) -> Result<KeyStatement, LinkError> {
    let told = last.verify().or(Err(LinkError::OwnKey))?;
    let n = told.n.checked_add(1).ok_or(LinkError::OwnKey)?;
    Ok(KeyStatement { n, prev: last.hash(), created: now.0, ..told })
}

/// Replaces the sealing key of a statement.
pub fn replace_sealing(told: &mut KeyStatement, key: SealingPublic, now: Millis) {
    told.sealing = key;
    told.custody.sealing_since = now.0;
}

/// Replaces the signing key of a statement; with `since`, the old one is revoked from that place on: the
/// number of our log, and the index in it.
pub fn replace_signing(
    told: &mut KeyStatement,
    key: VerifyingKey,
    since: Option<(u32, u64)>,
    now: Millis,
) {
    let kid = told.sign.id();
    let revoked = since.map(|(log, since)| sila_seal::statement::Revocation {
        kid,
        since,
        log: Some(log).filter(|log| *log > 1),
    });
    told.custody.revoked.extend(revoked);
    told.sign = key;
    told.custody.sign_since = now.0;
}

#[cfg(test)]
mod tests;
