//! The rules of places: what must hold, and the order of what may be taken.

mod line;
mod order;

use super::*;
use crate::area::AreaCode;
use crate::codes::Sex;
use crate::person::{AgeBand, Ages};
use uuid::Uuid;

pub(super) const WOMEN: Takes = Takes {
    female: Some(Ages { min: 0, max: u8::MAX }),
    male: Some(Ages { min: 0, max: 11 }),
    with_adult: true,
};

pub(super) fn area(code: &str) -> Option<AreaCode> {
    Some(AreaCode::parse(code).unwrap())
}

pub(super) fn room(id: u128, beds: usize) -> Room {
    let free = (0_u128..).take(beds).map(|n| Uuid::from_u128(id * 100 + n)).collect();
    Room {
        id: Uuid::from_u128(id),
        home: Uuid::from_u128(1),
        wing: "A".to_owned(),
        takes: WOMEN,
        whole: false,
        features: Vec::new(),
        area: area("AE-SH-SHJ"),
        free,
        beds,
        confirmed: true,
    }
}

fn woman() -> Sleeper {
    Sleeper { sex: Sex::Female, age: AgeBand::From25 }
}

fn need(people: &[Sleeper]) -> Need {
    Need { people: people.to_vec(), features: Vec::new(), away_from: None }
}

fn child(sex: Sex, age: AgeBand) -> Sleeper {
    Sleeper { sex, age }
}

#[test]
fn the_rule_of_a_women_s_home_for_boys_is_kept_by_age() {
    let room = room(1, 4);
    let fits = |other| room.takes(&need(&[woman(), other]));
    assert_eq!(fits(child(Sex::Male, AgeBand::Under6)), Fit::Sure);
    assert_eq!(fits(child(Sex::Male, AgeBand::From6)), Fit::Doubtful, "a boy of 12 is too old");
    assert_eq!(fits(child(Sex::Male, AgeBand::From13)), Fit::No(No::Person));
    assert_eq!(fits(child(Sex::Female, AgeBand::From13)), Fit::Sure);
    assert_eq!(fits(child(Sex::Unknown, AgeBand::From13)), Fit::Doubtful);
    assert_eq!(fits(child(Sex::Unknown, AgeBand::Under6)), Fit::Sure, "either way");
    assert_eq!(room.takes(&need(&[child(Sex::Female, AgeBand::From13)])), Fit::No(No::Alone));
}

#[test]
fn what_they_cannot_do_without_and_where_they_must_not_be_are_never_weighed() {
    let mut asked = need(&[woman()]);
    asked.features = vec![Feature::StepFree];
    assert_eq!(room(1, 2).refusal(&asked), Some(No::Feature));
    let mut fitted = room(1, 2);
    fitted.features = vec![Feature::StepFree];
    assert_eq!(fitted.refusal(&asked), None);
    asked.away_from = area("AE-SH-SHJ");
    assert_eq!(fitted.refusal(&asked), Some(No::Area));
    asked.away_from = area("AE-SH-KFK");
    assert_eq!(fitted.distance(&asked), Some(Distance::Emirate));
    asked.away_from = area("AE-DU");
    assert_eq!(fitted.distance(&asked), Some(Distance::Beyond));
}

#[test]
fn a_family_room_is_taken_whole_or_not_at_all() {
    let mut family = room(1, 4);
    family.whole = true;
    let mother = need(&[woman(), child(Sex::Female, AgeBand::Under6)]);
    let found = propose(&mother, std::slice::from_ref(&family));
    assert_eq!(found[0].rooms[0].1.len(), 4, "nobody else is put into the two other beds");
    family.free.pop();
    assert_eq!(family.refusal(&mother), Some(No::Full), "somebody lives there");
    assert!(propose(&mother, &[family]).is_empty());
}

#[test]
fn a_large_household_gets_rooms_of_one_wing() {
    let people = vec![woman(); 5];
    let (one, mut two) = (room(1, 3), room(2, 2));
    assert_eq!(propose(&need(&people), &[one.clone(), two.clone()])[0].rooms.len(), 2);
    two.wing = "B".to_owned();
    assert!(propose(&need(&people), &[one, two]).is_empty());
}

#[test]
fn a_need_is_read_as_it_was_written_and_nothing_else() {
    let mut asked = need(&[woman(), child(Sex::Unknown, AgeBand::From6)]);
    asked.features = vec![Feature::VisualAlarm];
    asked.away_from = area("AE-DU");
    assert_eq!(Need::from_cbor(&asked.to_cbor()).unwrap(), asked);
    asked.features.push(Feature::VisualAlarm);
    assert!(Need::from_cbor(&asked.to_cbor()).is_err());
    assert!(Need::from_cbor(&need(&[]).to_cbor()).is_err());
    assert!(Need::from_cbor(&need(&[woman(); PEOPLE_MAX + 1]).to_cbor()).is_err());
    let answer = Capacity::of(&propose(&need(&[woman()]), &[room(1, 2)]));
    assert_eq!(Capacity::from_cbor(&answer.to_cbor()).unwrap(), answer);
}

#[test]
fn an_answer_is_the_same_however_many_beds_and_whatever_home() {
    let one = Capacity::of(&propose(&need(&[woman()]), &[room(1, 1)]));
    let many: Vec<Room> =
        (2..9).map(|id| Room { home: Uuid::from_u128(id), ..room(id, 6) }).collect();
    assert_eq!(Capacity::of(&propose(&need(&[woman()]), &many)), one);
}

#[test]
fn a_held_place_serves_the_person_it_was_held_for_and_no_other() {
    let girl = child(Sex::Female, AgeBand::From6);
    let held = need(&[woman(), girl]);
    assert!(held.serves(&need(&[woman()])) && held.serves(&need(&[woman(), girl, girl])));
    let man = Sleeper { sex: Sex::Male, ..woman() };
    assert!(!held.serves(&need(&[man, girl])), "somebody else");
}
