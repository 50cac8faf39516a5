use super::*;
use proptest::prelude::*;

#[test]
fn any_way_of_writing_it_has_one_form() {
    let table: &[(&str, Kind, &str, &[&str])] = &[
        (
            "+971501234567",
            Kind::Mobile,
            "050 123 4567",
            &[
                "0501234567",
                "050 123 4567",
                "050-123-4567",
                "+971 50 123 4567",
                "00971501234567",
                "00971 50 1234567",
                "971501234567",
                "+971 (0)50 123 4567",
                "+9710501234567",
                "501234567",
                "٠٥٠١٢٣٤٥٦٧",
                "+٩٧١ ٥٠ ١٢٣ ٤٥٦٧",
                "\u{2066}+971501234567\u{2069}",
            ],
        ),
        (
            "+97165015777",
            Kind::Fixed,
            "06 501 5777",
            &["06 501 5777", "065015777", "+971 6 501 5777", "0097165015777", "65015777"],
        ),
        ("+97143331111", Kind::Fixed, "04 333 1111", &["04 333 1111"]),
        ("+97197112345", Kind::Fixed, "09 711 2345", &["097112345", "97112345"]),
        ("+971800700", Kind::TollFree, "800700", &["800700", "800 700", "+971 800 700"]),
        ("+9718008007", Kind::TollFree, "8008007", &["8008007"]),
        ("+971800800700", Kind::TollFree, "800800700", &["800800700"]),
        ("+971600555555", Kind::Shared, "600555555", &["600 555555"]),
        ("+971590000001", Kind::MobileUnassigned, "059 000 0001", &["+971590000001"]),
        ("+442079460000", Kind::Foreign, "+442079460000", &["+44 20 7946 0000", "0044 2079460000"]),
        ("+96824123456", Kind::Foreign, "+96824123456", &["+968 2412 3456"]),
    ];
    for (e164, kind, national, texts) in table {
        for text in *texts {
            let phone = Phone::parse(text).unwrap();
            assert_eq!((phone.e164(), phone.kind()), (*e164, *kind), "{text}");
            assert_eq!(phone.national(), *national, "{text}");
            assert_eq!(Phone::parse(phone.e164()), Ok(phone.clone()));
            assert_eq!(Phone::parse(&phone.national()), Ok(phone));
        }
    }
}

#[test]
fn every_mobile_prefix() {
    for prefix in 0..10 {
        let phone = Phone::parse(&format!("05{prefix}1234567")).unwrap();
        let assigned = [0, 2, 3, 4, 5, 6, 8].contains(&prefix);
        assert_eq!(phone.kind() == Kind::Mobile, assigned, "05{prefix}");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    let table = [
        ("", NotAPhone::Length { digits: 0 }),
        ("999", NotAPhone::Length { digits: 3 }),
        ("+", NotAPhone::Length { digits: 0 }),
        ("+1234567890123456", NotAPhone::Length { digits: 16 }),
        ("123456789012345678", NotAPhone::Length { digits: 18 }),
        ("+12345", NotAPhone::Length { digits: 5 }),
        ("050 123 456", NotAPhone::NotInPlan),
        ("050 123 45678", NotAPhone::NotInPlan),
        ("01 234 5678", NotAPhone::NotInPlan),
        ("+971 1 234 5678", NotAPhone::NotInPlan),
        ("2079460000", NotAPhone::NotInPlan),
        ("+0441234567", NotAPhone::NotInPlan),
        ("050-123-456x", NotAPhone::Characters),
        ("05+01234567", NotAPhone::Characters),
        ("++971501234567", NotAPhone::Characters),
        ("لا يوجد", NotAPhone::Characters),
    ];
    for (text, problem) in table {
        assert_eq!(Phone::parse(text), Err(problem), "{text}");
    }
}

#[test]
fn debug_is_masked() {
    let phone = Phone::parse("0501234567").unwrap();
    assert_eq!(format!("{phone:?}"), "Phone(+971XXXXXX567)");
    let short = Phone::parse("80070").unwrap();
    assert_eq!(short.masked(), "+971XX070");
}

proptest! {
    #[test]
    fn any_text_is_answered_and_its_form_is_stable(text in "[\\PC0-9٠-٩ +()-]{0,24}") {
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert!(phone.e164().starts_with('+') && phone.e164().len() <= 16);
            prop_assert!(phone.e164().chars().skip(1).all(|c| c.is_ascii_digit()));
            prop_assert_eq!(Phone::parse(phone.e164()), Ok(phone));
        }
    }
}
