//! A name proposed in the other script, from attested spellings alone: for a person to accept or to change, never to be taken for what is
//! on a document. Where one word of a name is attested nowhere, nothing is proposed.

#[cfg(test)]
mod tests;

use crate::fold;
use crate::lexicon::Lexicon;
use crate::skeleton::without_article;

/// Most words of a name that are read.
const WORDS_MAX: usize = 12;
/// Names that begin with the letters of the article and have none, folded.
const NO_ARTICLE: [&str; 2] = ["الهام", "الياس"];

/// The name in Latin letters; nothing when it is not all in Arabic letters, or one of its words is attested in no spelling.
///
/// ```
/// assert_eq!(sila_names::spelling::latin("خديجة سالم الكتبي").as_deref(), Some("Khadija Salem Al Ketbi"));
/// ```
pub fn latin(arabic: &str) -> Option<String> {
    if fold::script(arabic) != fold::Script::Arabic {
        return None;
    }
    let typed: Vec<&str> = arabic.split_whitespace().collect();
    let words: Vec<(String, bool)> =
        typed.iter().map(|word| (fold::fold(word), hamza(word))).collect();
    if words.len() > WORDS_MAX {
        return None;
    }
    let (mut said, mut rest) = (Vec::new(), words.as_slice());
    while let Some(((word, hamza), after)) = rest.split_first() {
        let next = after.first().map_or("", |(next, _)| next.as_str());
        let (part, used) = in_latin(word, *hamza, next)?;
        said.push(part);
        rest = after.get(used..).unwrap_or_default();
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// Whether a word begins with a hamza that was written: then it begins with no article.
fn hamza(word: &str) -> bool {
    word.starts_with(['أ', 'إ', 'آ'])
}

/// One word, and how many of the next ones are in it.
fn in_latin(word: &str, hamza: bool, next: &str) -> Option<(String, usize)> {
    match word {
        "بن" | "ابن" => return Some(("Bin".to_owned(), 0)),
        "بنت" => return Some(("Bint".to_owned(), 0)),
        "ال" => return Some(("Al".to_owned(), 0)),
        "ابو" => return Some(("Abu".to_owned(), 0)),
        "ام" => return Some(("Umm".to_owned(), 0)),
        "عبد" if !next.is_empty() => return Some((servant(next)?, 1)),
        _ => {}
    }
    if let Some(lord) = word.strip_prefix("عبد").filter(|lord| lord.starts_with("ال")) {
        return Some((servant(lord)?, 0));
    }
    let bare = without_article(word);
    let article = bare != word && !hamza && !NO_ARTICLE.contains(&word);
    let spelt = capital(spelt(bare)?);
    Some((if article { format!("Al {spelt}") } else { spelt }, 0))
}

/// عبد الله, عبد الرحمن: the servant of God under one of His names.
fn servant(lord: &str) -> Option<String> {
    if lord == "الله" {
        return Some("Abdullah".to_owned());
    }
    Some(format!("Abdul{}", spelt(without_article(lord))?))
}

/// The attested spelling that is nearest to all the others and to the sound of the letters.
fn spelt(word: &str) -> Option<&'static str> {
    let all = Lexicon::embedded().spellings(word);
    let own: Vec<&str> = all.iter().copied().filter(|one| !has_article(one)).collect();
    let all = if own.is_empty() { all } else { own };
    let sound = consonants(word);
    let far = |one: &&str| {
        let others: usize = all.iter().map(|other| distance(one, other)).sum();
        others + all.len() * distance(&sound, &without_vowels(one))
    };
    all.iter().copied().min_by_key(|one| (far(one), *one))
}

fn has_article(latin: &str) -> bool {
    latin.len() >= 5 && (latin.starts_with("al") || latin.starts_with("el"))
}

fn without_vowels(latin: &str) -> String {
    latin.chars().filter(|letter| !"aeiou".contains(*letter)).collect()
}

/// The consonants of a folded Arabic word as the Gulf writes them.
fn consonants(word: &str) -> String {
    let last = word.chars().count().saturating_sub(1);
    let one = |(at, letter): (usize, char)| match letter {
        'و' if at == 0 => "w",
        'ي' if at == 0 => "y",
        'ه' if at == last => "",
        other => consonant(other),
    };
    word.chars().enumerate().map(one).collect()
}

fn consonant(letter: char) -> &'static str {
    match letter {
        'ب' => "b",
        'ت' | 'ط' => "t",
        'ث' | 'ذ' => "th",
        'ج' | 'ژ' => "j",
        'ح' | 'ه' => "h",
        'خ' => "kh",
        'د' => "d",
        'ر' => "r",
        'ز' => "z",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'چ' => "ch",
        'ض' | 'ظ' => "dh",
        'غ' => "gh",
        'گ' => "g",
        'ف' => "f",
        'ق' => "q",
        'ك' => "k",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        _ => "",
    }
}

/// How many letters must be changed, put in or left out (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.bytes().enumerate() {
        let mut next = vec![at + 1];
        for ((both, wanted), pair) in (1..).zip(other.bytes()).zip(row.windows(2)) {
            let [before, above] = pair else { continue };
            let left = next.get(both - 1).copied().unwrap_or_default();
            let changed = before + usize::from(letter != wanted);
            next.push((above + 1).min(left + 1).min(changed));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The name in Arabic letters; nothing when it is not all in Latin letters, or one of its words is attested nowhere. Where the lexicon cannot
/// know it (hamza on an initial alif), the plain letter stands.
///
/// ```
/// assert_eq!(sila_names::spelling::arabic("Khadija Salem Al Ketbi").as_deref(), Some("خديجة سالم الكتبي"));
/// ```
pub fn arabic(latin: &str) -> Option<String> {
    if fold::script(latin) != fold::Script::Latin {
        return None;
    }
    let words: Vec<String> = fold::words(latin);
    if words.len() > WORDS_MAX {
        return None;
    }
    let (mut said, mut rest) = (Vec::new(), words.as_slice());
    while let Some((word, after)) = rest.split_first() {
        let next = after.first().map_or("", String::as_str);
        let (part, used) = in_arabic(word, next)?;
        said.push(part);
        rest = after.get(used..).unwrap_or_default();
    }
    (!said.is_empty()).then(|| said.join(" "))
}

fn in_arabic(word: &str, next: &str) -> Option<(String, usize)> {
    match word {
        "bin" | "ben" | "ibn" => return Some(("بن".to_owned(), 0)),
        "bint" => return Some(("بنت".to_owned(), 0)),
        "abu" | "abou" => return Some(("أبو".to_owned(), 0)),
        "umm" => return Some(("أم".to_owned(), 0)),
        "al" | "el" if !next.is_empty() => return Some((format!("ال{}", written(next)?), 1)),
        "abdul" | "abdel" if !next.is_empty() => {
            return Some((format!("عبد ال{}", written(next)?), 1));
        }
        "abdullah" | "abdulla" | "abdallah" => return Some(("عبد الله".to_owned(), 0)),
        _ => {}
    }
    if let Some(lord) = word.strip_prefix("abdul").or(word.strip_prefix("abdel")) {
        return Some((format!("عبد ال{}", written(lord)?), 0));
    }
    let bare = word.strip_prefix("al").filter(|bare| bare.len() >= 3).and_then(written);
    let said = match (written(word), bare) {
        (Some(whole), Some(bare)) if whole != bare => whole,
        (_, Some(bare)) => format!("ال{bare}"),
        (whole, None) => whole?,
    };
    Some((said, 0))
}

/// The Arabic word a Latin spelling stands for most often, with the endings that folding has taken away as far as the spelling tells them.
fn written(word: &str) -> Option<String> {
    let folded = Lexicon::embedded().most_often(word)?;
    let open = word.ends_with(['a', 'e']) || word.ends_with("ah") || word.ends_with("eh");
    // The ه of طه and of the name of God is no ة.
    let own = folded == "طه" || folded.ends_with("الله");
    if open
        && !own
        && let Some(front) = folded.strip_suffix('ه')
    {
        return Some(format!("{front}ة"));
    }
    if word.ends_with('a')
        && let Some(front) = folded.strip_suffix('ي')
    {
        return Some(format!("{front}ى"));
    }
    if word.ends_with("aa") && folded.ends_with('ا') {
        return Some(format!("{folded}ء"));
    }
    Some(folded.to_owned())
}
