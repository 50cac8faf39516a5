//! Messages that cross on the way, and entries that do not make a thread.

use super::*;

#[test]
fn a_recall_that_crosses_an_acceptance_stops_what_was_accepted() {
    let at_source = [offered(), source(2, 0, recall())];
    let before = fold(&at_source);
    assert_eq!(before.state(), State::Recalled);
    assert!(before.awaiting_confirmation() && before.is_open());
    let mut all = at_source.to_vec();
    all.extend([target(1, 1, Act::Claim), target(2, 1, Act::Accept)]);
    let thread = fold(&all);
    assert_eq!(thread.state(), State::Cancelled);
    let last = thread.steps().last().unwrap();
    assert_eq!((last.entry.act.code(), last.effect), ("RECALL", Effect::Stopped));
    // She is not named after somebody wanted to take it back, and what was shown is erased.
    assert_eq!(thread.reaction(SOURCE, NOW), None);
    let by = ByRole::new("SUPERVISOR").unwrap();
    assert!(thread.next(SOURCE, by, release(), NOW).is_err());
    assert_eq!(thread.reaction(TARGET, NOW), Some(Act::Purged));
    all.push(target(3, 2, Act::Purged));
    assert!(!fold(&all).is_open());
}

#[test]
fn a_recall_that_was_seen_cannot_be_accepted() {
    let mut all = vec![offered(), source(2, 0, recall())];
    all.push(target(1, 2, Act::Accept));
    let refused = Err(ThreadError::NotAllowed { side: Side::Target, n: 1 });
    assert_eq!(Thread::fold(&all), refused);
    all.pop();
    all.push(target(1, 2, Act::Purged));
    let thread = fold(&all);
    assert_eq!((thread.state(), thread.is_purged()), (State::Recalled, true));
    assert!(!thread.awaiting_confirmation() && !thread.is_open());
}

#[test]
fn a_claim_that_does_not_know_of_the_recall_confirms_nothing() {
    let all = [offered(), source(2, 0, recall()), target(1, 1, Act::Claim)];
    let thread = fold(&all);
    assert_eq!(thread.state(), State::Recalled);
    assert!(thread.awaiting_confirmation());
    let codes: Vec<&str> = thread.steps().iter().map(|step| step.entry.act.code()).collect();
    assert_eq!(codes, ["OFFER", "CLAIM", "RECALL"]);
}

#[test]
fn an_expiry_that_crosses_a_decision_is_too_late() {
    for (decision, state) in [(Act::Accept, State::Accepted), (decline(), State::Declined)] {
        let all = [offered(), source(2, 0, Act::Expire), target(1, 1, decision)];
        let thread = fold(&all);
        assert_eq!(thread.state(), state);
        assert!(!thread.awaiting_confirmation());
    }
    // Accepted in time, and the word of it arrived late: the key is still released.
    let accepted = [offered(), source(2, 0, Act::Expire), target(1, 1, Act::Accept)];
    let reaction = fold(&accepted).reaction(SOURCE, expires_at());
    assert_eq!(reaction.map(|act| act.code()), Some("RELEASE"));
}

#[test]
fn a_recall_after_a_known_decision_is_against_the_rules() {
    let all = [offered(), target(1, 1, Act::Accept), source(2, 1, recall())];
    let refused = Err(ThreadError::NotAllowed { side: Side::Source, n: 2 });
    assert_eq!(Thread::fold(&all), refused);
}

#[test]
fn the_key_cannot_be_released_before_the_acceptance_was_seen() {
    let all = [offered(), target(1, 1, Act::Accept), source(2, 0, release())];
    let refused = Err(ThreadError::NotAllowed { side: Side::Source, n: 2 });
    assert_eq!(Thread::fold(&all), refused);
    let early = [offered(), source(2, 0, release())];
    assert_eq!(Thread::fold(&early), refused);
}

#[test]
fn outcome_and_release_may_cross() {
    let all =
        [offered(), target(1, 1, Act::Accept), target(2, 1, outcome()), source(2, 1, release())];
    let thread = fold(&all);
    assert_eq!((thread.state(), thread.identity_released()), (State::Completed, true));
}

#[test]
fn entries_that_do_not_make_a_thread() {
    let stranger = crate::agreement::tests::STRANGER;
    let claimed = || target(1, 1, Act::Claim);
    let elsewhere = Entry { referral: ReferralId(Uuid::from_u128(1)), ..claimed() };
    let other_prev = Entry { prev: [1; 32], ..claimed() };
    let table: Vec<(&str, Vec<Entry>, ThreadError)> = vec![
        ("nothing", vec![], ThreadError::NoOffer),
        ("no offer", vec![claimed()], ThreadError::NoOffer),
        ("two referrals", vec![offered(), elsewhere], ThreadError::Mixed),
        ("a stranger", vec![offered(), entry(stranger, 1, 1, Act::Claim)], ThreadError::Stranger),
        (
            "a fork",
            vec![offered(), claimed(), other_prev],
            ThreadError::Fork { side: Side::Target, n: 1 },
        ),
        (
            "a number from nowhere",
            vec![offered(), target(0, 1, Act::Claim)],
            ThreadError::Fork { side: Side::Target, n: 0 },
        ),
        (
            "a gap",
            vec![offered(), target(2, 1, Act::Claim)],
            ThreadError::Incomplete { side: Side::Target },
        ),
    ];
    refused_in_either_order(table);
}

#[test]
fn entries_that_claim_to_have_seen_what_cannot_be() {
    let claimed = || target(1, 1, Act::Claim);
    let table: Vec<(&str, Vec<Entry>, ThreadError)> = vec![
        (
            "a recall that is on its way",
            vec![offered(), target(1, 2, Act::Purged)],
            ThreadError::Incomplete { side: Side::Source },
        ),
        (
            "a claim that is on its way",
            vec![offered(), source(2, 1, recall())],
            ThreadError::Incomplete { side: Side::Target },
        ),
        (
            "seen less",
            vec![offered(), claimed(), target(2, 0, Act::Accept)],
            ThreadError::SeenLess { side: Side::Target, n: 2 },
        ),
        (
            "each has seen the other",
            vec![offered(), source(2, 1, recall()), target(1, 2, Act::Purged)],
            ThreadError::SeenEachOther { n: 2 },
        ),
        (
            "a second offer",
            vec![offered(), source(2, 0, Act::Offer(Box::new(offer())))],
            ThreadError::NotAllowed { side: Side::Source, n: 2 },
        ),
    ];
    refused_in_either_order(table);
}

fn refused_in_either_order(table: Vec<(&str, Vec<Entry>, ThreadError)>) {
    for (name, entries, error) in table {
        assert_eq!(Thread::fold(&entries), Err(error), "{name}");
        let backwards: Vec<Entry> = entries.into_iter().rev().collect();
        assert_eq!(Thread::fold(&backwards), Err(error), "{name}, backwards");
    }
}

#[test]
fn a_thread_cannot_be_made_long_to_make_it_slow() {
    let many: Vec<Entry> = (1..=60).map(|n| source(n, 0, Act::Offer(Box::new(offer())))).collect();
    assert_eq!(Thread::fold(&many), Err(ThreadError::TooMany));
}

#[test]
fn an_entry_given_twice_counts_once() {
    let mut all = after(&[Act::Claim, Act::Accept, release()]);
    let once = fold(&all);
    all.extend(all.clone());
    assert_eq!(fold(&all), once);
}
