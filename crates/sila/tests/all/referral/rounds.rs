//! What happens between the offer and the outcome, through two nodes: questions, the waiting list, a second look and an appeal, a
//! part, stopping, what was sent in error, and going on after the end.

use sila::accounts::Worker;
use sila::referrals::rounds::{ending, part, question, reopening, review, waitlist};
use sila::referrals::{self, permission, words};
use sila_core::codes::{
    AnswerCode, CancelCode, DeclineCode, LawfulBasis, OutcomeCode, QuestionCode, RecallCode,
    ResumeCode, Service, WaitBand,
};
use sila_core::field::Field;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Effect, Left, Owed, State};

use super::nodes::{NOW, Node, Pair};
use super::pages::{get, post, shows_every_text};
use super::{accepted, delivered};

/// Words that nobody else says.
const CANARY: &str = "زمهرودةقندخيل";

fn wanted(words: &str) -> question::Wanted {
    question::Wanted {
        item: Some(Service::Shelter),
        field: Some(Field::Birth),
        code: QuestionCode::Household,
        words: words.to_owned(),
    }
}

/// What waits for this worker.
async fn waits(node: &Node, worker: &Worker) -> Vec<Owed> {
    let reader = worker.clone();
    let read = move |tx: &mut dyn sila::db::Tx| words::store::waiting(tx, &reader);
    let all = node.app.store.read::<_, sila::db::DbError, _>(read).await.unwrap();
    all.into_iter().map(|one| one.owed).collect()
}

/// What was written beside the entries, as this node can read it.
async fn written(node: &Node, id: ReferralId) -> Vec<String> {
    let read = move |tx: &mut dyn sila::db::Tx| words::store::of_referral(tx, id);
    let stored = node.app.store.read::<_, sila::db::DbError, _>(read).await.unwrap();
    words::opened(&node.app, &stored).unwrap().into_values().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_stops_the_clock_and_its_answer_comes_back_in_words_that_no_entry_holds() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    pair.wait(100);
    let now = pair.dana.app.clock.now();
    let asked = wanted(&format!("{CANARY} ؟"));
    question::question(&pair.dana.app, &pair.officer, id, &asked, now).await.unwrap();
    pair.settle().await;
    let here = pair.marsa.record(id).await;
    assert_eq!((here.row.state, here.row.is_open), (State::Clarifying, true));
    assert_eq!(waits(&pair.marsa, &pair.sender).await, [Owed::Answer]);
    assert_eq!(written(&pair.marsa, id).await, [format!("{CANARY} ؟")]);
    // Beyond the first time to decide, and within the round of the question.
    pair.wait(60);
    pair.settle().await;
    let now = pair.marsa.app.clock.now();
    let said = (AnswerCode::Given, "ثلاثة");
    question::answer(&pair.marsa.app, &pair.sender, id, said, now).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::InReview);
    let offered = there.thread().unwrap().offer();
    assert_eq!(there.row.decide_by, offered.decide_by.plus_minutes(60), "later by as much");
    assert_eq!(there.row.expires_at, offered.expires_at.plus_minutes(60));
    assert!(waits(&pair.marsa, &pair.sender).await.is_empty());
    assert!(written(&pair.dana, id).await.contains(&"ثلاثة".to_owned()));
    let kept_for_ever = there.stored.iter().flat_map(|entry| entry.body.clone());
    let kept_for_ever: Vec<u8> = kept_for_ever.collect();
    assert!(!String::from_utf8_lossy(&kept_for_ever).contains(CANARY));
    // The expiry waits for the new time.
    pair.wait(239 + 60 - 160);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::InReview);
    pair.wait(1);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Expired);
    assert!(written(&pair.dana, id).await.is_empty(), "and what was written goes with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b25_what_was_asked_and_answered_is_not_asked_again() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let (dana, officer) = (&pair.dana.app, &pair.officer);
    let answered = async |code| {
        pair.settle().await;
        question::answer(&pair.marsa.app, &pair.sender, id, (code, "ثلاثة"), NOW).await.unwrap();
        pair.settle().await;
    };
    question::question(dana, officer, id, &wanted("?"), NOW).await.unwrap();
    answered(AnswerCode::Given).await;
    let again = question::question(dana, officer, id, &wanted("again?"), NOW).await;
    assert_eq!(again.unwrap_err().code, "referral.asked_already");
    assert_eq!(pair.equal(id).await.thread().unwrap().questions().len(), 1, "and nothing went");
    let other = question::Wanted { field: None, ..wanted("and who else?") };
    question::question(dana, officer, id, &other, NOW).await.unwrap();
    answered(AnswerCode::NotKnown).await;
    assert_eq!(pair.equal(id).await.thread().unwrap().questions().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_not_those_of_the_entry_are_not_taken() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    question::question(&pair.dana.app, &pair.officer, id, &wanted("?"), NOW).await.unwrap();
    let there = pair.dana.record(id).await;
    let entry = there.entries.iter().find(|entry| matches!(entry.act, Act::Ask { .. })).unwrap();
    let other = words::salted("?").unwrap();
    assert!(!words::fit(entry, Some(&other)), "another salt");
    assert!(!words::fit(entry, None), "and not without them");
    let again = question::question(&pair.dana.app, &pair.officer, id, &wanted(""), NOW).await;
    assert_eq!(again.unwrap_err().code, "referral.wrong_state");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_on_the_waiting_list_is_said_again_or_the_referral_comes_back() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let (app, day) = (&pair.dana.app, NOW.plus_days(20));
    waitlist::wait(app, &pair.officer, id, (WaitBand::Second, day), NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Waitlisted);
    assert_eq!(waits(&pair.dana, &pair.officer).await, [Owed::Refresh]);
    pair.wait(13 * 24 * 60);
    pair.settle().await;
    let now = app.clock.now();
    waitlist::wait(app, &pair.officer, id, (WaitBand::First, day), now).await.unwrap();
    pair.settle().await;
    pair.wait(13 * 24 * 60);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Waitlisted, "it was said again");
    pair.wait(24 * 60);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Expired, "and then no longer");
    let counts = referrals::counts(&pair.marsa.app, &pair.sender).await.unwrap();
    assert_eq!(counts.returned, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_person_looks_at_a_decline_before_the_sender_is_told_no() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let app = &pair.dana.app;
    let boss = pair.dana.worker("d-sup", &["SUPERVISOR"]).await;
    review::look_at_all(app, &boss, true, NOW).await.unwrap();
    referrals::decline(app, &boss, id, DeclineCode::V4, None, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::DeclineReview);
    assert!(!there.sealed.body.is_empty(), "nothing is erased before");
    let own = review::look(app, &boss, id, true, NOW).await;
    assert_eq!(own.unwrap_err().code, "referral.own_decline");
    assert!(waits(&pair.dana, &boss).await.is_empty(), "it is not for whoever declined");
    let head = pair.dana.worker("d-sup2", &["SUPERVISOR"]).await;
    assert_eq!(waits(&pair.dana, &head).await, [Owed::Review]);
    review::look(app, &head, id, false, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::InReview, "reviewed again");
    referrals::decline(app, &boss, id, DeclineCode::V4, None, NOW).await.unwrap();
    review::look(app, &head, id, true, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Declined);
    let codes = there.entries.iter().filter_map(|entry| match entry.act {
        Act::Decline { code, .. } | Act::Refuse { code, .. } => Some(code),
        _ => None,
    });
    assert!(codes.eq([DeclineCode::V4; 3]), "for the reason that was given first");
    assert!(there.thread().unwrap().is_purged());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_shows_again_what_was_erased_and_can_lead_to_an_acceptance() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let (here, there) = (&pair.marsa.app, &pair.dana.app);
    referrals::decline(there, &pair.officer, id, DeclineCode::V1, None, NOW).await.unwrap();
    pair.settle().await;
    assert!(pair.equal(id).await.sealed.key.is_empty());
    referrals::take_note(here, &pair.sender, id, NOW).await.unwrap();
    review::appeal(here, &pair.sender, id, CANARY, NOW).await.unwrap();
    pair.settle().await;
    let record = pair.equal(id).await;
    assert_eq!((record.row.state, record.row.is_open), (State::DeclineReview, true));
    let body = referrals::body_of(there, &record).unwrap().unwrap();
    assert_eq!(body.preview.services, [Service::Shelter, Service::Legal]);
    assert!(record.sealed.identity.is_some() && record.sealed.identity_key.is_none());
    assert_eq!(written(&pair.dana, id).await, [CANARY]);
    let boss = pair.dana.worker("d-sup", &["SUPERVISOR"]).await;
    review::look(there, &boss, id, false, NOW).await.unwrap();
    referrals::accept(there, &boss, id, NOW).await.unwrap();
    pair.settle().await;
    let record = pair.equal(id).await;
    assert_eq!(record.row.state, State::Accepted);
    assert!(record.row.case_id.is_some(), "and the key still came");
    let again = review::appeal(here, &pair.sender, id, "again", NOW).await;
    assert_eq!(again.unwrap_err().code, "referral.wrong_state");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_upheld_a_decline_does_not_look_at_it_again_when_it_is_contested() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let (here, there) = (&pair.marsa.app, &pair.dana.app);
    let first = pair.dana.worker("d-sup", &["SUPERVISOR"]).await;
    let second = pair.dana.worker("d-sup2", &["SUPERVISOR"]).await;
    let third = pair.dana.worker("d-head", &["HEAD"]).await;
    review::look_at_all(there, &first, true, NOW).await.unwrap();
    referrals::decline(there, &first, id, DeclineCode::V1, None, NOW).await.unwrap();
    review::look(there, &second, id, true, NOW).await.unwrap();
    pair.settle().await;
    review::appeal(here, &pair.sender, id, CANARY, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::DeclineReview);
    for own in [&first, &second] {
        assert!(waits(&pair.dana, own).await.is_empty(), "{}", own.user_name);
        let refused = review::look(there, own, id, true, NOW).await;
        assert_eq!(refused.unwrap_err().code, "referral.own_decline", "{}", own.user_name);
    }
    assert_eq!(waits(&pair.dana, &third).await, [Owed::Review]);
    review::look(there, &third, id, false, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::InReview);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upheld_appeal_erases_it_again_and_comes_back_to_the_sender() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let (here, there) = (&pair.marsa.app, &pair.dana.app);
    referrals::decline(there, &pair.officer, id, DeclineCode::V1, None, NOW).await.unwrap();
    pair.settle().await;
    review::appeal(here, &pair.sender, id, CANARY, NOW).await.unwrap();
    pair.settle().await;
    let boss = pair.dana.worker("d-sup", &["SUPERVISOR"]).await;
    review::look(there, &boss, id, true, NOW).await.unwrap();
    pair.settle().await;
    let record = pair.equal(id).await;
    assert_eq!(record.row.state, State::Declined);
    assert!(record.sealed.key.is_empty() && record.thread().unwrap().is_purged());
    assert!(written(&pair.dana, id).await.is_empty());
    assert!(pair.marsa.record(id).await.row.is_open, "nothing comes back silently");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_is_stopped_by_either_and_a_person_decides_what_is_kept() {
    for at_dana in [false, true] {
        let pair = Pair::new().await;
        let id = accepted(&pair).await;
        let case = pair.dana.record(id).await.row.case_id.unwrap();
        let (node, worker) =
            if at_dana { (&pair.dana, &pair.officer) } else { (&pair.marsa, &pair.sender) };
        ending::cancel(&node.app, worker, id, CancelCode::C1, NOW).await.unwrap();
        pair.settle().await;
        pair.wait(10 * 24 * 60);
        pair.settle().await;
        let there = pair.equal(id).await;
        assert_eq!((there.row.state, there.row.is_open), (State::Cancelled, true));
        let open = sila::cases::open_record(&pair.dana.app, &pair.officer, case).await;
        assert!(open.is_ok(), "a woman in a home is not erased by a clock");
        assert_eq!(waits(&pair.dana, &pair.officer).await, [Owed::Ground]);
        let now = pair.dana.app.clock.now();
        if at_dana {
            let basis = LawfulBasis::DutyToReport;
            permission::keep(&pair.dana.app, &pair.officer, id, basis, now).await.unwrap();
        } else {
            permission::erase(&pair.dana.app, &pair.officer, id, now).await.unwrap();
        }
        pair.settle().await;
        let there = pair.equal(id).await;
        assert!(!there.row.is_open && waits(&pair.dana, &pair.officer).await.is_empty());
        let open = sila::cases::open_record(&pair.dana.app, &pair.officer, case).await;
        assert_eq!(open.is_ok(), at_dana);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recall_that_crosses_an_acceptance_becomes_a_stop_and_nobody_is_named() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    referrals::recall(&pair.marsa.app, &pair.sender, id, RecallCode::R4, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Cancelled);
    let stopped = there.thread().unwrap().steps().iter().filter(|s| s.effect == Effect::Stopped);
    assert_eq!(stopped.count(), 1);
    assert!(there.row.case_id.is_none() && there.thread().unwrap().is_purged());
    assert!(there.entries.iter().all(|entry| entry.act.code() != "RELEASE"));
    assert!(waits(&pair.dana, &pair.officer).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_in_error_is_erased_with_its_case_and_the_sender_hears_who_read_it() {
    let pair = Pair::new().await;
    let id = accepted(&pair).await;
    let case = pair.dana.record(id).await.row.case_id.unwrap();
    let cookie = pair.dana.sign_in(&pair.officer).await;
    for _ in 0..2 {
        get(&pair.dana, &cookie, &format!("/ar/referrals/{id}")).await;
    }
    let code = RecallCode::R2;
    ending::invalidate(&pair.marsa.app, &pair.sender, id, code, NOW).await.unwrap();
    pair.settle().await;
    let here = pair.marsa.record(id).await;
    assert_eq!((here.row.state, here.row.is_open), (State::Invalidated, false));
    let views = here.thread().unwrap().views().unwrap().to_vec();
    let count = |role| views.iter().find(|view| view.role.code() == role).map(|view| view.count);
    assert_eq!(count("REFERRAL_OFFICER"), Some(2), "{views:?}");
    let there = pair.equal(id).await;
    assert!(there.sealed.key.is_empty() && there.thread().unwrap().is_purged());
    let open = sila::cases::open_record(&pair.dana.app, &pair.officer, case).await;
    assert!(open.is_err(), "the case that came of it too");
    let (cookie, path) = (pair.marsa.sign_in(&pair.sender).await, format!("/en/referrals/{id}"));
    let (_, page) = get(&pair.marsa, &cookie, &path).await;
    assert!(page.contains("how often it was read"));
    shows_every_text(&page);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_accepted_and_both_know_what_is_not_given() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let (app, code) = (&pair.dana.app, DeclineCode::V11);
    let place = [Left { service: Service::Shelter, code }];
    let refused = part::accept(app, &pair.officer, id, &place, NOW).await;
    assert_eq!(refused.unwrap_err().code, "referral.wrong_state");
    let left = [Left { service: Service::Legal, code }];
    part::accept(app, &pair.officer, id, &left, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Accepted);
    assert_eq!(there.thread().unwrap().left(), left);
    assert!(there.row.case_id.is_some());
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    let (_, page) = get(&pair.marsa, &cookie, &format!("/ar/referrals/{id}")).await;
    assert!(page.contains("خدمات لا تُقدَّم"));
    shows_every_text(&page);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_referral_goes_on_when_both_agree() {
    let pair = Pair::new().await;
    let id = accepted(&pair).await;
    let (here, there) = (&pair.marsa.app, &pair.dana.app);
    referrals::report(there, &pair.officer, id, OutcomeCode::O1, NOW).await.unwrap();
    pair.settle().await;
    referrals::acknowledge(here, &pair.sender, id, NOW).await.unwrap();
    pair.settle().await;
    reopening::reopen(there, &pair.officer, id, ResumeCode::N1, NOW).await.unwrap();
    pair.settle().await;
    let record = pair.equal(id).await;
    assert_eq!((record.row.state, record.row.is_open), (State::ReopenRequested, true));
    assert_eq!(waits(&pair.marsa, &pair.sender).await, [Owed::Reopen]);
    assert!(waits(&pair.dana, &pair.officer).await.is_empty());
    reopening::answer(here, &pair.sender, id, true, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
    referrals::report(there, &pair.officer, id, OutcomeCode::O2, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_the_rounds_ask_what_they_need_in_both_languages() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let boss = pair.dana.worker("d-sup", &["SUPERVISOR"]).await;
    let (there, here) = (pair.dana.sign_in(&boss).await, pair.marsa.sign_in(&pair.sender).await);
    for lang in ["ar", "en"] {
        for rest in ["", "/question", "/waitlist", "/part", "/cancellation"] {
            let (status, page) =
                get(&pair.dana, &there, &format!("/{lang}/referrals/{id}{rest}")).await;
            assert_eq!(status, 200, "{rest}");
            shows_every_text(&page);
        }
        let (status, page) =
            get(&pair.dana, &there, &format!("/{lang}/referrals/escalation")).await;
        assert_eq!(status, 200);
        shows_every_text(&page);
    }
    let path = format!("/en/referrals/{id}");
    let (status, page) = post(&pair.dana, &there, &format!("{path}/question"), "code=").await;
    assert_eq!(status, 422, "{page}");
    let form = "code=HOUSEHOLD&item=SHELTER&words=how+old";
    let (status, _) = post(&pair.dana, &there, &format!("{path}/question"), form).await;
    assert_eq!(status, 303);
    pair.settle().await;
    for lang in ["ar", "en"] {
        let (_, day) = get(&pair.marsa, &here, &format!("/{lang}")).await;
        assert!(day.contains(&format!("/referrals/{id}")), "on the day of the sender");
        let (status, page) = get(&pair.marsa, &here, &format!("/{lang}/referrals/{id}")).await;
        assert!(status == 200 && page.contains("how old"));
        shows_every_text(&page);
        for rest in ["/answer", "/appeal", "/invalidation", "/reopening"] {
            let (status, page) =
                get(&pair.marsa, &here, &format!("/{lang}/referrals/{id}{rest}")).await;
            assert_eq!(status, 200, "{rest}");
            shows_every_text(&page);
        }
    }
    let (status, _) =
        post(&pair.marsa, &here, &format!("{path}/answer"), "code=GIVEN&words=").await;
    assert_eq!(status, 422);
    let (status, _) = post(&pair.marsa, &here, &format!("{path}/answer"), "code=NOT_KNOWN").await;
    assert_eq!(status, 303);
    let form = "band=1-5&expected_d=1&expected_m=12&expected_y=2025";
    pair.settle().await;
    let (status, page) = post(&pair.dana, &there, &format!("{path}/waitlist"), form).await;
    assert_eq!(status, 303, "{page}");
    let (_, page) = get(&pair.dana, &there, &path).await;
    assert!(page.contains("Among the first five"));
    shows_every_text(&page);
}
