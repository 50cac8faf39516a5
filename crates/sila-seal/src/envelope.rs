//! One message between two agencies, the same bytes at rest, on the wire and in evidence.
//!
//! ```text
//! envelope = CBOR [ header: bstr, sigs: [ bstr ], body: bstr ]
//! body     = HPKE.Seal(pk_to, info = "sila/link/1" ∥ link ∥ kem kid, aad = header, pt = salt(32) ∥ padded)
//! padded   = plaintext ∥ 0x80 ∥ zeros, to a multiple of 512 bytes
//! commit   = SHA-256(salt ∥ padded)                                   (a header field)
//! sig      = Ed25519(COSE Sig_structure(protected = header, external_aad = "sila/envelope/1",
//!                                       payload = SHA-256(body)))
//! leaf     = SHA-256(0x00 ∥ header ∥ sig)
//! ```
//! Whoever holds only public keys verifies origin, order and integrity without the plaintext; the
//! receiver proves the plaintext to a third party by revealing salt and plaintext. Everything is
//! verified over the received bytes; nothing is ever encoded again for that.

mod header;

pub use header::{AgreementRef, Blob, Draft, HEADER_BYTES_MAX, Header, VERSION};

use crate::error::within;
use crate::sealing::OVERHEAD_BYTES;
use crate::signing::{SIGNATURE_BYTES, push_head, sig_structure};
use crate::{Hash, SealError, SealingKey, SealingPublic, SigningKey, VerifyingKey, sha256};
use minicbor::Decoder;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// An envelope may be this long, in bytes; more travels as a blob.
pub const ENVELOPE_BYTES_MAX: usize = 256 * 1024;
/// A plaintext may be this long, in bytes; the rest is for header, padding and overhead.
pub const PLAIN_BYTES_MAX: usize = 240 * 1024;
/// Plaintexts are padded to a multiple of this, so that length tells little.
pub const PAD_BYTES: usize = 512;
/// Bytes of the random salt before the plaintext.
pub const SALT_BYTES: usize = 32;

const BODY_BYTES_MIN: usize = OVERHEAD_BYTES + SALT_BYTES + PAD_BYTES;
const CONTEXT: &str = "sila/envelope/1";
const PAD: [u8; PAD_BYTES] = {
    let mut pad = [0; PAD_BYTES];
    pad[0] = 0x80;
    pad
};

/// The random salt of one envelope; whoever knows it and the plaintext can prove the plaintext.
pub type Salt = [u8; SALT_BYTES];

/// A new envelope and what its sender keeps beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The envelope to store and send.
    pub bytes: Vec<u8>,
    /// The header as signed.
    pub header: Header,
    /// The `prev` of the next envelope in the stream.
    pub header_hash: Hash,
    /// The leaf for the log, already hashed.
    pub leaf_hash: Hash,
}

/// Seals `plain` to `to` and signs it: the only way to make an envelope.
///
/// # Errors
/// [`SealError::TooLarge`] or [`SealError::Field`] for what the receiver would refuse.
pub fn seal(
    rng: &mut impl CryptoRng,
    draft: Draft,
    plain: &[u8],
    signer: &SigningKey,
    to: &SealingPublic,
) -> Result<Sealed, SealError> {
    within(plain.len(), PLAIN_BYTES_MAX)?;
    let mut salt = Zeroizing::new(Salt::default());
    rng.fill_bytes(salt.as_mut());
    let pad = padding(plain.len());
    let body_bytes = OVERHEAD_BYTES + SALT_BYTES + plain.len() + pad.len();
    let commit = sha256(&[salt.as_ref(), plain, pad]);
    let header = draft.complete(commit, body_bytes, to.id(), signer.verifying().id())?;
    let header_bytes = header.to_cbor()?;
    let info = hpke_info(&header);
    let body = to.seal_parts(rng, &info, &header_bytes, &[salt.as_ref(), plain, pad])?;
    let sig = signer.sign_raw(&sig_structure(&header_bytes, CONTEXT, &sha256(&[&body])));
    let bytes = join(&header_bytes, &sig, &body);
    within(bytes.len(), ENVELOPE_BYTES_MAX)?;
    let header_hash = sha256(&[&header_bytes]);
    let leaf_hash = sha256(&[&[0], &header_bytes, &sig]);
    Ok(Sealed { bytes, header, header_hash, leaf_hash })
}

/// An envelope taken apart; borrowed from the received bytes, which stay what is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<'a> {
    /// The decoded header. Nothing in it is authentic before [`Parsed::verify`].
    pub header: Header,
    /// The header as received.
    pub header_bytes: &'a [u8],
    /// The signature of the sender's signing key.
    pub sig: &'a [u8; SIGNATURE_BYTES],
    /// The sealed body as received.
    pub body: &'a [u8],
}

/// Takes apart an envelope and checks every limit and range, but no signature yet.
///
/// # Errors
/// The reason as [`SealError`].
pub fn parse(bytes: &[u8]) -> Result<Parsed<'_>, SealError> {
    within(bytes.len(), ENVELOPE_BYTES_MAX)?;
    crate::canonical::check(bytes)?;
    let mut d = Decoder::new(bytes);
    let header_bytes = frame(&mut d).or(Err(SealError::Malformed))?;
    let signatures = d.array().or(Err(SealError::Malformed))?;
    let sig = d.bytes().or(Err(SealError::SignatureCount))?;
    let header = Header::from_cbor(header_bytes)?;
    let sig = sig.try_into().or(Err(SealError::SignatureCount))?;
    if signatures != Some(1) {
        return Err(SealError::SignatureCount);
    }
    let body = d.bytes().or(Err(SealError::Malformed))?;
    let told = usize::try_from(header.body_len).or(Err(SealError::BodyLength))?;
    if told != body.len() || body.len() < BODY_BYTES_MIN {
        return Err(SealError::BodyLength);
    }
    Ok(Parsed { header, header_bytes, sig, body })
}

impl Parsed<'_> {
    /// Checks that `signer` signed header and body.
    ///
    /// # Errors
    /// [`SealError::SignerKey`] when the header names another key, else [`SealError::Signature`].
    pub fn verify(&self, signer: &VerifyingKey) -> Result<(), SealError> {
        signed_by(signer, &self.header, self.header_bytes, self.sig, &sha256(&[self.body]))
    }

    /// What is kept when the body is deleted; see [`Stub`].
    #[must_use]
    pub fn stub(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.header_bytes.len() + SIGNATURE_BYTES + 48);
        push_head(&mut out, 0x80, 3);
        for part in [self.header_bytes, self.sig, &sha256(&[self.body])] {
            push_head(&mut out, 0x40, part.len());
            out.extend_from_slice(part);
        }
        out
    }

    /// The plaintext, after its commitment and padding are checked. Verify first.
    ///
    /// # Errors
    /// [`SealError::RecipientKey`], [`SealError::Critical`], [`SealError::Opening`],
    /// [`SealError::Commitment`] or [`SealError::Padding`].
    pub fn open(&self, key: &SealingKey) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.open_with_salt(key).map(|(_, plain)| plain)
    }

    /// As [`Self::open`], with the salt that an evidence pack needs.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with_salt(
        &self,
        key: &SealingKey,
    ) -> Result<(Zeroizing<Salt>, Zeroizing<Vec<u8>>), SealError> {
        self.header.check_critical()?;
        if self.header.kem_kid != key.public().id() {
            return Err(SealError::RecipientKey);
        }
        let mut text = key.open(&hpke_info(&self.header), self.header_bytes, self.body)?;
        if sha256(&[&text]) != self.header.commit {
            return Err(SealError::Commitment);
        }
        let end = text.iter().rposition(|byte| *byte != 0).ok_or(SealError::Padding)?;
        let plain_len = end.checked_sub(SALT_BYTES).ok_or(SealError::Padding)?;
        let canonical = text.len() == end + padding(plain_len).len();
        if text.get(end) != Some(&0x80) || !canonical {
            return Err(SealError::Padding);
        }
        let salt = *text.first_chunk().ok_or(SealError::Padding)?;
        text.truncate(end);
        text.drain(..SALT_BYTES);
        Ok((Zeroizing::new(salt), text))
    }

    /// The `prev` of the next envelope in the stream: SHA-256 of the header as received.
    #[must_use]
    pub fn header_hash(&self) -> Hash {
        sha256(&[self.header_bytes])
    }

    /// The leaf for the log: `SHA-256(0x00 ∥ header ∥ sig)`, already hashed.
    #[must_use]
    pub fn leaf_hash(&self) -> Hash {
        sha256(&[&[0], self.header_bytes, self.sig])
    }
}

/// An envelope without its body, `[header, sig, SHA-256(body)]`: its signature can still be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stub<'a> {
    /// The decoded header. Nothing in it is authentic before [`Stub::verify`].
    pub header: Header,
    /// The header as received.
    pub header_bytes: &'a [u8],
    sig: &'a [u8; SIGNATURE_BYTES],
    body: &'a Hash,
}

/// Takes apart what is left of an envelope.
///
/// # Errors
/// The reason as [`SealError`].
pub fn parse_stub(bytes: &[u8]) -> Result<Stub<'_>, SealError> {
    within(bytes.len(), ENVELOPE_BYTES_MAX)?;
    crate::canonical::check(bytes)?;
    let mut d = Decoder::new(bytes);
    let header_bytes = frame(&mut d).or(Err(SealError::Malformed))?;
    let sig = d.bytes().or(Err(SealError::Malformed))?.try_into();
    let body = d.bytes().or(Err(SealError::Malformed))?.try_into();
    let (sig, body) =
        (sig.or(Err(SealError::SignatureCount))?, body.or(Err(SealError::BodyLength))?);
    Ok(Stub { header: Header::from_cbor(header_bytes)?, header_bytes, sig, body })
}

impl Stub<'_> {
    /// As [`Parsed::verify`].
    ///
    /// # Errors
    /// As [`Parsed::verify`].
    pub fn verify(&self, signer: &VerifyingKey) -> Result<(), SealError> {
        signed_by(signer, &self.header, self.header_bytes, self.sig, self.body)
    }

    /// As [`Parsed::header_hash`].
    #[must_use]
    pub fn header_hash(&self) -> Hash {
        sha256(&[self.header_bytes])
    }
}

fn signed_by(
    signer: &VerifyingKey,
    header: &Header,
    header_bytes: &[u8],
    sig: &[u8; SIGNATURE_BYTES],
    body: &Hash,
) -> Result<(), SealError> {
    if header.sign_kid != signer.id() {
        return Err(SealError::SignerKey);
    }
    signer.verify_raw(&sig_structure(header_bytes, CONTEXT, body), sig)
}

impl Header {
    /// Checks that a revealed salt and plaintext are what this header commits to.
    ///
    /// # Errors
    /// [`SealError::Commitment`].
    pub fn proves(&self, salt: &Salt, plain: &[u8]) -> Result<(), SealError> {
        let commit = sha256(&[salt, plain, padding(plain.len())]);
        if commit == self.commit { Ok(()) } else { Err(SealError::Commitment) }
    }
}

/// `0x80` and zeros, 1 to 512 bytes, to the next multiple of 512 (ISO/IEC 7816-4).
fn padding(plain_bytes: usize) -> &'static [u8] {
    PAD.split_at_checked(PAD_BYTES - plain_bytes % PAD_BYTES).map_or(&PAD, |(pad, _)| pad)
}

fn hpke_info(header: &Header) -> Vec<u8> {
    [b"sila/link/1".as_slice(), &header.link, &header.kem_kid].concat()
}

fn join(header: &[u8], sig: &[u8; SIGNATURE_BYTES], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(header.len() + body.len() + SIGNATURE_BYTES + 16);
    push_head(&mut out, 0x80, 3);
    push_head(&mut out, 0x40, header.len());
    out.extend_from_slice(header);
    push_head(&mut out, 0x80, 1);
    push_head(&mut out, 0x40, sig.len());
    out.extend_from_slice(sig);
    push_head(&mut out, 0x40, body.len());
    out.extend_from_slice(body);
    out
}

fn frame<'a>(d: &mut Decoder<'a>) -> Result<&'a [u8], minicbor::decode::Error> {
    if d.array()? == Some(3) { d.bytes() } else { Err(minicbor::decode::Error::end_of_input()) }
}

#[cfg(test)]
mod tests;
