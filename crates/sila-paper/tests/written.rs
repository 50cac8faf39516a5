//! What is in the file: read with the tools of poppler (`pdftotext`, `pdfinfo`, `pdffonts`; `bin/setup` installs them).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets the unexpected stops there"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use sila_paper::{Column, Day, Language, Margins, Paper, PaperError, Text, Tone, write};

/// What a tool of poppler says of a file.
fn tool(name: &str, args: &[&str], file: &[u8]) -> String {
    let mut child = Command::new(name)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{name}: {error}; bin/setup installs poppler-utils"));
    let mut input = child.stdin.take().unwrap();
    let bytes = file.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{name} refused the file");
    // Titles of parts are shown in UTF-16 between the words, which are in UTF-8.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The letters of a file as they are copied out of it. The tool adds marks of direction, and moves the room between words of two directions to
/// where those marks put it back: both are left out, here and in what is expected.
fn words(file: &[u8]) -> String {
    letters(&tool("pdftotext", &["-", "-"], file))
}

fn letters(text: &str) -> String {
    let kept = |c: char| {
        !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}') && !c.is_whitespace()
    };
    text.chars().filter(|c| kept(*c)).collect()
}

fn says(words: &str, expected: &str) {
    assert!(words.contains(&letters(expected)), "{expected:?} is not in {words}");
}

fn empty(language: Language) -> Paper {
    let arabic = language == Language::Arabic;
    let word = |ar: &str, en: &str| if arabic { ar } else { en }.to_owned();
    let margins = Margins {
        agency: word("دار الأمان لإيواء النساء والأطفال", "House of Safety for Women and Children"),
        reference: "R-MARSA-26-00042".to_owned(),
        caution: word("سرّي: لمن وُجّه إليه وحده", "Confidential: for the addressee only"),
        page_words: (word("صفحة", "Page"), word("من", "of")),
    };
    let day = Day { year: 2026, month: 11, day: 22 };
    Paper::new(language, word("رسالة إحالة", "Referral letter"), day, margins)
}

fn arabic() -> Paper {
    empty(Language::Arabic)
        .heading(1, "ملخص الحالة")
        .paragraph(
            Text::from("أُحيلت السيدة ")
                .name("Maryam Al Zaabi")
                .and(" برقم الهوية ")
                .identifier("784-1990-1234567-1")
                .and(" إلى الجهة المستقبِلة يوم 22/11/2026، ولا يُشارَك من بياناتها إلا ما نصّت عليه الاتفاقية."),
        )
        .items(vec![Text::from("الإيواء العاجل لمدة ٣ أشهر"), Text::from("الاستشارة القانونية")])
        .pairs(vec![("المرجع".to_owned(), Text::new().identifier("R-MARSA-26-00042"))])
        .table(
            vec![Column::new("الخدمة", 2), Column::new("المهلة", 1)],
            vec![vec!["الإيواء".into(), "24 ساعة".into()], vec!["الدعم النفسي".into(), "5 أيام عمل".into()]],
        )
        .note(Tone::Warning, "تنبيه", "لا يُرسل هذا المستند بالبريد العادي.")
}

fn english() -> Paper {
    empty(Language::English)
        .heading(1, "Summary")
        .paragraph(
            Text::from("Referred to the receiving agency by ")
                .name("مريم الزعابي")
                .and(" on 22/11/2026."),
        )
        .table(
            vec![Column::new("Service", 2), Column::new("Time", 1)],
            vec![vec!["Shelter".into(), "24 hours".into()]],
        )
}

#[test]
fn arabic_is_copied_out_in_its_logical_order() {
    let words = words(&write(&arabic()).unwrap());
    for expected in [
        "رسالة إحالة",
        "ملخص الحالة",
        "أُحيلت السيدة Maryam Al Zaabi برقم الهوية 784-1990-1234567-1 إلى الجهة المستقبِلة",
        "ولا يُشارَك من بياناتها إلا ما نصّت عليه الاتفاقية.",
        "الإيواء العاجل لمدة ٣ أشهر",
        "الاستشارة القانونية",
        "لا يُرسل هذا المستند بالبريد العادي.",
        "صفحة 1 من 1",
    ] {
        says(&words, expected);
    }
}

#[test]
fn english_is_copied_out_with_arabic_names_in_it() {
    let words = words(&write(&english()).unwrap());
    for expected in [
        "Referred to the receiving agency by مريم الزعابي on 22/11/2026.",
        "Shelter 24 hours",
        "Page 1 of 1",
    ] {
        says(&words, expected);
    }
}

#[test]
fn both_languages_stand_beside_each_other() {
    let paper = empty(Language::Arabic)
        .twin_title("Referral letter")
        .parallel_heading(1, "نطاق الاتفاقية", "Scope of the agreement")
        .parallel(
            "تُطبَّق أحكام هذه الاتفاقية على الطرفين.",
            "This agreement applies to both parties.",
        );
    let file = write(&paper).unwrap();
    let words = words(&file);
    for expected in [
        "رسالة إحالة",
        "Referral letter",
        "نطاق الاتفاقية",
        "Scope of the agreement",
        "تُطبَّق أحكام هذه الاتفاقية على الطرفين.",
        "This agreement applies to both parties.",
    ] {
        says(&words, expected);
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    for paper in [arabic(), english().watermark("DRAFT")] {
        let first = write(&paper).unwrap();
        assert_eq!(first, write(&paper).unwrap());
        let other = paper.clone().paragraph("x");
        assert_ne!(first, write(&other).unwrap());
    }
}

#[test]
fn the_file_says_its_title_and_what_its_parts_mean() {
    let file = write(&arabic()).unwrap();
    let about = tool("pdfinfo", &["-"], &file);
    for expected in ["Title:           رسالة إحالة", "Tagged:          yes", "PDF version:     1.7"]
    {
        assert!(about.contains(expected), "{expected:?} is not in {about}");
    }
    let meta = tool("pdfinfo", &["-meta", "-"], &file);
    assert!(meta.contains("<pdfuaid:part>1") && meta.contains("<pdfaid:part>2"), "{meta}");
    let parts = tool("pdfinfo", &["-struct-text", "-"], &file);
    for expected in ["H1", "Table", "TH", "TD", "LBody", "Lbl"] {
        assert!(parts.contains(expected), "{expected:?} is not in {parts}");
    }
}

#[test]
fn the_letters_are_in_the_file_and_no_others() {
    let file = write(&english()).unwrap();
    let fonts = tool("pdffonts", &["-"], &file);
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(!lines.is_empty() && lines.iter().all(|line| line.contains("yes yes yes")), "{fonts}");
    assert!(file.len() < 60_000, "{} bytes for one page", file.len());
}

#[test]
fn letters_that_no_face_has_are_still_copied_out() {
    let strange = "हिन्दी 👩‍👧 \u{e000} ڤێ";
    let file = write(&empty(Language::Arabic).paragraph(Text::free(strange))).unwrap();
    says(&words(&file), "हिन्दी");
}

#[test]
fn a_long_table_has_its_head_on_every_page_and_is_read_once() {
    let row = |n: u32| vec![Text::from(format!("row {n}")), "some words".into()];
    let columns = vec![Column::new("Unusual", 1), Column::new("Words", 2)];
    let file = write(&empty(Language::English).table(columns, (0..90).map(row).collect())).unwrap();
    let words = words(&file);
    says(&words, "Page 4 of 4");
    assert_eq!(words.matches("Unusual").count(), 4);
    assert_eq!(tool("pdfinfo", &["-struct-text", "-"], &file).matches("Unusual").count(), 1);
}

#[test]
fn a_word_longer_than_the_line_is_divided_and_not_lost() {
    let hash = "0123456789abcdef".repeat(16);
    let file = write(&empty(Language::Arabic).paragraph(Text::new().identifier(&hash))).unwrap();
    says(&words(&file), &hash);
}

#[test]
fn what_is_too_much_is_refused_by_name() {
    let refused = |paper: Paper| write(&paper).unwrap_err().code();
    let many = (0..12_000).fold(empty(Language::English), |paper, _| paper.paragraph("line"));
    assert_eq!(refused(many), "paper.too_many_pages");
    assert_eq!(refused(empty(Language::English).paragraph("x".repeat(1 << 17))), "paper.too_long");
    let long =
        (0..40).fold(empty(Language::English), |paper, _| paper.paragraph("x".repeat(30_000)));
    assert_eq!(refused(long), "paper.too_long");
    assert_eq!(
        refused(empty(Language::English).square("x".repeat(3000), "", vec![])),
        "paper.square"
    );
    assert_eq!(refused(empty(Language::English).table(vec![], vec![])), "paper.table");
    let columns = vec![Column::new("a", 1)];
    let odd = empty(Language::English).table(columns, vec![vec!["a".into(), "b".into()]]);
    assert_eq!(write(&odd), Err(PaperError::Table(2)));
}

#[test]
fn a_document_without_words_is_a_page() {
    let nothing = Paper::new(
        Language::Arabic,
        "عنوان",
        Day { year: 2026, month: 1, day: 1 },
        Margins::default(),
    );
    let paper = nothing
        .paragraph("")
        .items(vec![])
        .pairs(vec![])
        .note(Tone::Calm, "", "")
        .blanks(vec![])
        .space();
    assert!(write(&paper).is_ok(), "{:?}", write(&paper).err());
}
