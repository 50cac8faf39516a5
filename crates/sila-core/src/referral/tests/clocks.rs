//! The clock of a decision: what stops it, what moves it, and that nobody can stop it for ever.

use super::*;
use crate::Refusal;
use crate::calendar::{Week, WorkingCalendar};
use crate::time::Date;

fn at(time: Millis, entry: Entry) -> Entry {
    Entry { at: time, ..entry }
}

fn minutes(n: i64) -> Millis {
    NOW.plus_minutes(n)
}

#[test]
fn the_clock_stands_from_the_question_until_the_answer() {
    let mut all = vec![offered(), at(minutes(10), target(1, 1, ask()))];
    let asked = fold(&all);
    assert_eq!(asked.state(), State::Clarifying);
    assert_eq!(asked.stands_until(), Some(minutes(130)), "two hours when it is urgent");
    assert_eq!(asked.expires_at(), minutes(240 + 120), "if nobody answers");
    assert_eq!(asked.owed(SOURCE), Some((Owed::Answer, minutes(130))));
    assert_eq!((asked.owed(TARGET), asked.owner()), (None, Some(Side::Source)));
    all.push(at(minutes(40), source(2, 1, answer())));
    let answered = fold(&all);
    assert_eq!(answered.state(), State::InReview);
    assert_eq!(answered.decide_by(), minutes(120 + 30), "half an hour later than offered");
    assert_eq!((answered.expires_at(), answered.stands_until()), (minutes(240 + 30), None));
    let question = answered.questions();
    assert_eq!(question.len(), 1);
    assert_eq!(question[0].code, QuestionCode::Household);
    assert_eq!(question[0].answer.map(|(_, code)| code), Some(AnswerCode::Given));
}

#[test]
fn nobody_can_stop_the_clock_for_ever_or_turn_it_back() {
    let asked = [offered(), at(minutes(10), target(1, 1, ask()))];
    let with = |answered: Millis| {
        let mut all = asked.to_vec();
        all.push(at(answered, source(2, 1, answer())));
        fold(&all).expires_at()
    };
    assert_eq!(with(minutes(300)), minutes(240 + 120), "no more than the round");
    assert_eq!(with(minutes(-9_000)), minutes(240), "a clock that is set back takes nothing away");
    let all = after(&[ask(), answer(), ask(), answer()]);
    let refused = fold(&all).next(TARGET, ByRole::node(), ask(), NOW);
    assert_eq!(refused, Err(Refusal::WrongState { state: State::InReview }), "two rounds");
}

#[test]
fn the_round_of_a_question_follows_the_urgency() {
    let until = |urgency| {
        let offer = Offer { urgency, ..offer() };
        let all = [source(1, 0, Act::Offer(Box::new(offer))), target(1, 1, ask())];
        fold(&all).stands_until().unwrap()
    };
    assert_eq!(until(Urgency::Emergency), minutes(10));
    assert_eq!(until(Urgency::Urgent), minutes(120));
    let days = Week::Five.calendar().after_days(NOW, 3).unwrap();
    assert_eq!(until(Urgency::Routine), days);
}

#[test]
fn an_expiry_that_crosses_a_question_is_too_late_and_comes_again() {
    let late = expires_at();
    let all =
        [offered(), at(late, source(2, 0, Act::Expire)), at(minutes(239), target(1, 1, ask()))];
    let thread = fold(&all);
    assert_eq!(thread.state(), State::Clarifying);
    assert_eq!(thread.reaction(SOURCE, late), None);
    let over = thread.expires_at();
    assert_eq!(thread.reaction(SOURCE, over), Some(Act::Expire));
    let next = thread.next(SOURCE, ByRole::node(), Act::Expire, over).unwrap();
    let mut more = all.to_vec();
    more.push(next);
    assert_eq!(fold(&more).state(), State::Expired);
}

#[test]
fn an_answer_that_crosses_a_decision_changes_nothing() {
    let all = [offered(), target(1, 1, ask()), source(2, 1, answer()), target(2, 1, decline())];
    let thread = fold(&all);
    assert_eq!(thread.state(), State::Declined);
    assert_eq!(thread.questions()[0].answer, None, "it was decided without it");
}

#[test]
fn a_place_on_the_waiting_list_holds_for_two_weeks_and_is_said_again() {
    let mut all = vec![offered(), target(1, 1, wait())];
    let thread = fold(&all);
    let until = NOW.plus_days(WAIT_DAYS);
    let waiting = thread.waiting().unwrap();
    assert_eq!(
        (waiting.band, waiting.expected, waiting.until),
        (WaitBand::First, NOW.plus_days(30), until)
    );
    assert_eq!(thread.owed(TARGET), Some((Owed::Refresh, until)));
    let later = NOW.plus_days(13);
    let again = Act::Wait { band: WaitBand::First, expected: NOW.plus_days(20) };
    all.push(at(later, target(2, 1, again)));
    assert_eq!(fold(&all).expires_at(), later.plus_days(WAIT_DAYS));
    let past = Act::Wait { band: WaitBand::First, expected: NOW.plus_days(-1) };
    assert!(!thread.may(&past, NOW), "a day that is over");
    let far = Act::Wait { band: WaitBand::First, expected: NOW.plus_days(400) };
    assert!(!thread.may(&far, NOW), "a day that nobody can plan by");
}

#[test]
fn a_decline_can_be_contested_once_within_two_working_days() {
    let declined = fold(&after(&[decline(), Act::Purged]));
    let until = declined.appeal_until().unwrap();
    assert_eq!(until, Week::Five.calendar().after_days(NOW, APPEAL_DAYS).unwrap());
    assert!(declined.may(&appeal(), Millis(until.0 - 1)) && !declined.may(&appeal(), until));
    let appealed = fold(&after(&[decline(), Act::Purged, appeal()]));
    assert!(!appealed.is_purged(), "what was erased is there again, and is erased again");
    assert_eq!(appealed.owed(TARGET).map(|(owed, _)| owed), Some(Owed::Review));
    let upheld = fold(&after(&[decline(), Act::Purged, appeal(), decline()]));
    assert_eq!((upheld.state(), upheld.appeal_until()), (State::Declined, None));
    assert_eq!(upheld.reaction(TARGET, NOW), Some(Act::Purged));
    let allowed = fold(&after(&[decline(), appeal(), Act::Resume]));
    assert_eq!(allowed.expires_at(), expires_at(), "as much time as after the offer");
}

/// A Monday in the State.
const MONDAY: Date = Date { year: 2025, month: 11, day: 24 };

/// Marsa keeps Monday to Thursday and is closed on Tuesday; Dana works five days.
fn on_own_calendars(urgency: Urgency) -> Offer {
    let source = WorkingCalendar { closed: [MONDAY.plus_days(1)].into(), ..Week::Four.calendar() };
    let calendars = Calendars { from: MONDAY, source, target: Week::Five.calendar() };
    Offer { urgency, calendars: Some(calendars), ..offer() }
}

#[test]
fn every_time_of_a_round_runs_on_the_frozen_calendar_of_whoever_has_to_act() {
    let routine = on_own_calendars(Urgency::Routine);
    let of = |acts: &[Act]| {
        let mut all = after(acts);
        all[0].act = Act::Offer(Box::new(routine.clone()));
        fold(&all)
    };
    let day = |at: Millis| at.uae_date();
    let asked = of(&[ask()]).stands_until().unwrap();
    assert_eq!(day(asked), MONDAY.plus_days(7), "three days of Marsa: Wednesday, Thursday, Monday");
    let declined = of(&[decline()]);
    let until = declined.appeal_until().unwrap();
    assert_eq!(day(until), MONDAY.plus_days(3), "two days of Marsa: Wednesday and Thursday");
    assert!(declined.may(&appeal(), Millis(until.0 - 1)) && !declined.may(&appeal(), until));
    let looked_at = of(&[decline(), appeal()]).decide_by();
    assert_eq!(day(looked_at), MONDAY.plus_days(2), "two days of Dana: Tuesday and Wednesday");
    let closes = of(&[Act::Accept, release(), outcome()]).closes_at().unwrap();
    assert_eq!(day(closes), MONDAY.plus_days(17), "ten days of Marsa");
}

#[test]
fn between_three_agencies_there_is_only_yes_and_no() {
    let thread = fold(&after(&[redirect()]));
    for act in [ask(), wait(), refuse()] {
        assert!(!thread.may(&act, NOW), "{}", act.code());
    }
    let declined = fold(&after(&[redirect(), decline()]));
    assert!(!declined.may(&appeal(), NOW));
    let asked = fold(&after(&[ask(), answer()]));
    assert!(!asked.may(&redirect(), NOW), "who has asked decides");
}
