//! A partner's program is told what changed: signed, again and again until it answers, visible when it does not, and without a word about
//! anybody.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::Value;
use sila::activation::saying;
use sila::journal::store::{self as journal, Fact};
use sila::webhooks::store::{self, DELIVERED, GIVEN_UP, Message, WAITING};
use sila::webhooks::{due, message};
use sila_core::Millis;
use sila_seal::base64;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use uuid::Uuid;

use super::super::support::waiting::until;
use super::activation::{by, plan};
use super::directory::{self, SECRET, TRACES, boys, get, post, publish};
use super::{Place, SOON, agree, link};

/// One call as the partner's program got it.
#[derive(Clone)]
struct Call {
    headers: BTreeMap<String, String>,
    body: String,
}

/// The partner's program: it keeps what it is told, and answers with one status.
struct Program {
    at: SocketAddr,
    calls: Arc<Mutex<Vec<Call>>>,
    status: Arc<Mutex<u16>>,
    dir: TempDir,
}

impl Program {
    async fn start() -> Program {
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let dir = TempDir::new().unwrap();
        let text = base64::encode(made.cert.der());
        let lines: Vec<&str> =
            text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            lines.join("\n")
        );
        std::fs::write(dir.path().join("trust.pem"), pem).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![CertificateDer::from(made.cert.der().to_vec())], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (calls, status) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(200)));
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let program = Program { at, calls: Arc::clone(&calls), status: Arc::clone(&status), dir };
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let Ok(stream) = acceptor.accept(tcp).await else { continue };
                let (calls, status) = (Arc::clone(&calls), Arc::clone(&status));
                let answer = service_fn(move |request: Request<Incoming>| {
                    let (calls, status) = (Arc::clone(&calls), Arc::clone(&status));
                    async move {
                        Ok::<_, std::convert::Infallible>(kept(request, &calls, &status).await)
                    }
                });
                let serving = hyper::server::conn::http1::Builder::new();
                tokio::spawn(serving.serve_connection(TokioIo::new(stream), answer));
            }
        });
        program
    }

    fn answers(&self, status: u16) {
        *self.status.lock().unwrap() = status;
    }

    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// A node that believes this program's certificate.
    async fn caller(&self, inside: bool) -> Place {
        let trust = self.dir.path().join("trust.pem");
        let alter = |config| sila::config::Config { trust, call_inside: inside, ..config };
        Place::with("DANA", "Agency DANA", true, alter).await
    }

    /// Adds the webhook on the page; gives its identifier and its secret.
    async fn added(&self, place: &Place, partner: &Place) -> (Uuid, Vec<u8>) {
        let officer = super::worker(place, "ADMIN").await;
        let cookie = directory::sign_in(place, &officer).await;
        let all = "&subjects=service&subjects=agreement&subjects=record&subjects=figures";
        let form = format!(
            "label=Board&partner={}&address=https%3A%2F%2F{}%2Fhook{all}",
            partner.app.node.id.to_text(),
            self.at.to_string().replace(':', "%3A")
        );
        let made = post(place, "/en/webhooks", &cookie, &form).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.body);
        let rest = made.body.split("whsec_").nth(1).expect("the secret is shown");
        let secret = rest.split(['<', '"']).next().unwrap();
        let list = get(place, "/en/webhooks", &cookie).await.body;
        assert!(!list.contains(secret), "it is shown once only");
        let all = place.app.store.read(store::all).await.unwrap();
        let address = format!("https://{}/hook", self.at);
        let id = all.iter().find(|one| one.address == address).unwrap().id;
        (id, base64::decode(secret).unwrap())
    }
}

async fn kept(
    request: Request<Incoming>,
    calls: &Mutex<Vec<Call>>,
    status: &Mutex<u16>,
) -> Response<Full<Bytes>> {
    let text = |value: &hyper::header::HeaderValue| value.to_str().unwrap().to_owned();
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value))).collect();
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let body = String::from_utf8(body.to_vec()).unwrap();
    calls.lock().unwrap().push(Call { headers, body });
    let status = *status.lock().unwrap();
    Response::builder().status(status).body(Full::default()).unwrap()
}

async fn messages(place: &Place, id: Uuid) -> Vec<Message> {
    place.app.store.read(move |tx| store::messages(tx, id)).await.unwrap()
}

/// Numbers the journal and reads it on until the webhook has so many messages.
async fn told(place: &Place, id: Uuid, count: usize) -> Vec<Message> {
    until("the messages are there", SOON, || async {
        let now = place.app.clock.now();
        sila::witness::tend(&place.app, now).await.unwrap();
        due::tend(&place.app, now).await.unwrap();
        Some(messages(place, id).await).filter(|all| all.len() >= count)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_a_webhook_is_signed_retried_and_logged_and_says_nothing_about_anybody() {
    let program = Program::start().await;
    let mut dana = program.caller(true).await;
    let mut marsa = Place::make("MARSA", true).await;
    dana.start();
    marsa.start();
    link(&dana, &marsa).await;
    let (id, secret) = program.added(&dana, &marsa).await;
    program.answers(503);
    agree(&dana, &marsa).await;
    let book = super::activation::book(&dana).await;
    let ids = [dana.app.node.id, marsa.app.node.id];
    saying::propose_plan(&dana.app, &plan(&book, ids), by(&dana)).await.unwrap();
    let keeper = super::worker(&dana, "HEAD").await;
    publish(&dana, &keeper, &boys(&dana), Some(SECRET)).await;
    cases(&dana).await;
    // Two of the agreement, one of the initiative, one of the service; nothing of what belongs to a case.
    let all = told(&dana, id, 4).await;
    let mut kinds: Vec<&str> = all.iter().map(|one| one.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, ["agreement.changed", "record.changed", "service.published"]);
    assert!(all.iter().all(|one| one.state == WAITING));
    let failed = program.calls();
    let said = all.iter().filter(|one| one.error.as_deref() == Some("H-503")).count();
    assert!(said > 0 && failed.len() == said, "none was tried twice, and all wait");
    let now = dana.app.clock.now();
    assert!(all.iter().all(|one| one.next_at > now), "those too that were not tried");
    due::tend(&dana.app, dana.app.clock.now()).await.unwrap();
    assert_eq!(program.calls().len(), failed.len(), "and is not tried before its time");

    program.answers(204);
    let later = dana.app.clock.now().plus_minutes(2);
    due::tend(&dana.app, later).await.unwrap();
    let all = messages(&dana, id).await;
    assert!(all.iter().all(|one| one.state == DELIVERED), "{all:?}");
    assert_eq!(all.iter().filter(|one| one.attempts == 2).count(), failed.len());
    let calls = program.calls().split_off(failed.len());
    assert_eq!(calls.len(), all.len());
    for call in &calls {
        signed(call, &secret, later);
    }
    for one in &failed {
        let again =
            calls.iter().any(|call| call.headers["webhook-id"] == one.headers["webhook-id"]);
        assert!(again, "the same identifier at every try");
    }
    for call in failed.iter().chain(&calls) {
        for trace in TRACES.into_iter().chain(["بيت الفتيان", "R-DANA", "Answer within"])
        {
            assert!(!call.body.contains(trace), "{}", call.body);
        }
    }
}

/// What a case leaves in the journal.
async fn cases(place: &Place) {
    for kind in ["entry", "stay", "attachment", "person.decision", "plan", "glass"] {
        let (id, at) = (place.app.clock.new_id(), place.app.clock.now());
        let subject = format!("{id} published");
        let fact = Fact { id, at, kind, subject, worker: None, data: b"R-DANA-26-00001".to_vec() };
        place.app.store.write(move |tx| journal::insert(tx, &fact)).await.unwrap();
    }
}

/// As a receiver checks it by the specification.
fn signed(call: &Call, secret: &[u8], now: Millis) {
    let (id, time) = (&call.headers["webhook-id"], &call.headers["webhook-timestamp"]);
    assert_eq!(time.parse::<i64>().unwrap(), now.0 / 1_000);
    let made = sila_seal::hmac(secret, format!("{id}.{time}.{}", call.body).as_bytes());
    assert_eq!(call.headers["webhook-signature"], format!("v1,{}", base64::encode(&made)));
    assert!(message::shown(secret).starts_with("whsec_"));
    let body: Value = serde_json::from_str(&call.body).unwrap();
    let parts: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(parts, ["data", "timestamp", "type"]);
    assert_eq!(body["data"].as_object().unwrap().len(), 1, "an identifier and nothing more");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_a_call_that_fails_to_the_last_stands_on_the_page_and_is_made_again() {
    let program = Program::start().await;
    let dana = program.caller(true).await;
    let (id, _) = program.added(&dana, &dana_alone(&dana).await).await;
    let officer = super::worker(&dana, "PARTNERSHIP").await;
    let cookie = directory::sign_in(&dana, &officer).await;
    let page = format!("/en/webhooks/{id}");
    let act = |what: &str| format!("{page}/{what}");
    assert_eq!(post(&dana, &act("again"), &cookie, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(post(&dana, &act("trial"), &cookie, "").await.status, StatusCode::SEE_OTHER);
    program.answers(500);
    let mut now = dana.app.clock.now();
    for tries in 1..=10 {
        due::tend(&dana.app, now).await.unwrap();
        let one = messages(&dana, id).await.remove(0);
        assert_eq!((one.attempts, one.state == GIVEN_UP), (tries, tries == 10), "{one:?}");
        now = one.next_at.plus_minutes(1);
    }
    due::tend(&dana.app, now.plus_days(9)).await.unwrap();
    assert_eq!(program.calls().len(), 10, "the tenth was the last");
    let shown = get(&dana, &page, &cookie).await.body;
    assert!(shown.contains("One call did not arrive") && shown.contains("H-500"), "{shown}");
    assert_eq!(post(&dana, &act("again"), &cookie, "").await.status, StatusCode::SEE_OTHER);
    program.answers(200);
    due::tend(&dana.app, dana.app.clock.now()).await.unwrap();
    assert_eq!(messages(&dana, id).await[0].state, DELIVERED);
    // Whoever says that nobody is there any more is not called again.
    assert_eq!(post(&dana, &act("trial"), &cookie, "").await.status, StatusCode::SEE_OTHER);
    program.answers(410);
    due::tend(&dana.app, dana.app.clock.now()).await.unwrap();
    let ended = dana.app.store.read(move |tx| store::one(tx, id)).await.unwrap().unwrap();
    assert!(ended.ended_at.is_some());
    assert_eq!(post(&dana, &act("trial"), &cookie, "").await.status, StatusCode::NOT_FOUND);
    for path in ["/ar/webhooks".to_owned(), page.replace("/en/", "/ar/")] {
        assert_eq!(get(&dana, &path, &cookie).await.status, StatusCode::OK);
    }
}

/// Another agency that this one knows.
async fn dana_alone(dana: &Place) -> Place {
    let marsa = Place::make("MARSA", true).await;
    link_only(dana, &marsa).await;
    marsa
}

async fn link_only(dana: &Place, marsa: &Place) {
    use sila::links::joining;
    let (_, file) = joining::invite(&marsa.app, None, marsa.app.clock.now()).await.unwrap();
    let file = joining::from_text(&joining::to_text(&file)).unwrap();
    joining::begin(&dana.app, &file, None, dana.app.clock.now()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_an_address_inside_our_network_and_a_stranger_s_certificate_are_refused() {
    let program = Program::start().await;
    let dana = program.caller(false).await;
    let other = dana_alone(&dana).await;
    let (id, _) = program.added(&dana, &other).await;
    let officer = super::worker(&dana, "ADMIN").await;
    let cookie = directory::sign_in(&dana, &officer).await;
    post(&dana, &format!("/en/webhooks/{id}/trial"), &cookie, "").await;
    due::tend(&dana.app, dana.app.clock.now()).await.unwrap();
    assert_eq!(messages(&dana, id).await[0].error.as_deref(), Some("H-INSIDE"));
    for address in ["http%3A%2F%2Fexample.org%2F", "https%3A%2F%2Fa%40example.org%2F", ""] {
        let partner = other.app.node.id.to_text();
        let form = format!("label=Board&partner={partner}&address={address}&subjects=service");
        let refused = post(&dana, "/en/webhooks", &cookie, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
    }
    // A node that believes another authority does not speak to the program.
    let stranger = Program::start().await;
    let trust = stranger.dir.path().join("trust.pem");
    let outward = sila::wire::outward::Outward::new(&trust, true).unwrap();
    let address = format!("https://{}/", program.at);
    let target = sila::wire::outward::Target::parse(&address).unwrap();
    let told = outward.post(&target, &[], Vec::new()).await;
    assert_eq!(told.unwrap_err().code(), "L-TLS");
    assert!(program.calls().is_empty());
}

/// Calls of a webhook that have failed in a row.
async fn failures(place: &Place, id: Uuid) -> u32 {
    place.app.store.read(move |tx| store::one(tx, id)).await.unwrap().unwrap().failures
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_fails_is_counted_for_itself_and_holds_up_no_other() {
    let (broken, sound) = (Program::start().await, Program::start().await);
    let both =
        [&broken, &sound].map(|one| std::fs::read(one.dir.path().join("trust.pem")).unwrap());
    std::fs::write(broken.dir.path().join("trust.pem"), both.concat()).unwrap();
    let dana = broken.caller(true).await;
    let partner = dana_alone(&dana).await;
    let (away, _) = broken.added(&dana, &partner).await;
    let (there, _) = sound.added(&dana, &partner).await;
    broken.answers(503);
    sound.answers(204);
    let now = dana.app.clock.now();
    // More waits for the one that fails than a round takes.
    for nth in 0..25 {
        let at = now.plus_minutes(-60);
        let one = due::new_message(&dana.app, away, format!("k{nth}"), away.to_string(), at, at);
        dana.app.store.write(move |tx| store::insert_message(tx, &one)).await.unwrap();
    }
    let one = due::new_message(&dana.app, there, "k".to_owned(), there.to_string(), now, now);
    dana.app.store.write(move |tx| store::insert_message(tx, &one)).await.unwrap();
    due::tend(&dana.app, now).await.unwrap();
    assert_eq!(messages(&dana, there).await[0].state, DELIVERED, "in the same round");
    assert_eq!((broken.calls().len(), sound.calls().len()), (1, 1));
    assert_eq!((failures(&dana, away).await, failures(&dana, there).await), (1, 0));
    due::tend(&dana.app, now.plus_minutes(6)).await.unwrap();
    assert_eq!(failures(&dana, away).await, 2);
    broken.answers(410);
    due::tend(&dana.app, now.plus_minutes(60)).await.unwrap();
    let ended = dana.app.store.read(move |tx| store::one(tx, away)).await.unwrap().unwrap();
    assert!(ended.ended_at.is_some());
    let read = |tx: &mut dyn sila::db::Tx| {
        let rows = tx.query_text("select subject from journal where kind = 'webhook'", &[])?;
        rows.iter().map(|row| row.get(0)).collect::<Result<Vec<String>, sila::db::DbError>>()
    };
    let told = dana.app.store.read(read).await.unwrap();
    assert!(told.contains(&format!("{away} gone")) && told.contains(&format!("{there} made")));
}
