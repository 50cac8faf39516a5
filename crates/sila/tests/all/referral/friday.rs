//! H03: a boy of fourteen, on a Friday afternoon, and no bed for boys at the competent agency. Played as it is told: the duty
//! line of Dana, the question to both partners, the emergency referral to Marsa, the place, and what the law wants within a day.

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::cases::clocks::{self, alarm};
use sila::cases::{self, store as cases_of};
use sila::db::{DbError, Tx};
use sila::shelter::asking::{answer, settle, store as asking};
use sila::shelter::stays::{Stay, store as stays};
use sila_core::codes::{LawfulBasis, PermissionForm, Service, Sex};
use sila_core::ids::PlaceId;
use sila_core::person::Ages;
use sila_core::shelter::Takes;

use super::nodes::{self, Node};
use super::pages::{get, post, shows_every_text};
use super::shelter::{home, home_for};
use super::*;

/// Friday 28 November 2025, 15:20 in the State: minutes after the beginning of the tests.
const FRIDAY: i64 = 4 * 24 * 60 + 4 * 60 + 20;

/// Everybody who has a part in it.
struct Stage {
    pair: Pair,
    naseem: Node,
    intake: Worker,
    protection: Worker,
    supervisor: Worker,
    officer: Worker,
    keeper: Worker,
    case: CaseId,
}

impl Stage {
    async fn open() -> Stage {
        let pair = Pair::new().await;
        let naseem = nodes::naseem(&pair.dana).await;
        let boys = Takes { female: None, male: Some(Ages { min: 12, max: 17 }), with_adult: false };
        home_for(&pair.marsa, 1, boys).await;
        home(&naseem, 1).await;
        let dana = &pair.dana;
        let intake = dana.worker("d-int1", &["INTAKE"]).await;
        let protection = dana.worker("d-cp", &["CHILD_PROTECTION"]).await;
        let supervisor = dana.worker("d-sup", &["SUPERVISOR"]).await;
        let officer = pair.marsa.worker("m-ref", &["REFERRAL_OFFICER"]).await;
        let keeper = pair.marsa.worker("m-shel", &["SHELTER_SUPERVISOR"]).await;
        let case = CaseId(uuid::Uuid::nil());
        let mut stage =
            Stage { pair, naseem, intake, protection, supervisor, officer, keeper, case };
        stage.wait(FRIDAY);
        stage.case = stage.told().await;
        stage
    }

    /// D+4 15:20: somebody speaks to the duty line.
    async fn told(&self) -> CaseId {
        let app = &self.pair.dana.app;
        let mut known = self.pair.h01();
        known.people.truncate(1);
        let boy = &mut known.people[0];
        (boy.name_ar, boy.sex) = (Some("راشد علي السدراوي".to_owned()), Sex::Male);
        boy.birth = Birth::Exact { y: 2011, m: 6, d: 19 };
        known.residence.area = AreaCode::parse("AE-SH-SHJ-MWL").ok();
        (known.residence.usual_home, known.safety.immediate_danger) = (true, true);
        known.needs = vec![Service::EmergencyShelter];
        known.permission.basis = LawfulBasis::VitalInterest;
        known.permission.form = Some(PermissionForm::NotSafe);
        let (by, also, now) = (self.intake.id, self.protection.id, app.clock.now());
        let emergency = Urgency::Emergency;
        let case = cases::compose(app, &known, Category::Child, emergency, by, None, now).unwrap();
        let id = case.id;
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            cases_of::insert(tx, &case)?;
            cases_of::add_member(tx, id, also, by, now)
        };
        app.store.write(write).await.unwrap();
        id
    }

    fn wait(&self, minutes: i64) {
        self.pair.wait(minutes);
        let clock = &self.naseem.app.clock;
        clock.set(Some(clock.now().plus_minutes(minutes)));
    }

    /// The three nodes do what they do by themselves and tell each other.
    async fn settle(&self) {
        let (marsa, dana, naseem) = (&self.pair.marsa, &self.pair.dana, &self.naseem);
        for _ in 0..3 {
            self.pair.settle().await;
            nodes::call(naseem, dana).await;
            for node in [marsa, dana, naseem] {
                let now = node.app.clock.now();
                answer::tend(&node.app, now).await.unwrap();
                settle::tend(&node.app, now).await.unwrap();
            }
            nodes::call(naseem, dana).await;
        }
        self.pair.settle().await;
    }

    /// Somebody does something on a page, and it is done.
    async fn does(&self, node: &Node, worker: &Worker, path: &str, form: &str) {
        let cookie = node.sign_in(worker).await;
        let (status, page) = post(node, &cookie, path, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {page}");
    }

    async fn sees(&self, node: &Node, worker: &Worker, path: &str) -> String {
        let cookie = node.sign_in(worker).await;
        let (status, page) = get(node, &cookie, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        shows_every_text(&page);
        page
    }

    /// An act of the child protection officer on the case.
    async fn on_case(&self, rest: &str, form: &str) {
        let path = format!("/en/cases/{}{rest}", self.case);
        self.does(&self.pair.dana, &self.protection, &path, form).await;
    }

    async fn case_page(&self, lang: &str) -> String {
        let path = format!("/{lang}/cases/{}", self.case);
        self.sees(&self.pair.dana, &self.protection, &path).await
    }

    async fn clocks(&self) -> Vec<clocks::Clock> {
        let app = &self.pair.dana.app;
        let record = cases::open_record(app, &self.protection, self.case).await.unwrap();
        clocks::of_case(app, &record).await.unwrap()
    }

    /// 15:25: imminent danger. Both clocks of the law run on the clock on the wall, through the weekend.
    async fn the_clocks_begin(&self) {
        self.wait(5);
        self.on_case("/clocks", "").await;
        let now = self.pair.dana.app.clock.now();
        let clocks = self.clocks().await;
        assert_eq!(clocks.len(), 3);
        for clock in &clocks {
            assert_eq!(clock.due, now.plus_hours(24), "also over a weekend");
            let loud = |hours| alarm(clock.kind, clock.due, now.plus_hours(hours));
            assert_eq!([11, 12, 19, 20].map(loud), [0, 1, 1, 2], "alarms at 12 and 20 hours");
        }
        for lang in ["ar", "en"] {
            shows_every_text(&self.case_page(lang).await);
        }
    }

    /// 15:40: every partner is asked, for a sex and an age band; Marsa has a place until 19:40, Naseem none.
    async fn marsa_has_a_place(&self) -> PlaceId {
        self.wait(15);
        self.on_case("/place", "who=0").await;
        self.settle().await;
        let case = self.case;
        let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            let question = asking::of_case(tx, case)?.remove(0);
            Ok((question.id, asking::said(tx, question.id)?))
        };
        let (id, said) = self.pair.dana.app.store.read(read).await.unwrap();
        let of = |node: &Node| said.iter().find(|said| said.peer == node.id()).unwrap().clone();
        let (marsa, naseem) = (of(&self.pair.marsa), of(&self.naseem));
        assert_eq!((marsa.state.as_str(), naseem.state.as_str()), ("HELD", "NONE"));
        let until = NOW.plus_minutes(FRIDAY).plus_minutes(20 + 4 * 60);
        assert_eq!(marsa.until, Some(until), "19:40");
        let path = format!("/en/shelter/questions/{id}");
        let page = self.sees(&self.pair.dana, &self.protection, &path).await;
        assert!(page.contains("19:40") && page.contains(&format!("/cases/{case}/emergency?to=")));
        id
    }

    /// 15:50: one screen; CAPACITY is recorded against the residence rule, and nothing waits.
    async fn referred(&self, place: PlaceId) -> ReferralId {
        self.wait(10);
        let (dana, case, to) = (&self.pair.dana, self.case, self.pair.marsa.id().to_text());
        for lang in ["ar", "en"] {
            let path = format!("/{lang}/cases/{case}/emergency?to={to}");
            let page = self.sees(dana, &self.protection, &path).await;
            assert!(page.contains(&to) && page.contains("value=\"CAPACITY\" selected"), "{lang}");
        }
        let lacking = format!("/en/cases/{case}/emergency");
        let cookie = dana.sign_in(&self.protection).await;
        let (status, page) = post(dana, &cookie, &lacking, "ground=VITAL").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("err-sum"));
        self.on_case("/emergency", &format!("to={to}&why=CAPACITY&ground=VITAL")).await;
        self.settle().await;
        let read = move |tx: &mut dyn Tx| referrals::store::of_case(tx, case);
        let row = dana.app.store.read::<_, DbError, _>(read).await.unwrap().remove(0);
        let there = self.pair.equal(row.id).await;
        let offer = there.thread().unwrap().offer().clone();
        assert_eq!(there.row.state, State::Delivered);
        let departure = offer.override_.unwrap();
        assert_eq!(departure.reason, OverrideReason::Capacity);
        assert_eq!((departure.approved_by_role, offer.place), (None, Some(place)));
        assert!(offer.fields.iter().all(|field| Field::EMERGENCY.contains(field)));
        row.id
    }

    async fn stay(&self, id: ReferralId) -> Stay {
        let read = move |tx: &mut dyn Tx| stays::of_referral(tx, id);
        self.pair.marsa.app.store.read::<_, DbError, _>(read).await.unwrap().remove(0)
    }

    /// 16:05: accepted, and the place confirmed. Dana stays responsible, the place is with Marsa: both pages say so.
    async fn accepted(&self, id: ReferralId, place: PlaceId) {
        self.wait(15);
        let marsa = &self.pair.marsa;
        self.does(marsa, &self.officer, &format!("/ar/referrals/{id}/acceptance"), "").await;
        self.settle().await;
        assert_eq!(self.stay(id).await.state, "HELD");
        let read = move |tx: &mut dyn Tx| asking::find(tx, place);
        let question = self.pair.dana.app.store.read::<_, DbError, _>(read).await.unwrap();
        assert_eq!(question.unwrap().state, "CONFIRMED");
        let said =
            "Agency DANA\u{2069} answers for the person; the place is with \u{2068}Agency MARSA";
        for (node, worker) in [(&self.pair.dana, &self.protection), (marsa, &self.officer)] {
            let page = self.sees(node, worker, &format!("/en/referrals/{id}")).await;
            assert!(page.contains(said), "{page}");
        }
        let there = marsa.record(id).await.row.case_id.unwrap();
        let page = self.sees(marsa, &self.officer, &format!("/en/cases/{there}")).await;
        assert!(page.contains("Agency DANA"), "the case at Marsa names who answers for him");
    }

    /// 19:10: admitted. The child is told the measure; he is over thirteen, so he signs, or refuses.
    async fn admitted(&self, id: ReferralId) {
        self.wait(3 * 60 + 5);
        let stay = self.stay(id).await.id;
        let admission = format!("/ar/shelter/stays/{stay}/admission");
        self.does(&self.pair.marsa, &self.keeper, &admission, "").await;
        assert_eq!(self.stay(id).await.state, "STAYING");
        let path = format!("/en/cases/{}/clocks/told", self.case);
        let page = self.sees(&self.pair.dana, &self.protection, &path).await;
        assert!(page.contains("SIGNED") && page.contains("REFUSED") && !page.contains("\"TOLD\""));
        self.on_case("/clocks/told", "outcome=SIGNED").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_h03_a_boy_on_friday_afternoon_has_a_place_and_the_law_is_kept() {
    let stage = Stage::open().await;
    stage.the_clocks_begin().await;
    let place = stage.marsa_has_a_place().await;
    let id = stage.referred(place).await;
    stage.accepted(id, place).await;
    stage.admitted(id).await;
    // D+5 10:30: notice to the prosecution, with the number of its receipt; 13:00: its permission.
    stage.wait(15 * 60 + 20);
    stage.on_case("/clocks/notice", "outcome=SENT&number=P02-25-00417").await;
    stage.wait(150);
    stage.on_case("/clocks/permission", "outcome=GIVEN&number=P02-25-00419").await;
    let done = stage.clocks().await;
    assert!(done.iter().all(|clock| clock.done.as_ref().is_some_and(|one| one.at <= clock.due)));
    let page = stage.case_page("en").await;
    assert!(page.contains("P02-25-00417") && page.contains("P02-25-00419"));
    assert!(!page.contains("after its time"), "before 24 hours: green");
    stage.wait(24 * 60);
    let day = stage.sees(&stage.pair.dana, &stage.supervisor, "/en").await;
    assert!(!day.contains("Overdue: "), "nothing went up to the supervisor");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b26_h03_a_notice_that_is_thirteen_hours_later_is_overdue_and_with_the_supervisor()
{
    let stage = Stage::open().await;
    stage.the_clocks_begin().await;
    let over = "Overdue: notice to the prosecution";
    let dana = &stage.pair.dana;
    stage.wait(24 * 60 - 1);
    assert!(!stage.sees(dana, &stage.supervisor, "/en").await.contains(over), "a minute before");
    assert!(stage.sees(dana, &stage.protection, "/en").await.contains("Notice to the prosecution"));
    stage.wait(2);
    for worker in [&stage.supervisor, &stage.protection] {
        let page = stage.sees(dana, worker, "/en").await;
        assert!(page.contains(over) && page.contains(&format!("/cases/{}", stage.case)));
    }
    stage.wait(8 * 60);
    stage.on_case("/clocks/notice", "outcome=SENT&number=P02-25-00417").await;
    assert!(stage.case_page("en").await.contains("after its time"), "written down as late");
    assert!(!stage.sees(dana, &stage.supervisor, "/en").await.contains(over));
}
