//! The vector of the signed-note format, round trips and tampering.

use super::{
    Checkpoint, NoteSignature, SignedCheckpoint, key_id, origin, vkey, witness_name, witness_vkey,
};
use crate::{QuantumSigningKey, SealError, SigningKey, VerifyingKey, base64};
use aws_lc_rs::signature::{ED25519, ML_DSA_44, UnparsedPublicKey};
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

/// The example of the C2SP text on cosignatures; its keys are not published, its form is.
#[test]
fn the_published_cosigned_checkpoint_is_read() {
    let note = "example.com/behind-the-sofa\n20852163\n\
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let read = SignedCheckpoint::parse(note).unwrap();
    assert_eq!(read.checkpoint.size, 20_852_163);
    let witness = &read.signatures[1];
    assert_eq!(witness.name, "witness.example.com/w1");
    assert_eq!(witness.sig[..8], 1_679_315_147_u64.to_be_bytes(), "the time of the example");
    assert_eq!(witness.sig.len(), 8 + 64);
}

/// Another implementation of both algorithms accepts both cosignatures over messages that are put
/// together here by hand, from the text of the specification.
#[test]
fn cosignatures_verify_with_another_implementation() {
    let quantum = QuantumSigningKey::from_bytes(&[6; 32]);
    let note = SignedCheckpoint::parse(&signed()).unwrap();
    let lines = note.cosign("w.example", &key(), 1_679_315_147).unwrap()
        + &note.cosign_quantum("w.example", &quantum, 1_679_315_148).unwrap();
    let read = SignedCheckpoint::parse(&format!("{}{lines}", signed())).unwrap();
    assert_eq!(read.cosigned_by("w.example", &key().verifying()), Ok(1_679_315_147));
    assert_eq!(read.cosigned_by_quantum("w.example", &quantum.verifying()), Ok(1_679_315_148));
    let [_, classic, modern] = &read.signatures[..] else { panic!("three lines") };

    let ed25519 = UnparsedPublicKey::new(&ED25519, key().verifying().0);
    let message = format!("cosignature/v1\ntime 1679315147\n{}", checkpoint().to_text());
    assert!(ed25519.verify(message.as_bytes(), &classic.sig[8..]).is_ok());

    let origin = checkpoint().origin;
    let mut message = b"subtree/v1\n\0\x09w.example".to_vec();
    message.extend(1_679_315_148_u64.to_be_bytes());
    message.push(u8::try_from(origin.len()).unwrap());
    message.extend(origin.as_bytes());
    message.extend([0; 8]);
    message.extend(1042_u64.to_be_bytes());
    message.extend([9; 32]);
    let public = quantum.verifying();
    let modern_key = UnparsedPublicKey::new(&ML_DSA_44, public.as_bytes());
    assert!(modern_key.verify(&message, &modern.sig[8..]).is_ok());
}

#[test]
fn a_cosignature_counts_for_one_name_key_and_head() {
    let note = SignedCheckpoint::parse(&signed()).unwrap();
    let line = note.cosign("w.example", &key(), 7).unwrap();
    let read = SignedCheckpoint::parse(&format!("{}{line}", signed())).unwrap();
    let other = SigningKey::from_bytes(&[6; 32]).verifying();
    assert_eq!(read.cosigned_by("v.example", &key().verifying()), Err(SealError::NoteSigner));
    assert_eq!(read.cosigned_by("w.example", &other), Err(SealError::NoteSigner));
    let grown = Checkpoint { size: 1043, ..checkpoint() }.sign(&key()).unwrap();
    let moved = SignedCheckpoint::parse(&format!("{grown}{line}")).unwrap();
    assert_eq!(moved.cosigned_by("w.example", &key().verifying()), Err(SealError::Signature));
    assert_eq!(note.cosign("two words", &key(), 7), Err(SealError::Note));
    let vkey = witness_vkey("w.example", &key().verifying());
    assert!(vkey.starts_with("w.example+") && vkey.contains("+BG"), "{vkey}");
    assert!(witness_name(&[1; 32]).starts_with("sila/"));
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
