//! Need to know: a restricted case, and a case somebody is excluded from, leave no trace on any page, in any search, list
//! or count; and the colleagues who may see it do.

use std::collections::BTreeMap;

use sila_core::codes::{Category, Risk, Sex, Urgency};
use sila_core::ids::{CaseId, ReferralId, WorkerId};
use sila_core::person::AgeBand;
use sila_core::shelter::{Need, Rank, Sleeper};
use uuid::Uuid;

use super::{Change, change, store};
use crate::accounts::{Worker, roles};
use crate::cases::store::{self as cases, Filter};
use crate::cases::{compose, tests::disclosure};
use crate::db::{DbError, Tx};
use crate::people::register;
use crate::referrals::store::{self as referrals, Direction, Referral};
use crate::shelter::waiting::{Waiting, store as waiting};
use crate::testing::{NOW, TestNode, check_page};

/// A case of the woman of the tests, in the register.
pub(crate) async fn new_case(node: &TestNode, owner: &Worker) -> CaseId {
    let known = disclosure(node);
    let case = compose(&node.app, &known, Category::Woman, Urgency::Emergency, owner.id, None, NOW);
    let case = case.unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    register::follow(&node.app, id).await;
    id
}

/// A referral of the case in either direction, and an appointment today.
async fn furnish(node: &TestNode, case: CaseId, owner: &Worker) {
    let by = owner.id;
    for (n, way) in [(1, Direction::In), (2, Direction::Out)] {
        let row = crate::referrals::tests::referral(n, way);
        let new = crate::referrals::tests::new(Referral {
            case_id: Some(case),
            created_by: Some(by),
            ..row
        });
        node.write(move |tx| referrals::insert(tx, &new)).await.unwrap();
    }
}

/// Hiding and locking end the walk, some pages begin something by themselves.
const APART: [&str; 6] = [
    "/events",
    "/en/hidden",
    "/en/lock",
    "/en/intake/new",
    "/en/knowledge/new",
    "/en/services/new",
];

/// All pages without a part of the address that names something, and three searches, as they are shown to a worker.
async fn walk(node: &TestNode, cookie: &str) -> Seen {
    let mut seen = BTreeMap::new();
    for route in crate::routes::table().list {
        let path = route.path.replace("{lang}", "en");
        if route.method != "GET"
            || path.contains('{')
            || APART.contains(&path.as_str())
            || path.starts_with("/en/audit")
        {
            continue;
        }
        let got = node.get(&path, cookie).await;
        if got.status == 200 {
            seen.insert(path, got.body);
        }
    }
    for path in ["/en/cases?who=all", "/en/cases?status=closed", "/en/duplicates?show=certain"] {
        seen.insert(path.to_owned(), node.get(path, cookie).await.body);
    }
    for typed in
        ["وفاء المرجاني", "784190000000019", "0590000001", "C-26-00002", "R-MARSA-26-00001"]
    {
        let got = node.post("/en/search", cookie, &[("q", typed)]).await;
        let found = format!("{} {} {}", got.status, got.location, got.body);
        seen.insert(format!("search {typed}"), found);
    }
    seen
}

/// Somebody who may do everything that any role may.
async fn everything(node: &TestNode, name: &str) -> Worker {
    let all: Vec<&str> = roles::ROLES.iter().map(|role| role.code).collect();
    node.worker(name, &all).await
}

async fn restrict(node: &TestNode, by: &Worker, case: CaseId) {
    change(&node.app, by, case, Change::Restrict, NOW).await.unwrap();
}

async fn exclude(node: &TestNode, worker: WorkerId, case: CaseId) {
    node.write(move |tx| store::exclude(tx, case, worker)).await.unwrap();
}

type Seen = BTreeMap<String, String>;

/// Without a bar the case is told on every kind of page: the walk sees what it must.
fn is_told(before: &Seen, open: &Seen) {
    for path in ["/en", "/en/cases", "/en/referrals/in", "/en/referrals/out", "/en/duplicates"] {
        assert_ne!(before[path], open[path], "without a bar it is told on {path}");
    }
}

/// The walk before the case was made and the walk after are the same, letter by letter.
fn are_the_same(before: &Seen, after: &Seen) {
    for (path, page) in after {
        let was = &before[path];
        let same = was.bytes().zip(page.bytes()).take_while(|(one, two)| one == two).count();
        let near = |page: &str| {
            let rest = String::from_utf8_lossy(&page.as_bytes()[same.saturating_sub(150)..]);
            rest.chars().take(400).collect::<String>()
        };
        assert!(was == page, "{path} tells of the case:\n{}\n{}", near(was), near(page));
    }
}

/// The walk, long enough and with the plain case on it.
async fn walked(node: &TestNode, cookie: &str) -> Seen {
    let seen = walk(node, cookie).await;
    assert!(seen.len() > 25, "the walk is a walk: {}", seen.len());
    assert!(seen["/en/cases"].contains("C-26-00001"), "the plain case is on the list");
    seen
}

/// Every page as if the case were not there.
async fn leaves_no_trace(node: &TestNode, excluded: bool) {
    let owner = node.worker("reem", &["INTAKE", "REFERRAL_OFFICER"]).await;
    let outsider = everything(node, "outsider").await;
    let plain = new_case(node, &owner).await;
    let cookie = node.sign_in(&outsider).await;
    let before = walked(node, &cookie).await;
    let case = new_case(node, &owner).await;
    furnish(node, case, &owner).await;
    is_told(&before, &walk(node, &cookie).await);
    match excluded {
        true => exclude(node, outsider.id, case).await,
        false => restrict(node, &owner, case).await,
    }
    are_the_same(&before, &walk(node, &cookie).await);
    nothing_opens(node, &cookie, case).await;
    others_go_on(node, (&owner, &outsider), (case, plain), excluded).await;
}

/// Who may see the cases still does; and the trail is as silent as the pages.
async fn others_go_on(
    node: &TestNode,
    (owner, outsider): (&Worker, &Worker),
    (case, plain): (CaseId, CaseId),
    excluded: bool,
) {
    let cookie = node.sign_in(outsider).await;
    let trail = node.get("/en/audit/reads", &cookie).await.body;
    let silent = !trail.contains(&case.to_string());
    assert!(silent || !excluded, "the trail is silent to the excluded too");
    let mine = node.sign_in(owner).await;
    assert_eq!(node.get(&format!("/en/cases/{case}"), &mine).await.status, 200, "the owner works");
    assert_eq!(node.get(&format!("/en/cases/{plain}"), &cookie).await.status, 200);
    // Even an old membership opens nothing to somebody who is excluded.
    let boss = outsider.id;
    node.write(move |tx| cases::add_member(tx, case, boss, boss, NOW)).await.unwrap();
    let status = node.get(&format!("/en/cases/{case}"), &cookie).await.status;
    assert_eq!(status, if excluded { 404 } else { 200 });
}

/// No address that holds the identifier leads anywhere.
async fn nothing_opens(node: &TestNode, cookie: &str, case: CaseId) {
    let people = node.write(move |tx| cases::stored(tx, case)).await.unwrap().unwrap().people;
    let mut addresses = vec![
        format!("/en/cases/{case}"),
        format!("/en/cases/{case}/readers"),
        format!("/en/cases/{case}/known"),
        format!("/en/cases/{case}/appointments/new"),
        format!("/en/shelter/place/{case}"),
    ];
    addresses.extend(people.iter().map(|(id, _)| format!("/en/people/{id}")));
    addresses.extend([2, 3].map(|n| format!("/en/referrals/{}", ReferralId(Uuid::from_u128(n)))));
    for address in addresses {
        let got = node.get(&address, cookie).await;
        assert_eq!(got.status, 404, "{address} opens");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_a_restricted_case_is_absent_from_every_page_search_and_count() {
    leaves_no_trace(&TestNode::new().await, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_whoever_is_excluded_cannot_find_count_or_infer_the_case() {
    leaves_no_trace(&TestNode::new().await, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_too_it_leaves_no_trace() {
    for excluded in [false, true] {
        let Some(node) = TestNode::postgres().await else { return };
        leaves_no_trace(&node, excluded).await;
        node.end().await;
    }
}

/// The rule of single cases, of lists, of counts and of the register is one rule.
#[tokio::test(flavor = "multi_thread")]
async fn one_rule_decides_on_every_way_to_a_case() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let mut workers = vec![owner.clone(), everything(&node, "everything").await];
    for role in roles::ROLES {
        workers.push(node.worker(&role.code.to_lowercase().replace('_', "-"), &[role.code]).await);
    }
    let named = node.worker("named", &["PSYCHOLOGIST"]).await;
    workers.push(named.clone());
    let leader = node.worker("leader", &["CASE_MANAGER"]).await;
    workers.push(leader.clone());
    in_one_team(&node, &leader, &owner).await;
    let plain = new_case(&node, &owner).await;
    let restricted = new_case(&node, &owner).await;
    let shut = new_case(&node, &owner).await;
    for case in [plain, restricted, shut] {
        change(&node.app, &owner, case, Change::Name(named.id), NOW).await.unwrap();
    }
    restrict(&node, &owner, restricted).await;
    for worker in workers.iter().filter(|worker| worker.id != owner.id) {
        exclude(&node, worker.id, shut).await;
    }
    for worker in &workers {
        for case in [plain, restricted, shut] {
            let reader = worker.clone();
            let ways = node.write(move |tx| ways(tx, &reader, case)).await.unwrap();
            assert!(ways.iter().all(|way| *way == ways[0]), "{} {ways:?}", worker.user_name);
            let expected = match case {
                _ if !worker.may(crate::accounts::Permission::CaseRead) => false,
                _ if worker.id == owner.id => true,
                case if case == shut => false,
                case if case == restricted => worker.id == named.id,
                _ if worker.id == leader.id => true,
                _ => worker.id == named.id || worker.may(crate::accounts::Permission::CaseReadAll),
            };
            assert_eq!(ways[0], expected, "{} and case {case}", worker.user_name);
        }
    }
}

/// A team that one leads and the other works in.
pub(crate) async fn in_one_team(node: &TestNode, leader: &Worker, member: &Worker) {
    use crate::accounts::teams::store::{self as teams, Part, Team};
    let (name_ar, name_en) = ("فريق".to_owned(), "Team".to_owned());
    let team = Team { id: node.app.clock.new_id(), name_ar, name_en, ended_at: None, members: 0 };
    let (leader, member) = (leader.id, member.id);
    let write = move |tx: &mut dyn Tx| {
        teams::insert(tx, &team, NOW)?;
        teams::put(tx, team.id, (leader, Part::Leader), NOW)?;
        teams::put(tx, team.id, (member, Part::Member), NOW)
    };
    node.write(write).await.unwrap();
}

/// Found by its page, its number, the list, the register's rule, the list of readers.
fn ways(tx: &mut dyn Tx, worker: &Worker, case: CaseId) -> Result<Vec<bool>, DbError> {
    let filter = Filter { status: "open".to_owned(), all: true, ..Filter::default() };
    let first = (sila_core::Millis(i64::MAX), CaseId(Uuid::max()));
    let stored = cases::stored(tx, case)?.unwrap();
    let reads = worker.may(crate::accounts::Permission::CaseRead);
    let listed = cases::page(tx, worker, &filter, first)?;
    let by_number = cases::by_reference(tx, worker, &stored.row.reference)?;
    Ok(vec![
        cases::find(tx, worker, case)?.is_some(),
        reads && by_number == Some(case),
        reads && listed.iter().any(|row| row.id == case),
        crate::people::identity::Readable::of(tx, worker)?.opens(case),
        cases::readers(tx, case)?.iter().any(|reader| reader.worker == worker.id),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b01_members_are_named_and_taken_off_on_the_page_of_readers() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let colleague = node.worker("sara", &["PSYCHOLOGIST"]).await;
    let stranger = node.worker("huda", &["RESEARCHER"]).await;
    let case = new_case(&node, &owner).await;
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&colleague).await);
    let (page, removal) =
        (format!("/en/cases/{case}/readers"), format!("/en/cases/{case}/readers/removal"));
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}/readers"), &mine).await.body, lang);
    }
    let refused = node.post(&page, &mine, &[("worker", &stranger.id.to_string())]).await;
    assert_eq!(refused.status, 422, "a researcher reads no case");
    let named = node.post(&page, &mine, &[("worker", &colleague.id.to_string())]).await;
    assert_eq!(named.location, page);
    assert_eq!(node.get(&page, &hers).await.status, 200);
    assert_eq!(node.post(&removal, &mine, &[("worker", &owner.id.to_string())]).await.status, 404);
    node.post(&removal, &mine, &[("worker", &colleague.id.to_string())]).await;
    assert_eq!(node.get(&page, &hers).await.status, 404);
    let journal = node.app.store.read::<_, DbError, _>(move |tx| {
        Ok(tx.query(&crate::journal::store::OF_SUBJECT, &crate::p![case.to_string()])?.len())
    });
    assert_eq!(journal.await.unwrap(), 2, "both are in the journal");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_to_open_a_restricted_case_is_written_down_and_says_nothing() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let auditor = node.worker("waleed", &["DPO_AUDIT"]).await;
    let case = new_case(&node, &owner).await;
    restrict(&node, &owner, case).await;
    let cookie = node.sign_in(&boss).await;
    let tried = node.get(&format!("/en/cases/{case}"), &cookie).await;
    let nowhere = node.get(&format!("/en/cases/{}", Uuid::from_u128(9)), &cookie).await;
    assert_eq!((tried.status, nowhere.status), (nowhere.status, tried.status));
    let plain = |got: crate::testing::Got| {
        got.body.replace(&case.to_string(), "").replace(&Uuid::from_u128(9).to_string(), "")
    };
    assert_eq!(plain(tried), plain(nowhere), "one cannot be told from the other");
    let trail = node.get("/en/audit/reads", &node.sign_in(&auditor).await).await.body;
    assert!(trail.contains("Worker amal") && trail.contains("Tried to open"), "{trail}");
}

#[tokio::test]
async fn whoever_is_excluded_does_not_find_them_in_the_line_for_a_place() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let outsider = everything(&node, "outsider").await;
    let (case, cookie) = (new_case(&node, &owner).await, node.sign_in(&outsider).await);
    let people = vec![Sleeper { sex: Sex::Female, age: AgeBand::From25 }];
    let one = Waiting {
        id: node.app.clock.new_id(),
        case: Some(case),
        referral: None,
        need: Need { people, features: Vec::new(), away_from: None },
        rank: Rank { urgency: Urgency::Routine, risk: Risk::ALL[0], linked: false, since: NOW },
        reference: String::new(),
        referred: false,
        first: None,
    };
    let (id, by) = (one.id, owner.id);
    node.write(move |tx| waiting::insert(tx, &one, by)).await.unwrap();
    let link = format!("/shelter/place/{case}");
    let line = async || node.get("/en/shelter/waiting", &cookie).await.body;
    assert!(line().await.contains(&link));
    restrict(&node, &owner, case).await;
    assert!(!line().await.contains(&link), "of a restricted case only the place in the line");
    exclude(&node, outsider.id, case).await;
    let page = line().await;
    assert!(!page.contains(&id.to_string()) && !page.contains(&link));
    let path = format!("/en/shelter/waiting/{id}/end");
    let ended = node.post(&path, &cookie, &[("why", "NOT_NEEDED")]).await;
    assert_eq!(ended.status, 404);
}

/// Kin, tribe, neighbours, employer: anybody who reads the case may exclude; only who approves lets in again.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_conflict_of_interest_is_excluded_with_a_reason_and_let_in_by_an_approver() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["INTAKE"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let cousin = node.worker("sara", &["SUPERVISOR"]).await;
    let known = crate::cases::tests::disclosure(&node);
    let kind = (sila_core::codes::Category::Woman, sila_core::codes::Urgency::Urgent);
    let case =
        crate::cases::compose(&node.app, &known, kind.0, kind.1, owner.id, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| crate::cases::store::insert(tx, &case)).await.unwrap();
    let posts = async |worker: &Worker, rest: &str, form: &[(&str, &str)]| {
        let cookie = node.sign_in(worker).await;
        node.post(&format!("/en/cases/{id}/{rest}"), &cookie, form).await.status.as_u16()
    };
    let reads = async |worker: &Worker| {
        let cookie = node.sign_in(worker).await;
        node.get(&format!("/en/cases/{id}"), &cookie).await.status.as_u16()
    };
    let sara = cousin.id.to_string();
    assert_eq!(reads(&cousin).await, 200);
    assert_eq!(posts(&owner, "conflicts", &[("excluded", sara.as_str())]).await, 422, "why");
    let own = owner.id.to_string();
    let herself = [("excluded", own.as_str()), ("reason", "KIN")];
    assert_eq!(posts(&boss, "conflicts", &herself).await, 422, "not who works on it");
    let kin = [("excluded", sara.as_str()), ("reason", "KIN")];
    assert_eq!(posts(&owner, "conflicts", &kin).await, 303);
    assert_eq!(reads(&cousin).await, 404, "it does not exist for her");
    assert_eq!(posts(&cousin, "conflicts/end", &[("worker", sara.as_str())]).await, 404);
    assert_eq!(posts(&owner, "conflicts/end", &[("worker", sara.as_str())]).await, 403);
    let cookie = node.sign_in(&boss).await;
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/cases/{id}/readers"), &cookie).await.body;
        check_page(&page, lang);
        assert!(page.contains(if lang == "en" { "Worker sara" } else { "موظفة sara" }));
    }
    assert_eq!(posts(&boss, "conflicts/end", &[("worker", sara.as_str())]).await, 303);
    assert_eq!(reads(&cousin).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn to_a_barred_agency_nobody_passes_a_referral_on() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let (case, other) = (new_case(&node, &owner).await, new_case(&node, &owner).await);
    let [barred, free] = [1, 2].map(|n| sila_core::AgencyId([n; 32]));
    let bar = Change::Bar(barred, "EMPLOYER");
    change(&node.app, &owner, case, bar, NOW).await.unwrap();
    for (of, left) in [(case, vec![free]), (other, vec![barred, free])] {
        let named = vec![barred, free];
        assert_eq!(super::agency::unbarred(&node.app, of, named).await.unwrap(), left);
    }
}
