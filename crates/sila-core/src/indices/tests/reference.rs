//! A thousand made-up partnerships, computed a second time by `bench/indices/reference.py`.

use super::*;
use serde_json::Value;

/// A thousand sets of components, put together by a third program that others wrote from the formulas before our code was: a
/// weighted geometric mean with a floor, Wilson's bound, Jain's index. Drawn by Python's `random.Random(20261122)`: a component is
/// missing in one case of five, 0 or 1 in two of five of the others. A line: components, value and coverage of both indices; part,
/// whole and bound; counts and index.
const PARTS: &str = include_str!("../../../vectors/indices-parts-1.jsonl");
const SETS: &str = include_str!("../../../vectors/indices-1.jsonl");

fn party(value: &Value) -> AgencyId {
    let n = u8::try_from(value.as_u64().unwrap()).unwrap();
    AgencyId([n + 1; 32])
}

fn parties(value: &Value) -> BTreeSet<AgencyId> {
    value.as_array().unwrap().iter().map(party).collect()
}

/// Hours from `now`.
fn at(value: &Value) -> Millis {
    NOW.plus_hours(value.as_i64().unwrap())
}

fn small(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

fn weight(value: &Value) -> u8 {
    u8::try_from(value.as_u64().unwrap()).unwrap()
}

fn maybe<T>(value: &Value, read: impl Fn(&Value) -> T) -> Option<T> {
    (!value.is_null()).then(|| read(value))
}

fn done(value: &Value) -> Deed {
    let evidence = match value[3].as_u64().unwrap() {
        0 => Evidence::Confirmed { by: party(&value[4]) },
        1 => Evidence::Observed,
        2 => Evidence::Documented,
        3 => Evidence::Declared,
        _ => Evidence::Imported,
    };
    Deed { by: party(&value[0]), happened_at: at(&value[1]), recorded_at: at(&value[2]), evidence }
}

/// The rows of one kind, each with a number of its own.
fn rows<T>(set: &Value, kind: &str, first: u32, read: impl Fn(FactId, &Value) -> T) -> Vec<T> {
    let rows = set[kind].as_array().unwrap().iter();
    (first..).zip(rows).map(|(n, row)| read(id(n), row)).collect()
}

fn read(set: &Value) -> Facts {
    let members: BTreeSet<AgencyId> =
        (0..set["parties"].as_u64().unwrap()).map(|n| party(&Value::from(n))).collect();
    let shares = set["shares"].as_array().unwrap();
    Facts {
        effective_on: at(&set["start"]),
        has_plan: set["plan"].as_bool().unwrap(),
        has_exchange: set["link"].as_bool().unwrap(),
        meetings_planned: small(&set["meetings"]),
        agreed_shares: members.iter().copied().zip(shares.iter().map(small)).collect(),
        evaluation: match small(&set["eval"]) {
            0 => Evaluation::None,
            1 => Evaluation::Mutual,
            _ => Evaluation::OneWay,
        },
        areas: rows(set, "areas", 0, area),
        obligations: rows(set, "obl", 100, obligation),
        initiatives: rows(set, "init", 200, led),
        exchanges: rows(set, "ex", 300, exchange),
        meetings: rows(set, "meet", 400, held),
        actions: rows(set, "act", 500, |id, row| Action {
            id,
            due_at: at(&row[0]),
            done: maybe(&row[1], done),
        }),
        contributions: rows(set, "con", 600, |id, row| Contribution {
            id,
            given: done(&row[0]),
            value_fils: row[1].as_u64(),
        }),
        voices: rows(set, "voi", 700, |id, row| Voice { id, deed: done(row) }),
        decisions: rows(set, "dec", 800, decision),
        objectives: rows(set, "obj", 900, objective),
        parties: members,
    }
}

fn area(id: FactId, row: &Value) -> Area {
    let deeds = row[1].as_array().unwrap().iter().map(done).collect();
    Area { id, planned_start: maybe(&row[0], at), deeds }
}

fn obligation(id: FactId, row: &Value) -> Obligation {
    Obligation {
        id,
        obligor: party(&row[0]),
        weight: weight(&row[1]),
        due_at: at(&row[2]),
        fulfilled: maybe(&row[3], done),
        waived_by: parties(&row[4]),
    }
}

fn exchange(id: FactId, row: &Value) -> Exchange {
    Exchange {
        id,
        answers: party(&row[0]),
        demanded: small(&row[1]),
        in_time: small(&row[2]),
        answered_at: maybe(&row[3], at),
    }
}

fn held(id: FactId, row: &Value) -> Meeting {
    let approved_by = parties(&row[2]);
    Meeting { id, held: done(&row[0]), quorum: row[1].as_bool().unwrap(), approved_by }
}

fn decision(id: FactId, row: &Value) -> Decision {
    Decision {
        id,
        proposed_by: party(&row[0]),
        decided_at: at(&row[1]),
        accepted: row[2].as_bool().unwrap(),
        signed_by: parties(&row[3]),
    }
}

fn objective(id: FactId, row: &Value) -> Objective {
    let reached_permille = u16::try_from(small(&row[1])).unwrap();
    Objective { id, of: party(&row[0]), reached_permille, source: maybe(&row[2], done) }
}

fn led(id: FactId, row: &Value) -> Initiative {
    let step = |step: &Value| Milestone {
        weight: weight(&step[0]),
        due_at: at(&step[1]),
        reached: maybe(&step[2], done),
    };
    Initiative {
        id,
        lead: party(&row[0]),
        weight: weight(&row[1]),
        planned: row[2].as_bool().unwrap(),
        milestones: row[3].as_array().unwrap().iter().map(step).collect(),
        better_off: maybe(&row[4], done),
        cancelled_at: maybe(&row[5], at),
        cancelled_by: parties(&row[6]),
    }
}

fn agrees(line: usize, index: &Index, wanted: &Value) {
    let pairs = index.components.iter().zip(wanted["parts"].as_array().unwrap());
    let parts = pairs.map(|(part, wanted)| (part.code, part.value, wanted.as_f64()));
    let whole = [
        ("value", index.value, wanted["value"].as_f64()),
        ("coverage", Some(index.coverage), wanted["coverage"].as_f64()),
        ("facts", Some(f64::from(index.facts)), wanted["facts"].as_f64()),
    ];
    for (what, found, wanted) in parts.chain(whole) {
        let equal = match (found, wanted) {
            (Some(found), Some(wanted)) => (found - wanted).abs() <= 1e-9,
            (found, wanted) => found.is_none() && wanted.is_none(),
        };
        assert!(equal, "line {line}, {} {what}: {found:?} here, {wanted:?} there", index.formula);
    }
}

#[test]
fn two_programs_find_the_same_indices_from_a_thousand_sets_of_facts() {
    let mut numbers = 0;
    for (line, set) in (1..).zip(SETS.lines()) {
        let set: Value = serde_json::from_str(set).unwrap();
        let facts = read(&set);
        let (pai, pbi) = (activation::index(&facts, NOW), balance::index(&facts, NOW));
        agrees(line, &pai, &set["pai"]);
        agrees(line, &pbi, &set["pbi"]);
        numbers += usize::from(pai.value.is_some()) + usize::from(pbi.value.is_some());
    }
    assert!(numbers > 700, "most sets must give a number, not silence: {numbers}");
}

#[test]
fn a_third_program_puts_a_thousand_sets_of_components_together_to_the_same_numbers() {
    let mut lines = 0;
    for (line, set) in (1..).zip(PARTS.lines()) {
        let set: Value = serde_json::from_str(set).unwrap();
        for (weights, wanted) in [(&PAI[..], &set["pai"]), (&PBI[..], &set["pbi"])] {
            let values: Vec<Option<f64>> =
                wanted[0].as_array().unwrap().iter().map(Value::as_f64).collect();
            let index = of(weights, &values);
            let coverage = wanted[2].as_f64().unwrap();
            near(index.coverage, coverage, 1e-9);
            match index.value {
                Some(value) => near(value, wanted[1].as_f64().unwrap(), 1e-9),
                None => assert!(
                    coverage < 0.5 + 1e-9,
                    "line {line}: silence only where half is missing"
                ),
            }
        }
        let [part, whole] = [0, 1].map(|n| small(&set["wilson"][n]));
        near(wilson(part, whole).unwrap(), set["wilson"][2].as_f64().unwrap().max(0.0), 1e-9);
        let counts: Vec<u32> = set["jain"][0].as_array().unwrap().iter().map(small).collect();
        near(jain(&counts).unwrap(), set["jain"][1].as_f64().unwrap(), 1e-9);
        lines += 1;
    }
    assert_eq!(lines, 1_000);
}
