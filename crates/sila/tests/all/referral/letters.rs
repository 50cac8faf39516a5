//! The letter of a referral and the receipt for the person, as files.

use axum::http::StatusCode;
use sila::db::{DbError, Tx, p};
use sila_core::codes::Language;
use sila_core::ids::ReferralId;

use super::nodes::{Node, Pair};
use super::pages::{file, post};
use crate::support::pdf::{letters, letters_of};

/// How often one of the two was made, as the access log of the node has it.
async fn made(node: &Node, id: ReferralId, screen: &'static str) -> i64 {
    let reads = move |tx: &mut dyn Tx| -> Result<i64, DbError> {
        let sql = "select count(*) from access where screen = $1 and subject = $2";
        tx.query_text(sql, &p![screen, id.0])?[0].get(0)
    };
    node.app.store.read(reads).await.unwrap()
}

fn says(written: &str, words: &str) {
    assert!(written.contains(&letters(words)), "{words:?} is not in {written}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_says_what_its_reader_may_know() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let theirs = pair.dana.sign_in(&pair.officer).await;
    let path = format!("/ar/referrals/{id}/letter.pdf");
    let (status, before) = file(&pair.dana, &theirs, &path).await;
    assert_eq!(status, StatusCode::OK);
    let before = letters_of(&before);
    says(&before, "R-MARSA-25-00001");
    for secret in ["وفاء", "Wafaa", "784-", "971590000001", "روت ما حدث", "أختها"]
    {
        assert!(!before.contains(&letters(secret)), "{secret} before acceptance");
    }
    let own = pair.marsa.sign_in(&pair.sender).await;
    let (_, sent) = file(&pair.marsa, &own, &path).await;
    let sent = letters_of(&sent);
    for told in ["رسالة إحالة", "وفاء سالم المرجاني", "XXXXXXX-X", "MOU-DEMO-001", "روت ما حدث"]
    {
        says(&sent, told);
    }
    post(&pair.dana, &theirs, &format!("/ar/referrals/{id}/acceptance"), "").await;
    pair.settle().await;
    let english = format!("/en/referrals/{id}/letter.pdf");
    let (_, after) = file(&pair.dana, &theirs, &english).await;
    let after = letters_of(&after);
    says(&after, "Referral letter");
    says(&after, "وفاء سالم المرجاني");
    assert_eq!(made(&pair.dana, id, "referral.letter").await, 2);
    assert_eq!(made(&pair.marsa, id, "referral.letter").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_tells_what_was_told_and_names_nobody() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let own = pair.marsa.sign_in(&pair.sender).await;
    for (lang, expected) in [
        ("en", ["What was shared about you", "Told to", "Holds until", "What was not told"]),
        ("ar", ["ما شُورِك عنك", "أُخبرت به", "سارٍ حتى", "ما لم يُخبر به"]),
    ] {
        let path = format!("/{lang}/referrals/{id}/receipt.pdf");
        let (status, receipt) = file(&pair.marsa, &own, &path).await;
        assert_eq!(status, StatusCode::OK);
        let receipt = letters_of(&receipt);
        for words in expected {
            says(&receipt, words);
        }
        for secret in ["وفاء", "Wafaa", "784-", "971590000001", "روت ما حدث", "أختها"]
        {
            assert!(!receipt.contains(&letters(secret)), "{lang}: {secret}");
        }
    }
    assert_eq!(made(&pair.marsa, id, "referral.receipt").await, 2);
    let theirs = pair.dana.sign_in(&pair.officer).await;
    let stranger = pair.marsa.worker("m-cm1", &["CASE_MANAGER"]).await;
    let strangers = pair.marsa.sign_in(&stranger).await;
    for (node, cookie, what) in [
        (&pair.dana, &theirs, "receipt"),
        (&pair.marsa, &strangers, "receipt"),
        (&pair.marsa, &strangers, "letter"),
    ] {
        let (status, _) = file(node, cookie, &format!("/en/referrals/{id}/{what}.pdf")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{what}");
    }
}

/// H04: the paper stands in two languages; who speaks neither has it told, and whoever told it declares so by hand.
#[tokio::test(flavor = "multi_thread")]
async fn h04_the_receipt_is_in_two_languages_and_the_interpreter_declares() {
    let pair = Pair::new().await;
    let offer = async |language| {
        let offered = pair.offer(|wish| wish.disclosure.people[0].language = Some(language));
        offered.await.unwrap().id
    };
    let (foreign, own) = (offer(Language::Malayalam).await, offer(Language::English).await);
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    for (lang, declares) in [("en", "Declaration of the interpreter"), ("ar", "إقرار المترجم")]
    {
        let receipt = async |id| {
            let path = format!("/{lang}/referrals/{id}/receipt.pdf");
            letters_of(&file(&pair.marsa, &cookie, &path).await.1)
        };
        says(&receipt(foreign).await, declares);
        assert!(!receipt(own).await.contains(&letters(declares)), "{lang}");
    }
}
