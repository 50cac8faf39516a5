//! The signed promise that messages are stored, and what became of each.
//!
//! Headers are hash-chained, so one signature over the hash at `upto` acknowledges everything up to
//! there. A receipt is built from inbox rows **that are committed**, and can be built again at any
//! time from the same rows: a lost receipt costs nothing.

use minicbor::{Decode, Encode};
use sila_core::{AgencyId, Millis};
use sila_seal::Hash;

use crate::error::{Code, LinkError};
use crate::evidence::Alarm;
use crate::hello::Halt;
use crate::party::{Me, Peer};
use crate::stream::{Cursor, History, Place, Stream};
use crate::wire::{from_cbor, signed, split_pair, to_cbor, verified};

/// How many rows one receipt can speak of.
pub const RECEIPT_ROWS_MAX: usize = 1_024;
/// The largest receipt, in bytes.
pub const RECEIPT_BYTES_MAX: usize = 128 * 1_024;

const CONTEXT: &str = "sila/link/receipt/1";

/// What the receiver did with a message that it has stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disposition {
    /// Its content took effect.
    Applied,
    /// It came after its expiry and took no effect.
    Expired,
    /// It waits at the receiver: for an upgrade, a key or a person.
    Parked(Code),
    /// The receiver's rules do not allow what it asks; it took no effect.
    Refused(Code),
}

impl Disposition {
    /// The word in rows and receipts.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Applied => "APPLIED",
            Self::Expired => "EXPIRED",
            Self::Parked(_) => "PARKED",
            Self::Refused(_) => "REFUSED",
        }
    }

    /// Why, when it was parked or refused.
    #[must_use]
    pub fn code(&self) -> Option<&Code> {
        match self {
            Self::Applied | Self::Expired => None,
            Self::Parked(code) | Self::Refused(code) => Some(code),
        }
    }

    /// Whether the sender must send the content again as a new message: the key to this one is gone
    /// for ever, and whoever parked it never tries again.
    #[must_use]
    pub fn asks_again(&self) -> bool {
        matches!(self, Self::Parked(code) if code.as_str() == "P-OPEN")
    }

    /// Reads a word and a code from a row.
    ///
    /// # Errors
    /// [`LinkError::Schema`] for another word, or a word without the code it needs.
    pub fn from_row(word: &str, code: Option<&str>) -> Result<Self, LinkError> {
        match (word, code.map(Code::parse).transpose()?) {
            ("APPLIED", None) => Ok(Self::Applied),
            ("EXPIRED", None) => Ok(Self::Expired),
            ("PARKED", Some(code)) => Ok(Self::Parked(code)),
            ("REFUSED", Some(code)) => Ok(Self::Refused(code)),
            _ => Err(LinkError::Schema("disposition")),
        }
    }
}

/// One committed inbox row, as a receipt needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// Its sequence number.
    pub seq: u64,
    /// The hash of its header.
    pub header_hash: Hash,
    /// What became of it.
    pub disposition: Disposition,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Body {
    #[n(0)]
    from: AgencyId,
    #[n(1)]
    to: AgencyId,
    #[n(2)]
    stream: Stream,
    #[n(3)]
    epoch: u32,
    /// The rows spoken of begin after this one.
    #[n(4)]
    after: u64,
    #[n(5)]
    upto: u64,
    #[cbor(n(6), with = "minicbor::bytes")]
    header_hash: Hash,
    /// Rows that were not applied: sequence number, word, code.
    #[n(7)]
    others: Vec<(u64, String, Option<String>)>,
    #[n(8)]
    at: i64,
}

/// Signs a receipt for the committed inbox rows that follow `after`, in order.
///
/// `after` comes from [`crate::StreamPlan::receipt_after`]; load at most [`RECEIPT_ROWS_MAX`] rows.
///
/// # Errors
/// [`LinkError::Schema`] when there are no rows, too many, or they are not contiguous.
pub fn sign_receipt(
    me: &Me,
    peer: &Peer,
    stream: Stream,
    epoch: u32,
    after: u64,
    rows: &[InboxRow],
    now: Millis,
) -> Result<Vec<u8>, LinkError> {
    let contiguous = rows.iter().zip(after.saturating_add(1)..).all(|(row, seq)| row.seq == seq);
    let last = rows.last().filter(|_| contiguous && rows.len() <= RECEIPT_ROWS_MAX);
    let last = last.ok_or(LinkError::Schema("receipt rows"))?;
    let others = rows.iter().filter(|row| row.disposition != Disposition::Applied).map(|row| {
        let code = row.disposition.code().map(|code| code.as_str().to_owned());
        (row.seq, row.disposition.word().to_owned(), code)
    });
    let body = Body {
        from: me.agency,
        to: peer.agency,
        stream,
        epoch,
        after,
        upto: last.seq,
        header_hash: last.header_hash,
        others: others.collect(),
        at: now.0,
    };
    Ok(signed(CONTEXT, &to_cbor(&body), &me.sign))
}

/// What a receipt says to anybody: everything of a stream up to a place is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Who has stored it.
    pub from: AgencyId,
    /// Who had sent it.
    pub to: AgencyId,
    /// Up to where.
    pub place: Place,
    /// The header hash of the message at that place.
    pub header_hash: Hash,
    /// When it was signed, by its signer's clock.
    pub at: Millis,
}

/// Reads a receipt as evidence, signed with one of `keys`.
///
/// # Errors
/// [`LinkError::Schema`], [`LinkError::Size`] or [`LinkError::Signature`].
pub fn promise(bytes: &[u8], keys: &[sila_seal::VerifyingKey]) -> Result<Promise, LinkError> {
    if bytes.len() > RECEIPT_BYTES_MAX {
        return Err(LinkError::Size(RECEIPT_BYTES_MAX));
    }
    let body = read(verified(CONTEXT, bytes, keys, "receipt")?)?;
    let place = Place { stream: body.stream, epoch: body.epoch, seq: body.upto };
    let Body { from, to, header_hash, at, .. } = body;
    Ok(Promise { from, to, place, header_hash, at: Millis(at) })
}

/// The place of our own stream that a receipt speaks of: load its header hash. Not verified.
///
/// # Errors
/// [`LinkError::Schema`] or [`LinkError::Size`].
pub fn receipt_place(bytes: &[u8]) -> Result<Place, LinkError> {
    let body = read(split_pair(bytes, "receipt")?.0)?;
    Ok(Place { stream: body.stream, epoch: body.epoch, seq: body.upto })
}

/// What a verified receipt says about our messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipted {
    /// The stream.
    pub stream: Stream,
    /// The epoch.
    pub epoch: u32,
    /// The receipt that counted before; rows up to here were already done.
    pub after: u64,
    /// Everything up to here is stored at the receiver: the new value of `receipted`.
    pub upto: u64,
    /// The receiver's clock when it signed.
    pub at: Millis,
    others: Vec<(u64, Disposition)>,
}

impl Receipted {
    /// The messages that this receipt newly finishes, in order, with what became of each.
    pub fn finished(&self) -> impl Iterator<Item = (u64, Disposition)> + '_ {
        let first = self.after.saturating_add(1);
        (first..=self.upto).map(|seq| {
            let other = self.others.iter().find(|(at, _)| *at == seq);
            (seq, other.map_or(Disposition::Applied, |(_, disposition)| disposition.clone()))
        })
    }
}

/// Verifies a receipt for our messages. `sent` is our sending cursor of its stream and `receipted`
/// what was receipted before, both read after the receipt arrived; `history` knows our header hash
/// at [`receipt_place`].
///
/// `Ok(None)` is a receipt that says nothing new.
///
/// # Errors
/// [`Halt::Refused`] with a schema, size, address or signature error, with [`LinkError::Epoch`], or
/// with [`LinkError::Gap`] when it skips messages whose fate it does not tell. [`Halt::Alarm`] with
/// `S-ROLLBACK` when it receipts more than we have sent, `S-FORK` when it receipts another message
/// than ours.
pub fn check_receipt(
    me: &Me,
    peer: &Peer,
    bytes: &[u8],
    sent: &Cursor,
    receipted: u64,
    history: &dyn History,
) -> Result<Option<Receipted>, Halt> {
    judge(&open(me, peer, bytes).map_err(Halt::Refused)?, bytes, sent, receipted, history)
}

/// As [`check_receipt`], while a new epoch is being opened ([`crate::reopen`]): the peer also tells
/// of messages that we have forgotten, behind `sent`.
///
/// # Errors
/// As [`check_receipt`], but for `S-ROLLBACK`.
pub fn check_closing(
    me: &Me,
    peer: &Peer,
    bytes: &[u8],
    sent: &Cursor,
    receipted: u64,
    history: &dyn History,
) -> Result<Option<Receipted>, Halt> {
    let body = open(me, peer, bytes).map_err(Halt::Refused)?;
    let forgotten = body.stream == sent.stream && body.epoch == sent.epoch && body.upto > sent.upto;
    if !forgotten {
        return judge(&body, bytes, sent, receipted, history);
    }
    if body.after > receipted {
        let expected = receipted.saturating_add(1);
        return Err(Halt::Refused(LinkError::Gap { stream: body.stream, expected }));
    }
    told(&body, receipted).map(Some).map_err(Halt::Refused)
}

fn judge(
    body: &Body,
    bytes: &[u8],
    sent: &Cursor,
    receipted: u64,
    history: &dyn History,
) -> Result<Option<Receipted>, Halt> {
    if body.stream != sent.stream || body.epoch < sent.epoch {
        return Err(Halt::Refused(LinkError::Epoch));
    }
    let place = Place { stream: body.stream, epoch: body.epoch, seq: body.upto };
    let alarm = |error, held| {
        let alarm = Alarm::message(error, place, held, body.header_hash, bytes);
        Err(Halt::Alarm(Box::new(alarm)))
    };
    if (body.epoch, body.upto) > (sent.epoch, sent.upto) {
        return alarm(LinkError::Rollback, None);
    }
    let held = if sent.place() == place { Some(sent.head) } else { history.header_hash(place) };
    if held.is_some_and(|hash| hash != body.header_hash) {
        return alarm(LinkError::Fork, held);
    }
    if body.upto <= receipted {
        return Ok(None);
    }
    if body.after > receipted {
        let expected = receipted.saturating_add(1);
        return Err(Halt::Refused(LinkError::Gap { stream: body.stream, expected }));
    }
    told(body, receipted).map(Some).map_err(Halt::Refused)
}

fn told(body: &Body, receipted: u64) -> Result<Receipted, LinkError> {
    let mut others = Vec::new();
    for (seq, word, code) in body.others.iter().filter(|(seq, _, _)| *seq > receipted) {
        others.push((*seq, Disposition::from_row(word, code.as_deref())?));
    }
    Ok(Receipted {
        stream: body.stream,
        epoch: body.epoch,
        after: receipted,
        upto: body.upto,
        at: Millis(body.at),
        others,
    })
}

fn open(me: &Me, peer: &Peer, bytes: &[u8]) -> Result<Body, LinkError> {
    if bytes.len() > RECEIPT_BYTES_MAX {
        return Err(LinkError::Size(RECEIPT_BYTES_MAX));
    }
    let body = read(verified(CONTEXT, bytes, &peer.sign, "receipt")?)?;
    if body.from != peer.agency || body.to != me.agency {
        return Err(LinkError::Address);
    }
    Ok(body)
}

fn read(bytes: &[u8]) -> Result<Body, LinkError> {
    let body: Body = from_cbor(bytes, RECEIPT_BYTES_MAX, "receipt")?;
    let rows = usize::try_from(body.upto.saturating_sub(body.after)).unwrap_or(usize::MAX);
    if body.upto <= body.after || rows > RECEIPT_ROWS_MAX || body.others.len() > rows {
        return Err(LinkError::Schema("receipt"));
    }
    Ok(body)
}

#[cfg(test)]
mod tests;
