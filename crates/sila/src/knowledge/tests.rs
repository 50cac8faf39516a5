//! An item from the first word to the shelf through its pages, and what is never in it.

use super::item::{self, CRITERIA};
use super::store::{self, Asked};
use super::{seen, stems};
use crate::accounts::Worker;
use crate::testing::{TestNode, check_page};

const CANARY: &str = "canary-account-e7b1";

/// A node whose register was read, with a woman on file.
async fn node() -> (TestNode, String) {
    let node = crate::guard::tests::node().await;
    let known = crate::cases::tests::disclosure(&node);
    (node, known.people[0].name_ar.clone().unwrap())
}

fn scores() -> Vec<(String, String)> {
    let both = |one: &str| {
        let one = one.to_lowercase();
        [(format!("score_{one}"), "3".to_owned()), (format!("reason_{one}"), "لأنه كذلك".to_owned())]
    };
    CRITERIA.iter().flat_map(|one| both(one)).collect()
}

async fn review(node: &TestNode, path: &str, who: &Worker) {
    let cookie = node.sign_in(who).await;
    let page = node.get(&format!("{path}/review"), &cookie).await;
    check_page(&page.body, "ar");
    let form = scores();
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let got = node.post(&format!("{path}/review"), &cookie, &form).await;
    assert_eq!(got.location, path, "{}", got.body);
    let again = node.get(&format!("{path}/review"), &cookie).await;
    assert_eq!(again.location, path, "nobody reviews one version twice");
}

/// The decisions that the page of the guard asks for.
fn decisions(page: &str) -> Vec<String> {
    let parts = page.split("<select class=\"in\" id=\"guard-").skip(1);
    parts.map(|part| format!("guard-{}", part.split('"').next().unwrap())).collect()
}

/// Writes an after-action review in which somebody is named, and takes her out; gives its address.
async fn written(node: &TestNode, author: &Worker, named: &str) -> String {
    let cookie = node.sign_in(author).await;
    let form = node.get("/ar/knowledge/new", &cookie).await.location;
    let page = node.get(&form, &cookie).await;
    check_page(&page.body, "ar");
    let stamp = page.body.split("name=\"_stamp\" value=\"").nth(1).unwrap();
    let stamp = stamp.split('"').next().unwrap().to_owned();
    let done = format!("اجتمعنا بعد مغادرة {named} وراجعنا ما جرى، ثم غيّرنا ترتيب الخطوات.");
    let mut fields = vec![
        ("_stamp", stamp.as_str()),
        ("kind", "AFTER_ACTION"),
        ("field", "SHELTER"),
        ("authors", "موظفة الدار، A. Worker"),
        ("title_ar", "مراجعة ما بعد المغادرة"),
        ("summary_ar", "ما تعلّمناه من الشراكة في أول أسبوع"),
        ("done_ar", &done),
    ];
    let kept = node.post(&format!("{form}/keep"), &cookie, &fields).await;
    assert!(kept.status.is_success() && kept.body.contains('\n'), "{}", kept.body);
    // A window that was made from something older keeps nothing over it.
    let mut older = fields.clone();
    older[4] = ("title_ar", "عنوان آخر");
    let crossed = node.post(&format!("{form}/keep"), &cookie, &older).await;
    assert_eq!(crossed.status, 409);
    fields.remove(0);
    let check = node.post(&form, &cookie, &fields).await.location;
    let done = decided(node, &cookie, &check, named).await;
    assert_eq!(done, form.trim_end_matches("/draft"));
    done
}

/// The guard holds the text; its author takes the one finding out. Gives the address of the item.
async fn decided(node: &TestNode, cookie: &str, check: &str, named: &str) -> String {
    let held = node.get(check, cookie).await;
    check_page(&held.body, "ar");
    assert!(held.body.contains(&format!("<mark>{named}</mark>")), "she is shown to her author");
    let undecided = node.post(check, cookie, &[]).await;
    assert!(undecided.location.is_empty() && undecided.body.contains("<mark>"), "it is held");
    let names = decisions(&held.body);
    let decided: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "REMOVE")).collect();
    assert_eq!(decided.len(), 1);
    node.post(check, cookie, &decided).await.location
}

#[tokio::test]
async fn contract_b34_an_after_action_review_is_shared_without_anybody_in_it_and_its_authors_are_named()
 {
    let (node, named) = node().await;
    let author = node.worker("author", &["SHELTER_SUPERVISOR"]).await;
    let head = node.worker("head", &["HEAD"]).await;
    let (judge, reader) =
        (node.worker("judge", &["RESEARCHER"]).await, node.worker("reader", &["INTAKE"]).await);
    let reads = node.sign_in(&reader).await;
    let path = written(&node, &author, &named).await;
    assert_eq!(node.get(&path, &reads).await.status, 404, "a colleague sees nothing yet");
    let day = node.get("/ar", &node.sign_in(&judge).await).await;
    assert!(day.body.contains(&format!("{path}/review")), "the review waits on the day's page");
    review(&node, &path, &judge).await;
    review(&node, &path, &head).await;
    let cookie = node.sign_in(&head).await;
    check_page(&node.get(&path.replace("/ar/", "/en/"), &cookie).await.body, "en");
    assert_eq!(node.post(&format!("{path}/publication"), &cookie, &[]).await.location, path);

    let shown = node.get(&path, &reads).await;
    check_page(&shown.body, "ar");
    for words in ["موظفة الدار، A. Worker", "[…]", "sila:MARSA/", "أفضل ممارسة"]
    {
        assert!(shown.body.contains(words), "{words}");
    }
    assert!(!shown.body.contains(&named), "nobody is in it");
    for typed in ["الشراكه", "شراكة", "المراجعات"] {
        let found = node.post("/ar/knowledge", &reads, &[("q", typed)]).await;
        check_page(&found.body, "ar");
        assert!(found.body.contains(&path), "{typed}");
    }
    let none = node.post("/en/knowledge", &reads, &[("q", "zebra"), ("kind", "TOOL")]).await;
    check_page(&none.body, "en");
    assert!(!none.body.contains("/knowledge/0"), "nothing else is found");
    node.end().await;
}

#[tokio::test]
async fn contract_b07_no_word_of_a_case_is_in_the_store_of_knowledge() {
    let (node, named) = node().await;
    let author = node.worker("author", &["INTAKE"]).await;
    let (one, two) =
        (node.worker("one", &["HEAD"]).await, node.worker("two", &["SUPERVISOR"]).await);
    let path = written(&node, &author, &named).await;
    review(&node, &path, &one).await;
    review(&node, &path, &two).await;
    let cookie = node.sign_in(&one).await;
    node.post(&format!("{path}/publication"), &cookie, &[]).await;
    let shelf = node.app.store.read(|tx| store::shelf(tx, &Asked::default())).await.unwrap();
    assert_eq!(shelf.len(), 1);
    let text = seen(&node.app, &shelf[0]).unwrap().unwrap();
    // What would leave for a partner: the bytes of the record, opened.
    let bytes = item::to_cbor(&text);
    let said = String::from_utf8_lossy(&bytes).into_owned();
    let name = sila_names::Name::parse(&named);
    let words: Vec<&str> = name.tokens().iter().map(|token| token.text()).collect();
    let folded = sila_names::fold(&said);
    for canary in words.into_iter().chain([CANARY, "784190000000019", "971590000001"]) {
        assert!(!folded.contains(canary), "{canary}");
        let asked = Asked { stems: stems::of(canary).into_iter().collect(), ..Asked::default() };
        let found = node.app.store.read(move |tx| store::shelf(tx, &asked)).await.unwrap();
        assert!(found.is_empty(), "{canary} is in the index");
    }
    assert!(folded.contains("مغادره"), "the search in the bytes can find");
    node.end().await;
}
