//! Who this node is: its agency's names, made at the first run and kept in the node's folder; and the safe with the keys
//! that never enter the database: the root, the next root, and the key under which everything else is sealed.

use std::path::{Path, PathBuf};

use anyhow::Context;
use argon2::{Algorithm, Argon2, Params, Version};
use sila_core::area::AreaCode;
use sila_core::ids::AgencyId;
use sila_core::time::Millis;
use sila_seal::statement::FormerRoot;
use sila_seal::{Key, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

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

/// The node while it runs.
pub struct Node {
    /// The agency as its people know it.
    pub agency: Agency,
    /// SHA-256 of the first root key; see [`sila_seal::statement::agency_id`].
    pub id: AgencyId,
    /// Where the root is.
    pub safe: Safe,
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node({})", self.agency.code)
    }
}

const AGENCY: &str = "agency.json";
const ID: &str = "agency.id";
const VAULT: &str = "vault.key";
const ROOT: &str = "root.key";
const NEXT_ROOT: &str = "next-root.key";
const LOCK: &str = "lock";
/// What the contents of a sealed file are bound to.
const SEALED: &[u8] = b"sila/safe/1/";
/// Memory for reading the passphrase once, in KiB (64 MiB), and how often it is gone over (RFC 9106 §4, second choice).
const KDF_KIB: u32 = 64 * 1_024;
const KDF_PASSES: u32 = 3;
/// The shortest passphrase, in bytes.
pub const UNLOCK_BYTES_MIN: usize = 15;

/// Whether the folder already holds a node.
pub fn exists(dir: &Path) -> bool {
    keys_dir(dir).join(AGENCY).exists()
}

/// Makes the keys of a new node and writes them into `dir/keys`, readable by the owner only. With `unlock`, the file of a
/// passphrase or a key, they are sealed under it.
///
/// # Errors
/// When the folder cannot be written, or already holds a node.
pub fn create(
    dir: &Path,
    unlock: Option<&Path>,
    agency: &Agency,
    endpoint: &str,
    now: Millis,
) -> anyhow::Result<()> {
    anyhow::ensure!(!exists(dir), "this folder already holds a node");
    private_dir(&keys_dir(dir))?;
    let mut safe = Safe { dir: keys_dir(dir), key: None };
    if let Some(unlock) = unlock {
        safe.lock(unlock)?;
    }
    crate::keys::first::make(&safe, agency, endpoint, now)?;
    safe.write(VAULT, Key::generate(&mut Randomness).to_bytes().as_slice())?;
    let id = sila_seal::statement::agency_id(&safe.root()?.verifying());
    replace(&safe.dir.join(ID), &id)?;
    replace(&safe.dir.join(AGENCY), &serde_json::to_vec_pretty(agency)?)
}

/// Opens the node in `dir` with the key its records are sealed under.
///
/// # Errors
/// Names the file that is missing or unreadable; says when a passphrase is needed, or is another.
pub fn open(dir: &Path, unlock: Option<&Path>) -> anyhow::Result<(Node, Key)> {
    let (agency, id) = about(dir)?;
    let safe = Safe::open(dir, unlock)?;
    let vault = Key::from_bytes(fixed(&safe.read(VAULT)?)?);
    Ok((Node { agency, id, safe }, vault))
}

/// Who the node in `dir` is; no secret is read for that.
///
/// # Errors
/// Names the file that is missing or damaged.
pub fn about(dir: &Path) -> anyhow::Result<(Agency, AgencyId)> {
    let keys = keys_dir(dir);
    let read = |name: &str| {
        let path = keys.join(name);
        std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let agency: Agency =
        serde_json::from_slice(&read(AGENCY)?).context("agency.json is damaged")?;
    Ok((agency, AgencyId(fixed(&read(ID)?)?)))
}

/// The files of the keys that never enter the database. Sealed when they were locked with a passphrase or a key file.
pub struct Safe {
    dir: PathBuf,
    key: Option<Key>,
}

impl Safe {
    /// Opens the safe of the node in `dir`; `unlock` is the file of the passphrase.
    ///
    /// # Errors
    /// When it is sealed and the passphrase is missing or another.
    pub fn open(dir: &Path, unlock: Option<&Path>) -> anyhow::Result<Safe> {
        let dir = keys_dir(dir);
        let lock = dir.join(LOCK);
        if !lock.exists() {
            return Ok(Safe { dir, key: None });
        }
        let unlock = unlock.context("the keys are sealed: say --unlock FILE (or SILA_UNLOCK) with the file of the passphrase")?;
        let key = derived(unlock, &std::fs::read(&lock)?)?;
        let safe = Safe { dir, key: Some(key) };
        safe.read(VAULT)
            .context("the passphrase is not the one under which the keys were sealed")?;
        Ok(safe)
    }

    /// Whether its files are sealed.
    pub fn is_locked(&self) -> bool {
        self.key.is_some()
    }

    /// Seals every file of the safe under the passphrase or key in the file `unlock`.
    ///
    /// # Errors
    /// When it is sealed already, the passphrase is short, or a file cannot be written.
    pub fn lock(&mut self, unlock: &Path) -> anyhow::Result<()> {
        anyhow::ensure!(!self.is_locked(), "the keys are sealed already");
        let mut salt = [0; 16];
        rand_core::Rng::fill_bytes(&mut Randomness, &mut salt);
        let key = derived(unlock, &salt)?;
        let names = [ROOT, NEXT_ROOT, VAULT];
        let names: Vec<&str> = names.into_iter().filter(|name| self.holds(name)).collect();
        let plain: anyhow::Result<Vec<_>> = names.iter().map(|name| self.read(name)).collect();
        let sealed = Safe { dir: self.dir.clone(), key: Some(key.clone()) };
        // A file whose contents are not sealed is read as it is, so that stopping half way loses nothing.
        replace(&self.dir.join(LOCK), &salt)?;
        for (name, plain) in names.iter().zip(plain?) {
            sealed.write(name, &plain)?;
        }
        self.key = Some(key);
        Ok(())
    }

    /// Whether there is such a file.
    pub fn holds(&self, name: &str) -> bool {
        self.dir.join(name).exists()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is missing, or sealed under another passphrase.
    pub fn read(&self, name: &str) -> anyhow::Result<Zeroizing<Vec<u8>>> {
        let path = self.dir.join(name);
        let bytes = std::fs::read(&path).map(Zeroizing::new);
        let bytes = bytes.with_context(|| format!("cannot read {}", path.display()))?;
        match (&self.key, bytes.strip_prefix(SEALED)) {
            (_, None) => Ok(bytes),
            (Some(key), Some(sealed)) => Ok(key.open(name.as_bytes(), sealed)?),
            (None, Some(_)) => anyhow::bail!("{} is sealed", path.display()),
        }
    }

    /// Writes a file, or replaces it whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.dir.join(name);
        match &self.key {
            None => replace(&path, bytes),
            Some(key) => {
                let sealed = key.seal(&mut Randomness, name.as_bytes(), bytes);
                replace(&path, &[SEALED, &sealed].concat())
            }
        }
    }

    /// Removes a file, if it is there.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, name: &str) -> anyhow::Result<()> {
        match std::fs::remove_file(self.dir.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The root key. It signs key statements and agreements only.
    ///
    /// # Errors
    /// When it is not here.
    pub fn root(&self) -> anyhow::Result<SigningKey> {
        Ok(SigningKey::from_bytes(&fixed(&self.read(ROOT)?)?))
    }

    /// Puts the root into the safe.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_root(&self, root: &SigningKey) -> anyhow::Result<()> {
        self.write(ROOT, root.to_bytes().as_slice())
    }

    /// Puts the next root beside the name that the root has given it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_next_root(&self, next: &SigningKey, named: &FormerRoot) -> anyhow::Result<()> {
        let bytes = [next.to_bytes().as_slice(), &named.root.0, &named.signature].concat();
        self.write(NEXT_ROOT, &Zeroizing::new(bytes))
    }

    /// The next root, and how the one before it named it. `file` is where it was moved to, when it is not here.
    ///
    /// # Errors
    /// When it is missing or is no such file.
    pub fn next_root(&self, file: Option<&Path>) -> anyhow::Result<(SigningKey, FormerRoot)> {
        let bytes = match file {
            None => self.read(NEXT_ROOT)?,
            Some(path) => {
                let outside = path.parent().unwrap_or(Path::new("."));
                let name = path.file_name().and_then(|name| name.to_str());
                anyhow::ensure!(name == Some(NEXT_ROOT), "the file must be called {NEXT_ROOT}");
                Safe { dir: outside.to_owned(), key: self.key.clone() }.read(NEXT_ROOT)?
            }
        };
        let parts = || Some((bytes.get(..32)?, bytes.get(32..64)?, bytes.get(64..)?));
        let (seed, root, signature) = parts().context("this is not a next root")?;
        let signature = signature.try_into().context("this is not a next root")?;
        let named = FormerRoot { root: VerifyingKey(fixed(root)?), signature };
        Ok((SigningKey::from_bytes(&fixed(seed)?), named))
    }
}

impl std::fmt::Debug for Safe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Safe")
    }
}

/// The key of a passphrase, or of a file with random bytes; a line end after it does not count.
fn derived(unlock: &Path, salt: &[u8]) -> anyhow::Result<Key> {
    let secret = std::fs::read(unlock).map(Zeroizing::new);
    let secret = secret.with_context(|| format!("cannot read {}", unlock.display()))?;
    let secret = secret.trim_ascii_end();
    anyhow::ensure!(
        secret.len() >= UNLOCK_BYTES_MIN,
        "a passphrase for the keys has at least {UNLOCK_BYTES_MIN} letters"
    );
    let refused = |error: argon2::Error| anyhow::anyhow!("the passphrase cannot be used: {error}");
    let params = Params::new(KDF_KIB, KDF_PASSES, 1, Some(32)).map_err(refused)?;
    let mut key = Zeroizing::new([0; 32]);
    let kdf = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    kdf.hash_password_into(secret, salt, key.as_mut_slice()).map_err(refused)?;
    Ok(Key::from_bytes(*key))
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

/// Writes beside it, then puts it in its place: whoever looks sees the old file or the new one.
fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let beside = path.with_extension("new");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)
        .with_context(|| format!("cannot write {}", beside.display()))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    let dir = path.parent().context("a file has a folder")?;
    std::fs::File::open(dir)?.sync_all()?;
    Ok(())
}
