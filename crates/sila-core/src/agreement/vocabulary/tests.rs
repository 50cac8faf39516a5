use super::super::tests::{DANA, MARSA, NOW, between};
use super::*;
use crate::agreement::Exchange;
use crate::disclosure::Preview;
use crate::disclosure::tests::full;

/// Not a hash anybody should use, but another one for other bytes.
fn digest(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0_u8; 32];
    for (at, byte) in bytes.iter().enumerate() {
        out[at % 32] = out[at % 32].wrapping_mul(31).wrapping_add(*byte).wrapping_add(1);
    }
    out
}

fn pinned() -> Agreement {
    Agreement { vocabulary: Some(Vocabulary::current("3.1", digest)), ..between(DANA, MARSA) }
}

fn back_to(agreement: &mut Agreement, list: &str, version: u16) {
    let all = lists();
    let known = all.iter().find(|one| one.name == list).unwrap();
    let pins = &mut agreement.vocabulary.as_mut().unwrap().pins;
    let pin = pins.iter_mut().find(|pin| pin.list == list).unwrap();
    (pin.version, pin.digest) = (version, digest(known.text(version).unwrap().as_bytes()));
}

fn asking<'a>(services: &'a [Service]) -> Exchange<'a> {
    Exchange {
        from: MARSA,
        to: DANA,
        kind: Kind::Shelter,
        category: Category::Woman,
        services,
        fields: &[Field::Name],
    }
}

#[test]
fn contract_a27_lists_grow_at_their_end_and_nothing_that_was_signed_changes_its_place() {
    let signed = include_str!("signed.txt");
    for line in signed.lines() {
        let mut words = line.split(' ');
        let name = words.next().unwrap();
        let before: Vec<&str> = words.collect();
        let now = lists().into_iter().find(|list| list.name == name);
        let now = now.unwrap_or_else(|| panic!("the list {name} is gone"));
        assert_eq!(
            now.codes.get(..before.len()),
            Some(&before[..]),
            "{name} only grows at its end"
        );
        assert_eq!(now.codes.len(), before.len(), "write the new codes of {name} into signed.txt");
    }
    assert_eq!(signed.lines().count(), lists().len(), "a new list is written into signed.txt");
}

#[test]
fn contract_a27_a_code_that_the_agreement_does_not_pin_is_refused_with_list_and_versions() {
    let last = *Service::ALL.last().unwrap();
    let needed = u16::try_from(Service::ALL.len()).unwrap();
    let mut agreement = pinned();
    assert_eq!(agreement.check(), Ok(()));
    assert_eq!(agreement.allows(&asking(&[Service::Shelter, last]), NOW), Ok(()));
    back_to(&mut agreement, "service_type", needed - 1);
    assert_eq!(agreement.check(), Ok(()), "an earlier version is pinned, and sound");
    assert_eq!(agreement.vocabulary.as_ref().unwrap().mismatch(digest), None);
    let refused = agreement.allows(&asking(&[Service::Shelter, last]), NOW).unwrap_err();
    let clause = "3.1".to_owned();
    let named = Refusal::CodeNotPinned { list: "service_type", pinned: needed - 1, needed, clause };
    assert_eq!(refused, named);
    assert_eq!(agreement.allows(&asking(&[Service::Shelter]), NOW), Ok(()), "the rest goes on");
    let behind = agreement.vocabulary.as_ref().unwrap().behind();
    let grown = Mismatch { list: "service_type".to_owned(), pinned: needed - 1, ours: needed };
    assert_eq!(behind, [grown], "the page can say what an amendment would bring");
    agreement.vocabulary.as_mut().unwrap().pins.retain(|pin| pin.list != "field");
    let refused = agreement.allows(&asking(&[Service::Shelter]), NOW).unwrap_err();
    assert!(matches!(refused, Refusal::CodeNotPinned { list: "field", pinned: 0, .. }));
}

#[test]
fn contract_a27_a_list_that_is_newer_or_other_than_ours_is_named_with_both_versions() {
    let agreement = pinned();
    let same = agreement.vocabulary.unwrap();
    assert_eq!((same.mismatch(digest), same.behind()), (None, Vec::new()));
    let ours = u16::try_from(Sex::ALL.len()).unwrap();
    let with = |change: fn(&mut Pin)| {
        let mut other = same.clone();
        change(other.pins.iter_mut().find(|pin| pin.list == "sex").unwrap());
        other.mismatch(digest).unwrap()
    };
    let newer = with(|pin| pin.version += 1);
    assert_eq!(newer, Mismatch { list: "sex".to_owned(), pinned: ours + 1, ours });
    let other = with(|pin| pin.digest[0] ^= 1);
    assert_eq!(other, Mismatch { list: "sex".to_owned(), pinned: ours, ours });
    let unknown = with(|pin| pin.list = "hair".to_owned());
    assert_eq!(unknown, Mismatch { list: "hair".to_owned(), pinned: ours, ours: 0 });
}

#[test]
fn pins_without_a_clause_twice_or_empty_are_no_vocabulary() {
    let broken: [fn(&mut Vocabulary); 4] = [
        |one| one.number = "9.9".to_owned(),
        |one| one.pins.push(one.pins[0].clone()),
        |one| one.pins.clear(),
        |one| one.pins[0].version = 0,
    ];
    for change in broken {
        let mut agreement = pinned();
        change(agreement.vocabulary.as_mut().unwrap());
        assert_eq!(agreement.check(), Err("vocabulary"));
    }
    let agreement = pinned();
    assert_eq!(Agreement::from_cbor(&agreement.to_cbor()), Ok(agreement));
}

#[test]
fn every_code_of_a_preview_is_held_against_the_pins() {
    let mut agreement = pinned();
    let (woman, asked) = (Category::Woman, [Service::Shelter]);
    let preview = Preview::of(&full(), woman, &asked, Urgency::Routine, Field::ALL, NOW);
    assert_eq!(agreement.understands(preview.codes()), Ok(()));
    assert_eq!(agreement.understands(full().codes()), Ok(()));
    for list in ["age_band", "sex", "case_category", "service_type", "priority"] {
        let before = agreement.clone();
        agreement.vocabulary.as_mut().unwrap().pins.retain(|pin| pin.list != list);
        let refused = agreement.understands(preview.codes());
        assert!(
            matches!(refused, Err(Refusal::CodeNotPinned { list: named, .. }) if named == list)
        );
        agreement = before;
    }
}
