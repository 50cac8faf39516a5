//! Several referrals at once between two nodes: opened for review, and the sender sees it.

use rusqlite::Connection;
use sila::referrals;
use sila_core::ids::ReferralId;
use sila_core::referral::State;

use super::nodes::{NOW, Pair};
use super::pages::{get, post, shows_every_text};

const PATH: &str = "/en/referrals/bulk";

/// The fields of a form: the act, and each referral up to the change that it has now.
async fn form(pair: &Pair, act: &str, ids: &[ReferralId]) -> String {
    let mut fields = vec![format!("act={act}")];
    for id in ids {
        fields.push(format!("referral={id}.{}", pair.dana.record(*id).await.row.version));
    }
    fields.join("&")
}

#[tokio::test(flavor = "multi_thread")]
async fn several_that_came_in_are_opened_for_review_and_their_sender_sees_it() {
    let pair = Pair::new().await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(pair.offer(|_| {}).await.unwrap().id);
    }
    pair.settle().await;
    let other = pair.dana.worker("d-sup", &["SUPERVISOR"]).await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let (_, list) = get(&pair.dana, &cookie, "/ar/referrals/in").await;
    shows_every_text(&list);
    assert_eq!(list.matches("name=\"referral\"").count(), 4, "a mark each");
    let seen = form(&pair, "CLAIM", &ids).await;
    let (_, look) = post(&pair.dana, &cookie, PATH, &seen).await;
    assert_eq!(look.matches("will be done").count(), 4, "{look}");
    for id in &ids {
        assert_eq!(pair.dana.record(*id).await.row.state, State::Delivered, "nothing was done yet");
    }
    // While it is looked at, a colleague opens one and another is declined.
    referrals::claim(&pair.dana.app, &other, ids[1], NOW).await.unwrap();
    let code = sila_core::codes::DeclineCode::V1;
    referrals::decline(&pair.dana.app, &other, ids[2], code, None, NOW).await.unwrap();
    let (_, done) = post(&pair.dana, &cookie, PATH, &format!("{seen}&sure=yes")).await;
    assert!(done.contains("Done for 2 of 4"), "{done}");
    assert_eq!(done.matches("Somebody else changed it meanwhile").count(), 2);
    pair.settle().await;
    for id in [ids[0], ids[3]] {
        let there = pair.equal(id).await;
        assert_eq!(
            (there.row.state, there.row.claimed_by),
            (State::InReview, Some(pair.officer.id))
        );
    }
    assert_eq!(pair.equal(ids[1]).await.row.claimed_by, Some(other.id));
    assert_eq!(pair.equal(ids[2]).await.row.state, State::Declined);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_written_to_at_the_same_moment_is_told_and_the_others_are_done() {
    let pair = Pair::new().await;
    let ids = [pair.offer(|_| {}).await.unwrap().id, pair.offer(|_| {}).await.unwrap().id];
    pair.settle().await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let seen = form(&pair, "CLAIM", &ids).await;
    // Whoever writes to the first finds each time that somebody else was quicker.
    let database = Connection::open(pair.dana.folder().join("sila.db")).unwrap();
    let quicker = format!(
        "create trigger quicker before update on referral when old.id = x'{}' begin select raise(ignore); end",
        ids[0].0.simple()
    );
    database.execute_batch(&quicker).unwrap();
    let (status, done) = post(&pair.dana, &cookie, PATH, &format!("{seen}&sure=yes")).await;
    assert_eq!(status, 200, "{done}");
    assert!(done.contains("Done for 1 of 2"), "{done}");
    assert_eq!(done.matches("Nothing of it was changed: try again.").count(), 1, "{done}");
    database.execute_batch("drop trigger quicker").unwrap();
    assert_eq!(pair.dana.record(ids[0]).await.row.state, State::Delivered);
    assert_eq!(pair.dana.record(ids[1]).await.row.state, State::InReview);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_to_a_colleague_before_anybody_opened_it_is_theirs_to_decide() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let other = pair.dana.worker("d-ref2", &["REFERRAL_OFFICER"]).await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let give = form(&pair, "GIVE", &[id]).await;
    let (_, done) =
        post(&pair.dana, &cookie, PATH, &format!("{give}&to={}&sure=yes", other.id)).await;
    assert!(done.contains("Done for 1 of 1"), "{done}");
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.claimed_by, Some(other.id));
    let held = referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap_err();
    assert_eq!(held.code, "referral.claimed", "who gave it away does not decide it");
    referrals::accept(&pair.dana.app, &other, id, NOW).await.unwrap();
}
