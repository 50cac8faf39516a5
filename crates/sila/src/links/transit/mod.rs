//! Rows of positions and of what leaves over a link: what waits, what was sealed.

pub mod epochs;
pub mod standing;
pub mod store;

use std::collections::BTreeMap;

use sila_core::{AgreementId, Millis};
use sila_link::{Closed, Cursor, LinkState, Position, Stream};
use sila_seal::Hash;
use uuid::Uuid;

use super::peer::Peer;

/// How far both directions of every stream have come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursors {
    sent: BTreeMap<Stream, (Cursor, u64)>,
    received: BTreeMap<Stream, Cursor>,
    opening: BTreeMap<Stream, u32>,
    closed: BTreeMap<Stream, Closed>,
}

impl Cursors {
    /// The last message sealed.
    pub fn sent(&self, stream: Stream) -> Cursor {
        self.sent.get(&stream).map_or_else(|| Cursor::start(stream), |(cursor, _)| *cursor)
    }

    /// The last message sealed for which there is a receipt.
    pub fn receipted(&self, stream: Stream) -> u64 {
        self.sent.get(&stream).map_or(0, |(_, receipted)| *receipted)
    }

    /// The last message taken in.
    pub fn received(&self, stream: Stream) -> Cursor {
        self.received.get(&stream).copied().unwrap_or_else(|| Cursor::start(stream))
    }

    /// All streams on which something was taken in.
    pub fn all_received(&self) -> Vec<Cursor> {
        self.received.values().copied().collect()
    }

    /// The epoch that we ask the other side to open: nothing is sealed or sent on this stream meanwhile.
    pub fn opening(&self, stream: Stream) -> Option<u32> {
        self.opening.get(&stream).copied()
    }

    /// What the greeting says.
    pub fn positions(&self) -> Vec<Position> {
        let used =
            |stream: &Stream| self.sent.contains_key(stream) || self.received.contains_key(stream);
        let position = |s: Stream| Position {
            opening: self.opening(s),
            closed: self.closed.get(&s).copied(),
            ..Position::new(&self.sent(s), self.receipted(s), &self.received(s))
        };
        Stream::ALL.into_iter().filter(used).map(position).collect()
    }

    /// The same of every stream, also unused ones.
    pub fn all_positions(&self) -> Vec<Position> {
        let told = self.positions();
        let of = |stream| told.iter().find(|p| p.stream == stream).copied();
        Stream::ALL.into_iter().map(|s| of(s).unwrap_or_else(|| Position::start(s))).collect()
    }

    /// A message was taken in.
    pub fn set_received(&mut self, cursor: Cursor) {
        self.received.insert(cursor.stream, cursor);
    }

    /// A receipt moves what was receipted.
    pub fn set_receipted(&mut self, stream: Stream, upto: u64) {
        if let Some((_, receipted)) = self.sent.get_mut(&stream) {
            *receipted = upto.max(*receipted);
        }
    }
}

/// Everything about one link that an exchange decides by, read in one transaction.
#[derive(Debug, Clone)]
pub struct Books {
    /// The other side.
    pub peer: Peer,
    /// Positions.
    pub cursors: Cursors,
    /// The agreements that a message may name now.
    pub agreements: Vec<(AgreementId, Hash)>,
}

impl Books {
    /// The other side as the pure link sees it, in the state given.
    pub fn party(&self, state: LinkState) -> sila_link::Peer {
        sila_link::Peer {
            agency: self.peer.agency,
            sign: self.peer.signing(),
            seal_to: self.peer.keys.sealing.clone(),
            state,
            agreements: self.agreements.clone(),
            version_seen: self.peer.version_seen,
            clock_agrees: self.peer.skew_ms.saturating_abs() <= sila_link::hello::SKEW_MAX_MS,
        }
    }
}

/// One message as the pages show it: where it is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Identifier of the message.
    pub id: Uuid,
    /// Its place in its stream; none while it waits to be sealed.
    pub seq: Option<i64>,
    /// What it is.
    pub kind: String,
    /// When it was written (while it waits) or sealed.
    pub sealed_at: Option<Millis>,
    /// When a call that carried it was answered.
    pub sent_at: Option<Millis>,
    /// When its receipt came.
    pub done_at: Option<Millis>,
    /// What became of it: `APPLIED`, `PARKED`, `REFUSED`, `EXPIRED`; `FAULT` when it can never be sent.
    pub disposition: Option<String>,
    /// Why it was parked, refused or not sent.
    pub code: Option<String>,
}

/// How one stream stands, for the health page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queue {
    /// The stream.
    pub stream: Stream,
    /// Written, not yet sealed.
    pub waiting: i64,
    /// Sealed.
    pub sent: u64,
    /// Confirmed by the other side.
    pub receipted: u64,
    /// Taken in from the other side.
    pub received: u64,
}
