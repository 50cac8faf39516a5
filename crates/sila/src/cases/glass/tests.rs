//! Broken glass: opened for a reason and a time, told at once, reviewed by somebody else, closed by itself; and a barrier that
//! holds for whoever is excluded.

use sila_core::codes::{Category, Urgency};
use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::{Glass, HOURS, State, store, tend};
use crate::accounts::{Worker, password, store as accounts};
use crate::cases::scope::{Change, change, store as scope};
use crate::cases::{compose, store as cases, tests::disclosure};
use crate::referrals::Record;
use crate::referrals::store::{self as referrals, Direction, Referral};
use crate::referrals::tests::{new, referral};
use crate::testing::{Got, NOW, TestNode, check_page};

const PASSWORD: &str = "nobody else sits at her screen";
const WORDS: &str = "The hospital asks who may come to her bed, nobody of the team answers";

async fn new_case(node: &TestNode, owner: &Worker) -> CaseId {
    let (known, owner) = (disclosure(node), owner.id);
    let kind = (Category::Woman, Urgency::Urgent);
    let case = compose(&node.app, &known, kind.0, kind.1, owner, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

struct Ward {
    node: TestNode,
    owner: Worker,
    boss: Worker,
    colleague: Worker,
    case: CaseId,
}

impl Ward {
    async fn on(node: TestNode) -> Ward {
        let owner = node.worker("reem", &["INTAKE"]).await;
        let boss = node.worker("amal", &["SUPERVISOR"]).await;
        let colleague = node.worker("sara", &["CASE_MANAGER"]).await;
        let case = new_case(&node, &owner).await;
        change(&node.app, &owner, case, Change::Restrict, NOW).await.unwrap();
        Ward { node, owner, boss, colleague, case }
    }

    async fn new() -> Ward {
        Ward::on(TestNode::new().await).await
    }

    async fn breaks(&self, worker: &Worker, number: &str) -> Got {
        let (hash, id) = (password::hash(PASSWORD).unwrap(), worker.id);
        self.node.write(move |tx| accounts::set_password(tx, id, &hash)).await.unwrap();
        let cookie = self.node.sign_in(worker).await;
        let form =
            [("number", number), ("reason", "HEALTH"), ("words", WORDS), ("password", PASSWORD)];
        self.node.post("/en/glass", &cookie, &form).await
    }

    async fn status(&self, worker: &Worker) -> u16 {
        let cookie = self.node.sign_in(worker).await;
        self.node.get(&format!("/en/cases/{}", self.case), &cookie).await.status.into()
    }

    async fn sees(&self, worker: &Worker, path: &str) -> String {
        let cookie = self.node.sign_in(worker).await;
        let got = self.node.get(path, &cookie).await;
        assert_eq!(got.status, 200, "{path}");
        got.body
    }

    async fn all(&self) -> Vec<Glass> {
        let case = self.case;
        self.node.write(move |tx| store::of_case(tx, case)).await.unwrap()
    }

    fn at(&self, now: Millis) {
        self.node.app.clock.set(Some(now));
    }
}

/// The number of the case that every test is about.
const NUMBER: &str = "C-26-00001";

async fn opened_told_reviewed_closed(ward: &Ward) {
    let Ward { owner, boss, colleague, .. } = ward;
    opened(ward).await;
    let glass = ward.all().await.remove(0);
    assert_eq!((glass.state, glass.until), (State::Open, NOW.plus_hours(HOURS)));
    let page = format!("/en/glass/{}", glass.id);
    for told in [owner, boss] {
        let day = ward.sees(told, "/en").await;
        assert!(day.contains(&page) && day.contains("Worker sara"), "{}", told.user_name);
    }
    is_seen_by_its_people(ward, &page, glass.id).await;
    reviewed(ward, &page).await;
    closed(ward).await;
    let listed = ward.sees(colleague, "/en/cases").await;
    assert!(!listed.contains(NUMBER), "and no trace in the lists");
    assert_eq!(ward.status(owner).await, 200);
}

/// With a reason in words, and without the right to change who else reads.
async fn opened(ward: &Ward) {
    let colleague = &ward.colleague;
    assert_eq!(ward.status(colleague).await, 404, "it is kept from her");
    let lacking = [("number", NUMBER), ("reason", "HEALTH"), ("words", "x")];
    let cookie = ward.node.sign_in(colleague).await;
    let wordless = ward.node.post("/en/glass", &cookie, &lacking).await;
    assert_eq!(wordless.status, 422, "a reason in words");
    let left_open = [("number", NUMBER), ("reason", "HEALTH"), ("words", WORDS), ("password", "x")];
    let unsure = ward.node.post("/en/glass", &cookie, &left_open).await;
    assert_eq!(unsure.status, 422, "whoever finds her screen open has not her password");
    assert!(ward.all().await.is_empty());
    broken(ward).await;
}

/// She breaks it, and only reads.
async fn broken(ward: &Ward) {
    let colleague = &ward.colleague;
    let done = ward.breaks(colleague, &NUMBER.to_lowercase()).await;
    let cookie = ward.node.sign_in(colleague).await;
    assert_eq!(done.location, format!("/en/cases/{}", ward.case));
    assert_eq!(ward.status(colleague).await, 200);
    let lift = format!("/en/cases/{}/restriction", ward.case);
    let lifted = ward.node.post(&lift, &cookie, &[("restricted", "no")]).await;
    assert_eq!(lifted.status, 403, "who else reads it is not hers to change");
}

async fn closed(ward: &Ward) {
    let sent = Referral { case_id: Some(ward.case), ..referral(1, Direction::Out) };
    let id = sent.id;
    ward.node.write(move |tx| referrals::insert(tx, &new(sent.clone()))).await.unwrap();
    let reads = async || Record::through(&ward.node.app, &ward.colleague, id).await.is_ok();
    assert!(reads().await, "with the case its referrals");
    ward.at(NOW.plus_hours(HOURS));
    assert!(!reads().await, "at its hour, before the node has looked");
    assert_eq!(ward.status(&ward.colleague).await, 404, "at its hour, before the node has looked");
    assert_eq!(tend(&ward.node.app, NOW.plus_hours(HOURS)).await.unwrap(), 1);
    assert_eq!(ward.all().await[0].state, State::Closed);
}

/// On the page of who has read, and on a page of its own, without a name and without the case.
async fn is_seen_by_its_people(ward: &Ward, page: &str, id: uuid::Uuid) {
    let Ward { owner, boss, .. } = ward;
    let readers = ward.sees(owner, &format!("/en/cases/{}/readers", ward.case)).await;
    assert!(readers.contains(page) && readers.contains("Opened by break-glass"), "who has read");
    for lang in ["ar", "en"] {
        check_page(&ward.sees(boss, &format!("/{lang}/glass/{id}")).await, lang);
        check_page(&ward.sees(boss, &format!("/{lang}/glass")).await, lang);
    }
    let shown = ward.sees(boss, page).await;
    assert!(shown.contains(WORDS) && shown.contains(NUMBER) && !shown.contains("المرجاني"));
    assert_eq!(ward.status(boss).await, 404, "whoever reviews it reads no case for that");
}

/// By somebody else, once; then it is on nobody's day.
async fn reviewed(ward: &Ward, page: &str) {
    let review = format!("{page}/review");
    let form = [("finding", "RIGHT")];
    let own = ward.node.sign_in(&ward.colleague).await;
    assert_eq!(ward.node.post(&review, &own, &form).await.status, 403, "not oneself");
    let mine = ward.node.sign_in(&ward.owner).await;
    assert_eq!(ward.node.post(&review, &mine, &form).await.status, 403, "the owner is told");
    let boss = ward.node.sign_in(&ward.boss).await;
    assert_eq!(ward.node.post(&review, &boss, &form).await.location, page);
    assert_eq!(ward.node.post(&review, &boss, &form).await.status, 409, "once");
    for told in [&ward.owner, &ward.boss] {
        assert!(!ward.sees(told, "/en").await.contains(page));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_broken_glass_is_told_at_once_reviewed_by_another_and_closes_by_itself() {
    opened_told_reviewed_closed(&Ward::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_too_glass_closes_by_itself() {
    let Some(node) = TestNode::postgres().await else { return };
    let ward = Ward::on(node).await;
    opened_told_reviewed_closed(&ward).await;
    ward.node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_should_not_have_been_closes_at_once_and_a_stranger_finds_nothing() {
    let ward = Ward::new().await;
    ward.breaks(&ward.colleague, NUMBER).await;
    let page = format!("/en/glass/{}", ward.all().await[0].id);
    let stranger = ward.node.worker("huda", &["CASE_MANAGER"]).await;
    let cookie = ward.node.sign_in(&stranger).await;
    assert_eq!(ward.node.get(&page, &cookie).await.status, 404);
    assert!(!ward.sees(&stranger, "/en").await.contains(&page));
    let boss = ward.node.sign_in(&ward.boss).await;
    ward.node.post(&format!("{page}/review"), &boss, &[("finding", "WRONG")]).await;
    assert_eq!(ward.status(&ward.colleague).await, 404);
    assert_eq!(ward.all().await[0].state, State::Closed);
}

/// Kin, or a conflict of interest: the same answer as for a number that leads nowhere, and only a reviewer lets them in.
#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_whoever_is_excluded_is_told_nothing_and_let_in_by_a_reviewer_alone() {
    let ward = Ward::new().await;
    let (case, kin) = (ward.case, ward.colleague.clone());
    ward.node.write(move |tx| scope::exclude(tx, case, kin.id)).await.unwrap();
    let (tried, nowhere) = (
        ward.breaks(&ward.colleague, NUMBER).await,
        ward.breaks(&ward.colleague, "C-26-09999").await,
    );
    assert_eq!((tried.status, nowhere.status), (nowhere.status, tried.status));
    assert_eq!(tried.status, 422);
    assert_eq!(tried.body.clone().replace(NUMBER, ""), nowhere.body.replace("C-26-09999", ""));
    assert_eq!(ward.status(&ward.colleague).await, 404);
    for _ in 0..6 {
        let again = ward.breaks(&ward.colleague, NUMBER).await;
        assert_eq!(
            (again.status, again.body),
            (tried.status, tried.body.clone()),
            "no limit tells"
        );
    }
    assert_eq!(ward.all().await.len(), 1, "one attempt that waits");
    let glass = ward.all().await.remove(0);
    assert_eq!(glass.state, State::Asked);
    let page = format!("/en/glass/{}", glass.id);
    let own = ward.node.sign_in(&ward.colleague).await;
    assert_eq!(ward.node.get(&page, &own).await.status, 404, "not even their own attempt");
    let shown = ward.sees(&ward.boss, &page).await;
    assert!(shown.contains("Kept from this case") && shown.contains(WORDS));
    assert!(ward.sees(&ward.owner, "/en").await.contains(&page), "the case's own people know");
    let boss = ward.node.sign_in(&ward.boss).await;
    let answer = format!("{page}/answer");
    assert_eq!(ward.node.post(&answer, &own, &[("answer", "yes")]).await.status, 404);
    assert_eq!(ward.node.post(&answer, &boss, &[("answer", "yes")]).await.location, page);
    assert_eq!(ward.status(&ward.colleague).await, 200, "after a review");
    assert_eq!(ward.node.post(&answer, &boss, &[("answer", "no")]).await.status, 409);
    ward.at(NOW.plus_hours(HOURS));
    tend(&ward.node.app, NOW.plus_hours(HOURS)).await.unwrap();
    assert_eq!(ward.status(&ward.colleague).await, 404);
    let reader = ward.colleague.id;
    let barred = ward.node.write(move |tx| scope::is_barred(tx, case, reader)).await.unwrap();
    assert!(barred, "excluded again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_who_says_no_tells_the_excluded_nothing_either() {
    let ward = Ward::new().await;
    let (case, kin) = (ward.case, ward.colleague.clone());
    ward.node.write(move |tx| scope::exclude(tx, case, kin.id)).await.unwrap();
    let tried = ward.breaks(&ward.colleague, NUMBER).await;
    let page = format!("/en/glass/{}", ward.all().await[0].id);
    let boss = ward.node.sign_in(&ward.boss).await;
    let refused = ward.node.post(&format!("{page}/answer"), &boss, &[("answer", "no")]).await;
    assert_eq!(refused.location, page);
    assert_eq!(ward.all().await[0].state, State::Refused);
    let own = ward.node.sign_in(&ward.colleague).await;
    assert_eq!(ward.node.get(&page, &own).await.status, 404);
    assert!(!ward.sees(&ward.colleague, "/en/glass").await.contains(NUMBER));
    let again = ward.breaks(&ward.colleague, NUMBER).await;
    assert_eq!((again.status, again.body), (tried.status, tried.body));
}

/// Neither by giving the case away nor by shutting out those who would review it.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_by_glass_changes_nobody_who_reads() {
    let ward = Ward::new().await;
    let (case, ids) = (ward.case, [ward.case.to_string(), ward.colleague.id.to_string()]);
    assert_eq!(ward.breaks(&ward.boss, NUMBER).await.status, 303);
    assert_eq!(ward.status(&ward.boss).await, 200);
    let boss = ward.node.sign_in(&ward.boss).await;
    let give = [("case", ids[0].as_str()), ("act", "GIVE"), ("to", &ids[1]), ("sure", "yes")];
    let given = ward.node.post("/en/cases/bulk", &boss, &give).await.body;
    assert!(given.contains("Done for 0 of 1"), "a member stays, also when the glass is closed");
    for (path, name) in [("conflicts", "excluded"), ("readers", "worker")] {
        let form = [(name, ids[1].as_str()), ("reason", "KIN")];
        let got = ward.node.post(&format!("/en/cases/{case}/{path}"), &boss, &form).await;
        assert_eq!(got.status, 403, "{path}");
    }
    let owner = ward.node.write(move |tx| cases::stored(tx, case)).await.unwrap().unwrap();
    assert_eq!(owner.row.owner, ward.owner.id);
    assert_eq!(ward.status(&ward.colleague).await, 404);
    let by = ward.owner.clone();
    change(&ward.node.app, &by, case, Change::Name(ward.colleague.id), NOW).await.unwrap();
    assert_eq!(ward.status(&ward.colleague).await, 200, "whoever works on it names readers");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_breaks_glass_all_day() {
    let ward = Ward::new().await;
    for n in 2..=7 {
        let case = new_case(&ward.node, &ward.owner).await;
        change(&ward.node.app, &ward.owner, case, Change::Restrict, NOW).await.unwrap();
        let got = ward.breaks(&ward.colleague, &format!("C-26-0000{n}")).await;
        assert_eq!(got.status, if n <= 6 { 303 } else { 409 }, "{n}");
    }
}
