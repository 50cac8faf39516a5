//! Golden values, the second computation, and every attempt to move the needle without doing anything.

mod gaming;
mod reference;

use std::collections::{BTreeMap, BTreeSet};

use super::combine::{Component, EvidenceMix, Index};
use super::*;
use crate::ids::{AgencyId, FactId};
use crate::time::Millis;
use uuid::Uuid;

/// Long after every effective date below.
const NOW: Millis = Millis(1_763_971_200_000);
const A: AgencyId = AgencyId([1; 32]);
const B: AgencyId = AgencyId([2; 32]);

fn before(days: i64) -> Millis {
    NOW.plus_days(-days)
}

fn both() -> BTreeSet<AgencyId> {
    BTreeSet::from([A, B])
}

fn id(n: u32) -> FactId {
    FactId(Uuid::from_u128(u128::from(n)))
}

fn deed(by: AgencyId, days: i64, evidence: Evidence) -> Deed {
    Deed { by, happened_at: before(days), recorded_at: before(days), evidence }
}

/// Done by one, confirmed by the other.
fn confirmed(by: AgencyId, days: i64) -> Deed {
    deed(by, days, Evidence::Confirmed { by: if by == A { B } else { A } })
}

/// Two parties, two years in, with a plan and nothing done.
fn nothing() -> Facts {
    Facts {
        parties: both(),
        effective_on: before(730),
        has_plan: true,
        has_exchange: true,
        meetings_planned: 4,
        agreed_shares: BTreeMap::new(),
        evaluation: Evaluation::None,
        areas: (0..10)
            .map(|n| Area { id: id(n), planned_start: Some(before(700)), deeds: vec![] })
            .collect(),
        obligations: (0..10).map(|n| owed(100 + n, None)).collect(),
        initiatives: vec![initiative(200, 5, None)],
        exchanges: vec![way(300, A, 20, 0), way(301, B, 20, 0)],
        meetings: vec![],
        actions: vec![Action { id: id(400), due_at: before(20), done: None }],
        contributions: vec![],
        voices: vec![],
        decisions: vec![],
        objectives: vec![],
    }
}

fn owed(n: u32, fulfilled: Option<Deed>) -> Obligation {
    let obligor = if n.is_multiple_of(2) { A } else { B };
    let (weight, due_at, waived_by) = (3, before(30), BTreeSet::new());
    Obligation { id: id(n), obligor, weight, due_at, fulfilled, waived_by }
}

fn initiative(n: u32, weight: u8, reached: Option<Deed>) -> Initiative {
    let milestones = vec![Milestone { weight: 1, due_at: before(60), reached }];
    Initiative {
        id: id(n),
        lead: A,
        weight,
        planned: true,
        milestones,
        better_off: None,
        cancelled_at: None,
        cancelled_by: BTreeSet::new(),
    }
}

fn way(n: u32, answers: AgencyId, demanded: u32, in_time: u32) -> Exchange {
    let answered_at = (in_time > 0).then(|| before(3));
    Exchange { id: id(n), answers, demanded, in_time, answered_at }
}

fn meeting(n: u32, host: AgencyId, approved_by: BTreeSet<AgencyId>) -> Meeting {
    Meeting { id: id(n), held: confirmed(host, 40), quorum: true, approved_by }
}

fn activation_of(facts: &Facts) -> f64 {
    activation::index(facts, NOW).value.unwrap()
}

fn of(weights: &[(&'static str, f64)], values: &[Option<f64>]) -> Index {
    let parts = weights.iter().zip(values);
    let parts =
        parts.map(|((code, weight), value)| Component { code, weight: *weight, value: *value });
    Index::of("test", parts.collect(), 100, EvidenceMix::default())
}

const PAI: [(&str, f64); 5] = [("O", 0.30), ("C", 0.20), ("I", 0.20), ("X", 0.20), ("G", 0.10)];
const PBI: [(&str, f64); 6] =
    [("B1", 0.20), ("B2", 0.15), ("B3", 0.15), ("B4", 0.20), ("B5", 0.15), ("B6", 0.15)];

fn near(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{found} is not {wanted} within {within}");
}

#[test]
fn the_activation_index_has_its_golden_values() {
    let some = |values: [f64; 5]| values.map(Some);
    let table = [
        (some([0.0, 0.0, 0.0, 0.0, 0.25]), 1.4, 1.00, (1.3, 1.5)),
        (some([0.2, 0.1, 0.0, 0.0, 1.0]), 6.2, 1.00, (5.2, 7.3)),
        ([Some(0.4), Some(0.1), Some(0.8), None, Some(0.5)], 34.6, 0.80, (31.6, 37.9)),
        (some([0.5, 0.3, 0.05, 0.9, 0.3]), 30.4, 1.00, (27.2, 33.8)),
        (some([0.85, 0.7, 0.75, 0.9, 0.9]), 81.1, 1.00, (80.3, 81.9)),
        ([Some(1.0), Some(0.2), None, None, Some(1.0)], 58.5, 0.60, (52.4, 65.0)),
    ];
    for (values, value, coverage, band) in table {
        let index = of(&PAI, &values);
        near(index.value.unwrap(), value, 0.05);
        near(index.coverage, coverage, 1e-9);
        let found = index.band.unwrap();
        near(found.0, band.0, 0.3);
        near(found.1, band.1, 0.3);
    }
}

#[test]
fn the_balance_index_has_its_golden_values() {
    let some = |values: [f64; 6]| values.map(Some);
    let table = [
        (some([0.9, 0.88, 0.8, 0.85, 0.8, 0.75]), 83.3, 1.0),
        (some([0.55, 0.35, 0.3, 0.8, 0.7, 0.4]), 50.0, 1.0),
        ([Some(0.5), Some(0.1), Some(0.2), Some(0.3), None, Some(0.3)], 25.9, 0.85),
    ];
    for (values, value, coverage) in table {
        let index = of(&PBI, &values);
        near(index.value.unwrap(), value, 0.05);
        near(index.coverage, coverage, 1e-9);
    }
}

#[test]
fn shares_have_their_golden_values() {
    for (part, whole, wanted) in [(1, 1, 0.38), (3, 3, 0.65), (9, 10, 0.72), (45, 50, 0.83)] {
        near(wilson(part, whole).unwrap(), wanted, 0.006);
    }
    assert_eq!(wilson(0, 0), None);
    let table: [(&[u32], f64); 5] = [
        (&[12, 0], 0.15),
        (&[9, 3], 0.69),
        (&[6, 6], 1.0),
        (&[1, 0], 0.8),
        (&[20, 0, 0, 0, 0], 0.10),
    ];
    for (counts, wanted) in table {
        near(jain(counts).unwrap(), wanted, 0.005);
    }
    assert_eq!(jain(&[7]), None);
}

#[test]
fn contributions_are_judged_by_what_was_agreed() {
    let gift =
        |n, by, fils| Contribution { id: id(n), given: confirmed(by, 9), value_fils: Some(fils) };
    let mut facts = nothing();
    facts.contributions = vec![gift(1, A, 80_000), gift(2, B, 20_000)];
    let share = |facts: &Facts| balance::index(facts, NOW).components[0].value.unwrap();
    near(share(&facts), 0.70, 1e-9);
    facts.agreed_shares = BTreeMap::from([(A, 75), (B, 25)]);
    near(share(&facts), 0.95, 1e-9);
}

#[test]
fn too_little_data_gives_no_number() {
    assert_eq!(of(&PAI, &[Some(1.0), None, None, None, Some(1.0)]).value, None, "coverage 0.4");
    let parts = vec![Component { code: "O", weight: 1.0, value: Some(1.0) }];
    assert_eq!(Index::of("test", parts.clone(), 4, EvidenceMix::default()).value, None);
    near(Index::of("test", parts, 5, EvidenceMix::default()).value.unwrap(), 100.0, 1e-9);
}

#[test]
fn a_number_falls_into_its_band() {
    use activation::Band;
    let table = [(0.0, Band::NotActivated), (19.9, Band::NotActivated), (20.0, Band::Weak)];
    let upper = [(40.0, Band::Partial), (60.0, Band::Activated), (80.0, Band::Fully)];
    for (value, band) in table.into_iter().chain(upper) {
        assert_eq!(Band::of(value), band);
    }
    assert_eq!(balance::Band::of(39.9), balance::Band::Unbalanced);
    assert_eq!(balance::Band::of(69.9), balance::Band::Partly);
    assert_eq!(balance::Band::of(70.0), balance::Band::Balanced);
}

#[test]
fn the_order_in_which_facts_were_stored_changes_nothing() {
    let mut facts = nothing();
    facts.obligations[3].fulfilled = Some(confirmed(B, 31));
    let mut other = facts.clone();
    other.obligations.reverse();
    other.areas.rotate_left(3);
    assert_eq!(facts.to_cbor(), other.to_cbor());
    assert_eq!(discrepancies(&facts, &other), []);
    near(activation_of(&facts), activation_of(&other), 1e-9);
}

#[test]
fn facts_that_differ_are_listed() {
    let (ours, mut theirs) = (nothing(), nothing());
    theirs.obligations[0].weight = 5;
    theirs.areas.pop();
    theirs.voices.push(Voice { id: id(900), deed: confirmed(B, 3) });
    theirs.meetings_planned = 1;
    let found = discrepancies(&ours, &theirs);
    let wanted = [
        Discrepancy::Terms,
        Discrepancy::OnlyOurs(id(9)),
        Discrepancy::Differs(id(100)),
        Discrepancy::OnlyTheirs(id(900)),
    ];
    assert_eq!(found, wanted);
    assert_ne!(ours.to_cbor(), theirs.to_cbor());
}

#[test]
fn a_partnership_without_a_sound_deed_is_dormant_whatever_its_number() {
    let mut facts = nothing();
    facts.areas[0].deeds = vec![confirmed(A, 200)];
    assert!(activation::is_dormant(&facts, NOW));
    facts.areas[0].deeds = vec![deed(A, 10, Evidence::Declared)];
    assert!(activation::is_dormant(&facts, NOW), "saying so is not enough");
    facts.areas[0].deeds = vec![confirmed(A, 10)];
    assert!(!activation::is_dormant(&facts, NOW));
    let young = Facts { effective_on: before(100), ..nothing() };
    assert!(!activation::is_dormant(&young, NOW));
    let linked = Facts { exchanges: vec![way(300, A, 9, 1)], ..nothing() };
    assert!(!activation::is_dormant(&linked, NOW));
}

fn published(parts: &[(u32, u8)], inputs: u8) -> Published {
    let part = |(n, hash): &(u32, u8)| {
        let id = if *n == 0 { FactId(Uuid::nil()) } else { id(*n) };
        PartOf { id, hash: [*hash; 8] }
    };
    Published {
        agreement: crate::ids::AgreementId(Uuid::from_u128(7)),
        at: NOW,
        formulas: [activation::FORMULA.to_owned(), balance::FORMULA.to_owned()],
        activation: Some(3_460),
        balance: None,
        inputs: [inputs; 32],
        parts: parts.iter().map(part).collect(),
    }
}

#[test]
fn what_two_parties_publish_is_the_same_or_says_where_it_differs() {
    let ours = published(&[(0, 1), (5, 1), (6, 1)], 1);
    assert_eq!(Published::from_cbor(&ours.to_cbor()).unwrap(), ours);
    assert_eq!(ours.discrepancies(&ours), []);
    let theirs = published(&[(0, 2), (6, 3), (9, 1)], 2);
    let wanted = [
        Discrepancy::Terms,
        Discrepancy::OnlyOurs(id(5)),
        Discrepancy::Differs(id(6)),
        Discrepancy::OnlyTheirs(id(9)),
    ];
    assert_eq!(ours.discrepancies(&theirs), wanted);
    assert_eq!(ours.discrepancies(&published(&[(0, 1), (5, 1), (6, 1)], 9)), [Discrepancy::Terms]);
    let twice = published(&[(5, 1), (5, 2)], 1);
    assert!(Published::from_cbor(&twice.to_cbor()).is_err(), "each fact once, in order");
}

#[test]
fn what_is_written_down_more_than_thirty_days_later_counts_only_when_the_other_party_confirms_it() {
    let told = |days: i64, evidence| {
        let late = Deed { recorded_at: before(100).plus_days(days), ..deed(A, 100, evidence) };
        late.factor(before(730))
    };
    near(told(30, Evidence::Documented), 0.7, 1e-9);
    near(told(31, Evidence::Documented), 0.0, 1e-9);
    near(told(31, Evidence::Declared), 0.0, 1e-9);
    near(told(31, Evidence::Confirmed { by: B }), 1.0, 1e-9);
    near(told(31, Evidence::Confirmed { by: A }), 0.0, 1e-9);
}
