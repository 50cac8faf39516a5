use sila_core::referral::{Act, ByRole, Entry};
use sila_core::{AgencyId, Millis, ReferralId};
use sila_seal::SigningKey;
use uuid::Uuid;

use super::*;

const AUTHOR: AgencyId = AgencyId([7; 32]);

fn entry(n: u32, act: Act) -> Entry {
    Entry {
        referral: ReferralId(Uuid::from_u128(1)),
        author: AUTHOR,
        n,
        prev: [0; 32],
        seen: 1,
        at: Millis(i64::from(n)),
        by: ByRole::node(),
        act,
    }
}

fn chain(key: &SigningKey) -> Vec<SignedEntry> {
    let mut end = ChainEnd::default();
    let acts = [Act::Claim, Act::Accept, Act::Purged];
    let signed = acts.into_iter().zip(1..).map(|(act, n)| {
        let signed = SignedEntry::sign(entry(n, act), &end, key).unwrap();
        end = signed.chain_end().unwrap();
        signed
    });
    signed.collect()
}

#[test]
fn a_chain_verifies_and_survives_its_bytes() {
    let key = SigningKey::from_bytes(&[1; 32]);
    let signed = chain(&key);
    let read: Vec<_> =
        signed.iter().map(|s| SignedEntry::from_cbor(&s.to_cbor()).unwrap()).collect();
    let (entries, end) = verify_chain(&read, AUTHOR, &[key.verifying()]).unwrap();
    assert_eq!(entries.iter().map(|e| e.n).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(entries[1].prev, signed[0].hash());
    assert_eq!(end, signed[2].chain_end().unwrap());
}

#[test]
fn a_missing_moved_or_foreign_entry_is_refused() {
    let key = SigningKey::from_bytes(&[1; 32]);
    let other = SigningKey::from_bytes(&[2; 32]);
    let keys = [key.verifying()];
    let signed = chain(&key);
    let pick = |order: &[usize]| order.iter().map(|i| signed[*i].clone()).collect::<Vec<_>>();
    let refused = |entries: &[SignedEntry], author| {
        verify_chain(entries, author, &keys).map(|_| ()).unwrap_err()
    };
    assert_eq!(refused(&pick(&[0, 2]), AUTHOR), LinkError::Chain);
    assert_eq!(refused(&pick(&[1, 0]), AUTHOR), LinkError::Chain);
    assert_eq!(refused(&pick(&[0, 0]), AUTHOR), LinkError::Chain);
    assert_eq!(refused(&pick(&[0]), AgencyId([8; 32])), LinkError::Address);
    assert_eq!(refused(&chain(&other), AUTHOR), LinkError::Signature);
    let fresh = SignedEntry::sign(entry(2, Act::Accept), &ChainEnd { n: 1, hash: [9; 32] }, &key);
    assert_eq!(refused(&[signed[0].clone(), fresh.unwrap()], AUTHOR), LinkError::Chain);
    let skipped = SignedEntry::sign(entry(3, Act::Accept), &ChainEnd::default(), &key);
    assert_eq!(skipped.unwrap_err(), LinkError::Chain);
}

#[test]
fn one_changed_bit_breaks_an_entry() {
    let key = SigningKey::from_bytes(&[1; 32]);
    let bytes = chain(&key)[0].to_cbor();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let verified = SignedEntry::from_cbor(&changed)
            .and_then(|s| s.verify(AUTHOR, &[key.verifying()], &ChainEnd::default()));
        assert!(verified.is_err(), "byte {at}");
    }
}

#[test]
fn a_fingerprint_is_the_set_and_not_its_order() {
    let (a, b) = (AgencyId([1; 32]), AgencyId([2; 32]));
    let all = [(a, 1, [1; 32]), (b, 1, [2; 32]), (a, 2, [3; 32])];
    let same = [(a, 2, [3; 32]), (b, 1, [2; 32]), (a, 1, [1; 32])];
    assert_eq!(fingerprint(&all), fingerprint(&same));
    assert_ne!(fingerprint(&all), fingerprint(&all[..2]));
    assert_ne!(
        fingerprint(&all),
        fingerprint(&[(a, 1, [1; 32]), (b, 1, [2; 32]), (a, 2, [4; 32])])
    );
}
