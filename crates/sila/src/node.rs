//! Who this node is: its agency's names and its keys, made at the first run and kept in the node's folder.

use std::path::{Path, PathBuf};

use anyhow::Context;
use sila_core::area::AreaCode;
use sila_core::ids::AgencyId;
use sila_core::time::Millis;
use sila_seal::statement::{Custody, KeyStatement, SignedStatement};
use sila_seal::{Key, QuantumSigningKey, SealingKey, SigningKey, sha256};

use crate::clock::Randomness;

/// What the administrator says of the agency at the first run.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Agency {
    /// Short code, capital Latin letters and digits, at most 12: part of reference numbers.
    pub code: String,
    /// Official Arabic name.
    pub name_ar: String,
    /// Official English name.
    pub name_en: String,
    /// Areas the agency is competent for.
    pub covers: Vec<String>,
    /// Fictitious people and agencies only: every page says so.
    pub demo: bool,
}

/// With this the English name of a fictitious agency begins, and so says every signed statement of its keys.
pub const FICTITIOUS: &str = "FICTITIOUS · وهمية للتدريب";
/// And with this its Arabic name.
pub const FICTITIOUS_AR: &str = "وهمية للتدريب · FICTITIOUS";

/// Whether an agency of this English name was made for a rehearsal. Real agencies and those do not link.
pub fn is_fictitious(name_en: &str) -> bool {
    name_en.trim_start().to_ascii_uppercase().starts_with("FICTITIOUS")
}

/// The Arabic and the English name of the node in `dir`; nothing else of it is read.
///
/// # Errors
/// When there is none.
pub fn names(dir: &Path) -> anyhow::Result<(String, String)> {
    let path = keys_dir(dir).join(AGENCY);
    let text = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let agency: Agency = serde_json::from_slice(&text).context("agency.json is damaged")?;
    Ok((agency.name_ar, agency.name_en))
}

impl Agency {
    /// Whether the code can stand in a reference number.
    pub fn code_is_valid(code: &str) -> bool {
        (2..=12).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && code.bytes().next().is_some_and(|b| b.is_ascii_uppercase())
    }

    /// The areas as checked codes; unknown ones are left out.
    pub fn areas(&self) -> Vec<AreaCode> {
        self.covers.iter().filter_map(|code| code.parse().ok()).collect()
    }
}

/// The TLS identity of the node: a self-signed certificate whose key the other side pins.
pub struct Transport {
    /// Certificate, DER.
    pub certificate: Vec<u8>,
    /// Private key, PKCS#8 DER.
    pub key: zeroize::Zeroizing<Vec<u8>>,
}

/// The node's identity while it runs.
pub struct Node {
    /// The agency as its people know it.
    pub agency: Agency,
    /// SHA-256 of the root key; see [`sila_seal::statement::agency_id`].
    pub id: AgencyId,
    /// Signs key statements and agreements only.
    pub root: SigningKey,
    /// Signs entries, envelopes, receipts and checkpoints.
    pub sign: SigningKey,
    /// Signs the heads of logs beside `sign`, so that they still convince when `sign` can be forged.
    pub quantum: QuantumSigningKey,
    /// Opens what other agencies seal to this one.
    pub sealing: SealingKey,
    /// The TLS identity.
    pub transport: Transport,
    /// The newest key statement, as other nodes get it.
    pub statement: SignedStatement,
    /// Its content.
    pub keys: KeyStatement,
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node({})", self.agency.code)
    }
}

const STATEMENT: &str = "statement.cbor";
const AGENCY: &str = "agency.json";

/// Whether the folder already holds a node.
pub fn exists(dir: &Path) -> bool {
    keys_dir(dir).join(AGENCY).exists()
}

/// Makes the keys of a new node and writes them into `dir/keys`, readable by the owner only.
///
/// # Errors
/// When the folder cannot be written, or already holds a node.
pub fn create(dir: &Path, agency: &Agency, endpoint: &str, now: Millis) -> anyhow::Result<()> {
    anyhow::ensure!(!exists(dir), "this folder already holds a node");
    let keys = keys_dir(dir);
    private_dir(&keys)?;
    let rng = &mut Randomness;
    let (root, sign) = (SigningKey::generate(rng), SigningKey::generate(rng));
    let (quantum, sealing) = (QuantumSigningKey::generate(rng), SealingKey::generate(rng));
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519)?;
    let params = rcgen::CertificateParams::new(vec!["sila.invalid".to_owned()])?;
    let certificate = params.self_signed(&pair)?;
    let statement = KeyStatement {
        n: 1,
        prev: [0; 32],
        root: root.verifying(),
        sign: sign.verifying(),
        sealing: sealing.public().clone(),
        transport_spki: sha256(&[&rcgen::PublicKeyData::subject_public_key_info(&pair)]),
        endpoints: if endpoint.is_empty() { Vec::new() } else { vec![endpoint.to_owned()] },
        code: agency.code.clone(),
        name_ar: agency.name_ar.clone(),
        name_en: agency.name_en.clone(),
        created: now.0,
        suite: sila_seal::SUITE,
        custody: Custody { quantum: Some(quantum.verifying()), ..Custody::default() },
    };
    write_private(&keys.join("root.key"), root.to_bytes().as_slice())?;
    write_private(&keys.join("sign.key"), sign.to_bytes().as_slice())?;
    write_private(&keys.join("quantum.key"), quantum.to_bytes().as_slice())?;
    write_private(&keys.join("sealing.key"), sealing.to_bytes().as_slice())?;
    write_private(&keys.join("vault.key"), Key::generate(rng).to_bytes().as_slice())?;
    write_private(&keys.join("transport.key"), &pair.serialize_der())?;
    write_private(&keys.join("transport.crt"), certificate.der())?;
    write_private(&keys.join(STATEMENT), &statement.sign(&root)?.to_cbor())?;
    write_private(&keys.join(AGENCY), &serde_json::to_vec_pretty(agency)?)
}

/// Opens the node in `dir` with the key its records are sealed under.
///
/// # Errors
/// Names the file that is missing or unreadable.
pub fn open(dir: &Path) -> anyhow::Result<(Node, Key)> {
    let keys = keys_dir(dir);
    let read = |name: &str| {
        let path = keys.join(name);
        std::fs::read(&path)
            .map(zeroize::Zeroizing::new)
            .with_context(|| format!("cannot read {}", path.display()))
    };
    let agency: Agency =
        serde_json::from_slice(&read(AGENCY)?).context("agency.json is damaged")?;
    let root = SigningKey::from_bytes(&fixed(&read("root.key")?)?);
    let sign = SigningKey::from_bytes(&fixed(&read("sign.key")?)?);
    let quantum = QuantumSigningKey::from_bytes(&fixed(&read("quantum.key")?)?);
    let sealing = SealingKey::from_bytes(&read("sealing.key")?)?;
    let statement = SignedStatement::from_cbor(&read(STATEMENT)?)?;
    let content = statement.verify().context("the key statement is damaged")?;
    let transport =
        Transport { certificate: read("transport.crt")?.to_vec(), key: read("transport.key")? };
    let id = AgencyId(sila_seal::statement::agency_id(&content.root));
    let vault = Key::from_bytes(fixed(&read("vault.key")?)?);
    Ok((
        Node { agency, id, root, sign, quantum, sealing, transport, statement, keys: content },
        vault,
    ))
}

fn keys_dir(dir: &Path) -> PathBuf {
    dir.join("keys")
}

fn fixed(bytes: &[u8]) -> anyhow::Result<[u8; 32]> {
    bytes.try_into().context("a key file has the wrong length")
}

fn private_dir(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("cannot make {}", path.display()))
}

fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}
