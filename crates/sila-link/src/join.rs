//! How two agencies that have never met become a link: invitation, join, accept, and a code that
//! two officers compare by telephone.
//!
//! The invitation file carries a secret, so only who has the file can answer it, once. Files are
//! copied, though, and so the officers compare twelve digits. The digits depend on a number that
//! the inviter commits to in the file and shows only after the answer, and on one that the
//! joiner adds: whoever stands between two agencies has a single guess in 10¹² and cannot search
//! for keys that give the same digits on both screens.
//!
//! ```text
//! invitation = [ {statement, agreement, token, secret, commit = SHA-256("sila/join/commit/1" ∥ opening), expires}, sig by A's root ]
//! transcript = SHA-256("sila/join/transcript/1" ∥ SHA-256(invitation) ∥ SHA-256(body))
//! join       = [ body {token, statement, nonce}, sig by B's signing key over body, HMAC-SHA256(secret, transcript) ]
//! accept     = [ {token, transcript, opening}, sig by A's signing key ]
//! digits     = short_code("sila/join/code/1" ∥ transcript ∥ opening)
//! ```

use minicbor::bytes::ByteSlice;
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use sila_core::Millis;
use sila_seal::statement::{KeyStatement, SignedStatement};
use sila_seal::{Hash, SigningKey, code::short_code, hmac, sha256};

use crate::error::LinkError;
use crate::wire::{from_cbor, signed, split_pair, to_cbor, verified};

/// An invitation is good for at most this many milliseconds (72 hours).
pub const INVITATION_MS_MAX: i64 = 72 * 60 * 60 * 1_000;
/// The largest invitation, answer or acceptance, in bytes.
pub const JOIN_BYTES_MAX: usize = 16 * 1_024;

const INVITATION: &str = "sila/join/invitation/1";
const JOIN: &str = "sila/join/join/1";
const ACCEPT: &str = "sila/join/accept/1";

/// What an invitation file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The inviter's keys, names and endpoints.
    pub statement: KeyStatement,
    /// The statement as signed, to store.
    pub signed_statement: SignedStatement,
    /// The digest of the agreement that the inviter will propose, if it is settled.
    pub agreement: Option<Hash>,
    /// Names the invitation; not secret.
    pub token: [u8; 16],
    /// After this it is not accepted any more.
    pub expires: Millis,
    secret: [u8; 16],
    commit: Hash,
}

/// What the inviter keeps until the invitation is answered. Secret; store it encrypted.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Pending {
    /// The invitation file.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub file: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    opening: [u8; 32],
}

/// What the joiner keeps until its answer is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Joining {
    /// The invitation file.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub file: Vec<u8>,
    /// The answer; post these bytes again when no acceptance came.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub join: Vec<u8>,
}

/// What both sides know after the acceptance: from here on the link is
/// [`crate::LinkState::PendingVerify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The other side's keys.
    pub statement: KeyStatement,
    /// Their statement as signed, to store.
    pub signed_statement: SignedStatement,
    /// Twelve digits for the telephone, `"1234 5678 9012"`.
    pub short_code: String,
    /// The hash of this ceremony, the same at both ends; [`crate::Message::LinkResume`] carries it.
    pub transcript: Hash,
    /// The inviter's answer to post back; empty at the joiner.
    pub accept: Vec<u8>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct InvitationBody {
    #[n(0)]
    version: u16,
    #[cbor(n(1), with = "minicbor::bytes")]
    statement: Vec<u8>,
    #[cbor(n(2), with = "minicbor::bytes")]
    agreement: Option<Hash>,
    #[cbor(n(3), with = "minicbor::bytes")]
    token: [u8; 16],
    #[cbor(n(4), with = "minicbor::bytes")]
    secret: [u8; 16],
    #[cbor(n(5), with = "minicbor::bytes")]
    commit: Hash,
    #[n(6)]
    expires: i64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct JoinBody {
    #[cbor(n(0), with = "minicbor::bytes")]
    token: [u8; 16],
    #[cbor(n(1), with = "minicbor::bytes")]
    statement: Vec<u8>,
    #[cbor(n(2), with = "minicbor::bytes")]
    nonce: [u8; 32],
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct AcceptBody {
    #[cbor(n(0), with = "minicbor::bytes")]
    token: [u8; 16],
    #[cbor(n(1), with = "minicbor::bytes")]
    transcript: Hash,
    #[cbor(n(2), with = "minicbor::bytes")]
    opening: [u8; 32],
}

/// Writes an invitation, signed by the root key that `statement` names.
///
/// # Errors
/// [`LinkError::Invitation`] when it would be good for longer than [`INVITATION_MS_MAX`] or has
/// run out already; [`LinkError::OwnKey`] when statement and root key do not belong together.
pub fn invite(
    statement: &SignedStatement,
    root: &SigningKey,
    agreement: Option<Hash>,
    now: Millis,
    expires: Millis,
    rng: &mut impl CryptoRng,
) -> Result<Pending, LinkError> {
    let lasts = expires.0.saturating_sub(now.0);
    if lasts <= 0 || lasts > INVITATION_MS_MAX {
        return Err(LinkError::Invitation);
    }
    let own = statement.verify().or(Err(LinkError::OwnKey))?;
    if own.root != root.verifying() {
        return Err(LinkError::OwnKey);
    }
    let opening: [u8; 32] = random(rng);
    let body = InvitationBody {
        version: 1,
        statement: statement.to_cbor(),
        agreement,
        token: random(rng),
        secret: random(rng),
        commit: commitment(&opening),
        expires: expires.0,
    };
    Ok(Pending { file: signed(INVITATION, &to_cbor(&body), root), opening })
}

impl Invitation {
    /// Reads and verifies an invitation file, to show it to the officer.
    ///
    /// # Errors
    /// [`LinkError::Size`], [`LinkError::Schema`], [`LinkError::Version`], [`LinkError::Signature`],
    /// or [`LinkError::Invitation`] when it has run out.
    pub fn open(file: &[u8], now: Millis) -> Result<Self, LinkError> {
        if file.len() > JOIN_BYTES_MAX {
            return Err(LinkError::Size(JOIN_BYTES_MAX));
        }
        let (body, _) = split_pair(file, "invitation")?;
        let body: InvitationBody = from_cbor(body, JOIN_BYTES_MAX, "invitation")?;
        if body.version != 1 {
            return Err(LinkError::Version);
        }
        let (signed_statement, statement) = read_statement(&body.statement)?;
        verified(INVITATION, file, &[statement.root], "invitation")?;
        if body.expires <= now.0 {
            return Err(LinkError::Invitation);
        }
        Ok(Self {
            statement,
            signed_statement,
            agreement: body.agreement,
            token: body.token,
            expires: Millis(body.expires),
            secret: body.secret,
            commit: body.commit,
        })
    }
}

/// Answers an invitation. `sign` is the signing key that our `statement` names.
///
/// # Errors
/// As [`Invitation::open`]; [`LinkError::OwnKey`] when statement and key do not belong together;
/// [`LinkError::Address`] for an invitation of our own.
pub fn join(
    file: &[u8],
    statement: &SignedStatement,
    sign: &SigningKey,
    now: Millis,
    rng: &mut impl CryptoRng,
) -> Result<Joining, LinkError> {
    let invitation = Invitation::open(file, now)?;
    let own = statement.verify().or(Err(LinkError::OwnKey))?;
    if own.sign != sign.verifying() {
        return Err(LinkError::OwnKey);
    }
    if own.agency() == invitation.statement.agency() {
        return Err(LinkError::Address);
    }
    let body =
        JoinBody { token: invitation.token, statement: statement.to_cbor(), nonce: random(rng) };
    let body = to_cbor(&body);
    let mac = hmac(&invitation.secret, &transcript(file, &body));
    let mac: &ByteSlice = mac.as_slice().into();
    let answer = signed(JOIN, &body, sign);
    let answer: &ByteSlice = answer.as_slice().into();
    Ok(Joining { file: file.to_vec(), join: to_cbor(&(answer, mac)) })
}

/// The token that an answer names, so that the inviter finds its [`Pending`]. Not verified.
///
/// # Errors
/// [`LinkError::Size`] or [`LinkError::Schema`].
pub fn join_token(join: &[u8]) -> Result<[u8; 16], LinkError> {
    let (answer, _) = split_join(join)?;
    let body: JoinBody = from_cbor(split_pair(answer, "join")?.0, JOIN_BYTES_MAX, "join")?;
    Ok(body.token)
}

impl Pending {
    /// The token of the invitation.
    ///
    /// # Errors
    /// [`LinkError::Schema`] when the stored file is damaged.
    pub fn token(&self) -> Result<[u8; 16], LinkError> {
        Ok(Invitation::open(&self.file, Millis(i64::MIN))?.token)
    }

    /// Bytes to store, encrypted.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// [`LinkError::Schema`] or [`LinkError::Size`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        from_cbor(bytes, 2 * JOIN_BYTES_MAX, "invitation")
    }

    /// Accepts an answer. `sign` is the signing key that our invitation's statement names. The
    /// caller uses up the token in the transaction that stores the result, and posts `accept`
    /// only afterwards; a repeated answer with the same bytes gets the same acceptance.
    ///
    /// # Errors
    /// [`LinkError::Invitation`] when the invitation has run out or the secret is another;
    /// [`LinkError::Signature`], [`LinkError::Schema`], [`LinkError::Size`];
    /// [`LinkError::Address`] when we answered ourselves; [`LinkError::OwnKey`] for another key.
    pub fn accept(&self, join: &[u8], sign: &SigningKey, now: Millis) -> Result<Joined, LinkError> {
        let invitation = Invitation::open(&self.file, now)?;
        if invitation.statement.sign != sign.verifying() {
            return Err(LinkError::OwnKey);
        }
        let (answer, mac) = split_join(join)?;
        let (bytes, _) = split_pair(answer, "join")?;
        let transcript = transcript(&self.file, bytes);
        if !same(&hmac(&invitation.secret, &transcript), mac) {
            return Err(LinkError::Invitation);
        }
        let body: JoinBody = from_cbor(bytes, JOIN_BYTES_MAX, "join")?;
        let (signed_statement, statement) = read_statement(&body.statement)?;
        verified(JOIN, answer, &[statement.sign], "join")?;
        if body.token != invitation.token {
            return Err(LinkError::Invitation);
        }
        if statement.agency() == invitation.statement.agency() {
            return Err(LinkError::Address);
        }
        let told = AcceptBody { token: body.token, transcript, opening: self.opening };
        let accept = signed(ACCEPT, &to_cbor(&told), sign);
        let short_code = digits(&transcript, &self.opening);
        Ok(Joined { statement, signed_statement, short_code, transcript, accept })
    }
}

impl Joining {
    /// Bytes to store.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// [`LinkError::Schema`] or [`LinkError::Size`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        from_cbor(bytes, 3 * JOIN_BYTES_MAX, "join")
    }

    /// Reads the inviter's acceptance.
    ///
    /// # Errors
    /// [`LinkError::Size`], [`LinkError::Schema`], [`LinkError::Signature`], or
    /// [`LinkError::Invitation`] when it is for another answer or does not open what the
    /// invitation committed to.
    pub fn accepted(&self, accept: &[u8]) -> Result<Joined, LinkError> {
        let invitation = Invitation::open(&self.file, Millis(i64::MIN))?;
        let body = verified(ACCEPT, accept, &[invitation.statement.sign], "accept")?;
        let body: AcceptBody = from_cbor(body, JOIN_BYTES_MAX, "accept")?;
        let (answer, _) = split_join(&self.join)?;
        let transcript = transcript(&self.file, split_pair(answer, "join")?.0);
        let ours = body.token == invitation.token && body.transcript == transcript;
        if !ours || commitment(&body.opening) != invitation.commit {
            return Err(LinkError::Invitation);
        }
        Ok(Joined {
            statement: invitation.statement,
            signed_statement: invitation.signed_statement,
            short_code: digits(&transcript, &body.opening),
            transcript,
            accept: Vec::new(),
        })
    }
}

fn split_join(join: &[u8]) -> Result<(&[u8], &[u8]), LinkError> {
    if join.len() > JOIN_BYTES_MAX {
        return Err(LinkError::Size(JOIN_BYTES_MAX));
    }
    split_pair(join, "join")
}

fn read_statement(bytes: &[u8]) -> Result<(SignedStatement, KeyStatement), LinkError> {
    let signed = SignedStatement::from_cbor(bytes).or(Err(LinkError::Schema("statement")))?;
    let statement = signed.verify().or(Err(LinkError::Signature))?;
    Ok((signed, statement))
}

fn random<const N: usize>(rng: &mut impl CryptoRng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn commitment(opening: &[u8; 32]) -> Hash {
    sha256(&[b"sila/join/commit/1", opening])
}

fn transcript(file: &[u8], join_body: &[u8]) -> Hash {
    sha256(&[b"sila/join/transcript/1", &sha256(&[file]), &sha256(&[join_body])])
}

fn digits(transcript: &Hash, opening: &[u8; 32]) -> String {
    short_code(&[b"sila/join/code/1".as_slice(), transcript, opening].concat())
}

/// Compares without telling by its duration where the first difference is.
fn same(one: &Hash, other: &[u8]) -> bool {
    let different = one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && different == 0
}

#[cfg(test)]
mod tests;
