//! A calendar says when and what kind, never who, which case or where; and an address that is over leads nowhere.

use crate::cases::plan::tests as plans;
use crate::cases::scope::tests::new_case;
use crate::cases::scope::{Change, change};
use crate::testing::{NOW, TestNode, check_page};

const APPOINTMENT: [(&str, &str); 9] = [
    ("kind", "HEARING"),
    ("day_d", "24"),
    ("day_m", "11"),
    ("day_y", "2026"),
    ("time", "10:00"),
    ("place", "AGENCY"),
    ("with", "canary-judge"),
    ("weeks", "0"),
    ("times", "1"),
];

/// The address on the page that shows it once.
fn address(page: &str) -> String {
    let at = page.find("/en/diary/").unwrap();
    page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_holds_when_and_what_and_nothing_of_anybody() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    let mine = node.sign_in(&owner).await;
    let path = format!("/en/cases/{case}/appointments/new");
    let planned = node.post(&path, &mine, &APPOINTMENT).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let goal = plans::goal(&node, &mine, case, "SAFETY").await;
    plans::action(&node, &mine, (case, goal), (&owner, "25")).await;
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/calendar"), &mine).await.body, lang);
    }
    let first = address(&node.post("/en/calendar", &mine, &[]).await.body);
    let got = node.get(&first, "").await;
    assert_eq!(got.status, 200, "without a session");
    assert_eq!(got.body.matches("BEGIN:VEVENT").count(), 2, "{}", got.body);
    assert!(got.body.contains("DTSTART:20261124T060000Z\r\n"), "{}", got.body);
    let hints = ["C-26", "canary", "وفاء", "HEARING", "/cases", "reem", "MARSA", "Marsa"];
    let told: Vec<&str> = hints.into_iter().filter(|hint| got.body.contains(hint)).collect();
    assert!(told.is_empty() && !got.body.contains(&case.to_string()), "it tells {told:?}");
    let second = address(&node.post("/en/calendar", &mine, &[]).await.body);
    assert_eq!(node.get(&first, "").await.status, 404, "a new one ends the old one");
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let out = Change::Exclude(owner.id, "KIN");
    change(&node.app, &boss, case, out, NOW).await.unwrap();
    let kept = node.get(&second, "").await.body;
    assert!(!kept.contains("BEGIN:VEVENT"), "what is kept from somebody is not in their calendar");
    assert_eq!(node.post("/en/calendar/end", &mine, &[]).await.status, 303);
    assert_eq!(node.get(&second, "").await.status, 404);
    for wrong in ["A", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%2e%2e"] {
        assert_eq!(node.get(&format!("/en/diary/{wrong}"), "").await.status, 404);
    }
}
