use super::*;
use crate::message::{Kind, Message};
use sila_core::AreaCode;
use sila_core::ReferralId;
use sila_core::codes::Sex;
use sila_core::person::AgeBand;
use sila_core::shelter::{Distance, Grade, Sleeper, Waste};
use sila_seal::voprf::Element;
use uuid::Uuid;

fn question() -> PlaceId {
    PlaceId(Uuid::from_u128(7))
}

fn referral() -> ReferralId {
    ReferralId(Uuid::from_u128(8))
}

fn elements() -> Vec<Element> {
    vec![Element([3; 32]); safety::CHECK_SLOTS]
}

fn values(tags: usize) -> Place {
    let tags = vec![4; tags * safety::TAG_BYTES];
    Place::Values(PlaceValues { referral: referral(), elements: elements(), tags, refused: None })
}

fn need(away_from: Option<&str>) -> Need {
    let boy = Sleeper { sex: Sex::Male, age: AgeBand::From13 };
    let away_from = away_from.map(|code| AreaCode::parse(code).unwrap());
    Need { people: vec![boy], features: Vec::new(), away_from }
}

fn ask(away_from: Option<&str>) -> Place {
    Place::Ask(PlaceAsk {
        question: question(),
        need: need(away_from),
        urgency: Urgency::Emergency,
    })
}

fn answer(capacity: Capacity, until: Option<i64>, refused: Option<&str>) -> Place {
    let refused = refused.map(str::to_owned);
    let until = until.map(Millis);
    Place::Answer(PlaceAnswer { question: question(), capacity, until, refused })
}

fn grade() -> Grade {
    Grade {
        doubtful: false,
        distance: Distance::Beyond,
        apart: false,
        unlike: false,
        waste: Waste::None,
        stale: false,
    }
}

pub(crate) fn samples() -> Vec<Place> {
    vec![
        ask(Some("AE-SH-SHJ")),
        answer(Capacity::Yes(grade()), Some(1_790_000_000_000), None),
        answer(Capacity::No, None, Some("place.too_many")),
        Place::Release(PlaceRelease { question: question() }),
        Place::Check(PlaceCheck { referral: referral(), rules: 1, elements: elements() }),
        values(safety::TAGS_STEP),
        Place::Values(PlaceValues::refusal(referral(), "place.check_too_many")),
        Place::Verdict(PlaceVerdict { referral: referral(), safe: true }),
    ]
}

fn refused(place: Place) {
    let kind = Kind::Place(place.kind());
    let bytes = place.to_cbor();
    assert_eq!(Message::Place(place).encode(), Err(LinkError::Schema("place")));
    assert_eq!(Message::decode(kind, &bytes), Err(LinkError::Schema("place")));
}

#[test]
fn a_question_says_no_more_than_a_town() {
    refused(ask(Some("AE-SH-SHJ-MWL")));
    let told = need(Some("AE-SH-SHJ-MWL")).for_partner();
    assert_eq!(told, need(Some("AE-SH-SHJ")));
    assert_eq!(need(Some("AE-DU")).for_partner(), need(Some("AE-DU")));
    assert!(Message::Place(ask(None)).encode().is_ok());
}

#[test]
fn what_is_not_there_is_not_held_and_what_is_held_is_not_refused() {
    refused(answer(Capacity::No, Some(1), None));
    refused(answer(Capacity::Yes(grade()), Some(1), Some("place.too_many")));
}

#[test]
fn an_answer_is_as_long_whatever_the_home() {
    // Nothing in it can name a home, count beds or tell where a home is: it is a grade, a time and the question.
    let bytes = answer(Capacity::Yes(grade()), Some(1_790_000_000_000), None).to_cbor();
    assert!(bytes.len() < 64, "{}", bytes.len());
}

#[test]
fn a_check_has_always_as_many_elements_and_its_answer_whole_steps_of_tags() {
    let short = vec![Element([3; 32]); safety::CHECK_SLOTS - 1];
    refused(Place::Check(PlaceCheck { referral: referral(), rules: 1, elements: short.clone() }));
    for tags in [0, 1, safety::TAGS_STEP + 1] {
        refused(values(tags));
    }
    let tags = vec![4; safety::TAGS_STEP * safety::TAG_BYTES];
    let both = PlaceValues { elements: elements(), ..PlaceValues::refusal(referral(), "place.no") };
    refused(Place::Values(both));
    let few = PlaceValues { referral: referral(), elements: short, tags, refused: None };
    refused(Place::Values(few));
    assert!(Message::Place(values(safety::TAGS_MAX)).encode().is_ok(), "the largest fits");
}
