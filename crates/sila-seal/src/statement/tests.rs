//! Chains of statements, and what is refused.

use super::{
    CONTEXT, Custody, FormerRoot, KeyStatement, Revocation, SIGNED_STATEMENT_BYTES_MAX,
    STATEMENT_BYTES_MAX, SignedStatement, agency_id, link_id, next_root_commitment,
};
use crate::testing::hex;
use crate::{SUITE, SealError, SealingKey, SigningKey, VerifyingKey};
use proptest::prelude::*;
use std::sync::LazyLock;

static SEALING: LazyLock<SealingKey> = LazyLock::new(|| SealingKey::from_bytes(&[3; 32]).unwrap());

fn root() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn first() -> KeyStatement {
    KeyStatement {
        n: 1,
        prev: [0; 32],
        root: root().verifying(),
        sign: SigningKey::from_bytes(&[2; 32]).verifying(),
        sealing: SEALING.public().clone(),
        transport_spki: [4; 32],
        endpoints: vec!["https://marsa.example/link/1".to_owned()],
        code: "MARSA".to_owned(),
        name_ar: "مرسى".to_owned(),
        name_en: "Marsa".to_owned(),
        created: 1_790_000_000_000,
        suite: SUITE,
        custody: Custody::default(),
    }
}

/// Signs bytes that [`KeyStatement::sign`] would not make.
fn forced(statement: Vec<u8>) -> SignedStatement {
    let sig = root().sign(CONTEXT, &statement);
    SignedStatement { statement, sig }
}

#[test]
fn a_statement_reads_back() {
    let signed = first().sign(&root()).unwrap();
    let read = SignedStatement::from_cbor(&signed.to_cbor()).unwrap();
    assert_eq!(read, signed);
    assert_eq!(read.verify(), Ok(first()));
    assert_eq!(first().agency(), agency_id(&root().verifying()));
}

#[test]
fn ids_match_another_implementation_and_are_symmetric() {
    let key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    let id = agency_id(&VerifyingKey(key.try_into().unwrap()));
    let known = "04db023fab5a6583ea6ddd2601106368b735031a70a9a9198072b29da56f3f2b";
    assert_eq!(id.as_slice(), hex(known));
    assert_eq!(link_id(&[1; 32], &id), link_id(&id, &[1; 32]));
    assert_ne!(link_id(&[1; 32], &id), link_id(&[2; 32], &id));
}

#[test]
fn the_next_statement_continues_number_hash_and_root() {
    let one = first().sign(&root()).unwrap();
    let next = KeyStatement { n: 2, prev: one.hash(), ..first() };
    let two = next.sign(&root()).unwrap();
    assert_eq!(two.verify_after(&one), Ok(next.clone()));
    let skipped = KeyStatement { n: 3, ..next.clone() }.sign(&root()).unwrap();
    let forked = KeyStatement { prev: [7; 32], ..next.clone() }.sign(&root()).unwrap();
    let thief = SigningKey::from_bytes(&[8; 32]);
    let stolen = KeyStatement { root: thief.verifying(), ..next }.sign(&thief).unwrap();
    for wrong in [skipped, forked, stolen, one.clone()] {
        assert_eq!(wrong.verify_after(&one), Err(SealError::StatementChain));
    }
}

#[test]
fn the_first_statement_follows_nothing() {
    for wrong in [KeyStatement { n: 0, ..first() }, KeyStatement { prev: [1; 32], ..first() }] {
        assert_eq!(wrong.sign(&root()), Err(SealError::StatementChain));
    }
}

#[test]
fn only_the_root_signs() {
    let other = SigningKey::from_bytes(&[2; 32]);
    assert_eq!(first().sign(&other), Err(SealError::SignerKey));
    let statement = minicbor::to_vec(first()).unwrap();
    let sig = other.sign(CONTEXT, &statement);
    assert_eq!(SignedStatement { statement, sig }.verify(), Err(SealError::Signature));
}

#[test]
fn limits_suites_and_other_encodings_are_refused() {
    let wordy = KeyStatement { name_en: "x".repeat(STATEMENT_BYTES_MAX), ..first() };
    assert!(matches!(wordy.sign(&root()), Err(SealError::TooLarge { .. })));
    let many = KeyStatement { endpoints: vec![String::new(); 9], ..first() };
    assert_eq!(many.sign(&root()), Err(SealError::TooLarge { limit: 8, found: 9 }));
    let future = KeyStatement { suite: 2, ..first() };
    assert_eq!(future.sign(&root()), Err(SealError::Suite(2)));
    let mut trailing = minicbor::to_vec(first()).unwrap();
    trailing.push(0);
    assert_eq!(forced(trailing).verify(), Err(SealError::Malformed));
    let mut bytes = minicbor::to_vec(first()).unwrap();
    assert_eq!(bytes[0], 0xad);
    bytes.splice(0..1, [0xb8, 12]);
    assert_eq!(forced(bytes).verify(), Err(SealError::NotCanonical));
    let long = vec![0; SIGNED_STATEMENT_BYTES_MAX + 1];
    assert!(matches!(SignedStatement::from_cbor(&long), Err(SealError::TooLarge { .. })));
}

#[test]
fn the_largest_statement_can_be_sent() {
    let bytes = |name: usize| {
        let statement = KeyStatement { name_en: "x".repeat(name), ..first() };
        (minicbor::to_vec(&statement).unwrap().len(), statement)
    };
    let name = 5_000 + STATEMENT_BYTES_MAX - bytes(5_000).0;
    let (len, statement) = bytes(name);
    assert_eq!(len, STATEMENT_BYTES_MAX);
    let signed = statement.sign(&root()).unwrap();
    assert_eq!(SignedStatement::from_cbor(&signed.to_cbor()), Ok(signed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_flipped_bit_is_detected(at: usize, bit in 0..8) {
        let mut bytes = first().sign(&root()).unwrap().to_cbor();
        let at = at % bytes.len();
        bytes[at] ^= 1_u8 << bit;
        let told = SignedStatement::from_cbor(&bytes).and_then(|read| read.verify());
        prop_assert!(told.is_err());
    }

    #[test]
    fn any_bytes_are_judged_without_panic(bytes: Vec<u8>) {
        let _ = SignedStatement::from_cbor(&bytes);
        prop_assert!(forced(bytes).verify().is_err());
    }
}

/// The statement after `last`, changed by `change` and signed by `root`.
fn next(
    last: &SignedStatement,
    root: &SigningKey,
    change: impl FnOnce(&mut KeyStatement),
) -> Result<SignedStatement, SealError> {
    let before = last.verify().unwrap();
    let mut told = KeyStatement { n: before.n + 1, prev: last.hash(), ..before };
    change(&mut told);
    told.sign(root)
}

#[test]
fn a_lost_root_is_replaced_by_the_one_it_named() {
    let (second, third, thief) = ([7; 32], [8; 32], [9; 32]);
    let [second, third, thief] = [second, third, thief].map(|seed| SigningKey::from_bytes(&seed));
    let one = first().sign(&root()).unwrap();
    let two = next(&one, &root(), |told| {
        told.custody.next_root = Some(next_root_commitment(&second.verifying()));
    });
    let two = two.unwrap();
    assert!(two.verify_after(&one).is_ok());
    let three = next(&two, &second, |told| {
        told.root = second.verifying();
        told.custody.former.push(FormerRoot::naming(&root(), &second.verifying()));
        told.custody.next_root = Some(next_root_commitment(&third.verifying()));
    });
    let three = three.unwrap();
    let told = three.verify_after(&two).unwrap();
    assert_eq!(told.agency(), first().agency(), "the agency keeps its name");
    // Whoever stole the first root cannot name another second one, nor follow without the name.
    let refused = Err(SealError::StatementChain);
    let another = next(&two, &root(), |told| {
        told.custody.next_root = Some(next_root_commitment(&thief.verifying()));
    });
    assert_eq!(another.unwrap().verify_after(&two), refused);
    let taken = next(&two, &thief, |told| {
        told.root = thief.verifying();
        told.custody.former.push(FormerRoot::naming(&root(), &thief.verifying()));
    });
    assert_eq!(taken.unwrap().verify_after(&two), refused);
    let unnamed = next(&two, &thief, |told| {
        told.root = thief.verifying();
        told.custody.former.push(FormerRoot::naming(&root(), &second.verifying()));
    });
    assert_eq!(unnamed.err(), Some(SealError::StatementChain));
}

#[test]
fn a_revocation_counts_by_position_and_stays() {
    let one = first().sign(&root()).unwrap();
    let kid = first().sign.id();
    let two = next(&one, &root(), |told| {
        told.sign = SigningKey::from_bytes(&[22; 32]).verifying();
        told.custody.revoked.push(Revocation { kid, since: 40, log: Some(2) });
    });
    let two = two.unwrap();
    let custody = two.verify_after(&one).unwrap().custody;
    let places = [(1, 41), (2, 39), (2, 40), (3, 0)];
    assert_eq!(places.map(|(log, at)| custody.trusts(&kid, log, at)), [true, true, false, false]);
    assert!(custody.is_revoked(&kid));
    assert!(custody.trusts(&[1; 32], 2, 40) && !custody.is_revoked(&[1; 32]));
    let in_the_first = Revocation { kid, since: 40, log: None };
    let short = minicbor::to_vec(in_the_first).unwrap();
    assert_eq!(short[0], 0x82, "the first log is left out");
    assert_eq!(minicbor::decode::<Revocation>(&short).unwrap(), in_the_first);
    let forgotten = next(&two, &root(), |told| told.custody.revoked.clear()).unwrap();
    assert_eq!(forgotten.verify_after(&two), Err(SealError::StatementChain));
}
