//! One search box: any spelling finds, strangers do not exist, what was typed is kept nowhere.

use sila_core::codes::{Category, Urgency};
use sila_core::ids::{CaseId, PersonId};
use sila_core::person::{Birth, Person};

use crate::accounts::Worker;
use crate::cases::{self, store, tests::disclosure};
use crate::people::register;
use crate::testing::{NOW, TestNode, check_page};

/// Takes somebody in; the case and the identifier of the person.
async fn take_in(node: &TestNode, owner: &Worker, person: Person) -> (CaseId, PersonId) {
    let mut known = disclosure(node);
    known.people = vec![person];
    let case =
        cases::compose(&node.app, &known, Category::Woman, Urgency::Urgent, owner.id, None, NOW);
    let case = case.unwrap();
    let (id, person) = (case.id, case.people[0].0);
    node.write(move |tx| store::insert(tx, &case)).await.unwrap();
    register::follow(&node.app, id).await;
    (id, person)
}

fn someone(ar: &str, latin: &str, year: u16, phone: &str) -> Person {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut person = Person::unknown(PersonId(uuid::Uuid::nil()));
    (person.name_ar, person.name_latin) = (text(ar), text(latin));
    person.birth = Birth::Exact { y: year, m: 10, d: 15 };
    person.phone = text(phone);
    person
}

async fn found(node: &TestNode, cookie: &str, typed: &str) -> String {
    let got = node.post("/en/search", cookie, &[("q", typed)]).await;
    assert_eq!(got.status, 200, "{typed} {}", got.location);
    got.body
}

/// A32, B21: the everyday spellings of one woman's and one man's name, in both scripts, whole and in part.
#[tokio::test(flavor = "multi_thread")]
async fn contract_a32_every_everyday_spelling_finds_the_person() {
    let node = TestNode::new().await;
    let worker = node.worker("reem", &["INTAKE"]).await;
    let cookie = node.sign_in(&worker).await;
    let (_, woman) =
        take_in(&node, &worker, someone("فاطمة أحمد الكثيبي", "", 1989, "+971590000007")).await;
    let (_, man) = take_in(&node, &worker, someone("عبد الله حمدان النخيل", "", 1975, "")).await;
    let (_, latin) =
        take_in(&node, &worker, someone("", "Mohammed Yousef Al Suwaidi", 1990, "")).await;
    let table = [
        ("فاطمة أحمد", woman),
        ("فاطمه احمد", woman),
        ("فَاطِمَة", woman),
        ("فاطـــمة الكثيبي", woman),
        ("Fatima Ahmed", woman),
        ("FATMA AHMAD", woman),
        ("Fatimah Al-Kuthaibi", woman),
        ("فاطمة ١٩٨٩", woman),
        ("الكثيبي", woman),
        ("059 000 0007", woman),
        ("٠٥٩٠٠٠٠٠٠٧", woman),
        ("عبدالله النخيل", man),
        ("عبد الله", man),
        ("Abdullah Hamdan", man),
        ("Abdulla Al Nakheel", man),
        ("محمد يوسف", latin),
        ("Mohamed Yusuf", latin),
        ("محمد السويدي", latin),
    ];
    for (typed, person) in table {
        let page = found(&node, &cookie, typed).await;
        assert!(page.contains(&format!("/en/people/{person}")), "{typed} finds nobody");
    }
    assert!(!found(&node, &cookie, "فاطمة ١٩٥٠").await.contains("/en/people/"), "another year");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_a_person_of_another_worker_does_not_exist_in_results_and_counts() {
    let node = TestNode::new().await;
    let (owner, other) =
        (node.worker("reem", &["INTAKE"]).await, node.worker("hind", &["INTAKE"]).await);
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let (case, person) =
        take_in(&node, &owner, someone("هند سعيد المهاوي", "", 1999, "+971590000012")).await;
    let (_, hers) = take_in(&node, &other, someone("هند راشد المهاوي", "", 1980, "")).await;
    let path = format!("/en/people/{person}");
    for (worker, count) in [(&owner, 1), (&other, 1), (&boss, 2)] {
        let cookie = node.sign_in(worker).await;
        let page = found(&node, &cookie, "Hind Al Mahawi").await;
        assert_eq!(page.matches("found-who").count(), count, "{}", worker.user_name);
        let sees = worker.user_name != "hind";
        assert_eq!(page.contains(&path), sees);
        let number = found(&node, &cookie, "0590000012").await;
        assert_eq!(number.contains(&path), sees);
        let opened = node.get(&path, &cookie).await;
        assert_eq!(opened.status == 200, sees);
        assert!(sees || !opened.body.contains("سعيد"));
    }
    let cookie = node.sign_in(&other).await;
    let page = found(&node, &cookie, "هند").await;
    assert!(page.contains(&format!("/en/people/{hers}")) && page.contains("1 person found"));
    // Whoever reads no case finds nobody, whatever they type.
    let clerk = node.worker("admin", &["ADMIN"]).await;
    let cookie = node.sign_in(&clerk).await;
    assert!(!found(&node, &cookie, "هند").await.contains("/en/people/"));
    let number =
        node.write(move |tx| store::stored(tx, case)).await.unwrap().unwrap().row.reference;
    assert!(!found(&node, &cookie, &number).await.contains(&case.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_kept_nowhere_and_every_search_is_written_down() {
    let node = TestNode::new().await;
    let worker = node.worker("reem", &["INTAKE"]).await;
    let cookie = node.sign_in(&worker).await;
    let (case, _) = take_in(&node, &worker, someone("لؤلؤة", "", 1999, "")).await;
    found(&node, &cookie, "canaryword").await;
    found(&node, &cookie, "لؤلؤة").await;
    let reads = node.write(move |tx| store::reads(tx, case)).await.unwrap();
    let screens: Vec<&str> = reads.iter().map(|read| read.screen.as_str()).collect();
    assert_eq!(screens, ["search"], "who was shown is written down at the case");
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(node.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("search"), "the dump holds the access log");
    assert!(!holds("canaryword") && !holds("لؤلؤة"));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_get_a_clear_answer() {
    let node = TestNode::new().await;
    let worker = node.worker("reem", &["INTAKE"]).await;
    let cookie = node.sign_in(&worker).await;
    take_in(&node, &worker, someone("محمد", "", 1999, "")).await;
    let sixty = "محمد أحمد ".repeat(60);
    let typed = [
        "🙂🙂🙂",
        "\u{202e}\u{2066}\u{200f}",
        "<script>alert(1)</script>",
        "%27 or 1=1 --",
        sixty.as_str(),
        "7840000000000000000000000000000",
        "'\"&<>",
    ];
    for lang in ["ar", "en"] {
        for words in typed {
            let got = node.post(&format!("/{lang}/search"), &cookie, &[("q", words)]).await;
            assert_eq!(got.status, 200, "{words}");
            check_page(&got.body, lang);
            assert!(!got.body.contains("/people/"), "{words}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_read_at_the_start_and_says_so_meanwhile() {
    let node = TestNode::new().await;
    let worker = node.worker("reem", &["INTAKE"]).await;
    let cookie = node.sign_in(&worker).await;
    let before = node.get("/en/search", &cookie).await.body;
    assert!(before.contains("id=\"register\""), "a node that has just started says so");
    let mut known = disclosure(&node);
    known.people = vec![someone("نجمة سالم", "", 2012, "")];
    let case =
        cases::compose(&node.app, &known, Category::Child, Urgency::Urgent, worker.id, None, NOW);
    let case = case.unwrap();
    let person = case.people[0].0;
    node.write(move |tx| store::insert(tx, &case)).await.unwrap();
    assert!(!found(&node, &cookie, "نجمة").await.contains(&person.to_string()));
    register::fill(&node.app).await.unwrap();
    let page = found(&node, &cookie, "Najma Salem").await;
    assert!(page.contains(&person.to_string()));
    assert!(!page.contains("id=\"register\""), "all cases are read");
}
