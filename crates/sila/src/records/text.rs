//! The kind of record that people write here: a title and a text, in both languages.

use minicbor::{Decode, Encode};

/// How it stands in versions.
pub const KIND: &str = "text/1";
/// Longest title, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 8_000;

/// A title and a text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Text {
    /// Title in Arabic.
    #[n(0)]
    pub title_ar: String,
    /// Title in English.
    #[n(1)]
    pub title_en: String,
    /// Text in Arabic.
    #[n(2)]
    pub text_ar: String,
    /// Text in English.
    #[n(3)]
    pub text_en: String,
}

impl Text {
    /// The one encoding.
    pub fn to_cbor(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads the content of a version of this kind; nothing when it is of another kind or does not fit.
    pub fn of(kind: &str, content: &[u8]) -> Option<Text> {
        let text: Text = minicbor::decode(content).ok().filter(|_| kind == KIND)?;
        text.fits().then_some(text)
    }

    /// Whether every part is there and within its limit.
    pub fn fits(&self) -> bool {
        let within = |text: &str, max| (1..=max).contains(&text.trim().chars().count());
        within(&self.title_ar, TITLE_MAX)
            && within(&self.title_en, TITLE_MAX)
            && within(&self.text_ar, TEXT_MAX)
            && within(&self.text_en, TEXT_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_canonical_and_within_its_limits() {
        let long = "ل".repeat(TEXT_MAX);
        let text = Text {
            title_ar: "بيان".to_owned(),
            title_en: "Statement".to_owned(),
            text_ar: long.clone(),
            text_en: "Words".to_owned(),
        };
        let bytes = text.to_cbor();
        assert!(bytes.len() < sila_link::record::CONTENT_BYTES_MAX);
        sila_seal::check_canonical(&bytes).unwrap();
        assert_eq!(Text::of(KIND, &bytes), Some(text.clone()));
        assert_eq!(Text::of("minutes/1", &bytes), None);
        assert_eq!(Text::of(KIND, &[0]), None);
        assert!(!Text { text_ar: long + "ل", ..text.clone() }.fits());
        assert!(!Text { title_en: "  ".to_owned(), ..text }.fits());
    }
}
