//! Several referrals at once: looked at first, done one by one, left where they changed meanwhile, and nothing of a referral that does not exist
//! for the reader.

use sila_core::ids::{CaseId, ReferralId, WorkerId};
use sila_core::referral::State;
use uuid::Uuid;

use crate::accounts::Worker;
use crate::cases::scope::tests::{in_one_team, new_case};
use crate::cases::scope::{Change, change};
use crate::db::Tx;
use crate::journal::store::readings;
use crate::p;
use crate::referrals::record::Record;
use crate::referrals::store::{self, Direction, Referral};
use crate::referrals::tests::{new, referral};
use crate::referrals::{counts, path};
use crate::testing::{Got, NOW, TestNode, check_page};

async fn add(node: &TestNode, row: Referral) -> ReferralId {
    let (id, row) = (row.id, new(row));
    node.write(move |tx| store::insert(tx, &row)).await.unwrap();
    id
}

/// A referral that this worker sent, of a case or of none.
async fn sent(node: &TestNode, n: u16, by: &Worker, case_id: Option<CaseId>) -> ReferralId {
    let row = Referral { created_by: Some(by.id), case_id, ..referral(n, Direction::Out) };
    add(node, row).await
}

async fn holder(node: &TestNode, id: ReferralId) -> Option<WorkerId> {
    Record::of(&node.app, id).await.unwrap().row.claimed_by
}

/// Somebody else writes to it.
async fn touch(node: &TestNode, id: ReferralId) {
    let touch = move |tx: &mut dyn Tx| tx.exec(&store::TOUCH, &p![id, 1_i64]);
    assert_eq!(node.write(touch).await.unwrap(), 1);
}

async fn send(node: &TestNode, cookie: &str, ids: &[String], rest: &[(&str, &str)]) -> Got {
    let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("referral", id.as_str())).collect();
    form.extend(rest);
    let got = node.post("/en/referrals/bulk", cookie, &form).await;
    if got.status == 200 {
        check_page(&got.body, "en");
    }
    got
}

/// As the list sends them, and as the page does that was looked at while none had changed.
fn marked(ids: &[ReferralId]) -> (Vec<String>, Vec<String>) {
    (
        ids.iter().map(ToString::to_string).collect(),
        ids.iter().map(|id| format!("{id}.1")).collect(),
    )
}

#[tokio::test]
async fn what_was_sent_is_followed_by_a_colleague_where_it_may_be_and_each_says_what_came_of_it() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["INTAKE"]).await;
    let sara = node.worker("sara", &["INTAKE"]).await;
    let huda = node.worker("huda", &["INTAKE"]).await;
    let kin = new_case(&node, &reem).await;
    change(&node.app, &reem, kin, Change::Exclude(sara.id, "KIN"), NOW).await.unwrap();
    let mine = sent(&node, 1, &reem, None).await;
    let shut = sent(&node, 2, &reem, Some(kin)).await;
    let hers = sent(&node, 3, &huda, None).await;
    let out = |n| Referral { created_by: Some(reem.id), ..referral(n, Direction::Out) };
    let unsent = add(&node, Referral { state: State::AwaitingApproval, ..out(4) }).await;
    let over = add(&node, Referral { state: State::Closed, is_open: false, ..out(5) }).await;
    let cookie = node.sign_in(&reem).await;
    for lang in ["ar", "en"] {
        let list = node.get(&format!("/{lang}/referrals/out"), &cookie).await.body;
        check_page(&list, lang);
        assert!(list.contains(&format!("name=\"referral\" value=\"{mine}\"")), "a mark each");
    }
    let (ids, seen) = marked(&[mine, shut, hers, unsent, over]);
    let to = sara.id.to_string();

    let first = send(&node, &cookie, &ids, &[("act", "FOLLOW")]).await.body;
    assert!(first.contains("name=\"to\"") && !first.contains("Do it for"));
    let again = [("act", "FOLLOW"), ("again", "yes")];
    assert_eq!(send(&node, &cookie, &ids, &again).await.status, 422, "to whom");
    let look = send(&node, &cookie, &ids, &[("act", "FOLLOW"), ("to", &to)]).await.body;
    assert_eq!(look.matches("will be done").count(), 1);
    for why in
        ["cannot take this one", "no such referral for you", "has not been sent", "nothing left"]
    {
        assert_eq!(look.matches(why).count(), 1, "{why}");
    }
    assert!(look.contains("needs a judgement on one person"), "what is never done so is said");
    assert!(look.contains(&format!("value=\"{mine}.1\"")), "and up to where it was looked at");
    assert_eq!(holder(&node, mine).await, None, "nothing was done yet");
    assert!(Record::through(&node.app, &sara, mine).await.is_err());

    let sure = [("act", "FOLLOW"), ("to", to.as_str()), ("sure", "yes")];
    let blind = send(&node, &cookie, &ids, &sure).await.body;
    assert!(blind.contains("Done for 0 of 5"), "what was not looked at is left");
    let done = send(&node, &cookie, &seen, &sure).await.body;
    assert!(done.contains("Done for 1 of 5"), "what was refused is counted: {done}");
    assert_eq!(holder(&node, mine).await, Some(sara.id));
    for id in [shut, hers, unsent, over] {
        assert_eq!(holder(&node, id).await, None, "what is refused stays as it was");
    }
    for reader in [&reem, &sara] {
        assert!(Record::through(&node.app, reader, mine).await.is_ok(), "whoever sent it, too");
    }
    assert_eq!(counts(&node.app, &sara).await.unwrap().outgoing_open, 1);
    let theirs = node.sign_in(&sara).await;
    let list = node.get("/en/referrals/out", &theirs).await.body;
    assert!(list.contains(&path(mine, "")) && list.contains("with you"), "in their list: {list}");
    let reads = node.write(move |tx| readings(tx, mine.0)).await.unwrap();
    assert!(!reads.is_empty(), "what was looked at is written down");
    node.end().await;
}

#[tokio::test]
async fn who_may_do_nothing_with_several_sees_no_mark_and_no_empty_column() {
    let node = TestNode::new().await;
    let reader = node.worker("reader", &["PSYCHOLOGIST"]).await;
    sent(&node, 6, &reader, None).await;
    let list = node.get("/en/referrals/out", &node.sign_in(&reader).await).await.body;
    assert!(list.contains("R-MARSA-26-00006") && !list.contains("name=\"referral\""), "{list}");
    assert_eq!((list.matches("<th scope=\"col\"").count(), list.matches("acts-c").count()), (5, 0));
    node.end().await;
}

#[tokio::test]
async fn what_changed_since_it_was_looked_at_is_named_and_left_and_the_others_are_done() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["INTAKE"]).await;
    let sara = node.worker("sara", &["INTAKE"]).await;
    let ids = [sent(&node, 1, &reem, None).await, sent(&node, 2, &reem, None).await];
    let cookie = node.sign_in(&reem).await;
    let (_, seen) = marked(&ids);
    touch(&node, ids[0]).await;
    let to = sara.id.to_string();
    let sure = [("act", "FOLLOW"), ("to", to.as_str()), ("sure", "yes")];
    let done = send(&node, &cookie, &seen, &sure).await.body;
    assert!(done.contains("Done for 1 of 2"), "{done}");
    assert_eq!(done.matches("Somebody else changed it meanwhile").count(), 1);
    assert!(done.contains("R-MARSA-26-00001"), "by its number");
    assert_eq!(holder(&node, ids[0]).await, None);
    assert_eq!(holder(&node, ids[1]).await, Some(sara.id));
    node.end().await;
}

#[tokio::test]
async fn a_referral_of_a_case_that_is_kept_from_one_reads_like_none() {
    let node = TestNode::new().await;
    let owner = node.worker("owner", &["CASE_MANAGER"]).await;
    let boss = node.worker("boss", &["SUPERVISOR"]).await;
    let case = new_case(&node, &owner).await;
    let id = sent(&node, 1, &owner, Some(case)).await;
    change(&node.app, &owner, case, Change::Restrict, NOW).await.unwrap();
    let cookie = node.sign_in(&boss).await;
    let unknown = ReferralId(Uuid::from_u128(77));
    let to = boss.id.to_string();
    let rest = [("act", "FOLLOW"), ("to", to.as_str()), ("sure", "yes")];
    let said = async |id: ReferralId| {
        let page = send(&node, &cookie, &[format!("{id}.1")], &rest).await.body;
        page.split_once("<main").unwrap().1.replace(&id.to_string(), "ID")
    };
    let (kept, none) = (said(id).await, said(unknown).await);
    assert!(kept.contains("no such referral for you"));
    assert_eq!(kept, none, "as one that there is not");
    assert_eq!(holder(&node, id).await, None);
    assert!(!node.get("/en/referrals/out", &cookie).await.body.contains(&path(id, "")));
    node.end().await;
}

#[tokio::test]
async fn whoever_leads_a_team_gives_its_referrals_to_others() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["INTAKE"]).await;
    let lead = node.worker("lead", &["REFERRAL_OFFICER"]).await;
    let id = sent(&node, 1, &reem, None).await;
    let cookie = node.sign_in(&lead).await;
    let to = lead.id.to_string();
    let sure = [("act", "FOLLOW"), ("to", to.as_str()), ("sure", "yes")];
    let seen = [format!("{id}.1")];
    assert!(send(&node, &cookie, &seen, &sure).await.body.contains("Done for 0 of 1"));
    in_one_team(&node, &lead, &reem).await;
    assert!(send(&node, &cookie, &seen, &sure).await.body.contains("Done for 1 of 1"));
    assert_eq!(holder(&node, id).await, Some(lead.id));
    node.end().await;
}

#[tokio::test]
async fn what_is_reviewed_is_taken_over_or_given_only_when_nobody_holds_it() {
    let node = TestNode::new().await;
    let amal = node.worker("amal", &["REFERRAL_OFFICER"]).await;
    let noor = node.worker("noor", &["REFERRAL_OFFICER"]).await;
    let inside = |n| Referral { state: State::InReview, ..referral(n, Direction::In) };
    let (free, held) = (add(&node, inside(1)).await, add(&node, inside(2)).await);
    let by = noor.id;
    node.write(move |tx| tx.send(&store::SET_CLAIM, &p![held, by, NOW])).await.unwrap();
    let cookie = node.sign_in(&amal).await;
    let (ids, seen) = marked(&[free, held]);
    let look = send(&node, &cookie, &ids, &[("act", "CLAIM")]).await.body;
    assert_eq!(look.matches("will be done").count(), 1);
    assert_eq!(look.matches("A colleague is reviewing it").count(), 1);
    let sure = [("act", "CLAIM"), ("sure", "yes")];
    assert!(send(&node, &cookie, &seen, &sure).await.body.contains("Done for 1 of 2"));
    assert_eq!((holder(&node, free).await, holder(&node, held).await), (Some(amal.id), Some(by)));
    let to = by.to_string();
    let give = [("act", "GIVE"), ("to", to.as_str()), ("sure", "yes")];
    let given = send(&node, &cookie, &[format!("{free}.2")], &give).await.body;
    assert!(given.contains("Done for 1 of 1"), "{given}");
    assert_eq!(holder(&node, free).await, Some(by));
    assert!(send(&node, &cookie, &ids, &sure).await.body.contains("Done for 0 of 2"));
    node.end().await;
}

#[tokio::test]
async fn what_is_no_act_no_referral_or_not_for_the_role_is_refused() {
    let node = TestNode::new().await;
    let reem = node.worker("reem", &["INTAKE"]).await;
    let reader = node.worker("reader", &["PSYCHOLOGIST"]).await;
    let id = sent(&node, 1, &reem, None).await;
    let (cookie, theirs) = (node.sign_in(&reem).await, node.sign_in(&reader).await);
    let (one, _) = marked(&[id]);
    let status = async |cookie: &str, ids: &[String], act: &str| {
        send(&node, cookie, ids, &[("act", act)]).await.status
    };
    assert_eq!(status(&cookie, &[], "FOLLOW").await, 409);
    for act in ["ACCEPT", "DECLINE", ""] {
        assert_eq!(status(&cookie, &one, act).await, 400, "{act}");
    }
    assert_eq!(status(&cookie, &["x".to_owned()], "FOLLOW").await, 400);
    assert_eq!(status(&cookie, &one, "CLAIM").await, 403, "intake reviews nothing");
    assert_eq!(status(&theirs, &one, "FOLLOW").await, 403);
    let many: Vec<ReferralId> = (100..160).map(|n| ReferralId(Uuid::from_u128(n))).collect();
    assert_eq!(status(&cookie, &marked(&many).0, "FOLLOW").await, 400);
    let row = Record::of(&node.app, id).await.unwrap().row;
    assert_eq!((row.version, row.claimed_by), (1, None));
    node.end().await;
}
