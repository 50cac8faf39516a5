//! The blind check that goes with a referral for shelter: whoever lives or works where the person is to go is found, neither agency
//! hears a name of the other, nobody is accepted before people have spoken, and nobody finds out by trying.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::cases::{self, identity, scope};
use sila::db::{DbError, Tx};
use sila::links::arrivals::store as arrivals;
use sila::links::outbox;
use sila::referrals;
use sila::shelter::asking::HELD_MINUTES;
use sila::shelter::danger::{self, CHECKS_DAY_MAX, CLEAR, NOT_SAFE, REFUSED, SPOKEN, WAITING};
use sila_core::codes::{Basis, Category, DeclineCode, Service, Urgency};
use sila_core::ids::{CaseId, ReferralId, WorkerId};
use sila_core::referral::{Left, State};
use sila_core::time::Millis;
use sila_link::Kind;
use sila_link::place::PlaceKind;

use super::super::support::waiting::until;
use super::failures::with_transfers;
use super::nodes::{NOW, Node, Pair, SOON, allowed, call, rounds, with_naseem};
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
    let app = &pair.dana.app;
    let done = referrals::accept(app, &pair.officer, id, app.clock.now()).await;
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
async fn a_case_that_names_nobody_is_not_checked_and_of_one_word_alone_people_speak() {
    let pair = with_a_home(Pair::new().await, 3).await;
    let plain = case(&pair).await;
    let id = referred(&pair, plain).await;
    assert_eq!((state(&pair.marsa, id).await, state(&pair.dana, id).await), (None, None));
    accept(&pair, id).await.unwrap();
    let one_word = case(&pair).await;
    feared(&pair, one_word, "غطفان").await;
    let id = referred(&pair, one_word).await;
    assert_eq!(
        both(&pair, id).await,
        [REFUSED, WAITING],
        "half of all people have one of two names"
    );
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger_waits");
    assert_eq!(spoken(&pair, &keeper(&pair).await, id).await, StatusCode::SEE_OTHER);
    accept(&pair, id).await.unwrap();
    assert_eq!(parked(&pair).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_found_is_not_called_safe_when_somebody_could_not_be_asked_about() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let case = case(&pair).await;
    feared(&pair, case, NOBODY).await;
    feared(&pair, case, "غطفان").await;
    let id = referred(&pair, case).await;
    assert_eq!(both(&pair, id).await, [REFUSED, WAITING], "no word is said");
    pair.wait(61);
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger_unknown", "people speak");
    let [marsas, danas] = seen(&pair, id).await;
    assert!(marsas[1].contains("It could not be asked whether it is safe there"), "{}", marsas[1]);
    assert!(danas[2].contains("It could not be asked whether it is safe here"), "{}", danas[2]);
    let cookie = pair.dana.sign_in(&keeper(&pair).await).await;
    let (_, board) = get(&pair.dana, &cookie, "/en/shelter").await;
    assert!(board.contains("It could not be asked whether it is safe here"), "{board}");
}

/// Marsa's check never leaves: its node stands still, or the letter is lost.
async fn lost(pair: &Pair, id: ReferralId) {
    let kind = Kind::Place(PlaceKind::Check);
    let forget = move |tx: &mut dyn Tx| outbox::forget(tx, id.0, kind);
    assert_eq!(pair.marsa.app.store.write::<_, DbError, _>(forget).await.unwrap(), 1);
}

/// What the supervisor of the homes is answered who says that people have spoken.
async fn spoken(pair: &Pair, boss: &Worker, id: ReferralId) -> StatusCode {
    let cookie = pair.dana.sign_in(boss).await;
    post(&pair.dana, &cookie, &format!("/en/shelter/dangers/{id}/spoken"), "").await.0
}

async fn keeper(pair: &Pair) -> Worker {
    pair.dana.worker("d-boss", &["SHELTER_SUPERVISOR"]).await
}

/// When Marsa's offer says that a check follows it, at Dana.
async fn said_to_follow(pair: &Pair, id: ReferralId) -> Option<Millis> {
    pair.dana.record(id).await.thread().unwrap().offer().checked_by
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_an_offer_says_that_a_check_follows_and_nobody_is_accepted_before_it() {
    let pair = with_a_home(Pair::new().await, 2).await;
    let case = case(&pair).await;
    feared(&pair, case, NOBODY).await;
    let id = places::offered(&pair, case).await;
    lost(&pair, id).await;
    settle_all(&pair).await;
    assert_eq!(said_to_follow(&pair, id).await, Some(NOW.plus_minutes(15)));
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger_waits");
    let boss = keeper(&pair).await;
    assert_eq!(spoken(&pair, &boss, id).await, StatusCode::NOT_FOUND, "it may still come");
    pair.wait(15);
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger_unknown", "nobody decided");
    let [_, danas] = seen(&pair, id).await;
    assert!(danas[2].contains("It could not be asked whether it is safe here"), "{}", danas[2]);
    let cookie = pair.dana.sign_in(&boss).await;
    let (_, board) = get(&pair.dana, &cookie, "/en/shelter").await;
    assert!(board.contains("Calls before somebody is accepted"), "{board}");
    let (_, day) = get(&pair.dana, &cookie, "/en").await;
    assert!(day.contains("call before somebody may be accepted"), "it waits for her: {day}");
    assert_eq!(spoken(&pair, &boss, id).await, StatusCode::SEE_OTHER);
    accept(&pair, id).await.unwrap();
    settle_all(&pair).await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_comes_after_people_have_spoken_is_answered_and_what_it_finds_weighs_more() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let case = case(&pair).await;
    feared(&pair, case, NOBODY).await;
    let id = places::offered(&pair, case).await;
    lost(&pair, id).await;
    settle_all(&pair).await;
    pair.wait(15);
    assert_eq!(spoken(&pair, &keeper(&pair).await, id).await, StatusCode::SEE_OTHER);
    let (store, marsa) = (&pair.dana.app.store, pair.marsa.id());
    let come = move |tx: &mut dyn Tx| -> Result<[bool; 2], DbError> {
        let late = danger::store::served(id, marsa, WAITING, NOW);
        Ok([danger::store::come(tx, &late)?, danger::store::come(tx, &late)?])
    };
    assert_eq!(store.write(come).await.unwrap(), [true, false], "once");
    assert_eq!(state(&pair.dana, id).await.as_deref(), Some(SPOKEN), "what was said stands");
    let who = (id, marsa, danger::SERVED);
    let found = move |tx: &mut dyn Tx| danger::store::settle(tx, who, NOT_SAFE, NOW);
    assert!(store.write::<_, DbError, _>(found).await.unwrap());
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_held_is_not_lost_while_its_check_is_waited_for() {
    let pair = with_a_home(Pair::new().await, 2).await;
    let (case, question) = places::asked(&pair).await;
    settle_all(&pair).await;
    feared(&pair, case, NOBODY).await;
    pair.wait(HELD_MINUTES - 5);
    let id = places::offered(&pair, case).await;
    lost(&pair, id).await;
    settle_all(&pair).await;
    let now = pair.dana.app.clock.now();
    let held = places::held(&pair, question).await.unwrap();
    assert_eq!(held.hold_until, now.plus_minutes(15 + 30), "until people can have decided");
    pair.wait(16);
    settle_all(&pair).await;
    assert_eq!(places::held(&pair, question).await.unwrap().state, "HELD");
    assert_eq!(spoken(&pair, &keeper(&pair).await, id).await, StatusCode::SEE_OTHER);
    accept(&pair, id).await.unwrap();
    let kept = places::held(&pair, question).await.unwrap();
    assert_eq!((kept.id, kept.referral), (held.id, Some(id)), "the place that was promised");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_node_that_announces_no_check_and_sends_one_is_heeded_as_before() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let case = case(&pair).await;
    let id = referred(&pair, case).await;
    assert_eq!((said_to_follow(&pair, id).await, state(&pair.dana, id).await), (None, None));
    let marsa = pair.marsa.id();
    let late = danger::store::served(id, marsa, WAITING, NOW);
    let come = move |tx: &mut dyn Tx| danger::store::come(tx, &late);
    assert!(pair.dana.app.store.write::<_, DbError, _>(come).await.unwrap());
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger_waits");
}

/// Marsa hands the case over to Dana, and asks for these services.
async fn transferred(pair: &Pair, case: CaseId, services: &[Service]) -> ReferralId {
    let app = &pair.marsa.app;
    let (known, fields, now) = (pair.h01(), allowed(), app.clock.now());
    let route = referrals::Route { kind: sila_core::codes::Kind::Transfer, ..pair.route() };
    let asked = referrals::Asked {
        case,
        disclosure: &known,
        category: Category::Woman,
        urgency: Urgency::Urgent,
        services,
        fields: &fields,
        route: &route,
        listed: None,
        back: None,
    };
    let offered = referrals::compose(app, &pair.sender, &asked, now).await.unwrap();
    let id = offered.id;
    app.store.write(move |tx| offered.insert(tx)).await.unwrap();
    settle_all(pair).await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_transfer_whose_services_include_a_place_is_checked_as_well() {
    let pair = with_a_home(with_transfers().await, 1).await;
    colleague(&pair.dana, &["SHELTER_STAFF"], COLLEAGUE).await;
    let [first, second] = [case(&pair).await, case(&pair).await];
    for case in [first, second] {
        feared(&pair, case, FEARED).await;
    }
    let id = transferred(&pair, first, &[Service::Shelter, Service::Legal]).await;
    assert_eq!(both(&pair, id).await, [NOT_SAFE, NOT_SAFE]);
    assert_eq!(accept(&pair, id).await.unwrap_err(), "shelter.danger");
    let left = [Left { service: Service::Shelter, code: DeclineCode::V1 }];
    let part = referrals::rounds::part::accept(&pair.dana.app, &pair.officer, id, &left, NOW);
    part.await.unwrap();
    settle_all(&pair).await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted, "for the rest, and into no home");
    let other = transferred(&pair, second, &[Service::Legal]).await;
    assert_eq!(state(&pair.dana, other).await, None, "no place is asked for");
}

/// Three nodes do what they do by themselves, and Dana stands between the two others.
async fn all_three(pair: &Pair, naseem: &Node) {
    for _ in 0..3 {
        pair.settle().await;
        call(naseem, &pair.dana).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_referral_that_is_passed_on_is_checked_at_the_third_agency_and_not_in_between()
 {
    let (pair, naseem) = with_naseem().await;
    let n_officer = naseem.worker("n-ref", &["REFERRAL_OFFICER"]).await;
    colleague(&naseem, &["SHELTER_STAFF"], COLLEAGUE).await;
    let case = case(&pair).await;
    feared(&pair, case, FEARED).await;
    let mut known = pair.h01();
    known.permission.onward = vec![naseem.id()];
    let id = places::offered_knowing(&pair, case, &known).await;
    all_three(&pair, &naseem).await;
    assert_eq!(both(&pair, id).await, [CLEAR, CLEAR], "nobody is known at Dana");
    let (dana, to) = (&pair.dana.app, (naseem.id(), Basis::Capacity));
    let onward = referrals::redirect(dana, &pair.officer, id, to, NOW).await.unwrap();
    until("the check has gone both ways", SOON, || async {
        all_three(&pair, &naseem).await;
        let there = state(&naseem, onward).await;
        (there.as_deref() == Some(NOT_SAFE)).then_some(())
    })
    .await;
    assert_eq!(state(&pair.marsa, id).await.as_deref(), Some(NOT_SAFE), "at the one that asks");
    let refused = referrals::accept(&naseem.app, &n_officer, onward, NOW).await.unwrap_err();
    assert_eq!(refused.code, "shelter.danger");
    assert_eq!(told(&pair.dana, onward).await, ["PASSED"; 3], "each goes through once");
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let (_, between) = get(&pair.dana, &cookie, &format!("/en/referrals/{onward}")).await;
    assert!(!between.contains("Not safe"), "it is between the two others: {between}");
    let him = Wanted::of(dresses("غطفان").into_iter().chain(dresses("شاهين")));
    assert_eq!(him.in_any(&files(&pair.dana)), None, "neither name is at Dana");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lives_there_under_a_code_name_is_found_by_the_true_one() {
    let pair = with_a_home(Pair::new().await, 2).await;
    let first = case(&pair).await;
    let resident = referred(&pair, first).await;
    accept(&pair, resident).await.unwrap();
    settle_all(&pair).await;
    let second = case(&pair).await;
    feared(&pair, second, FEARED).await;
    let id = referred(&pair, second).await;
    assert_eq!(both(&pair, id).await, [CLEAR, CLEAR], "not by what she is called there");
    let here = pair.dana.record(resident).await.row.case_id.unwrap();
    let owner = pair.officer.clone();
    let app = &pair.dana.app;
    let second_reader = pair.dana.worker("d-second", &["CASE_MANAGER"]).await;
    let name = scope::Change::Name(second_reader.id);
    scope::change(app, &owner, here, name, NOW).await.unwrap();
    let record = cases::open_record(app, &owner, here).await.unwrap();
    let readers = [owner.id, second_reader.id];
    identity::seal(app, &owner, &record, ("سلمى خلفان الكوكبي", readers), NOW).await.unwrap();
    let third = case(&pair).await;
    feared(&pair, third, FEARED).await;
    let id = referred(&pair, third).await;
    assert_eq!(both(&pair, id).await, [NOT_SAFE, NOT_SAFE], "his sister lives there");
    let [marsas, danas] = seen(&pair, id).await;
    let her = Wanted::of(dresses("سلمى"));
    let pages = marsas.into_iter().chain(danas).map(String::into_bytes);
    let bytes: Vec<Vec<u8>> = pages.chain(files(&pair.marsa)).chain(files(&pair.dana)).collect();
    assert_eq!(her.in_any(&bytes), None, "and nobody reads the name");
}
