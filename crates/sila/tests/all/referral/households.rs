//! Households of the script whose expectations no other story plays: H02, an older man alone; H09, a newborn whose parents nobody knows;
//! H11, a boy without documents whose age is estimated.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::cases::{self, store as cases_of};
use sila::db::{DbError, Tx, p};
use sila::known::list::{make, store as lists};
use sila::referrals;
use sila::shelter::stays::hold::{self, Whom};
use sila::shelter::waiting::Wanted;
use sila_core::codes::{Category, PermissionForm, Service, Sex, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::ids::CaseId;
use sila_core::person::{AgeBand, Ages, Birth};
use sila_core::referral::State;
use sila_core::shelter::{Need, Sleeper, Takes};

use super::nodes::{NOW, Node, Pair, opened};
use super::pages::{get, post};
use super::shelter::home_for;

/// A case of this agency, as it was told at its own desk.
async fn case(node: &Node, owner: &Worker, known: &Disclosure, category: Category) -> CaseId {
    let case = cases::compose(&node.app, known, category, Urgency::Urgent, owner.id, None, NOW);
    let case = case.unwrap();
    let id = case.id;
    let insert = move |tx: &mut dyn Tx| cases_of::insert(tx, &case).map(|_| ());
    node.app.store.write(insert).await.unwrap();
    id
}

/// The home with these gates admits them when the last of the gates is passed, and not before.
async fn is_admitted_only_after(
    node: &Node,
    gates: &'static str,
    (case, sleeper): (CaseId, Sleeper),
) {
    let takes = Takes {
        female: Some(Ages { min: 0, max: u8::MAX }),
        male: Some(Ages { min: 0, max: u8::MAX }),
        with_adult: false,
    };
    home_for(node, 1, takes).await;
    let set = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        tx.exec_text("update home set gates = $1", &p![gates]).map(|_| ())
    };
    node.app.store.write(set).await.unwrap();
    let keeper = node.worker("d-shel", &["SHELTER_STAFF"]).await;
    let need = Need { people: vec![sleeper], features: Vec::new(), away_from: None };
    let whom = Whom { case: Some(case), referral: None, urgency: Urgency::Urgent };
    let wanted = (need, Wanted::default());
    let stay = hold::create(&node.app, keeper.id, wanted, whom, NOW).await.unwrap();
    let cookie = node.sign_in(&keeper).await;
    let path = |rest: &str| format!("/en/shelter/stays/{stay}{rest}");
    for gate in gates.split(' ') {
        let (status, page) = post(node, &cookie, &path("/admission"), "").await;
        assert_eq!(status, StatusCode::CONFLICT, "before {gate}");
        assert!(page.contains("Something must still be in order"), "{page}");
        let (status, _) = post(node, &cookie, &path("/gates"), &format!("gate={gate}")).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{gate}");
    }
    let (status, _) = post(node, &cookie, &path("/admission"), "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "after the last");
}

#[tokio::test(flavor = "multi_thread")]
async fn h02_an_older_man_has_a_year_of_birth_goes_home_and_has_a_place_only_after_three_findings()
{
    let pair = Pair::new().await;
    let dana = &pair.dana;
    let worker = dana.worker("d-eld", &["ELDER_PROTECTION"]).await;
    let mut known = pair.h01();
    known.people.truncate(1);
    known.people[0].birth = Birth::YearOnly(1947);
    known.people[0].sex = Sex::Male;
    let case = case(dana, &worker, &known, Category::Older).await;
    let cookie = dana.sign_in(&worker).await;
    for (lang, only) in [("en", "(year only)"), ("ar", "(السنة فقط)")] {
        let (status, page) = get(dana, &cookie, &format!("/{lang}/cases/{case}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(only) && page.contains("1947"), "{lang}");
        assert!(!page.contains("01/01/1947"), "no day that nobody has told");
    }
    // Home care with nursing: the pathway goes to independence without shelter, for a reason.
    let day = NOW.uae_date();
    let stage = |reason: &str| {
        let on = format!("day_d={}&day_m={}&day_y={}", day.day, day.month, day.year);
        format!("stage=INDEP&reason={reason}&{on}")
    };
    let path = format!("/en/cases/{case}/pathway");
    let (status, _) = post(dana, &cookie, &path, &stage("")).await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "stages were left out, and nothing says why"
    );
    let (status, page) = post(dana, &cookie, &path, &stage("WISH")).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let sleeper = Sleeper { sex: Sex::Male, age: AgeBand::From60 };
    is_admitted_only_after(dana, "UNABLE MEDICAL NO_CARER", (case, sleeper)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h09_a_newborn_is_admitted_after_decision_and_certificate_and_is_on_no_list_of_partners() {
    let pair = Pair::new().await;
    let dana = &pair.dana;
    let worker = dana.worker("d-cp", &["CHILD_PROTECTION"]).await;
    let mut known = pair.h01();
    known.people.truncate(1);
    known.people[0].birth = Birth::AgeRange { min: 0, max: 0, as_of: NOW };
    known.needs = vec![Service::Health];
    let newborn = case(dana, &worker, &known, Category::UnknownParentage).await;
    let sleeper = Sleeper { sex: Sex::Female, age: AgeBand::Under6 };
    is_admitted_only_after(dana, "ORDER HEALTH", (newborn, sleeper)).await;
    // What partners may ask about: another child of this agency is on the list, she is not.
    let agreement = pair.agreement.id;
    let listed = async || {
        pair.wait(25 * 60);
        make::refresh(&dana.app, dana.app.clock.now()).await.unwrap();
        let count = move |tx: &mut dyn Tx| lists::count(tx, agreement);
        dana.app.store.read(count).await.unwrap()
    };
    assert_eq!(listed().await, 0, "never matched");
    self::case(dana, &worker, &known, Category::Child).await;
    assert!(listed().await > 0, "as another child would be");
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_an_age_is_a_range_whoever_may_be_thirteen_is_asked_and_no_document_is_needed() {
    let pair = Pair::new().await;
    let offer = async |form| {
        let offered = pair.offer(|wish| {
            let boy = &mut wish.disclosure.people[0];
            (boy.emirates_id, boy.nationality, boy.phone) = (None, None, None);
            boy.birth = Birth::AgeRange { min: 11, max: 13, as_of: NOW };
            boy.sex = Sex::Male;
            wish.disclosure.people.truncate(1);
            wish.disclosure.documents.clear();
            wish.disclosure.permission.form = Some(form);
            wish.disclosure.permission.purpose = vec![Service::Legal];
            wish.disclosure.needs = vec![Service::Legal];
            wish.services = vec![Service::Legal];
            wish.category = Category::Child;
            // Danger on the street: what the other agency usually takes is advice then.
            wish.urgency = Urgency::Emergency;
        });
        offered.await.map(|offered| offered.id).map_err(|problem| problem.code.to_string())
    };
    let guessed = offer(PermissionForm::Carer).await;
    assert_eq!(
        guessed,
        Err("permission.child_not_asked".to_owned()),
        "nobody guesses that he is twelve"
    );
    let id = offer(PermissionForm::Assent).await.unwrap();
    pair.settle().await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Accepted, "without any document");
    let case = there.row.case_id.unwrap();
    assert!(opened(&pair, case).await.disclosure.people[0].emirates_id.is_none());
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let (_, page) = get(&pair.dana, &cookie, &format!("/en/cases/{case}")).await;
    assert!(page.contains("11 to 13") || page.contains("11–13"), "a range, not a guess: {page}");
}
