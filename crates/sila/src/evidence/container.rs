//! The file that a pack travels in: an archive with a page to read in Arabic and in English, the evidence itself, and a
//! manifest that its maker has signed. There is one way to write it, so that every byte of it counts.

use std::io::{Cursor, Read, Write};

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sila_core::AgencyId;
use sila_link::{open_pair, sign_pair};
use sila_seal::{Hash, SigningKey, sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::check::{self, Broken, Proven};
use super::keys;
use super::pack::{PACK_BYTES_MAX, Pack};

const CONTEXT: &str = "sila/evidence/pack/1";
const PACK: &str = "pack.cbor";
const MANIFEST: &str = "manifest.cbor";
/// The pages that people read, and everything else, in the order of the archive.
pub const FILES: [&str; 3] = ["index.ar.html", "index.en.html", PACK];

/// Who made a pack, when and why, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Manifest {
    /// The agency.
    #[n(0)]
    pub maker: AgencyId,
    /// The reference number of the referral.
    #[n(1)]
    pub reference: String,
    /// When, UTC milliseconds.
    #[n(2)]
    pub at: i64,
    /// The officer who made it, by name.
    #[n(3)]
    pub by: String,
    /// Why.
    #[n(4)]
    pub reason: String,
    /// Each file with its SHA-256.
    #[n(5)]
    pub files: Vec<(String, ByteVec)>,
}

/// What a good file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Who made it.
    pub manifest: Manifest,
    /// What it proves.
    pub proven: Proven,
}

/// Who makes a pack, when and why.
#[derive(Debug, Clone)]
pub struct Making {
    /// The officer.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When, UTC milliseconds.
    pub at: i64,
    /// The reference number of the referral.
    pub reference: String,
}

/// The whole file.
///
/// # Errors
/// When the archive cannot be written, which memory does not refuse.
pub fn write(
    pack: &Pack,
    pages: [Vec<u8>; 2],
    making: &Making,
    key: &SigningKey,
) -> Result<Vec<u8>, zip::result::ZipError> {
    let [ar, en] = pages;
    let files: Vec<(&str, Vec<u8>)> = FILES.into_iter().zip([ar, en, pack.to_cbor()]).collect();
    let hashed = |(name, bytes): &(&str, Vec<u8>)| {
        ((*name).to_owned(), ByteVec::from(sha256(&[bytes]).to_vec()))
    };
    let manifest = Manifest {
        maker: pack.maker,
        reference: making.reference.clone(),
        at: making.at,
        by: making.by.clone(),
        reason: making.reason.clone(),
        files: files.iter().map(hashed).collect(),
    };
    let body = minicbor::to_vec(&manifest).unwrap_or_default();
    archive(&files, &sign_pair(CONTEXT, &body, key))
}

fn archive(files: &[(&str, Vec<u8>)], manifest: &[u8]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored);
    let all = files.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
    for (name, bytes) in all.chain([(MANIFEST, manifest)]) {
        zip.start_file(name, stored)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Checks a file from the outside in.
///
/// # Errors
/// The first thing that does not hold.
pub fn open(bytes: &[u8]) -> Result<Opened, Broken> {
    let broken = |part: &'static str, why: &str| Broken { part, why: why.to_owned() };
    let parts = unpack(bytes)
        .ok_or_else(|| broken("container", "it is not an archive as this program writes it"))?;
    let [.., inside, signed] = &parts;
    let pack = Pack::from_cbor(inside).ok_or_else(|| broken("form", "pack.cbor cannot be read"))?;
    let agencies = keys::agencies(&pack)?;
    let signing = agencies.get(&pack.maker).map(|keys| keys.counting()).unwrap_or_default();
    let body = open_pair(CONTEXT, signed, &signing)
        .or(Err(broken("manifest", "its maker has not signed it")))?;
    let manifest: Option<Manifest> = minicbor::decode(body).ok();
    let manifest = manifest.filter(|told| minicbor::to_vec(told).is_ok_and(|bytes| bytes == body));
    let manifest = manifest.ok_or_else(|| broken("manifest", "it cannot be read"))?;
    for (at, (name, file)) in FILES.iter().zip(&parts).enumerate() {
        let told = manifest.files.get(at);
        let hash: Hash = sha256(&[file]);
        if told.is_none_or(|(named, told)| named != name || told.as_slice() != hash) {
            return Err(broken("file", name));
        }
    }
    let proven = check::check(&pack)?;
    if manifest.maker != pack.maker
        || manifest.reference != proven.reference
        || manifest.files.len() != FILES.len()
    {
        return Err(broken("manifest", "it speaks of something else"));
    }
    Ok(Opened { manifest, proven })
}

/// The four files of an archive, if it is exactly what [`archive`] would write.
fn unpack(bytes: &[u8]) -> Option<[Vec<u8>; 4]> {
    if bytes.len() > 2 * PACK_BYTES_MAX {
        return None;
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut read = |name: &str| {
        let mut out = Vec::new();
        let limit = u64::try_from(PACK_BYTES_MAX).ok()?;
        zip.by_name(name).ok()?.take(limit).read_to_end(&mut out).ok()?;
        Some(out)
    };
    let [ar, en, pack] = FILES;
    let parts = [read(ar)?, read(en)?, read(pack)?, read(MANIFEST)?];
    let [ar_page, en_page, inside, manifest] = parts.clone();
    let files = [(ar, ar_page), (en, en_page), (pack, inside)];
    (archive(&files, &manifest).ok()? == bytes).then_some(parts)
}
