use sila_core::agreement::{Agreement, Exchange, Objective, Party};
use sila_core::calendar::Week;
use sila_core::codes::{Category, Kind, Service, Urgency};
use sila_core::field::Field;
use sila_core::{AgencyId, AgreementId, Millis};

use super::*;

fn party(n: u8, code: &str, area: &str) -> Party {
    Party {
        agency: AgencyId([n; 32]),
        code: code.to_owned(),
        name_ar: code.to_owned(),
        name_en: code.to_owned(),
        covers: vec![area.parse().unwrap()],
        services: vec![offered(Service::ALL[0])],
        calendar: Week::Five.calendar(),
        sector: Some(Sector::Private),
    }
}

pub fn sample() -> Agreement {
    agreement(Terms {
        id: AgreementId(uuid::Uuid::from_u128(7)),
        code: "MOU-TEST-1".to_owned(),
        title_ar: "مذكرة".to_owned(),
        title_en: "Memorandum".to_owned(),
        parties: [party(1, "DANA", "AE-SH"), party(2, "MARSA", "AE-DU")],
        categories: vec![Category::Woman],
        from: Millis(0),
        until: Millis(1_000),
        known: true,
        onward: vec![ThirdAgency {
            agency: AgencyId([3; 32]),
            code: "NASEEM".to_owned(),
            name_ar: "نسيم".to_owned(),
            name_en: "Naseem".to_owned(),
        }],
        expertise: true,
        seats: Some(5),
        aims: Aims {
            number: AIMS.to_owned(),
            objectives: vec![Objective::Protection],
            groups: vec![Category::Woman],
            goals: vec![5],
        },
        private: true,
    })
}

#[test]
fn the_template_survives_its_own_checks_and_its_bytes() {
    let agreement = sample();
    agreement.check().unwrap();
    let expertise = agreement.clauses.iter().find(|one| one.number == EXPERTISE).unwrap();
    assert!(expertise.text_ar.ends_with(": 5.") && expertise.text_en.ends_with(": 5."));
    assert_eq!(Agreement::from_cbor(&agreement.to_cbor()).unwrap(), agreement);
    for clause in &agreement.clauses {
        assert!(!clause.text_ar.is_empty() && !clause.text_en.is_empty(), "{}", clause.number);
    }
    for urgency in Urgency::ALL {
        let timer = agreement.timer(*urgency).unwrap();
        assert_ne!(timer.decide, timer.expire);
    }
}

#[test]
fn with_a_party_without_a_node_no_clause_speaks_of_two_nodes() {
    let agreement = without_node(sample());
    agreement.check().unwrap();
    for clause in &agreement.clauses {
        let two = ["between the two nodes", "each works on its own node"];
        assert!(two.iter().all(|words| !clause.text_en.contains(words)), "{}", clause.number);
    }
}

#[test]
fn the_template_lets_no_police_or_medical_report_through() {
    let agreement = sample();
    for (field, allowed) in [
        (Field::Name, true),
        (Field::Account, false),
        (Field::PoliceReport, false),
        (Field::MedicalRecord, false),
    ] {
        let exchange = Exchange {
            from: AgencyId([1; 32]),
            to: AgencyId([2; 32]),
            kind: Kind::Shelter,
            category: Category::Woman,
            services: &[Service::ALL[0]],
            fields: &[field],
        };
        assert_eq!(agreement.allows(&exchange, Millis(5)).is_ok(), allowed, "{field}");
    }
}
