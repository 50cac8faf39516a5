//! What is known of somebody's learning, so signed that it holds on a machine that has nothing but the issuer's public keys:
//! a [`Certificate`] of one course, the list of certificates that were taken back ([`Revoked`]), and everything somebody has
//! learnt ([`Learning`]).
//!
//! A certificate carries no name, so that its square can be read by any camera: it carries a hash of the name with a salt of
//! its own. Whoever reads the name on the paper types it in, and learns whether it is the one that was signed.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sila_core::partnership::Words;
use sila_core::{AgencyId, CourseId, EnrolmentId, Millis};
use sila_seal::code::{base32_decode, base32_encode};
use sila_seal::statement::{KeyStatement, SignedStatement};
use sila_seal::{Hash, SigningKey, VerifyingKey, sha256};

use crate::error::LinkError;
use crate::wire::{from_cbor, open_pair, sign_pair, to_cbor};

const CERTIFICATE: &str = "sila/certificate/1";
const REVOKED: &str = "sila/certificate-revoked/1";
const LEARNING: &str = "sila/learning/1";
/// How the text of a certificate begins. Capitals, digits, point and hyphen: the square is smallest so.
pub const CERTIFICATE_TEXT: &str = "SILA-CERT-1.";
/// How the text of a list of revoked certificates begins.
pub const REVOKED_TEXT: &str = "SILA-CERT-REVOKED-1.";
/// How the text of somebody's record of learning begins.
pub const LEARNING_TEXT: &str = "SILA-LEARNING-1.";
/// The largest certificate, in bytes.
pub const CERTIFICATE_BYTES_MAX: usize = 2 * 1024;
/// The largest record of learning, list of revoked certificates or chain of keys, in bytes.
pub const FILE_BYTES_MAX: usize = 512 * 1024;
/// Most key statements of one issuer.
const STATEMENTS_MAX: usize = 200;

/// That somebody was in all of a course.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Certificate {
    /// Its identifier: the enrolment's.
    #[n(0)]
    pub id: EnrolmentId,
    /// Which agency gave it.
    #[n(1)]
    pub issuer: AgencyId,
    /// For which course.
    #[n(2)]
    pub course: CourseId,
    /// Title of the course.
    #[n(3)]
    pub title: Words,
    /// When the course was held.
    #[n(4)]
    pub held_at: Millis,
    /// What it counts, in minutes.
    #[n(5)]
    pub minutes: u16,
    /// [`holder`] of the name on it.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub holder: Hash,
    /// What the name was hashed with.
    #[cbor(n(7), with = "minicbor::bytes")]
    pub salt: [u8; 16],
    /// When it was given.
    #[n(8)]
    pub given_at: Millis,
}

/// The hash by which a certificate knows the name of its holder. Spaces at the ends and double ones do not count.
#[must_use]
pub fn holder(salt: &[u8; 16], name: &str) -> Hash {
    let words: Vec<&str> = name.split_whitespace().collect();
    sha256(&[b"sila/certificate-holder/1", salt, words.join(" ").as_bytes()])
}

impl Certificate {
    /// Whether this is the name on it.
    #[must_use]
    pub fn is_of(&self, name: &str) -> bool {
        holder(&self.salt, name) == self.holder
    }

    /// A short number for people: the last eight symbols of its identifier.
    #[must_use]
    pub fn number(&self) -> String {
        let text = base32_encode(self.id.0.as_bytes());
        let skip = text.chars().count().saturating_sub(8);
        text.chars().skip(skip).collect()
    }

    /// Signed by the issuer, as text.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> String {
        text(CERTIFICATE_TEXT, &sign_pair(CERTIFICATE, &to_cbor(self), key))
    }

    /// Reads a text without checking who signed it: for rows and pages of a node that checked it before.
    ///
    /// # Errors
    /// [`LinkError::Schema`] or [`LinkError::Size`].
    pub fn read(text: &str) -> Result<Self, LinkError> {
        let bytes = bytes(CERTIFICATE_TEXT, text, CERTIFICATE_BYTES_MAX)?;
        let (body, _): (ByteVec, ByteVec) =
            from_cbor(&bytes, CERTIFICATE_BYTES_MAX, "certificate")?;
        from_cbor(&body, CERTIFICATE_BYTES_MAX, "certificate")
    }

    /// Reads a text and checks that this issuer signed it with a key that is not revoked.
    ///
    /// # Errors
    /// As [`Certificate::read`]; [`LinkError::Signature`]; [`LinkError::Address`] for another issuer's.
    pub fn open(text: &str, issuer: &Issuer) -> Result<Self, LinkError> {
        let read = Self::read(text)?;
        let bytes = bytes(CERTIFICATE_TEXT, text, CERTIFICATE_BYTES_MAX)?;
        open_pair(CERTIFICATE, &bytes, &issuer.keys)?;
        if read.issuer == issuer.agency() { Ok(read) } else { Err(LinkError::Address) }
    }
}

/// The certificates that an issuer has taken back.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Revoked {
    /// Whose list it is.
    #[n(0)]
    pub issuer: AgencyId,
    /// As of when.
    #[n(1)]
    pub at: Millis,
    /// Identifiers of certificates.
    #[n(2)]
    pub ids: Vec<EnrolmentId>,
}

impl Revoked {
    /// Signed by the issuer, as text.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> String {
        text(REVOKED_TEXT, &sign_pair(REVOKED, &to_cbor(self), key))
    }

    /// Reads and checks it.
    ///
    /// # Errors
    /// As [`Certificate::open`].
    pub fn open(text: &str, issuer: &Issuer) -> Result<Self, LinkError> {
        let bytes = bytes(REVOKED_TEXT, text, FILE_BYTES_MAX)?;
        let read: Self =
            from_cbor(open_pair(REVOKED, &bytes, &issuer.keys)?, FILE_BYTES_MAX, "revoked")?;
        if read.issuer == issuer.agency() { Ok(read) } else { Err(LinkError::Address) }
    }
}

/// One course in somebody's record.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Learnt {
    /// Title of the course.
    #[n(0)]
    pub title: Words,
    /// Whose course it was.
    #[n(1)]
    pub host: AgencyId,
    /// When it was held.
    #[n(2)]
    pub held_at: Millis,
    /// What it counts, in minutes.
    #[n(3)]
    pub minutes: u16,
    /// The text of the certificate, where there is one.
    #[n(4)]
    pub certificate: Option<String>,
}

/// What somebody has learnt, as their own agency says it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Learning {
    /// The agency that says it.
    #[n(0)]
    pub agency: AgencyId,
    /// Of whom: the name they are known by there.
    #[n(1)]
    pub name: Words,
    /// As of when.
    #[n(2)]
    pub at: Millis,
    /// The courses, the latest first.
    #[n(3)]
    pub courses: Vec<Learnt>,
}

impl Learning {
    /// Signed by the agency, as text.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> String {
        text(LEARNING_TEXT, &sign_pair(LEARNING, &to_cbor(self), key))
    }

    /// Reads and checks what the agency says. Certificates in it are checked one by one, with the keys of their issuers.
    ///
    /// # Errors
    /// As [`Certificate::open`].
    pub fn open(text: &str, agency: &Issuer) -> Result<Self, LinkError> {
        let bytes = bytes(LEARNING_TEXT, text, FILE_BYTES_MAX)?;
        let read: Self =
            from_cbor(open_pair(LEARNING, &bytes, &agency.keys)?, FILE_BYTES_MAX, "learning")?;
        if read.agency == agency.agency() { Ok(read) } else { Err(LinkError::Address) }
    }
}

/// The public keys of an agency, as its file of keys has them.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// The newest statement.
    pub newest: KeyStatement,
    /// Every key it has signed with that is not revoked.
    pub keys: Vec<VerifyingKey>,
}

impl Issuer {
    /// The agency.
    #[must_use]
    pub fn agency(&self) -> AgencyId {
        AgencyId(self.newest.agency())
    }

    /// The file of keys: every statement, the first first.
    #[must_use]
    pub fn file(statements: &[SignedStatement]) -> Vec<u8> {
        let all: Vec<ByteVec> = statements.iter().map(|one| one.to_cbor().into()).collect();
        to_cbor(&all)
    }

    /// From statements, the first first; each continues the one before.
    ///
    /// # Errors
    /// [`LinkError::Signature`] when they do not.
    pub fn of(statements: &[SignedStatement]) -> Result<Self, LinkError> {
        let (mut before, mut told, mut keys) = (None::<&SignedStatement>, None, Vec::new());
        for signed in statements.iter().take(STATEMENTS_MAX) {
            let read = match before {
                None => signed.verify(),
                Some(last) => signed.verify_after(last),
            };
            let read = read.or(Err(LinkError::Signature))?;
            keys.push(read.sign);
            (before, told) = (Some(signed), Some(read));
        }
        let newest = told.ok_or(LinkError::Schema("keys"))?;
        keys.retain(|key| !newest.custody.is_revoked(&key.id()));
        Ok(Self { newest, keys })
    }

    /// Reads a file of keys.
    ///
    /// # Errors
    /// As [`Issuer::of`]; [`LinkError::Size`].
    pub fn from_file(bytes: &[u8]) -> Result<Self, LinkError> {
        let all: Vec<ByteVec> = from_cbor(bytes, FILE_BYTES_MAX, "keys")?;
        let read =
            |bytes: &ByteVec| SignedStatement::from_cbor(bytes).or(Err(LinkError::Signature));
        let all: Result<Vec<SignedStatement>, LinkError> = all.iter().map(read).collect();
        Self::of(&all?)
    }
}

fn text(begins: &str, bytes: &[u8]) -> String {
    format!("{begins}{}", base32_encode(bytes))
}

fn bytes(begins: &str, text: &str, max: usize) -> Result<Vec<u8>, LinkError> {
    let malformed = || LinkError::Schema("certificate");
    let rest = text.trim().strip_prefix(begins).ok_or_else(malformed)?;
    if rest.len() > max.saturating_mul(2) {
        return Err(LinkError::Size(max));
    }
    base32_decode(rest).or(Err(malformed()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sila_seal::sealing::SealingKey;
    use sila_seal::statement::Custody;

    fn issuer(seed: u8) -> (SigningKey, Vec<SignedStatement>) {
        let root = SigningKey::from_bytes(&[seed; 32]);
        let sign = SigningKey::from_bytes(&[seed + 1; 32]);
        let told = KeyStatement {
            n: 1,
            prev: [0; 32],
            root: root.verifying(),
            sign: sign.verifying(),
            sealing: SealingKey::from_bytes(&[seed; 32]).unwrap().public().clone(),
            transport_spki: [4; 32],
            endpoints: vec![],
            code: "MARSA".to_owned(),
            name_ar: "مرسى".to_owned(),
            name_en: "Marsa".to_owned(),
            created: 1,
            suite: sila_seal::SUITE,
            custody: Custody::default(),
        };
        (sign, vec![told.sign(&root).unwrap()])
    }

    fn certificate(issuer: &Issuer) -> Certificate {
        Certificate {
            id: EnrolmentId(uuid::Uuid::from_u128(7)),
            issuer: issuer.agency(),
            course: CourseId(uuid::Uuid::from_u128(8)),
            title: Words {
                ar: "المقابلة الأولى الآمنة".to_owned(),
                en: "The safe first interview".to_owned(),
            },
            held_at: Millis(1),
            minutes: 360,
            holder: holder(&[9; 16], "هند سعيد"),
            salt: [9; 16],
            given_at: Millis(2),
        }
    }

    #[test]
    fn contract_a31_a_certificate_holds_with_the_keys_alone_and_a_changed_symbol_fails() {
        let (sign, statements) = issuer(10);
        let issuer = Issuer::from_file(&Issuer::file(&statements)).unwrap();
        let one = certificate(&issuer);
        let text = one.sign(&sign);
        assert_eq!(Certificate::open(&text, &issuer).unwrap(), one);
        assert!(one.is_of(" هند  سعيد ") && !one.is_of("هند سعد"));
        assert!(
            !text.contains("هند") && !to_cbor(&one).windows(6).any(|part| part == "هند".as_bytes())
        );
        let symbols: Vec<char> = text.chars().collect();
        for at in CERTIFICATE_TEXT.len()..symbols.len() {
            let mut changed = symbols.clone();
            changed[at] = if changed[at] == 'A' { 'B' } else { 'A' };
            let changed: String = changed.into_iter().collect();
            assert!(Certificate::open(&changed, &issuer).is_err(), "symbol {at}");
        }
        assert!(text.len() < 1_200, "{} symbols fit a square that a telephone reads", text.len());
    }

    #[test]
    fn nobody_elses_signature_and_nobody_elses_name_hold() {
        let ((sign, statements), (other, others)) = (issuer(10), issuer(20));
        let (issuer, stranger) = (Issuer::of(&statements).unwrap(), Issuer::of(&others).unwrap());
        let one = certificate(&issuer);
        assert!(Certificate::open(&one.sign(&other), &issuer).is_err(), "another's key");
        assert!(Certificate::open(&one.sign(&sign), &stranger).is_err());
        let lent = Certificate { issuer: issuer.agency(), ..certificate(&stranger) };
        assert!(Certificate::open(&lent.sign(&other), &stranger).is_err(), "in another's name");
        let list = Revoked { issuer: issuer.agency(), at: Millis(3), ids: vec![one.id] };
        assert_eq!(Revoked::open(&list.sign(&sign), &issuer).unwrap(), list);
        assert!(Revoked::open(&list.sign(&other), &issuer).is_err());
        assert!(Issuer::from_file(&[0x80]).is_err() && Issuer::from_file(b"no").is_err());
    }
}
