use std::collections::BTreeMap;

use super::*;
use crate::testing::{me, peer};

const STREAM: Stream = Stream::REFERRALS;

fn rows(after: u64, fates: &[Disposition]) -> Vec<InboxRow> {
    let row = |(disposition, seq): (&Disposition, u64)| InboxRow {
        seq,
        header_hash: hash(seq),
        disposition: disposition.clone(),
    };
    fates.iter().zip(after + 1..).map(row).collect()
}

fn hash(seq: u64) -> Hash {
    [u8::try_from(seq).unwrap(); 32]
}

fn sent(upto: u64) -> Cursor {
    Cursor { upto, head: hash(upto), ..Cursor::start(STREAM) }
}

/// A receipt by agency 2 for messages of agency 1.
fn receipt(after: u64, fates: &[Disposition]) -> Vec<u8> {
    let rows = rows(after, fates);
    sign_receipt(&me(2), &peer(&me(1)), STREAM, 1, after, &rows, Millis(9)).unwrap()
}

fn checked(bytes: &[u8], upto: u64, receipted: u64) -> Result<Option<Receipted>, Halt> {
    let place = |seq| Place { stream: STREAM, epoch: 1, seq };
    let history: BTreeMap<Place, Hash> = (1..=upto).map(|seq| (place(seq), hash(seq))).collect();
    check_receipt(&me(1), &peer(&me(2)), bytes, &sent(upto), receipted, &history)
}

fn alarm(result: Result<Option<Receipted>, Halt>) -> LinkError {
    match result {
        Err(Halt::Alarm(alarm)) => alarm.error,
        other => panic!("no alarm: {other:?}"),
    }
}

fn fates() -> [Disposition; 4] {
    [
        Disposition::Applied,
        Disposition::Expired,
        Disposition::Parked(Code::known("P-KIND")),
        Disposition::Refused(Code::known("referral.no_agreement")),
    ]
}

#[test]
fn a_receipt_tells_every_fate_once() {
    let bytes = receipt(2, &fates());
    assert_eq!(receipt_place(&bytes), Ok(Place { stream: STREAM, epoch: 1, seq: 6 }));
    let told = checked(&bytes, 8, 2).unwrap().unwrap();
    assert_eq!((told.upto, told.at), (6, Millis(9)));
    let wanted: Vec<_> = (3..).zip(fates()).collect();
    assert_eq!(told.finished().collect::<Vec<_>>(), wanted);
    let overlapping = checked(&bytes, 8, 4).unwrap().unwrap();
    assert_eq!(overlapping.finished().collect::<Vec<_>>(), wanted[2..]);
    assert_eq!(checked(&bytes, 8, 6), Ok(None), "nothing new");
}

#[test]
fn a_receipt_that_skips_fates_is_not_taken() {
    let expected = LinkError::Gap { stream: STREAM, expected: 2 };
    assert_eq!(checked(&receipt(2, &fates()), 8, 1), Err(Halt::Refused(expected)));
}

#[test]
fn a_receipt_for_what_i_never_sent_is_an_alarm() {
    assert_eq!(alarm(checked(&receipt(0, &fates()), 3, 0)), LinkError::Rollback);
    let other = Cursor { head: [99; 32], ..sent(4) };
    let halt = check_receipt(
        &me(1),
        &peer(&me(2)),
        &receipt(0, &fates()),
        &other,
        0,
        &BTreeMap::<Place, Hash>::new(),
    );
    assert_eq!(alarm(halt), LinkError::Fork);
    let other = BTreeMap::from([(Place { stream: STREAM, epoch: 1, seq: 4 }, [99; 32])]);
    let bytes = receipt(0, &fates());
    let halt = check_receipt(&me(1), &peer(&me(2)), &bytes, &sent(5), 0, &other);
    assert_eq!(alarm(halt), LinkError::Fork);
}

#[test]
fn a_receipt_counts_only_from_the_peer_to_me() {
    let bytes = receipt(0, &fates());
    let check = |me: &Me, from: &Me| {
        let none = BTreeMap::<Place, Hash>::new();
        check_receipt(me, &peer(from), &bytes, &sent(4), 0, &none).map(|_| ())
    };
    assert_eq!(check(&me(1), &me(2)), Ok(()));
    assert_eq!(check(&me(1), &me(3)), Err(Halt::Refused(LinkError::Signature)));
    assert_eq!(check(&me(3), &me(2)), Err(Halt::Refused(LinkError::Address)));
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(checked(&changed, 4, 0).is_err(), "byte {at}");
    }
}

#[test]
fn only_contiguous_rows_can_be_promised() {
    let sign = |rows: &[InboxRow]| {
        sign_receipt(&me(2), &peer(&me(1)), STREAM, 1, 0, rows, Millis(9)).map(|_| ())
    };
    let refused = Err(LinkError::Schema("receipt rows"));
    assert_eq!(sign(&[]), refused);
    assert_eq!(sign(&rows(1, &fates())), refused);
    let mut hole = rows(0, &fates());
    hole.remove(1);
    assert_eq!(sign(&hole), refused);
    let many: Vec<InboxRow> = (1..=1_025)
        .map(|seq| InboxRow { seq, header_hash: [0; 32], disposition: Disposition::Expired })
        .collect();
    assert_eq!(sign(&many), refused);
    assert_eq!(sign(&many[..RECEIPT_ROWS_MAX]), Ok(()));
}

#[test]
fn the_largest_receipt_can_be_read() {
    let code = Code::parse(&"x".repeat(Code::BYTES_MAX)).unwrap();
    let many: Vec<InboxRow> = (1..=1_024)
        .map(|seq| InboxRow {
            seq,
            header_hash: [0; 32],
            disposition: Disposition::Refused(code.clone()),
        })
        .collect();
    let bytes = sign_receipt(&me(2), &peer(&me(1)), STREAM, 1, 0, &many, Millis(9)).unwrap();
    let cursor = Cursor { upto: 1_024, head: [0; 32], ..Cursor::start(STREAM) };
    let none = BTreeMap::<Place, Hash>::new();
    let told = check_receipt(&me(1), &peer(&me(2)), &bytes, &cursor, 0, &none).unwrap().unwrap();
    assert_eq!(told.finished().count(), 1_024);
}

#[test]
fn a_disposition_survives_its_row() {
    for fate in fates() {
        let read = Disposition::from_row(fate.word(), fate.code().map(Code::as_str));
        assert_eq!(read, Ok(fate));
    }
    for (word, code) in [("APPLIED", Some("x")), ("PARKED", None), ("DONE", None)] {
        assert_eq!(Disposition::from_row(word, code), Err(LinkError::Schema("disposition")));
    }
}
