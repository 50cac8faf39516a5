//! The pages without a partner, and that marks lie apart from who gave them.

use axum::http::StatusCode;
use sila_core::evaluation::{ITEMS, Marks};
use sila_core::{RecordId, WorkerId};
use uuid::Uuid;

use super::store;
use crate::db::Tx;
use crate::testing::{NOW, TestNode, check_page};

const CALL: RecordId = RecordId(Uuid::from_u128(4));

#[tokio::test]
async fn contract_a39_marks_lie_apart_from_who_gave_them_and_are_gone_when_the_sheet_is_sealed() {
    let node = TestNode::new().await;
    let marks = |mark| Marks::new([mark; ITEMS]).unwrap();
    let give = |n: u128, mark| {
        let (marks, place) = (marks(mark), [u8::try_from(100 - n).unwrap(); 16]);
        move |tx: &mut dyn Tx| store::give(tx, CALL, WorkerId(Uuid::from_u128(n)), &marks, &place)
    };
    assert!(node.write(give(1, 2)).await.unwrap());
    assert!(node.write(give(2, 5)).await.unwrap());
    assert!(!node.write(give(1, 5)).await.unwrap(), "once each");
    let all = node.write(|tx| store::marks(tx, CALL)).await.unwrap();
    assert_eq!(all, [marks(5), marks(2)], "in the order of a random number, not of time");
    node.write(|tx| store::keep_sheet(tx, CALL, b"first", (None, NOW))).await.unwrap();
    node.write(|tx| store::keep_sheet(tx, CALL, b"second", (None, NOW))).await.unwrap();
    let kept = node.write(|tx| store::sheet(tx, CALL)).await.unwrap();
    assert_eq!(kept.as_deref(), Some(&b"first"[..]), "what was sealed stays");
    let left = node.write(|tx| store::marks(tx, CALL)).await.unwrap();
    assert!(left.is_empty(), "what single people marked is gone");
    assert_eq!(node.write(|tx| store::given(tx, CALL)).await.unwrap(), 2);
}

#[tokio::test]
async fn a_stranger_finds_no_evaluation_and_without_a_guide_none_begins() {
    let node = TestNode::new().await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    for lang in ["ar", "en"] {
        for path in ["/evaluations", "/evaluations/new"] {
            let got = node.get(&format!("/{lang}{path}"), &cookie).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            check_page(&got.body, lang);
        }
    }
    for path in ["", "/survey"] {
        let got = node.get(&format!("/en/evaluations/{CALL}{path}"), &cookie).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
    }
    let sealed = node.post(&format!("/en/evaluations/{CALL}/seal"), &cookie, &[]).await;
    assert_eq!(sealed.status, StatusCode::NOT_FOUND);
    let began = node.post("/en/evaluations", &cookie, &[]).await;
    assert_eq!(began.status, StatusCode::UNPROCESSABLE_ENTITY);
}
