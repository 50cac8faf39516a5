//! The blind check that goes with a referral for shelter: whoever lives or works where the person is to go is found, neither agency
//! hears a name of the other, nobody is accepted before people have spoken, and nobody finds out by trying.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::db::{DbError, Tx};
use sila::links::arrivals::store as arrivals;
use sila::referrals;
use sila::shelter::danger::{self, CHECKS_DAY_MAX, CLEAR, NOT_SAFE, REFUSED, SPOKEN, WAITING};
use sila_core::ids::{CaseId, ReferralId, WorkerId};
use sila_core::referral::State;

use super::nodes::{NOW, Node, Pair, rounds};
use super::pages::{get, post};
use super::places::{self, case, files, referred, settle_all, with_a_home};
use crate::support::traces::{Wanted, dresses};

/// Whom she flees from, and his brother, who works at Dana.
const FEARED: &str = "غطفان سالم الكوكبي";
const COLLEAGUE: [&str; 2] = ["شاهين خلفان الكوكبي", "Shaheen Khalfan Al Kawkabi"];
/// Nobody at Dana is called like this.
const NOBODY: &str = "غطفان سالم المهيري";

/// Somebody is written down in the case as said to have done harm.
async fn feared(pair: &Pair, case: CaseId, name: &str) {
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    let path = format!("/en/cases/{case}/alleged");
    let form = format!("name={}&related=HUSBAND", name.replace(' ', "+"));
    let (status, page) = post(&pair.marsa, &cookie, &path, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}

async fn colleague(node: &Node, roles: &[&str], [name_ar, name_en]: [&str; 2]) -> Worker {
    let worker = Worker {
        id: WorkerId(node.app.clock.new_id()),
        user_name: "d-colleague".to_owned(),
        name_ar: name_ar.to_owned(),
        name_en: name_en.to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        active: true,
    };
    let made = worker.clone();
    let insert =
        move |tx: &mut dyn Tx| sila::accounts::store::insert_worker(tx, &made, "no password", NOW);
    node.app.store.write(insert).await.unwrap();
    worker
}

async fn state(node: &Node, id: ReferralId) -> Option<String> {
    danger::of(&node.app, id).await.unwrap().map(|check| check.state)
}

/// Where the check stands at both agencies.
async fn both(pair: &Pair, id: ReferralId) -> [String; 2] {
    let (there, here) = (state(&pair.marsa, id).await, state(&pair.dana, id).await);
    [there.unwrap(), here.unwrap()]
}

async fn accept(pair: &Pair, id: ReferralId) -> Result<(), String> {
    let done = referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await;
    done.map_err(|problem| problem.code)
}

/// What the journal of this node says about the check.
async fn told(node: &Node, id: ReferralId) -> Vec<String> {
    let read = move |tx: &mut dyn Tx| -> Result<Vec<Vec<u8>>, DbError> {
        let sql = "select data from journal where kind = 'danger' and subject = $1 order by id";
        let rows = tx.query_text(sql, &sila::p![id.to_string()])?;
        rows.iter().map(|row| row.get(0)).collect()
    };
    let facts = node.app.store.read(read).await.unwrap();
    facts.into_iter().map(|data| String::from_utf8(data).unwrap()).collect()
}

/// The page of the referral at both agencies and in both languages, and the board at Dana.
async fn seen(pair: &Pair, id: ReferralId) -> [Vec<String>; 2] {
    let here = pair.marsa.sign_in(&pair.sender).await;
    let there = pair.dana.sign_in(&pair.officer).await;
    let mut seen = [Vec::new(), Vec::new()];
    for lang in ["ar", "en"] {
        let path = format!("/{lang}/referrals/{id}");
        seen[0].push(get(&pair.marsa, &here, &path).await.1);
        seen[1].push(get(&pair.dana, &there, &path).await.1);
        seen[1].push(get(&pair.dana, &there, &format!("/{lang}/shelter")).await.1);
    }
    seen
}

async fn a_colleague_is_found(pair: &Pair) {
    colleague(&pair.dana, &["SHELTER_STAFF"], COLLEAGUE).await;
    let case = case(pair).await;
    feared(pair, case, FEARED).await;
    let id = referred(pair, case).await;
    assert_eq!(both(pair, id).await, [NOT_SAFE, NOT_SAFE]);
    let before = pair.dana.record(id).await;
    assert_eq!(accept(pair, id).await.unwrap_err(), "shelter.danger");
    let after = pair.dana.record(id).await;
    assert_eq!(after.stored.len(), before.stored.len(), "nothing is written");
    assert!(after.row.state.is_undecided());
    let [marsas, danas] = seen(pair, id).await;
    assert!(marsas[1].contains("Not safe there: a person must call"), "{}", marsas[1]);
    assert!(marsas[0].contains("المكان غير آمن: على أحد أن يتصل"));
    assert!(danas[2].contains("Not safe here: a person must call"), "{}", danas[2]);
    assert_eq!(told(&pair.marsa, id).await, ["ASKED", "ASKED NOT_SAFE"]);
    assert_eq!(told(&pair.dana, id).await, ["SERVED WAITING", "SERVED NOT_SAFE"]);
    nobody_is_named(pair, [marsas, danas]);
    people_have_spoken(pair, id).await;
}

/// Neither the feared at the agency that was asked, nor the colleague at the one that asked; and the names at home are sealed.
fn nobody_is_named(pair: &Pair, [marsas, danas]: [Vec<String>; 2]) {
    let bytes = |pages: Vec<String>| pages.into_iter().map(String::into_bytes);
    let him = Wanted::of(dresses("غطفان"));
    let danas: Vec<Vec<u8>> = bytes(danas).chain(files(&pair.dana)).collect();
    assert_eq!(him.in_any(&danas), None, "whom she flees from, at Dana");
    assert_eq!(him.in_any(&files(&pair.marsa)), None, "sealed at Marsa");
    let colleague = Wanted::of(dresses("شاهين").into_iter().chain(dresses("Shaheen")));
    let marsas: Vec<Vec<u8>> = bytes(marsas).chain(files(&pair.marsa)).collect();
    assert_eq!(colleague.in_any(&marsas), None, "who works at Dana, at Marsa");
    let planted = COLLEAGUE.map(|name| name.as_bytes().to_vec());
    assert!(colleague.in_any(&planted).is_some(), "a planted name is found");
}

/// The supervisor of the homes says after the call that they may come; nobody else does.
async fn people_have_spoken(pair: &Pair, id: ReferralId) {
    let path = format!("/en/shelter/dangers/{id}/spoken");
    let officer = pair.dana.sign_in(&pair.officer).await;
    let (status, _) = post(&pair.dana, &officer, &path, "").await;
    assert_eq!(status, StatusCode::FORBIDDEN, "not whoever decides on referrals");
    let boss = pair.dana.worker("d-boss", &["SHELTER_SUPERVISOR"]).await;
    let cookie = pair.dana.sign_in(&boss).await;
    let (_, board) = get(&pair.dana, &cookie, "/en/shelter").await;
    assert!(board.contains("Calls before somebody is accepted") && board.contains(&path[3..]));
    assert!(!board.contains("الكوكبي") && !board.contains("المرجاني"), "by number");
    let (status, page) = post(&pair.dana, &cookie, &path, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(state(&pair.dana, id).await.as_deref(), Some(SPOKEN));
    let (status, _) = post(&pair.dana, &cookie, &path, "").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "once");
    accept(pair, id).await.unwrap();
    settle_all(pair).await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
    assert_eq!(told(&pair.dana, id).await.last().unwrap(), "SERVED SPOKEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_whom_she_flees_from_is_found_where_she_would_go_and_nobody_is_named() {
    a_colleague_is_found(&with_a_home(Pair::new().await, 1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_the_blind_check_between_sqlite_and_postgresql() {
    if let Some((pair, database)) = Pair::across_engines().await {
        let pair = with_a_home(pair, 1).await;
        a_colleague_is_found(&pair).await;
        pair.dana.app.store.close().await;
        database.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kin_who_live_there_are_found_in_the_other_script_and_whoever_left_is_not() {
    let pair = with_a_home(Pair::new().await, 3).await;
    let first = case(&pair).await;
    let resident = referred(&pair, first).await;
    accept(&pair, resident).await.unwrap();
    settle_all(&pair).await;
    assert_eq!(state(&pair.dana, resident).await, None, "nobody to be feared was known");
    let second = case(&pair).await;
    feared(&pair, second, "Salem Al Marjani").await;
    let id = referred(&pair, second).await;
    assert_eq!(both(&pair, id).await, [NOT_SAFE, NOT_SAFE], "her sister lives there");
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger");
    referrals::report(
        &pair.dana.app,
        &pair.officer,
        resident,
        sila_core::codes::OutcomeCode::O4,
        NOW,
    )
    .await
    .unwrap();
    settle_all(&pair).await;
    let third = case(&pair).await;
    feared(&pair, third, "Salem Al Marjani").await;
    let id = referred(&pair, third).await;
    assert_eq!(both(&pair, id).await, [CLEAR, CLEAR], "on file, and not in a home");
    accept(&pair, id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_found_is_accepted_as_soon_as_it_is_said_and_not_before() {
    let pair = with_a_home(Pair::new().await, 2).await;
    colleague(&pair.dana, &["SHELTER_STAFF"], COLLEAGUE).await;
    let case = case(&pair).await;
    feared(&pair, case, NOBODY).await;
    // Dana's node has answered and not heard what came of it.
    let id = places::offered(&pair, case).await;
    // In the first of two rounds they greet each other, in the second Marsa says what it has.
    for _ in 0..4 {
        rounds(&pair.marsa, &pair.dana, 2).await;
        if state(&pair.dana, id).await.is_some() {
            break;
        }
    }
    assert_eq!(state(&pair.dana, id).await.as_deref(), Some(WAITING));
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger_waits");
    settle_all(&pair).await;
    assert_eq!(both(&pair, id).await, [CLEAR, CLEAR]);
    let [marsas, danas] = seen(&pair, id).await;
    assert!(
        marsas[1].contains("Nothing is known there") && danas[2].contains("Nothing is known here")
    );
    accept(&pair, id).await.unwrap();
    settle_all(&pair).await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_that_tries_many_names_is_answered_no_more_that_day() {
    let pair = with_a_home(Pair::new().await, 1).await;
    colleague(&pair.dana, &["SHELTER_STAFF"], COLLEAGUE).await;
    let mut all = Vec::new();
    for _ in 0..=CHECKS_DAY_MAX {
        let case = case(&pair).await;
        feared(&pair, case, NOBODY).await;
        all.push(places::offered(&pair, case).await);
    }
    settle_all(&pair).await;
    let mut states = Vec::new();
    for id in &all {
        states.push(both(&pair, *id).await);
    }
    let answered = states.iter().filter(|state| **state == [CLEAR, CLEAR]).count();
    assert_eq!(answered, usize::try_from(CHECKS_DAY_MAX).unwrap(), "{states:?}");
    let last = all[states.iter().position(|state| *state == [REFUSED, REFUSED]).unwrap()];
    assert_eq!(accept(&pair, last).await.unwrap_err(), "shelter.danger_unknown");
    let [marsas, _] = seen(&pair, last).await;
    assert!(marsas[1].contains("It could not be asked whether it is safe there"));
    assert_eq!(told(&pair.dana, last).await, ["SERVED REFUSED"]);
    pair.wait(24 * 60);
    let case = case(&pair).await;
    feared(&pair, case, FEARED).await;
    let id = referred(&pair, case).await;
    assert_eq!(both(&pair, id).await, [NOT_SAFE, NOT_SAFE], "the next day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_comes_after_the_acceptance_is_heeded_at_the_door() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let case = case(&pair).await;
    let id = referred(&pair, case).await;
    accept(&pair, id).await.unwrap();
    let late = danger::store::served(id, pair.marsa.id(), NOT_SAFE, NOW);
    let store = &pair.dana.app.store;
    assert!(store.write(move |tx| danger::store::insert(tx, &late)).await.unwrap());
    let stays = move |tx: &mut dyn Tx| sila::shelter::stays::store::of_referral(tx, id);
    let stay = store.read(stays).await.unwrap().remove(0).id;
    let boss = pair.dana.worker("d-boss", &["SHELTER_SUPERVISOR"]).await;
    let cookie = pair.dana.sign_in(&boss).await;
    let door = format!("/en/shelter/stays/{stay}/admission");
    let (status, page) = post(&pair.dana, &cookie, &door, "").await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    assert!(page.contains("Not safe here: a person must call first"), "{page}");
    let spoken = format!("/en/shelter/dangers/{id}/spoken");
    let (status, page) = post(&pair.dana, &cookie, &spoken, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = post(&pair.dana, &cookie, &door, "").await;
    assert!(!page.contains("Not safe here"), "{page}");
}

/// What waits at Dana for a person.
async fn parked(pair: &Pair) -> usize {
    let read = |tx: &mut dyn Tx| -> Result<usize, DbError> {
        let link = sila::links::store::peers(tx)?.remove(0).link;
        Ok(arrivals::parked(tx, link)?.len())
    };
    pair.dana.app.store.read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_names_nobody_or_one_word_alone_is_not_checked() {
    let pair = with_a_home(Pair::new().await, 3).await;
    let plain = case(&pair).await;
    let id = referred(&pair, plain).await;
    assert_eq!((state(&pair.marsa, id).await, state(&pair.dana, id).await), (None, None));
    accept(&pair, id).await.unwrap();
    let one_word = case(&pair).await;
    feared(&pair, one_word, "غطفان").await;
    let id = referred(&pair, one_word).await;
    assert_eq!(state(&pair.marsa, id).await, None, "half of all people have one of two names");
    assert_eq!(parked(&pair).await, 0);
}
