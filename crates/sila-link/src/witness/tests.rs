//! A log and those who watch it.

use sila_seal::QuantumSigningKey;
use sila_seal::checkpoint::origin as log_origin;
use sila_seal::merkle::{consistency_proof, inclusion_proof, root};
use sila_seal::statement::Custody;

use super::*;
use crate::keys;
use crate::testing::statement;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn quantum() -> QuantumSigningKey {
    QuantumSigningKey::from_bytes(&[2; 32])
}

fn known() -> Known {
    let custody = Custody { quantum: Some(quantum().verifying()), ..Custody::default() };
    Known::new(statement(&key(), &key(), custody).sign(&key()).unwrap()).unwrap()
}

fn leaves(count: u8, story: u8) -> Vec<Hash> {
    (0..count).map(|n| [if n == 2 { story } else { n }; 32]).collect()
}

fn note(log: u32, leaves: &[Hash]) -> String {
    signed_note(log, leaves, &key())
}

fn signed_note(log: u32, leaves: &[Hash], key: &SigningKey) -> String {
    let origin = log_origin(&known().told.agency(), log);
    let size = u64::try_from(leaves.len()).unwrap();
    let head = Checkpoint { origin: origin.clone(), size, root: root(leaves) };
    let note = head.sign(key).unwrap();
    let read = SignedCheckpoint::parse(&note).unwrap();
    note + &read.cosign_quantum(&origin, &quantum(), 7).unwrap()
}

fn growth(leaves: &[Hash], old: u64) -> Growth {
    let at = usize::try_from(old).unwrap();
    let origin = log_origin(&known().told.agency(), 1);
    let new = (u64::try_from(leaves.len()).unwrap(), root(leaves));
    Growth::new(&origin, (old, root(&leaves[..at])), new, &consistency_proof(leaves, old).unwrap())
}

fn said(leaves: &[Hash], growths: &[Growth]) -> Saying {
    let mut said = Saying { log: 1, head: Some(note(1, leaves)), ..Saying::default() };
    growths.iter().for_each(|growth| said.push_growth(growth.sign(&key())));
    Saying::from_cbor(&said.to_cbor()).unwrap()
}

fn seen(count: u8) -> View {
    View::default().grow(&known(), &said(&leaves(count, 2), &[])).unwrap()
}

fn convicted(result: Result<View, Unwitnessed>) -> LinkError {
    let Err(Unwitnessed::Proven(evidence)) = result else { panic!("{result:?}") };
    let file = Evidence::from_cbor(&evidence.to_cbor()).unwrap();
    let (agency, crime) = file.verify().unwrap();
    assert_eq!(agency.0, known().told.agency());
    crime
}

#[test]
fn a_log_that_grows_is_cosigned_from_where_it_was() {
    let view = seen(5);
    assert_eq!(view.asks(), [5]);
    let later = leaves(9, 2);
    let grown = view.grow(&known(), &said(&later, &[growth(&later, 5)])).unwrap();
    assert_eq!(grown.cosigned.as_ref().map(|head| head.size), Some(9));
    let unproven = view.grow(&known(), &said(&later, &[growth(&later, 4)]));
    assert_eq!(unproven, Err(Unwitnessed::From(5)), "from another size");
    let smaller = grown.grow(&known(), &said(&leaves(5, 2), &[]));
    assert_eq!(smaller, Err(Unwitnessed::From(9)));
    assert_eq!(grown.grow(&known(), &said(&later, &[])), Ok(grown.clone()), "the same head again");
}

#[test]
fn every_kind_of_lie_about_a_log_convicts_it() {
    let (view, other) = (seen(5), leaves(9, 66));
    let same_size = view.grow(&known(), &said(&leaves(5, 66), &[]));
    assert_eq!(convicted(same_size), LinkError::SplitView);
    let rewritten = view.grow(&known(), &said(&other, &[growth(&other, 5)]));
    assert_eq!(convicted(rewritten), LinkError::SplitView);
    let mut wrong = growth(&leaves(9, 2), 5);
    wrong.proof[3] ^= 1;
    let wrong = view.grow(&known(), &said(&leaves(9, 2), &[wrong]));
    assert_eq!(convicted(wrong), LinkError::SplitView);
    let elsewhere = view.grow(&known(), &said(&other, &[growth(&leaves(9, 2), 5)]));
    assert_eq!(convicted(elsewhere), LinkError::SplitView, "proven for another head");
}

#[test]
fn what_others_heard_must_be_in_the_log_too() {
    let view = seen(5);
    assert_eq!(view.hear(&known(), &note(1, &leaves(5, 2))), Ok(None), "nothing new");
    let heard = view.hear(&known(), &note(1, &leaves(4, 66))).unwrap().unwrap();
    assert_eq!(heard.asks(), [5, 4]);
    let later = leaves(9, 2);
    let asked = said(&later, &[growth(&later, 5), growth(&later, 4)]);
    assert_eq!(convicted(heard.grow(&known(), &asked)), LinkError::SplitView);
    let silent = heard.grow(&known(), &said(&later, &[growth(&later, 5)])).unwrap();
    assert_eq!(silent.heard.len(), 1, "the question stays open");
    let equal = view.hear(&known(), &note(1, &leaves(5, 66)));
    assert!(matches!(equal, Err(Unwitnessed::Proven(_))));
    let unsigned = note(1, &leaves(4, 2)).replace('4', "3");
    assert!(matches!(view.hear(&known(), &unsigned), Err(Unwitnessed::Refused(_))));
}

/// The key that signed the cosigned head was stolen: the head may be the thief's. Nobody is convicted, and nothing more
/// is cosigned; what others have heard of it is forgotten.
#[test]
fn a_head_under_a_revoked_key_convicts_nobody_and_stops_the_log() {
    let (first, fresh) = (known(), SigningKey::from_bytes(&[3; 32]));
    let mut told = keys::after(&first.statement, sila_core::Millis(9)).unwrap();
    keys::replace_signing(&mut told, fresh.verifying(), Some((1, 5)), sila_core::Millis(9));
    let next = told.sign(&key()).unwrap();
    let after = first.learn(&[next.to_cbor()]).unwrap().unwrap();
    let later = leaves(9, 2);
    let shown = |old: u64| {
        let note = signed_note(1, &later, &fresh);
        let mut said = Saying { log: 1, head: Some(note), ..Saying::default() };
        said.push_growth(growth(&later, old).sign(&fresh));
        said
    };
    let stolen = seen(5);
    let other = View::default().grow(&first, &said(&leaves(5, 66), &[])).unwrap();
    assert_eq!(other.grow(&after, &shown(5)), Err(Unwitnessed::Refused(LinkError::SplitView)));
    let heard = stolen.hear(&first, &note(1, &leaves(4, 66))).unwrap().unwrap();
    assert_eq!(
        convicted(heard.grow(&first, &said(&later, &[growth(&later, 5), growth(&later, 4)]))),
        LinkError::SplitView
    );
    let grown = heard.grow(&after, &shown(5)).unwrap();
    assert_eq!((grown.asks(), grown.heard.len()), (vec![9], 0));
}

#[test]
fn a_later_log_names_the_head_before_it() {
    let view = seen(5);
    let named = continuation(&log_origin(&known().told.agency(), 1), 5, &root(&leaves(5, 2)));
    let fresh = [[9; 32], named, [8; 32]];
    let mut said = Saying { log: 2, head: Some(note(2, &fresh)), ..Saying::default() };
    let unnamed = view.grow(&known(), &said);
    assert_eq!(unnamed, Err(Unwitnessed::Refused(LinkError::Rollback)));
    said.set_continuation(1, &inclusion_proof(&fresh, 1).unwrap());
    let begun = view.grow(&known(), &said).unwrap();
    assert_eq!((begun.log, begun.asks()), (2, vec![3]));
}

#[test]
fn only_what_enough_witnesses_have_signed_is_settled() {
    let table: [(&[u64], u64); 5] =
        [(&[], 0), (&[7], 7), (&[7, 4], 4), (&[9, 4, 8], 8), (&[0, 9], 0)];
    for (cosigned, settled) in table {
        assert_eq!(settled_size(cosigned), settled, "{cosigned:?}");
    }
    let note = note(1, &leaves(5, 2));
    let read = SignedCheckpoint::parse(&note).unwrap();
    let name = checkpoint::witness_name(&known().told.agency());
    let classic = read.cosign(&name, &key(), 9).unwrap();
    let both = read.cosign_quantum(&name, &quantum(), 9).unwrap() + &classic;
    assert_eq!(cosigned_size(&format!("{note}{both}"), &known()), Ok(5));
    let one = cosigned_size(&format!("{note}{classic}"), &known());
    assert_eq!(one, Err(LinkError::Signature), "both algorithms, where the statement names both");
    assert_eq!(
        claimed_log(&note).map(|(agency, log)| (agency.0, log)),
        Some((known().told.agency(), 1))
    );
}

#[test]
fn limits_hold_before_anything_is_read() {
    let many = Saying { asks: vec![0; ASKS_MAX + 1], ..Saying::default() };
    assert_eq!(Saying::from_cbor(&many.to_cbor()), Err(LinkError::Size(WITNESS_BYTES_MAX)));
    let long = vec![0; WITNESS_BYTES_MAX + 1];
    assert_eq!(Saying::from_cbor(&long), Err(LinkError::Size(WITNESS_BYTES_MAX)));
    assert!(Growth::open(&long, &[]).is_err());
}
