//! Who is named in a text, and what names nobody.

use sila_core::ids::PersonId;

use super::*;
use sila_names::traces;

fn words() -> Words {
    let people = [
        ("فاطمة أحمد الكثيبي", "Fatima Ahmed Al Kuthaibi"),
        ("عبد الرحمن حمدان السنونوي", "Abdulrahman Hamdan Al Sanonawi"),
        ("سعيد كريم المرجاني", "Saeed Kareem Al Marjani"),
        ("أمل علي البيان", "Amal Ali Al Bayan"),
        ("مريم علي السهل", ""),
    ];
    let mut words = Words::default();
    for (n, (ar, latin)) in (1_u128..).zip(people) {
        let (ar, latin) = (Name::parse(ar), Name::parse(latin));
        words.insert(PersonId(uuid::Uuid::from_u128(n)), &[&ar, &latin], &[]);
    }
    words
}

fn named(text: &str) -> Vec<String> {
    let written = traces::words(text);
    let found = words().mentions(text, &written);
    found
        .iter()
        .map(|(from, to)| text[written[*from].from..written[to - 1].to].to_owned())
        .collect()
}

#[test]
fn a_known_person_is_found_however_she_is_written() {
    let table: [(&str, &[&str]); 13] = [
        ("جاءت فاطمة أحمد إلى الدار", &["فاطمة أحمد"]),
        ("وقالت فاطمه الكثيبي إنها بخير", &[]),
        ("لفاطمة أحمد الكثيبي طفلان", &["لفاطمة أحمد الكثيبي"]),
        ("Fatma Ahmad came, and Fatimah Ahmed left", &["Fatma Ahmad", "Fatimah Ahmed"]),
        ("Fatima's sister Fatima Ahmed Al Kuthaibi", &["Fatima Ahmed Al Kuthaibi"]),
        ("لدى عبد الرحمن حمدان", &["عبد الرحمن حمدان"]),
        ("Abdul Rahman Hamdan was asked", &["Abdul Rahman Hamdan"]),
        ("السيدة فاطمة رفضت", &["فاطمة"]),
        ("a woman named Fatima", &["Fatima"]),
        ("سعيد كريم المرجاني", &["سعيد كريم المرجاني"]),
        ("قال كريم المرجاني", &["كريم المرجاني"]),
        ("مريم علي", &["مريم علي"]),
        ("رأينا أمل علي البيان هنا", &["أمل علي البيان"]),
    ];
    for (text, wanted) in table {
        if wanted.is_empty() {
            // The first and the last of three names: they do not stand beside each other on file, but one bears both.
            assert_eq!(named(text), ["فاطمه الكثيبي"], "{text}");
        } else {
            assert_eq!(named(text), wanted, "{text}");
        }
    }
}

#[test]
fn everyday_words_and_single_names_hold_nothing() {
    let table = [
        "أمل على الطريق، والبيان على ما هو",
        "أمل لكل أسرة",
        "الطفل سعيد الآن",
        "فاطمة وأحمد ومريم أسماء شائعة",
        "Every Fatima has a story. Ahmed too.",
        "البيان الختامي على السهل",
        "Hope and amal in a new day; the statement said so",
        "",
        "مريم. علي هذا ما يقال",
        "البيان الختامي",
    ];
    for text in table {
        assert_eq!(named(text), Vec::<String>::new(), "{text}");
    }
}
