//! A box opens for the key it was sealed to and for nobody else; the script of the page and aws-lc agree with it.

use super::{ENCAPSULATED_BYTES, INFO, LockboxKey};
use crate::testing::TestRng;
use crate::{SealError, base64};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use aws_lc_rs::hmac;
use proptest::prelude::*;

/// `"KEM" ∥ 0x0020` and `"HPKE" ∥ 0x0020 ∥ HKDF-SHA256 ∥ AES-256-GCM`.
const KEM: &[u8] = b"KEM\x00\x20";
const SUITE: &[u8] = b"HPKE\x00\x20\x00\x01\x00\x02";

fn extract(suite: &[u8], salt: &[u8], label: &[u8], ikm: &[u8]) -> Vec<u8> {
    let labeled = [b"HPKE-v1".as_slice(), suite, label, ikm].concat();
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, salt), &labeled).as_ref().to_vec()
}

fn expand(suite: &[u8], prk: &[u8], label: &[u8], info: &[u8], bytes: u8) -> Vec<u8> {
    let labeled = [&[0, bytes], b"HPKE-v1".as_slice(), suite, label, info, &[1]].concat();
    let key = hmac::Key::new(hmac::HMAC_SHA256, prk);
    hmac::sign(&key, &labeled).as_ref()[..bytes.into()].to_vec()
}

/// Sealed by a second implementation, made of the primitives of aws-lc and RFC 9180 §4.1 and §5.1 alone.
fn sealed_elsewhere(public: &[u8], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    let own = PrivateKey::generate(&X25519).unwrap();
    let enc = own.compute_public_key().unwrap();
    let there = UnparsedPublicKey::new(&X25519, public);
    let agreed = agree(&own, there, (), |shared| Ok::<_, ()>(shared.to_vec())).unwrap();
    let both = [enc.as_ref(), public].concat();
    let shared = expand(KEM, &extract(KEM, &[], b"eae_prk", &agreed), b"shared_secret", &both, 32);
    let none = extract(SUITE, &[], b"psk_id_hash", &[]);
    let context = [vec![0], none, extract(SUITE, &[], b"info_hash", INFO)].concat();
    let secret = extract(SUITE, &shared, b"secret", &[]);
    let key = expand(SUITE, &secret, b"key", &context, 32);
    let nonce = expand(SUITE, &secret, b"base_nonce", &context, 12);
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap());
    let nonce = Nonce::try_assume_unique_for_key(&nonce).unwrap();
    let mut text = plain.to_vec();
    key.seal_in_place_append_tag(nonce, Aad::from(aad), &mut text).unwrap();
    [enc.as_ref(), &text].concat()
}

#[test]
fn a_box_opens_for_its_key_and_its_place_alone() {
    let key = LockboxKey::from_bytes(&[7; 32]).unwrap();
    let other = LockboxKey::from_bytes(&[8; 32]).unwrap();
    let mut rng = TestRng::new(1);
    let sealed = key.public().seal(&mut rng, b"device/box", b"words").unwrap();
    assert_eq!(key.open(b"device/box", &sealed).unwrap().as_slice(), b"words");
    assert_eq!(key.open(b"device/other", &sealed).err(), Some(SealError::Opening));
    assert_eq!(other.open(b"device/box", &sealed).err(), Some(SealError::Opening));
    assert_eq!(LockboxKey::from_bytes(&[7; 31]).err(), Some(SealError::SealingKey));
}

#[test]
fn what_the_script_of_the_page_sealed_opens() {
    let key = LockboxKey::from_bytes(&[7; 32]).unwrap();
    assert_eq!(key.public().to_base64(), "E75P6uryBMf9M1j8nAByGIHRdCeBKCJ+xnTzf3/pe20=");
    let made = "1X0y9lktQ21vmRTvcKsKGV+oUxedVwiOoXYres0v1GNiavfUO6pqs2qeBv4pehKC4Rh3iFuvhWSXN+jkatcuMK5oarAWh8zS";
    let sealed = base64::decode(made).unwrap();
    let plain = key.open(b"device/box", &sealed).unwrap();
    assert_eq!(std::str::from_utf8(&plain).unwrap(), "[[\"name_ar\",\"وفاء\"]]");
}

#[test]
fn what_a_second_implementation_sealed_opens() {
    let key = LockboxKey::from_bytes(&[9; 32]).unwrap();
    let public = base64::decode(&key.public().to_base64()).unwrap();
    let sealed = sealed_elsewhere(&public, b"device/box", b"a bed for tonight");
    let plain = key.open(b"device/box", &sealed).unwrap();
    assert_eq!(plain.as_slice(), b"a bed for tonight");
}

proptest! {
    #[test]
    fn any_flipped_bit_is_detected(at: usize, bit in 0..8) {
        let key = LockboxKey::from_bytes(&[7; 32]).unwrap();
        let mut sealed = key.public().seal(&mut TestRng::new(3), b"a", b"what was said").unwrap();
        // The highest bit of an X25519 key says nothing (RFC 7748 §5); HPKE binds it all the same, by its place in the context.
        let at = at % sealed.len();
        sealed[at] ^= 1_u8 << bit;
        prop_assert_eq!(key.open(b"a", &sealed).err(), Some(SealError::Opening));
    }

    #[test]
    fn any_bytes_are_refused_without_panic(bytes: Vec<u8>) {
        let key = LockboxKey::from_bytes(&[7; 32]).unwrap();
        prop_assert!(key.open(b"", &bytes).is_err());
        prop_assert!(key.open(b"", &[0; ENCAPSULATED_BYTES + 16]).is_err());
    }
}
