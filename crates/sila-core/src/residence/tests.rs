use super::*;
use crate::agreement::tests::{DANA, MARSA, NASEEM, NOW, STRANGER, between};
use crate::area;

fn home(code: &str) -> Residence {
    Residence {
        area: Some(AreaCode::parse(code).unwrap()),
        evidence: Evidence::EmiratesId,
        usual_home: true,
        present_area: None,
        stay_days: None,
        risk_near_home: false,
    }
}

fn at_marsa(residence: &Residence) -> Suggestion {
    let (dana, naseem) = (between(DANA, MARSA), between(MARSA, NASEEM));
    suggest(MARSA, residence, &[&dana, &naseem], NOW)
}

fn reasons_of(suggestion: &Suggestion) -> &[Reason] {
    match suggestion {
        Suggestion::Refer { reasons, .. }
        | Suggestion::Keep { reasons }
        | Suggestion::HumanDecides { reasons, .. } => reasons,
    }
}

fn goes_to(suggestion: &Suggestion) -> Option<AgencyId> {
    match suggestion {
        Suggestion::Refer { to, basis: Basis::Residence, .. } => Some(*to),
        Suggestion::Keep { .. } => Some(MARSA),
        _ => None,
    }
}

#[test]
fn contract_b17_every_area_of_the_list_goes_where_the_clause_says() {
    for area in area::all() {
        let suggestion = at_marsa(&home(area.code.as_str()));
        let expected = match &area.code.as_str()[..5] {
            "AE-SH" => Some(DANA),
            "AE-DU" => Some(MARSA),
            "AE-RK" => Some(NASEEM),
            _ => None,
        };
        assert_eq!(goes_to(&suggestion), expected, "{}", area.code);
        if let Suggestion::Refer { clause, agreement, .. } = &suggestion {
            assert_eq!(clause, "4.2");
            let with = if expected == Some(DANA) { (DANA, MARSA) } else { (MARSA, NASEEM) };
            assert_eq!(*agreement, between(with.0, with.1).id);
        }
    }
}

#[test]
fn contract_b17_an_unusable_residence_is_decided_by_a_person() {
    let table = [
        ("AE-XX-NFA", Reason::NoFixedAbode),
        ("AE-XX-UNK", Reason::Unknown),
        ("AE-XX-PRT", Reason::Withheld),
        ("XX-OUT", Reason::Abroad),
        ("AE-FU-DBF", Reason::NobodyCovers),
        ("AE-AZ-AAN", Reason::NobodyCovers),
    ];
    for (code, reason) in table {
        let Suggestion::HumanDecides { reasons, candidates } = at_marsa(&home(code)) else {
            panic!("{code} decided by itself");
        };
        assert_eq!(reasons, [reason]);
        // The agency where the person is stays first.
        let order: Vec<AgencyId> = candidates.iter().map(|candidate| candidate.to).collect();
        assert_eq!(order, [MARSA, DANA, NASEEM]);
    }
    assert_eq!(reasons_of(&at_marsa(&Residence::unknown())), [Reason::NoArea]);
}

#[test]
fn a_visit_to_her_sister_does_not_change_where_she_lives() {
    let mut residence = home("AE-SH-KFK");
    residence.present_area = AreaCode::parse("AE-DU-DXB-MRD").ok();
    residence.stay_days = Some(3);
    let suggestion = at_marsa(&residence);
    assert_eq!(goes_to(&suggestion), Some(DANA));
    let expected = [Reason::HomeThere, Reason::PresentElsewhere, Reason::ShortStay];
    assert_eq!(reasons_of(&suggestion), expected);
}

#[test]
fn a_place_that_is_not_the_usual_home_never_decides() {
    for (days, short) in [(0, true), (14, true), (15, false), (400, false)] {
        let mut residence = home("AE-SH-KFK");
        residence.usual_home = false;
        residence.stay_days = Some(days);
        let Suggestion::HumanDecides { reasons, .. } = at_marsa(&residence) else {
            panic!("a stay of {days} days made a residence");
        };
        assert_eq!(reasons[0], Reason::NotUsualHome);
        assert_eq!(reasons.contains(&Reason::ShortStay), short, "{days}");
    }
}

#[test]
fn a_shelter_or_hospital_never_decides_wherever_it_is() {
    for area in area::all() {
        let mut residence = home(area.code.as_str());
        residence.usual_home = false;
        assert_eq!(goes_to(&at_marsa(&residence)), None, "{}", area.code);
    }
}

#[test]
fn danger_near_home_proposes_moving_away_to_a_person() {
    for (code, last) in [("AE-SH-KFK", DANA), ("AE-DU-DXB-DEI", MARSA), ("AE-RK-RAK", NASEEM)] {
        let mut residence = home(code);
        residence.risk_near_home = true;
        let Suggestion::HumanDecides { reasons, candidates } = at_marsa(&residence) else {
            panic!("danger near home was overlooked in {code}");
        };
        assert_eq!(reasons[0], Reason::RiskNearHome);
        let bases: Vec<Basis> = candidates.iter().map(|candidate| candidate.basis).collect();
        assert_eq!(bases, [Basis::SafetyRelocation, Basis::SafetyRelocation, Basis::Residence]);
        assert_eq!(candidates[2].to, last);
    }
}

#[test]
fn contract_b04_without_an_agreement_in_force_nothing_is_suggested_to_leave() {
    let agreement = between(DANA, MARSA);
    let residence = home("AE-SH-KFK");
    for now in [Millis(agreement.from.0 - 1), agreement.until] {
        let suggestion = suggest(MARSA, &residence, &[&agreement], now);
        assert_eq!(goes_to(&suggestion), None);
        assert_eq!(reasons_of(&suggestion), [Reason::NotInForce]);
    }
    let none = suggest(MARSA, &residence, &[], NOW);
    assert_eq!(reasons_of(&none), [Reason::NobodyCovers]);
    let not_ours = suggest(STRANGER, &residence, &[&agreement], NOW);
    assert_eq!(reasons_of(&not_ours), [Reason::NobodyCovers]);
}

#[test]
fn two_competent_agencies_are_a_question_and_two_agreements_with_one_are_not() {
    let older = between(DANA, MARSA);
    let mut newer = older.clone();
    newer.from = older.from.plus_days(1);
    newer.id = AgreementId(uuid::Uuid::from_u128(99));
    newer.residence.number = "7.7".to_owned();
    for order in [[&older, &newer], [&newer, &older]] {
        let Suggestion::Refer { agreement, clause, .. } =
            suggest(MARSA, &home("AE-SH"), &order, NOW)
        else {
            panic!("no suggestion");
        };
        assert_eq!((agreement, clause.as_str()), (newer.id, "7.7"));
    }
    let mut rival = between(MARSA, NASEEM);
    rival.parties[1].covers = vec![AreaCode::parse("AE-SH-KFK").unwrap()];
    let suggestion = suggest(MARSA, &home("AE-SH-KFK"), &[&older, &rival], NOW);
    assert_eq!(reasons_of(&suggestion)[0], Reason::SeveralCovers);
    let elsewhere = suggest(MARSA, &home("AE-SH-KLB"), &[&older, &rival], NOW);
    assert_eq!(goes_to(&elsewhere), Some(DANA));
}

#[test]
fn a_residence_without_evidence_says_so() {
    let mut residence = home("AE-SH-KFK");
    residence.evidence = Evidence::Nothing;
    let suggestion = at_marsa(&residence);
    assert_eq!(reasons_of(&suggestion), [Reason::HomeThere, Reason::NoEvidence]);
}
