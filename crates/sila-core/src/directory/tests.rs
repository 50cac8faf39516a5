use super::*;
use crate::codes::{Category, Service, Sex};
use crate::ids::AgencyId;
use crate::person::Ages;
use uuid::Uuid;

const NOW: Millis = Millis(1_764_000_000_000);

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

fn words(name: &str) -> Words {
    Words { name: name.to_owned(), summary: "…".to_owned(), ..Words::default() }
}

pub(crate) fn boys() -> Listing {
    Listing {
        id: ListingId(Uuid::from_u128(7)),
        number: 1,
        pillar: Pillar::Protection,
        terms: ServiceTerms {
            service: Service::Shelter,
            categories: vec![Category::Child],
            sexes: vec![Sex::Male],
            age_min: Some(12),
            age_max: Some(17),
        },
        residence: vec![area("AE-SH"), area("AE-DU")],
        ar: words("بيت الفتيان"),
        en: words("Boys' house"),
        programme: None,
        papers: vec![Document::EmiratesId],
        opening: Opening::Always,
        languages: vec![Language::Arabic],
        site: Site::Confidential,
        phone: "DEMO".to_owned(),
    }
}

fn boy() -> Seeker {
    Seeker {
        need: Some(Service::Shelter),
        category: Some(Category::Child),
        sex: Sex::Male,
        ages: Some(Ages::exactly(14)),
        area: Some(area("AE-SH-KFK")),
    }
}

#[test]
fn contract_a11_a_service_is_for_whom_its_terms_and_the_residence_say() {
    let (house, boy) = (boys(), boy());
    assert!(house.is_for(&boy));
    assert!(house.is_for(&Seeker::ANYBODY), "what is not known is no reason against");
    let not: [Seeker; 5] = [
        Seeker { need: Some(Service::Legal), ..boy },
        Seeker { category: Some(Category::Woman), ..boy },
        Seeker { sex: Sex::Female, ..boy },
        Seeker { ages: Some(Ages::exactly(18)), ..boy },
        Seeker { area: Some(area("AE-FU-DBF")), ..boy },
    ];
    for who in not {
        assert!(!house.is_for(&who), "{who:?}");
    }
    assert!(house.is_for(&Seeker { area: Some(area("AE-XX-NFA")), ..boy }), "somebody must ask");
    assert!(house.is_for(&Seeker { ages: Some(Ages { min: 10, max: 13 }), ..boy }));
    let urgent = Listing {
        terms: ServiceTerms { service: Service::EmergencyShelter, ..house.terms.clone() },
        ..house
    };
    assert!(urgent.is_for(&boy));
}

#[test]
fn contract_a13_a_service_stands_under_one_of_four_pillars_and_travels_in_one_encoding() {
    assert_eq!(Pillar::ALL.len(), 4);
    let house = boys();
    assert_eq!(Listing::from_cbor(&house.to_cbor()), Ok(house.clone()));
    let published = Published {
        listing: house,
        band: Band::Limited,
        assured_at: NOW,
        published_at: NOW,
        withdrawn: false,
    };
    assert_eq!(Published::from_cbor(&published.to_cbor()), Ok(published.clone()));
    assert!(!published.is_due(NOW.plus_days(89)) && published.is_due(NOW.plus_days(90)));
    assert!(!published.is_stale(NOW.plus_days(179)) && published.is_stale(NOW.plus_days(180)));
}

#[test]
fn what_breaks_a_rule_is_named() {
    let at = Address { area: area("AE-SH-KFK"), line_ar: " ".into(), line_en: "Street".into() };
    let programme = Programme { name_ar: "أ".into(), name_en: "A".into(), fields: vec![] };
    let nobody = ServiceTerms { age_min: Some(18), age_max: Some(17), ..boys().terms };
    let broken = [
        ("number", Listing { number: 0, ..boys() }),
        ("en", Listing { en: Words::default(), ..boys() }),
        ("age", Listing { terms: nobody, ..boys() }),
        ("programme", Listing { programme: Some(programme), ..boys() }),
        ("opening", Listing { opening: Opening::Week(BTreeMap::new()), ..boys() }),
        ("site", Listing { site: Site::Open(at), ..boys() }),
        ("phone", Listing { phone: "1".repeat(LINE_MAX + 1), ..boys() }),
        ("lists", Listing { papers: vec![Document::Lease; LIST_MAX + 1], ..boys() }),
    ];
    for (part, listing) in broken {
        assert_eq!(listing.check(), Err(part));
    }
    assert_eq!(boys().check(), Ok(()));
}

#[test]
fn contract_a21_a_referral_to_a_programme_carries_only_what_it_lists() {
    let listed = [Field::Name, Field::Household, Field::Documents];
    let programme = Programme {
        name_ar: "مساعدة شهرية".into(),
        name_en: "Monthly assistance".into(),
        fields: listed.to_vec(),
    };
    let monthly = Listing { programme: Some(programme), ..boys() };
    assert_eq!(monthly.may_carry(&listed), Ok(()));
    let refused = Refusal::FieldNotInProgramme { field: Field::Account };
    assert_eq!(monthly.may_carry(&[Field::Name, Field::Account]), Err(refused));
    assert_eq!(boys().may_carry(Field::ALL), Ok(()), "no programme, no list");
}

#[test]
fn contract_b10_what_exactly_one_agency_offers_is_listed_and_what_each_lacks() {
    let (dana, marsa) = (AgencyId([1; 32]), AgencyId([2; 32]));
    let found = gaps([
        (dana, Service::FinancialAid),
        (dana, Service::Legal),
        (dana, Service::Legal),
        (marsa, Service::Legal),
        (marsa, Service::Interpretation),
        (marsa, Service::Information),
    ]);
    assert_eq!(found.len(), Service::ALL.len() - 2);
    let alone: Vec<_> = found.iter().filter_map(|gap| Some((gap.service, gap.only()?))).collect();
    assert_eq!(alone, [(Service::FinancialAid, dana), (Service::Interpretation, marsa)]);
    let lacks: Vec<Service> =
        found.iter().filter(|gap| gap.is_lacked_by(dana)).map(|gap| gap.service).collect();
    assert_eq!(lacks, [Service::Interpretation]);
}
