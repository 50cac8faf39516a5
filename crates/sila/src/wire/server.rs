//! The listener of the link. Bounded in every direction: connections, header time and size, body time and size, age.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, ensure};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue, RANGE};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use sila_seal::Hash;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;

use super::patience::Patience;
use super::{EXCHANGE, Identity, JOIN, PREFER, Part, WAIT_SECONDS_MAX, tls};

/// Connections at one time; more wait in the system's queue.
const CONNECTIONS_MAX: usize = 256;
/// Of these, connections from somebody who is not linked: they cannot keep the linked ones out.
const STRANGERS_MAX: usize = 32;
/// Of these, connections of one linked agency: it cannot keep the others out.
const OF_ONE_MAX: usize = 16;
/// Handshakes at once, and then one in this time: each costs about half a millisecond of a core.
const HANDSHAKES: (u32, Duration) = (256, Duration::from_millis(10));
/// A handshake that takes longer is given up.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// A request line with headers must come within this time after the last answer.
const HEAD: Duration = Duration::from_secs(60);
/// A body must come within this time.
const BODY: Duration = Duration::from_secs(30);
/// A connection is closed when it is this old, whatever it does.
const AGE: Duration = Duration::from_secs(600);
/// The age of a connection from somebody unknown.
const AGE_UNKNOWN: Duration = Duration::from_secs(45);
/// The largest body of an exchange, in bytes.
const EXCHANGE_BYTES_MAX: usize = 1_024 * 1_024;
/// The largest answer to an invitation, in bytes.
const JOIN_BYTES_MAX: usize = 16 * 1_024;

/// What somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// [`EXCHANGE`]
    Exchange,
    /// [`JOIN`]
    Join,
    /// A part of a file that lies ready ([`super::FILE`]).
    File(Part),
}

/// One call, read whole.
#[derive(Debug)]
pub struct Asked {
    /// The SPKI hash of the certificate whose key the caller has just proved to hold.
    pub caller: Hash,
    /// What is asked.
    pub act: Act,
    /// The body.
    pub body: Vec<u8>,
    /// How long the caller is willing to wait for news.
    pub wait: Duration,
}

/// Why a call is not answered: the status and a stable code, which is all that the caller is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The HTTP status.
    pub status: StatusCode,
    /// The code, such as `L-SUSPENDED`.
    pub code: String,
}

impl Refused {
    /// A refusal.
    pub fn new(status: StatusCode, code: impl Into<String>) -> Refused {
        Refused { status, code: code.into() }
    }
}

type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;
type Answering = Later<Result<Vec<u8>, Refused>>;

/// Who answers.
#[derive(Clone)]
pub struct Desk {
    /// As whom it answers: this changes with the keys.
    pub identity: Arc<dyn Fn() -> Identity + Send + Sync>,
    /// Whether this key belongs to a linked agency: others may only answer an invitation.
    pub knows: Arc<dyn Fn(Hash) -> Later<bool> + Send + Sync>,
    /// Answers a call.
    pub answers: Arc<dyn Fn(Asked) -> Answering + Send + Sync>,
}

/// Takes the address.
///
/// # Errors
/// When another program has it.
pub async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen for linked agencies on {address}: is another program using it?")
    })
}

/// Listens until it is dropped; every open connection ends with it.
///
/// # Errors
/// When the node's certificate and key do not belong together.
pub async fn run(listener: TcpListener, desk: Desk) -> anyhow::Result<()> {
    let mut identity = (desk.identity)();
    let mut acceptor = TlsAcceptor::from(identity.listening()?);
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let counts = Arc::new(Counts::default());
    let handshakes = Patience::new(HANDSHAKES.0, HANDSHAKES.1);
    let mut open = JoinSet::new();
    loop {
        let place = Arc::clone(&places).acquire_owned().await?;
        if let Some(wait) = handshakes.wait(Instant::now()) {
            tokio::time::sleep(wait).await;
        }
        match listener.accept().await {
            Ok((tcp, _)) => {
                let now = (desk.identity)();
                if now != identity {
                    (acceptor, identity) = (TlsAcceptor::from(now.listening()?), now);
                }
                let (acceptor, desk) = (acceptor.clone(), desk.clone());
                handshakes.tried(Instant::now());
                let counts = Arc::clone(&counts);
                open.spawn(async move {
                    if let Err(error) = connection(tcp, acceptor, desk, &counts).await {
                        tracing::debug!("a connection of the link ended: {error:#}");
                    }
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file handles, most likely: what is open must end first.
                tracing::warn!("cannot take a connection of the link: {error}");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
        while open.try_join_next().is_some() {}
    }
}

/// How many connections each caller has; those that are not linked count as one caller.
#[derive(Default)]
struct Counts(Mutex<BTreeMap<Option<Hash>, usize>>);

impl Counts {
    /// Counts one more, until it is dropped.
    fn one(&self, caller: Option<Hash>) -> anyhow::Result<Counted<'_>> {
        let max = if caller.is_some() { OF_ONE_MAX } else { STRANGERS_MAX };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(caller).or_default();
        ensure!(*count < max, "too many connections of one caller");
        *count = count.saturating_add(1);
        Ok(Counted { counts: self, caller })
    }
}

struct Counted<'a> {
    counts: &'a Counts,
    caller: Option<Hash>,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        let mut all = self.counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.caller) {
            *count = count.saturating_sub(1);
        }
        all.retain(|_, count| *count > 0);
    }
}

async fn connection(
    tcp: TcpStream,
    acceptor: TlsAcceptor,
    desk: Desk,
    counts: &Counts,
) -> anyhow::Result<()> {
    tcp.set_nodelay(true)?;
    let stream = tokio::time::timeout(HANDSHAKE, acceptor.accept(tcp)).await??;
    let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let caller = tls::spki(shown.context("no certificate")?)?;
    let known = (desk.knows)(caller).await;
    let _counted = counts.one(if known { Some(caller) } else { None })?;
    let answers = service_fn(move |request| {
        let desk = desk.clone();
        let good = if request.method() == Method::GET { PARTIAL } else { StatusCode::OK };
        async move { Ok::<_, Infallible>(reply(good, one(request, caller, &desk).await)) }
    });
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(32)
        .max_buf_size(64 * 1_024)
        .serve_connection(TokioIo::new(stream), answers);
    tokio::time::timeout(if known { AGE } else { AGE_UNKNOWN }, serving).await??;
    Ok(())
}

async fn one(request: Request<Incoming>, caller: Hash, desk: &Desk) -> Result<Vec<u8>, Refused> {
    let (act, bytes_max) = match (request.method(), request.uri().path()) {
        (&Method::POST, EXCHANGE) => (Act::Exchange, EXCHANGE_BYTES_MAX),
        (&Method::POST, JOIN) => (Act::Join, JOIN_BYTES_MAX),
        (&Method::GET, path) => {
            let range = request.headers().get(RANGE).and_then(|range| range.to_str().ok());
            let part = range.and_then(|range| Part::read(path, range)).ok_or_else(not_found)?;
            (Act::File(part), 0)
        }
        _ => return Err(not_found()),
    };
    if act == Act::Exchange && !(desk.knows)(caller).await {
        return Err(Refused::new(StatusCode::FORBIDDEN, "L-KEY-UNKNOWN"));
    }
    let wait = wait(&request);
    let body = body(request.into_body(), bytes_max).await?;
    (desk.answers)(Asked { caller, act, body, wait }).await
}

/// What is not here, and what is not for the caller, look alike.
pub fn not_found() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "P-SCHEMA")
}

/// `Prefer: wait=20`, in whole seconds (RFC 7240 §4.3).
fn wait(request: &Request<Incoming>) -> Duration {
    let asked = request.headers().get(PREFER).and_then(|value| value.to_str().ok());
    let seconds = asked.and_then(|text| text.strip_prefix("wait=")).and_then(|n| n.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0_u64).min(WAIT_SECONDS_MAX))
}

async fn body(incoming: Incoming, bytes_max: usize) -> Result<Vec<u8>, Refused> {
    let whole = Limited::new(incoming, bytes_max).collect();
    match tokio::time::timeout(BODY, whole).await {
        Ok(Ok(body)) => Ok(body.to_bytes().into()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err(Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "P-SIZE"))
        }
        Ok(Err(_)) => Err(Refused::new(StatusCode::BAD_REQUEST, "P-SCHEMA")),
        Err(_) => Err(Refused::new(StatusCode::REQUEST_TIMEOUT, "T-TIMEOUT")),
    }
}

const PARTIAL: StatusCode = StatusCode::PARTIAL_CONTENT;

fn reply(good: StatusCode, answer: Result<Vec<u8>, Refused>) -> Response<Full<Bytes>> {
    let (status, kind, body) = match answer {
        Ok(body) if good == PARTIAL => (good, "application/octet-stream", Bytes::from(body)),
        Ok(body) => (good, "application/cbor-seq", Bytes::from(body)),
        Err(refused) => (refused.status, "text/plain", Bytes::from(refused.code)),
    };
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
