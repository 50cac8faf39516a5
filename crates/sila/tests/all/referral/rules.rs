//! Two rules of referrals with every act that came later: a source that is closed forces its referrals to end first, and nobody is
//! taken for a place without one. Which test proves each of the others stands at the tests of the rules themselves.

use sila::cases::closure;
use sila::cases::scope::store as scope;
use sila::db::{DbError, Tx};
use sila::referrals::rounds::{part, question, reopening, review, waitlist};
use sila::referrals::{self, Asked, Record, Route};
use sila_core::agreement::{OnwardClause, ThirdAgency};
use sila_core::codes::{
    AnswerCode, Category, DeclineCode, OutcomeCode, OverrideReason, QuestionCode, ResumeCode,
    Service, Urgency, WaitBand,
};
use sila_core::ids::{AgencyId, CaseId, ReferralId};
use sila_core::referral::{Left, State};

use super::failures::{transferred, with_transfers};
use super::nodes::{NOW, Node, Pair, allowed};
use super::places;
use super::shelter::{free_beds, home};
use super::{accepted, delivered, handover};

/// How many referrals keep the case of this one from being closed at this node.
async fn unsettled(node: &Node, id: ReferralId) -> u32 {
    let case = node.record(id).await.row.case_id.unwrap();
    let read = move |tx: &mut dyn Tx| closure::store::unsettled(tx, case, NOW);
    let open = node.app.store.read::<_, DbError, _>(read).await.unwrap();
    open.referrals
}

/// The case of this referral is closed at this node, however that came about.
async fn closed(node: &Node, id: ReferralId) {
    let case = node.record(id).await.row.case_id.unwrap();
    let close = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        tx.exec_text("update case_file set status = 'closed' where id = $1", &sila::db::p![case])
            .map(|_| ())
    };
    node.app.store.write(close).await.unwrap();
}

/// Bars an agency from this case at Marsa, or takes that back.
async fn barred(pair: &Pair, (case, agency): (CaseId, AgencyId), bars: bool) {
    let by = (pair.sender.id, NOW);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        match bars {
            true => scope::bar_agency(tx, (case, agency), "EMPLOYER", by),
            false => scope::admit_agency(tx, case, agency),
        }
    };
    pair.marsa.app.store.write(write).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_that_is_barred_after_it_was_asked_learns_no_name_by_its_acceptance() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let case = pair.marsa.record(id).await.row.case_id.unwrap();
    let dana = pair.dana.id();
    barred(&pair, (case, dana), true).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    for _ in 0..3 {
        pair.settle().await;
        pair.wait(61);
        for node in [&pair.marsa, &pair.dana] {
            let record = node.record(id).await;
            assert!(
                !record.thread().unwrap().identity_released()
                    && record.row.state == State::Accepted
            );
        }
        assert!(pair.dana.record(id).await.row.case_id.is_none(), "and has no case");
    }
    barred(&pair, (case, dana), false).await;
    let known = async || pair.dana.record(id).await.row.case_id.is_some();
    pair.comes_to("the name is given when the barrier is gone", known).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_that_is_barred_after_it_was_asked_is_answered_in_no_words_and_shown_nothing_again()
 {
    let pair = Pair::new().await;
    let (here, there, dana) = (&pair.marsa.app, &pair.dana.app, pair.dana.id());
    let id = delivered(&pair).await;
    let (code, words) = (QuestionCode::Need, "?".to_owned());
    let wanted = question::Wanted { item: None, field: None, code, words };
    question::question(there, &pair.officer, id, &wanted, NOW).await.unwrap();
    pair.settle().await;
    let case = pair.marsa.record(id).await.row.case_id.unwrap();
    barred(&pair, (case, dana), true).await;
    let given = question::answer(here, &pair.sender, id, (AnswerCode::Given, "words"), NOW).await;
    assert_eq!(given.unwrap_err().code, "case.agency_barred");
    question::answer(here, &pair.sender, id, (AnswerCode::NotKnown, ""), NOW).await.unwrap();
    pair.settle().await;
    referrals::decline(there, &pair.officer, id, DeclineCode::V1, None, NOW).await.unwrap();
    pair.settle().await;
    let contested = review::appeal(here, &pair.sender, id, "again", NOW).await;
    assert_eq!(contested.unwrap_err().code, "case.agency_barred");
    assert_eq!(pair.equal(id).await.row.state, State::Declined);
}

/// Marsa offers this case; the person permits that Dana passes her on to a third agency.
async fn offered(pair: &Pair, case: CaseId, third: AgencyId, waits: bool) -> ReferralId {
    let app = &pair.marsa.app;
    let mut known = pair.h01();
    known.permission.onward = vec![third];
    let override_ = waits.then_some(OverrideReason::Capacity);
    let route = Route { override_, ..pair.route() };
    let asked = Asked {
        case,
        disclosure: &known,
        category: Category::Woman,
        urgency: Urgency::Urgent,
        services: &[Service::Shelter, Service::Legal],
        fields: &allowed(),
        route: &route,
        listed: None,
        back: None,
    };
    let offered = referrals::compose(app, &pair.sender, &asked, NOW).await.unwrap();
    let id = offered.id;
    app.store.write(move |tx| offered.insert(tx)).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn no_offer_lets_anybody_be_passed_on_to_an_agency_that_is_barred() {
    let third = AgencyId([3; 32]);
    let named = ThirdAgency {
        agency: third,
        code: "NASEEM".to_owned(),
        name_ar: "نسيم".to_owned(),
        name_en: "Naseem".to_owned(),
    };
    let mut pair = Pair::without_agreement().await;
    pair.agreement.onward = Some(OnwardClause { number: "3.1".to_owned(), to: vec![named] });
    for node in [&pair.marsa, &pair.dana] {
        pair.sign(node, false).await;
    }
    let boss = pair.marsa.worker("m-both", &["SUPERVISOR"]).await;
    for (waits, bars) in [(false, false), (false, true), (true, true)] {
        let case = places::case(&pair).await;
        if bars && !waits {
            barred(&pair, (case, third), true).await;
        }
        let id = offered(&pair, case, third, waits).await;
        if waits {
            // Barred while it waits for a second approver.
            barred(&pair, (case, third), true).await;
            referrals::approve(&pair.marsa.app, &boss, id, NOW).await.unwrap();
        }
        let onward = pair.marsa.record(id).await.thread().unwrap().offer().onward.clone();
        assert_eq!(onward.is_empty(), bars, "waits: {waits}");
    }
}

/// Every state in which somebody may still decide, or a decision may still change.
#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_not_closed_under_a_referral_that_is_still_to_be_decided() {
    let pair = Pair::new().await;
    let (here, there) = (&pair.marsa.app, &pair.dana.app);
    let code = QuestionCode::Need;
    let asked = question::Wanted { item: None, field: None, code, words: String::new() };
    let id = delivered(&pair).await;
    question::question(there, &pair.officer, id, &asked, NOW).await.unwrap();
    let waits = delivered(&pair).await;
    let day = NOW.plus_days(9);
    waitlist::wait(there, &pair.officer, waits, (WaitBand::First, day), NOW).await.unwrap();
    let appealed = delivered(&pair).await;
    let why = DeclineCode::V1;
    referrals::decline(there, &pair.officer, appealed, why, None, NOW).await.unwrap();
    pair.settle().await;
    review::appeal(here, &pair.sender, appealed, "", NOW).await.unwrap();
    pair.settle().await;
    let states = [State::Clarifying, State::Waitlisted, State::DeclineReview];
    for (id, state) in [id, waits, appealed].into_iter().zip(states) {
        assert_eq!(pair.marsa.record(id).await.row.state, state);
        assert_eq!(unsettled(&pair.marsa, id).await, 1, "{state}");
    }
    let pair = with_transfers().await;
    let id = transferred(&pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(unsettled(&pair.marsa, id).await, 1, "to be handed over");
    handover::given(&pair, id).await;
    assert_eq!(unsettled(&pair.marsa, id).await, 1, "signed by one");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_begins_again_from_a_case_that_is_closed() {
    let pair = Pair::new().await;
    let (here, there) = (&pair.marsa.app, &pair.dana.app);
    let declined = delivered(&pair).await;
    let why = DeclineCode::V1;
    referrals::decline(there, &pair.officer, declined, why, None, NOW).await.unwrap();
    pair.settle().await;
    let done = accepted(&pair).await;
    referrals::report(there, &pair.officer, done, OutcomeCode::O1, NOW).await.unwrap();
    pair.settle().await;
    referrals::acknowledge(here, &pair.sender, done, NOW).await.unwrap();
    pair.settle().await;
    reopening::reopen(there, &pair.officer, done, ResumeCode::N1, NOW).await.unwrap();
    pair.settle().await;
    closed(&pair.marsa, declined).await;
    closed(&pair.marsa, done).await;
    let appeal = review::appeal(here, &pair.sender, declined, "", NOW).await;
    assert_eq!(appeal.unwrap_err().code, "case.closed");
    let answer = reopening::answer(here, &pair.sender, done, true, NOW).await;
    assert_eq!(answer.unwrap_err().code, "case.closed");
    reopening::answer(here, &pair.sender, done, false, NOW).await.unwrap();
    let pair = with_transfers().await;
    let id = transferred(&pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    closed(&pair.marsa, id).await;
    let nothing = |_: &sila_core::referral::HandoverLine| None;
    let hand = referrals::handover::hand(&pair.marsa.app, &pair.sender, id, &nothing, NOW).await;
    assert_eq!(hand.unwrap_err().code, "case.closed");
}

/// However a referral for a place comes to its acceptance: a place is held with it, or it is not accepted.
#[tokio::test(flavor = "multi_thread")]
async fn no_way_leads_to_an_acceptance_without_a_held_place() {
    let pair = Pair::new().await;
    home(&pair.dana, 1).await;
    let (app, officer) = (&pair.dana.app, &pair.officer);
    let [first, waits, appealed, second] = [
        delivered(&pair).await,
        delivered(&pair).await,
        delivered(&pair).await,
        delivered(&pair).await,
    ];
    let code = DeclineCode::V11;
    let left = [Left { service: Service::Legal, code }];
    part::accept(app, officer, first, &left, NOW).await.unwrap();
    assert_eq!(free_beds(&pair.dana).await, 0, "a part that is taken takes the place");
    let refused = part::accept(app, officer, second, &left, NOW).await;
    assert_eq!(refused.unwrap_err().code, "shelter.no_place");
    let band = (WaitBand::First, NOW.plus_days(9));
    waitlist::wait(app, officer, waits, band, NOW).await.unwrap();
    referrals::decline(app, officer, appealed, DeclineCode::V1, None, NOW).await.unwrap();
    pair.settle().await;
    review::appeal(&pair.marsa.app, &pair.sender, appealed, "", NOW).await.unwrap();
    pair.settle().await;
    let boss = pair.dana.worker("d-sup", &["SUPERVISOR"]).await;
    review::look(app, &boss, appealed, false, NOW).await.unwrap();
    for (id, who) in [(waits, officer), (appealed, &boss)] {
        let refused = referrals::accept(app, who, id, NOW).await.unwrap_err();
        assert_eq!(refused.code, "shelter.no_place");
        assert!(pair.dana.record(id).await.row.state.is_undecided());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_goes_on_only_with_the_place_that_went_with_it() {
    let pair = Pair::new().await;
    home(&pair.dana, 1).await;
    let id = accepted(&pair).await;
    let (here, there) = (&pair.marsa.app, &pair.dana.app);
    referrals::report(there, &pair.officer, id, OutcomeCode::O1, NOW).await.unwrap();
    pair.settle().await;
    referrals::acknowledge(here, &pair.sender, id, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(free_beds(&pair.dana).await, 4, "the place was let go");
    let asked = reopening::reopen(there, &pair.officer, id, ResumeCode::N1, NOW).await;
    assert_eq!(asked.unwrap_err().code, "referral.place_gone");
    reopening::reopen(here, &pair.sender, id, ResumeCode::N1, NOW).await.unwrap();
    pair.settle().await;
    let agreed = reopening::answer(there, &pair.officer, id, true, NOW).await;
    assert_eq!(agreed.unwrap_err().code, "referral.place_gone");
    reopening::answer(there, &pair.officer, id, false, NOW).await.unwrap();
    pair.settle().await;
    let there: Record = pair.equal(id).await;
    assert_eq!(there.row.state, State::Closed);
}
