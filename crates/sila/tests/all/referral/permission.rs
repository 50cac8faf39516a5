//! What a person takes back at either agency ends at both: closed at once, erased with its keys, and the receipt signed.

use rusqlite::Connection;
use sila::accounts::Worker;
use sila::db::DbError;
use sila::referrals::{self, permission};
use sila::vault::Place;
use sila_core::codes::{LawfulBasis, OutcomeCode, PermissionForm, Service, Urgency, Withdrawal};
use sila_core::field::Field;
use sila_core::ids::{CaseId, ReferralId};
use sila_core::person::Birth;
use sila_core::referral::{Act, State};

use super::nodes::{NOW, Node, Pair, opened};
use super::{accepted, delivered};

pub(super) const DAY_MINUTES: i64 = 24 * 60;

/// Words that nobody else says, in every part that is told.
pub(super) const CANARY: &str = "زمهرودةقندخيل";

/// Accepted and released: Dana knows her, and has a case.
pub(super) async fn told(pair: &Pair) -> (ReferralId, CaseId) {
    let offered = pair.offer(|wish| {
        wish.disclosure.account = Some(format!("{CANARY} account"));
        wish.disclosure.wishes = Some(format!("{CANARY} wishes"));
        wish.disclosure.people[0].name_ar = Some(format!("{CANARY} اسم"));
    });
    let id = offered.await.unwrap().id;
    pair.settle().await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let case = pair.dana.record(id).await.row.case_id.unwrap();
    (id, case)
}

/// Every column of every row of the database as it lies on disk, after everything sealed in it was tried with every key that
/// the node can still open: what whoever holds the disk and the node's own key can read.
pub(super) fn all_that_can_be_read(node: &Node) -> String {
    let database = Connection::open(node.folder().join("sila.db")).unwrap();
    let mut text = String::new();
    let rows = |sql: &str| -> Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> {
        let mut statement = database.prepare(sql).unwrap();
        let found = statement.query_map([], |row| {
            let bytes = |at| row.get::<_, Option<Vec<u8>>>(at).map(Option::unwrap_or_default);
            Ok((bytes(0)?, bytes(1)?, bytes(2)?))
        });
        found.unwrap().collect::<Result<_, _>>().unwrap()
    };
    let open = |table, id: &[u8], key: &[u8], of: &str, row: &[u8], body: &[u8]| {
        let id = uuid::Uuid::from_slice(id).unwrap();
        let key = node.app.vault.open_key(Place { table, row: id }, key).ok()?;
        let row = uuid::Uuid::from_slice(row).unwrap();
        let of: &'static str = if of == "person" { "person" } else { table };
        sila::vault::open(&key, Place { table: of, row }, body).ok().map(|plain| plain.to_vec())
    };
    for (id, key, body) in rows("select id, key, body from case_file") {
        let found = open("case_file", &id, &key, "", &id, &body).unwrap_or_default();
        text.push_str(&String::from_utf8_lossy(&found));
        for (case, person, body) in rows("select case_id, id, body from person") {
            if case == id {
                let found = open("case_file", &id, &key, "person", &person, &body);
                text.push_str(&String::from_utf8_lossy(&found.unwrap_or_default()));
            }
        }
    }
    for (id, key, body) in rows("select id, key, body from referral") {
        let found = open("referral", &id, &key, "", &id, &body).unwrap_or_default();
        text.push_str(&String::from_utf8_lossy(&found));
    }
    for (_, identity, key) in rows("select id, identity, identity_key from referral") {
        assert!(identity.is_empty() || key.is_empty(), "an identity beside its key");
    }
    text
}

/// Neither the pages nor the search of this worker know of the case.
pub(super) async fn exists(node: &Node, worker: &Worker, case: CaseId) -> bool {
    sila::cases::open_record(&node.app, worker, case).await.is_ok()
}

async fn counted(node: &Node) -> i64 {
    let count = |tx: &mut dyn sila::db::Tx| {
        let sql = sila::cases::store::COUNT_OPEN_ALL;
        tx.one(&sql, &[1000_i64.into()])?.get::<i64>(0)
    };
    node.app.store.read::<_, DbError, _>(count).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_what_is_taken_back_at_either_agency_is_closed_at_both_and_its_keys_destroyed()
{
    for at_dana in [false, true] {
        let pair = Pair::new().await;
        let (id, case) = told(&pair).await;
        assert!(all_that_can_be_read(&pair.dana).contains(CANARY), "the test can see it at all");
        let (node, worker) =
            if at_dana { (&pair.dana, &pair.officer) } else { (&pair.marsa, &pair.sender) };
        let said = Withdrawal::Spoken;
        permission::withdraw(&node.app, worker, id, said, NOW).await.unwrap();
        pair.settle().await;
        let there = pair.equal(id).await;
        assert_eq!((there.row.state, there.row.is_open), (State::Withdrawn, true));
        let head = pair.dana.worker("d-head", &["HEAD"]).await;
        for reader in [&pair.officer, &head] {
            assert!(!exists(&pair.dana, reader, case).await, "closed at once");
        }
        let body = referrals::body_of(&pair.dana.app, &there).unwrap();
        assert!(body.is_none(), "also on the page of the referral");
        // The day passes, and nobody has said on what ground it is kept.
        pair.wait(DAY_MINUTES - 1);
        pair.settle().await;
        assert!(!pair.equal(id).await.thread().unwrap().is_purged());
        pair.wait(1);
        pair.settle().await;
        let there = pair.equal(id).await;
        assert!(there.thread().unwrap().is_purged() && !there.row.is_open);
        let receipt = there.entries.iter().find(|entry| entry.act == Act::Purged).unwrap();
        assert_eq!(receipt.author, pair.dana.id(), "signed by the agency that erased");
        assert!(!all_that_can_be_read(&pair.dana).contains(CANARY), "nothing opens any more");
        assert!(
            all_that_can_be_read(&pair.marsa).contains(CANARY),
            "the sender keeps its own file"
        );
        assert_eq!(counted(&pair.dana).await, 0);
        assert!(!exists(&pair.dana, &head, case).await);
        sila::people::register::fill(&pair.dana.app).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_on_a_ground_of_its_own_opens_again_and_both_see_the_ground() {
    let pair = Pair::new().await;
    let (id, case) = told(&pair).await;
    let said = Withdrawal::Written;
    permission::withdraw(&pair.marsa.app, &pair.sender, id, said, NOW).await.unwrap();
    pair.settle().await;
    assert!(!exists(&pair.dana, &pair.officer, case).await);
    let basis = LawfulBasis::VitalInterest;
    permission::keep(&pair.dana.app, &pair.officer, id, basis, NOW).await.unwrap();
    pair.settle().await;
    pair.wait(3 * DAY_MINUTES);
    pair.settle().await;
    let there = pair.equal(id).await;
    assert!(there.thread().unwrap().is_kept() && !there.thread().unwrap().is_purged());
    assert_eq!(there.entries.iter().filter(|entry| entry.act == Act::Keep { basis }).count(), 1);
    let now = pair.dana.app.clock.now();
    let late = permission::erase(&pair.dana.app, &pair.officer, id, now).await;
    assert_eq!(late.unwrap_err().code, "referral.wrong_state");
    assert!(opened(&pair, case).await.disclosure.account.unwrap().contains(CANARY));
    assert!(exists(&pair.dana, &pair.officer, case).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_acceptance_it_is_erased_without_waiting() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let said = Withdrawal::Spoken;
    permission::withdraw(&pair.dana.app, &pair.officer, id, said, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert!(there.thread().unwrap().is_purged() && there.sealed.key.is_empty());
    assert!(pair.marsa.record(id).await.sealed.identity_key.is_none());
    let accept = referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await;
    assert_eq!(accept.unwrap_err().code, "referral.wrong_state");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_that_crosses_the_acceptance_names_nobody() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    let said = Withdrawal::Spoken;
    permission::withdraw(&pair.marsa.app, &pair.sender, id, said, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Withdrawn);
    assert!(there.row.case_id.is_none() && there.thread().unwrap().is_purged());
    assert!(there.entries.iter().all(|entry| entry.act.code() != "RELEASE"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_has_run_out_gives_no_key() {
    let pair = Pair::new().await;
    let offered = pair.offer(|wish| {
        wish.disclosure.permission.expires_at = NOW.plus_minutes(30);
    });
    let id = offered.await.unwrap().id;
    pair.settle().await;
    pair.wait(30);
    let now = pair.dana.app.clock.now();
    referrals::accept(&pair.dana.app, &pair.officer, id, now).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Withdrawn);
    assert!(there.row.case_id.is_none() && there.thread().unwrap().is_purged());
}

#[tokio::test(flavor = "multi_thread")]
async fn some_parts_are_taken_back_and_the_rest_goes_on() {
    let pair = Pair::new().await;
    let (id, case) = told(&pair).await;
    let gone = [Field::Account, Field::Phone, Field::SafeContact];
    permission::narrow(&pair.marsa.app, &pair.sender, id, &gone, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Accepted);
    assert!(there.entries.iter().any(|entry| entry.act == Act::Removed));
    let known = opened(&pair, case).await.disclosure;
    assert!(known.account.is_none() && known.people[0].phone.is_none());
    assert!(known.safety.safe_contact.is_none());
    assert!(known.wishes.is_some() && known.people[0].name_ar.is_some());
    let body = referrals::body_of(&pair.dana.app, &there).unwrap().unwrap();
    assert!(body.shared.unwrap().account.is_none() && body.opening.is_none());
    assert!(body.preview.not_shared.contains(&Field::Account));
    assert!(!all_that_can_be_read(&pair.dana).contains(&format!("{CANARY} account")));
    let again = permission::narrow(&pair.dana.app, &pair.officer, id, &gone, NOW).await;
    assert_eq!(again.unwrap_err().code, "referral.wrong_state");
    let code = OutcomeCode::O1;
    referrals::report(&pair.dana.app, &pair.officer, id, code, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_nobody_without_the_right_records_it_and_a_stranger_finds_nothing() {
    let pair = Pair::new().await;
    let id = accepted(&pair).await;
    let said = Withdrawal::Spoken;
    let reader = pair.dana.worker("d-aud", &["INTAKE"]).await;
    let refused = permission::withdraw(&pair.dana.app, &reader, id, said, NOW).await;
    assert_eq!(refused.unwrap_err().code, "page.not_found");
    let head = pair.dana.worker("d-head", &["HEAD"]).await;
    let refused = permission::withdraw(&pair.dana.app, &head, id, said, NOW).await;
    assert_eq!(refused.unwrap_err().code, "page.forbidden");
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
}

/// Federal Law 3/2016 (Wadeema) and its regulation: from thirteen on the child is informed, may refuse, and signs.
#[tokio::test(flavor = "multi_thread")]
async fn a_child_of_thirteen_is_asked_beside_the_carer() {
    let pair = Pair::new().await;
    let with = async |form| {
        pair.offer(|wish| {
            wish.disclosure.people[0].birth = Birth::AgeRange { min: 14, max: 14, as_of: NOW };
            wish.disclosure.permission.form = Some(form);
            wish.disclosure.permission.purpose = vec![Service::Legal];
            wish.disclosure.needs = vec![Service::Legal];
            wish.services = vec![Service::Legal];
            wish.category = sila_core::codes::Category::Child;
            // In danger, advice is asked also of whom it is not offered to usually.
            wish.urgency = Urgency::Emergency;
        })
        .await
        .map(|_| ())
        .map_err(|problem| problem.code.to_string())
    };
    assert_eq!(with(PermissionForm::Carer).await, Err("permission.child_not_asked".to_owned()));
    let asked = with(PermissionForm::Assent).await;
    assert_eq!(asked, Ok(()));
}
