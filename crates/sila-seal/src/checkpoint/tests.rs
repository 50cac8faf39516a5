//! The vector of the signed-note format, round trips and tampering.

use super::{Checkpoint, NoteSignature, SignedCheckpoint, key_id, origin, vkey};
use crate::{SealError, SigningKey, VerifyingKey, base64};
use proptest::prelude::*;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: origin(&[1; 32], 1), size: 1042, root: [9; 32] }
}

fn signed() -> String {
    checkpoint().sign(&key()).unwrap()
}

/// The example of the Go package `golang.org/x/mod/sumdb/note`, where the format comes from.
#[test]
fn signed_note_vector() {
    let typed = base64::decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
    let key = VerifyingKey(typed[1..].try_into().unwrap());
    assert_eq!(
        vkey("PeterNeumann", &key),
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    );
    let text = "If you think cryptography is the answer to your problem,\n\
                then you don't know what your problem is.\n";
    let line = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfq\
                dngotpRZb6KE6RyyBwJnAM=";
    let signature = NoteSignature::parse(line).unwrap();
    assert_eq!(signature.key_id, key_id("PeterNeumann", &key));
    assert_eq!(key.verify_raw(text.as_bytes(), &signature.sig), Ok(()));
}

#[test]
fn a_signed_checkpoint_reads_back() {
    let note = signed();
    let read = SignedCheckpoint::parse(&note).unwrap();
    assert_eq!(read.verify(&key().verifying()), Ok(&checkpoint()));
    let mut lines = note.lines();
    assert_eq!(lines.next(), Some(checkpoint().origin.as_str()));
    assert_eq!(lines.next(), Some("1042"));
    assert_eq!(lines.next(), Some("CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk="));
    assert_eq!(lines.next(), Some(""));
    assert!(lines.next().unwrap().starts_with("— sila/"));
    assert_eq!(lines.next(), None);
}

#[test]
fn other_signers_are_told_apart_from_wrong_signatures() {
    let other = SigningKey::from_bytes(&[6; 32]);
    let read = SignedCheckpoint::parse(&signed()).unwrap();
    assert_eq!(read.verify(&other.verifying()), Err(SealError::NoteSigner));
    let grown = signed().replacen("1042", "1043", 1);
    let grown = SignedCheckpoint::parse(&grown).unwrap();
    assert_eq!(grown.verify(&key().verifying()), Err(SealError::Signature));
}

#[test]
fn more_signature_lines_and_extension_lines_are_kept_apart() {
    let cosigned = format!("{}— witness.example AAAAAAAA\n", signed());
    let read = SignedCheckpoint::parse(&cosigned).unwrap();
    assert_eq!(read.verify(&key().verifying()), Ok(&checkpoint()));
    let extended = signed().replacen("\n\n", "\nextension\n\n", 1);
    let read = SignedCheckpoint::parse(&extended).unwrap();
    assert_eq!(read.checkpoint, checkpoint());
    assert_eq!(read.verify(&key().verifying()), Err(SealError::Signature));
}

#[test]
fn malformed_notes_are_refused() {
    let note = signed();
    let cases = [
        String::new(),
        note.trim_end().to_owned(),
        note.replace("1042", "01042"),
        note.replace("1042", "+1042"),
        note.replace("1042", "99999999999999999999"),
        note.replace("CQkJCQkJ", "CQkJ"),
        note.replace("— ", "- "),
        note.replace('\n', "\r\n"),
        note.replacen("\n\n", "\n\nx\n\n", 1),
        format!("{note}\n"),
        checkpoint().to_text(),
    ];
    for case in cases {
        assert_eq!(SignedCheckpoint::parse(&case), Err(SealError::Note), "{case:?}");
    }
    let bad_name = Checkpoint { origin: "two words".to_owned(), ..checkpoint() };
    assert_eq!(bad_name.sign(&key()), Err(SealError::Note));
}

#[test]
fn long_notes_are_refused() {
    let lines = "— witness.example AAAAAAAA\n".repeat(16);
    let crowded = SignedCheckpoint::parse(&format!("{}{lines}", signed()));
    assert_eq!(crowded, Err(SealError::TooLarge { limit: 16, found: 17 }));
    let long = "x".repeat(16 * 1024 + 1);
    let refused = SealError::TooLarge { limit: 16 * 1024, found: 16 * 1024 + 1 };
    assert_eq!(SignedCheckpoint::parse(&long), Err(refused));
}

proptest! {
    #[test]
    fn any_changed_byte_is_detected(at: usize, to in 0_u8..128) {
        let mut note = signed().into_bytes();
        let at = at % note.len();
        prop_assume!(note[at] != to);
        note[at] = to;
        if let Ok(text) = String::from_utf8(note) {
            let verified = SignedCheckpoint::parse(&text)
                .and_then(|read| read.verify(&key().verifying()).cloned());
            prop_assert!(verified.is_err());
        }
    }

    #[test]
    fn any_text_is_judged_without_panic(text: String, tail in "[a-z0-9 —+/=\n]{0,80}") {
        let _ = SignedCheckpoint::parse(&text);
        let _ = SignedCheckpoint::parse(&tail);
        let _ = SignedCheckpoint::parse(&format!("o\n1\n{}\n\n{tail}", base64::encode(&[0; 32])));
    }
}
