//! The first keys: made with the node, before there is a database, and moved into it at the first start.

use minicbor::bytes::ByteVec;
use sila_core::Millis;
use sila_seal::statement::{
    Custody, FormerRoot, KeyStatement, SignedStatement, next_root_commitment,
};
use sila_seal::{QuantumSigningKey, SealingKey, SigningKey};
use zeroize::Zeroizing;

use super::ring::{self, Ring, Transport};
use super::store::{self, Held, Use};
use crate::clock::Randomness;
use crate::db::{DbError, Store, Tx};
use crate::node::{Agency, Safe};
use crate::vault::Vault;

/// The file that holds them until then.
const FILE: &str = "first.keys";

/// Makes the roots, the first keys and the first statement, and writes them into the safe.
///
/// # Errors
/// When the folder cannot be written.
pub fn make(safe: &Safe, agency: &Agency, endpoint: &str, now: Millis) -> anyhow::Result<()> {
    let rng = &mut Randomness;
    let (root, next) = (SigningKey::generate(rng), SigningKey::generate(rng));
    let (sign, quantum) = (SigningKey::generate(rng), QuantumSigningKey::generate(rng));
    let (sealing, (transport, spki)) = (SealingKey::generate(rng), Transport::generate()?);
    let statement = KeyStatement {
        n: 1,
        prev: [0; 32],
        root: root.verifying(),
        sign: sign.verifying(),
        sealing: sealing.public().clone(),
        transport_spki: spki,
        endpoints: if endpoint.is_empty() { Vec::new() } else { vec![endpoint.to_owned()] },
        code: agency.code.clone(),
        name_ar: agency.name_ar.clone(),
        name_en: agency.name_en.clone(),
        created: now.0,
        suite: sila_seal::SUITE,
        custody: Custody {
            next_root: Some(next_root_commitment(&next.verifying())),
            quantum: Some(quantum.verifying()),
            sign_since: now.0,
            transport_since: now.0,
            sealing_since: now.0,
            ..Custody::default()
        },
    };
    let parts = [
        statement.sign(&root)?.to_cbor(),
        sign.to_bytes().to_vec(),
        quantum.to_bytes().to_vec(),
        sealing.to_bytes().to_vec(),
        transport.to_bytes().to_vec(),
    ];
    let all = Zeroizing::new(minicbor::to_vec(parts.map(ByteVec::from))?);
    safe.write_root(&root)?;
    safe.write_next_root(&next, &FormerRoot::naming(&root, &next.verifying()))?;
    safe.write(FILE, &all)
}

/// The first statement of a node that has not started yet, for those who want to know its keys.
///
/// # Errors
/// When the node has started, or the file is damaged.
pub fn statement(safe: &Safe) -> anyhow::Result<SignedStatement> {
    let [statement, ..] = parts(&safe.read(FILE)?)?;
    Ok(SignedStatement::from_cbor(&statement)?)
}

fn parts(bytes: &[u8]) -> anyhow::Result<[Vec<u8>; 5]> {
    let parts: [ByteVec; 5] = minicbor::decode(bytes)?;
    Ok(parts.map(Vec::from))
}

/// Opens the ring. At the first start the first keys are moved into the database, and their file is removed.
///
/// # Errors
/// When the database and the folder do not belong together.
pub async fn open(store: &Store, vault: &Vault, safe: &Safe) -> anyhow::Result<Ring> {
    let rows = store.read(ring::rows).await?;
    if !rows.is_empty() {
        safe.remove(FILE)?;
        return Ring::open(vault, rows);
    }
    anyhow::ensure!(
        safe.holds(FILE),
        "the database is not that of this folder: it holds no keys. Restore the database from its backup"
    );
    let [statement, sign, quantum, sealing, transport] = parts(&safe.read(FILE)?)?;
    let signed = SignedStatement::from_cbor(&statement)?;
    let told = signed.verify()?;
    let held = |kind, kid, private: &[u8]| Held {
        kid,
        kind,
        n: 1,
        body: vault.seal(ring::place(kid), private),
        since: Millis(told.created),
        retired_at: None,
    };
    let kid = quantum_kid(&told);
    let keys = [
        held(Use::Signing, told.sign.id(), &sign),
        held(Use::Quantum, kid, &quantum),
        held(Use::Sealing, told.sealing.id(), &sealing),
        held(Use::Transport, told.transport_spki, &transport),
    ];
    let now = Millis(told.created);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert_statement(tx, 1, &statement, now)?;
        keys.iter().try_for_each(|key| store::insert_key(tx, key))
    };
    store.write(write).await?;
    let ring = Ring::open(vault, store.read(ring::rows).await?)?;
    safe.remove(FILE)?;
    Ok(ring)
}

fn quantum_kid(told: &KeyStatement) -> sila_seal::Hash {
    let key = told.custody.quantum.as_ref().map(|key| key.as_bytes().to_vec());
    sila_seal::sha256(&[b"sila/kid/1", &key.unwrap_or_default()])
}
