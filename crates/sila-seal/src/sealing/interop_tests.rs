//! A second implementation of the whole sealing, made of the primitives of aws-lc and written from
//! draft-connolly-cfrg-xwing-kem and RFC 9180 §5.1 alone. Each opens what the other sealed.

use super::{ENCAPSULATED_BYTES, PUBLIC_BYTES, SealingKey, SealingPublic};
use crate::testing::TestRng;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use aws_lc_rs::digest::{SHA3_256, digest};
use aws_lc_rs::hmac;
use aws_lc_rs::kem::{DecapsulationKey, EncapsulationKey, ML_KEM_768};

const ML_KEM_PUBLIC: usize = 1184;
const ML_KEM_TEXT: usize = 1088;
/// The label of X-Wing: `\.//^\`.
const LABEL: [u8; 6] = [0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c];
/// `"HPKE" ∥ kem 0x647a ∥ kdf HKDF-SHA256 ∥ aead AES-256-GCM`.
const SUITE_ID: &[u8] = b"HPKE\x64\x7a\x00\x01\x00\x02";

fn extract(salt: &[u8], label: &[u8], ikm: &[u8]) -> Vec<u8> {
    let labeled = [b"HPKE-v1".as_slice(), SUITE_ID, label, ikm].concat();
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    hmac::sign(&key, &labeled).as_ref().to_vec()
}

/// One block is enough: nothing here is longer than 32 bytes.
fn expand(prk: &[u8], label: &[u8], info: &[u8], bytes: u8) -> Vec<u8> {
    let labeled = [&[0, bytes], b"HPKE-v1".as_slice(), SUITE_ID, label, info, &[1]].concat();
    let key = hmac::Key::new(hmac::HMAC_SHA256, prk);
    hmac::sign(&key, &labeled).as_ref()[..bytes.into()].to_vec()
}

/// Key and nonce of the first message in base mode.
fn schedule(shared: &[u8], info: &[u8]) -> (LessSafeKey, Nonce) {
    let context =
        [vec![0], extract(&[], b"psk_id_hash", &[]), extract(&[], b"info_hash", info)].concat();
    let secret = extract(shared, b"secret", &[]);
    let key = expand(&secret, b"key", &context, 32);
    let nonce = expand(&secret, b"base_nonce", &context, 12);
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap());
    (key, Nonce::try_assume_unique_for_key(&nonce).unwrap())
}

fn combine(quantum: &[u8], classic: &[u8], text: &[u8], public: &[u8]) -> Vec<u8> {
    let all = [quantum, classic, text, public, &LABEL].concat();
    digest(&SHA3_256, &all).as_ref().to_vec()
}

fn exchange(secret: &PrivateKey, public: &[u8]) -> Vec<u8> {
    let public = UnparsedPublicKey::new(&X25519, public);
    agree(secret, public, (), |shared| Ok(shared.to_vec())).unwrap()
}

#[test]
fn this_one_opens_what_the_second_implementation_seals() {
    let key = SealingKey::generate(&mut TestRng::new(11));
    let (quantum, classic) = key.public().as_bytes().split_at(ML_KEM_PUBLIC);
    let (text, shared) =
        EncapsulationKey::new(&ML_KEM_768, quantum).unwrap().encapsulate().unwrap();
    let mine = PrivateKey::generate(&X25519).unwrap();
    let ephemeral = mine.compute_public_key().unwrap();
    let agreed = exchange(&mine, classic);
    let shared = combine(shared.as_ref(), &agreed, ephemeral.as_ref(), classic);
    let (aead, nonce) = schedule(&shared, b"link");
    let mut sealed = b"Need a room tonight".to_vec();
    aead.seal_in_place_append_tag(nonce, Aad::from(b"header"), &mut sealed).unwrap();
    let whole = [text.as_ref(), ephemeral.as_ref(), &sealed].concat();
    let plain = key.open(b"link", b"header", &whole).unwrap();
    assert_eq!(plain.as_slice(), b"Need a room tonight");
    assert!(key.open(b"lonk", b"header", &whole).is_err());
}

#[test]
fn the_second_implementation_opens_what_this_one_seals() {
    let quantum = DecapsulationKey::generate(&ML_KEM_768).unwrap();
    let classic = PrivateKey::generate(&X25519).unwrap();
    let encapsulation = quantum.encapsulation_key().unwrap();
    let public = encapsulation.key_bytes().unwrap();
    let x25519 = classic.compute_public_key().unwrap();
    let whole = [public.as_ref(), x25519.as_ref()].concat();
    assert_eq!(whole.len(), PUBLIC_BYTES);
    let to = SealingPublic::from_bytes(&whole).unwrap();
    let sealed = to.seal(&mut TestRng::new(12), b"link", b"header", b"A bed is free").unwrap();
    let (enc, text) = sealed.split_at(ENCAPSULATED_BYTES);
    let (encapsulated, ephemeral) = enc.split_at(ML_KEM_TEXT);
    let shared = quantum.decapsulate(encapsulated.into()).unwrap();
    let agreed = exchange(&classic, ephemeral);
    let shared = combine(shared.as_ref(), &agreed, ephemeral, x25519.as_ref());
    let (aead, nonce) = schedule(&shared, b"link");
    let mut text = text.to_vec();
    let plain = aead.open_in_place(nonce, Aad::from(b"header"), &mut text).unwrap();
    assert_eq!(plain, b"A bed is free");
}
