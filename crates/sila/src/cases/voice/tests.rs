//! A paper and its page give nobody away; a code serves once; and what was said is apart from the code, the case and the time.

use sila_core::care::Voice;
use sila_core::ids::CaseId;

use super::store;
use crate::cases::closure::tests::close;
use crate::cases::scope::tests::new_case;
use crate::db::{Row, V};
use crate::testing::{NOW, TestNode};

const MARKS: [(&str, &str); 4] =
    [("respect", "5"), ("heard", "4"), ("clear", "3"), ("helped", "5")];

/// What would tell whoever finds the paper, or looks over the shoulder, from whom it is.
const TELLING: [&str; 16] = [
    "Sila",
    "صلة",
    "Marsa",
    "مرسى",
    "case",
    "حالة",
    "protect",
    "حماية",
    "shelter",
    "إيواء",
    "agency",
    "جهة",
    "women",
    "child",
    "icon.svg",
    "sila.js",
];

fn tells(page: &str) -> Vec<&'static str> {
    TELLING.into_iter().filter(|word| page.contains(word)).collect()
}

/// A paper of a closed case; the code on it.
async fn paper(node: &TestNode, case: CaseId, cookie: &str) -> String {
    let case = case.to_string();
    let made = node.post("/ar/q/new", cookie, &[("case", &case), ("safe", "yes")]).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(tells(&made.body), Vec::<&str>::new(), "the paper tells");
    let code = made.body.rsplit_once("<b><bdi class=\"eid\" dir=\"ltr\">").unwrap().1;
    code.split_once('<').unwrap().0.to_owned()
}

async fn say(node: &TestNode, code: &str) -> crate::testing::Got {
    let form = [&[("code", code)][..], &MARKS].concat();
    node.post("/en/q", "", &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b24_the_paper_and_its_page_never_reveal_the_service_and_a_code_serves_once() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    let (path, id) = ("/en/q/new", case.to_string());
    let safe = [("case", id.as_str()), ("safe", "yes")];
    assert_eq!(node.post(path, &mine, &safe).await.status, 409, "the case is open");
    let stranger = node.worker("hind", &["CASE_MANAGER"]).await;
    let other = node.sign_in(&stranger).await;
    assert_eq!(node.post(path, &other, &safe).await.status, 404);
    close(&node, case, &mine, &hers).await;
    assert_eq!(
        node.post(path, &mine, &safe[..1]).await.status,
        409,
        "nobody asked whether it is safe"
    );
    let code = paper(&node, case, &mine).await;
    assert_eq!(node.post(path, &mine, &safe).await.status, 409, "one paper for a closure");
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/q"), "").await;
        assert_eq!((page.status.as_u16(), tells(&page.body)), (200, Vec::new()), "{lang}");
        assert!(page.body.contains(&format!("action=\"/{lang}/q\"")), "no code in an address");
    }
    let long = "A".repeat(500);
    for wrong in ["", "AAAA-AAAA-AAAA-AAAA", "A", long.as_str()] {
        let got = say(&node, wrong).await;
        assert!(got.body.contains("not valid") && tells(&got.body).is_empty(), "{wrong}");
    }
    let unmarked = node.post("/en/q", "", &[("code", &code), ("heard", "6")]).await;
    assert_eq!(unmarked.body.matches("class=\"msg\"").count(), 4);
    let thanks = say(&node, &code.to_lowercase()).await;
    assert!(
        thanks.status == 200 && thanks.body.contains("Thank you") && tells(&thanks.body).is_empty()
    );
    assert!(say(&node, &code).await.body.contains("not valid"), "used up");
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b24_an_answer_lies_apart_from_its_code_and_is_shown_only_in_sums_of_five() {
    let node = TestNode::new().await;
    let until = NOW.plus_days(90);
    for n in 0..5_u8 {
        let marks = Voice::new([5, 4, 3, n + 1]).unwrap();
        node.write(move |tx| store::insert(tx, [n; 32], until)).await.unwrap();
        let old = node.write(move |tx| store::say(tx, [n; 32], (&[n; 16], marks), until)).await;
        assert!(!old.unwrap(), "a code that is over");
        let said = node.write(move |tx| store::say(tx, [n; 32], (&[n; 16], marks), NOW)).await;
        assert!(said.unwrap());
        let span = (
            sila_core::experience::Quarter::from_number(0),
            sila_core::experience::Quarter::from_number(u32::MAX),
        );
        let sums = node.write(move |tx| store::sums(tx, span)).await.unwrap();
        assert_eq!(sums.len(), usize::from(n == 4), "five people, not {}", n + 1);
        for (_, voices) in sums {
            assert_eq!(
                (voices.people(), voices.mean(0), voices.mean(3)),
                (5, Some(500), Some(300))
            );
        }
    }
    let read = |text: &'static str| {
        let store = node.app.store.clone();
        async move { store.read(move |tx| tx.query_text(text, &[])).await.unwrap() }
    };
    for table in ["voice_answer", "voice_code"] {
        let text = match table {
            "voice_answer" => "select name from pragma_table_info('voice_answer')",
            _ => "select name from pragma_table_info('voice_code')",
        };
        let names: Vec<Vec<V>> = read(text).await.into_iter().map(Row::into_values).collect();
        let names = format!("{names:?}");
        for joins in ["case", "worker", "at\"", "closure"] {
            assert!(!names.contains(joins), "{table} has {joins}: {names}");
        }
    }
    node.end().await;
}
