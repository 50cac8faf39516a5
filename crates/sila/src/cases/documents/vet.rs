//! What a document may hold: one thing of one kind, from its first byte to its last, and nothing that runs. What is behind the end of an
//! image, what would be larger when it is opened, and what a document would do by itself is refused; where an image was taken is taken out.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// Most points of an image.
const POINTS_MAX: u64 = 50_000_000;
/// Most bytes that one part of a document may become when it is opened.
const PART_BYTES_MAX: u64 = 32 * 1_024 * 1_024;
/// Most bytes that all of its parts may become together.
const OPENED_BYTES_MAX: u64 = 128 * 1_024 * 1_024;
/// Names of what a PDF does by itself, starts, or carries inside.
const DOES: [&[u8]; 7] =
    [b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA", b"/SubmitForm"];
/// How other files begin that hide behind a document.
const HIDDEN: [&[u8]; 4] = [b"PK\x03\x04", b"PK\x05\x06", b"<script", b"\x7fELF"];

/// A document as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vetted {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Width and height of an image.
    pub points: Option<(u32, u32)>,
}

/// Why a document is not taken: the code of a problem.
pub type Refused = &'static str;

const BROKEN: Refused = "document.broken";
const TRAILING: Refused = "document.hidden";
const BOMB: Refused = "document.bomb";
const ACTIVE: Refused = "document.active";
const LOCKED: Refused = "document.locked";

/// Looks through a document of this type.
///
/// # Errors
/// The code of the problem.
pub fn vet(bytes: &[u8], media: &str) -> Result<Vetted, Refused> {
    match media {
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        "application/pdf" => pdf(bytes),
        _ => Ok(Vetted { bytes: bytes.to_vec(), points: None }),
    }
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|part| part == mark)
}

/// A number of two or four bytes, the largest first.
fn number(bytes: &[u8], at: usize, long: usize) -> Result<u32, Refused> {
    let part = bytes.get(at..at.saturating_add(long)).ok_or(BROKEN)?;
    Ok(part.iter().fold(0_u32, |sum, byte| sum.wrapping_shl(8) | u32::from(*byte)))
}

fn sized(width: u32, height: u32) -> Result<(u32, u32), Refused> {
    let points = u64::from(width).saturating_mul(u64::from(height));
    match points {
        0 => Err(BROKEN),
        1..=POINTS_MAX => Ok((width, height)),
        _ => Err(BOMB),
    }
}

/// A PNG: chunk after chunk to the end. Chunks of words and of where it was taken are left out.
fn png(bytes: &[u8]) -> Result<Vetted, Refused> {
    let mut kept = bytes.get(..8).ok_or(BROKEN)?.to_vec();
    let points = sized(number(bytes, 16, 4)?, number(bytes, 20, 4)?)?;
    let mut at = 8_usize;
    loop {
        let long = usize::try_from(number(bytes, at, 4)?).or(Err(BROKEN))?;
        let end = at.checked_add(12).and_then(|end| end.checked_add(long)).ok_or(BROKEN)?;
        let chunk = bytes.get(at..end).ok_or(BROKEN)?;
        let name = chunk.get(4..8).ok_or(BROKEN)?;
        if !matches!(name, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf") {
            kept.extend_from_slice(chunk);
        }
        at = end;
        if name == b"IEND" {
            break;
        }
    }
    if at == bytes.len() { Ok(Vetted { bytes: kept, points: Some(points) }) } else { Err(TRAILING) }
}

/// A JPEG: segment after segment to the end. What a camera writes beside the picture is left out.
fn jpeg(bytes: &[u8]) -> Result<Vetted, Refused> {
    let mut kept = bytes.get(..2).ok_or(BROKEN)?.to_vec();
    let (mut at, mut points) = (2_usize, None);
    loop {
        let mark = *bytes.get(at.saturating_add(1)).ok_or(BROKEN)?;
        if bytes.get(at) != Some(&0xff) {
            return Err(BROKEN);
        }
        if mark == 0xd9 {
            kept.extend_from_slice(&[0xff, 0xd9]);
            at = at.saturating_add(2);
            break;
        }
        let long = usize::try_from(number(bytes, at.saturating_add(2), 2)?).or(Err(BROKEN))?;
        let head = at.saturating_add(2).saturating_add(long.max(2));
        if matches!(mark, 0xc0..=0xcf) && !matches!(mark, 0xc4 | 0xc8 | 0xcc) {
            let (high, wide) = (at.saturating_add(5), at.saturating_add(7));
            points = Some(sized(number(bytes, wide, 2)?, number(bytes, high, 2)?)?);
        }
        let end = if mark == 0xda { scan_end(bytes, head)? } else { head };
        let beside = matches!(mark, 0xe1 | 0xe3..=0xed | 0xef | 0xfe);
        let segment = bytes.get(at..end).ok_or(BROKEN)?;
        if !beside {
            kept.extend_from_slice(segment);
        }
        at = end;
    }
    if at != bytes.len() {
        return Err(TRAILING);
    }
    Ok(Vetted { bytes: kept, points: Some(points.ok_or(BROKEN)?) })
}

/// Where the points of a JPEG end: at the next mark that is neither stuffing nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Result<usize, Refused> {
    let rest = bytes.get(from..).ok_or(BROKEN)?;
    let is_end = |pair: &[u8]| matches!(pair, [0xff, mark] if *mark != 0 && *mark != 0xff && !(0xd0..=0xd7).contains(mark));
    rest.windows(2).position(is_end).map(|at| from.saturating_add(at)).ok_or(BROKEN)
}

/// A PDF that does nothing by itself. Its compressed parts are opened too, as far as they may become.
fn pdf(bytes: &[u8]) -> Result<Vetted, Refused> {
    let tail = bytes.len().saturating_sub(1_024);
    if !holds(bytes.get(tail..).unwrap_or_default(), b"%%EOF") {
        return Err(BROKEN);
    }
    if HIDDEN.iter().any(|mark| holds(bytes, mark)) {
        return Err(TRAILING);
    }
    if names(bytes, &[b"/Encrypt"]) {
        return Err(LOCKED);
    }
    if names(bytes, &DOES) {
        return Err(ACTIVE);
    }
    let mut opened = 0_u64;
    for part in streams(bytes) {
        let mut plain = Vec::new();
        // What is no such stream, or is cut, says nothing; a reader would stop there, too.
        let _cut =
            ZlibDecoder::new(part).take(PART_BYTES_MAX.saturating_add(1)).read_to_end(&mut plain);
        let size = u64::try_from(plain.len()).unwrap_or(u64::MAX);
        opened = opened.saturating_add(size);
        if size > PART_BYTES_MAX || opened > OPENED_BYTES_MAX {
            return Err(BOMB);
        }
        if names(&plain, &DOES) {
            return Err(ACTIVE);
        }
    }
    Ok(Vetted { bytes: bytes.to_vec(), points: None })
}

/// What follows each `stream` of a PDF.
fn streams(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mark = b"stream";
    let found = bytes.windows(mark.len()).enumerate().filter(move |(_, part)| part == mark);
    found.filter_map(move |(at, _)| {
        let rest = bytes.get(at.saturating_add(mark.len())..)?;
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest.strip_prefix(b"\n").filter(|rest| rest.first() == Some(&0x78))
    })
}

/// Whether one of these names stands there, also when its letters are written as numbers.
fn names(bytes: &[u8], wanted: &[&[u8]]) -> bool {
    let plain = unescaped(bytes);
    let ends = |rest: &[u8]| rest.first().is_none_or(|byte| !byte.is_ascii_alphanumeric());
    wanted.iter().any(|name| {
        let mut places = plain.windows(name.len()).enumerate().filter(|(_, part)| part == name);
        places.any(|(at, _)| ends(plain.get(at.saturating_add(name.len())..).unwrap_or_default()))
    })
}

/// The bytes with `#4a` written as the letter that it stands for.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0_usize;
    while let Some(byte) = bytes.get(at) {
        let digits = bytes.get(at.saturating_add(1)..at.saturating_add(3));
        let letter = digits.filter(|_| *byte == b'#').and_then(hex);
        plain.push(letter.unwrap_or(*byte));
        at = at.saturating_add(if letter.is_some() { 3 } else { 1 });
    }
    plain
}

fn hex(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits).ok()?;
    u8::from_str_radix(text, 16).ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    /// A PNG of that size with one chunk of words.
    pub(crate) fn a_png(width: u32, height: u32) -> Vec<u8> {
        let chunk = |name: &[u8], inside: &[u8]| {
            let long = u32::try_from(inside.len()).unwrap().to_be_bytes();
            [&long[..], name, inside, &[0; 4]].concat()
        };
        let head = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 2, 0, 0, 0]].concat();
        let parts = [
            chunk(b"IHDR", &head),
            chunk(b"tEXt", b"place 25.2,55.3"),
            chunk(b"IDAT", b"points"),
            chunk(b"IEND", b""),
        ];
        [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
    }

    fn a_jpeg(behind: &[u8]) -> Vec<u8> {
        let parts: [&[u8]; 7] = [
            b"\xff\xd8\xff\xe1\0\x0aExif 25N",
            b"\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\0\0\0",
            b"\xff\xda\0\x04\0\0",
            b"points\xff\0more\xff\xd0end",
            b"\xff\xd9",
            behind,
            b"",
        ];
        parts.concat()
    }

    pub(crate) fn a_pdf(inside: &[u8]) -> Vec<u8> {
        [b"%PDF-1.7\n1 0 obj\n", inside, b"\nendobj\ntrailer\n%%EOF\n"].concat()
    }

    fn packed(inside: &[u8]) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        packer.write_all(inside).unwrap();
        let packed = packer.finish().unwrap();
        [b"<< /Filter /FlateDecode >>\nstream\n", packed.as_slice(), b"\nendstream"].concat()
    }

    #[test]
    fn an_image_is_kept_without_where_it_was_taken() {
        let kept = vet(&a_png(3, 2), "image/png").unwrap();
        assert!(kept.points == Some((3, 2)) && !holds(&kept.bytes, b"25.2"));
        let kept = vet(&a_jpeg(b""), "image/jpeg").unwrap();
        assert!(kept.points == Some((32, 16)) && !holds(&kept.bytes, b"25N"));
        assert!(holds(&kept.bytes, b"more\xff\xd0end\xff\xd9"), "the points stay");
    }

    #[test]
    fn polyglots_bombs_and_what_runs_are_refused() {
        let hidden = [a_png(3, 2), b"PK\x03\x04".to_vec()].concat();
        let mut long = vec![0_u8; 40 * 1_024 * 1_024];
        long[0] = 1;
        let table: [(Vec<u8>, &str, Refused); 13] = [
            (a_pdf(b"<< /Encrypt 5 0 R >>"), "application/pdf", LOCKED),
            (hidden, "image/png", TRAILING),
            (a_jpeg(b"<script>"), "image/jpeg", TRAILING),
            (a_png(60_000, 60_000), "image/png", BOMB),
            (a_png(0, 5), "image/png", BROKEN),
            (a_png(3, 2)[..40].to_vec(), "image/png", BROKEN),
            (b"\xff\xd8\xff\xe0\0".to_vec(), "image/jpeg", BROKEN),
            (a_pdf(b"<< /OpenAction << /S /JavaScript >> >>"), "application/pdf", ACTIVE),
            (a_pdf(b"<< /S /J#61vaScript >>"), "application/pdf", ACTIVE),
            (a_pdf(&packed(b"<< /JS (app.alert(1)) >>")), "application/pdf", ACTIVE),
            (a_pdf(&packed(&long)), "application/pdf", BOMB),
            (a_pdf(b"PK\x03\x04 an archive"), "application/pdf", TRAILING),
            (b"%PDF-1.7 and no end".to_vec(), "application/pdf", BROKEN),
        ];
        for (nth, (bytes, media, wanted)) in table.iter().enumerate() {
            assert_eq!(vet(bytes, media), Err(*wanted), "row {nth}");
        }
        assert!(vet(&a_pdf(b"<< /JSON 1 >>"), "application/pdf").is_ok());
        assert!(vet(&a_pdf(&packed(b"plain words")), "application/pdf").is_ok());
    }
}
