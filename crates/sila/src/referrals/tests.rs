//! Who may see a referral, how lists are ordered and walked, and the rows on both engines.

use std::sync::Arc;

use sila_core::AreaCode;
use sila_core::agreement::AboveClause;
use sila_core::codes::{Category, DeclineCode, Urgency};
use sila_core::ids::{AgencyId, AgreementId, CaseId, ReferralId, WorkerId};
use sila_core::referral::State;
use sila_core::time::Millis;
use sila_link::agreement_digest;
use uuid::Uuid;

use super::counts::{store::Count, sum};
use super::duty::store::Job;
use super::record::{may_see, role_for};
use super::store::{self, Asked, Direction, NewReferral, Referral, Sealed, StoredEntry, priority};
use super::{Counts, decline, duty, letter, list, record};
use crate::accounts::{Permission, Worker};
use crate::agreements::{self, template};
use crate::db::{DbError, Tx};
use crate::p;
use crate::testing::{NOW, TestNode};
use crate::web::{Brand, Cx, Lang, Pairs};

fn worker(n: u128, roles: &[&str]) -> Worker {
    Worker {
        id: WorkerId(Uuid::from_u128(n)),
        user_name: format!("w{n}"),
        name_ar: "موظفة".to_owned(),
        name_en: "Worker".to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        active: true,
    }
}

/// The n-th referral: every third is an emergency, every third urgent; each is due a minute later than the one before.
pub(crate) fn referral(n: u16, direction: Direction) -> Referral {
    let urgency = [Urgency::Emergency, Urgency::Urgent, Urgency::Routine][usize::from(n % 3)];
    Referral {
        id: ReferralId(Uuid::from_u128(u128::from(n) + 1)),
        reference: format!("R-MARSA-26-{n:05}"),
        direction,
        peer: AgencyId([2; 32]),
        case_id: None,
        state: State::Delivered,
        is_open: true,
        urgency,
        linked: n.is_multiple_of(2),
        ahead: false,
        category: if n.is_multiple_of(5) { Category::Child } else { Category::Woman },
        area: "AE-SH-KFK".to_owned(),
        agreement: AgreementId(Uuid::from_u128(14)),
        offered_at: NOW,
        decide_by: NOW.plus_minutes(i64::from(n / 3)),
        expires_at: NOW.plus_minutes(500),
        updated_at: NOW.plus_minutes(i64::from(n / 3)),
        version: 1,
        created_by: None,
        claimed_by: None,
        claimed_at: None,
        noted_at: None,
        delivered_at: None,
        relay: None,
        kind: sila_core::codes::Kind::Service,
    }
}

pub(crate) fn new(row: Referral) -> NewReferral {
    let sealed = Sealed { key: vec![1], body: vec![2], ..Sealed::default() };
    NewReferral { row, fingerprint: [7; 32], sealed }
}

async fn add(node: &TestNode, rows: Vec<Referral>) {
    let rows: Vec<NewReferral> = rows.into_iter().map(new).collect();
    let insert = move |tx: &mut dyn Tx| rows.iter().try_for_each(|row| store::insert(tx, row));
    node.write(insert).await.unwrap();
}

fn everything(direction: Direction, open: bool) -> Asked {
    Asked {
        direction,
        open,
        urgency: String::new(),
        state: String::new(),
        category: String::new(),
        kind: String::new(),
        late_at: Millis(0),
        after: None,
        reader: WorkerId(Uuid::nil()),
        only_own: false,
    }
}

async fn page(node: &TestNode, asked: &Asked) -> Vec<Referral> {
    let asked = asked.clone();
    node.app.store.read::<_, DbError, _>(move |tx| store::page(tx, &asked)).await.unwrap()
}

#[test]
fn a_referral_is_seen_by_its_sender_its_case_and_its_desk_and_by_nobody_else() {
    let sent =
        Referral { created_by: Some(WorkerId(Uuid::from_u128(1))), ..referral(1, Direction::Out) };
    let received = referral(1, Direction::In);
    let waiting = Referral { state: State::AwaitingApproval, ..sent.clone() };
    let table = [
        (&sent, worker(1, &["INTAKE"]), false, true, "its sender"),
        (&sent, worker(2, &["INTAKE"]), false, false, "a colleague of the sender"),
        (&sent, worker(2, &["INTAKE"]), true, true, "a member of the case"),
        (&sent, worker(2, &["REFERRAL_OFFICER"]), false, true, "the desk reads all"),
        (&sent, worker(2, &["ADMIN"]), false, false, "the administrator"),
        (&sent, worker(2, &["DPO_AUDIT"]), false, false, "the auditor"),
        (&received, worker(1, &["INTAKE"]), false, false, "intake has no part in what arrives"),
        (&received, worker(1, &["INTAKE"]), true, true, "a member of the case it became"),
        (&received, worker(1, &["REFERRAL_OFFICER"]), false, true, "the desk"),
        (&received, worker(1, &["HEAD"]), false, true, "the head reads all"),
        (&received, worker(1, &["SHELTER_SUPERVISOR"]), false, false, "the shelter"),
        (&waiting, worker(2, &["SUPERVISOR"]), false, true, "a second approver"),
    ];
    for (row, worker, member, seen, who) in table {
        assert_eq!(may_see(&worker, row, member), seen, "{who}");
    }
}

#[test]
fn people_act_in_the_role_that_allows_the_act() {
    let worker = worker(1, &["SHELTER_SUPERVISOR", "REFERRAL_OFFICER"]);
    assert_eq!(role_for(&worker, Permission::ReferralDecide), "REFERRAL_OFFICER");
    assert_eq!(role_for(&worker, Permission::CaseRead), "SHELTER_SUPERVISOR");
}

#[test]
fn counts_add_up_what_each_may_know() {
    let count = |direction, state, all, late, own| Count { direction, state, all, late, own };
    let rows = [
        count(Direction::In, State::Delivered, 5, 2, 0),
        count(Direction::In, State::InReview, 3, 1, 0),
        count(Direction::In, State::Accepted, 9, 9, 0),
        count(Direction::Out, State::Offered, 4, 4, 1),
        count(Direction::Out, State::Expired, 2, 2, 1),
        count(Direction::Out, State::AwaitingApproval, 3, 0, 1),
    ];
    let desk =
        Counts { incoming_waiting: 8, overdue: 3, outgoing_open: 9, returned: 2, approvals: 0 };
    assert_eq!(sum(&worker(1, &["REFERRAL_OFFICER"]), &rows), desk);
    assert_eq!(sum(&worker(1, &["SUPERVISOR"]), &rows), Counts { approvals: 2, ..desk });
    let sender = Counts { outgoing_open: 3, returned: 1, ..Counts::default() };
    assert_eq!(sum(&worker(1, &["INTAKE"]), &rows), sender);
}

#[test]
fn emergencies_come_first_and_linked_cases_before_others_of_their_urgency() {
    let at = |urgency, ahead, state| {
        priority(&Referral { urgency, ahead, ..referral(1, Direction::In) }, state)
    };
    let urgencies = [Urgency::Emergency, Urgency::Urgent, Urgency::Routine];
    let both =
        |state| urgencies.into_iter().flat_map(move |u| [at(u, true, state), at(u, false, state)]);
    let order: Vec<i64> = both(State::Delivered).chain(both(State::Accepted)).collect();
    assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
}

#[tokio::test]
async fn contract_b26_a_linked_case_is_ahead_only_while_its_agreement_says_so() {
    let node = TestNode::new().await;
    let agreement = template::tests::sample();
    let (id, body) = (agreement.id, agreement.to_cbor());
    let signed = agreements::Stored {
        digest: agreement_digest(&body),
        agreement,
        body,
        state: agreements::State::Signed,
        peer: AgencyId([2; 32]),
        own_signature: None,
        peer_signature: None,
        updated_at: NOW,
        on_paper: None,
    };
    node.write(move |tx| agreements::store::insert(tx, &signed)).await.unwrap();
    let one = |n: u16, linked, urgency| Referral {
        linked,
        urgency,
        agreement: id,
        decide_by: NOW.plus_minutes(i64::from(n)),
        ..referral(n, Direction::In)
    };
    let routine = Urgency::Routine;
    add(&node, vec![one(1, false, routine), one(2, true, routine), one(3, false, Urgency::Urgent)])
        .await;
    let order = async || -> Vec<(String, bool)> {
        let rows = page(&node, &everything(Direction::In, true)).await;
        rows.into_iter().map(|row| (row.reference[11..].to_owned(), row.ahead)).collect()
    };
    let is = |all: &[(&str, bool)]| -> Vec<(String, bool)> {
        all.iter().map(|(n, ahead)| ((*n).to_owned(), *ahead)).collect()
    };
    let first = is(&[("00003", false), ("00002", true), ("00001", false)]);
    let equal = is(&[("00003", false), ("00001", false), ("00002", false)]);
    assert_eq!(order().await, first, "before an equal one, behind what is more urgent");
    let stopped = agreements::State::Suspended { by_us: false, by_them: true };
    let both = [(agreements::State::Signed, stopped), (stopped, agreements::State::Signed)];
    for ((from, to), expected) in both.into_iter().zip([equal, first.clone()]) {
        let moved = node.write(move |tx| agreements::store::set_state(tx, id, from, to, NOW)).await;
        assert!(moved.unwrap());
        assert_eq!(order().await, expected, "{to:?}");
    }
    add(
        &node,
        vec![Referral { agreement: AgreementId(Uuid::from_u128(15)), ..one(4, true, routine) }],
    )
    .await;
    let last = order().await.pop();
    assert_eq!(last, Some(("00004".to_owned(), false)), "of an agreement without the clause");
}

#[tokio::test]
async fn contract_b26_nobody_comes_first_by_an_agreement_under_one_that_is_stopped() {
    let node = TestNode::new().await;
    let above = template::tests::sample();
    let upper = above.id;
    let mut below = above.clone();
    below.id = AgreementId(Uuid::from_u128(77));
    below.above = Some(AboveClause {
        number: "1.1".to_owned(),
        agreement: upper,
        code: above.code.clone(),
        stops: true,
        outlives: false,
    });
    let lower = below.id;
    for agreement in [above, below] {
        let body = agreement.to_cbor();
        let signed = agreements::Stored {
            digest: agreement_digest(&body),
            agreement,
            body,
            state: agreements::State::Signed,
            peer: AgencyId([2; 32]),
            own_signature: None,
            peer_signature: None,
            updated_at: NOW,
            on_paper: None,
        };
        node.write(move |tx| agreements::store::insert(tx, &signed)).await.unwrap();
    }
    let one = Referral { linked: true, agreement: lower, ..referral(1, Direction::In) };
    add(&node, vec![one]).await;
    let ahead = async || {
        let rows = page(&node, &everything(Direction::In, true)).await;
        let firsts = node.write(agreements::store::firsts).await.unwrap();
        (rows[0].ahead, firsts.contains_key(&lower))
    };
    assert_eq!(ahead().await, (true, true));
    let stopped = agreements::State::Suspended { by_us: true, by_them: false };
    for (from, to, expected) in [
        (agreements::State::Signed, stopped, (false, false)),
        (stopped, agreements::State::Signed, (true, true)),
    ] {
        let moved = move |tx: &mut dyn Tx| agreements::store::set_state(tx, upper, from, to, NOW);
        assert!(node.write(moved).await.unwrap());
        assert_eq!(ahead().await, expected, "the one above: {to:?}");
    }
}

#[test]
fn what_came_back_to_the_sender_waits_before_what_the_other_side_has_taken() {
    let sent = referral(1, Direction::Out);
    let taken = priority(&sent, State::Accepted);
    for state in [State::Declined, State::Expired, State::Completed, State::Offered] {
        assert!(priority(&sent, state) < taken, "{state}");
    }
}

#[test]
fn an_address_is_a_filter_and_what_is_no_code_is_none() {
    let desk = worker(1, &["REFERRAL_OFFICER"]);
    let query = |pairs: &[(&str, &str)]| -> Pairs { pairs.iter().copied().collect() };
    let typed = query(&[("urgency", "' or 1=1"), ("status", "GONE"), ("after", "1.x.2")]);
    let asked = list::asked(&desk, &typed, Direction::In, NOW);
    assert_eq!((asked.urgency.as_str(), asked.state.as_str()), ("", ""));
    assert!(asked.open && asked.after.is_none() && !asked.only_own);
    let id = Uuid::from_u128(7);
    let after = format!("2.{}.{id}", NOW.0);
    let typed =
        query(&[("urgency", "URGENT"), ("state", "done"), ("late", "1"), ("after", &after)]);
    let asked = list::asked(&desk, &typed, Direction::In, NOW);
    assert_eq!((asked.urgency.as_str(), asked.open, asked.late_at), ("URGENT", false, NOW));
    assert_eq!(asked.after, Some((2, NOW, id)));
    let intake = worker(2, &["INTAKE"]);
    let asked = list::asked(&intake, &Pairs::default(), Direction::Out, NOW);
    assert!(asked.only_own && asked.reader == intake.id);
}

#[test]
fn a_decline_names_its_reason_and_for_residence_the_area() {
    let cx = Cx::new(Lang::Ar, "/", NOW, Arc::new(Brand::default()));
    let read =
        |pairs: &[(&str, &str)]| decline::read(&cx, &pairs.iter().copied().collect::<Pairs>());
    assert!(read(&[]).unwrap_err().get("code").is_some());
    assert!(read(&[("code", "V3")]).unwrap_err().get("area").is_some());
    assert!(read(&[("code", "V3"), ("area", "AE-NOWHERE")]).is_err());
    let area = AreaCode::parse("AE-FU").ok();
    assert_eq!(read(&[("code", "V3"), ("area", "AE-FU")]), Ok((DeclineCode::V3, area)));
    assert_eq!(read(&[("code", "V1"), ("area", "AE-FU")]), Ok((DeclineCode::V1, None)));
}

#[test]
fn a_commitment_holds_for_one_referral_only() {
    let (one, two) = (ReferralId(Uuid::from_u128(1)), ReferralId(Uuid::from_u128(2)));
    assert_ne!(letter::key_commitment(one, &[1; 32]), letter::key_commitment(two, &[1; 32]));
    assert_ne!(letter::key_commitment(one, &[1; 32]), letter::key_commitment(one, &[2; 32]));
    assert_ne!(letter::identity_aad(one), letter::identity_aad(two));
}

async fn lists_are_walked_in_order_without_gap_or_repetition(node: &TestNode) {
    let open = (0..120).map(|n| referral(n, Direction::In));
    let done = (200..260).map(|n| Referral { is_open: false, ..referral(n, Direction::In) });
    add(node, open.chain(done).chain([referral(300, Direction::Out)]).collect()).await;
    for (is_open, total) in [(true, 120), (false, 60)] {
        let mut asked = everything(Direction::In, is_open);
        let mut seen: Vec<Referral> = Vec::new();
        loop {
            let mut rows = page(node, &asked).await;
            let more = rows.len() > 50;
            rows.truncate(50);
            seen.extend(rows);
            if !more {
                break;
            }
            let last = seen.last().unwrap();
            let place = if is_open {
                (priority(last, last.state), last.decide_by, last.id.0)
            } else {
                (0, last.updated_at, last.id.0)
            };
            asked.after = Some(place);
        }
        assert_eq!(seen.len(), total);
        let key = |row: &Referral| (priority(row, row.state), row.decide_by, row.id);
        let newest =
            |row: &Referral| (std::cmp::Reverse(row.updated_at), std::cmp::Reverse(row.id));
        let ordered = if is_open {
            seen.is_sorted_by(|a, b| key(a) < key(b))
        } else {
            seen.is_sorted_by(|a, b| newest(a) < newest(b))
        };
        assert!(ordered, "open: {is_open}");
    }
}

async fn filters_narrow_and_late_means_undecided_and_past_its_time(node: &TestNode) {
    let decided = Referral { state: State::Accepted, ..referral(30, Direction::In) };
    add(node, (0..12).map(|n| referral(n, Direction::In)).chain([decided]).collect()).await;
    let all = everything(Direction::In, true);
    let urgent = Asked { urgency: "URGENT".to_owned(), ..all.clone() };
    assert_eq!(page(node, &urgent).await.len(), 4);
    let children = Asked { category: "CHILD".to_owned(), ..all.clone() };
    assert_eq!(page(node, &children).await.len(), 4, "0, 5, 10 and the decided one");
    let accepted = Asked { state: "ACCEPTED".to_owned(), ..all.clone() };
    assert_eq!(page(node, &accepted).await.len(), 1);
    let late = Asked { late_at: NOW.plus_minutes(2), ..all.clone() };
    assert_eq!(page(node, &late).await.len(), 6, "due before, and not the decided one");
    assert_eq!(page(node, &all).await.len(), 13);
}

async fn a_worker_lists_what_they_sent_and_what_their_cases_are_about(node: &TestNode) {
    let me = node.worker("me", &["INTAKE"]).await.id;
    let disclosure = crate::cases::tests::disclosure(node);
    let (category, urgency) = (Category::Woman, Urgency::Urgent);
    let case = crate::cases::compose(&node.app, &disclosure, category, urgency, me, None, NOW);
    let case = case.unwrap();
    let id: CaseId = case.id;
    node.write(move |tx| crate::cases::store::insert(tx, &case)).await.unwrap();
    let out = |n| referral(n, Direction::Out);
    add(
        node,
        vec![
            Referral { created_by: Some(me), ..out(1) },
            Referral { case_id: Some(id), ..out(2) },
            out(3),
        ],
    )
    .await;
    let asked = Asked { only_own: true, reader: me, ..everything(Direction::Out, true) };
    let seen: Vec<_> = page(node, &asked).await.into_iter().map(|row| row.reference).collect();
    assert_eq!(seen, ["R-MARSA-26-00001", "R-MARSA-26-00002"]);
    let of_case = node.app.store.read::<_, DbError, _>(move |tx| store::of_case(tx, id)).await;
    assert_eq!(of_case.unwrap().len(), 1);
    let counts = node
        .app
        .store
        .read::<_, DbError, _>(move |tx| super::counts::store::counts(tx, NOW, me))
        .await;
    let counts = counts.unwrap();
    assert_eq!(counts.len(), 1);
    assert_eq!((counts[0].all, counts[0].own, counts[0].late), (3, 1, 0));
}

async fn only_the_first_of_two_writers_projects(node: &TestNode) {
    let row = referral(1, Direction::In);
    add(node, vec![row.clone()]).await;
    let to = record::Projection {
        state: State::InReview,
        is_open: true,
        fingerprint: [9; 32],
        withheld: false,
        stopped: crate::referrals::attachments::Stopped::Nothing,
        decide_by: row.decide_by,
        expires_at: row.expires_at,
        owed: None,
        moves: None,
        contact: None,
    };
    for first in [true, false] {
        let row = row.clone();
        let done = node.write(move |tx| record::project(tx, &row, &to, NOW)).await.unwrap();
        assert_eq!(done, first);
    }
    let id = row.id;
    let found = node
        .app
        .store
        .read::<_, DbError, _>(move |tx| store::find(tx, id, WorkerId(Uuid::nil())))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.row.state, found.row.version), (State::InReview, 2));
    assert_eq!((found.fingerprint, found.member), ([9; 32], false));
}

async fn an_entry_and_a_number_are_there_once(node: &TestNode) {
    let row = referral(1, Direction::In);
    let id = row.id;
    add(node, vec![row.clone()]).await;
    let entry = StoredEntry {
        author: AgencyId([2; 32]),
        n: 1,
        at: NOW,
        act: "OFFER".to_owned(),
        body: vec![1, 2, 3],
        hash: [5; 32],
    };
    let (first, again) = (entry.clone(), entry);
    node.write(move |tx| store::insert_entry(tx, id, &first)).await.unwrap();
    let twice = node.write(move |tx| store::insert_entry(tx, id, &again)).await;
    assert!(matches!(twice, Err(DbError::Unique { .. })), "{twice:?}");
    let other = Referral { id: ReferralId(Uuid::from_u128(99)), ..row };
    let twice = node.write(move |tx| store::insert(tx, &new(other.clone()))).await;
    assert!(matches!(twice, Err(DbError::Unique { .. })), "{twice:?}");
    let read = move |tx: &mut dyn Tx| {
        let taken = store::reference_taken(tx, "R-MARSA-26-00001")?;
        Ok::<_, DbError>((taken, store::reference_taken(tx, "R-MARSA-26-00002")?))
    };
    assert_eq!(node.app.store.read(read).await, Ok((true, false)));
    for wanted in 1..=3 {
        let number = node.write(|tx| store::next_number(tx, "referral-26")).await.unwrap();
        assert_eq!(number, wanted);
    }
}

/// The first referral, which owes something.
const OWING: ReferralId = ReferralId(Uuid::from_u128(1));

fn owed(kind: &str, attempts: i64, turn: i64) -> Job {
    Job { kind: kind.to_owned(), referral: OWING, attempts, turn }
}

async fn due(node: &TestNode, at: Millis) -> Vec<Job> {
    let read = move |tx: &mut dyn Tx| duty::store::due(tx, at);
    node.app.store.read::<_, DbError, _>(read).await.unwrap()
}

async fn a_job_is_kept_until_its_work_is_done(node: &TestNode) {
    node.write(move |tx| {
        duty::store::add(tx, duty::REACT, OWING, NOW)?;
        duty::store::add(tx, duty::EXPIRE, OWING, NOW.plus_minutes(60))?;
        duty::store::add(tx, duty::REACT, OWING, NOW.plus_minutes(1))
    })
    .await
    .unwrap();
    assert_eq!(due(node, NOW).await, []);
    assert_eq!(due(node, NOW.plus_minutes(1)).await, [owed(duty::REACT, 0, 1)]);
    let later = NOW.plus_minutes(2);
    let put_off = owed(duty::REACT, 0, 1);
    node.write(move |tx| duty::store::postpone(tx, &put_off, later)).await.unwrap();
    assert_eq!(due(node, NOW.plus_minutes(1)).await, []);
    let both = [owed(duty::REACT, 1, 1), owed(duty::EXPIRE, 0, 0)];
    assert_eq!(due(node, NOW.plus_minutes(60)).await, both);
    node.write(move |tx| tx.exec(&duty::store::DONE, &p![duty::REACT, OWING])).await.unwrap();
    assert_eq!(due(node, NOW.plus_minutes(60)).await, [owed(duty::EXPIRE, 0, 0)]);
}

/// What is added while somebody works on what they have read is neither put off nor ended by them.
async fn a_job_that_is_added_again_is_not_done_by_who_has_read_it_before(node: &TestNode) {
    node.write(move |tx| {
        duty::store::add(tx, duty::REACT, OWING, NOW)?;
        duty::store::add(tx, duty::REACT, OWING, NOW)
    })
    .await
    .unwrap();
    let read = owed(duty::REACT, 0, 0);
    node.write(move |tx| {
        duty::store::postpone(tx, &read, NOW.plus_days(1))?;
        duty::store::end(tx, &read)
    })
    .await
    .unwrap();
    assert_eq!(due(node, NOW).await, [owed(duty::REACT, 0, 1)]);
    node.write(move |tx| duty::store::end(tx, &owed(duty::REACT, 0, 1))).await.unwrap();
    assert_eq!(due(node, NOW).await, []);
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
    lists_are_walked_in_order_without_gap_or_repetition
    filters_narrow_and_late_means_undecided_and_past_its_time
    a_worker_lists_what_they_sent_and_what_their_cases_are_about
    only_the_first_of_two_writers_projects
    an_entry_and_a_number_are_there_once
    a_job_is_kept_until_its_work_is_done
    a_job_that_is_added_again_is_not_done_by_who_has_read_it_before
}
