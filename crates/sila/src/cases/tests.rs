//! Cases on both engines: found only through their workers, sealed at rest, every reading written down.

use sila_core::codes::{
    Category, Channel, Evidence, Harm, LawfulBasis, PermissionForm, Relation, Reporter, Service,
    Sex, Urgency,
};
use sila_core::disclosure::{Disclosure, SafeContact, Safety};
use sila_core::field::Field;
use sila_core::ids::{CaseId, PersonId};
use sila_core::permission::Permission as Consent;
use sila_core::person::{Birth, Person};
use sila_core::residence::Residence;
use sila_core::time::Millis;
use uuid::Uuid;

use super::store::{self, Filter, PAGE_ROWS};
use super::{Contact, compose, open_record};
use crate::accounts::Worker;
use crate::journal::access::{self, Subject};
use crate::testing::{NOW, TestNode, check_page};

const NAME_AR: &str = "وفاء سالم المرجاني";
const NAME_LATIN: &str = "Wafaa Salem <b>Al Marjani</b>";
const EMIRATES_ID: &str = "784190000000019";
const WISH: &str = "تريد أن يبقى طفلاها معها";
const ACCOUNT: &str = "canary-account-e7b1";

/// A woman of Khor Fakkan with her daughter, as taken in at the agency of another emirate.
pub(crate) fn disclosure(node: &TestNode) -> Disclosure {
    let mut woman = Person::unknown(PersonId(Uuid::from_u128(1)));
    woman.name_ar = Some(NAME_AR.to_owned());
    woman.name_latin = Some(NAME_LATIN.to_owned());
    woman.sex = Sex::Female;
    woman.birth = Birth::Exact { y: 1993, m: 4, d: 11 };
    woman.emirates_id = Some(EMIRATES_ID.to_owned());
    woman.phone = Some("+971590000001".to_owned());
    let mut daughter = Person::unknown(PersonId(Uuid::from_u128(2)));
    daughter.name_ar = Some("مهرة".to_owned());
    daughter.relation = Some(Relation::Daughter);
    daughter.birth = Birth::AgeRange { min: 6, max: 6, as_of: NOW };
    Disclosure {
        people: vec![woman, daughter],
        residence: Residence {
            area: "AE-SH-KFK".parse().ok(),
            evidence: Evidence::Statement,
            usual_home: true,
            present_area: "AE-DU-DXB-MRD".parse().ok(),
            stay_days: Some(3),
            risk_near_home: false,
        },
        safety: Safety {
            immediate_danger: false,
            safe_to_talk: true,
            safe_contact: Some(SafeContact {
                channel: Channel::Phone,
                phone: Some("+971590000002".to_owned()),
                times: Some("صباحاً".to_owned()),
                instruction: Some("لا تذكر اسم الجهة".to_owned()),
                code_word: Some("المكتبة".to_owned()),
            }),
            plan: Some("تنتظر في غرفة هادئة".to_owned()),
        },
        harm: vec![Harm::Psychological],
        needs: vec![Service::Shelter, Service::Legal],
        wishes: Some(WISH.to_owned()),
        unwanted: None,
        account: Some(ACCOUNT.to_owned()),
        permission: Consent {
            basis: LawfulBasis::Consent,
            form: Some(PermissionForm::Written),
            recipient: node.app.node.id,
            purpose: Vec::new(),
            fields: Field::ALL.to_vec(),
            witness: None,
            given_at: NOW,
            expires_at: NOW.plus_days(90),
            onward: Vec::new(),
        },
        documents: Vec::new(),
        salt: None,
        no_wishes: None,
    }
}

async fn new_case(node: &TestNode, owner: &Worker, at: Millis) -> (CaseId, String) {
    let known = disclosure(node);
    let contact =
        Contact { channel: Channel::WalkIn, reporter: Reporter::Oneself, interpreter: false };
    let case =
        compose(&node.app, &known, Category::Woman, Urgency::Urgent, owner.id, None, at).unwrap();
    let case = case.with_contact(&node.app, &known, contact, Vec::new()).unwrap();
    let id = case.id;
    let reference = node.write(move |tx| store::insert(tx, &case)).await.unwrap();
    (id, reference)
}

async fn finds(node: &TestNode, worker: &Worker, id: CaseId) -> bool {
    let worker = worker.clone();
    node.write(move |tx| store::find(tx, &worker, id)).await.unwrap().is_some()
}

async fn what_is_written_is_read_back(node: &TestNode) {
    let owner = node.worker("reem", &["INTAKE"]).await;
    let (id, reference) = new_case(node, &owner, NOW).await;
    assert_eq!(reference, "C-26-00001");
    assert_eq!(new_case(node, &owner, NOW).await.1, "C-26-00002");
    let record = open_record(&node.app, &owner, id).await.unwrap();
    let mut known = disclosure(node);
    for (person, stored) in known.people.iter_mut().zip(&record.disclosure.people) {
        person.id = stored.id;
    }
    assert!(record.disclosure == known, "everything that was told is there");
    assert_eq!(record.contact.unwrap().channel, Channel::WalkIn);
    assert_eq!(record.row.category, "WOMAN");
    assert_eq!(record.row.area, "AE-SH-KFK");
    assert_eq!((record.row.origin, record.row.status.as_str()), (None, "open"));
}

/// B08: without need-to-know there is no case; B01: the list of readers is exactly who can read.
async fn contract_b01_the_list_of_readers_is_complete_and_exact(node: &TestNode) {
    let table: [(&str, &[&str]); 9] = [
        ("owner", &["INTAKE"]),
        ("colleague", &["CASE_MANAGER"]),
        ("supervisor", &["SUPERVISOR"]),
        ("admin", &["ADMIN"]),
        ("auditor", &["DPO_AUDIT"]),
        ("head", &["HEAD"]),
        ("added", &["PSYCHOLOGIST"]),
        ("added-without-role", &["RESEARCHER"]),
        ("two-roles", &["ADMIN", "SUPERVISOR"]),
    ];
    let mut everybody = Vec::new();
    for (name, roles) in table {
        everybody.push(node.worker(name, roles).await);
    }
    let (id, _) = new_case(node, &everybody[0], NOW).await;
    let members = [everybody[6].id, everybody[7].id];
    node.write(move |tx| {
        for member in members {
            store::add_member(tx, id, member, member, NOW)?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let listed = node.write(move |tx| store::readers(tx, id)).await.unwrap();
    let on_the_list = |worker: &Worker| listed.iter().any(|reader| reader.worker == worker.id);
    let mut who_finds = Vec::new();
    for worker in &everybody {
        if finds(node, worker, id).await {
            who_finds.push(worker.user_name.as_str());
        }
    }
    let who_is_listed: Vec<&str> =
        everybody.iter().filter(|w| on_the_list(w)).map(|w| w.user_name.as_str()).collect();
    assert_eq!(who_is_listed, who_finds);
    assert_eq!(who_finds, ["owner", "supervisor", "added", "two-roles"]);
    assert_eq!(listed.len(), who_finds.len(), "nobody else is listed, and nobody twice");
}

async fn the_list_is_walked_without_gap_or_repetition(node: &TestNode) {
    let owner = node.worker("reem", &["INTAKE"]).await;
    let other = node.worker("hind", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    for minute in 0..i64::try_from(PAGE_ROWS + 5).unwrap() {
        // Several cases of one millisecond: the identifier decides their order.
        new_case(node, &owner, NOW.plus_minutes(minute / 3)).await;
    }
    new_case(node, &other, NOW).await;
    let all = Filter { status: "open".to_owned(), all: true, ..Filter::default() };
    let mut seen = Vec::new();
    let mut before = (Millis(i64::MAX), CaseId(Uuid::max()));
    loop {
        let (asked, reader) = (all.clone(), boss.clone());
        let rows = node.write(move |tx| store::page(tx, &reader, &asked, before)).await.unwrap();
        let more = rows.len() > PAGE_ROWS;
        seen.extend(rows.into_iter().take(PAGE_ROWS));
        let Some(last) = seen.last().filter(|_| more) else { break };
        before = (last.opened_at, last.id);
    }
    assert_eq!(seen.len(), PAGE_ROWS + 6);
    assert!(seen.is_sorted_by(|a, b| (a.opened_at, a.id) > (b.opened_at, b.id)));
    let mine = node
        .write(move |tx| store::page(tx, &other, &all, (Millis(i64::MAX), CaseId(Uuid::max()))))
        .await
        .unwrap();
    assert_eq!(mine.len(), 1, "a role that reads its own cases gets its own, whatever it asks");
    let counts = node.write(move |tx| store::count_open(tx, &boss, NOW.plus_minutes(1))).await;
    assert_eq!(counts.unwrap(), (56, 52));
}

async fn filters_and_numbers_find_what_the_worker_may_read(node: &TestNode) {
    let owner = node.worker("reem", &["INTAKE"]).await;
    let stranger = node.worker("hind", &["INTAKE"]).await;
    let (id, reference) = new_case(node, &owner, NOW).await;
    let top = (Millis(i64::MAX), CaseId(Uuid::max()));
    for (category, urgency, found) in [
        ("", "", 1),
        ("WOMAN", "", 1),
        ("CHILD", "", 0),
        ("WOMAN", "URGENT", 1),
        ("", "STANDARD", 0),
    ] {
        let filter = Filter {
            status: "open".to_owned(),
            category: category.to_owned(),
            urgency: urgency.to_owned(),
            all: false,
            ..Filter::default()
        };
        let reader = owner.clone();
        let rows = node.write(move |tx| store::page(tx, &reader, &filter, top)).await.unwrap();
        assert_eq!(rows.len(), found, "{category} {urgency}");
    }
    for (worker, found) in [(owner, Some(id)), (stranger, None)] {
        let reference = reference.clone();
        let got = node.write(move |tx| store::by_reference(tx, &worker, &reference)).await;
        assert_eq!(got.unwrap(), found);
    }
}

async fn a_change_made_on_an_old_version_is_refused(node: &TestNode) {
    let owner = node.worker("reem", &["INTAKE"]).await;
    let (id, _) = new_case(node, &owner, NOW).await;
    let record = open_record(&node.app, &owner, id).await.unwrap();
    let mut known = record.disclosure.clone();
    known.wishes = Some("أن تعود إلى عملها".to_owned());
    known.people.truncate(1);
    let revised = record.revised(&node.app, &known, Category::Family, Urgency::Routine).unwrap();
    for kept in [true, false] {
        let revised = revised.clone();
        let done = node.write(move |tx| store::replace(tx, &revised, 1, NOW)).await.unwrap();
        assert_eq!(done, kept);
    }
    let record = open_record(&node.app, &owner, id).await.unwrap();
    assert_eq!(record.disclosure.wishes, known.wishes);
    assert_eq!(record.disclosure.people.len(), 1);
    assert_eq!((record.row.version, record.row.category.as_str()), (2, "FAMILY"));
}

macro_rules! on_both_engines {
    ($($name:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let node = crate::testing::TestNode::new().await;
                super::$name(&node).await;
                node.end().await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                if let Some(node) = crate::testing::TestNode::postgres().await {
                    super::$name(&node).await;
                    node.end().await;
                }
            })*
        }
    };
}

on_both_engines! {
    what_is_written_is_read_back
    contract_b01_the_list_of_readers_is_complete_and_exact
    the_list_is_walked_without_gap_or_repetition
    filters_and_numbers_find_what_the_worker_may_read
    a_change_made_on_an_old_version_is_refused
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_a_stranger_gets_not_found_and_every_reading_is_logged() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let stranger = node.worker("hind", &["CASE_MANAGER"]).await;
    let (id, _) = new_case(&node, &owner, NOW).await;
    let path = format!("/ar/cases/{id}");
    let cookie = node.sign_in(&stranger).await;
    let nothing = format!("/ar/cases/{}", Uuid::from_u128(7));
    let refused = node.get(&path, &cookie).await;
    assert_eq!(refused.status, 404);
    assert_eq!(node.get(&nothing, &cookie).await.status, 404);
    assert!(!refused.body.contains("C-26-00001"));
    assert_eq!(node.post(&format!("{path}/emirates-id"), &cookie, &[]).await.status, 404);
    let cookie = node.sign_in(&owner).await;
    assert_eq!(node.get(&path, &cookie).await.status, 200);
    let full = node.post(&format!("{path}/emirates-id"), &cookie, &[]).await;
    assert!(full.body.contains("784-1900-0000001-9"), "the whole number is shown when asked for");
    let reads = node.write(move |tx| store::reads(tx, id)).await.unwrap();
    let mut screens: Vec<&str> = reads.iter().map(|read| read.screen.as_str()).collect();
    screens.sort_unstable();
    assert_eq!(screens, ["case.emirates-id", "case.show"]);
    assert!(reads.iter().all(|read| read.name_en == "Worker reem"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_told_stands_in_the_files_of_the_database() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let (id, reference) = new_case(&node, &owner, NOW).await;
    access::record(&node.app, &owner, Subject::Case(id.0), "case.show", NOW).await.unwrap();
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(node.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&reference), "the dump holds what is not sealed");
    for canary in [NAME_AR, NAME_LATIN, EMIRATES_ID, WISH, ACCOUNT, "+97159", "مهرة"] {
        assert!(!holds(canary), "{canary} is readable");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_read_well_in_both_languages() {
    let node = TestNode::new().await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    let (id, reference) = new_case(&node, &boss, NOW).await;
    for lang in ["ar", "en"] {
        for path in ["cases", "cases?status=closed&category=CHILD", "search?q=none", "search"] {
            let got = node.get(&format!("/{lang}/{path}"), &cookie).await;
            assert_eq!(got.status, 200, "{path}");
            check_page(&got.body, lang);
        }
        let page = node.get(&format!("/{lang}/cases/{id}"), &cookie).await.body;
        check_page(&page, lang);
        assert!(page.contains("Wafaa Salem &lt;b&gt;Al Marjani"), "names are escaped");
        assert!(page.contains(&format!("<bdi>{NAME_AR}</bdi>")), "names are isolated");
        assert!(
            !page.contains("0000001-9") && !page.contains(EMIRATES_ID),
            "the Emirates ID is masked"
        );
        let strip = page.find("safe-strip").unwrap();
        assert!(strip < page.find("<h1").unwrap(), "safe contact stands on top");
        let typed = reference.to_lowercase();
        let found = node.post(&format!("/{lang}/search"), &cookie, &[("q", &typed)]).await;
        assert_eq!(found.location, format!("/{lang}/cases/{id}"));
    }
}
