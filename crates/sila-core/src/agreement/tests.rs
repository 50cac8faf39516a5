use super::*;
use crate::calendar::TimeLimit::{self, Minutes};
use crate::calendar::Week;
use crate::codes::{KnownPurpose, LawfulBasis};
use crate::person::Ages;
use crate::refusal::Refusal;
use crate::tests::corpus;
use crate::wire::WireError;
use uuid::Uuid;

pub(crate) const DANA: AgencyId = AgencyId([1; 32]);
pub(crate) const MARSA: AgencyId = AgencyId([2; 32]);
pub(crate) const NASEEM: AgencyId = AgencyId([3; 32]);
pub(crate) const STRANGER: AgencyId = AgencyId([9; 32]);
pub(crate) const NOW: Millis = Millis(1_764_000_000_000);

fn party(agency: AgencyId) -> Party {
    let (code, covers) = match agency {
        DANA => ("DANA", "AE-SH"),
        MARSA => ("MARSA", "AE-DU"),
        _ => ("NASEEM", "AE-RK"),
    };
    let terms = |service, categories: &[Category], sexes: &[Sex], age_min, age_max| ServiceTerms {
        service,
        categories: categories.to_vec(),
        sexes: sexes.to_vec(),
        age_min,
        age_max,
    };
    Party {
        agency,
        code: code.to_owned(),
        name_ar: "جهة".to_owned(),
        name_en: "Agency".to_owned(),
        covers: vec![AreaCode::parse(covers).unwrap()],
        services: vec![
            terms(
                Service::Shelter,
                &[Category::Woman, Category::Child],
                &[Sex::Female],
                None,
                None,
            ),
            terms(Service::Legal, &[], &[], None, None),
            terms(Service::ChildProtection, &[Category::Child], &[], None, Some(17)),
            terms(Service::HomeCare, &[], &[], Some(60), None),
        ],
        calendar: if agency == DANA { Week::Four.calendar() } else { Week::Five.calendar() },
        sector: None,
    }
}

fn timer(urgency: Urgency, decide: u32, expire: u32) -> Timer {
    Timer { urgency, decide: Minutes(decide), expire: Minutes(expire), steps: None }
}

fn by_residence() -> ResidenceClause {
    ResidenceClause {
        number: "4.2".to_owned(),
        text_ar: "بناء على مقر إقامة الحالة".to_owned(),
        text_en: "by place of residence".to_owned(),
        exceptions: vec![OverrideReason::Imminent, OverrideReason::Capacity],
        short_stay_days: 15,
    }
}

/// An agreement between two of the three, in force for a year around [`NOW`].
pub(crate) fn between(one: AgencyId, two: AgencyId) -> Agreement {
    let number = |n: u8| format!("{n}.1");
    let clause = |number: String| Clause {
        number,
        title_ar: "عنوان".to_owned(),
        title_en: "Title".to_owned(),
        text_ar: "نص".to_owned(),
        text_en: "Text".to_owned(),
        binds: None,
    };
    let fields: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| *field != Field::MedicalRecord).collect();
    Agreement {
        id: AgreementId(Uuid::from_u128(u128::from(one.0[0]) * 16 + u128::from(two.0[0]))),
        code: "MOU-DEMO-001".to_owned(),
        title_ar: "مذكرة تفاهم".to_owned(),
        title_en: "Memorandum".to_owned(),
        parties: [party(one), party(two)],
        categories: vec![Category::Child, Category::Woman, Category::Family],
        schedule: vec![
            ScheduleRow { kind: Kind::Service, fields: fields.clone() },
            ScheduleRow { kind: Kind::Shelter, fields },
            ScheduleRow { kind: Kind::Information, fields: vec![Field::Needs, Field::Sex] },
        ],
        residence: by_residence(),
        clauses: (1..=6).map(number).chain(["4.2".to_owned()]).map(clause).collect(),
        timers: vec![
            timer(Urgency::Emergency, 30, 60),
            timer(Urgency::Urgent, 120, 240),
            timer(Urgency::Routine, 4_320, 14_400),
        ],
        from: NOW.plus_days(-100),
        until: NOW.plus_days(265),
        cites: Cites {
            parties: number(1),
            categories: number(2),
            schedule: number(3),
            services: number(4),
            timers: number(5),
            term: number(6),
        },
        known: Some(KnownClause {
            number: number(3),
            purposes: vec![KnownPurpose::Protection],
            bases: vec![LawfulBasis::Consent, LawfulBasis::SocialProtection],
            quota: KnownQuota::USUAL,
        }),
        onward: None,
        expertise: None,
        aims: None,
        private: None,
        vocabulary: None,
        follows: None,
        notice: None,
        approval: None,
        above: None,
        kind: None,
        prevails: None,
        arbiter: None,
        priority: None,
    }
}

fn exchange<'a>(services: &'a [Service], fields: &'a [Field]) -> Exchange<'a> {
    Exchange {
        from: MARSA,
        to: DANA,
        kind: Kind::Shelter,
        category: Category::Woman,
        services,
        fields,
    }
}

#[test]
fn the_agreed_exchange_is_allowed() {
    let agreement = between(DANA, MARSA);
    assert_eq!(agreement.check(), Ok(()));
    let exchange = exchange(&[Service::Shelter], &[Field::Name, Field::Residence]);
    assert_eq!(agreement.allows(&exchange, NOW), Ok(()));
    let back = Exchange { from: DANA, to: MARSA, ..exchange };
    assert_eq!(agreement.allows(&back, NOW), Ok(()));
}

#[test]
fn b06_every_refusal_names_its_clause() {
    let agreement = between(DANA, MARSA);
    let plain = exchange(&[Service::Shelter], &[Field::Name]);
    let table = [
        (Exchange { to: NASEEM, ..plain }, "agreement.not_a_party", "1.1"),
        (Exchange { from: NASEEM, ..plain }, "agreement.not_a_party", "1.1"),
        (Exchange { category: Category::Older, ..plain }, "agreement.category_not_covered", "2.1"),
        (Exchange { kind: Kind::Transfer, ..plain }, "agreement.kind_not_covered", "3.1"),
        (Exchange { kind: Kind::Information, ..plain }, "agreement.field_not_covered", "3.1"),
        (
            Exchange { fields: &[Field::Name, Field::MedicalRecord], ..plain },
            "agreement.field_not_covered",
            "3.1",
        ),
    ];
    for (exchange, code, clause) in table {
        let refusal = agreement.allows(&exchange, NOW).unwrap_err();
        assert_eq!((refusal.code(), refusal.clause()), (code, Some(clause)));
        assert!(agreement.clause(clause).is_some());
    }
    let refused = agreement.allows(&Exchange { services: &[], ..plain }, NOW);
    assert_eq!(refused, Err(Refusal::NoService));
    let refused = agreement.allows(&Exchange { to: MARSA, ..plain }, NOW);
    assert_eq!(refused, Err(Refusal::SameAgency));
}

#[test]
fn b06_every_category_outside_the_scope_is_refused() {
    let agreement = between(DANA, MARSA);
    for category in Category::ALL {
        let exchange = Exchange { category: *category, ..exchange(&[Service::Legal], &[]) };
        let allowed = agreement.allows(&exchange, NOW).is_ok();
        assert_eq!(allowed, agreement.categories.contains(category), "{category}");
    }
}

#[test]
fn b04_outside_its_term_nothing_is_allowed() {
    let agreement = between(DANA, MARSA);
    let exchange = exchange(&[Service::Shelter], &[]);
    let at = |now| agreement.allows(&exchange, now).map_err(|refusal| refusal.code());
    assert_eq!(at(Millis(agreement.from.0 - 1)), Err("agreement.not_yet"));
    assert_eq!(at(agreement.from), Ok(()));
    assert_eq!(at(Millis(agreement.until.0 - 1)), Ok(()));
    assert_eq!(at(agreement.until), Err("agreement.ended"));
    let ended = agreement.in_force(agreement.until).unwrap_err();
    assert_eq!(ended.clause(), Some("6.1"));
}

#[test]
fn b18_eligibility_gives_every_reason() {
    use Category::{Child, Woman};
    use Sex::{Female, Male, Unknown};
    let agreement = between(DANA, MARSA);
    let range = |min, max| Some(Ages { min, max });
    let table = [
        (Woman, Service::Shelter, Female, range(32, 32), vec![]),
        (Woman, Service::Shelter, Unknown, None, vec![]),
        (Child, Service::Shelter, Male, range(9, 9), vec!["eligibility.sex_not_served"]),
        (
            Category::Family,
            Service::Shelter,
            Male,
            None,
            vec!["eligibility.category_not_served", "eligibility.sex_not_served"],
        ),
        (Child, Service::ChildProtection, Male, range(17, 17), vec![]),
        (Child, Service::ChildProtection, Male, range(18, 18), vec!["eligibility.age_not_served"]),
        (Child, Service::ChildProtection, Male, range(16, 19), vec![]),
        (Woman, Service::HomeCare, Female, range(59, 59), vec!["eligibility.age_not_served"]),
        (Woman, Service::HomeCare, Female, range(60, 60), vec![]),
        (Woman, Service::HomeCare, Female, None, vec![]),
        (Woman, Service::Housing, Female, None, vec!["eligibility.service_not_offered"]),
    ];
    for (category, service, sex, ages, expected) in table {
        let reasons = agreement.eligible(DANA, category, &[service], sex, ages);
        assert!(reasons.iter().all(|reason| reason.clause() == Some("4.1")));
        let codes: Vec<&str> = reasons.iter().map(Refusal::code).collect();
        assert_eq!(codes, expected, "{category} {service} {sex} {ages:?}");
    }
    let all =
        agreement.eligible(DANA, Woman, &[Service::Housing, Service::Visitation], Female, None);
    assert_eq!(all.len(), 2);
    assert_eq!(agreement.eligible(STRANGER, Woman, &[], Female, None).len(), 1);
}

#[test]
fn a_contradictory_agreement_is_refused_by_the_part_at_fault() {
    let broken = |change: fn(&mut Agreement)| {
        let mut agreement = between(DANA, MARSA);
        change(&mut agreement);
        Agreement::from_cbor(&agreement.to_cbor()).unwrap_err()
    };
    let invalid = |part| WireError::Invalid { part };
    assert_eq!(broken(|a| a.parties[1].agency = DANA), invalid("parties"));
    assert_eq!(broken(|a| a.until = a.from), invalid("term"));
    assert_eq!(broken(|a| a.cites.schedule = "99".to_owned()), invalid("clauses"));
    assert_eq!(broken(|a| a.residence.number = "٤".to_owned()), invalid("clauses"));
    assert_eq!(broken(|a| a.timers.truncate(2)), invalid("timers"));
    assert_eq!(broken(|a| a.timers[0].expire = Minutes(1)), invalid("timers"));
    assert_eq!(broken(|a| a.timers[0].expire = TimeLimit::WorkingDays(9)), invalid("timers"));
    assert_eq!(broken(|a| a.parties[1].calendar.week.clear()), invalid("calendar"));
    assert_eq!(broken(|a| a.schedule.push(a.schedule[0].clone())), invalid("schedule"));
    assert_eq!(broken(|a| a.code = "a name".to_owned()), invalid("code"));
}

#[test]
fn its_bytes_come_back_the_same_and_only_whole() {
    let agreement = between(DANA, MARSA);
    let bytes = agreement.to_cbor();
    assert_eq!(Agreement::from_cbor(&bytes).as_ref(), Ok(&agreement));
    for cut in 0..bytes.len() {
        assert!(Agreement::from_cbor(&bytes[..cut]).is_err());
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(Agreement::from_cbor(&longer), Err(WireError::Trailing { bytes: 1 }));
    let too_long = vec![0; Agreement::BYTES_MAX + 1];
    assert!(matches!(Agreement::from_cbor(&too_long), Err(WireError::TooLong { .. })));
}

#[test]
fn b21_without_a_clause_nothing_is_asked_and_the_clause_is_named() {
    use KnownPurpose::{Continuity, Protection};
    use LawfulBasis::{Consent, PublicInterest};
    let agreement = between(DANA, MARSA);
    let asked = |agreement: &Agreement, to, purpose, basis, now| {
        let refused = agreement.may_ask(DANA, to, purpose, basis, now).err();
        refused.map(|refusal| (refusal.code(), refusal.clause().map(str::to_owned)))
    };
    let because = |code, clause: &str| Some((code, Some(clause.to_owned())));
    assert_eq!(asked(&agreement, MARSA, Protection, Consent, NOW), None);
    let table = [
        (MARSA, Continuity, Consent, "agreement.known_purpose_not_covered", "3.1"),
        (MARSA, Protection, PublicInterest, "agreement.known_basis_not_covered", "3.1"),
        (NASEEM, Protection, Consent, "agreement.not_a_party", "1.1"),
    ];
    for (to, purpose, basis, code, clause) in table {
        assert_eq!(asked(&agreement, to, purpose, basis, NOW), because(code, clause));
    }
    let after = asked(&agreement, MARSA, Protection, Consent, agreement.until);
    assert_eq!(after, because("agreement.ended", "6.1"));
    let silent = Agreement { known: None, ..agreement };
    let refused = asked(&silent, MARSA, Protection, Consent, NOW);
    assert_eq!(refused, because("agreement.known_not_covered", "3.1"));
    assert_eq!(Agreement::from_cbor(&silent.to_cbor()), Ok(silent));
}

#[test]
fn a_working_day_is_a_day_of_the_agency_whose_clock_runs() {
    let agreement = between(DANA, MARSA);
    let limits = (TimeLimit::WorkingDays(1), TimeLimit::WorkingDays(2));
    let timer =
        Timer { urgency: Urgency::Routine, decide: limits.0, expire: limits.1, steps: None };
    // Thursday 20 November 2025, 10:00.
    let now = crate::time::Date { year: 2025, month: 11, day: 20 }.at_minute(600);
    let monday = now.plus_days(4).plus_minutes(330);
    assert_eq!(agreement.times(&timer, DANA, now), Ok((monday, monday.plus_days(1))));
    let friday_noon = now.plus_days(1).plus_minutes(120);
    assert_eq!(agreement.times(&timer, MARSA, now), Ok((friday_noon, monday)));
    let stranger = agreement.times(&timer, STRANGER, now);
    assert!(matches!(stranger, Err(Refusal::NotAParty { .. })));
}

#[test]
fn the_corpus_of_the_fuzzer_is_read() {
    let bytes = corpus("agreement", &between(DANA, MARSA).to_cbor());
    assert_eq!(Agreement::from_cbor(&bytes).err(), None);
}

/// Marsa and Dana, Dana an entity of this kind.
fn with(sector: Sector, private: bool) -> Agreement {
    let mut agreement = between(MARSA, DANA);
    agreement.parties[1].sector = Some(sector);
    agreement.private = private.then(|| PrivateClause { number: "3.1".to_owned() });
    let widest = Agreement::widest(&agreement.parties, private);
    for row in &mut agreement.schedule {
        row.fields.retain(|field| widest.contains(field));
    }
    agreement
}

#[test]
fn contract_a26_a_private_party_gets_nothing_about_a_person_without_a_clause_of_its_own() {
    let exchange = exchange(&[Service::Shelter], &[Field::Needs]);
    for sector in Sector::ALL.iter().copied() {
        let (without, granted) = (with(sector, false), with(sector, true));
        assert_eq!((without.check(), granted.check()), (Ok(()), Ok(())), "{sector}");
        let refused = without.allows(&exchange, NOW).err();
        let expected = (sector == Sector::Private)
            .then(|| Refusal::PrivateNotGranted { clause: "3.1".to_owned() });
        assert_eq!(refused, expected, "{sector}");
        assert_eq!(granted.allows(&exchange, NOW), Ok(()), "{sector}");
    }
    let without = with(Sector::Private, false);
    assert!(without.schedule.iter().all(|row| row.fields.is_empty()), "nothing is scheduled");
    let asked = without.may_ask_for_place(MARSA, DANA, NOW).unwrap_err();
    assert_eq!((asked.code(), asked.clause()), ("agreement.private_not_granted", Some("3.1")));
    let known = |agreement: &Agreement, from, to| {
        let (purpose, basis) = (KnownPurpose::Protection, LawfulBasis::Consent);
        agreement.may_ask(from, to, purpose, basis, NOW).map(|_| ()).map_err(|r| r.code())
    };
    for (from, to) in [(MARSA, DANA), (DANA, MARSA)] {
        assert_eq!(known(&without, from, to), Err("agreement.private_not_granted"));
        assert_eq!(known(&with(Sector::Private, true), from, to), Ok(()));
    }
}

#[test]
fn contract_a26_no_schedule_is_wider_than_the_kind_of_its_parties_allows() {
    for (sector, field, fits) in [
        (Sector::Local, Field::Account, true),
        (Sector::Private, Field::Phone, true),
        (Sector::Private, Field::Account, false),
        (Sector::Private, Field::EmiratesId, false),
        (Sector::Academic, Field::Name, false),
        (Sector::Academic, Field::Birth, true),
        (Sector::International, Field::Harm, false),
    ] {
        let mut agreement = with(sector, true);
        agreement.schedule[0].fields = vec![field];
        let expected = if fits { Ok(()) } else { Err("scope") };
        assert_eq!(agreement.check(), expected, "{sector} {field}");
    }
    // Granted in the schedule, without the clause: not signed and not read.
    let mut sly = with(Sector::Private, true);
    sly.private = None;
    assert_eq!(sly.check(), Err("scope"));
    assert_eq!(Agreement::from_cbor(&sly.to_cbor()), Err(WireError::Invalid { part: "scope" }));
}

#[test]
fn contract_a26_the_data_protection_law_binds_private_controllers_and_no_government() {
    let bound: Vec<Sector> =
        Sector::ALL.iter().copied().filter(|one| one.is_private_controller()).collect();
    assert_eq!(bound, [Sector::PublicBenefit, Sector::Private]);
}
