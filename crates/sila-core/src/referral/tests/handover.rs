//! The two signatures by which responsibility moves, on one list, whatever crosses on the way.

use super::*;
use crate::codes::{Fate, OpenItem, StaysCode};

fn line(fate: Fate, why: Option<StaysCode>) -> HandoverLine {
    let (item, kind, at) = (OpenItem::Appointment, "HEARING".to_owned(), NOW.plus_days(9));
    HandoverLine { id: [1; 16], item, kind, at, fate, why }
}

/// What was written of a transfer, each act with all before it known.
fn transferred(acts: &[Act]) -> Thread {
    let mut entries = after(acts);
    entries[0] = transfer();
    fold(&entries)
}

#[test]
fn the_key_waits_for_two_signatures_on_one_list() {
    let due = |thread: &Thread| thread.reaction(SOURCE, NOW).map(|act| act.code());
    let accepted = transferred(&[Act::Accept]);
    assert_eq!((due(&accepted), accepted.responsible()), (None, SOURCE));
    assert_eq!(accepted.owed(SOURCE).map(|(owed, _)| owed), Some(Owed::Hand));
    assert_eq!(accepted.owed(SOURCE).unwrap().1, accepted.hand_over_by().unwrap());
    let signed = transferred(&[Act::Accept, hand(1)]);
    assert_eq!((due(&signed), signed.owed(SOURCE)), (None, None));
    assert_eq!(signed.owed(TARGET).map(|(owed, _)| owed), Some(Owed::Take));
    assert!(!signed.may(&hand(1), NOW) && !signed.may(&take(2), NOW), "that list, and no other");
    let both = transferred(&[Act::Accept, hand(1), take(1)]);
    assert_eq!((due(&both), both.responsible()), (Some("RELEASE"), SOURCE));
    assert!(both.is_bound(TARGET) && both.owner() == Some(Side::Source));
    let handed = transferred(&[Act::Accept, hand(1), take(1), release()]);
    assert_eq!((due(&handed), handed.responsible()), (None, TARGET));
    assert!(!handed.may(&hand(2), NOW), "it moves once");
    for acts in [vec![Act::Accept], vec![Act::Accept, hand(1)], vec![Act::Accept, hand(1), take(1)]]
    {
        let thread = transferred(&acts);
        assert!(!thread.may(&outcome(), NOW), "nothing comes of it before it is handed over");
        assert_eq!(thread.may(&release(), NOW), acts.len() == 3, "{acts:?}");
    }
}

#[test]
fn another_list_needs_another_signature() {
    let again = transferred(&[Act::Accept, hand(1), take(1), hand(2)]);
    assert!(again.awaits_taking() && !again.may(&release(), NOW));
    assert!(again.may(&take(2), NOW) && !again.may(&take(1), NOW));
    // The second list crosses the signature under the first.
    let mut entries = vec![transfer(), target(1, 1, Act::Accept), source(2, 1, hand(1))];
    entries.extend([target(2, 2, take(1)), source(3, 1, hand(2))]);
    let crossed = fold(&entries);
    assert_eq!(crossed.list(), Some([2; 32]));
    assert!(crossed.awaits_taking() && crossed.reaction(SOURCE, NOW).is_none());
    entries.push(target(3, 3, take(2)));
    assert_eq!(fold(&entries).reaction(SOURCE, NOW).map(|act| act.code()), Some("RELEASE"));
    let many: Vec<Act> = (0..9).map(hand).collect();
    let mut done = vec![Act::Accept];
    for act in many {
        if transferred(&done).may(&act, NOW) {
            done.push(act);
        }
    }
    assert_eq!(done.len(), 7, "not for ever");
}

#[test]
fn a_signature_that_nobody_gave_moves_nothing() {
    let forged = [transfer(), target(1, 1, Act::Accept), source(2, 1, release())];
    let refused = ThreadError::NotAllowed { side: Side::Source, n: 2 };
    assert_eq!(Thread::fold(&forged), Err(refused), "no key without the target's signature");
    let other =
        [transfer(), target(1, 1, Act::Accept), source(2, 1, hand(1)), target(2, 2, take(2))];
    let refused = ThreadError::NotAllowed { side: Side::Target, n: 2 };
    assert_eq!(Thread::fold(&other), Err(refused), "a signature under a list that was not given");
}

#[test]
fn only_where_responsibility_moves_between_two_a_list_is_signed() {
    let service = fold(&after(&[Act::Accept]));
    assert!(!service.may(&hand(1), NOW) && service.may(&release(), NOW));
    let mut entries = after(&[redirect(), Act::Accept]);
    entries[0] = transfer();
    let passed_on = fold(&entries);
    assert!(!passed_on.may(&hand(1), NOW) && passed_on.may(&release(), NOW));
}

#[test]
fn a_list_says_why_something_stays_and_has_no_room_for_prose() {
    let list = |line| HandoverList { lines: vec![line], words: Vec::new() };
    let sound = list(line(Fate::Stays, Some(StaysCode::S2)));
    assert_eq!(HandoverList::from_cbor(&sound.to_cbor()), Ok(sound));
    let none = HandoverList::default();
    assert_eq!(HandoverList::from_cbor(&none.to_cbor()), Ok(none), "nothing open is a list, too");
    let prose = HandoverLine { kind: "a few words".to_owned(), ..line(Fate::Goes, None) };
    let many =
        HandoverList { lines: vec![line(Fate::Goes, None); LINES_MAX + 1], ..list(prose.clone()) };
    for broken in [
        list(line(Fate::Stays, None)),
        list(line(Fate::Goes, Some(StaysCode::S1))),
        list(prose),
        many,
        HandoverList { words: vec![0; 13 * 1_024], ..list(line(Fate::Goes, None)) },
    ] {
        assert!(HandoverList::from_cbor(&broken.to_cbor()).is_err());
    }
}
