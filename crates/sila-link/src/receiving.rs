//! The receiving side: is this envelope authentic, in order, new, and readable?
//!
//! The order of the checks is part of the protocol: nothing is opened before signature, place and
//! chain are right, and whatever is authentic and in order takes its place in the stream, even when
//! its content cannot be used, so that one bad message never blocks those behind it.

mod parts;

use sila_core::{AgencyId, AgreementId, Millis};
use sila_seal::envelope::{self, Header, Parsed};
use sila_seal::{Hash, SealError};
use zeroize::Zeroizing;

pub use parts::{expected, joined};

use crate::call::Refusal;
use crate::error::LinkError;
use crate::evidence::Alarm;
use crate::message;
use crate::party::{Me, Peer};
use crate::receipt::Disposition;
use crate::stream::{Cursor, History, Place, Stream};

/// What to do with one envelope.
#[derive(Debug)]
pub enum Admission {
    /// Apply it, and store row and cursor in the same transaction, if the stored cursor is still
    /// the one before it. `P-SCHEMA` and the domain's own reasons come after this.
    New(Box<Admitted>),
    /// Store it with this disposition and move the cursor, but do not apply it.
    SetAside(Box<Admitted>, Disposition),
    /// Already stored: no effect. The receipt that the next answer carries covers it.
    Duplicate,
    /// Not taken; answer the refusal. No sequence number is used.
    Refused(Refusal),
    /// Not taken; the histories disagree.
    Alarm(Box<Alarm>),
}

/// An authentic message in its place.
#[derive(Debug)]
pub struct Admitted {
    /// Its signed header.
    pub header: Header,
    /// Where it stands.
    pub place: Place,
    /// The hash of its header.
    pub header_hash: Hash,
    /// Its leaf for the log, already hashed.
    pub leaf: Hash,
    /// The cursor after it.
    pub cursor: Cursor,
    /// Which envelope of the call it was.
    pub at: usize,
    /// The opened content; empty when it was set aside unopened. Wiped when dropped.
    pub payload: Zeroizing<Vec<u8>>,
}

/// The place that an envelope claims. Not verified.
///
/// # Errors
/// [`LinkError::Schema`] when it is not an envelope.
pub fn place_of(bytes: &[u8]) -> Result<Place, LinkError> {
    place(&parse(bytes)?.header)
}

/// Judges one envelope against the receiving cursor of its stream.
///
/// `history` knows the header hashes of messages already taken (see [`crate::Call::places`]); where
/// it has forgotten one, a repeated message counts as a duplicate. The first message of a later epoch
/// is in order when it names the last one that was taken as the one before it ([`crate::reopen`]).
#[must_use]
pub fn admit(
    me: &Me,
    peer: &Peer,
    cursor: &Cursor,
    bytes: &[u8],
    history: &dyn History,
    now: Millis,
) -> Admission {
    let parsed = match parse(bytes).and_then(|parsed| authentic(me, peer, &parsed).map(|()| parsed))
    {
        Ok(parsed) => parsed,
        Err(error) => return refused(cursor, place_of(bytes).map_or(0, |p| p.seq), &error),
    };
    let Ok(place) = place(&parsed.header) else {
        return refused(cursor, 0, &LinkError::Schema("stream"));
    };
    let header_hash = parsed.header_hash();
    let begun = place.epoch > cursor.epoch && place.seq == 1 && parsed.header.prev == cursor.head;
    let cursor = if begun { &Cursor { epoch: place.epoch, upto: 0, ..*cursor } } else { cursor };
    if place.stream != cursor.stream || place.epoch != cursor.epoch {
        return refused(cursor, place.seq, &LinkError::Epoch);
    }
    if place.seq <= cursor.upto {
        return repeated(cursor, place, header_hash, history, bytes);
    }
    if place.seq > cursor.next_seq() {
        let expected = cursor.next_seq();
        return refused(cursor, place.seq, &LinkError::Gap { stream: place.stream, expected });
    }
    if parsed.header.prev != cursor.head {
        let held = Some(cursor.head);
        let alarm = Alarm::message(LinkError::Chain, place, held, parsed.header.prev, bytes);
        return Admission::Alarm(Box::new(alarm));
    }
    if let Err(error) = peer.state.allows(&parsed.header.kind) {
        return refused(cursor, place.seq, &error);
    }
    in_order(me, peer, cursor, &parsed, now)
}

/// Judges the envelopes of a call one after the other, carrying the cursors on. `cursors` are the
/// receiving cursors of the streams in use; a missing one stands at the start.
///
/// After an alarm nothing more is judged; after a refusal the rest of that stream is a gap, of
/// which only the first is reported.
#[must_use]
pub fn admit_batch(
    me: &Me,
    peer: &Peer,
    cursors: &[Cursor],
    envelopes: &[Vec<u8>],
    history: &dyn History,
    now: Millis,
) -> Vec<Admission> {
    let mut seen = Within { cursors: cursors.to_vec(), taken: Vec::new(), history };
    let mut stopped: Vec<Stream> = Vec::new();
    let mut out = Vec::with_capacity(envelopes.len());
    for (at, bytes) in envelopes.iter().enumerate() {
        let stream = place_of(bytes).map_or(Stream::CONTROL, |place| place.stream);
        let mut admission = admit(me, peer, &seen.cursor(stream), bytes, &seen, now);
        match &mut admission {
            Admission::New(message) | Admission::SetAside(message, _) => {
                message.at = at;
                seen.advance(message);
            }
            Admission::Refused(_) if stopped.contains(&stream) => continue,
            Admission::Refused(_) => stopped.push(stream),
            Admission::Duplicate => {}
            Admission::Alarm(_) => {
                out.push(admission);
                break;
            }
        }
        out.push(admission);
    }
    out
}

/// Opens a stored envelope that was parked, after an upgrade, a new key or a new agreement. Tell
/// its sender what became of it with [`crate::Message::LinkDisposition`].
///
/// # Errors
/// The reason why it must stay parked.
pub fn open_again(
    me: &Me,
    peer: &Peer,
    bytes: &[u8],
    now: Millis,
) -> Result<Zeroizing<Vec<u8>>, LinkError> {
    let parsed = parse(bytes)?;
    authentic(me, peer, &parsed)?;
    usable(peer, &parsed.header, place(&parsed.header)?.stream, now)?;
    opened(me, &parsed)
}

/// Cursors and history as they become while a batch is judged.
struct Within<'a> {
    cursors: Vec<Cursor>,
    taken: Vec<(Place, Hash)>,
    history: &'a dyn History,
}

impl Within<'_> {
    fn cursor(&self, stream: Stream) -> Cursor {
        let found = self.cursors.iter().find(|cursor| cursor.stream == stream);
        found.copied().unwrap_or_else(|| Cursor::start(stream))
    }

    fn advance(&mut self, message: &Admitted) {
        self.cursors.retain(|cursor| cursor.stream != message.place.stream);
        self.cursors.push(message.cursor);
        self.taken.push((message.place, message.header_hash));
    }
}

impl History for Within<'_> {
    fn header_hash(&self, place: Place) -> Option<Hash> {
        let taken = self.taken.iter().find(|(at, _)| *at == place).map(|(_, hash)| *hash);
        taken.or_else(|| self.history.header_hash(place))
    }
}

fn parse(bytes: &[u8]) -> Result<Parsed<'_>, LinkError> {
    envelope::parse(bytes).map_err(|error| match error {
        SealError::TooLarge { limit, .. } => LinkError::Size(limit),
        SealError::Version(_) | SealError::Suite(_) => LinkError::Version,
        SealError::Link => LinkError::Address,
        _ => LinkError::Schema("envelope"),
    })
}

fn place(header: &Header) -> Result<Place, LinkError> {
    let stream = Stream::from_number(header.stream)?;
    Ok(Place { stream, epoch: header.epoch, seq: header.seq })
}

fn authentic(me: &Me, peer: &Peer, parsed: &Parsed<'_>) -> Result<(), LinkError> {
    let header = &parsed.header;
    if AgencyId(header.to) != me.agency || AgencyId(header.from) != peer.agency {
        return Err(LinkError::Address);
    }
    let signer = peer.signer(&header.sign_kid)?;
    parsed.verify(signer).or(Err(LinkError::Signature))
}

fn refused(cursor: &Cursor, seq: u64, error: &LinkError) -> Admission {
    Admission::Refused(Refusal {
        stream: cursor.stream,
        seq,
        code: error.to_code(),
        expected: cursor.next_seq(),
    })
}

fn repeated(
    cursor: &Cursor,
    place: Place,
    header_hash: Hash,
    history: &dyn History,
    bytes: &[u8],
) -> Admission {
    let held =
        if place.seq == cursor.upto { Some(cursor.head) } else { history.header_hash(place) };
    match held {
        Some(held) if held != header_hash => {
            let alarm = Alarm::message(LinkError::Fork, place, Some(held), header_hash, bytes);
            Admission::Alarm(Box::new(alarm))
        }
        _ => Admission::Duplicate,
    }
}

/// The message takes its place; what follows decides only whether its content can be used.
fn in_order(me: &Me, peer: &Peer, cursor: &Cursor, parsed: &Parsed<'_>, now: Millis) -> Admission {
    let header_hash = parsed.header_hash();
    let cursor = cursor.advanced(header_hash);
    let mut admitted = Box::new(Admitted {
        header: parsed.header.clone(),
        place: cursor.place(),
        header_hash,
        leaf: parsed.leaf_hash(),
        cursor,
        at: 0,
        payload: Zeroizing::default(),
    });
    match usable(peer, &parsed.header, cursor.stream, now).and_then(|()| opened(me, parsed)) {
        Ok(payload) => {
            admitted.payload = payload;
            Admission::New(admitted)
        }
        Err(LinkError::Expired) => Admission::SetAside(admitted, Disposition::Expired),
        Err(error) => Admission::SetAside(admitted, Disposition::Parked(error.to_code())),
    }
}

fn usable(peer: &Peer, header: &Header, stream: Stream, now: Millis) -> Result<(), LinkError> {
    header.check_critical().or(Err(LinkError::Critical))?;
    if peer.is_expired(header.expires_ms, now) {
        return Err(LinkError::Expired);
    }
    let kind = message::Kind::from_text(&header.kind)?;
    if !kind.may_use(stream) {
        return Err(LinkError::Schema("stream of this kind"));
    }
    match &header.agreement {
        Some(named) => {
            let known = (AgreementId(named.id), named.digest);
            if peer.agreements.contains(&known) { Ok(()) } else { Err(LinkError::Agreement) }
        }
        None if kind.needs_agreement() => Err(LinkError::Agreement),
        None => Ok(()),
    }
}

fn opened(me: &Me, parsed: &Parsed<'_>) -> Result<Zeroizing<Vec<u8>>, LinkError> {
    let key = me.open.iter().find(|key| key.public().id() == parsed.header.kem_kid);
    parsed.open(key.ok_or(LinkError::Open)?).map_err(|error| match error {
        SealError::Commitment => LinkError::Commit,
        SealError::Critical(_) => LinkError::Critical,
        _ => LinkError::Open,
    })
}

#[cfg(test)]
mod tests;
