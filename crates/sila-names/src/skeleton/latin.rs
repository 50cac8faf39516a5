//! Skeletons of names in Latin script. The text is folded: small letters a to z.

use std::borrow::Cow;

use super::{Paths, SKELETONS_MAX, Skeleton};

/// Letters read together, longest first, with what they may stand for.
const TOGETHER: &[(&str, &[&str])] = &[
    ("tch", &["C"]),
    ("sch", &["C"]),
    ("chr", &["KR", "CR"]),
    ("dj", &["J"]),
    ("dg", &["J"]),
    ("zh", &["J", "ZH"]),
    ("kh", &["X"]),
    ("gh", &["G", "K"]),
    ("sh", &["C", "SH"]),
    ("ch", &["C"]),
    ("ph", &["F"]),
    ("ck", &["K"]),
    ("dh", &["D", "Z", "DH"]),
    ("th", &["S", "T", "TH"]),
    ("qu", &["K"]),
    ("tz", &["Z"]),
    ("ts", &["S"]),
];

/// The letters at the start of `text` that are read together.
fn together(text: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    let [first, second, ..] = text.as_bytes() else { return None };
    let may = b"tsdzkgcpq".contains(first) && b"hcjgkuzs".contains(second);
    TOGETHER.iter().find(|(unit, _)| may && text.starts_with(unit))
}

/// All skeletons of `token`, the principal one first.
pub(super) fn skeletons(token: &str) -> Vec<Skeleton> {
    if let Some(rest) = servant(token) {
        return servant_of(rest);
    }
    let word = without_inner_article(token);
    let mut all = Vec::with_capacity(SKELETONS_MAX);
    all.extend(read(&word, true).all());
    if let Some(rest) = article(token) {
        let enough = |path: &&Skeleton| begins_hard(rest) || path.len() >= 2;
        all.extend(read(rest, true).all().iter().filter(enough));
    }
    let mut also = |rest: &str| all.extend(read(rest, true).all());
    if let Some(rest) = token.strip_prefix('l').filter(|_| token.len() >= 5) {
        // Larbi and Lahcen, for العربي and الحسن.
        if let Some(bare) = rest.strip_prefix(['a', 'e']).filter(|bare| begins_hard(bare)) {
            also(&format!("a{bare}"));
            also(bare);
        }
    }
    if let Some(rest) = token.strip_prefix("abu").or(token.strip_prefix("abou")) {
        also(&format!("bu{rest}"));
    }
    if let Some(rest) = token.strip_prefix("ben").filter(|rest| rest.len() >= 3) {
        also(rest);
    }
    if cluster(token) {
        // Driss, Smail, Brahim: the initial vowel of ادريس is not heard in the Maghreb.
        also(&format!("a{token}"));
    }
    if let Some(front) = token.strip_suffix("at").or(token.strip_suffix("et")) {
        // Najat, for نجاه with a final ه that is not heard elsewhere.
        all.extend(read(front, true).all().iter().filter(|path| path.len() >= 2));
    }
    all
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn begins_hard(text: &str) -> bool {
    text.len() >= 3 && text.bytes().next().is_some_and(|first| !is_vowel(first))
}

/// What follows a written-on article: Alhassan, Elhassan, Ennaceur, Assayed.
fn article(token: &str) -> Option<&str> {
    let rest = token.strip_prefix(['a', 'e'])?;
    let long = |bare: &&str| begins_hard(bare) || bare.len() >= 4;
    if let Some(bare) = rest.strip_prefix('l').filter(long) {
        return Some(bare);
    }
    let mut letters = rest.bytes();
    let (first, second) = (letters.next()?, letters.next()?);
    let doubled = first == second && b"nstrzdl".contains(&first) && rest.len() >= 4;
    doubled.then(|| rest.get(1..)).flatten()
}

/// Two consonants at the start that are not one sound.
fn cluster(token: &str) -> bool {
    let mut letters = token.bytes();
    let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return false };
    let together = together(token).is_some();
    let soft = |letter| is_vowel(letter) || matches!(letter, b'y' | b'w' | b'h');
    token.len() >= 5 && first != second && !together && !soft(first) && !soft(second)
}

/// Abd, its vowel and article, then at least three letters: what it is the servant of.
pub(crate) fn servant(token: &str) -> Option<&str> {
    let rest = token.strip_prefix("abed").or(token.strip_prefix("abd"))?;
    let vowel = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
    let vowels = rest.len() - vowel.len();
    if vowels == 0 {
        return Some(rest).filter(|rest| rest.len() >= 3);
    }
    if vowels > 2 || vowel.len() < 3 {
        // Abdallah may be written Abdala; Abdo and Abdeen are names of their own.
        return Some(rest).filter(|_| matches!(rest, "ala" | "ela" | "ula" | "lah"));
    }
    let mut letters = vowel.bytes();
    let (first, second) = (letters.next()?, letters.next()?);
    let after = |n: usize| vowel.get(n..).filter(|rest| rest.len() >= 3);
    if is_god(vowel) {
        return Some(vowel);
    }
    match (first, second) {
        (b'l', _) => after(1).or(Some(vowel)),
        (b's', b'h') => after(2).filter(|rest| rest.starts_with("sh")).or(Some(vowel)),
        (one, two) if one == two => after(1).or(Some(vowel)),
        _ => Some(vowel),
    }
}

fn is_god(rest: &str) -> bool {
    matches!(
        rest,
        "allah"
            | "llah"
            | "lah"
            | "alla"
            | "lla"
            | "ullah"
            | "ala"
            | "ela"
            | "ula"
            | "allahi"
            | "llahi"
            | "lahi"
            | "ellah"
            | "aleh"
            | "lleh"
    )
}

fn servant_of(rest: &str) -> Vec<Skeleton> {
    if is_god(rest) {
        return vec![Skeleton::of("ABD0")];
    }
    let begun = Skeleton::of("ABD");
    let end = |end: &Skeleton| begun.then(end.without_first(b'L'));
    read(rest, false).all().iter().map(end).collect()
}

/// Nooraldin as Nooredin: the article inside a compound is not always written.
fn without_inner_article(token: &str) -> Cow<'_, str> {
    for end in ["din", "deen", "dine", "dien"] {
        let Some(front) = token.strip_suffix(end) else { continue };
        for article in ["al", "el", "ul"] {
            if let Some(name) = front.strip_suffix(article).filter(|name| name.len() >= 3) {
                return format!("{name}e{end}").into();
            }
        }
    }
    token.into()
}

fn read(word: &str, initial: bool) -> Paths {
    let word = single(word);
    let mut rest = word.as_str();
    let mut paths = Paths::start();
    if initial {
        rest = begin(&mut paths, rest);
    }
    let mut first = true;
    while let Some(letter) = rest.chars().next() {
        if let Some((unit, choices)) = together(rest) {
            paths.push(choices);
            rest = rest.get(unit.len()..).unwrap_or_default();
        } else {
            let after = rest.get(letter.len_utf8()..).unwrap_or_default();
            paths.push(classes(letter, after, first));
            rest = after;
        }
        first = false;
    }
    paths
}

/// The first letters, where vowels count; gives what is left to read.
fn begin<'a>(paths: &mut Paths, word: &'a str) -> &'a str {
    for unit in ["ou", "o"] {
        if let Some(rest) = word.strip_prefix(unit)
            && rest.starts_with(['a', 'e', 'i'])
        {
            paths.push(&["W"]);
            return rest;
        }
    }
    let class: &[&str] = match word.bytes().next() {
        Some(b'y') => &["Y"],
        Some(b'w') => &["W"],
        Some(b'v') => &["W", "F"],
        Some(letter) if is_vowel(letter) => &["A"],
        _ => return word,
    };
    paths.push(class);
    word.get(1..).unwrap_or_default()
}

/// Doubled letters once.
fn single(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for letter in word.chars() {
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

fn classes(letter: char, after: &str, first: bool) -> &'static [&'static str] {
    match letter {
        'b' | 'p' => &["B"],
        't' => &["T"],
        's' => &["S"],
        'c' if after.starts_with(['e', 'i', 'y']) => &["S"],
        'c' if !first && after.starts_with('a') => &["K", "S"],
        'c' | 'k' | 'q' => &["K"],
        'd' => &["D"],
        'z' => &["Z"],
        'j' => &["J"],
        'g' => &["J", "G", "K"],
        // A final h is ة in most names, and ح in Saleh.
        'h' if after.is_empty() => &["", "H"],
        'h' => &["H"],
        'r' => &["R"],
        'f' => &["F"],
        'l' => &["L"],
        'm' => &["M"],
        'n' => &["N"],
        'v' => &["", "F"],
        'x' => &["KS"],
        _ => &[""],
    }
}

/// Without an article or particle that is written on: Alhassan, Ennaceur, Benali, Larbi.
pub(crate) fn without_article(token: &str) -> &str {
    let long = |rest: &&str| rest.len() >= 3;
    let son = token.strip_prefix("ben").or(token.strip_prefix("bin")).filter(long);
    let short =
        token.strip_prefix('l').filter(|rest| rest.len() >= 4 && rest.starts_with(['a', 'e']));
    article(token).or(son).or(short).unwrap_or(token)
}
