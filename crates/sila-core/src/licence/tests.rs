//! Which act follows which state, what time does, who may not act twice, and which provider is sent nobody.

use uuid::Uuid;

use super::*;
use crate::agreement::tests::NOW;
use crate::ids::WorkerId;
use crate::time::Millis;

const TERMS: Terms = Terms {
    recommend_days: 14,
    decide_days: 14,
    complete_days: 30,
    objection_months: 6,
    audit_days: 4,
    term_months: 12,
    renew_days: 60,
    grieve_days: 30,
    answer_days: 30,
};

/// Every pair that is legal where every stage is asked for.
const LEGAL: &[(State, Act, State)] = &[
    (State::Draft, Act::Submit, State::Submitted),
    (State::Draft, Act::Withdraw, State::Withdrawn),
    (State::Submitted, Act::TakeUp, State::UnderStudy),
    (State::Submitted, Act::Withdraw, State::Withdrawn),
    (State::Incomplete, Act::Complete, State::UnderStudy),
    (State::Incomplete, Act::Withdraw, State::Withdrawn),
    (State::UnderStudy, Act::AskMore, State::Incomplete),
    (State::UnderStudy, Act::Recommend, State::WithCommittee),
    (State::UnderStudy, Act::Withdraw, State::Withdrawn),
    (State::WithCommittee, Act::Approve, State::NonObjection),
    (State::WithCommittee, Act::Refuse, State::Refused),
    (State::WithCommittee, Act::Withdraw, State::Withdrawn),
    (State::NonObjection, Act::Clear, State::FieldAudit),
    (State::NonObjection, Act::Object, State::WithCommittee),
    (State::NonObjection, Act::Withdraw, State::Withdrawn),
    (State::FieldAudit, Act::Pass, State::Issued),
    (State::FieldAudit, Act::Refuse, State::Refused),
    (State::FieldAudit, Act::Withdraw, State::Withdrawn),
    (State::Issued, Act::Suspend, State::Suspended),
    (State::Issued, Act::Close, State::Closed),
    (State::Issued, Act::AskRenewal, State::Renewing),
    (State::Renewing, Act::Renew, State::Issued),
    (State::Renewing, Act::Decline, State::Issued),
    (State::Renewing, Act::Suspend, State::Suspended),
    (State::Renewing, Act::Close, State::Closed),
    (State::Suspended, Act::Lift, State::Issued),
    (State::Suspended, Act::Close, State::Closed),
    (State::Suspended, Act::Restore, State::Issued),
    (State::Refused, Act::Restore, State::WithCommittee),
    (State::Closed, Act::Restore, State::Issued),
    (State::Expired, Act::AskRenewal, State::Overdue),
    (State::Expired, Act::Close, State::Closed),
    (State::Overdue, Act::Renew, State::Issued),
    (State::Overdue, Act::Decline, State::Issued),
    (State::Overdue, Act::Close, State::Closed),
];

fn who(office: Office) -> WorkerId {
    let nth = Office::ALL.iter().position(|one| *one == office).unwrap();
    WorkerId(Uuid::from_u128(u128::try_from(nth).unwrap()))
}

fn day(days: i64) -> Millis {
    NOW.uae_date().plus_days(days).at_minute(600)
}

/// A course with these acts on these days, each by its own office.
fn walked(terms: Terms, acts: &[(Act, i64)]) -> Course {
    let mut course = Course::of(terms, Vec::new());
    for (act, days) in acts {
        let step = Step { act: *act, at: day(*days), by: who(act.office()) };
        assert_eq!(course.take(step), Ok(()), "{act} on day {days}");
    }
    course
}

/// The usual way to a permit, given on day 30.
const GIVEN: [(Act, i64); 6] = [
    (Act::Submit, 0),
    (Act::TakeUp, 1),
    (Act::Recommend, 10),
    (Act::Approve, 20),
    (Act::Clear, 28),
    (Act::Pass, 30),
];

#[test]
fn contract_a24_every_state_and_every_act_has_one_answer_and_no_other() {
    let mut legal = 0;
    for state in State::ALL {
        for act in Act::ALL {
            let wanted = LEGAL.iter().find(|(from, by, _)| from == state && by == act);
            let found = state.after(*act, &TERMS);
            assert_eq!(found, wanted.map(|(_, _, to)| *to), "{state} {act}");
            legal += usize::from(found.is_some());
        }
    }
    assert_eq!(legal, LEGAL.len());
    for terminal in [State::Withdrawn, State::Void] {
        assert!(Act::ALL.iter().all(|act| terminal.after(*act, &TERMS).is_none()));
    }
}

#[test]
fn a_family_without_other_authorities_or_a_place_skips_those_stages() {
    let terms = |objection_months, audit_days| Terms { objection_months, audit_days, ..TERMS };
    let approved = |terms| State::WithCommittee.after(Act::Approve, &terms);
    assert_eq!(approved(terms(0, 0)), Some(State::Issued));
    assert_eq!(approved(terms(0, 4)), Some(State::FieldAudit));
    assert_eq!(approved(terms(6, 0)), Some(State::NonObjection));
    assert_eq!(State::NonObjection.after(Act::Clear, &terms(6, 0)), Some(State::Issued));
    let course = walked(
        terms(0, 0),
        &[(Act::Submit, 0), (Act::TakeUp, 0), (Act::Recommend, 3), (Act::Approve, 5)],
    );
    assert_eq!(course.standing(day(6)).state, State::Issued);
}

#[test]
fn contract_a24_the_clock_of_the_recommendation_stands_still_while_something_is_missing() {
    let asked = [(Act::Submit, 0), (Act::TakeUp, 2), (Act::AskMore, 5)];
    let course = walked(TERMS, &asked);
    assert_eq!(course.standing(day(6)).due, Some(day(35)), "a month to complete it");
    let whole: Vec<_> = asked.into_iter().chain([(Act::Complete, 25)]).collect();
    assert_eq!(walked(TERMS, &whole).standing(day(25)).due, Some(day(14 + 20)));
}

#[test]
fn contract_a24_what_is_not_completed_in_a_month_is_void_and_an_approval_lapses_after_six() {
    let asked = walked(TERMS, &[(Act::Submit, 0), (Act::TakeUp, 2), (Act::AskMore, 5)]);
    assert_eq!(asked.standing(Millis(day(35).0 - 1)).state, State::Incomplete);
    assert_eq!(asked.standing(day(35)).state, State::Void);
    let mut late = asked;
    let step = Step { act: Act::Complete, at: day(36), by: who(Office::Holder) };
    assert_eq!(late.take(step), Err(NotTaken::Order));

    let approved = walked(TERMS, &GIVEN[..4]);
    let lapses = day(20).uae_date().plus_months(6).at_minute(0);
    assert_eq!(approved.standing(Millis(lapses.0 - 1)).state, State::NonObjection);
    assert_eq!(approved.standing(lapses).state, State::Void);
}

#[test]
fn contract_a24_a_term_ends_by_itself_and_is_renewed_from_its_end_or_from_the_day_it_is_late() {
    let given = walked(TERMS, &GIVEN);
    let until = day(30).uae_date().plus_months(12).at_minute(0);
    assert_eq!(given.standing(day(31)).until, Some(until));
    assert_eq!(given.standing(Millis(until.0 - 1)).state, State::Issued);
    assert_eq!(given.standing(until).state, State::Expired);

    let early = Step { act: Act::AskRenewal, at: until.plus_days(-61), by: who(Office::Holder) };
    assert_eq!(given.clone().take(early), Err(NotTaken::Early));
    assert!(!given.next(early.at).any(|act| act == Act::AskRenewal));
    let renewed = |asked: i64, given_on: i64| {
        let mut course = given.clone();
        for (act, days) in [(Act::AskRenewal, asked), (Act::Renew, given_on)] {
            let step = Step { act, at: until.plus_days(days), by: who(act.office()) };
            assert_eq!(course.take(step), Ok(()), "{act}");
        }
        course.standing(until.plus_days(given_on))
    };
    let in_time = renewed(-30, -10);
    assert_eq!(in_time.until, Some(until.uae_date().plus_months(12).at_minute(0)));
    let late = renewed(5, 9);
    let from = until.plus_days(9);
    assert_eq!(late.until, Some(from.uae_date().plus_months(12).at_minute(0)));
    assert_eq!((in_time.state, late.state), (State::Issued, State::Issued));
}

#[test]
fn a_renewal_that_nobody_answers_does_not_hold_after_the_term() {
    let mut course = walked(TERMS, &GIVEN);
    let until = course.standing(day(31)).until.unwrap();
    let asked = Step { act: Act::AskRenewal, at: until.plus_days(-9), by: who(Office::Holder) };
    course.take(asked).unwrap();
    assert!(course.standing(until.plus_days(-1)).state.holds());
    assert_eq!(course.standing(until).state, State::Overdue);
    assert!(!course.standing(until).state.holds());
    let declined = Step { act: Act::Decline, at: until.plus_days(1), by: who(Office::Committee) };
    course.take(declined).unwrap();
    assert_eq!(course.standing(until.plus_days(1)).state, State::Expired);
}

#[test]
fn contract_a24_nobody_acts_on_one_licence_in_two_offices() {
    for (n, (act, _)) in GIVEN.iter().enumerate().skip(1) {
        for office in Office::ALL.iter().filter(|one| **one != act.office()) {
            let mut course = walked(TERMS, &GIVEN[..n]);
            if !course.offices().contains_key(&who(*office)) {
                continue;
            }
            let step = Step { act: *act, at: day(40), by: who(*office) };
            assert_eq!(course.take(step), Err(NotTaken::SamePerson), "{act} by {office}");
        }
    }
}

#[test]
fn what_was_undone_comes_back_as_it_was() {
    let mut asked: Vec<_> = GIVEN.to_vec();
    asked.extend([(Act::AskRenewal, 360), (Act::Suspend, 361), (Act::Restore, 362)]);
    assert_eq!(walked(TERMS, &asked).standing(day(362)).state, State::Renewing);
    let mut closed: Vec<_> = GIVEN.to_vec();
    closed.extend([(Act::Close, 40), (Act::Restore, 45)]);
    assert_eq!(walked(TERMS, &closed).standing(day(45)).state, State::Issued);
}

/// A permit given on day 30, with these acts after it.
fn given_and(acts: &[(Act, i64)]) -> Course {
    let all: Vec<_> = GIVEN.into_iter().chain(acts.iter().copied()).collect();
    walked(TERMS, &all)
}

#[test]
fn contract_a24_a_closure_that_is_undone_leaves_the_suspension_before_it() {
    let struck = |course: &Course| course.struck().map(|step| (step.act, step.at));
    let closed = [(Act::Suspend, 40), (Act::Close, 50)];
    let course = given_and(&closed);
    assert_eq!(course.standing(day(50)).state, State::Closed);
    assert_eq!(struck(&course), Some((Act::Close, day(50))), "not the suspension");
    let course = given_and(&[closed[0], closed[1], (Act::Restore, 55)]);
    assert_eq!(course.standing(day(55)).state, State::Suspended);
    assert_eq!(struck(&course), Some((Act::Suspend, day(40))));
    let course = given_and(&[closed[0], closed[1], (Act::Restore, 55), (Act::Restore, 55)]);
    assert_eq!(course.standing(day(55)).state, State::Issued, "both were undone");
    assert_eq!(struck(&course), None);
    let asked = given_and(&[(Act::AskRenewal, 360), (Act::Close, 370), (Act::Restore, 371)]);
    assert_eq!(asked.standing(day(371)).state, State::Renewing);
}

#[test]
fn contract_a24_a_suspension_outlives_the_term_and_the_renewal() {
    let asked = [(Act::Suspend, 40), (Act::AskRenewal, 420)];
    let expired = given_and(&asked[..1]);
    assert_eq!(expired.standing(day(410)).state, State::Expired);
    let suspended = expired.struck().map(|step| step.at);
    assert_eq!(suspended, Some(day(40)), "it stands beyond the term");
    let renewed = given_and(&[asked[0], asked[1], (Act::Renew, 425)]);
    assert_eq!(renewed.standing(day(425)).state, State::Suspended);
    assert!(renewed.standing(day(425)).until.is_some_and(|until| until > day(700)));
    let lifted = given_and(&[asked[0], asked[1], (Act::Renew, 425), (Act::Lift, 430)]);
    assert_eq!(lifted.standing(day(430)).state, State::Issued);
    // A grievance against it that is right after the term brings nothing back, and the next term holds.
    let undone = given_and(&[asked[0], asked[1], (Act::Restore, 421)]);
    let standing = undone.standing(day(421));
    let awaited = given_and(&asked).standing(day(421));
    assert_eq!((standing.state, standing.due), (State::Overdue, awaited.due));
    let holds = given_and(&[asked[0], asked[1], (Act::Restore, 421), (Act::Renew, 425)]);
    assert_eq!(holds.standing(day(425)).state, State::Issued);
    let mut never = given_and(&[(Act::AskRenewal, 420)]);
    let restore = Step { act: Act::Restore, at: day(421), by: who(Office::Review) };
    assert_eq!(never.take(restore), Err(NotTaken::Order), "there is nothing to undo");
}

#[test]
fn contract_a24_the_ladder_is_climbed_one_rung_at_a_time_unless_somebody_is_in_danger() {
    assert_eq!(allowed(&[], false), [Rung::Notice]);
    assert_eq!(allowed(&[Rung::Notice], false), [Rung::Notice, Rung::Warning]);
    assert_eq!(allowed(&[Rung::Fine, Rung::Notice], false), Rung::ALL[..4]);
    assert_eq!(allowed(&[Rung::Closure], false), Rung::ALL);
    assert_eq!(allowed(&[], true), [Rung::Notice, Rung::Suspension, Rung::Closure]);
    for rung in Rung::ALL {
        assert!(matches!(rung.office(), Office::Officer | Office::Committee), "{rung}");
    }
}

#[test]
fn contract_a24_a_provider_whose_licence_does_not_hold_is_sent_nobody_for_what_it_was_for() {
    let held = |activity, state| Held { activities: BTreeSet::from([activity]), state };
    let (sleep, day) = (Activity::Accommodation, Activity::DayCare);
    let shelter = [Service::Shelter];
    for state in State::ALL {
        let only = [held(sleep, *state)];
        let shut = state.is_public() && !state.holds();
        assert_eq!(is_shut(&only, &shelter), shut, "{state}");
        assert_eq!(
            is_shut(&only, &[]),
            shut,
            "{state}: without any licence that holds, for everything"
        );
        let beside = [held(sleep, *state), held(day, State::Issued)];
        assert_eq!(
            is_shut(&beside, &shelter),
            shut,
            "{state}: another licence covers something else"
        );
        assert!(!is_shut(&beside, &[Service::Hosting]), "{state}: what the other licence covers");
        let again = [held(sleep, *state), held(sleep, State::Issued)];
        assert!(!is_shut(&again, &shelter), "{state}: a second licence for the same holds");
    }
    assert!(!is_shut(&[], &shelter), "one that nobody here licensed");
}
