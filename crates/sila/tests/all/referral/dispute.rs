//! A dispute about a referral: a named course, the same at both agencies, while exactly one of them answers for the person.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::referrals::dispute::arbiter;
use sila::referrals::joint::{self, Desk, Room, Wish};
use sila_core::agreement::ArbiterClause;
use sila_core::joint::{Deed, DisputeReason, DisputeResult, DisputeStage};
use sila_seal::sha256;

use super::nodes::Node;
use super::pages::{file, get, post, shows_every_text, upload};
use super::storm::Wire;
use super::*;

async fn desk(node: &Node, worker: &Worker, id: ReferralId) -> Desk {
    let now = node.app.clock.now();
    Desk::through(&node.app, worker, (id, Room::Dispute), now).await.unwrap()
}

/// The same course and the same code at both; and both name the same agency, which has not changed.
async fn same(pair: &Pair, id: ReferralId) -> DisputeStage {
    let here = desk(&pair.marsa, &pair.sender, id).await;
    let there = desk(&pair.dana, &pair.officer, id).await;
    assert_eq!(here.loaded.joint.disputes(), there.loaded.joint.disputes());
    assert_eq!(here.fingerprint(), there.fingerprint(), "the code on both screens");
    let answers = |desk: &Desk| desk.record.thread().unwrap().responsible();
    assert_eq!((answers(&here), answers(&there)), (pair.marsa.id(), pair.marsa.id()));
    here.loaded.joint.disputes().last().unwrap().stage
}

/// Dana has declined and erased everything it was shown.
async fn declined(pair: &Pair) -> ReferralId {
    let id = delivered(pair).await;
    let area = AreaCode::parse("AE-FU-DBF").ok();
    let app = &pair.dana.app;
    referrals::decline(app, &pair.officer, id, DeclineCode::V3, area, NOW).await.unwrap();
    pair.settle().await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b28_a_dispute_opens_a_named_process_that_both_agencies_see_alike() {
    let pair = Pair::new().await;
    let id = declined(&pair).await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    let heads = (marsa.worker("m-head", &["HEAD"]).await, dana.worker("d-head", &["HEAD"]).await);
    let (sender, officer) = (marsa.sign_in(&pair.sender).await, dana.sign_in(&pair.officer).await);
    let (here, there) = (marsa.sign_in(&heads.0).await, dana.sign_in(&heads.1).await);
    let act = |rest: &str| format!("/en/referrals/{id}/dispute{rest}");
    let (status, page) = post(marsa, &sender, &act(""), "words=x").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is needed");
    shows_every_text(&page);
    let opening = "reason=RESIDENCE&words=Khor+Fakkan+is+yours";
    assert_eq!(post(marsa, &sender, &act(""), opening).await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    assert_eq!(same(&pair, id).await, DisputeStage::Answer);
    let waits =
        async |node: &Node, cookie: &str| get(node, cookie, "/en").await.1.contains(&act(""));
    assert!(waits(dana, &officer).await, "on the day of whoever must answer");
    assert!(!waits(marsa, &sender).await && !waits(dana, &there).await, "and of nobody else");
    for lang in ["ar", "en"] {
        let path = format!("/{lang}/referrals/{id}/dispute");
        let (_, page) = get(dana, &officer, &path).await;
        shows_every_text(&page);
        for shown in ["Khor Fakkan is yours", "m-int1", "class=\"clock"] {
            assert!(page.contains(shown), "{lang}: {shown}");
        }
        let name = if lang == "ar" { "جهة MARSA" } else { "Agency MARSA" };
        assert!(page.contains(name), "{lang}: who answers for the person");
        let (_, page) = get(dana, &officer, &format!("/{lang}/referrals/{id}")).await;
        assert!(page.contains(&path) && page.contains(name), "{lang}: on the referral as well");
        shows_every_text(&page);
    }
    assert_eq!(post(dana, &officer, &act("/answer"), "answer=No").await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    assert_eq!(same(&pair, id).await, DisputeStage::Talks);
    assert!(waits(marsa, &sender).await && waits(dana, &officer).await, "now both have to act");
    assert_eq!(post(marsa, &sender, &act("/heads"), "").await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    assert_eq!(same(&pair, id).await, DisputeStage::Heads);
    assert!(waits(marsa, &here).await && waits(dana, &there).await, "before the heads");
    assert!(!waits(dana, &officer).await);
    let proposal = "result=TAKES&terms=A+new+referral+tomorrow";
    let officers = post(dana, &officer, &act("/proposals"), proposal).await;
    assert_eq!(officers.0, StatusCode::CONFLICT, "before the heads only heads propose");
    assert_eq!(post(dana, &there, &act("/proposals"), proposal).await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    let open = desk(marsa, &pair.sender, id).await;
    let proposed = open.loaded.joint.open_dispute().unwrap().proposals[0].id;
    let (_, page) = get(marsa, &here, &act("")).await;
    assert!(page.contains("A new referral tomorrow") && page.contains("d-head"));
    let signed = format!("proposal={proposed}");
    assert_eq!(post(marsa, &here, &act("/settlement"), &signed).await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    assert_eq!(same(&pair, id).await, DisputeStage::Settled);
    let (_, page) = get(dana, &there, &act("")).await;
    for named in ["m-int1", "d-ref", "m-head", "d-head"] {
        assert!(page.contains(named), "{named} spoke for an agency");
    }
    shows_every_text(&page);
    let (_, page) = get(dana, &officer, &format!("/en/referrals/{id}")).await;
    assert!(!page.contains("A dispute is open"));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b28_either_side_opens_one_and_a_stranger_finds_none() {
    let pair = Pair::new().await;
    let id = accepted(&pair).await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    let officer = dana.sign_in(&pair.officer).await;
    let act = format!("/en/referrals/{id}/dispute");
    assert_eq!(post(dana, &officer, &act, "reason=SCOPE&words=x").await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    assert_eq!(same(&pair, id).await, DisputeStage::Answer);
    let stranger = dana.worker("d-psy", &["PSYCHOLOGIST"]).await;
    let stranger = dana.sign_in(&stranger).await;
    assert_eq!(get(dana, &stranger, &act).await.0, StatusCode::NOT_FOUND);
    let said = post(dana, &stranger, &format!("{act}/heads"), "").await;
    assert_eq!(said.0, StatusCode::NOT_FOUND);
    let other = marsa.worker("m-int2", &["INTAKE"]).await;
    let other = marsa.sign_in(&other).await;
    assert_eq!(get(marsa, &other, &act).await.0, StatusCode::NOT_FOUND);
    let own = post(dana, &officer, &format!("{act}/answer"), "answer=x").await;
    assert_eq!(own.0, StatusCode::CONFLICT, "nobody answers oneself");
    let back = post(dana, &officer, &format!("{act}/withdrawal"), "").await;
    assert_eq!(back.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    assert_eq!(same(&pair, id).await, DisputeStage::Dropped);
    let joint = format!("/en/referrals/{id}/joint");
    let (_, page) = get(dana, &officer, &joint).await;
    assert!(!page.contains("err-sum"), "the joint work goes on beside it");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b28_after_loss_doubling_and_reordering_both_see_one_course() {
    for seed in 11..=13 {
        let pair = Pair::new().await;
        let id = declined(&pair).await;
        let mut wire = Wire::new(&pair, seed);
        let write = async |node: &Node, worker: &Worker, deed: Deed| {
            let decide = |_: &Desk| Ok(Wish::new(deed.clone(), "قول"));
            let _too_late = joint::write(&node.app, worker, (id, Room::Dispute), NOW, decide).await;
        };
        // Both open one without having heard of the other's.
        write(&pair.marsa, &pair.sender, Deed::Dispute { reason: DisputeReason::Refusal }).await;
        write(&pair.dana, &pair.officer, Deed::Dispute { reason: DisputeReason::Scope }).await;
        for _ in 0..5 {
            wire.blow(4).await;
            for (node, worker) in [(&pair.marsa, &pair.sender), (&pair.dana, &pair.officer)] {
                let open = desk(node, worker, id).await.loaded.joint.open_dispute().cloned();
                let Some(open) = open else { continue };
                let dispute = open.id;
                write(node, worker, Deed::Answer { dispute }).await;
                let result = DisputeResult::Keeps;
                write(node, worker, Deed::Propose { dispute, result }).await;
                if let Some(proposal) = open.acceptable(node.id()).map(|proposal| proposal.id) {
                    write(node, worker, Deed::Settle { dispute, proposal }).await;
                }
            }
        }
        wire.rest(id).await;
        pair.settle().await;
        same(&pair, id).await;
        let disputes = desk(&pair.dana, &pair.officer, id).await.loaded.joint.disputes().to_vec();
        let open = disputes.iter().filter(|dispute| dispute.stage.is_open()).count();
        assert!(disputes.len() >= 2 && open <= 1, "seed {seed}: {disputes:?}");
    }
}

/// Two agencies whose agreement names an arbiter.
async fn with_arbiter() -> Pair {
    let mut pair = Pair::without_agreement().await;
    pair.agreement.arbiter = Some(ArbiterClause {
        number: "6.1".to_owned(),
        name_ar: "مجلس الأسرة".to_owned(),
        name_en: "Family Council".to_owned(),
    });
    for node in [&pair.marsa, &pair.dana] {
        pair.sign(node, false).await;
    }
    pair
}

/// A dispute before the heads of both, who are signed in.
async fn before_heads(pair: &Pair) -> (ReferralId, [Worker; 2]) {
    let id = declined(pair).await;
    let head = async |node: &Node, name: &str| node.worker(name, &["HEAD"]).await;
    let heads = [head(&pair.marsa, "m-head").await, head(&pair.dana, "d-head").await];
    let sender = pair.marsa.sign_in(&pair.sender).await;
    let act = |rest: &str| format!("/en/referrals/{id}/dispute{rest}");
    let opening = "reason=RESIDENCE&words=Khor+Fakkan+is+yours";
    for (rest, form) in [("", opening), ("/heads", "")] {
        let opened = post(&pair.marsa, &sender, &act(rest), form).await;
        assert_eq!(opened.0, StatusCode::SEE_OTHER);
    }
    pair.settle().await;
    (id, heads)
}

const RULING: [(&str, &str); 6] = [
    ("result", "TAKES"),
    ("number", "17 of 2025"),
    ("day_d", "24"),
    ("day_m", "11"),
    ("day_y", "2025"),
    ("words", "Dana takes over on Sunday"),
];

/// Dana's head brings it before the arbiter, and writes down what is ruled.
async fn ruled(pair: &Pair, id: ReferralId, heads: &[Worker; 2]) {
    let act = |rest: &str| format!("/en/referrals/{id}/dispute{rest}");
    pair.wait(3 * 24 * 60);
    let head = pair.dana.sign_in(&heads[1]).await;
    let referred = post(&pair.dana, &head, &act("/arbiter"), "").await;
    assert_eq!(referred.0, StatusCode::SEE_OTHER, "{}", referred.1);
    let wrong = upload(&pair.dana, &head, &act("/ruling"), &RULING, b"no document").await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = upload(&pair.dana, &head, &act("/ruling"), &RULING[..1], b"%PDF-1.7").await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    let done = upload(&pair.dana, &head, &act("/ruling"), &RULING, b"%PDF-1.7").await;
    assert_eq!(done.0, StatusCode::SEE_OTHER, "{}", done.1);
    pair.settle().await;
    assert_eq!(same(pair, id).await, DisputeStage::Arbiter);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b28_where_the_heads_cannot_agree_the_arbiter_of_the_agreement_rules() {
    let pair = with_arbiter().await;
    let (id, heads) = before_heads(&pair).await;
    let act = |rest: &str| format!("/en/referrals/{id}/dispute{rest}");
    let early = pair.dana.sign_in(&heads[1]).await;
    let soon = post(&pair.dana, &early, &act("/arbiter"), "").await;
    assert_eq!(soon.0, StatusCode::CONFLICT, "the heads have their time");
    let (_, page) = get(&pair.dana, &early, &act("")).await;
    assert!(page.contains("Family Council"), "said beforehand");
    ruled(&pair, id, &heads).await;
    let officer = pair.dana.sign_in(&pair.officer).await;
    assert_eq!(get(&pair.dana, &officer, &act("/paper.pdf")).await.0, StatusCode::CONFLICT);
    let head = pair.marsa.sign_in(&heads[0]).await;
    let (status, paper) = file(&pair.marsa, &head, &act("/paper.pdf")).await;
    assert!(status == StatusCode::OK && paper.starts_with(b"%PDF-"));
    for lang in ["ar", "en"] {
        let path = format!("/{lang}/referrals/{id}/dispute");
        let (_, page) = get(&pair.marsa, &head, &path).await;
        shows_every_text(&page);
        assert!(page.contains("17 of 2025"), "{lang}: its number");
        let there = pair.dana.sign_in(&heads[1]).await;
        let (status, page) = get(&pair.dana, &there, &format!("{path}/ruling")).await;
        assert_eq!(status, StatusCode::CONFLICT, "one ruling at a time");
        shows_every_text(&page);
    }
    let open = desk(&pair.marsa, &pair.sender, id).await;
    let ruling = open.loaded.joint.open_dispute().unwrap().open_ruling().unwrap().clone();
    assert_eq!((ruling.result, ruling.document), (DisputeResult::Takes, sha256(&[b"%PDF-1.7"])));
    let signed = format!("proposal={}", ruling.id);
    let sender = pair.marsa.sign_in(&pair.sender).await;
    let theirs = post(&pair.marsa, &sender, &act("/settlement"), &signed).await;
    assert_eq!(theirs.0, StatusCode::CONFLICT, "a head signs");
    let head = pair.marsa.sign_in(&heads[0]).await;
    let done = post(&pair.marsa, &head, &act("/settlement"), &signed).await;
    assert_eq!(done.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    assert_eq!(same(&pair, id).await, DisputeStage::Settled);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ruling_that_nobody_contradicts_in_time_stands_and_one_that_is_contradicted_does_not() {
    let pair = with_arbiter().await;
    let (id, heads) = before_heads(&pair).await;
    let act = |rest: &str| format!("/en/referrals/{id}/dispute{rest}");
    ruled(&pair, id, &heads).await;
    let head = pair.marsa.sign_in(&heads[0]).await;
    let why = "contradiction=That+was+another+case";
    let said = post(&pair.marsa, &head, &act("/contradiction"), "contradiction=").await;
    assert_eq!(said.0, StatusCode::UNPROCESSABLE_ENTITY, "a reason is needed");
    let said = post(&pair.marsa, &head, &act("/contradiction"), why).await;
    assert_eq!(said.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    let open = desk(&pair.dana, &pair.officer, id).await;
    assert!(open.loaded.joint.open_dispute().unwrap().open_ruling().is_none());
    let there = pair.dana.sign_in(&heads[1]).await;
    let again = upload(&pair.dana, &there, &act("/ruling"), &RULING, b"%PDF-1.7").await;
    assert_eq!(again.0, StatusCode::SEE_OTHER, "{}", again.1);
    pair.settle().await;
    let stands = async |node: &Node| arbiter::tend(&node.app, node.app.clock.now()).await.unwrap();
    assert_eq!(stands(&pair.marsa).await, 0, "there is time to contradict");
    pair.wait(7 * 24 * 60);
    assert_eq!(stands(&pair.dana).await, 0, "not whoever has written it down");
    assert_eq!(stands(&pair.marsa).await, 1);
    pair.settle().await;
    assert_eq!(same(&pair, id).await, DisputeStage::Settled);
    let there = pair.dana.sign_in(&heads[1]).await;
    let (status, page) = get(&pair.dana, &there, &act("")).await;
    assert!(status == StatusCode::OK && page.contains("Nobody contradicted"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_agreement_names_nobody_there_is_no_arbiter() {
    let pair = Pair::new().await;
    let (id, heads) = before_heads(&pair).await;
    pair.wait(30 * 24 * 60);
    let act = |rest: &str| format!("/en/referrals/{id}/dispute{rest}");
    let head = pair.marsa.sign_in(&heads[0]).await;
    let refused = post(&pair.marsa, &head, &act("/arbiter"), "").await;
    assert_eq!(refused.0, StatusCode::CONFLICT);
    assert!(!get(&pair.marsa, &head, &act("")).await.1.contains("id=\"dispute-arbiter\""));
}
