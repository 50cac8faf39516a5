//! Looking for words in places where they must not be: in files, in memory, on the wire; as they are, and in the dress that
//! programs give them.

use std::fs;
use std::path::Path;

use super::node::Node;

/// Every file below a folder, and the log beside it.
pub fn files(node: &Node) -> Vec<Vec<u8>> {
    fn below(dir: &Path, found: &mut Vec<Vec<u8>>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => below(&path, found),
                false => found.push(fs::read(path).unwrap()),
            }
        }
    }
    let mut found = vec![fs::read(node.log()).unwrap_or_default()];
    below(&node.dir, &mut found);
    found
}

/// Many pieces of bytes that are looked for in one pass, by their first two bytes.
pub struct Wanted(Vec<Vec<Vec<u8>>>);

impl Wanted {
    /// Looks for these.
    pub fn of(pieces: impl IntoIterator<Item = Vec<u8>>) -> Wanted {
        let mut begin = vec![Vec::new(); 1 << 16];
        pieces.into_iter().for_each(|piece| begin[Wanted::first(&piece)].push(piece));
        Wanted(begin)
    }

    fn first(bytes: &[u8]) -> usize {
        usize::from(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    /// The first piece that stands anywhere.
    pub fn in_any(&self, all: &[Vec<u8>]) -> Option<String> {
        for bytes in all {
            for at in 0..bytes.len().saturating_sub(1) {
                let rest = &bytes[at..];
                let found =
                    self.0[Wanted::first(rest)].iter().find(|piece| rest.starts_with(piece));
                if let Some(found) = found {
                    return Some(String::from_utf8_lossy(found).into_owned());
                }
            }
        }
        None
    }
}

/// A text in every form in which a program may write it: UTF-8 in three cases, UTF-16 in both orders, hexadecimal,
/// percent-encoded, escaped as in JSON and in HTML, and base64 at each of its three beginnings.
pub fn dresses(text: &str) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    for text in [text.to_owned(), text.to_lowercase(), text.to_uppercase()] {
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        let percent: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let json: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let html: String = text.chars().map(|c| format!("&#{};", u32::from(c))).collect();
        all.extend([&hex, &percent, &json, &html].map(|text| text.clone().into_bytes()));
        all.extend(
            [hex.to_uppercase(), percent.to_lowercase(), json.to_uppercase()]
                .map(String::into_bytes),
        );
        all.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        all.push(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        all.extend([b"+/", b"-_"].into_iter().flat_map(|last| base64(text.as_bytes(), *last)));
        all.push(text.into_bytes());
    }
    all.sort();
    all.dedup();
    all
}

/// What of the text is the same whatever stands before and after it.
fn base64(text: &[u8], last: [u8; 2]) -> Vec<Vec<u8>> {
    let letters: Vec<u8> =
        (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(last).collect();
    let sixes = |before: usize| -> Vec<u8> {
        let bits = |byte: &u8| (0..8).rev().map(|at| byte >> at & 1).collect::<Vec<u8>>();
        // The first letter that holds bits of the text alone.
        let skip = [0, 4, 2][before];
        let all: Vec<u8> = text.iter().flat_map(bits).skip(skip).collect();
        let six = |part: &[u8]| letters[usize::from(part.iter().fold(0, |n, bit| n << 1 | bit))];
        all.chunks_exact(6).map(six).collect()
    };
    (0..3).map(sixes).collect()
}

#[test]
fn a_text_is_found_in_every_dress() {
    let wanted = Wanted::of(dresses("زمهرود"));
    let plain = |bytes: &[u8]| wanted.in_any(&[[b"some", bytes, b"thing"].concat()]).is_some();
    assert!(plain("زمهرود".as_bytes()) && !plain("زمهرو".as_bytes()));
    assert!(plain(b"%D8%B2%D9%85%D9%87%D8%B1%D9%88%D8%AF"));
    // Written by another program: base64 -w0 of the word alone, after one letter, after two.
    assert!(
        plain(b"2LLZhdmH2LHZiNiv")
            && plain(b"eNiy2YXZh9ix2YjYrw==")
            && plain(b"eHjYstmF2YfYsdmI2K8=")
    );
    assert!(plain(&"زمهرود".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()));
}
