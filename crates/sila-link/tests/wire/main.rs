//! The bytes that two nodes exchange: the vectors of `docs/protocol.md`, and every parser of them under
//! changed bytes.

#[cfg(test)]
#[path = "../sim/run/dice.rs"]
mod dice;
#[cfg(test)]
mod make;

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use sila_core::Millis;
    use sila_link::witness::{Growth, Saying, cosigned_size};
    use sila_link::*;
    use sila_seal::checkpoint::SignedCheckpoint;
    use sila_seal::merkle::{verify_consistency, verify_inclusion};
    use sila_seal::statement::SignedStatement;
    use sila_seal::{SealingKey, VerifyingKey, envelope};

    use crate::dice::Dice;
    use crate::make::{agency, hex, peer, vectors};

    /// Changed inputs for each parser and each text of the corpus.
    const ROUNDS: usize = 400;

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

    fn corpus() -> Vec<Vec<u8>> {
        let file = file();
        let invited = join::invite(
            &agency(10).statement,
            &agency(10).root,
            None,
            Millis(0),
            Millis(1_000),
            &mut Dice::new(3),
        );
        let invited = invited.unwrap().file;
        let two = agency(20);
        let joined =
            join::join(&invited, &two.statement, &two.me.sign, Millis(1), &mut Dice::new(4));
        let proof = Proof::Fork {
            one: bytes(&file["envelope"]["bytes"]),
            other: bytes(&file["envelope"]["bytes"]),
        };
        let evidence = Evidence { keys: vec![agency(10).statement], proof };
        let mut corpus = vec![
            bytes(&file["statement"]),
            bytes(&file["envelope"]["bytes"]),
            bytes(&file["greeting"]),
            bytes(&file["receipt"]),
            bytes(&file["call"]),
            bytes(&file["log"]["growth"]),
            file["log"]["checkpoint"].as_str().unwrap().as_bytes().to_vec(),
            crate::make::saying(&agency(10)).to_cbor(),
            evidence.to_cbor(),
            invited,
            joined.unwrap().join,
            Vec::new(),
        ];
        let test = Message::LinkTest(LinkTest { nonce: [1; 16] });
        corpus.push(test.encode().unwrap());
        corpus
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

    /// Every parser of a peer's bytes. None may panic; what it returns is not looked at.
    fn parse(bytes: &[u8]) -> usize {
        let keys = [agency(10).me.sign.verifying()];
        let kinds = message::KINDS.iter().filter_map(|kind| Kind::from_text(kind).ok());
        let messages = kinds.filter(|kind| Message::decode(*kind, bytes).is_ok()).count();
        let text = String::from_utf8_lossy(bytes);
        let read = [
            Call::decode(bytes).is_ok(),
            Hello::claimed(bytes).is_ok(),
            place_of(bytes).is_ok(),
            receipt_place(bytes).is_ok(),
            SignedStatement::from_cbor(bytes).and_then(|signed| signed.verify()).is_ok(),
            SignedCheckpoint::parse(&text).is_ok(),
            Saying::from_cbor(bytes).is_ok(),
            Growth::open(bytes, &keys).is_ok_and(|growth| growth.holds()),
            Evidence::from_cbor(bytes).is_ok_and(|evidence| evidence.verify().is_ok()),
            Invitation::open(bytes, Millis(1)).is_ok(),
            join::join_token(bytes).is_ok(),
            SignedEntry::from_cbor(bytes).is_ok(),
        ];
        messages + read.iter().filter(|good| **good).count()
    }

    #[test]
    fn every_parser_reads_the_corpus_and_survives_any_change_of_it() {
        let mut dice = Dice::new(99);
        for (at, text) in corpus().iter().enumerate() {
            assert!(text.is_empty() || parse(text) > 0, "text {at} is read by somebody");
            for _ in 0..ROUNDS {
                parse(&changed(text, &mut dice));
            }
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
