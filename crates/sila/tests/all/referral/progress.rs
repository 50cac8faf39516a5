//! How a referral goes on: the first look, the first contact, the sender's question how it stands, and its closing by itself.

use axum::http::StatusCode;
use sila::referrals::deadlines::store as deadlines;
use sila_core::joint::{ContactWay, Deadline, Progress};
use sila_core::referral::ByRole;
use sila_core::time::Date;

use super::escalation::{Staff, day, look, same};
use super::nodes::Node;
use super::pages::{get, post, shows_every_text};
use super::*;

/// The times that run at a node.
async fn running(node: &Node, id: ReferralId) -> Vec<(Deadline, sila_core::Millis)> {
    let read = move |tx: &mut dyn sila::db::Tx| deadlines::of_referral(tx, id);
    let all = node.app.store.read::<_, DbError, _>(read).await.unwrap();
    all.into_iter().map(|one| (one.deadline, one.due)).collect()
}

async fn runs(node: &Node, id: ReferralId, deadline: Deadline) -> bool {
    running(node, id).await.iter().any(|(one, _)| *one == deadline)
}

/// The page of a referral in both languages, as one text.
async fn shown(node: &Node, worker: &sila::accounts::Worker, id: ReferralId) -> String {
    let cookie = node.sign_in(worker).await;
    let mut both = String::new();
    for lang in ["ar", "en"] {
        let (status, page) = get(node, &cookie, &format!("/{lang}/referrals/{id}")).await;
        assert_eq!(status, StatusCode::OK);
        shows_every_text(&page);
        both.push_str(&page);
    }
    both
}

/// Sends a form of a referral as this worker.
async fn send(
    node: &Node,
    worker: &sila::accounts::Worker,
    (id, rest): (ReferralId, &str),
    form: &str,
) -> StatusCode {
    let cookie = node.sign_in(worker).await;
    post(node, &cookie, &format!("/en/referrals/{id}/{rest}"), form).await.0
}

fn boxes(name: &str, day: Date) -> String {
    format!("{name}_d={}&{name}_m={}&{name}_y={}", day.day, day.month, day.year)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_look_of_a_person_is_told_once_and_ends_the_time_at_both() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let id = delivered(&pair).await;
    let due = (Deadline::Look, NOW.plus_minutes(60));
    for node in [&pair.marsa, &pair.dana] {
        assert!(running(node, id).await.contains(&due), "urgent: within the hour, at both");
    }
    let opened = "Somebody at the receiving agency has opened it";
    assert!(!shown(&pair.marsa, &pair.sender, id).await.contains(opened));
    assert!(runs(&pair.dana, id, Deadline::Look).await, "the sender's own opening is none");
    shown(&pair.dana, &pair.officer, id).await;
    assert!(!runs(&pair.dana, id, Deadline::Look).await);
    pair.settle().await;
    assert!(!runs(&pair.marsa, id, Deadline::Look).await);
    assert!(shown(&pair.marsa, &pair.sender, id).await.contains(opened));
    let first = same(&pair, &staff, id).await.look();
    assert!(first.is_some_and(|line| line.author == pair.dana.id()));
    shown(&pair.dana, &pair.officer, id).await;
    pair.wait(90);
    look(&pair).await;
    pair.settle().await;
    let watch = same(&pair, &staff, id).await;
    assert_eq!((watch.look(), watch.told().len()), (first, 0), "said once, and nobody is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_looks_named_people_of_both_agencies_are_told_and_a_claim_is_a_look() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let (id, claimed) = (delivered(&pair).await, delivered(&pair).await);
    referrals::claim(&pair.dana.app, &pair.officer, claimed, NOW).await.unwrap();
    pair.settle().await;
    for node in [&pair.marsa, &pair.dana] {
        assert!(!runs(node, claimed, Deadline::Look).await, "somebody is at it");
    }
    for (minutes, level, at) in [(60, 1, 0), (30, 2, 1)] {
        pair.wait(minutes);
        look(&pair).await;
        pair.settle().await;
        let watch = same(&pair, &staff, id).await;
        for (node, people) in [(&pair.marsa, &staff.marsa), (&pair.dana, &staff.dana)] {
            assert_eq!(watch.level(node.id(), Deadline::Look), level);
            assert!(day(node, &people[at]).await.contains("Nobody has opened the referral"));
        }
    }
    assert!(same(&pair, &staff, claimed).await.told().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_contact_is_said_by_whoever_took_the_person_and_seen_by_the_sender() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    let id = delivered(&pair).await;
    let today = NOW.uae_date();
    let form = format!("way=PHONE&{}", boxes("day", today));
    assert_eq!(send(dana, &pair.officer, (id, "contact"), &form).await, StatusCode::CONFLICT);
    referrals::accept(&dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let due = (Deadline::Contact, NOW.plus_hours(24));
    for node in [marsa, dana] {
        assert!(running(node, id).await.contains(&due), "urgent: within a day, at both");
    }
    assert!(day(dana, &pair.officer).await.contains("Make first contact with a person"));
    assert_eq!(send(marsa, &pair.sender, (id, "contact"), &form).await, StatusCode::CONFLICT);
    let ahead = format!("way=PHONE&{}", boxes("day", today.plus_days(1)));
    for wrong in ["", "way=BY_PIGEON", &ahead] {
        let status = send(dana, &pair.officer, (id, "contact"), wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let cookie = dana.sign_in(&pair.officer).await;
    for lang in ["ar", "en"] {
        let (status, page) = get(dana, &cookie, &format!("/{lang}/referrals/{id}/contact")).await;
        assert_eq!(status, StatusCode::OK);
        shows_every_text(&page);
    }
    assert_eq!(send(dana, &pair.officer, (id, "contact"), &form).await, StatusCode::SEE_OTHER);
    assert_eq!(send(dana, &pair.officer, (id, "contact"), &form).await, StatusCode::CONFLICT);
    pair.settle().await;
    let page = shown(marsa, &pair.sender, id).await;
    assert!(page.contains("First contact was made") && page.contains("By telephone"));
    pair.wait(36 * 60);
    look(&pair).await;
    pair.settle().await;
    let watch = same(&pair, &staff, id).await;
    let contact = watch.contact().map(|(_, day, way)| (day, way));
    assert_eq!(contact, Some((today, ContactWay::Phone)));
    assert_eq!(watch.level(dana.id(), Deadline::Contact), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_is_in_touch_named_people_are_told_until_the_outcome_is_known() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let id = accepted(&pair).await;
    pair.wait(24 * 60);
    look(&pair).await;
    pair.settle().await;
    let watch = same(&pair, &staff, id).await;
    let over = "The time for the first contact has run out";
    for (node, [sup, _]) in [(&pair.marsa, &staff.marsa), (&pair.dana, &staff.dana)] {
        assert_eq!(watch.level(node.id(), Deadline::Contact), 1);
        assert!(day(node, sup).await.contains(over));
    }
    let now = pair.dana.app.clock.now();
    referrals::report(&pair.dana.app, &pair.officer, id, OutcomeCode::O5, now).await.unwrap();
    pair.settle().await;
    for (node, [sup, _]) in [(&pair.marsa, &staff.marsa), (&pair.dana, &staff.dana)] {
        assert!(!runs(node, id, Deadline::Contact).await);
        assert!(!day(node, sup).await.contains(over));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_asks_how_it_stands_and_gets_a_coded_answer() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    let id = delivered(&pair).await;
    let ask = (id, "reminder");
    assert_eq!(send(marsa, &pair.sender, ask, "").await, StatusCode::CONFLICT, "not taken yet");
    referrals::accept(&dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    assert!(shown(marsa, &pair.sender, id).await.contains("Ask how it stands"));
    assert_eq!(send(marsa, &pair.sender, ask, "").await, StatusCode::SEE_OTHER);
    assert_eq!(send(marsa, &pair.sender, ask, "").await, StatusCode::CONFLICT, "once");
    assert!(!shown(marsa, &pair.sender, id).await.contains("Ask how it stands"));
    pair.settle().await;
    assert!(runs(marsa, id, Deadline::Reply).await && runs(dana, id, Deadline::Reply).await);
    assert!(day(dana, &pair.officer).await.contains("The sender asks how a referral stands"));
    let answer = (id, "reminder/answer");
    let by = NOW.uae_date().plus_days(9);
    let past = format!("progress=BY&{}", boxes("by", by.plus_days(-10)));
    for wrong in ["", "progress=SOON", "progress=BY", &past] {
        let status = send(dana, &pair.officer, answer, wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let form = format!("progress=BY&{}", boxes("by", by));
    assert_eq!(send(marsa, &pair.sender, answer, &form).await, StatusCode::CONFLICT);
    assert_eq!(send(dana, &pair.officer, answer, &form).await, StatusCode::SEE_OTHER);
    assert_eq!(send(dana, &pair.officer, answer, &form).await, StatusCode::CONFLICT, "once");
    pair.settle().await;
    assert!(!runs(marsa, id, Deadline::Reply).await && !runs(dana, id, Deadline::Reply).await);
    assert!(shown(marsa, &pair.sender, id).await.contains("Will be completed by"));
    let last = *same(&pair, &staff, id).await.reminders().last().unwrap();
    assert_eq!(last.answer.map(|(_, how, by)| (how, by)), Some((Progress::By, Some(by))));
    assert_eq!(send(marsa, &pair.sender, ask, "").await, StatusCode::CONFLICT, "not the same day");
    pair.wait(2 * 24 * 60);
    assert_eq!(send(marsa, &pair.sender, ask, "").await, StatusCode::SEE_OTHER, "but again later");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_is_not_answered_goes_up_at_both_and_each_one_anew() {
    let pair = Pair::new().await;
    let staff = Staff::of(&pair).await;
    let id = accepted(&pair).await;
    for round in ["first", "second"] {
        assert_eq!(
            send(&pair.marsa, &pair.sender, (id, "reminder"), "").await,
            StatusCode::SEE_OTHER,
            "{round}"
        );
        pair.settle().await;
        look(&pair).await;
        let over = "The time to say how it stands has run out";
        assert!(!day(&pair.dana, &staff.dana[0]).await.contains(over), "{round}: not yet");
        pair.wait(24 * 60);
        look(&pair).await;
        pair.settle().await;
        let watch = same(&pair, &staff, id).await;
        for (node, [sup, _]) in [(&pair.marsa, &staff.marsa), (&pair.dana, &staff.dana)] {
            assert_eq!(watch.level(node.id(), Deadline::Reply), 1, "{round}");
            assert!(day(node, sup).await.contains(over), "{round}");
        }
        let answer = (id, "reminder/answer");
        let status = send(&pair.dana, &pair.officer, answer, "progress=PERSON").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{round}");
        pair.settle().await;
        assert!(!day(&pair.dana, &staff.dana[0]).await.contains(over), "{round}: answered");
        // Marsa asks again after a working day of its own.
        pair.wait(5 * 60);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_that_nobody_reads_closes_by_itself_after_ten_working_days() {
    let pair = Pair::new().await;
    let id = accepted(&pair).await;
    referrals::report(&pair.dana.app, &pair.officer, id, OutcomeCode::O1, NOW).await.unwrap();
    pair.settle().await;
    let closes = pair.marsa.record(id).await.thread().unwrap().closes_at().unwrap();
    let note = "this referral closes by itself on";
    assert!(shown(&pair.marsa, &pair.sender, id).await.contains(note), "said beforehand");
    let left = closes.minutes_since(NOW);
    assert!(left >= 14 * 24 * 60, "ten working days are two weeks at least");
    pair.wait(left - 1);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Completed, "a minute before");
    pair.wait(1);
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!((there.row.state, there.row.is_open), (State::Closed, false));
    let last = there.thread().unwrap().steps().last().unwrap().entry.clone();
    assert_eq!((last.act, last.by), (Act::Acknowledge, ByRole::node()), "the journal holds it");
    assert!(!shown(&pair.marsa, &pair.sender, id).await.contains(note));
}
