//! After a restore from a backup: going on without using a sequence number twice.
//!
//! Whoever was restored does not know what it sent after the backup was made. Its peer does, and
//! says so in every greeting. Step by step, for each stream of each link:
//!
//! 1. [`crate::plan`] alarms with `S-ROLLBACK`. Nothing is sent. An officer looks and decides.
//! 2. The restored side commits the epoch to open ([`next_epoch`]) and says it in its greetings
//!    ([`Position::opening`]). From here on `plan` does not alarm for this stream, and sends nothing
//!    on it.
//! 3. The peer commits [`close`]: from now on it takes nothing more of the old epoch. Its greeting
//!    says where the old one ended, and its receipts tell the fate of every message up to there.
//! 4. The restored side reads those receipts with [`crate::check_closing`], and learns which messages
//!    it has forgotten. When all are told, [`reopened`] gives the cursor of the new epoch, whose first
//!    message names the last one of the old epoch as the one before it.
//! 5. Sealed messages behind that end are not held by the peer and never will be: their content goes
//!    out again as new messages **with the same id**, also where a receipt had once told their fate.
//!    The end may lie in an earlier epoch than the old one, when the peer was itself restored and had
//!    not yet come to the old one again.
//!
//! An id names a content. Whoever takes a message whose id it has stored before gives it its place and
//! the fate of the first, and does not use it again, unless the first was parked with `P-OPEN`. So what
//! was sent in the life that is forgotten, and is sent again because the backup holds it unsent, takes
//! effect once.
//!
//! A *receiver* that was restored may find that its peer has gone on to a later epoch meanwhile. It gets
//! the rest of the old epoch again ([`crate::StreamPlan::send_epoch`]), and then the first message of
//! the next one, which names the last of the old one as the one before it: that opens the epoch.
//!
//! The same steps, from the second, withdraw what a revoked key has signed and the peer does not hold:
//! because it has not yet taken it, or because it was restored and takes it no more.

use crate::error::LinkError;
use crate::evidence::Alarm;
use crate::hello::{Closed, Position};
use crate::stream::{Cursor, Place};

/// The epoch to open after an alarm: behind everything that either side has seen.
#[must_use]
pub fn next_epoch(mine: &Position, theirs: &Position) -> u32 {
    let seen = mine.sent_epoch.max(theirs.recv_epoch).max(mine.opening.unwrap_or(0));
    seen.saturating_add(1)
}

/// How we close what they ask to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// The receiving cursor to commit: nothing of an earlier epoch is taken after that commit.
    pub cursor: Cursor,
    /// The epoch in which we stopped: say with it the last message that we hold of it
    /// ([`crate::Closed`]). Theirs, but where we were restored from a backup and have not yet come so
    /// far, ours.
    pub epoch: u32,
}

/// Their side asks to open a new epoch; `None` when there is nothing to do.
#[must_use]
pub fn close(mine: &Position, theirs: &Position) -> Option<Closing> {
    let epoch = theirs.opening.filter(|epoch| *epoch > mine.recv_epoch)?;
    let cursor = Cursor { stream: mine.stream, epoch, upto: 0, head: mine.recv_head };
    Some(Closing { cursor, epoch: theirs.sent_epoch.min(mine.recv_epoch) })
}

/// How a stream goes on after its old epoch was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reopened {
    /// The sending cursor to commit; nothing of the new epoch is receipted yet.
    pub cursor: Cursor,
    /// The last of our messages that they hold: what we sealed behind it, in this epoch or a later
    /// one, must go out again as new messages, and so must what stands before it and has no fate.
    pub taken: Place,
}

/// Whether the epoch that we asked for is open, so that sending may go on. `None` while they have
/// not closed the old one, or have not yet told the fate of everything in it.
///
/// # Errors
/// `S-ROLLBACK` when they are in a later epoch than we asked for, or hold a message of that epoch: we
/// were restored, and have forgotten that we sent in it. Ask again with [`next_epoch`].
pub fn reopened(mine: &Position, theirs: &Position) -> Result<Option<Reopened>, Box<Alarm>> {
    let Some(epoch) = mine.opening else { return Ok(None) };
    if (theirs.recv_epoch, theirs.recv_upto) > (epoch, 0) {
        let place = Place { stream: mine.stream, epoch: theirs.recv_epoch, seq: theirs.recv_upto };
        let alarm = Alarm::position(LinkError::Rollback, place, None, theirs.recv_head);
        return Err(Box::new(alarm));
    }
    let told = theirs.closed.filter(|closed| {
        let told = (closed.epoch, closed.upto) <= (mine.sent_epoch, mine.receipted);
        theirs.recv_epoch == epoch && told
    });
    Ok(told.map(|Closed { epoch: last, upto }| Reopened {
        cursor: Cursor { stream: mine.stream, epoch, upto: 0, head: theirs.recv_head },
        taken: Place { stream: mine.stream, epoch: last, seq: upto },
    }))
}

#[cfg(test)]
mod tests;
