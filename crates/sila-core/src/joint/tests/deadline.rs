//! Times: who is told when one runs out, the second signature and the review, and when each is due on whose calendar.

use super::*;
use crate::agreement::tests::between;
use crate::calendar::TimeLimit;
use crate::codes::{Kind, PermissionForm, Urgency};
use crate::referral::tests::offer;
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
    let answers = [Deadline::Decision, Deadline::Reading];
    assert!(Deadline::ALL.iter().all(|one| watch.is_done(*one) != answers.contains(one)));
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
const THURSDAY: Millis = Millis(NOW.0 + (3 * 24 * 60 + 4 * 60) * 60_000);

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
    assert_eq!(Deadline::of(&offer), [&[Deadline::Decision][..], &afterwards].concat());
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
    assert_eq!(Deadline::of(&offer), [Deadline::Decision]);
    offer.kind = Kind::Information;
    assert_eq!(Deadline::of(&offer), [Deadline::Reading], "nobody decides");
}
