//! Responsibility moves by a list that both sign: what is open goes with the case, what stays and what is done is said, and until the
//! last moment the agency that gives answers for the person.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::agreements;
use sila::cases::appointments::{self, plan as appointing};
use sila::cases::clocks::{self, record as clock};
use sila::cases::plan::{self, action, goal};
use sila::cases::{self, CaseRecord, scope};
use sila::db::{DbError, Tx};
use sila::referrals::rounds::question;
use sila::referrals::{self, Asked, Offered, Route, handover};
use sila_core::AreaCode;
use sila_core::agreement::{Agreement, ScheduleRow};
use sila_core::care::GoalKind;
use sila_core::codes::{
    AnswerCode, Basis, Category, Fate, FollowsCode, Kind, OpenItem, RecallCode, ReturnCode,
    Service, StaysCode, Urgency, WaitBand,
};
use sila_core::ids::{CaseId, ReferralId};
use sila_core::permission::Permission;
use sila_core::referral::{Act, HandoverLine, State};

use super::failures::{transferred, with_transfers};
use super::lead;
use super::nodes::{NOW, Node, Pair, allowed, naseem_under};
use super::pages::{get, post};
use super::without_node::{NAMES, Town};

const GOAL: &str = "canary-goal أن أعيش بأمان";
const WHAT: &str = "canary-action مرافقتها إلى المحكمة";
const WITH: &str = "canary-with المحامية";

/// Everything goes that can.
pub fn goes(line: &HandoverLine) -> Option<handover::Answer> {
    Some(match line.item {
        OpenItem::Report => (Fate::Stays, Some(StaysCode::S3)),
        _ => (Fate::Goes, None),
    })
}

/// Marsa signs what it hands over.
pub async fn given(pair: &Pair, id: ReferralId) {
    handover::hand(&pair.marsa.app, &pair.sender, id, &goes, NOW).await.unwrap();
}

/// Dana signs the list as it has arrived.
pub async fn taken(pair: &Pair, id: ReferralId) {
    let list = pair.dana.record(id).await.thread().unwrap().list().unwrap();
    handover::take(&pair.dana.app, &pair.officer, id, list, NOW).await.unwrap();
}

/// Both have signed, and everything has arrived.
pub async fn handed(pair: &Pair, id: ReferralId) {
    given(pair, id).await;
    pair.settle().await;
    taken(pair, id).await;
    pair.settle().await;
}

pub async fn case_of(node: &Node, id: ReferralId) -> CaseId {
    node.record(id).await.row.case_id.unwrap()
}

pub async fn record(node: &Node, worker: &Worker, case: CaseId) -> CaseRecord {
    cases::open_record(&node.app, worker, case).await.unwrap()
}

/// An action, a day in court and the clocks of the law stand open in the case at Marsa.
pub async fn much_is_open(pair: &Pair, id: ReferralId) {
    let (app, sender) = (&pair.marsa.app, &pair.sender);
    let case = record(&pair.marsa, sender, case_of(&pair.marsa, id).await).await;
    let wish = goal::Wish { kind: GoalKind::Safety, words: GOAL.to_owned(), measure: None };
    goal::set(app, sender, &case, wish, NOW).await.unwrap();
    let plan = plan::of_case(app, &case).await.unwrap();
    for day in [1, 2] {
        let due = NOW.plus_days(day).uae_date();
        let words = WHAT.to_owned();
        let wish = action::Wish { words, service: Some(Service::Legal), owner: sender.id, due };
        action::give(app, sender, &case, (&plan.goals[0], wish), NOW).await.unwrap();
    }
    let court = appointing::Wish {
        kind: "HEARING",
        place: "AGENCY",
        at: NOW.plus_days(3),
        weeks: 0,
        times: 1,
        with: WITH.to_owned(),
        all_the_same: true,
    };
    assert!(appointing::plan(app, sender, &case, &court, NOW).await.unwrap().is_none());
    clock::start(app, sender, &case, NOW).await.unwrap();
}

/// What stands on the lists of this worker: actions, appointments, clocks.
async fn lists(node: &Node, worker: &Worker) -> [usize; 3] {
    let worker = worker.clone();
    let read = move |tx: &mut dyn Tx| -> Result<[usize; 3], DbError> {
        let span = (NOW, NOW.plus_days(30));
        Ok([
            plan::store::due(tx, &worker, span.1)?.len(),
            appointments::store::of_day(tx, worker.id, span)?.len(),
            clocks::store::waiting(tx, &worker, NOW)?.len(),
        ])
    };
    node.app.store.read(read).await.unwrap()
}

pub async fn accepted_transfer(pair: &Pair) -> ReferralId {
    let id = transferred(pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b32_what_is_open_goes_with_the_case_and_is_on_the_lists_of_one_agency() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    much_is_open(&pair, id).await;
    assert_eq!(lists(&pair.marsa, &pair.sender).await, [2, 1, 3]);
    let done = std::sync::atomic::AtomicBool::new(false);
    // The first action is done; the clock by which the child is told stays; everything else goes.
    let answers = |line: &HandoverLine| {
        let first =
            line.item == OpenItem::Action && !done.swap(true, std::sync::atomic::Ordering::Relaxed);
        Some(match line.kind.as_str() {
            _ if first => (Fate::Done, None),
            "TOLD" => (Fate::Stays, Some(StaysCode::S2)),
            _ => return goes(line),
        })
    };
    handover::hand(&pair.marsa.app, &pair.sender, id, &answers, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(lists(&pair.marsa, &pair.sender).await, [1, 1, 3], "what is done is done");
    let there = pair.dana.record(id).await;
    assert_eq!((lead(&pair.marsa, id).await, there.row.case_id), (pair.marsa.id(), None));
    taken(&pair, id).await;
    pair.settle().await;
    assert_eq!(lists(&pair.marsa, &pair.sender).await, [0, 0, 1], "only what stays");
    assert_eq!(lists(&pair.dana, &pair.officer).await, [1, 1, 2], "what goes, and nothing else");
    for node in [&pair.marsa, &pair.dana] {
        assert_eq!(lead(node, id).await, pair.dana.id());
    }
    let case = record(&pair.dana, &pair.officer, case_of(&pair.dana, id).await).await;
    let plan = plan::of_case(&pair.dana.app, &case).await.unwrap();
    assert_eq!(plan.goals[0].said.words, GOAL, "in her own words");
    assert_eq!(plan.actions[0].words, WHAT);
    let planned = appointments::of_case(&pair.dana.app, &case).await.unwrap();
    assert_eq!((planned[0].kind.as_str(), planned[0].at), ("HEARING", NOW.plus_days(3)));
    assert_eq!(planned[0].with, WITH);
    referrals::react(&pair.dana.app, id, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(lists(&pair.dana, &pair.officer).await, [1, 1, 2], "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_names_nobody_before_the_key_is_given() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    much_is_open(&pair, id).await;
    given(&pair, id).await;
    pair.settle().await;
    let there = pair.dana.record(id).await;
    let list = handover::list::of(&pair.dana.app, &there).await.unwrap().unwrap();
    let bytes = list.to_cbor();
    for word in [GOAL, WHAT, WITH, "canary"] {
        let found = bytes.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(!found, "{word}");
    }
    assert_eq!(list.lines.len(), 6);
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let (_, page) = get(&pair.dana, &cookie, &format!("/en/referrals/{id}")).await;
    assert!(page.contains("Court hearing") && !page.contains("canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn both_go_through_the_list_on_their_pages() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    much_is_open(&pair, id).await;
    let here = pair.marsa.sign_in(&pair.sender).await;
    let path = format!("/en/referrals/{id}/handover");
    let (status, page) = get(&pair.marsa, &here, &path).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("canary-action") && page.contains("Court hearing"));
    let fields: Vec<String> = page
        .split("name=\"fate-")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let mut names = fields;
    names.dedup();
    assert_eq!(names.len(), 6, "{names:?}");
    let all = |but: usize, last: &str| {
        let mut form: Vec<String> =
            names.iter().skip(but).map(|name| format!("fate-{name}=GOES")).collect();
        form.push(last.to_owned());
        form.join("&")
    };
    let (status, page) = post(&pair.marsa, &here, &path, &all(1, "")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert!(page.contains("Choose what becomes of it"));
    let stays = format!("fate-{}=STAYS", names[0]);
    let (_, page) = post(&pair.marsa, &here, &path, &all(1, &stays)).await;
    assert!(page.contains("Choose why it stays"));
    let why = format!("{stays}&why-{}=S4", names[0]);
    let (status, page) = post(&pair.marsa, &here, &path, &all(1, &why)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    pair.settle().await;
    let there = pair.dana.sign_in(&pair.officer).await;
    let path = format!("/en/referrals/{id}/taking");
    let (status, page) = get(&pair.dana, &there, &path).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("The person wants it so") && !page.contains("canary"));
    let list = page.split("name=\"list\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let ticks = |n: usize| (0..n).map(|nth| format!("&line-{nth}=yes")).collect::<String>();
    let (_, page) = post(&pair.dana, &there, &path, &format!("list={list}{}", ticks(5))).await;
    assert!(page.contains("Tick it once you have read it"));
    let stale = format!("list={}{}", "0".repeat(64), ticks(6));
    let (_, page) = post(&pair.dana, &there, &path, &stale).await;
    assert!(page.contains("The list has changed meanwhile"));
    let (status, page) = post(&pair.dana, &there, &path, &format!("list={list}{}", ticks(6))).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    pair.settle().await;
    assert_eq!(lead(&pair.marsa, id).await, pair.dana.id());
    let (status, _) = get(&pair.dana, &there, &path).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nothing is left to take over");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_find_no_list_and_another_list_needs_another_signature() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    much_is_open(&pair, id).await;
    let stranger = pair.marsa.worker("m-int9", &["INTAKE"]).await;
    let refused = handover::hand(&pair.marsa.app, &stranger, id, &goes, NOW).await.unwrap_err();
    assert_eq!(refused.code, "page.not_found");
    let nothing = |_: &HandoverLine| None;
    let refused = handover::hand(&pair.marsa.app, &pair.sender, id, &nothing, NOW).await;
    assert_eq!(refused.unwrap_err().code, "handover.incomplete");
    given(&pair, id).await;
    pair.settle().await;
    let first = pair.dana.record(id).await.thread().unwrap().list().unwrap();
    // Another list is signed while Dana signs the first one: nothing has moved.
    given(&pair, id).await;
    taken(&pair, id).await;
    pair.settle().await;
    for node in [&pair.marsa, &pair.dana] {
        let thread = node.record(id).await.thread().unwrap().clone();
        assert!(thread.awaits_taking() && thread.responsible() == pair.marsa.id());
    }
    let refused = handover::take(&pair.dana.app, &pair.officer, id, first, NOW).await;
    assert_eq!(refused.unwrap_err().code, "referral.wrong_state");
    taken(&pair, id).await;
    pair.settle().await;
    assert_eq!(lead(&pair.dana, id).await, pair.dana.id());
}

/// Dana offers the case that it has taken over back to Marsa; or what is refused of it.
pub async fn offered_back(
    pair: &Pair,
    case: CaseId,
    back: Option<ReturnCode>,
) -> Result<ReferralId, String> {
    transfer(&pair.dana, &pair.officer, (case, &pair.marsa, "AE-DU"), back).await
}

/// This node offers the responsibility for its case to another one, which is there for this area; or what is refused of it.
pub async fn transfer(
    from: &Node,
    worker: &Worker,
    to: (CaseId, &Node, &str),
    back: Option<ReturnCode>,
) -> Result<ReferralId, String> {
    let offered = composed(from, worker, to, back).await?;
    let id = offered.id;
    from.app.store.write(move |tx| offered.insert(tx)).await.unwrap();
    Ok(id)
}

/// The same, and nothing is written yet.
pub async fn composed(
    from: &Node,
    worker: &Worker,
    (case, to, area): (CaseId, &Node, &str),
    back: Option<ReturnCode>,
) -> Result<Offered, String> {
    let app = &from.app;
    let all = agreements::in_force(app, NOW).await.unwrap();
    let agreement = all.into_iter().find(|one| one.peer == to.id()).unwrap();
    let mut known = record(from, worker, case).await.disclosure;
    known.permission = Permission { recipient: to.id(), ..known.permission.clone() };
    known.residence.area = AreaCode::parse(area).ok();
    let route = Route {
        target: to.id(),
        basis: Basis::Residence,
        kind: Kind::Transfer,
        override_: None,
        clause: agreement.agreement.residence.number.clone(),
        agreement,
    };
    let asked = Asked {
        case,
        disclosure: &known,
        category: Category::Woman,
        urgency: Urgency::Urgent,
        services: &[Service::Legal],
        fields: &allowed(),
        route: &route,
        listed: None,
        back,
    };
    let offered = referrals::compose(app, worker, &asked, app.clock.now()).await;
    offered.map_err(|problem| problem.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_back_says_why_by_a_code_and_both_agencies_read_it() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    handed(&pair, id).await;
    let case = case_of(&pair.dana, id).await;
    let refused = offered_back(&pair, case, None).await.unwrap_err();
    assert_eq!(refused, "referral.no_return_reason");
    let back = offered_back(&pair, case, Some(ReturnCode::B2)).await.unwrap();
    pair.settle().await;
    let follows = pair.marsa.record(back).await.thread().unwrap().offer().follows.unwrap();
    assert_eq!((follows.code, follows.why), (FollowsCode::Returns, Some(ReturnCode::B2)));
    let words = "The person lives again where the other agency answers";
    let officer = pair.marsa.worker("m-ref", &["REFERRAL_OFFICER"]).await;
    for (node, worker) in [(&pair.dana, &pair.officer), (&pair.marsa, &officer)] {
        let cookie = node.sign_in(worker).await;
        let (status, page) = get(node, &cookie, &format!("/en/referrals/{back}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains(words), "{page}");
        let (_, page) = get(node, &cookie, &format!("/ar/referrals/{back}")).await;
        assert!(page.contains("عاد الشخص إلى السكن في نطاق الجهة الأخرى"), "{page}");
    }
    // Declined, and offered once more: it still goes back, and still says why.
    let code = sila_core::codes::DeclineCode::V4;
    referrals::decline(&pair.marsa.app, &officer, back, code, None, NOW).await.unwrap();
    pair.settle().await;
    let refused = offered_back(&pair, case, None).await.unwrap_err();
    assert_eq!(refused, "referral.no_return_reason");
    let again = offered_back(&pair, case, Some(ReturnCode::B5)).await.unwrap();
    pair.settle().await;
    let follows = pair.marsa.record(again).await.thread().unwrap().offer().follows.unwrap();
    assert_eq!((follows.code, follows.why), (FollowsCode::Returns, Some(ReturnCode::B5)));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_another_agency_is_asked_it_goes_back_only_once_that_was_taken_back() {
    let pair = with_transfers().await;
    let may = |terms: &mut Agreement| {
        terms.schedule.push(ScheduleRow { kind: Kind::Transfer, fields: allowed() });
    };
    let naseem = naseem_under(&pair.dana, may).await;
    let id = accepted_transfer(&pair).await;
    handed(&pair, id).await;
    let case = case_of(&pair.dana, id).await;
    pair.wait(1);
    let asked = transfer(&pair.dana, &pair.officer, (case, &naseem, "AE-RK"), None).await.unwrap();
    let refused = offered_back(&pair, case, Some(ReturnCode::B5)).await.unwrap_err();
    assert_eq!(refused, "referral.other_transfer", "one agency at a time");
    let (app, now) = (&pair.dana.app, pair.dana.app.clock.now());
    referrals::recall(app, &pair.officer, asked, RecallCode::R4, now).await.unwrap();
    let refused = offered_back(&pair, case, None).await.unwrap_err();
    assert_eq!(refused, "referral.no_return_reason");
    let back = offered_back(&pair, case, Some(ReturnCode::B5)).await.unwrap();
    let follows = pair.dana.record(back).await.thread().unwrap().offer().follows.unwrap();
    assert_eq!((follows.referral, follows.code), (id, FollowsCode::Returns));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_asks_why_responsibility_goes_back_and_knows_its_codes_only() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    handed(&pair, id).await;
    let case = case_of(&pair.dana, id).await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let path = format!("/en/cases/{case}/refer");
    let (status, page) = post(&pair.dana, &cookie, &path, &format!("returns={id}")).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let writer = pair.officer.id;
    let read = move |tx: &mut dyn Tx| sila::intake::store::all(tx, writer);
    let draft = pair.dana.app.store.read(read).await.unwrap().remove(0).id;
    let step = format!("/en/intake/{draft}/4");
    let (_, page) = get(&pair.dana, &cookie, &step).await;
    assert!(page.contains("Why it goes back") && page.contains("The person wants it so"), "{page}");
    let to = pair.marsa.id().to_text();
    let typed =
        format!("to={to}&ground=WRITTEN&days=30&share_asked=yes&hand_over=yes&why=CAPACITY");
    for why in ["", "&back_why=", "&back_why=B9", "&back_why=b2"] {
        let (status, page) = post(&pair.dana, &cookie, &step, &format!("{typed}{why}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(page.contains("href=\"#back_why\""), "{why}");
    }
    let answered = format!("{typed}&back_why=B5");
    let (status, page) = post(&pair.dana, &cookie, &step, &answered).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = get(&pair.dana, &cookie, &format!("/en/intake/{draft}/5")).await;
    assert!(page.contains("The person wants it so"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b32_responsibility_is_handed_back_by_the_same_two_signatures() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    handed(&pair, id).await;
    let shows = async |node: &Node, worker: &Worker| {
        let cookie = node.sign_in(worker).await;
        get(node, &cookie, &format!("/en/referrals/{id}")).await.1.contains("Hand back")
    };
    assert!(shows(&pair.dana, &pair.officer).await && !shows(&pair.marsa, &pair.sender).await);
    let case = case_of(&pair.dana, id).await;
    let back = offered_back(&pair, case, Some(ReturnCode::B1)).await.unwrap();
    pair.settle().await;
    let offer = pair.marsa.record(back).await.thread().unwrap().offer().clone();
    assert_eq!(offer.follows.map(|one| (one.referral, one.code)), Some((id, FollowsCode::Returns)));
    let marsa = pair.marsa.worker("m-ref", &["REFERRAL_OFFICER"]).await;
    referrals::accept(&pair.marsa.app, &marsa, back, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(lead(&pair.dana, back).await, pair.dana.id(), "until both have signed");
    handover::hand(&pair.dana.app, &pair.officer, back, &goes, NOW).await.unwrap();
    pair.settle().await;
    let list = pair.marsa.record(back).await.thread().unwrap().list().unwrap();
    handover::take(&pair.marsa.app, &marsa, back, list, NOW).await.unwrap();
    pair.settle().await;
    for (node, referral) in
        [(&pair.dana, id), (&pair.dana, back), (&pair.marsa, id), (&pair.marsa, back)]
    {
        assert_eq!(lead(node, referral).await, pair.marsa.id(), "every page says the same");
    }
    assert_eq!(pair.dana.record(back).await.row.state, State::Accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_signature_and_key_leaves_one_agency_and_ends_alike() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    much_is_open(&pair, id).await;
    given(&pair, id).await;
    pair.call().await;
    taken(&pair, id).await;
    pair.call().await;
    // Marsa's node holds both signatures and has not given the key: as after a crash before its next transaction.
    let here = pair.marsa.record(id).await.thread().unwrap().clone();
    assert!(here.is_list_taken() && !here.identity_released());
    assert_eq!(here.responsible(), pair.marsa.id());
    assert_eq!(lists(&pair.marsa, &pair.sender).await, [2, 1, 3], "all of it is still ours");
    // The job that was written with the signature comes again, twice at once.
    let again =
        [referrals::react(&pair.marsa.app, id, NOW), referrals::react(&pair.marsa.app, id, NOW)];
    let [one, two] = again;
    let (one, two) = tokio::join!(one, two);
    assert!(one.is_ok() || two.is_ok());
    pair.settle().await;
    let there = pair.equal(id).await;
    let released = there.entries.iter().filter(|entry| matches!(entry.act, Act::Release { .. }));
    assert_eq!(released.count(), 1);
    assert_eq!(lists(&pair.marsa, &pair.sender).await, [0, 0, 0]);
    assert_eq!(lists(&pair.dana, &pair.officer).await, [2, 1, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_at_the_portal_takes_responsibility_over_line_by_line() {
    let town = Town::new().await;
    let (node, hospital) = (&town.pair.marsa, town.hospital.id);
    let route = Route { kind: Kind::Transfer, ..town.route(&town.hospital) };
    let id = town.offer(&[route], |_| {}).await.unwrap()[0];
    let guest = town.guest("h-one").await;
    let path = format!("/en/portal/referrals/{id}");
    let (status, page) = post(node, &guest, &format!("{path}/acceptance"), "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = get(node, &guest, &path).await;
    assert!(!page.contains(NAMES[0]), "no name before it is handed over");
    let (status, _) = get(node, &guest, &format!("{path}/taking")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nothing is handed over yet");
    handover::hand(&node.app, &town.pair.sender, id, &goes, NOW).await.unwrap();
    assert_eq!(lead(node, id).await, node.id());
    let (status, page) = get(node, &guest, &format!("{path}/taking")).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let list = page.split("name=\"list\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("list={list}");
    let (status, page) = post(node, &guest, &format!("{path}/taking"), &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(lead(node, id).await, hospital);
    let (_, page) = get(node, &guest, &path).await;
    assert!(page.contains(NAMES[0]), "and with the signature the key was given");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_at_the_portal_asks_and_puts_on_the_waiting_list() {
    let town = Town::new().await;
    let node = &town.pair.marsa;
    let id = town.offer_to(&town.hospital).await;
    let guest = town.guest("h-one").await;
    let path = format!("/en/portal/referrals/{id}");
    let (status, page) = post(node, &guest, &format!("{path}/question"), "code=OTHER").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    let asked = "code=NEED&words=canary-question";
    let (status, page) = post(node, &guest, &format!("{path}/question"), asked).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(node.record(id).await.row.state, State::Clarifying);
    let here = node.sign_in(&town.pair.sender).await;
    let (_, page) = get(node, &here, &format!("/en/referrals/{id}")).await;
    assert!(page.contains("canary-question"));
    let said = (AnswerCode::Given, "canary-answer");
    question::answer(&node.app, &town.pair.sender, id, said, NOW).await.unwrap();
    let (_, page) = get(node, &guest, &path).await;
    assert!(page.contains("canary-question") && page.contains("canary-answer"));
    let (status, again) = post(node, &guest, &format!("{path}/question"), asked).await;
    assert_eq!(status, StatusCode::CONFLICT, "{again}");
    let ours = format!("\"/en/referrals/{id}\"");
    assert!(again.contains(&path) && !again.contains(&ours), "leads back to the portal: {again}");
    let (status, _) = post(node, &guest, &format!("{path}/waitlist"), "band=1-5").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let waits = "band=1-5&expected_d=9&expected_m=12&expected_y=2025";
    let (status, page) = post(node, &guest, &format!("{path}/waitlist"), waits).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let record = node.record(id).await;
    let band = record.thread().unwrap().waiting().unwrap().band;
    assert_eq!((record.row.state, band), (State::Waitlisted, WaitBand::First));
}

/// The status and the page of a referral at Marsa, as this worker sees it.
async fn seen_at_marsa(pair: &Pair, worker: &Worker, path: &str) -> (StatusCode, String) {
    let cookie = pair.marsa.sign_in(worker).await;
    get(&pair.marsa, &cookie, path).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_follows_what_was_sent_signs_no_handover() {
    let pair = with_transfers().await;
    let id = accepted_transfer(&pair).await;
    let follower = pair.marsa.worker("m-int2", &["INTAKE"]).await;
    let who = follower.id;
    let follow = move |tx: &mut dyn Tx| -> Result<u64, DbError> {
        tx.exec_text("update referral set claimed_by = $2 where id = $1", &sila::db::p![id, who])
    };
    assert_eq!(pair.marsa.app.store.write(follow).await.unwrap(), 1);
    let (page, list) = (format!("/en/referrals/{id}"), format!("/en/referrals/{id}/handover"));
    let (status, shown) = seen_at_marsa(&pair, &follower, &page).await;
    assert!(status == StatusCode::OK && !shown.contains(&list), "follows, and no more: {shown}");
    assert_eq!(seen_at_marsa(&pair, &follower, &list).await.0, StatusCode::NOT_FOUND);
    let signed = handover::hand(&pair.marsa.app, &follower, id, &goes, NOW).await;
    assert_eq!(signed.unwrap_err().code, "page.not_found");
    let psychologist = pair.marsa.worker("m-psy", &["PSYCHOLOGIST"]).await;
    let signed = handover::hand(&pair.marsa.app, &psychologist, id, &goes, NOW).await;
    assert_eq!(signed.unwrap_err().status, StatusCode::FORBIDDEN, "who may send nothing");
    let case = case_of(&pair.marsa, id).await;
    let name = scope::Change::Name(who);
    scope::change(&pair.marsa.app, &pair.sender, case, name, NOW).await.unwrap();
    let (_, shown) = seen_at_marsa(&pair, &follower, &page).await;
    assert!(shown.contains(&list), "whoever works on the case signs of their own right");
    handover::hand(&pair.marsa.app, &follower, id, &goes, NOW).await.unwrap();
}
