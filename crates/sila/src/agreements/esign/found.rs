//! Whether a file with a signature is about our document: whether it is this document, and whether the fingerprint that was signed is that of
//! this document. Who signed with which certificate is looked at in [`super::checked`]; whether it counts as an approved signature in law
//! is never said.

use sila_seal::{Hash, sha256};

/// OID 1.2.840.113549.1.9.4, `messageDigest` (RFC 5652 §11.2), as it stands in a CMS structure.
const MESSAGE_DIGEST: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
/// The tag of an octet string.
const OCTETS: u8 = 0x04;
/// The tag of a set.
const SET: u8 = 0x31;
/// Where the ranges that a PDF signature covers begin (ISO 32000-1 §12.8.1).
const RANGES: &[u8] = b"/ByteRange";

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A PDF that begins with our document, and a signature in it over all of the file.
    Pdf,
    /// The same, but its fingerprint is of a kind that is not read here.
    PdfUnread,
    /// A detached signature with the fingerprint of our document.
    Detached,
}

impl Found {
    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::PdfUnread => "PDF_UNREAD",
            Self::Detached => "DETACHED",
        }
    }
}

/// A signature as it stands in a file, and the bytes over which it is made.
#[derive(Debug)]
pub struct Covered<'a> {
    /// The structure; in a PDF with what fills the room up behind it.
    pub cms: Vec<u8>,
    /// What it covers.
    pub content: [&'a [u8]; 2],
    /// It stands in a PDF.
    pub in_pdf: bool,
}

/// Looks through a file for a signature of this document.
///
/// # Errors
/// As [`covered`]; `esign.other_text` when it is about another document, `esign.broken` when the file was changed after it was signed.
pub fn look(file: &[u8], document: &[u8]) -> Result<Found, &'static str> {
    let Covered { cms, content, in_pdf } = covered(file, document)?;
    match (digest(&cms), in_pdf) {
        (Some(signed), true) if signed == sha256(&content) => Ok(Found::Pdf),
        (Some(_), true) => Err("esign.broken"),
        (None, true) if cms.first() == Some(&0x30) => Ok(Found::PdfUnread),
        (Some(signed), false) if signed == sha256(&content) => Ok(Found::Detached),
        (Some(_), false) => Err("esign.other_text"),
        (None, _) => Err("esign.none"),
    }
}

/// The signature in a file and what it covers.
///
/// # Errors
/// `esign.other_text` for a PDF of another document, `esign.none` when there is no signature in it, `esign.partial` when the signature
/// leaves a part of the file out.
pub fn covered<'a>(file: &'a [u8], document: &'a [u8]) -> Result<Covered<'a>, &'static str> {
    if file.starts_with(b"%PDF-") {
        return pdf(file, document);
    }
    Ok(Covered { cms: file.to_vec(), content: [document, &[]], in_pdf: false })
}

/// A signed PDF has the bytes that were signed in front, and the signature added after them.
fn pdf<'a>(file: &'a [u8], document: &[u8]) -> Result<Covered<'a>, &'static str> {
    if !file.starts_with(document) {
        return Err("esign.other_text");
    }
    let added = file.get(document.len()..).unwrap_or_default();
    let at = last(added, RANGES).ok_or("esign.none")?;
    let after = added.get(at.saturating_add(RANGES.len())..).unwrap_or_default();
    let [first, one, second, two] = ranges(after).ok_or("esign.none")?;
    let end = second.checked_add(two).ok_or("esign.partial")?;
    if first != 0 || one < document.len() || second < one || end != file.len() {
        return Err("esign.partial");
    }
    let (head, tail) = (file.get(..one), file.get(second..));
    let (Some(head), Some(tail), Some(gap)) = (head, tail, file.get(one..second)) else {
        return Err("esign.partial");
    };
    let cms = unhex(gap).ok_or("esign.none")?;
    Ok(Covered { cms, content: [head, tail], in_pdf: true })
}

/// The fingerprint of 32 bytes that a CMS structure says was signed.
fn digest(cms: &[u8]) -> Option<Hash> {
    if cms.first() != Some(&0x30) {
        return None;
    }
    let at = find(cms, &MESSAGE_DIGEST)?;
    let value = cms.get(at.saturating_add(MESSAGE_DIGEST.len())..)?;
    match value {
        [SET, 0x22, OCTETS, 0x20, rest @ ..] => rest.first_chunk::<32>().copied(),
        _ => None,
    }
}

/// `[0 840 960 240]`.
fn ranges(text: &[u8]) -> Option<[usize; 4]> {
    let open = text.iter().position(|byte| *byte == b'[').filter(|at| *at < 8)?;
    let close = text.iter().position(|byte| *byte == b']').filter(|at| *at < 96)?;
    let inner = std::str::from_utf8(text.get(open.saturating_add(1)..close)?).ok()?;
    let numbers: Option<Vec<usize>> =
        inner.split_ascii_whitespace().map(|one| one.parse().ok()).collect();
    numbers?.try_into().ok()
}

/// The bytes between `<` and `>`; zeros that fill the room up stay at the end.
fn unhex(gap: &[u8]) -> Option<Vec<u8>> {
    let inner = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|n| u8::try_from(n).ok());
    let pair = |two: &[u8]| match two {
        [high, low] => Some((digit(*high)? << 4) | digit(*low)?),
        _ => None,
    };
    inner.chunks(2).map(pair).collect()
}

fn find(all: &[u8], part: &[u8]) -> Option<usize> {
    all.windows(part.len()).position(|window| window == part)
}

fn last(all: &[u8], part: &[u8]) -> Option<usize> {
    all.windows(part.len()).rposition(|window| window == part)
}

#[cfg(test)]
mod tests {
    use sila_seal::hex;

    use super::*;

    const DOCUMENT: &[u8] = b"%PDF-1.7\nour document\n%%EOF\n";

    /// As much of a CMS structure as is looked at.
    fn cms(digest: &[u8]) -> Vec<u8> {
        let length = u8::try_from(digest.len()).unwrap();
        let attribute = [&MESSAGE_DIGEST[..], &[SET, length + 2, OCTETS, length], digest].concat();
        [&[0x30, u8::try_from(attribute.len()).unwrap()], &attribute[..]].concat()
    }

    /// Our document with a signature added by a program for signing; `digest` makes what it says was signed.
    fn signed(document: &[u8], digest: impl Fn(&[u8], &[u8]) -> Vec<u8>) -> Vec<u8> {
        let room = 2 + 2 * 200;
        let body = |one: usize, second: usize, two: usize| {
            format!("5 0 obj <</ByteRange [0 {one:08} {second:08} {two:08}] /Contents ")
        };
        let tail = b">> endobj\n%%EOF\n";
        let one = document.len() + body(0, 0, 0).len();
        let head = [document, body(one, one + room, tail.len()).as_bytes()].concat();
        assert_eq!(head.len(), one);
        let mut signature = hex(&cms(&digest(&head, tail)));
        signature.push_str(&"0".repeat(room - 2 - signature.len()));
        [&head[..], b"<", signature.as_bytes(), b">", tail].concat()
    }

    #[test]
    fn a_signed_pdf_is_ours_only_when_it_begins_with_our_document_and_nothing_changed_after() {
        let good = signed(DOCUMENT, |head, tail| sha256(&[head, tail]).to_vec());
        assert_eq!(look(&good, DOCUMENT), Ok(Found::Pdf));
        assert_eq!(look(&good, b"%PDF-1.7\nanother"), Err("esign.other_text"));
        assert_eq!(look(DOCUMENT, DOCUMENT), Err("esign.none"), "nobody has signed it");
        let mut touched = good.clone();
        let at = DOCUMENT.len() + 2;
        touched[at] ^= 1;
        assert_eq!(look(&touched, DOCUMENT), Err("esign.broken"));
        let longer = [&good[..], b"\nmore after the signature"].concat();
        assert_eq!(look(&longer, DOCUMENT), Err("esign.partial"));
        let long = signed(DOCUMENT, |_, _| vec![7; 48]);
        assert_eq!(look(&long, DOCUMENT), Ok(Found::PdfUnread), "a fingerprint of another kind");
    }

    #[test]
    fn a_detached_signature_is_of_the_document_whose_fingerprint_it_carries() {
        assert_eq!(look(&cms(&sha256(&[DOCUMENT])), DOCUMENT), Ok(Found::Detached));
        assert_eq!(look(&cms(&[9; 32]), DOCUMENT), Err("esign.other_text"));
        for nothing in [&b""[..], b"0", b"\x30\x03\x06\x01\x00", b"no signature at all"] {
            assert_eq!(look(nothing, DOCUMENT), Err("esign.none"));
        }
    }
}
