use std::collections::BTreeMap;

use super::*;
use crate::testing::{me, peer};

const NOW: Millis = Millis(1_000_000);

fn position(sent: u64, receipted: u64, received: u64) -> Position {
    Position {
        sent_upto: sent,
        sent_head: hash(sent),
        receipted,
        recv_upto: received,
        recv_head: hash(received),
        ..Position::start(Stream::URGENT)
    }
}

/// The header hash of a message of the tests; zeros before the first.
fn hash(seq: u64) -> Hash {
    [u8::try_from(seq).unwrap(); 32]
}

fn history(upto: u64) -> BTreeMap<Place, Hash> {
    let place = |seq| Place { stream: Stream::URGENT, epoch: 1, seq };
    (1..=upto).map(|seq| (place(seq), hash(seq))).collect()
}

fn hello(positions: Vec<Position>) -> Hello {
    Hello::new(&me(2), &peer(&me(1)), Role::Caller, positions, 1, NOW)
}

fn planned(mine: Position, theirs: &Hello) -> Result<Plan, Halt> {
    plan(&peer(&me(2)), &[mine], theirs, 1, &history(mine.sent_upto), NOW)
}

fn urgent(mine: Position, theirs: Position) -> (Option<u64>, Option<u64>) {
    let plan = planned(mine, &hello(vec![theirs])).unwrap();
    let found = plan.streams.iter().find(|s| s.stream == Stream::URGENT).unwrap();
    (found.send_from, found.receipt_after)
}

fn alarm(halt: Result<Plan, Halt>) -> LinkError {
    match halt {
        Err(Halt::Alarm(alarm)) => alarm.error,
        other => panic!("no alarm: {other:?}"),
    }
}

#[test]
fn positions_tell_what_to_send_and_what_to_receipt() {
    // (mine: sent, receipted, received), (theirs: sent, receipted, received), plan
    let table = [
        ((0, 0, 0), (0, 0, 0), (None, None)),
        ((5, 0, 0), (0, 0, 0), (Some(1), None)),
        ((5, 0, 0), (0, 0, 3), (Some(4), None)),
        ((5, 3, 0), (0, 0, 5), (None, None)),
        ((0, 0, 4), (4, 2, 0), (None, Some(2))),
        ((0, 0, 4), (4, 4, 0), (None, None)),
        ((5, 5, 0), (0, 0, 2), (Some(3), None)),
        ((5, 0, 9), (9, 0, 4), (Some(5), Some(0))),
    ];
    for (mine, theirs, wanted) in table {
        let found =
            urgent(position(mine.0, mine.1, mine.2), position(theirs.0, theirs.1, theirs.2));
        assert_eq!(found, wanted, "{mine:?} {theirs:?}");
    }
}

#[test]
fn who_holds_more_than_i_sent_shows_that_i_was_restored() {
    let halt = planned(position(3, 0, 0), &hello(vec![position(0, 0, 4)]));
    assert_eq!(alarm(halt), LinkError::Rollback);
    let later = Position { recv_epoch: 2, ..position(0, 0, 1) };
    assert_eq!(alarm(planned(position(3, 0, 0), &hello(vec![later]))), LinkError::Rollback);
}

#[test]
fn who_holds_another_message_than_mine_shows_a_fork() {
    for seq in [2, 3] {
        let theirs = Position { recv_head: [99; 32], ..position(0, 0, seq) };
        let halt = planned(position(3, 0, 0), &hello(vec![theirs]));
        assert_eq!(alarm(halt), LinkError::Fork, "at {seq}");
    }
    let erased = Position { recv_head: [99; 32], ..position(0, 0, 2) };
    let none = BTreeMap::new();
    let halt = plan(&peer(&me(2)), &[position(3, 0, 0)], &hello(vec![erased]), 1, &none, NOW);
    assert!(halt.is_ok(), "an erased row cannot be compared");
}

#[test]
fn versions_meet_or_refuse_and_never_go_back() {
    let offered = |min, max, seen| {
        let theirs = Hello { version_min: min, version_max: max, ..hello(vec![]) };
        let peer = Peer { version_seen: seen, ..peer(&me(2)) };
        plan(&peer, &[], &theirs, 1, &history(0), NOW)
    };
    assert_eq!(offered(1, 1, 0).unwrap().version, 1);
    let newer = offered(1, 9, 1).unwrap();
    assert_eq!((newer.version, newer.version_seen), (1, 9));
    assert_eq!(offered(2, 9, 0), Err(Halt::Refused(LinkError::Version)));
    assert_eq!(alarm(offered(1, 1, 2)), LinkError::Downgrade);
}

#[test]
fn clocks_statements_and_maintenance_are_told() {
    let theirs = Hello {
        clock: NOW.0 + SKEW_MAX_MS + 1,
        statement: 2,
        maintenance_until: Some(NOW.0 + 5),
        ..hello(vec![])
    };
    let told = planned(position(0, 0, 0), &theirs).unwrap();
    assert!(told.new_statement && !told.clock_agrees());
    assert_eq!(told.maintenance_until, Some(Millis(NOW.0 + 5)));
    let quiet = planned(position(0, 0, 0), &hello(vec![])).unwrap();
    assert!(!quiet.new_statement && quiet.clock_agrees());
    let extreme = Hello { clock: i64::MIN, ..hello(vec![]) };
    assert!(!planned(position(0, 0, 0), &extreme).unwrap().clock_agrees());
}

#[test]
fn a_greeting_is_for_one_reader_in_one_role() {
    let (one, two, three) = (me(1), me(2), me(3));
    let greeting = hello(vec![position(1, 0, 0)]);
    let bytes = greeting.sign(&two);
    let claimed = Claimed { from: two.agency, statement: 1, knows: None, session: None };
    assert_eq!(Hello::claimed(&bytes), Ok(claimed));
    let opened = |bytes: &[u8], me: &Me, from: &Me, role| Hello::open(bytes, me, &peer(from), role);
    assert_eq!(opened(&bytes, &one, &two, Role::Caller), Ok(greeting.clone()));
    let wrong_role = opened(&bytes, &one, &two, Role::Answerer);
    assert_eq!(wrong_role, Err(LinkError::Schema("hello")));
    assert_eq!(opened(&bytes, &three, &two, Role::Caller), Err(LinkError::Address));
    assert_eq!(opened(&bytes, &one, &three, Role::Caller), Err(LinkError::Signature));
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(opened(&changed, &one, &two, Role::Caller).is_err(), "byte {at}");
    }
}
