use axum::http::StatusCode;
use sila_core::AgencyId;
use sila_core::policy::Rule;
use sila_core::time::Millis;

use super::{share, store};
use crate::partners::{Level, Partner, store as partners};
use crate::testing::{NOW, TestNode, check_page};

const DAY: &[(&str, &str)] = &[("from_d", "1"), ("from_m", "1"), ("from_y", "2001")];

async fn partner(node: &TestNode) -> AgencyId {
    let one = Partner {
        id: crate::partners::identity(node.app.node.id, node.app.clock.new_id()),
        code: "P01".to_owned(),
        name_ar: "مركز الدعم".to_owned(),
        name_en: "Support centre".to_owned(),
        sector: sila_core::agreement::Sector::Local,
        level: Level::Portal,
        contact: String::new(),
        updated_at: NOW,
    };
    let id = one.id;
    node.write(move |tx| partners::insert(tx, &one)).await.unwrap();
    id
}

fn today() -> Vec<(&'static str, String)> {
    let day = NOW.uae_date();
    vec![
        ("from_d", day.day.to_string()),
        ("from_m", day.month.to_string()),
        ("from_y", day.year.to_string()),
    ]
}

/// A node with the shipped guide approved by its head, who is signed in.
async fn with_guide() -> (TestNode, String) {
    let node = TestNode::new().await;
    let cookie = node.sign_in(&node.worker("head", &["HEAD"]).await).await;
    node.post("/ar/policy/draft", &cookie, &[]).await;
    let day = today();
    let form: Vec<(&str, &str)> = day.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(
        node.post("/ar/policy/approval", &cookie, &form).await.status,
        StatusCode::SEE_OTHER
    );
    (node, cookie)
}

#[test]
fn the_guide_that_is_shipped_can_be_approved_and_fits_a_record() {
    let guide = super::shipped().unwrap();
    assert_eq!(guide.check(), Ok(()));
    assert_eq!(
        guide.clauses().filter(|clause| clause.rule.is_some()).count(),
        Rule::ALL.len(),
        "every rule has its clause"
    );
    assert!(minicbor::to_vec(&guide).unwrap().len() < sila_link::record::CONTENT_BYTES_MAX);
}

#[tokio::test]
async fn every_page_of_the_guide_stands_in_both_languages() {
    let (node, cookie) = with_guide().await;
    let partner = partner(&node).await.to_text();
    node.post("/ar/policy/draft", &cookie, &[]).await;
    let marks = node.get("/en/policy/compliance", &cookie).await.body;
    for clause in super::shipped().unwrap().clauses().filter(|clause| clause.mandatory) {
        assert!(marks.contains(&format!("data-label=\"{}\"", clause.number)), "{}", clause.number);
    }
    for lang in ["ar", "en"] {
        for path in ["policy", "policy/draft", "policy/draft/2.1", "policy/compliance"] {
            let got = node.get(&format!("/{lang}/{path}"), &cookie).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            check_page(&got.body, lang);
        }
        let of_one =
            node.get(&format!("/{lang}/policy/compliance?agency={partner}"), &cookie).await;
        check_page(&of_one.body, lang);
        assert!(
            of_one.body.contains("2.1") && !of_one.body.contains("5.4"),
            "mandatory clauses only"
        );
    }
}

#[tokio::test]
async fn an_approved_version_never_changes_and_the_next_begins_as_its_copy() {
    let (node, cookie) = with_guide().await;
    let words = [("text_ar", "نص"), ("text_en", "Text"), ("mandatory", "no"), ("question_ar", "")];
    assert_eq!(
        node.post("/en/policy/draft/1.1", &cookie, &words).await.status,
        StatusCode::NOT_FOUND
    );
    node.post("/en/policy/draft", &cookie, &[]).await;
    assert_eq!(
        node.post("/en/policy/draft/1.1", &cookie, &words).await.status,
        StatusCode::SEE_OTHER
    );
    let half = [("text_ar", "نص"), ("text_en", "Kept as typed"), ("mandatory", "yes")];
    let again = node.post("/en/policy/draft/2.2", &cookie, &half).await;
    assert!(again.status != StatusCode::SEE_OTHER && again.body.contains("Kept as typed"));
    let past = node.post("/en/policy/approval", &cookie, DAY).await;
    assert_ne!(past.status, StatusCode::SEE_OTHER, "not from a day that has passed");
    let read = |number: u32| move |tx: &mut dyn crate::db::Tx| store::version(tx, number);
    let first = node.app.store.read(read(1)).await.unwrap().unwrap();
    let second = node.app.store.read(read(2)).await.unwrap().unwrap();
    assert_eq!(first.guide.chapters, super::shipped().unwrap().chapters);
    assert_eq!(second.guide.clause("1.1").unwrap().text.en, "Text");
    assert!(first.approved_at.is_some() && second.approved_at.is_none());
}

#[tokio::test]
async fn only_a_head_sets_a_clause_aside_and_what_the_node_knows_is_not_typed() {
    let (node, _) = with_guide().await;
    let partner = partner(&node).await.to_text();
    let officer = node.sign_in(&node.worker("officer", &["PARTNERSHIP"]).await).await;
    let form = [("agency", partner.as_str()), ("set_aside", "2.1"), ("reason", "Because")];
    let refused = node.post("/en/policy/exceptions", &officer, &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let claim = [("agency", partner.as_str()), ("clause", "2.1"), ("finding", "COMPLIANT")];
    let known = node.post("/en/policy/checks", &officer, &claim).await;
    assert_ne!(known.status, StatusCode::SEE_OTHER);
    let found = [
        ("agency", partner.as_str()),
        ("clause", "2.2"),
        ("finding", "PARTIAL"),
        ("note", "One of two forms"),
    ];
    assert_eq!(
        node.post("/en/policy/checks", &officer, &found).await.status,
        StatusCode::SEE_OTHER
    );
    let page = node.get(&format!("/en/policy/compliance?agency={partner}"), &officer).await.body;
    assert!(page.contains("Partly compliant") && page.contains("One of two forms"));
    let stranger = [("agency", "unknown"), ("clause", "2.2"), ("finding", "PARTIAL")];
    let lost = node.post("/en/policy/checks", &officer, &stranger).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_reader_says_so_once_and_for_one_version() {
    let (node, cookie) = with_guide().await;
    for _ in 0..2 {
        let said = node.post("/en/policy/reading", &cookie, &[("number", "1")]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER);
    }
    let changed = node.post("/en/policy/reading", &cookie, &[("number", "2")]).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    let readers = node.app.store.read(|tx| store::readers(tx, 1)).await.unwrap();
    assert_eq!(readers.len(), 1);
    let me = node.app.node.id;
    let theirs = node.app.store.read(move |tx| share::theirs(tx, me)).await.unwrap();
    assert!(theirs.is_empty(), "our own guide does not wait for us");
}

/// The part of the page of one partner that is about a clause.
async fn clause(node: &TestNode, cookie: &str, agency: AgencyId, number: &str) -> String {
    let path = format!("/en/policy/compliance?agency={}", agency.to_text());
    let page = node.get(&path, cookie).await.body;
    let begun = page.split(&format!("id=\"c{number}\"")).nth(1).unwrap().to_owned();
    begun.split("</section>").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_clause_that_was_set_aside_binds_again_when_the_exception_ends() {
    let (node, cookie) = with_guide().await;
    let head = node.worker("other", &["HEAD"]).await.id;
    let agency = partner(&node).await;
    let except = |until: Millis| {
        let (id, by) = (node.app.clock.new_id(), [String::new(), String::new()]);
        let one = store::Exception {
            clause: "1.3".to_owned(),
            agency,
            reason: "Nobody regulates it".to_owned(),
            until,
            by,
            at: NOW.plus_days(-20),
        };
        node.write(move |tx: &mut dyn crate::db::Tx| store::except(tx, id, &one, head))
    };
    assert!(clause(&node, &cookie, agency, "1.3").await.contains("Not checked"));
    except(NOW.plus_days(-5)).await.unwrap();
    let ended = clause(&node, &cookie, agency, "1.3").await;
    assert!(ended.contains("Exception ended"), "{ended}");
    let text = agency.to_text();
    let found = [("agency", text.as_str()), ("clause", "1.3"), ("finding", "COMPLIANT")];
    assert_eq!(node.post("/en/policy/checks", &cookie, &found).await.status, StatusCode::SEE_OTHER);
    assert!(clause(&node, &cookie, agency, "1.3").await.contains("Compliant"), "looked at since");
    except(NOW.plus_days(5)).await.unwrap();
    assert!(clause(&node, &cookie, agency, "1.3").await.contains("Set aside"));
}

#[tokio::test]
async fn what_a_person_found_counts_for_as_long_as_the_clause_says() {
    let (node, cookie) = with_guide().await;
    let head = node.worker("other", &["HEAD"]).await.id;
    let agency = partner(&node).await;
    for (days, said) in [(-364, "Compliant"), (-367, "Checked too long ago")] {
        let finding = sila_core::policy::Finding::Compliant;
        let found = store::Check { finding, note: String::new(), at: NOW.plus_days(days) };
        let write =
            move |tx: &mut dyn crate::db::Tx| store::check(tx, ("1.3", agency), &found, head);
        node.write(write).await.unwrap();
        let shown = clause(&node, &cookie, agency, "1.3").await;
        assert!(shown.contains(said), "{days}: {shown}");
    }
}

#[tokio::test]
async fn the_file_of_a_partner_tells_whether_it_was_chosen_by_two() {
    let (node, _) = with_guide().await;
    let agency = partner(&node).await;
    let text = agency.to_text();
    let claim = [("agency", text.as_str()), ("clause", "2.2"), ("finding", "COMPLIANT")];
    for (user, said) in [("one", "Not compliant"), ("two", "Compliant")] {
        let officer = node.sign_in(&node.worker(user, &["PARTNERSHIP"]).await).await;
        let marks: Vec<(String, &str)> = (1..=7).map(|n| (format!("mark{n}"), "4")).collect();
        let mut form = vec![("kind", "SCORE")];
        form.extend(marks.iter().map(|(name, mark)| (name.as_str(), *mark)));
        let path = format!("/en/partners/{text}/file");
        assert_eq!(node.post(&path, &officer, &form).await.status, StatusCode::SEE_OTHER);
        let shown = clause(&node, &officer, agency, "2.2").await;
        assert!(shown.contains(said) && shown.contains("from facts"), "{shown}");
        let typed = node.post("/en/policy/checks", &officer, &claim).await;
        assert_ne!(typed.status, StatusCode::SEE_OTHER, "what the node knows is not typed");
    }
}

#[tokio::test]
async fn a_new_version_asks_again_with_what_is_new() {
    let (node, cookie) = with_guide().await;
    node.post("/en/policy/reading", &cookie, &[("number", "1")]).await;
    node.post("/en/policy/draft", &cookie, &[]).await;
    let words = [("text_ar", "نص"), ("text_en", "A partner is an equal"), ("mandatory", "no")];
    node.post("/en/policy/draft/1.1", &cookie, &words).await;
    let day = today();
    let form: Vec<(&str, &str)> = day.iter().map(|(name, value)| (*name, value.as_str())).collect();
    node.post("/en/policy/approval", &cookie, &form).await;
    let page = node.get("/en/policy", &cookie).await.body;
    check_page(&page, "en");
    assert!(page.contains("What is new since version 1"), "{page}");
    assert!(
        page.contains("<ins>A partner is an equal</ins>") && page.contains("<del>Partners are")
    );
    let other = node.sign_in(&node.worker("new", &["PARTNERSHIP"]).await).await;
    let first = node.get("/en/policy", &other).await.body;
    assert!(!first.contains("What is new since"), "whoever reads it first reads the whole");
    node.post("/en/policy/reading", &cookie, &[("number", "2")]).await;
    assert!(!node.get("/en/policy", &cookie).await.body.contains("What is new since"));
}
