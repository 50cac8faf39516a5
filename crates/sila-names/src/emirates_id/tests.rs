use super::*;
use proptest::prelude::*;

fn id(text: &str) -> EmiratesId {
    EmiratesId::parse(text).unwrap()
}

#[test]
fn any_way_of_writing_it_is_read() {
    for text in [
        "784-1990-1234567-6",
        "784199012345676",
        " 784 1990 1234567 6 ",
        "784–1990–1234567–6",
        "٧٨٤-١٩٩٠-١٢٣٤٥٦٧-٦",
        "۷۸۴۱۹۹۰۱۲۳۴۵۶۷۶",
        "\u{2066}784-1990-1234567-6\u{2069}",
        "784/1990/1234567/6",
        "784\u{00A0}1990\t1234567\n6",
    ] {
        assert_eq!(id(text).digits(), "784199012345676", "{text}");
        assert_eq!(id(text).formatted(), "784-1990-1234567-6");
        assert_eq!(id(text).masked(), "784-1990-XXXXXXX-X");
    }
}

#[test]
fn only_another_shape_is_refused() {
    let table = [
        ("", NotAnEmiratesId::Length { digits: 0 }),
        ("784-1990-1234567", NotAnEmiratesId::Length { digits: 14 }),
        ("784-1990-1234567-61", NotAnEmiratesId::Length { digits: 16 }),
        ("123456789", NotAnEmiratesId::Length { digits: 9 }),
        ("785-1990-1234567-6", NotAnEmiratesId::Prefix),
        ("784-1990-1234567-X", NotAnEmiratesId::Characters),
        ("784-1990-123456A-6", NotAnEmiratesId::Characters),
        ("لا يوجد", NotAnEmiratesId::Characters),
    ];
    for (text, problem) in table {
        assert_eq!(EmiratesId::parse(text), Err(problem), "{text}");
    }
}

#[test]
fn a_wrong_check_digit_is_a_warning() {
    for good in
        ["784-1984-1234567-4", "784-1990-1234567-6", "784-2000-7654321-2", "784-1979-1234567-1"]
    {
        assert_eq!(id(good).warnings(None), [], "{good}");
    }
    for number in 1..=20_u32 {
        let checks = [9, 7, 5, 3, 0, 8, 6, 4, 2, 0, 8, 6, 4, 2, 9, 7, 5, 3, 1, 9];
        let check = checks[usize::try_from(number).unwrap() - 1];
        let text = format!("784-1900-{number:07}-{check}");
        assert_eq!(id(&text).warnings(Some(1900)), [], "{text}");
    }
    assert_eq!(id("784-1990-1234567-1").warnings(Some(1990)), [Warning::CheckDigit]);
}

#[test]
fn another_year_is_a_warning() {
    let differs = Warning::YearDiffers { in_number: 1900, on_file: 1993 };
    assert_eq!(id("784-1900-0000001-9").warnings(Some(1993)), [differs]);
    assert_eq!(id("784-1900-0000001-9").warnings(None), []);
    assert_eq!(id("784-1900-0000001-8").warnings(Some(1993)), [Warning::CheckDigit, differs]);
}

#[test]
fn debug_is_masked() {
    assert_eq!(format!("{:?}", id("784199012345676")), "EmiratesId(784-1990-XXXXXXX-X)");
}

proptest! {
    #[test]
    fn exactly_one_check_digit_fits(body in 0_u64..100_000_000_000) {
        let fits = (0..10).filter(|check| {
            id(&format!("784{body:011}{check}")).warnings(None).is_empty()
        });
        prop_assert_eq!(fits.count(), 1);
    }

    #[test]
    fn one_wrong_digit_is_always_noticed(body in 0_u64..100_000_000_000, at in 3_usize..15, by in 1_u8..10) {
        let good = (0..10)
            .map(|check| id(&format!("784{body:011}{check}")))
            .find(|id| id.warnings(None).is_empty())
            .unwrap();
        let mut digits = good.digits().as_bytes().to_vec();
        digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
        let wrong = id(std::str::from_utf8(&digits).unwrap());
        prop_assert_eq!(wrong.warnings(None), [Warning::CheckDigit]);
    }

    #[test]
    fn any_text_is_answered(text in "[\\PC0-9٠-٩ -]{0,30}") {
        if let Ok(id) = EmiratesId::parse(&text) {
            prop_assert_eq!(EmiratesId::parse(&id.formatted()), Ok(id));
        }
    }
}
