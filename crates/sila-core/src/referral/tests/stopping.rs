//! What is stopped after it was taken, what should never have been sent, what is taken in part, and what goes on after its end.

use super::*;
use crate::agreement::tests::NASEEM;

#[test]
fn what_was_stopped_is_erased_or_kept_by_a_person_and_not_by_a_clock() {
    let thread = fold(&after(&[Act::Accept, release(), cancel(Side::Source)]));
    assert!(thread.awaits_ground() && !thread.is_withheld() && thread.is_open());
    assert_eq!(thread.purge_from(), None);
    assert_eq!(thread.owed(TARGET), Some((Owed::Ground, NOW.plus_days(1))));
    let erased = fold(&after(&[Act::Accept, release(), cancel(Side::Source), Act::Purged]));
    assert!(erased.is_purged() && !erased.is_open());
    let kept = fold(&after(&[Act::Accept, release(), cancel(Side::Target), keep()]));
    assert!(kept.is_kept() && !kept.is_open());
    assert!(!kept.may(&withdraw(Side::Source), NOW), "a ground of one's own holds");
}

#[test]
fn who_answers_for_the_person_never_changes_by_stopping() {
    let mut entries = vec![transfer(), target(1, 1, Act::Accept)];
    let accepted = fold(&entries);
    assert!(accepted.may(&cancel(Side::Source), NOW) && !accepted.may(&cancel(Side::Target), NOW));
    assert!(accepted.may(&invalidate(), NOW));
    entries.extend([source(2, 1, hand(1)), target(2, 2, take(1)), source(3, 2, release())]);
    let handed = fold(&entries);
    for act in [cancel(Side::Source), cancel(Side::Target), invalidate()] {
        assert!(!handed.may(&act, NOW), "{} after the handover", act.code());
    }
}

#[test]
fn a_key_that_crosses_the_end_opens_nothing() {
    let stopped = target(2, 1, cancel(Side::Target));
    let all = [offered(), target(1, 1, Act::Accept), source(2, 1, release()), stopped];
    let thread = fold(&all);
    assert!(!thread.identity_released());
    assert_eq!(thread.reaction(TARGET, NOW), Some(Act::Purged));
}

#[test]
fn what_should_never_have_been_sent_is_shut_at_once_and_says_who_read_it() {
    let thread = fold(&after(&[Act::Accept, release(), invalidate()]));
    assert!(thread.is_withheld() && thread.is_open());
    assert_eq!(thread.purge_from(), Some(Millis(0)), "without waiting");
    assert!(!thread.may(&keep(), NOW) && !thread.may(&Act::Purged, NOW));
    let answered = fold(&after(&[Act::Accept, release(), invalidate(), erased()]));
    let views = answered.views().unwrap();
    assert_eq!((views.len(), views[0].count), (1, 3));
    assert!(answered.is_purged() && !answered.is_open());
}

#[test]
fn a_part_is_taken_only_where_several_are_asked_for() {
    let thread = fold(&after(&[]));
    let code = DeclineCode::V11;
    let leave = |services: &[Service]| {
        let left = services.iter().map(|service| Left { service: *service, code }).collect();
        thread.may(&Act::AcceptPart { left }, NOW)
    };
    assert!(leave(&[Service::Legal]));
    assert!(!leave(&[Service::Shelter]), "a referral for a place without the place");
    assert!(!leave(&[Service::Legal, Service::Shelter]), "nothing would be left to give");
    assert!(!leave(&[Service::Papers]), "what was not asked for");
    assert!(!leave(&[Service::Legal, Service::Legal]), "twice");
    assert!(!leave(&[]));
    let part = fold(&after(&[accept_part(), release()]));
    assert_eq!(part.state(), State::Accepted);
    assert_eq!(part.left(), [Left { service: Service::Legal, code }]);
}

#[test]
fn it_goes_on_only_when_the_other_side_agrees() {
    let closed = [Act::Accept, release(), outcome(), Act::Acknowledge];
    let and = |more: &[Act]| {
        let mut done = closed.to_vec();
        done.extend_from_slice(more);
        fold(&after(&done))
    };
    let asked = and(&[reopen(Side::Target)]);
    assert!(
        asked.may(&agree(Side::Source, true), NOW) && !asked.may(&agree(Side::Target, true), NOW)
    );
    assert_eq!(asked.owed(SOURCE).map(|(owed, _)| owed), Some(Owed::Reopen));
    let again = and(&[reopen(Side::Target), agree(Side::Source, true)]);
    assert_eq!(again.state(), State::Accepted);
    assert!(again.may(&outcome(), NOW));
    let no = [reopen(Side::Target), agree(Side::Source, false)];
    let twice = and(&[&no[..], &no[..]].concat());
    assert!(!twice.may(&reopen(Side::Source), NOW), "not for ever");
}

#[test]
fn two_that_both_want_it_to_go_on_need_one_answer() {
    let mut all = after(&[Act::Accept, release(), outcome(), Act::Acknowledge]);
    let (mine, theirs) = (source(4, 2, reopen(Side::Source)), target(3, 3, reopen(Side::Target)));
    all.extend([mine, theirs]);
    let thread = fold(&all);
    assert_eq!(thread.state(), State::ReopenRequested);
    assert_eq!(thread.owed(SOURCE).map(|(owed, _)| owed), Some(Owed::Reopen));
}

/// A referral that Dana passed on to Naseem, accepted there and released.
fn passed_on() -> (Vec<Entry>, Vec<Entry>) {
    let up = after(&[redirect(), Act::Accept, release(), Act::Purged]);
    (up, at_naseem(after(&[Act::Accept, release()])))
}

/// What Dana and Naseem wrote of what was passed on.
fn at_naseem(mut down: Vec<Entry>) -> Vec<Entry> {
    for entry in &mut down {
        entry.author = if entry.author == SOURCE { TARGET } else { NASEEM };
        if let Act::Offer(offer) = &mut entry.act {
            (offer.source, offer.target) = (TARGET, NASEEM);
            let (agency, referral) = (SOURCE, REFERRAL);
            offer.origin = Some(Origin { agency, referral, entry: [8; 32] });
        }
    }
    down
}

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
fn what_is_stopped_at_one_end_of_three_is_stopped_at_all() {
    for at_the_end in [false, true] {
        let (mut up, mut down) = passed_on();
        match at_the_end {
            true => says(&mut down, NASEEM, cancel(Side::Target)),
            false => says(&mut up, SOURCE, cancel(Side::Source)),
        }
        told(&mut up, &mut down);
        assert_eq!([fold(&up).state(), fold(&down).state()], [State::Cancelled; 2]);
        assert!(!fold(&up).is_purged() && fold(&down).awaits_ground());
        says(&mut down, NASEEM, keep());
        told(&mut up, &mut down);
        assert!(fold(&up).is_kept(), "and the first hears on what ground it is kept");
    }
}

#[test]
fn what_was_sent_in_error_is_erased_at_the_third_agency_and_the_first_hears_who_read_it() {
    let (mut up, mut down) = passed_on();
    says(&mut up, SOURCE, invalidate());
    told(&mut up, &mut down);
    assert_eq!([fold(&up).state(), fold(&down).state()], [State::Invalidated; 2]);
    assert!(fold(&up).views().is_none());
    says(&mut down, NASEEM, erased());
    told(&mut up, &mut down);
    assert_eq!(fold(&up).views(), fold(&down).views());
    assert!(!fold(&up).is_open());
}

#[test]
fn of_two_ends_that_cross_the_weightier_holds_at_both() {
    let (mut up, mut down) = passed_on();
    says(&mut up, SOURCE, invalidate());
    says(&mut down, NASEEM, cancel(Side::Target));
    told(&mut up, &mut down);
    assert_eq!([fold(&up).state(), fold(&down).state()], [State::Invalidated; 2]);
    let (mut up, mut down) = passed_on();
    says(&mut up, SOURCE, cancel(Side::Source));
    says(&mut down, NASEEM, withdraw(Side::Target));
    told(&mut up, &mut down);
    assert_eq!([fold(&up).state(), fold(&down).state()], [State::Withdrawn; 2]);
}

/// The agency in the middle erased nothing, because its source had not heard of what ended it at the third.
#[test]
fn what_ends_in_two_ways_at_once_is_erased_at_every_side() {
    let (mut up, mut down) = (after(&[redirect()]), at_naseem(after(&[])));
    up.push(fold(&up).next(SOURCE, ByRole::node(), Act::Expire, expires_at()).unwrap());
    says(&mut down, NASEEM, withdraw(Side::Target));
    told(&mut up, &mut down);
    assert!(!fold(&up).is_purged(), "not before the third agency has");
    says(&mut down, NASEEM, Act::Purged);
    told(&mut up, &mut down);
    assert_eq!([fold(&up).state(), fold(&down).state()], [State::Expired, State::Withdrawn]);
    assert!(fold(&up).is_purged() && fold(&down).is_purged());
}
