//! Spelling differences that do not make another place: vowel signs, hamza seats, ة and ه, ى and ي,
//! the article, capitals, hyphens, digits of either script.

/// The words of a place name with those differences removed.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded: String = text.chars().filter_map(fold).collect();
    let words: Vec<String> = folded.split_whitespace().map(without_article).collect();
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

fn fold(c: char) -> Option<char> {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' | 'ئ' | 'ی' => Some('ي'),
        'ة' => Some('ه'),
        'ؤ' => Some('و'),
        'ک' => Some('ك'),
        'ء' | 'ـ' | '\'' | '’' | '‘' | '`' => None,
        '\u{064B}'..='\u{065F}' | '\u{0670}' => None,
        '\u{200B}'
        | '\u{200D}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => None,
        '٠'..='٩' => ascii_digit(c, '٠'),
        '۰'..='۹' => ascii_digit(c, '۰'),
        c if c.is_alphanumeric() => c.to_lowercase().next(),
        _ => Some(' '),
    }
}

fn ascii_digit(c: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

/// "النهدة" and "نهدة", "Al Nahda" and "Nahda" are one word; a short stem keeps its article.
fn without_article(word: &str) -> String {
    if matches!(word, "al" | "el" | "ad" | "adh" | "ash") {
        return String::new();
    }
    match word.strip_prefix("ال") {
        Some(stem) if stem.chars().count() >= 3 => stem.to_owned(),
        _ => word.to_owned(),
    }
}
