//! What a person takes back: at either agency, crossing anything, and where responsibility had moved already.

use super::*;
use crate::agreement::tests::NASEEM;

#[test]
fn a_withdrawal_is_never_too_late_for_a_decision_that_crosses_it() {
    let all = [offered(), source(2, 0, withdraw(Side::Source)), target(1, 1, Act::Accept)];
    let thread = fold(&all);
    assert_eq!(thread.state(), State::Withdrawn);
    assert_eq!(thread.reaction(SOURCE, NOW), None, "no key after it");
    assert_eq!(thread.reaction(TARGET, NOW), Some(Act::Purged), "nobody was named");
}

#[test]
fn a_key_that_crosses_a_withdrawal_does_not_count() {
    let told = target(2, 1, withdraw(Side::Target));
    let all = [offered(), target(1, 1, Act::Accept), source(2, 1, release()), told];
    let thread = fold(&all);
    assert!(!thread.identity_released() && !thread.is_withheld());
    let last = thread.steps().last().map(|step| (step.entry.act.code(), step.effect));
    assert_eq!(last, Some(("RELEASE", Effect::TooLate)));
    assert_eq!(thread.reaction(TARGET, NOW), Some(Act::Purged));
}

#[test]
fn two_withdrawals_that_cross_are_one() {
    let all =
        [offered(), target(1, 1, withdraw(Side::Target)), source(2, 0, withdraw(Side::Source))];
    let mut backwards = all.to_vec();
    backwards.reverse();
    assert_eq!(fold(&all), fold(&backwards));
    assert_eq!(fold(&all).state(), State::Withdrawn);
}

/// The clock of the day runs from the withdrawal, and whoever keeps must say so before it has run out and was erased.
#[test]
fn what_is_not_kept_on_a_ground_of_its_own_within_a_day_is_erased() {
    let thread = fold(&after(&[Act::Accept, release(), withdraw(Side::Source)]));
    let over = Millis(NOW.0 + KEEP_WITHIN_MS);
    assert!(thread.is_withheld() && thread.is_open());
    assert_eq!(thread.purge_from(), Some(over));
    assert_eq!(thread.owed(TARGET), Some((Owed::Ground, over)), "nobody's file goes unseen");
    assert_eq!(thread.owed(SOURCE), None);
    assert_eq!(thread.reaction(TARGET, Millis(over.0 - 1)), None);
    assert_eq!(thread.reaction(TARGET, over), Some(Act::Purged));
    let kept = fold(&after(&[Act::Accept, release(), withdraw(Side::Source), keep()]));
    assert!(kept.is_kept() && !kept.is_withheld() && !kept.is_open());
    assert_eq!((kept.purge_from(), kept.reaction(TARGET, over)), (None, None));
    assert_eq!(kept.owed(TARGET), None);
    let gone = fold(&after(&[Act::Accept, release(), withdraw(Side::Source), Act::Purged]));
    assert!(gone.is_withheld() && gone.is_purged() && !gone.is_open());
    assert!(gone.next(TARGET, ByRole::node(), keep(), NOW).is_err());
}

/// Who answers for the person never changes by it, so nobody is ever without.
#[test]
fn what_was_handed_over_is_taken_back_where_it_is() {
    let mut entries = vec![transfer(), target(1, 1, Act::Accept)];
    let before = fold(&entries);
    let may = |thread: &Thread, side| thread.may(&withdraw(side), NOW);
    assert!(may(&before, Side::Source) && !may(&before, Side::Target));
    let stopped = [transfer(), target(1, 1, Act::Accept), source(2, 1, withdraw(Side::Source))];
    assert_eq!(fold(&stopped).responsible(), SOURCE);
    entries.extend([source(2, 1, hand(1)), target(2, 2, take(1)), source(3, 2, release())]);
    let handed = fold(&entries);
    assert_eq!(handed.responsible(), TARGET);
    assert!(!may(&handed, Side::Source) && !may(&handed, Side::Target));
    assert!(!handed.may(&narrow(Side::Source), NOW));
}

#[test]
fn what_the_law_demands_does_not_end_by_a_word() {
    let by_law = Offer { lawful_basis: LawfulBasis::DutyToReport, ..offer() };
    let mut entries = vec![source(1, 0, Act::Offer(Box::new(by_law)))];
    for act in [target(1, 1, Act::Accept), source(2, 1, release())] {
        let thread = fold(&entries);
        for side in [Side::Source, Side::Target] {
            assert!(!thread.may(&withdraw(side), NOW) && !thread.may(&narrow(side), NOW));
        }
        entries.push(act);
    }
}

#[test]
fn a_field_is_taken_back_once_and_the_rest_goes_on() {
    let taken = |fields: &[Field]| Act::Narrow { at: Side::Source, fields: fields.to_vec() };
    let mut done = vec![Act::Accept, release(), taken(&[Field::Harm, Field::Account])];
    assert!(!fold(&after(&done)).may(&taken(&[Field::Harm]), NOW), "it is gone already");
    done.extend([Act::Removed, taken(&[Field::Harm, Field::Phone])]);
    let thread = fold(&after(&done));
    assert_eq!(thread.narrowed(), [Field::Phone, Field::Account, Field::Harm]);
    assert_eq!(
        (thread.state(), thread.reaction(TARGET, NOW)),
        (State::Accepted, Some(Act::Removed))
    );
    let empty = Entry { act: taken(&[]), ..source(2, 1, Act::Expire) };
    assert!(Entry::from_cbor(&empty.to_cbor()).is_err(), "of nothing");
    assert!(Entry::from_cbor(&source(2, 1, taken(&[Field::Harm])).to_cbor()).is_ok());
}

/// A referral that Dana passed on to Naseem, accepted there and released.
fn passed_on() -> (Vec<Entry>, Vec<Entry>) {
    let up = after(&[redirect(), Act::Accept, release(), Act::Purged]);
    let mut down = after(&[Act::Accept, release()]);
    for entry in &mut down {
        entry.author = if entry.author == SOURCE { TARGET } else { NASEEM };
        if let Act::Offer(offer) = &mut entry.act {
            (offer.source, offer.target) = (TARGET, NASEEM);
        }
    }
    (up, down)
}

/// Lets the agency in the middle tell each side what it must.
fn told(up: &mut Vec<Entry>, down: &mut Vec<Entry>) {
    for _ in 0..8 {
        let Some((leg, entry)) = relay(&fold(up), &fold(down), TARGET, NOW) else { return };
        if leg == Leg::Up { up.push(entry) } else { down.push(entry) }
    }
    panic!("the middle never comes to rest");
}

fn says(entries: &mut Vec<Entry>, me: AgencyId, act: Act) {
    let next = fold(entries).next(me, ByRole::node(), act, NOW).unwrap();
    entries.push(next);
}

#[test]
fn what_is_taken_back_at_one_end_of_three_ends_at_all() {
    for at_the_end in [false, true] {
        let (mut up, mut down) = passed_on();
        if at_the_end {
            says(&mut down, NASEEM, withdraw(Side::Target));
        } else {
            says(&mut up, SOURCE, withdraw(Side::Source));
        }
        told(&mut up, &mut down);
        assert_eq!([fold(&up).state(), fold(&down).state()], [State::Withdrawn; 2]);
        assert!(!fold(&up).is_purged(), "the receipt of the middle waits for that of the third");
        says(&mut down, NASEEM, Act::Purged);
        told(&mut up, &mut down);
        assert!(fold(&up).is_purged() && !fold(&up).is_open());
    }
    let (mut up, mut down) = passed_on();
    says(&mut up, SOURCE, withdraw(Side::Source));
    told(&mut up, &mut down);
    says(&mut down, NASEEM, keep());
    told(&mut up, &mut down);
    assert!(fold(&up).is_kept() && !fold(&up).is_purged());
}
