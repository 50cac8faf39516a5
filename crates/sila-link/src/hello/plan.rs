//! What a side does about the other's greeting: what is sent (again), what is receipted.

use sila_core::Millis;

use super::{Hello, Position, VERSIONS};
use crate::error::LinkError;
use crate::evidence::Alarm;
use crate::party::Peer;
use crate::stream::{History, Place, Stream};

/// Clocks further apart than this many milliseconds (24 h) are not used to judge expiry.
pub const SKEW_MAX_MS: i64 = 24 * 60 * 60 * 1_000;
/// Clocks further apart than this many milliseconds (2 min) are shown to the administrator.
pub const SKEW_WARN_MS: i64 = 120 * 1_000;

/// What to do on one stream after their greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamPlan {
    /// The stream.
    pub stream: Stream,
    /// Send sealed messages from this sequence number on; `None` when they have all.
    pub send_from: Option<u64>,
    /// The epoch of that number. Earlier than the one in which we send when they were restored from a
    /// backup: send what follows in it, then the later epochs, in order.
    pub send_epoch: u32,
    /// Build a receipt from the inbox row after this one; `None` when they hold receipts for all.
    pub receipt_after: Option<u64>,
    /// The epoch of those rows: the one in which they send, also when we have closed it.
    pub receipt_epoch: u32,
}

/// What to do after their greeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The highest version both speak.
    pub version: u16,
    /// Store as [`Peer::version_seen`].
    pub version_seen: u16,
    /// Their clock minus ours in milliseconds; beyond [`SKEW_MAX_MS`] set
    /// [`Peer::clock_agrees`] to false.
    pub skew_ms: i64,
    /// They hold a newer key statement than `statement_known`: ask for it.
    pub new_statement: bool,
    /// They take nothing until then.
    pub maintenance_until: Option<Millis>,
    /// One per stream, in the order in which a call is filled.
    pub streams: Vec<StreamPlan>,
}

impl Plan {
    /// Whether the clocks agree well enough to judge expiry.
    #[must_use]
    pub fn clock_agrees(&self) -> bool {
        self.skew_ms.saturating_abs() <= SKEW_MAX_MS
    }
}

/// Why a greeting cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Halt {
    /// Not now, or not with this build.
    Refused(LinkError),
    /// The histories disagree: store the evidence, suspend the link.
    Alarm(Box<Alarm>),
}

/// Compares our positions with their greeting.
///
/// `mine` must have been read **after** the greeting arrived: with older positions, a message that
/// another call of ours sent meanwhile would look like one that we have forgotten. `sent` knows
/// our own header hashes at the places that [`claimed_places`] names.
///
/// # Errors
/// [`Halt::Refused`] with [`LinkError::Version`]; [`Halt::Alarm`] with `S-DOWNGRADE` when they
/// offer less than ever before, `S-ROLLBACK` when they hold more of our stream than we have sent
/// (we were restored from a backup: send nothing more), `S-FORK` when they hold another message of
/// ours than we sent.
pub fn plan(
    peer: &Peer,
    mine: &[Position],
    theirs: &Hello,
    statement_known: u32,
    sent: &dyn History,
    now: Millis,
) -> Result<Plan, Halt> {
    if theirs.version_max < peer.version_seen {
        return Err(Halt::Alarm(Box::new(Alarm::greeting(LinkError::Downgrade))));
    }
    let version = theirs.version_max.min(VERSIONS.1);
    if version < theirs.version_min.max(VERSIONS.0) {
        return Err(Halt::Refused(LinkError::Version));
    }
    let mut streams = Vec::with_capacity(Stream::ALL.len());
    for stream in Stream::ALL {
        let found = mine.iter().find(|p| p.stream == stream).copied();
        let mine = found.unwrap_or_else(|| Position::start(stream));
        let plan = stream_plan(&mine, &theirs.position(stream), sent);
        streams.push(plan.map_err(Halt::Alarm)?);
    }
    Ok(Plan {
        version,
        version_seen: theirs.version_max,
        skew_ms: theirs.clock.saturating_sub(now.0),
        new_statement: theirs.statement > statement_known,
        maintenance_until: theirs.maintenance_until.filter(|at| *at > now.0).map(Millis),
        streams,
    })
}

/// The places of our own stream that their greeting speaks of: load their header hashes.
#[must_use]
pub fn claimed_places(theirs: &Hello) -> Vec<Place> {
    theirs.positions.iter().filter(|p| p.recv_upto > 0).map(Position::received_place).collect()
}

fn stream_plan(
    mine: &Position,
    theirs: &Position,
    sent: &dyn History,
) -> Result<StreamPlan, Box<Alarm>> {
    Ok(StreamPlan {
        stream: mine.stream,
        send_from: send_from(mine, theirs, sent)?,
        send_epoch: theirs.recv_epoch.min(mine.sent_epoch),
        receipt_after: receipt_after(mine, theirs),
        receipt_epoch: theirs.sent_epoch,
    })
}

/// Which of our messages they lack. None while a new epoch is being opened: the old one is over.
fn send_from(
    mine: &Position,
    theirs: &Position,
    sent: &dyn History,
) -> Result<Option<u64>, Box<Alarm>> {
    let place = theirs.received_place();
    if mine.opening.is_some() {
        return Ok(None);
    }
    let anything = place.seq > 0 || place.epoch > mine.sent_epoch;
    if anything && (place.epoch, place.seq) > (mine.sent_epoch, mine.sent_upto) {
        let alarm = Alarm::position(LinkError::Rollback, place, None, theirs.recv_head);
        return Err(Box::new(alarm));
    }
    let held = if place.epoch == mine.sent_epoch && place.seq == mine.sent_upto {
        Some(mine.sent_head)
    } else {
        sent.header_hash(place)
    };
    if place.seq > 0 && held.is_some_and(|hash| hash != theirs.recv_head) {
        let alarm = Alarm::position(LinkError::Fork, place, held, theirs.recv_head);
        return Err(Box::new(alarm));
    }
    let earlier = place.epoch < mine.sent_epoch;
    let next = place.seq.saturating_add(1);
    Ok((earlier || next <= mine.sent_upto).then_some(next))
}

/// After which of their messages they lack a receipt; also in an epoch that we have closed.
fn receipt_after(mine: &Position, theirs: &Position) -> Option<u64> {
    let upto = match mine.closed {
        Some(closed) if closed.epoch == theirs.sent_epoch => closed.upto,
        _ if theirs.sent_epoch == mine.recv_epoch => mine.recv_upto,
        _ => return None,
    };
    (theirs.receipted < upto).then_some(theirs.receipted)
}
