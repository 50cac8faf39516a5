//! Signatures that another program made (OpenSSL), of invented signers under an invented authority.

use sila_core::time::Date;

use super::*;

const DOCUMENT: &[u8] = b"The bytes of an agreement\n";
const RSA_SIGNED: &[u8] = include_bytes!("../samples/rsa.p7s");
const ELLIPTIC_SIGNED: &[u8] = include_bytes!("../samples/ec.p7s");
const AUTHORITY: &[u8] = include_bytes!("../samples/ca.pem");
/// An authority of the same name with another key.
const OTHER: &[u8] = include_bytes!("../samples/other.pem");

fn at(year: i64) -> Millis {
    Date { year, month: 6, day: 1 }.at_minute(0)
}

fn one(cms: &[u8], content: &[u8], authorities: &[u8], year: i64) -> Checked {
    let mut all = look(cms, [content, &[]], authorities, at(year)).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[test]
fn a_signature_fits_its_bytes_under_the_key_of_its_certificate_and_leads_to_a_named_authority() {
    let signed = one(RSA_SIGNED, DOCUMENT, AUTHORITY, 2030);
    assert_eq!((signed.name.as_str(), signed.issuer.as_str()), ("Demo Signer One", "Demo Root"));
    assert!(signed.fits && signed.held);
    assert_eq!(signed.authority.as_deref(), Some("Demo Root"));
    let (from, until) = signed.holds;
    assert_eq!((from.uae_date().year, until.uae_date().year), (2026, 2125));
    // The other one leads there over a certificate in the file.
    let signed = one(ELLIPTIC_SIGNED, DOCUMENT, AUTHORITY, 2030);
    assert_eq!((signed.name.as_str(), signed.issuer.as_str()), ("Demo Signer Two", "Demo Middle"));
    assert!(signed.fits && signed.held);
    assert_eq!(signed.authority.as_deref(), Some("Demo Root"));
    assert!(one(ELLIPTIC_SIGNED, b"The bytes of an agree", AUTHORITY, 2030).authority.is_some());
}

#[test]
fn other_bytes_another_authority_and_another_time_are_told() {
    for cms in [RSA_SIGNED, ELLIPTIC_SIGNED] {
        assert!(!one(cms, b"Other bytes", AUTHORITY, 2030).fits, "other bytes");
        let mut forged = cms.to_vec();
        *forged.last_mut().unwrap() ^= 1;
        assert!(look(&forged, [DOCUMENT, &[]], AUTHORITY, at(2030)).is_none_or(|all| !all[0].fits));
        assert_eq!(one(cms, DOCUMENT, OTHER, 2030).authority, None, "the name alone is nothing");
        assert_eq!(one(cms, DOCUMENT, b"", 2030).authority, None, "nobody is named");
        for year in [2020, 2130] {
            let early = one(cms, DOCUMENT, AUTHORITY, year);
            assert!(early.fits && !early.held && early.authority.is_none(), "{year}");
        }
    }
    // What fills the room up behind a signature in a PDF is left out.
    let padded = [RSA_SIGNED, &[0; 40]].concat();
    assert!(one(&padded, DOCUMENT, AUTHORITY, 2030).fits);
}

#[test]
fn what_is_no_such_structure_or_lacks_its_certificate_says_nothing() {
    for cut in 0..RSA_SIGNED.len() {
        assert!(look(&RSA_SIGNED[..cut], [DOCUMENT, &[]], AUTHORITY, at(2030)).is_none(), "{cut}");
    }
    for at_byte in 0..RSA_SIGNED.len() {
        let mut changed = RSA_SIGNED.to_vec();
        changed[at_byte] ^= 0x55;
        let _never_a_panic = look(&changed, [DOCUMENT, &[]], AUTHORITY, at(2030));
    }
    assert!(look(b"0\x03\x06\x01\x00", [DOCUMENT, &[]], AUTHORITY, at(2030)).is_none());
}
