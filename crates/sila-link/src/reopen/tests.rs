//! The steps after a restore, with positions as both sides would say them.

use sila_core::Millis;

use super::*;
use crate::hello::{Hello, Role, plan};
use crate::receipt::{InboxRow, check_closing, sign_receipt};
use crate::stream::Stream;
use crate::testing::{me, peer};
use crate::{Disposition, Halt, check_receipt};
use std::collections::BTreeMap;

const STREAM: Stream = Stream::REFERRALS;

fn hash(seq: u64) -> [u8; 32] {
    [u8::try_from(seq).unwrap(); 32]
}

/// The restored side remembers three messages; the other holds five.
fn restored() -> Position {
    Position { sent_upto: 3, sent_head: hash(3), receipted: 2, ..Position::start(STREAM) }
}

fn holder() -> Position {
    Position { recv_upto: 5, recv_head: hash(5), ..Position::start(STREAM) }
}

fn planned(mine: Position, theirs: Position) -> Result<crate::Plan, Halt> {
    let (one, other) = (me(1), me(2));
    let hello = Hello::new(&other, &peer(&one), Role::Answerer, vec![theirs], 1, Millis(0));
    plan(&peer(&other), &[mine], &hello, 1, &BTreeMap::new(), Millis(0))
}

#[test]
fn step_by_step_without_using_a_number_twice() {
    let (mut mine, mut theirs) = (restored(), holder());
    assert!(matches!(planned(mine, theirs), Err(Halt::Alarm(_))), "it stops");
    mine.opening = Some(next_epoch(&mine, &theirs));
    let waits = planned(mine, theirs).unwrap();
    assert!(waits.streams.iter().all(|s| s.send_from.is_none()), "and sends nothing");
    assert_eq!(reopened(&mine, &theirs), Ok(None));

    let Closing { cursor, epoch } = close(&theirs, &mine).unwrap();
    assert_eq!((cursor.epoch, cursor.upto, cursor.head, epoch), (2, 0, hash(5), 1));
    theirs = Position {
        recv_epoch: 2,
        recv_upto: 0,
        closed: Some(Closed { epoch: 1, upto: 5 }),
        ..theirs
    };
    assert_eq!(close(&theirs, &mine), None, "once");
    assert_eq!(reopened(&mine, &theirs), Ok(None), "not before every fate is told");

    mine.receipted = 5;
    let next = reopened(&mine, &theirs).unwrap().unwrap();
    assert_eq!((next.cursor.epoch, next.cursor.upto, next.taken.seq), (2, 0, 5));
    assert_eq!(next.cursor.head, hash(5), "the chain goes on");
}

#[test]
fn who_closed_an_epoch_still_owes_its_receipts() {
    let theirs = Position {
        recv_epoch: 2,
        recv_upto: 0,
        closed: Some(Closed { epoch: 1, upto: 5 }),
        ..holder()
    };
    let plan = planned(theirs, Position { opening: Some(2), ..restored() }).unwrap();
    let stream = plan.streams.iter().find(|s| s.stream == STREAM).unwrap();
    assert_eq!((stream.receipt_after, stream.receipt_epoch), (Some(2), 1));
}

#[test]
fn a_closing_receipt_tells_of_what_was_forgotten() {
    let (one, other) = (me(1), me(2));
    let row = |seq| InboxRow { seq, header_hash: hash(seq), disposition: Disposition::Applied };
    let rows: Vec<_> = (3..=5).map(row).collect();
    let bytes = sign_receipt(&other, &peer(&one), STREAM, 1, 2, &rows, Millis(9)).unwrap();
    let sent = Cursor { stream: STREAM, epoch: 1, upto: 3, head: hash(3) };
    let (none, party) = (BTreeMap::new(), peer(&other));
    let alarm = check_receipt(&one, &party, &bytes, &sent, 2, &none);
    assert!(matches!(alarm, Err(Halt::Alarm(_))));
    let told = check_closing(&one, &party, &bytes, &sent, 2, &none).unwrap().unwrap();
    let fates: Vec<_> = told.finished().map(|(seq, _)| seq).collect();
    assert_eq!(fates, [3, 4, 5]);
    let gap = check_closing(&one, &party, &bytes, &sent, 1, &none);
    assert!(matches!(gap, Err(Halt::Refused(LinkError::Gap { .. }))));
}

#[test]
fn a_later_epoch_than_ours_is_behind_everything() {
    let theirs = Position { recv_epoch: 4, recv_upto: 0, ..holder() };
    assert!(matches!(planned(restored(), theirs), Err(Halt::Alarm(_))), "also when it is empty");
    let mine = Position { opening: Some(2), ..restored() };
    assert!(reopened(&mine, &theirs).is_err());
    assert_eq!(next_epoch(&mine, &theirs), 5);
}

#[test]
fn a_restored_receiver_gets_the_rest_of_the_old_epoch_first() {
    let mine = Position { sent_epoch: 2, sent_upto: 1, ..restored() };
    let plan = planned(mine, Position { recv_upto: 1, recv_head: hash(1), ..holder() }).unwrap();
    let stream = plan.streams.iter().find(|s| s.stream == STREAM).unwrap();
    assert_eq!((stream.send_epoch, stream.send_from), (1, Some(2)));
}

/// The receiver held two messages of the second epoch, was restored to a time of the first, and is
/// asked to open the third before it has the rest again: the end lies in the first.
#[test]
fn a_restored_receiver_that_is_asked_to_close_says_where_it_stands() {
    let mine = Position { sent_epoch: 2, receipted: 2, opening: Some(3), ..restored() };
    let theirs = Position { recv_upto: 1, recv_head: hash(1), ..holder() };
    let Closing { cursor, epoch } = close(&theirs, &mine).unwrap();
    assert_eq!((cursor.epoch, epoch), (3, 1));
    let closed = Some(Closed { epoch, upto: 1 });
    let theirs = Position { recv_epoch: 3, recv_upto: 0, closed, ..theirs };
    let next = reopened(&mine, &theirs).unwrap().unwrap();
    assert_eq!(next.taken, Place { stream: STREAM, epoch: 1, seq: 1 });
    assert_eq!((next.cursor.epoch, next.cursor.head), (3, hash(1)));
}

/// The backup was made between asking for the epoch and sending in it.
#[test]
fn an_epoch_in_which_something_was_sent_and_forgotten_is_not_begun_again() {
    let mine = Position { opening: Some(2), receipted: 3, ..restored() };
    let closed = Some(Closed { epoch: 1, upto: 3 });
    let fresh = Position { recv_epoch: 2, recv_upto: 0, closed, ..holder() };
    assert!(reopened(&mine, &fresh).unwrap().is_some());
    let used = Position { recv_upto: 1, ..fresh };
    assert!(reopened(&mine, &used).is_err());
    assert_eq!(next_epoch(&mine, &used), 3);
}
