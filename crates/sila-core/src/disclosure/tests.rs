use super::*;
use crate::PersonId;
use crate::agreement::tests::{DANA, NOW};
use crate::codes::{LawfulBasis, PermissionForm, Relation};
use crate::tests::corpus;
use crate::wire::WireError;
use uuid::Uuid;

fn person(n: u128, birth: Birth) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(n)),
        name_ar: Some("وفاء سالم المرجاني".to_owned()),
        name_latin: Some("Wafaa Salem Al Marjani".to_owned()),
        sex: Sex::Female,
        birth,
        nationality: Some("ARE".to_owned()),
        emirates_id: Some("784190000000019".to_owned()),
        phone: Some("+971590000001".to_owned()),
        language: Some(Language::Arabic),
        relation: (n > 1).then_some(Relation::Daughter),
    }
}

/// A disclosure in which every field holds something.
pub(crate) fn full() -> Disclosure {
    let text = |text: &str| Some(text.to_owned());
    Disclosure {
        people: vec![
            person(1, Birth::Exact { y: 1993, m: 4, d: 11 }),
            person(2, Birth::Exact { y: 2019, m: 9, d: 27 }),
        ],
        residence: Residence {
            area: AreaCode::parse("AE-SH-KFK").ok(),
            evidence: crate::codes::Evidence::Statement,
            usual_home: true,
            present_area: None,
            stay_days: Some(3),
            risk_near_home: false,
        },
        safety: Safety {
            immediate_danger: true,
            safe_to_talk: false,
            safe_contact: Some(SafeContact {
                channel: Channel::Phone,
                phone: text("+971590000002"),
                times: text("09-11"),
                instruction: text("لا تترك رسالة"),
                code_word: text("المكتبة"),
            }),
            plan: text("خطة"),
        },
        harm: vec![Harm::Physical],
        needs: vec![Service::Shelter],
        wishes: text("مأوى"),
        unwanted: text("لا تخبروا الأسرة"),
        account: text("قالت"),
        permission: Permission {
            basis: LawfulBasis::Consent,
            form: Some(PermissionForm::Written),
            recipient: DANA,
            purpose: vec![Service::Shelter],
            fields: Field::ALL.to_vec(),
            witness: None,
            given_at: NOW,
            expires_at: NOW.plus_days(30),
            onward: Vec::new(),
        },
        documents: vec![Document::PoliceReport, Document::MedicalReport, Document::Passport],
        salt: None,
        no_wishes: None,
    }
}

#[test]
fn exactly_the_fields_that_are_named_leave() {
    assert_eq!(full().fields(), Field::ALL);
    assert_eq!(full().limited_to(Field::ALL), full());
    for kept in Field::ALL {
        assert_eq!(full().limited_to(&[*kept]).fields(), [*kept], "{kept} alone");
        let rest: Vec<Field> = Field::ALL.iter().copied().filter(|field| field != kept).collect();
        assert_eq!(full().limited_to(&rest).fields(), rest, "all but {kept}");
    }
}

#[test]
fn nothing_of_what_is_withheld_is_left_in_the_bytes() {
    let bytes = full().limited_to(&[Field::Needs, Field::Sex]).to_cbor();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    let texts = ["وفاء", "Wafaa", "784190000000019", "+971590000001", "+971590000002", "قالت"];
    for text in texts
        .into_iter()
        .chain(["AE-SH-KFK", "لا تخبروا", "مأوى", "خطة", "المكتبة", "PHYS"])
        .chain(["PASSPORT"])
    {
        assert!(!holds(text), "{text}");
        let all = full().to_cbor();
        assert!(all.windows(text.len()).any(|part| part == text.as_bytes()), "{text}");
    }
}

#[test]
fn the_word_by_which_she_knows_who_calls_goes_with_the_safe_contact_and_changes_nothing_without_one()
 {
    let word = |told: &Disclosure| told.safety.safe_contact.clone().and_then(|one| one.code_word);
    assert_eq!(word(&full().limited_to(&[Field::SafeContact])).as_deref(), Some("المكتبة"));
    let others: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| *field != Field::SafeContact).collect();
    assert_eq!(word(&full().limited_to(&others)), None);
    // Whoever knows no such word reads and writes what there was before it.
    let contact = full().safety.safe_contact.unwrap();
    let without = SafeContact { code_word: None, ..contact.clone() };
    let (with, without) =
        (minicbor::to_vec(&contact).unwrap(), minicbor::to_vec(&without).unwrap());
    assert_eq!((with[0], without[0]), (0x85, 0x84), "five fields, and four");
    assert_eq!(with[1..without.len()], without[1..]);
    let back: SafeContact = minicbor::decode(&without).unwrap();
    assert_eq!(back.code_word, None);
}

#[test]
fn the_preview_names_nobody() {
    let (category, urgency) = (Category::Woman, Urgency::Urgent);
    let services = [Service::Shelter];
    let preview = Preview::of(&full(), category, &services, urgency, Field::ALL, NOW);
    assert_eq!((preview.age_band, preview.sex), (AgeBand::From25, Sex::Female));
    assert_eq!(preview.household, [AgeBand::From6]);
    assert_eq!(preview.flags, ["IMMEDIATE_DANGER", "NOT_SAFE_TO_TALK", "CHILDREN"]);
    assert!(preview.not_shared.is_empty());
    let bytes = preview.to_cbor();
    for text in ["وفاء", "Wafaa", "78419", "+97159", "1993"] {
        assert!(!bytes.windows(text.len()).any(|part| part == text.as_bytes()), "{text}");
    }
    assert_eq!(Preview::from_cbor(&bytes), Ok(preview));
}

#[test]
fn what_is_not_shared_is_not_in_the_preview_either() {
    let services = [Service::Shelter];
    let (category, urgency) = (Category::Woman, Urgency::Urgent);
    let preview = Preview::of(&full(), category, &services, urgency, &[Field::Name], NOW);
    assert_eq!((preview.age_band, preview.sex), (AgeBand::Unknown, Sex::Unknown));
    assert_eq!((preview.area, preview.household.len(), preview.flags.len()), (None, 0, 0));
    assert_eq!(preview.not_shared.len(), Field::ALL.len() - 1);
    let mut talkative = preview;
    talkative.flags = vec!["her name".to_owned()];
    let refused = Preview::from_cbor(&talkative.to_cbor());
    assert_eq!(refused, Err(WireError::Invalid { part: "flags" }));
}

#[test]
fn bytes_come_back_and_debug_tells_nothing() {
    let disclosure = full();
    assert_eq!(Disclosure::from_cbor(&disclosure.to_cbor()).as_ref(), Ok(&disclosure));
    let debug = format!("{disclosure:?} {:?} {:?}", disclosure.people, disclosure.safety);
    let contact = format!("{:?} {:?}", disclosure.safety.safe_contact, disclosure.permission);
    for text in ["وفاء", "Wafaa", "784", "97159", "خطة"] {
        assert!(!debug.contains(text) && !contact.contains(text), "{text}");
    }
}

#[test]
fn an_empty_disclosure_has_no_fields() {
    let mut empty = full().limited_to(&[]);
    assert_eq!(empty.fields(), []);
    empty.people.clear();
    assert_eq!(empty.fields(), []);
}

#[test]
fn the_corpus_of_the_fuzzer_is_read() {
    let full = full();
    let (services, urgency) = ([Service::Shelter], Urgency::Urgent);
    let preview = Preview::of(&full, Category::Woman, &services, urgency, Field::ALL, NOW);
    let person = &full.people[0];
    let read = [
        Disclosure::from_cbor(&corpus("disclosure", &full.to_cbor())).err(),
        Preview::from_cbor(&corpus("preview", &preview.to_cbor())).err(),
        Person::from_cbor(&corpus("person", &person.to_cbor())).err(),
    ];
    assert_eq!(read, [None, None, None]);
}
