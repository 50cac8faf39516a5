use super::*;
use crate::Name;
use proptest::prelude::*;

fn like(a: &str, b: &str) -> Likeness {
    compare(&Name::parse(a), &Name::parse(b))
}

fn level(a: &str, b: &str) -> Level {
    let (a, b) = (Name::parse(a), Name::parse(b));
    assert_eq!((a.tokens().len(), b.tokens().len()), (1, 1), "single names are compared");
    token_level(&a.tokens()[0], &b.tokens()[0])
}

/// The everyday spellings that a search must find. The last column says that every part matches.
#[test]
fn everyday_spellings_are_one_name() {
    let table = [
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنة"),
        ("فاطمة", "فاطمه"),
        ("هدى", "هدي"),
        ("عائشة", "عايشة"),
        ("عبد الله", "عبدالله"),
        ("الحمادي", "حمادي"),
        ("سـلطان", "سلطان"),
        ("محمد", "Mohammed"),
        ("خليفة بن زايد", "خليفة زايد"),
        ("مُحَمَّد", "محمد"),
    ];
    for (one, other) in table {
        let found = like(one, other);
        let parts = Name::parse(one).tokens().len();
        assert_eq!((found.matched, found.conflicts), (parts, 0), "{one} {other}");
        assert!(found.given <= Level::Lexicon, "{one} {other}: {:?}", found.given);
        assert!(found.probability > 0.5, "{one} {other}: {}", found.probability);
    }
}

/// The pairs of the design's tables, one by one.
#[test]
fn spellings_are_told_by_level() {
    use Level::{Exact, Lexicon, None, Skeleton};
    let table = [
        ("محمد", "Mohammed", Lexicon),
        ("محمد", "Mahmoud", None),
        ("محمود", "Mohammed", None),
        ("Mohammed", "Mahmoud", None),
        ("Mohammed", "Muhammad", Lexicon),
        ("أحمد", "Mohammed", None),
        ("حسين", "Hassan", None),
        ("ريم", "Rima", None),
        ("خديجة", "Khadidja", Lexicon),
        ("جمال", "Gamal", Lexicon),
        ("جمال", "Djamel", Lexicon),
        ("القاسمي", "Al-Qassimi", Lexicon),
        ("قرقاش", "Gargash", Lexicon),
        ("يوسف", "Joseph", Level::Fuzzy),
        ("عبد الرحمن", "Abderrahmane", Lexicon),
        ("عبد اللطيف", "Abdulatif", Lexicon),
        ("نور الدين", "Noureddine", Lexicon),
        ("إدريس", "Driss", Lexicon),
        ("نجاة", "Najat", Lexicon),
        ("البرغوثي", "Barghouti", Lexicon),
        ("فيصل", "Fayçal", Lexicon),
        ("حفيظ", "Hafid", Lexicon),
        ("محند", "Mohand", Lexicon),
        ("عبد الله", "Abdullahi", Lexicon),
        ("رضا", "Reza", Lexicon),
        ("طه", "Taha", Lexicon),
        ("إبراهيم", "Brahim", Lexicon),
        ("Abd al-Rahman", "AbdulRahman", Exact),
        ("القاسمي", "قاسمي", Lexicon),
        ("مزروعي", "Mazrouey", Skeleton),
        ("العامري", "Alameri", Skeleton),
        ("ذياب", "Diab", Skeleton),
        ("ذياب", "Theyab", Skeleton),
        ("السويدي", "Suweidi", Skeleton),
        ("القبيسي", "Gubaisi", Skeleton),
        ("الطنيجي", "Teneiji", Skeleton),
        ("بالهول", "Belhoul", Skeleton),
        ("عوشة", "Owsha", Skeleton),
        ("ديلا", "Dela", Skeleton),
        ("خالد", "Khalidah", Level::Fuzzy),
        ("مريم", "Marwa", None),
        ("هدى", "Hadi", None),
        ("كريم", "Karima", None),
        ("حمد", "Ahmed", None),
    ];
    for (one, other, expected) in table {
        let found = level(one, other);
        assert!(found <= expected || expected == None, "{one} {other}: {found:?}");
        assert_eq!(found == None, expected == None, "{one} {other}: {found:?}");
    }
}

#[test]
fn names_of_several_parts_are_aligned() {
    // Matched, conflicts, and whether it may be one person.
    let table = [
        ("محمد بن راشد آل مكتوم", "Mohammed bin Rashid Al Maktoum", 3, 0, true),
        ("تيسير النوراني", "Tayseer al-Mashhadani", 1, 1, false),
        ("روبير أبي نادر", "Robert Saad", 1, 1, false),
        ("فاطمة علي حسن الحمادي", "Fatima Al Hammadi", 2, 0, true),
        ("فاطمة علي حسن الحمادي", "Hammadi, Fatma Ali", 3, 0, true),
        ("خليفة بن زايد", "Zayed Khalifa", 2, 0, true),
        ("أبو بكر الصديق", "Abubaker Siddiq", 2, 0, true),
        ("أم كلثوم إبراهيم", "Umm Kulthum Ibrahim", 2, 0, true),
        ("آمنة بنت وهب", "Amna Wahb", 2, 0, true),
        ("م. سالم الكعبي", "M. Salem Alkaabi", 2, 0, true),
        ("نور الدين بن علي", "Nour Eddine Benali", 2, 0, true),
        ("أحمد سالم المزروعي", "Mohammed Salem Al Mazrouei", 2, 1, false),
        ("سعيد المزروعي", "Karim Haddad", 0, 2, false),
        ("عز الدين النويري", "Azeddine Nouiri", 2, 0, true),
        ("Mohammed Rashid", "Muhammad Rashed", 2, 0, true),
        ("شيخة محمد", "شيخه محمد علي", 2, 0, true),
        ("محمدرضا شيرازي", "Mohammad Reza Shirazi", 2, 0, true),
        ("ميشيل ابيتلوب", "Michel Abi Tlub", 2, 0, true),
        ("شاه جهان بيكم", "Shahjahan Begum", 2, 0, true),
    ];
    for (one, other, matched, conflicts, same) in table {
        let found = like(one, other);
        assert_eq!((found.matched, found.conflicts), (matched, conflicts), "{one} {other}");
        assert_eq!(found.probability > 0.5, same, "{one} {other}: {}", found.probability);
    }
}

#[test]
fn a_missing_name_is_less_sure_than_a_present_one_and_surer_than_a_conflict() {
    let p = |other| like("فاطمة علي الحمادي", other).probability;
    let (all, missing, other) =
        (p("Fatima Ali Al Hammadi"), p("Fatima Al Hammadi"), p("Fatima Salem Al Hammadi"));
    assert!(all > missing && missing > other, "{all} {missing} {other}");
}

#[test]
fn nothing_is_like_nothing() {
    for (one, other) in [("", ""), ("محمد", ""), ("", "Ali"), ("🙂", "محمد"), ("Вафа", "Wafa")]
    {
        let found = like(one, other);
        assert_eq!((found.given, found.matched), (Level::None, 0), "{one} {other}");
        assert!(found.probability < 0.5);
    }
}

/// Letters of both scripts, marks, digits of three scripts, emoji, bidi controls, spaces.
const ANY: &str = "([\u{0600}-\u{06FF}a-zA-ZÀ-ž ]|\\PC|[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]|[0-9٠-٩۰-۹🙂 ]){0,60}";

proptest! {
    #[test]
    fn any_text_is_compared_alike_from_both_sides(a in ANY, b in ANY) {
        let (a, b) = (Name::parse(&a), Name::parse(&b));
        let (one, other) = (compare(&a, &b), compare(&b, &a));
        prop_assert!((0.0..=1.0).contains(&one.probability));
        prop_assert!((one.probability - other.probability).abs() < 1e-12);
        prop_assert_eq!((one.given, one.matched, one.conflicts), (other.given, other.matched, other.conflicts));
        let mut turned: Vec<_> = other.pairs.iter().map(|(i, j, level)| (*j, *i, *level)).collect();
        turned.sort_unstable();
        prop_assert_eq!(one.pairs, turned);
        for x in a.tokens() {
            for y in b.tokens() {
                prop_assert_eq!(token_level(x, y), token_level(y, x));
            }
        }
    }

    #[test]
    fn a_name_is_like_itself(a in "[ا-ي]{2,8}( [ا-ي]{2,8}){0,5}|[a-z]{2,8}( [a-z]{2,8}){0,5}") {
        let name = Name::parse(&a);
        let found = compare(&name, &name);
        prop_assert_eq!((found.matched, found.conflicts), (name.tokens().len(), 0));
        prop_assert!(name.is_empty() || found.given == Level::Exact);
    }
}

/// 60 parts against 60 parts, all unlike each other's places: the work is bounded by the parts read.
#[test]
fn the_longest_names_are_compared_in_bounded_work() {
    let arabic = ["محمد", "سالم", "خليفة", "مزروعي", "كتبي"].join(" ").repeat(1000);
    let latin = "Karim Haddad Nizar Qabbani Boutros ".repeat(1000);
    let (a, b) = (Name::parse(&arabic), Name::parse(&latin));
    assert!(a.tokens().len() <= 60 && b.tokens().len() <= 60);
    for _ in 0..50 {
        assert!(compare(&a, &b).probability < 0.5);
    }
    let one = Name::parse(&"م".repeat(100_000));
    assert_eq!(one.tokens().len(), 1);
    assert!(compare(&one, &a).probability < 0.5);
}
