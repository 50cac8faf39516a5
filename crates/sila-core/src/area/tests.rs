use super::*;

fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).unwrap()
}

fn several(codes: &[&str]) -> Resolution {
    Resolution::Several(codes.iter().map(|text| code(text)).collect())
}

/// Full names that another place has too, so that the name alone is a question.
const SHARED_FULL_NAMES: [&str; 3] = ["AE-SH-HMR", "AE-SH-SHJ-RML", "AE-FU-MSF"];

#[test]
fn every_line_of_the_list_is_an_area() {
    let lines = CSV.lines().filter(|line| !line.trim().is_empty()).count();
    assert_eq!(all().len(), lines - 1);
    assert_eq!(all().len(), 88);
    assert!(CSV.lines().all(|line| line.split(',').count() == FIELDS), "a comma inside a field");
    assert!(!CSV.contains('"'));
    assert_eq!(emirates().count(), 7);
    for (at, area) in all().iter().enumerate() {
        assert!(all()[..at].iter().all(|other| other.code != area.code), "{} twice", area.code);
        assert_eq!(area.parent.is_none(), top(area), "{}", area.code);
    }
}

fn top(area: &Area) -> bool {
    matches!(area.kind, AreaKind::Emirate | AreaKind::Special)
}

#[test]
fn every_area_lies_in_the_emirate_that_its_code_says() {
    for area in all() {
        let by_code = area.code.as_str().get(..5).and_then(|text| AreaCode::parse(text).ok());
        assert_eq!(emirate_of(&area.code), by_code, "{}", area.code);
        assert!(is_within(&area.code, &area.code));
        if let Some(parent) = area.parent {
            assert!(parent.area().is_some(), "{} has no parent", area.code);
            assert!(is_within(&area.code, &parent) && !is_within(&parent, &area.code));
            assert!(children(&parent).any(|child| child.code == area.code));
        }
        for emirate in emirates() {
            assert_eq!(is_within(&area.code, &emirate.code), by_code == Some(emirate.code));
        }
        assert_eq!(area.code.is_special(), emirate_of(&area.code).is_none());
    }
}

#[test]
fn every_area_is_found_by_its_code_and_by_its_full_names() {
    for area in all() {
        assert_eq!(resolve(area.code.as_str()), Resolution::One(area.code));
        for name in [area.name_en, area.name_ar] {
            let found = resolve(name);
            if SHARED_FULL_NAMES.contains(&area.code.as_str()) {
                assert!(
                    matches!(&found, Resolution::Several(c) if c.contains(&area.code)),
                    "{name}"
                );
            } else {
                assert_eq!(found, Resolution::One(area.code), "{name}");
            }
        }
        for alias in &area.aliases {
            match resolve(alias) {
                Resolution::One(one) => assert_eq!(one, area.code, "{alias}"),
                Resolution::Several(codes) => assert!(codes.contains(&area.code), "{alias}"),
                Resolution::Unknown => panic!("{alias} is not found"),
            }
        }
    }
}

#[test]
fn every_place_is_found_by_its_name_followed_by_its_emirate() {
    for area in all().iter().filter(|area| !top(area)) {
        let emirate = find(emirate_of(&area.code).unwrap().as_str()).unwrap();
        for (name, place) in [(area.name_ar, emirate.name_ar), (area.name_en, emirate.name_en)] {
            for text in [format!("{name} {place}"), format!("{name}، {place}")] {
                assert_eq!(resolve(&text), Resolution::One(area.code), "{text}");
            }
        }
    }
}

#[test]
fn contract_b17_a_shared_name_is_always_a_question() {
    let dibba = ["AE-SH-DBH", "AE-FU-DBF", "XX-OUT"];
    let nahda = ["AE-SH-SHJ-NHD", "AE-DU-DXB-NHD"];
    let rashidiya = ["AE-DU-DXB-RSH", "AE-AJ-AJM-RSH"];
    let manama = ["AE-AJ-MNM", "XX-OUT"];
    let table: &[(&str, &[&str])] = &[
        ("دبا", &dibba),
        (" دِبَا ", &dibba),
        ("دبــا", &dibba),
        ("Dibba", &dibba),
        ("DIBBA", &dibba),
        ("النهدة", &nahda),
        ("النهده", &nahda),
        ("نهدة", &nahda),
        ("Al Nahda", &nahda),
        ("al-nahda", &nahda),
        ("الراشدية", &rashidiya),
        ("Al Rashidiya", &rashidiya),
        ("المنامة", &manama),
        ("المنامه", &manama),
        ("Al Manama", &manama),
        ("الحمرية", &["AE-SH-HMR", "AE-DU"]),
        ("Al Hamriyah", &["AE-SH-HMR", "AE-DU"]),
        ("مسافي", &["AE-FU-MSF", "AE-RK"]),
        ("الرملة", &["AE-SH-SHJ-RML"]),
    ];
    for (text, codes) in table {
        assert_eq!(resolve(text), several(codes), "{text}");
    }
}

#[test]
fn an_emirate_beside_a_shared_name_answers_the_question() {
    let table = [
        ("دبا الحصن", "AE-SH-DBH"),
        ("دبا الفجيرة", "AE-FU-DBF"),
        ("دبا الشارقة", "AE-SH-DBH"),
        ("Dibba, Fujairah", "AE-FU-DBF"),
        ("النهدة دبي", "AE-DU-DXB-NHD"),
        ("النهدة (الشارقة)", "AE-SH-SHJ-NHD"),
        ("Al Nahda Sharjah", "AE-SH-SHJ-NHD"),
        ("المنامة عجمان", "AE-AJ-MNM"),
        ("الحمرية، الشارقة", "AE-SH-HMR"),
        ("الحمرية دبي", "AE-DU"),
        ("مسافي رأس الخيمة", "AE-RK"),
        ("مسافي الفجيره", "AE-FU-MSF"),
    ];
    for (text, expected) in table {
        assert_eq!(resolve(text), Resolution::One(code(expected)), "{text}");
    }
}

#[test]
fn spelling_differences_do_not_matter() {
    let table = [
        ("خورفكان", "AE-SH-KFK"),
        ("خور فكان", "AE-SH-KFK"),
        ("خَوْر فَكّان", "AE-SH-KFK"),
        ("khor FAKKAN", "AE-SH-KFK"),
        ("راس الخيمه", "AE-RK"),
        ("ابو ظبى", "AE-AZ"),
        ("أبوظبي", "AE-AZ"),
        ("كلبا", "AE-SH-KLB"),
        ("المناطق الصناعية ١–١٨", "AE-SH-SHJ-IND"),
        ("\u{2067}الذيد\u{2069}", "AE-SH-DHD"),
        ("Dhaid", "AE-SH-DHD"),
        ("ام القيوين", "AE-UQ"),
    ];
    for (text, expected) in table {
        assert_eq!(resolve(text), Resolution::One(code(expected)), "{text}");
    }
}

#[test]
fn what_is_no_place_is_unknown() {
    for text in ["", "  ", "ال", "al", "دبا دبا", "Atlantis", "النهدة الفجيرة", "AE-SH-XXX", "\0"]
    {
        assert_eq!(resolve(text), Resolution::Unknown, "{text:?}");
    }
    assert!(AreaCode::parse("ae-sh").is_err() && AreaCode::parse("").is_err());
}

#[test]
fn the_named_codes_are_in_the_list() {
    for special in
        [AreaCode::NO_FIXED_ABODE, AreaCode::UNKNOWN, AreaCode::WITHHELD, AreaCode::ABROAD]
    {
        assert_eq!(special.area().map(|area| area.kind), Some(AreaKind::Special));
        assert!(special.is_special());
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}") {
        if let Resolution::Several(codes) = resolve(&text) {
            proptest::prop_assert!(!codes.is_empty());
        }
    }
}
