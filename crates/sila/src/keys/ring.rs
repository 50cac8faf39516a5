//! What the running node holds of its keys: every statement, and the private keys that are not erased.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use sila_core::AgencyId;
use sila_link::{LinkError, Me, keys};
use sila_seal::statement::{KeyStatement, SignedStatement};
use sila_seal::{Hash, QuantumSigningKey, SealingKey, SigningKey, VerifyingKey, sha256};
use zeroize::Zeroizing;

use super::store::{self, Held, Use};
use crate::db::{DbError, Store, Tx};
use crate::journal::verify::Signer;
use crate::vault::{Place, Vault};

/// The TLS identity of the node: a self-signed certificate whose key the other side pins.
#[derive(Clone)]
pub struct Transport {
    /// Certificate, DER.
    pub certificate: Vec<u8>,
    /// Private key, PKCS#8 DER.
    pub key: Zeroizing<Vec<u8>>,
}

impl Transport {
    /// A new key with its certificate, and the hash by which it is pinned.
    ///
    /// # Errors
    /// When no certificate can be made.
    pub fn generate() -> anyhow::Result<(Transport, Hash)> {
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519)?;
        let params = rcgen::CertificateParams::new(vec!["sila.invalid".to_owned()])?;
        let certificate = params.self_signed(&pair)?.der().to_vec();
        let spki = sha256(&[&rcgen::PublicKeyData::subject_public_key_info(&pair)]);
        Ok((Transport { certificate, key: Zeroizing::new(pair.serialize_der()) }, spki))
    }

    /// For a sealed row.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let (one, other): (&minicbor::bytes::ByteSlice, &minicbor::bytes::ByteSlice) =
            (self.certificate.as_slice().into(), self.key.as_slice().into());
        Zeroizing::new(minicbor::to_vec((one, other)).unwrap_or_default())
    }

    /// From a sealed row.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_bytes(bytes: &[u8]) -> anyhow::Result<Transport> {
        let (certificate, key): (minicbor::bytes::ByteVec, minicbor::bytes::ByteVec) =
            minicbor::decode(bytes)?;
        Ok(Transport { certificate: certificate.into(), key: Zeroizing::new(key.into()) })
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Transport")
    }
}

/// One statement of the root.
#[derive(Debug, Clone)]
pub struct Stated {
    /// As signed.
    pub signed: SignedStatement,
    /// What it says.
    pub told: KeyStatement,
}

/// The keys as they were read last.
pub struct Ring {
    stated: Vec<Stated>,
    newest: Stated,
    sign: Vec<(u32, SigningKey)>,
    open: Vec<SealingKey>,
    transport: Vec<(u32, Hash, Transport)>,
    /// Signs the heads of logs beside the signing key, so that they still convince when that can be forged.
    pub quantum: QuantumSigningKey,
    /// Rows as they stand, for pages.
    pub held: Vec<Held>,
    /// When it must be read again.
    pub mark: (i64, i64, i64),
    mes: Mutex<BTreeMap<usize, Arc<Me>>>,
}

impl std::fmt::Debug for Ring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ring({})", self.n())
    }
}

/// What is read for a ring, in one transaction.
#[derive(Debug)]
pub struct Rows {
    statements: Vec<Vec<u8>>,
    held: Vec<Held>,
    mark: (i64, i64, i64),
}

impl Rows {
    /// The database is new.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }
}

/// Reads everything a ring is made of.
pub fn rows(tx: &mut dyn Tx) -> Result<Rows, DbError> {
    Ok(Rows { statements: store::statements(tx)?, held: store::keys(tx)?, mark: store::mark(tx)? })
}

/// Where a sealed private key is bound to.
pub fn place(kid: Hash) -> Place {
    let mut half = [0; 16];
    half.iter_mut().zip(kid).for_each(|(to, from)| *to = from);
    Place { table: "own_key", row: uuid::Uuid::from_bytes(half) }
}

impl Ring {
    /// Opens the keys with the node's own.
    ///
    /// # Errors
    /// When they belong to another node, or are damaged.
    pub fn open(vault: &Vault, rows: Rows) -> anyhow::Result<Ring> {
        let mut stated = Vec::with_capacity(rows.statements.len());
        for bytes in &rows.statements {
            let signed = SignedStatement::from_cbor(bytes)?;
            let told = signed.verify().context("a key statement is damaged")?;
            stated.push(Stated { signed, told });
        }
        let newest = stated.last().context("the database has no key statement")?.clone();
        let (mut sign, mut open, mut transport, mut quantum) =
            (Vec::new(), Vec::new(), Vec::new(), None);
        for held in &rows.held {
            let bytes = vault.open(place(held.kid), &held.body)?;
            match held.kind {
                Use::Signing => sign.push((held.n, SigningKey::from_bytes(&fixed(&bytes)?))),
                Use::Quantum => quantum = Some(QuantumSigningKey::from_bytes(&fixed(&bytes)?)),
                Use::Sealing => open.insert(0, SealingKey::from_bytes(&bytes)?),
                Use::Transport => {
                    transport.push((held.n, held.kid, Transport::from_bytes(&bytes)?));
                }
            }
        }
        let counts = |key: &SigningKey| !newest.told.custody.is_revoked(&key.verifying().id());
        if sign.iter().any(|(_, key)| counts(key)) {
            sign.retain(|(_, key)| counts(key));
        }
        anyhow::ensure!(
            !sign.is_empty() && !open.is_empty() && !transport.is_empty(),
            "the database has no private keys"
        );
        let quantum = quantum.context("the database has no key for heads")?;
        let (held, mark, mes) = (rows.held, rows.mark, Mutex::default());
        Ok(Ring { stated, newest, sign, open, transport, quantum, held, mark, mes })
    }

    /// Number of the newest statement.
    pub fn n(&self) -> u32 {
        self.newest.told.n
    }

    /// The newest statement, as other nodes get it.
    pub fn statement(&self) -> &SignedStatement {
        &self.newest.signed
    }

    /// Its content.
    pub fn told(&self) -> &KeyStatement {
        &self.newest.told
    }

    /// All statements, oldest first.
    pub fn stated(&self) -> &[Stated] {
        &self.stated
    }

    /// The agency's name for ever.
    pub fn agency(&self) -> AgencyId {
        AgencyId(self.newest.told.agency())
    }

    /// Every key that signs or once signed, for checking what this node has signed itself.
    pub fn signed_by(&self) -> Vec<VerifyingKey> {
        let mut all: Vec<_> = self.stated.iter().map(|one| one.told.sign).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The newest signing key that we hold.
    pub fn sign(&self) -> &SigningKey {
        let newest = self.sign.last().map(|(_, key)| key);
        #[expect(clippy::expect_used, reason = "`open` has refused a ring without one")]
        newest.expect("a ring has a signing key")
    }

    /// The private half of a signing key that is not revoked.
    pub fn signer(&self, key: &VerifyingKey) -> Option<&SigningKey> {
        self.sign.iter().map(|(_, sign)| sign).find(|sign| sign.verifying() == *key)
    }

    /// The keys for a reader who knows our statements up to `knows`.
    ///
    /// # Errors
    /// [`LinkError::OwnKey`] when a key cannot be read again.
    pub fn me(&self, knows: u32) -> Result<Arc<Me>, LinkError> {
        let introduced: Vec<u32> = self.sign.iter().map(|(n, _)| *n).collect();
        let at = keys::signing_for(&introduced, knows).ok_or(LinkError::OwnKey)?;
        let mut mes = self.mes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(me) = mes.get(&at) {
            return Ok(Arc::clone(me));
        }
        let (_, sign) = self.sign.get(at).ok_or(LinkError::OwnKey)?;
        let again = |key: &SealingKey| SealingKey::from_bytes(key.to_bytes().as_slice());
        let open: Result<Vec<_>, _> = self.open.iter().map(again).collect();
        let me = Arc::new(Me {
            agency: self.agency(),
            sign: SigningKey::from_bytes(&sign.to_bytes()),
            open: open.or(Err(LinkError::OwnKey))?,
        });
        mes.insert(at, Arc::clone(&me));
        Ok(me)
    }

    /// The TLS identity that every linked agency knows by now. A newer one waits until they all do.
    pub fn transport(&self) -> &Transport {
        let knows = u32::try_from(self.mark.2).ok().filter(|knows| *knows > 0).unwrap_or(u32::MAX);
        let known = self.transport.iter().rev().find(|(n, ..)| *n <= knows);
        let all = known.or(self.transport.first()).map(|(.., transport)| transport);
        #[expect(clippy::expect_used, reason = "`open` has refused a ring without one")]
        all.expect("a ring has a TLS key")
    }

    /// Our statements that a reader lacks, oldest first, at most `limit`.
    pub fn after(&self, knows: u32, limit: usize) -> Vec<Vec<u8>> {
        let lacking = self.stated.iter().filter(|one| one.told.n > knows).take(limit);
        lacking.map(|one| one.signed.to_cbor()).collect()
    }

    /// The private keys to the newest statement are not here: this node was restored from a backup.
    pub fn is_lost(&self) -> bool {
        let told = self.told();
        let here = |kid: Hash| self.held.iter().any(|held| held.kid == kid);
        !(here(told.sign.id()) && here(told.sealing.id()) && here(told.transport_spki))
    }
}

/// Whose log a database holds and with which keys its heads are signed, from the database alone.
///
/// # Errors
/// When the statements are damaged, or another agency's.
pub async fn signer(store: &Store, agency: AgencyId) -> anyhow::Result<Signer> {
    let mut last: Option<(SignedStatement, KeyStatement)> = None;
    let mut sign: Vec<VerifyingKey> = Vec::new();
    for bytes in store.read(store::statements).await? {
        let signed = SignedStatement::from_cbor(&bytes)?;
        let told = match &last {
            None => signed.verify()?,
            Some((last, _)) => signed.verify_after(last)?,
        };
        anyhow::ensure!(told.agency() == agency.0, "the database belongs to another agency");
        if !sign.contains(&told.sign) {
            sign.push(told.sign);
        }
        last = Some((signed, told));
    }
    let quantum = last.and_then(|(_, told)| told.custody.quantum);
    Ok(Signer { agency: agency.0, sign, quantum })
}

fn fixed(bytes: &[u8]) -> anyhow::Result<[u8; 32]> {
    bytes.try_into().context("a key has the wrong length")
}
