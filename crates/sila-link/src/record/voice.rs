//! What one party says about one version, with everything that is needed to check it.

use minicbor::{Decode, Decoder, Encode, Encoder};
use sila_core::{AgencyId, Millis};
use sila_seal::statement::{KeyStatement, SIGNED_STATEMENT_BYTES_MAX, SignedStatement};
use sila_seal::{Hash, SigningKey};

use crate::error::LinkError;
use crate::wire::{from_cbor, to_cbor};

const CONTEXT: &str = "sila/record/voice/1";
const VOICE_BYTES_MAX: usize = 256;
/// The largest signed voice, in bytes.
const SIGNED_VOICE_BYTES_MAX: usize = SIGNED_STATEMENT_BYTES_MAX + VOICE_BYTES_MAX + 128;

/// What a party can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// It binds itself to this version.
    Sign,
    /// It will never sign this version.
    Decline,
    /// The same, by its node, because the proposer has withdrawn the version.
    DeclineWithdrawn,
    /// The same, by its node, because the agency has signed another version in its place.
    DeclineSibling,
    /// Its proposer asks the others not to sign any more.
    Withdraw,
}

impl Word {
    /// Every word.
    pub const ALL: [Self; 5] =
        [Self::Sign, Self::Decline, Self::DeclineWithdrawn, Self::DeclineSibling, Self::Withdraw];

    /// The word in voices and rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sign => "SIGN",
            Self::Decline => "DECLINE",
            Self::DeclineWithdrawn => "DECLINE_WITHDRAWN",
            Self::DeclineSibling => "DECLINE_SIBLING",
            Self::Withdraw => "WITHDRAW",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`LinkError::Schema`] for any other.
    pub fn from_code(code: &str) -> Result<Self, LinkError> {
        Self::ALL.into_iter().find(|word| word.code() == code).ok_or(LinkError::Schema("word"))
    }

    /// Whether whoever says it will never sign.
    #[must_use]
    pub fn is_decline(self) -> bool {
        matches!(self, Self::Decline | Self::DeclineWithdrawn | Self::DeclineSibling)
    }
}

impl<C> Encode<C> for Word {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(self.code())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Word {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_code(d.str()?).or(Err(minicbor::decode::Error::message("word")))
    }
}

/// What one party says about one version.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Voice {
    /// [`super::Version::digest`].
    #[cbor(n(0), with = "minicbor::bytes")]
    pub version: Hash,
    /// Who says it.
    #[n(1)]
    pub party: AgencyId,
    /// What.
    #[n(2)]
    pub word: Word,
    /// When, by the party's clock.
    #[n(3)]
    pub at: Millis,
}

/// A voice with its signature and the key statement that the signature is checked with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SignedVoice {
    #[cbor(n(0), with = "minicbor::bytes")]
    statement: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    voice: Vec<u8>,
    #[cbor(n(2), with = "minicbor::bytes")]
    signature: [u8; 64],
}

impl SignedVoice {
    /// Signs with the root key of the party; `statement` is the party's newest.
    #[must_use]
    pub fn sign(voice: &Voice, statement: &SignedStatement, root: &SigningKey) -> Self {
        let voice = to_cbor(voice);
        let signature = root.sign(CONTEXT, &voice);
        Self { statement: statement.to_cbor(), voice, signature }
    }

    /// The voice and the keys of whoever said it, if the statement names the root that signed, and the
    /// party is the agency of that statement.
    ///
    /// # Errors
    /// [`LinkError::Schema`], [`LinkError::Signature`], [`LinkError::Address`] for another agency's voice.
    pub fn verify(&self) -> Result<(Voice, KeyStatement), LinkError> {
        let statement = SignedStatement::from_cbor(&self.statement);
        let keys = statement.and_then(|statement| statement.verify());
        let keys = keys.or(Err(LinkError::Signature))?;
        let signed = keys.root.verify(CONTEXT, &self.voice, &self.signature);
        signed.or(Err(LinkError::Signature))?;
        let voice: Voice = from_cbor(&self.voice, VOICE_BYTES_MAX, "voice")?;
        if to_cbor(&voice) != self.voice {
            return Err(LinkError::Schema("voice"));
        }
        if AgencyId(keys.agency()) == voice.party {
            Ok((voice, keys))
        } else {
            Err(LinkError::Address)
        }
    }

    /// The voice, not verified: for rows that were verified when they were stored.
    ///
    /// # Errors
    /// [`LinkError::Schema`].
    pub fn read(&self) -> Result<Voice, LinkError> {
        from_cbor(&self.voice, VOICE_BYTES_MAX, "voice")
    }

    /// As stored.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads [`Self::to_cbor`]; nothing is verified.
    ///
    /// # Errors
    /// [`LinkError::Size`] or [`LinkError::Schema`].
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        from_cbor(bytes, SIGNED_VOICE_BYTES_MAX, "voice")
    }
}

/// What travels: a version, and what one party says about it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Share {
    /// [`super::Version::to_cbor`].
    #[cbor(n(0), with = "minicbor::bytes")]
    pub version: Vec<u8>,
    /// The voice.
    #[n(1)]
    pub voice: SignedVoice,
}

impl Share {
    pub(crate) fn check(&self) -> Result<(), LinkError> {
        let SignedVoice { statement, voice, .. } = &self.voice;
        let limits = [
            (self.version.len(), super::VERSION_BYTES_MAX),
            (statement.len(), SIGNED_STATEMENT_BYTES_MAX),
            (voice.len(), VOICE_BYTES_MAX),
        ];
        let over = limits.iter().find(|(found, max)| found > max);
        over.map_or(Ok(()), |(_, max)| Err(LinkError::Size(*max)))
    }
}
