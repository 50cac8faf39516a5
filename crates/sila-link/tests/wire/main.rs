//! The bytes that two nodes exchange: the vectors of `docs/protocol.md`, and every parser of them under
//! changed bytes.

#[cfg(test)]
mod corpus;
#[cfg(test)]
#[path = "../sim/run/dice.rs"]
mod dice;
#[cfg(test)]
mod known;
#[cfg(test)]
mod make;
#[cfg(test)]
mod parsers;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;
    use sila_link::witness::{Growth, cosigned_size};
    use sila_link::*;
    use sila_seal::merkle::{verify_consistency, verify_inclusion};
    use sila_seal::statement::SignedStatement;
    use sila_seal::{SealingKey, VerifyingKey, envelope};

    use crate::corpus::made;
    use crate::dice::Dice;
    use crate::make::{agency, hex, peer, vectors};
    use crate::parsers::parsers;

    /// Changed inputs for each parser and each of its texts in the corpus.
    const ROUNDS: usize = 400;
    const MAKE: &str = "make it with `cargo run -p sila-link --example corpus` in the root folder";

    fn file() -> Value {
        serde_json::from_str(include_str!("../../vectors/link-1.json")).unwrap()
    }

    fn bytes(value: &Value) -> Vec<u8> {
        let text = value.as_str().unwrap();
        let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(byte).collect()
    }

    fn hash(value: &Value) -> [u8; 32] {
        bytes(value).try_into().unwrap()
    }

    fn hashes(value: &Value) -> Vec<[u8; 32]> {
        value.as_array().unwrap().iter().map(hash).collect()
    }

    #[test]
    fn the_file_holds_what_this_build_makes() {
        let made = vectors();
        let read = file();
        for (name, value) in made.as_object().unwrap() {
            assert_eq!(&read[name], value, "{name}");
        }
        assert_eq!(read, made);
    }

    #[test]
    fn a_message_of_the_vectors_is_verified_and_opened() {
        let file = file();
        let one = &file["envelope"];
        let sealed = bytes(&one["bytes"]);
        let parsed = envelope::parse(&sealed).unwrap();
        let signer = VerifyingKey(hash(&file["keys"]["signing"]));
        assert_eq!(parsed.verify(&signer), Ok(()));
        assert_eq!(parsed.header_hash(), hash(&one["header hash"]));
        assert_eq!(parsed.leaf_hash(), hash(&one["leaf"]));
        let key = SealingKey::from_bytes(&bytes(&one["receiver's sealing seed"])).unwrap();
        let (salt, plain) = parsed.open_with_salt(&key).unwrap();
        assert_eq!(plain.as_slice(), bytes(&one["plaintext"]));
        assert_eq!(parsed.header.proves(&salt, &plain), Ok(()));
    }

    #[test]
    fn statement_greeting_receipt_and_call_of_the_vectors_are_read() {
        let file = file();
        let (one, two) = (agency(10), agency(20));
        let statement = SignedStatement::from_cbor(&bytes(&file["statement"])).unwrap();
        assert_eq!(statement.verify().unwrap().agency(), hash(&file["keys"]["agency"]));
        let hello = bytes(&file["greeting"]);
        assert!(Hello::open(&hello, &two.me, &peer(&one), Role::Caller).is_ok());
        let mut call = Call::decode(&bytes(&file["call"])).unwrap();
        assert_eq!((call.envelopes.len(), call.statements.len(), call.receipts.len()), (1, 1, 1));
        assert_eq!(call.receipts.remove(0), bytes(&file["receipt"]));
        assert_eq!(call.hello, hello);
        assert!(call.saying.is_some());
    }

    #[test]
    fn the_question_of_the_vectors_is_asked_and_answered_again() {
        crate::known::holds(&file()["known"], bytes);
    }

    #[test]
    fn the_log_of_the_vectors_proves_itself() {
        let log = &file()["log"];
        let (leaves, root) = (hashes(&log["leaves"]), hash(&log["root"]));
        let proof = hashes(&log["inclusion of leaf 4"]);
        assert_eq!(verify_inclusion(&leaves[4], 4, 7, &proof, &root), Ok(()));
        let old = sila_seal::merkle::root(&leaves[..3]);
        let proof = hashes(&log["consistency from 3"]);
        assert_eq!(verify_consistency(3, 7, &old, &root, &proof), Ok(()));
        let note = log["checkpoint"].as_str().unwrap();
        let known = keys::Known::new(agency(20).statement).unwrap();
        let whole = format!("{note}{}", log["cosignatures"].as_str().unwrap());
        assert_eq!(cosigned_size(&whole, &known), Ok(7));
        let signer = agency(10).me.sign.verifying();
        assert!(Growth::open(&bytes(&log["growth"]), &[signer]).unwrap().holds());
    }

    /// What stands in `fuzz/corpus`: the name of the parser, the name of the file, the text.
    fn corpus() -> Vec<(String, String, Vec<u8>)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
        let inside = |at: &Path| {
            let mut all: Vec<_> =
                at.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
            all.sort();
            all
        };
        let name = |at: &Path| at.file_name().unwrap().to_str().unwrap().to_owned();
        let files = inside(&root).into_iter().flat_map(|folder| {
            let parser = name(&folder);
            inside(&folder).into_iter().map(move |file| (parser.clone(), file))
        });
        files.map(|(parser, at)| (parser, name(&at), std::fs::read(at).unwrap())).collect()
    }

    #[test]
    fn the_shared_record_of_the_vectors_is_read_and_its_signature_holds() {
        let file = file();
        let shared = &file["shared record"];
        let version = record::Version::from_cbor(&bytes(&shared["version"])).unwrap();
        assert_eq!(version.digest(), hash(&shared["digest"]));
        let voice = record::SignedVoice::from_cbor(&bytes(&shared["voice"])).unwrap();
        let (voice, keys) = voice.verify().unwrap();
        assert_eq!((voice.version, keys.agency()), (version.digest(), agency(10).me.agency.0));
    }

    /// One change as a bad line, or a bad mind, would make it.
    fn changed(text: &[u8], dice: &mut Dice) -> Vec<u8> {
        let mut out = text.to_vec();
        for _ in 0..=dice.below(3) {
            let at = dice.at(out.len().max(1)).min(out.len());
            let byte = dice.roll().to_be_bytes()[0];
            match dice.ms(0, 5) {
                0 => out.truncate(at),
                1 => out.insert(at, byte),
                2 => out.extend_from_slice(&text[at.min(text.len())..]),
                _ => {
                    if let Some(old) = out.get_mut(at) {
                        *old = if dice.percent(50) { byte } else { *old ^ 1 << (byte % 8) };
                    }
                }
            }
        }
        out
    }

    #[test]
    fn every_parser_has_a_text_in_the_corpus_and_reads_it() {
        let (parsers, corpus) = (parsers(), corpus());
        for (name, parser) in &parsers {
            let made = corpus.iter().find(|(of, file, _)| of == name && file == "made");
            let (_, _, text) = made.unwrap_or_else(|| panic!("no fuzz/corpus/{name}/made: {MAKE}"));
            assert!(parser(text), "fuzz/corpus/{name}/made is not read: {MAKE}");
        }
        let known: Vec<_> = parsers.iter().map(|(name, _)| name).collect();
        assert!(corpus.iter().all(|(of, ..)| known.contains(&of)), "a text without a parser");
    }

    #[test]
    fn what_the_encoders_make_is_read() {
        let parsers = parsers();
        for (name, text) in made() {
            let (_, parser) = parsers.iter().find(|(known, _)| *known == name).unwrap();
            assert!(parser(&text), "{name}");
        }
    }

    /// A bounded run without coverage; `bin/fuzz` runs with it. A text goes to its own parser with many
    /// changes, and as it is to every other one.
    #[test]
    fn every_parser_survives_any_change_of_its_texts_and_all_other_texts() {
        let (mut dice, parsers, corpus) = (Dice::new(99), parsers(), corpus());
        for (name, parser) in &parsers {
            for (of, _, text) in &corpus {
                parser(text);
                for _ in 0..if of == name { ROUNDS } else { 0 } {
                    parser(&changed(text, &mut dice));
                }
            }
            parser(&[]);
        }
    }

    #[test]
    fn no_changed_byte_of_a_signed_text_is_accepted() {
        let (one, two, file) = (agency(10), agency(20), file());
        let (party, signer) = (peer(&one), one.me.sign.verifying());
        let hello = bytes(&file["greeting"]);
        let sealed = bytes(&file["envelope"]["bytes"]);
        for at in (0..sealed.len()).step_by(7) {
            let mut other = sealed.clone();
            other[at] ^= 1;
            let verified = envelope::parse(&other).is_ok_and(|it| it.verify(&signer).is_ok());
            assert!(!verified, "byte {at} of {}", hex(&sealed[..8]));
            if let Some(byte) = hello.get(at) {
                let mut other = hello.clone();
                other[at] = byte ^ 1;
                assert!(Hello::open(&other, &two.me, &party, Role::Caller).is_err(), "{at}");
            }
        }
    }
}
