//! Published vectors, round trips and tampering.

use super::{ENCAPSULATED_BYTES, OVERHEAD_BYTES, SealingKey, SealingPublic};
use crate::testing::{FixedRng, TestRng, hex};
use crate::{SealError, sha256};
use proptest::prelude::*;
use std::sync::LazyLock;

static KEY: LazyLock<SealingKey> = LazyLock::new(|| SealingKey::from_bytes(&[3; 32]).unwrap());

/// Vector 1 of draft-connolly-cfrg-xwing-kem; the long values are compared by their SHA-256.
/// The sealed text was computed from the vector's shared secret by a separate implementation of
/// the RFC 9180 key schedule with suite 0x647a, 0x0001, 0x0002.
#[test]
fn x_wing_vector_and_rfc_9180_key_schedule() {
    let seed = hex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26");
    let key = SealingKey::from_bytes(&seed).unwrap();
    assert_eq!(
        sha256(&[key.public().as_bytes()]).as_slice(),
        hex("2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb")
    );
    let mut rng = FixedRng(hex("3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2
         35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2"));
    let sealed = key.public().seal(&mut rng, b"info", b"aad", b"Need a room tonight").unwrap();
    let (enc, text) = sealed.split_at(ENCAPSULATED_BYTES);
    assert_eq!(
        sha256(&[enc]).as_slice(),
        hex("17cd532d657e44c897ca6583e548a5424fc70bf54f99515a4d2bcf99e3469f33")
    );
    assert_eq!(text, hex("318cef706e90c864f56b6abd4c6181c675ec0993de79dc633ef1ef810903ea0d1f2c2c"));
    let plain = key.open(b"info", b"aad", &sealed).unwrap();
    assert_eq!(plain.as_slice(), b"Need a room tonight");
}

#[test]
fn only_the_same_key_info_and_aad_open() {
    let mut rng = TestRng::new(2);
    let (key, other) = (SealingKey::generate(&mut rng), SealingKey::generate(&mut rng));
    let sealed = key.public().seal(&mut rng, b"link", b"header", b"words").unwrap();
    assert_eq!(sealed.len(), 5 + OVERHEAD_BYTES);
    assert_eq!(key.open(b"link", b"header", &sealed).unwrap().as_slice(), b"words");
    let refused = Some(SealError::Opening);
    assert_eq!(key.open(b"kink", b"header", &sealed).err(), refused);
    assert_eq!(key.open(b"link", b"leader", &sealed).err(), refused);
    assert_eq!(other.open(b"link", b"header", &sealed).err(), refused);
    let again = key.public().seal(&mut rng, b"link", b"header", b"words").unwrap();
    assert_ne!(sealed, again);
}

#[test]
fn keys_survive_storage() {
    let mut rng = TestRng::new(3);
    let key = SealingKey::generate(&mut rng);
    let stored = SealingKey::from_bytes(key.to_bytes().as_slice()).unwrap();
    let public = SealingPublic::from_bytes(key.public().as_bytes()).unwrap();
    assert_eq!(stored.public(), &public);
    let sealed = public.seal(&mut rng, b"", b"", b"").unwrap();
    assert!(stored.open(b"", b"", &sealed).unwrap().is_empty());
    let cbor = minicbor::to_vec(&public).unwrap();
    assert_eq!(minicbor::decode::<SealingPublic>(&cbor).unwrap(), public);
}

#[test]
fn keys_of_a_wrong_length_or_outside_the_field_are_refused() {
    assert_eq!(SealingKey::from_bytes(&[1; 31]).err(), Some(SealError::SealingKey));
    assert_eq!(SealingPublic::from_bytes(&[1; 1215]).err(), Some(SealError::SealingKey));
    // FIPS 203 §7.2: a coefficient of 0xfff is not below q = 3329.
    assert_eq!(SealingPublic::from_bytes(&[0xff; 1216]).err(), Some(SealError::SealingKey));
}

#[test]
fn debug_output_holds_no_secret() {
    assert!(format!("{:?}", *KEY).starts_with("SealingKey(SealingPublic("));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_flipped_bit_is_detected(at: usize, bit in 0..8) {
        let mut sealed = KEY.public().seal(&mut TestRng::new(4), b"i", b"a", b"plain").unwrap();
        let at = at % sealed.len();
        sealed[at] ^= 1_u8 << bit;
        prop_assert_eq!(KEY.open(b"i", b"a", &sealed).err(), Some(SealError::Opening));
    }

    #[test]
    fn any_bytes_are_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..1400)) {
        prop_assert!(KEY.open(b"i", b"a", &bytes).is_err());
        let _ = SealingPublic::from_bytes(&bytes);
    }
}
