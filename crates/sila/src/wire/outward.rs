//! Calling a stranger's address over https: its certificate is vouched for by an authority that the machine trusts, it is no address
//! inside our own network, nothing is followed, and everything has a limit.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::client::CallError;

/// Finding, reaching and agreeing on keys must be done within this time.
const CONNECT: Duration = Duration::from_secs(10);
/// The answer must come within this time.
const ANSWER: Duration = Duration::from_secs(15);
/// What is read of an answer, in bytes; nobody looks at it.
const ANSWER_BYTES_MAX: usize = 64 * 1_024;
/// Longest address, in bytes.
pub const ADDRESS_BYTES_MAX: usize = 500;

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    host: String,
    port: u16,
    path: String,
}

impl Target {
    /// Reads `https://HOST[:PORT]/PATH`; nothing for anything else: another scheme, a name and password, a fragment, odd letters.
    pub fn parse(address: &str) -> Option<Target> {
        let plain = address.len() <= ADDRESS_BYTES_MAX
            && address.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}#@".contains(&b));
        let rest = address.strip_prefix("https://").filter(|_| plain)?;
        let slash = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(slash)?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().ok().filter(|port| *port > 0)?)
            }
            _ => (authority, 443),
        };
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        ServerName::try_from(host.to_owned()).ok()?;
        Some(Target { host: host.to_ascii_lowercase(), port, path })
    }

    /// The name of the host, as the header says it.
    fn authority(&self) -> String {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        if self.port == 443 { host } else { format!("{host}:{}", self.port) }
    }
}

/// Whether an address belongs to everybody's network: not to this machine, not to a network of ours, not to a translation of either.
pub fn is_outside(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_outside_v4(ip),
        IpAddr::V6(ip) => is_outside_v6(ip),
    }
}

fn is_outside_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let kept = (a, b, c) == (192, 0, 0) || (a, b, c) == (192, 88, 99);
    let measuring = a == 198 && (18..20).contains(&b);
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || shared
        || kept
        || measuring)
}

/// Of the addresses of version 6 only those that are given out to everybody (2000::/3), without those that lead to one of version 4.
fn is_outside_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let global = first & 0xe000 == 0x2000;
    // Teredo and its neighbours, documentation, 6to4.
    let odd = (first == 0x2001 && (second < 0x200 || second == 0xdb8)) || first == 0x2002;
    global && !odd && first != 0x3fff
}

/// Whom we believe, and whether we call inside our own network.
#[derive(Clone)]
pub struct Outward {
    trusted: Arc<ClientConfig>,
    inside: bool,
}

impl Outward {
    /// Believes the authorities in this file (PEM). `inside`: addresses of our own network may be called too.
    ///
    /// # Errors
    /// `H-TRUST` when the file names no authority.
    pub fn new(authorities: &Path, inside: bool) -> Result<Outward, CallError> {
        let untrusted = || CallError::Refused("H-TRUST".to_owned());
        let all = CertificateDer::pem_file_iter(authorities).map_err(|_file| untrusted())?;
        let mut roots = RootCertStore::empty();
        let (added, _) = roots.add_parsable_certificates(all.filter_map(Result::ok));
        if added == 0 {
            return Err(untrusted());
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .or(Err(CallError::Tls))?;
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Outward { trusted: Arc::new(config), inside })
    }

    /// Posts JSON and gives the status of the answer.
    ///
    /// # Errors
    /// Why there was none; `H-INSIDE` for an address of our own network.
    pub async fn post(
        &self,
        target: &Target,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<u16, CallError> {
        let found = tokio::time::timeout(CONNECT, self.find(target)).await;
        let at = found.or(Err(CallError::Timeout))??;
        let mut request = Request::post(&target.path)
            .header("host", target.authority())
            .header("user-agent", "sila")
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::from(body))).or(Err(CallError::Broken))?;
        let limit = CONNECT.saturating_add(ANSWER);
        let answered = tokio::time::timeout(limit, self.send(target, at, request)).await;
        answered.or(Err(CallError::Timeout))?
    }

    /// The address behind the name. The call goes to this very address, so that the name cannot mean another one a moment later.
    async fn find(&self, target: &Target) -> Result<SocketAddr, CallError> {
        let host = (target.host.as_str(), target.port);
        let all = tokio::net::lookup_host(host).await.or(Err(CallError::Unreachable))?;
        let all: Vec<SocketAddr> = all.collect();
        // One inner address is enough to refuse the name: it is not what it says.
        if !self.inside && all.iter().any(|at| !is_outside(at.ip())) {
            return Err(CallError::Refused("H-INSIDE".to_owned()));
        }
        all.first().copied().ok_or(CallError::Unreachable)
    }

    async fn send(
        &self,
        target: &Target,
        at: SocketAddr,
        request: Request<Full<Bytes>>,
    ) -> Result<u16, CallError> {
        let name = ServerName::try_from(target.host.clone()).or(Err(CallError::Tls))?;
        let tcp = TcpStream::connect(at).await.or(Err(CallError::Unreachable))?;
        let connector = TlsConnector::from(Arc::clone(&self.trusted));
        let stream = connector.connect(name, tcp).await.or(Err(CallError::Tls))?;
        let (mut sender, connection) =
            handshake(TokioIo::new(stream)).await.or(Err(CallError::Broken))?;
        let driver = tokio::spawn(connection);
        let answer = async {
            let response = sender.send_request(request).await.or(Err(CallError::Broken))?;
            let status = response.status().as_u16();
            // What it says beside the status is taken from the line and thrown away.
            let _thrown_away = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
            Ok(status)
        };
        let answer = answer.await;
        driver.abort();
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_and_plain() {
        let read = |text: &str| Target::parse(text).map(|one| (one.authority(), one.path));
        let is = |host: &str, path: &str| Some((host.to_owned(), path.to_owned()));
        assert_eq!(read("https://Example.org"), is("example.org", "/"));
        assert_eq!(read("https://example.org:8443/in?a=1"), is("example.org:8443", "/in?a=1"));
        assert_eq!(read("https://[2a00::1]:444/x"), is("[2a00::1]:444", "/x"));
        assert_eq!(read("https://example.org?a"), is("example.org", "/?a"));
        let long = format!("https://example.org/{}", "a".repeat(ADDRESS_BYTES_MAX));
        for wrong in [
            "http://example.org/",
            "https://",
            "https:///x",
            "https://user@example.org/",
            "https://example.org:0/",
            "https://example.org:99999/",
            "https://exa mple.org/",
            "https://example.org/#x",
            "https://مثال.org/",
            "https://example.org/\r\nX: y",
            "file:///etc/passwd",
            long.as_str(),
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses_of_our_own_network_are_inside() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "0.1.2.3",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!is_outside(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["8.8.8.8", "94.200.1.1", "172.32.0.1", "2a00:1450::1", "2001:4860::8888"] {
            assert!(is_outside(outside.parse().unwrap()), "{outside}");
        }
    }
}
