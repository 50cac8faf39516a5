//! Skeletons of names in Arabic script. The text is folded: no hamza, ة is ه, ى is ي.

use super::{Paths, SKELETONS_MAX, Skeleton};

/// All skeletons of `token`, the principal one first.
pub(super) fn skeletons(token: &str) -> Vec<Skeleton> {
    if let Some(rest) = servant(token) {
        return servant_of(rest);
    }
    let mut all = Vec::with_capacity(SKELETONS_MAX);
    let bare = without_article(token);
    all.extend(read(bare, true).all());
    if bare.len() != token.len() && bare.chars().count() <= 4 {
        all.extend(read(token, true).all());
    }
    if let Some(rest) = token.strip_prefix("ابو") {
        all.extend(read(&format!("بو{rest}"), true).all());
    }
    if let Some(rest) = bare.strip_prefix("بن").filter(|rest| rest.chars().count() >= 3) {
        all.extend(read(without_article(rest), true).all());
    }
    if bare == "طه" {
        all.push(Skeleton::of("TH"));
    } else if bare == "ابراهيم" {
        all.push(Skeleton::of("BRHM"));
    } else if bare == "ولد" {
        all.push(Skeleton::of("ALD"));
    }
    all
}

/// What follows عبد and the article: the name of God it is the servant of.
pub(crate) fn servant(token: &str) -> Option<&str> {
    let rest = token.strip_prefix("عبد").filter(|rest| rest.chars().count() >= 3)?;
    let short = |rest: &&str| rest.chars().count() >= 2;
    Some(rest.strip_prefix("ال").filter(short).unwrap_or(rest))
}

fn servant_of(rest: &str) -> Vec<Skeleton> {
    if matches!(rest, "له" | "لله" | "الله") {
        return vec![Skeleton::of("ABD0")];
    }
    let rest = rest.strip_prefix('ل').unwrap_or(rest);
    let begun = Skeleton::of("ABD");
    let ends = read(rest, false);
    ends.all().iter().map(|end| begun.then(*end)).collect()
}

/// Without ال, when enough is left to be a name.
pub(crate) fn without_article(token: &str) -> &str {
    let long = |rest: &&str| rest.chars().count() >= 3;
    token.strip_prefix("ال").filter(long).unwrap_or(token)
}

fn read(word: &str, initial: bool) -> Paths {
    let mut paths = Paths::start();
    let (word, ending) = compound(word);
    let last = word.chars().count().saturating_sub(1);
    for (at, c) in word.chars().enumerate() {
        match c {
            'ا' | 'ع' if at == 0 && initial => paths.push(&["A"]),
            'و' if at == 0 && initial => paths.push(&["W"]),
            'ي' if at == 0 && initial => paths.push(&["Y"]),
            // A final ه is a vowel in most names; before الله it is ة and heard as t.
            'ه' if at == last && ending == Some("L") => paths.push(&["T"]),
            'ه' if at == last && at > 0 => {}
            other => paths.push(classes(other)),
        }
    }
    ending.into_iter().for_each(|ending| paths.push(&[ending]));
    paths
}

/// نورالدين without its article: نور and the classes of دين; فضلالله: فضل and those of الله.
fn compound(word: &str) -> (&str, Option<&'static str>) {
    for (end, classes) in [("الدين", "DN"), ("الله", "L"), ("الحق", "HK")] {
        if let Some(front) = word.strip_suffix(end).filter(|front| front.chars().count() >= 2) {
            return (front, Some(classes));
        }
    }
    (word, None)
}

fn classes(c: char) -> &'static [&'static str] {
    match c {
        'ب' => &["B"],
        'ت' | 'ط' => &["T"],
        'ث' => &["S", "T"],
        'س' | 'ص' => &["S"],
        'ج' | 'ژ' => &["J"],
        'ح' | 'ه' => &["H"],
        'خ' => &["X"],
        'د' => &["D"],
        'ذ' | 'ظ' => &["Z", "D"],
        'ض' => &["D", "Z"],
        'ز' => &["Z"],
        'ر' => &["R"],
        'ش' | 'چ' => &["C"],
        'غ' | 'گ' => &["G"],
        'ف' => &["F"],
        'ق' | 'ك' => &["K"],
        'ل' => &["L"],
        'م' => &["M"],
        'ن' => &["N"],
        _ => &[""],
    }
}
