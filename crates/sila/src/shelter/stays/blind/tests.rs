//! One bit and nobody's name: it finds a resident and a colleague's family, says nothing of whom, is written down, and cannot
//! be used to
//! find out by trying who lives in a home.

use sila_core::codes::{Category, Sex, Urgency};
use sila_core::person::AgeBand;
use sila_core::shelter::{Need, Sleeper};
use uuid::Uuid;

use super::{CHECKS_MAX, answers, store};
use crate::accounts::Worker;
use crate::cases::scope::tests::new_case;
use crate::people::register;
use crate::shelter::stays::hold::{self, Whom};
use crate::shelter::waiting::Wanted;
use crate::testing::{NOW, TestNode, check_page};

/// The woman of the case that the tests make.
const RESIDENT: &str = "وفاء سالم المرجاني";
const STRANGER: &str = "زيد خلفان الكوكبي";

pub(crate) async fn held(
    node: &TestNode,
    by: &Worker,
    case: Option<sila_core::ids::CaseId>,
) -> Uuid {
    let people = vec![Sleeper { sex: Sex::Female, age: AgeBand::From25 }];
    let need = Need { people, features: Vec::new(), away_from: None };
    let whom = Whom { case, referral: None, urgency: Urgency::Urgent };
    hold::create(&node.app, by.id, (need, Wanted::default()), whom, NOW).await.unwrap()
}

async fn said(node: &TestNode, stay: Uuid) -> Vec<String> {
    let steps = node.write(move |tx| store::steps(tx, stay)).await.unwrap();
    answers(&steps).iter().map(|step| step.code.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_and_a_colleague_of_the_family_are_found_and_nobody_is_named() {
    let node = TestNode::new().await;
    crate::shelter::tests::home(&node, 4).await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let staff = node.worker("salma", &["SHELTER_STAFF"]).await;
    let boss = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let (hers, bosses) = (node.sign_in(&staff).await, node.sign_in(&boss).await);
    let case = new_case(&node, &owner).await;
    register::fill(&node.app).await.unwrap();
    held(&node, &staff, Some(case)).await;
    let stay = held(&node, &staff, None).await;
    let path = format!("/en/shelter/stays/{stay}");
    let ask = async |name: &str| {
        node.post(&format!("{path}/blind"), &hers, &[("name_ar", name)]).await.status.as_u16()
    };
    let gate = async |cookie: &str| {
        node.post(&format!("{path}/gates"), cookie, &[("gate", "BLIND")]).await.status.as_u16()
    };
    assert_eq!(gate(&hers).await, 409, "nobody has asked yet");
    assert_eq!(ask(STRANGER).await, 303);
    assert_eq!(said(&node, stay).await, ["NOTHING"]);
    assert_eq!(ask(RESIDENT).await, 303);
    assert_eq!(said(&node, stay).await, ["NOTHING", "CALL"]);
    for lang in ["ar", "en"] {
        let page = node.get(&path.replace("/en/", &format!("/{lang}/")), &hers).await.body;
        check_page(&page, lang);
        assert!(!page.contains("المرجاني") && !page.contains("الكوكبي"), "neither asked nor found");
    }
    assert!(node.get(&path, &hers).await.body.contains("A person must call"));
    assert_eq!(gate(&hers).await, 409, "after a call a supervisor passes it");
    assert_eq!(gate(&bosses).await, 303);
    assert_eq!(ask("نورة salma").await, 303);
    assert_eq!(said(&node, stay).await.last().unwrap(), "CALL", "the family name of a colleague");
    assert_eq!(said(&node, stay).await.len(), CHECKS_MAX);
    assert_eq!(ask(STRANGER).await, 409, "not to be found out by trying");
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_left_or_lives_elsewhere_is_not_found_and_only_those_who_place_ask() {
    let node = TestNode::new().await;
    crate::shelter::tests::home(&node, 4).await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let staff = node.worker("salma", &["SHELTER_STAFF"]).await;
    let hers = node.sign_in(&staff).await;
    let known = crate::cases::tests::disclosure(&node);
    let kind = (Category::Woman, Urgency::Urgent);
    let elsewhere =
        crate::cases::compose(&node.app, &known, kind.0, kind.1, owner.id, None, NOW).unwrap();
    node.write(move |tx| crate::cases::store::insert(tx, &elsewhere)).await.unwrap();
    register::fill(&node.app).await.unwrap();
    let stay = held(&node, &staff, None).await;
    let path = format!("/en/shelter/stays/{stay}/blind");
    node.post(&path, &hers, &[("name_ar", RESIDENT)]).await;
    assert_eq!(said(&node, stay).await, ["NOTHING"], "on file, and not in the home");
    let stranger = node.sign_in(&owner).await;
    assert_eq!(node.post(&path, &stranger, &[("name_ar", RESIDENT)]).await.status, 403);
    node.end().await;
}
