//! Where a free text names people who are known here. The words of the text are read once; each is looked up among the words of
//! their names.
//!
//! One word is not a person: two words of the same person's names that stand beside each other are, and so is one word after
//! another that says that a name follows ("السيدة", "named"). Names that are words of every day count for less: one that stands in
//! nearly every text ("عام", "will") needs a plain name beside it, and one that is a usual word ("سالم",
//! "hope") is no name alone.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::ids::PersonId;
use sila_names::fold::Script;
use sila_names::traces::Word as Written;
use sila_names::{Name, Token};

use super::Words;

/// Words that may make one part of a name: "Abd al Rahman".
const PART_WORDS_MAX: usize = 3;
/// Two parts that more people bear than this are taken to be borne together by somebody.
const BEARERS_LOOKED_AT: usize = 256;

type Bearers<'a> = Vec<&'a BTreeSet<PersonId>>;

/// What else a part of a name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A name only.
    Name,
    /// A usual word too.
    Word,
    /// A word of nearly every text.
    Everywhere,
    /// "على", which is a name only where it is written as "علي" or follows one.
    On,
}

/// One part of a name, if it is one, as it stands in a text.
struct Step<'a> {
    /// The first of its words and the one after its last.
    words: (usize, usize),
    /// A sentence begins here, or another person: nothing before it belongs to it.
    begins: bool,
    /// How much it is a word of every day.
    use_: Use,
    /// A word before it says that a name follows.
    announced: bool,
    bearers: Bearers<'a>,
}

impl Words {
    /// Where people are named: the first word of each mention and the word after its last.
    pub fn mentions(&self, text: &str, written: &[Written]) -> Vec<(usize, usize)> {
        let steps = self.steps(text, written);
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut add = |from: usize, to: usize| match found.last_mut() {
            Some(last) if last.1 >= from => last.1 = last.1.max(to),
            _ => found.push((from, to)),
        };
        for (nth, step) in steps.iter().enumerate() {
            let next = steps.get(nth.saturating_add(1)).filter(|next| !next.begins);
            let third = steps.get(nth.saturating_add(2)).filter(|third| !third.begins);
            if let Some(next) = next.filter(|next| meet(step, next)) {
                let longer = third.filter(|third| {
                    let weak = [step, next, third]
                        .iter()
                        .all(|one| matches!(one.use_, Use::Everywhere | Use::On));
                    !weak && meet(next, third) && meet(step, third)
                });
                if longer.is_some() || together(step, next) {
                    add(step.words.0, longer.unwrap_or(next).words.1);
                    continue;
                }
            }
            if step.announced && step.use_ == Use::Name && !step.bearers.is_empty() {
                add(step.words.0, step.words.1);
            }
        }
        found
    }

    fn steps(&self, text: &str, written: &[Written]) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        let mut seen: BTreeMap<&str, Bearers<'_>> = BTreeMap::new();
        let (mut at, mut announced) = (0, false);
        while let Some(word) = written.get(at) {
            let rest = written.get(at..).unwrap_or_default();
            if ANNOUNCING.contains(&word.text.as_str()) {
                (at, announced) = (at.saturating_add(1), true);
                continue;
            }
            let (tokens, used) = part(rest);
            let end = at.saturating_add(used);
            let (mut begins, mut bearers) = (word.begins, Vec::new());
            if used == 1 {
                let held = seen.entry(&word.text).or_insert_with(|| self.bearers(&tokens));
                bearers.clone_from(held);
            } else {
                bearers.extend(self.bearers(&tokens));
            }
            let mut alone = word.text.as_str();
            if let (true, Some(bare)) = (bearers.is_empty(), without_clitic(alone)) {
                (bearers, alone) = (self.bearers(Name::parse(bare).tokens()), bare);
                // "and Maryam" is another person.
                begins |= !bearers.is_empty() && word.text.starts_with('و');
            }
            let typed = text.get(word.from..word.to).unwrap_or_default();
            let use_ = if used == 1 { use_of(typed, alone) } else { Use::Name };
            steps.push(Step { words: (at, end), begins, use_, announced, bearers });
            (at, announced) = (end, false);
        }
        steps
    }

    /// Who bears this part of a name, written so or in another usual spelling.
    fn bearers(&self, tokens: &[Token]) -> Bearers<'_> {
        let [token] = tokens else { return Vec::new() };
        let long = token.text().chars().count() > 1 && token.script() != Script::Other;
        let spelled = token.entries().iter().filter_map(|form| self.forms.get(form)).flatten();
        let texts: BTreeSet<&str> =
            spelled.map(String::as_str).chain([token.text()]).filter(|_| long).collect();
        texts.into_iter().filter_map(|text| Some(&self.words.get(text)?.people)).collect()
    }
}

/// The part of a name that begins here, and how many words it takes.
fn part(rest: &[Written]) -> (Vec<Token>, usize) {
    for count in (2..=PART_WORDS_MAX).rev() {
        let Some(words) = rest.get(..count) else { continue };
        let (first, after) = (words.first(), words.iter().skip(1));
        if after.clone().any(|word| word.begins) || first.is_none_or(|word| !may_join(word, words))
        {
            continue;
        }
        let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let name = Name::parse(&text.join(" "));
        if name.tokens().len() == 1 {
            return (name.tokens().to_vec(), count);
        }
    }
    let alone = rest.first().map_or(Name::default(), |word| Name::parse(&word.text));
    (alone.tokens().to_vec(), 1)
}

/// Whether a part of several words may begin here: after a particle, or before one that ends a compound.
fn may_join(word: &Written, words: &[Written]) -> bool {
    let short = word.text.chars().count() <= 5;
    let ends = |word: &Written| COMPOUND_ENDS.contains(&word.text.as_str());
    (short && JOINING.iter().any(|begin| word.text.starts_with(begin)))
        || words.last().is_some_and(ends)
}

const JOINING: [&str; 20] = [
    "عبد", "ابو", "ابي", "ام", "ذو", "بو", "بن", "ابن", "بنت", "ال", "abd", "abed", "abu", "abou",
    "umm", "um", "bin", "bint", "al", "el",
];
const COMPOUND_ENDS: [&str; 8] =
    ["الدين", "الله", "الحق", "الاسلام", "eddine", "din", "deen", "allah"];

/// The word without a letter that Arabic writes together with it: and, for, with, as.
fn without_clitic(word: &str) -> Option<&str> {
    let bare = word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك'])?;
    (bare.chars().count() >= 3).then_some(bare)
}

/// Whether somebody bears both.
fn meet(one: &Step<'_>, two: &Step<'_>) -> bool {
    let both = |a: &BTreeSet<PersonId>, b: &BTreeSet<PersonId>| {
        let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        few.len() > BEARERS_LOOKED_AT || few.iter().any(|person| many.contains(person))
    };
    one.bearers.iter().any(|a| two.bearers.iter().any(|b| both(a, b)))
}

/// Whether two parts beside each other are a name: a word of nearly every text needs one that is a name only.
fn together(one: &Step<'_>, two: &Step<'_>) -> bool {
    let named = one.use_ == Use::Name || two.use_ == Use::Name;
    match (one.use_, two.use_) {
        (Use::On, _) => false,
        (Use::Everywhere, _) | (_, Use::Everywhere | Use::On) => named || one.announced,
        _ => true,
    }
}

fn use_of(typed: &str, word: &str) -> Use {
    let bare = word.strip_prefix("ال").unwrap_or(word);
    let latin = typed.starts_with(|c: char| c.is_ascii_uppercase());
    if typed.ends_with("على") {
        Use::On
    } else if word.chars().count() <= 2 || (EVERYWHERE.contains(&bare) && !latin) {
        Use::Everywhere
    } else if EVERYDAY.contains(&bare) || EVERYWHERE.contains(&bare) {
        Use::Word
    } else {
        Use::Name
    }
}

/// After these a name follows.
const ANNOUNCING: [&str; 34] = [
    "السيد",
    "السيده",
    "سيده",
    "الانسه",
    "المدعو",
    "المدعوه",
    "يدعى",
    "تدعى",
    "يدعي",
    "تدعي",
    "اسمها",
    "اسمه",
    "واسمها",
    "واسمه",
    "الطفل",
    "الطفله",
    "طفلها",
    "طفلتها",
    "زوجها",
    "زوجته",
    "ابنها",
    "ابنتها",
    "اختها",
    "اخوها",
    "mr",
    "mrs",
    "ms",
    "miss",
    "named",
    "called",
    "husband",
    "daughter",
    "son",
    "sister",
];

/// Names that are words of nearly every text too.
const EVERYWHERE: [&str; 24] = [
    "عام", "ثاني", "كامل", "حق", "فضل", "بر", "جمعه", "خميس", "عيد", "بيان", "شيخ", "سيد", "حسن",
    "امن", "will", "may", "said", "see", "long", "page", "grant", "in", "an", "so",
];

/// Names that are usual words too, folded and without the article.
const EVERYDAY: [&str; 115] = [
    "امل",
    "نور",
    "هدي",
    "هدى",
    "سلام",
    "سعيد",
    "سعيده",
    "كريم",
    "كريمه",
    "جميل",
    "جميله",
    "حسنه",
    "صالح",
    "صالحه",
    "عادل",
    "عادله",
    "امان",
    "امانه",
    "رحمه",
    "حياه",
    "حنان",
    "ايمان",
    "وفاء",
    "وفا",
    "وداد",
    "فرح",
    "سرور",
    "نجاح",
    "كفاح",
    "جهاد",
    "صباح",
    "ربيع",
    "شمس",
    "قمر",
    "زهره",
    "ورد",
    "ورده",
    "نسيم",
    "نجم",
    "بدر",
    "هلال",
    "راشد",
    "راشده",
    "ماجد",
    "خالد",
    "ناصر",
    "منصور",
    "مختار",
    "مبارك",
    "محمود",
    "شاكر",
    "ناجي",
    "ناجيه",
    "سالم",
    "سالمه",
    "امنه",
    "امين",
    "امينه",
    "شريف",
    "فاضل",
    "فريد",
    "فريده",
    "وحيد",
    "وحيده",
    "عزيز",
    "عزيزه",
    "غالي",
    "غاليه",
    "عهد",
    "رجاء",
    "دعاء",
    "شفاء",
    "هناء",
    "صفاء",
    "احسان",
    "اخلاص",
    "سند",
    "سيف",
    "يحيي",
    "يزيد",
    "زيد",
    "خليفه",
    "ساره",
    "شيخه",
    "طيب",
    "طيبه",
    "لطيف",
    "لطيفه",
    "هادي",
    "نبيل",
    "عفاف",
    "مني",
    "سماح",
    "نادر",
    "نادره",
    "صابر",
    "صابره",
    "طاهر",
    "مطر",
    "رمضان",
    "وليد",
    "مولود",
    "حارس",
    "كامله",
    "صادق",
    "سامي",
    "عالي",
    "hope",
    "faith",
    "grace",
    "joy",
    "rose",
    "mark",
    "young",
    "rich",
];

#[cfg(test)]
mod tests {
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
}
