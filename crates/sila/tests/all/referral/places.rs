//! Asking a partner for a place without saying for whom: the answer is held, confirmed with the referral in one act, let go by
//! itself, and never says where.

use axum::http::StatusCode;
use sila::agreements;
use sila::cases;
use sila::db::{DbError, Tx};
use sila::links::arrivals::store as arrivals;
use sila::problem::Problem;
use sila::referrals::{self, Asked, Offered, Record};
use sila::shelter::asking::{self, Question, Said, answer, ask, settle, store};
use sila::shelter::stays::{Stay, due, store as stays};
use sila::shelter::unwanted::{Unwanted, Whose, refuse_partner, store as unwanted};
use sila::web::Pairs;
use sila_core::codes::{Category, OverrideReason, RecallCode, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::ids::{CaseId, PlaceId, ReferralId};
use sila_core::referral::State;
use sila_core::time::Millis;

use super::nodes::{self, NOW, Node, Pair, allowed};
use super::shelter::{ADDRESS, free_beds, home};
use super::{names, pages};
use crate::support::traces::{Wanted, dresses};

/// A case of Marsa's, and the question asked for the mother and her daughter.
pub async fn asked(pair: &Pair) -> (CaseId, PlaceId) {
    let case = case(pair).await;
    (case, question(pair, case).await.unwrap())
}

pub async fn case(pair: &Pair) -> CaseId {
    case_of(pair, Urgency::Urgent).await
}

async fn case_of(pair: &Pair, urgency: Urgency) -> CaseId {
    let app = &pair.marsa.app;
    let now = app.clock.now();
    let (known, by) = (pair.h01(), pair.sender.id);
    let kind = (Category::Woman, urgency);
    let case = cases::compose(app, &known, kind.0, kind.1, by, None, now).unwrap();
    let id = case.id;
    let write = move |tx: &mut dyn Tx| cases::store::insert(tx, &case);
    app.store.write::<String, DbError, _>(write).await.unwrap();
    id
}

async fn question(pair: &Pair, case: CaseId) -> Result<PlaceId, String> {
    let app = &pair.marsa.app;
    let record = cases::open_record(app, &pair.sender, case).await.unwrap();
    let values: Pairs = [("who", "0"), ("who", "2"), ("away", "yes")].into_iter().collect();
    let put = ask::put(app, &pair.sender, (&record, &values), app.clock.now()).await;
    put.map_err(|problem| problem.code)
}

/// Both nodes do what they do by themselves, and call each other.
pub async fn settle_all(pair: &Pair) {
    for _ in 0..3 {
        pair.settle().await;
        for node in [&pair.marsa, &pair.dana] {
            let now = node.app.clock.now();
            answer::tend(&node.app, now).await.unwrap();
            settle::tend(&node.app, now).await.unwrap();
            due::tend(&node.app, now).await.unwrap();
        }
    }
    pair.settle().await;
}

pub async fn said(pair: &Pair, id: PlaceId) -> Said {
    let read = move |tx: &mut dyn Tx| store::said(tx, id);
    pair.marsa.app.store.read::<_, DbError, _>(read).await.unwrap().remove(0)
}

async fn at_marsa(pair: &Pair, id: PlaceId) -> Question {
    let read = move |tx: &mut dyn Tx| store::find(tx, id);
    pair.marsa.app.store.read::<_, DbError, _>(read).await.unwrap().unwrap()
}

/// The stay that Dana holds for the question.
pub async fn held(pair: &Pair, id: PlaceId) -> Option<Stay> {
    let marsa = pair.marsa.id();
    let read = move |tx: &mut dyn Tx| -> Result<Option<Stay>, DbError> {
        let request = store::find_request(tx, marsa, id)?;
        let stay = request.and_then(|request| request.stay);
        stay.map(|stay| stays::find(tx, stay)).transpose().map(Option::flatten)
    };
    pair.dana.app.store.read(read).await.unwrap()
}

/// Marsa sends the referral of the case to Dana, and everything arrives.
pub async fn referred(pair: &Pair, case: CaseId) -> ReferralId {
    let id = offered(pair, case).await;
    settle_all(pair).await;
    id
}

/// Marsa writes the referral of the case to Dana.
pub async fn offered(pair: &Pair, case: CaseId) -> ReferralId {
    offered_knowing(pair, case, &pair.h01()).await
}

/// The same with what is known, and permitted.
pub async fn offered_knowing(pair: &Pair, case: CaseId, known: &Disclosure) -> ReferralId {
    let offered = composed(pair, case, known).await;
    let id = offered.id;
    pair.marsa.app.store.write(move |tx| offered.insert(tx)).await.unwrap();
    id
}

async fn composed(pair: &Pair, case: CaseId, known: &Disclosure) -> Offered {
    let app = &pair.marsa.app;
    let (route, fields) = (pair.route(), allowed());
    let asked = Asked {
        case,
        disclosure: known,
        category: Category::Woman,
        urgency: Urgency::Urgent,
        services: &known.needs.clone(),
        fields: &fields,
        route: &route,
        listed: None,
        back: None,
    };
    referrals::compose(app, &pair.sender, &asked, app.clock.now()).await.unwrap()
}

pub async fn with_a_home(pair: Pair, rooms: usize) -> Pair {
    home(&pair.dana, rooms).await;
    pair
}

async fn the_way_to_a_place(pair: &Pair) {
    let (case, id) = asked(pair).await;
    assert_eq!(said(pair, id).await.state, "WAITING");
    settle_all(pair).await;
    let answer = said(pair, id).await;
    assert_eq!(answer.state, "HELD");
    assert_eq!(answer.until, Some(NOW.plus_minutes(asking::HELD_MINUTES)), "until when");
    let stay = held(pair, id).await.unwrap();
    assert_eq!((stay.state.as_str(), stay.referral, stay.worker), ("HELD", None, None));
    assert_eq!(free_beds(&pair.dana).await, 4, "one of two family rooms is taken");
    let referral = referred(pair, case).await;
    let offer = pair.dana.record(referral).await;
    assert_eq!(offer.thread().unwrap().offer().place, Some(id), "the referral names the place");
    assert_eq!(at_marsa(pair, id).await.state, "SENT");
    referrals::accept(&pair.dana.app, &pair.officer, referral, NOW).await.unwrap();
    settle_all(pair).await;
    let kept = held(pair, id).await.unwrap();
    assert_eq!((kept.id, kept.referral), (stay.id, Some(referral)), "the place that was promised");
    assert_eq!(kept.worker, Some(pair.officer.id), "somebody has said yes to it");
    assert_eq!(free_beds(&pair.dana).await, 4, "and no second one");
    assert_eq!(at_marsa(pair, id).await.state, "CONFIRMED");
    assert_eq!(pair.equal(referral).await.row.state, State::Accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_partner_is_asked_over_the_link_and_the_held_place_is_confirmed_in_one_act()
{
    the_way_to_a_place(&with_a_home(Pair::new().await, 2).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_the_question_between_sqlite_and_postgresql() {
    if let Some((pair, database)) = Pair::across_engines().await {
        let pair = with_a_home(pair, 2).await;
        the_way_to_a_place(&pair).await;
        pair.dana.app.store.close().await;
        database.end().await;
    }
}

/// Marsa has asked two; both hold a place. The first that is confirmed wins, and the other is free at once.
#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_of_two_that_hold_a_place_the_first_confirmed_wins_and_the_other_lets_go() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let other = nodes::another_asked(&pair.marsa).await;
    home(&other, 1).await;
    let everybody = async || {
        for _ in 0..3 {
            settle_all(&pair).await;
            nodes::call(&pair.marsa, &other).await;
            sila::jobs::react::all_due(&other.app).await.unwrap();
            answer::tend(&other.app, NOW).await.unwrap();
            due::tend(&other.app, NOW).await.unwrap();
            nodes::call(&pair.marsa, &other).await;
        }
    };
    let (case, id) = asked(&pair).await;
    everybody().await;
    let read = move |tx: &mut dyn Tx| store::said(tx, id);
    let both = pair.marsa.app.store.read::<_, DbError, _>(read).await.unwrap();
    let states: Vec<&str> = both.iter().map(|said| said.state.as_str()).collect();
    assert_eq!(states, ["HELD", "HELD"]);
    assert_eq!((free_beds(&pair.dana).await, free_beds(&other).await), (0, 0));
    let referral = referred(&pair, case).await;
    referrals::accept(&pair.dana.app, &pair.officer, referral, NOW).await.unwrap();
    everybody().await;
    assert_eq!(at_marsa(&pair, id).await.state, "CONFIRMED");
    assert_eq!((free_beds(&pair.dana).await, free_beds(&other).await), (0, 4), "one, not two");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_what_nobody_confirms_is_free_again_by_itself() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let (case, id) = asked(&pair).await;
    settle_all(&pair).await;
    assert_eq!(free_beds(&pair.dana).await, 0);
    pair.wait(asking::HELD_MINUTES - 1);
    settle_all(&pair).await;
    assert_eq!(free_beds(&pair.dana).await, 0, "a minute before");
    pair.wait(1);
    settle_all(&pair).await;
    assert_eq!(free_beds(&pair.dana).await, 4);
    let over = held(&pair, id).await.unwrap();
    assert_eq!((over.state.as_str(), over.end_code.as_deref()), ("ENDED", Some("EXPIRED")));
    let now = pair.marsa.app.clock.now();
    assert!(!said(&pair, id).await.is_held(now), "the asking side knows by the time it was told");
    let referral = referred(&pair, case).await;
    let offer = pair.dana.record(referral).await;
    assert_eq!(offer.thread().unwrap().offer().place, None, "nothing is promised any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_place_that_is_not_needed_is_let_go_at_once() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let (_, id) = asked(&pair).await;
    settle_all(&pair).await;
    let ours = at_marsa(&pair, id).await;
    assert!(settle::end(&pair.marsa.app, &ours, ("OPEN", "CLOSED"), NOW).await.unwrap());
    settle_all(&pair).await;
    let over = held(&pair, id).await.unwrap();
    assert_eq!((over.state.as_str(), over.end_code.as_deref()), ("ENDED", Some("NOT_NEEDED")));
    assert_eq!(free_beds(&pair.dana).await, 4);
}

/// H12: what she does not want is let go at the partner, which learns no reason, and is not offered first when it is asked again.
#[tokio::test(flavor = "multi_thread")]
async fn h12_a_partners_place_that_she_did_not_want_is_let_go_and_asked_about_first() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let (case, id) = asked(&pair).await;
    settle_all(&pair).await;
    assert_eq!(free_beds(&pair.dana).await, 0);
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    let path = |id: PlaceId, rest: &str| format!("/en/shelter/questions/{id}{rest}");
    let form = |why: &str| format!("peer={}&why={why}", pair.dana.id().to_text());
    let (status, _) =
        pages::post(&pair.marsa, &cookie, &path(id, "/unwanted"), &form("UGLY")).await;
    assert_eq!(status, StatusCode::CONFLICT, "not a reason of the list");
    for status in [StatusCode::SEE_OTHER, StatusCode::CONFLICT] {
        let refused = pages::post(&pair.marsa, &cookie, &path(id, "/unwanted"), &form("FAR")).await;
        assert_eq!(refused.0, status, "nothing is held there the second time");
    }
    let read = |tx: &mut dyn Tx| unwanted::counts(tx, Millis(0));
    let ours = pair.marsa.app.store.read::<_, DbError, _>(read).await.unwrap();
    assert_eq!(ours, [("FAR".to_owned(), false, 1)]);
    settle_all(&pair).await;
    let over = held(&pair, id).await.unwrap();
    assert_eq!((over.state.as_str(), over.end_code.as_deref()), ("ENDED", Some("NOT_NEEDED")));
    assert_eq!(free_beds(&pair.dana).await, 4, "at once");
    let read = |tx: &mut dyn Tx| unwanted::counts(tx, Millis(0));
    let told = pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap();
    assert!(told.is_empty(), "that it was not wanted is known at Marsa alone: {told:?}");
    nothing_goes_there(&pair, case).await;
    let asks = format!("/en/cases/{case}/place");
    let (_, page) = pages::get(&pair.marsa, &cookie, &asks).await;
    assert!(page.contains("They did not want this place on"), "{page}");
    let (status, _) = pages::post(&pair.marsa, &cookie, &format!("{asks}/asked"), &form("")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let again = question(&pair, case).await.unwrap();
    settle_all(&pair).await;
    assert_eq!(said(&pair, again).await.state, "HELD");
    let (_, page) = pages::get(&pair.marsa, &cookie, &path(again, "")).await;
    assert!(page.contains("/refer\"") && !page.contains("They did not want"), "{page}");
}

/// Neither a question nor a referral for a place goes to whom they refused, before they were asked again.
async fn nothing_goes_there(pair: &Pair, case: CaseId) {
    assert_eq!(question(pair, case).await.unwrap_err(), "shelter.unwanted");
    let offered = composed(pair, case, &pair.h01()).await;
    let id = offered.id;
    let insert = move |tx: &mut dyn Tx| -> Result<(), Problem> {
        offered.insert(tx).map_err(|error| offered.refused(error))
    };
    let refused = pair.marsa.app.store.write(insert).await.unwrap_err();
    assert_eq!(refused.code, "shelter.unwanted");
    assert_eq!(refused.way_out, Some(format!("/cases/{case}/place")), "where they are asked");
    settle_all(pair).await;
    assert_eq!(free_beds(&pair.dana).await, 4, "nothing is held there");
    let read = move |tx: &mut dyn Tx| Record::load(tx, id);
    assert!(pair.marsa.app.store.read::<_, DbError, _>(read).await.unwrap().is_none());
}

/// The page was open when the referral went out: her bed stays hers.
#[tokio::test(flavor = "multi_thread")]
async fn h12_a_place_that_went_out_with_a_referral_is_not_let_go_by_a_page_that_was_open() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let (case, id) = asked(&pair).await;
    settle_all(&pair).await;
    let open = at_marsa(&pair, id).await;
    assert_eq!(open.state, "OPEN");
    referred(&pair, case).await;
    let (app, dana) = (&pair.marsa.app, pair.dana.id());
    let refused = refuse_partner(app, &pair.sender, &open, (dana, "FAR"), NOW).await.unwrap_err();
    assert_eq!(refused.code, "shelter.moved");
    settle_all(&pair).await;
    assert_eq!(held(&pair, id).await.unwrap().state, "HELD");
    let read = |tx: &mut dyn Tx| unwanted::counts(tx, Millis(0));
    let told = app.store.read::<_, DbError, _>(read).await.unwrap();
    assert!(told.is_empty(), "nothing was written: {told:?}");
}

/// In the emergency lane nobody is put before her whose place she refused, and nothing goes there either.
#[tokio::test(flavor = "multi_thread")]
async fn h12_the_emergency_lane_neither_suggests_nor_sends_to_whom_she_refused() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let case = case_of(&pair, Urgency::Emergency).await;
    let id = question(&pair, case).await.unwrap();
    settle_all(&pair).await;
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    let (lane, dana) = (format!("/en/cases/{case}/emergency"), pair.dana.id().to_text());
    let before = pages::get(&pair.marsa, &cookie, &lane).await.1;
    assert!(is_checked(&before, &dana), "whoever holds a place stands first: {before}");
    let open = at_marsa(&pair, id).await;
    let peer = (pair.dana.id(), "KIN_NEAR");
    refuse_partner(&pair.marsa.app, &pair.sender, &open, peer, NOW).await.unwrap();
    let after = pages::get(&pair.marsa, &cookie, &lane).await.1;
    assert!(after.contains(&dana) && !is_checked(&after, &dana), "{after}");
    assert!(after.contains("They did not want this place"), "{after}");
    let form = format!("to={dana}&ground=VITAL&why=CAPACITY");
    let (status, page) = pages::post(&pair.marsa, &cookie, &lane, &form).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    assert!(page.contains("They did not want this place"), "{page}");
}

/// She said no while the referral waited for a second approver: it is not sent by the approval.
#[tokio::test(flavor = "multi_thread")]
async fn h12_an_approval_sends_no_referral_for_a_place_that_was_not_wanted_since() {
    let pair = Pair::new().await;
    let offered =
        pair.offer(|wish| wish.route.override_ = Some(OverrideReason::Capacity)).await.unwrap();
    let app = &pair.marsa.app;
    let case = pair.marsa.record(offered.id).await.row.case_id.unwrap();
    let (whose, by) = (Whose::Partner(pair.dana.id()), pair.sender.id);
    let one = Unwanted { whose, reason: "FAR".to_owned(), at: NOW };
    let row = app.clock.new_id();
    let refuse = move |tx: &mut dyn Tx| unwanted::insert(tx, (row, case), &one, by);
    assert!(app.store.write::<_, DbError, _>(refuse).await.unwrap());
    let boss = pair.marsa.worker("m-both", &["SUPERVISOR"]).await;
    let refused = referrals::approve(app, &boss, offered.id, NOW).await.unwrap_err();
    assert_eq!(refused.code, "shelter.unwanted");
    assert!(pair.marsa.record(offered.id).await.stored.is_empty(), "nothing was signed");
    let asked = move |tx: &mut dyn Tx| unwanted::asked(tx, case, whose, NOW);
    assert!(app.store.write::<_, DbError, _>(asked).await.unwrap());
    referrals::approve(app, &boss, offered.id, NOW).await.unwrap();
}

/// Whether this choice of the form is made already.
fn is_checked(page: &str, value: &str) -> bool {
    let (_, rest) = page.split_once(&format!("value=\"{value}\"")).expect("it is a choice");
    rest.split('>').next().is_some_and(|tag| tag.contains("checked"))
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_referral_that_ends_without_a_place_opens_the_question_again() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let (case, id) = asked(&pair).await;
    settle_all(&pair).await;
    let referral = referred(&pair, case).await;
    let app = &pair.marsa.app;
    referrals::recall(app, &pair.sender, referral, RecallCode::R4, NOW).await.unwrap();
    settle_all(&pair).await;
    assert_eq!(at_marsa(&pair, id).await.state, "OPEN");
    assert!(said(&pair, id).await.is_held(NOW), "the place is still held");
    let again = referred(&pair, case).await;
    assert_eq!(pair.dana.record(again).await.thread().unwrap().offer().place, Some(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_partner_that_asks_and_asks_does_not_empty_the_board() {
    let pair = with_a_home(Pair::new().await, 6).await;
    let mut states = Vec::new();
    for _ in 0..6 {
        let (_, id) = asked(&pair).await;
        settle_all(&pair).await;
        states.push(said(&pair, id).await.state);
    }
    assert_eq!(states, ["HELD", "HELD", "HELD", "HELD", "REFUSED", "REFUSED"]);
    assert_eq!(free_beds(&pair.dana).await, 8, "two rooms of six stay free");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_without_a_place_the_answer_is_no_and_nobody_is_asked_without_an_agreement() {
    let pair = with_a_home(Pair::new().await, 1).await;
    let (_, first) = asked(&pair).await;
    let (_, second) = asked(&pair).await;
    settle_all(&pair).await;
    let mut states = [said(&pair, first).await.state, said(&pair, second).await.state];
    states.sort();
    assert_eq!(states, ["HELD", "NONE"], "one room");
    let alone = Pair::without_agreement().await;
    let case = case(&alone).await;
    assert_eq!(question(&alone, case).await.unwrap_err(), "place.no_partner");
    let other = Pair::new().await;
    other.sign(&other.dana, true).await;
    let case = self::case(&other).await;
    question(&other, case).await.unwrap();
    settle_all(&other).await;
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        let link = sila::links::store::peers(tx)?.remove(0).link;
        Ok((arrivals::parked(tx, link)?.len(), store::open_requests(tx)?.len()))
    };
    let (_, waiting) = other.dana.app.store.read(read).await.unwrap();
    assert_eq!(waiting, 0, "what Dana has suspended it does not answer");
    assert!(agreements::in_force(&other.dana.app, NOW).await.unwrap().is_empty());
}

/// Every page that shows the question at either side, every file of both nodes, and every error.
async fn everything(pair: &Pair, id: PlaceId, case: CaseId, referral: ReferralId) -> Vec<Vec<u8>> {
    let (theirs, ours) =
        (pair.marsa.sign_in(&pair.sender).await, pair.dana.sign_in(&pair.officer).await);
    let stay = held(pair, id).await.unwrap().id;
    let mut seen = Vec::new();
    for lang in ["ar", "en"] {
        let at_marsa = [
            format!("/{lang}/shelter/questions/{id}"),
            format!("/{lang}/cases/{case}/place"),
            format!("/{lang}/referrals/{referral}"),
        ];
        let at_dana = [
            format!("/{lang}/shelter"),
            format!("/{lang}/shelter/stays/{stay}"),
            format!("/{lang}/referrals/{referral}"),
            format!("/{lang}/shelter/questions/{id}"),
        ];
        for (node, cookie, paths) in
            [(&pair.marsa, &theirs, &at_marsa[..]), (&pair.dana, &ours, &at_dana[..])]
        {
            for path in paths {
                let (status, body) = pages::get(node, cookie, path).await;
                let stranger = path.contains("questions") && node.id() == pair.dana.id();
                assert_eq!(status, if stranger { 404 } else { 200 }, "{path}");
                seen.push(body.into_bytes());
            }
        }
    }
    seen.extend(files(&pair.marsa).into_iter().chain(files(&pair.dana)));
    seen
}

pub fn files(node: &Node) -> Vec<Vec<u8>> {
    let all = std::fs::read_dir(node.folder()).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_no_answer_says_where_a_home_is_or_whom_a_question_is_about() {
    let pair = with_a_home(Pair::new().await, 2).await;
    let (case, id) = asked(&pair).await;
    settle_all(&pair).await;
    let before = files(&pair.dana);
    assert!(!names_her(&before), "the question names nobody");
    let referral = referred(&pair, case).await;
    let offered = pair.dana.record(referral).await;
    assert!(!names(&offered), "nor does the referral before it is accepted");
    let seen = everything(&pair, id, case, referral).await;
    assert!(seen.iter().map(Vec::len).sum::<usize>() > 200_000);
    let wanted = Wanted::of(["المخشوربية", "Thornwickle"].into_iter().flat_map(dresses));
    assert_eq!(wanted.in_any(&seen), None, "where it is");
    let theirs: Vec<Vec<u8>> = files(&pair.marsa);
    let which = Wanted::of(dresses("السكينة").into_iter().chain(dresses("Sakina")));
    assert_eq!(which.in_any(&theirs), None, "nor which home it is");
    let planted = [seen, vec![ADDRESS.as_bytes().to_vec()]].concat();
    assert!(wanted.in_any(&planted).is_some(), "a planted address is found");
}

fn names_her(files: &[Vec<u8>]) -> bool {
    Wanted::of(dresses("المرجاني")).in_any(files).is_some()
}
