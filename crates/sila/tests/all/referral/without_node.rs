//! Partners without a node: the same referral at a node, at the portal and on paper; and what none of them may do.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use sila::accounts::{Worker, store as accounts};
use sila::agreements::{self, signing};
use sila::cases;
use sila::intake;
use sila::journal::store as journal;
use sila::partners::{self, Level, Partner};
use sila::referrals::paper::{self, Answer, Codes, Typed};
use sila::referrals::{self, Asked, Offered, Record, Route, content};
use sila_core::agreement::{Agreement, ScheduleRow};
use sila_core::codes::{Category, DeclineCode, Kind, OutcomeCode, Service, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::field::Field;
use sila_core::ids::{AgencyId, AgreementId, ReferralId, WorkerId};
use sila_core::permission::Permission;
use sila_core::referral::State;
use sila_core::refusal::Refusal;
use uuid::Uuid;

use super::nodes::{NOW, Pair, allowed, h01};
use super::pages::{self, get, post};

/// Pages that only people who work here may know of.
const OURS: &str = "cases referrals/in referrals/out accounts me search links partners agreements audit audit/reads records \
                    keys intake/new duplicates imports known portal/referrals/1 nothing";
pub const NAMES: [&str; 6] = ["وفاء", "Wafaa", "784-", "971590000001", "روت ما حدث", "أختها"];

/// Marsa linked with Dana, and with a hospital at its portal, a centre on paper, and a club that is listed only.
pub struct Town {
    pub pair: Pair,
    pub hospital: Partner,
    pub centre: Partner,
    club: Partner,
    pub officer: Worker,
}

impl Town {
    pub async fn new() -> Town {
        let pair = Pair::new().await;
        let officer = pair.marsa.worker("m-par", &["PARTNERSHIP"]).await;
        let hospital = partner(&pair, "HOSPITAL", Level::Portal).await;
        let centre = partner(&pair, "CENTRE", Level::Paper).await;
        let club = partner(&pair, "CLUB", Level::Listed).await;
        let town = Town { pair, hospital, centre, club, officer };
        for one in [&town.hospital, &town.centre] {
            town.agree(one).await.unwrap();
        }
        town
    }

    fn agreement(&self, with: &Partner) -> Agreement {
        let mut agreement = self.pair.agreement.clone();
        agreement.id = AgreementId(Uuid::from_u128(with.code.len().try_into().unwrap()));
        agreement.code = format!("MOU-{}", with.code);
        agreement.parties[0].agency = with.id;
        agreement.parties[0].code.clone_from(&with.code);
        agreement.known = None;
        for kind in [Kind::Transfer, Kind::Assessment] {
            agreement.schedule.push(ScheduleRow { kind, fields: allowed() });
        }
        let fields = vec![Field::Sex, Field::Birth];
        agreement.schedule.push(ScheduleRow { kind: Kind::Information, fields });
        agreement
    }

    /// Proposes an agreement, and has it signed on paper.
    async fn agree(&self, with: &Partner) -> Result<(), String> {
        let id = self.propose(with).await?;
        self.sign(id).await
    }

    async fn propose(&self, with: &Partner) -> Result<AgreementId, String> {
        let by = signing::By { worker: Some(self.officer.id), now: NOW };
        let app = &self.pair.marsa.app;
        let proposed = signing::propose(app, self.agreement(with), by).await;
        proposed.map_err(|problem| problem.code)
    }

    async fn sign(&self, id: AgreementId) -> Result<(), String> {
        let (app, by) =
            (&self.pair.marsa.app, signing::By { worker: Some(self.officer.id), now: NOW });
        let digest = signing::one(app, id).await.unwrap().digest;
        signing::on_paper(app, id, digest, "مديرة المركز", by).await.map_err(|problem| problem.code)
    }

    pub fn route(&self, to: &Partner) -> Route {
        let agreement = self.agreement(to);
        let digest = sila_link::agreement_digest(&agreement.to_cbor());
        let agreement =
            agreements::InForce { agreement, digest, peer: to.id, at_rest: BTreeSet::new() };
        Route { agreement, target: to.id, ..self.pair.route() }
    }

    /// One case of Marsa, offered along each route.
    pub async fn offer(
        &self,
        routes: &[Route],
        change: impl FnOnce(&mut Disclosure),
    ) -> Result<Vec<ReferralId>, String> {
        let (app, sender) = (&self.pair.marsa.app, &self.pair.sender);
        let now = app.clock.now();
        let mut known = h01(self.pair.dana.id());
        change(&mut known);
        let (category, urgency) = (Category::Woman, Urgency::Urgent);
        let case = cases::compose(app, &known, category, urgency, sender.id, None, now).unwrap();
        let id = case.id;
        let insert = move |tx: &mut dyn sila::db::Tx| cases::store::insert(tx, &case).map(|_| ());
        app.store.write(insert).await.unwrap();
        let mut offered = Vec::new();
        for route in routes {
            let permission = Permission { recipient: route.target, ..known.permission.clone() };
            let disclosure = Disclosure { permission, ..known.clone() };
            // As little is told for information as the agreement lists.
            let (services, fields) = match route.kind {
                Kind::Information => (Vec::new(), vec![Field::Sex, Field::Birth]),
                _ => (vec![Service::Shelter, Service::Legal], allowed()),
            };
            let asked = Asked {
                case: id,
                disclosure: &disclosure,
                category,
                urgency,
                services: &services,
                fields: &fields,
                route,
                listed: None,
                back: None,
            };
            let made = referrals::compose(app, sender, &asked, now).await;
            let made: Arc<Offered> = Arc::new(made.map_err(|problem| problem.code)?);
            let writing = Arc::clone(&made);
            app.store.write(move |tx| writing.insert(tx)).await.unwrap();
            offered.push(made.id);
        }
        Ok(offered)
    }

    pub async fn offer_to(&self, to: &Partner) -> ReferralId {
        self.offer(&[self.route(to)], |_| {}).await.unwrap()[0]
    }

    async fn codes(&self, id: ReferralId) -> Codes {
        let record = self.record(id).await;
        let body = referrals::body_of(&self.pair.marsa.app, &record).unwrap().unwrap();
        paper::codes(&record.row.reference, &body).unwrap()
    }

    async fn record(&self, id: ReferralId) -> Record {
        self.pair.marsa.record(id).await
    }

    async fn state(&self, id: ReferralId) -> State {
        self.record(id).await.row.state
    }

    async fn type_in(&self, id: ReferralId, typed: Typed) -> Result<(), String> {
        let (app, sender) = (&self.pair.marsa.app, &self.pair.sender);
        let now = app.clock.now();
        paper::type_in(app, sender, id, &typed, now).await.map_err(|problem| problem.code)
    }

    /// Invites somebody of the hospital, who opens the account; the cookie.
    pub async fn guest(&self, user: &str) -> String {
        let code = self.invite(&self.hospital, user).await;
        self.join(&code).await.expect("the account opens")
    }

    async fn invite(&self, partner: &Partner, user: &str) -> String {
        let marsa = &self.pair.marsa;
        let cookie = marsa.sign_in(&self.officer).await;
        let path = format!("/en/partners/{}/accounts", partner.id.to_text());
        let form = format!("name_ar=سالم&name_en=Salem&user={user}");
        let (status, page) = post(marsa, &cookie, &path, &form).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let code = page.split("data-copy=\"").nth(1).unwrap();
        code.split('"').next().unwrap().to_owned()
    }

    /// The cookie of the session that begins; nothing when the code does not work.
    async fn join(&self, code: &str) -> Option<String> {
        let marsa = &self.pair.marsa;
        let form = format!("code={code}&password=a+lantern+beside+the+old+harbour");
        let (status, cookie) = pages::post_for_cookie(marsa, "/en/portal/join", &form).await;
        assert!(status == StatusCode::SEE_OTHER || status == StatusCode::UNPROCESSABLE_ENTITY);
        cookie
    }
}

async fn partner(pair: &Pair, code: &str, level: Level) -> Partner {
    let partner = Partner {
        id: partners::identity(pair.marsa.id(), Uuid::from_u128(code.len().try_into().unwrap())),
        code: code.to_owned(),
        name_ar: format!("جهة {code} دون خادم"),
        name_en: format!("{code} without a node"),
        sector: sila_core::agreement::Sector::Local,
        level,
        contact: "مكتب الإحالات".to_owned(),
        updated_at: NOW,
    };
    let made = partner.clone();
    let insert = move |tx: &mut dyn sila::db::Tx| partners::store::insert(tx, &made);
    pair.marsa.app.store.write(insert).await.unwrap();
    partner
}

fn typed(answer: Answer, code: u32) -> Typed {
    Typed {
        answer,
        code,
        reason: (answer == Answer::Declined).then_some((DeclineCode::V1, None)),
        outcome: (answer == Answer::Outcome).then_some(OutcomeCode::ALL[0]),
        report: None,
        way: "PAPER",
        word: "نورة، مكتب الإحالات".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_the_same_referral_reaches_a_node_a_portal_and_paper_with_one_content_hash() {
    let town = Town::new().await;
    let (marsa, dana) = (&town.pair.marsa, &town.pair.dana);
    let routes = [town.pair.route(), town.route(&town.hospital), town.route(&town.centre)];
    let offered = town.offer(&routes, |_| {}).await.unwrap();
    let [at_node, at_portal, on_paper] = offered.try_into().unwrap();
    let hash = content::grouped(&town.codes(on_paper).await.content);
    let sender = marsa.sign_in(&town.pair.sender).await;

    town.pair.settle().await;
    referrals::accept(&dana.app, &town.pair.officer, at_node, NOW).await.unwrap();
    town.pair.settle().await;
    let officer = dana.sign_in(&town.pair.officer).await;
    let (_, node) = get(dana, &officer, &format!("/ar/referrals/{at_node}")).await;
    assert!(node.contains(&hash), "at the node, after the acceptance");

    let guest = town.guest("h-ref").await;
    let (status, portal) = get(marsa, &guest, &format!("/ar/portal/referrals/{at_portal}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(portal.contains(&hash), "at the portal");

    let path = format!("/ar/referrals/{on_paper}/sealed-form");
    let (status, paper) = get(marsa, &sender, &path).await;
    assert_eq!(status, StatusCode::OK);
    let sheets: Vec<&str> = paper.split("<article class=\"sheet\">").skip(1).collect();
    assert_eq!(sheets.len(), 2, "a cover and a form");
    for sheet in &sheets {
        assert!(sheet.contains(&hash), "on both sheets");
    }
    for secret in NAMES {
        assert!(!sheets[0].contains(secret), "{secret} on the cover");
    }
    assert!(sheets[0].contains("<svg class=\"qr\"") && sheets[1].contains("وفاء سالم المرجاني"));

    for id in [at_node, at_portal, on_paper] {
        let (_, page) = get(marsa, &sender, &format!("/en/referrals/{id}")).await;
        assert!(page.contains(&hash), "at the sender");
    }
    let changed = |known: &mut Disclosure| known.wishes = Some("غير ذلك".to_owned());
    let other = town.offer(&[town.route(&town.centre)], changed).await.unwrap()[0];
    assert_ne!(content::grouped(&town.codes(other).await.content), hash);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_the_slip_typed_in_closes_the_loop() {
    let town = Town::new().await;
    let id = town.offer_to(&town.centre).await;
    let codes = town.codes(id).await;
    assert_eq!(town.state(id).await, State::Offered);
    town.type_in(id, typed(Answer::Received, codes.cover)).await.unwrap();
    assert_eq!(town.state(id).await, State::Delivered);
    town.pair.wait(30);
    town.type_in(id, typed(Answer::Accepted, codes.inside)).await.unwrap();
    let record = town.record(id).await;
    assert_eq!(record.row.state, State::Accepted);
    assert!(record.thread().unwrap().identity_released(), "the node has let the name go");
    town.type_in(id, typed(Answer::Outcome, codes.inside)).await.unwrap();
    assert_eq!(town.state(id).await, State::Completed);
    let (app, sender) = (&town.pair.marsa.app, &town.pair.sender);
    referrals::acknowledge(app, sender, id, app.clock.now()).await.unwrap();
    assert_eq!(town.state(id).await, State::Closed);
    let roles: Vec<(String, String)> = town
        .record(id)
        .await
        .entries
        .iter()
        .filter(|entry| entry.author == town.centre.id)
        .map(|entry| (entry.act.code().to_owned(), entry.by.code().to_owned()))
        .collect();
    let paper = |act: &str| (act.to_owned(), "PAPER".to_owned());
    assert_eq!(roles, [paper("ACCEPT"), paper("OUTCOME")]);
    let slips = paper::opened(app, id).await.unwrap();
    assert_eq!(
        slips.iter().map(|slip| slip.answer.as_str()).collect::<Vec<_>>(),
        ["RECEIVED", "ACCEPTED", "OUTCOME"]
    );
    assert!(
        slips
            .iter()
            .all(|slip| slip.word == "نورة، مكتب الإحالات" && slip.name_en == "Worker m-int1")
    );
    let cookie = town.pair.marsa.sign_in(sender).await;
    for lang in ["ar", "en"] {
        let (_, page) = get(&town.pair.marsa, &cookie, &format!("/{lang}/referrals/{id}")).await;
        assert!(page.contains("نورة، مكتب الإحالات"), "{lang}: on whose word");
        assert!(!page.contains(">slip-") && !page.contains(">paper-"), "{lang}: a text");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_a_wrong_slip_is_refused_and_nothing_is_lost() {
    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let (id, other) = (town.offer_to(&town.centre).await, town.offer_to(&town.centre).await);
    let (codes, foreign) = (town.codes(id).await, town.codes(other).await);
    let wrong = Err("slip.wrong_code".to_owned());
    assert_eq!(town.type_in(id, typed(Answer::Accepted, codes.cover)).await, wrong);
    assert_eq!(town.type_in(id, typed(Answer::Accepted, foreign.inside)).await, wrong);
    assert_eq!(town.type_in(id, typed(Answer::Received, codes.cover ^ 1)).await, wrong);
    let cookie = marsa.sign_in(&town.pair.sender).await;
    let path = format!("/en/referrals/{id}/slip");
    let code = format!("{:08}", foreign.cover);
    let form = format!("answer=DECLINED&code_typed={code}&code=V1&word=Noura&way=TELEPHONE");
    let (status, page) = post(marsa, &cookie, &path, &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("not the code of this referral") && page.contains("Nothing has changed"));
    assert!(page.contains(&code) && page.contains("value=\"Noura\""), "what was typed stays");
    assert_eq!(town.state(id).await, State::Offered);
    assert!(paper::opened(&marsa.app, id).await.unwrap().is_empty());

    let form = form.replace(&code, &format!("{:08}", codes.cover));
    let (status, _) = post(marsa, &cookie, &path, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(town.state(id).await, State::Declined);
    assert!(!town.record(id).await.thread().unwrap().is_purged(), "the envelope is still out");
    town.type_in(id, typed(Answer::Returned, codes.cover)).await.unwrap();
    let record = town.record(id).await;
    assert!(record.thread().unwrap().is_purged() && record.sealed.identity_key.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_a_paper_that_nobody_answers_runs_out_like_any_referral() {
    let town = Town::new().await;
    let id = town.offer_to(&town.centre).await;
    let codes = town.codes(id).await;
    town.pair.wait(241);
    sila::jobs::react::all_due(&town.pair.marsa.app).await.unwrap();
    assert_eq!(town.state(id).await, State::Expired);
    let late = town.type_in(id, typed(Answer::Accepted, codes.inside)).await;
    assert_eq!(late, Err("referral.wrong_state".to_owned()));
    town.type_in(id, typed(Answer::Returned, codes.cover)).await.unwrap();
    assert!(town.record(id).await.thread().unwrap().is_purged());
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_the_name_is_closed_at_the_portal_before_the_acceptance() {
    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let (id, refused) = (town.offer_to(&town.hospital).await, town.offer_to(&town.hospital).await);
    let guest = town.guest("h-ref").await;
    let path = format!("/ar/portal/referrals/{id}");
    let (_, inbox) = get(marsa, &guest, "/ar/portal").await;
    assert!(inbox.contains("R-MARSA-25-00001"));
    assert_eq!(town.state(id).await, State::Delivered, "delivered when it is seen");
    let (_, before) = get(marsa, &guest, &path).await;
    for secret in NAMES {
        assert!(!before.contains(secret) && !inbox.contains(secret), "{secret} before acceptance");
    }
    let (status, _) = post(marsa, &guest, &format!("{path}/acceptance"), "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, after) = get(marsa, &guest, &path).await;
    assert!(after.contains("وفاء سالم المرجاني"));
    let (_, _) = post(marsa, &guest, &format!("{path}/outcome"), "code=O1").await;
    assert_eq!(town.state(id).await, State::Completed);

    let path = format!("/ar/portal/referrals/{refused}");
    let (status, _) = post(marsa, &guest, &format!("{path}/decline"), "code=V1").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let record = town.record(refused).await;
    assert_eq!(record.row.state, State::Declined);
    assert!(record.thread().unwrap().is_purged(), "the portal shows nothing of it any more");
    let (_, gone) = get(marsa, &guest, &path).await;
    assert!(!gone.contains("الشارقة") && !gone.contains("وفاء"), "not even the preview");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_a_portal_user_sees_nothing_else() {
    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let (own, foreign) = (town.offer_to(&town.hospital).await, town.offer_to(&town.centre).await);
    let linked = town.offer(&[town.pair.route()], |_| {}).await.unwrap()[0];
    let case = town.record(own).await.row.case_id.unwrap();
    let guest = town.guest("h-ref").await;
    let hospital = town.hospital.id.to_text();
    let mut closed = vec![format!("/en/cases/{case}"), format!("/en/partners/{hospital}")];
    closed.extend(OURS.split(' ').map(|rest| format!("/en/{rest}")));
    closed.push("/events".to_owned());
    for id in [own, foreign, linked] {
        closed.extend(["", "/proof"].map(|rest| format!("/en/referrals/{id}{rest}")));
    }
    for id in [foreign, linked] {
        closed.extend(["", "/decline"].map(|rest| format!("/en/portal/referrals/{id}{rest}")));
    }
    for path in closed {
        let (status, page) = get(marsa, &guest, &path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.contains("<nav") && !page.contains("role=\"search\""), "{path}: our menu");
    }
    for (path, form) in [
        (format!("/en/referrals/{own}/recall"), "code=R1"),
        (format!("/en/portal/referrals/{foreign}/acceptance"), ""),
        (format!("/en/portal/referrals/{linked}/acceptance"), ""),
        ("/en/search".to_owned(), "q=Wafaa"),
        ("/en/me/password".to_owned(), "old=a&new=b"),
    ] {
        let (status, _) = post(marsa, &guest, &path, form).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let (status, page) = get(marsa, &guest, "/en/portal").await;
    assert_eq!(status, StatusCode::OK);
    let reference = |record: &Record| record.row.reference.clone();
    assert!(page.contains(&reference(&town.record(own).await)));
    for id in [foreign, linked] {
        assert!(!page.contains(&reference(&town.record(id).await)), "addressed to others");
    }
    assert!(!page.contains("class=\"side\"") && !page.contains("/en/referrals/out"));
    let cookie = marsa.sign_in(&town.pair.sender).await;
    let (status, _) = get(marsa, &cookie, "/en/portal").await;
    assert_eq!(status, StatusCode::FORBIDDEN, "nobody who works here is a guest");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_every_reading_at_the_portal_is_written_down() {
    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let id = town.offer_to(&town.hospital).await;
    let guest = town.guest("h-ref").await;
    get(marsa, &guest, "/ar/portal").await;
    get(marsa, &guest, &format!("/ar/portal/referrals/{id}")).await;
    let read = move |tx: &mut dyn sila::db::Tx| {
        let rows = tx.query(&journal::ACCESS_OF, &sila::db::p![id])?;
        rows.iter()
            .map(|row| Ok((row.get(2)?, row.get(3)?, row.get(5)?)))
            .collect::<Result<Vec<(String, String, String)>, sila::db::DbError>>()
    };
    let rows = marsa.app.store.read(read).await.unwrap();
    let line = |screen: &str| {
        ("PORTAL".to_owned(), screen.to_owned(), "Salem (HOSPITAL without a node)".to_owned())
    };
    assert_eq!(rows, [line("portal.show"), line("portal.inbox")]);
    let cookie = marsa.sign_in(&town.pair.sender).await;
    let (_, page) = get(marsa, &cookie, &format!("/en/referrals/{id}")).await;
    assert!(page.contains("Salem (HOSPITAL without a node)"), "the sender sees who has read it");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_an_invitation_works_once_and_for_three_days() {
    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let code = town.invite(&town.hospital, "h-ref").await;
    assert!(town.join("AAAA-AAAA-AAAA-AAAA").await.is_none(), "another code");
    let cookie = town.join(&code).await.expect("the code works");
    assert_eq!(get(marsa, &cookie, "/en/portal").await.0, StatusCode::OK);
    assert!(town.join(&code).await.is_none(), "once");

    let late = town.invite(&town.hospital, "h-two").await;
    town.pair.wait(72 * 60);
    assert!(town.join(&late).await.is_none(), "three days");

    let cookie = town.guest("h-three").await;
    assert_eq!(get(marsa, &cookie, "/en/portal").await.0, StatusCode::OK);
    let partner = town.hospital.id;
    let accounts = move |tx: &mut dyn sila::db::Tx| sila::portal::store::accounts(tx, partner);
    let all = marsa.app.store.read(accounts).await.unwrap();
    let third = all.iter().find(|account| account.user_name == "h-three").unwrap().worker;
    let officer = marsa.sign_in(&town.officer).await;
    let end = format!("/en/partners/{}/accounts/{third}/end", partner.to_text());
    assert_eq!(post(marsa, &officer, &end, "").await.0, StatusCode::SEE_OTHER);
    let (status, _) = get(marsa, &cookie, "/en/portal").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "the session has ended");
    let hidden = move |tx: &mut dyn sila::db::Tx| accounts::one(tx, WorkerId(third.0));
    assert!(marsa.app.store.read(hidden).await.unwrap().is_none(), "no account of ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a28_nothing_about_a_person_goes_to_a_listed_partner() {
    let town = Town::new().await;
    assert_eq!(town.agree(&town.club).await, Err("partner.no_person".to_owned()));
    let sent = town.offer(&[town.route(&town.club)], |_| {}).await;
    assert_eq!(sent, Err("partner.no_person".to_owned()));
    let app = &town.pair.marsa.app;
    let to = |agency: AgencyId| async move {
        let all = agreements::in_force(app, NOW).await.unwrap();
        all.iter().any(|one| one.peer == agency)
    };
    assert!(to(town.centre.id).await && !to(town.club.id).await);

    let id = town.offer_to(&town.centre).await;
    let lowered = Partner { level: Level::Listed, ..town.centre.clone() };
    let update = move |tx: &mut dyn sila::db::Tx| partners::store::update(tx, &lowered);
    app.store.write(update).await.unwrap();
    assert!(!to(town.centre.id).await, "an agreement does not outweigh the level");
    let again = town.offer(&[town.route(&town.centre)], |_| {}).await;
    assert_eq!(again, Err("partner.no_person".to_owned()));
    let cookie = town.pair.marsa.sign_in(&town.pair.sender).await;
    let path = format!("/en/referrals/{id}/sealed-form");
    assert_eq!(get(&town.pair.marsa, &cookie, &path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_is_added_and_changed_by_an_officer_and_its_pages_have_every_text() {
    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let officer = marsa.sign_in(&town.officer).await;
    let form = "name_ar=مركز&name_en=Clinic&code=CLINIC&class=NPO&level=L1&contact=Desk";
    let (status, _) = post(marsa, &officer, "/en/partners", form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, page) = post(marsa, &officer, "/en/partners", form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "the code is taken");
    assert!(page.contains("Another agency has this code"));
    let (status, _) = post(marsa, &officer, "/en/partners", "name_ar=x&level=L9").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = format!("partners/{}", town.hospital.id.to_text());
    let change = format!("{own}/change");
    for lang in ["ar", "en"] {
        for rest in ["partners", "partners/new", own.as_str(), change.as_str()] {
            let (status, page) = get(marsa, &officer, &format!("/{lang}/{rest}")).await;
            assert_eq!(status, StatusCode::OK, "{rest}");
            let main = page.split_once("<main").unwrap().1;
            for key in [">partner-", ">partners-", ">portal-", ">accounts-"] {
                assert!(!main.contains(key), "{rest}: {key}");
            }
        }
    }
    let cookie = marsa.sign_in(&town.pair.sender).await;
    let (status, _) = post(marsa, &cookie, "/en/partners", form).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a24_a_provider_with_an_expired_licence_is_sent_nobody_without_a_recorded_override()
 {
    use sila::licences::{self, LicenceText, Taken, Wish, blocks, inspections};
    use sila_core::licence::{Act, Activity, Family, State};

    let town = Town::new().await;
    let marsa = &town.pair.marsa;
    let app = &marsa.app;
    let officer = marsa.worker("m-lic", &["LICENSING_OFFICER"]).await;
    let committee = marsa.worker("m-lcm", &["LICENSING_COMMITTEE"]).await;
    let writer = marsa.worker("m-lic2", &["LICENSING_OFFICER"]).await;
    let given = NOW.plus_days(-380);
    let wish = Wish {
        family: Family::Establishment,
        holder: town.hospital.id,
        activities: [Activity::Accommodation].into(),
        text: LicenceText {
            name: sila::meetings::text::Words::new("دار", "House"),
            ..LicenceText::default()
        },
    };
    let id = licences::apply(app, wish, &writer, given).await.unwrap();
    let step = async |act: Act, by: &Worker| {
        let taken = Taken { act, note: "why".to_owned(), papers: Vec::new() };
        licences::take(app, id, taken, by, given).await.unwrap();
    };
    licences::pay(app, id, (1_000, "R-1".to_owned()), &officer, given).await.unwrap();
    step(Act::TakeUp, &officer).await;
    step(Act::Recommend, &officer).await;
    step(Act::Approve, &committee).await;
    for authority in ["ECONOMY", "MUNICIPALITY", "CIVIL_DEFENCE", "HEALTH"] {
        let said = (authority.to_owned(), false, String::new());
        licences::answer(app, id, said, &officer, given).await.unwrap();
    }
    step(Act::Clear, &officer).await;
    // While it is not given nobody is stopped: only what was licensed once can be lost.
    town.offer_to(&town.hospital).await;
    let audit = inspections::add(app, id, (inspections::AUDIT, given), &officer, given);
    let audit = audit.await.unwrap();
    inspections::finish(app, audit, &inspections::Findings::default(), &officer, given)
        .await
        .unwrap();
    assert_eq!(licences::open(app, id).await.unwrap().state(NOW), State::Expired);

    let hospital = [town.route(&town.hospital)];
    assert_eq!(town.offer(&hospital, |_| {}).await, Err("licence.shut".to_owned()));
    town.offer_to(&town.centre).await;
    let cookie = marsa.sign_in(&town.pair.sender).await;
    let at = format!("/en/overrides/new?holder={}", town.hospital.id.to_text());
    let (status, page) = get(marsa, &cookie, &at).await;
    assert!(status == StatusCode::OK && page.contains("/en/law/rules/LICENCE_BLOCK"), "its basis");
    let said = ("DANGER", "لا ينتظر", 3);
    blocks::override_(app, town.hospital.id, said, &town.pair.sender, NOW).await.unwrap();
    town.offer(&hospital, |_| {}).await.unwrap();
    town.pair.wait(3 * 24 * 60 + 1);
    assert_eq!(town.offer(&hospital, |_| {}).await, Err("licence.shut".to_owned()));
}

/// H05: while the partner has not signed nothing goes, and the refusal names the agreement; with the signature the same referral does.
#[tokio::test(flavor = "multi_thread")]
async fn h05_under_an_agreement_that_waits_nothing_goes_and_after_the_signature_the_same_referral_does()
 {
    let town = Town::new().await;
    let union = partner(&town.pair, "UNION", Level::Paper).await;
    let (id, known) = (town.propose(&union).await.unwrap(), h01(union.id));
    let way = async |category: Category| {
        let app = &town.pair.marsa.app;
        let routing = intake::route::of(app, &known.residence, &known.needs, NOW).await.unwrap();
        routing.about(Some(category)).route(union.id, None)
    };
    let clause = town.agreement(&union).cites.term;
    let waits = Refusal::AgreementNotSigned { agreement: "MOU-UNION".to_owned(), clause };
    assert_eq!(way(Category::Woman).await.unwrap_err(), waits);
    let other = way(Category::Determination).await.unwrap_err();
    assert_eq!(other, Refusal::NoAgreement, "it would not cover them");
    town.sign(id).await.unwrap();
    let sent = town.offer(&[way(Category::Woman).await.unwrap()], |_| {}).await.unwrap()[0];
    assert_eq!(town.state(sent).await, State::Offered);
}

/// H10: whoever is said to have done harm works at a partner. Nothing of the case goes there, its people at the portal cannot tell that there
/// is one, the refusal names no reason, and who tried is on record.
#[tokio::test(flavor = "multi_thread")]
async fn h10_nothing_of_a_case_goes_to_an_agency_that_is_barred_from_it() {
    let town = Town::new().await;
    let (marsa, sender) = (&town.pair.marsa, &town.pair.sender);
    let guest = town.guest("talal").await;
    let portal = async || get(marsa, &guest, "/en/portal").await.1;
    let before = portal().await;
    let mut known = h01(town.pair.dana.id());
    known.permission.recipient = town.hospital.id;
    let kind = (Category::Woman, Urgency::Urgent);
    let case = cases::compose(&marsa.app, &known, kind.0, kind.1, sender.id, None, NOW).unwrap();
    let id = case.id;
    let insert = move |tx: &mut dyn sila::db::Tx| cases::store::insert(tx, &case).map(|_| ());
    marsa.app.store.write(insert).await.unwrap();
    let cookie = marsa.sign_in(sender).await;
    let bars = format!("/en/cases/{id}/agencies");
    let form = format!("agency={}&reason=EMPLOYER", town.hospital.id.to_text());
    let (status, page) = post(marsa, &cookie, &bars, "agency=nobody&reason=EMPLOYER").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert_eq!(post(marsa, &cookie, &bars, &form).await.0, StatusCode::SEE_OTHER);
    let send = async |route: Route| {
        let services = [Service::Shelter, Service::Legal];
        let permission = Permission { recipient: route.target, ..known.permission.clone() };
        let disclosure = Disclosure { permission, ..known.clone() };
        let asked = Asked {
            case: id,
            disclosure: &disclosure,
            category: kind.0,
            urgency: kind.1,
            services: &services,
            fields: &allowed(),
            route: &route,
            listed: None,
            back: None,
        };
        referrals::compose(&marsa.app, sender, &asked, NOW).await
    };
    let refused = send(town.route(&town.hospital)).await.unwrap_err();
    assert_eq!(refused.code, "case.agency_barred");
    let (_, readers) = get(marsa, &cookie, &format!("/en/cases/{id}/readers")).await;
    // Twice as a choice of the two forms, and once as the reason that was written down.
    assert_eq!(readers.matches("Works where they work").count(), 3, "{readers}");
    let auditor = marsa.worker("m-dpo", &["DPO_AUDIT"]).await;
    let trail = get(marsa, &marsa.sign_in(&auditor).await, "/en/audit/reads").await.1;
    assert!(trail.contains("Refused: a barred agency"), "the attempt is on record: {trail}");
    assert!(!trail.contains("Works where they work"), "and not why");
    assert_eq!(portal().await, before, "at the portal nothing has changed, no total either");
    let end = format!("{bars}/end");
    let form = format!("agency={}", town.hospital.id.to_text());
    assert_eq!(post(marsa, &cookie, &end, &form).await.0, StatusCode::FORBIDDEN);
    let boss = marsa.worker("m-sup", &["SUPERVISOR"]).await;
    let bosses = marsa.sign_in(&boss).await;
    assert_eq!(post(marsa, &bosses, &end, &form).await.0, StatusCode::SEE_OTHER);
    send(town.route(&town.hospital)).await.expect("after a supervisor took the barrier away");
}
