//! Folding: spelling differences that do not make another name. Vowel signs, tatweel, hamza seats,
//! ة and ه, ى and ي, Persian and Urdu letters, presentation forms pasted from documents, digits of
//! either script, capitals and accents.

#[cfg(test)]
mod tests;

/// The script a text is written in, as far as letters tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Arabic letters only.
    Arabic,
    /// Latin letters only.
    Latin,
    /// Letters of more than one script.
    Mixed,
    /// No letters, or letters of another script.
    Other,
}

/// The script of `text`; a name in the wrong field can be pointed out.
pub fn script(text: &str) -> Script {
    let arabic = text.chars().any(is_arabic);
    let other = text.chars().any(|c| c.is_alphabetic() && !is_arabic(c) && !is_latin(c));
    match (arabic, text.chars().any(is_latin), other) {
        (true, false, false) => Script::Arabic,
        (false, true, false) => Script::Latin,
        (false, false, _) => Script::Other,
        _ => Script::Mixed,
    }
}

/// The folded text: words separated by one space. Two spellings of a name fold to the same text; the
/// folded text is for comparing and searching, never for showing.
pub fn fold(text: &str) -> String {
    words(text).join(" ")
}

/// The folded words.
pub fn words(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| push(&mut folded, c));
    folded.split_whitespace().map(str::to_owned).collect()
}

/// The text with Arabic-Indic and Persian digits as ASCII digits, and nothing else changed.
pub fn ascii_digits(text: &str) -> String {
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// The ASCII form of a digit of either script.
pub fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return None,
    };
    char::from_digit(u32::from(c).saturating_sub(u32::from(zero)), 10)
}

/// True for marks that steer the direction of text or have no width: they come along when a number
/// is copied from a page.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{200B}' | '\u{200D}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn is_arabic(c: char) -> bool {
    let letter = matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{06D5}'
        | '\u{06EE}'..='\u{06EF}' | '\u{06FA}'..='\u{06FF}' | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}');
    letter && c.is_alphabetic()
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic()
        && (c.is_ascii() || matches!(c, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}'))
}

fn push(out: &mut String, c: char) {
    if let Some(digit) = digit(c) {
        out.push(digit);
    } else if c == 'ء' || is_mark(c) || is_invisible(c) {
        // Left out: the name is the same without it.
    } else if matches!(c, '\'' | '’' | '‘' | '`' | 'ʿ' | 'ʾ' | '.') {
        // Left out: "Sa'eed" and "Saeed", "J." and "J".
    } else if is_arabic(c) {
        push_arabic(out, c);
    } else if c.is_alphanumeric() {
        c.to_lowercase().for_each(|lower| push_latin(out, lower));
    } else {
        out.push(' ');
    }
}

/// The script of one folded character.
pub(crate) fn script_of(c: char) -> Script {
    if is_arabic(c) {
        Script::Arabic
    } else if is_latin(c) {
        Script::Latin
    } else {
        Script::Other
    }
}

/// Vowel signs, Koranic signs, tatweel, and combining accents.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}'..='\u{06E8}'
        | '\u{06EA}'..='\u{06ED}' | '\u{0300}'..='\u{036F}')
}

fn push_arabic(out: &mut String, c: char) {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ى' | 'ئ' | 'ی' | 'ې' | 'ۍ' | 'ے' => out.push('ي'),
        'ة' | 'ھ' | 'ہ' | 'ۀ' | 'ە' | 'ۃ' => out.push('ه'),
        'ؤ' | 'ۆ' | 'ۇ' => out.push('و'),
        'ک' | 'ڪ' => out.push('ك'),
        'پ' => out.push('ب'),
        'ڤ' => out.push('ف'),
        'ں' => out.push('ن'),
        'ٹ' => out.push('ت'),
        'ڈ' => out.push('د'),
        'ڑ' => out.push('ر'),
        'ڭ' => out.push('گ'),
        '\u{FE70}'..='\u{FEFC}' => presentation_form(out, c),
        other => out.push(other),
    }
}

/// Shaped letters (Unicode block Arabic Presentation Forms-B) as plain letters, already folded.
fn presentation_form(out: &mut String, c: char) {
    const FORMS: &[(char, &str)] = &[
        ('\u{FE80}', ""),
        ('\u{FE81}', "ا"),
        ('\u{FE85}', "و"),
        ('\u{FE87}', "ا"),
        ('\u{FE89}', "ي"),
        ('\u{FE8D}', "ا"),
        ('\u{FE8F}', "ب"),
        ('\u{FE93}', "ه"),
        ('\u{FE95}', "ت"),
        ('\u{FE99}', "ث"),
        ('\u{FE9D}', "ج"),
        ('\u{FEA1}', "ح"),
        ('\u{FEA5}', "خ"),
        ('\u{FEA9}', "د"),
        ('\u{FEAB}', "ذ"),
        ('\u{FEAD}', "ر"),
        ('\u{FEAF}', "ز"),
        ('\u{FEB1}', "س"),
        ('\u{FEB5}', "ش"),
        ('\u{FEB9}', "ص"),
        ('\u{FEBD}', "ض"),
        ('\u{FEC1}', "ط"),
        ('\u{FEC5}', "ظ"),
        ('\u{FEC9}', "ع"),
        ('\u{FECD}', "غ"),
        ('\u{FED1}', "ف"),
        ('\u{FED5}', "ق"),
        ('\u{FED9}', "ك"),
        ('\u{FEDD}', "ل"),
        ('\u{FEE1}', "م"),
        ('\u{FEE5}', "ن"),
        ('\u{FEE9}', "ه"),
        ('\u{FEED}', "و"),
        ('\u{FEEF}', "ي"),
        ('\u{FEF5}', "لا"),
    ];
    let letters = FORMS.iter().rev().find(|(first, _)| *first <= c).map_or("", |(_, text)| text);
    out.push_str(letters);
}

fn push_latin(out: &mut String, c: char) {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ḍ' | 'ḏ' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ġ' | 'ģ' | 'ǧ' => "g",
        'ḥ' | 'ḫ' | 'ħ' => "h",
        'ì'..='ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' | 'ḳ' => "k",
        'ł' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'ṣ' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'ṭ' | 'ṯ' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' | 'ẓ' => "z",
        // What lower-casing leaves behind (the dot of a Turkish I) and other marks.
        other if is_mark(other) => "",
        other => return out.push(other),
    };
    out.push_str(plain);
}
