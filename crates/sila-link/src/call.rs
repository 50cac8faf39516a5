//! One HTTP body: a CBOR sequence of frames `[tag, bytes]`, the greeting first.
//!
//! Request and response have the same shape, so a node that can only dial out receives as well.
//! A frame with a tag that this build does not know is skipped.

use minicbor::bytes::ByteSlice;
use minicbor::{Decode, Decoder};
use sila_seal::statement::SIGNED_STATEMENT_BYTES_MAX;

use crate::error::{Code, LinkError};
use crate::hello::{HELLO_BYTES_MAX, Limits};
use crate::receipt::RECEIPT_BYTES_MAX;
use crate::receiving::place_of;
use crate::stream::{Place, Stream};
use crate::wire::{from_cbor, to_cbor};
use crate::witness::Saying;
use crate::{CALL_BYTES_MAX, CALL_ENVELOPES_MAX, ENVELOPE_BYTES_MAX};

/// Receipts in one call: one for each stream, and a few when many were parked.
pub const RECEIPTS_MAX: usize = 32;
/// Key statements in one call; the next call brings the next ones.
pub const STATEMENTS_MAX: usize = 16;
/// Refusals in one call: at most one for each envelope.
pub const REFUSALS_MAX: usize = CALL_ENVELOPES_MAX;
/// Frames of any kind in one call, also unknown ones.
const FRAMES_MAX: usize = 1_024;
const REFUSAL_BYTES_MAX: usize = 256;

const HELLO: u8 = 0;
const DATA: u8 = 1;
const RECEIPT: u8 = 2;
const REFUSAL: u8 = 3;
const STATEMENT: u8 = 4;
const WITNESS: u8 = 5;

/// What one call carries in one direction, as received. Only its outer form has been checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Call {
    /// The signed greeting ([`crate::Hello::open`]).
    pub hello: Vec<u8>,
    /// Signed receipts ([`crate::check_receipt`]).
    pub receipts: Vec<Vec<u8>>,
    /// What the other side did not take, and why.
    pub refusals: Vec<Refusal>,
    /// Envelopes ([`crate::admit_batch`]).
    pub envelopes: Vec<Vec<u8>>,
    /// Key statements of the speaker, to learn before the greeting is verified
    /// ([`crate::keys::Known::learn`]).
    pub statements: Vec<Vec<u8>>,
    /// What the speaker says about logs ([`crate::witness`]).
    pub saying: Option<Saying>,
}

/// A message that was not taken: it has used up no sequence number and will be sent again.
///
/// Not signed: it promises nothing, and what is done about it is only to wait or to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stream.
    pub stream: Stream,
    /// The sequence number of the refused message, 0 when it could not be read.
    pub seq: u64,
    /// Why.
    pub code: Code,
    /// The sequence number that is expected next on this stream.
    pub expected: u64,
}

impl Call {
    /// Takes a body apart. Total: any bytes give a call or a typed refusal.
    ///
    /// # Errors
    /// [`LinkError::Size`] over a limit of this crate, [`LinkError::Schema`] for another form or
    /// when the first frame is not the greeting or a second one follows.
    pub fn decode(bytes: &[u8]) -> Result<Self, LinkError> {
        if bytes.len() > CALL_BYTES_MAX {
            return Err(LinkError::Size(CALL_BYTES_MAX));
        }
        let mut call = Self::default();
        let mut d = Decoder::new(bytes);
        let mut frames = 0_usize;
        while d.position() < bytes.len() {
            frames += 1;
            let (tag, body) = frame(&mut d).or(Err(LinkError::Schema("frame")))?;
            if (frames == 1) != (tag == HELLO) {
                return Err(LinkError::Schema("greeting first"));
            }
            within(frames, FRAMES_MAX)?;
            call.take(tag, body)?;
        }
        if frames == 0 { Err(LinkError::Schema("empty call")) } else { Ok(call) }
    }

    /// The places of the peer's messages in this call: load the header hashes of those that are in
    /// the inbox, for [`crate::admit_batch`]. Unreadable envelopes are left out.
    #[must_use]
    pub fn places(&self) -> Vec<Place> {
        self.envelopes.iter().filter_map(|bytes| place_of(bytes).ok()).collect()
    }

    fn take(&mut self, tag: u8, body: &[u8]) -> Result<(), LinkError> {
        match tag {
            HELLO => {
                within(body.len(), HELLO_BYTES_MAX)?;
                self.hello = body.to_vec();
            }
            DATA => {
                within(body.len(), ENVELOPE_BYTES_MAX)?;
                self.envelopes.push(body.to_vec());
                within(self.envelopes.len(), CALL_ENVELOPES_MAX)?;
            }
            RECEIPT => {
                within(body.len(), RECEIPT_BYTES_MAX)?;
                self.receipts.push(body.to_vec());
                within(self.receipts.len(), RECEIPTS_MAX)?;
            }
            REFUSAL => {
                self.refusals.push(Refusal::from_cbor(body)?);
                within(self.refusals.len(), REFUSALS_MAX)?;
            }
            STATEMENT => {
                within(body.len(), SIGNED_STATEMENT_BYTES_MAX)?;
                self.statements.push(body.to_vec());
                within(self.statements.len(), STATEMENTS_MAX)?;
            }
            WITNESS if self.saying.is_none() => self.saying = Some(Saying::from_cbor(body)?),
            WITNESS => return Err(LinkError::Schema("witness twice")),
            _ => {}
        }
        Ok(())
    }
}

impl Refusal {
    fn to_cbor(&self) -> Vec<u8> {
        to_cbor(&(self.stream, self.seq, self.code.as_str(), self.expected))
    }

    fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        let (stream, seq, code, expected): (Stream, u64, &str, u64) =
            from_cbor(bytes, REFUSAL_BYTES_MAX, "refusal")?;
        Ok(Self { stream, seq, code: Code::parse(code)?, expected })
    }
}

/// Fills one body up to the limits of whoever will read it.
///
/// Push statements, receipts and refusals first, then envelopes stream by stream in the order of
/// [`Stream::ALL`]; stop at the first envelope that does not fit, the next call begins with it.
#[derive(Debug)]
pub struct Packer {
    bytes: Vec<u8>,
    bytes_max: usize,
    envelopes: usize,
    envelopes_max: usize,
    receipts: usize,
    refusals: usize,
    statements: usize,
}

impl Packer {
    /// A body that opens with our signed greeting. `theirs` are the limits of their last greeting,
    /// `None` before the first; more than this crate allows is never used.
    #[must_use]
    pub fn new(hello: &[u8], theirs: Option<Limits>) -> Self {
        let limits = theirs.unwrap_or_else(Limits::ours);
        let bound = |n: u32, max: usize| usize::try_from(n).unwrap_or(max).min(max);
        Self {
            bytes: framed(HELLO, hello),
            bytes_max: bound(limits.call_bytes, CALL_BYTES_MAX),
            envelopes: 0,
            envelopes_max: bound(limits.envelopes, CALL_ENVELOPES_MAX),
            receipts: 0,
            refusals: 0,
            statements: 0,
        }
    }

    /// Adds a signed receipt; `false` when there is no room left.
    pub fn receipt(&mut self, bytes: &[u8]) -> bool {
        let fits = self.receipts < RECEIPTS_MAX && self.push(RECEIPT, bytes);
        self.receipts += usize::from(fits);
        fits
    }

    /// Adds a refusal; `false` when there is no room left.
    pub fn refusal(&mut self, refusal: &Refusal) -> bool {
        let fits = self.refusals < REFUSALS_MAX && self.push(REFUSAL, &refusal.to_cbor());
        self.refusals += usize::from(fits);
        fits
    }

    /// Adds a key statement of ours; `false` when there is no room left.
    pub fn statement(&mut self, bytes: &[u8]) -> bool {
        let fits = self.statements < STATEMENTS_MAX && self.push(STATEMENT, bytes);
        self.statements += usize::from(fits);
        fits
    }

    /// Adds what we say about logs, once; `false` when there is no room left.
    pub fn saying(&mut self, said: &Saying) -> bool {
        self.push(WITNESS, &said.to_cbor())
    }

    /// Adds an envelope; `false` when there is no room left.
    pub fn envelope(&mut self, bytes: &[u8]) -> bool {
        let fits = self.envelopes < self.envelopes_max && self.push(DATA, bytes);
        self.envelopes += usize::from(fits);
        fits
    }

    /// How many envelopes are in it.
    #[must_use]
    pub fn envelopes(&self) -> usize {
        self.envelopes
    }

    /// The body to post.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn push(&mut self, tag: u8, body: &[u8]) -> bool {
        let frame = framed(tag, body);
        let fits = self.bytes.len().saturating_add(frame.len()) <= self.bytes_max;
        if fits {
            self.bytes.extend_from_slice(&frame);
        }
        fits
    }
}

fn framed(tag: u8, body: &[u8]) -> Vec<u8> {
    let body: &ByteSlice = body.into();
    to_cbor(&(tag, body))
}

fn frame<'b>(d: &mut Decoder<'b>) -> Result<(u8, &'b [u8]), minicbor::decode::Error> {
    let (tag, body): (u8, &ByteSlice) = Decode::decode(d, &mut ())?;
    Ok((tag, body))
}

fn within(found: usize, max: usize) -> Result<(), LinkError> {
    if found > max { Err(LinkError::Size(max)) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
