//! Contacts that need not become a case: no name is asked for, no more stays than is needed, and only the count stays for long.

use sila_core::codes::{Channel, ContactKind, Service};
use sila_core::experience::Quarter;
use sila_core::time::Millis;
use uuid::Uuid;

use super::store::{self, Count};
use super::{KINDS, Kept, Told, Wish, keep, tend};
use crate::accounts::Worker;
use crate::testing::{NOW, TestNode, check_page};

/// What every form says that says no more.
const PLAIN: [(&str, &str); 3] = [("channel", "PHONE"), ("advice", "INFO"), ("pointed", "NOBODY")];
const WORDS: &str = "الجار يصرخ على ابنه كل ليلة";

fn form<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let others = PLAIN.iter().filter(|(name, _)| own.iter().all(|(one, _)| one != name));
    others.copied().chain(own.iter().copied()).collect()
}

async fn made(node: &TestNode, cookie: &str, own: &[(&str, &str)]) -> String {
    let got = node.post("/en/contacts/new", cookie, &form(own)).await;
    assert_eq!(got.status, 303, "{}", got.body);
    got.location
}

async fn all(node: &TestNode, worker: &Worker, now: Millis) -> Vec<Kept> {
    let reader = (worker.id, false);
    node.write(move |tx| store::all(tx, reader, now)).await.unwrap()
}

fn on_disk(node: &TestNode, canary: &str) -> bool {
    let files = std::fs::read_dir(node.folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut bytes = files.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap());
    bytes.any(|bytes| bytes.windows(canary.len()).any(|part| part == canary.as_bytes()))
}

/// Course times asked for, an anonymous consultation, rent in arrears, and a report that proved to be untrue.
#[tokio::test(flavor = "multi_thread")]
async fn the_four_contacts_that_become_no_case_leave_no_more_than_they_need() {
    let node = TestNode::new().await;
    let desk = node.worker("latifa", &["INTAKE"]).await;
    let cookie = node.sign_in(&desk).await;
    for kind in ["INQUIRY", "CONSULT"] {
        let too_much = form(&[("kind", kind), ("words", WORDS)]);
        let refused = node.post("/en/contacts/new", &cookie, &too_much).await;
        assert_eq!(refused.status, 422, "nothing of what was told is kept");
        let need = [("kind", kind), ("service", "PSYSOC"), ("advice", "LISTENED")];
        made(&node, &cookie, &need).await;
    }
    let rent = [
        ("kind", "SERVICE"),
        ("service", "FINAID"),
        ("area", "AE-SH-SHJ"),
        ("people", "٤"),
        ("amount", "12000"),
        ("words", "متأخرات إيجار"),
    ];
    let rent = made(&node, &cookie, &rent).await;
    let page = node.get(&rent, &cookie).await.body;
    check_page(&page, "en");
    assert!(page.contains("Financial") && page.contains("متأخرات إيجار"), "{page}");
    let report = made(&node, &cookie, &[("kind", "REPORT"), ("words", WORDS)]).await;
    for lang in ["ar", "en"] {
        for path in ["contacts", "contacts/new", "contacts/figures"] {
            check_page(&node.get(&format!("/{lang}/{path}"), &cookie).await.body, lang);
        }
    }
    let kept = all(&node, &desk, NOW).await;
    assert_eq!(kept.len(), 4);
    let bare = |one: &&Kept| one.key.is_empty() && one.body.is_empty();
    assert_eq!(kept.iter().filter(bare).count(), 2, "of two nothing is kept that was told");
    assert_eq!(kept.iter().find_map(|one| one.people), Some(4));
    assert!(!on_disk(&node, WORDS), "sealed at rest");
    untrue(&node, &report, &cookie).await;
}

/// What a form gets with this reason.
async fn act(node: &TestNode, path: &str, cookie: &str, reason: &str) -> u16 {
    node.post(path, cookie, &[("reason", reason)]).await.status.as_u16()
}

/// A report that proved to be untrue is shut to whoever wrote it down, too.
async fn untrue(node: &TestNode, report: &str, cookie: &str) {
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let (other, hers) = (node.sign_in(&stranger).await, node.sign_in(&boss).await);
    let (opening, finding) = (format!("{report}/opening"), format!("{report}/finding"));
    assert_eq!(node.get(report, &other).await.status, 404);
    assert!(node.get(report, cookie).await.body.contains(WORDS));
    let done = [
        act(node, &opening, &hers, "COURT").await,
        act(node, &finding, cookie, "").await,
        act(node, &finding, cookie, "").await,
    ];
    assert_eq!(done, [404, 303, 409], "nothing to open, shut, and shut once");
    shut(node, report, [cookie, &hers]).await;
    opened(node, &opening, &hers).await;
}

/// It is nobody's history: on no page, in no intake, and opened by no other and for no other reason.
async fn shut(node: &TestNode, report: &str, [cookie, hers]: [&str; 2]) {
    let opening = format!("{report}/opening");
    for reader in [cookie, hers] {
        assert!(!node.get(report, reader).await.body.contains(WORDS));
    }
    assert_eq!(act(node, &format!("{report}/intake"), cookie, "").await, 409);
    assert_eq!(act(node, &opening, cookie, "COURT").await, 403);
    assert_eq!(act(node, &opening, hers, "").await, 422);
}

/// A supervisor with a reason reads it, and that is on record without its words.
async fn opened(node: &TestNode, opening: &str, hers: &str) {
    let opened = node.post(opening, hers, &[("reason", "COMPLAINT")]).await.body;
    assert!(opened.contains(WORDS));
    let trail = node.worker("dana", &["DPO_AUDIT"]).await;
    let reads = node.get("/en/audit/reads", &node.sign_in(&trail).await).await.body;
    assert!(reads.contains("What a report said that is shut") && !reads.contains(WORDS));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_becomes_an_intake_that_begins_filled_in_and_stays_nowhere_else() {
    let node = TestNode::new().await;
    let desk = node.worker("latifa", &["INTAKE"]).await;
    let cookie = node.sign_in(&desk).await;
    let told = [("kind", "REPORT"), ("service", "CHILDPROT"), ("words", WORDS)];
    let contact = made(&node, &cookie, &told).await;
    let onward = node.post(&format!("{contact}/intake"), &cookie, &[]).await;
    assert!(onward.location.starts_with("/en/intake/"), "{}", onward.location);
    assert!(node.get(&onward.location, &cookie).await.body.contains("Anonymous"));
    assert_eq!(node.get(&contact, &cookie).await.status, 404);
    assert_eq!(node.post(&format!("{contact}/intake"), &cookie, &[]).await.status, 404);
    let quarter = Quarter::of(NOW);
    let counts = node.write(move |tx| store::counts(tx, (quarter, quarter.next()))).await.unwrap();
    assert_eq!(counts.iter().map(|one| (one.total, one.intakes)).collect::<Vec<_>>(), [(1, 1)]);
}

fn wish(kind: ContactKind, words: &str) -> Wish {
    Wish {
        kind,
        channel: Channel::Phone,
        service: Some(Service::Information),
        area: String::new(),
        advice: "INFO",
        pointed: "NOBODY",
        partner: None,
        measure: (None, None),
        told: Told { words: words.to_owned(), phone: String::new() },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_erased_when_its_days_are_over_and_stays_counted() {
    let node = TestNode::new().await;
    let desk = node.worker("latifa", &["INTAKE"]).await;
    for kind in KINDS {
        keep(&node.app, &desk, wish(kind, "x"), NOW).await.unwrap();
    }
    let left = [(29, 5), (31, 3), (89, 3), (91, 0)];
    for (days, count) in left {
        let now = NOW.plus_days(days);
        assert_eq!(all(&node, &desk, now).await.len(), count, "after {days} days");
        tend(&node.app, now).await.unwrap();
        assert_eq!(all(&node, &desk, NOW).await.len(), count, "erased after {days} days");
    }
    let quarter = Quarter::of(NOW);
    let counts = node.write(move |tx| store::counts(tx, (quarter, quarter.next()))).await.unwrap();
    assert_eq!(counts.len(), 5);
}

#[test]
fn no_small_group_is_in_the_figures() {
    let quarter = Quarter::from_number(8_000);
    let count = |kind: ContactKind, total: u32| Count {
        quarter,
        kind: kind.code().to_owned(),
        channel: "PHONE".to_owned(),
        total,
        intakes: 0,
    };
    let codes = KINDS.map(ContactKind::code);
    let shown = |counts: &[Count]| super::figures::shown(counts, quarter, &codes, |one| &one.kind);
    assert!(shown(&[count(ContactKind::Report, 4)]).is_none(), "four are too few");
    let many = [count(ContactKind::Report, 9), count(ContactKind::Inquiry, 3)];
    let told = shown(&many).unwrap();
    assert_eq!(told.total, 12);
    assert!(told.cells.iter().flatten().all(|cell| *cell != 3), "three are left out");
    assert!(!told.cells.contains(&Some(9)), "and not to be had by subtraction");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_nothing_is_not_found() {
    let node = TestNode::new().await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    let nothing = format!("/en/contacts/{}", Uuid::from_u128(9));
    assert_eq!(node.get(&nothing, &cookie).await.status, 404);
    let auditor = node.worker("dana", &["DPO_AUDIT"]).await;
    let hers = node.sign_in(&auditor).await;
    assert_eq!(node.get("/en/contacts", &hers).await.status, 403);
}
