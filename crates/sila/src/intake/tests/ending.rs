//! The end of the form: a case, a referral, or both, exactly once, and nothing without an agreement.

use sila_core::ids::{CaseId, ReferralId};

use super::{Desk, errors_of, need, person, safety, sharing};
use crate::cases::{self, CaseRecord};
use crate::db::{DbError, Tx};
use crate::intake::filled;
use crate::p;
use crate::testing::NOW;
use crate::web::Pairs;

async fn record(desk: &Desk, location: &str) -> CaseRecord {
    let id: CaseId = location.rsplit('/').next().unwrap().parse().unwrap();
    let found = desk.node.write(|tx| crate::accounts::store::by_name(tx, "reem")).await.unwrap();
    cases::open_record(&desk.node.app, &found.unwrap().worker, id).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b30_nobody_is_too_unknown_to_be_taken_in() {
    let desk = Desk::new().await;
    let mut safe = safety();
    safe.retain(|(name, _)| ["danger", "talk", "plan"].contains(name));
    safe.push(("contact", "no"));
    desk.post(1, &safe).await;
    let who = [
        ("name_ar", "لؤلؤة"),
        ("area", "AE-XX-NFA"),
        ("usual", "unknown"),
        ("risk_home", "unknown"),
    ];
    assert_eq!(desk.post(2, &who).await.location, desk.path("ar", 3));
    desk.post(
        3,
        &[
            ("category", "OTHER"),
            ("urgency", "EMERGENCY"),
            ("services", "EMSHELTER"),
            ("wishes", "مكان آمن"),
        ],
    )
    .await;
    desk.post(4, &[("to", "here"), ("ground", "VITAL"), ("share_asked", "yes")]).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    let record = record(&desk, &opened.location).await;
    let person = &record.disclosure.people[0];
    assert_eq!(person.name_ar.as_deref(), Some("لؤلؤة"));
    assert_eq!((&person.emirates_id, &person.nationality), (&None, &None));
    assert_eq!(record.disclosure.safety.safe_contact, None);
    let page = desk.node.get(&opened.location, &desk.cookie).await.body;
    assert!(page.contains("لا توجد وسيلة تواصل آمنة معروفة"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_makes_one_case_and_one_referral_and_ends_the_form() {
    let (desk, dana) = Desk::linked().await;
    desk.take_in().await;
    let next = desk.post_owned(4, &sharing(&dana.to_text())).await;
    assert_eq!(next.location, desk.path("ar", 5), "{}", errors_of(&next.body));
    let page = desk.page("en", 5).await;
    assert!(page.contains("المنارة"), "the word by which she knows who calls");
    let leaves = page.split_once("id=\"leaves\"").unwrap().1.split_once("id=\"stays\"").unwrap();
    assert!(leaves.0.contains("Name") && leaves.0.contains("Wishes of the person"));
    let stays = leaves.1.split_once("</section>").unwrap().0;
    assert!(!leaves.0.contains("Emirates ID number") && stays.contains("Emirates ID number"));
    assert!(stays.contains("Kind of harm") && stays.contains("Not allowed by the data schedule"));
    assert!(page.contains("Cases are referred by place of residence"), "the clause is quoted");
    assert!(page.contains("Send to") && page.contains("Open the case here"));
    let sent = desk.post(5, &[("act", "send")]).await;
    assert!(sent.location.starts_with("/ar/referrals/"), "{} {}", sent.status, sent.location);
    let again = desk.post(5, &[("act", "send")]).await;
    assert_eq!(
        again.location, sent.location,
        "the form has ended: its address leads to what came of it"
    );
    let back = desk.node.get(&desk.path("en", 5), &desk.cookie).await;
    assert_eq!(back.location, sent.location.replace("/ar/", "/en/"));
    assert_eq!(desk.totals().await, (1, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_agreement_nothing_can_be_sent_and_the_page_says_so() {
    let desk = Desk::new().await;
    desk.take_in().await;
    let page = desk.page("en", 4).await;
    assert!(page.contains("no agreement is in force"));
    desk.post_owned(4, &sharing("here")).await;
    let page = desk.page("en", 5).await;
    assert!(!page.contains("value=\"send\"") && page.contains("value=\"open\""));
    let stranger = sila_core::AgencyId([7; 32]).to_text();
    let forced = desk.post_owned(4, &sharing(&stranger)).await;
    assert_eq!(forced.status, 422, "an agency without an agreement cannot be chosen");
    assert_eq!(desk.post(5, &[("act", "send")]).await.location, desk.path("ar", 4));
    assert_eq!(desk.totals().await, (0, 0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_agency_than_the_suggested_one_needs_a_reason_that_the_agreement_lists() {
    let (desk, dana) = Desk::linked().await;
    desk.post(1, &safety()).await;
    let mut at_home = person();
    at_home.retain(|(name, _)| *name != "area");
    at_home.push(("area", "AE-DU-DXB-DEI"));
    desk.post(2, &at_home).await;
    desk.post(3, &need()).await;
    let with = |why: &str| {
        let mut typed = sharing(&dana.to_text());
        typed.push(("why".to_owned(), why.to_owned()));
        typed
    };
    for (why, passes) in
        [("", false), ("PERSON_CHOICE", false), ("NONSENSE", false), ("CAPACITY", true)]
    {
        let got = desk.post_owned(4, &with(why)).await;
        assert_eq!(got.status == 303, passes, "{why}");
        assert_eq!(errors_of(&got.body).contains("href=\"#why\""), !passes, "{why}");
    }
    let page = desk.page("en", 5).await;
    assert!(page.contains("A second approver decides first"));
    let sent = desk.post(5, &[("act", "send")]).await;
    assert!(sent.location.starts_with("/ar/referrals/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_will_refuse_is_named_before_the_button_is_pressed() {
    let (desk, dana) = Desk::linked().await;
    desk.take_in().await;
    let mut older = need();
    older.retain(|(name, _)| *name != "category");
    older.push(("category", "OLDER"));
    desk.post(3, &older).await;
    desk.post_owned(4, &sharing(&dana.to_text())).await;
    let page = desk.page("en", 5).await;
    assert!(page.contains("The agreement does not cover") && page.contains("2.1"), "clause named");
    let refused = desk.post(5, &[("act", "send")]).await;
    assert_eq!(refused.status, 409);
    assert_eq!(desk.totals().await, (0, 0, 1), "the draft is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_is_referred_fills_the_form_and_asks_nothing_again() {
    let (desk, dana) = Desk::linked().await;
    desk.take_in().await;
    desk.post_owned(4, &sharing("here")).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    let before = record(&desk, &opened.location).await;
    let begun = desk.node.post(&format!("{}/refer", opened.location), &desk.cookie, &[]).await;
    let draft = begun.location.split('/').nth(3).unwrap().to_owned();
    let desk = Desk { draft, ..desk };
    for step in 1..=3 {
        let page = desk.page("ar", step).await;
        assert!(!page.contains("err-sum"));
    }
    let values: Pairs = filled::values(&before, NOW);
    for (step, fields) in [(1, safety()), (2, person()), (3, need())] {
        for (name, _) in fields {
            assert!(values.get(name).is_some(), "{name} of step {step} is asked again");
        }
    }
    desk.post_owned(4, &sharing(&dana.to_text())).await;
    let page = desk.page("en", 5).await;
    assert!(page.contains("Send to"), "{page}");
    let sent = desk.post(5, &[("act", "send")]).await;
    assert!(sent.location.starts_with("/ar/referrals/"), "{} {}", sent.status, sent.body);
    assert_eq!(desk.totals().await, (1, 1, 0), "no second case");
    let mut after = record(&desk, &opened.location).await;
    assert_eq!(after.row.version, 2);
    after.disclosure.permission = before.disclosure.permission.clone();
    assert!(after.disclosure == before.disclosure, "what was on file is on file");
}

/// What forms took for the referral of this address: filled in, there already, asked again.
async fn typing(desk: &Desk, location: &str) -> (i64, i64, i64) {
    let id: ReferralId = location.rsplit('/').next().unwrap().parse().unwrap();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let sql = "select typed, carried, again from referral_typing where referral = $1";
        let row = tx.query_text(sql, &p![id])?.remove(0);
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    desk.node.app.store.read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a19_what_is_filled_in_to_refer_somebody_is_counted_and_what_was_on_file_is_not() {
    let (desk, dana) = Desk::linked().await;
    desk.take_in().await;
    desk.post_owned(4, &sharing(&dana.to_text())).await;
    let sent = desk.post(5, &[("act", "send")]).await;
    // 8 of step 1, where the way she came is assumed, 16 of step 2, whose date is one, 6 of step 3; the ground, fewer parts
    // and fewer days than are suggested. The agency is the suggested one.
    assert_eq!(typing(&desk, &sent.location).await, (33, 0, 0));
    let (desk, dana) = Desk::linked().await;
    desk.take_in().await;
    desk.post_owned(4, &sharing("here")).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    let begun = desk.node.post(&format!("{}/refer", opened.location), &desk.cookie, &[]).await;
    let draft = begun.location.split('/').nth(3).unwrap().to_owned();
    let desk = Desk { draft, ..desk };
    let mut needs = need();
    needs.retain(|(name, _)| *name != "wishes");
    needs.push(("wishes", "أن تعود إلى عملها"));
    desk.post(3, &needs).await;
    desk.post_owned(4, &sharing(&dana.to_text())).await;
    let sent = desk.post(5, &[("act", "send")]).await;
    let (typed, carried, again) = typing(&desk, &sent.location).await;
    assert_eq!((typed, again), (2, 0), "what she wants now, and for how long it holds");
    assert!(carried > 25, "{carried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_keeps_back_is_remembered_although_nothing_was_sent() {
    let (desk, dana) = Desk::linked().await;
    desk.take_in().await;
    desk.post_owned(4, &sharing(&dana.to_text())).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    let record = record(&desk, &opened.location).await;
    use sila_core::field::Field;
    assert!(record.kept_back.contains(&Field::Harm) && !record.kept_back.contains(&Field::Name));
    let again = filled::values(&record, NOW);
    let shared: Vec<&str> = again.all("share").collect();
    assert!(again.get("share_asked").is_some() && shared.contains(&"NAME"));
    assert!(!shared.contains(&"HARM"), "the next form begins with what she said");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_corrected_about_a_person_stands_in_the_history_and_what_stays_does_not() {
    let mut desk = Desk::new().await;
    desk.take_in().await;
    desk.post_owned(4, &sharing("here")).await;
    let opened = desk.post(5, &[("act", "open")]).await.location;
    for (wishes, lines) in [("أن يبقى طفلاها معها", 0), ("أن تعود إلى عملها", 1)]
    {
        let begun = desk.node.post(&format!("{opened}/refer"), &desk.cookie, &[]).await;
        desk.draft = begun.location.split('/').nth(3).unwrap().to_owned();
        let mut needs = need();
        needs.retain(|(name, _)| *name != "wishes");
        needs.push(("wishes", wishes));
        desk.post(3, &needs).await;
        desk.post_owned(4, &sharing("here")).await;
        let done = desk.post(5, &[("act", "open")]).await;
        assert_eq!(done.location, opened, "{}", done.body);
        let page = desk.node.get(&format!("{opened}/history"), &desk.cookie).await.body;
        assert_eq!(page.matches("صُحّح ما هو معروف عن الشخص").count(), lines, "{wishes}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_end_of_the_form_a_supervisor_is_asked_about_whoever_may_be_kin() {
    let desk = Desk::new().await;
    let boss = desk.node.worker("amal", &["SUPERVISOR"]).await;
    let own = [("families", "Al Marjani")];
    let declared = desk.node.post("/en/me/interests", &desk.cookie, &own).await;
    assert_eq!(declared.status, 303);
    desk.take_in().await;
    let here = [("to", "here"), ("ground", "VITAL"), ("share_asked", "yes")];
    desk.post(4, &here).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    assert!(opened.location.contains("/cases/"), "{} {}", opened.status, opened.location);
    let cookie = desk.node.sign_in(&boss).await;
    let day = desk.node.get("/en", &cookie).await.body;
    assert!(day.contains("A possible conflict of interest waits for a decision"), "{day}");
}
