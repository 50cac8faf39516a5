//! What an act needs beside the entries of its referral: every act in every situation.

use super::acts::situations;
use super::*;
use crate::Refusal;
use crate::agreement::tests::NASEEM;

/// What was, and what is after this act of its own side; nothing where the act has no place.
fn moved(done: &[Act], act: &Act) -> Option<(Thread, Thread)> {
    let mut entries = after(done);
    let before = fold(&entries);
    let me = if act.side() == Side::Source { SOURCE } else { TARGET };
    entries.push(before.next(me, ByRole::node(), act.clone(), NOW).ok()?);
    Some((before, fold(&entries)))
}

fn is_under_way(thread: &Thread) -> bool {
    let state = thread.state();
    state.is_undecided() || [State::Accepted, State::Completed].contains(&state)
}

/// Also for a case that is closed while the other side asks for more.
#[test]
fn nothing_that_was_over_is_under_way_again_without_an_open_case() {
    let mut again = 0;
    for (done, state) in situations() {
        for act in every_act() {
            let Some((before, after)) = moved(&done, &act) else { continue };
            if !is_under_way(&before) && is_under_way(&after) {
                assert!(act.needs_open_case(), "{state} {}", act.code());
                again += 1;
            }
        }
    }
    assert!(again > 3, "{again}");
    assert!(Act::Offer(Box::new(offer())).needs_open_case() && hand(1).needs_open_case());
    assert!(!agree(Side::Source, false).needs_open_case() && !release().needs_open_case());
}

#[test]
fn nobody_is_taken_for_a_place_without_one() {
    let (mut taken, more) = (0, [agree(Side::Target, true)]);
    for (done, state) in situations() {
        for act in every_act().into_iter().chain(more.clone()) {
            let Some((before, after)) = moved(&done, &act) else { continue };
            let needs = before.needs_place(TARGET, &act);
            let takes = before.state() != State::Accepted && after.state() == State::Accepted;
            let ours = act.side() == Side::Target && before.redirect().is_none();
            assert!(!takes || needs == ours, "{state} {}", act.code());
            let goes = [State::Accepted, State::ReopenRequested].contains(&after.state());
            assert!(!needs || goes, "{state} {}", act.code());
            assert!(!before.needs_place(SOURCE, &act) && !before.needs_place(NASEEM, &act));
            taken += u32::from(needs);
        }
    }
    assert!(taken > 10, "{taken}");
    let entries = [source(1, 0, Act::Offer(Box::new(Offer { kind: Kind::Service, ..offer() })))];
    assert!(!fold(&entries).needs_place(TARGET, &Act::Accept), "of a service none is asked for");
}

/// A transfer of the same case to another agency.
fn other(acts: &[Act]) -> Thread {
    let mut entries = after(acts);
    entries[0] = transfer();
    let referral = ReferralId(Uuid::from_u128(14));
    let entries: Vec<Entry> =
        entries.into_iter().map(|entry| Entry { referral, ..entry }).collect();
    fold(&entries)
}

#[test]
fn responsibility_moves_by_one_transfer_at_a_time() {
    let this = fold(&[transfer(), target(1, 1, Act::Accept)]);
    let taken = [Act::Accept, hand(1), take(1)];
    let given = [&taken[..], &[release()]].concat();
    let table = [
        (vec![], true),
        (vec![Act::Claim], true),
        (vec![redirect()], true),
        (vec![Act::Accept], true),
        (taken.to_vec(), true),
        // It has come back since, or somebody else would answer.
        (given, false),
        (vec![decline()], false),
        (vec![decline(), appeal()], true),
        (vec![recall()], false),
        // It may have been accepted in time.
        (vec![Act::Expire], true),
        (vec![Act::Expire, Act::Purged], false),
        (vec![Act::Accept, cancel(Side::Source)], false),
        (vec![Act::Accept, withdraw(Side::Source)], false),
        (vec![invalidate()], false),
    ];
    for (acts, stands) in table {
        let other = other(&acts);
        let reference = other.offer().reference.clone();
        let refused = if stands { Err(Refusal::OtherTransfer { reference }) } else { Ok(()) };
        assert_eq!(this.may_hand_over(SOURCE, SOURCE, [&this, &other]), refused, "{acts:?}");
        assert_eq!(may_transfer(SOURCE, SOURCE, [&other]), refused, "{acts:?}");
    }
}

#[test]
fn only_who_answers_for_the_person_hands_her_over() {
    let this = fold(&[transfer(), target(1, 1, Act::Accept)]);
    assert_eq!(this.may_hand_over(SOURCE, TARGET, [&this]), Err(Refusal::NotResponsible));
    assert_eq!(may_transfer(SOURCE, TARGET, []), Err(Refusal::NotResponsible));
    // What moves no responsibility of one's own is free: a service, and what one only passes on.
    let service = fold(&after(&[Act::Accept]));
    assert_eq!(service.may_hand_over(SOURCE, TARGET, [&other(&[])]), Ok(()));
    let origin = Some(Origin { agency: NASEEM, referral: REFERRAL, entry: [8; 32] });
    let passed = Offer { kind: Kind::Transfer, origin, ..offer() };
    let passed = fold(&[source(1, 0, Act::Offer(Box::new(passed)))]);
    assert_eq!(passed.may_hand_over(SOURCE, NASEEM, [&other(&[])]), Ok(()));
    assert_eq!(may_transfer(SOURCE, SOURCE, [&passed]), Ok(()));
}
