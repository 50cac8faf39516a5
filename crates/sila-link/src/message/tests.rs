use crate::known::KnownKind;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::attachment::Fate;

fn file() -> SealedFile {
    let id = Uuid::from_u128(9);
    SealedFile { id, size: 70_000, root: [1; 32], commitment: [2; 32], key: [3; 32] }
}

fn news(fate: Fate) -> Message {
    let at = sila_core::Millis(1_790_000_000_000);
    Message::AttachmentNews(AttachmentNews { id: Uuid::from_u128(9), fate, at })
}

fn samples() -> Vec<Message> {
    let place = Place { stream: Stream::URGENT, epoch: 1, seq: 5 };
    let later = |disposition| {
        Message::LinkDisposition(LaterDisposition { place, header_hash: [4; 32], disposition })
    };
    [
        Message::ReferralEntry(ReferralEntry {
            entry: vec![1, 2],
            preview: Some(Salted { salt: [1; 32], bytes: vec![3] }),
            identity: Some(vec![4; 100]),
            key: None,
            origin: None,
            words: None,
        }),
        Message::ReferralEntry(ReferralEntry {
            entry: vec![1],
            preview: None,
            identity: None,
            key: Some([5; 32]),
            origin: None,
            words: None,
        }),
        Message::AgreementOffer(AgreementOffer { agreement: vec![6; 9], signature: [7; 64] }),
        Message::AgreementSigned(AgreementSigned {
            agreement: AgreementId(Uuid::from_u128(1)),
            digest: [8; 32],
            signature: [9; 64],
        }),
        Message::LinkTest(LinkTest { nonce: [1; 16] }),
        Message::LinkSuspend(Code::known("S-FORK")),
        Message::LinkResume([3; 32]),
        Message::LinkVerified(LinkVerified::of("1234 5678 9012")),
        Message::LinkFile(file()),
        Message::LinkTested(Uuid::from_u128(5)),
        Message::LinkProved,
        Message::AttachmentOffer(AttachmentOffer {
            file: file(),
            name: "تقرير.pdf".to_owned(),
            sort: "MEDICAL".to_owned(),
            media: "application/pdf".to_owned(),
            referral: Uuid::from_u128(4),
        }),
        news(Fate::Arrived),
        news(Fate::Opened("REFERRAL_OFFICER".to_owned())),
        news(Fate::Refused(Code::known("P-SIZE"))),
        later(Disposition::Applied),
        later(Disposition::Refused(Code::known("referral.no_agreement"))),
    ]
    .into_iter()
    .chain(crate::known::tests::samples().into_iter().map(Message::Known))
    .chain(crate::place::tests::samples().into_iter().map(Message::Place))
    .chain([crate::record::tests::share()].map(Message::RecordShare))
    .chain([crate::file::tests::part()].map(Message::FilePart))
    .chain([crate::file::tests::about(3)].map(Message::FileWithdraw))
    .collect()
}

#[test]
fn every_message_survives_its_bytes() {
    for message in samples() {
        let bytes = message.encode().unwrap();
        assert_eq!(Message::decode(message.kind(), &bytes), Ok(message));
    }
}

#[test]
fn every_kind_is_announced_and_read() {
    for text in KINDS {
        assert_eq!(Kind::from_text(text).map(Kind::as_str), Ok(text));
    }
    for message in samples() {
        assert!(KINDS.contains(&message.kind().as_str()));
    }
    assert_eq!(Kind::from_text("referral.entry/2"), Err(LinkError::Kind));
}

#[test]
fn contract_b07_a_case_never_travels_on_the_channels_for_knowledge() {
    for kind in KINDS.into_iter().map(|text| Kind::from_text(text).unwrap()) {
        // A test of the link carries sixteen random bytes and nothing else; keys and tables of the
        // oblivious function are as good as random to whoever has not asked for one of their values.
        let random = kind == Kind::LinkTest;
        let knowledge = matches!(kind, Kind::RecordShare | Kind::FilePart | Kind::FileWithdraw);
        assert_eq!(kind.may_use(Stream::PARTNERSHIP), random || knowledge, "{kind:?}");
        let random = random || matches!(kind, Kind::Known(KnownKind::Keys | KnownKind::Table));
        assert_eq!(kind.may_use(Stream::BULK), random, "{kind:?}");
    }
    for stream in Stream::ALL {
        let referral = [Stream::URGENT, Stream::REFERRALS].contains(&stream);
        assert_eq!(Kind::ReferralEntry.may_use(stream), referral);
        assert_eq!(Kind::AttachmentOffer.may_use(stream), referral);
        assert_eq!(Kind::LinkSuspend.may_use(stream), stream == Stream::CONTROL);
        assert_eq!(Kind::AgreementOffer.may_use(stream), stream == Stream::CONTROL);
    }
}

#[test]
fn parts_over_their_limits_are_neither_written_nor_read() {
    let entry = |bytes: usize, preview: usize, identity: usize| {
        let preview = Some(Salted { salt: [0; 32], bytes: vec![0; preview] });
        let identity = Some(vec![0; identity]);
        ReferralEntry {
            entry: vec![0; bytes],
            preview,
            identity,
            key: None,
            origin: None,
            words: None,
        }
    };
    let full = entry(ENTRY_BYTES_MAX, PREVIEW_BYTES_MAX, IDENTITY_BYTES_MAX);
    assert!(Message::ReferralEntry(full).encode().is_ok());
    for (over, max) in [
        (entry(ENTRY_BYTES_MAX + 1, 0, 0), ENTRY_BYTES_MAX),
        (entry(0, PREVIEW_BYTES_MAX + 1, 0), PREVIEW_BYTES_MAX),
        (entry(0, 0, IDENTITY_BYTES_MAX + 1), IDENTITY_BYTES_MAX),
    ] {
        let bytes = to_cbor(&over);
        assert_eq!(Message::ReferralEntry(over).encode(), Err(LinkError::Size(max)));
        assert_eq!(Message::decode(Kind::ReferralEntry, &bytes), Err(LinkError::Size(max)));
    }
}

#[test]
fn a_file_over_the_limit_or_with_words_for_a_role_is_neither_written_nor_read() {
    for size in [0, crate::FILE_BYTES_MAX + 1] {
        let file = SealedFile { size, ..file() };
        let bytes = to_cbor(&file);
        assert!(Message::LinkFile(file).encode().is_err(), "{size}");
        assert!(Message::decode(Kind::LinkFile, &bytes).is_err(), "{size}");
    }
    let named = |name: String| AttachmentOffer {
        file: file(),
        name,
        sort: "OTHER".to_owned(),
        media: "text/plain".to_owned(),
        referral: Uuid::from_u128(4),
    };
    let long = crate::attachment::FILE_NAME_BYTES_MAX;
    assert!(Message::AttachmentOffer(named("x".repeat(long))).encode().is_ok());
    assert!(Message::AttachmentOffer(named("x".repeat(long + 1))).encode().is_err());
    let told = news(Fate::Opened("her brother".to_owned())).encode().unwrap();
    assert!(Message::decode(Kind::AttachmentNews, &told).is_err());
}

#[test]
fn a_commitment_hides_behind_its_salt() {
    let one = Salted { salt: [1; 32], bytes: vec![1] };
    let other = Salted { salt: [2; 32], bytes: vec![1] };
    assert_ne!(one.commitment(), other.commitment());
    assert_eq!(one.commitment(), one.clone().commitment());
}

proptest! {
    #[test]
    fn any_bytes_are_a_message_or_a_refusal(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in 0_usize..24,
        cut in 0_usize..400,
    ) {
        for kind in KINDS {
            let _ = Message::decode(Kind::from_text(kind).unwrap(), &bytes);
        }
        let message = samples().remove(at);
        let whole = message.encode().unwrap();
        let cut = cut.min(whole.len());
        let read = Message::decode(message.kind(), &whole[..cut]);
        prop_assert_eq!(read.is_ok(), cut == whole.len());
        let trailing = [whole, vec![0]].concat();
        prop_assert!(Message::decode(message.kind(), &trailing).is_err());
    }
}
