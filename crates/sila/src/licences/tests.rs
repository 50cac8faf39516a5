//! A licence through its pages: from the application at the portal to the closure, with every gate, every office, and the wall.

use sila_core::codes::Service;
use sila_core::licence::{Act, Activity, Family, Rung, State};
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::inspections::{self, Findings, Met};
use super::measures::{self, Blow};
use super::{LicenceText, Taken, Wish, blocks, open, path, regime};
use crate::accounts::{Worker, store as accounts};
use crate::meetings::tests::partners;
use crate::meetings::text::Words;
use crate::partners::{Level, store as partner_store};
use crate::portal;
use crate::testing::{NOW, TestNode, check_page};

/// Where the shelter of these tests is: in no public byte.
pub(super) const SITE: &str = "شارع الياسمين 14، خلف المسجد";
const CONTACT: &str = "فاطمة صاحبة الدار";

pub(super) struct Office {
    pub node: TestNode,
    pub officer: Worker,
    pub committee: Worker,
    review: Worker,
    holder: AgencyId,
    pub guest: Worker,
}

impl Office {
    pub async fn new() -> Office {
        let node = TestNode::new().await;
        let officer = node.worker("inspector", &["LICENSING_OFFICER"]).await;
        let committee = node.worker("member", &["LICENSING_COMMITTEE"]).await;
        let review = node.worker("review", &["LICENSING_REVIEW"]).await;
        let holder = partners(&node, 1).await[0];
        let guest = Worker {
            id: sila_core::WorkerId(node.app.clock.new_id()),
            user_name: "guest".to_owned(),
            name_ar: "ضيف".to_owned(),
            name_en: "Guest".to_owned(),
            roles: vec!["PORTAL".to_owned()],
            active: true,
        };
        let made = guest.clone();
        node.write(move |tx| {
            let mut one = partner_store::find(tx, holder)?.unwrap();
            one.level = Level::Portal;
            partner_store::update(tx, &one)?;
            portal::store::insert(tx, (&made, holder), ([7; 32], NOW), NOW)?;
            accounts::set_roles(tx, made.id, &["PORTAL".to_owned()], true)
        })
        .await
        .unwrap();
        Office { node, officer, committee, review, holder, guest }
    }

    fn wish(&self, family: Family) -> Wish {
        let person = family == Family::Professional;
        Wish {
            family,
            holder: self.holder,
            activities: if person { [].into() } else { [Activity::Accommodation].into() },
            text: LicenceText {
                name: Words::new("دار الاختبار", "House of the Test"),
                text: "للنساء".to_owned(),
                site: SITE.to_owned(),
                contact: CONTACT.to_owned(),
                papers: Vec::new(),
            },
        }
    }

    async fn step(&self, id: Uuid, act: Act, worker: &Worker, now: Millis) -> Result<(), String> {
        let taken =
            Taken { act, note: "لأن الشروط كذا".to_owned(), papers: Vec::new() };
        super::take(&self.node.app, id, taken, worker, now).await.map_err(|one| one.code)
    }

    /// A permit that was given on that day.
    pub async fn given(&self, at: Millis) -> Uuid {
        let app = &self.node.app;
        let id =
            super::apply(app, self.wish(Family::Establishment), &self.guest, at).await.unwrap();
        let plan = regime::at(at).unwrap().plan(Family::Establishment).unwrap();
        super::pay(app, id, (plan.fee, "R-1".to_owned()), &self.officer, at).await.unwrap();
        for (act, worker) in [
            (Act::TakeUp, &self.officer),
            (Act::Recommend, &self.officer),
            (Act::Approve, &self.committee),
        ] {
            self.step(id, act, worker, at).await.unwrap();
        }
        for one in &plan.authorities {
            let said = (one.code.clone(), false, "7".to_owned());
            super::answer(app, id, said, &self.officer, at).await.unwrap();
        }
        self.step(id, Act::Clear, &self.officer, at).await.unwrap();
        let audit = inspections::add(app, id, (inspections::AUDIT, at), &self.officer, at);
        let audit = audit.await.unwrap();
        inspections::finish(app, audit, &findings(Met::Yes), &self.officer, at).await.unwrap();
        assert_eq!(self.state(id, at).await, State::Issued);
        id
    }

    async fn state(&self, id: Uuid, now: Millis) -> State {
        open(&self.node.app, id).await.unwrap().state(now)
    }

    async fn measure(&self, id: Uuid, rung: Rung, danger: bool, by: &Worker) -> Result<(), String> {
        let blow = Blow {
            violation: "SAFETY".to_owned(),
            rung,
            danger,
            why: "مخرج الطوارئ مغلق".to_owned(),
        };
        measures::take(&self.node.app, id, &blow, by, NOW).await.map_err(|one| one.code)
    }

    async fn shut(&self, now: Millis) -> Option<State> {
        let holder = self.holder;
        self.node.write(move |tx| blocks::stop(tx, holder, &[Service::Shelter], now)).await.unwrap()
    }
}

pub(super) fn findings(met: Met) -> Findings {
    let plan = regime::at(NOW).unwrap().plan(Family::Establishment).unwrap();
    Findings {
        points: plan.checklist.iter().map(|point| (point.code.clone(), met)).collect(),
        note: "زيارة".to_owned(),
        correction: "يُصلح".to_owned(),
        correct_by: None,
    }
}

#[test]
fn contract_a24_the_regime_tells_three_families_with_forms_fees_clocks_and_bases() {
    let regime = regime::at(NOW).expect("the regime is read");
    for family in Family::ALL {
        let plan = regime.plan(*family).unwrap_or_else(|| panic!("{family}"));
        assert!(plan.fee > 0 && plan.renewal > 0 && !plan.papers.is_empty(), "{family}");
        assert_eq!(plan.authorities.is_empty(), plan.terms.objection_months == 0, "{family}");
        assert!(!plan.checklist.is_empty(), "{family}");
    }
    assert_eq!(regime.violations.len(), 8);
    assert!(regime.violations.iter().all(|one| one.fine > 0));
}

#[tokio::test]
async fn contract_a24_every_point_of_a_checklist_and_every_violation_names_a_provision() {
    let node = TestNode::new().await;
    let register = node.write(|tx| crate::regulation::store::register(tx)).await.unwrap();
    let regime = regime::at(NOW).unwrap();
    let plans = Family::ALL.iter().filter_map(|family| regime.plan(*family));
    let points = plans.flat_map(|plan| &plan.checklist).chain(&regime.violations);
    for point in points {
        let found = register.find(&point.instrument).and_then(|one| one.article(&point.article));
        assert!(found.is_some(), "{}: {} {}", point.code, point.instrument, point.article);
    }
    node.end().await;
}

/// Takes a step through the page; the status.
async fn act(office: &Office, cookie: &str, id: Uuid, act: &str) -> u16 {
    let form = [("act", act), ("note", "the reason")];
    let at = format!("/en{}/steps", path(id));
    office.node.post(&at, cookie, &form).await.status.as_u16()
}

/// Hands an application in at the portal; its address there.
async fn applied(office: &Office, guest: &str) -> (Uuid, String) {
    let node = &office.node;
    for page in [
        "/ar/portal/licences",
        "/ar/portal/licences/new",
        "/en/portal/licences/new?family=ESTABLISHMENT",
    ] {
        check_page(&node.get(page, guest).await.body, &page[1..3]);
    }
    let form = [
        ("family", "ESTABLISHMENT"),
        ("name_ar", "دار الاختبار"),
        ("name_en", "House of the Test"),
        ("activities", "ACCOMMODATION"),
        ("site", SITE),
        ("contact", CONTACT),
        ("papers", "PLAN"),
    ];
    assert_eq!(node.post("/ar/portal/licences", guest, &form[..3]).await.status, 422);
    let made = node.post("/ar/portal/licences", guest, &form).await;
    assert_eq!(made.status, 303, "{}", made.body);
    (made.location.rsplit('/').next().unwrap().parse().unwrap(), made.location)
}

/// The officer studies it: something is missing, it comes, the fee is paid, it is recommended.
async fn studied(office: &Office, (officer, guest): (&str, &str), id: Uuid, portal: &str) {
    let (node, at) = (&office.node, format!("/en{}", path(id)));
    assert_eq!(act(office, officer, id, "RECOMMEND").await, 409, "not taken up yet");
    assert!(node.get("/en", officer).await.body.contains(&at), "it stands on the day");
    for step in ["TAKE_UP", "ASK_MORE"] {
        assert_eq!(act(office, officer, id, step).await, 303);
    }
    assert!(node.get(portal, guest).await.body.contains("the reason"));
    let given = [("act", "COMPLETE"), ("papers", "STAFF"), ("papers", "PLAN")];
    assert_eq!(node.post(&format!("{portal}/steps"), guest, &given).await.status, 303);
    assert_eq!(open(&node.app, id).await.unwrap().text.papers, ["PLAN", "STAFF"]);
    paid(office, officer, id).await;
}

async fn paid(office: &Office, officer: &str, id: Uuid) {
    let (node, at) = (&office.node, format!("/en{}", path(id)));
    assert_eq!(act(office, officer, id, "RECOMMEND").await, 409, "the fee is not paid");
    let fee = |dirhams: &'static str| [("dirhams", dirhams), ("receipt", "R-77")];
    assert_eq!(node.post(&format!("{at}/fees"), officer, &fee("999")).await.status, 409);
    assert_eq!(node.post(&format!("{at}/fees"), officer, &fee("1000")).await.status, 303);
    assert_eq!(act(office, officer, id, "RECOMMEND").await, 303);
}

/// The officer audits it: one point is not met at first.
async fn audited(office: &Office, officer: &str, id: Uuid) {
    let (node, at) = (&office.node, format!("/en{}", path(id)));
    let plan = [("kind", "AUDIT"), ("due_d", "24"), ("due_m", "11"), ("due_y", "2026")];
    assert_eq!(node.post(&format!("{at}/inspections"), officer, &plan).await.status, 303);
    let page = node.get(&at, officer).await.body;
    let inspection = page.split(&format!("{at}/inspections/")).nth(1).unwrap();
    let inspection = format!("{at}/inspections/{}", inspection.split('"').next().unwrap());
    check_page(&node.get(&inspection, officer).await.body, "en");
    let points = regime::at(NOW).unwrap().plan(Family::Establishment).unwrap();
    let codes: Vec<&str> = points.checklist.iter().map(|point| point.code.as_str()).collect();
    let mut answers: Vec<(&str, &str)> = codes.iter().map(|code| (*code, "YES")).collect();
    assert_eq!(node.post(&inspection, officer, &answers[1..]).await.status, 422);
    answers[0].1 = "NO";
    answers.push(("correction", "an exit"));
    assert_eq!(node.post(&inspection, officer, &answers).await.status, 303);
    check_page(&node.get(&inspection, officer).await.body, "en");
    assert_eq!(office.state(id, NOW).await, State::FieldAudit, "it was not passed");
    // The next audit was planned by itself.
    let all = node.write(move |tx| inspections::store::of_licence(tx, id)).await.unwrap();
    let next = all.iter().find(|one| one.done_at.is_none()).unwrap();
    assert_eq!(next.kind, inspections::AUDIT);
    let met = findings(Met::Yes);
    inspections::finish(&node.app, next.id, &met, &office.officer, NOW).await.unwrap();
}

#[tokio::test]
async fn contract_a24_an_application_from_the_portal_becomes_a_licence_through_every_gate() {
    let office = Office::new().await;
    let node = &office.node;
    let guest = node.sign_in(&office.guest).await;
    let officer = node.sign_in(&office.officer).await;
    let committee = node.sign_in(&office.committee).await;
    let (id, portal) = applied(&office, &guest).await;
    let at = format!("/en{}", path(id));
    assert_eq!(act(&office, &committee, id, "TAKE_UP").await, 403, "the act of another office");
    studied(&office, (&officer, &guest), id, &portal).await;
    assert!(node.get("/en", &committee).await.body.contains(&at), "on the committee’s day");
    assert_eq!(act(&office, &committee, id, "APPROVE").await, 303);
    assert_eq!(act(&office, &officer, id, "CLEAR").await, 409, "nobody has answered yet");
    for authority in ["ECONOMY", "MUNICIPALITY", "CIVIL_DEFENCE", "HEALTH"] {
        let said = [("authority", authority), ("objects", "no"), ("number", "12/2026")];
        let got = node.post(&format!("{at}/authorities"), &officer, &said).await;
        assert_eq!(got.status, 303, "{}", got.body);
    }
    assert_eq!(act(&office, &officer, id, "CLEAR").await, 303);
    let number = open(&node.app, id).await.unwrap().row.number;
    assert_eq!(node.get(&format!("/en/register/{number}"), "").await.status, 404, "not given yet");
    audited(&office, &officer, id).await;
    assert_eq!(office.state(id, NOW).await, State::Issued);
    assert_eq!(node.get(&format!("/en/register/{number}"), "").await.status, 200);
    for (cookie, lang) in [(&officer, "ar"), (&committee, "en")] {
        check_page(&node.get(&format!("/{lang}{}", path(id)), cookie).await.body, lang);
        check_page(&node.get(&format!("/{lang}/licences"), cookie).await.body, lang);
    }
    check_page(&node.get(&portal, &guest).await.body, "ar");
    // The licence of another entity does not exist at the portal.
    let wish = Wish { holder: AgencyId([9; 32]), ..office.wish(Family::Association) };
    let other = super::apply(&node.app, wish, &office.committee, NOW).await.unwrap();
    let foreign = format!("/ar/portal/licences/{other}");
    assert_eq!(node.get(&foreign, &guest).await.status, 404);
    office.node.end().await;
}

#[tokio::test]
async fn contract_a24_the_public_register_shows_what_was_given_and_no_address_in_any_byte() {
    let office = Office::new().await;
    let id = office.given(NOW).await;
    let node = &office.node;
    let person = super::apply(&node.app, office.wish(Family::Professional), &office.guest, NOW);
    let person = person.await.unwrap();
    super::pay(&node.app, person, (100, "R-2".to_owned()), &office.officer, NOW).await.unwrap();
    for (act, by) in [
        (Act::TakeUp, &office.officer),
        (Act::Recommend, &office.officer),
        (Act::Approve, &office.committee),
    ] {
        office.step(person, act, by, NOW).await.unwrap();
    }
    let number = open(&node.app, id).await.unwrap().row.number;
    let persons = open(&node.app, person).await.unwrap().row.number;
    let mut public = String::new();
    for lang in ["ar", "en"] {
        for page in [
            "register",
            "register/changes",
            &format!("register/{number}"),
            &format!("register/{persons}"),
        ] {
            let got = node.get(&format!("/{lang}/{page}"), "").await;
            assert_eq!(got.status, 200, "{page}");
            check_page(&got.body, lang);
            public.push_str(&got.body);
        }
        for typed in [number.as_str(), "الدار الاختبار", "house", "دارُ الإختبار"]
        {
            let got = node.post(&format!("/{lang}/register/found"), "", &[("q", typed)]).await;
            check_page(&got.body, lang);
            public.push_str(&got.body);
        }
    }
    let found = node.post("/en/register/found", "", &[("q", "دار الإختبار")]).await.body;
    assert!(found.contains(&number), "found however it is written");
    let one = node.get(&format!("/en/register/{persons}"), "").await.body;
    assert!(!one.contains("Accommodation"), "of a person only the name and whether it holds");
    for secret in [SITE, CONTACT, "الياسمين", "فاطمة", "للنساء"] {
        assert!(!public.contains(secret), "{secret} is in a public page");
    }
    assert!(
        !public.contains("src=\"http") && !public.contains("href=\"http"),
        "nothing from elsewhere"
    );
    office.node.end().await;
}

#[tokio::test]
async fn contract_a24_the_ladder_is_kept_and_a_grievance_is_decided_by_somebody_else_in_time() {
    let office = Office::new().await;
    let id = office.given(NOW).await;
    let (officer, committee) = (&office.officer, &office.committee);
    let refused = |code: &str| Err(code.to_owned());
    assert_eq!(office.measure(id, Rung::Fine, false, committee).await, refused("licence.rung"));
    assert_eq!(office.measure(id, Rung::Fine, false, officer).await, refused("page.forbidden"));
    office.measure(id, Rung::Notice, false, officer).await.unwrap();
    office.measure(id, Rung::Warning, false, officer).await.unwrap();
    assert_eq!(
        office.measure(id, Rung::Suspension, false, committee).await,
        refused("licence.rung")
    );
    office.measure(id, Rung::Fine, false, committee).await.unwrap();
    assert_eq!(office.shut(NOW).await, None);
    office.measure(id, Rung::Suspension, false, committee).await.unwrap();
    assert_eq!(office.state(id, NOW).await, State::Suspended);
    assert_eq!(office.shut(NOW).await, Some(State::Suspended), "nobody is sent there");

    let app = &office.node.app;
    let taken = office.node.write(move |tx| measures::store::of_licence(tx, id)).await.unwrap();
    let fine = taken.iter().find(|one| one.rung == Rung::Fine).unwrap();
    assert_eq!(fine.dirhams, 3_000, "the fine of the table");
    let suspension = taken.iter().find(|one| one.rung == Rung::Suspension).unwrap().id;
    let late = NOW.plus_days(31);
    let bring = |now| measures::bring(app, id, (Some(suspension), "ظُلمنا"), &office.guest, now);
    assert_eq!(bring(late).await.unwrap_err().code, "licence.grievance");
    bring(NOW).await.unwrap();
    assert_eq!(bring(NOW).await.unwrap_err().code, "licence.grievance", "once");
    let filed = office.node.write(measures::store::waiting).await.unwrap();
    assert_eq!(filed[0].due_at, NOW.plus_days(30));
    let review = office.node.sign_in(&office.review).await;
    let day = office.node.get("/en", &review).await.body;
    assert!(day.contains(&format!("/en{}", path(id))), "it stands on the reviewer’s day");
    let settle = |by: Worker| async move {
        let which = (id, filed[0].id);
        measures::settle(app, which, (true, "لم يثبت"), &by, NOW).await
    };
    // Whoever had a part in the licence does not judge it, whatever roles they are given later.
    let turned = Worker { roles: office.review.roles.clone(), ..office.committee.clone() };
    let own = measures::settle(app, (id, filed_id(&office, id).await), (true, "x"), &turned, NOW);
    assert_eq!(own.await.unwrap_err().code, "licence.same_person");
    settle(office.review.clone()).await.unwrap();
    assert_eq!(office.state(id, NOW).await, State::Issued, "it is as it was");
    assert_eq!(office.shut(NOW).await, None);
    let inspector = Worker { roles: office.officer.roles.clone(), ..office.review.clone() };
    assert_eq!(
        office.measure(id, Rung::Notice, false, &inspector).await,
        refused("licence.same_person")
    );
    // In danger it is closed at once.
    office.measure(id, Rung::Closure, true, committee).await.unwrap();
    assert_eq!(office.state(id, NOW).await, State::Closed);
    office.node.end().await;
}

async fn filed_id(office: &Office, id: Uuid) -> Uuid {
    let all = office.node.write(move |tx| measures::store::grievances(tx, id)).await.unwrap();
    all[0].id
}

/// Another term, asked for late, costs more and holds from the day it is given.
async fn renewed_late(office: &Office, id: Uuid) {
    office.step(id, Act::AskRenewal, &office.guest, NOW).await.unwrap();
    let late = open(&office.node.app, id).await.unwrap();
    assert_eq!((late.state(NOW), late.renewal_fee(NOW)), (State::Overdue, 1_000 + 2 * 200));
    let unpaid = office.step(id, Act::Renew, &office.committee, NOW).await;
    assert_eq!(unpaid, Err("licence.unpaid".to_owned()));
    super::pay(&office.node.app, id, (1_400, "R-9".to_owned()), &office.officer, NOW)
        .await
        .unwrap();
    office.step(id, Act::Renew, &office.committee, NOW).await.unwrap();
}

#[tokio::test]
async fn contract_a24_a_licence_expires_by_itself_and_an_override_is_recorded_and_reviewed() {
    let office = Office::new().await;
    let given = NOW.plus_days(-400);
    let id = office.given(given).await;
    assert_eq!(office.shut(given.plus_days(300)).await, None);
    assert_eq!(office.shut(NOW).await, Some(State::Expired));

    let node = &office.node;
    let partnership = node.worker("khaled", &["PARTNERSHIP"]).await;
    let partnership = node.sign_in(&partnership).await;
    let flagged = format!("/en/partners/{}", office.holder.to_text());
    let page = node.get(&flagged, &partnership).await.body;
    assert!(page.contains("A licence does not hold"), "the provider is flagged");
    let sender = node.worker("hala", &["CASE_MANAGER"]).await;
    let supervisor = node.worker("amal", &["SUPERVISOR"]).await;
    let (cookie, second) = (node.sign_in(&sender).await, node.sign_in(&supervisor).await);
    let holder = office.holder.to_text();
    let form = [
        ("holder", holder.as_str()),
        ("reason", "NO_OTHER"),
        ("words", "لا مكان آخر"),
        ("days", "5"),
    ];
    check_page(&node.get(&format!("/ar/overrides/new?holder={holder}"), &cookie).await.body, "ar");
    let officer = node.sign_in(&office.officer).await;
    assert_eq!(node.post("/en/overrides", &officer, &form).await.status, 403);
    assert_eq!(node.post("/en/overrides", &cookie, &form[..2]).await.status, 422);
    let long = [form[0], form[1], form[2], ("days", "31")];
    assert_eq!(node.post("/en/overrides", &cookie, &long).await.status, 422);
    let made = node.post("/en/overrides", &cookie, &form).await;
    assert_eq!(made.status, 303, "{}", made.body);
    assert_eq!(office.shut(NOW).await, None, "it holds at once");
    assert_eq!(office.shut(NOW.plus_days(5)).await, Some(State::Expired), "and ends by itself");
    let again = node.post("/en/overrides", &cookie, &form).await;
    assert_eq!(again.status, 409, "there is nothing left to override");
    let page = node.get(&made.location, &second).await.body;
    check_page(&page, "en");
    for word in ["Worker hala", "No other provider fits", "لا مكان آخر"] {
        assert!(page.contains(word), "{word}");
    }
    assert!(node.get("/en", &second).await.body.contains(&made.location), "on the reviewer’s day");
    let review = format!("{}/review", made.location);
    assert_eq!(office.shut(NOW.plus_days(4)).await, Some(State::Expired), "nobody has looked");
    let said = |right: &'static str| [("right", right), ("words", "كان هناك بديل")];
    assert_eq!(node.post(&review, &cookie, &said("yes")).await.status, 403);
    assert_eq!(node.post(&review, &second, &said("no")[..1]).await.status, 409, "without words");
    assert_eq!(node.post(&review, &second, &said("no")).await.status, 303);
    let page = node.get(&made.location, &cookie).await.body;
    assert!(page.contains("كان هناك بديل") && page.contains("Worker amal"), "the review is kept");
    assert_eq!(office.shut(NOW).await, Some(State::Expired), "what was not right ends");
    assert_eq!(node.post(&review, &second, &said("yes")).await.status, 409);
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/overrides"), &second).await.body, lang);
    }
    renewed_late(&office, id).await;
    assert_eq!(office.shut(NOW).await, None);
    office.node.end().await;
}

#[tokio::test]
async fn contract_a24_regulators_see_no_evaluation_and_partnership_officers_no_licence_file() {
    let office = Office::new().await;
    let id = office.given(NOW).await;
    let node = &office.node;
    let licence = path(id);
    for regulator in [&office.officer, &office.committee, &office.review] {
        let cookie = node.sign_in(regulator).await;
        for page in [
            "evaluations",
            "agreements",
            "partnerships",
            "lifecycle",
            "policy/compliance",
            "partners",
            "imprint",
            "feedback",
            "obligations",
        ] {
            let got = node.get(&format!("/en/{page}"), &cookie).await;
            assert_eq!(got.status, 403, "{} at {page}", regulator.user_name);
        }
        let got = node.get(&format!("/en{licence}"), &cookie).await;
        assert_eq!(got.status, 200);
        // Where it is, whoever inspects learns, and it is written down.
        let inspects = regulator.id == office.officer.id;
        assert_eq!(got.body.contains(CONTACT), inspects, "{}", regulator.user_name);
    }
    for role in
        ["PARTNERSHIP", "HEAD", "ADVISOR", "COMMUNICATION", "SUPERVISOR", "ADMIN", "DPO_AUDIT"]
    {
        let worker = node.worker(&role.to_lowercase(), &[role]).await;
        let cookie = node.sign_in(&worker).await;
        for page in [licence.as_str(), "/licences", "/licences/new"] {
            assert_eq!(
                node.get(&format!("/en{page}"), &cookie).await.status,
                403,
                "{role} at {page}"
            );
        }
    }
    // What is public stands on the partner’s page, with what stands between.
    let partnership = node.worker("khaled", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&partnership).await;
    let page = node.get(&format!("/en/partners/{}", office.holder.to_text()), &cookie).await.body;
    let number = open(&node.app, id).await.unwrap().row.number;
    assert!(page.contains(&number) && page.contains("/en/law/rules/FIREWALL"));
    assert!(!page.contains(SITE) && !page.contains(&licence));
    check_page(&page, "en");
    office.node.end().await;
}

#[tokio::test]
async fn contract_a24_no_account_is_given_both_sides_and_one_that_has_both_has_neither() {
    let node = TestNode::new().await;
    let partnership = node.worker("khaled", &["PARTNERSHIP"]).await;
    let admin = node.worker("saif", &["ADMIN"]).await;
    let admin = node.sign_in(&admin).await;
    let made = [
        ("name_ar", "جامع"),
        ("name_en", "Both"),
        ("user", "both"),
        ("password", "a lantern beside the old harbour"),
        ("roles", "LICENSING_COMMITTEE"),
        ("roles", "PARTNERSHIP"),
    ];
    assert_eq!(node.post("/en/accounts", &admin, &made).await.status, 422);
    let changed = [("roles", "LICENSING_OFFICER"), ("roles", "PARTNERSHIP"), ("active", "yes")];
    let at = format!("/en/accounts/{}", partnership.id);
    assert_eq!(node.post(&at, &admin, &changed).await.status, 422);
    let both = node.worker("both", &["LICENSING_OFFICER", "PARTNERSHIP"]).await;
    let both = node.sign_in(&both).await;
    for page in ["/en/evaluations", "/en/licences"] {
        assert_eq!(node.get(page, &both).await.status, 403, "{page}");
    }
    node.end().await;
}

#[tokio::test]
async fn whoever_inspects_an_entity_never_judges_it_as_a_partner_and_the_other_way_round() {
    let office = Office::new().await;
    let id = office.given(NOW).await;
    let (node, app) = (&office.node, &office.node.app);
    let moved = office.officer.id;
    let roles = ["PARTNERSHIP".to_owned()];
    node.write(move |tx| accounts::set_roles(tx, moved, &roles, true)).await.unwrap();
    let inspector = Worker { roles: vec!["PARTNERSHIP".to_owned()], ..office.officer.clone() };
    let colleague = node.worker("khaled", &["PARTNERSHIP"]).await;
    let path = format!("/en/partners/{}/file", office.holder.to_text());
    let class = [("kind", "CLASS"), ("class_code", "STRATEGIC")];
    let mut score = vec![("kind", "SCORE")];
    score.extend(["mark1", "mark2", "mark3", "mark4", "mark5", "mark6", "mark7"].map(|n| (n, "4")));
    let cookie = node.sign_in(&inspector).await;
    for form in [&class[..], &score[..]] {
        let got = node.post(&path, &cookie, form).await;
        assert_eq!(got.status, 409, "{form:?}");
        assert!(got.body.contains("You have worked on a licence of this entity"));
    }
    let risk = [("kind", "CONTACT"), ("contact_code", "LEGAL"), ("contact_ar", "مكتب")];
    assert_eq!(node.post(&path, &cookie, &risk).await.status, 303, "the rest of the file is open");
    let stage = sila_core::lifecycle::Stage::Identify;
    let on = NOW.uae_date();
    let step = crate::lifecycle::Taken {
        agency: office.holder,
        to: stage,
        on,
        evidence: "Letter 4".to_owned(),
    };
    let taken = crate::lifecycle::take(app, step.clone(), inspector.id, NOW).await;
    assert_eq!(taken.unwrap_err().code, "wall.regulated");
    crate::lifecycle::take(app, step, colleague.id, NOW).await.unwrap();
    // The colleague who chose it is now an inspector.
    let visit = inspections::add(app, id, (inspections::PLANNED, NOW), &colleague, NOW).await;
    assert_eq!(visit.unwrap_err().code, "wall.judged");
    let other = node.worker("salem", &["LICENSING_OFFICER"]).await;
    inspections::add(app, id, (inspections::PLANNED, NOW), &other, NOW).await.unwrap();
    office.node.end().await;
}
