use super::*;
use crate::testing::{FixedRng, TestRng, hex};
use proptest::prelude::*;
use serde_json::Value;

fn element(text: &Value) -> Element {
    Element(bytes(text).try_into().unwrap())
}

fn bytes(text: &Value) -> Vec<u8> {
    hex(text.as_str().unwrap())
}

fn list<T>(of: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    of.as_array().unwrap().iter().map(read).collect()
}

fn published() -> Value {
    serde_json::from_str(include_str!("rfc9497.json")).unwrap()
}

#[test]
fn the_published_vectors_of_rfc_9497_hold() {
    let file = published();
    let seed: [u8; 32] = bytes(&file["seed"]).try_into().unwrap();
    let key = OprfKey::derive(&seed, &bytes(&file["key_info"])).unwrap();
    assert_eq!(key.secret.to_bytes().as_slice(), bytes(&file["secret"]));
    assert_eq!(key.public(), element(&file["public"]));
    for vector in file["vectors"].as_array().unwrap() {
        let inputs = list(&vector["input"], bytes);
        let blinds =
            list(&vector["blind"], |b| Blind::from_bytes(bytes(b).try_into().unwrap()).unwrap());
        let blinded: Vec<Element> =
            blinds.iter().zip(&inputs).map(|(blind, input)| blind.blind(input).unwrap()).collect();
        assert_eq!(blinded, list(&vector["blinded"], element));
        let evaluated = key.blind_evaluate(&blinded).unwrap();
        assert_eq!(evaluated, list(&vector["evaluated"], element));
        let mut random = bytes(&vector["proof_random"]);
        random.resize(64, 0);
        let proof = key.prove(&blinded, &evaluated, &mut FixedRng(random)).unwrap();
        assert_eq!(proof.0.as_slice(), bytes(&vector["proof"]));
        verify(&key.public(), &blinded, &evaluated, &proof).unwrap();
        let outputs = list(&vector["output"], bytes);
        for (nth, output) in outputs.iter().enumerate() {
            let value = blinds[nth].finalize(&inputs[nth], &evaluated[nth]).unwrap();
            assert_eq!(value.as_slice(), output);
        }
        assert_eq!(blind_all(&blinds, &inputs).unwrap(), blinded);
        let many = finalize_all(&blinds, &inputs, &evaluated).unwrap();
        assert!(many.iter().zip(&outputs).all(|(value, output)| value.as_slice() == output));
        assert!(finalize_all(&blinds, &inputs, &[]).is_err());
        let own = key.evaluate(&inputs).unwrap();
        assert!(own.iter().zip(&outputs).all(|(own, output)| own.as_slice() == output));
    }
}

fn asked(seed: u64, input: &[u8]) -> (OprfKey, Blind, Element, Element, Proof) {
    let mut rng = TestRng::new(seed);
    let key = OprfKey::derive(&[7; 32], b"eid").unwrap();
    let blind = Blind::generate(&mut rng);
    let blinded = blind.blind(input).unwrap();
    let evaluated = key.blind_evaluate(&[blinded]).unwrap()[0];
    let proof = key.prove(&[blinded], &[evaluated], &mut rng).unwrap();
    (key, blind, blinded, evaluated, proof)
}

#[test]
fn another_key_another_element_or_a_changed_proof_is_found() {
    let (key, _, blinded, evaluated, proof) = asked(1, b"784199312345678");
    verify(&key.public(), &[blinded], &[evaluated], &proof).unwrap();
    let other = OprfKey::derive(&[7; 32], b"phone").unwrap();
    assert_ne!(other.public(), key.public());
    let refused = |public: OprfPublic, b: Element, e: Element, proof: Proof| {
        verify(&public, &[b], &[e], &proof).unwrap_err()
    };
    assert_eq!(refused(other.public(), blinded, evaluated, proof), SealError::Proof);
    let foreign = other.blind_evaluate(&[blinded]).unwrap()[0];
    assert_eq!(refused(key.public(), blinded, foreign, proof), SealError::Proof);
    let foreign_proof = other.prove(&[blinded], &[foreign], &mut TestRng::new(2)).unwrap();
    assert_eq!(refused(key.public(), blinded, foreign, foreign_proof), SealError::Proof);
    for at in 0..PROOF_BYTES {
        let mut changed = proof;
        changed.0[at] ^= 1;
        assert_eq!(refused(key.public(), blinded, evaluated, changed), SealError::Proof);
    }
    assert!(verify(&key.public(), &[blinded, blinded], &[evaluated], &proof).is_err());
}

#[test]
fn what_is_no_element_is_refused() {
    let key = OprfKey::derive(&[7; 32], b"eid").unwrap();
    for bytes in [[0; 32], [0xff; 32], [1; 32]] {
        assert_eq!(key.blind_evaluate(&[Element(bytes)]).err(), Some(SealError::Element));
    }
    assert!(Blind::from_bytes([0; 32]).is_err());
    assert!(Blind::from_bytes([0xff; 32]).is_err());
    let long = vec![0; INPUT_BYTES_MAX + 1];
    assert!(Blind::generate(&mut TestRng::new(3)).blind(&long).is_err());
    assert!(OprfKey::derive(&[7; 32], &long).is_err());
}

#[test]
fn two_blindings_of_one_input_have_nothing_in_common_and_one_value() {
    let (key, one, first, _, _) = asked(1, b"x");
    let (_, two, second, _, _) = asked(2, b"x");
    assert_ne!(first, second);
    let values = key.blind_evaluate(&[first, second]).unwrap();
    assert_eq!(one.finalize(b"x", &values[0]), two.finalize(b"x", &values[1]));
    let other = OprfKey::derive(&[8; 32], b"eid").unwrap();
    assert_ne!(key.evaluate(&[b"x"]).unwrap(), other.evaluate(&[b"x"]).unwrap());
}

#[test]
fn secrets_do_not_print() {
    let (key, blind, ..) = asked(1, b"x");
    assert_eq!(format!("{key:?} {blind:?}"), "OprfKey(secret) Blind(secret)");
}

proptest! {
    #[test]
    fn asked_or_computed_the_value_is_the_same(input: Vec<u8>, seed: u64) {
        let (key, blind, _, evaluated, _) = asked(seed, &input);
        prop_assert_eq!(
            blind.finalize(&input, &evaluated).unwrap(),
            key.evaluate(&[&input]).unwrap().remove(0)
        );
    }

    #[test]
    fn any_bytes_are_judged_without_panic(e: [u8; 32], p in any::<[u8; 32]>(), q: [u8; 32]) {
        let key = OprfKey::derive(&[7; 32], b"eid").unwrap();
        let mut proof = [0; 64];
        proof[..32].copy_from_slice(&p);
        proof[32..].copy_from_slice(&q);
        let _ = key.blind_evaluate(&[Element(e)]);
        prop_assert!(verify(&key.public(), &[Element(e)], &[Element(p)], &Proof(proof)).is_err());
    }
}
