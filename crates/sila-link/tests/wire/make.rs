//! Makes the test vectors of `docs/protocol.md` from fixed seeds.

use serde_json::{Value, json};
use sila_core::Millis;
use sila_link::record::{self, Share, SignedVoice, Version, Voice, Word};
use sila_link::witness::{Growth, Saying, continuation};
use sila_link::*;
use sila_seal::checkpoint::{Checkpoint, SignedCheckpoint, origin, witness_name};
use sila_seal::envelope::{self, Draft};
use sila_seal::merkle::{consistency_proof, inclusion_proof, leaf_hash, root};
use sila_seal::statement::{Custody, KeyStatement, SignedStatement, next_root_commitment};
use sila_seal::{Hash, QuantumSigningKey, SUITE, SealingKey, SigningKey};
use uuid::Uuid;

use crate::dice::Dice;

pub const PLAIN: &[u8] = b"A room is needed tonight.";

/// One agency of the vectors: root, signing and sealing key, and its first statement.
pub struct Agency {
    pub root: SigningKey,
    pub sealing: [u8; 32],
    pub me: Me,
    pub statement: SignedStatement,
}

pub fn agency(seed: u8) -> Agency {
    let root = SigningKey::from_bytes(&[seed; 32]);
    let sign = SigningKey::from_bytes(&[seed + 1; 32]);
    let sealing = [seed + 2; 32];
    let open = SealingKey::from_bytes(&sealing).unwrap();
    let next = SigningKey::from_bytes(&[seed + 3; 32]).verifying();
    let custody = Custody {
        next_root: Some(next_root_commitment(&next)),
        quantum: Some(quantum().verifying()),
        ..Custody::default()
    };
    let told = KeyStatement {
        n: 1,
        prev: [0; 32],
        root: root.verifying(),
        sign: sign.verifying(),
        sealing: open.public().clone(),
        transport_spki: [4; 32],
        endpoints: vec!["https://node.example/link/1".to_owned()],
        code: "NODE".to_owned(),
        name_ar: "عقدة".to_owned(),
        name_en: "Node".to_owned(),
        created: 1_790_000_000_000,
        suite: SUITE,
        custody,
    };
    let me = Me { agency: sila_core::AgencyId(told.agency()), sign, open: vec![open] };
    Agency { statement: told.sign(&root).unwrap(), sealing, root, me }
}

pub fn quantum() -> QuantumSigningKey {
    QuantumSigningKey::from_bytes(&[77; 32])
}

pub fn peer(of: &Agency) -> Peer {
    Peer {
        agency: of.me.agency,
        sign: vec![of.me.sign.verifying()],
        seal_to: of.me.open[0].public().clone(),
        state: LinkState::Active,
        agreements: Vec::new(),
        version_seen: 0,
        clock_agrees: true,
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hashes(proof: &[Hash]) -> Value {
    proof.iter().map(|hash| hex(hash)).collect::<Vec<_>>().into()
}

/// All vectors.
pub fn vectors() -> Value {
    let (one, two) = (agency(10), agency(20));
    let told = one.statement.verify().unwrap();
    let sealed = sealed(&one, &two);
    let row = InboxRow {
        seq: 1,
        header_hash: sealed.header_hash,
        disposition: Disposition::Parked(Code::known("P-KIND")),
    };
    let now = Millis(1_790_000_000_000);
    let receipt = sign_receipt(&two.me, &peer(&one), Stream::URGENT, 1, 0, &[row], now).unwrap();
    let position = Position::start(Stream::URGENT);
    let hello = Hello::new(&one.me, &peer(&two), Role::Caller, vec![position], 1, now);
    let hello = Session::new(5).says(hello).sign(&one.me);
    let mut call = Packer::new(&hello, None);
    assert!(call.statement(&one.statement.to_cbor()) && call.saying(&saying(&one)));
    assert!(call.receipt(&receipt) && call.envelope(&sealed.bytes));
    json!({
        "keys": {
            "root seed": hex(&[10; 32]), "signing seed": hex(&[11; 32]), "sealing seed": hex(&one.sealing),
            "quantum seed": hex(&[77; 32]), "root": hex(&one.root.verifying().0), "signing": hex(&told.sign.0),
            "signing id": hex(&told.sign.id()), "sealing id": hex(&told.sealing.id()),
            "agency": hex(&told.agency()), "link": hex(&link_id(one.me.agency, two.me.agency)),
        },
        "statement": hex(&one.statement.to_cbor()),
        "envelope": {
            "bytes": hex(&sealed.bytes), "header hash": hex(&sealed.header_hash), "leaf": hex(&sealed.leaf_hash),
            "commitment": hex(&sealed.header.commit), "receiver's sealing seed": hex(&two.sealing),
            "plaintext": hex(PLAIN),
        },
        "greeting": hex(&hello),
        "receipt": hex(&receipt),
        "call": hex(&call.finish()),
        "log": log(&one, &two),
        "shared record": shared(&one, &two),
        "known": crate::known::vectors(),
        "short code": { "transcript": hex(b"transcript"), "digits": sila_seal::code::short_code(b"transcript") },
    })
}

pub fn sealed(from: &Agency, to: &Agency) -> envelope::Sealed {
    sealed_with(from, to, PLAIN)
}

/// The same place with any content.
pub fn sealed_with(from: &Agency, to: &Agency, plain: &[u8]) -> envelope::Sealed {
    let draft = Draft {
        id: Uuid::from_u128(7),
        from: from.me.agency.0,
        to: to.me.agency.0,
        stream: 1,
        epoch: 1,
        seq: 1,
        prev: [0; 32],
        kind: "link.test/1".to_owned(),
        conversation: Uuid::from_u128(8),
        in_reply_to: None,
        created_ms: 1_790_000_000_000,
        expires_ms: None,
        priority: 0,
        blobs: Vec::new(),
        agreement: None,
        purpose: None,
        critical: Vec::new(),
    };
    let to = to.me.open[0].public();
    envelope::seal(&mut Dice::new(1), draft, plain, &from.me.sign, to).unwrap()
}

/// An invitation by `one`, and the answer of `two`.
pub fn ceremony(one: &Agency, two: &Agency) -> (Pending, Joining) {
    let (now, until) = (Millis(0), Millis(1_000));
    let dice = &mut Dice::new(3);
    let pending = join::invite(&one.statement, &one.root, None, now, until, dice).unwrap();
    let joining = join::join(&pending.file, &two.statement, &two.me.sign, Millis(1), dice);
    (pending, joining.unwrap())
}

pub fn share(one: &Agency, two: &Agency) -> Share {
    let (id, parties) =
        (sila_core::RecordId(Uuid::from_u128(9)), vec![one.me.agency, two.me.agency]);
    let now = Millis(1_790_000_000_000);
    let version = record::first(id, "text/1", parties, one.me.agency, vec![0xa0], now);
    let (digest, party) = (version.digest(), one.me.agency);
    let voice = Voice { version: digest, party, word: Word::Sign, at: now };
    let voice = SignedVoice::sign(&voice, &one.statement, &one.root);
    Share { version: version.to_cbor(), voice }
}

fn shared(one: &Agency, two: &Agency) -> Value {
    let share = share(one, two);
    let version = Version::from_cbor(&share.version).unwrap();
    json!({
        "version": hex(&share.version), "digest": hex(&version.digest()), "voice": hex(&share.voice.to_cbor()),
    })
}

fn leaves() -> Vec<Hash> {
    (0..7_u8).map(|n| leaf_hash(&[n])).collect()
}

fn note(of: &Agency) -> String {
    let (origin, leaves) = (origin(&of.me.agency.0, 1), leaves());
    let head = Checkpoint { origin: origin.clone(), size: 7, root: root(&leaves) };
    let note = head.sign(&of.me.sign).unwrap();
    let read = SignedCheckpoint::parse(&note).unwrap();
    note + &read.cosign_quantum(&origin, &quantum(), 1_790_000_000).unwrap()
}

pub fn growth(of: &Agency) -> Growth {
    let leaves = leaves();
    let (old, new) = ((3, root(&leaves[..3])), (7, root(&leaves)));
    let proof = consistency_proof(&leaves, 3).unwrap();
    Growth::new(&origin(&of.me.agency.0, 1), old, new, &proof)
}

pub fn saying(of: &Agency) -> Saying {
    let mut said = Saying { log: 1, head: Some(note(of)), asks: vec![3], ..Saying::default() };
    said.push_growth(growth(of).sign(&of.me.sign));
    said
}

fn log(one: &Agency, two: &Agency) -> Value {
    let (leaves, note) = (leaves(), note(one));
    let read = SignedCheckpoint::parse(&note).unwrap();
    let name = witness_name(&two.me.agency.0);
    let lines = read.cosign(&name, &two.me.sign, 1_790_000_001).unwrap()
        + &read.cosign_quantum(&name, &quantum(), 1_790_000_001).unwrap();
    json!({
        "leaves": hashes(&leaves), "root": hex(&root(&leaves)),
        "inclusion of leaf 4": hashes(&inclusion_proof(&leaves, 4).unwrap()),
        "consistency from 3": hashes(&consistency_proof(&leaves, 3).unwrap()),
        "checkpoint": note, "cosignatures": lines,
        "growth": hex(&growth(one).sign(&one.me.sign)),
        "continuation": hex(&continuation(&origin(&one.me.agency.0, 1), 7, &root(&leaves))),
    })
}
