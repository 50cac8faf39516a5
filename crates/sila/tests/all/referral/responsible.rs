//! One agency at a time is asked to take responsibility over; whoever has handed it over reads the case and writes nothing into it.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::cases::appointments;
use sila::db::{DbError, Tx};
use sila::jobs::react;
use sila::problem::Problem;
use sila::referrals::{self, Offered, Record, handover};
use sila::shelter::asking::{Question, store as asking};
use sila_core::agreement::{Agreement, ScheduleRow};
use sila_core::codes::{Fate, Kind, OpenItem, RecallCode, ReturnCode, Sex, StaysCode, Urgency};
use sila_core::ids::{CaseId, PlaceId, ReferralId};
use sila_core::person::AgeBand;
use sila_core::referral::{HandoverLine, State};
use sila_core::shelter::{Need, Sleeper};
use uuid::Uuid;

use super::failures::{transferred, with_transfers};
use super::handover::{
    accepted_transfer, case_of, composed, goes, handed, much_is_open, offered_back, record, taken,
    transfer,
};
use super::nodes::{NOW, Node, Pair, another_under, naseem_under};
use super::pages::{get, post, upload};
use super::{allowed, delivered, lead};

/// An agreement that speaks of transfers, too.
fn transfers(terms: &mut Agreement) {
    terms.schedule.push(ScheduleRow { kind: Kind::Transfer, fields: allowed() });
}

/// Writes the offer, or says why it was not.
async fn written(node: &Node, offered: Offered) -> Result<(), String> {
    let insert = move |tx: &mut dyn Tx| -> Result<(), Problem> {
        offered.insert(tx).map_err(|error| offered.refused(error))
    };
    node.app.store.write(insert).await.map_err(|problem| problem.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b32_of_two_officers_who_hand_one_case_over_at_once_one_does() {
    let pair = with_transfers().await;
    let naseem = naseem_under(&pair.dana, transfers).await;
    let id = accepted_transfer(&pair).await;
    handed(&pair, id).await;
    pair.wait(1);
    let case = case_of(&pair.dana, id).await;
    let (dana, officer) = (&pair.dana, &pair.officer);
    let on = composed(dana, officer, (case, &naseem, "AE-RK"), None).await.unwrap();
    let why = Some(ReturnCode::B5);
    let back = composed(dana, officer, (case, &pair.marsa, "AE-DU"), why).await.unwrap();
    let ids = [on.id, back.id];
    let (one, other) = tokio::join!(written(dana, on), written(dana, back));
    let won = usize::from(one.is_err());
    let lost = if won == 0 { other } else { one };
    assert_eq!(lost.unwrap_err(), "referral.other_transfer");
    let loser = ids[1 - won];
    let load = move |tx: &mut dyn Tx| Record::load(tx, loser);
    assert!(dana.app.store.read::<_, DbError, _>(load).await.unwrap().is_none(), "nothing of it");
    assert_eq!(dana.record(ids[won]).await.row.state, State::Offered);
    let third = composed(dana, officer, (case, &naseem, "AE-RK"), None).await;
    assert!(third.is_err(), "and no third one is composed");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b32_an_acceptance_that_crossed_the_end_waits_until_the_other_transfer_is_ended() {
    let pair = with_transfers().await;
    let naseem = another_under(&pair.marsa, transfers).await;
    let (app, sender) = (&pair.marsa.app, &pair.sender);
    let first = transferred(&pair).await;
    let case = case_of(&pair.marsa, first).await;
    referrals::accept(&pair.dana.app, &pair.officer, first, NOW).await.unwrap();
    // The word of it is on its way when Marsa’s time runs out, and somebody there asks another agency.
    let until = pair.marsa.record(first).await.row.expires_at;
    pair.wait(until.minutes_since(NOW) + 1);
    react::all_due(app).await.unwrap();
    assert_eq!(pair.marsa.record(first).await.row.state, State::Expired);
    let to = (case, &naseem, "AE-RK");
    let second = transfer(&pair.marsa, sender, to, None).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(first).await.row.state, State::Accepted, "it was in time");
    let now = app.clock.now();
    let refused = handover::hand(app, sender, first, &goes, now).await.unwrap_err();
    assert_eq!(refused.code, "referral.other_transfer");
    assert_eq!(refused.way_out, Some(format!("/referrals/{second}")), "the one to be ended");
    let cookie = pair.marsa.sign_in(sender).await;
    let path = format!("/en/referrals/{first}/handover");
    let (status, page) = get(&pair.marsa, &cookie, &path).await;
    assert!(status == StatusCode::CONFLICT && page.contains("is being handed over already"));
    referrals::recall(app, sender, second, RecallCode::R4, now).await.unwrap();
    handover::hand(app, sender, first, &goes, now).await.unwrap();
    pair.settle().await;
    taken(&pair, first).await;
    pair.settle().await;
    assert_eq!(lead(&pair.marsa, first).await, pair.dana.id());
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b32_only_the_responsible_agency_hands_over() {
    let pair = with_transfers().await;
    let naseem = another_under(&pair.marsa, transfers).await;
    let (marsa, sender) = (&pair.marsa, &pair.sender);
    let id = transferred(&pair).await;
    let case = case_of(marsa, id).await;
    let to = (case, &naseem, "AE-RK");
    let refused = transfer(marsa, sender, to, None).await.unwrap_err();
    assert_eq!(refused, "referral.other_transfer", "it is only offered to Dana, and waits");
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let refused = transfer(marsa, sender, to, None).await.unwrap_err();
    assert_eq!(refused, "referral.other_transfer", "Dana has accepted");
    handed(&pair, id).await;
    let refused = transfer(marsa, sender, to, None).await.unwrap_err();
    assert_eq!(refused, "referral.not_lead", "it is with Dana");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_works_on_a_case_by_a_referral_writes_it_and_does_not_hand_it_over() {
    let pair = with_transfers().await;
    let naseem = naseem_under(&pair.dana, transfers).await;
    let id = delivered(&pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let case = case_of(&pair.dana, id).await;
    assert_eq!(lead(&pair.dana, id).await, pair.marsa.id());
    let to = (case, &naseem, "AE-RK");
    let refused = transfer(&pair.dana, &pair.officer, to, None).await.unwrap_err();
    assert_eq!(refused, "referral.not_lead");
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let (page, note) = (format!("/en/cases/{case}"), format!("/en/cases/{case}/notes"));
    let (status, _) = post(&pair.dana, &cookie, &note, "words=seen&sensitivity=ORDINARY").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "the care record of what is done here is ours");
    let (_, page) = get(&pair.dana, &cookie, &page).await;
    assert!(page.contains("/refer\"") && !page.contains("answers for this person now"), "{page}");
}

/// Acts that change the care record: under the address of the case, and what is sent.
const WRITERS: [(&str, &str); 32] = [
    ("refer", ""),
    ("plan/goals/new", "kind=SAFETY&words=x"),
    ("plan/goals/{one}/outcome", "outcome=REACHED"),
    ("plan/goals/{one}/actions", "what=x"),
    ("plan/request", "version=1"),
    ("plan/decision", "version=1&decision=approve"),
    ("appointments/new", "kind=VISIT"),
    ("interpreters", "what=RIGHTS"),
    ("interpreters/{one}", "outcome=ABSENT"),
    ("place/asked", "peer={peer}"),
    ("pathway", "stage=CARE"),
    ("notes", "words=x&sensitivity=ORDINARY"),
    ("notes/{one}", "words=x&sensitivity=ORDINARY"),
    ("kin", "one=x"),
    ("alleged", "related=HUSBAND"),
    ("alleged/{one}/end", ""),
    ("identity", "true_name=x"),
    ("reporter", "name=x"),
    ("mandatory", "context=HOME"),
    ("assessments/new/{one}", ""),
    ("known", "person=0&peer={peer}&purpose=PROTECTION&basis=CONSENT"),
    ("closure/reopening", "why=NEW"),
    ("letters/consents", "to={peer}&purpose=TRAVEL"),
    ("letters/consents/{one}", "language=ar&words=x"),
    ("letters/ways", "agency={peer}&turn=CARRIED&why=x"),
    ("letters/{one}/decision", "decision=approve"),
    ("letters/{one}/prints", ""),
    // As forms their pages answer: nothing of them is there.
    ("plan/goals/new?", ""),
    ("pathway?", ""),
    ("appointments/new?", ""),
    ("assessments/new/{one}?", ""),
    ("letters/consents/{one}?", ""),
];

/// Pages that are read as before.
const PAGES: [&str; 14] = [
    "",
    "/interpreters",
    "/plan",
    "/notes",
    "/documents",
    "/kin",
    "/flags",
    "/history",
    "/mandatory",
    "/reporter",
    "/identity",
    "/closure",
    "/known",
    "/letters",
];

/// A case that Marsa has handed over to Dana, but for the day in court; and somebody at Marsa who may do everything.
async fn gone(pair: &Pair) -> (ReferralId, CaseId, Worker) {
    let id = accepted_transfer(pair).await;
    much_is_open(pair, id).await;
    let answers = |line: &HandoverLine| match line.item {
        OpenItem::Appointment => Some((Fate::Stays, Some(StaysCode::S4))),
        _ => goes(line),
    };
    handover::hand(&pair.marsa.app, &pair.sender, id, &answers, NOW).await.unwrap();
    pair.settle().await;
    taken(pair, id).await;
    pair.settle().await;
    let boss = pair.marsa.worker("m-sup", &["SUPERVISOR"]).await;
    (id, case_of(&pair.marsa, id).await, boss)
}

/// What is still written: danger, what came of that which stayed, the end, and that somebody takes a consent back: it is looked for, and nothing is refused
/// because the case was handed over.
async fn still_written(pair: &Pair, case: CaseId, boss: &Worker) {
    let known = record(&pair.marsa, boss, case).await;
    let all = appointments::of_case(&pair.marsa.app, &known).await.unwrap();
    let stayed = all.iter().find(|one| one.is_planned()).unwrap().id;
    let cookie = pair.marsa.sign_in(boss).await;
    let flag = "reason=RISK&words=She+rang+at+night".to_owned();
    let rows = [
        ("flags".to_owned(), flag, StatusCode::SEE_OTHER),
        (
            format!("appointments/{stayed}"),
            "outcome=CANCELLED_PERSON".to_owned(),
            StatusCode::SEE_OTHER,
        ),
        (
            format!("letters/consents/{stayed}/withdrawal"),
            "why=SPOKEN".to_owned(),
            StatusCode::NOT_FOUND,
        ),
        ("closure".to_owned(), "reason=TRANSFER".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
    ];
    for (rest, form, expected) in rows {
        let path = format!("/en/cases/{case}/{rest}");
        let (status, page) = post(&pair.marsa, &cookie, &path, &form).await;
        assert_eq!(status, expected, "{rest}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b32_who_has_handed_over_reads_the_case_and_writes_nothing_into_it() {
    let pair = with_transfers().await;
    let (_, case, boss) = gone(&pair).await;
    let cookie = pair.marsa.sign_in(&boss).await;
    let (one, peer) = (Uuid::from_u128(7).to_string(), pair.dana.id().to_text());
    for (rest, form) in WRITERS {
        let path = format!("/en/cases/{case}/{}", rest.replace("{one}", &one));
        let (status, page) = match path.strip_suffix('?') {
            Some(path) => get(&pair.marsa, &cookie, path).await,
            None => post(&pair.marsa, &cookie, &path, &form.replace("{peer}", &peer)).await,
        };
        assert_eq!(status, StatusCode::CONFLICT, "{rest}: {page}");
        assert!(page.contains("The responsibility for this person was handed over"), "{rest}");
    }
    let fields = [("sort", "ID"), ("sensitivity", "ORDINARY")];
    let path = format!("/en/cases/{case}/documents");
    let (status, _) = upload(&pair.marsa, &cookie, &path, &fields, b"%PDF").await;
    assert_eq!(status, StatusCode::CONFLICT, "documents");
    for rest in ["/notes", "/documents", "/kin", "/plan", "/known"] {
        let (_, page) = get(&pair.marsa, &cookie, &format!("/en/cases/{case}{rest}")).await;
        assert!(page.contains("the responsible agency writes what is new"), "{rest}: {page}");
    }
    for rest in PAGES {
        let (status, page) = get(&pair.marsa, &cookie, &format!("/en/cases/{case}{rest}")).await;
        assert_eq!(status, StatusCode::OK, "{rest}: {page}");
        for act in ["/refer\"", "/goals/new\"", "/appointments/new\""] {
            assert!(!page.contains(act), "{rest} offers {act}");
        }
    }
    let (_, page) = get(&pair.marsa, &cookie, &format!("/en/cases/{case}")).await;
    assert!(page.contains("Agency DANA\u{2069} answers for this person now"), "{page}");
    let (_, page) = get(&pair.marsa, &cookie, &format!("/ar/cases/{case}")).await;
    assert!(page.contains("هي المسؤولة عن هذا الشخص الآن"), "{page}");
    still_written(&pair, case, &boss).await;
}

/// A question that Marsa asked of Dana while the case was its own.
async fn question(pair: &Pair, case: CaseId, worker: &Worker) -> PlaceId {
    let one = Sleeper { sex: Sex::Female, age: AgeBand::Under6 };
    let question = Question {
        id: PlaceId(pair.marsa.app.clock.new_id()),
        case,
        worker: worker.id,
        need: Need { people: vec![one], features: Vec::new(), away_from: None },
        urgency: Urgency::Urgent,
        asked_at: NOW,
        state: "OPEN".to_owned(),
        referral: None,
        chosen: None,
        reference: String::new(),
    };
    let (id, to) = (question.id, (pair.dana.id(), pair.route().agreement.agreement.id));
    let insert = move |tx: &mut dyn Tx| asking::insert(tx, &question, &[to]);
    pair.marsa.app.store.write::<_, DbError, _>(insert).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn h12_who_has_handed_over_writes_of_no_place_that_it_was_not_wanted() {
    let pair = with_transfers().await;
    let (_, case, boss) = gone(&pair).await;
    let (id, home) = (question(&pair, case, &boss).await, Uuid::from_u128(7));
    let cookie = pair.marsa.sign_in(&boss).await;
    let (place, question) = (format!("place/{case}"), format!("questions/{id}"));
    let (home, peer) = (format!("home={home}"), format!("peer={}", pair.dana.id().to_text()));
    let rows = [(place, home), (question, peer)];
    for (path, form) in rows {
        for (act, why) in [("unwanted", "&why=FAR"), ("asked", "")] {
            let path = format!("/en/shelter/{path}/{act}");
            let (status, page) = post(&pair.marsa, &cookie, &path, &format!("{form}{why}")).await;
            assert_eq!(status, StatusCode::CONFLICT, "{path}: {page}");
            assert!(page.contains("The responsibility for this person was handed over"), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b32_what_came_back_is_handed_on_from_the_case_that_came_and_from_no_other() {
    let pair = with_transfers().await;
    let (id, before, boss) = gone(&pair).await;
    let there = case_of(&pair.dana, id).await;
    let back = offered_back(&pair, there, Some(ReturnCode::B1)).await.unwrap();
    pair.settle().await;
    let officer = pair.marsa.worker("m-ref", &["REFERRAL_OFFICER"]).await;
    let (app, dana) = (&pair.marsa.app, &pair.dana.app);
    referrals::accept(app, &officer, back, NOW).await.unwrap();
    pair.settle().await;
    handover::hand(dana, &pair.officer, back, &goes, NOW).await.unwrap();
    pair.settle().await;
    let list = pair.marsa.record(back).await.thread().unwrap().list().unwrap();
    handover::take(app, &officer, back, list, NOW).await.unwrap();
    pair.settle().await;
    let after = case_of(&pair.marsa, back).await;
    assert!(after != before && lead(&pair.marsa, id).await == pair.marsa.id());
    pair.wait(1);
    let cookie = pair.marsa.sign_in(&boss).await;
    let note = async |case: CaseId| {
        let path = format!("/en/cases/{case}/notes");
        post(&pair.marsa, &cookie, &path, "words=back&sensitivity=ORDINARY").await.0
    };
    assert_eq!(note(before).await, StatusCode::CONFLICT, "it is read, as it was handed over");
    assert_eq!(note(after).await, StatusCode::SEE_OTHER);
    let (_, page) = get(&pair.marsa, &cookie, &format!("/en/cases/{before}")).await;
    assert!(page.contains("The responsibility came back with a case of its own"), "{page}");
    let (marsa, why) = (&pair.marsa, Some(ReturnCode::B1));
    let refused = transfer(marsa, &boss, (before, &pair.dana, "AE-SH"), why).await.unwrap_err();
    assert_eq!(refused, "case.handed_over");
    transfer(marsa, &boss, (after, &pair.dana, "AE-SH"), why).await.unwrap();
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let path = format!("/en/cases/{there}/notes");
    let (status, _) = post(&pair.dana, &cookie, &path, "words=x&sensitivity=ORDINARY").await;
    assert_eq!(status, StatusCode::CONFLICT, "and at Dana it is only read");
}
