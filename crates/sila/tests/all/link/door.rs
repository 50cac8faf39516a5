//! Who and what is let in at the door of the link.

use std::time::Duration;

use hyper::body::Bytes;
use sila::db::Tx;
use sila::links::arrivals::{RefusedBytes, store as arrivals};
use sila::links::joining;
use sila::wire::client::{CallError, Callee, Line};
use sila::wire::{EXCHANGE, Identity, JOIN};

use super::{Place, linked};

fn callee(place: &Place) -> Callee {
    Callee {
        endpoint: place.at.unwrap().to_string(),
        spki: place.app.keys().told().transport_spki,
        earlier: Vec::new(),
    }
}

async fn post(line: &mut Line, to: &Place, path: &'static str, body: Vec<u8>) -> CallError {
    let answer = line.post(&callee(to), path, Bytes::from(body), Duration::ZERO).await;
    answer.expect_err("the call is refused")
}

async fn refused(place: &Place) -> Vec<RefusedBytes> {
    place.app.store.read(|tx: &mut dyn Tx| arrivals::refused(tx)).await.unwrap()
}

fn said(code: &str) -> CallError {
    CallError::Refused(code.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_certificate_may_only_answer_an_invitation() {
    let (dana, _marsa) = linked(false).await;
    let stranger = Place::make("STRANGER", false).await;
    let mut line = joining::line(&stranger.app);
    assert_eq!(post(&mut line, &dana, EXCHANGE, vec![0]).await, said("L-KEY-UNKNOWN"));
    assert_eq!(post(&mut line, &dana, "/", vec![]).await, said("P-SCHEMA"));
    assert!(refused(&dana).await.is_empty(), "nothing of it was read");
    assert_eq!(post(&mut line, &dana, JOIN, vec![0; 64]).await, said("P-SCHEMA"));
    let counted = refused(&dana).await;
    assert_eq!((counted.len(), counted[0].size, counted[0].link), (1, 64, None));
    assert_eq!(counted[0].hash, sila_seal::sha256(&[&[0; 64]]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_node_is_refused_what_is_too_large_and_what_is_no_call() {
    let (dana, mut marsa) = linked(false).await;
    marsa.stop().await;
    let mut line = joining::line(&marsa.app);
    let over = sila_link::CALL_BYTES_MAX + 1;
    assert_eq!(post(&mut line, &dana, EXCHANGE, vec![0; over]).await, said("P-SIZE"));
    assert_eq!(post(&mut line, &dana, EXCHANGE, b"not a call".to_vec()).await, said("P-SCHEMA"));
    let peer = dana.peer(&marsa).await;
    assert!(peer.is_open() && peer.alarm.is_none(), "rubbish changes nothing");
    assert_eq!(refused(&dana).await[0].link, Some(peer.link));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_private_key_a_certificate_opens_nothing() {
    let dana = Place::make("DANA", true).await;
    let (marsa, other) = (Place::make("MARSA", false).await, Place::make("OTHER", false).await);
    let (marsas, others) = (marsa.app.keys(), other.app.keys());
    let (mine, theirs) = (marsas.transport(), others.transport());
    let mixed = Identity::new(&mine.certificate, &theirs.key);
    assert!(mixed.dialling([0; 32], &[]).is_err());
    let mut line = Line::new(Identity::new(&mine.certificate, &mine.key));
    let wrong = Callee { spki: [9; 32], ..callee(&dana) };
    let answer = line.post(&wrong, JOIN, Bytes::new(), Duration::ZERO).await;
    assert_eq!(answer, Err(CallError::OtherKey));
    let nobody = Callee { endpoint: "127.0.0.1:1".to_owned(), spki: [0; 32], earlier: Vec::new() };
    let answer = line.post(&nobody, JOIN, Bytes::new(), Duration::ZERO).await;
    assert_eq!(answer, Err(CallError::Unreachable));
}
