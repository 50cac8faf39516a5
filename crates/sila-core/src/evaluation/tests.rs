//! What is sealed, what is told, and what follows.

use uuid::Uuid;

use super::*;
use crate::agreement::tests::{DANA, MARSA, NOW};
use crate::indices::{Component, EvidenceMix, Index};

const CALL: RecordId = RecordId(Uuid::from_u128(5));

fn index(formula: &'static str, value: Option<f64>, parts: &[(&'static str, f64)]) -> Index {
    let part =
        |(code, value): &(&'static str, f64)| Component { code, weight: 0.2, value: Some(*value) };
    Index {
        formula,
        value,
        components: parts.iter().map(part).collect(),
        coverage: 1.0,
        facts: 9,
        mix: EvidenceMix::default(),
        band: None,
    }
}

fn marks(mark: u8) -> Marks {
    Marks::new([mark; ITEMS]).unwrap()
}

fn words(text: &str) -> Words {
    Words { ar: format!("{text} (ع)"), en: text.to_owned() }
}

fn call() -> Call {
    let criterion =
        |clause: &str| Criterion { clause: clause.to_owned(), question: words("Kept?") };
    Call {
        from: NOW.plus_days(-365).uae_date(),
        until: NOW.uae_date(),
        deadline: NOW.plus_days(14),
        guide: 1,
        criteria: vec![criterion("2.1"), criterion("4.2")],
    }
}

fn sheet(party: AgencyId, other: Finding, perception: Option<Perception>) -> Sheet {
    let judged =
        |clause: &str, other| Judged { clause: clause.to_owned(), own: Finding::Compliant, other };
    let judged = vec![judged("2.1", Finding::Compliant), judged("4.2", other)];
    Sheet { call: CALL, party, salt: [7; 32], judged, perception }
}

#[test]
fn contract_a39_people_are_heard_from_five_on_and_never_fewer() {
    assert_eq!(Perception::of(&[marks(4); 4]), None);
    let five = Perception::of(&[marks(4), marks(5), marks(3), marks(4), marks(4)]).unwrap();
    assert_eq!((five.people, five.sums), (5, [60; DOMAINS]));
    assert_eq!(five.mean(Domain::Fairness), 400);
    assert!(Marks::new([0; ITEMS]).is_none() && Marks::new([6; ITEMS]).is_none());
    // Only the three statements of fairness are low: two people give 1, three give 2.
    let mut low = [4_u8; ITEMS];
    low[12..15].fill(1);
    let mut lower = low;
    lower[12..15].fill(2);
    let [one, two] = [low, lower].map(|all| Marks::new(all).unwrap());
    let said = Perception::of(&[one, one, two, two, two]).unwrap();
    assert_eq!(said.mean(Domain::Fairness), 160, "8 × 3 marks of 15");
    assert_eq!(said.mean(Domain::Voice), 400);
    let forged = Sheet {
        perception: Some(Perception { people: 4, sums: [60; DOMAINS] }),
        ..sheet(DANA, Finding::Compliant, None)
    };
    assert!(Sheet::from_cbor(&forged.to_cbor()).is_err(), "a group of four is not taken");
}

#[test]
fn contract_a39_it_opens_and_closes_when_both_have_answered_or_the_day_has_passed() {
    let (before, after) = (NOW, NOW.plus_days(14));
    let table = [
        (0, 0, before, false, false),
        (1, 0, before, false, false),
        (2, 0, before, true, false),
        (2, 1, before, true, false),
        (2, 2, before, true, true),
        (0, 0, after, true, true),
        (1, 0, after, true, false),
        (1, 1, after, true, true),
        (2, 1, after, true, false),
    ];
    for (sealed, opened, now, opens, closes) in table {
        let answers = Answers { sealed, opened, deadline: call().deadline };
        let found = (answers.may_open(now), answers.may_close(now));
        assert_eq!(found, (opens, closes), "{sealed} sealed, {opened} opened, {now:?}");
    }
}

#[test]
fn contract_a39_facts_and_feelings_stand_beside_each_other_and_low_parts_draft_the_plan() {
    let table = [
        (7_000, 350, Quadrant::BothFair, false),
        (7_000, 349, Quadrant::FeelsUnfair, true),
        (6_999, 350, Quadrant::FeelsFine, true),
        (6_999, 349, Quadrant::BothUnfair, false),
    ];
    for (balance, fairness, expected, differs) in table {
        let quadrant = Quadrant::of(balance, fairness);
        assert_eq!((quadrant, quadrant.differs()), (expected, differs));
    }
    let activation = index("pai/1", Some(43.219), &[("O", 0.9), ("C", 0.49), ("I", 0.5)]);
    let balance = index("pbi/1", Some(83.3), &[("B1", 0.9), ("B4", 0.2)]);
    let five = |mark| Perception::of(&[marks(mark); 5]);
    let sheets =
        [sheet(DANA, Finding::Partial, five(2)), sheet(MARSA, Finding::Compliant, five(4))];
    let outcome = Outcome::of(CALL, &sheets, [&activation, &balance]);
    assert_eq!((outcome.activation, outcome.balance), (Some(4_321), Some(8_330)));
    assert!(outcome.is_mutual());
    assert_eq!(outcome.quadrants, [(DANA, Quadrant::FeelsUnfair), (MARSA, Quadrant::BothFair)]);
    let plan: Vec<(&str, &str, Option<AgencyId>)> = outcome
        .plan
        .iter()
        .map(|action| (action.cause.code(), action.code.as_str(), action.party))
        .collect();
    let mut expected =
        vec![("ACTIVATION", "C", None), ("BALANCE", "B4", None), ("CLAUSE", "4.2", Some(MARSA))];
    let domains = Domain::ALL.iter().map(|domain| ("PERCEPTION", domain.code(), Some(DANA)));
    expected.extend(domains);
    expected.push(("GAP", "FEELS_UNFAIR", Some(DANA)));
    assert_eq!(plan, expected);
    let swapped = [sheets[1].clone(), sheets[0].clone()];
    let again = Outcome::of(CALL, &swapped, [&activation, &balance]);
    assert_eq!(again.to_cbor(), outcome.to_cbor(), "both parties find the same bytes");
    assert_eq!(Outcome::from_cbor(&outcome.to_cbor()).unwrap(), outcome);
    let alone = Outcome::of(CALL, &sheets[..1], [&activation, &balance]);
    assert!(!alone.is_mutual());
}

#[test]
fn contract_a39_what_makes_no_sense_is_refused() {
    let good = call();
    assert_eq!(Call::from_cbor(&good.to_cbor()).unwrap(), good);
    let early = Call { deadline: good.from.at_minute(0), ..good.clone() };
    assert_eq!(early.check(), Err("deadline"));
    assert_eq!(Call { until: good.from, ..good.clone() }.check(), Err("period"));
    assert_eq!(Call { criteria: Vec::new(), ..good.clone() }.check(), Err("criteria"));
    let twice = vec![good.criteria[0].clone(); 2];
    assert_eq!(Call { criteria: twice, ..good.clone() }.check(), Err("clauses"));
    let answer = sheet(DANA, Finding::Compliant, None);
    assert!(answer.answers(&good));
    let half = Sheet { judged: answer.judged[..1].to_vec(), ..answer };
    assert!(!half.answers(&good), "every criterion is answered");
    let seal = Seal { call: CALL, digest: [9; 32] };
    assert_eq!(Seal::from_cbor(&seal.to_cbor()).unwrap(), seal);
}

#[test]
fn the_next_evaluation_says_of_each_action_whether_its_component_moved_and_nothing_of_too_few() {
    let five = |mark| Perception::of(&[marks(mark); 5]);
    let lives = |c| index("pai/1", Some(43.0), &[("O", 0.9), ("C", c), ("I", 0.5)]);
    let even = |value, b4| index("pbi/1", Some(value), &[("B1", 0.9), ("B4", b4)]);
    let old = [sheet(DANA, Finding::Partial, five(2)), sheet(MARSA, Finding::Compliant, five(4))];
    let (c, b) = (lives(0.29), even(83.3, 0.4));
    let outcome = Outcome::of(CALL, &old, [&c, &b]);
    let before = Seen { sheets: old.iter().collect(), indices: Some([c, b]) };
    let new = [sheet(DANA, Finding::Compliant, five(3)), sheet(MARSA, Finding::Compliant, five(4))];
    let after = Seen { sheets: new.iter().collect(), indices: Some([lives(0.6), even(60.0, 0.4)]) };
    let found = moved(&outcome.plan, &before, &after);
    let told = |code: &str| {
        let one = found.iter().find(|one| one.action.code == code).unwrap();
        let side = |value: Option<Value>| value.map(|value| (value.at, value.n));
        (side(one.before), side(one.after), one.way())
    };
    assert_eq!(found.len(), outcome.plan.len(), "every action, in its order");
    assert_eq!(told("C"), (Some((29, 9)), Some((60, 9)), Way::Better));
    assert_eq!(told("B4"), (Some((40, 9)), Some((40, 9)), Way::Same));
    assert_eq!(told("4.2"), (Some((50, 2)), Some((100, 2)), Way::Better));
    assert_eq!(told("FAIRNESS"), (Some((200, 5)), Some((300, 5)), Way::Better));
    // It felt unfair where the facts were fair: the feeling is what was to move.
    assert_eq!(told("FEELS_UNFAIR"), (Some((200, 5)), Some((300, 5)), Way::Better));
    let back = moved(&outcome.plan, &after, &before);
    let way = |code: &str| back.iter().find(|one| one.action.code == code).unwrap().way();
    assert_eq!((way("C"), way("4.2"), way("B4")), (Way::Worse, Way::Worse, Way::Same));
    let four = [sheet(DANA, Finding::NotApplicable, None), sheet(MARSA, Finding::Compliant, None)];
    let few = Index { facts: 4, ..lives(0.6) };
    let after = Seen { sheets: four.iter().collect(), indices: Some([few, even(60.0, 0.4)]) };
    for one in moved(&outcome.plan, &before, &after) {
        let known = ["B4", "4.2"].contains(&one.action.code.as_str());
        assert_eq!(one.after.is_some(), known, "{one:?}");
        assert!(known || one.way() == Way::Unknown);
    }
    let nobody = Seen { sheets: Vec::new(), indices: None };
    let silent = moved(&outcome.plan, &nobody, &after);
    assert!(silent.iter().all(|one| one.before.is_none() && one.way() == Way::Unknown));
}
