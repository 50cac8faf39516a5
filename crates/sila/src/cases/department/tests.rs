//! The numbers are those of the lists behind them; whoever reads no case learns of no small group; nobody beyond their scope.

use sila_core::codes::{Category, Urgency};
use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::Age;
use crate::accounts::Worker;
use crate::cases::scope::{Change, change};
use crate::testing::{NOW, TestNode, check_page};

async fn case_of(node: &TestNode, owner: &Worker, urgency: Urgency, at: Millis) -> CaseId {
    let known = crate::cases::tests::disclosure(node);
    let case =
        crate::cases::compose(&node.app, &known, Category::Woman, urgency, owner.id, None, at);
    let case = case.unwrap();
    let id = case.id;
    node.write(move |tx| crate::cases::store::insert(tx, &case)).await.unwrap();
    id
}

/// The number before the list `path` that the page links, and how many cases the list has.
async fn number_and_list(node: &TestNode, cookie: &str, page: &str, query: &str) -> (usize, usize) {
    let path = format!("/en/cases?who=all&amp;{query}\">");
    let (_, rest) = page.split_once(&path).unwrap_or_else(|| panic!("no link to {query}"));
    let number = rest.split('<').next().unwrap().parse().unwrap();
    let list = node.get(&format!("/en/cases?who=all&{query}").replace("&amp;", "&"), cookie).await;
    (number, list.body.matches("class=\"ref\"").count())
}

#[tokio::test]
async fn each_number_is_that_of_the_list_it_opens() {
    let node = TestNode::new().await;
    let [reem, sara] = ["reem", "sara"];
    let reem = node.worker(reem, &["CASE_MANAGER"]).await;
    let sara = node.worker(sara, &["CASE_MANAGER"]).await;
    let boss = node.worker("boss", &["SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    for days in [1, 5, 40, 100, 400] {
        case_of(&node, &reem, Urgency::Urgent, NOW.plus_days(-days)).await;
    }
    case_of(&node, &sara, Urgency::Emergency, NOW.plus_days(-2)).await;
    let kept = case_of(&node, &sara, Urgency::Emergency, NOW.plus_days(-2)).await;
    change(&node.app, &sara, kept, Change::Restrict, NOW).await.unwrap();
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/department"), &cookie).await.body, lang);
    }
    let page = node.get("/en/department", &cookie).await.body;
    let wanted = [
        ("urgency=URGENT".to_owned(), 5),
        ("urgency=EMERGENCY".to_owned(), 1),
        ("age=NEW".to_owned(), 3),
        ("age=MONTHS".to_owned(), 1),
        ("age=HALF".to_owned(), 1),
        ("age=LONG".to_owned(), 1),
        ("stage=NONE".to_owned(), 6),
        ("level=NONE".to_owned(), 6),
        (format!("owner={}", reem.id), 5),
        (format!("owner={}&amp;age=NEW", reem.id), 2),
        (format!("owner={}&amp;urgency=EMERGENCY", sara.id), 1),
    ];
    for (query, count) in wanted {
        let found = number_and_list(&node, &cookie, &page, &query).await;
        assert_eq!(found, (count, count), "{query}: the restricted case is in none");
    }
    node.end().await;
}

#[tokio::test]
async fn a_head_who_reads_no_case_learns_of_no_small_group_and_opens_no_list() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let sara = node.worker("sara", &["CASE_MANAGER"]).await;
    let head = node.worker("head", &["HEAD"]).await;
    let cookie = node.sign_in(&head).await;
    for _ in 0..9 {
        case_of(&node, &reem, Urgency::Urgent, NOW).await;
    }
    for _ in 0..3 {
        case_of(&node, &sara, Urgency::Emergency, NOW).await;
    }
    let page = node.get("/en/department", &cookie).await.body;
    check_page(&page, "en");
    assert!(page.contains("Small numbers are left out"));
    assert!(!page.contains("/en/cases?who=all"), "no list of cases opens");
    let (_, table) = page.split_once("Who has how many").unwrap();
    let row = table.split_once("Worker sara").unwrap().1.split("</tr>").next().unwrap();
    assert!(row.contains("fewer than"), "three cases of one colleague: {row}");
    let row = table.split_once("Worker reem").unwrap().1.split("</tr>").next().unwrap();
    assert!(!row.contains(">9<"), "the rest is not to be had by subtracting: {row}");
    node.end().await;
}

#[tokio::test]
async fn whoever_has_only_their_own_cases_has_no_department() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let sara = node.worker("sara", &["CASE_MANAGER"]).await;
    case_of(&node, &reem, Urgency::Urgent, NOW).await;
    let cookie = node.sign_in(&sara).await;
    assert_eq!(node.get("/en/department", &cookie).await.status, 403);
    crate::cases::scope::tests::in_one_team(&node, &sara, &reem).await;
    let page = node.get("/en/department", &cookie).await.body;
    assert_eq!(number_and_list(&node, &cookie, &page, "urgency=URGENT").await, (1, 1));
    assert!(page.contains("Your own cases and those of your teams"));
    node.end().await;
}

#[test]
fn the_ages_of_cases_leave_no_gap_and_do_not_overlap() {
    let mut later = Millis(i64::MAX);
    for age in Age::ALL {
        let (from, until) = age.opened(NOW);
        assert_eq!(until, later, "{age:?}");
        assert!(from < until);
        assert_eq!(Age::of(age.code()), Some(age));
        later = from;
    }
    assert_eq!(later, Millis(i64::MIN));
}

#[tokio::test]
async fn a_file_of_figures_leaves_small_numbers_out_for_every_reader_and_the_chart_says_so() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["CASE_MANAGER"]).await;
    let sara = node.worker("sara", &["CASE_MANAGER"]).await;
    let boss = node.worker("boss", &["SUPERVISOR"]).await;
    let head = node.worker("head", &["HEAD"]).await;
    for _ in 0..9 {
        case_of(&node, &reem, Urgency::Urgent, NOW).await;
    }
    for _ in 0..3 {
        case_of(&node, &sara, Urgency::Emergency, NOW).await;
    }
    for worker in [&boss, &head] {
        let cookie = node.sign_in(worker).await;
        for lang in ["ar", "en"] {
            let page = node.get(&format!("/{lang}/department"), &cookie).await.body;
            check_page(&page, lang);
            assert!(page.contains("<svg class=\"chart\""), "drawn");
        }
        let csv = node.get("/en/department.csv", &cookie).await.body;
        let lines: Vec<&str> = csv.lines().filter(|line| line.contains("Urgency")).collect();
        assert!(!lines.is_empty(), "{csv}");
        for line in csv.lines().skip(1) {
            let count = line.rsplit(',').next().unwrap();
            let small = count.parse::<u64>().is_ok_and(|count| (1..5).contains(&count));
            assert!(!small, "{line}");
        }
        assert!(!csv.contains("Worker sara,3") && csv.contains("fewer than"), "{csv}");
        let book = node.get("/en/department.xlsx", &cookie).await;
        assert!(book.status == 200 && book.body.starts_with("PK"), "a workbook");
    }
    let page = node.get("/en/department", &node.sign_in(&head).await).await.body;
    assert!(page.contains("not drawn"), "what is left out of the chart is said: {page}");
    let mine = node.sign_in(&reem).await;
    assert_eq!(node.get("/en/department.csv", &mine).await.status, 403);
    node.end().await;
}
