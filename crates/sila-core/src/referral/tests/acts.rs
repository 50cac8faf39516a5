//! Every act, by every side, in every situation, before and after the time to decide has run out.

use super::*;
use crate::Refusal;
use crate::agreement::tests::STRANGER;
use crate::calendar::Week;

/// Situations: what was done, and the state it led to.
pub(super) fn situations() -> Vec<(Vec<Act>, State)> {
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
        (vec![Claim, ask()], State::Clarifying),
        (vec![ask(), answer()], State::InReview),
        (vec![ask(), answer(), ask()], State::Clarifying),
        (vec![ask(), answer(), ask(), answer()], State::InReview),
        (vec![ask(), Accept], State::Accepted),
        (vec![wait()], State::Waitlisted),
        (vec![Claim, wait(), wait()], State::Waitlisted),
        (vec![wait(), Accept, release()], State::Accepted),
        (vec![refuse()], State::DeclineReview),
        (vec![refuse(), Act::Resume], State::InReview),
        (vec![refuse(), decline()], State::Declined),
        (vec![decline(), appeal()], State::DeclineReview),
        (vec![decline(), Purged, appeal(), Act::Resume], State::InReview),
        (vec![decline(), Purged, appeal(), decline()], State::Declined),
        (vec![Accept, cancel(Side::Source)], State::Cancelled),
        (vec![Accept, release(), cancel(Side::Target)], State::Cancelled),
        (vec![Accept, release(), cancel(Side::Source), keep()], State::Cancelled),
        (vec![Accept, release(), cancel(Side::Source), Purged], State::Cancelled),
        (vec![invalidate()], State::Invalidated),
        (vec![Accept, release(), invalidate()], State::Invalidated),
        (vec![Accept, release(), invalidate(), erased()], State::Invalidated),
        (closed_and(&[reopen(Side::Source)]), State::ReopenRequested),
        (closed_and(&[reopen(Side::Target)]), State::ReopenRequested),
        (closed_and(&[reopen(Side::Source), agree(Side::Target, false)]), State::Closed),
        (closed_and(&[reopen(Side::Target), agree(Side::Source, true)]), State::Accepted),
        (closed_and(&[reopen(Side::Source), withdraw(Side::Source)]), State::Withdrawn),
        (closed_and(&[reopen(Side::Target), withdraw(Side::Target), keep()]), State::Withdrawn),
        (closed_and(&[reopen(Side::Target), invalidate()]), State::Invalidated),
        (vec![accept_part(), release()], State::Accepted),
    ]
}

fn closed_and(more: &[Act]) -> Vec<Act> {
    let mut done = vec![Act::Accept, release(), outcome(), Act::Acknowledge];
    done.extend_from_slice(more);
    done
}

/// Who wants it to go on and was not answered.
fn wanted_by(done: &[Act]) -> Option<Side> {
    match done.last() {
        Some(Act::Reopen { at, .. }) => Some(*at),
        _ => None,
    }
}

/// When the time to decide is over here, in these situations, where everything happens at one moment.
fn over(done: &[Act]) -> Millis {
    let two_hours = 120;
    match done.iter().rfind(|act| !matches!(act, Act::Claim | Act::Accept | Act::Purged)) {
        Some(Act::Ask { .. }) => expires_at().plus_minutes(two_hours),
        Some(Act::Wait { .. }) => NOW.plus_days(WAIT_DAYS),
        // A Sunday or Monday has two working days before Wednesday or Thursday is over.
        Some(Act::Appeal { .. }) => {
            crate::calendar::Week::Five.calendar().after_days(NOW, APPEAL_DAYS).unwrap()
        }
        _ => expires_at(),
    }
}

fn count(done: &[Act], code: &str) -> usize {
    done.iter().filter(|earlier| earlier.code() == code).count()
}

fn did(done: &[Act], code: &str) -> bool {
    count(done, code) > 0
}

fn is_fresh(state: State) -> bool {
    [State::Offered, State::InReview].contains(&state)
}

fn is_undecided(state: State) -> bool {
    let stands = [State::Clarifying, State::Waitlisted, State::DeclineReview, State::Redirected];
    is_fresh(state) || stands.contains(&state)
}

fn is_given(state: State) -> bool {
    let given = [State::Accepted, State::Completed, State::Closed, State::ReopenRequested];
    given.contains(&state)
}

/// It is erased. An appeal brings back what a decline had erased.
fn is_purged(done: &[Act]) -> bool {
    let back = matches!(done.last(), Some(Act::Decline { .. } | Act::Appeal { .. } | Act::Resume));
    did(done, "ERASED") || (did(done, "PURGED") && !back)
}

/// The whole of the rules: what may follow, and what it leads to.
fn leads_to(done: &[Act], state: State, act: &Act, in_time: bool) -> Option<State> {
    let undecided = is_undecided(state);
    let taken = [State::Accepted, State::Completed].contains(&state);
    let to = |holds: bool, state: State| holds.then_some(state);
    match act.code() {
        "CLAIM" => to(state == State::Offered, State::InReview),
        "REDIRECT" => {
            let touched = ["ASK", "WAIT", "DECLINE", "REDIRECT"].iter().any(|code| did(done, code));
            to(is_fresh(state) && in_time && !touched, State::Redirected)
        }
        "ACCEPT" | "ACCEPT_PART" => to(undecided && in_time, State::Accepted),
        "DECLINE" => to(undecided && in_time, State::Declined),
        "RECALL" => to(undecided, State::Recalled),
        "EXPIRE" => to(undecided && !in_time, State::Expired),
        "RELEASE" => to(taken && !did(done, "RELEASE"), state),
        "OUTCOME" => to(state == State::Accepted, State::Completed),
        "ACKNOWLEDGE" => to(state == State::Completed, State::Closed),
        _ => rounds_lead_to(done, state, act, in_time).or_else(|| ends_lead_to(done, state, act)),
    }
}

/// The same for questions, the waiting list, second looks and appeals.
fn rounds_lead_to(done: &[Act], state: State, act: &Act, in_time: bool) -> Option<State> {
    let (fresh, alone) = (is_fresh(state), !did(done, "REDIRECT"));
    let asked = state == State::Clarifying;
    let to = |holds: bool, state: State| (holds && alone).then_some(state);
    match act.code() {
        "ASK" => to(fresh && in_time && count(done, "ASK") < 2, State::Clarifying),
        "ANSWER" => to(asked && in_time, State::InReview),
        "WAIT" => {
            let may = fresh || asked || state == State::Waitlisted;
            to(may && in_time, State::Waitlisted)
        }
        "REFUSE" => to((fresh || asked) && in_time, State::DeclineReview),
        "RESUME" => to(state == State::DeclineReview && in_time, State::InReview),
        // Every situation lies within the two days.
        "APPEAL" => to(state == State::Declined && !did(done, "APPEAL"), State::DeclineReview),
        _ => None,
    }
}

/// The same for what ends it, what answers that, and going on.
fn ends_lead_to(done: &[Act], state: State, act: &Act) -> Option<State> {
    let (released, relayed) = (did(done, "RELEASE"), did(done, "REDIRECT"));
    let (given, purged) = (is_given(state), is_purged(done));
    let held = !purged && !did(done, "KEEP");
    let to = |holds: bool, state: State| holds.then_some(state);
    match act.code() {
        "PURGED" => {
            let gone = !is_undecided(state) && !given;
            to((gone || (relayed && released)) && held && state != State::Invalidated, state)
        }
        "ERASED" => to(state == State::Invalidated && held, state),
        "WITHDRAW" => {
            let stopped = state == State::Cancelled && held;
            to(is_undecided(state) || given || stopped, State::Withdrawn)
        }
        "KEEP" => {
            let ends = [State::Withdrawn, State::Cancelled].contains(&state);
            to(ends && released && held, state)
        }
        "NARROW" => to(given && released && !relayed && !did(done, "NARROW"), state),
        "REMOVED" => to(did(done, "NARROW") && !did(done, "REMOVED"), state),
        "CANCEL" => {
            let late = act.side() == Side::Source && !released;
            to(state == State::Accepted || (state == State::Completed && late), State::Cancelled)
        }
        "INVALIDATE" => {
            let held = !purged || (relayed && released);
            to(state != State::Invalidated && held, State::Invalidated)
        }
        "REOPEN" => to(state == State::Closed && count(done, "REOPEN") < 2, State::ReopenRequested),
        "AGREE" => {
            let Act::Agree { at, agreed } = act else { return None };
            let next = if *agreed { State::Accepted } else { State::Closed };
            to(wanted_by(done).is_some_and(|by| by != *at), next)
        }
        _ => None,
    }
}

fn times(done: &[Act]) -> [(Millis, bool); 3] {
    [(NOW, true), (Millis(over(done).0 - 1), true), (over(done), false)]
}

#[test]
fn situations_are_what_they_say() {
    for (done, state) in situations() {
        assert_eq!(fold(&after(&done)).state(), state, "{done:?}");
    }
    let reached: Vec<State> = situations().into_iter().map(|(_, state)| state).collect();
    let local = [State::Draft, State::AwaitingApproval, State::Delivered];
    // Those of a referral for information are in `kinds`.
    let other = [local.as_slice(), &[State::Told, State::Noted]].concat();
    assert!(State::ALL.iter().all(|s| reached.contains(s) != other.contains(s)));
}

#[test]
fn every_act_in_every_situation_by_its_own_side() {
    let mut allowed = 0;
    for (done, state) in situations() {
        let entries = after(&done);
        let thread = fold(&entries);
        for act in every_act() {
            let me = if act.side() == Side::Source { SOURCE } else { TARGET };
            for (now, in_time) in times(&done) {
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
    // The table of the rules above and the machine agree on each of them.
    assert!(allowed > 600, "{allowed}");
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
                for (at, in_time) in times(&done) {
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
    let closes = Week::Five.calendar().after_days(NOW, CLOSE_DAYS).unwrap();
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
        (vec![Act::Accept, release(), outcome()], Millis(closes.0 - 1), None, None),
        (vec![Act::Accept, release(), outcome()], closes, Some("ACKNOWLEDGE"), None),
        (vec![Act::Accept, release(), outcome(), Act::Acknowledge], closes, None, None),
        (vec![ask()], late, None, None),
        (vec![ask()], late.plus_minutes(120), Some("EXPIRE"), None),
        (vec![wait()], late, None, None),
        (vec![wait()], NOW.plus_days(WAIT_DAYS), Some("EXPIRE"), None),
        (vec![decline(), Act::Purged, appeal()], late, None, None),
        (vec![Act::Accept, cancel(Side::Source)], NOW, None, Some("PURGED")),
        (vec![Act::Accept, release(), cancel(Side::Source)], late, None, None),
        (vec![Act::Accept, release(), cancel(Side::Target), keep()], late, None, None),
        (vec![invalidate()], NOW, None, Some("ERASED")),
        (vec![Act::Accept, release(), invalidate()], NOW, None, Some("ERASED")),
        (closed_and(&[reopen(Side::Source)]), late, None, None),
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
        let told = [Act::Purged, keep(), erased()].iter().any(|act| done.contains(act));
        let ended = [State::Withdrawn, State::Cancelled, State::Invalidated].contains(&state);
        assert_eq!(thread.is_open(), !state.is_final() || waits || (ended && !told), "{done:?}");
        assert_eq!(thread.identity_released(), done.contains(&release()));
        let last = done.iter().rposition(|act| *act == Act::Purged || *act == erased());
        let again = done.iter().rposition(|act| *act == appeal());
        assert_eq!(thread.is_purged(), last.is_some() && last > again, "{done:?}");
        assert_eq!(thread.owner().is_some(), thread.is_open(), "an owner as long as it is open");
        for me in [SOURCE, TARGET] {
            assert!(thread.owed(me).is_none() || thread.owner() == thread.side(me), "{done:?}");
        }
    }
}
