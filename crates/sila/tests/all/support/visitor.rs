//! A person with a browser that runs no script: a cookie, links that are followed, forms that are filled in and sent.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{self, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use sila::web::forms::encode;
use tokio::net::TcpStream;

use super::html::{self, Form};

/// The node could not be reached, or broke off while it answered.
#[derive(Debug, thiserror::Error)]
#[error("the node is not there")]
pub struct Gone;

/// What a request carries: its kind and its bytes.
type Body = (&'static str, Bytes);

const FORM: &str = "application/x-www-form-urlencoded";
const FILE: &str = "multipart/form-data; boundary=parts-of-a-test";
const PARTS: &str = "parts-of-a-test";
/// Most redirects that one click leads through.
const REDIRECTS_MAX: usize = 6;

/// A page as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Status.
    pub status: StatusCode,
    /// Path and query where the visitor is now.
    pub path: String,
    /// The document.
    pub body: String,
}

impl Seen {
    /// The first form whose address ends with `action`.
    pub fn form(&self, action: &str) -> Option<Form> {
        html::forms(&self.body).into_iter().find(|form| form.action.ends_with(action))
    }

    /// Addresses of the links, in order.
    pub fn links(&self) -> Vec<String> {
        html::links(&self.body)
    }

    /// The text a person reads, with single spaces.
    pub fn text(&self) -> String {
        html::text(&self.body)
    }

    /// Stops the test, showing the page's text, unless the page came as a page should.
    pub fn ok(self) -> Seen {
        assert!(self.status.is_success(), "{} at {}: {}", self.status, self.path, self.text());
        self
    }
}

/// One person and their session at one node.
#[derive(Debug, Clone)]
pub struct Visitor {
    node: SocketAddr,
    cookie: Option<String>,
}

impl Visitor {
    /// Nobody in particular.
    pub fn new(node: SocketAddr) -> Visitor {
        Visitor { node, cookie: None }
    }

    /// Signs in through the form.
    pub async fn sign_in(&mut self, user: &str, password: &str) {
        let page = self.get("/en/sign-in").await.unwrap().ok();
        let form = page.form("/sign-in").expect("the sign-in page has its form");
        let form = form.with("user", user).with("password", password);
        let after = self.send(&form).await.unwrap();
        assert!(!after.path.ends_with("/sign-in"), "{user} was not let in: {}", after.text());
    }

    /// Opens an address.
    pub async fn get(&mut self, path: &str) -> Result<Seen, Gone> {
        self.go(Method::GET, path, (FORM, Bytes::new())).await
    }

    /// Sends a form as it stands.
    pub async fn send(&mut self, form: &Form) -> Result<Seen, Gone> {
        let pairs: Vec<String> =
            form.fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        self.go(Method::POST, &form.action, (FORM, pairs.join("&").into())).await
    }

    /// Sends a file through the form that takes one.
    pub async fn upload(&mut self, path: &str, name: &str, bytes: &[u8]) -> Result<Seen, Gone> {
        self.upload_with(path, &[], name, bytes).await
    }

    /// The same with fields before the file.
    pub async fn upload_with(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        bytes: &[u8],
    ) -> Result<Seen, Gone> {
        let part =
            |name: &str| format!("--{PARTS}\r\nContent-Disposition: form-data; name=\"{name}\"");
        let fields =
            fields.iter().map(|(name, value)| format!("{}\r\n\r\n{value}\r\n", part(name)));
        let file = format!("{}; filename=\"{name}\"\r\n\r\n", part("file"));
        let head: String = fields.chain([file]).collect();
        let end = format!("\r\n--{PARTS}--\r\n");
        let body = [head.as_bytes(), bytes, end.as_bytes()].concat();
        self.go(Method::POST, path, (FILE, body.into())).await
    }

    async fn go(&mut self, method: Method, path: &str, body: Body) -> Result<Seen, Gone> {
        let (mut method, mut path, mut body) = (method, path.to_owned(), body);
        for _ in 0..REDIRECTS_MAX {
            let response = self.ask(&method, &path, body).await?;
            let status = response.status();
            self.keep_cookie(&response);
            let to = response.headers().get(header::LOCATION);
            let to = to.map(|to| to.to_str().unwrap().to_owned());
            let bytes = response.into_body().collect().await.map_err(gone)?.to_bytes();
            match to.filter(|_| status.is_redirection()) {
                Some(to) => {
                    let to = to.split('#').next().unwrap().to_owned();
                    (method, path, body) = (Method::GET, to, (FORM, Bytes::new()));
                }
                None => {
                    return Ok(Seen { status, path, body: String::from_utf8_lossy(&bytes).into() });
                }
            }
        }
        panic!("more than {REDIRECTS_MAX} redirects, last to {path}");
    }

    async fn ask(
        &self,
        method: &Method,
        path: &str,
        (kind, body): Body,
    ) -> Result<Response<hyper::body::Incoming>, Gone> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.node.to_string())
            .header("sec-fetch-site", "same-origin")
            .header(header::CONNECTION, "close");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if *method == Method::POST {
            request = request.header(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            request = request.header(header::ORIGIN, format!("http://{}", self.node));
        }
        let socket = TcpStream::connect(self.node).await.map_err(gone)?;
        let shaken = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await;
        let (mut sender, connection) = shaken.map_err(gone)?;
        tokio::spawn(connection);
        let request = request.body(Full::new(body)).unwrap();
        sender.send_request(request).await.map_err(gone)
    }

    fn keep_cookie(&mut self, response: &Response<hyper::body::Incoming>) {
        for value in response.headers().get_all(header::SET_COOKIE) {
            let value = value.to_str().unwrap();
            let pair = value.split(';').next().unwrap().to_owned();
            self.cookie = (!value.contains("Max-Age=0")).then_some(pair);
        }
    }
}

fn gone<E: std::fmt::Debug>(_: E) -> Gone {
    Gone
}

/// Whether a node answers there.
pub async fn healthy(node: SocketAddr) -> bool {
    let seen = Visitor::new(node).get("/health").await;
    seen.is_ok_and(|seen| seen.status == StatusCode::OK)
}
