//! Statements that follow each other, and those that do not.

use sila_seal::statement::{Custody, FormerRoot, agency_id, next_root_commitment};
use sila_seal::{SealingKey, SigningKey};

use super::*;
use crate::testing::{TestRng, me, peer, statement};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn first() -> SignedStatement {
    let custody = Custody {
        next_root: Some(next_root_commitment(&key(8).verifying())),
        ..Custody::default()
    };
    statement(&key(7), &key(1), custody).sign(&key(7)).unwrap()
}

fn signing(last: &SignedStatement, seed: u8, since: Option<u64>) -> SignedStatement {
    let since = since.map(|since| (1, since));
    let mut told = after(last, Millis(5)).unwrap();
    replace_signing(&mut told, key(seed).verifying(), since, Millis(5));
    told.sign(&key(7)).unwrap()
}

#[test]
fn statements_are_learned_in_order_and_once() {
    let (one, two) = (first(), signing(&first(), 2, None));
    let three = signing(&two, 3, Some(40));
    let known = Known::new(one.clone()).unwrap();
    let both = [two.to_cbor(), three.to_cbor()];
    let learned = known.learn(&both).unwrap().unwrap();
    assert_eq!(learned.told.n, 3);
    let earlier: Vec<_> = learned.earlier.iter().map(|earlier| earlier.key).collect();
    assert_eq!(earlier, [key(1).verifying()], "the second key is revoked");
    assert_eq!(learned.statements(), [three.clone(), one.clone()]);
    assert_eq!(learned.learn(&both), Ok(None), "again says nothing new");
    let gap = known.learn(&[three.to_cbor()]);
    assert_eq!(gap, Err(Unlearned::Refused(LinkError::Chain)));
    let noise = known.learn(&[b"noise".to_vec()]);
    assert_eq!(noise, Err(Unlearned::Refused(LinkError::Schema("statement"))));
    let mut party = peer(&me(1));
    learned.write_into(&mut party);
    assert_eq!(party.sign, [key(3).verifying(), key(1).verifying()]);
}

#[test]
fn two_statements_with_one_number_convict_the_root() {
    let known = Known::new(first()).unwrap();
    let known = known.learn(&[signing(&first(), 2, None).to_cbor()]).unwrap().unwrap();
    let Err(Unlearned::Proven(evidence)) = known.learn(&[signing(&first(), 3, None).to_cbor()])
    else {
        panic!("not convicted");
    };
    let read = Evidence::from_cbor(&evidence.to_cbor()).unwrap();
    let agency = sila_core::AgencyId(agency_id(&key(7).verifying()));
    assert_eq!(read.verify(), Ok((agency, LinkError::Fork)));
    let mut honest = *evidence;
    honest.proof = Proof::Statements { one: first(), other: first() };
    assert_eq!(honest.verify(), Err(LinkError::Schema("no proof")));
}

#[test]
fn a_new_root_keeps_the_agency() {
    let mut told = after(&first(), Millis(5)).unwrap();
    told.custody.former.push(FormerRoot::naming(&key(7), &key(8).verifying()));
    told.root = key(8).verifying();
    told.custody.next_root = Some(next_root_commitment(&key(9).verifying()));
    let two = told.sign(&key(8)).unwrap();
    let known = Known::new(first()).unwrap().learn(&[two.to_cbor()]).unwrap().unwrap();
    assert_eq!(known.told.agency(), agency_id(&key(7).verifying()));
}

#[test]
fn what_was_forgotten_is_taken_back_from_a_peer() {
    let (two, three) = (signing(&first(), 2, None), signing(&signing(&first(), 2, None), 3, None));
    let brought = [first().to_cbor(), two.to_cbor(), three.to_cbor()];
    assert_eq!(forgotten(&first(), &brought), [two.clone(), three]);
    assert!(forgotten(&first(), &[]).is_empty());
    let other = Known::new(first()).unwrap();
    assert_eq!(other.learn(&[first().to_cbor()]), Ok(None));
}

#[test]
fn one_signs_with_what_the_reader_knows() {
    let introduced = [1, 3, 7];
    let table = [(0, 2), (1, 0), (2, 0), (3, 1), (6, 1), (7, 2), (9, 2)];
    for (knows, at) in table {
        assert_eq!(signing_for(&introduced, knows), Some(at), "knows {knows}");
    }
    assert_eq!(signing_for(&[], 1), None);
}

#[test]
fn keys_fall_due_and_are_erased_late() {
    let told = first().verify().unwrap();
    let none = Due::default();
    assert_eq!(due(&told, Millis(SEALING_MS - 1)), none);
    assert_eq!(due(&told, Millis(SEALING_MS)), Due { sealing: true, ..none });
    assert_eq!(
        due(&told, Millis(SIGNING_MS)),
        Due { sealing: true, signing: true, transport: true }
    );
    let mut newer = told;
    let sealing = SealingKey::generate(&mut TestRng::new(2));
    replace_sealing(&mut newer, sealing.public().clone(), Millis(SEALING_MS));
    assert_eq!(due(&newer, Millis(SEALING_MS + 1)), none);
    assert!(may_erase(Millis(0), Millis(KEPT_MS), false, true));
    assert!(!may_erase(Millis(0), Millis(KEPT_MS - 1), false, true));
    assert!(!may_erase(Millis(0), Millis(KEPT_MS), true, true), "a message still needs it");
    assert!(!may_erase(Millis(0), Millis(i64::MAX), false, false), "the clock has jumped");
}
