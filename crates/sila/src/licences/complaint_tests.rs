//! Complaints and grades through their pages, and the register that is not opened again for every question.

use uuid::Uuid;

use super::inspections::{self, Met};
use super::tests::{Office, findings};
use super::{open, path, store};
use crate::db::Tx;
use crate::testing::{NOW, check_page};

/// Who complains in these tests: in no byte that anybody but the inspector is given.
const NAME: &str = "سلوى المشتكية";
const CONTACT: &str = "0501234599";
const WORDS: &str = "الباب الخلفي يُقفل ليلاً";

/// Sends a complaint as anybody would; its number and its code.
async fn complained(office: &Office, number: &str) -> (String, String) {
    let node = &office.node;
    let at = format!("/en/register/{number}/complaint");
    check_page(&node.get(&format!("/ar/register/{number}/complaint"), "").await.body, "ar");
    let form = [("relation", "STAFF"), ("words", WORDS), ("name", NAME), ("contact", CONTACT)];
    let wrong = node.post(&at, "", &form[1..]).await;
    assert_eq!(wrong.status, 422);
    check_page(&wrong.body, "en");
    let got = node.post(&at, "", &form).await;
    assert_eq!(got.status, 200, "{}", got.body);
    check_page(&got.body, "en");
    let after = |begin: &str| {
        let rest = got.body.split(begin).nth(1).unwrap();
        rest.split('<').next().unwrap().to_owned()
    };
    let number = format!("Q-26-{}", &after("Q-26-"));
    (number, after("code-box\" dir=\"ltr\">"))
}

async fn looked(office: &Office, number: &str, code: &str) -> (u16, String) {
    let form = [("number", number), ("code", code)];
    let got = office.node.post("/en/complaint", "", &form).await;
    check_page(&got.body, "en");
    (got.status.as_u16(), got.body)
}

/// The only complaint there is.
async fn only(office: &Office) -> super::complaints::Complaint {
    let mut all = office.node.write(super::complaints::store::all).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[tokio::test]
async fn a_complaint_is_worked_and_answered_and_only_its_inspector_opens_who_complained() {
    let office = Office::new().await;
    let licence = office.given(NOW).await;
    let node = &office.node;
    let number = open(&node.app, licence).await.unwrap().row.number;
    let (case, code) = complained(&office, &number).await;
    assert!(looked(&office, &case, &code).await.1.contains("Waits for an inspector"));
    assert_eq!(looked(&office, &case, "0000000000000000").await.0, 422);
    let id = only(&office).await.id;
    let page = format!("/en/complaints/{id}");
    let officer = node.sign_in(&office.officer).await;
    assert!(node.get("/en", &officer).await.body.contains(&page), "it stands on the day");
    let shown = node.get(&page, &officer).await.body;
    check_page(&shown, "en");
    assert!(shown.contains(WORDS) && !shown.contains(NAME) && !shown.contains(CONTACT));
    // Before it is theirs, and without a reason, nobody opens who complained.
    let who = format!("{page}/complainant");
    let reason = [("reason", "the visit depends on it")];
    assert_eq!(node.post(&who, &officer, &reason).await.status, 409);
    assert_eq!(node.post(&format!("{page}/taking"), &officer, &[]).await.status, 303);
    assert_eq!(node.post(&who, &officer, &[("reason", " ")]).await.status, 409);
    let other = node.worker("other", &["LICENSING_OFFICER"]).await;
    let other = node.sign_in(&other).await;
    assert_eq!(node.post(&who, &other, &reason).await.status, 409);
    assert_eq!(node.post(&format!("{page}/taking"), &other, &[]).await.status, 409);
    let opened = node.post(&who, &officer, &reason).await.body;
    assert!(opened.contains(NAME) && opened.contains(CONTACT), "{opened}");
    assert_eq!(count(&office, "select count(*) from access where subject = $1", id).await, 1);
    assert!(!node.get(&page, &officer).await.body.contains(NAME), "and it is closed again");
    inspected(&office, (&officer, &page), licence).await;
    answered(&office, (&officer, &page), (&case, &code)).await;
    apart(&office, &page, licence).await;
    office.node.end().await;
}

#[tokio::test]
async fn whoever_floods_one_licence_leaves_room_for_complaints_about_the_others() {
    let office = Office::new().await;
    let (licence, node) = (office.given(NOW).await, &office.node);
    let number = open(&node.app, licence).await.unwrap().row.number;
    let at = format!("/en/register/{number}/complaint");
    let form = [("relation", "PUBLIC"), ("words", "again")];
    for nth in 1..=31 {
        let got = node.post(&at, "", &form).await;
        assert_eq!(got.status, if nth > 30 { 409 } else { 200 }, "{nth}: {}", got.body);
    }
    let since = NOW.plus_days(-1);
    for (about, counted) in [(licence, (30, 30)), (Uuid::nil(), (30, 0))] {
        let lately = move |tx: &mut dyn Tx| super::complaints::store::lately(tx, about, since);
        assert_eq!(node.write(lately).await.unwrap(), counted);
    }
    node.app.clock.set(Some(NOW.plus_days(1).plus_minutes(1)));
    assert_eq!(node.post(&at, "", &form).await.status, 200, "the next day");
    office.node.end().await;
}

async fn count(office: &Office, sql: &'static str, id: Uuid) -> i64 {
    let read = move |tx: &mut dyn Tx| tx.query_text(sql, &[crate::db::V::from(id)])?[0].get(0);
    office.node.write(read).await.unwrap()
}

/// An inspection follows, once.
async fn inspected(office: &Office, (officer, page): (&str, &str), licence: Uuid) {
    let node = &office.node;
    let due = [("due_d", "24"), ("due_m", "11"), ("due_y", "2026")];
    assert_eq!(node.post(&format!("{page}/inspection"), officer, &due).await.status, 303);
    assert_eq!(node.post(&format!("{page}/inspection"), officer, &due).await.status, 409, "once");
    let all = node.write(move |tx| inspections::store::of_licence(tx, licence)).await.unwrap();
    assert!(all.iter().any(|one| one.kind == inspections::COMPLAINT && one.done_at.is_none()));
}

/// The answer is read with the code.
async fn answered(office: &Office, (officer, page): (&str, &str), (case, code): (&str, &str)) {
    let node = &office.node;
    let said = [("outcome", "FOUNDED"), ("words", "فُتح الباب")];
    let act = format!("{page}/answer");
    assert_eq!(node.post(&act, officer, &said[..1]).await.status, 409, "without words");
    assert_eq!(node.post(&act, officer, &said).await.status, 303);
    assert_eq!(node.post(&act, officer, &said).await.status, 409, "once");
    let (_, told) = looked(office, &case.to_lowercase(), &code.to_lowercase()).await;
    assert!(told.contains("فُتح الباب") && told.contains("Well founded"), "{told}");
    assert!(!told.contains("Worker inspector"), "who worked it is not told");
}

/// Nobody else learns of it, and at rest it is sealed.
async fn apart(office: &Office, page: &str, licence: Uuid) {
    let node = &office.node;
    for role in ["LICENSING_COMMITTEE", "LICENSING_REVIEW", "PARTNERSHIP", "ADMIN", "DPO_AUDIT"] {
        let worker = node.worker(&role.to_lowercase(), &[role]).await;
        let cookie = node.sign_in(&worker).await;
        for at in [page, "/en/complaints"] {
            assert_eq!(node.get(at, &cookie).await.status, 403, "{role} at {at}");
        }
    }
    let committee = node.sign_in(&office.committee).await;
    let guest = node.sign_in(&office.guest).await;
    for (at, cookie) in [(path(licence), committee), (format!("/portal{}", path(licence)), guest)] {
        let got = node.get(&format!("/ar{at}"), &cookie).await;
        assert_eq!(got.status, 200);
        assert!([WORDS, NAME, CONTACT].iter().all(|part| !got.body.contains(part)), "{at}");
    }
    let rows = |tx: &mut dyn Tx| {
        let rows = tx.query_text("select body, who, answer from licence_complaint", &[])?;
        let row = rows.first().unwrap();
        Ok([row.get::<Vec<u8>>(0)?, row.get(1)?, row.get(2)?].concat())
    };
    let kept = String::from_utf8_lossy(&node.write(rows).await.unwrap()).into_owned();
    assert!([WORDS, NAME, CONTACT].iter().all(|part| !kept.contains(part)));
}

#[tokio::test]
async fn the_grade_of_the_register_follows_from_the_checklist() {
    let office = Office::new().await;
    let licence = office.given(NOW).await;
    let node = &office.node;
    let number = open(&node.app, licence).await.unwrap().row.number;
    let at = format!("/en/register/{number}");
    assert!(node.get(&at, "").await.body.contains("Every point of the checklist was met."));
    let mut found = findings(Met::Yes);
    found.points[0].1 = Met::Partly;
    assert_eq!(found.grade(), "FAIR");
    assert_eq!(findings(Met::No).grade(), "POOR");
    found.points[0].1 = Met::No;
    assert_eq!(found.grade(), if found.points.len() > 3 { "WEAK" } else { "POOR" });
    let due = (inspections::PLANNED, NOW);
    let visit = inspections::add(&node.app, licence, due, &office.officer, NOW).await.unwrap();
    inspections::finish(&node.app, visit, &found, &office.officer, NOW).await.unwrap();
    let page = node.get(&at, "").await.body;
    check_page(&page, "en");
    assert!(page.contains("Good") && page.contains("not met."), "both, the last with its reason");
    assert!(!page.contains("زيارة") && !page.contains(super::tests::SITE), "no word of the visit");
    office.node.end().await;
}

#[tokio::test]
async fn licences_are_opened_again_for_the_register_only_when_a_step_was_taken() {
    let office = Office::new().await;
    let licence = office.given(NOW).await;
    let node = &office.node;
    let found = || node.post("/en/register/found", "", &[("q", "house")]);
    assert!(found().await.body.contains("House of the Test"));
    // What is sealed cannot be opened any more: nobody tries.
    node.write(move |tx| store::set_body(tx, licence, &[0])).await.unwrap();
    let again = found().await;
    assert!(again.status == 200 && again.body.contains("House of the Test"));
    // A step makes the register look again.
    let step = store::Kept {
        step: sila_core::licence::Step {
            act: sila_core::licence::Act::Suspend,
            at: NOW,
            by: office.committee.id,
        },
        note: Vec::new(),
    };
    node.write(move |tx| {
        let (_, steps) = store::find(tx, licence)?.unwrap();
        store::add_step(tx, licence, steps.len() + 1, &step)
    })
    .await
    .unwrap();
    assert_eq!(found().await.status, 500, "it is opened, and cannot be");
    office.node.end().await;
}
