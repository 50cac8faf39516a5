//! The vectors of §18: one question about one invented person, with everything that comes from it.

use serde_json::{Value, json};
use sila_core::AgreementId;
use sila_core::codes::{KnownAnswer, KnownPurpose, LawfulBasis};
use sila_link::known::table::{hidden, tag};
use sila_link::known::*;
use sila_seal::voprf::{Blind, Element, Proof};
use uuid::Uuid;

use crate::dice::Dice;
use crate::make::{agency, hex};

const QUERY: Uuid = Uuid::from_u128(4);
const SEED: [u8; 32] = [3; 32];
const RULES: u16 = 1;
const HANDLE: [u8; 16] = [9; 16];
/// What is known of her: in the other slots stands chance.
const VALUES: [(Slot, &str); 3] = [
    (Slot::EmiratesId, "784198912345678"),
    (Slot::BirthNames, "19890412|FTM|KTB"),
    (Slot::ThreeNames, "FTM|AHMD|KTB"),
];

fn scope() -> Scope {
    let epoch = Epoch { week: 2_969, edition: 2 };
    Scope { agreement: AgreementId(Uuid::from_u128(1)), purpose: KnownPurpose::Protection, epoch }
}

fn question() -> Question {
    let values: Vec<(Slot, String)> =
        VALUES.iter().map(|(slot, value)| (*slot, (*value).to_owned())).collect();
    Question::new(QUERY, scope(), RULES, &values, &mut Dice::new(17)).unwrap()
}

/// What the answering side makes of the elements.
fn evaluated(question: &Question) -> (Vec<Element>, Vec<Proof>) {
    let dice = &mut Dice::new(18);
    let answered = Slot::ALL.iter().zip(&question.elements).map(|(slot, element)| {
        let key = Seed(SEED).key(&question.scope, *slot).unwrap();
        let value = key.blind_evaluate(&[*element]).unwrap()[0];
        (value, key.prove(&[*element], &[value], dice).unwrap())
    });
    answered.unzip()
}

fn slots(question: &Question) -> Value {
    let (elements, proofs) = evaluated(question);
    let public = Seed(SEED).public(&scope()).unwrap();
    let values = question.open(&public, &elements, &proofs).unwrap();
    let row = |(at, slot): (usize, Slot)| {
        let mut row = json!({
            "slot": slot.code(), "public key": hex(&public[at].0),
            "blinded": hex(&question.elements[at].0), "evaluated": hex(&elements[at].0), "proof": hex(&proofs[at].0),
        });
        let asked = question.asked.iter().find(|asked| usize::from(asked.slot) == at);
        if let (Some(asked), Some((_, output))) = (asked, values.iter().find(|(of, _)| *of == slot))
        {
            row["value"] = asked.value.clone().into();
            row["input"] = hex(&scope().input(slot, RULES, &asked.value)).into();
            row["blind"] = hex(&asked.blind).into();
            row["output"] = hex(output.as_slice()).into();
            row["tag"] = hex(&tag(output, slot, 1, 2)).into();
            row["hidden handle"] = hex(&hidden(output, slot, 1, 2, &HANDLE)).into();
        }
        row
    };
    Slot::ALL.into_iter().enumerate().map(row).collect::<Vec<_>>().into()
}

fn messages(question: &Question) -> Vec<Known> {
    let (id, agreement, query) = (Uuid::from_u128(5), scope().agreement, QUERY);
    let keys = vec![(KnownPurpose::Protection, Seed(SEED).public(&scope()).unwrap())];
    let set = KeySet { agreement, epoch: scope().epoch, normaliser: RULES, digest: [2; 32], keys };
    let (elements, proofs) = evaluated(question);
    let answer = |outcome| {
        Known::Answer(Answer { query, agreement, batch: question.batch(), served: 7, outcome })
    };
    vec![
        Known::Keys(set.sign(&agency(10).me.sign)),
        Known::Query(Ask {
            query,
            scope: scope(),
            basis: LawfulBasis::Consent,
            elements: question.elements.clone(),
            worker: [6; 16],
            case: [7; 32],
            asked: 7,
        }),
        answer(Outcome::Evaluated(elements, proofs)),
        answer(Outcome::Refused("known.over_budget_day".to_owned())),
        Known::Disclose(Disclose {
            id,
            query,
            agreement,
            handle: HANDLE,
            subject: [1; 16],
            reason: "سبب".to_owned(),
            person: vec![0xa0],
        }),
        Known::Reply(Reply { id, agreement, answer: KnownAnswer::NotSame }),
        Known::Count(Count { agreement, month: 202_611, served: 7 }),
    ]
}

/// The vectors.
pub fn vectors() -> Value {
    let question = question();
    let written =
        |known: Known| json!({ "kind": known.kind().as_str(), "bytes": hex(&known.to_cbor()) });
    json!({
        "seed": hex(&SEED), "next seed": hex(&Seed(SEED).next().0), "rules": RULES,
        "agreement": hex(scope().agreement.0.as_bytes()), "query": hex(QUERY.as_bytes()),
        "purpose": scope().purpose.code(), "week": scope().epoch.week, "edition": scope().epoch.edition,
        "part": 1, "nth": 2, "handle": hex(&HANDLE), "slots": slots(&question),
        "batch": hex(&question.batch()), "elements": hex(&elements_hash(&question.elements)),
        "messages": messages(&question).into_iter().map(written).collect::<Vec<_>>(),
    })
}

/// Both sides of the question again, from nothing but the file.
pub fn holds(file: &Value, bytes: impl Fn(&Value) -> Vec<u8>) {
    let element = |value: &Value| Element(bytes(value).try_into().unwrap());
    let seed = Seed(bytes(&file["seed"]).try_into().unwrap());
    assert_eq!(seed.next().0.to_vec(), bytes(&file["next seed"]));
    for (slot, row) in Slot::ALL.into_iter().zip(file["slots"].as_array().unwrap()) {
        let key = seed.key(&scope(), slot).unwrap();
        let (public, blinded) = (element(&row["public key"]), element(&row["blinded"]));
        let (evaluated, proof) = (element(&row["evaluated"]), bytes(&row["proof"]));
        assert_eq!(
            (key.public(), key.blind_evaluate(&[blinded]).unwrap()),
            (public, vec![evaluated])
        );
        let proof = Proof(proof.try_into().unwrap());
        sila_seal::voprf::verify(&public, &[blinded], &[evaluated], &proof).unwrap();
        let Some(value) = row["value"].as_str() else { continue };
        let input = scope().input(slot, RULES, value);
        assert_eq!(input, bytes(&row["input"]));
        let blind = Blind::from_bytes(bytes(&row["blind"]).try_into().unwrap()).unwrap();
        assert_eq!(blind.blind(&input).unwrap(), blinded);
        let output = blind.finalize(&input, &evaluated).unwrap();
        assert_eq!(output.to_vec(), bytes(&row["output"]));
        assert_eq!(key.evaluate(&[input]).unwrap()[0], output);
        assert_eq!(tag(&output, slot, 1, 2).to_vec(), bytes(&row["tag"]));
        let handle = bytes(&row["hidden handle"]).try_into().unwrap();
        assert_eq!(hidden(&output, slot, 1, 2, &handle), HANDLE);
    }
    for row in file["messages"].as_array().unwrap() {
        let kind = KnownKind::ALL.into_iter().find(|kind| row["kind"] == kind.as_str()).unwrap();
        let read = Known::from_cbor(kind, &bytes(&row["bytes"])).unwrap();
        assert_eq!((read.check(), read.to_cbor()), (Ok(()), bytes(&row["bytes"])));
    }
}
