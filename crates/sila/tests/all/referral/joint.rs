//! What two agencies do together: tasks on the right lists, one plan at both, nobody else, and peers that lie.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::cases::scope::{self, Change};
use sila::db::{DbError, Tx};
use sila::links::store as links;
use sila::referrals::joint::{self, Desk, Room, Sharing, Wish};
use sila_core::ids::AgencyId;
use sila_core::joint::{Deed, LineId, TaskState, WhyEnd};
use sila_core::time::Date;
use sila_link::{ChainEnd, Message, ReferralLine, Salted, SignedLine};

use super::nodes::Node;
use super::pages::{get, post, shows_every_text};
use super::storm::{Wire, disk, holds};
use super::*;

fn due() -> Date {
    NOW.plus_days(7).uae_date()
}

async fn desk(node: &Node, worker: &Worker, id: ReferralId) -> Desk {
    Desk::through(&node.app, worker, (id, Room::Joint), node.app.clock.now()).await.unwrap()
}

async fn write(node: &Node, worker: &Worker, id: ReferralId, deed: Deed, words: &str) -> LineId {
    let now = node.app.clock.now();
    let decide = |_: &Desk| Ok(Wish::new(deed.clone(), words));
    joint::write(&node.app, worker, (id, Room::Joint), now, decide).await.unwrap();
    let lines = desk(node, worker, id).await.loaded.stored;
    lines.iter().filter(|line| line.author == node.id()).max_by_key(|line| line.n).unwrap().line()
}

fn task(agency: AgencyId, member: Option<u32>) -> Deed {
    Deed::Task { agency, member, due: due(), goal: None, meeting: None }
}

/// Both plans, byte for byte, and the same code on both screens.
async fn same(pair: &Pair, id: ReferralId) -> Desk {
    let here = desk(&pair.marsa, &pair.sender, id).await;
    let there = desk(&pair.dana, &pair.officer, id).await;
    assert_eq!(here.plan().to_cbor(), there.plan().to_cbor(), "the plan");
    assert_eq!(here.fingerprint(), there.fingerprint(), "the code on both screens");
    there
}

/// A referral with one worker of each agency who take part.
async fn begun(pair: &Pair) -> ReferralId {
    let id = accepted(pair).await;
    write(&pair.marsa, &pair.sender, id, Deed::Member, "").await;
    write(&pair.dana, &pair.officer, id, Deed::Member, "").await;
    pair.settle().await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b29_a_task_stands_on_the_list_of_the_others_worker_and_its_completion_shows_here()
{
    one_task(&Pair::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b29_the_same_between_sqlite_and_postgresql() {
    if let Some((pair, database)) = Pair::across_engines().await {
        one_task(&pair).await;
        pair.dana.app.store.close().await;
        database.end().await;
    }
}

async fn one_task(pair: &Pair) {
    let id = begun(pair).await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    let other = dana.worker("d-other", &["CASE_MANAGER"]).await;
    let cookies = (
        marsa.sign_in(&pair.sender).await,
        dana.sign_in(&pair.officer).await,
        dana.sign_in(&other).await,
    );
    let plan = format!("/ar/referrals/{id}/joint");
    let (_, form) = get(marsa, &cookies.0, &plan).await;
    let officer = desk(dana, &pair.officer, id).await.loaded.member(pair.officer.id).unwrap();
    assert!(form.contains(&officer.to_string()), "Dana's worker can be chosen at Marsa");
    let day = due();
    let typed = format!(
        "task=%D8%AD%D8%AC%D8%B2+%D9%85%D9%88%D8%B9%D8%AF&task_to={officer}&task_due_d={}&task_due_m={}&task_due_y={}",
        day.day, day.month, day.year
    );
    let (status, _) = post(marsa, &cookies.0, &format!("{plan}/tasks"), &typed).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    pair.settle().await;
    let (_, list) = get(dana, &cookies.1, "/ar").await;
    assert!(list.contains(&plan), "on the list of Dana's worker");
    assert!(!list.contains("حجز موعد"), "what is to be done stands on the page of the plan alone");
    assert!(!get(dana, &cookies.2, "/ar").await.1.contains(&plan), "on nobody else's list");
    assert!(!get(marsa, &cookies.0, "/ar").await.1.contains(&plan), "and not on the giver's");
    let given = same(pair, id).await.plan().tasks[0].clone();
    assert_eq!((given.agency, given.member), (dana.id(), Some(officer.n)));
    for lang in ["ar", "en"] {
        let (_, page) = get(dana, &cookies.1, &format!("/{lang}/referrals/{id}/joint")).await;
        shows_every_text(&page);
        assert!(page.contains("حجز موعد") && page.contains("m-int1"), "{lang}: what, and by whom");
    }
    let done = format!("{plan}/tasks/{}/moves", given.id);
    let (status, _) = post(dana, &cookies.1, &done, "to=DONE").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    pair.settle().await;
    assert_eq!(same(pair, id).await.plan().tasks[0].state, TaskState::Done);
    let (_, page) = get(marsa, &cookies.0, &plan).await;
    assert!(page.contains("أُنجزت") && page.contains("d-ref"), "done, and by whom, at Marsa");
    assert!(!get(dana, &cookies.1, "/ar").await.1.contains(&plan), "off the list");
    let reads =
        dana.app.store.read(move |tx| sila::journal::store::readings(tx, id.0)).await.unwrap();
    assert_eq!(reads.len(), 2, "each reading at Dana is written down");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b29_a_conference_of_both_agencies_ends_in_tasks_and_messages_go_both_ways() {
    let pair = Pair::new().await;
    let id = begun(&pair).await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    let cookie = marsa.sign_in(&pair.sender).await;
    let both = same(&pair, id).await.plan().members.iter().map(|m| m.id).collect::<Vec<_>>();
    assert_eq!(both.len(), 2);
    let day = due();
    let typed = format!(
        "agenda=x&meet_day_d={}&meet_day_m={}&meet_day_y={}&meet_time=10:30&meet_who={}&meet_who={}",
        day.day, day.month, day.year, both[0], both[1]
    );
    let act = format!("/en/referrals/{id}/joint/conferences");
    let (status, page) = post(marsa, &cookie, &act, "agenda=x&meet_time=99:00").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("err-sum") && page.contains("value=\"99:00\""), "what was typed stays");
    shows_every_text(&page);
    assert_eq!(post(marsa, &cookie, &act, &typed).await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    let meeting = same(&pair, id).await.plan().meetings[0].clone();
    assert_eq!(meeting.at, day.at_minute(630));
    write(dana, &pair.officer, id, Deed::Minutes { meeting: meeting.id }, "نُقل الطفلان").await;
    let from = Some(meeting.id);
    let decided =
        Deed::Task { agency: marsa.id(), member: None, due: day, goal: None, meeting: from };
    write(dana, &pair.officer, id, decided, "إبلاغ المدرسة").await;
    write(dana, &pair.officer, id, Deed::Say, "تم").await;
    pair.settle().await;
    let agree = format!("/en/referrals/{id}/joint/conferences/{}/agreement", meeting.id);
    assert_eq!(post(marsa, &cookie, &agree, "").await.0, StatusCode::SEE_OTHER);
    write(marsa, &pair.sender, id, Deed::Say, "شكراً").await;
    pair.settle().await;
    let plan = same(&pair, id).await;
    assert!(plan.plan().meetings[0].agreed.is_some());
    assert_eq!(plan.plan().tasks[0].meeting, from);
    let (_, list) = get(marsa, &cookie, "/en").await;
    assert!(list.contains(&format!("/en/referrals/{id}/joint")), "nobody named: who has the case");
    let (_, page) = get(marsa, &cookie, &format!("/en/referrals/{id}/joint")).await;
    for words in ["نُقل الطفلان", "إبلاغ المدرسة", "تم", "شكراً"] {
        assert!(page.contains(words), "{words}");
    }
    shows_every_text(&page);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b29_whoever_may_not_read_the_case_finds_nothing() {
    let pair = Pair::new().await;
    let offered = delivered(&pair).await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let early = get(&pair.dana, &cookie, &format!("/en/referrals/{offered}/joint")).await;
    assert_eq!(early.0, StatusCode::NOT_FOUND, "not before the person was taken");
    let id = begun(&pair).await;
    let path = format!("/en/referrals/{id}/joint");
    let colleague = pair.dana.worker("d-ref2", &["REFERRAL_OFFICER"]).await;
    let head = pair.dana.worker("d-head", &["HEAD"]).await;
    let psychologist = pair.dana.worker("d-psy", &["PSYCHOLOGIST"]).await;
    for worker in [colleague, head, psychologist] {
        let cookie = pair.dana.sign_in(&worker).await;
        let name = &worker.user_name;
        assert_eq!(get(&pair.dana, &cookie, &path).await.0, StatusCode::NOT_FOUND, "{name}");
        let said = post(&pair.dana, &cookie, &format!("{path}/messages"), "message=x").await;
        assert_eq!(said.0, StatusCode::NOT_FOUND, "{name}");
    }
    assert_eq!(get(&pair.dana, &cookie, &path).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b29_when_the_permission_ends_nothing_is_shown_and_nothing_added() {
    let pair = Pair::new().await;
    let id = begun(&pair).await;
    let (marsa, dana) = (&pair.marsa, &pair.dana);
    write(marsa, &pair.sender, id, task(dana.id(), None), "سرّ").await;
    pair.settle().await;
    let cookie = dana.sign_in(&pair.officer).await;
    let path = format!("/en/referrals/{id}/joint");
    assert!(get(dana, &cookie, &path).await.1.contains("سرّ"));
    // Dana writes while the end is on its way.
    write(marsa, &pair.sender, id, Deed::End { why: WhyEnd::Permission }, "").await;
    let crossed = write(dana, &pair.officer, id, Deed::Say, "عابرة").await;
    pair.settle().await;
    let there = same(&pair, id).await;
    assert_eq!(there.sharing, Sharing::Ended);
    for (node, worker) in [(marsa, &pair.sender), (dana, &pair.officer)] {
        let cookie = node.sign_in(worker).await;
        let (_, page) = get(node, &cookie, &path).await;
        shows_every_text(&page);
        assert!(!page.contains("سرّ") && !page.contains("عابرة"), "{}", worker.user_name);
        assert!(!get(node, &cookie, "/en").await.1.contains(&path), "on no list");
        let (status, _) = post(node, &cookie, &format!("{path}/messages"), "message=x").await;
        assert_eq!(status, StatusCode::CONFLICT);
    }
    let here = desk(marsa, &pair.sender, id).await.loaded.stored;
    let kept = here.iter().find(|line| line.line() == crossed).unwrap();
    assert!(kept.words.is_none() && kept.key.is_none(), "words after the end are not kept");

    let id = begun(&pair).await;
    write(marsa, &pair.sender, id, task(dana.id(), None), "سرّ").await;
    pair.settle().await;
    pair.wait(30 * 24 * 60);
    let desk = desk(dana, &pair.officer, id).await;
    assert_eq!(desk.sharing, Sharing::Ended, "the permission has run out");
    let cookie = dana.sign_in(&pair.officer).await;
    let path = format!("/en/referrals/{id}/joint");
    assert!(!get(dana, &cookie, &path).await.1.contains("سرّ"));
    assert!(!get(dana, &cookie, "/en").await.1.contains(&path));
}

/// What Dana's node says to a line that Marsa has signed, but did not write as its node would.
async fn told(pair: &Pair, id: ReferralId, deed: Deed, change: fn(&mut ReferralLine)) -> String {
    let desk = desk(&pair.marsa, &pair.sender, id).await;
    let ours = desk.loaded.member(pair.sender.id).unwrap();
    let last = desk.loaded.chain_end(pair.marsa.id());
    let words = Salted { salt: [1; 32], bytes: b"x".to_vec() };
    let say = (Deed::Say, Some(words.commitment()));
    let by = sila_core::referral::ByRole::new("INTAKE").unwrap();
    let line = desk.loaded.joint.next(pair.marsa.id(), (by, ours.n), say, NOW).unwrap();
    let line = sila_core::joint::Line { deed, ..line };
    let signed = SignedLine::sign(line, &last, pair.marsa.app.keys().sign()).unwrap();
    let mut sent = ReferralLine { line: signed.to_cbor(), words: Some(words) };
    change(&mut sent);
    let payload = Message::ReferralLine(sent).encode().unwrap();
    let me = pair.marsa.id();
    let read = move |tx: &mut dyn Tx| links::peer_of(tx, me);
    let peer = pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap().unwrap();
    let app = &pair.dana.app;
    match joint::receive::prepare(app, &peer, &payload, NOW).await {
        Err(parked) => parked.code,
        Ok(mut apply) => {
            let fate: Disposition =
                app.store.write(move |tx| apply(tx)).await.map_err(|e: DbError| e).unwrap();
            fate.code().map_or_else(|| "taken".to_owned(), |code| code.as_str().to_owned())
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_that_is_barred_after_it_got_the_name_is_told_no_words_any_more() {
    let pair = Pair::new().await;
    let id = begun(&pair).await;
    let (marsa, sender) = (&pair.marsa, &pair.sender);
    let given = write(marsa, sender, id, task(marsa.id(), None), "لنا").await;
    let case = marsa.record(id).await.row.case_id.unwrap();
    let bars = Change::Bar(pair.dana.id(), "EMPLOYER");
    scope::change(&marsa.app, sender, case, bars, NOW).await.unwrap();
    let before = desk(marsa, sender, id).await.loaded.stored.len();
    let say = |_: &Desk| Ok(Wish::new(Deed::Say, "أين تسكن الآن"));
    let said = joint::write(&marsa.app, sender, (id, Room::Joint), NOW, say).await;
    assert_eq!(said.unwrap_err().code, "case.agency_barred");
    assert_eq!(desk(marsa, sender, id).await.loaded.stored.len(), before, "nothing is written");
    // What waits for nothing but its end can be ended.
    let done = Deed::Move { task: given, to: TaskState::Done };
    write(marsa, sender, id, done, "").await;
    pair.settle().await;
    same(&pair, id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b29_a_hostile_peer_cannot_complete_a_task_that_is_not_its_own() {
    let pair = Pair::new().await;
    let id = begun(&pair).await;
    let given = write(&pair.dana, &pair.officer, id, task(pair.dana.id(), Some(1)), "لنا").await;
    pair.settle().await;
    let before = same(&pair, id).await;
    let done = Deed::Move { task: given, to: TaskState::Done };
    assert_eq!(told(&pair, id, done, |_| {}).await, "joint.not_allowed");
    let handed = Deed::Hand { task: given, member: 1 };
    assert_eq!(told(&pair, id, handed, |_| {}).await, "joint.not_allowed");
    let dropped = Deed::Move { task: given, to: TaskState::Dropped };
    assert_eq!(told(&pair, id, dropped, |_| {}).await, "joint.not_allowed");
    let third = task(AgencyId([9; 32]), None);
    assert_eq!(told(&pair, id, third, |_| {}).await, "joint.not_allowed");
    let other_words = |sent: &mut ReferralLine| {
        sent.words = Some(Salted { salt: [2; 32], bytes: b"y".to_vec() });
    };
    assert_eq!(told(&pair, id, Deed::Say, other_words).await, "joint.words_differ");
    assert_eq!(told(&pair, id, Deed::Say, |sent| sent.words = None).await, "joint.words_differ");
    let unsigned = |sent: &mut ReferralLine| *sent.line.last_mut().unwrap() ^= 1;
    assert_eq!(told(&pair, id, Deed::Say, unsigned).await, "joint.signature");
    let after = same(&pair, id).await;
    assert_eq!(before.fingerprint(), after.fingerprint(), "nothing of it was taken");
    assert_eq!(ChainEnd::default(), after.loaded.chain_end(AgencyId([9; 32])));
    assert_eq!(told(&pair, id, Deed::Say, |_| {}).await, "taken", "an honest line is");
    assert_eq!(told(&pair, id, Deed::Goal, |_| {}).await, "joint.fork", "another with its number");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b29_after_loss_doubling_and_reordering_both_plans_are_identical() {
    for seed in 1..=4 {
        let pair = Pair::new().await;
        let id = begun(&pair).await;
        let mut wire = Wire::new(&pair, seed);
        let ours = write(&pair.marsa, &pair.sender, id, task(pair.dana.id(), None), "مهمة").await;
        write(&pair.dana, &pair.officer, id, task(pair.marsa.id(), None), "مهمة أخرى").await;
        for turn in 0..6 {
            wire.blow(3).await;
            write(&pair.marsa, &pair.sender, id, Deed::Say, "من مرسى").await;
            write(&pair.dana, &pair.officer, id, Deed::Goal, "هدف").await;
            let known = desk(&pair.dana, &pair.officer, id).await;
            let state = known.plan().task(ours).map(|task| task.state);
            if turn == 4 && state == Some(TaskState::Open) {
                let done = Deed::Move { task: ours, to: TaskState::Done };
                write(&pair.dana, &pair.officer, id, done, "").await;
                let back = Deed::Move { task: ours, to: TaskState::Dropped };
                write(&pair.marsa, &pair.sender, id, back, "").await;
            }
        }
        wire.rest(id).await;
        pair.settle().await;
        let plan = same(&pair, id).await;
        assert_eq!(plan.plan().tasks.len(), 2, "seed {seed}");
        assert_eq!(plan.plan().goals.len(), 6, "seed {seed}");
        assert!(wire.seen().iter().all(|bytes| !holds(bytes, "من مرسى")), "on the wire");
        let files: Vec<_> = disk(&pair.marsa).into_iter().chain(disk(&pair.dana)).collect();
        assert!(files.iter().all(|(_, bytes)| !holds(bytes, "مهمة أخرى")), "on disk");
    }
}
