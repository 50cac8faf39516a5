//! Evidence that holds, and evidence that does not.

use sila_core::Millis;
use sila_seal::envelope::{self, Draft};
use sila_seal::statement::Custody;
use sila_seal::{SealingKey, SigningKey};
use uuid::Uuid;

use super::*;
use crate::hello::{Position, Role};
use crate::receipt::{Disposition, InboxRow, sign_receipt};
use crate::stream::Stream;
use crate::testing::{self, TestRng, me, peer};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn statement() -> SignedStatement {
    testing::statement(&key(), &key(), Custody::default()).sign(&key()).unwrap()
}

fn envelope(seq: u64, prev: [u8; 32], id: u128, signer: &SigningKey) -> envelope::Sealed {
    let draft = Draft {
        id: Uuid::from_u128(id),
        from: [1; 32],
        to: [2; 32],
        stream: 2,
        epoch: 1,
        seq,
        prev,
        kind: "link.test/1".to_owned(),
        conversation: Uuid::nil(),
        in_reply_to: None,
        created_ms: 0,
        expires_ms: None,
        priority: 0,
        blobs: Vec::new(),
        agreement: None,
        purpose: None,
        critical: Vec::new(),
    };
    let mut rng = TestRng::new(4);
    let to = SealingKey::generate(&mut rng);
    envelope::seal(&mut rng, draft, b"words", signer, to.public()).unwrap()
}

fn judged(proof: Proof) -> Result<LinkError, LinkError> {
    let evidence = Evidence { keys: vec![statement()], proof };
    let read = Evidence::from_cbor(&evidence.to_cbor()).unwrap();
    assert_eq!(read, evidence, "it survives its file");
    let told = statement().verify().unwrap();
    read.verify().map(|(agency, crime)| {
        assert_eq!(agency.0, told.agency());
        crime
    })
}

#[test]
fn a_fork_is_two_messages_for_one_place_or_a_broken_chain() {
    let (one, other) = (envelope(1, [0; 32], 1, &key()), envelope(1, [0; 32], 2, &key()));
    let next = envelope(2, one.header_hash, 3, &key());
    let fork = |one: &envelope::Sealed, other: &envelope::Sealed| {
        judged(Proof::Fork { one: one.bytes.clone(), other: other.bytes.clone() })
    };
    assert_eq!(fork(&one, &other), Ok(LinkError::Fork));
    assert_eq!(fork(&other, &next), Ok(LinkError::Fork), "it names another before it");
    let none = Err(LinkError::Schema("no proof"));
    assert_eq!(fork(&one, &one), none);
    assert_eq!(fork(&one, &next), none);
    let foreign = envelope(1, [0; 32], 2, &SigningKey::from_bytes(&[9; 32]));
    assert_eq!(fork(&one, &foreign), Err(LinkError::Signature));
}

#[test]
fn a_rollback_is_a_receipt_and_a_later_denial() {
    let accused = crate::Me { sign: key(), ..me(1) };
    let reader = peer(&me(2));
    let row = |seq| InboxRow { seq, header_hash: [5; 32], disposition: Disposition::Applied };
    let rows: Vec<_> = (1..=5).map(row).collect();
    let receipt = sign_receipt(&accused, &reader, Stream::URGENT, 1, 0, &rows, Millis(10)).unwrap();
    let denial = |upto, clock| {
        let position = Position { recv_upto: upto, ..Position::start(Stream::URGENT) };
        let hello = Hello::new(&accused, &reader, Role::Caller, vec![position], 1, Millis(clock));
        let hello = hello.sign(&accused);
        judged(Proof::Rollback { receipt: receipt.clone(), hello })
    };
    assert_eq!(denial(3, 11), Ok(LinkError::Rollback));
    assert_eq!(denial(5, 11), Err(LinkError::Schema("no proof")));
    assert_eq!(denial(3, 9), Err(LinkError::Schema("no proof")), "it was said before");
}

#[test]
fn strangers_noise_and_too_much_are_no_evidence() {
    assert_eq!(Evidence::from_cbor(b"noise"), Err(LinkError::Schema("evidence")));
    let long = vec![0; EVIDENCE_BYTES_MAX + 1];
    assert_eq!(Evidence::from_cbor(&long), Err(LinkError::Size(EVIDENCE_BYTES_MAX)));
    let proof = Proof::FalseGrowth { growth: b"noise".to_vec() };
    let nobody = Evidence { keys: Vec::new(), proof: proof.clone() };
    assert_eq!(nobody.verify(), Err(LinkError::Schema("keys")));
    let many = Evidence { keys: vec![statement(); 10], proof };
    assert_eq!(Evidence::from_cbor(&many.to_cbor()), Err(LinkError::Size(9)));
}
