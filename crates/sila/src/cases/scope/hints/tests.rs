use sila_core::area::AreaCode;
use sila_core::codes::Relation;
use sila_core::ids::{CaseId, WorkerId};
use sila_names::Name;

use super::{Facts, follow, reasons};
use crate::accounts::interests::Interests;
use crate::accounts::{Worker, store as accounts};
use crate::cases::kin::{self, Said};
use crate::cases::open_record;
use crate::cases::scope::tests::new_case;
use crate::testing::{NOW, TestNode, check_page};

const ASKED: &str = "A possible conflict of interest waits for a decision";
const EMPLOYER: &str = "مصنع الغيمة";

fn facts() -> Facts {
    Facts {
        names: vec![Name::parse("مها راشد الغدير")],
        employers: vec![Name::parse(EMPLOYER)],
        areas: vec![AreaCode::parse("AE-DU-DXB-MRD").unwrap()],
    }
}

fn declared(families: &[&str], employers: &[&str], area: Option<&str>) -> Interests {
    let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    let area = area.map(|code| AreaCode::parse(code).unwrap());
    Interests { families: owned(families), employers: owned(employers), area }
}

#[test]
fn each_reason_is_found_in_both_scripts_and_nothing_where_nothing_is_alike() {
    let nothing = Interests::default();
    let table = [
        (["مروان راشد الغدير", "Colleague"], nothing.clone(), vec!["KIN"]),
        (["راشد سعيد الغدير", "Colleague"], nothing.clone(), vec!["KIN"]),
        (["مروان الغدير", "Colleague"], nothing.clone(), vec!["TRIBE"]),
        (["موظف", "Marwan Al Ghadir"], nothing.clone(), vec!["TRIBE"]),
        (["مروان", "Colleague"], declared(&["الغدير"], &[], None), vec!["TRIBE"]),
        (["مروان", "Colleague"], declared(&["Al-Ghadeer"], &[], None), vec!["TRIBE"]),
        (["مروان", "Colleague"], declared(&[], &[EMPLOYER], None), vec!["EMPLOYER"]),
        (["مروان", "Colleague"], declared(&[], &[], Some("AE-DU-DXB-MRD")), vec!["ADDRESS"]),
        (["مروان", "Colleague"], declared(&[], &[], Some("AE-SH-SHJ-MJZ")), vec![]),
        (["مروان", "Colleague"], declared(&["النجار"], &["Other"], None), vec![]),
        (["مها السحابي", "Maha Al Sahabi"], nothing.clone(), vec![]),
        (["الغدير", "Colleague"], nothing.clone(), vec![]),
        (
            ["مروان الغدير", "Colleague"],
            declared(&[], &[EMPLOYER], None),
            vec!["TRIBE", "EMPLOYER"],
        ),
    ];
    for (at, (names, said, wanted)) in table.into_iter().enumerate() {
        assert_eq!(reasons(names, &said, &facts()), wanted, "row {at}");
    }
}

/// A colleague of a name of their own.
async fn named(node: &TestNode, user: &str, role: &str, [ar, en]: [&str; 2]) -> Worker {
    let worker = Worker {
        id: WorkerId(node.app.clock.new_id()),
        user_name: user.to_owned(),
        name_ar: ar.to_owned(),
        name_en: en.to_owned(),
        roles: vec![role.to_owned()],
        active: true,
    };
    let made = worker.clone();
    node.write(move |tx| accounts::insert_worker(tx, &made, "no password", NOW)).await.unwrap();
    worker
}

async fn page(node: &TestNode, worker: &Worker, path: &str) -> String {
    let cookie = node.sign_in(worker).await;
    node.get(path, &cookie).await.body
}

async fn posts(node: &TestNode, worker: &Worker, path: &str, form: &[(&str, &str)]) -> u16 {
    let cookie = node.sign_in(worker).await;
    node.post(path, &cookie, form).await.status.as_u16()
}

async fn decides(
    node: &TestNode,
    by: &Worker,
    case: CaseId,
    (about, decision, words): (&Worker, &str, &str),
) -> u16 {
    let about = about.id.to_string();
    let form = [("worker", about.as_str()), ("decision", decision), ("words", words)];
    posts(node, by, &format!("/en/cases/{case}/hints"), &form).await
}

/// The case of وفاء سالم المرجاني was opened by somebody who has her father's name and her family's.
#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_decides_about_who_works_on_a_case_and_is_not_asked_again() {
    let node = TestNode::new().await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let owner =
        named(&node, "hind", "CASE_MANAGER", ["هند سالم المرجاني", "Hind Al Marjani"]).await;
    let case = new_case(&node, &owner).await;
    let readers = format!("/en/cases/{case}/readers");
    assert!(!page(&node, &boss, "/en").await.contains(ASKED), "nobody has looked");
    follow(&node.app, case, NOW).await;
    let day = page(&node, &boss, "/en").await;
    check_page(&day, "en");
    assert!(day.contains(ASKED) && day.contains("C-26-00001"));
    assert!(!page(&node, &owner, "/en").await.contains(ASKED), "not asked about herself");
    assert!(!page(&node, &owner, &readers).await.contains("Possible kin"));
    for lang in ["ar", "en"] {
        let shown = page(&node, &boss, &format!("/{lang}/cases/{case}/readers")).await;
        check_page(&shown, lang);
        assert!(shown.contains(if lang == "en" {
            "Possible kin"
        } else {
            "قرابة محتملة"
        }));
    }
    assert_eq!(decides(&node, &owner, case, (&owner, "NONE", "mine")).await, 403);
    assert_eq!(decides(&node, &boss, case, (&owner, "NONE", "")).await, 422, "in words");
    assert_eq!(decides(&node, &boss, case, (&owner, "", "words")).await, 422);
    assert_eq!(decides(&node, &boss, case, (&owner, "EXCLUDE", "kin")).await, 422, "works on it");
    assert_eq!(decides(&node, &boss, case, (&owner, "NONE", "canary-why-77")).await, 303);
    assert_eq!(decides(&node, &boss, case, (&owner, "NONE", "again")).await, 409);
    follow(&node.app, case, NOW).await;
    assert!(!page(&node, &boss, "/en").await.contains(ASKED), "asked once");
    let shown = page(&node, &boss, &readers).await;
    assert!(shown.contains("decided: no conflict"));
    assert_eq!(
        page(&node, &owner, &format!("/en/cases/{case}/history"))
            .await
            .matches("there is none")
            .count(),
        1
    );
    let files = std::fs::read_dir(&node.app.config.dir).unwrap();
    for file in files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(13).any(|part| part == b"canary-why-77"), "sealed at rest");
    }
}

/// An employer of the case's people, and what a colleague declared: the reason is told, and not what was declared.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_declared_employer_only_the_reason_is_told_and_who_is_excluded_reads_nothing() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let sara = named(&node, "sara", "PSYCHOLOGIST", ["سارة", "Sara"]).await;
    let case = new_case(&node, &owner).await;
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let words = String::new();
    let said =
        Said { name: EMPLOYER.to_owned(), relation: Relation::Employer, at_home: false, words };
    kin::allege(&node.app, &owner, &record, said, NOW).await.unwrap();
    let readers = format!("/en/cases/{case}/readers");
    assert!(!page(&node, &boss, &readers).await.contains("The same employer"), "nothing declared");
    let form =
        [("employers", EMPLOYER), ("families", "canary-family-3a"), ("area", "AE-DU-DXB-MRD")];
    assert_eq!(posts(&node, &sara, "/en/me/interests", &form).await, 303);
    let shown = page(&node, &boss, &readers).await;
    assert!(shown.contains("The same employer") && shown.contains("The same area"));
    assert!(!shown.contains(EMPLOYER) && !shown.contains("canary-family-3a"), "the reason alone");
    assert!(!page(&node, &boss, "/en").await.contains(ASKED), "she does not work on it");
    let id = sara.id.to_string();
    assert_eq!(posts(&node, &owner, &readers, &[("worker", id.as_str())]).await, 303);
    assert!(page(&node, &owner, &readers).await.contains("The same employer"), "who named her");
    assert!(page(&node, &boss, "/en").await.contains(ASKED), "now she does");
    assert_eq!(decides(&node, &boss, case, (&sara, "EXCLUDE", "her brother")).await, 303);
    assert!(!page(&node, &boss, "/en").await.contains(ASKED));
    assert_eq!(node.get(&readers, &node.sign_in(&sara).await).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_given_a_case_is_compared_with_it() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let cousin = named(&node, "hind", "CASE_MANAGER", ["هند", "Hind Al Marjani"]).await;
    let case = new_case(&node, &owner).await;
    let (id, to) = (case.to_string(), cousin.id.to_string());
    let form = [("case", id.as_str()), ("act", "GIVE"), ("to", to.as_str()), ("sure", "yes")];
    let cookie = node.sign_in(&owner).await;
    let done = node.post("/en/cases/bulk", &cookie, &form).await.body;
    assert!(done.contains("Done for 1 of 1"));
    assert!(page(&node, &boss, "/en").await.contains(ASKED));
    let shown = page(&node, &boss, &format!("/en/cases/{case}/readers")).await;
    assert!(shown.contains("The same family name"));
}
