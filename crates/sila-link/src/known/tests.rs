use std::collections::BTreeMap;

use proptest::prelude::*;
use sila_core::codes::{KnownClass, LawfulBasis};
use sila_seal::voprf::{Element, OprfKey, Output, Proof};
use sila_seal::{SealError, SigningKey};
use uuid::Uuid;

use super::table::{
    CHUNK_ENTRIES, ENTRY_BYTES, Handle, Listed, SAME_VALUE_MAX, build, hidden, tag,
};
use super::*;
use crate::error::LinkError;
use crate::testing::TestRng;

const RULES: u16 = 1;

fn scope() -> Scope {
    Scope {
        agreement: AgreementId(Uuid::from_u128(5)),
        purpose: KnownPurpose::Protection,
        epoch: Epoch { week: 2_969, edition: 0 },
    }
}

fn fatima(handle: u8) -> Listed {
    let value = |slot, value: &str| (slot, value.to_owned());
    Listed {
        handle: [handle; 16],
        values: vec![
            value(Slot::EmiratesId, "784198812345678"),
            value(Slot::DayNames, "0412|FTM|KTHB"),
            value(Slot::ThreeNames, "FTM|AHMD|KTHB"),
        ],
    }
}

/// What the asking side does with a table: look a value up in a sorted list of entries.
fn looked_up(table: &[u8], part: u16, values: &[(Slot, Output)]) -> Vec<(Slot, Handle)> {
    let entries: BTreeMap<[u8; 16], Handle> = table
        .chunks(ENTRY_BYTES)
        .map(|e| (e[..16].try_into().unwrap(), e[16..].try_into().unwrap()))
        .collect();
    let mut found = Vec::new();
    for (slot, value) in values {
        for nth in 0..SAME_VALUE_MAX {
            let Some(handle) = entries.get(&tag(value, *slot, part, nth)) else { break };
            found.push((*slot, hidden(value, *slot, part, nth, handle)));
        }
    }
    found
}

fn answer(seed: &Seed, question: &Question) -> (Vec<Element>, Vec<Proof>) {
    let rng = &mut TestRng::new(77);
    let answered = Slot::ALL.iter().zip(&question.elements).map(|(slot, element)| {
        let key = seed.key(&question.scope, *slot).unwrap();
        let value = key.blind_evaluate(&[*element]).unwrap()[0];
        (value, key.prove(&[*element], &[value], rng).unwrap())
    });
    answered.unzip()
}

fn ask(values: &[(Slot, &str)], seed: u64) -> Question {
    let values: Vec<(Slot, String)> = values.iter().map(|(s, v)| (*s, (*v).to_owned())).collect();
    let query = Uuid::from_u128(u128::from(seed));
    Question::new(query, scope(), RULES, &values, &mut TestRng::new(seed)).unwrap()
}

#[test]
fn b21_only_who_asks_for_the_person_finds_the_handle() {
    let seed = Seed([3; 32]);
    let people = [fatima(1), Listed { handle: [2; 16], values: Vec::new() }];
    let table = build(&seed, &scope(), RULES, 0, &people, &mut TestRng::new(1)).unwrap();
    assert_eq!(table.len(), CHUNK_ENTRIES * ENTRY_BYTES);
    let keys = seed.public(&scope()).unwrap();
    let find = |values: &[(Slot, &str)]| {
        let question = ask(values, 9);
        let (evaluated, proofs) = answer(&seed, &question);
        let values = question.open(&keys, &evaluated, &proofs).unwrap();
        Hit::gather(&looked_up(&table, 0, &values))
    };
    let both = find(&[(Slot::DayNames, "0412|FTM|KTHB"), (Slot::ThreeNames, "FTM|AHMD|KTHB")]);
    assert_eq!(both.len(), 1);
    assert_eq!((both[0].handle, both[0].class()), ([1; 16], KnownClass::Possible));
    let number = find(&[(Slot::EmiratesId, "784198812345678")]);
    assert_eq!(number[0].class(), KnownClass::Strong);
    let one_name = find(&[(Slot::ThreeNames, "FTM|AHMD|KTHB")]);
    assert_eq!(one_name[0].class(), KnownClass::None, "one weak likeness alone says nothing");
    assert_eq!(find(&[(Slot::EmiratesId, "784198812345679")]), []);
    assert_eq!(
        find(&[(Slot::PhoneGiven, "784198812345678")]),
        [],
        "a slot knows its own kind only"
    );
}

#[test]
fn b21_every_question_looks_the_same() {
    let full: Vec<(Slot, &str)> = Slot::ALL.iter().map(|slot| (*slot, "x")).collect();
    for values in [&full[..], &full[..1], &[]] {
        let question = ask(values, 4);
        assert_eq!(question.elements.len(), SLOTS);
        assert_eq!(question.asked.len(), values.len());
    }
    let two = [(Slot::EmiratesId, "one"), (Slot::EmiratesId, "two")];
    assert_eq!(ask(&two, 4).asked.len(), 1, "one candidate for each slot");
    assert_ne!(ask(&full, 1).elements, ask(&full, 2).elements);
}

#[test]
fn b21_an_answer_under_any_other_key_is_refused() {
    let seed = Seed([3; 32]);
    let keys = seed.public(&scope()).unwrap();
    let question = ask(&[(Slot::EmiratesId, "1")], 4);
    let (evaluated, proofs) = answer(&Seed([4; 32]), &question);
    assert_eq!(question.open(&keys, &evaluated, &proofs).err(), Some(SealError::Proof));
    let (mut evaluated, proofs) = answer(&seed, &question);
    assert!(question.open(&keys, &evaluated, &proofs).is_ok());
    evaluated.swap(0, 1);
    assert_eq!(question.open(&keys, &evaluated, &proofs).err(), Some(SealError::Proof));
    let short = question.open(&keys, &evaluated[..7], &proofs);
    assert_eq!(short.err(), Some(SealError::Malformed));
}

#[test]
fn b21_keys_differ_by_agreement_purpose_week_edition_and_slot() {
    let (seed, here) = (Seed([3; 32]), scope());
    let epoch = here.epoch;
    let scopes = [
        here,
        Scope { agreement: AgreementId(Uuid::from_u128(6)), ..here },
        Scope { purpose: KnownPurpose::Continuity, ..here },
        Scope { epoch: Epoch { week: epoch.week + 1, ..epoch }, ..here },
        Scope { epoch: Epoch { edition: 1, ..epoch }, ..here },
    ];
    let mut all: Vec<Element> = scopes.iter().flat_map(|s| seed.public(s).unwrap()).collect();
    all.extend(seed.next().public(&here).unwrap());
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!((all.len(), count), (count, 6 * SLOTS));
}

#[test]
fn b21_an_auditor_can_prove_whom_a_question_was_about() {
    let question = ask(&[(Slot::EmiratesId, "784198812345678"), (Slot::PhoneGiven, "5|F")], 4);
    let logged = batch_hash(question.query, &question.scope, &question.elements);
    assert!(question.was_about(&logged));
    let mut relabelled = question.clone();
    relabelled.asked[0].value = "784198812345679".to_owned();
    assert!(!relabelled.was_about(&logged), "another person cannot be put in her place");
    let mut other = question.clone();
    other.elements[7] = Element([1; 32]);
    assert!(!other.was_about(&logged));
    assert!(!ask(&[], 5).was_about(&ask(&[], 5).batch()), "dummies alone prove nothing");
    let kept = minicbor::to_vec(&question).unwrap();
    assert!(minicbor::decode::<Question>(&kept).unwrap().was_about(&logged));
}

#[test]
fn a_table_is_filled_up_and_common_values_are_cut_off() {
    let seed = Seed([3; 32]);
    let people: Vec<Listed> = (0..20).map(fatima).collect();
    let build = |people: &[Listed], part| {
        build(&seed, &scope(), RULES, part, people, &mut TestRng::new(1)).unwrap()
    };
    let table = build(&people, 0);
    assert_eq!(table.len(), CHUNK_ENTRIES * ENTRY_BYTES);
    assert!(table.chunks(ENTRY_BYTES).is_sorted());
    let key: OprfKey = seed.key(&scope(), Slot::EmiratesId).unwrap();
    let input = scope().input(Slot::EmiratesId, RULES, "784198812345678");
    let value = key.evaluate(&[input]).unwrap().remove(0);
    let found = looked_up(&table, 0, &[(Slot::EmiratesId, value.clone())]);
    assert_eq!(found.len(), usize::from(SAME_VALUE_MAX));
    assert!(found.iter().all(|(_, handle)| people.iter().any(|p| p.handle == *handle)));
    assert_eq!(looked_up(&build(&people, 1), 0, &[(Slot::EmiratesId, value)]), []);
    assert_eq!(build(&[], 0).len(), table.len(), "an empty list looks like a short one");
}

#[test]
fn epochs_only_go_forward() {
    let monday = Millis(1_795_392_000_000);
    let epoch = Epoch::of(monday);
    assert_eq!(epoch.began(), monday);
    assert_eq!(Epoch::of(Millis(monday.0 - 1)).week, epoch.week - 1);
    assert_eq!(epoch.after(monday), Epoch { edition: 1, ..epoch });
    assert_eq!(epoch.after(Millis(0)), Epoch { edition: 1, ..epoch });
    let next = epoch.after(monday.plus_days(7));
    assert_eq!(next, Epoch { week: epoch.week + 1, edition: 0 });
}

#[test]
fn a_key_set_is_read_only_with_its_signature() {
    let (own, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
    let keys = Seed([3; 32]).public(&scope()).unwrap();
    let set = KeySet {
        agreement: scope().agreement,
        epoch: scope().epoch,
        normaliser: RULES,
        digest: [4; 32],
        keys: vec![(KnownPurpose::Protection, keys)],
    };
    let signed = set.sign(&own);
    assert_eq!(KeySet::open(&signed, &[own.verifying()]), Ok(set.clone()));
    assert_eq!(KeySet::open(&signed, &[other.verifying()]), Err(LinkError::Signature));
    assert_eq!(set.of(KnownPurpose::Protection), Some(&keys));
    assert_eq!(set.of(KnownPurpose::Continuity), None);
    assert_eq!(set.scope(KnownPurpose::Protection), scope());
}

pub(crate) fn samples() -> Vec<Known> {
    let question = ask(&[(Slot::EmiratesId, "1")], 4);
    let (evaluated, proofs) = answer(&Seed([3; 32]), &question);
    let agreement = scope().agreement;
    let answer =
        |outcome| Answer { query: question.query, agreement, batch: [1; 32], served: 2, outcome };
    vec![
        Known::Keys(crate::wire::pair(&[1], &[2])),
        Known::Table(Chunk {
            scope: scope(),
            part: 0,
            nth: 0,
            of: 1,
            entries: vec![5; CHUNK_ENTRIES * ENTRY_BYTES],
        }),
        Known::Query(Ask {
            query: question.query,
            scope: scope(),
            basis: LawfulBasis::Consent,
            elements: question.elements.clone(),
            worker: [6; 16],
            case: [7; 32],
            asked: 1,
        }),
        Known::Answer(answer(Outcome::Evaluated(evaluated, proofs))),
        Known::Answer(answer(Outcome::Refused("known.over_budget".to_owned()))),
        Known::Disclose(Disclose {
            id: Uuid::from_u128(8),
            query: question.query,
            agreement,
            handle: [9; 16],
            subject: [1; 16],
            reason: "سبب".to_owned(),
            person: vec![1, 2],
        }),
        Known::Reply(Reply {
            id: Uuid::from_u128(8),
            agreement,
            answer: sila_core::codes::KnownAnswer::NotSame,
        }),
        Known::Count(Count { agreement, month: 202_611, served: 7 }),
    ]
}

#[test]
fn the_same_question_again_is_recognised_and_another_one_is_not() {
    let first = ask(&[(Slot::EmiratesId, "1")], 4);
    let again = first.clone().again(Uuid::from_u128(77));
    assert_eq!(elements_hash(&again.elements), elements_hash(&first.elements));
    assert_ne!(again.batch(), first.batch(), "each stands in the logs for itself");
    assert!(again.was_about(&again.batch()), "and whom it was about can be proved of each");
    let asks = |slot, value: &str| first.is_about(&[(slot, value.to_owned())]);
    assert!(asks(Slot::EmiratesId, "1"));
    assert!(!asks(Slot::EmiratesId, "2") && !asks(Slot::PhoneGiven, "1") && !first.is_about(&[]));
    let same_person = ask(&[(Slot::EmiratesId, "1")], 5);
    assert_ne!(elements_hash(&same_person.elements), elements_hash(&first.elements));
}

#[test]
fn a_question_fits_its_limit() {
    for sample in samples() {
        if let Known::Query(_) = sample {
            assert!(sample.to_cbor().len() < messages::ASK_BYTES_MAX);
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_message_or_a_refusal(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for kind in KnownKind::ALL {
            let _ = Known::from_cbor(kind, &bytes);
        }
    }
}
