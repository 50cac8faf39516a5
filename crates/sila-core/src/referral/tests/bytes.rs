//! What is signed: one encoding, codes and hashes only.

use super::*;
use crate::WireError;

#[test]
fn every_act_comes_back_from_its_bytes() {
    for act in every_act() {
        let author = if act.side() == Side::Source { SOURCE } else { TARGET };
        let entry = entry(author, 1, 0, act);
        assert_eq!(Entry::from_cbor(&entry.to_cbor()), Ok(entry));
    }
}

/// Another encoding of the same acts would break every signature already made.
#[test]
fn the_encoding_does_not_change() {
    let bytes = target(2, 1, Act::Accept).to_cbor();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let expected = format!(
        "88{}{}02{}01{}{}{}",
        "500000000000000000000000000000000c",
        format_args!("5820{}", "01".repeat(32)),
        format_args!("5820{}", "00".repeat(32)),
        "1b0000019ab697e800",
        "70524546455252414c5f4f464649434552",
        "820380",
    );
    assert_eq!(hex, expected);
}

#[test]
fn free_text_has_no_way_in() {
    let with = |change: fn(&mut Offer)| {
        let mut offer = offer();
        change(&mut offer);
        let entry = source(1, 0, Act::Offer(Box::new(offer)));
        Entry::from_cbor(&entry.to_cbor()).unwrap_err()
    };
    let invalid = |part| WireError::Invalid { part };
    assert_eq!(with(|o| o.reference = "Wafaa Salem".to_owned()), invalid("reference"));
    assert_eq!(with(|o| o.reference = "وفاء".to_owned()), invalid("reference"));
    assert_eq!(with(|o| o.reference.clear()), invalid("reference"));
    assert_eq!(with(|o| o.clause = "see below".to_owned()), invalid("clause"));
    assert_eq!(with(|o| o.target = SOURCE), invalid("target"));
    assert_eq!(with(|o| o.decide_by = o.expires_at.plus_minutes(1)), invalid("expires_at"));
    let late = |o: &mut Offer| o.checked_by = Some(o.expires_at.plus_minutes(1));
    assert_eq!(with(late), invalid("checked_by"));
    let no_home = |o: &mut Offer| (o.kind, o.services) = (Kind::Service, vec![Service::Legal]);
    assert_eq!(with(no_home), invalid("checked_by"), "only who is to go into a home waits");
    assert!(ByRole::new("Noura Al Ghaithi").is_err() && ByRole::new("").is_err());
    let nowhere = Act::Decline { code: DeclineCode::V3, proposed_area: None };
    let refused = Entry::from_cbor(&target(1, 1, nowhere).to_cbor());
    assert_eq!(refused, Err(invalid("proposed_area")));
}

/// The texts among these bytes.
fn texts(d: &mut minicbor::Decoder<'_>, found: &mut Vec<String>) {
    match d.datatype().unwrap() {
        minicbor::data::Type::Array => {
            let len = d.array().unwrap().unwrap();
            (0..len).for_each(|_| texts(d, found));
        }
        minicbor::data::Type::String => found.push(d.str().unwrap().to_owned()),
        _ => d.skip().unwrap(),
    }
}

/// Whatever is signed for ever holds codes, hashes, numbers and identifiers, in every act.
#[test]
fn what_is_kept_for_ever_has_no_room_for_a_sentence() {
    for act in every_act() {
        let code = act.code();
        let bytes = source(1, 0, act).to_cbor();
        let mut found = Vec::new();
        texts(&mut minicbor::Decoder::new(&bytes), &mut found);
        assert!(found.contains(&"REFERRAL_OFFICER".to_owned()), "{code}: the role at least");
        let word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte);
        let long = found.iter().find(|text| text.len() > 32 || !text.bytes().all(word));
        assert!(long.is_none(), "{code}: {long:?}");
    }
}

#[test]
fn what_only_some_codes_may_say_is_refused_with_others() {
    let read = |act| Entry::from_cbor(&source(2, 1, act).to_cbor());
    let other = Act::Invalidate { code: RecallCode::R4 };
    assert_eq!(read(other), Err(WireError::Invalid { part: "code" }));
    let nowhere = Act::Refuse { code: DeclineCode::V3, proposed_area: None };
    assert_eq!(read(nowhere), Err(WireError::Invalid { part: "proposed_area" }));
    assert_eq!(read(Act::AcceptPart { left: vec![] }), Err(WireError::Invalid { part: "left" }));
    assert!(read(invalidate()).is_ok() && read(accept_part()).is_ok() && read(erased()).is_ok());
}

#[test]
fn an_unknown_act_code_or_role_is_refused() {
    let bytes = target(2, 1, decline()).to_cbor();
    let swap = |from: &[u8], to: &[u8]| {
        let at = bytes.windows(from.len()).rposition(|part| part == from).unwrap();
        let mut changed = bytes.clone();
        changed[at..at + to.len()].copy_from_slice(to);
        Entry::from_cbor(&changed).unwrap_err()
    };
    assert!(matches!(swap(b"V1", b"V0"), WireError::UnknownCode(_)));
    assert_eq!(swap(&[0x82, 5], &[0x82, 1]), WireError::Malformed);
    assert_eq!(swap(b"REFERRAL", b"referral"), WireError::Invalid { part: "role" });
}

#[test]
fn a_second_spelling_is_refused() {
    let bytes = target(2, 1, Act::Accept).to_cbor();
    let n = bytes.iter().rposition(|byte| *byte == 2).unwrap_or(0);
    // Entry number 2 in two bytes instead of one.
    let at = 1 + 17 + 34;
    assert_eq!(bytes[at], 2, "the number stands at {n}");
    let mut longer = bytes.clone();
    longer.splice(at..=at, [0x18, 2]);
    assert_eq!(Entry::from_cbor(&longer), Err(WireError::NotCanonical));
    // A ninth field that this node does not know.
    let mut more = bytes.clone();
    more[0] = 0x89;
    more.push(0);
    assert_eq!(Entry::from_cbor(&more), Err(WireError::NotCanonical));
}
