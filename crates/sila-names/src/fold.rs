//! Folding: spelling differences that do not make another name. Vowel signs, tatweel, hamza seats,
//! ة and ه, ى and ي, Persian and Urdu letters, presentation forms pasted from documents, digits of
//! either script, capitals and accents.

mod forms;
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
    folded(text).split_whitespace().map(str::to_owned).collect()
}

/// The folded text with spaces as they come.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| push(&mut folded, c));
    folded
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
    // Nearly every letter is one of these.
    if matches!(c, '\u{0621}'..='\u{064A}') {
        return true;
    }
    let letter = matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{06D5}'
        | '\u{06EE}'..='\u{06EF}' | '\u{06FA}'..='\u{06FF}' | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}');
    letter && c.is_alphabetic()
}

fn is_latin(c: char) -> bool {
    let far = || matches!(c, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}');
    c.is_ascii_alphabetic() || (far() && c.is_alphabetic())
}

fn push(out: &mut String, c: char) {
    if c.is_ascii_alphabetic() || c == ' ' {
        out.push(c.to_ascii_lowercase());
    } else if let Some(digit) = digit(c) {
        out.push(digit);
    } else if c == 'ء' || is_mark(c) || is_invisible(c) {
        // Left out: the name is the same without it.
    } else if matches!(c, '\'' | '’' | '‘' | '`' | 'ʿ' | 'ʾ' | '.') {
        // Left out: "Sa'eed" and "Saeed", "J." and "J".
    } else if is_arabic(c) {
        push_arabic(out, c);
    } else if let Some(plain) = narrow(c) {
        push(out, plain);
    } else if c.is_alphanumeric() {
        c.to_lowercase().for_each(|lower| push_latin(out, lower));
    } else {
        out.push(' ');
    }
}

/// A letter or digit of double width as a plain one.
fn narrow(c: char) -> Option<char> {
    let wide = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let plain = || u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32);
    wide.then(plain).flatten()
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
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => out.push('ا'),
        'ى' | 'ئ' | 'ی' | 'ې' | 'ۍ' | 'ے' | 'ۓ' | 'ێ' | 'ؽ' => out.push('ي'),
        'ة' | 'ھ' | 'ہ' | 'ۀ' | 'ە' | 'ۃ' | 'ۂ' => out.push('ه'),
        'ؤ' | 'ۆ' | 'ۇ' | 'ۊ' | 'ۏ' => out.push('و'),
        'ک' | 'ڪ' => out.push('ك'),
        'پ' => out.push('ب'),
        'ڤ' => out.push('ف'),
        'ں' | 'ڼ' => out.push('ن'),
        'ٹ' | 'ټ' => out.push('ت'),
        'ڈ' | 'ډ' => out.push('د'),
        'ڑ' | 'ړ' | 'ڕ' => out.push('ر'),
        'ڭ' | 'ݣ' | 'ګ' => out.push('گ'),
        'ڵ' => out.push('ل'),
        'ښ' => out.push('ش'),
        'ڨ' => out.push('ق'),
        'ځ' => out.push('ز'),
        'څ' => out.push('س'),
        '\u{FE70}'..='\u{FEFC}' => forms::push(out, c, forms::FORMS_B),
        '\u{FB50}'..='\u{FDFF}' => forms::push(out, c, forms::FORMS_A),
        other => out.push(other),
    }
}

fn push_latin(out: &mut String, c: char) {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ả' | 'ấ'..='ặ' | 'ạ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' | 'ḍ' | 'ḏ' => "d",
        'þ' => "th",
        'ŵ' | 'ẁ'..='ẅ' => "w",
        'ḅ' | 'ḇ' => "b",
        'ṁ' | 'ṃ' => "m",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' | 'ḡ' => "g",
        'ĵ' | 'ǰ' => "j",
        'ĥ' | 'ḥ' | 'ḫ' | 'ẖ' | 'ḩ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ỉ' | 'ị' => "i",
        'ķ' | 'ǩ' | 'ḳ' | 'ḵ' => "k",
        'ł' | 'ļ' | 'ĺ' | 'ľ' | 'ḷ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ṅ' | 'ṇ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' | 'ṛ' => "r",
        'ś' | 'ŝ' | 'š' | 'ş' | 'ș' | 'ṣ' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'ṭ' | 'ṯ' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ụ'..='ự' => "u",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' | 'ẓ' | 'ẕ' => "z",
        // What lower-casing leaves behind (the dot of a Turkish I) and other marks.
        other if is_mark(other) => "",
        other => return out.push(other),
    };
    out.push_str(plain);
}
