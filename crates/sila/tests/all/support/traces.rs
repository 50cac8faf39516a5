//! Looking for words in places where they must not be: in files, in memory, on the wire; as they are, and in the dress that
//! programs give them.

use std::collections::BTreeSet;
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

/// Many pieces of bytes that are looked for in one pass, by their first two bytes, each with the number of what it tells.
pub struct Wanted(Vec<Vec<(usize, Vec<u8>)>>);

impl Wanted {
    /// Looks for these.
    pub fn of(pieces: impl IntoIterator<Item = Vec<u8>>) -> Wanted {
        Wanted::told(pieces.into_iter().map(|piece| (0, piece)))
    }

    /// Looks for these, each of which tells something.
    pub fn told(pieces: impl IntoIterator<Item = (usize, Vec<u8>)>) -> Wanted {
        let mut begin = vec![Vec::new(); 1 << 16];
        pieces
            .into_iter()
            .for_each(|(told, piece)| begin[Wanted::first(&piece)].push((told, piece)));
        Wanted(begin)
    }

    fn first(bytes: &[u8]) -> usize {
        usize::from(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    /// The first piece that stands anywhere.
    pub fn in_any(&self, all: &[Vec<u8>]) -> Option<String> {
        for bytes in all {
            let mut first = None;
            self.each(bytes, |_, piece| {
                first.get_or_insert_with(|| String::from_utf8_lossy(piece).into_owned());
            });
            if first.is_some() {
                return first;
            }
        }
        None
    }

    /// What is told.
    pub fn told_in(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        self.each(bytes, |told, _| {
            found.insert(told);
        });
        found
    }

    /// Megabytes go through here in a build without optimisation: no iterator, no closure but where something may begin.
    fn each(&self, bytes: &[u8], mut found: impl FnMut(usize, &[u8])) {
        let mut at = 1;
        while at < bytes.len() {
            let begin = &self.0[usize::from(bytes[at - 1]) << 8 | usize::from(bytes[at])];
            if !begin.is_empty() {
                let rest = &bytes[at - 1..];
                for (told, piece) in begin {
                    if rest.starts_with(piece) {
                        found(*told, piece);
                    }
                }
            }
            at += 1;
        }
    }
}

/// A text as people and programs write it otherwise: with the digits of the two Arabic hands, without the marks over and under letters and
/// without the stroke that lengthens, and with the letters folded that are often written for each other.
pub fn spellings(text: &str) -> Vec<String> {
    let digits = |zero: u32| -> String {
        let digit = |c: char| c.to_digit(10).and_then(|n| char::from_u32(zero + n)).unwrap_or(c);
        text.chars().map(digit).collect()
    };
    let mark = |c: &char| matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}');
    let bare: String = text.chars().filter(|c| !mark(c)).collect();
    let folded: String = bare.chars().map(alike).collect();
    let mut all = vec![
        text.to_owned(),
        digits(0x660),
        digits(0x6f0),
        bare.replace(' ', "\u{a0}"),
        bare,
        folded,
    ];
    all.sort();
    all.dedup();
    all
}

/// The one of several letters that many write for all of them.
fn alike(letter: char) -> char {
    match letter {
        'أ' | 'إ' | 'آ' => 'ا',
        'ة' => 'ه',
        'ى' => 'ي',
        other => other,
    }
}

/// A text in every form in which a program may write it: UTF-8 in three cases, UTF-16 in both orders, hexadecimal,
/// percent-encoded, quoted-printable, escaped as in JSON and in HTML, and base64 at each of its three beginnings.
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
        // As a letter of e-mail writes it (RFC 2045, quoted-printable).
        let printable = |byte: u8| {
            if byte.is_ascii() { char::from(byte).to_string() } else { format!("={byte:02X}") }
        };
        all.push(text.bytes().map(printable).collect::<String>().into_bytes());
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

#[test]
fn a_text_is_found_however_people_write_it() {
    let wanted = Wanted::told([(7, "بوابة 91".as_bytes().to_vec()), (9, b"gate".to_vec())]);
    assert_eq!(wanted.told_in("at the gate: بوابة 91".as_bytes()), [7, 9].into());
    assert_eq!(wanted.told_in("at the gat".as_bytes()), [].into());
    let all = spellings("بَوّابـة 91");
    for other in ["بَوّابـة ٩١", "بَوّابـة ۹۱", "بوابة 91", "بوابه 91", "بوابة\u{a0}91"]
    {
        assert!(all.iter().any(|one| one == other), "{other}");
    }
}
