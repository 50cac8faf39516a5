//! Opening a new epoch of a stream after a restore or a revocation, and closing an old one: rows of [`sila_link::reopen`].

use sila_core::Millis;
use sila_link::reopen::{self, Closing};
use sila_link::{Hello, Place, Receipted, Stream};
use sila_seal::Hash;

use super::Cursors;
use super::store::{self, *};
use crate::db::{DbError, Row, Tx, p};
use crate::links::arrivals::store as arrivals;
use crate::referrals::duty::{GIVE_BACK, store as duty};

/// A message that this node sent after the backup from which it was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten {
    /// Where it stands.
    pub place: Place,
    /// When we learned of it.
    pub at: Millis,
}

/// What an exchange changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Streams on which we closed an epoch of theirs.
    pub closed: usize,
    /// Streams on which we go on in a new epoch.
    pub opened: usize,
}

/// Asks the other side to open an epoch.
pub fn set_opening(tx: &mut dyn Tx, link: Hash, stream: Stream, epoch: u32) -> Result<(), DbError> {
    tx.send(&SET_OPENING, &p![link, stream.number(), epoch, [0_u8; 32]])
}

/// Whether a current greeting of theirs makes anything of it due.
pub fn is_due(mine: &Cursors, theirs: &Hello) -> bool {
    mine.all_positions().iter().any(|mine| {
        let theirs = theirs.position(mine.stream);
        let waits = matches!(reopen::reopened(mine, &theirs), Ok(None));
        !waits || reopen::close(mine, &theirs).is_some()
    })
}

/// Does what a current greeting of theirs makes due: closes what they ask to close, goes on where they have closed.
pub fn follow(tx: &mut dyn Tx, link: Hash, theirs: &Hello) -> Result<Moved, DbError> {
    let mut moved = Moved::default();
    for mine in store::cursors(tx, link)?.all_positions() {
        let theirs = theirs.position(mine.stream);
        let number = mine.stream.number();
        if let Some(Closing { cursor, epoch }) = reopen::close(&mine, &theirs) {
            let upto = signed(arrivals::last_in(tx, link, mine.stream, epoch)?);
            let row = p![link, number, cursor.epoch, cursor.head, epoch, upto];
            tx.send(&CLOSE, &row)?;
            let lacks =
                Place { stream: mine.stream, epoch: theirs.sent_epoch, seq: theirs.sent_upto };
            for referral in arrivals::referrals_after(tx, link, lacks)? {
                duty::add(tx, GIVE_BACK, referral, Millis(0))?;
            }
            moved.closed += 1;
        }
        match reopen::reopened(&mine, &theirs) {
            Ok(Some(next)) => {
                let behind = p![link, number, next.taken.epoch, signed(next.taken.seq)];
                tx.send(&WITHDRAW, &behind)?;
                tx.send(&FORGET_OUT, &behind)?;
                tx.send(&REOPEN, &p![link, number, next.cursor.epoch, next.cursor.head])?;
                moved.opened += 1;
            }
            Ok(None) => {}
            Err(_) => set_opening(tx, link, mine.stream, reopen::next_epoch(&mine, &theirs))?,
        }
    }
    Ok(moved)
}

/// Whether something from this place on, which the other side lacks, was signed with this key.
pub fn is_signed_with(
    tx: &mut dyn Tx,
    link: Hash,
    from: Place,
    kid: &Hash,
) -> Result<bool, DbError> {
    let row = p![link, from.stream.number(), from.epoch, signed(from.seq), *kid];
    Ok(tx.opt(&SIGNED_WITH, &row)?.is_some())
}

/// Keeps the places that a receipt tells of and that we have forgotten: those after `known`.
pub fn forget(
    tx: &mut dyn Tx,
    link: Hash,
    told: &Receipted,
    known: u64,
    now: Millis,
) -> Result<(), DbError> {
    for (seq, disposition) in told.finished().filter(|(seq, _)| *seq > known) {
        let row = p![link, told.stream.number(), told.epoch, signed(seq), disposition.word(), now];
        tx.send(&INSERT_FORGOTTEN, &row)?;
    }
    Ok(())
}

/// What was forgotten, the newest first.
pub fn forgotten(tx: &mut dyn Tx, link: Hash) -> Result<Vec<Forgotten>, DbError> {
    let read = |row: &Row| {
        let place = Place { stream: stream(row, 0)?, epoch: row.get(1)?, seq: unsigned(row, 2)? };
        Ok(Forgotten { place, at: row.get(4)? })
    };
    tx.query(&FORGOTTEN, &p![link])?.iter().map(read).collect()
}
