//! The waiting list of a home: the order of the rule, a place given past it only with a reason, and what is counted after.

use sila::agreements;
use sila::agreements::texts::{self, Standing, Text};
use sila::db::{DbError, Tx};
use sila::referrals;
use sila::shelter::asking::store as asking;
use sila::shelter::stays::hold::{self, Whom};
use sila::shelter::stays::store as stays;
use sila::shelter::waiting::{Waiting, Wanted, add, history, store};
use sila_core::agreement::PriorityClause;
use sila_core::codes::{DeclineCode, Risk, Sex, Urgency};
use sila_core::ids::{CaseId, ReferralId};
use sila_core::person::AgeBand;
use sila_core::shelter::{Need, Precedence, Rank, Sleeper};
use sila_core::time::Millis;
use sila_link::agreement_digest;
use uuid::Uuid;

use super::nodes::{NOW, Pair};
use super::places::{asked, said, settle_all};
use super::shelter::{free_beds, home};
use super::{delivered, pages};

/// A woman and her daughter.
fn two() -> Need {
    let one = |age| Sleeper { sex: Sex::Female, age };
    let people = vec![one(AgeBand::From25), one(AgeBand::From6)];
    Need { people, features: Vec::new(), away_from: None }
}

fn waits(pair: &Pair, who: (Option<CaseId>, Option<ReferralId>), rank: (Risk, i64)) -> Waiting {
    let (risk, ago) = rank;
    Waiting {
        id: pair.dana.app.clock.new_id(),
        case: who.0,
        referral: who.1,
        need: two(),
        rank: Rank { urgency: Urgency::Urgent, risk, linked: false, since: NOW.plus_minutes(-ago) },
        reference: String::new(),
        referred: who.1.is_some(),
        first: None,
    }
}

/// A case that came to Dana by itself, on the list.
async fn walk_in(pair: &Pair, risk: Risk, ago: i64) -> CaseId {
    let known = pair.h01();
    let app = &pair.dana.app;
    let kind = (sila_core::codes::Category::Woman, Urgency::Urgent);
    let case =
        sila::cases::compose(app, &known, kind.0, kind.1, pair.officer.id, None, NOW).unwrap();
    let id = case.id;
    let write = move |tx: &mut dyn Tx| sila::cases::store::insert(tx, &case);
    app.store.write::<String, DbError, _>(write).await.unwrap();
    put(pair, waits(pair, (Some(id), None), (risk, ago))).await.unwrap();
    id
}

async fn put(pair: &Pair, new: Waiting) -> Result<(), String> {
    let done = add::add(&pair.dana.app, &pair.officer, new, NOW).await;
    done.map_err(|problem| problem.code)
}

async fn line(pair: &Pair) -> Vec<Waiting> {
    pair.dana.app.store.read::<_, DbError, _>(store::line).await.unwrap()
}

async fn accept(pair: &Pair, id: ReferralId, past: Option<&'static str>) -> Result<(), String> {
    let wanted = Wanted { room: None, past };
    let done = referrals::accept_in(&pair.dana.app, &pair.officer, id, wanted, NOW).await;
    done.map_err(|problem| problem.code)
}

async fn hold(pair: &Pair, case: CaseId) -> Result<Uuid, String> {
    let whom = Whom { case: Some(case), referral: None, urgency: Urgency::Urgent };
    let wanted = (two(), Wanted::default());
    let held = hold::create(&pair.dana.app, pair.officer.id, wanted, whom, NOW).await;
    held.map_err(|problem| problem.code)
}

async fn steps(pair: &Pair, stay: Uuid) -> Vec<(String, String)> {
    let read = move |tx: &mut dyn Tx| stays::steps(tx, stay);
    let steps = pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap();
    steps.into_iter().map(|step| (step.act, step.code)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_a_linked_referral_is_ahead_of_an_equal_walk_in_and_gets_the_place_first() {
    let pair = Pair::new().await;
    let case = walk_in(&pair, Risk::High, 600).await;
    let referral = delivered(&pair).await;
    put(&pair, waits(&pair, (None, Some(referral)), (Risk::High, 10))).await.unwrap();
    let order = line(&pair).await;
    assert_eq!(order[0].referral, Some(referral), "came later, and stands before");
    assert_eq!(order[0].rank.before(&order[1].rank), Some(Precedence::Linked));
    assert_eq!(
        put(&pair, waits(&pair, (Some(case), None), (Risk::Low, 1))).await.unwrap_err(),
        "shelter.waits"
    );
    home(&pair.dana, 1).await;
    let desk = pair.dana.sign_in(&pair.officer).await;
    for lang in ["ar", "en"] {
        let (status, body) =
            pages::get(&pair.dana, &desk, &format!("/{lang}/shelter/waiting")).await;
        assert_eq!(status, 200, "{body}");
        let (first, second) =
            (body.find(&order[0].reference).unwrap(), body.find(&order[1].reference).unwrap());
        assert!(first < second, "the page shows the order of the rule");
        let (status, _) = pages::get(&pair.dana, &desk, &format!("/{lang}/shelter")).await;
        assert_eq!(status, 200);
    }
    assert_eq!(
        hold(&pair, case).await.unwrap_err(),
        "shelter.others_wait",
        "nothing past the list"
    );
    assert_eq!(free_beds(&pair.dana).await, 4);
    accept(&pair, referral, None).await.unwrap();
    let left = line(&pair).await;
    assert_eq!(left.len(), 1, "who has a place waits no longer");
    assert_eq!(hold(&pair, case).await.unwrap_err(), "shelter.no_place");
}

/// What both have signed, without the clause about priority or with it.
async fn signed(pair: &Pair, priority: bool) {
    let read = |tx: &mut dyn Tx| agreements::store::all(tx);
    let before = pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap().remove(0);
    let mut text = Text::of(&before, Standing::Offered);
    text.agreement.priority = priority.then(|| PriorityClause { number: "5.2".to_owned() });
    text.body = text.agreement.to_cbor();
    text.digest = agreement_digest(&text.body);
    let write = move |tx: &mut dyn Tx| texts::replace(tx, &before, &text, NOW);
    assert!(pair.dana.app.store.write::<_, DbError, _>(write).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_without_the_clause_or_while_it_is_stopped_a_linked_referral_waits_its_turn() {
    let pair = Pair::new().await;
    let (app, id) = (&pair.dana.app, pair.agreement.id);
    let case = walk_in(&pair, Risk::High, 600).await;
    let referral = delivered(&pair).await;
    put(&pair, waits(&pair, (None, Some(referral)), (Risk::High, 10))).await.unwrap();
    let first = async || line(&pair).await.remove(0);
    let by = first().await;
    let clause = by.first.map(|one| (one.agreement, one.clause));
    assert_eq!(clause, Some(("MOU-DEMO-001".to_owned(), "5.2".to_owned())));
    let desk = pair.dana.sign_in(&pair.officer).await;
    let page = async || pages::get(&pair.dana, &desk, "/en/shelter/waiting").await.1;
    let reason = "under an agreement that says so · clause";
    assert!(page().await.contains(reason), "the page names the clause: {}", page().await);
    signed(&pair, false).await;
    let next = first().await;
    assert_eq!((next.case, next.first), (Some(case), None), "whoever waits longer is first");
    assert!(!page().await.contains(reason));
    signed(&pair, true).await;
    assert_eq!(first().await.referral, Some(referral), "agreed anew");
    let by = agreements::signing::By { worker: Some(pair.officer.id), now: NOW };
    agreements::signing::stop(app, id, true, by).await.unwrap();
    let next = first().await;
    assert_eq!((next.case, next.first), (Some(case), None), "stopped");
    assert_eq!(line(&pair).await[1].rank.before(&next.rank), None);
    agreements::signing::stop(app, id, false, by).await.unwrap();
    let greater = walk_in(&pair, Risk::Imminent, 1).await;
    let order: Vec<_> = line(&pair).await.iter().map(|one| (one.case, one.referral)).collect();
    let expected = [(Some(greater), None), (None, Some(referral)), (Some(case), None)];
    assert_eq!(order, expected, "never before greater danger");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a20_no_place_is_given_past_the_list_without_a_reason_that_is_written_down() {
    let pair = Pair::new().await;
    home(&pair.dana, 1).await;
    walk_in(&pair, Risk::High, 60).await;
    let referral = delivered(&pair).await;
    let before = pair.dana.record(referral).await.stored.len();
    assert_eq!(accept(&pair, referral, None).await.unwrap_err(), "shelter.others_wait");
    assert_eq!(pair.dana.record(referral).await.stored.len(), before, "nothing is written");
    let desk = pair.dana.sign_in(&pair.officer).await;
    let (_, page) = pages::get(&pair.dana, &desk, &format!("/en/referrals/{referral}")).await;
    assert!(page.contains("name=\"past\""), "the page asks for the reason: {page}");
    accept(&pair, referral, Some("DANGER")).await.unwrap();
    let read = move |tx: &mut dyn Tx| stays::of_referral(tx, referral);
    let stay = pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap().remove(0);
    let steps = steps(&pair, stay.id).await;
    assert!(steps.contains(&("PAST".to_owned(), "DANGER".to_owned())), "{steps:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a20_a_partner_is_not_given_the_place_of_somebody_who_waits_before_it() {
    let pair = Pair::new().await;
    walk_in(&pair, Risk::High, 60).await;
    home(&pair.dana, 1).await;
    let (_, id) = asked(&pair).await;
    settle_all(&pair).await;
    assert_eq!(said(&pair, id).await.state, "NONE", "it is not free for them");
    assert_eq!(free_beds(&pair.dana).await, 4);
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::turned_away(tx, Millis(0))?, asking::open_requests(tx)?.len()))
    };
    let (away, open) = pair.dana.app.store.read(read).await.unwrap();
    assert_eq!(
        (away, open),
        (vec![("QUESTION".to_owned(), true, 1)], 0),
        "counted, without a name"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a20_who_found_no_place_and_how_full_the_homes_were_is_counted() {
    let pair = Pair::new().await;
    let case = walk_in(&pair, Risk::Medium, 5).await;
    let referral = delivered(&pair).await;
    let (app, code) = (&pair.dana.app, DeclineCode::V1);
    referrals::decline(app, &pair.officer, referral, code, None, NOW).await.unwrap();
    let desk = pair.dana.sign_in(&pair.officer).await;
    let waiting = line(&pair).await.remove(0);
    assert_eq!(waiting.case, Some(case));
    let end = format!("/en/shelter/waiting/{}/end", waiting.id);
    for (why, status) in [("MAYBE", 409), ("ELSEWHERE", 303), ("ELSEWHERE", 404)] {
        let got = pages::post(&pair.dana, &desk, &end, &format!("why={why}")).await;
        assert_eq!(got.0, status, "{why}: {}", got.1);
    }
    let read = |tx: &mut dyn Tx| store::turned_away(tx, Millis(0));
    let away = app.store.read::<_, DbError, _>(read).await.unwrap();
    assert_eq!(away, [("DECLINED".to_owned(), true, 1), ("WAITED".to_owned(), false, 1)]);
    let (status, page) = pages::get(&pair.dana, &desk, "/ar/shelter/history").await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("history-nights"), "{page}");
}

#[test]
fn contract_a20_occupancy_counts_who_slept_there_each_night() {
    let today = NOW.uae_date();
    let night = |back: i64| today.plus_days(-back).at_minute(180);
    let stays = [
        (night(3).plus_hours(-5), Some(night(1).plus_hours(2)), 3),
        (night(0).plus_hours(-1), None, 1),
        (night(2).plus_hours(1), Some(night(2).plus_hours(4)), 9),
    ];
    let counted = history::nights(&stays, today);
    let last: Vec<i64> = counted.iter().rev().take(5).map(|(_, people)| *people).collect();
    assert_eq!(last, [1, 3, 3, 3, 0], "the day visit is nobody's night");
    assert_eq!(counted.len(), 28);
}
