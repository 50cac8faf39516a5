//! Every act, by every side, in every situation, before and after the time to decide has run out.

use super::*;
use crate::Refusal;
use crate::agreement::tests::STRANGER;

/// Situations: what was done, and the state it led to.
fn situations() -> Vec<(Vec<Act>, State)> {
    use Act::{Accept, Acknowledge, Claim, Expire, Purged};
    vec![
        (vec![], State::Offered),
        (vec![Claim], State::InReview),
        (vec![Claim, Accept], State::Accepted),
        (vec![Accept, release()], State::Accepted),
        (vec![Accept, outcome()], State::Completed),
        (vec![Accept, release(), outcome()], State::Completed),
        (vec![Accept, outcome(), release()], State::Completed),
        (vec![Accept, release(), outcome(), Acknowledge], State::Closed),
        (vec![Claim, decline()], State::Declined),
        (vec![decline(), Purged], State::Declined),
        (vec![Claim, recall()], State::Recalled),
        (vec![recall(), Purged], State::Recalled),
        (vec![Claim, Expire], State::Expired),
        (vec![Expire, Purged], State::Expired),
        (vec![redirect()], State::Redirected),
        (vec![redirect(), Accept], State::Accepted),
        (vec![redirect(), Accept, release()], State::Accepted),
        (vec![redirect(), decline()], State::Declined),
        (vec![Claim, withdraw(Side::Source)], State::Withdrawn),
        (vec![Accept, release(), withdraw(Side::Target)], State::Withdrawn),
        (vec![Accept, release(), withdraw(Side::Source), keep()], State::Withdrawn),
        (vec![Accept, release(), withdraw(Side::Source), Purged], State::Withdrawn),
        (vec![Accept, release(), narrow(Side::Target)], State::Accepted),
        (vec![Accept, release(), narrow(Side::Source), Act::Removed], State::Accepted),
    ]
}

/// The whole of the rules: what may follow, and what it leads to.
fn leads_to(done: &[Act], state: State, act: &Act, in_time: bool) -> Option<State> {
    let did = |code: &str| done.iter().any(|earlier| earlier.code() == code);
    let undecided = [State::Offered, State::InReview, State::Redirected].contains(&state);
    let gone = [State::Declined, State::Recalled, State::Expired, State::Withdrawn];
    let gone = gone.contains(&state);
    let given = [State::Accepted, State::Completed, State::Closed].contains(&state);
    let taken = [State::Accepted, State::Completed].contains(&state);
    match act.code() {
        "CLAIM" => (state == State::Offered).then_some(State::InReview),
        "REDIRECT" => (undecided && in_time && !did("REDIRECT")).then_some(State::Redirected),
        "ACCEPT" => (undecided && in_time).then_some(State::Accepted),
        "DECLINE" => (undecided && in_time).then_some(State::Declined),
        "RECALL" => undecided.then_some(State::Recalled),
        "EXPIRE" => (undecided && !in_time).then_some(State::Expired),
        "RELEASE" => (taken && !did("RELEASE")).then_some(state),
        "PURGED" => {
            let passed_on = did("REDIRECT") && did("RELEASE");
            ((gone || passed_on) && !did("PURGED") && !did("KEEP")).then_some(state)
        }
        "OUTCOME" => (state == State::Accepted).then_some(State::Completed),
        "ACKNOWLEDGE" => (state == State::Completed).then_some(State::Closed),
        "WITHDRAW" => (undecided || given).then_some(State::Withdrawn),
        "KEEP" => {
            let known = state == State::Withdrawn && did("RELEASE");
            (known && !did("KEEP") && !did("PURGED")).then_some(state)
        }
        "NARROW" => {
            let known = given && did("RELEASE") && !did("REDIRECT");
            (known && !did("NARROW")).then_some(state)
        }
        "REMOVED" => (did("NARROW") && !did("REMOVED")).then_some(state),
        _ => None,
    }
}

fn times() -> [(Millis, bool); 3] {
    [(NOW, true), (Millis(expires_at().0 - 1), true), (expires_at(), false)]
}

#[test]
fn situations_are_what_they_say() {
    for (done, state) in situations() {
        assert_eq!(fold(&after(&done)).state(), state, "{done:?}");
    }
    let reached: Vec<State> = situations().into_iter().map(|(_, state)| state).collect();
    let local = [State::Draft, State::AwaitingApproval, State::Delivered];
    assert!(State::ALL.iter().all(|s| reached.contains(s) != local.contains(s)));
}

#[test]
fn every_act_in_every_situation_by_its_own_side() {
    let mut allowed = 0;
    for (done, state) in situations() {
        let entries = after(&done);
        let thread = fold(&entries);
        for act in every_act() {
            let me = if act.side() == Side::Source { SOURCE } else { TARGET };
            for (now, in_time) in times() {
                let next = thread.next(me, ByRole::node(), act.clone(), now);
                let Some(expected) = leads_to(&done, state, &act, in_time) else {
                    let code = next.unwrap_err().code();
                    let known = ["referral.wrong_state", "referral.too_late", "referral.too_early"];
                    assert!(known.contains(&code), "{state} {}", act.code());
                    continue;
                };
                allowed += 1;
                let mut more = entries.clone();
                more.push(next.unwrap());
                assert_eq!(fold(&more).state(), expected, "{state} {}", act.code());
            }
        }
    }
    // Counted by hand: 13 + 10 + 8 while undecided, 6 + 3 accepted, 6 + 6 of them passed on, 6 + 3 + 3 completed,
    // 12 purges. What a person takes back: 66 whole and 24 in part in these; 3 + 6 + 12 + 9 after it.
    assert_eq!(allowed, 196);
}

#[test]
fn every_act_in_every_situation_by_the_wrong_side() {
    for (done, _) in situations() {
        let thread = fold(&after(&done));
        for act in every_act() {
            let side = act.side();
            let wrong = if side == Side::Source { TARGET } else { SOURCE };
            let refused = thread.next(wrong, ByRole::node(), act.clone(), NOW);
            assert_eq!(refused, Err(Refusal::WrongSide { side }));
            let refused = thread.next(STRANGER, ByRole::node(), act, NOW);
            assert_eq!(refused, Err(Refusal::NotInThisReferral));
        }
    }
}

/// A node that does not ask [`Thread::next`] first is found out by the one that folds.
#[test]
fn every_forged_act_in_every_situation_is_found_out() {
    for (done, state) in situations() {
        let entries = after(&done);
        for act in every_act() {
            for author in [SOURCE, TARGET] {
                for (at, in_time) in times() {
                    let mine = entries.iter().filter(|entry| entry.author == author).count();
                    let n = u32::try_from(mine).unwrap() + 1;
                    let seen = u32::try_from(entries.len() - mine).unwrap();
                    let forged = Entry { at, ..entry(author, n, seen, act.clone()) };
                    let mut more = entries.clone();
                    more.push(forged);
                    let right_side = (author == SOURCE) == (act.side() == Side::Source);
                    let honest = leads_to(&done, state, &act, in_time).is_some() && right_side;
                    let folded = Thread::fold(&more);
                    assert_eq!(folded.is_ok(), honest, "{state} {} {folded:?}", act.code());
                }
            }
        }
    }
}

#[test]
fn refusals_say_what_to_do() {
    let thread = fold(&after(&[]));
    let ask = |me, act, now| thread.next(me, ByRole::node(), act, now).unwrap_err();
    let expires_at = expires_at();
    assert_eq!(ask(TARGET, Act::Accept, expires_at), Refusal::TooLate { expires_at });
    assert_eq!(ask(TARGET, decline(), expires_at), Refusal::TooLate { expires_at });
    assert_eq!(ask(SOURCE, Act::Expire, NOW), Refusal::TooEarly { expires_at });
    let wrong = Refusal::WrongState { state: State::Offered };
    assert_eq!(ask(TARGET, outcome(), NOW), wrong);
    let nowhere = Act::Decline { code: DeclineCode::V3, proposed_area: None };
    let no_area = Refusal::NoProposedArea { code: DeclineCode::V3 };
    assert_eq!(ask(TARGET, nowhere, NOW), no_area);
    let area = AreaCode::parse("AE-DU").ok();
    let there = Act::Decline { code: DeclineCode::V3, proposed_area: area };
    assert!(thread.next(TARGET, ByRole::node(), there, NOW).is_ok());
}

#[test]
fn the_node_reacts_by_itself() {
    let late = expires_at();
    let kept_until = Millis(NOW.0 + KEEP_WITHIN_MS);
    let table = [
        (vec![], NOW, None, None),
        (vec![], late, Some("EXPIRE"), None),
        (vec![Act::Claim], late, Some("EXPIRE"), None),
        (vec![Act::Accept], NOW, Some("RELEASE"), None),
        (vec![Act::Accept], late, Some("RELEASE"), None),
        (vec![Act::Accept, release()], late, None, None),
        (vec![Act::Accept, outcome()], NOW, Some("RELEASE"), None),
        (vec![decline()], late, None, Some("PURGED")),
        (vec![recall()], NOW, None, Some("PURGED")),
        (vec![Act::Expire], late, None, Some("PURGED")),
        (vec![recall(), Act::Purged], late, None, None),
        (vec![withdraw(Side::Source)], NOW, None, Some("PURGED")),
        (vec![Act::Accept, withdraw(Side::Source)], NOW, None, Some("PURGED")),
        (vec![Act::Accept, release(), withdraw(Side::Target)], NOW, None, None),
        (vec![Act::Accept, release(), withdraw(Side::Target)], kept_until, None, Some("PURGED")),
        (vec![Act::Accept, release(), withdraw(Side::Target), keep()], kept_until, None, None),
        (vec![Act::Accept, release(), narrow(Side::Source)], NOW, None, Some("REMOVED")),
        (vec![Act::Accept, release(), outcome(), Act::Acknowledge], late, None, None),
    ];
    for (done, now, at_source, at_target) in table {
        let thread = fold(&after(&done));
        let code = |me| thread.reaction(me, now).map(|act| act.code());
        assert_eq!(code(SOURCE), at_source, "{done:?}");
        assert_eq!(code(TARGET), at_target, "{done:?}");
        assert_eq!(code(STRANGER), None);
        for me in [SOURCE, TARGET] {
            if let Some(act) = thread.reaction(me, now) {
                assert!(thread.next(me, ByRole::node(), act, now).is_ok());
            }
        }
    }
}

#[test]
fn open_means_that_somebody_has_something_to_do_or_to_learn() {
    for (done, state) in situations() {
        let thread = fold(&after(&done));
        let waits =
            matches!(state, State::Recalled | State::Expired) && !done.contains(&Act::Purged);
        assert_eq!(thread.awaiting_confirmation(), waits, "{done:?}");
        let receipt =
            state == State::Withdrawn && !done.contains(&Act::Purged) && !done.contains(&keep());
        assert_eq!(thread.is_open(), !state.is_final() || waits || receipt, "{done:?}");
        assert_eq!(thread.identity_released(), done.contains(&release()));
        assert_eq!(thread.is_purged(), done.contains(&Act::Purged));
    }
}
