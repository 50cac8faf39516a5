//! An agreement that one agency stops, between nodes that are processes: what the other may send changes by itself, and its workers read
//! which agreement was stopped by which clause.

use crate::support::demo::Demo;
use crate::support::story::{comes, send, take_in};
use crate::support::visitor::{Seen, Visitor};

/// The reference of the agreement that a page speaks of.
pub fn code(page: &Seen) -> String {
    let text = page.text();
    let at = text.find("MOU-").expect("the page names its agreement");
    let word = text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-');
    word.collect()
}

/// The page of the agreement with this reference.
pub async fn agreement(officer: &mut Visitor, code: &str) -> String {
    let list = officer.see("/en/agreements").await.ok();
    for path in list.links().into_iter().filter(|path| path.contains("/en/agreements/")) {
        let page = officer.see(&path).await;
        if page.status.is_success()
            && page.form("/suspension").is_some()
            && page.text().contains(code)
        {
            return path;
        }
    }
    panic!("no agreement {code} is in force");
}

#[tokio::test]
async fn contract_b04_what_one_agency_stops_the_other_may_not_send_and_reads_the_clause() {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let password = demo.password.clone();
    let mut marsa = demo.node("MARSA").visitor("m-int1", &password).await;
    let mut ours = demo.node("DANA").visitor("d-part", &password).await;
    let mut theirs = demo.node("MARSA").visitor("m-part", &password).await;
    let intake = take_in(&mut marsa, "en").await;
    let check = format!("{}/5", intake.draft);
    let code = code(&intake.check);
    let page = agreement(&mut ours, &code).await;
    let sends = |page: &Seen| page.body.contains("value=\"send\"");
    assert!(sends(&intake.check), "it may be sent under {code}");

    ours.act_once(&page, "/suspension", &[]).await;
    let stopped = |page: &Seen| {
        let text = page.text();
        let says = ["One of the parties has stopped the agreement", "clause", "7.1", code.as_str()];
        !sends(page) && says.iter().all(|words| text.contains(words))
    };
    comes(&marsa, "Marsa's worker reads the agreement and its clause", &check, stopped).await;
    comes(&theirs, "the officer there sees who stopped it", &page, |page| {
        page.text().contains("Suspended by the other party")
    })
    .await;
    // Each takes back only its own stop.
    theirs.act_once(&page, "/suspension", &[]).await;
    ours.act_once(&page, "/resumption", &[]).await;
    comes(&ours, "it is stopped by the other", &page, |page| {
        page.text().contains("Suspended by the other party")
    })
    .await;
    assert!(stopped(&marsa.see(&check).await), "it stays stopped");
    theirs.act_once(&page, "/resumption", &[]).await;
    comes(&marsa, "it may be sent again", &check, sends).await;
    send(&mut marsa, &intake, "en").await;
}
