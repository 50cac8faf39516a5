//! The address of a PostgreSQL server, and TLS to it.

use crate::db::error::DbError;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_postgres::{Config, Socket};
use tokio_rustls::TlsConnector;

/// Connections when the address does not say.
const CONNECTIONS: usize = 16;
/// Where Linux distributions keep the certificates that the system trusts.
const SYSTEM_ROOTS: &[&str] =
    &["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/// An address taken apart.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) tls: Tls,
    pub(super) connections: usize,
}

pub(super) fn parse(place: &str) -> Result<Address, DbError> {
    let (base, params) = place.split_once('?').unwrap_or((place, ""));
    let mut connections = CONNECTIONS;
    let mut root_file = None;
    let mut rest = Vec::new();
    for pair in params.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("connections", n)) => {
                connections =
                    n.parse().ok().filter(|n| (1..=256).contains(n)).ok_or_else(|| {
                        DbError::other("address", "connections is a number from 1 to 256")
                    })?;
            }
            Some(("sslrootcert", path)) => root_file = Some(path.to_owned()),
            _ => rest.push(pair),
        }
    }
    let says_ssl = rest.iter().any(|pair| pair.starts_with("sslmode="));
    let mut config: Config = format!("{base}?{}", rest.join("&"))
        .parse()
        .map_err(|e: tokio_postgres::Error| DbError::other("address", e.to_string()))?;
    if !says_ssl {
        // Plain is fine where nobody else can listen, and a distribution's server on this machine
        // shows a certificate that nobody signed; everywhere else "prefer" would be no protection.
        let needs_tls = root_file.is_some() || !is_on_this_machine(&config);
        config.ssl_mode(if needs_tls { SslMode::Require } else { SslMode::Disable });
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_application_name().is_none() {
        config.application_name("sila");
    }
    let tls = Tls { client: Arc::new(client(&roots(root_file.as_deref(), &config)?)?) };
    Ok(Address { config, tls, connections })
}

/// Passwords and rows may cross a wire only where nobody else can listen.
fn is_on_this_machine(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        Host::Unix(_) => true,
    })
}

fn roots(file: Option<&str>, config: &Config) -> Result<Vec<CertificateDer<'static>>, DbError> {
    if config.get_ssl_mode() == SslMode::Disable {
        return Ok(Vec::new());
    }
    let Some(path) = file.or(system_roots()) else { return Ok(Vec::new()) };
    let unreadable = |_| DbError::other("sslrootcert", "the certificates cannot be read");
    CertificateDer::pem_file_iter(path)
        .map_err(unreadable)?
        .collect::<Result<_, _>>()
        .map_err(unreadable)
}

fn system_roots() -> Option<&'static str> {
    SYSTEM_ROOTS.iter().copied().find(|path| std::path::Path::new(path).exists())
}

fn client(roots: &[CertificateDer<'static>]) -> Result<rustls::ClientConfig, DbError> {
    let mut store = rustls::RootCertStore::empty();
    store.add_parsable_certificates(roots.iter().cloned());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| DbError::other("tls", e.to_string()))?
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(config)
}

/// Makes TLS connections with rustls. The server's certificate must fit its name.
#[derive(Clone)]
pub(super) struct Tls {
    client: Arc<rustls::ClientConfig>,
}

pub(super) struct Named {
    connector: TlsConnector,
    name: ServerName<'static>,
}

/// A connection under TLS.
pub(super) struct Sealed(tokio_rustls::client::TlsStream<Socket>);

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Sealed;
    type TlsConnect = Named;
    type Error = rustls::pki_types::InvalidDnsNameError;

    fn make_tls_connect(&mut self, domain: &str) -> Result<Named, Self::Error> {
        let name = ServerName::try_from(domain.to_owned())?;
        Ok(Named { connector: TlsConnector::from(Arc::clone(&self.client)), name })
    }
}

impl TlsConnect<Socket> for Named {
    type Stream = Sealed;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Sealed>> + Send>>;

    fn connect(self, stream: Socket) -> Self::Future {
        Box::pin(async move { self.connector.connect(self.name, stream).await.map(Sealed) })
    }
}

impl TlsStream for Sealed {
    // Reading the certificate's signature algorithm would cost nine more crates; the name and the
    // chain of the certificate are checked, which channel binding would only double.
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Sealed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Sealed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
