//! A document is known by its bytes, read by those it is for, seen under a mark, and nothing of it lies open on the disk.

use super::store;
use super::vet::tests::{a_pdf, a_png};
use crate::cases::scope::tests::new_case;
use crate::cases::store as cases;
use crate::testing::{NOW, TestNode, check_page};

const FIELDS: [(&str, &str); 2] = [("sort", "MEDICAL"), ("sensitivity", "ORDINARY")];

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_seen_under_a_mark_and_every_look_is_logged() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, other) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let path = format!("/en/cases/{case}/documents");
    let up = async |fields: &[(&str, &str)], name: &str, bytes: &[u8]| {
        node.upload_with(&path, &mine, fields, name, bytes).await.status.as_u16()
    };
    assert_eq!(up(&FIELDS, "wound.png", &a_png(300, 200)).await, 303);
    assert_eq!(up(&FIELDS, "report.pdf", &a_pdf(b"<< >>")).await, 303);
    assert_eq!(up(&FIELDS, "words.txt", "canary-document كلمات".as_bytes()).await, 303);
    assert_eq!(node.get(&path, &other).await.status, 404);
    let stored = node.write(move |tx| store::of_case(tx, case, (owner.id, false))).await.unwrap();
    assert_eq!(stored.len(), 3);
    for (document, _) in &stored {
        let page = node.get(&format!("{path}/{}", document.id), &mine).await;
        check_page(&page.body, "en");
        let saved = node.post(&format!("{path}/{}/copy", document.id), &mine, &[]).await;
        let marked = match document.media.as_str() {
            "image/png" => saved.body.contains("reem · 22/11/2026 12:00"),
            "text/plain" => {
                saved.body.starts_with("[موظفة reem") && page.body.contains("p class=\"mark\"")
            }
            _ => saved.body.contains("% copy "),
        };
        assert!(marked, "{}: {}", document.media, saved.body);
        let picture = node.get(&format!("{path}/{}/picture", document.id), &mine).await;
        let wanted = if document.media == "image/png" { 200 } else { 404 };
        assert_eq!(picture.status, wanted);
        assert!(!picture.body.contains("25.2"), "where it was taken is gone");
        let theirs = node.get(&format!("{path}/{}", document.id), &other).await;
        assert_eq!(theirs.status, 404);
    }
    let reads = node.write(move |tx| cases::reads(tx, case)).await.unwrap();
    let copies = reads.iter().filter(|read| read.screen == "case.document-copy");
    assert_eq!(copies.count(), 3);
    for file in std::fs::read_dir(node.folder()).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = if file.is_file() { std::fs::read(file).unwrap() } else { Vec::new() };
        assert!(!String::from_utf8_lossy(&bytes).contains("canary-document"), "sealed at rest");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_hides_or_pretends_is_refused_and_nothing_stays() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let mine = node.sign_in(&owner).await;
    let path = format!("/en/cases/{case}/documents");
    let polyglot = [a_png(3, 3), b"<script>".to_vec()].concat();
    let table: [(&str, Vec<u8>); 6] = [
        ("page.png", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("program.pdf", b"MZ\x90\0\x03\0".to_vec()),
        ("two.png", polyglot),
        ("does.pdf", a_pdf(b"<< /OpenAction << /S /JavaScript >> >>")),
        ("bomb.png", a_png(60_000, 60_000)),
        ("large.txt", vec![b'a'; super::BYTES_MAX + 1]),
    ];
    for (name, bytes) in &table {
        let got = node.upload_with(&path, &mine, &FIELDS, name, bytes).await;
        assert!(got.status.is_client_error(), "{name}: {}", got.status);
        check_page(&got.body, "en");
    }
    let nameless = [("sort", "MEDICAL"), ("sensitivity", "SECRET")];
    let got = node.upload_with(&path, &mine, &nameless, "a.txt", b"words").await;
    assert_eq!(got.status, 409);
    assert_eq!(node.write(move |tx| store::count(tx, case)).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_stands_beside_the_old_and_confidential_ones_are_for_few() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mate = node.worker("hind", &["PSYCHOLOGIST"]).await;
    let case = new_case(&node, &owner).await;
    let member = mate.id;
    node.write(move |tx| cases::add_member(tx, case, member, member, NOW)).await.unwrap();
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&mate).await);
    let path = format!("/en/cases/{case}/documents");
    node.upload_with(&path, &mine, &FIELDS, "first.txt", b"one").await;
    let eyes = (owner.id, false);
    let first = node.write(move |tx| store::of_case(tx, case, eyes)).await.unwrap().remove(0).0;
    let thread = first.thread.to_string();
    let next = [("of", thread.as_str()), ("sort", "MEDICAL"), ("sensitivity", "CONFIDENTIAL")];
    assert!(node.get(&path, &hers).await.body.contains("first.txt"));
    let away = node.upload_with(&path, &hers, &next, "away.txt", b"away").await;
    assert_eq!(away.status, 409, "nobody shuts away what somebody else has brought: {}", away.body);
    assert!(node.get(&path, &mine).await.body.contains("first.txt"));
    assert_eq!(node.upload_with(&path, &mine, &next, "second.txt", b"two").await.status, 303);
    let both = node.get(&path, &mine).await.body;
    assert!(both.contains("first.txt") && both.contains("second.txt"));
    let page = node.get(&path, &hers).await.body;
    assert!(!page.contains("first.txt") && !page.contains("second.txt"), "not for a member");
    assert_eq!(node.get(&format!("{path}/{}", first.id), &hers).await.status, 404);
    let theirs = node.upload_with(&path, &hers, &next, "third.txt", b"three").await;
    assert_eq!(theirs.status, 404, "nobody adds to what they do not see");
}

/// A letter of ours, as it would be brought back as a document.
fn a_letter() -> Vec<u8> {
    use sila_paper::{Day, Language, Margins, Paper, write};
    let margins = Margins {
        agency: "House of Safety".to_owned(),
        reference: "R-26-00042".to_owned(),
        caution: "Confidential".to_owned(),
        page_words: ("Page".to_owned(), "of".to_owned()),
    };
    let day = Day { year: 2026, month: 11, day: 22 };
    let paper = Paper::new(Language::English, "Letter", day, margins);
    write(&paper.paragraph("canary-of-the-letter")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pdf_is_shown_with_who_looks_and_when_on_its_pages() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, other) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let path = format!("/en/cases/{case}/documents");
    let kept = node.upload_with(&path, &mine, &FIELDS, "letter.pdf", &a_letter()).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let empty = node.upload_with(&path, &mine, &FIELDS, "odd.pdf", &a_pdf(b"<< >>")).await;
    assert_eq!(empty.status, 303);
    let stored = node.write(move |tx| store::of_case(tx, case, (owner.id, false))).await.unwrap();
    let [odd, letter] = [stored[0].0.id, stored[1].0.id];
    let page = node.get(&format!("{path}/{letter}"), &mine).await.body;
    assert!(page.contains(&format!("{path}/{letter}/marked")));
    let seen = node.get(&format!("{path}/{letter}/marked"), &mine).await;
    assert_eq!(seen.status, 200, "{}", seen.body);
    assert!(seen.body.starts_with("%PDF-") && seen.body.contains("(reem - 22/11/2026 12:00) Tj"));
    let copy = node.post(&format!("{path}/{letter}/copy"), &mine, &[]).await.body;
    assert!(copy.contains("(reem - 22/11/2026 12:00) Tj") && copy.contains("% copy "));
    let odd = node.get(&format!("{path}/{odd}/marked"), &mine).await;
    assert_eq!(odd.status, 409, "what cannot be marked is not shown");
    check_page(&odd.body, "en");
    assert_eq!(node.get(&format!("{path}/{letter}/marked"), &other).await.status, 404);
}
