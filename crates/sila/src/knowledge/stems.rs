//! The words of a text as the search knows them: folded, and without what is written onto them in either language. Light
//! on purpose: a stem that cuts too much finds what nobody asked for.

use std::collections::BTreeSet;

use super::item::Text;

/// Stems of a query that are looked for.
pub const QUERY_STEMS_MAX: usize = 4;
/// A stem is never shorter, in letters.
const STEM_MIN: usize = 3;
/// Words that say nothing alone, folded.
const EMPTY: [&str; 34] = [
    "في", "من", "علي", "الي", "عن", "مع", "هذا", "هذه", "التي", "الذي", "ان", "او", "ثم", "كل",
    "لا", "ما", "قد", "بين", "بعد", "قبل", "the", "and", "for", "with", "that", "this", "from",
    "are", "was", "were", "has", "have", "not", "what",
];
/// Written before a word: article, conjunctions and prepositions, the longer ones first.
const BEFORE: [&str; 10] = ["وال", "بال", "كال", "فال", "لل", "ولل", "ال", "و", "ب", "ل"];
/// Written after a word: plural, feminine, possessive, folded.
const AFTER: [&str; 14] =
    ["تهم", "تها", "ته", "يات", "ات", "ون", "ين", "ان", "ها", "هم", "نا", "يه", "ه", "ي"];

/// The stems of a text; each once.
pub fn of(text: &str) -> BTreeSet<String> {
    let words = sila_names::words(text).into_iter();
    words.filter(|word| !EMPTY.contains(&word.as_str())).map(|word| stem(&word)).collect()
}

/// The stems by which an item is found.
pub fn of_item(text: &Text) -> BTreeSet<String> {
    let mut all = of(&text.keywords);
    for words in [&text.ar, &text.en] {
        for part in [&words.title, &words.summary, &words.done, &words.result, &words.failed] {
            all.extend(of(part));
        }
    }
    all.extend(of(&text.authors));
    all
}

/// The stem of a folded word.
fn stem(word: &str) -> String {
    if word.is_ascii() {
        return english(word);
    }
    let rest = |word: &str| word.chars().count() >= STEM_MIN;
    let bare = BEFORE.iter().find_map(|lead| word.strip_prefix(lead).filter(|bare| rest(bare)));
    let bare = bare.unwrap_or(word);
    let bare = AFTER
        .iter()
        .find_map(|end| bare.strip_suffix(end).filter(|bare| rest(bare)))
        .unwrap_or(bare);
    bare.to_owned()
}

fn english(word: &str) -> String {
    let rest = |word: &&str| word.len() >= STEM_MIN;
    if let Some(bare) = word.strip_suffix("ies").filter(rest) {
        return format!("{bare}y");
    }
    let ends = ["ing", "ed", "es", "s"];
    let bare = ends.iter().find_map(|end| word.strip_suffix(end).filter(rest)).unwrap_or(word);
    bare.strip_suffix('e').filter(rest).unwrap_or(bare).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contract_a32_every_everyday_spelling_of_a_word_has_its_stem() {
        let table: [(&str, &[&str]); 9] = [
            (
                "الشراكة",
                &[
                    "الشراكه",
                    "شراكة",
                    "والشراكة",
                    "للشراكة",
                    "شراكات",
                    "بالشراكه",
                    "شراكتها",
                    "الشّراكةُ",
                ],
            ),
            ("ممارسة", &["الممارسات", "ممارسه", "وممارسات"]),
            ("إحالة", &["احاله", "الإحالة", "الاحالات"]),
            ("أسرة", &["الاسره", "أسرته"]),
            ("مقابلة", &["المقابلات", "المقابله"]),
            ("practice", &["practices", "Practice", "PRACTICES"]),
            ("referral", &["referrals", "Referral"]),
            ("family", &["families", "Family"]),
            ("leave", &["leaving", "leaves"]),
        ];
        for (word, others) in table {
            for other in others {
                assert_eq!(of(word), of(other), "{word} and {other}");
            }
        }
        assert_ne!(of("شراكة"), of("شركة"), "a partnership is no company");
        assert!(of("في من the and").is_empty());
    }
}
