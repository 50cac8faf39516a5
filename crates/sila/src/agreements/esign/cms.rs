//! A CMS structure (RFC 5652) as a program for signing makes it: the certificates in it, and of each signer what was signed and how. It is
//! read with the reader of certificates; nothing is believed here, see [`super::checked`].

use x509_parser::asn1_rs::{Any, Class, FromDer};

/// OID 1.2.840.113549.1.7.2, `signedData`.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// OID 1.2.840.113549.1.9.4, `messageDigest`.
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
/// Universal tags.
const OCTETS: u32 = 4;
const SEQUENCE: u32 = 16;
const SET: u32 = 17;
/// Most parts of one structure that are read.
const PARTS_MAX: usize = 64;
/// Most signers that are read.
const SIGNERS_MAX: usize = 8;

/// One element with its bytes.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    /// With its tag and length.
    pub raw: &'a [u8],
    /// Without.
    pub data: &'a [u8],
    class: Class,
    tag: u32,
}

impl<'a> Element<'a> {
    /// The first element, and what comes after it.
    pub fn first(bytes: &'a [u8]) -> Option<(Element<'a>, &'a [u8])> {
        let (rest, any) = Any::from_der(bytes).ok()?;
        let raw = bytes.get(..bytes.len().checked_sub(rest.len())?)?;
        let (class, tag) = (any.header.class(), any.header.tag().0);
        Some((Element { raw, data: any.data, class, tag }, rest))
    }

    /// The elements in it.
    pub fn parts(&self) -> Option<Vec<Element<'a>>> {
        let (mut rest, mut all) = (self.data, Vec::new());
        while !rest.is_empty() {
            let (one, after) = Element::first(rest)?;
            all.push(one);
            rest = after;
            if all.len() > PARTS_MAX {
                return None;
            }
        }
        Some(all)
    }

    fn is(&self, tag: u32) -> bool {
        self.class == Class::Universal && self.tag == tag
    }

    fn is_context(&self, tag: u32) -> bool {
        self.class == Class::ContextSpecific && self.tag == tag
    }

    /// Of a bit string the whole bytes.
    pub fn bits(&self) -> Option<&'a [u8]> {
        self.data.split_first().filter(|(unused, _)| **unused == 0).map(|(_, bits)| bits)
    }
}

/// What one signer has signed, and how.
pub struct Signer<'a> {
    /// Who issued the certificate, as it stands there; nothing where the certificate is named otherwise.
    pub issuer: &'a [u8],
    /// Its serial number there.
    pub serial: &'a [u8],
    /// The identifier of the way in which it was hashed.
    pub hashed: &'a [u8],
    /// The identifier of the way in which it was signed, with its parameters.
    pub signed: &'a [u8],
    /// The bytes over which the signature is made; nothing where it is made over the content itself.
    pub attributes: Option<Vec<u8>>,
    /// The fingerprint of the content that stands among them.
    pub digest: Option<&'a [u8]>,
    /// The signature.
    pub signature: &'a [u8],
}

/// The certificates, and the signers.
pub struct Read<'a> {
    /// Each with its bytes.
    pub certificates: Vec<&'a [u8]>,
    /// At least one.
    pub signers: Vec<Signer<'a>>,
}

/// Reads a structure; nothing where it is none that can be read. What fills the room up behind it is left out.
pub fn read(bytes: &[u8]) -> Option<Read<'_>> {
    let (outer, _) = Element::first(bytes)?;
    let parts = outer.parts()?;
    let [kind, content] = parts.as_slice() else { return None };
    if kind.data != SIGNED_DATA || !content.is_context(0) {
        return None;
    }
    let (signed, _) = Element::first(content.data)?;
    let parts = signed.parts()?;
    let certificates = parts.iter().find(|one| one.is_context(0));
    let certificates = certificates.map_or(Some(Vec::new()), Element::parts)?;
    let certificates = certificates.into_iter().filter(|one| one.is(SEQUENCE));
    let signers = parts.last().filter(|one| one.is(SET))?.parts()?;
    let signers: Option<Vec<Signer<'_>>> = signers.iter().take(SIGNERS_MAX).map(signer).collect();
    let signers = signers.filter(|all| !all.is_empty())?;
    Some(Read { certificates: certificates.map(|one| one.raw).collect(), signers })
}

fn signer<'a>(one: &Element<'a>) -> Option<Signer<'a>> {
    let parts = one.parts()?;
    let mut parts = parts.into_iter().skip(1);
    let named = parts.next()?.parts()?;
    let [issuer, serial] = named.as_slice() else { return None };
    let hashed = parts.next()?.parts()?.first()?.data;
    let mut next = parts.next()?;
    let attributes = if next.is_context(0) {
        let found = next;
        next = parts.next()?;
        Some(found)
    } else {
        None
    };
    let signature = parts.next().filter(|one| one.is(OCTETS))?.data;
    Some(Signer {
        issuer: issuer.raw,
        serial: serial.data,
        hashed,
        signed: next.data,
        attributes: attributes.and_then(|one| as_set(&one)),
        digest: attributes.and_then(|one| digest(&one)),
        signature,
    })
}

/// What is signed of the attributes is their encoding as a set (RFC 5652 §5.4).
fn as_set(attributes: &Element<'_>) -> Option<Vec<u8>> {
    let mut set = attributes.raw.to_vec();
    *set.first_mut()? = 0x31;
    Some(set)
}

fn digest<'a>(attributes: &Element<'a>) -> Option<&'a [u8]> {
    let all = attributes.parts()?.into_iter().filter_map(|one| one.parts());
    let mut found = all.filter(|one| one.first().is_some_and(|kind| kind.data == MESSAGE_DIGEST));
    let values = found.next()?.into_iter().nth(1)?.parts()?;
    values.into_iter().find(|one| one.is(OCTETS)).map(|one| one.data)
}
