//! What is asked of the other agency beside help and a place: an assessment, whose report comes back, and that it knows of somebody,
//! which is over once it was read. From the choice in the form to the end, at both.

use axum::http::StatusCode;
use sila::db::Tx;
use sila::referrals::deadlines::tend;
use sila::referrals::joint::{Desk, Room};
use sila::referrals::paper::{self, Answer, Typed};
use sila::referrals::store::{Asked, Direction};
use sila_core::joint::Deadline;
use sila_core::time::Millis;
use sila_link::Salted;

use super::nodes::Node;
use super::pages::{file, get, post, shows_every_text};
use super::without_node::Town;
use super::*;

/// H01 as she is typed: she lives in Khor Fakkan and is in Dubai for three days.
const TYPED: [&str; 3] = [
    "danger=no&talk=yes&plan=A+quiet+room&contact=yes&contact_channel=PHONE&contact_phone=0501234567&channel=WALKIN&reporter=SELF&language=ar",
    "name_latin=Wafaa+Salem+Al+Marjani&name_ar=%D9%88%D9%81%D8%A7%D8%A1&birth_d=11&birth_m=4&birth_y=1993&sex=F\
     &area=AE-SH-KFK&usual=home&risk_home=no&evidence=STATEMENT&present=AE-DU-DXB-MRD&stay_days=3",
    "category=WOMAN&urgency=URGENT&services=SHELTER&services=LEGAL&harm=PSYCH&wishes=To+stay+with+her+children",
];
const SHARED: &str = "ground=WRITTEN&days=30&share_asked=yes&share=NAME&share=BIRTH&share=SEX&share=RESIDENCE&share=NEEDS";
const REPORT: &str = "She+needs+a+place+and+a+lawyer+canary-7f21";

/// Two agencies whose agreement foresees these kinds beside a place, each with these fields.
async fn foreseeing(kinds: &[(Kind, Vec<Field>)]) -> Pair {
    let mut pair = Pair::without_agreement().await;
    let rows =
        kinds.iter().map(|(kind, fields)| ScheduleRow { kind: *kind, fields: fields.clone() });
    pair.agreement.schedule.extend(rows);
    for node in [&pair.marsa, &pair.dana] {
        pair.sign(node, false).await;
    }
    pair
}

/// What an agreement may let through for information, and one part more than can go.
fn told() -> Vec<Field> {
    vec![Field::Name, Field::Birth, Field::Sex, Field::Residence]
}

/// Somebody at Marsa types the form and chooses what is asked of Dana. The way to its steps.
async fn typed(pair: &Pair, cookie: &str, kind: &str) -> String {
    let (marsa, writer) = (&pair.marsa, pair.sender.id);
    assert_eq!(get(marsa, cookie, "/en/intake/new").await.0, StatusCode::SEE_OTHER);
    let read = move |tx: &mut dyn Tx| sila::intake::store::untouched(tx, writer);
    let draft = marsa.app.store.read(read).await.unwrap().unwrap();
    let to = pair.dana.id().to_text();
    let sharing = format!("to={to}&{SHARED}&kind={kind}");
    let steps = TYPED.into_iter().chain([sharing.as_str()]);
    for (nth, form) in steps.enumerate() {
        let path = format!("/en/intake/{draft}/{}", nth + 1);
        let (status, page) = post(marsa, cookie, &path, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {page}");
    }
    format!("/intake/{draft}")
}

/// Sends it, and everything arrives.
async fn sent(pair: &Pair, cookie: &str, form: &str) -> ReferralId {
    let (status, page) = post(&pair.marsa, cookie, &format!("/en{form}/5"), "act=send").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    pair.settle().await;
    let all = all(&pair.marsa, Direction::Out, "").await;
    assert_eq!(all.len(), 1);
    all[0].id
}

/// The open referrals of a node, of one kind or of all.
async fn all(
    node: &Node,
    direction: Direction,
    kind: &str,
) -> Vec<sila::referrals::store::Referral> {
    let asked = Asked {
        direction,
        open: true,
        urgency: String::new(),
        state: String::new(),
        category: String::new(),
        kind: kind.to_owned(),
        late_at: Millis(0),
        after: None,
        reader: sila_core::ids::WorkerId(uuid::Uuid::nil()),
        only_own: false,
    };
    let read = move |tx: &mut dyn Tx| sila::referrals::store::page(tx, &asked);
    node.app.store.read::<_, DbError, _>(read).await.unwrap()
}

/// The page of a referral in both languages.
async fn seen(node: &Node, cookie: &str, id: ReferralId) -> [String; 2] {
    let mut pages = [const { String::new() }; 2];
    for (page, lang) in pages.iter_mut().zip(["en", "ar"]) {
        let (status, body) = get(node, cookie, &format!("/{lang}/referrals/{id}")).await;
        assert_eq!(status, StatusCode::OK);
        shows_every_text(&body);
        *page = body;
    }
    pages
}

/// Sent for information by the form, and at Dana.
async fn informed(pair: &Pair) -> ReferralId {
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    let form = typed(pair, &cookie, "INFORMATION").await;
    let (_, page) = get(&pair.marsa, &cookie, &format!("/en{form}/4")).await;
    assert!(page.contains("For information only") && page.contains("The stay is short"), "{page}");
    let (_, page) = get(&pair.marsa, &cookie, &format!("/en{form}/5")).await;
    assert!(page.contains("Nobody is named in a referral for information"), "{page}");
    sent(pair, &cookie, &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_information_names_nobody_is_read_by_somebody_and_is_over() {
    let pair = foreseeing(&[(Kind::Information, told())]).await;
    let id = informed(&pair).await;
    let there = pair.equal(id).await;
    let offer = there.thread().unwrap().offer().clone();
    assert_eq!((there.row.state, offer.kind), (State::Told, Kind::Information));
    assert_eq!(offer.fields, [Field::Birth, Field::Sex, Field::Residence], "no name, no needs");
    assert!(offer.services.is_empty() && offer.override_.is_none());
    decides_nothing(&pair, id).await;
    in_the_lists(&pair).await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    for page in seen(&pair.dana, &cookie, id).await {
        assert!(!page.contains("Wafaa") && page.contains("R-MARSA-25-00001"));
        assert!(page.contains(&format!("/referrals/{id}/reading")), "what is next");
        assert!(!page.contains("/acceptance") && !page.contains(&format!("{id}/decline")));
    }
    let reading = format!("/en/referrals/{id}/reading");
    assert_eq!(post(&pair.dana, &cookie, &reading, "").await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    over(&pair, id).await;
    let again = post(&pair.dana, &cookie, &reading, "").await.0;
    assert_eq!(again, StatusCode::CONFLICT, "once");
}

/// Nobody there decides, and no figure says that somebody has to.
async fn decides_nothing(pair: &Pair, id: ReferralId) {
    let (app, officer) = (&pair.dana.app, &pair.officer);
    let refused = [
        referrals::claim(app, officer, id, NOW).await,
        referrals::accept(app, officer, id, NOW).await,
        referrals::decline(app, officer, id, DeclineCode::V1, None, NOW).await,
        referrals::report(app, officer, id, OutcomeCode::O1, NOW).await,
    ];
    for done in refused {
        assert_eq!(done.unwrap_err().code, "referral.wrong_state");
    }
    let counts = referrals::counts(app, officer).await.unwrap();
    assert_eq!((counts.incoming_waiting, counts.overdue), (0, 0));
    let span = (NOW, NOW.plus_days(1));
    for node in [&pair.marsa, &pair.dana] {
        let agreement = pair.agreement.id;
        let read = move |tx: &mut dyn Tx| sila::activation::store::demands(tx, agreement, span);
        assert!(node.app.store.read::<_, DbError, _>(read).await.unwrap().is_empty());
    }
}

/// It is found by what it is, and stands on the day of whoever may read it.
async fn in_the_lists(pair: &Pair) {
    for (node, way) in [(&pair.marsa, Direction::Out), (&pair.dana, Direction::In)] {
        assert_eq!(all(node, way, "INFORMATION").await.len(), 1);
        assert!(all(node, way, "SHELTER").await.is_empty());
    }
    let cookie = pair.dana.sign_in(&pair.officer).await;
    for (kind, listed) in [("INFORMATION", true), ("SERVICE", false)] {
        let path = format!("/en/referrals/in?kind={kind}");
        let (_, page) = get(&pair.dana, &cookie, &path).await;
        assert_eq!(page.contains("R-MARSA-25-00001"), listed, "{kind}");
    }
    let (_, day) = get(&pair.dana, &cookie, "/en").await;
    assert!(day.contains("Read what is for information"), "{day}");
}

/// Both know who has read it, each as far as it may; nothing has moved and nothing is left to do.
async fn over(pair: &Pair, id: ReferralId) {
    let there = pair.equal(id).await;
    assert_eq!((there.row.state, there.row.is_open), (State::Noted, false));
    assert!(there.row.case_id.is_none(), "no case is opened by it");
    let here = pair.marsa.record(id).await;
    assert!(!here.row.is_open && here.sealed.identity_key.is_none(), "the key is forgotten");
    assert_eq!(lead(&pair.marsa, id).await, pair.marsa.id());
    let both = [(&pair.marsa, &pair.sender, false), (&pair.dana, &pair.officer, true)];
    for (node, worker, named) in both {
        let cookie = node.sign_in(worker).await;
        let [en, ar] = seen(node, &cookie, id).await;
        assert!(en.contains("Somebody has read it") && ar.contains("اطّلع عليها شخص"));
        let (_, said) = en.split_once("Somebody has read it").unwrap();
        let said: String = said.chars().take(300).collect();
        assert_eq!(said.contains("Worker d-ref"), named, "staff are named at their own agency");
        assert_eq!(en.contains("Worker d-ref"), named);
        let letter = file(node, &cookie, &format!("/en/referrals/{id}/letter.pdf")).await;
        assert_eq!(letter.0, StatusCode::OK);
        assert!(letter.1.starts_with(b"%PDF"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_reads_is_told_to_people_of_both_agencies_and_comes_back() {
    let pair = foreseeing(&[(Kind::Information, told())]).await;
    let supervisors = [
        pair.marsa.worker("m-sup", &["SUPERVISOR"]).await,
        pair.dana.worker("d-sup", &["SUPERVISOR"]).await,
    ];
    let id = informed(&pair).await;
    pair.wait(120);
    for (node, supervisor) in [&pair.marsa, &pair.dana].into_iter().zip(&supervisors) {
        tend::tend(&node.app, node.app.clock.now()).await.unwrap();
        let cookie = node.sign_in(supervisor).await;
        let (_, day) = get(node, &cookie, "/en").await;
        assert!(day.contains("The time to read what is for information has run out"), "{day}");
    }
    pair.settle().await;
    let now = pair.marsa.app.clock.now();
    let desk =
        Desk::through(&pair.marsa.app, &supervisors[0], (id, Room::Times), now).await.unwrap();
    let watch = desk.loaded.joint.watch().clone();
    for agency in [pair.marsa.id(), pair.dana.id()] {
        assert_eq!(watch.level(agency, Deadline::Reading), 1);
        assert_eq!(watch.level(agency, Deadline::Decision), 0, "no clock of a decision runs");
    }
    pair.wait(120);
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!((there.row.state, there.row.is_open), (State::Expired, false));
    assert!(there.sealed.key.is_empty(), "what nobody read is erased");
    assert!(pair.marsa.record(id).await.row.is_open, "nothing comes back silently");
    let late = referrals::read(&pair.dana.app, &pair.officer, id, pair.dana.app.clock.now()).await;
    assert_eq!(late.unwrap_err().code, "referral.wrong_state");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_that_was_told_can_be_asked_and_what_it_read_is_taken_back() {
    let pair = foreseeing(&[(Kind::Information, told())]).await;
    let id = informed(&pair).await;
    let case = pair.marsa.record(id).await.row.case_id.unwrap();
    let offered = |kind| offered(&pair, case, kind);
    assert_eq!(offered(Kind::Information).await.unwrap_err(), "referral.already_sent");
    offered(Kind::Shelter).await.unwrap();
    referrals::read(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let why = sila_core::codes::Withdrawal::Spoken;
    referrals::permission::withdraw(&pair.marsa.app, &pair.sender, id, why, NOW).await.unwrap();
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!((there.row.state, there.row.is_open), (State::Withdrawn, false));
    assert!(there.sealed.key.is_empty() && there.thread().unwrap().is_purged());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_ends_with_the_permission_under_which_it_was_told() {
    let pair = foreseeing(&[(Kind::Information, told())]).await;
    let id = informed(&pair).await;
    referrals::read(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Noted);
    pair.wait(31 * 24 * 60);
    let gone = async || pair.dana.record(id).await.sealed.key.is_empty();
    pair.comes_to("it is erased where it was read", gone).await;
    assert_eq!(pair.equal(id).await.row.state, State::Withdrawn);
}

/// The same case once more, before the same agency.
async fn offered(pair: &Pair, case: CaseId, kind: Kind) -> Result<ReferralId, String> {
    let (known, route) = (pair.h01(), referrals::Route { kind, ..pair.route() });
    let asked = referrals::Asked {
        case,
        disclosure: &known,
        category: Category::Woman,
        urgency: Urgency::Urgent,
        services: &[Service::Legal],
        fields: &[Field::Sex],
        route: &route,
        listed: None,
        back: None,
    };
    let app = &pair.marsa.app;
    let offered = referrals::compose(app, &pair.sender, &asked, NOW).await;
    let offered = offered.map_err(|problem| problem.code.to_string())?;
    let id = offered.id;
    app.store.write::<(), DbError, _>(move |tx| offered.insert(tx)).await.unwrap();
    Ok(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assessment_comes_back_as_a_report_and_the_lead_stays() {
    let pair = foreseeing(&[(Kind::Assessment, allowed())]).await;
    let sender = pair.marsa.sign_in(&pair.sender).await;
    let form = typed(&pair, &sender, "ASSESSMENT").await;
    let id = sent(&pair, &sender, &form).await;
    let there = pair.equal(id).await;
    assert_eq!((there.row.state, there.row.kind), (State::Delivered, Kind::Assessment));
    let (app, officer) = (&pair.dana.app, &pair.officer);
    referrals::accept(app, officer, id, NOW).await.unwrap();
    pair.settle().await;
    assert!(pair.dana.record(id).await.row.case_id.is_some(), "whoever assesses knows whom");
    let plain = referrals::report(app, officer, id, OutcomeCode::O3, NOW).await;
    assert_eq!(plain.unwrap_err().code, "referral.wrong_state", "an assessment has a report");
    let empty = referrals::assess(app, officer, id, (OutcomeCode::O3, " "), NOW).await;
    assert_eq!(empty.unwrap_err().code, "referral.no_report");
    reported(&pair, id).await;
    for page in seen(&pair.marsa, &sender, id).await {
        assert!(page.contains("canary-7f21"), "the report is back");
    }
    let letter = file(&pair.marsa, &sender, &format!("/ar/referrals/{id}/letter.pdf")).await;
    assert_eq!(letter.0, StatusCode::OK);
    referrals::acknowledge(&pair.marsa.app, &pair.sender, id, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Closed);
    for node in [&pair.marsa, &pair.dana] {
        assert_eq!(lead(node, id).await, pair.marsa.id());
    }
}

/// The officer at Dana writes the report, which nothing that is kept for ever holds.
async fn reported(pair: &Pair, id: ReferralId) {
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let path = format!("/en/referrals/{id}/outcome");
    let (_, page) = get(&pair.dana, &cookie, &path).await;
    assert!(page.contains("Assessment report") && page.contains("Send the report"), "{page}");
    let (status, page) = post(&pair.dana, &cookie, &path, "code=O3").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Write the report"), "{page}");
    let form = format!("code=O3&report={REPORT}");
    assert_eq!(post(&pair.dana, &cookie, &path, &form).await.0, StatusCode::SEE_OTHER);
    pair.settle().await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Completed);
    let holds = |bytes: &[u8]| bytes.windows(11).any(|part| part == b"canary-7f21");
    assert!(there.stored.iter().all(|entry| !holds(&entry.body)), "the entry holds a hash");
    let last = there.entries.iter().rfind(|entry| entry.act.outcome().is_some()).unwrap();
    assert!(matches!(last.act, Act::Report { code: OutcomeCode::O3, .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_the_agreement_does_not_foresee_is_refused_with_its_clause() {
    let pair = Pair::new().await;
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    for kind in ["INFORMATION", "ASSESSMENT"] {
        let form = typed(&pair, &cookie, kind).await;
        let (_, page) = get(&pair.marsa, &cookie, &format!("/en{form}/4")).await;
        assert!(!page.contains("For information only"), "no choice where there is none");
        let (_, page) = get(&pair.marsa, &cookie, &format!("/en{form}/5")).await;
        let says = |page: &str| page.contains("does not foresee this kind") && page.contains("3.1");
        assert!(says(&page), "{kind}: the clause stands there before: {page}");
        let (status, page) = post(&pair.marsa, &cookie, &format!("/en{form}/5"), "act=send").await;
        assert!(status.is_client_error(), "{kind}: {status}");
        assert!(says(&page), "{page}");
        let discard = format!("/en{form}/discard");
        assert_eq!(post(&pair.marsa, &cookie, &discard, "").await.0, StatusCode::SEE_OTHER);
    }
    assert!(all(&pair.marsa, Direction::Out, "").await.is_empty(), "nothing was sent");
    for kind in [Kind::Information, Kind::Assessment] {
        let refused = pair.offer(|wish| wish.route.kind = kind).await.unwrap_err();
        assert_eq!(refused.code, "agreement.kind_not_covered");
        assert!(refused.facts.iter().any(|(_, fact)| fact == "3.1"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn responsibility_does_not_go_with_what_is_only_told_or_assessed() {
    let kinds = [(Kind::Information, told()), (Kind::Transfer, allowed())];
    let pair = foreseeing(&kinds).await;
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    let form = typed(&pair, &cookie, "").await;
    let both = format!("to={}&{SHARED}&kind=INFORMATION&hand_over=yes", pair.dana.id().to_text());
    let (status, page) = post(&pair.marsa, &cookie, &format!("/en{form}/4"), &both).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("href=\"#kind\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_without_a_node_assesses_and_is_not_told_where_nobody_could_say_who_read_it() {
    let town = Town::new().await;
    let (node, sender) = (&town.pair.marsa, &town.pair.sender);
    let route = |kind, to| referrals::Route { kind, ..town.route(to) };
    for partner in [&town.hospital, &town.centre] {
        let told = town.offer(&[route(Kind::Information, partner)], |_| {}).await;
        assert_eq!(told.unwrap_err(), "referral.information_without_node");
    }
    let asked = [&town.hospital, &town.centre].map(|to| route(Kind::Assessment, to));
    let [at_portal, on_paper] = town.offer(&asked, |_| {}).await.unwrap().try_into().unwrap();
    let (guest, path) = (town.guest("h-one").await, format!("/en/portal/referrals/{at_portal}"));
    let sent = post(node, &guest, &format!("{path}/acceptance"), "").await.0;
    assert_eq!(sent, StatusCode::SEE_OTHER);
    let told = format!("{path}/outcome");
    assert!(get(node, &guest, &told).await.1.contains("Assessment report"));
    assert_eq!(post(node, &guest, &told, "code=O3").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("code=O3&report={REPORT}");
    assert_eq!(post(node, &guest, &told, &form).await.0, StatusCode::SEE_OTHER);
    let record = node.record(on_paper).await;
    let body = referrals::body_of(&node.app, &record).unwrap().unwrap();
    let code = paper::codes(&record.row.reference, &body).unwrap().inside;
    let report = Salted { salt: [3; 32], bytes: b"canary-7f21".to_vec() };
    let slips = [
        (Answer::Accepted, None, None, true),
        (Answer::Outcome, Some(OutcomeCode::O3), None, false),
        (Answer::Outcome, Some(OutcomeCode::O3), Some(report), true),
    ];
    for (answer, outcome, report, taken) in slips {
        let word = "Noura, referrals".to_owned();
        let typed = Typed { answer, code, reason: None, outcome, report, way: "PAPER", word };
        let done = paper::type_in(&node.app, sender, on_paper, &typed, NOW).await;
        assert_eq!(done.is_ok(), taken, "{answer:?}: {:?}", done.err().map(|one| one.code));
    }
    let cookie = node.sign_in(sender).await;
    for id in [at_portal, on_paper] {
        assert_eq!(node.record(id).await.row.state, State::Completed);
        for page in seen(node, &cookie, id).await {
            assert!(page.contains("canary-7f21"), "the report is with whoever asked for it");
        }
    }
}
