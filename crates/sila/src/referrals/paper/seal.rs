//! The two codes of a sealed form, and the square on its cover.

use maud::Markup;
use sila_seal::{Hash, sha256};

use super::super::body::Body;
use super::super::content;
use crate::web::components::qr;

/// One more than the largest code.
const CODES: u32 = 100_000_000;

/// What ties the papers to their referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    /// The content hash.
    pub content: Hash,
    /// On the cover: whoever holds the cover knows it.
    pub cover: u32,
    /// On the form inside the envelope: whoever has opened it knows it.
    pub inside: u32,
}

/// The codes of a referral; nothing without a content hash.
pub fn codes(reference: &str, body: &Body) -> Option<Codes> {
    let content = content::hash(body)?;
    let salt = body.shared.as_ref()?.salt?;
    let number = reference.as_bytes();
    Some(Codes {
        content,
        cover: eight(&sha256(&[b"sila/paper/cover/1", &content, number])),
        // Who sees the cover alone cannot compute it: the salt stands in no print.
        inside: eight(&sha256(&[b"sila/paper/inside/1", &content, &salt, number])),
    })
}

fn eight(hash: &Hash) -> u32 {
    let [a, b, c, d, ..] = *hash;
    u32::from_be_bytes([a, b, c, d]) % CODES
}

/// `1234 5678`.
pub fn spoken(code: u32) -> String {
    format!("{:04} {:04}", code / 10_000, code % 10_000)
}

/// Reads a code as somebody types it: any digits, with or without spaces.
pub fn read(typed: &str) -> Option<u32> {
    let digits = sila_names::fold::ascii_digits(typed);
    let digits: String = digits.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let whole = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| digits.parse().ok()).flatten()
}

/// The square for a scanner: reference, content hash and the code of the cover, and nothing of a person.
pub fn square(reference: &str, codes: &Codes) -> Markup {
    let hash: String = codes.content.iter().map(|byte| format!("{byte:02X}")).collect();
    let text = format!("SILA1 {reference} {hash} {:08}", codes.cover);
    qr(&text, reference)
}

#[cfg(test)]
mod tests {
    use qrcodegen::{QrCode, QrCodeEcc};

    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        for typed in ["12345678", "1234 5678", " 1234-5678 ", "١٢٣٤ ٥٦٧٨"] {
            assert_eq!(read(typed), Some(12_345_678), "{typed}");
        }
        for typed in ["", "1234567", "123456789", "1234567x"] {
            assert_eq!(read(typed), None, "{typed}");
        }
        assert_eq!(read(&spoken(42)), Some(42));
    }

    #[test]
    fn the_square_holds_its_text_and_its_quiet_zone() {
        let codes = Codes { content: [0xab; 32], cover: 7, inside: 8 };
        let svg = square("R-MARSA-26-00001", &codes).into_string();
        let text = format!("SILA1 R-MARSA-26-00001 {} 00000007", "AB".repeat(32));
        let size = QrCode::encode_text(&text, QrCodeEcc::Medium).unwrap().size();
        assert!(svg.contains(&format!("viewBox=\"0 0 {0} {0}\"", size + 8)), "{svg}");
        assert!(svg.contains("M4,4h1v1h-1z"));
    }
}
