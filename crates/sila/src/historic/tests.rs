use axum::http::StatusCode;

use crate::db::{DbError, Tx};
use crate::partners::club::{CLUB, with_club};
use crate::testing::TestNode;

/// A paper as a scanner makes it, and what is written in it.
const SCAN: &[u8] = b"%PDF-1.7 the paper of 2024";

/// One older agreement by form; its address.
async fn brought(node: &TestNode, cookie: &str) -> String {
    let club = CLUB.to_text();
    let mut form = vec![
        ("partner", club.as_str()),
        ("title_ar", "مذكرة سابقة"),
        ("title_en", "An earlier memorandum"),
        ("source", "Letter 14/2024"),
        ("from_d", "1"),
        ("from_m", "3"),
        ("from_y", "2024"),
        ("until_d", "28"),
        ("until_m", "2"),
        ("until_y", "2027"),
        ("areas", "TRAINING"),
    ];
    let before = form.clone();
    form.retain(|(name, _)| *name != "source");
    let wrong = node.post("/en/historic/agreements", cookie, &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Say where it is written") && wrong.body.contains("An earlier"));
    let done = node.post("/en/historic/agreements", cookie, &before).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let again = node.post("/en/historic/agreements", cookie, &before).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the same is brought in once");
    done.location
}

/// How many rows of the scan hold its words as they were written.
async fn bare(node: &TestNode) -> (usize, usize) {
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        let rows = tx.query_text("select body from historic_paper_part", &[])?;
        rows.iter().map(|row| row.get::<Vec<u8>>(0)).collect::<Result<Vec<_>, _>>()
    };
    let rows = node.app.store.read(read).await.unwrap();
    let holds = |row: &&Vec<u8>| row.windows(9).any(|part| part == b"the paper");
    (rows.len(), rows.iter().filter(holds).count())
}

#[tokio::test]
async fn the_scan_of_an_older_agreement_is_known_by_its_bytes_kept_sealed_and_never_changed() {
    let (node, cookie) = with_club().await;
    let page = brought(&node, &cookie).await;
    let scan = format!("{page}/scan");
    assert_eq!(node.get(&scan, &cookie).await.status, StatusCode::NOT_FOUND);
    let wrong = node.upload(&scan, &cookie, "paper.pdf", b"MZ a program called paper.pdf").await;
    assert!(wrong.status.is_client_error(), "{}", wrong.body);
    let kept = node.upload(&scan, &cookie, "paper.exe", SCAN).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert_eq!(bare(&node).await, (1, 0), "sealed");
    let again = node.upload(&scan, &cookie, "other.pdf", b"%PDF-1.7 another").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "what is there stays");
    assert_eq!(node.get(&scan, &cookie).await.body.as_bytes(), SCAN);
    let shown = node.get(&page, &cookie).await.body;
    assert!(shown.contains("Open the scan") && shown.contains("Training"), "{shown}");
    let staff = node.worker("m-sh1", &["SHELTER_STAFF"]).await;
    let other = node.sign_in(&staff).await;
    assert_ne!(node.get(&scan, &other).await.status, StatusCode::OK);
    node.end().await;
}

#[tokio::test]
async fn what_is_owed_by_an_older_agreement_says_everywhere_that_it_was_imported() {
    let (node, cookie) = with_club().await;
    let page = brought(&node, &cookie).await;
    let duty = [
        ("duty_ar", "تقرير سنوي"),
        ("duty_en", "A yearly report"),
        ("proof_ar", "التقرير"),
        ("proof_en", "The report itself"),
        ("who", "theirs"),
        ("due_d", "1"),
        ("due_m", "11"),
        ("due_y", "2026"),
    ];
    let path = format!("{page}/duties");
    let wrong = node.post(&path, &cookie, &duty[..5]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(node.post(&path, &cookie, &duty).await.status, StatusCode::SEE_OTHER);
    for (path, words) in [
        (page.as_str(), "A yearly report"),
        ("/en/obligations", "A yearly report"),
        ("/en/agreements", "An earlier memorandum"),
        ("/en/historic", "An earlier memorandum"),
    ] {
        let shown = node.get(path, &cookie).await.body;
        assert!(shown.contains(words) && shown.contains("Evidence: imported"), "{path}: {shown}");
    }
    let owed = node.get("/en/obligations", &cookie).await.body;
    assert!(owed.contains("Late") && owed.contains("Club"), "{owed}");
    assert!(!node.get("/en/obligations.ics", &cookie).await.body.contains("yearly"));
    let shown = node.get(&page, &cookie).await.body;
    let done = shown.split("action=\"").find(|part| part.contains("/done\"")).unwrap();
    let done = done.split('"').next().unwrap().to_owned();
    assert_eq!(node.post(&done, &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(node.post(&done, &cookie, &[]).await.status, StatusCode::NOT_FOUND);
    let shown = node.get(&page, &cookie).await.body;
    assert!(shown.contains("Done, as we say") && shown.contains("Evidence: imported"));
    assert!(!node.get("/en/obligations", &cookie).await.body.contains("A yearly report"));
    node.end().await;
}
