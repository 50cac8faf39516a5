//! Referrals between two nodes: the story of H01, and what may go wrong on its way.

mod areas;
mod bulk;
mod danger;
mod dispute;
mod documents;
mod ending;
mod escalation;
mod escort;
mod failures;
mod faults;
mod friday;
mod handover;
mod health;
mod households;
mod joint;
mod kinds;
mod letters;
pub mod nodes;
pub mod pages;
mod permission;
mod places;
mod progress;
mod purposes;
mod responsible;
mod rounds;
mod rules;
mod sectors;
mod shelter;
mod storm;
mod vocabulary;
mod waiting;
mod without_node;

use nodes::{NOW, Pair, allowed, opened};
use sila::db::DbError;
use sila::links::Peer;
use sila::links::receiving::Speaker;
use sila::links::store as links;
use sila::referrals::{self, Record};
use sila_core::AreaCode;
use sila_core::agreement::ScheduleRow;
use sila_core::codes::{
    Category, DeclineCode, Kind, OutcomeCode, OverrideReason, RecallCode, Service, Urgency,
};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, CaseId, ReferralId};
use sila_core::person::Birth;
use sila_core::referral::{Act, State};
use sila_link::Disposition;

/// What Dana's node can say about somebody named.
fn names(record: &Record) -> bool {
    let holds = |bytes: &[u8]| {
        let text = "وفاء".as_bytes();
        bytes.windows(text.len()).any(|part| part == text)
    };
    holds(&record.sealed.body) || record.sealed.identity.as_ref().is_some_and(|bytes| holds(bytes))
}

/// Offered and at Dana.
async fn delivered(pair: &Pair) -> ReferralId {
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    id
}

async fn accepted(pair: &Pair) -> ReferralId {
    let id = delivered(pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b25_an_accepted_referral_opens_the_case_with_nothing_typed_again() {
    life_of_h01(&Pair::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_life_between_sqlite_and_postgresql() {
    if let Some((pair, database)) = Pair::across_engines().await {
        life_of_h01(&pair).await;
        pair.dana.app.store.close().await;
        database.end().await;
    }
}

/// Offered, delivered, claimed, accepted, released: and the case at Dana says what was said at Marsa.
async fn life_of_h01(pair: &Pair) {
    let id = unread_until_accepted(pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Accepted);
    says_the_same(pair, id, there.row.case_id.unwrap()).await;
    let here = pair.marsa.record(id).await;
    assert!(here.sealed.identity_key.is_none(), "the key is given and not kept");
}

async fn unread_until_accepted(pair: &Pair) -> ReferralId {
    let offered = pair.offer(|_| {}).await.unwrap();
    let id = offered.id;
    assert_eq!(offered.reference, "R-MARSA-25-00001");
    assert_eq!(pair.marsa.record(id).await.row.state, State::Offered);
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Delivered);
    assert!(there.sealed.identity_key.is_none() && !names(&there), "no key before acceptance");
    referrals::claim(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::InReview);
    id
}

async fn says_the_same(pair: &Pair, id: ReferralId, case: CaseId) {
    let case = opened(pair, case).await;
    let mut sent = pair.h01().limited_to(&allowed());
    // Each agency counts people by itself; everything else is as it was given.
    let ids = case.disclosure.people.iter().map(|person| person.id).collect::<Vec<_>>();
    sent.people.iter_mut().zip(ids).for_each(|(person, id)| person.id = id);
    assert_eq!(case.disclosure, sent);
    assert_eq!(case.row.owner, pair.officer.id);
    assert_eq!(case.row.category, Category::Woman.code());
    assert_eq!(case.row.urgency, Urgency::Urgent.code());
    assert_eq!(case.row.area, "AE-SH-KFK");
    assert_eq!(case.row.lead, pair.marsa.id(), "a place moves no responsibility");
    assert_eq!(case.row.origin, Some(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_case_is_opened_once_however_often_the_node_looks() {
    let pair = Pair::new().await;
    let id = accepted(&pair).await;
    let case = pair.dana.record(id).await.row.case_id;
    for _ in 0..3 {
        referrals::react(&pair.dana.app, id, NOW).await.unwrap();
        pair.settle().await;
    }
    let record = pair.equal(id).await;
    assert_eq!(record.row.case_id, case);
    assert_eq!(record.stored.len(), 3, "offer, accept, release");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outcome_goes_back_and_closes_the_loop() {
    let pair = Pair::new().await;
    let id = accepted(&pair).await;
    let code = OutcomeCode::O1;
    referrals::report(&pair.dana.app, &pair.officer, id, code, NOW).await.unwrap();
    pair.settle().await;
    let here = pair.marsa.record(id).await;
    assert_eq!((here.row.state, here.row.is_open), (State::Completed, true));
    assert_eq!(here.entries.iter().filter(|e| e.act == Act::Outcome { code }).count(), 1);
    referrals::acknowledge(&pair.marsa.app, &pair.sender, id, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!((there.row.state, there.row.is_open), (State::Closed, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decline_with_a_code_destroys_what_was_shown() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let app = &pair.dana.app;
    let no_area = referrals::decline(app, &pair.officer, id, DeclineCode::V3, None, NOW).await;
    assert_eq!(no_area.unwrap_err().code, "referral.no_proposed_area");
    let area = AreaCode::parse("AE-FU-DBF").ok();
    referrals::decline(app, &pair.officer, id, DeclineCode::V3, area, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Declined);
    let sealed = &there.sealed;
    assert!(sealed.key.is_empty() && sealed.body.is_empty(), "preview and its key");
    assert!(sealed.identity.is_none() && sealed.identity_key.is_none(), "identity");
    assert!(there.thread().unwrap().is_purged());
    let here = pair.marsa.record(id).await;
    assert!(here.sealed.identity_key.is_none(), "the sender forgets the key as well");
    assert!(here.row.is_open, "nothing comes back silently");
    referrals::take_note(&pair.marsa.app, &pair.sender, id, NOW).await.unwrap();
    assert!(!pair.marsa.record(id).await.row.is_open);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recall_before_the_decision_erases_it_at_the_other_side() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    referrals::recall(&pair.marsa.app, &pair.sender, id, RecallCode::R4, NOW).await.unwrap();
    assert!(pair.marsa.record(id).await.thread().unwrap().awaiting_confirmation());
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!((there.row.state, there.row.is_open), (State::Recalled, false));
    assert!(there.sealed.key.is_empty());
    let late = referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await;
    assert_eq!(late.unwrap_err().code, "referral.wrong_state");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_decides_comes_back_in_time() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    pair.wait(239);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Delivered);
    pair.wait(1);
    let now = pair.dana.app.clock.now();
    let late = referrals::accept(&pair.dana.app, &pair.officer, id, now).await;
    assert_eq!(late.unwrap_err().code, "referral.too_late");
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!((there.row.state, there.row.is_open), (State::Expired, false));
    assert!(there.sealed.identity.is_none());
    let here = pair.marsa.record(id).await;
    assert!(here.row.is_open && here.row.state == State::Expired, "a work item at the sender");
    let counts = referrals::counts(&pair.marsa.app, &pair.sender).await.unwrap();
    assert_eq!((counts.outgoing_open, counts.returned), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b04_without_an_agreement_in_force_nothing_is_sent_and_nothing_is_taken() {
    let pair = Pair::without_agreement().await;
    pair.sign(&pair.marsa, false).await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let stored = move |tx: &mut dyn sila::db::Tx| Record::load(tx, id);
    let taken = pair.dana.app.store.read::<_, DbError, _>(stored).await.unwrap();
    assert!(taken.is_none(), "Dana has signed nothing");

    let pair = Pair::new().await;
    pair.marsa.app.clock.set(Some(NOW.plus_days(300)));
    let ended = pair.offer(|wish| {
        wish.disclosure.permission.expires_at = NOW.plus_days(400);
    });
    let ended = ended.await.unwrap_err();
    assert_eq!(ended.code, "agreement.ended");
    assert_eq!(ended.facts, [("clause", "6.1".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b06_a_case_outside_the_agreed_categories_is_refused_and_the_clause_is_named() {
    let pair = Pair::new().await;
    let refused = pair.offer(|wish| wish.category = Category::Older).await.unwrap_err();
    assert_eq!(refused.code, "agreement.category_not_covered");
    assert!(refused.facts.contains(&("clause", "2.1".to_owned())), "{:?}", refused.facts);
    let refused = pair.offer(|wish| wish.route.kind = Kind::Transfer).await.unwrap_err();
    assert_eq!(refused.code, "agreement.kind_not_covered");
    let waiting = referrals::counts(&pair.marsa.app, &pair.sender).await.unwrap();
    assert_eq!(waiting.outgoing_open, 0, "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_person_permitted_leaves() {
    let pair = Pair::new().await;
    let refused = pair
        .offer(|wish| wish.disclosure.permission.fields.retain(|field| *field != Field::Account))
        .await
        .unwrap_err();
    assert_eq!(refused.code, "permission.lacks_field");
    let id = pair
        .offer(|wish| {
            wish.disclosure.permission.fields.retain(|field| *field != Field::Account);
            wish.fields.retain(|field| *field != Field::Account);
        })
        .await
        .unwrap()
        .id;
    pair.settle().await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let case = pair.equal(id).await.row.case_id.unwrap();
    let known = opened(&pair, case).await.disclosure;
    assert_eq!(known.account, None);
    assert!(known.wishes.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b17_an_override_waits_for_a_second_approver_and_both_agencies_see_it() {
    let pair = Pair::new().await;
    let offered =
        pair.offer(|wish| wish.route.override_ = Some(OverrideReason::Capacity)).await.unwrap();
    assert!(offered.awaits_approval());
    pair.settle().await;
    let here = pair.marsa.record(offered.id).await;
    assert_eq!(here.row.state, State::AwaitingApproval);
    assert!(here.stored.is_empty(), "nothing is signed and nothing leaves");

    let app = &pair.marsa.app;
    let both = pair.marsa.worker("m-both", &["SUPERVISOR"]).await;
    let own = referrals::approve(app, &pair.sender, offered.id, NOW).await;
    assert_eq!(own.unwrap_err().code, "referral.own_approval");
    assert_eq!(referrals::counts(app, &both).await.unwrap().approvals, 1);
    referrals::approve(app, &both, offered.id, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(offered.id).await;
    let departure = there.thread().unwrap().offer().override_.clone().unwrap();
    assert_eq!(departure.reason, OverrideReason::Capacity);
    assert_eq!(departure.approved_by_role.unwrap().code(), "SUPERVISOR");
    assert_eq!(there.row.state, State::Delivered);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b17_a_returned_override_never_leaves() {
    let pair = Pair::new().await;
    let supervisor = pair.marsa.worker("m-sup", &["SUPERVISOR"]).await;
    let id =
        pair.offer(|wish| wish.route.override_ = Some(OverrideReason::Capacity)).await.unwrap().id;
    referrals::give_back(&pair.marsa.app, &supervisor, id, "راجعي السعة").await.unwrap();
    pair.settle().await;
    let here = pair.marsa.record(id).await;
    assert_eq!((here.row.state, here.row.is_open), (State::Draft, true));
    assert!(here.stored.is_empty());
    let again = referrals::approve(&pair.marsa.app, &supervisor, id, NOW).await;
    assert_eq!(again.unwrap_err().code, "referral.wrong_state");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b17_a_reason_that_the_clause_does_not_list_is_refused() {
    let pair = Pair::new().await;
    let refused = pair
        .offer(|wish| wish.route.override_ = Some(OverrideReason::PersonChoice))
        .await
        .unwrap_err();
    assert_eq!(refused.code, "agreement.override_not_covered");
    assert!(refused.facts.contains(&("clause", "4.2".to_owned())));
    let imminent = pair.offer(|wish| wish.route.override_ = Some(OverrideReason::Imminent)).await;
    assert!(!imminent.unwrap().awaits_approval(), "imminent danger does not wait");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b18_who_is_not_eligible_is_stopped_with_reasons_but_not_in_an_emergency() {
    let pair = Pair::new().await;
    let child = |wish: &mut nodes::Wish| {
        wish.disclosure.people[0].birth = Birth::Exact { y: 2011, m: 1, d: 1 };
        wish.services = vec![Service::Shelter];
    };
    let refused = pair.offer(child).await.unwrap_err();
    assert_eq!(refused.code, "eligibility.age_not_served");
    assert!(refused.facts.contains(&("clause", "4.1".to_owned())));
    let id = pair
        .offer(|wish| {
            child(wish);
            wish.urgency = Urgency::Emergency;
        })
        .await
        .unwrap()
        .id;
    pair.settle().await;
    let there = pair.equal(id).await;
    let offer = there.thread().unwrap().offer();
    assert!(!offer.eligible, "the exception is on record at the other side");
    assert_eq!(offer.urgency, Urgency::Emergency);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b32_a_transfer_moves_responsibility_once_and_at_both_agencies() {
    let mut pair = Pair::without_agreement().await;
    let transfer = ScheduleRow { kind: Kind::Transfer, fields: allowed() };
    pair.agreement.schedule.push(transfer);
    for node in [&pair.marsa, &pair.dana] {
        pair.sign(node, false).await;
    }
    let (marsa, dana) = (pair.marsa.id(), pair.dana.id());
    for (kind, leads) in [(Kind::Shelter, marsa), (Kind::Transfer, dana)] {
        let id = pair.offer(|wish| wish.route.kind = kind).await.unwrap().id;
        pair.settle().await;
        assert_eq!(lead(&pair.marsa, id).await, marsa, "{kind}: until it is accepted");
        referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
        assert_eq!(lead(&pair.marsa, id).await, marsa, "{kind}: until it is handed over");
        pair.settle().await;
        if kind == Kind::Transfer {
            assert_eq!(lead(&pair.marsa, id).await, marsa, "until both have signed");
            assert!(pair.dana.record(id).await.row.case_id.is_none());
            handover::handed(&pair, id).await;
        }
        for node in [&pair.marsa, &pair.dana] {
            assert_eq!(lead(node, id).await, leads, "{kind}: the same at both");
        }
    }
}

/// Who answers for the person, as the case of this referral says at this node.
async fn lead(node: &nodes::Node, id: ReferralId) -> AgencyId {
    let case = node.record(id).await.row.case_id.unwrap();
    let stored = move |tx: &mut dyn sila::db::Tx| sila::cases::store::stored(tx, case);
    node.app.store.read::<_, DbError, _>(stored).await.unwrap().unwrap().row.lead
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_case_is_not_offered_twice_to_one_agency() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let case = pair.marsa.record(id).await.row.case_id.unwrap();
    let (disclosure, route) = (pair.h01(), pair.route());
    let asked = referrals::Asked {
        case,
        disclosure: &disclosure,
        category: Category::Woman,
        urgency: Urgency::Urgent,
        services: &[Service::Shelter],
        fields: &allowed(),
        route: &route,
        listed: None,
        back: None,
    };
    let again = referrals::compose(&pair.marsa.app, &pair.sender, &asked, NOW).await;
    assert_eq!(again.err().unwrap().code, "referral.already_sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_colleague_at_a_time_reviews_and_a_claim_lapses() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let app = &pair.dana.app;
    let other = pair.dana.worker("d-sup", &["SUPERVISOR"]).await;
    referrals::claim(app, &pair.officer, id, NOW).await.unwrap();
    let held = referrals::accept(app, &other, id, NOW).await.unwrap_err();
    assert_eq!(held.code, "referral.claimed");
    let later = NOW.plus_minutes(10);
    referrals::claim(app, &other, id, later).await.unwrap();
    assert_eq!(pair.dana.record(id).await.row.claimed_by, Some(other.id));
    assert_eq!(pair.dana.record(id).await.stored.len(), 2, "taking over is no entry");
    referrals::accept(app, &other, id, later).await.unwrap();
}

async fn speaker(node: &nodes::Node, peer: &Peer) -> Speaker {
    let peer = peer.clone();
    node.app.store.read::<_, DbError, _>(move |tx| Speaker::read(tx, &peer)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_was_tampered_with_is_set_aside_and_changes_nothing() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    let entry = pair.marsa.record(id).await.stored[0].body.clone();
    let marsa = pair.marsa.id();
    let read = move |tx: &mut dyn sila::db::Tx| links::peer_of(tx, marsa);
    let peer = pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap().unwrap();
    let letter = |entry: Vec<u8>| {
        let message = sila_link::ReferralEntry {
            entry,
            preview: None,
            identity: None,
            key: None,
            origin: None,
            words: None,
        };
        sila_link::Message::ReferralEntry(message).encode().unwrap()
    };
    let speaker = speaker(&pair.dana, &peer).await;
    let prepare = |bytes: Vec<u8>| {
        let prepared = referrals::receive::prepare(&pair.dana.app, &speaker, &bytes, NOW);
        prepared.err().unwrap().code
    };
    let mut flipped = entry.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert_eq!(prepare(letter(flipped)), "referral.signature");
    assert_eq!(prepare(letter(entry)), "referral.no_preview");
    assert_eq!(prepare(vec![0xff; 10]), "referral.malformed");
    let read = move |tx: &mut dyn sila::db::Tx| Record::load(tx, id);
    assert!(pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_set_aside_is_delivered_only_when_it_takes_effect() {
    let pair = Pair::without_agreement().await;
    pair.sign(&pair.marsa, false).await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    pair.settle().await;
    let waiting = pair.marsa.record(id).await.row;
    assert_eq!((waiting.state, waiting.delivered_at), (State::Offered, None));

    pair.sign(&pair.dana, false).await;
    let link = sila_link::link_id(pair.marsa.id(), pair.dana.id());
    assert_eq!(sila::links::parked::replay(&pair.dana.app, link).await.unwrap(), 1);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Delivered);
    assert_eq!(pair.marsa.record(id).await.row.delivered_at, Some(NOW));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_this_node_does_not_know_waits_for_an_upgrade() {
    let pair = Pair::new().await;
    let id = pair.offer(|_| {}).await.unwrap().id;
    let record = pair.marsa.record(id).await;
    let entry = record.entries[0].to_cbor();
    let at = entry.windows(5).position(|part| part == b"WOMAN").unwrap();
    let mut unknown = entry;
    unknown[at..at + 5].copy_from_slice(b"WOMBN");
    let signature = pair.marsa.app.keys().sign().sign("sila/entry/1", &unknown);
    let pair_of = (
        minicbor::bytes::ByteVec::from(unknown),
        minicbor::bytes::ByteVec::from(signature.to_vec()),
    );
    let message = sila_link::ReferralEntry {
        entry: minicbor::to_vec(&pair_of).unwrap(),
        preview: None,
        identity: None,
        key: None,
        origin: None,
        words: None,
    };
    let bytes = sila_link::Message::ReferralEntry(message).encode().unwrap();
    let marsa = pair.marsa.id();
    let read = move |tx: &mut dyn sila::db::Tx| links::peer_of(tx, marsa);
    let peer = pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap().unwrap();
    let speaker = speaker(&pair.dana, &peer).await;
    let parked = referrals::receive::prepare(&pair.dana.app, &speaker, &bytes, NOW);
    assert_eq!(parked.err().unwrap().code, "referral.unknown_code");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_comes_twice_or_forks_has_no_second_effect() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    referrals::claim(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let marsa = pair.marsa.id();
    let own = |record: Record| record.stored.into_iter().find(|entry| entry.author == marsa);
    let stored = own(pair.marsa.record(id).await).unwrap().body;
    let message = |entry: Vec<u8>| {
        let beside = sila_link::ReferralEntry {
            entry,
            preview: None,
            identity: None,
            key: None,
            origin: None,
            words: None,
        };
        sila_link::Message::ReferralEntry(beside).encode().unwrap()
    };
    let dana = pair.dana.id();
    let read = move |tx: &mut dyn sila::db::Tx| links::peer_of(tx, dana);
    let peer = pair.marsa.app.store.read::<_, DbError, _>(read).await.unwrap().unwrap();
    let speaker = speaker(&pair.marsa, &peer).await;
    let before = pair.marsa.record(id).await;
    let claim = before.stored.iter().find(|entry| entry.author == dana).unwrap();
    let bytes = message(claim.body.clone());
    let mut apply =
        referrals::receive::prepare(&pair.marsa.app, &speaker, &bytes, NOW).ok().unwrap();
    let again = pair.marsa.app.store.write(move |tx| apply(tx)).await.unwrap();
    assert_eq!(again, Disposition::Applied);
    assert_eq!(pair.marsa.record(id).await.row.version, before.row.version);
    // Marsa's own entry, given back by Dana, changes nothing here; and Dana cannot give back what Marsa has not signed.
    let own = message(stored.clone());
    let mut apply = referrals::receive::prepare(&pair.marsa.app, &speaker, &own, NOW).ok().unwrap();
    let again = pair.marsa.app.store.write(move |tx| apply(tx)).await.unwrap();
    assert_eq!(again, Disposition::Applied);
    assert_eq!(pair.marsa.record(id).await.row.version, before.row.version);
    let mut forged = stored;
    *forged.last_mut().unwrap() ^= 1;
    let foreign = referrals::receive::prepare(&pair.marsa.app, &speaker, &message(forged), NOW);
    assert_eq!(foreign.err().unwrap().code, "referral.signature");
}
