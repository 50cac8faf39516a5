//! The TLS of the link: version 1.3 only, hybrid post-quantum key agreement first, keys pinned on both sides.

use std::sync::Arc;

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, ServerConfig,
    SignatureScheme, version,
};
use sila_seal::{Hash, sha256};

/// The TLS identity of this node.
#[derive(Clone, Debug)]
pub struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: Arc<PrivateKeyDer<'static>>,
}

impl Identity {
    /// From a certificate (DER) and its private key (PKCS#8, DER).
    pub fn new(certificate: &[u8], key: &[u8]) -> Identity {
        let key = PrivatePkcs8KeyDer::from(key.to_vec());
        Identity {
            chain: vec![CertificateDer::from(certificate.to_vec())],
            key: Arc::new(key.into()),
        }
    }

    /// What this node listens with. Every caller must show a certificate; whose it is is looked at afterwards.
    ///
    /// # Errors
    /// When certificate and key do not belong together.
    pub fn listening(&self) -> Result<Arc<ServerConfig>, Error> {
        let provider = provider();
        let anybody = Arc::new(AnyKey(Arc::clone(&provider)));
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&version::TLS13])?
            .with_client_cert_verifier(anybody)
            .with_single_cert(self.chain.clone(), self.key.clone_key())?;
        // Every connection proves its key anew.
        config.send_tls13_tickets = 0;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// What this node dials with, when the other side must hold the key with this SPKI hash, or one of those before it.
    ///
    /// # Errors
    /// When certificate and key do not belong together.
    pub fn dialling(&self, spki: Hash, earlier: &[Hash]) -> Result<Arc<ClientConfig>, Error> {
        let provider = provider();
        let pinned = Arc::new(PinnedKey {
            spki,
            earlier: earlier.to_vec(),
            provider: Arc::clone(&provider),
        });
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&version::TLS13])?
            .dangerous()
            .with_custom_certificate_verifier(pinned)
            .with_client_auth_cert(self.chain.clone(), self.key.clone_key())?;
        config.resumption = Resumption::disabled();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

/// SHA-256 of the public key in a certificate, with its algorithm (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7).
///
/// # Errors
/// When the bytes are not an X.509 version 3 certificate.
pub fn spki(certificate: &CertificateDer<'_>) -> Result<Hash, Error> {
    let parsed = ParsedCertificate::try_from(certificate)?;
    Ok(sha256(&[parsed.subject_public_key_info().as_ref()]))
}

/// X25519MLKEM768 first, plain X25519 for a middlebox that stumbles over the long hello.
fn provider() -> Arc<CryptoProvider> {
    let kx_groups = vec![aws_lc_rs::kx_group::X25519MLKEM768, aws_lc_rs::kx_group::X25519];
    Arc::new(CryptoProvider { kx_groups, ..aws_lc_rs::default_provider() })
}

fn no_tls12() -> Error {
    Error::General("TLS 1.3 only".to_owned())
}

impl PartialEq for Identity {
    fn eq(&self, other: &Identity) -> bool {
        self.chain == other.chain
    }
}

/// Takes any client key that is really held; the link decides what its owner may do.
#[derive(Debug)]
struct AnyKey(Arc<CryptoProvider>);

impl ClientCertVerifier for AnyKey {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        spki(end_entity).map(|_| ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(no_tls12())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Takes one server key, or those before it, and no other.
#[derive(Debug)]
struct PinnedKey {
    spki: Hash,
    earlier: Vec<Hash>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for PinnedKey {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = spki(end_entity)?;
        if shown == self.spki || self.earlier.contains(&shown) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(no_tls12())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
