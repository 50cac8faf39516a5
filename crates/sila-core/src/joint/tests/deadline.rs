//! Times: who is told when one runs out, the second signature and the review, and when each is due on whose calendar.

use super::*;
use crate::agreement::StepTimes;
use crate::agreement::tests::between;
use crate::calendar::{TimeLimit, Week, WorkingCalendar};
use crate::codes::{Kind, PermissionForm, Urgency};
use crate::referral::tests::offer;
use crate::referral::{Calendars, Offer};
use crate::time::Millis;

fn escalate(view: &mut View, level: u8) -> Result<LineId, JointError> {
    let deed = Deed::Escalate { deadline: Deadline::Decision, level };
    let line = view.joint().next(view.me, (ByRole::node(), 0), (deed, Some([7; 32])), NOW)?;
    view.lines.push(line.clone());
    Ok(line.id())
}

#[test]
fn each_agency_tells_its_own_people_once_for_each_level_and_both_see_it() {
    let (mut marsa, mut dana) = two();
    escalate(&mut marsa, 1).unwrap();
    escalate(&mut dana, 1).unwrap();
    assert_eq!(escalate(&mut marsa, 1), Err(JointError::TooLate), "once");
    assert_eq!(escalate(&mut marsa, 3), Err(JointError::NotAllowed), "there are two levels");
    assert_eq!(escalate(&mut marsa, 0), Err(JointError::NotAllowed));
    marsa.take(&dana, 9);
    dana.take(&marsa, 9);
    escalate(&mut dana, 2).unwrap();
    marsa.take(&dana, 9);
    assert_eq!(marsa.joint(), dana.joint());
    let watch = marsa.joint().watch().clone();
    let level = |agency| watch.level(agency, Deadline::Decision);
    assert_eq!((level(MARSA), level(DANA), watch.told().len()), (1, 2, 3));
    assert_eq!(watch.level(DANA, Deadline::Review), 0);
    let deed = Deed::Escalate { deadline: Deadline::Decision, level: 2 };
    assert_eq!(marsa.write(1, deed), Err(JointError::NotAllowed), "no person says that time is up");
}

#[test]
fn the_source_signs_and_somebody_else_there_reviews() {
    let (mut marsa, mut dana) = two();
    marsa.write(0, Deed::Member).unwrap();
    let sign = Deed::Countersign { consent: PermissionForm::NotSafe };
    let review = Deed::Review { finding: Finding::Lesson };
    assert_eq!(dana.write(1, sign.clone()), Err(JointError::NotAllowed), "the source's own");
    assert_eq!(dana.write(1, review.clone()), Err(JointError::NotAllowed));
    marsa.write(1, sign.clone()).unwrap();
    assert_eq!(marsa.write(2, sign), Err(JointError::TooLate), "once");
    assert_eq!(marsa.clone().write(1, review.clone()), Err(JointError::NotAllowed), "not oneself");
    marsa.write(2, review).unwrap();
    let watch = marsa.joint().watch().clone();
    assert_eq!(watch.signature().map(|(_, consent)| consent), Some(PermissionForm::NotSafe));
    assert_eq!(watch.review().map(|(_, finding)| finding), Some(Finding::Lesson));
    assert!(watch.is_done(Deadline::Signature) && watch.is_done(Deadline::Review));
    let open = [Deadline::Decision, Deadline::Reading, Deadline::Look, Deadline::Contact];
    assert!(open.iter().all(|one| !watch.is_done(*one)));
}

#[test]
fn times_go_on_where_nothing_is_shared_any_more() {
    let (mut marsa, _) = two();
    marsa.write(1, Deed::End { why: WhyEnd::Permission }).unwrap();
    escalate(&mut marsa, 1).unwrap();
    marsa.write(1, Deed::Countersign { consent: PermissionForm::NotRequired }).unwrap();
    assert_eq!(marsa.joint().watch().level(MARSA, Deadline::Decision), 1);
    assert!(marsa.joint().watch().is_done(Deadline::Signature));
}

/// Thursday 27 November 2025, 15:00 in the State: half an hour before the offices close.
const THURSDAY: Millis = Millis(NOW.0 + (2 * 24 * 60 + 19 * 60) * 60_000);

#[test]
fn emergencies_run_through_the_weekend_and_the_rest_on_the_calendar_of_whoever_decides() {
    let mut agreement = between(DANA, MARSA);
    let mut offer = offer();
    offer.urgency = Urgency::Emergency;
    (offer.decide_by, offer.expires_at) = (THURSDAY.plus_minutes(30), THURSDAY.plus_minutes(60));
    let after = |deadline: Deadline| {
        let times = deadline.times(&offer, THURSDAY, Some(&agreement));
        times.map(|at| at.minutes_since(THURSDAY))
    };
    assert_eq!(after(Deadline::Decision), [30, 45]);
    assert_eq!(after(Deadline::Signature), [24 * 60, 36 * 60]);
    assert_eq!(after(Deadline::Review), [72 * 60, 108 * 60]);
    let afterwards = [Deadline::Signature, Deadline::Review];
    let decided = [&[Deadline::Decision][..], &afterwards, &[Deadline::Look]].concat();
    assert_eq!(Deadline::of(&offer), decided);
    offer.kind = Kind::Information;
    assert_eq!(Deadline::of(&offer), [&[Deadline::Reading][..], &afterwards].concat());
    let [due, _] = Deadline::Reading.times(&offer, THURSDAY, Some(&agreement));
    assert_eq!(due, offer.decide_by, "the time to read is the time to answer");
    offer.kind = Kind::Shelter;
    offer.urgency = Urgency::Routine;
    let timer = agreement.timers.iter_mut().find(|timer| timer.urgency == Urgency::Routine);
    let timer = timer.unwrap();
    (timer.decide, timer.expire) = (TimeLimit::WorkingDays(1), TimeLimit::WorkingDays(3));
    let target = &agreement.party(offer.target).unwrap().calendar;
    let [first, last] = [1, 3].map(|days| target.after_days(THURSDAY, days).unwrap());
    (offer.decide_by, offer.expires_at) = (first, last);
    let [due, second] = Deadline::Decision.times(&offer, THURSDAY, Some(&agreement));
    assert_eq!((due, Some(second)), (first, target.after_days(THURSDAY, 2)), "a working day");
    assert!(due < second && second < last);
    assert_eq!(Deadline::of(&offer), [Deadline::Decision, Deadline::Look]);
    offer.kind = Kind::Information;
    assert_eq!(Deadline::of(&offer), [Deadline::Reading], "nobody decides");
}

/// Marsa works on Friday morning, and Dana does not; Dana is closed on the Monday after.
fn with_calendars(mut offer: Offer) -> Offer {
    let monday = THURSDAY.uae_date().plus_days(4);
    let target = WorkingCalendar { closed: [monday].into(), ..Week::Four.calendar() };
    let source = Week::Five.calendar();
    offer.calendars = Some(Calendars { from: THURSDAY.uae_date(), source, target });
    offer.urgency = Urgency::Routine;
    offer.decide_by = THURSDAY.plus_days(30);
    offer.expires_at = offer.decide_by;
    offer
}

#[test]
fn look_contact_and_answer_run_on_the_frozen_calendar_of_the_agency_that_is_asked() {
    let offer = with_calendars(offer());
    let day = |offer: &Offer, deadline: Deadline| {
        deadline.times(offer, THURSDAY, None).map(|at| at.uae_date().day)
    };
    // Friday to Monday nobody works at Dana: Tuesday 2 December is its first day, Monday 8 its fourth.
    assert_eq!(day(&offer, Deadline::Look), [2, 3], "one day, and one more");
    assert_eq!(day(&offer, Deadline::Reply), [3, 4]);
    assert_eq!(day(&offer, Deadline::Contact), [4, 9], "three, and half as many more");
    let unsaid = Offer { calendars: None, ..offer.clone() };
    assert_eq!(
        day(&unsaid, Deadline::Look),
        [28, 1],
        "the federal week where the offer says nothing"
    );
    let soon = Offer { decide_by: THURSDAY.plus_minutes(10), ..offer.clone() };
    let [due, _] = Deadline::Look.times(&soon, THURSDAY, None);
    assert_eq!(due, soon.decide_by, "nobody looks later than they should have decided");
    let wall = |urgency, deadline: Deadline| {
        let offer = Offer { urgency, ..offer.clone() };
        deadline.times(&offer, THURSDAY, None).map(|at| at.minutes_since(THURSDAY))
    };
    assert_eq!(wall(Urgency::Emergency, Deadline::Look), [15, 23], "through the weekend");
    assert_eq!(wall(Urgency::Urgent, Deadline::Look), [60, 90]);
    assert_eq!(wall(Urgency::Emergency, Deadline::Contact), [60, 90]);
    assert_eq!(wall(Urgency::Urgent, Deadline::Contact), [24 * 60, 36 * 60]);
}

#[test]
fn contract_b26_each_step_may_take_as_long_as_the_agreement_said_when_it_was_offered() {
    let (look, contact) = (TimeLimit::Minutes(30), TimeLimit::WorkingDays(1));
    let steps = StepTimes { look: Some(look), contact: Some(contact), reply: None };
    let offer = Offer { steps: Some(steps), ..with_calendars(offer()) };
    let minutes = |offer: &Offer| {
        Deadline::Look.times(offer, THURSDAY, None).map(|at| at.minutes_since(THURSDAY))
    };
    assert_eq!(minutes(&offer), [30, 45], "and half as long again before the second level");
    let day =
        |deadline: Deadline| deadline.times(&offer, THURSDAY, None).map(|at| at.uae_date().day);
    assert_eq!(day(Deadline::Contact), [2, 3], "the first day on which Dana works");
    assert_eq!(day(Deadline::Reply), [3, 4], "not said, as usual");
    let soon = Offer { decide_by: THURSDAY.plus_minutes(10), ..offer.clone() };
    assert_eq!(minutes(&soon)[0], 10, "nobody looks later than they should have decided");
    for deadline in [Deadline::Decision, Deadline::Signature, Deadline::Review] {
        assert_eq!(deadline.agreed(Some(steps)), None, "{deadline} is no step of the clause");
    }
}

#[test]
fn only_the_node_of_the_agency_that_is_asked_says_once_that_somebody_has_looked() {
    let (mut marsa, mut dana) = two();
    let look = |view: &mut View, by: ByRole| -> Result<(), JointError> {
        let line = view.joint().next(view.me, (by, 0), (Deed::Look, None), NOW)?;
        view.lines.push(line);
        Ok(())
    };
    assert_eq!(look(&mut marsa, ByRole::node()), Err(JointError::NotAllowed), "the sender");
    assert_eq!(look(&mut dana, by()), Err(JointError::NotAllowed), "a person");
    assert_eq!(look(&mut dana, ByRole::node()), Ok(()));
    assert_eq!(look(&mut dana, ByRole::node()), Err(JointError::TooLate), "once");
    marsa.take(&dana, 9);
    assert!(marsa.joint().watch().is_done(Deadline::Look));
    let line = dana.lines.last().unwrap();
    assert_eq!(Line::from_cbor(&line.to_cbor()), Ok(line.clone()));
}

#[test]
fn whoever_has_taken_the_person_says_once_when_and_how_they_were_in_touch() {
    let (mut marsa, mut dana) = two();
    let today = NOW.uae_date();
    let contact = |day| Deed::Contact { day, way: ContactWay::Phone };
    assert_eq!(marsa.write(1, contact(today)), Err(JointError::NotAllowed), "not the sender");
    let ahead = contact(today.plus_days(1));
    assert_eq!(dana.write(1, ahead), Err(JointError::NotAllowed), "a day to come");
    dana.write(1, contact(today.plus_days(-1))).unwrap();
    assert_eq!(dana.write(1, contact(today)), Err(JointError::TooLate), "once");
    marsa.take(&dana, 9);
    let (_, day, way) = marsa.joint().watch().contact().unwrap();
    assert_eq!((day, way), (today.plus_days(-1), ContactWay::Phone));
    assert!(marsa.joint().watch().is_done(Deadline::Contact));
}

#[test]
fn the_sender_asks_how_it_stands_and_is_told_before_it_asks_again() {
    let (mut marsa, mut dana) = two();
    assert_eq!(dana.write(1, Deed::Remind), Err(JointError::NotAllowed), "only the sender asks");
    let asked = marsa.write(1, Deed::Remind).unwrap();
    assert_eq!(marsa.write(1, Deed::Remind), Err(JointError::TooLate), "one at a time");
    dana.take(&marsa, 9);
    let told = Deed::Escalate { deadline: Deadline::Reply, level: 1 };
    let line = dana.joint().next(DANA, (ByRole::node(), 0), (told, Some([7; 32])), NOW).unwrap();
    dana.lines.push(line);
    assert_eq!(dana.joint().watch().level(DANA, Deadline::Reply), 1);
    let reply = |remind| Deed::Reply { remind, progress: Progress::By, by: Some(due()) };
    assert_eq!(
        dana.write(1, reply(id(MARSA, 9))),
        Err(JointError::NotAllowed),
        "nobody asked that"
    );
    assert_eq!(marsa.write(1, reply(asked)), Err(JointError::NotAllowed), "not by oneself");
    dana.write(1, reply(asked)).unwrap();
    assert_eq!(dana.write(1, reply(asked)), Err(JointError::TooLate), "once");
    marsa.take(&dana, 9);
    let last = *marsa.joint().watch().reminders().last().unwrap();
    assert_eq!(last.answer.map(|(_, how, by)| (how, by)), Some((Progress::By, Some(due()))));
    assert!(marsa.joint().watch().is_done(Deadline::Reply));
    marsa.write(1, Deed::Remind).unwrap();
    let watch = marsa.joint().watch().clone();
    assert!(!watch.is_done(Deadline::Reply));
    assert_eq!(watch.level(DANA, Deadline::Reply), 0, "they are told of this one anew");
    dana.take(&marsa, 9);
    assert_eq!(marsa.joint(), dana.joint());
}

#[test]
fn an_answer_names_a_day_when_it_says_by_which_and_only_then() {
    let (marsa, dana) = two();
    let read = |progress, by| {
        let remind = id(MARSA, 2);
        let mut line = dana.lines.iter().find(|line| line.author == DANA).unwrap().clone();
        (line.who, line.words) = (1, None);
        line.deed = Deed::Reply { remind, progress, by };
        Line::from_cbor(&line.to_cbor()).is_ok()
    };
    assert!(read(Progress::By, Some(due())) && read(Progress::Stuck, None));
    assert!(!read(Progress::By, None) && !read(Progress::UnderWay, Some(due())));
    assert_eq!(marsa.joint().watch().reminders(), []);
}

#[test]
fn the_sender_asks_again_after_some_working_days_of_its_own() {
    let asked = Reminder { id: id(MARSA, 2), at: THURSDAY, answer: None };
    let offer = with_calendars(offer());
    let from = |urgency| asked.again_from(&Offer { urgency, ..offer.clone() });
    let own = Week::Five.calendar();
    assert_eq!(from(Urgency::Routine), own.after_days(THURSDAY, 3).unwrap(), "not those of Dana");
    assert_eq!(from(Urgency::Urgent), own.after_days(THURSDAY, 1).unwrap());
    assert_eq!(from(Urgency::Emergency), THURSDAY.plus_minutes(60));
}
