//! Whether somebody must interpret follows from the language; who does is planned, written down with what came of it, and sealed; and some
//! people never do.

use sila_core::codes::{Category, Language, Relation, Urgency};
use sila_core::ids::CaseId;

use super::{Interpreting, Need};
use crate::accounts::Worker;
use crate::cases::appointments::store as appointments;
use crate::cases::kin::{self, Said};
use crate::cases::record::open_record;
use crate::cases::scope::{Change, change, store as scope};
use crate::cases::store as cases;
use crate::cases::{compose, tests::disclosure};
use crate::partners::club::{CLUB, with_club};
use crate::testing::{NOW, TestNode, check_page};

const NAME: &str = "Canary Tersanova";
const FEARED: &str = "راشد خليفة الظنحاني";

async fn speaking(node: &TestNode, owner: &Worker, language: Language) -> CaseId {
    let mut known = disclosure(node);
    known.people[0].language = Some(language);
    let kind = (Category::Woman, Urgency::Urgent);
    let case = compose(&node.app, &known, kind.0, kind.1, owner.id, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

type Answers = Vec<(&'static str, String)>;

/// Her rights were told today in Filipino, by telephone, and it was declared.
fn form(changed: &[(&'static str, &str)]) -> Answers {
    let mut form: Answers = [
        ("what", "RIGHTS"),
        ("language", "fil"),
        ("way", "PHONE"),
        ("name", NAME),
        ("day_d", "22"),
        ("day_m", "11"),
        ("day_y", "2026"),
        ("declared", "yes"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec();
    form.retain(|(name, _)| !changed.iter().any(|(other, _)| name == other));
    form.extend(changed.iter().map(|(name, value)| (*name, (*value).to_owned())));
    form
}

async fn say(
    node: &TestNode,
    cookie: &str,
    case: CaseId,
    changed: &[(&'static str, &str)],
) -> (u16, String) {
    let answers = form(changed);
    let answers: Vec<(&str, &str)> = answers.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let got = node.post(&format!("/en/cases/{case}/interpreters"), cookie, &answers).await;
    (got.status.as_u16(), got.body)
}

/// A session on Tuesday at ten.
async fn session(node: &TestNode, cookie: &str, case: CaseId) {
    let form = [
        ("kind", "SESSION"),
        ("day_d", "24"),
        ("day_m", "11"),
        ("day_y", "2026"),
        ("time", "10:00"),
        ("place", "CENTRE"),
        ("weeks", "0"),
        ("times", "1"),
        ("all_the_same", "yes"),
    ];
    let new = format!("/en/cases/{case}/appointments/new");
    assert_eq!(node.post(&new, cookie, &form).await.status, 303);
}

async fn stored(node: &TestNode, owner: &Worker, case: CaseId) -> Vec<Interpreting> {
    let record = open_record(&node.app, owner, case).await.unwrap();
    super::of_case(&node.app, &record).await.unwrap()
}

#[test]
fn the_need_follows_from_the_language_or_from_what_was_said() {
    let table = [
        (None, false, None),
        (None, true, Some(Need(None))),
        (Some(Language::Arabic), false, None),
        (Some(Language::English), false, None),
        (Some(Language::Arabic), true, Some(Need(Some(Language::Arabic)))),
        (Some(Language::Filipino), false, Some(Need(Some(Language::Filipino)))),
        (Some(Language::SignLanguage), false, Some(Need(Some(Language::SignLanguage)))),
    ];
    for (language, said, need) in table {
        assert_eq!(Need::of(language, said), need, "{language:?} {said}");
    }
}

/// What a page says to the caseworker.
async fn read(node: &TestNode, cookie: &str, path: &str) -> String {
    node.get(path, cookie).await.body
}

const SIGNS: &str = "An interpreter is needed: Sign language, present or by video";
const NOBODY: &str = "Nobody is named to interpret";

async fn an_appointment_waits_for_somebody(node: &TestNode) {
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let cookie = node.sign_in(&owner).await;
    let deaf = speaking(node, &owner, Language::SignLanguage).await;
    it_is_asked_for(node, &owner, (deaf, &cookie)).await;
    somebody_is_named(node, (deaf, &cookie)).await;
    what_came_of_it_is_said(node, &owner, deaf).await;
}

async fn it_is_asked_for(node: &TestNode, owner: &Worker, (deaf, cookie): (CaseId, &str)) {
    let arabic = speaking(node, owner, Language::Arabic).await;
    for case in [deaf, arabic] {
        session(node, cookie, case).await;
    }
    let page = read(node, cookie, &format!("/en/cases/{deaf}")).await;
    assert!(page.contains(SIGNS), "{page}");
    let page = read(node, cookie, &format!("/en/cases/{arabic}")).await;
    assert!(!page.contains("An interpreter is needed"));
    let day = read(node, cookie, "/en").await;
    assert_eq!(day.matches(NOBODY).count(), 1, "{day}");
    assert!(day.contains(SIGNS) && !day.contains("Wafaa"));
}

async fn somebody_is_named(node: &TestNode, (case, cookie): (CaseId, &str)) {
    let slot = node.write(move |tx| appointments::of_case(tx, case)).await.unwrap()[0].0.id;
    let what = slot.to_string();
    let video = [("what", what.as_str()), ("language", "sgn-AE"), ("way", "VIDEO")];
    assert_eq!(say(node, cookie, case, &video).await.0, 303);
    let day = read(node, cookie, "/en").await;
    assert!(!day.contains(NOBODY), "{day}");
    for (lang, rest) in [("ar", ""), ("en", ""), ("ar", "/interpreters"), ("en", "/interpreters")] {
        let page = read(node, cookie, &format!("/{lang}/cases/{case}{rest}")).await;
        check_page(&page, lang);
        assert!(page.contains(NAME), "{rest}");
    }
}

/// Tuesday's session, and who interprets.
async fn named_for_tuesday(
    node: &TestNode,
    owner: &Worker,
    case: CaseId,
    changed: &[(&'static str, &str)],
) -> Interpreting {
    let cookie = node.sign_in(owner).await;
    let slot = node.write(move |tx| appointments::of_case(tx, case)).await.unwrap()[0].0.id;
    let what = slot.to_string();
    let mut form = vec![("what", what.as_str())];
    form.extend(changed);
    assert_eq!(say(node, &cookie, case, &form).await.0, 303);
    stored(node, owner, case).await.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_planned_and_is_kept_from_the_case_since_interprets_no_more() {
    let (node, _) = with_club().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mate = node.worker("shamsa", &["CASE_MANAGER"]).await;
    let case = speaking(&node, &owner, Language::Filipino).await;
    let cookie = node.sign_in(&owner).await;
    session(&node, &cookie, case).await;
    let club = CLUB.to_text();
    let needed = async |what: &str| {
        let one = stored(&node, &owner, case).await.remove(0);
        assert!(one.state == "NEEDED" && one.name.is_empty() && one.partner.is_none(), "{what}");
        assert!(read(&node, &cookie, "/en").await.contains(NOBODY), "{what}");
    };
    let one = named_for_tuesday(&node, &owner, case, &[("partner", &club), ("name", "")]).await;
    assert_eq!((one.state.as_str(), one.partner), ("PLANNED", Some(CLUB)));
    change(&node.app, &owner, case, Change::Bar(CLUB, "EMPLOYER"), NOW).await.unwrap();
    needed("of an agency that is barred").await;
    assert_eq!(named_for_tuesday(&node, &owner, case, &[("name", FEARED)]).await.name, FEARED);
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let (name, words) = (FEARED.to_owned(), String::new());
    let said = Said { name, relation: Relation::Husband, at_home: true, words };
    kin::allege(&node.app, &owner, &record, said, NOW).await.unwrap();
    needed("said to have done harm").await;
    named_for_tuesday(&node, &owner, case, &[("name", "Worker shamsa")]).await;
    change(&node.app, &owner, case, Change::Exclude(mate.id, "KIN"), NOW).await.unwrap();
    needed("a colleague who is excluded").await;
    let history = read(&node, &cookie, &format!("/en/cases/{case}/history")).await;
    assert!(history.contains("Whoever was to interpret may not"), "{history}");
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_need_of_planned_appointments_follows_when_the_language_becomes_known() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let case = speaking(&node, &owner, Language::Arabic).await;
    let cookie = node.sign_in(&owner).await;
    session(&node, &cookie, case).await;
    assert!(!read(&node, &cookie, "/en").await.contains(NOBODY));
    let filipino = "An interpreter is needed: Filipino";
    for (language, needed) in [(Language::Filipino, true), (Language::Arabic, false)] {
        let record = open_record(&node.app, &owner, case).await.unwrap();
        let mut known = record.disclosure.clone();
        known.people[0].language = Some(language);
        let kind = (Category::Woman, Urgency::Urgent);
        let revised = record.revised(&node.app, &known, kind.0, kind.1).unwrap();
        let version = record.row.version;
        let done = node.write(move |tx| cases::replace(tx, &revised, version, NOW)).await.unwrap();
        assert!(done);
        let day = read(&node, &cookie, "/en").await;
        assert_eq!(day.contains(NOBODY) && day.contains(filipino), needed, "{language:?}: {day}");
        assert_eq!(stored(&node, &owner, case).await.len(), usize::from(needed));
    }
    node.end().await;
}

/// The answer to who says what came of it.
async fn told(node: &TestNode, owner: &Worker, case: CaseId, outcome: &str) -> u16 {
    let one = stored(node, owner, case).await.remove(0);
    let cookie = node.sign_in(owner).await;
    let act = format!("/en/cases/{case}/interpreters/{}", one.id);
    node.post(&act, &cookie, &[("outcome", outcome)]).await.status.as_u16()
}

async fn what_came_of_it_is_said(node: &TestNode, owner: &Worker, case: CaseId) {
    node.app.clock.set(Some(NOW.plus_hours(44)));
    let cookie = node.sign_in(owner).await;
    let day = read(node, &cookie, "/en").await;
    assert!(day.contains("by video") && !day.contains(NAME), "how, and not whom: {day}");
    assert_eq!(told(node, owner, case, "ABSENT").await, 409, "it is at ten, and eight now");
    node.app.clock.set(Some(NOW.plus_hours(47)));
    for (outcome, status) in [("WELL", 409), ("UNDECLARED", 303), ("ABSENT", 409)] {
        assert_eq!(told(node, owner, case, outcome).await, status, "{outcome}");
    }
    nor_is_another_named(node, owner, case).await;
}

async fn nor_is_another_named(node: &TestNode, owner: &Worker, case: CaseId) {
    let cookie = node.sign_in(owner).await;
    let page = read(node, &cookie, &format!("/en/cases/{case}/interpreters")).await;
    assert!(page.contains("Interpreted, nothing declared"), "{page}");
    let slot = stored(node, owner, case).await[0].appointment.unwrap().to_string();
    let again = [("what", slot.as_str()), ("way", "VIDEO"), ("name", "Mina Oto")];
    assert_eq!(say(node, &cookie, case, &again).await.0, 409);
    assert_eq!(stored(node, owner, case).await[0].name, NAME);
}

#[tokio::test(flavor = "multi_thread")]
async fn h12_an_appointment_waits_for_who_interprets_and_says_what_came_of_it_on_both_engines() {
    let node = TestNode::new().await;
    an_appointment_waits_for_somebody(&node).await;
    node.end().await;
    if let Some(node) = TestNode::postgres().await {
        an_appointment_waits_for_somebody(&node).await;
        node.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h05_that_rights_were_told_is_written_with_language_way_and_declaration() {
    let node = TestNode::new().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let case = speaking(&node, &owner, Language::Filipino).await;
    let cookie = node.sign_in(&owner).await;
    let wrong: [&[(&'static str, &str)]; 8] = [
        &[("what", "PARTY")],
        &[("language", "xx")],
        &[("way", "")],
        &[("name", "")],
        &[("declared", "")],
        &[("day_d", "23")],
        &[("partner", "nobody")],
        &[("language", "sgn-AE")],
    ];
    for changed in wrong {
        let (status, page) = say(&node, &cookie, case, changed).await;
        assert_eq!(status, 422, "{changed:?}: {page}");
    }
    assert!(stored(&node, &owner, case).await.is_empty(), "nothing is written");
    assert_eq!(say(&node, &cookie, case, &[]).await.0, 303);
    let page = node.get(&format!("/en/cases/{case}/interpreters"), &cookie).await.body;
    for words in ["Rights were told", "Filipino", "by telephone", "confidentiality declared", NAME]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let history = node.get(&format!("/en/cases/{case}/history"), &cookie).await.body;
    assert!(history.contains("It was written who interpreted") && !history.contains(NAME));
    let stranger = node.worker("hind", &["CASE_MANAGER"]).await;
    let other = node.sign_in(&stranger).await;
    assert_eq!(say(&node, &other, case, &[]).await.0, 404);
    let page = format!("/en/cases/{case}/interpreters");
    assert_eq!(node.get(&page, &other).await.status, 404);
    for file in std::fs::read_dir(node.folder()).unwrap() {
        let path = file.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        let found = bytes.windows(NAME.len()).any(|window| window == NAME.as_bytes());
        assert!(!found, "sealed where it lies: {}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kin_who_did_harm_and_who_is_kept_from_the_case_do_not_interpret() {
    let (node, _) = with_club().await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let mate = node.worker("shamsa", &["CASE_MANAGER"]).await;
    let case = speaking(&node, &owner, Language::Filipino).await;
    let record = open_record(&node.app, &owner, case).await.unwrap();
    let (name, words) = (FEARED.to_owned(), String::new());
    let said = Said { name, relation: Relation::Husband, at_home: true, words };
    kin::allege(&node.app, &owner, &record, said, NOW).await.unwrap();
    let cookie = node.sign_in(&owner).await;
    let club = CLUB.to_text();
    assert_eq!(say(&node, &cookie, case, &[("partner", &club), ("name", "")]).await.0, 303);
    change(&node.app, &owner, case, Change::Bar(CLUB, "EMPLOYER"), NOW).await.unwrap();
    let shut = mate.id;
    node.write(move |tx| scope::exclude(tx, case, shut)).await.unwrap();
    let kin = "Somebody of this name does not interpret here";
    let table: [(&'static str, &str, &str); 4] = [
        ("name", FEARED, kin),
        ("name", "هدى سالم المرجاني", kin),
        ("name", "Worker shamsa", kin),
        ("partner", &club, "Nothing of this case is told to this agency"),
    ];
    for (field, value, told) in table {
        let (status, page) = say(&node, &cookie, case, &[(field, value)]).await;
        assert!(status == 422 && page.contains(told), "{value}: {page}");
    }
    // The same family name is a question, and so is his first name alone; the answer is with the caseworker.
    let same = ("name", "نورة خالد المرجاني");
    for asked in [same, ("name", "راشد"), ("name", "Rashid")] {
        let (status, page) = say(&node, &cookie, case, &[asked]).await;
        assert!(status == 422 && page.contains("name=\"no_kin\""), "{asked:?}: {page}");
    }
    assert_eq!(stored(&node, &owner, case).await.len(), 1, "none of them");
    assert_eq!(say(&node, &cookie, case, &[same, ("no_kin", "yes")]).await.0, 303);
    node.end().await;
}
