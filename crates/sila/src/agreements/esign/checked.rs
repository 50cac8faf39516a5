//! What of a signature in a file can be checked without asking anybody: that it fits these very bytes under the key of the certificate in
//! the file, whose certificate that says it is and when it holds, and whether it leads to an authority that the administrator of this node
//! has named in a file. Whether the certificate was taken back since, and what the law makes of it, is asked elsewhere.

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{AlgorithmIdentifier, alg_id};
use sila_core::Millis;
use sila_seal::sha256;
use x509_parser::certificate::X509Certificate;
use x509_parser::pem::Pem;
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Name;

use super::cms::{self, Element, Signer};

/// The file in the folder of the node with the authorities whose certificates are believed (PEM).
pub const AUTHORITIES: &str = "esign.pem";
/// Most bytes of that file.
pub const AUTHORITIES_BYTES_MAX: usize = 1024 * 1024;
/// Longest chain from a certificate to its authority.
const CHAIN_MAX: usize = 5;
/// Longest name that is shown, in characters.
const NAME_MAX: usize = 200;
/// Identifiers of SHA-256, SHA-384 and SHA-512 (2.16.840.1.101.3.4.2).
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const SHA384: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];
/// The arc of identifiers of RSA, 1.2.840.113549.1.1, and the last part of the one with a salt (RSASSA-PSS).
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
const RSA_PSS: u8 = 0x0a;
/// The identifier of keys on elliptic curves, 1.2.840.10045.2.1.
const ELLIPTIC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// What was found of one signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Whose certificate it says it is.
    pub name: String,
    /// Who issued it.
    pub issuer: String,
    /// From when it holds, and until when.
    pub holds: (Millis, Millis),
    /// It held at the time that was asked for.
    pub held: bool,
    /// The signature fits these very bytes under the key of this certificate.
    pub fits: bool,
    /// The authority of our file to which it leads.
    pub authority: Option<String>,
}

/// Looks at every signer of a structure over this content, at a time. Nothing where it cannot be read, or a signer's certificate is not
/// in it.
pub fn look(
    cms: &[u8],
    content: [&[u8]; 2],
    authorities: &[u8],
    at: Millis,
) -> Option<Vec<Checked>> {
    let read = cms::read(cms)?;
    let named: Vec<Vec<u8>> = named(authorities);
    let anchors: Vec<&[u8]> = named.iter().map(Vec::as_slice).collect();
    let one = |signer: &Signer<'_>| {
        let of = |raw: &&&[u8]| is_of(raw, signer);
        let raw = read.certificates.iter().find(of)?;
        let (_, certificate) = X509Certificate::from_der(raw).ok()?;
        let holds = holds(&certificate);
        Some(Checked {
            name: said(certificate.subject()),
            issuer: said(certificate.issuer()),
            holds,
            held: holds.0 <= at && at <= holds.1,
            fits: fits(signer, &certificate, content),
            authority: chain(raw, &read.certificates, &anchors, at),
        })
    };
    read.signers.iter().map(one).collect()
}

/// The certificates of a file of authorities.
fn named(pem: &[u8]) -> Vec<Vec<u8>> {
    let blocks = Pem::iter_from_buffer(pem).filter_map(Result::ok);
    blocks.filter(|one| one.label == "CERTIFICATE").map(|one| one.contents).collect()
}

fn is_of(raw: &[u8], signer: &Signer<'_>) -> bool {
    X509Certificate::from_der(raw).is_ok_and(|(_, one)| {
        one.issuer().as_raw() == signer.issuer && one.raw_serial() == signer.serial
    })
}

fn holds(certificate: &X509Certificate<'_>) -> (Millis, Millis) {
    let of = |seconds: i64| Millis(seconds.saturating_mul(1_000));
    let validity = certificate.validity();
    (of(validity.not_before.timestamp()), of(validity.not_after.timestamp()))
}

/// The common name, or else all of it.
fn said(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().next().and_then(|one| one.as_str().ok());
    let words = common.map_or_else(|| name.to_string(), str::to_owned);
    words.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect()
}

/// Over the attributes with the fingerprint of the content, or over the content itself.
fn fits(signer: &Signer<'_>, certificate: &X509Certificate<'_>, content: [&[u8]; 2]) -> bool {
    let message = match (&signer.attributes, signer.digest) {
        (Some(attributes), Some(digest)) => {
            if signer.hashed != SHA256 || digest != sha256(&content) {
                return false;
            }
            attributes.clone()
        }
        (None, _) => content.concat(),
        (Some(_), None) => return false,
    };
    let way = way(signer, certificate);
    way.is_some_and(|way| verified(certificate.public_key().raw, &way, &message, signer.signature))
}

/// How a signature was made: some programs name only the kind of key, and how the content was hashed beside it.
fn way(signer: &Signer<'_>, certificate: &X509Certificate<'_>) -> Option<Vec<u8>> {
    let (kind, _) = Element::first(signer.signed)?;
    let hash = [SHA256, SHA384, SHA512].iter().position(|one| *one == signer.hashed)?;
    let rsa = [alg_id::RSA_PKCS1_SHA256, alg_id::RSA_PKCS1_SHA384, alg_id::RSA_PKCS1_SHA512];
    let elliptic = [alg_id::ECDSA_SHA256, alg_id::ECDSA_SHA384, alg_id::ECDSA_SHA512];
    let all: [AlgorithmIdentifier; 3] = match kind.data.strip_prefix(RSA) {
        Some([RSA_PSS]) => return Some(signer.signed.to_vec()),
        Some(_) => rsa,
        None if certificate.public_key().algorithm.algorithm.as_bytes() == ELLIPTIC => elliptic,
        None => return None,
    };
    all.get(hash).map(|one| one.to_vec())
}

/// Whether a signature that was made in this way over these bytes holds under a public key.
fn verified(key: &[u8], way: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let parts = Element::first(key).and_then(|(one, _)| one.parts());
    let Some([kind, bits]) = parts.as_deref() else { return false };
    let Some(bits) = bits.bits() else { return false };
    let ways = aws_lc_rs::default_provider().signature_verification_algorithms;
    let mut ways = ways
        .all
        .iter()
        .filter(|one| *one.public_key_alg_id() == *kind.data && *one.signature_alg_id() == *way);
    ways.any(|one| one.verify_signature(bits, message, signature).is_ok())
}

/// Whether the certificate of `child` was signed with the key of `parent`.
fn issued(child: &[u8], parent: &X509Certificate<'_>) -> bool {
    let parts = Element::first(child).and_then(|(one, _)| one.parts());
    let Some([body, way, signature]) = parts.as_deref() else { return false };
    let key = parent.public_key().raw;
    signature.bits().is_some_and(|bits| verified(key, way.data, body.raw, bits))
}

/// The authority of our file to which a certificate leads, over those that came with it.
fn chain(leaf: &[u8], others: &[&[u8]], anchors: &[&[u8]], at: Millis) -> Option<String> {
    let mut current = leaf;
    for _ in 0..CHAIN_MAX {
        if let Some(anchor) = parent(current, anchors, at) {
            let (_, found) = X509Certificate::from_der(anchor).ok()?;
            return Some(said(found.subject()));
        }
        current = parent(current, others, at).filter(|next| *next != current)?;
    }
    None
}

/// The certificate of an authority among these that held at the time and has signed this one.
fn parent<'a>(child: &[u8], all: &[&'a [u8]], at: Millis) -> Option<&'a [u8]> {
    let (_, below) = X509Certificate::from_der(child).ok()?;
    let above = |raw: &&&[u8]| {
        X509Certificate::from_der(raw).is_ok_and(|(_, one)| {
            let (from, until) = holds(&one);
            let authority = one.basic_constraints().ok().flatten().is_some_and(|it| it.value.ca);
            let named = one.subject().as_raw() == below.issuer().as_raw();
            named && authority && from <= at && at <= until && issued(child, &one)
        })
    };
    all.iter().find(above).copied()
}

#[cfg(test)]
mod tests;
