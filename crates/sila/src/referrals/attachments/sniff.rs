//! What a document is, by its first bytes. What it is called, and what its sender says, do not count.

/// Bytes that are looked at.
pub const LOOK_BYTES: usize = 512;

/// The types that are taken, each with the ending of its file.
const TYPES: [(&str, &str); 8] = [
    ("application/pdf", "pdf"),
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("audio/mpeg", "mp3"),
    ("audio/wav", "wav"),
    ("audio/ogg", "ogg"),
    ("video/mp4", "mp4"),
    ("text/plain", "txt"),
];

/// The type and the ending of a document that begins so; nothing when it is none that we take. Programs, pages,
/// archives and what office programs write are none: any of these may run something.
pub fn media(first: &[u8]) -> Option<(&'static str, &'static str)> {
    let begins = |mark: &[u8]| first.starts_with(mark);
    let ending = if begins(b"%PDF-") {
        "pdf"
    } else if begins(&[0xff, 0xd8, 0xff]) {
        "jpg"
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        "png"
    } else if begins(b"ID3") || begins(&[0xff, 0xfb]) {
        "mp3"
    } else if begins(b"RIFF") && first.get(8..12) == Some(b"WAVE") {
        "wav"
    } else if begins(b"OggS") {
        "ogg"
    } else if first.get(4..8) == Some(b"ftyp") {
        "mp4"
    } else if is_text(first) {
        "txt"
    } else {
        return None;
    };
    TYPES.into_iter().find(|(_, known)| *known == ending)
}

/// The ending for a type that is taken.
pub fn ending(media: &str) -> Option<&'static str> {
    TYPES.into_iter().find(|(known, _)| *known == media).map(|(_, ending)| ending)
}

/// Text that no browser and no shell would run.
fn is_text(first: &[u8]) -> bool {
    let whole = match std::str::from_utf8(first) {
        Ok(text) => text,
        // The last letter may be cut by the limit.
        Err(error) if error.error_len().is_none() => {
            let good = first.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(good).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let plain = whole.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    let start = whole.trim_start_matches('\u{feff}').trim_start();
    !start.is_empty() && plain && !start.starts_with(['<', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_bytes() {
        let table: [(&[u8], Option<&str>); 13] = [
            (b"%PDF-1.7 ...", Some("pdf")),
            (b"\xff\xd8\xff\xe0JFIF", Some("jpg")),
            (b"\x89PNG\r\n\x1a\n....", Some("png")),
            (b"PK\x03\x04....[Content_Types].xml...", None),
            (b"ID3\x04", Some("mp3")),
            (b"RIFF....WAVEfmt ", Some("wav")),
            (b"\0\0\0\x20ftypisom", Some("mp4")),
            ("تقرير اجتماعي".as_bytes(), Some("txt")),
            (b"MZ\x90\0\x03", None),
            (b"\x7fELF\x02", None),
            (b"<!doctype html><script>", None),
            (b"#!/bin/sh", None),
            (b"", None),
        ];
        for (bytes, wanted) in table {
            assert_eq!(media(bytes).map(|(_, ending)| ending), wanted, "{bytes:?}");
        }
        let cut = &"م".repeat(LOOK_BYTES).into_bytes()[..LOOK_BYTES - 1];
        assert_eq!(media(cut).map(|(_, ending)| ending), Some("txt"));
    }

    #[test]
    fn every_type_has_one_ending() {
        for (media, wanted) in TYPES {
            assert_eq!(ending(media), Some(wanted));
        }
        assert_eq!(ending("text/html"), None);
    }
}
