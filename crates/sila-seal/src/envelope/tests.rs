//! Round trips, each refusal, and tampering with every byte.

use super::header::{BLOBS_MAX, NAME_BYTES_MAX};
use super::{
    AgreementRef, Blob, CONTEXT, Draft, ENVELOPE_BYTES_MAX, HEADER_BYTES_MAX, Header, PAD_BYTES,
    PLAIN_BYTES_MAX, Sealed, hpke_info, join, padding, parse, seal,
};
use crate::signing::sig_structure;
use crate::statement::link_id;
use crate::testing::TestRng;
use crate::{SealError, SealingKey, SigningKey, merkle, sha256};
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

static RECIPIENT: LazyLock<SealingKey> =
    LazyLock::new(|| SealingKey::from_bytes(&[3; 32]).unwrap());

fn signer() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn draft() -> Draft {
    Draft {
        id: Uuid::from_u128(1),
        from: [10; 32],
        to: [11; 32],
        stream: 2,
        epoch: 1,
        seq: 7,
        prev: [12; 32],
        kind: "referral.entry/1".to_owned(),
        conversation: Uuid::from_u128(2),
        in_reply_to: Some(Uuid::from_u128(3)),
        created_ms: 1_790_000_000_000,
        expires_ms: Some(1_790_000_600_000),
        priority: 1,
        blobs: vec![Blob { ciphertext: [13; 32], size: 9, chunk: 16_384, class: 1 }],
        agreement: Some(AgreementRef { id: Uuid::from_u128(4), digest: [14; 32] }),
        purpose: Some("shelter".to_owned()),
        critical: vec![22],
    }
}

fn sealed(draft: Draft, plain: &[u8]) -> Result<Sealed, SealError> {
    seal(&mut TestRng::new(1), draft, plain, &signer(), RECIPIENT.public())
}

/// An envelope that [`seal`] would not make: any header, any sealed text, correctly signed.
fn forged(change: impl FnOnce(&mut Header), text: &[u8]) -> Vec<u8> {
    let mut header = sealed(draft(), b"plain").unwrap().header;
    header.body_len = u32::try_from(text.len() + crate::sealing::OVERHEAD_BYTES).unwrap();
    header.commit = sha256(&[text]);
    change(&mut header);
    let bytes = minicbor::to_vec(&header).unwrap();
    let info = hpke_info(&header);
    let body = RECIPIENT.public().seal(&mut TestRng::new(2), &info, &bytes, text).unwrap();
    let sig = signer().sign_raw(&sig_structure(&bytes, CONTEXT, &sha256(&[&body])));
    join(&bytes, &sig, &body)
}

/// 32 bytes of salt, a plaintext, padding to 512.
fn text(plain: &[u8]) -> Vec<u8> {
    [&[0x55; 32], plain, padding(plain.len())].concat()
}

#[test]
fn an_envelope_arrives() {
    let sent = sealed(draft(), "غرفة الليلة".as_bytes()).unwrap();
    let got = parse(&sent.bytes).unwrap();
    assert_eq!(got.header, sent.header);
    assert_eq!(got.verify(&signer().verifying()), Ok(()));
    let (salt, plain) = got.open_with_salt(&RECIPIENT).unwrap();
    assert_eq!(plain.as_slice(), "غرفة الليلة".as_bytes());
    assert_eq!(got.open(&RECIPIENT).unwrap(), plain);
    assert_eq!(got.header.proves(&salt, &plain), Ok(()));
    assert_eq!(got.header.proves(&salt, b"another story"), Err(SealError::Commitment));
    assert_eq!(got.header.proves(&[0; 32], &plain), Err(SealError::Commitment));
    assert_eq!(got.header_hash(), sent.header_hash);
    assert_eq!(got.leaf_hash(), sent.leaf_hash);
    let entry = [got.header_bytes, got.sig].concat();
    assert_eq!(got.leaf_hash(), merkle::leaf_hash(&entry));
}

#[test]
fn the_header_keeps_what_the_draft_says() {
    let (d, h) = (draft(), sealed(draft(), b"").unwrap().header);
    assert_eq!((h.v, h.suite), (1, 1));
    assert_eq!(h.link, link_id(&d.from, &d.to));
    assert_eq!((h.id, h.from, h.to, h.prev), (d.id, d.from, d.to, d.prev));
    assert_eq!((h.stream, h.epoch, h.seq, h.priority), (d.stream, d.epoch, d.seq, d.priority));
    assert_eq!((h.kind, h.purpose, h.critical), (d.kind, d.purpose, d.critical));
    assert_eq!((h.conversation, h.in_reply_to), (d.conversation, d.in_reply_to));
    assert_eq!((h.created_ms, h.expires_ms), (d.created_ms, d.expires_ms));
    assert_eq!((h.blobs, h.agreement), (d.blobs, d.agreement));
    assert_eq!((h.kem_kid, h.sign_kid), (RECIPIENT.public().id(), signer().verifying().id()));
}

#[test]
fn absent_fields_stay_absent() {
    let bare = Draft {
        in_reply_to: None,
        expires_ms: None,
        agreement: None,
        purpose: None,
        blobs: vec![],
        ..draft()
    };
    let sent = sealed(bare, b"").unwrap();
    let got = parse(&sent.bytes).unwrap();
    assert_eq!(got.header, sent.header);
    assert_eq!((got.header.in_reply_to, got.header.expires_ms), (None, None));
    assert!(got.open(&RECIPIENT).unwrap().is_empty());
}

#[test]
fn length_tells_only_the_class() {
    let bytes =
        |plain: usize| parse(&sealed(draft(), &vec![0; plain]).unwrap().bytes).unwrap().body.len();
    assert_eq!(bytes(0), bytes(PAD_BYTES - 1));
    assert_eq!(bytes(PAD_BYTES), bytes(0) + PAD_BYTES);
    for plain in [0, 1, 511, 512, 513, 4096] {
        let whole = plain + padding(plain).len();
        assert!(whole.is_multiple_of(PAD_BYTES) && padding(plain)[0] == 0x80, "{plain}");
    }
}

#[test]
fn plaintexts_that_look_like_padding_arrive() {
    for plain in [vec![0x80], vec![0; 512], [vec![0x80], vec![0; 511]].concat()] {
        let sent = sealed(draft(), &plain).unwrap();
        assert_eq!(*parse(&sent.bytes).unwrap().open(&RECIPIENT).unwrap(), plain);
    }
}

#[test]
fn the_largest_envelope_arrives_and_one_byte_more_does_not() {
    let plain = vec![7; PLAIN_BYTES_MAX];
    let crowded = Draft {
        blobs: vec![Blob { ciphertext: [1; 32], size: u64::MAX, chunk: 1, class: 0 }; BLOBS_MAX],
        ..draft()
    };
    let sent = sealed(crowded, &plain).unwrap();
    assert!(sent.bytes.len() <= ENVELOPE_BYTES_MAX);
    assert_eq!(*parse(&sent.bytes).unwrap().open(&RECIPIENT).unwrap(), plain);
    let refused = |limit, found| Some(SealError::TooLarge { limit, found });
    let one_more = PLAIN_BYTES_MAX + 1;
    assert_eq!(sealed(draft(), &vec![7; one_more]).err(), refused(PLAIN_BYTES_MAX, one_more));
    let one_more = ENVELOPE_BYTES_MAX + 1;
    assert_eq!(parse(&vec![0; one_more]).err(), refused(ENVELOPE_BYTES_MAX, one_more));
}

#[test]
fn a_long_header_is_refused_on_both_sides() {
    let long = Draft { critical: vec![u64::MAX; 1000], ..draft() };
    assert!(matches!(sealed(long, b""), Err(SealError::TooLarge { limit: HEADER_BYTES_MAX, .. })));
    let bytes = forged(|h| h.critical = vec![u64::MAX; 1000], &text(b""));
    assert!(matches!(parse(&bytes), Err(SealError::TooLarge { limit: HEADER_BYTES_MAX, .. })));
}

#[test]
fn header_fields_out_of_range_are_refused() {
    type Change = fn(&mut Header);
    let cases: [(Change, SealError); 11] = [
        (|h| h.v = 2, SealError::Version(2)),
        (|h| h.suite = 2, SealError::Suite(2)),
        (|h| h.link = [0; 32], SealError::Link),
        (|h| h.to = [15; 32], SealError::Link),
        (|h| (h.to, h.link) = (h.from, link_id(&h.from, &h.from)), SealError::Link),
        (|h| h.seq = 0, SealError::Field(9)),
        (|h| h.kind.clear(), SealError::Field(11)),
        (|h| h.kind = "k".repeat(NAME_BYTES_MAX + 1), SealError::Field(11)),
        (|h| h.priority = 2, SealError::Field(16)),
        (|h| h.blobs = vec![h.blobs[0].clone(); BLOBS_MAX + 1], SealError::Field(21)),
        (|h| h.purpose = Some("p".repeat(NAME_BYTES_MAX + 1)), SealError::Field(23)),
    ];
    for (change, expected) in cases {
        assert_eq!(parse(&forged(change, &text(b""))), Err(expected));
    }
    assert_eq!(parse(&forged(|h| h.body_len += 1, &text(b""))), Err(SealError::BodyLength));
    assert_eq!(parse(&forged(|_| (), b"short")), Err(SealError::BodyLength));
    assert_eq!(sealed(Draft { seq: 0, ..draft() }, b""), Err(SealError::Field(9)));
}

#[test]
fn other_keys_are_named() {
    let sent = sealed(draft(), b"plain").unwrap();
    let got = parse(&sent.bytes).unwrap();
    let stranger = SigningKey::from_bytes(&[9; 32]).verifying();
    assert_eq!(got.verify(&stranger), Err(SealError::SignerKey));
    let other = SealingKey::from_bytes(&[9; 32]).unwrap();
    assert_eq!(got.open(&other).err(), Some(SealError::RecipientKey));
    let bytes = forged(|h| h.sign_kid = stranger.id(), &text(b""));
    assert_eq!(parse(&bytes).unwrap().verify(&stranger), Err(SealError::Signature));
}

#[test]
fn unknown_critical_keys_do_not_open_but_keep_their_place() {
    for key in [0, 25, u64::MAX] {
        let bytes = forged(|h| h.critical = vec![1, key], &text(b"plain"));
        let got = parse(&bytes).unwrap();
        assert_eq!(got.verify(&signer().verifying()), Ok(()));
        assert_eq!(got.header.check_critical(), Err(SealError::Critical(key)));
        assert_eq!(got.open(&RECIPIENT).err(), Some(SealError::Critical(key)));
    }
}

#[test]
fn unknown_optional_keys_are_ignored() {
    let sent = sealed(draft(), b"plain").unwrap();
    let got = parse(&sent.bytes).unwrap();
    let mut header = got.header_bytes.to_vec();
    assert_eq!(header[..2], [0xb8, 24]);
    header[1] = 25;
    header.extend([0x18, 25, 0x63, b'n', b'e', b'w']);
    let sig = signer().sign_raw(&sig_structure(&header, CONTEXT, &sha256(&[got.body])));
    let bytes = join(&header, &sig, got.body);
    let newer = parse(&bytes).unwrap();
    assert_eq!(newer.verify(&signer().verifying()), Ok(()));
    assert_eq!(newer.header, got.header);
    assert_ne!(newer.header_hash(), got.header_hash());
}

#[test]
fn commitments_and_padding_are_checked() {
    let open = |bytes: Vec<u8>| parse(&bytes).unwrap().open(&RECIPIENT).err();
    assert_eq!(open(forged(|_| (), &text(b"plain"))), None);
    let lied = forged(|h| h.commit = [0; 32], &text(b"plain"));
    assert_eq!(open(lied), Some(SealError::Commitment));
    let salt_only = [vec![0x55; 31], vec![0x80], vec![0; 512]].concat();
    let long_pad = [text(b"plain"), vec![0; 512]].concat();
    let no_mark = [vec![0x55; 32], vec![0x33; 512]].concat();
    for wrong in [vec![0; 544], salt_only, long_pad, no_mark] {
        assert_eq!(open(forged(|_| (), &wrong)), Some(SealError::Padding));
    }
}

#[test]
fn other_shapes_are_refused() {
    let sent = sealed(draft(), b"plain").unwrap();
    let got = parse(&sent.bytes).unwrap();
    let cbor = |sigs: &[&[u8]], extra: bool| {
        let mut e = minicbor::Encoder::new(Vec::new());
        e.array(if extra { 4 } else { 3 }).unwrap().bytes(got.header_bytes).unwrap();
        e.array(u64::try_from(sigs.len()).unwrap()).unwrap();
        for sig in sigs {
            e.bytes(sig).unwrap();
        }
        e.bytes(got.body).unwrap();
        if extra {
            e.null().unwrap();
        }
        e.into_writer()
    };
    let sig = got.sig.as_slice();
    assert_eq!(cbor(&[sig], false), sent.bytes);
    for sigs in [vec![], vec![sig, sig], vec![&sig[..63]]] {
        assert_eq!(parse(&cbor(&sigs, false)), Err(SealError::SignatureCount), "{}", sigs.len());
    }
    assert_eq!(parse(&cbor(&[sig], true)), Err(SealError::Malformed));
    let trailing = [sent.bytes.as_slice(), &[0]].concat();
    assert_eq!(parse(&trailing), Err(SealError::Malformed));
    assert_eq!(parse(&[]), Err(SealError::Malformed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_flipped_bit_is_detected(at: usize, bit in 0..8) {
        static SENT: LazyLock<Vec<u8>> = LazyLock::new(|| sealed(draft(), b"plain").unwrap().bytes);
        let mut bytes = SENT.clone();
        let at = at % bytes.len();
        bytes[at] ^= 1_u8 << bit;
        let judged = parse(&bytes).and_then(|got| got.verify(&signer().verifying()));
        prop_assert!(judged.is_err());
    }

    #[test]
    fn any_bytes_are_judged_without_panic(bytes: Vec<u8>) {
        prop_assert!(parse(&bytes).is_err());
        prop_assert!(Header::from_cbor(&bytes).is_err());
    }

    #[test]
    fn any_header_bytes_are_judged_without_panic(at: usize, change: u8) {
        static SENT: LazyLock<Vec<u8>> = LazyLock::new(|| sealed(draft(), b"plain").unwrap().header.to_cbor().unwrap());
        let mut bytes = SENT.clone();
        let at = at % bytes.len();
        bytes[at] = change;
        if let Ok(header) = Header::from_cbor(&bytes) {
            prop_assert_eq!(header.to_cbor().unwrap(), bytes);
        }
    }
}
