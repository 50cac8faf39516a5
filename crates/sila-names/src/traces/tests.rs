use super::*;

fn found(text: &str) -> Vec<(&'static str, &str)> {
    traces(text).into_iter().map(|trace| (trace.kind.code(), &text[trace.from..trace.to])).collect()
}

#[test]
fn what_points_to_a_person_is_found_in_both_scripts() {
    let table: [(&str, &[(&str, &str)]); 30] = [
        ("رقم هويتها 784-1990-1234567-1 في الملف", &[("EMIRATES_ID", "784-1990-1234567-1")]),
        ("ID ٧٨٤١٩٩٠١٢٣٤٥٦٧١.", &[("EMIRATES_ID", "٧٨٤١٩٩٠١٢٣٤٥٦٧١")]),
        ("call 050 123 4567 today", &[("PHONE", "050 123 4567")]),
        ("هاتفها 0501234567", &[("PHONE", "0501234567")]),
        (
            "+971 50 123 4567 or 00971501234567",
            &[("PHONE", "+971 50 123 4567"), ("PHONE", "00971501234567")],
        ),
        ("971501234567", &[("PHONE", "971501234567")]),
        ("mobile 501234567", &[("PHONE", "501234567")]),
        ("٠٥٠-١٢٣-٤٥٦٧", &[("PHONE", "٠٥٠-١٢٣-٤٥٦٧")]),
        ("landline 06 501 5777", &[("PHONE", "06 501 5777")]),
        ("her brother's +44 20 7946 0000", &[("PHONE", "+44 20 7946 0000")]),
        ("write to sara.k@example.ae.", &[("EMAIL", "sara.k@example.ae")]),
        ("بريدها (s_k@example.com)", &[("EMAIL", "s_k@example.com")]),
        (
            "see C-26-000123 and R-MARSA-26-00012",
            &[("REFERENCE", "C-26-000123"), ("REFERENCE", "R-MARSA-26-00012")],
        ),
        ("الإحالة R-DANA-26-00001،", &[("REFERENCE", "R-DANA-26-00001")]),
        ("passport N1234567 was kept", &[("NUMBER", "N1234567")]),
        ("file 4021987700123", &[("NUMBER", "4021987700123")]),
        ("P.O. Box 2345, Sharjah", &[("ADDRESS", "P.O. Box 2345")]),
        ("ص.ب 2345", &[("ADDRESS", "ص.ب 2345")]),
        ("صندوق بريد رقم ٢٣٤٥", &[("ADDRESS", "صندوق بريد رقم ٢٣٤٥")]),
        ("she lives in villa 12", &[("ADDRESS", "villa 12")]),
        ("في شقة رقم 304", &[("ADDRESS", "شقة رقم 304")]),
        ("Flat no. 7B", &[("ADDRESS", "Flat no. 7B")]),
        ("car plate Dubai A 12345", &[("PLATE", "plate Dubai A 12345")]),
        ("سيارة الشارقة 3 12345", &[("PLATE", "الشارقة 3 12345")]),
        ("رقم اللوحة 45678", &[("PLATE", "اللوحة 45678")]),
        ("born on 11 April 1994", &[("BIRTH_DATE", "11 April 1994")]),
        ("مواليد 11/4/2016", &[("BIRTH_DATE", "11/4/2016")]),
        ("تاريخ الميلاد: ١١ أبريل ١٩٩٤", &[("BIRTH_DATE", "١١ أبريل ١٩٩٤")]),
        ("(03-09-1987)", &[("BIRTH_DATE", "03-09-1987")]),
        ("1987-09-03", &[("BIRTH_DATE", "1987-09-03")]),
    ];
    for (text, wanted) in table {
        assert_eq!(found(text), wanted, "{text}");
    }
}

#[test]
fn what_everybody_may_know_is_no_trace() {
    let table = [
        "Call 800700 or 800 988 at any hour.",
        "In 2024 and 2025 we saw 1,240 cases, 35 % more than in 2023.",
        "المادة 12 من القانون رقم 3 لسنة 2016",
        "The visit is made within 48 hours; 3 of 5 teams did so on 12 March 2026.",
        "بدأ العمل في 1/9/2024 وانتهى في 15/3/2025",
        "MOU-DEMO-001, clause 4.2, version 1.0.3",
        "Between 09:00 and 17:30, budget AED 1,500,000",
        "The house has two floors. A building of 2019.",
        "شارع السلام، والمنزل آمن",
        "From 10 to 20 to 30 minutes",
        "",
        "👩‍👧 ٪ + ++ 0 00 -- @ a@ @b",
    ];
    for text in table {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn words_know_where_they_stand_and_where_a_sentence_begins() {
    let text = "قالت السيّدة: «نعم». Then Sa'eed came";
    let words = words(text);
    let shown: Vec<(&str, bool)> =
        words.iter().map(|word| (word.text.as_str(), word.begins)).collect();
    let wanted = [
        ("قالت", true),
        ("السيده", false),
        ("نعم", true),
        ("then", true),
        ("saeed", false),
        ("came", false),
    ];
    assert_eq!(shown, wanted);
    assert_eq!(&text[words[4].from..words[4].to], "Sa'eed");
}

#[test]
fn hostile_texts_end_and_give_ranges_that_hold() {
    let long = "0501234567".repeat(3_000);
    let mixed = "784-\u{200f}1990\u{202e}-1234567-1 ".repeat(500);
    for text in
        [long.as_str(), &mixed, "\u{0640}\u{0640}", "a\u{0301}@b.c", "٠".repeat(9_999).as_str()]
    {
        for trace in traces(text) {
            assert!(text.get(trace.from..trace.to).is_some_and(|piece| !piece.is_empty()));
        }
    }
}
