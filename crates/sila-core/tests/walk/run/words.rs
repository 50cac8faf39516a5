//! What people say beside the entries. It travels with them and is erased; the entries stay for ever and hold none of it.

use sila_core::referral::{Act, Entry};

use super::mutant::Mutant;

/// Sentences, each with a name that nothing else holds.
pub const SAID: [(&str, &str); 2] = [
    ("Vintzelmoor", "Vintzelmoor must not be called at home"),
    ("زغموطية", "زغموطية لا تريد أن يُتصل بها في البيت"),
];

/// Stands for the hash of what is said: sila-core knows none.
pub fn commitment(words: &str, salt: u64, mutant: Mutant) -> [u8; 32] {
    let mut hash = [0; 32];
    if mutant == Mutant::SignsWords {
        hash.iter_mut().zip(words.bytes()).for_each(|(to, byte)| *to = byte);
        return hash;
    }
    let mut state = salt ^ 0xcbf2_9ce4_8422_2325;
    for (at, byte) in words.bytes().cycle().take(words.len() + hash.len()).enumerate() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        hash[at % 32] ^= state.to_be_bytes()[0];
    }
    hash
}

/// What is signed holds codes, hashes, numbers and identifiers, and comes back from its bytes.
pub fn check(entry: &Entry) {
    let bytes = entry.to_cbor();
    let read = Entry::from_cbor(&bytes);
    assert!(read.as_ref() == Ok(entry), "9: {} is no entry: {:?}", entry.act.code(), read.err());
    let mut texts = Vec::new();
    collect(&mut minicbor::Decoder::new(&bytes), &mut texts);
    let word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte);
    let prose = texts.iter().find(|text| text.len() > 32 || !text.bytes().all(word));
    assert!(prose.is_none(), "9: {} says {prose:?}", entry.act.code());
    for (name, _) in SAID {
        let named = bytes.windows(name.len()).any(|part| part == name.as_bytes());
        assert!(!named, "9: {} names somebody", entry.act.code());
    }
}

/// The texts among these bytes.
fn collect(d: &mut minicbor::Decoder<'_>, texts: &mut Vec<String>) {
    match d.datatype().unwrap() {
        minicbor::data::Type::Array => {
            let len = d.array().unwrap().unwrap();
            (0..len).for_each(|_| collect(d, texts));
        }
        minicbor::data::Type::String => texts.push(d.str().unwrap().to_owned()),
        _ => d.skip().unwrap(),
    }
}

/// The same act with somebody's name where a number belongs, if the node does that.
pub fn named(act: Act, mutant: Mutant) -> Act {
    match act {
        Act::Offer(mut offer) if mutant == Mutant::NamesInReference => {
            SAID[0].0.clone_into(&mut offer.reference);
            offer.reference.push_str(" Salem");
            Act::Offer(offer)
        }
        act => act,
    }
}
