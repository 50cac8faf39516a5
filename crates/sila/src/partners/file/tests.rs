//! The file of a partner: dated, ended and never changed; scored by two apart; and what expires.

use sila_core::agreement::{Agreement, Sector};
use sila_core::codes::Service;
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

use super::grid::{Offer, rows};
use super::{Entry, Kind, Score, expired, of, points};
use crate::agreements::template::offered;
use crate::partners::{self, Level, Partner};
use crate::testing::{NOW, TestNode, check_page};

fn entry(kind: Kind, code: &str, worker: u128) -> Entry {
    Entry {
        id: Uuid::from_u128(worker),
        agency: AgencyId([3; 32]),
        kind,
        code: code.to_owned(),
        from_day: NOW.uae_date().to_days(),
        until_day: None,
        ended_day: None,
        weight: None,
        worker: WorkerId(Uuid::from_u128(worker)),
        words: (String::new(), String::new()),
    }
}

#[test]
fn two_score_apart_and_more_than_twenty_points_between_them_ask_for_a_note() {
    assert_eq!(points("5-5-5-5-5-5-5"), Some(100));
    // 20 + 15 + 15 + 10 + 15 + 15 + 10, each by its fifth.
    assert_eq!(points("1-2-3-4-5-1-2"), Some(4 + 6 + 9 + 8 + 15 + 3 + 4));
    for wrong in ["", "5-5", "0-1-1-1-1-1-1", "6-1-1-1-1-1-1", "5-5-5-5-5-5-5-5"] {
        assert_eq!(points(wrong), None, "{wrong}");
    }
    let of = |all: &[Entry], who: u128| Score::of(all, WorkerId(Uuid::from_u128(who)));
    let mut all = vec![entry(Kind::Score, "5-5-5-5-5-5-5", 1)];
    assert_eq!(of(&all, 1), Score::Alone(100));
    assert_eq!(of(&all, 2), Score::Unscored(1), "nobody sees a score before giving one");
    all.push(entry(Kind::Score, "3-3-3-3-3-3-3", 2));
    assert_eq!(of(&all, 2), Score::Diverges(40));
    all.push(entry(Kind::Note, "", 1));
    assert_eq!(of(&all, 1), Score::Agreed(80));
    all.truncate(1);
    all.push(entry(Kind::Score, "4-4-4-4-4-4-4", 2));
    assert_eq!(of(&all, 1), Score::Agreed(90), "twenty points are within");
}

#[test]
fn a_paper_that_has_expired_holds_no_more_until_a_newer_one_of_its_kind_does() {
    let today = NOW.uae_date();
    let paper = |days: i64, n: u128| Entry {
        until_day: Some(today.to_days() + days),
        from_day: today.to_days() - 400,
        ..entry(Kind::Diligence, "LICENCE", n)
    };
    let (old, soon, new) = (paper(0, 1), paper(30, 2), paper(31, 3));
    assert!(!old.holds(today) && soon.holds(today) && soon.is_due(today) && !new.is_due(today));
    assert_eq!(expired(std::slice::from_ref(&old), today).len(), 1);
    assert!(expired(&[old.clone(), new], today).is_empty());
    assert!(expired(&[Entry { ended_day: Some(today.to_days()), ..old }], today).is_empty());
}

async fn partner(node: &TestNode) -> AgencyId {
    let id = partners::identity(node.app.node.id, node.app.clock.new_id());
    let made = Partner {
        id,
        code: "CLUB".to_owned(),
        name_ar: "نادٍ (تجريبي)".to_owned(),
        name_en: "Club (demo)".to_owned(),
        sector: Sector::PublicBenefit,
        level: Level::Listed,
        contact: String::new(),
        updated_at: NOW,
    };
    node.write(move |tx: &mut dyn crate::db::Tx| partners::store::insert(tx, &made)).await.unwrap();
    id
}

#[tokio::test]
async fn the_file_keeps_classes_risks_and_scores_sealed_and_ends_and_never_changes_them() {
    let node = TestNode::new().await;
    let agency = partner(&node).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let path = format!("/en/partners/{}/file", agency.to_text());
    for code in ["STRATEGIC", "ENABLING"] {
        let form = [("kind", "CLASS"), ("class_code", code), ("class_ar", "canary-<b>reason")];
        assert_eq!(node.post(&path, &cookie, &form).await.status, 303);
    }
    let risk = [
        ("kind", "RISK"),
        ("risk_ar", "Funds end"),
        ("risk_likelihood", "٤"),
        ("risk_impact", "5"),
        ("risk_until_d", "1"),
        ("risk_until_m", "12"),
        ("risk_until_y", "2026"),
    ];
    assert_eq!(node.post(&path, &cookie, &risk).await.status, 303);
    let wrong: [&[(&str, &str)]; 4] = [
        &[("kind", "CLASS"), ("class_code", "FRIEND")],
        &[("kind", "RISK"), ("risk_ar", "x"), ("risk_likelihood", "6"), ("risk_impact", "1")],
        &[("kind", "NAME"), ("name_ar", "نادٍ")],
        &[("kind", "SCORE"), ("mark1", "5")],
    ];
    for form in wrong {
        assert_eq!(node.post(&path, &cookie, form).await.status, 422, "{form:?}");
    }
    for lang in ["ar", "en"] {
        let page = node.get(&path.replacen("en", lang, 1), &cookie).await;
        assert_eq!(page.status, 200);
        check_page(&page.body, lang);
    }
    let page = node.get(&path, &cookie).await.body;
    assert!(page.contains("Strategic") && page.contains("Enabling"), "several at once");
    assert!(page.contains("canary-&lt;b&gt;reason") && page.contains(">20<"), "4 times 5, escaped");
    let entries = of(&node.app, agency).await.unwrap();
    let class = entries.iter().find(|one| one.code == "STRATEGIC").unwrap();
    assert_eq!(class.left(NOW.uae_date()), Some(365), "a class is looked at again in a year");
    let end = format!("{path}/{}/end", class.id);
    assert_eq!(node.post(&end, &cookie, &[]).await.status, 303);
    let after = of(&node.app, agency).await.unwrap();
    assert_eq!(after.len(), entries.len(), "ended, and still in the file");
    let reader = node.worker("night", &["SHELTER_STAFF"]).await;
    let stranger = node.sign_in(&reader).await;
    assert_eq!(node.post(&path, &stranger, &risk).await.status, 403);
    let unknown = format!("/en/partners/{}/file", AgencyId([9; 32]).to_text());
    assert_eq!(node.get(&unknown, &cookie).await.status, 404);
    let due = Millis(NOW.0).plus_days(30).uae_date();
    let due = node.app.store.read(move |tx| super::store::due(tx, due)).await.unwrap();
    assert_eq!(due.len(), 1, "the risk is to be looked at: {due:?}");
}

fn need(kind: Kind, service: Service, n: u128) -> Entry {
    entry(kind, service.code(), n)
}

#[test]
fn a_need_stands_beside_what_is_agreed_what_is_published_and_nothing() {
    let (me, them) = (AgencyId([1; 32]), AgencyId([2; 32]));
    let mut agreed = crate::agreements::template::tests::sample();
    agreed.parties[1].services = vec![offered(Service::Legal)];
    let published = [(them, Service::Psychosocial), (me, Service::Legal)].into();
    let today = NOW.uae_date();
    let mut all = vec![
        need(Kind::Asks, Service::Legal, 1),
        need(Kind::Want, Service::Legal, 2),
        need(Kind::Want, Service::Psychosocial, 3),
        need(Kind::Want, Service::Housing, 4),
        need(Kind::Need, Service::Housing, 5),
    ];
    let found = |all: &[Entry], agreed: &[Agreement]| -> Vec<(bool, Service, Offer)> {
        let rows = rows(all, today, (me, them), &published, agreed);
        rows.into_iter().map(|one| (one.ours, one.service, one.offer)).collect()
    };
    let mut expected = vec![
        (true, Service::Legal, Offer::Agreed(agreed.id, agreed.code.clone())),
        (true, Service::Psychosocial, Offer::Published),
        (true, Service::Housing, Offer::Nothing),
    ];
    expected.sort_by_key(|(_, service, _)| *service);
    expected.push((false, Service::Legal, Offer::Published));
    assert_eq!(found(&all, std::slice::from_ref(&agreed)), expected);
    let alone = found(&all, &[]);
    assert!(alone.contains(&(true, Service::Legal, Offer::Nothing)), "without the agreement");
    all.retain(|one| one.kind == Kind::Asks);
    all[0].ended_day = Some(today.to_days());
    assert_eq!(found(&all, &[agreed]), [], "what was ended is needed no more");
}

#[tokio::test]
async fn what_each_needs_of_the_other_stands_on_the_pages_of_partner_and_partnership() {
    let node = TestNode::new().await;
    let agency = crate::partnerships::tests::partner(&node, 400).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let file = format!("/en/partners/{}/file", agency.to_text());
    let want = [("kind", "WANT"), ("want_code", "LEGAL"), ("want_ar", "canary-<b>on Thursdays")];
    assert_eq!(node.post(&file, &cookie, &want).await.status, 303);
    let asks = [("kind", "ASKS"), ("asks_code", "SHELTER")];
    assert_eq!(node.post(&file, &cookie, &asks).await.status, 303);
    let wrong = [("kind", "WANT"), ("want_code", "DANCE")];
    assert_eq!(node.post(&file, &cookie, &wrong).await.status, 422);
    let pages = [
        file.clone(),
        format!("/en/partners/{}", agency.to_text()),
        format!("/en/partnerships/{}", agency.to_text()),
    ];
    for path in &pages {
        let page = node.get(path, &cookie).await;
        assert_eq!(page.status, 200, "{path}");
        let grid = page.body.split("id=\"grid\"").nth(1).unwrap();
        assert!(grid.contains("canary-&lt;b&gt;on Thursdays"), "{path}: {grid}");
        assert!(grid.contains("Nothing offered") && !grid.contains("Published, not"), "{path}");
        check_page(&page.body, "en");
        let arabic = node.get(&path.replacen("/en/", "/ar/", 1), &cookie).await.body;
        assert!(arabic.contains("id=\"grid\""), "{path}");
        check_page(&arabic, "ar");
    }
    let entries = of(&node.app, agency).await.unwrap();
    let one = entries.iter().find(|one| one.kind == Kind::Want).unwrap();
    assert_eq!(node.post(&format!("{file}/{}/end", one.id), &cookie, &[]).await.status, 303);
    let page = node.get(&pages[2], &cookie).await.body;
    assert!(!page.contains("canary-"), "it was ended");
    node.end().await;
}

#[tokio::test]
async fn classes_are_listed_and_counted_for_any_day_and_a_node_has_its_own() {
    let node = TestNode::new().await;
    let agency = partner(&node).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let own = [("code", "UNIVERSITY"), ("name_ar", "جامعة"), ("name_en", "<University>")];
    assert_eq!(node.post("/en/partners/classes", &cookie, &own).await.status, 303);
    assert_eq!(node.post("/en/partners/classes", &cookie, &own).await.status, 422, "twice");
    let give = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let set = async |codes: &[&str], days: i64| {
        let by = (officer.id, NOW.plus_days(days));
        crate::partners::classes::set(&node.app, agency, &give(codes), by).await.unwrap();
    };
    set(&["STRATEGIC", "UNIVERSITY"], -40).await;
    set(&["UNIVERSITY", "ENABLING"], -10).await;
    let held = async |days: i64| -> Vec<String> {
        let day = NOW.plus_days(days).uae_date();
        let all = node.app.store.read(move |tx| super::store::held_classes(tx, day)).await;
        all.unwrap().into_iter().map(|one| one.code).collect()
    };
    assert_eq!(held(-41).await, give(&[]));
    assert_eq!(held(-20).await, give(&["STRATEGIC", "UNIVERSITY"]), "a day that is past stays");
    assert_eq!(held(0).await, give(&["ENABLING", "UNIVERSITY"]));
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/partners/classes"), &cookie).await;
        assert_eq!(page.status, 200);
        check_page(&page.body, lang);
    }
    let rows = async |query: &str| {
        let page = node.get(&format!("/en/partners/classes?{query}"), &cookie).await.body;
        page.matches(&format!("/en/partners/{}/file", agency.to_text())).count()
    };
    assert_eq!(rows("").await, 2);
    assert_eq!(rows("class=UNIVERSITY").await, 1);
    assert_eq!(rows("class=STRATEGIC").await, 0);
    let past = "class=STRATEGIC&day_d=2&day_m=11&day_y=2026";
    assert_eq!(rows(past).await, 1, "on the second of the month it was");
    let page = node.get("/en/partners/classes", &cookie).await.body;
    assert!(page.contains("&lt;University&gt;"), "escaped");
    let retired = node.post("/en/partners/classes/UNIVERSITY/retirement", &cookie, &[]).await;
    assert_eq!(retired.status, 303);
    let form = [("kind", "CLASS"), ("class_code", "UNIVERSITY")];
    let file = format!("/en/partners/{}/file", agency.to_text());
    assert_eq!(node.post(&file, &cookie, &form).await.status, 422, "given to nobody any more");
    assert_eq!(held(0).await, give(&["ENABLING", "UNIVERSITY"]), "and it stays where it is");
    let reader = node.worker("night", &["SHELTER_STAFF"]).await;
    let stranger = node.sign_in(&reader).await;
    assert_eq!(node.get("/en/partners/classes", &stranger).await.status, 403);
}
