//! A dispute about a referral: a named course, the same at both agencies, while exactly one of them answers for the person.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::referrals::joint::{self, Desk, Room, Wish};
use sila_core::joint::{Deed, DisputeReason, DisputeResult, DisputeStage};

use super::nodes::Node;
use super::pages::{get, post, shows_every_text};
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
