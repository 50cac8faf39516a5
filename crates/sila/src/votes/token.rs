//! Slips, tokens, and what a ballot is known by.
//!
//! A token is ten bytes that the telephone made up and the first ten bytes of their value under the vote's own key: the verifiable
//! oblivious function of RFC 9497, as in the privately verifiable tokens of RFC 9578. Whoever holds the key can tell a good token and, of two
//! that it gave, not which went to whom: what it saw at the drawing was a uniformly random element, and every token fits
//! every drawing equally well. That holds for whoever has the database, the key and any computer.

use rand_core::Rng;
use sila_core::VoteId;
use sila_core::ballot::Ballot;
use sila_seal::merkle::leaf_hash;
use sila_seal::voprf::{OprfKey, OprfPublic};
use sila_seal::{Hash, sha256};

use super::Vote;
use crate::app::App;
use crate::clock::Randomness;
use crate::problem::Problem;
use crate::vault::Place;

/// Bytes that the telephone makes up.
pub const NONCE_BYTES: usize = 10;
/// Bytes of a token: with them the value of those under the key, cut to as many. To guess one takes 2⁷⁹ tries at the node.
const TOKEN_BYTES: usize = 20;
/// Bytes of a slip: who may draw.
const SLIP_BYTES: usize = 10;
/// Bytes of a code: what anybody may know.
const CODE_BYTES: usize = 5;

/// One vote of somebody, nobody knows whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token([u8; TOKEN_BYTES]);

impl Token {
    /// Reads a token as somebody types it.
    pub fn read(typed: &str) -> Option<Token> {
        if typed.len() > 80 {
            return None;
        }
        Some(Token(sila_seal::code::base32_decode(typed).ok()?.try_into().ok()?))
    }

    /// In groups of four.
    pub fn to_text(self) -> String {
        grouped(&sila_seal::code::base32_encode(&self.0))
    }

    fn nonce(&self) -> &[u8] {
        self.0.get(..NONCE_BYTES).unwrap_or_default()
    }

    /// Under what a ballot with this token lies: a second one with it finds the place taken.
    pub fn spent(&self) -> Hash {
        sha256(&[b"sila/vote/spent/1", self.nonce()])
    }

    /// The leaf of a ballot: only who has the token can compute it, and it changes with every mark.
    pub fn leaf(&self, ballot: &Ballot) -> Hash {
        leaf_hash(&[self.nonce(), &ballot.to_bytes()].concat())
    }

    /// Whether it was given under this key.
    ///
    /// # Errors
    /// None that a nonce can cause.
    pub fn is_of(&self, key: &OprfKey) -> Result<bool, Problem> {
        Ok(valued(key, self.nonce())? == *self)
    }
}

fn valued(key: &OprfKey, nonce: &[u8]) -> Result<Token, Problem> {
    let value =
        key.evaluate(&[nonce]).map_err(|error| Problem::internal("vote.key").because(error))?;
    let tag = value.first().and_then(|value| value.get(..TOKEN_BYTES - NONCE_BYTES));
    let token = [nonce, tag.unwrap_or_default()].concat().try_into();
    token.map(Token).map_err(|_short| Problem::internal("vote.key"))
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    Randomness.fill_bytes(&mut bytes);
    bytes
}

/// A token that was not drawn blindly: for the papers of a hat.
///
/// # Errors
/// As [`Token::is_of`].
pub fn on_paper(key: &OprfKey) -> Result<Token, Problem> {
    valued(key, &random::<NONCE_BYTES>())
}

fn place(vote: VoteId) -> Place {
    Place { table: "vote", row: vote.0 }
}

/// A new key for a vote: sealed, and its public half.
///
/// # Errors
/// None of its own.
pub fn new_key(app: &App, vote: VoteId) -> Result<(Vec<u8>, OprfPublic), Problem> {
    let seed = random::<32>();
    Ok((app.vault.seal(place(vote), &seed), derived(&seed)?.public()))
}

fn derived(seed: &[u8; 32]) -> Result<OprfKey, Problem> {
    OprfKey::derive(seed, b"sila/vote/1").map_err(|e| Problem::internal("vote.key").because(e))
}

/// The key of an open vote.
///
/// # Errors
/// `vote.closed`: the key was destroyed with the closing.
pub fn key(app: &App, vote: &Vote) -> Result<OprfKey, Problem> {
    if vote.closed_at.is_some() {
        return Err(Problem::refused("vote.closed").way_out(vote.booth()));
    }
    let seed = app.vault.open(place(vote.id), &vote.seed)?;
    let seed = <&[u8; 32]>::try_from(seed.as_slice());
    derived(seed.map_err(|e| Problem::internal("vote.key").because(e))?)
}

/// A new slip, as it is printed.
pub fn new_slip() -> String {
    grouped(&sila_seal::code::base32_encode(&random::<SLIP_BYTES>()))
}

/// A slip sealed for its vote, so that it can be printed again.
pub fn sealed(app: &App, vote: VoteId, slip: &str) -> Vec<u8> {
    app.vault.seal(place(vote), slip.as_bytes())
}

/// A slip that [`sealed`] sealed.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(app: &App, vote: VoteId, slip: &[u8]) -> Result<String, Problem> {
    let plain = app.vault.open(place(vote), slip)?;
    String::from_utf8(plain.to_vec()).map_err(|e| Problem::internal("vault.unreadable").because(e))
}

/// By what a slip is found; none for what is no slip.
pub fn slip_hash(typed: &str) -> Option<Hash> {
    if typed.len() > 40 {
        return None;
    }
    let bytes = sila_seal::code::base32_decode(typed).ok()?;
    (bytes.len() == SLIP_BYTES).then(|| sha256(&[b"sila/vote/slip/1", &bytes]))
}

/// A new code of a vote.
pub fn new_code() -> String {
    sila_seal::code::base32_encode(&random::<CODE_BYTES>())
}

/// A code as it is stored, from one as it is typed.
pub fn spelt(typed: &str) -> Option<String> {
    if typed.len() > 20 {
        return None;
    }
    let bytes = sila_seal::code::base32_decode(typed).ok()?;
    (bytes.len() == CODE_BYTES).then(|| sila_seal::code::base32_encode(&bytes))
}

/// `ABCD-EFGH-…`.
pub fn grouped(text: &str) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n > 0 && n % 4 == 0 {
            out.push('-');
        }
        out.push(c);
    }
    out
}
