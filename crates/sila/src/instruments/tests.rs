//! A form is loaded by one and approved by another, filled once, pinned to its version, raised with a reason and lowered by
//! a supervisor alone.

use sila_core::codes::{Category, Risk, Urgency};
use sila_core::ids::CaseId;

use super::file::{self, NotAnInstrument};
use super::{ELDER, SHIPPED, State, store};
use crate::accounts::Worker;
use crate::cases::{compose, store as cases, tests::disclosure};
use crate::testing::{Got, NOW, TestNode, check_page};

const WHY: &str = "The neighbours have seen him at the door again today";

async fn new_case(node: &TestNode, owner: &Worker) -> CaseId {
    let (known, owner) = (disclosure(node), owner.id);
    let kind = (Category::Woman, Urgency::Urgent);
    let case = compose(&node.app, &known, kind.0, kind.1, owner, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

struct Ward {
    node: TestNode,
    owner: Worker,
    boss: Worker,
    case: CaseId,
}

impl Ward {
    async fn new() -> Ward {
        let node = TestNode::new().await;
        let owner = node.worker("reem", &["INTAKE"]).await;
        let boss = node.worker("amal", &["SUPERVISOR"]).await;
        let case = new_case(&node, &owner).await;
        Ward { node, owner, boss, case }
    }

    async fn sees(&self, worker: &Worker, path: &str) -> Got {
        let cookie = self.node.sign_in(worker).await;
        self.node.get(path, &cookie).await
    }

    async fn posts(&self, worker: &Worker, path: &str, form: &[(&str, &str)]) -> Got {
        let cookie = self.node.sign_in(worker).await;
        self.node.post(path, &cookie, form).await
    }

    /// The form of our own, in use: where it is filled.
    async fn form(&self) -> (uuid::Uuid, String) {
        let page = self.sees(&self.owner, &format!("/en/cases/{}", self.case)).await.body;
        assert!(page.contains("Not assessed") && page.contains("Risk indicators"));
        let all = self.node.write(store::all).await.unwrap();
        assert_eq!((all.len(), all[0].state), (1, State::Active));
        (all[0].id, format!("/en/cases/{}/assessments/new/{}", self.case, all[0].id))
    }

    async fn last(&self) -> super::Assessment {
        let case = self.case;
        self.node.write(move |tx| store::of_case(tx, case)).await.unwrap().remove(0)
    }
}

/// An answer to every question: these with yes, the others with no.
fn answers(yes: &[&str]) -> Vec<(String, String)> {
    let form = file::read(SHIPPED).unwrap();
    let one = |code: &str| {
        let said = if yes.contains(&code) { "YES" } else { "NO" };
        (format!("q-{}", code.to_ascii_lowercase()), said.to_owned())
    };
    form.questions.iter().map(|question| one(&question.code)).collect()
}

fn with<'a>(all: &'a [(String, String)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own = all.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    own.chain(more.iter().copied()).collect()
}

#[test]
fn the_shipped_list_is_sound_and_its_rules_are_those_of_the_design() {
    let form = file::read(SHIPPED).unwrap();
    assert_eq!((form.code.as_str(), form.questions.len()), ("SILA-RISK", 20));
    let level = |yes: &[&str]| {
        let given = answers(yes).into_iter();
        let given = given.map(|(name, said)| (name[2..].to_ascii_uppercase(), said)).collect();
        form.score(&given).unwrap().level
    };
    for alone in ["CHOKING", "WEAPON", "KILL", "CHILD", "SELF", "VIEW"] {
        assert_eq!(level(&[alone]), Risk::High, "{alone}");
    }
    for alone in ["INJURY", "WORSE", "ACCESS", "BABY", "DRUGS", "ALONE"] {
        assert_eq!(level(&[alone]), Risk::Low, "{alone}");
    }
    assert_eq!(level(&["INJURY", "ACCESS"]), Risk::High);
    assert_eq!(level(&["WORSE", "LEAVING", "DRUGS"]), Risk::Medium);
    assert_eq!(level(&[]), Risk::Low);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_filled_is_pinned_scored_by_the_declared_rules_and_kept_sealed() {
    let ward = Ward::new().await;
    let (form, path) = ward.form().await;
    for lang in ["ar", "en"] {
        check_page(
            &ward.sees(&ward.owner, &path.replace("/en/", &format!("/{lang}/"))).await.body,
            lang,
        );
    }
    let lacking = ward.posts(&ward.owner, &path, &[("q-choking", "YES")]).await;
    assert_eq!(lacking.status, 422);
    assert_eq!(lacking.body.matches("Choose an answer").count() / 2, 19, "each, above and beside");
    let all = answers(&["CHOKING"]);
    let lower = ward.posts(&ward.owner, &path, &with(&all, &[("level", "LOW")])).await;
    assert_eq!(lower.status, 422, "nobody lowers what the rules reach");
    let raised = with(&all, &[("level", "IMMINENT")]);
    assert_eq!(ward.posts(&ward.owner, &path, &raised).await.status, 422, "not without a reason");
    let raised = with(&all, &[("level", "IMMINENT"), ("note", WHY)]);
    let done = ward.posts(&ward.owner, &path, &raised).await;
    assert_eq!(done.status, 303);
    let one = ward.last().await;
    assert_eq!((one.scored, one.level), (Risk::High, Risk::Imminent));
    assert_eq!((one.instrument, one.again_at), (form, Some(NOW.plus_days(1))));
    let page = ward.sees(&ward.owner, &done.location).await.body;
    check_page(&page, "en");
    assert!(page.contains("Choking, or an attempt to strangle: Yes") && page.contains(WHY));
    assert!(!String::from_utf8_lossy(&one.body).contains("CHOKING"), "sealed under the case");
    let stranger = ward.node.worker("sara", &["CASE_MANAGER"]).await;
    assert_eq!(ward.sees(&stranger, &done.location).await.status, 404);
    assert_eq!(ward.posts(&stranger, &path, &raised).await.status, 404);
    ward.node.app.clock.set(Some(NOW.plus_days(2)));
    let day = ward.sees(&ward.owner, "/en").await.body;
    assert!(day.contains("Time to assess again"), "overdue on the day of the owner");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_who_did_not_fill_it_lowers_it_once_with_a_reason() {
    let ward = Ward::new().await;
    let (_, path) = ward.form().await;
    let all = answers(&["KILL"]);
    let filled = ward.posts(&ward.owner, &path, &with(&all, &[])).await.location;
    let lowering = format!("{filled}/lowering");
    let form = [("level", "MEDIUM"), ("why", WHY)];
    assert_eq!(ward.posts(&ward.owner, &lowering, &form).await.status, 403);
    let short = [("level", "MEDIUM"), ("why", "no")];
    assert_eq!(ward.posts(&ward.boss, &lowering, &short).await.status, 422);
    let higher = [("level", "IMMINENT"), ("why", WHY)];
    assert_eq!(ward.posts(&ward.boss, &lowering, &higher).await.status, 422);
    assert_eq!(ward.posts(&ward.boss, &lowering, &form).await.status, 303);
    let one = ward.last().await;
    assert_eq!((one.scored, one.level), (Risk::High, Risk::Medium), "what the answers say stays");
    assert_eq!(one.lowered_by, Some(ward.boss.id));
    let again = [("level", "LOW"), ("why", WHY)];
    assert_eq!(ward.posts(&ward.boss, &lowering, &again).await.status, 409, "once");
    let page = ward.sees(&ward.owner, &filled).await.body;
    assert!(page.contains("Lowered by a supervisor") && page.contains(WHY));
}

/// A form of an agency: two questions with answers and points of their own.
fn form(version: u32, points: i32) -> String {
    format!(
        r#"{{"format": "sila-instrument/1", "code": "APPROVED-1", "version": {version},
        "title": {{"ar": "النموذج المعتمد", "en": "The approved form"}},
        "source": {{"ar": "الوزارة", "en": "The Ministry"}},
        "questions": [{{"code": "SLEEP", "ar": "النوم", "en": "Sleep", "answers": [
            {{"code": "WELL", "ar": "جيد", "en": "Well", "points": 0}},
            {{"code": "BADLY", "ar": "سيئ", "en": "Badly", "points": {points}}}]}}],
        "rules": [{{"level": "HIGH", "points": 5}}]}}"#
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_loaded_by_one_approved_by_another_and_its_next_version_takes_its_place() {
    let ward = Ward::new().await;
    let other = ward.node.worker("huda", &["SUPERVISOR"]).await;
    let upload = async |worker: &Worker, text: &str| {
        let cookie = ward.node.sign_in(worker).await;
        ward.node.upload("/en/instruments", &cookie, "form.json", text.as_bytes()).await
    };
    let loaded = upload(&ward.boss, &form(1, 5)).await;
    assert_eq!(loaded.status, 303, "{}", loaded.body);
    let decide = format!("{}/decision", loaded.location);
    let approve = [("decision", "approve")];
    assert_eq!(ward.posts(&ward.boss, &decide, &approve).await.status, 403, "not her own");
    let retire = [("decision", "retire")];
    assert_eq!(ward.posts(&ward.boss, &decide, &retire).await.status, 303);
    assert_eq!(ward.posts(&ward.boss, &decide, &approve).await.status, 403, "nor by a way round");
    assert_eq!(ward.posts(&ward.owner, &decide, &approve).await.status, 403, "no supervisor");
    let id: uuid::Uuid = loaded.location.rsplit('/').next().unwrap().parse().unwrap();
    let path = format!("/en/cases/{}/assessments/new/{id}", ward.case);
    assert_eq!(ward.sees(&ward.owner, &path).await.status, 404, "not before it is approved");
    assert_eq!(ward.posts(&other, &decide, &approve).await.status, 303);
    let filled = ward.posts(&ward.owner, &path, &[("q-sleep", "BADLY")]).await;
    assert_eq!(filled.status, 303);
    assert_eq!(ward.last().await.level, Risk::High);
    assert_eq!(upload(&ward.boss, &form(1, 1)).await.status, 409, "a version is never replaced");
    let next = upload(&ward.boss, &form(2, 1)).await;
    let decide = format!("{}/decision", next.location);
    assert_eq!(ward.posts(&other, &decide, &approve).await.status, 303);
    assert_eq!(ward.sees(&ward.owner, &path).await.status, 404, "the older version is not filled");
    let page = ward.sees(&ward.owner, &filled.location).await.body;
    assert!(page.contains("APPROVED-1 1") && page.contains("5 points or more"), "and still read");
    for lang in ["ar", "en"] {
        check_page(&ward.sees(&ward.boss, &format!("/{lang}/instruments")).await.body, lang);
        let shown = loaded.location.replace("/en/", &format!("/{lang}/"));
        check_page(&ward.sees(&ward.boss, &shown).await.body, lang);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_makes_no_sense_is_refused_with_its_place() {
    let sound = form(1, 5);
    let of = |from: &str, to: &str| file::read(sound.replace(from, to).as_bytes()).unwrap_err();
    assert_eq!(of("\"rules\"", "\"rulez\"").says().0, "form");
    assert_eq!(of("sila-instrument/1", "sila-instrument/2"), NotAnInstrument::Format);
    assert_eq!(of("HIGH", "EXTREME"), NotAnInstrument::Level("EXTREME".to_owned()));
    assert_eq!(of("\"points\": 5}]}", "\"level\": 5}]}").says().0, "form");
    assert_eq!(
        of("{\"level\": \"HIGH\", \"points\": 5}", "{\"level\": \"HIGH\"}"),
        NotAnInstrument::Rule(1)
    );
    assert_eq!(of("جيد", " ").says(), ("words", "SLEEP".to_owned()));
    assert_eq!(of("BADLY", "WELL").says(), ("code", "WELL".to_owned()));
    let ward = Ward::new().await;
    let cookie = ward.node.sign_in(&ward.boss).await;
    let got =
        ward.node.upload("/en/instruments", &cookie, "x.json", b"<script>alert(1)</script>").await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("stops making sense") && !got.body.contains("alert(1)"));
}

/// H04: whoever is controlled through papers has the service named that brings them back, and the law, until it is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn h04_papers_that_are_withheld_raise_their_service_and_its_law() {
    let ward = Ward::new().await;
    let (_, path) = ward.form().await;
    for (yes, told) in [("INJURY", false), ("CONTROL", true), ("ALONE", true)] {
        let all = answers(&[yes]);
        let done = ward.posts(&ward.owner, &path, &with(&all, &[])).await;
        assert_eq!(done.status, 303, "{}", done.body);
        for lang in ["ar", "en"] {
            let path = done.location.replace("/en/", &format!("/{lang}/"));
            let page = ward.sees(&ward.owner, &path).await.body;
            check_page(&page, lang);
            assert_eq!(page.contains(&format!("/{lang}/law/UAE-DL-2023-24")), told, "{yes}");
        }
        let page = ward.sees(&ward.owner, &done.location).await.body;
        assert_eq!(page.contains("Identity and residence documents"), told, "{yes}");
    }
}

/// The form about older people that comes as a file: an answer to each question, and the level that follows.
fn elder(more: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
    let form = file::read(ELDER).unwrap();
    let calm = [("WISH", "HERE"), ("FOOD", "DAILY"), ("MEDICINE", "NONE"), ("HELPER", "FAMILY")];
    let calm = calm.into_iter().chain([("WASH", "ALONE"), ("WALK", "ALONE")]);
    let said: Vec<(&str, &str)> = more.iter().copied().chain(calm).collect();
    let one = |code: &str| {
        let answer = said.iter().find(|(question, _)| *question == code);
        (format!("q-{}", code.to_ascii_lowercase()), answer.map_or("NO", |one| one.1).to_owned())
    };
    form.questions.iter().map(|question| one(&question.code)).collect()
}

#[test]
fn the_form_about_older_people_asks_their_wish_first_lets_them_decline_and_its_rules_hold() {
    let form = file::read(ELDER).unwrap();
    assert_eq!((form.code.as_str(), form.version, form.questions.len()), ("SILA-ELDER", 1, 17));
    assert_eq!(form.questions[0].code, "WISH", "what the person wants comes first");
    for question in &form.questions {
        assert!(question.answer("DECLINED").is_some(), "{} may be declined", question.code);
        assert!(question.answer("UNKNOWN").is_some(), "{}", question.code);
    }
    let score = |more: &[(&'static str, &'static str)]| {
        let given = elder(more).into_iter();
        let given = given.map(|(name, said)| (name[2..].to_ascii_uppercase(), said)).collect();
        form.score(&given).unwrap()
    };
    assert_eq!(score(&[]).level, Risk::Low);
    for alone in ["NEGLECT", "HURT", "KEPT", "AFRAID", "WEARY"] {
        assert_eq!(score(&[(alone, "YES")]).level, Risk::High, "{alone}");
    }
    for alone in ["MEMORY", "FALL", "DWELLING", "TIRED", "NOCALL", "MONEY"] {
        assert_eq!(score(&[(alone, "YES")]).level, Risk::Low, "{alone}");
    }
    assert_eq!(score(&[("FALL", "YES"), ("HELPER", "NOBODY")]).level, Risk::Medium);
    assert_eq!(score(&[("WASH", "CANNOT"), ("HELPER", "NOBODY")]).level, Risk::High);
    assert_eq!(score(&[("WASH", "CANNOT"), ("HELPER", "PAID")]).level, Risk::Low);
    let open = score(&[("MONEY", "DECLINED"), ("NOCALL", "UNKNOWN")]);
    assert_eq!((open.level, open.unknown), (Risk::Low, 2), "what was left open is counted so");
}

/// H02: version 1 of the form is loaded by one and approved by another, filled at the home visit and pinned to that version.
#[tokio::test(flavor = "multi_thread")]
async fn h02_the_form_about_older_people_is_loaded_approved_filled_and_pinned_to_version_one() {
    let ward = Ward::new().await;
    let other = ward.node.worker("huda", &["SUPERVISOR"]).await;
    let file = ward.sees(&ward.boss, "/en/instruments/ours/older").await;
    assert_eq!((file.status.as_u16(), file.body.as_bytes()), (200, ELDER), "the file itself");
    assert_eq!(ward.sees(&ward.owner, "/en/instruments/ours/older").await.status, 403);
    let cookie = ward.node.sign_in(&ward.boss).await;
    let sent = file.body.as_bytes();
    let loaded = ward.node.upload("/en/instruments", &cookie, "older.json", sent).await;
    assert_eq!(loaded.status, 303, "{}", loaded.body);
    let id: uuid::Uuid = loaded.location.rsplit('/').next().unwrap().parse().unwrap();
    let path = format!("/en/cases/{}/assessments/new/{id}", ward.case);
    assert_eq!(ward.sees(&ward.owner, &path).await.status, 404, "nobody has approved it");
    let approve = [("decision", "approve")];
    let decide = format!("{}/decision", loaded.location);
    assert_eq!(ward.posts(&ward.boss, &decide, &approve).await.status, 403, "not her own");
    assert_eq!(ward.posts(&other, &decide, &approve).await.status, 303);
    for lang in ["ar", "en"] {
        let path = path.replace("/en/", &format!("/{lang}/"));
        check_page(&ward.sees(&ward.owner, &path).await.body, lang);
    }
    let all = elder(&[("FALL", "YES"), ("HELPER", "NOBODY"), ("MONEY", "DECLINED")]);
    let done = ward.posts(&ward.owner, &path, &with(&all, &[])).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let one = ward.last().await;
    assert_eq!((one.instrument, one.level), (id, Risk::Medium));
    assert_eq!(one.again_at, Some(NOW.plus_days(60)));
    let page = ward.sees(&ward.owner, &done.location).await.body;
    assert!(page.contains("SILA-ELDER 1") && page.contains("Prefers not to say"), "{page}");
    let case = ward.sees(&ward.owner, &format!("/en/cases/{}", ward.case)).await.body;
    assert!(case.contains("Needs and safety of an older person at home"), "{case}");
}
