//! Whether an agreement goes on: asked for in time, decided with a reason, and never silently not decided.

use axum::http::StatusCode;
use sila_core::AgreementId;

use super::{Choice, store};
use crate::agreements;
use crate::meetings::sealed;
use crate::partnerships::tests::partner;
use crate::testing::{NOW, TestNode, check_page};

/// The agreement of a partner that ends in so many days, and the page of the partnership.
async fn agreed(node: &TestNode, days: i64) -> (AgreementId, String) {
    let agency = partner(node, days).await;
    let read = move |tx: &mut dyn crate::db::Tx| agreements::store::of_peer(tx, agency);
    let stored = node.app.store.read(read).await.unwrap();
    (stored[0].agreement.id, format!("/en/partnerships/{}", agency.to_text()))
}

#[tokio::test]
async fn an_agreement_of_which_nobody_has_said_whether_it_goes_on_says_so_until_somebody_does() {
    story(TestNode::new().await).await;
}

#[tokio::test]
async fn whether_an_agreement_goes_on_is_decided_on_postgres() {
    if let Some(node) = TestNode::postgres().await {
        story(node).await;
    }
}

async fn story(node: TestNode) {
    let (id, partnership) = agreed(&node, 50).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let pages = ["/en", partnership.as_str()];
    let to = format!("/en/agreements/{id}/renewal");
    assert_eq!(silent(&node, &pages, &cookie).await, [true, true]);
    refused(&node, (id, &to), &cookie).await;
    decided(&node, &to, &cookie).await;
    assert_eq!(silent(&node, &pages, &cookie).await, [false, false]);
    changed(&node, (id, &to), &cookie).await;
    node.end().await;
}

/// Somebody who signs decides; whoever only reads sees it.
async fn decided(node: &TestNode, to: &str, cookie: &str) {
    let path = to.trim_end_matches("/renewal");
    assert!(node.get(path, cookie).await.body.contains("No decision"));
    let form = [("choice", "RENEW"), ("reason", "canary-<b>it works")];
    assert_eq!(node.post(to, cookie, &form).await.status, StatusCode::SEE_OTHER);
    let seen = node.get(path, cookie).await.body;
    assert!(seen.contains("canary-&lt;b&gt;it works") && !seen.contains("No decision"));
    reads(node, path).await;
}

async fn reads(node: &TestNode, path: &str) {
    let reader = node.sign_in(&node.worker("audits", &["DPO_AUDIT"]).await).await;
    let seen = node.get(path, &reader).await.body;
    assert!(seen.contains("canary-&lt;b&gt;it works"));
    assert!(!seen.contains("Write down a decision"), "whoever only reads decides nothing");
}

/// Which of these pages say that nobody has decided.
async fn silent(node: &TestNode, pages: &[&str], cookie: &str) -> Vec<bool> {
    let mut all = Vec::new();
    for page in pages {
        all.push(node.get(page, cookie).await.body.contains("No decision whether"));
    }
    all
}

/// Without a choice, without a reason, and by whoever does not sign nothing is written.
async fn refused(node: &TestNode, (id, to): (AgreementId, &str), cookie: &str) {
    let wrong: [&[(&str, &str)]; 3] =
        [&[("choice", "RENEW")], &[("reason", "It works")], &[("choice", "DANCE")]];
    for form in wrong {
        assert_eq!(node.post(to, cookie, form).await.status, StatusCode::CONFLICT, "{form:?}");
    }
    let reader = node.sign_in(&node.worker("dpo", &["DPO_AUDIT"]).await).await;
    let form = [("choice", "RENEW"), ("reason", "It works")];
    assert_eq!(node.post(to, &reader, &form).await.status, StatusCode::FORBIDDEN);
    let none = node.app.store.read(move |tx| store::of(tx, id)).await.unwrap();
    assert!(none.is_empty(), "nothing was written");
}

/// A later decision counts and the earlier one stays; of a term that is over nothing is decided.
async fn changed(node: &TestNode, (id, to): (AgreementId, &str), cookie: &str) {
    let form = [("choice", "END"), ("reason", "Another memorandum follows")];
    assert_eq!(node.post(to, cookie, &form).await.status, StatusCode::SEE_OTHER);
    let last = node.app.store.read(store::last).await.unwrap();
    assert_eq!(last[&id], (NOW.plus_days(50), Choice::End));
    let all = node.app.store.read(move |tx| store::of(tx, id)).await.unwrap();
    assert_eq!(all.iter().map(|one| one.choice).collect::<Vec<_>>(), [Choice::Renew, Choice::End]);
    for lang in ["ar", "en"] {
        let seen = node.get(&format!("/{lang}/agreements/{id}"), cookie).await.body;
        assert!(seen.contains("canary-") && seen.contains("Another memorandum follows"));
        check_page(&seen, lang);
    }
    node.app.clock.set(Some(NOW.plus_days(51)));
    let cookie = node.sign_in(&node.worker("late", &["PARTNERSHIP"]).await).await;
    assert_eq!(node.post(to, &cookie, &form).await.status, StatusCode::CONFLICT, "it is over");
}

#[tokio::test]
async fn nobody_is_asked_long_before_and_a_decision_about_an_earlier_term_decides_nothing_of_this_one()
 {
    let node = TestNode::new().await;
    let (id, partnership) = agreed(&node, 61).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    assert!(!node.get(&partnership, &cookie).await.body.contains("No decision"));
    let path = format!("/en/agreements/{id}");
    assert!(node.get(&path, &cookie).await.body.contains("Not asked yet"));
    let row = node.app.clock.new_id();
    let earlier = store::Decision {
        id: row,
        agreement: id,
        until: NOW,
        choice: Choice::Renew,
        at: NOW.plus_days(-30),
        worker: officer.id,
        body: sealed(&node.app, super::TABLE, row, &"Then".to_owned()),
    };
    node.write(move |tx: &mut dyn crate::db::Tx| store::decide(tx, &earlier)).await.unwrap();
    node.app.clock.set(Some(NOW.plus_days(2)));
    let cookie = node.sign_in(&officer).await;
    assert!(node.get(&partnership, &cookie).await.body.contains("No decision whether"));
    let seen = node.get(&path, &cookie).await.body;
    assert!(seen.contains("Of an earlier term") && seen.contains("No decision"));
    node.end().await;
}
