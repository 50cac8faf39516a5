//! Calling another node: one kept connection, its key pinned, everything with a limit.

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::RANGE;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use sila_seal::Hash;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;

use super::{Identity, PREFER, Part};

/// Reaching the address and agreeing on keys must be done within this time.
const CONNECT: Duration = Duration::from_secs(10);
/// An answer must come within this time, beyond what the other side was asked to wait.
const ANSWER: Duration = Duration::from_secs(30);
/// The largest answer, in bytes.
const ANSWER_BYTES_MAX: usize = 1_024 * 1_024;
/// The name in the handshake: keys are pinned, names mean nothing.
const NAME: &str = "sila.invalid";

/// Why a call brought no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Nobody listens at the address, or the way there is closed.
    #[error("T-UNREACHABLE")]
    Unreachable,
    /// No answer within the time.
    #[error("T-TIMEOUT")]
    Timeout,
    /// Whoever answers holds another key than the linked agency: stop and look.
    #[error("S-PEER-KEY")]
    OtherKey,
    /// The two sides could not agree on a secure connection.
    #[error("L-TLS")]
    Tls,
    /// The answer was larger than the limit.
    #[error("P-SIZE")]
    TooLarge,
    /// The connection broke before the answer was complete.
    #[error("T-BROKEN")]
    Broken,
    /// The other side refused the call and said why.
    #[error("{0}")]
    Refused(String),
}

impl CallError {
    /// The stable code for rows, logs and translation.
    pub fn code(&self) -> String {
        self.to_string()
    }
}

/// A line to one other node. Keeps its connection between calls.
#[derive(Debug)]
pub struct Line {
    identity: Identity,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    endpoint: String,
    spki: Hash,
    sender: SendRequest<Full<Bytes>>,
    driver: JoinHandle<()>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callee {
    /// `HOST:PORT`.
    pub endpoint: String,
    /// SPKI hash of the key it must hold.
    pub spki: Hash,
    /// Keys before that one, which are taken too while keys change.
    pub earlier: Vec<Hash>,
}

impl Line {
    /// From now on calls are made as this.
    pub fn set_identity(&mut self, identity: Identity) {
        if self.identity != identity {
            (self.identity, self.open) = (identity, None);
        }
    }

    /// A line without a connection yet.
    pub fn new(identity: Identity) -> Line {
        Line { identity, open: None }
    }

    /// Posts `body` to `path`; the other side may take `wait` before it answers. A kept connection that has died
    /// meanwhile is replaced once: the other side sees the same bytes twice at worst, which it is built for.
    ///
    /// # Errors
    /// The reason, after which the connection is closed.
    pub async fn post(
        &mut self,
        callee: &Callee,
        path: &'static str,
        body: Bytes,
        wait: Duration,
    ) -> Result<Vec<u8>, CallError> {
        self.ask(callee, &Call::Post { path, body, wait }).await
    }

    /// Reads a part of a file that lies ready at the other side.
    ///
    /// # Errors
    /// As [`Line::post`].
    pub async fn fetch(&mut self, callee: &Callee, part: Part) -> Result<Vec<u8>, CallError> {
        self.ask(callee, &Call::Fetch(part)).await
    }

    async fn ask(&mut self, callee: &Callee, call: &Call) -> Result<Vec<u8>, CallError> {
        if let Some(mut open) = self.open.take().filter(|open| open.leads_to(callee)) {
            match open.ask(call).await {
                Err(CallError::Broken) => {}
                answer => return self.keep(open, answer),
            }
        }
        let mut open = Open::dial(&self.identity, callee).await?;
        let answer = open.ask(call).await;
        self.keep(open, answer)
    }

    fn keep(
        &mut self,
        open: Open,
        answer: Result<Vec<u8>, CallError>,
    ) -> Result<Vec<u8>, CallError> {
        if matches!(answer, Ok(_) | Err(CallError::Refused(_))) {
            self.open = Some(open);
        }
        answer
    }
}

/// One call, to be made once or twice.
enum Call {
    Post { path: &'static str, body: Bytes, wait: Duration },
    Fetch(Part),
}

impl Call {
    fn wait(&self) -> Duration {
        match self {
            Call::Post { wait, .. } => *wait,
            Call::Fetch(_) => Duration::ZERO,
        }
    }

    fn request(&self) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        match self {
            Call::Post { path, body, wait } => {
                let mut request = Request::post(*path).header("host", NAME);
                if !wait.is_zero() {
                    request = request.header(PREFER, format!("wait={}", wait.as_secs()));
                }
                request.body(Full::new(body.clone()))
            }
            Call::Fetch(part) => {
                let (path, range) = part.ask();
                let request = Request::get(path).header("host", NAME).header(RANGE, range);
                request.body(Full::default())
            }
        }
    }
}

impl Open {
    async fn dial(identity: &Identity, callee: &Callee) -> Result<Open, CallError> {
        match tokio::time::timeout(CONNECT, Open::dial_now(identity, callee)).await {
            Ok(dialled) => dialled,
            Err(_) => Err(CallError::Timeout),
        }
    }

    async fn dial_now(identity: &Identity, callee: &Callee) -> Result<Open, CallError> {
        let config = identity.dialling(callee.spki, &callee.earlier).or(Err(CallError::Tls))?;
        let tcp = TcpStream::connect(&callee.endpoint).await.or(Err(CallError::Unreachable))?;
        tcp.set_nodelay(true).or(Err(CallError::Unreachable))?;
        let name = ServerName::try_from(NAME).or(Err(CallError::Tls))?;
        let stream =
            TlsConnector::from(config).connect(name, tcp).await.map_err(|e| refused(&e))?;
        let (sender, connection) =
            handshake(TokioIo::new(stream)).await.or(Err(CallError::Broken))?;
        let driver = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection of the link ended: {error}");
            }
        });
        Ok(Open { endpoint: callee.endpoint.clone(), spki: callee.spki, sender, driver })
    }

    fn leads_to(&self, callee: &Callee) -> bool {
        self.endpoint == callee.endpoint && self.spki == callee.spki && !self.sender.is_closed()
    }

    async fn ask(&mut self, call: &Call) -> Result<Vec<u8>, CallError> {
        let request = call.request().or(Err(CallError::Broken))?;
        let limit = call.wait().saturating_add(ANSWER);
        match tokio::time::timeout(limit, self.ask_now(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(CallError::Timeout),
        }
    }

    async fn ask_now(&mut self, request: Request<Full<Bytes>>) -> Result<Vec<u8>, CallError> {
        self.sender.ready().await.or(Err(CallError::Broken))?;
        let response = self.sender.send_request(request).await.or(Err(CallError::Broken))?;
        read(response).await
    }
}

async fn read(response: Response<Incoming>) -> Result<Vec<u8>, CallError> {
    let status = response.status();
    let whole = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
    let body: Vec<u8> = match whole {
        Ok(body) => body.to_bytes().into(),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            return Err(CallError::TooLarge);
        }
        Err(_) => return Err(CallError::Broken),
    };
    if matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
        return Ok(body);
    }
    let code = std::str::from_utf8(&body).ok().filter(|code| is_code(code));
    Err(CallError::Refused(code.unwrap_or("T-BUSY").to_owned()))
}

/// Codes are a few Latin letters: whatever else answers is not a node of ours.
fn is_code(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
}

fn refused(error: &std::io::Error) -> CallError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => CallError::OtherKey,
        Some(_) => CallError::Tls,
        None => CallError::Broken,
    }
}
