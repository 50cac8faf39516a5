use proptest::prelude::*;

use super::*;

fn refusal() -> Refusal {
    Refusal { stream: Stream::URGENT, seq: 7, code: Code::known("T-GAP"), expected: 5 }
}

#[test]
fn a_body_survives_the_wire() {
    let mut packer = Packer::new(b"hello", None);
    assert!(packer.receipt(b"receipt"));
    assert!(packer.refusal(&refusal()));
    assert!(packer.statement(&[6; 10]) && packer.saying(&Saying::default()));
    assert!(packer.envelope(b"one") && packer.envelope(b"two"));
    assert_eq!(packer.envelopes(), 2);
    let call = Call::decode(&packer.finish()).unwrap();
    let wanted = Call {
        statements: vec![vec![6; 10]],
        saying: Some(Saying::default()),
        hello: b"hello".to_vec(),
        receipts: vec![b"receipt".to_vec()],
        refusals: vec![refusal()],
        envelopes: vec![b"one".to_vec(), b"two".to_vec()],
    };
    assert_eq!(call, wanted);
}

#[test]
fn a_packer_keeps_the_readers_limits_and_ours() {
    let limits = |call_bytes, envelopes| Limits { call_bytes, envelopes, ..Limits::ours() };
    let mut few = Packer::new(b"", Some(limits(u32::MAX, 2)));
    assert_eq!([(); 3].map(|()| few.envelope(b"x")), [true, true, false]);
    let mut small = Packer::new(b"", Some(limits(20, u32::MAX)));
    assert_eq!([(); 3].map(|()| small.envelope(b"12345")), [true, true, false]);
    assert!(small.finish().len() <= 20);
    let mut ours = Packer::new(b"", Some(limits(u32::MAX, u32::MAX)));
    let taken = (0..1_000).filter(|_| ours.envelope(b"x")).count();
    assert_eq!(taken, CALL_ENVELOPES_MAX);
    let mut large = Packer::new(b"", Some(limits(u32::MAX, u32::MAX)));
    let quarter = vec![0; ENVELOPE_BYTES_MAX];
    assert_eq!((0..5).filter(|_| large.envelope(&quarter)).count(), 3);
    assert!(Call::decode(&large.finish()).is_ok());
    let mut answers = Packer::new(b"", None);
    assert_eq!((0..1_000).filter(|_| answers.receipt(b"x")).count(), RECEIPTS_MAX);
    assert_eq!((0..1_000).filter(|_| answers.refusal(&refusal())).count(), REFUSALS_MAX);
    assert!(Call::decode(&answers.finish()).is_ok());
}

#[test]
fn bodies_out_of_form_are_refused() {
    let body = |frames: &[(u8, &[u8])]| {
        frames.iter().flat_map(|(tag, bytes)| framed(*tag, bytes)).collect::<Vec<u8>>()
    };
    let schema = |what| Err(LinkError::Schema(what));
    let big = vec![0; ENVELOPE_BYTES_MAX + 1];
    let hello = vec![0; HELLO_BYTES_MAX + 1];
    let many = [(DATA, b"x".as_slice()); CALL_ENVELOPES_MAX + 1];
    let table = [
        (body(&[]), schema("empty call")),
        (body(&[(DATA, b"x")]), schema("greeting first")),
        (body(&[(HELLO, b"x"), (HELLO, b"x")]), schema("greeting first")),
        (body(&[(HELLO, b"x"), (REFUSAL, b"x")]), schema("refusal")),
        (vec![0x82, 0x00], schema("frame")),
        (vec![0; CALL_BYTES_MAX + 1], Err(LinkError::Size(CALL_BYTES_MAX))),
        (body(&[(HELLO, &hello)]), Err(LinkError::Size(HELLO_BYTES_MAX))),
        (body(&[(HELLO, b"x"), (DATA, &big)]), Err(LinkError::Size(ENVELOPE_BYTES_MAX))),
        (body(&[&[(HELLO, b"x".as_slice())], &many[..]].concat()), Err(LinkError::Size(256))),
    ];
    for (bytes, wanted) in table {
        assert_eq!(Call::decode(&bytes), wanted);
    }
    let unknown = Call::decode(&body(&[(HELLO, b"x"), (200, b"later"), (DATA, b"y")])).unwrap();
    assert_eq!(unknown.envelopes, [b"y".to_vec()], "a frame of a later version is skipped");
}

proptest! {
    #[test]
    fn any_bytes_are_a_call_or_a_refusal(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Call::decode(&bytes);
        let _ = crate::Hello::claimed(&bytes);
        let _ = crate::receipt_place(&bytes);
        let _ = place_of(&bytes);
        let _ = crate::SignedEntry::from_cbor(&bytes);
        let _ = crate::join::join_token(&bytes);
        let _ = crate::Invitation::open(&bytes, sila_core::Millis(0));
    }

    #[test]
    fn a_changed_body_is_a_call_or_a_refusal(at in 0_usize..60, to in any::<u8>()) {
        let mut packer = Packer::new(b"hello", None);
        packer.receipt(b"receipt");
        packer.refusal(&refusal());
        packer.envelope(b"envelope");
        let mut bytes = packer.finish();
        let at = at % bytes.len();
        bytes[at] = to;
        if let Ok(call) = Call::decode(&bytes) {
            // A part may be taken for one of another kind; it never becomes two.
            let parts = call.receipts.len() + call.refusals.len() + call.envelopes.len();
            prop_assert!(parts <= 3);
        }
    }
}
